// The operator's pages: credit that counts once, an account frozen, both in the log; no fault for axe; nothing for a caller.

import { expectNoFault, settled } from "../axe.mjs";
import { DEMO, OPERATORS_PAGES, expect, hydrated, operator, signIn, test } from "../phone.mjs";

test("an operator finds an account, gives credit, freezes it, and reads both in the log", async ({ page, account }) => {
  const caller = account("5.00");
  await signIn(page, operator());
  await page.goto("/admin");
  await hydrated(page);
  await page.getByLabel("Address or number").fill(caller.email);
  await page.getByRole("main").getByRole("button", { name: "Search" }).click();
  await page.getByRole("link", { name: caller.email }).click();
  await expect(page.getByTestId("admin-balance")).toContainText("5.00");
  await hydrated(page);

  await page.getByLabel("Amount").fill("7.5");
  await expect(page.getByText("The balance would be $12.500000.")).toBeVisible();
  await page.getByLabel("Reason").first().fill("Paid in cash.");
  await page.getByRole("button", { name: "Book it" }).click();
  await expect(page.getByText("Booked. The balance is now $12.500000.")).toBeVisible();
  await expect(page.getByTestId("admin-balance")).toContainText("12.50");

  await page.locator("#field-standing_reason").fill("A card was stolen.");
  await page.getByRole("button", { name: "Do it" }).click();
  await expect(page.getByTestId("admin-facts")).toContainText("Frozen");

  await page.getByRole("link", { name: "What operators did here" }).click();
  const log = page.getByTestId("audit");
  await expect(log).toContainText("Paid in cash.");
  await expect(log).toContainText("active → frozen");
});

for (const colorScheme of ["light", "dark"]) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test("no operator's page has an accessibility fault", async ({ page }) => {
      test.setTimeout(120_000);
      await signIn(page, operator());
      await page.goto(`/admin?q=${DEMO.email}`);
      const first = await page.getByRole("link", { name: DEMO.email }).getAttribute("href");
      for (const path of [...OPERATORS_PAGES, first]) {
        await page.goto(path);
        await expect(page.locator("h1").first()).toBeVisible();
        await hydrated(page);
        await settled(page);
        await expectNoFault(page, path);
      }
    });
  });
}

test.describe("a caller", () => {
  test.use({ refusals: [404] });

  test("finds no page there", async ({ page }) => {
    await signIn(page, DEMO);
    const answer = await page.goto("/admin");
    expect(answer.status()).toBe(404);
    await expect(page.getByText("There is no page here")).toBeVisible();
  });
});
