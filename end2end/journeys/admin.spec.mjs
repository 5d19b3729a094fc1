// The operator's pages: credit that counts once, an account frozen, both in the log; prices as they were looked at; a refused form; no
// fault for axe; nothing for a caller.

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

test("prices come into force as they were looked at, whatever the fields say by then", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/admin/rates");
  await hydrated(page);
  const name = page.getByLabel("Name of the list");
  await name.fill("May");
  await page.getByLabel("The list as CSV").fill("prefix,destination,rate_per_min\n44,UK,0.0100\n");
  await page.getByRole("button", { name: "Look at it first" }).click();
  await expect(page.getByRole("button", { name: "Put these prices in force" })).toBeVisible();
  await name.fill("June");
  await expect(page.locator('input[type=hidden][name="deck[name]"]')).toHaveValue("May");
});

test.describe("a refused form", () => {
  test.use({ refusals: [422] });

  test("keeps nobody from what the others on the page do", async ({ page, account }) => {
    const caller = account("5.00");
    await signIn(page, operator());
    await page.goto(`/admin?q=${caller.email}`);
    await hydrated(page);
    await page.getByRole("link", { name: caller.email }).click();
    await page.getByRole("button", { name: "Do it" }).click();
    await expect(page.getByText("A reason of 1 to")).toBeVisible();
    for (const [amount, balance] of [["1", "$6.000000"], ["2", "$8.000000"]]) {
      await page.getByLabel("Amount").fill(amount);
      await page.getByLabel("Reason").first().fill("Paid in cash.");
      await page.getByRole("button", { name: "Book it" }).click();
      await expect(page.getByText(`Booked. The balance is now ${balance}.`)).toBeVisible();
      await expect(page.getByTestId("admin-balance")).toContainText(balance.slice(1, 5));
    }
  });
});

test.describe("a first look at the live calls that fails", () => {
  test.use({ noise: ["ERR_FAILED"] });

  test("is said, and the page looks again by itself", async ({ page }) => {
    await signIn(page, operator());
    await page.goto("/admin/rates");
    await hydrated(page);
    await page.route("**/app/admin-calls*", (route) => route.abort());
    const main = page.getByRole("main");
    await main.getByRole("link", { name: "Live calls" }).click();
    await expect(main.getByRole("button", { name: "Try again" })).toBeVisible();
    await page.unroute("**/app/admin-calls*");
    await expect(main.getByText("No call", { exact: true }).or(main.getByRole("table"))).toBeVisible({ timeout: 20_000 });
    await expect(main.getByRole("alert")).toHaveCount(0);
  });
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
