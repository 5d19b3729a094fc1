// Draws the icons of the installed app from public/favicon.svg: node end2end/icons.mjs. Its output is committed.

import { mkdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { chromium } from "@playwright/test";
import config from "./playwright.config.mjs";

const folder = resolve(import.meta.dirname, "../public");
const svg = readFileSync(join(folder, "favicon.svg"), "utf8");
// A mask may cut anything outside the middle 80 %: the ground reaches the edge, the mark keeps away from it.
const whole = svg.replace('rx="9" ', "").replace('viewBox="0 0 32 32"', 'viewBox="-3 -3 38 38"').replace('width="32" height="32"', 'x="-3" y="-3" width="38" height="38"');

const browser = await chromium.launch(config.use.launchOptions);
const page = await browser.newPage();
mkdirSync(join(folder, "icons"), { recursive: true });
for (const [name, size, picture] of [["192", 192, svg], ["512", 512, svg], ["maskable-512", 512, whole], ["apple-180", 180, whole]]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body{margin:0}svg{display:block;width:100vw;height:100vh}</style>${picture}`);
  await page.screenshot({ path: join(folder, "icons", `${name}.png`), omitBackground: true });
}
await browser.close();
