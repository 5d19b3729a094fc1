import { NUMBERS, api, call, callBar, dial, expect, micros, signIn, test } from "../phone.mjs";

test("a call from the price to the receipt: it rings, echoes, is charged by the quote, and the page follows", async ({ page, account }) => {
  await signIn(page, account("5.00"));
  await dial(page, NUMBERS.answers);
  const quote = await api(page, `/api/rates/quote?to=${encodeURIComponent(NUMBERS.answers)}`);
  expect(quote.allowed).toBe(true);
  await expect(page.getByTestId("quote-talk-time")).toBeVisible();
  const before = await api(page, "/api/user/balance");
  expect(before.balance_micros).toBe(5_000_000);

  await page.getByTestId("call-button").click();
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
  const during = await api(page, "/api/user/balance");
  expect(during.held_micros, "the hold").toBeGreaterThan(0);

  // The echo: what comes back is as loud as the fake microphone's beeps. Silence is 0.
  await expect.poll(() => loudest(page), { timeout: 20_000, message: "the received audio level" }).toBeGreaterThan(500);
  await expect(page.getByTestId("call-timer")).not.toHaveText(/^0?0:00$/);
  await page.getByTestId("mute-button").click();
  await expect(page.getByTestId("mute-button")).toHaveAttribute("aria-pressed", "true");
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();

  // Without a reload: the recent calls and the balance follow.
  const recent = page.getByTestId("recent-call").first();
  await expect(recent).toHaveAttribute("data-status", "completed");
  await expect(recent).toContainText("$");
  const after = await api(page, "/api/user/balance");
  expect(after.held_micros, "the hold is gone").toBe(0);

  const { calls } = await api(page, "/api/user/calls?limit=1");
  const { receipt } = await api(page, `/api/user/calls/${calls[0].id}`);
  const { charged_micros: charged, duration_seconds: seconds } = calls[0];
  const { rate_micros_per_minute: rate, connect_micros: connect, initial_seconds: initial, increment_seconds: increment } = quote;
  const billed = seconds <= initial ? initial : initial + Math.ceil((seconds - initial) / increment) * increment;
  expect(receipt.billed_seconds).toBe(billed);
  expect(Math.abs(charged - (connect + (rate * billed) / 60)), "the quote's arithmetic, to the micro-dollar").toBeLessThan(1);
  expect(before.balance_micros - after.balance_micros, "one charge").toBe(charged);

  const shown = page.getByTestId("balance-available").first();
  await expect.poll(async () => micros(await shown.textContent())).toBe(Math.floor(after.available_micros / 10_000) * 10_000);

  await recent.getByRole("button").first().click();
  const sheet = page.getByTestId("receipt");
  await expect(sheet).toBeVisible();
  await expect(sheet.getByTestId("receipt-arithmetic")).toContainText("$");
});

function loudest(page) {
  return page.evaluate(() => window.ringfareVoice.lastSample()?.audioOutputLevel ?? 0);
}

test.describe("a call that the server never heard of", () => {
  // The hang-up goes to the server as well, which knows no such call.
  test.use({ refusals: [404] });

  test("is not placed when it is rung off while the phone is still loading", async ({ page, account }) => {
    await signIn(page, account());
    let go;
    const held = new Promise((resolve) => { go = resolve; });
    await page.route("**/vendor/twilio-voice-sdk-*.js", async (route) => {
      await held;
      await route.continue();
    });
    const loading = page.waitForRequest(/vendor\/twilio-voice-sdk/);
    await call(page, NUMBERS.answers);
    await loading;
    await page.getByTestId("end-button").click();
    go();
    await expect(callBar(page, "ended")).toBeVisible();
    await expect(page.getByTestId("call-bar")).not.toContainText("Ending");
    // Time enough for a call that was placed all the same to be answered.
    await page.waitForTimeout(3_000);
    expect((await api(page, "/api/user/calls?limit=1")).calls).toEqual([]);
    expect((await api(page, "/api/user/balance")).held_micros).toBe(0);
  });

  test("is rung off at once while the Voice SDK stands still", async ({ page, account }) => {
    await signIn(page, account());
    await page.route(/vendor\/twilio-voice-sdk/, () => {});
    const loading = page.waitForRequest(/vendor\/twilio-voice-sdk/);
    await call(page, NUMBERS.answers);
    await loading;
    await page.getByTestId("end-button").click();
    await expect(callBar(page, "ended")).toBeVisible();
    await expect(page.getByTestId("call-cost-state"), "there is nothing to settle").toHaveText("");
    await expect(page.getByTestId("receipt-button"), "nor a receipt").toBeHidden();
  });

  test("is given up when the Voice SDK stands still, and the next call fetches it anew", async ({ page, account }) => {
    test.setTimeout(90_000);
    await signIn(page, account());
    let stands = true;
    await page.route(/vendor\/twilio-voice-sdk/, (route) => (stands ? undefined : route.continue()));
    await call(page, NUMBERS.answers);
    await expect(page.getByTestId("error-alert").first()).toContainText("The Voice SDK could not be loaded", { timeout: 40_000 });
    stands = false;
    await call(page, NUMBERS.answers);
    await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
    await page.getByTestId("end-button").click();
    await expect(callBar(page, "ended")).toBeVisible();
  });
});

test("a call that is rung off while the browser asks for the microphone leaves nothing to settle", async ({ page, account }) => {
  await page.addInitScript(() => { navigator.mediaDevices.getUserMedia = () => new Promise(() => {}); });
  await signIn(page, account());
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "requesting-mic")).toBeVisible();
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();
  await expect(page.getByTestId("call-cost-state")).toHaveText("");
  await expect(page.getByTestId("receipt-button")).toBeHidden();
});

test("keys pressed during a call are sent as tones", async ({ page, account }) => {
  await signIn(page, account());
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
  await page.getByTestId("dtmf-button").click();
  await page.getByTestId("call-bar").getByRole("button", { name: /^5/ }).click();
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();
});

test("the other end hangs up: the call ends here too and is charged once", async ({ page, account }) => {
  await signIn(page, account());
  await call(page, NUMBERS.hangsUp);
  await expect(callBar(page, "ended")).toBeVisible({ timeout: 30_000 });
  await expect(page.getByTestId("recent-call").first()).toHaveAttribute("data-status", "completed");
  const { transactions } = await api(page, "/api/user/transactions?kind=call");
  expect(transactions).toHaveLength(1);
});

test("every post comes three times and the charge once", async ({ page, account }) => {
  await signIn(page, account());
  await call(page, NUMBERS.everyPostThrice);
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
  await page.getByTestId("end-button").click();
  await expect(page.getByTestId("recent-call").first()).toContainText("$", { timeout: 15_000 });
  const { transactions } = await api(page, "/api/user/transactions?kind=call");
  expect(transactions).toHaveLength(1);
});

for (const [what, number] of [["busy", NUMBERS.busy], ["no-answer", NUMBERS.noAnswer]]) {
  test(`a call that ends ${what} says so and costs nothing`, async ({ page, account }) => {
    await signIn(page, account("1.00"));
    await call(page, number);
    await expect(page.getByTestId("error-alert").first()).toBeVisible({ timeout: 25_000 });
    await expect(page.getByTestId("recent-call").first()).toHaveAttribute("data-status", what, { timeout: 15_000 });
    await expect.poll(async () => (await api(page, "/api/user/balance")).available_micros).toBe(1_000_000);
  });
}
