// Runs the proofs at full size and writes their figures into docs/proof.md (the table) and docs/proof.json (the lines).
//
//   node tools/prove.mjs [--list] [--resume] [--size N] [--seed N] [NAME …]
//
// Without names every proof runs; with names only theirs, and only their rows are replaced. --resume leaves out what this
// commit has proved already. Every proof has a time limit; one that fails or outlasts it gets a row that says so, and makes
// the exit code 1. --size and --seed are for trying: they write no row.

import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { arch, availableParallelism, platform, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { startPostgres } from "./postgres.mjs";
import { PROOFS } from "./proofs.mjs";

const LINES = "docs/proof.json";
const PAPER = "docs/proof.md";
const [BEGIN, END] = ["<!-- table: written by tools/prove.mjs -->", "<!-- end of table -->"];
const RAM = "/dev/shm";

const words = process.argv.slice(2);
const option = (name) => {
  const at = words.indexOf(name);
  return at < 0 ? undefined : words.splice(at, 2)[1];
};
const flag = (name) => words.includes(name) && words.splice(words.indexOf(name), 1).length > 0;
const [size, seed, list, resume] = [option("--size"), option("--seed"), flag("--list"), flag("--resume")];

const unknown = words.filter((name) => !PROOFS.some((proof) => proof.name === name));
if (unknown.length > 0) {
  console.error(`there is no proof '${unknown[0]}': ${[...new Set(PROOFS.map((proof) => proof.name))].join(", ")}`);
  process.exit(2);
}

const git = (...args) => execFileSync("git", args, { encoding: "utf8" }).trim();
const changed = git("status", "--porcelain", "--", ".", `:!${LINES}`, `:!${PAPER}`) !== "";
const commit = `${git("rev-parse", "--short=10", "HEAD")}${changed ? " with changes" : ""}`;
const machine = `${availableParallelism()} cores ${arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB, ${platform()}`;

let rows = existsSync(LINES) ? JSON.parse(readFileSync(LINES, "utf8")) : [];
const rowOf = (proof, engine) => rows.find((row) => row.name === proof.name && row.engine === engine);
const isProved = (row) => row && !row.violation && row.commit === commit;

/** One (proof, engine) each. */
const jobs = PROOFS.filter((proof) => words.length === 0 || words.includes(proof.name))
  .flatMap((proof) => proof.engines.map((engine) => ({ proof, engine })))
  .filter(({ proof, engine }) => !(resume && isProved(rowOf(proof, engine))));

const estimate = jobs.reduce((sum, { proof }) => sum + proof.minutes, 0);
if (list || jobs.length === 0) {
  for (const { proof, engine } of jobs) console.log(`${proof.name.padEnd(16)} ${engine.padEnd(12)} about ${proof.minutes} min  ${proof.title}`);
  console.log(jobs.length === 0 ? "every proof has a row of this commit" : `about ${Math.ceil(estimate)} min in all, after the build`);
  process.exit(0);
}

const cleanUps = [];
let child;
function leave(code) {
  for (const cleanUp of cleanUps) cleanUp();
  process.exit(code);
}
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  process.on(signal, () => {
    if (child) process.kill(-child.pid, "SIGKILL");
    leave(1);
  });
}

/** Builds the tests; gives the executable of the target `proofs`. */
function build() {
  const args = ["test", "--locked", "--profile", "prove", "--features", "ssr", "--test", "proofs", "--no-run", "--message-format=json-render-diagnostics"];
  const out = execFileSync("cargo", args, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"], maxBuffer: 2 ** 28 });
  const artifacts = out.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
  return artifacts.find((artifact) => artifact.target?.name === "proofs" && artifact.executable).executable;
}

/** Runs one test in a process group of its own, so that what it started ends with it; gives its PROOF line, or why there is none. */
function prove(executable, proof, env) {
  const patience = (proof.minutes * 3 + 2) * 60_000;
  return new Promise((resolve) => {
    child = spawn(executable, ["--exact", "--nocapture", "--include-ignored", proof.test], { stdio: ["ignore", "pipe", "inherit"], env, detached: true });
    let output = "";
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      process.kill(-child.pid, "SIGKILL");
    }, patience);
    child.stdout.on("data", (chunk) => {
      process.stdout.write(chunk);
      output += chunk;
    });
    child.on("close", (code) => {
      clearTimeout(timer);
      child = undefined;
      const line = output.split("\n").findLast((text) => text.startsWith("PROOF "));
      const told = line ? JSON.parse(line.slice("PROOF ".length)) : {};
      const violation = late ? `not finished within ${Math.round(patience / 60_000)} min` : `the test ended with code ${code}`;
      resolve(code === 0 && line ? told : { ...told, violation: told.violation ?? violation });
    });
  });
}

const HIDDEN = new Set(["name", "engine", "size", "seed", "seconds", "violation", "date", "commit", "machine"]);
const shown = (value) => (typeof value === "number" ? value.toLocaleString("en") : String(value));

function table() {
  const lines = [
    "| what was tried | engine | figures | violations | 95 % bound | seed | time | run |",
    "|---|---|---|---|---|---|---|---|",
  ];
  for (const proof of PROOFS) {
    for (const engine of proof.engines) {
      const row = rowOf(proof, engine);
      if (!row) {
        lines.push(`| ${proof.title} | ${engine} | | not run yet | | | | |`);
        continue;
      }
      const figures = Object.entries(row).filter(([key]) => !HIDDEN.has(key) && key !== "violations" && key !== "trials");
      const words = figures.map(([key, value]) => `${shown(value)} ${key.replaceAll("_", " ")}`).join("; ");
      const trials = row.trials ?? row.size;
      const verdict = row.violation ? `**FAILED**: ${row.violation.replaceAll("|", "\\|").slice(0, 300)}` : `0 of ${shown(trials)}`;
      const bound = row.violation ? "" : `< ${Number((3 / trials).toPrecision(1))}`;
      lines.push(
        `| ${proof.title} | ${engine} | ${words} | ${verdict} | ${bound} | ${row.seed} | ${shown(row.seconds ?? 0)} s | ${row.date}, ${row.commit}, ${row.machine} |`,
      );
    }
  }
  return lines.join("\n");
}

function write() {
  const order = (row) => PROOFS.findIndex((proof) => proof.name === row.name);
  rows.sort((a, b) => order(a) - order(b) || a.engine.localeCompare(b.engine));
  writeFileSync(LINES, `[\n${rows.map((row) => `  ${JSON.stringify(row)}`).join(",\n")}\n]\n`);
  const paper = readFileSync(PAPER, "utf8");
  const [before, after] = [paper.split(BEGIN)[0], paper.split(END)[1]];
  writeFileSync(PAPER, `${before}${BEGIN}\n\n${table()}\n\n${END}${after}`);
}

console.log(`prove: building; then ${jobs.length} proofs of about ${Math.ceil(estimate)} min in all`);
const executable = build();
// On a RAM folder where there is one: a proof about power cuts says so itself and takes a disk.
const scratch = mkdtempSync(join(existsSync(RAM) ? RAM : tmpdir(), "ringfare-proofs-"));
cleanUps.push(() => rmSync(scratch, { recursive: true, force: true }));
let postgres;
const trying = size !== undefined || seed !== undefined;
let failed = 0;
for (const [at, { proof, engine }] of jobs.entries()) {
  const left = jobs.slice(at).reduce((sum, job) => sum + job.proof.minutes, 0);
  console.log(`\n── ${proof.name} on ${engine} (${at + 1} of ${jobs.length}, about ${Math.ceil(left)} min left)`);
  const env = { ...process.env, PROOF_SIZE: String(size ?? proof.size), RUST_BACKTRACE: "1" };
  delete env.TEST_DATABASE_URL;
  if (seed !== undefined) env.PROOF_SEED = seed;
  if (!proof.disk) env.TMPDIR = scratch;
  if (engine === "PostgreSQL") {
    if (!postgres) {
      postgres = await startPostgres();
      cleanUps.push(postgres.stop);
    }
    env.TEST_DATABASE_URL = postgres.url;
  }
  mkdirSync("target", { recursive: true });
  const found = await prove(executable, proof, env);
  if (found.violation) {
    failed += 1;
    console.log(`FAILED: ${found.violation}`);
  }
  if (trying) continue;
  const row = { ...found, name: proof.name, engine, size: proof.size, date: new Date().toISOString().slice(0, 10), commit, machine };
  rows = [...rows.filter((known) => known.name !== proof.name || known.engine !== engine), row];
  write();
}
console.log(`\nprove: ${jobs.length - failed} proved, ${failed} failed${trying ? "; no row was written" : `; see ${PAPER}`}`);
leave(failed > 0 ? 1 : 0);
