// The browser tests: one spec per journey, against the built site and a server of its own with the local carrier.

import { existsSync, mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

function freePort() {
  return new Promise((resolve) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => resolve(String(port)));
    });
  });
}

// Chosen once: the workers read this file again and inherit the variables.
process.env.RINGFARE_E2E_PORT ??= await freePort();
process.env.RINGFARE_E2E_FOLDER ??= mkdtempSync(join(tmpdir(), "ringfare-e2e-"));
const baseURL = `http://localhost:${process.env.RINGFARE_E2E_PORT}`;

const chromium = [process.env.RINGFARE_CHROMIUM, "/usr/bin/chromium"].find((path) => path && existsSync(path));

export default defineConfig({
  testDir: "journeys",
  outputDir: "report/failures",
  reporter: [["list"], ["json", { outputFile: "report/results.json" }]],
  // Calls take real seconds, most of them waiting: two at a time even on one core.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  grepInvert: process.env.RINGFARE_SCREENSHOTS ? undefined : /@screenshots/,
  use: {
    baseURL,
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    permissions: ["microphone"],
    launchOptions: {
      executablePath: chromium,
      args: [
        "--no-sandbox",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        "--autoplay-policy=no-user-gesture-required",
        "--allow-loopback-in-peer-connection",
      ],
    },
  },
  webServer: {
    command: "node server.mjs",
    url: `${baseURL}/readyz`,
    reuseExistingServer: false,
    timeout: 120_000,
    stdout: "ignore",
    stderr: "pipe",
    gracefulShutdown: { signal: "SIGTERM", timeout: 5_000 },
  },
});
