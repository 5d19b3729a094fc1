import { DEMO, expect, signIn, test, withoutSession } from "../phone.mjs";

test("the demo caller signs in, finds the dialer, and signs out again", async ({ page }) => {
  await signIn(page, DEMO);
  await expect(page.getByTestId("balance-available").first()).toContainText("$");
  await withoutSession(page);
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

test.describe("without JavaScript, in another language", () => {
  test.use({ javaScriptEnabled: false, locale: "en-GB" });

  test("a press brings German, and it stays", async ({ page }) => {
    await page.goto("/sign-in");
    await expect(page.locator("html")).toHaveAttribute("lang", "en");
    await page.getByRole("button", { name: "Deutsch" }).click();
    await expect(page).toHaveURL(/\/sign-in\??$/);
    await expect(page.locator("html")).toHaveAttribute("lang", "de");
    await expect(page.getByRole("heading", { name: "Anmelden" })).toBeVisible();
    await page.getByLabel("E-Mail").fill(DEMO.email);
    await page.getByLabel("Passwort").fill("not-the-password");
    await page.getByRole("button", { name: "Anmelden" }).click();
    await expect(page.getByText(/ist falsch/)).toBeVisible();
  });
});

test("a browser that asks for German gets it, with money and dates as Germans write them", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ locale: "de-DE", timezoneId: "Europe/Berlin", baseURL });
  const page = await context.newPage();
  await page.goto("/sign-in");
  await page.getByLabel("E-Mail").fill(DEMO.email);
  await page.getByLabel("Passwort").fill(DEMO.password);
  await page.getByRole("button", { name: "Anmelden" }).click();
  await page.waitForURL("**/dashboard/dialer");
  await expect(page.getByTestId("balance-available").first()).toContainText(/^\d{1,3}(\.\d{3})*,\d{2}\u00a0\$/);
  await page.goto("/dashboard/transactions");
  const when = page.locator("main time.moment").first();
  await expect(when).toHaveText(/^\d{2}:\d{2}$/, { timeout: 30_000 });
  const shown = /(\d{2}):(\d{2})$/.exec(await when.textContent());
  const berlin = new Intl.DateTimeFormat("de", { timeZone: "Europe/Berlin", hour: "2-digit", minute: "2-digit" });
  expect(shown[0]).toBe(berlin.format(new Date(await when.getAttribute("datetime"))));
  await context.close();
});

test("a new caller signs up", async ({ page }) => {
  await page.goto("/sign-up");
  await page.getByLabel(/e-?mail/i).fill(`new-${Date.now()}@ringfare.test`);
  await page.getByLabel(/password/i).first().fill("correct-horse-battery");
  await page.getByRole("button", { name: /sign up|create|open/i }).first().click();
  await page.waitForURL("**/dashboard/dialer");
});
