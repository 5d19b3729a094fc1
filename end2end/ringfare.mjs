// The program under test, from the command line.

import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";

export const root = resolve(import.meta.dirname, "..");
const target = resolve(root, process.env.CARGO_TARGET_DIR || "target");
export const program = process.env.RINGFARE_PROGRAM || join(target, "debug", "ringfare");

/** Debian's Chromium, or the one that is asked for. */
export const chromiumPath = [process.env.RINGFARE_CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));

/** Where the server of this run listens and keeps its rows; nothing of the developer's own configuration. */
export function environment() {
  const port = process.env.RINGFARE_E2E_PORT;
  const inherited = Object.entries(process.env).filter(([name]) => !/^(RINGFARE|TWILIO|DATABASE|LEPTOS)_/.test(name));
  return {
    ...Object.fromEntries(inherited),
    DATABASE_URL: `sqlite://${join(process.env.RINGFARE_E2E_FOLDER, "ringfare.db")}`,
    LEPTOS_SITE_ADDR: `127.0.0.1:${port}`,
    RINGFARE_PUBLIC_URL: `http://localhost:${port}`,
    RINGFARE_LOG: "warn",
    RINGFARE_CARRIER: "local",
    RINGFARE_CARRIER_NO_ANSWER_SECONDS: "4",
  };
}

/** Runs one command of Ringfare; gives what it printed. */
export function ringfare(args, input = "") {
  if (!existsSync(program)) throw new Error(`${program} is not built: run 'make e2e'`);
  return execFileSync(program, args, { cwd: root, env: environment(), input, encoding: "utf8" });
}
