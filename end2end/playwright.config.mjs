// The browser tests: one spec per journey, against the built site and a server of its own with the local carrier.

import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";
import { freePort } from "../tools/free-port.mjs";
import { chromiumPath } from "./ringfare.mjs";

// Chosen once: the workers read this file again and inherit the variables.
process.env.RINGFARE_E2E_PORT ??= String(await freePort());
process.env.RINGFARE_E2E_FOLDER ??= mkdtempSync(join(tmpdir(), "ringfare-e2e-"));
const baseURL = `http://localhost:${process.env.RINGFARE_E2E_PORT}`;

export default defineConfig({
  testDir: "journeys",
  outputDir: "report/failures",
  reporter: [["list"], ["json", { outputFile: "report/results.json" }]],
  // Calls take real seconds, most of them waiting: two at a time even on one core.
  workers: 2,
  fullyParallel: true,
  forbidOnly: Boolean(process.env.CI),
  // A busy machine may break off what is right. tools/test.mjs names every test that needed this, and fails where they are many.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  // The edges of curves differ in some pixels from run to run. Where a machine draws all letters otherwise, `studio.mjs` tells.
  expect: { timeout: 10_000, toHaveScreenshot: { threshold: 0.02, maxDiffPixels: 25 } },
  snapshotPathTemplate: "pictures/{arg}{ext}",
  updateSnapshots: process.env.RINGFARE_SCREENSHOTS ? "changed" : "none",
  use: {
    baseURL,
    // A service worker would answer in the place of a test's own routes; its journeys allow it.
    serviceWorkers: "block",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    permissions: ["microphone"],
    launchOptions: {
      executablePath: chromiumPath,
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
