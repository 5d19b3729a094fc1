// Where the pictures are taken: a server and a browser whose clocks stand still, and the comparison with the pictures of the repository.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ownServer } from "./own-server.mjs";
import { DEMO, expect, signIn, test as journey } from "./phone.mjs";

/** A Wednesday in the middle of a month and of an afternoon. */
const MOMENT = new Date("2026-10-14T15:30:00Z");
const SCREENS = { phone: { width: 360, height: 700 }, tablet: { width: 768, height: 800 }, desktop: { width: 1440, height: 760 } };
const PASSWORD = "correct-horse-battery";

/** Whether new pictures are to be taken instead of compared. */
const isRecording = Boolean(process.env.RINGFARE_SCREENSHOTS);

const CANARY_PICTURE = join(import.meta.dirname, "pictures", "canary.png");

function asFaketime(moment) {
  return moment.toISOString().slice(0, 19).replace("T", " ");
}

/** libfaketime, of Debian's package `faketime`; the loader knows what `$LIB` is. Timers go on: only the time of day stands. */
const FROZEN = {
  LD_PRELOAD: "/usr/$LIB/faketime/libfaketimeMT.so.1",
  FAKETIME: asFaketime(MOMENT),
  FAKETIME_DONT_FAKE_MONOTONIC: "1",
  NO_FAKE_STAT: "1",
  TZ: "UTC",
};

const minutesBefore = (minutes) => ({ FAKETIME: asFaketime(new Date(MOMENT.getTime() - minutes * 60_000)) });

async function frozenServer() {
  const server = await ownServer(() => FROZEN, minutesBefore(20));
  const said = new Date((await fetch(`${server.base}/readyz`)).headers.get("date"));
  if (Math.abs(said - MOMENT) > 2_000) {
    await server.gone();
    throw new Error(`the server's clock says ${said.toISOString()}: faketime is missing, 'tools/setup.sh test' installs it`);
  }
  return server;
}

/** Everything that a machine draws in its own way, in none of our styles: letters, what the browser's own controls look like, curves,
    shadows. A machine that draws this as the pictures have it draws all of them so. */
const CANARY = `<!doctype html><meta charset="utf-8"><style>
  body { margin: 12px; font: 15px/1.5 "Liberation Sans", arial, system-ui, sans-serif }
  code { font-family: ui-monospace, "Liberation Mono", monospace } section { display: flex; gap: 12px; align-items: center; margin: 8px 0; flex-wrap: wrap }
  .box { width: 90px; height: 40px; border-radius: 11px; border: 1.5px solid #0b6b5c; box-shadow: 0 4px 12px rgb(28 27 25 / 18%); background: linear-gradient(#e0f0ec, #fff) }
</style>
<p>Hamburgefonstiv 0123456789 – “$1,234.567890” ÄÖÜäöüß éèç → ✓ × · … <b>bold</b> <i>italic</i> <code>+1 415 555 0142</code>
<p style="font-size:11.5px;font-weight:600">The quick brown fox jumps over the lazy dog <span style="font-size:31px;font-weight:650">$25.00</span>
<p>محمد بن عبد الله · 山田 太郎 · 👩‍👩‍👧‍👦 🇩🇪 🇬🇧 · Ωμέγα · Привет
<section><div class="box"></div><svg width="120" height="60" viewBox="0 0 120 60" fill="none" stroke="#c0302b" stroke-width="1.7"><path d="M2 50 30 12 61 41 118 3"/><circle cx="60" cy="30" r="17.3"/></svg>
<input type="checkbox" checked><input type="radio" checked><select><option>Every country</select><input value="typed"><input type="date" value="2026-10-14"><input type="month" value="2026-10"><progress value="0.4"></progress><meter value="0.6"></meter></section>`;

/** A server for all the tests of a worker; `seed` gives what they sign in to. */
function studio(seed) {
  return [async ({}, use) => {
    const server = await frozenServer();
    // One minute after the other: lists by time have one order only.
    let commands = 0;
    const ringfare = (args, input) => {
      commands += 1;
      return server.ringfare(args, input, minutesBefore(15 - commands));
    };
    const account = (name, ...more) => {
      const email = `${name}@ringfare.test`;
      ringfare(["user", "add", email, "--password-stdin", ...more], `${PASSWORD}\n`);
      return { email, password: PASSWORD };
    };
    const credit = ({ email }, dollars, reason) => ringfare(["user", "credit", email, dollars, "--reason", reason]);
    await use({ base: server.base, sessions: new Map(), ...seed({ account, credit }) });
    await server.gone();
  }, { scope: "worker", timeout: 60_000 }];
}

function withCredit(account, credit) {
  const caller = account("caller");
  credit(caller, "5.00", "Paid in cash.");
  return caller;
}

/** For `test.use`, which comes before the configuration. A page is opened at the widest. */
export const USED = {
  // A trace takes pictures of its own of every step.
  trace: "off",
  screenshot: "off",
  locale: "en-US",
  timezoneId: "Europe/Berlin",
  viewport: SCREENS.desktop,
  launchOptions: [async ({ launchOptions }, use) => {
    const env = { ...process.env, FONTCONFIG_FILE: join(import.meta.dirname, "fonts.conf") };
    await use({ ...launchOptions, env, args: [...launchOptions.args, "--font-render-hinting=full"] });
  }, { scope: "worker" }],
};

export const test = journey.extend({
  studio: studio(({ account, credit }) => {
    const caller = withCredit(account, credit);
    return { caller, empty: account("nothing") };
  }),

  /** Why this machine's pictures cannot be compared with those of the repository; empty when they can. */
  otherHand: [async ({ browser }, use) => {
    const page = await browser.newPage({ viewport: { width: 720, height: 300 }, colorScheme: "light", locale: "en-US" });
    await page.setContent(CANARY);
    const drawn = await page.screenshot({ animations: "disabled" });
    if (isRecording) writeFileSync(CANARY_PICTURE, drawn);
    const differs = isRecording ? 0 : await different(page, drawn, readFileSync(CANARY_PICTURE));
    await page.close();
    const why = differs === 0 ? "" : `this machine draws letters or controls otherwise (${differs} pixels of end2end/pictures/canary.png): no picture was compared. 'make screenshots' takes new ones`;
    if (why) console.warn(why);
    await use(why);
  }, { scope: "worker" }],

  baseURL: async ({ studio }, use) => use(studio.base),
  page: async ({ page }, use) => {
    await page.addInitScript(standStill, MOMENT.getTime());
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    await use(page);
  },

  /** Signs in, once for each account and worker: the settings list every session. */
  enter: async ({ page, context, studio }, use) => {
    await use(async (account) => {
      const { sessions } = studio;
      if (sessions.has(account.email)) return context.addCookies(sessions.get(account.email));
      await signIn(page, account);
      sessions.set(account.email, await context.cookies());
    });
  },

  /** `picture("call-history", "normal")`: the page as it stands, at every width, light and dark. `frame`: with what is around
      the content, `fullPage`: with all below. */
  picture: async ({ page, otherHand }, use, info) => {
    if (otherHand) info.annotations.push({ type: "not compared", description: otherHand });
    test.skip(Boolean(otherHand), otherHand);
    await use((name, state, options = {}) => everySize(page, `${name}-${state}`, options));
  },
});

/** In the page. `page.clock` would also take the browser's list of what was loaded, which the pages read. */
function standStill(moment) {
  let now = moment;
  const now_ = () => now;
  window.Date = new Proxy(Date, {
    construct: (Real, given) => (given.length > 0 ? new Real(...given) : new Real(now)),
    apply: (Real) => new Real(now).toString(),
    get: (Real, name) => (name === "now" ? now_ : Reflect.get(Real, name)),
  });
  window.setTheClockForward = (seconds) => { now += seconds * 1_000; };
}

async function everySize(page, name, options) {
  await page.mouse.move(0, 0);
  for (const [screen, size] of Object.entries(SCREENS)) {
    await page.setViewportSize(size);
    await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
    // The page was light: a change of colours paints it anew, where a change of size may move what was painted by half a pixel.
    for (const colorScheme of ["dark", "light"]) {
      await page.emulateMedia({ colorScheme });
      await compare(page, `${name}-${screen}-${colorScheme}.png`, options);
    }
  }
  await page.setViewportSize(SCREENS.desktop);
}

/** What comes late on a busy machine is waited for, as every other expectation does. */
async function compare(page, file, { frame, fullPage }) {
  const once = async (expectation) => {
    await page.evaluate(withoutChance);
    const clip = frame || fullPage ? undefined : await page.evaluate(content);
    await expectation(page).toHaveScreenshot(file, { clip, fullPage });
  };
  if (isRecording) await page.waitForTimeout(400);
  else for (const wait of [300, 1_000, 2_500]) {
    try {
      return await once(expect);
    } catch {
      await page.waitForTimeout(wait);
    }
  }
  await once(expect.soft);
}

/** In the page: random names and measured times give way to zeros as long as they are. */
function withoutChance() {
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const { data } = texts.currentNode;
    const plain = data
      .replaceAll(/(?<![+\w])((?:[a-z]{1,8}_|CA|PA)?)([0-9a-f]{12,})\b/g, (_, kind, chance) => kind + "0".repeat(chance.length))
      .replaceAll(/\b\d[\d.,]*\sms\b/g, "0.1 ms");
    if (plain !== data) texts.currentNode.data = plain;
  }
}

/** In the page: what of its content is on the screen. The frame around it is on some pictures only, for their size. */
function content() {
  const main = document.querySelector("main").getBoundingClientRect();
  const bar = document.querySelector(".tabbar")?.getBoundingClientRect();
  const bottom = bar?.height ? bar.top : innerHeight;
  const [x, y] = [Math.max(0, Math.floor(main.x)), Math.max(0, Math.floor(main.y))];
  return { x, y, width: Math.ceil(Math.min(innerWidth, main.right)) - x, height: Math.floor(Math.min(bottom, main.bottom)) - y };
}

/** How many pixels differ, told by the browser: its file formats may be written in more than one way. */
function different(page, one, other) {
  const urls = [one, other].map((png) => `data:image/png;base64,${png.toString("base64")}`);
  return page.evaluate(async (sources) => {
    const [a, b] = await Promise.all(sources.map(async (src) => {
      const image = Object.assign(new Image(), { src });
      await image.decode();
      const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
      canvas.drawImage(image, 0, 0);
      return canvas.getImageData(0, 0, image.width, image.height).data;
    }));
    if (a.length !== b.length) return Math.max(a.length, b.length) / 4;
    let count = 0;
    for (let at = 0; at < a.length; at += 4) if (a[at] !== b[at] || a[at + 1] !== b[at + 1] || a[at + 2] !== b[at + 2]) count += 1;
    return count;
  }, urls);
}

const LONG_REASON = "Brought to what the two of us agreed upon on the telephone on Tuesday, less what was paid in cash before: Donaudampfschifffahrtselektrizitätenhauptbetriebswerk";

/** A server of its own for what an operator sees: it counts and lists what other tests do. */
export const operatorsTest = test.extend({
  studio: studio(({ account, credit }) => {
    const caller = withCredit(account, credit);
    return { caller, operator: account("operator", "--admin") };
  }),
});

/** A server where sums, reasons and addresses are long. */
export const longTest = test.extend({
  studio: studio(({ account, credit }) => {
    credit(DEMO, "1234567.00", LONG_REASON);
    account(`${"a-very-long-name-".repeat(3)}with.dots`);
    return { operator: account("operator", "--admin") };
  }),
});
