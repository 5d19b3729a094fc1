import { NUMBERS, api, callBar, dial, expect, signIn, test } from "../phone.mjs";

test("without credit the dialer says so before the call, and none begins", async ({ page, account }) => {
  await signIn(page, account("0"));
  await page.getByTestId("number-field").fill(NUMBERS.answers);
  await expect(page.locator("#call-hint")).not.toBeEmpty();
  // The button is aria-disabled, which people with a mouse do not see; pressing it does nothing.
  await page.getByTestId("call-button").click({ force: true });
  await expect(page.getByTestId("call-bar")).toHaveCount(0);
  expect((await api(page, "/api/user/calls")).calls).toEqual([]);
});

test("a premium number is blocked in words", async ({ page, account }) => {
  await signIn(page, account());
  await page.getByTestId("number-field").fill("+19005551234");
  await expect(page.locator("#call-hint")).not.toBeEmpty();
  expect((await api(page, "/api/rates/quote?to=%2B19005551234")).allowed).toBe(false);
});

test("an emergency number is never dialed", async ({ page, account }) => {
  await signIn(page, account());
  await page.getByTestId("number-field").fill("112");
  await expect(page.locator("#call-hint")).toContainText(/no emergency calls/i);
  await page.getByTestId("number-field").press("Enter");
  expect((await api(page, "/api/user/calls")).calls).toEqual([]);
});

test.describe("without a part of the phone", () => {
  test.use({ noise: ["ERR_FAILED"] });

  test("the page says that it is missing, and does not blame the microphone", async ({ page, account }) => {
    await page.route(/\/line\.js/, (route) => route.abort());
    await signIn(page, account());
    await dial(page, NUMBERS.answers);
    await page.getByTestId("call-button").click();
    await expect(page.getByTestId("error-alert").first()).toContainText("The phone's script could not be loaded");
  });
});

test.describe("while a part of the page's code does not come", () => {
  test.use({ noise: ["ERR_FAILED", "Failed to fetch", "Failed to execute 'compile'"] });

  test("a call says so, and the next one is placed", async ({ page, account }) => {
    await page.route(/split_phone/, (route) => route.abort());
    await signIn(page, account());
    await dial(page, NUMBERS.answers);
    await page.getByTestId("call-button").click();
    await expect(page.getByTestId("error-alert").first()).toContainText("The phone's script could not be loaded");
    expect((await api(page, "/api/user/calls")).calls).toEqual([]);
    await page.unroute(/split_phone/);
    await page.getByTestId("call-button").click();
    await expect(callBar(page, "in-call")).toBeVisible();
    await expect(page.getByTestId("error-alert")).toHaveCount(0);
    await page.getByTestId("end-button").click();
    await expect(callBar(page, "ended")).toBeVisible();
  });

  test("a price says so and can be asked for again", async ({ page, account }) => {
    await page.route(/split_dialled/, (route) => route.abort());
    await signIn(page, account());
    await page.getByTestId("number-field").fill(NUMBERS.answers);
    const again = page.getByRole("button", { name: "Try again" });
    await expect(again).toBeVisible();
    await page.unroute(/split_dialled/);
    await again.click();
    await expect(page.getByTestId("quote-rate")).toBeVisible();
    await expect(page.getByTestId("callee-time")).toBeVisible();
  });
});

test.describe("without the microphone", () => {
  test.use({ permissions: [] });

  test("the page says how to allow it, and nothing is held", async ({ page, account }) => {
    await page.addInitScript(() => {
      // A browser without a window says that it was refused before anybody was asked.
      navigator.permissions.query = async () => Object.assign(new EventTarget(), { state: "prompt" });
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("Permission denied", "NotAllowedError"));
    });
    await signIn(page, account());
    await dial(page, NUMBERS.answers);
    await page.getByTestId("call-button").click();
    await page.getByTestId("call-anyway").click();
    await expect(page.getByTestId("error-alert").first()).toContainText(/microphone/i);
    await expect.poll(async () => (await api(page, "/api/user/balance")).held_micros).toBe(0);
  });
});
