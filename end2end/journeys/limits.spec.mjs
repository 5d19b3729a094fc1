import { NUMBERS, api, callBar, call, expect, hydrated, signIn, test } from "../phone.mjs";
import { ringfare } from "../ringfare.mjs";

async function openSettings(page) {
  await page.goto("/dashboard/settings");
  await hydrated(page);
}

test("a limit set in the settings keeps the dialer from calling, and says how to change it", async ({ page, account }) => {
  await signIn(page, account());
  await openSettings(page);
  await page.getByLabel("Dearest minute").fill("0.001");
  await page.getByRole("button", { name: "Save the limits" }).click();
  await expect(page.getByText("Your limits are saved.")).toBeVisible();
  expect((await api(page, "/api/user/limits")).own.rate_micros_per_min_most).toBe(1_000);

  await page.goto("/dashboard/dialer");
  await hydrated(page);
  await page.getByTestId("number-field").fill(NUMBERS.answers);
  await expect(page.locator("#call-hint")).toContainText("Your own limit is $0.0010 a minute");
  await expect(page.locator("#call-hint")).toContainText("Settings, Spending limits");
  await page.getByTestId("call-button").click({ force: true });
  await expect(page.getByTestId("call-bar")).toHaveCount(0);
  expect((await api(page, "/api/user/calls")).calls).toEqual([]);

  await openSettings(page);
  await expect(page.getByLabel("Dearest minute")).toHaveValue("0.001");
  await page.getByLabel("Dearest minute").fill("");
  await page.getByRole("button", { name: "Save the limits" }).click();
  await expect(page.getByText("Your limits are saved.")).toBeVisible();
  await page.goto("/dashboard/dialer");
  await hydrated(page);
  await page.getByTestId("number-field").fill(NUMBERS.answers);
  await expect(page.getByTestId("quote-rate")).toBeVisible();
  await expect(page.locator("#call-hint")).toBeEmpty();
});

test.describe("a value that will not do", () => {
  test.use({ refusals: [422] });

  test("is told at its field, and what was typed stays", async ({ page, account }) => {
    const caller = account();
    ringfare(["user", "limits", caller.email, "--day", "20"]);
    await signIn(page, caller);
    await openSettings(page);
    await expect(page.getByTestId("limits-usage")).toContainText("$20.00");
    await page.getByLabel("In a day").fill("25");
    await page.getByRole("button", { name: "Save the limits" }).click();
    await expect(page.getByText("The operator allows $20.00 at most")).toBeVisible();
    await expect(page.getByLabel("In a day")).toHaveValue("25");
    expect((await api(page, "/api/user/limits")).own.day_micros_most).toBeNull();
  });
});

test("before the WASM has arrived, a limit is saved by a plain form", async ({ page, account }) => {
  const { email, password } = account();
  const look = { waitUntil: "domcontentloaded" };
  // It is on its way for as long as this test lasts.
  await page.route("**/*.wasm", () => {});
  await page.goto("/sign-in", look);
  await page.getByLabel(/e-?mail/i).fill(email);
  await page.getByLabel(/password/i).first().fill(password);
  await page.getByRole("button", { name: /sign in/i }).click();
  await page.waitForURL("**/dashboard/dialer", look);
  await page.goto("/dashboard/settings", look);
  await page.getByLabel("In a day").fill("5");
  const saved = page.waitForResponse(/app\/set-limits/);
  await page.getByRole("button", { name: "Save the limits" }).click();
  expect((await saved).status()).toBe(302);
  await expect(page.getByLabel("In a day")).toHaveValue("5.00");
  await expect(page.getByTestId("limits-usage").locator("meter")).toHaveCount(1);
});

test("freezing an account ends its call, and every page says why", async ({ page, account }) => {
  const caller = account();
  await signIn(page, caller);
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
  ringfare(["user", "freeze", caller.email, "--reason", "a card was reported stolen"]);
  await expect(page.getByTestId("frozen-note")).toContainText("a card was reported stolen");
  await expect.poll(async () => (await api(page, "/api/user/balance")).held_micros, { timeout: 20_000 }).toBe(0);
  const [ended] = (await api(page, "/api/user/calls")).calls;
  expect(ended.status).toBe("completed");
  expect(ended.charged_micros).toBeGreaterThan(0);
  expect((await api(page, `/api/rates/quote?to=%2B${NUMBERS.answers.slice(1)}`)).reason_code).toBe("account_not_active");

  ringfare(["user", "unfreeze", caller.email]);
  await expect(page.getByTestId("frozen-note")).toHaveCount(0);
});
