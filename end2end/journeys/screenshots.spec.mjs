// `make screenshots`: every page, light and dark, phone and desktop, for people to look at.

import { DEMO, NUMBERS, PAGES, call, callBar, expect, signIn, test } from "../phone.mjs";

const SCREENS = { phone: { width: 390, height: 844 }, desktop: { width: 1280, height: 900 } };

for (const colorScheme of ["light", "dark"]) {
  for (const [screen, viewport] of Object.entries(SCREENS)) {
    test.describe(`${screen} ${colorScheme} @screenshots`, () => {
      test.use({ colorScheme, viewport });
      const shot = (name) => ({ path: `report/screenshots/${name}-${screen}-${colorScheme}.png`, fullPage: true });

      test("pages", async ({ page }) => {
        test.setTimeout(180_000);
        await page.goto("/sign-in");
        await page.screenshot(shot("sign-in"));
        await page.goto("/sign-up");
        await page.screenshot(shot("sign-up"));
        await signIn(page, DEMO);
        for (const name of PAGES) {
          await page.goto(`/dashboard/${name}`);
          await page.waitForTimeout(1_500);
          await page.screenshot(shot(name));
        }
        await page.goto("/dashboard/dialer");
        await page.waitForTimeout(1_500);
        await call(page, NUMBERS.answers);
        await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
        await page.waitForTimeout(3_000);
        await page.screenshot(shot("in-call"));
        await page.getByTestId("end-button").click();
        await expect(callBar(page, "ended")).toBeVisible();
        await page.getByTestId("receipt-button").click();
        await expect(page.getByTestId("receipt")).toContainText("$");
        await page.screenshot(shot("receipt"));
      });
    });
  }
}
