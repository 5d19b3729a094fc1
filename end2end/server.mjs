// Seeds a fresh database with the demo caller and serves it, until it is told to stop; then the database goes.

import { spawn } from "node:child_process";
import { rmSync } from "node:fs";
import { environment, program, ringfare, root } from "./ringfare.mjs";

ringfare(["demo"]);
const server = spawn(program, ["serve"], { cwd: root, env: environment(), stdio: "inherit" });
const stop = () => server.kill("SIGTERM");
process.on("SIGTERM", stop);
process.on("SIGINT", stop);
server.on("exit", (code) => {
  rmSync(process.env.RINGFARE_E2E_FOLDER, { recursive: true, force: true });
  process.exit(code ?? 0);
});
