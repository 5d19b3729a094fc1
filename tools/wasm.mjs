// What a WASM module and the script around it call each other. wasm-bindgen's names are long and end in hashes that no compression makes
// smaller; Binaryen shortens them only for modules that Emscripten made.

const IMPORTS = 2;
const EXPORTS = 7;
/** What an import is: all but functions are followed by limits or types that are copied as they are. */
const FUNCTION = 0, TABLE = 1, MEMORY = 2, GLOBAL = 3;

/** An unsigned LEB128 number: it, and where the next thing begins. */
function number(bytes, at) {
  for (let value = 0, shift = 0; ; shift += 7) {
    const byte = bytes[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function encoded(value) {
  const bytes = [];
  do {
    const rest = Math.floor(value / 128);
    bytes.push(rest > 0 ? (value % 128) | 0x80 : value % 128);
    value = rest;
  } while (value > 0);
  return Buffer.from(bytes);
}

function text(bytes, at) {
  const [length, start] = number(bytes, at);
  return [bytes.toString("utf8", start, start + length), start + length];
}

const written = (name) => Buffer.concat([encoded(Buffer.byteLength(name)), Buffer.from(name)]);

/** Where the description of an import ends. */
function endOfImport(bytes, at) {
  const limits = (from) => {
    const [flags, least] = number(bytes, from);
    const [, after] = number(bytes, least);
    return flags & 1 ? number(bytes, after)[1] : after;
  };
  switch (bytes[at]) {
    case FUNCTION: return number(bytes, at + 1)[1];
    case TABLE: return limits(at + 2);
    case MEMORY: return limits(at + 1);
    case GLOBAL: return at + 3;
    default: throw new Error(`the WASM imports something of kind ${bytes[at]}, which tools/wasm.mjs does not know`);
  }
}

function endOfExport(bytes, at) {
  return number(bytes, at + 1)[1];
}

/** The entries of a section, each as `change` gives it; null leaves it out. */
function entries(bytes, at, change) {
  const [count, first] = number(bytes, at);
  const kept = [];
  let next = first;
  for (let index = 0; index < count; index++) {
    const [entry, after] = change(next);
    if (entry) kept.push(entry);
    next = after;
  }
  return Buffer.concat([encoded(kept.length), ...kept]);
}

/** The module with other names for what it imports, and without those of its exports that are not `kept`. */
export function named(bytes, { imported, kept }) {
  const anImport = (at) => {
    const [module, afterModule] = text(bytes, at);
    const [name, afterName] = text(bytes, afterModule);
    const end = endOfImport(bytes, afterName);
    return [Buffer.concat([written(module), written(imported(module, name)), bytes.subarray(afterName, end)]), end];
  };
  const anExport = (at) => {
    const [name, afterName] = text(bytes, at);
    const end = endOfExport(bytes, afterName);
    return [kept(name) ? bytes.subarray(at, end) : null, end];
  };
  const parts = [bytes.subarray(0, 8)];
  for (let at = 8; at < bytes.length; ) {
    const id = bytes[at];
    const [length, start] = number(bytes, at + 1);
    const body = id === IMPORTS ? entries(bytes, start, anImport) : id === EXPORTS ? entries(bytes, start, anExport) : bytes.subarray(start, start + length);
    parts.push(Buffer.from([id]), encoded(body.length), body);
    at = start + length;
  }
  return Buffer.concat(parts);
}
