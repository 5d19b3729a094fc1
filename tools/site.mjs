// Builds the site: what the browser loads, in target/site, and hash.txt beside the server.
//
//   node tools/site.mjs [--dev]
//
// Makes what `cargo leptos build --release -P --split` makes (with --dev: `cargo leptos build --split`) from the same inputs with the same
// tools, minus its half hour of compiling cargo-leptos. docs/decisions/ says why both exist.

import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import browserslist from "browserslist";
import { browserslistToTargets, bundle, transform } from "lightningcss";
import { minify } from "terser";
import { named } from "./wasm.mjs";

const NAME = "ringfare";
const SITE = "target/site";
const PKG = join(SITE, "pkg");
const STAMP = "target/site.stamp";
const SPLIT = "target/site-split";
/** What loads the chunks; leptos knows it and the manifest by these names. */
const LOADER = "__wasm_split";
/** The style sheet that the dialer does without; src/app/styles knows it by this name. */
const PAGES = "pages";
const MANIFEST = "__wasm_split_manifest";
/** The scripts of `public` that an open dialer loads. */
const BESIDE = ["live.js", "drawn.js", "keys.js", "audio.js"];
/** The script as the WASM knows it. */
const GLUE = `./${NAME}_bg.js`;
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
  const what = ["--locked", "--lib", "--no-default-features", "--features", "hydrate", "--target", "wasm32-unknown-unknown", ...profile];
  // Relocations tell wasm-split which function needs which; by names with types in them optimise() puts like beside like.
  run("cargo", ["rustc", ...what, "--", "-Clink-args=--emit-relocs", "-Csymbol-mangling-version=v0"]);
  return join(target, "wasm32-unknown-unknown", dev ? "debug" : "wasm-release", `${NAME}.wasm`);
}

/** One digest over everything the site is made of: when it is the one of the last build, there is nothing to do. */
function digestOfInputs(wasm) {
  const inputs = [wasm, "Cargo.toml", "package-lock.json", "tools/site.mjs", "tools/wasm.mjs", ...files("style"), ...files("public")];
  const digest = createHash("sha256").update(dev ? "dev" : "release");
  for (const path of inputs) digest.update(path).update(createHash("sha256").update(readFileSync(path)).digest());
  return digest.digest("hex");
}

/** Cuts the WASM at its `#[lazy]` and `wasm_split` functions; what remains is the main chunk. */
function split(wasm) {
  rmSync(SPLIT, { recursive: true, force: true });
  run("wasm-split-cli", ["--out-name", NAME, wasm, SPLIT]);
  for (const path of files(SPLIT)) {
    if (basename(path) !== `${NAME}.wasm`) renameSync(path, join(PKG, basename(path)));
  }
}

function bindgen() {
  run("wasm-bindgen", ["--target=web", "--keep-lld-exports", "--no-demangle", "--no-typescript", `--out-name=${NAME}`, `--out-dir=${PKG}`, join(SPLIT, `${NAME}.wasm`)]);
  renameSync(join(PKG, `${NAME}_bg.wasm`), join(PKG, `${NAME}.wasm`));
  const loader = join(PKG, `${LOADER}.js`);
  writeFileSync(loader, readFileSync(loader, "utf8").replaceAll(`${NAME}_bg.wasm`, `${NAME}.wasm`));
}

/**
 * Short names for what the script gives to the WASM, in both. And without the streams of `wasm-streams`, which come with server_fn and
 * nothing here makes: their classes and what these call are exported, so nobody else can tell.
 */
function shorten() {
  const [script, module] = ["js", "wasm"].map((kind) => join(PKG, `${NAME}.${kind}`));
  const short = new Map();
  const imported = (from, name) => {
    if (from !== GLUE) return name;
    if (!short.has(name)) short.set(name, `_${short.size.toString(36)}`);
    return short.get(name);
  };
  const slim = named(readFileSync(module), { imported, kept: (name) => !/^(__wbg_)?intounderlying/.test(name) });
  const js = readFileSync(script, "utf8")
    .replace(/^export class IntoUnderlying\w+ \{$.*?^\}\nif \(Symbol\.dispose\).*?$/gms, "")
    .replace(/^const IntoUnderlying\w+ = .*?;$/gms, "")
    .replace(/\b__wb\w+_[0-9a-f]{16}\b|\b__wbindgen_\w+(?=: function)/g, (name) => short.get(name) ?? name);
  if (js.includes("IntoUnderlying")) throw new Error("wasm-bindgen writes the classes of wasm-streams in another way: see shorten() in tools/site.mjs");
  writeFileSync(module, slim);
  writeFileSync(script, js);
}

/** What has to be fetched for each of these functions, so that the server can announce it in the page's head. */
function readManifest() {
  const script = readFileSync(join(PKG, `${LOADER}.js`), "utf8");
  const shared = {};
  for (const [, users, chunk] of script.matchAll(/\/\* ([^*]*) \*\/\nconst __(chunk_\d+) =/g)) {
    for (const user of users.split(",")) (shared[user.trim()] ??= []).push(chunk);
  }
  const own = files(PKG).map((path) => basename(path, ".wasm")).filter((name) => name.startsWith("split_"));
  return Object.fromEntries(own.map((name) => [name.slice("split_".length), [name, ...(shared[name.slice("split_".length)] ?? [])]]));
}

/**
 * What is smallest is not what compresses best. Functions put into their only caller, and parts of expressions kept for later, make
 * unlike what was alike; functions beside those of their name find their likes near. The figures are in docs/decisions/0007-chunks.md.
 */
function optimise() {
  const alike = ["-Os", "--one-caller-inline-max-function-size=15", "--skip-pass=local-cse", "--skip-pass=reorder-functions", "--reorder-functions-by-name"];
  // Rust's stack is at the bottom of the memory, so nothing but an overflow comes to its first bytes.
  const assumed = ["--low-memory-unused", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"];
  for (const file of files(PKG).filter((path) => extname(path) === ".wasm")) {
    run("node_modules/.bin/wasm-opt", [...alike, ...assumed, file, "-o", file]);
  }
}

/** The scripts of `public`; what is in `vendor` stays as it came. */
function ownScripts() {
  return readdirSync(SITE).filter((name) => extname(name) === ".js").map((name) => join(SITE, name));
}

async function minifyJs() {
  for (const file of [...[NAME, LOADER].map((name) => join(PKG, `${name}.js`)), ...(dev ? [] : ownScripts())]) {
    const source = readFileSync(file, "utf8");
    const { code } = await minify(source, { module: /^(import|export) /m.test(source), compress: true, mangle: true });
    writeFileSync(file, code);
  }
}

function bundleCss() {
  const targets = browserslistToTargets(browserslist("defaults"));
  for (const [sheet, stem] of [["main", NAME], ["pages", PAGES]]) {
    const filename = `style/${sheet}.css`;
    const { code } = bundle({ filename });
    writeFileSync(join(PKG, `${stem}.css`), transform({ filename, code, targets, minify: !dev }).code);
  }
}

/**
 * The name of a file holds a hash, so that browsers may keep it for ever; hash.txt tells the server. The scripts and the chunks name each
 * other and share one: 160 hashes in the loader would weigh more than its code, and a change of the source renumbers most chunks.
 */
function hashNames(manifest) {
  const digest = (...contents) => contents.reduce((hash, content) => hash.update(content), createHash("md5")).digest("base64url");
  const rename = (stem, kind, hash) => renameSync(join(PKG, `${stem}.${kind}`), join(PKG, `${stem}.${hash}.${kind}`));
  const chunks = files(PKG).filter((path) => extname(path) === ".wasm").map((path) => basename(path, ".wasm"));
  const css = digest(...[NAME, PAGES].map((stem) => readFileSync(join(PKG, `${stem}.css`))));
  const code = digest(...[...[NAME, LOADER].map((stem) => `${stem}.js`), ...chunks.map((chunk) => `${chunk}.wasm`)].map((file) => readFileSync(join(PKG, file))));
  for (const stem of [NAME, LOADER]) {
    const script = readFileSync(join(PKG, `${stem}.js`), "utf8")
      .replace(/([\w-]+)\.wasm/g, (file, chunk) => (chunks.includes(chunk) ? `${chunk}.${code}.wasm` : file))
      // In import statements alone: the WASM asks for the module by the old name.
      .replace(/(from\s*"\.\/\w+)\.js"/g, `$1.${code}.js"`);
    writeFileSync(join(PKG, `${stem}.js`), script);
    rename(stem, "js", code);
  }
  for (const chunk of chunks) rename(chunk, "wasm", code);
  for (const stem of [NAME, PAGES]) rename(stem, "css", css);
  const needed = Object.fromEntries(Object.entries(manifest).map(([name, list]) => [name, list.map((chunk) => `${chunk}.${code}`)]));
  writeFileSync(join(PKG, `${MANIFEST}.${code}.json`), JSON.stringify(needed));
  return `js: ${code}\nwasm: ${code}\ncss: ${css}\nsplit: ${code}\nmanifest: ${code}\n`;
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

/**
 * What a first visit of each page loads, beside its HTML and its icon, in bytes of brotli; the Voice SDK comes with the first call. A
 * journey (dialer.spec.mjs) holds what an open dialer loads to this.
 */
function printWeight() {
  const sizes = Object.fromEntries([...files(PKG), ...ownScripts()].filter((path) => existsSync(`${path}.br`)).map((path) => [basename(path), statSync(`${path}.br`).size]));
  if (Object.keys(sizes).length === 0) return;
  const sum = (names) => names.reduce((total, name) => total + sizes[name], 0);
  const named = (stem, kind) => sum(Object.keys(sizes).filter((name) => name.startsWith(`${stem}.`) && name.endsWith(`.${kind}`)));
  const wasm = named(NAME, "wasm");
  const scripts = named(NAME, "js") + named(LOADER, "js") + sum(BESIDE);
  const css = named(NAME, "css");
  const total = wasm + scripts + css;
  const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} kB`;
  say(`page weight, brotli, without HTML and Voice SDK: the dialer ${kilo(total)} (wasm ${kilo(wasm)} + scripts ${kilo(scripts)} + css ${kilo(css)})`);
  const manifest = JSON.parse(readFileSync(files(PKG).find((path) => basename(path).startsWith(MANIFEST) && extname(path) === ".json"), "utf8"));
  for (const [chunk, list] of Object.entries(manifest)) {
    const isPage = chunk.includes("load_");
    const more = sum(list.map((name) => `${name}.wasm`)) + (isPage ? named(PAGES, "css") : 0);
    say(`  ${chunk.replace(/^_*load_|_\d+$/g, "").padEnd(10)} + ${kilo(more)} in ${list.length + (isPage ? 1 : 0)} files = ${kilo(total + more)}`);
  }
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
  say("wasm-split, wasm-bindgen, " + (dev ? "bundling styles" : "wasm-opt, minifying, bundling styles, compressing"));
  split(wasm);
  bindgen();
  shorten();
  const manifest = readManifest();
  if (!dev) optimise();
  await minifyJs();
  bundleCss();
  const hashes = hashNames(manifest);
  if (!dev) precompress();
  writeHashes(hashes);
  writeFileSync(STAMP, JSON.stringify({ digest, hashes }));
  say(`built ${SITE} in ${((Date.now() - started) / 1000).toFixed(0)} s`);
}
printWeight();
