// `make lighthouse`: what Lighthouse says of the built app, the median of five, written to docs/performance.md.
//
//   RINGFARE_PROGRAM=…/release/ringfare node lighthouse.mjs      starts a server of its own
//   BASE=http://localhost:3000 node lighthouse.mjs               asks one that runs with the demo caller

import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { chromium } from "@playwright/test";
import lighthouse, { desktopConfig } from "lighthouse";
import { freePort } from "../tools/free-port.mjs";
import { chromiumPath, root } from "./ringfare.mjs";

const RUNS = Number(process.env.RUNS ?? 5);
const PAGES = { "sign-in": "/sign-in", dialer: "/dashboard/dialer" };
const SCREENS = { phone: undefined, desktop: desktopConfig };
const CATEGORIES = ["performance", "accessibility", "best-practices"];
const DEMO = { email: "demo@ringfare.test", password: "ringfare-demo" };
const PAPER = join(root, "docs", "performance.md");
const [BEGIN, END] = ["<!-- lighthouse: written by make lighthouse -->", "<!-- lighthouse ends -->"];

const median = (numbers) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];

async function serve() {
  if (process.env.BASE) return { base: process.env.BASE, stop: () => {} };
  process.env.RINGFARE_E2E_PORT = String(await freePort());
  process.env.RINGFARE_E2E_FOLDER = mkdtempSync(join(tmpdir(), "ringfare-lighthouse-"));
  const server = spawn(process.execPath, ["server.mjs"], { cwd: import.meta.dirname, stdio: "inherit" });
  const base = `http://localhost:${process.env.RINGFARE_E2E_PORT}`;
  for (let tries = 0; tries < 600; tries += 1) {
    if (await fetch(`${base}/readyz`).then(({ ok }) => ok, () => false)) return { base, stop: () => server.kill("SIGTERM") };
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server does not get ready");
}

async function measure(base, path, screen) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "ringfare-chromium-"));
  const browser = await chromium.launchPersistentContext(folder, { executablePath: chromiumPath, args: ["--no-sandbox", `--remote-debugging-port=${port}`] });
  try {
    if (path.startsWith("/dashboard")) {
      const page = await browser.newPage();
      await page.goto(`${base}/sign-in`);
      await page.locator("input[name=email]").fill(DEMO.email);
      await page.locator("input[name=password]").fill(DEMO.password);
      await page.locator("input[name=password]").press("Enter");
      await page.waitForURL("**/dashboard/dialer");
      await page.close();
    }
    const results = [];
    for (let run = 0; run < RUNS; run += 1) {
      const { lhr } = await lighthouse(base + path, { port, onlyCategories: CATEGORIES, disableStorageReset: true, logLevel: "error" }, SCREENS[screen]);
      const audit = (name) => lhr.audits[name]?.numericValue ?? 0;
      results.push({
        scores: CATEGORIES.map((name) => Math.round(lhr.categories[name].score * 100)),
        timings: [audit("first-contentful-paint"), audit("largest-contentful-paint"), audit("total-blocking-time"), audit("cumulative-layout-shift")],
        failed: Object.values(lhr.audits).filter(({ score, scoreDisplayMode }) => score !== null && score < 0.9 && scoreDisplayMode !== "informative").map(({ id }) => id),
      });
    }
    console.log(`${path} ${screen}: below 90: ${[...new Set(results.flatMap(({ failed }) => failed))].join(", ") || "nothing"}`);
    const of = (list, index) => median(results.map((result) => result[list][index]));
    return [...CATEGORIES.map((_, index) => of("scores", index)), ...[0, 1, 2].map((index) => `${Math.round(of("timings", index))} ms`), of("timings", 3).toFixed(3)];
  } finally {
    await browser.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

const { base, stop } = await serve();
const rows = [];
try {
  for (const [name, path] of Object.entries(PAGES)) {
    for (const screen of Object.keys(SCREENS)) rows.push([name, screen, ...(await measure(base, path, screen))]);
  }
} finally {
  stop();
}
const head = ["page", "as", "performance", "accessibility", "best practices", "first paint", "largest paint", "blocked", "layout shift"];
const line = (cells) => `| ${cells.join(" | ")} |`;
const table = [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
console.log(table);
if (process.env.WRITE !== "0") {
  const about = `The median of ${RUNS} runs, ${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores; "phone" is Lighthouse's slow 4G and a processor four times slower.`;
  const paper = readFileSync(PAPER, "utf8");
  const [before, after] = [paper.slice(0, paper.indexOf(BEGIN)), paper.slice(paper.indexOf(END))];
  writeFileSync(PAPER, `${before}${BEGIN}\n\n${about}\n\n${table}\n\n${after}`);
}
