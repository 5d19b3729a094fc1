// One's own data: taken away in one file, and the end of an account.

import { readFileSync } from "node:fs";
import { expect, hydrated, signIn, test } from "../phone.mjs";

// A page whose account is gone may ask once more before it is left.
test.use({ refusals: [401] });

test("a caller takes everything away in one file, deletes the account, and is nobody here any more", async ({ page, account }) => {
  const owner = account("5.00");
  await signIn(page, owner);
  await page.goto("/dashboard/settings");
  await hydrated(page);
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("export-account").click()]);
  expect(download.suggestedFilename()).toMatch(/^ringfare-\d{4}-\d\d-\d\d\.zip$/);
  const bytes = readFileSync(await download.path());
  expect(bytes.subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
  expect(bytes.includes("transactions.json"), "the ledger is in it").toBe(true);

  const card = page.getByTestId("privacy");
  await card.getByText("Delete the account").click();
  await expect(card).toContainText("$5.00");
  await card.getByLabel(/Type .* to delete/).fill(owner.email);
  const another = await page.context().newPage();
  await another.goto("/dashboard/dialer");
  await hydrated(another);
  await card.getByRole("button", { name: /for ever/ }).click();
  await expect(page).toHaveURL(/\/sign-in\?deleted/);
  await expect(page.getByText("Your account is deleted.")).toBeVisible();
  await expect(another).toHaveURL(/\/sign-in\?deleted/);
  await page.goto("/dashboard/dialer");
  await expect(page).toHaveURL(/\/sign-in/);
});

test.describe("with a slip", () => {
  test.use({ refusals: [401, 422] });

  test("nothing is deleted, and the field says what to type", async ({ page, account }) => {
    const owner = account("0");
    await signIn(page, owner);
    await page.goto("/dashboard/settings");
    await hydrated(page);
    const card = page.getByTestId("privacy");
    await card.getByText("Delete the account").click();
    await card.getByLabel(/Type .* to delete/).fill(`x${owner.email}`);
    await card.getByRole("button", { name: /for ever/ }).click();
    await expect(card.getByRole("textbox")).toHaveAttribute("aria-invalid", "true");
    await page.reload();
    await expect(page).toHaveURL(/\/dashboard\/settings/);
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false, refusals: [401, 422] });

  test("the same form deletes the account", async ({ page, account }) => {
    const owner = account("0");
    await page.goto("/sign-in");
    await page.getByLabel(/e-?mail/i).fill(owner.email);
    await page.getByLabel(/password/i).first().fill(owner.password);
    await page.getByRole("button", { name: /sign in/i }).click();
    await page.goto("/dashboard/settings");
    const card = page.getByTestId("privacy");
    await card.getByText("Delete the account").click();
    await card.getByLabel(/Type .* to delete/).fill("a slip");
    await card.getByRole("button", { name: /for ever/ }).click();
    await expect(card.getByRole("textbox")).toHaveAttribute("aria-invalid", "true");
    await card.getByLabel(/Type .* to delete/).fill(owner.email);
    await card.getByRole("button", { name: /for ever/ }).click();
    await expect(page).toHaveURL(/\/sign-in\?deleted/);
    await expect(page.getByText("Your account is deleted.")).toBeVisible();
  });
});
