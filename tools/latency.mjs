// From the carrier's `completed` to the new balance on the screen, by push and by poll: node tools/latency.mjs [--n 100]
//
// A server of its own with an unsigned status address stands in for the carrier; each round authorises a call, posts `completed` and
// waits for the total on the page to change. The clock starts when the post is sent and stops in the page, at the change of the text.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";

const root = resolve(import.meta.dirname, "..");
const { chromium } = createRequire(join(root, "end2end/package.json"))("@playwright/test");
const rounds = Number(process.argv[process.argv.indexOf("--n") + 1] || 100) || 100;
const port = process.env.RINGFARE_LATENCY_PORT || "35090";
const program = process.env.RINGFARE_PROGRAM || join(root, process.env.CARGO_TARGET_DIR || "target", "debug", "ringfare");
const folder = mkdtempSync(join(tmpdir(), "ringfare-latency-"));
const base = `http://localhost:${port}`;
const env = {
  ...process.env, DATABASE_URL: process.env.RINGFARE_LATENCY_DB || `sqlite://${join(folder, "r.db")}`, LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
  RINGFARE_PUBLIC_URL: base, RINGFARE_CARRIER: "local", RINGFARE_UNSIGNED_WEBHOOKS: "1", RINGFARE_LOG: "warn",
};
const ringfare = (args, input = "") => execFileSync(program, args, { cwd: root, env, input, encoding: "utf8" });
const email = "latency@ringfare.test";
const number = "+14155550199";

ringfare(["user", "add", email, "--password-stdin", "--number", number], "correct-horse-battery\n");
ringfare(["user", "credit", email, "900", "--reason", "to measure"]);
const server = spawn(program, ["serve"], { cwd: root, env, stdio: "ignore" });
const sid = () => `CA${[...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("")}`;

async function post(path, fields) {
  const answer = await fetch(base + path, { method: "POST", body: new URLSearchParams(fields) });
  if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
}

async function measure(page) {
  const times = [];
  const { account } = await page.evaluate(() => ({ account: document.documentElement.dataset.account }));
  for (let round = -3; round < rounds; round += 1) {
    const [parent, child] = [sid(), sid()];
    await post("/api/twilio/voice", { CallSid: parent, From: `client:${account}`, To: "+14155550142", CallStatus: "ringing", Direction: "inbound" });
    await new Promise((done) => setTimeout(done, 200 + Math.random() * 2_000));
    await page.evaluate(() => {
      const total = document.querySelector("[data-testid=balance-total]");
      const before = total.textContent;
      window.changedAt = new Promise((done) => {
        const eye = new MutationObserver(() => { if (total.textContent !== before) { eye.disconnect(); done(Date.now()); } });
        eye.observe(total, { subtree: true, childList: true, characterData: true });
      });
    });
    const sent = Date.now();
    await post("/api/twilio/status", { CallSid: child, ParentCallSid: parent, CallStatus: "completed", CallDuration: "3600", Direction: "outbound-dial" });
    const took = (await page.evaluate(() => window.changedAt)) - sent;
    if (round >= 0) times.push(took);
  }
  return times.sort((a, b) => a - b);
}

const at = (times, part) => times[Math.min(times.length - 1, Math.ceil(times.length * part) - 1)];

try {
  for (;;) {
    if (await fetch(`${base}/readyz`).then((answer) => answer.ok).catch(() => false)) break;
    await new Promise((done) => setTimeout(done, 100));
  }
  const browser = await chromium.launch({ executablePath: process.env.RINGFARE_CHROMIUM || "/usr/bin/chromium", args: ["--no-sandbox"] });
  console.log("| way | n | p50 ms | p90 ms | p99 ms | most ms |\n|---|---|---|---|---|---|");
  for (const way of ["push", "poll"]) {
    const context = await browser.newContext({ serviceWorkers: "block" });
    const page = await context.newPage();
    // 204 tells an EventSource not to come back.
    if (way === "poll") await page.route("**/api/user/stream", (route) => route.fulfill({ status: 204, body: "" }));
    await page.goto(`${base}/sign-in?next=/dashboard/settings`);
    await page.getByLabel(/e-?mail/i).fill(email);
    await page.getByLabel(/password/i).first().fill("correct-horse-battery");
    await page.getByRole("button", { name: /sign in/i }).click();
    await page.waitForURL(`${base}/dashboard/**`);
    await page.goto(`${base}/dashboard/settings`);
    await page.waitForSelector(`[data-testid=live-mark][data-state=${way === "push" ? "live" : "delayed"}]`, { timeout: 60_000 });
    const times = await measure(page);
    console.log(`| ${way} | ${times.length} | ${at(times, 0.5)} | ${at(times, 0.9)} | ${at(times, 0.99)} | ${times.at(-1)} |`);
    await context.close();
  }
  await browser.close();
} finally {
  server.kill("SIGTERM");
  rmSync(folder, { recursive: true, force: true });
}
