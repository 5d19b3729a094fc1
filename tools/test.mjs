// Runs every check and every test, or the stages named as arguments, and closes with one line of counts.
//
//   node tools/test.mjs [STAGE …]      stages: format, server-lints, browser-lints, unit, http-sqlite, postgres, proofs, controls, browser
//
// A stage that fails does not keep the later ones from running; any failure makes the exit code 1.

import { spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { startPostgres } from "./postgres.mjs";

const REPORT = "end2end/report/results.json";
const cargoTest = ["cargo", "test", "--locked", "--no-fail-fast", "--features", "ssr"];

// No command takes half as long, dependencies and all, on two cores.
const LONGEST = "40m";

// In CI a browser test that fails is tried once more (end2end/playwright.config.mjs). Two of some 160 may be saved by that; more are no
// chance.
const FLAKY_MOST = 2;

// A fault strikes a whole process.
const ONE_AT_A_TIME = { RUST_TEST_THREADS: "1" };

const STAGES = [
  { name: "format", run: () => check("cargo", "fmt", "--check") },
  { name: "server-lints", run: () => check("cargo", "clippy", "--locked", "--features", "ssr", "--all-targets", "--", "-D", "warnings") },
  {
    name: "browser-lints",
    run: () => check("cargo", "clippy", "--locked", "--features", "hydrate", "--lib", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"),
  },
  { name: "unit", run: () => rustTests([...cargoTest, "--lib", "--bins", "--test", "tidy"]) },
  { name: "http-sqlite", run: () => rustTests([...cargoTest, "--test", "http"]) },
  { name: "postgres", run: testsOnPostgres },
  { name: "proofs", run: smallProofs },
  { name: "controls", run: () => rustTests(["cargo", "test", "--locked", "--no-fail-fast", "--features", "ssr,sabotage", "--test", "proofs", "controls"], ONE_AT_A_TIME) },
  { name: "browser", run: browserTests },
];

const cleanUps = [];
let child;

/** Runs a command in the foreground; gives its exit code and what it wrote. What hangs is killed with all its children. */
function execute([program, ...args], options = {}) {
  const env = { ...process.env, ...options.env };
  return new Promise((resolve) => {
    child = spawn("timeout", ["--kill-after=10s", LONGEST, program, ...args], { stdio: ["ignore", "pipe", "inherit"], cwd: options.cwd, env });
    let output = "";
    child.stdout.on("data", (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
    });
    child.on("error", (error) => resolve({ code: 127, output: `${program}: ${error.message}` }));
    child.on("close", (code) => {
      if (code === 124) console.error(`${program} ${args.join(" ")} had not ended after ${LONGEST}`);
      resolve({ code: code ?? 1, output });
    });
  });
}

/** A check counts as one test. */
async function check(...command) {
  const { code } = await execute(command);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** Adds up cargo's "test result" lines; a run that breaks off without a failed test counts as one failure. */
async function rustTests(command, env) {
  const { code, output } = await execute(command, { env });
  const counts = { passed: 0, failed: 0 };
  for (const [, passed, failed] of output.matchAll(/^test result: .* (\d+) passed; (\d+) failed;/gm)) {
    counts.passed += Number(passed);
    counts.failed += Number(failed);
  }
  if (code !== 0 && counts.failed === 0) counts.failed = 1;
  if (code === 0 && counts.passed === 0) return { passed: 0, failed: 1, why: "no test ran" };
  return counts;
}

async function testsOnPostgres() {
  const { url, stop } = await startPostgres();
  cleanUps.push(stop);
  try {
    return await rustTests([...cargoTest, "--lib", "--test", "http"], { TEST_DATABASE_URL: url });
  } finally {
    stop();
  }
}

/** The proofs at their small sizes: all of them with SQLite, those that need a database once more on PostgreSQL. */
async function smallProofs() {
  const sqlite = await rustTests([...cargoTest, "--test", "proofs"]);
  const { url, stop } = await startPostgres();
  cleanUps.push(stop);
  try {
    const pure = ["charge::", "affordable::", "signatures::"].flatMap((module) => ["--skip", module]);
    const postgres = await rustTests([...cargoTest, "--test", "proofs", "--", ...pure], { TEST_DATABASE_URL: url });
    return { passed: sqlite.passed + postgres.passed, failed: sqlite.failed + postgres.failed };
  } finally {
    stop();
  }
}

async function browserTests() {
  for (const command of [["node", "tools/site.mjs"], ["cargo", "build", "--locked", "--features", "ssr"]]) {
    const { code } = await execute(command);
    if (code !== 0) return { passed: 0, failed: 1, why: `${command.join(" ")} failed` };
  }
  rmSync(REPORT, { force: true });
  const { code } = await execute(["npx", "playwright", "test"], { cwd: "end2end" });
  if (!existsSync(REPORT)) return { passed: 0, failed: 1, why: "Playwright left no report" };
  const { expected, unexpected, flaky, skipped } = JSON.parse(readFileSync(REPORT, "utf8")).stats;
  const failed = unexpected + (flaky > FLAKY_MOST ? flaky : 0);
  const why = [
    flaky > 0 && `${flaky} passed only when tried again, listed above as flaky: each is a bug to find`,
    skipped > 0 && `${skipped} skipped, see above why`,
  ].filter(Boolean).join("; ");
  return { passed: expected + (flaky > FLAKY_MOST ? 0 : flaky), failed: code !== 0 && failed === 0 ? 1 : failed, why };
}

function leave(code) {
  for (const cleanUp of cleanUps) cleanUp();
  process.exit(code);
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    child?.kill(signal);
    leave(1);
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !STAGES.some((stage) => stage.name === name));
if (unknown.length > 0) {
  console.error(`there is no stage '${unknown[0]}': ${STAGES.map((stage) => stage.name).join(", ")}`);
  process.exit(2);
}

const rows = [];
const setUp = await execute(["tools/setup.sh", "test"]);
if (setUp.code !== 0) rows.push({ name: "set-up", passed: 0, failed: 1, seconds: 0 });
for (const { name, run } of setUp.code === 0 ? STAGES : []) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  console.log(`\n── ${name}`);
  const started = Date.now();
  const result = await run().catch((error) => ({ passed: 0, failed: 1, why: error.message }));
  rows.push({ name, seconds: Math.round((Date.now() - started) / 1000), ...result });
}

console.log();
for (const { name, passed, failed, seconds, why } of rows) {
  console.log(`${failed ? "FAILED" : "ok    "} ${name.padEnd(14)} ${passed} passed, ${failed} failed, ${seconds} s${why ? ` (${why})` : ""}`);
}
const total = (key) => rows.reduce((sum, row) => sum + row[key], 0);
console.log(`\n${total("passed")} passed, ${total("failed")} failed`);
leave(total("failed") > 0 ? 1 : 0);
