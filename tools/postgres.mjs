// A PostgreSQL cluster of its own for a test run: made, started, stopped and removed here. It touches no other cluster.

import { execFileSync } from "node:child_process";
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "./free-port.mjs";

const DEBIAN = "/usr/lib/postgresql";

/** The folder with initdb and pg_ctl: Debian keeps the newest out of PATH. */
function binaries() {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : [];
  const folder = versions.map((version) => join(DEBIAN, version, "bin")).find((path) => existsSync(join(path, "initdb")));
  return folder ? `${folder}/` : "";
}

/** PostgreSQL refuses to run as root: there the user of the Debian package runs it. */
function asPostgres(program, args) {
  const isRoot = process.getuid() === 0;
  const [command, rest] = isRoot ? ["runuser", ["-u", "postgres", "--", program, ...args]] : [program, args];
  execFileSync(command, rest, { stdio: ["ignore", "ignore", "inherit"], cwd: "/" });
}

/** Starts a cluster; gives its address and the function that stops and removes it. */
export async function startPostgres() {
  const bin = binaries();
  const folder = mkdtempSync(join(tmpdir(), "ringfare-pg-"));
  if (process.getuid() === 0) {
    const uid = Number(execFileSync("id", ["-u", "postgres"], { encoding: "utf8" }));
    chownSync(folder, uid, uid);
  }
  const data = join(folder, "data");
  const port = await freePort();
  // A test's database need not survive a power cut.
  const settings = `-p ${port} -c listen_addresses=127.0.0.1 -k ${folder} -c fsync=off -c max_connections=400`;
  asPostgres(`${bin}initdb`, ["-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]);
  asPostgres(`${bin}pg_ctl`, ["-D", data, "-o", settings, "-l", join(folder, "log"), "-w", "start"]);
  const stop = () => {
    if (!existsSync(folder)) return;
    try {
      asPostgres(`${bin}pg_ctl`, ["-D", data, "-m", "immediate", "-w", "stop"]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return { url: `postgres://postgres@127.0.0.1:${port}/postgres`, stop };
}
