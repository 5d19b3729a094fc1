import { DEMO, PAGES, api, expect, hydrated, signIn, test } from "../phone.mjs";

test("the history shows figures, a chart, the top lists and calls with receipts", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/call-history");
  await hydrated(page);
  for (const part of ["summary-cards", "period-filter", "daily-chart", "top-countries", "top-numbers", "calls-list"]) {
    await expect(page.getByTestId(part).first(), part).toBeVisible();
  }
  await expect(page.getByTestId("call-row").first()).toBeVisible();
});

test("the calls come as CSV, one line per call", async ({ page }) => {
  await signIn(page, DEMO);
  const answer = await page.request.get("/api/user/calls.csv");
  expect(answer.headers()["content-type"]).toContain("text/csv");
  const lines = (await answer.text()).trim().split(/\r?\n/);
  expect(lines.length).toBeGreaterThan(20);
});

test("the statement's running balance ends at the balance", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/transactions");
  await expect(page.locator("main")).toContainText("$");
  const { transactions } = await api(page, "/api/user/transactions?limit=1");
  const balance = await api(page, "/api/user/balance");
  expect(transactions[0].balance_after_micros).toBe(balance.balance_micros);
});

test("a change of the balance is read out once on every page, also where the balance is shown twice", async ({ page }) => {
  await signIn(page, DEMO);
  const live = page.locator("[data-testid=balance-change][aria-live=polite]");
  for (const [name, place] of [["settings", ".sidebar"], ["transactions", "main"], ["contacts", ".sidebar"]]) {
    await page.locator(`.sidebar a[href="/dashboard/${name}"]`).click();
    await page.waitForURL(`**/dashboard/${name}`);
    await expect(page.locator(place).locator(live), name).toHaveCount(1);
    await expect(live, name).toHaveCount(1);
  }
  await page.goto("/dashboard/transactions");
  await hydrated(page);
  await expect(page.getByTestId("balance-change")).toHaveCount(2);
  await expect(page.locator("main").locator(live)).toHaveCount(1);
  await expect(live).toHaveCount(1);
});

test("the settings page shows the version of the Voice SDK", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/settings");
  await expect(page.locator("main")).toContainText("2.18.5");
});

test("what one button of light and dark chose, the others and the settings know", async ({ page }) => {
  await signIn(page, DEMO);
  await page.goto("/dashboard/settings");
  await hydrated(page);
  await page.locator(".sidebar .theme-button").click();
  await expect(page.getByRole("button", { name: "Dark", exact: true })).toHaveAttribute("aria-pressed", "true");
  await page.setViewportSize({ width: 400, height: 800 });
  await page.locator(".topbar .theme-button").click();
  await expect(page.getByRole("button", { name: "Light", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
});

test("every page is useful in its first HTML, before any script runs", async ({ page }) => {
  await signIn(page, DEMO);
  for (const name of PAGES) {
    const html = await (await page.request.get(`/dashboard/${name}`)).text();
    expect(html, name).toMatch(/<h1[^>]*>/);
    expect(html, name).toContain("$");
  }
});

test.describe("a page that does not exist", () => {
  test.use({ refusals: [404] });

  test("says so with status 404", async ({ page }) => {
    const answer = await page.goto("/nowhere");
    expect(answer.status()).toBe(404);
    await expect(page.locator("h1")).toBeVisible();
  });
});
