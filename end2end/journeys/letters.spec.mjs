// A server that sends letters: an account, a new password, another address, each by the link of a letter; and the sessions' list.

import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expectNoFault } from "../axe.mjs";
import { ownServer } from "../own-server.mjs";
import { DEMO, expect, hydrated, signIn, test } from "../phone.mjs";

const PASSWORD = "correct-horse-battery";
let server;

test.describe.configure({ mode: "serial" });
test.beforeAll(async () => {
  server = await ownServer((folder) => ({ RINGFARE_MAIL: `file:${join(folder, "letters")}` }));
});
test.afterAll(() => server.gone());

/** The link of the newest letter to an address that has one to this page. */
async function linkTo(address, page) {
  let link;
  await expect.poll(() => {
    const folder = join(server.folder, "letters");
    const letters = readdirSync(folder).filter((name) => name.endsWith(".eml")).map((name) => readFileSync(join(folder, name), "utf8"));
    const links = letters.filter((letter) => letter.includes(`\nTo: ${address}\r`)).map((letter) => new RegExp(`http://\\S+/${page}\\?link=\\S+`).exec(letter)?.[0]);
    link = links.find(Boolean);
    return link;
  }, { message: `a letter to ${address}`, timeout: 20_000 }).toBeTruthy();
  return link;
}

async function withPage(browser, use) {
  const context = await browser.newContext({ baseURL: server.base });
  try {
    await use(await context.newPage());
  } finally {
    await context.close();
  }
}

async function typeIn(page, email, password) {
  await page.goto("/sign-in");
  await hydrated(page);
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Sign in" }).click();
}

test("an account is opened by the link of a letter, and by nothing less", async ({ browser }) => {
  await withPage(browser, async (page) => {
    await page.goto("/sign-up");
    await hydrated(page);
    await page.getByLabel(/e-?mail/i).fill("new@ringfare.test");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Open the account" }).click();
    await page.waitForURL("**/letter-sent");
    await expect(page.getByRole("heading", { name: "Look into your mail" })).toBeVisible();
    await expectNoFault(page, "a letter was sent");
    await typeIn(page, "new@ringfare.test", PASSWORD);
    await expect(page.getByText(/is wrong/)).toBeVisible();

    await page.goto(await linkTo("new@ringfare.test", "welcome"));
    await hydrated(page);
    await expectNoFault(page, "welcome");
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Open your account" }).click();
    await page.waitForURL("**/dashboard/dialer");
  });
});

test("a forgotten password is chosen anew, and the link works once", async ({ browser }) => {
  await withPage(browser, async (page) => {
    await page.goto("/sign-in");
    await page.getByRole("link", { name: "Forgot the password?" }).click();
    await expect(page.getByRole("heading", { name: "Choose a new password" })).toBeVisible();
    await hydrated(page);
    await expectNoFault(page, "forgotten");
    await page.getByLabel(/e-?mail/i).fill("new@ringfare.test");
    await page.getByRole("button", { name: "Send the link" }).click();
    await page.waitForURL("**/letter-sent");
    const link = await linkTo("new@ringfare.test", "reset");
    for (const word of ["another-good-battery", "a-third-good-battery"]) {
      await page.goto(link);
      await hydrated(page);
      await page.getByLabel("New password").fill(word);
      await page.getByRole("button", { name: "Use this password" }).click();
      if (word.startsWith("another")) await page.waitForURL("**/sign-in**");
      else await expect(page.getByText("This link does not work any more")).toBeVisible();
    }
    await typeIn(page, "new@ringfare.test", "another-good-battery");
    await page.waitForURL("**/dashboard/dialer");
  });
});

test("another address counts once its letter is opened, and a session elsewhere is ended from the settings", async ({ browser }) => {
  await withPage(browser, async (page) => {
    await withPage(browser, async (elsewhere) => {
      await signIn(page, DEMO);
      await signIn(elsewhere, DEMO);
      await page.goto("/dashboard/settings");
      await hydrated(page);
      const sessions = page.getByTestId("sessions").getByRole("listitem");
      await expect(sessions.filter({ hasText: "(this one)" })).toHaveCount(1);
      const before = await sessions.count();
      await sessions.filter({ hasNotText: "(this one)" }).first().getByRole("button", { name: "End" }).click();
      await expect(sessions).toHaveCount(before - 1);
      await elsewhere.goto("/dashboard/settings");
      await expect(elsewhere).toHaveURL(/\/sign-in/);

      await page.getByLabel("New address").fill("moved@ringfare.test");
      await page.getByRole("button", { name: "Change the address" }).click();
      await expect(page.getByText("Done. Where a letter was needed, it is on its way.")).toBeVisible();
      await page.goto(await linkTo("moved@ringfare.test", "verify"));
      await hydrated(page);
      await expectNoFault(page, "an address is confirmed");
      await page.getByRole("button", { name: "This address is mine" }).click();
      await page.waitForURL(/dashboard|sign-in/);
      await typeIn(elsewhere, "moved@ringfare.test", DEMO.password);
      await elsewhere.waitForURL("**/dashboard/dialer");
    });
  });
});
