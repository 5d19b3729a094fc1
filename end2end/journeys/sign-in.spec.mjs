import { DEMO, expect, signIn, test } from "../phone.mjs";

test("the demo caller signs in, finds the dialer, and signs out again", async ({ page }) => {
  await signIn(page, DEMO);
  await expect(page.getByTestId("balance-available").first()).toContainText("$");
  await page.context().clearCookies();
  await page.goto("/dashboard/dialer");
  await expect(page).toHaveURL(/\/sign-in/);
});

test("who wanted a page gets there after signing in", async ({ page }) => {
  await page.goto("/dashboard/contacts");
  await expect(page).toHaveURL(/\/sign-in\?next=/);
  await page.getByLabel(/e-?mail/i).fill(DEMO.email);
  await page.getByLabel(/password/i).first().fill(DEMO.password);
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL("**/dashboard/contacts");
});

test.describe("with a wrong password", () => {
  test.use({ refusals: [401, 403, 422, 400, 429] });

  test("the page says so and lets nobody in", async ({ page, account }) => {
    const { email } = account("0");
    await page.goto("/sign-in");
    await page.getByLabel(/e-?mail/i).fill(email);
    await page.getByLabel(/password/i).first().fill("not-the-password");
    await page.getByRole("button", { name: /sign in/i }).click();
    await expect(page.getByText(/is wrong/)).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("signing in works and the dialer shows the balance and a price", async ({ page }) => {
    await page.goto("/sign-in");
    await page.getByLabel(/e-?mail/i).fill(DEMO.email);
    await page.getByLabel(/password/i).first().fill(DEMO.password);
    await page.getByRole("button", { name: /sign in/i }).click();
    await page.waitForURL("**/dashboard/dialer");
    await expect(page.locator("body")).toContainText("$");
  });
});

test("a new caller signs up", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel(/e-?mail/i).fill(`new-${Date.now()}@ringfare.test`);
  await page.getByLabel(/password/i).first().fill("correct-horse-battery");
  await page.getByRole("button", { name: /sign up|create|open/i }).first().click();
  await page.waitForURL("**/dashboard/dialer");
});
