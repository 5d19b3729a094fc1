import { DEMO, api, expect, hydrated, signIn, test } from "../phone.mjs";

test("transactions stand under their days, chips keep the filter in the address, arrow keys move between receipts", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/transactions");
  await hydrated(page);
  const table = page.getByTestId("transactions");
  await expect(table.locator(".statement-day").first()).toBeVisible();
  await page.getByRole("navigation", { name: "Kind" }).getByRole("link", { name: "Calls" }).click();
  await expect(page).toHaveURL(/kind=call/);
  await expect(page.getByRole("link", { name: "Calls", exact: true })).toHaveAttribute("aria-current", "true");
  const receipts = table.getByRole("link", { name: "Receipt" });
  await expect(receipts).toHaveCount(20);
  await expect(page.getByRole("link", { name: "Download CSV" })).toHaveAttribute("href", /kind=call/);
  await receipts.first().focus();
  await page.keyboard.press("ArrowDown");
  await expect(receipts.nth(1)).toBeFocused();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("ArrowUp");
  await expect(receipts.first()).toBeFocused();
  await page.getByRole("link", { name: "Older" }).click();
  await expect(page).toHaveURL(/cursor=/);
  await expect(page.getByRole("link", { name: "Newest" })).toBeVisible();
});

test("a warning of one's own appears on every page without a reload, and goes", async ({ page, account }) => {
  await signIn(page, account());
  await page.goto("/dashboard/transactions");
  await hydrated(page);
  await page.getByText("Low-balance warning").click();
  await page.getByLabel("Warn me below").fill("50");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByTestId("low-note")).toContainText("Your balance is low");
  expect((await api(page, "/api/user/balance")).warn_below_micros).toBe(50_000_000);
  await page.getByRole("link", { name: "Dialer" }).first().click();
  await expect(page).toHaveURL(/dialer/);
  await expect(page.getByTestId("low-note")).toBeVisible();
  await page.goto("/dashboard/transactions");
  await hydrated(page);
  await page.getByText("Low-balance warning below $50.00").click();
  await page.getByLabel("Warn me below").fill("");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByTestId("low-note")).toHaveCount(0);
});

test("an account without transactions learns what five dollars buy", async ({ page, account }) => {
  await signIn(page, account("0"));
  await page.goto("/dashboard/transactions");
  await expect(page.getByText("No transactions yet")).toBeVisible();
  await expect(page.getByTestId("buys")).toContainText("What $5.00 buys");
});
