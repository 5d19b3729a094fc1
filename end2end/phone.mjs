// What every journey needs: a page whose console must stay clean, accounts, signing in, and calling.

import { randomUUID } from "node:crypto";
import { expect, test as base } from "@playwright/test";
import { ringfare } from "./ringfare.mjs";

export { expect };
export const DEMO = { email: "demo@ringfare.test", password: "ringfare-demo" };
export const PAGES = ["dialer", "devices", "call-history", "transactions", "statements", "proof", "contacts", "contacts/import", "contacts/duplicates", "settings"];
/** Pages of who is not signed in. */
export const DOORS = ["/sign-in", "/sign-up", "/letter-sent", "/welcome?link=none", "/verify?link=none", "/reset", "/reset?link=none"];
export const OPERATORS_PAGES = ["", "/calls", "/alarms", "/rates", "/books", "/log"].map((path) => `/admin${path}`);

/** Any number that is not scripted answers and echoes; these are reserved for fiction. */
export const NUMBERS = {
  answers: "+14155550142",
  busy: "+14155550111",
  noAnswer: "+14155550112",
  hangsUp: "+14155550114",
  everyPostThrice: "+14155550116",
  silent: "+14155550120",
};

/** With `refusals: [402]` a test says which answers its journey provokes, with `noise: ["ERR_…"]` which faults of the network: the
    browser logs those by itself. */
export const test = base.extend({
  refusals: [[], { option: true }],

  noise: [[], { option: true }],

  page: async ({ page, refusals, noise }, use) => {
    const complaints = [];
    const isProvoked = (text) => refusals.some((status) => text.includes(`status of ${status}`)) || noise.some((words) => text.includes(words));
    page.on("console", (message) => {
      if (message.type() === "error" && !isProvoked(message.text())) complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    await use(page);
    expect(complaints, "the browser's console shows errors").toEqual([]);
  },

  /** A fresh account with five dollars; `account("0.01")` for another sum. */
  account: async ({}, use) => {
    await use((dollars = "5.00") => {
      const account = { email: `${randomUUID()}@ringfare.test`, password: "correct-horse-battery" };
      ringfare(["user", "add", account.email, "--password-stdin"], `${account.password}\n`);
      if (Number(dollars) > 0) ringfare(["user", "credit", account.email, dollars, "--reason", "for a browser test"]);
      return account;
    });
  },
});

/** A fresh account that sees `/admin`. */
export function operator() {
  const account = { email: `${randomUUID()}@ringfare.test`, password: "correct-horse-battery" };
  ringfare(["user", "add", account.email, "--admin", "--password-stdin"], `${account.password}\n`);
  return account;
}

export async function signIn(page, { email, password }) {
  await page.goto("/sign-in");
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel(/password/i).first().fill(password);
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL("**/dashboard/dialer");
  await hydrated(page);
}

/** The page answers to clicks only once its WASM has taken over. */
export async function hydrated(page) {
  await page.locator("html[data-taken-over]").waitFor({ state: "attached", timeout: 30_000 });
}

/** Takes the session away under an open page. What that asks by itself is held, so that the next thing done there is what notices. */
export async function endSession(page) {
  await expect(page.getByTestId("live-mark").first()).toHaveAttribute("data-state", "live");
  await page.route(/\/app\/(balance|recent-calls)\b/, () => {});
  await page.context().clearCookies();
}

/** Leaves the page and loses its cookies. A page that is still open would notice, and go where it likes. */
export async function withoutSession(page) {
  await page.goto("about:blank");
  await page.context().clearCookies();
}

/** Types a number and waits for its price. */
export async function dial(page, number) {
  const field = page.getByTestId("number-field");
  await field.fill(number);
  await expect(page.getByTestId("quote-rate")).toBeVisible();
}

export async function call(page, number) {
  await dial(page, number);
  await page.getByTestId("call-button").click();
}

export function callBar(page, state) {
  return page.locator(`[data-testid=call-bar][data-state=${state}]`);
}

/** "$4.58" → 4580000. */
export function micros(text) {
  const digits = /-?[\d,]+(\.\d+)?/.exec(text.replace("−", "-"));
  if (!digits) throw new Error(`no amount in '${text}'`);
  return Math.round(Number(digits[0].replaceAll(",", "")) * 1_000_000);
}

/** Asks the scripts' door with the session of the page. */
export async function api(page, path) {
  const answer = await page.request.get(path);
  expect(answer.status(), path).toBe(200);
  return answer.json();
}
