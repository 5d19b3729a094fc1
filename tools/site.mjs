// Builds the site: what the browser loads, in target/site, and hash.txt beside the server.
//
//   node tools/site.mjs [--dev]
//
// Makes what `cargo leptos build --release -P` makes (with --dev: `cargo leptos build`) from the same inputs with the same
// tools, minus its half hour of compiling cargo-leptos. docs/decisions/ says why both exist.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import browserslist from "browserslist";
import { browserslistToTargets, bundle, transform } from "lightningcss";
import { minify } from "terser";

const NAME = "ringfare";
const SITE = "target/site";
const PKG = join(SITE, "pkg");
const STAMP = "target/site.stamp";
const dev = process.argv.includes("--dev");
const target = process.env.CARGO_TARGET_DIR || "target";
const started = Date.now();

const say = (text) => console.log(`site: ${text}`);

function run(program, args) {
  const { status, error } = spawnSync(program, args, { stdio: "inherit" });
  if (error) throw new Error(`${program} cannot be started (${error.message}): run 'make setup'`);
  if (status !== 0) process.exit(status ?? 1);
}

/** Every file below a folder, sorted, so that the same tree always gives the same list. */
function files(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile())
    .sort();
}

function buildWasm() {
  const profile = dev ? [] : ["--profile", "wasm-release"];
  say(`compiling the browser's half to WASM${dev ? "" : ", optimised for size"}`);
  run("cargo", ["build", "--locked", "--lib", "--no-default-features", "--features", "hydrate", "--target", "wasm32-unknown-unknown", ...profile]);
  return join(target, "wasm32-unknown-unknown", dev ? "debug" : "wasm-release", `${NAME}.wasm`);
}

/** One digest over everything the site is made of: when it is the one of the last build, there is nothing to do. */
function digestOfInputs(wasm) {
  const inputs = [wasm, "Cargo.toml", "package-lock.json", "tools/site.mjs", ...files("style"), ...files("public")];
  const digest = createHash("sha256").update(dev ? "dev" : "release");
  for (const path of inputs) digest.update(path).update(createHash("sha256").update(readFileSync(path)).digest());
  return digest.digest("hex");
}

function bindgen(wasm) {
  run("wasm-bindgen", ["--target=web", "--no-typescript", `--out-name=${NAME}`, `--out-dir=${PKG}`, wasm]);
  renameSync(join(PKG, `${NAME}_bg.wasm`), join(PKG, `${NAME}.wasm`));
  if (dev) return;
  const file = join(PKG, `${NAME}.wasm`);
  run("node_modules/.bin/wasm-opt", ["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int", file, "-o", file]);
}

async function minifyJs() {
  const file = join(PKG, `${NAME}.js`);
  const { code } = await minify(readFileSync(file, "utf8"), { module: true, compress: true, mangle: true });
  writeFileSync(file, code);
}

function bundleCss() {
  const filename = "style/main.css";
  const targets = browserslistToTargets(browserslist("defaults"));
  const bundled = bundle({ filename }).code;
  writeFileSync(join(PKG, `${NAME}.css`), transform({ filename, code: bundled, targets, minify: !dev }).code);
}

/** The name of a file holds the hash of its content, so that browsers may keep it for ever; hash.txt tells the server. */
function hashNames() {
  const hashes = {};
  for (const kind of ["js", "wasm", "css"]) {
    hashes[kind] = createHash("md5").update(readFileSync(join(PKG, `${NAME}.${kind}`))).digest("base64url");
  }
  const renamed = (kind) => `${NAME}.${hashes[kind]}.${kind}`;
  const script = join(PKG, `${NAME}.js`);
  writeFileSync(script, readFileSync(script, "utf8").replaceAll(`${NAME}.wasm`, renamed("wasm")));
  for (const kind of Object.keys(hashes)) renameSync(join(PKG, `${NAME}.${kind}`), join(PKG, renamed(kind)));
  return Object.entries(hashes).map(([kind, hash]) => `${kind}: ${hash}\n`).join("");
}

function precompress() {
  for (const path of files(SITE)) {
    const content = readFileSync(path);
    const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
    writeFileSync(`${path}.br`, brotliCompressSync(content, { params }));
    writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
  }
}

/** The server reads hash.txt beside its own executable; both builds of it are served the same site. */
function writeHashes(hashes) {
  for (const profile of ["debug", "release"]) {
    mkdirSync(join(target, profile), { recursive: true });
    writeFileSync(join(target, profile, "hash.txt"), hashes);
  }
}

function printWeight() {
  const sizes = files(PKG).filter((path) => extname(path) === ".br").map((path) => [basename(path, ".br").split(".").pop(), statSync(path).size]);
  if (sizes.length === 0) return;
  const total = sizes.reduce((sum, [, size]) => sum + size, 0);
  const parts = sizes.map(([kind, size]) => `${kind} ${size}`).join(" + ");
  say(`page weight, brotli, without the Voice SDK: ${parts} = ${total} bytes (${(total / 1000).toFixed(1)} kB)`);
}

const wasm = buildWasm();
const digest = digestOfInputs(wasm);
const stamp = existsSync(STAMP) && existsSync(PKG) ? JSON.parse(readFileSync(STAMP, "utf8")) : {};
if (stamp.digest === digest) {
  writeHashes(stamp.hashes);
  say("nothing changed since the last build");
} else {
  rmSync(STAMP, { force: true });
  rmSync(SITE, { recursive: true, force: true });
  mkdirSync(PKG, { recursive: true });
  cpSync("public", SITE, { recursive: true });
  say("wasm-bindgen, " + (dev ? "bundling styles" : "wasm-opt, minifying, bundling styles, compressing"));
  bindgen(wasm);
  await minifyJs();
  bundleCss();
  const hashes = hashNames();
  if (!dev) precompress();
  writeHashes(hashes);
  writeFileSync(STAMP, JSON.stringify({ digest, hashes }));
  say(`built ${SITE} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
printWeight();
