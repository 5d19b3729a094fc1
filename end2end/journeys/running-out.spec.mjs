import { NUMBERS, call, callBar, expect, signIn, test } from "../phone.mjs";
import { ringfare } from "../ringfare.mjs";

test.setTimeout(120_000);

test("a call that runs out of credit warns, and goes on when credit is added", async ({ page, account }) => {
  const caller = account("0");
  await signIn(page, caller);
  const price = await page.request.get(`/api/rates/quote?to=${encodeURIComponent(NUMBERS.answers)}`).then((answer) => answer.json());
  const minute = price.rate_micros_per_minute / 1_000_000;
  ringfare(["user", "credit", caller.email, minute.toFixed(6), "--reason", "for one minute"]);
  await page.reload();
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });

  const note = page.getByTestId("call-note");
  await expect(note).toHaveText("One minute left at your limit");
  await expect(page.getByRole("status").filter({ hasText: "One minute left" }), "told, but nobody is interrupted for it").toHaveCount(1);
  expect(await page.evaluate(() => window.ringfareVoice.warnings()), "one warning was sounded").toBe(1);
  const left = page.getByTestId("call-left");
  await expect(left).toHaveClass(/is-low/);
  await expect(note).toHaveText("15 seconds left, then the call ends at your limit", { timeout: 50_000 });
  await expect(page.getByRole("alert").filter({ hasText: "15 seconds left" }), "the cut-off is").toHaveCount(1);
  expect(await page.evaluate(() => window.ringfareVoice.warnings()), "and another").toBe(2);

  // From another process: the server's own pass notices it.
  ringfare(["user", "credit", caller.email, (12 * minute).toFixed(6), "--reason", "to go on"]);
  await expect(note).toHaveText("Credit was added: 12 more minutes", { timeout: 12_000 });
  await expect(left).not.toHaveClass(/is-low/);
  await expect(left).toHaveText(/^1[12]:\d\d left$/);

  // Past the end of the first minute the call still runs.
  await expect(page.getByTestId("call-timer")).toHaveText(/^01:0[2-9]$/, { timeout: 25_000 });
  await expect(callBar(page, "in-call")).toBeVisible();
  await expect(note).toHaveCount(0);
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();
  const { calls } = await page.request.get("/api/user/calls?limit=1").then((answer) => answer.json());
  await expect.poll(async () => {
    const one = await page.request.get(`/api/user/calls/${calls[0].id}`).then((answer) => answer.json());
    return one.charged_micros;
  }).toBe(2 * price.rate_micros_per_minute);
});
