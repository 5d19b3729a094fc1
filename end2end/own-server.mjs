// A server beside the one that all journeys share: it may be stopped, and be set up otherwise.

import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../tools/free-port.mjs";
import { environment, program, root } from "./ringfare.mjs";

/** With the demo caller's rows; `variables(folder)` gives what is set besides, from the folder that goes with the server, and
    `forDemo` what is set only while these rows are made. */
export async function ownServer(variables = () => ({}), forDemo = {}) {
  const port = await freePort();
  const folder = mkdtempSync(join(tmpdir(), "ringfare-own-"));
  const base = `http://localhost:${port}`;
  const place = { DATABASE_URL: `sqlite://${join(folder, "r.db")}`, LEPTOS_SITE_ADDR: `127.0.0.1:${port}`, RINGFARE_PUBLIC_URL: base };
  const env = { ...environment(), ...place, ...variables(folder) };
  const run = (command, more = {}) => spawn(program, [command], { cwd: root, env: { ...env, ...more }, stdio: "ignore" });
  await new Promise((resolve) => run("demo", forDemo).on("exit", resolve));
  let server;
  const up = async () => {
    server = run("serve");
    for (;;) {
      if (server.exitCode !== null) throw new Error(`the server ended with ${server.exitCode}`);
      if (await fetch(`${base}/readyz`).then((answer) => answer.ok).catch(() => false)) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  const down = () => new Promise((resolve) => {
    server.on("exit", resolve);
    server.kill("SIGTERM");
  });
  await up();
  const gone = async () => {
    await down();
    rmSync(folder, { recursive: true, force: true });
  };
  const ringfare = (args, input = "", more = {}) => execFileSync(program, args, { cwd: root, env: { ...env, ...more }, input, encoding: "utf8" });
  return { base, folder, up, down, gone, ringfare };
}
