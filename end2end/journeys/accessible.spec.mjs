// axe on every page and state: no fault anywhere.

import { expectNoFault, settled } from "../axe.mjs";
import { DEMO, DOORS, NUMBERS, PAGES, call, callBar, expect, hydrated, signIn, test } from "../phone.mjs";

async function look(page, path) {
  await page.goto(path);
  await expect(page.locator("h1").first()).toBeVisible();
  await hydrated(page);
  await settled(page);
}

for (const colorScheme of ["light", "dark"]) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test("the doors have no accessibility fault", async ({ page }) => {
      for (const path of DOORS) {
        await look(page, path);
        await expectNoFault(page, path);
      }
    });

    for (const name of PAGES) {
      test(`${name} has no accessibility fault`, async ({ page }) => {
        await signIn(page, DEMO);
        await look(page, `/dashboard/${name}`);
        await expectNoFault(page, name);
      });
    }
  });
}

test("no page of an account without anything has a fault", async ({ page, account }) => {
  test.setTimeout(120_000);
  await signIn(page, account("0"));
  for (const name of PAGES) {
    await look(page, `/dashboard/${name}`);
    await expectNoFault(page, `${name}, empty`);
  }
});

test("no page in German has a fault, and none has an English name", async ({ page, context, baseURL }) => {
  test.setTimeout(120_000);
  await context.addCookies([{ name: "language", value: "de", url: baseURL }]);
  await page.goto("/sign-in");
  await expectNoFault(page, "sign-in in German");
  await page.getByLabel("E-Mail").fill(DEMO.email);
  await page.getByLabel("Passwort").fill(DEMO.password);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await page.waitForURL("**/dashboard/dialer");
  for (const name of PAGES) {
    await look(page, `/dashboard/${name}`);
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await expectNoFault(page, `${name} in German`);
  }
});

test.describe("when something is wrong", () => {
  test.use({ refusals: [401, 403, 404, 422, 400, 429] });

  test("the page that says so has no fault", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel(/e-?mail/i).fill("nobody@ringfare.test");
    await page.getByLabel(/password/i).first().fill("not-the-password");
    await page.getByRole("button", { name: /sign in/i }).click();
    await expect(page.getByText(/is wrong/)).toBeVisible();
    await expectNoFault(page, "a wrong password");
    await look(page, "/nowhere");
    await expectNoFault(page, "no such page");
    await signIn(page, DEMO);
    for (const path of ["call-history?period=nonsense&from=9999-99-99", "calls/call_none", "statements/1066-10", "dialer?to=12"]) {
      await look(page, `/dashboard/${path}`);
      await expectNoFault(page, path);
    }
  });
});

test("open dialogs and a running call have no fault", async ({ page, account }) => {
  test.setTimeout(120_000);
  await signIn(page, account("5.00"));
  await page.keyboard.press("Control+k");
  await settled(page);
  await expectNoFault(page, "the palette");
  await page.keyboard.press("Escape");
  await page.locator("[data-keys-open]:visible").first().click();
  await settled(page);
  await expectNoFault(page, "the list of keys");
  await page.keyboard.press("Escape");
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
  await page.getByTestId("dtmf-button").click();
  await settled(page);
  await expectNoFault(page, "a running call");
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();
  await page.getByTestId("receipt-button").click();
  await expect(page.getByTestId("receipt")).toBeVisible();
  await settled(page);
  await expectNoFault(page, "a receipt");
});

for (const colorScheme of ["light", "dark"]) {
  test.describe(`the styleguide, ${colorScheme}`, () => {
    test.use({ colorScheme });

    test("has no fault in any widget's state", async ({ page }) => {
      await page.goto("/styleguide");
      await settled(page);
      await expectNoFault(page, "styleguide");
    });
  });
}
