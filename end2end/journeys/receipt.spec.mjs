import { NUMBERS, api, call, callBar, expect, signIn, test } from "../phone.mjs";

test("from a call to its receipt, its page, and one sheet of paper", async ({ page, account }) => {
  await signIn(page, account());
  await call(page, NUMBERS.hangsUp);
  await expect(callBar(page, "ended")).toBeVisible({ timeout: 30_000 });
  const recent = page.getByTestId("recent-call").first();
  await expect(recent).toContainText("$", { timeout: 15_000 });
  await recent.getByRole("button").first().click();
  const drawer = page.getByTestId("receipt");
  await expect(drawer.getByTestId("receipt-arithmetic")).toContainText(/\d+ s → 60 s × \$0\.\d+ \(.+, prefix 1\d*, deck .+\) = \$/);
  await drawer.getByRole("link", { name: /page/i }).click();

  await page.waitForURL("**/dashboard/calls/call_*");
  await expect(page.getByRole("heading", { level: 1, name: "Receipt" })).toBeVisible();
  await expect(page.getByTestId("receipt-arithmetic")).toBeVisible();
  await expect(page.getByTestId("timeline")).toContainText("settled the call");
  await expect(page.getByTestId("timeline")).toContainText("changed nothing: came after the settlement");
  await expect(page.getByTestId("print")).toBeVisible();

  await page.emulateMedia({ media: "print" });
  for (const chrome of [".sidebar", ".topbar", ".tabbar", ".call-bar", ".page-header-actions"]) {
    await expect(page.locator(`${chrome}:visible`), chrome).toHaveCount(0);
  }
  await expect(page.getByTestId("receipt-arithmetic")).toBeVisible();
  const height = await page.getByTestId("receipt").evaluate((receipt) => receipt.getBoundingClientRect().height);
  expect(height, "one A4 page at 96 dpi, with margins").toBeLessThan(1_000);
});

test("a receipt can be read without script, and nobody else's can", async ({ page, account, browser }) => {
  await signIn(page, account());
  await call(page, NUMBERS.busy);
  await expect(callBar(page, "ended")).toBeVisible({ timeout: 30_000 });
  const { calls } = await api(page, "/api/user/calls?limit=1");
  const address = new URL(`/dashboard/calls/${calls[0].id}`, page.url()).href;

  const plain = await browser.newContext({ javaScriptEnabled: false, storageState: await page.context().storageState() });
  const paper = await plain.newPage();
  await paper.goto(address);
  await expect(paper.getByTestId("receipt-arithmetic")).toContainText("the line was busy → free of charge");
  await expect(paper.getByTestId("print")).toBeHidden();
  await plain.close();

  const other = await browser.newContext();
  const stranger = await other.newPage();
  await signIn(stranger, account());
  await stranger.goto(address);
  await expect(stranger.getByText("There is no such call.")).toBeVisible();
  await other.close();
});

test("a call without sound is charged and given back, and the receipt says why", async ({ page, account }) => {
  await signIn(page, account());
  await call(page, NUMBERS.silent);
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
  await page.waitForTimeout(1_500);
  await page.getByTestId("end-button").click();
  await expect.poll(async () => (await api(page, "/api/user/transactions?limit=1")).transactions[0]?.kind, { timeout: 15_000 }).toBe("adjust");
  const balance = await api(page, "/api/user/balance");
  expect(balance.balance_micros).toBe(5_000_000);
  const { calls } = await api(page, "/api/user/calls?limit=1");
  await page.goto(`/dashboard/calls/${calls[0].id}`);
  await expect(page.getByTestId("receipt-refund")).toContainText("no sound ever passed");
});
