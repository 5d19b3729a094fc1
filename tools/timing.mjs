// Whether the time of a refused sign-in tells that an account exists: as many tries with a wrong password at accounts that exist as
// at such that do not, in turn, over one connection, against a server of its own. Prints the area under the ROC curve (0.5: a coin)
// and writes it into docs/security.md. `make timing`, or: node tools/timing.mjs [TRIES]

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const TRIES = Number(process.argv[2] ?? 1000);
const ACCOUNTS = 50;
const PORT = Number(process.env.TIMING_PORT ?? 3917);
const BINARY = process.env.RINGFARE_BINARY ?? "target/debug/ringfare";
const REPORT = "docs/security.md";

const folder = mkdtempSync(join(tmpdir(), "ringfare-timing-"));
const env = {
  ...process.env,
  DATABASE_URL: `sqlite://${join(folder, "r.db")}`,
  LEPTOS_SITE_ADDR: `127.0.0.1:${PORT}`,
  RINGFARE_PUBLIC_URL: `http://127.0.0.1:${PORT}`,
  // Each try comes from a network of its own, so that no budget of tries is measured instead.
  RINGFARE_TRUSTED_PROXIES: "127.0.0.1",
  RINGFARE_LOG: "error",
};
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** One try; gives its status and how long it took, in milliseconds. */
function signIn(email, at) {
  const body = new URLSearchParams({ email, password: `wrong-${at}-guess` }).toString();
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": Buffer.byteLength(body),
    "x-forwarded-for": `${11 + (at >> 16)}.${(at >> 8) & 255}.${at & 255}.7`,
  };
  return new Promise((resolve, reject) => {
    const began = process.hrtime.bigint();
    const asked = request({ agent, port: PORT, path: "/app/sign-in", method: "POST", headers }, (answer) => {
      answer.resume();
      answer.on("end", () => resolve({ status: answer.statusCode, ms: Number(process.hrtime.bigint() - began) / 1e6 }));
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

async function ready() {
  for (let tries = 0; tries < 100; tries += 1) {
    const good = await fetch(`http://127.0.0.1:${PORT}/readyz`).then((answer) => answer.ok, () => false);
    if (good) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error("the server does not start");
}

/** How often a time of the first list is longer than one of the second; ties count half. */
function auc(first, second) {
  const all = [...first.map((ms) => ({ ms, first: true })), ...second.map((ms) => ({ ms, first: false }))].sort((a, b) => a.ms - b.ms);
  let ranks = 0;
  for (let at = 0; at < all.length; ) {
    let end = at;
    while (end < all.length && all[end].ms === all[at].ms) end += 1;
    for (let tied = at; tied < end; tied += 1) if (all[tied].first) ranks += (at + 1 + end) / 2;
    at = end;
  }
  return (ranks - (first.length * (first.length + 1)) / 2) / (first.length * second.length);
}

const median = (list) => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];

const known = Array.from({ length: ACCOUNTS }, (_, at) => `known${at}@timing.example`);
for (const email of known) {
  execFileSync(BINARY, ["user", "add", email, "--password-stdin"], { env, input: "correct-horse-battery-staple\n", stdio: ["pipe", "ignore", "inherit"] });
}
const server = spawn(BINARY, ["serve"], { env, stdio: ["ignore", "ignore", "inherit"] });
try {
  await ready();
  const times = { known: [], unknown: [] };
  for (let at = -20; at < TRIES; at += 1) {
    const order = Math.random() < 0.5 ? ["known", "unknown"] : ["unknown", "known"];
    for (const kind of order) {
      // Names of the same length, so that the bytes on the way are as many.
      const email = kind === "known" ? known[((at % ACCOUNTS) + ACCOUNTS) % ACCOUNTS] : `nobod${((at % ACCOUNTS) + ACCOUNTS) % ACCOUNTS}@timing.example`;
      const { status, ms } = await signIn(email, 2 * (at + 20) + (kind === "known" ? 1 : 0));
      if (status !== 422) throw new Error(`${kind}: ${status}, not 422`);
      if (at >= 0) times[kind].push(ms);
    }
  }
  const area = auc(times.known, times.unknown);
  const line = `| ${TRIES} of each, in turn | ${median(times.known).toFixed(2)} ms | ${median(times.unknown).toFixed(2)} ms | ${area.toFixed(4)} | ${Math.abs(area - 0.5) < 0.05 ? "yes" : "**no**"} |`;
  console.log(line);
  const report = readFileSync(REPORT, "utf8");
  const written = report.replace(/(<!-- timing -->\n)[\s\S]*?(<!-- \/timing -->)/, `$1${line}\n$2`);
  writeFileSync(REPORT, written);
  process.exitCode = Math.abs(area - 0.5) < 0.05 ? 0 : 1;
} finally {
  server.kill();
  agent.destroy();
  rmSync(folder, { recursive: true, force: true });
}
