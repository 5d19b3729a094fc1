import { DEMO, api, expect, hydrated, signIn, test } from "../phone.mjs";

test("a month's statement is opened by a plain form and adds up", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/transactions");
  const picker = page.locator("form.month-picker");
  const options = await picker.locator("option").evaluateAll((all) => all.map((option) => option.value));
  expect(options.length).toBeGreaterThan(1);
  await picker.locator("select").selectOption(options[1]);
  await picker.getByRole("button", { name: "Open" }).click();
  await expect(page.getByTestId("statement")).toBeVisible();
  await expect(picker.locator("select")).toHaveValue(options[1]);
  const told = await api(page, `/api/user/statement?month=${options[1]}`);
  const moved = Object.values(told.totals).reduce((sum, total) => sum + total.amount_micros, 0);
  expect(told.opening_micros + moved).toBe(told.closing_micros);
  await expect(page.getByTestId("statement")).toContainText(DEMO.email);
});

test("the statement prints without the frame around it, with its head on every sheet", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/statements");
  await hydrated(page);
  await expect(page.getByTestId("statement")).toBeVisible();
  await page.emulateMedia({ media: "print" });
  for (const part of [".sidebar", ".topbar", ".tabbar", ".sheet-tools"]) {
    await expect(page.locator(part).first(), part).toBeHidden();
  }
  await expect(page.getByTestId("statement-sums")).toBeVisible();
  const pdf = await page.pdf({ format: "A4" });
  expect(pdf.length).toBeGreaterThan(5_000);
});

test("the picker shows the month that was asked for, also where there is no statement of it", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/statements");
  await hydrated(page);
  const select = page.locator("form.month-picker select");
  const newest = await select.inputValue();
  await page.getByRole("link", { name: "Earlier" }).click();
  await expect(select).not.toHaveValue(newest);
  await page.getByRole("link", { name: "Later" }).click();
  await expect(select).toHaveValue(newest);
  await page.goto("/dashboard/statements/1999-10");
  await expect(select).toHaveValue("1999-10");
});

test("a month that is none is told in a sentence", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/statements/2026-13");
  await expect(page.locator("main")).toContainText("is not a month");
});

test("the proof says that all rules hold, and writes the sum out", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/proof");
  await expect(page.getByTestId("proof")).toContainText("rules hold");
  await expect(page.getByTestId("proof-sum")).toContainText("which is your balance.");
  await expect(page.getByTestId("proof")).not.toContainText("Broken");
});
