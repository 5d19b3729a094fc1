import { DEMO, NUMBERS, api, callBar, endSession, expect, hydrated, signIn, test } from "../phone.mjs";
import { ringfare } from "../ringfare.mjs";

const field = (page) => page.getByTestId("number-field");
const hint = (page) => page.locator("#call-hint");
const caret = (page) => field(page).evaluate((input) => [input.selectionStart, input.value.length]);

/** As if it came from elsewhere: the browser says that it was pasted. */
async function paste(page, text) {
  await field(page).evaluate((input, pasted) => {
    input.focus();
    input.setRangeText(pasted, input.selectionStart, input.selectionEnd, "end");
    input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertFromPaste" }));
  }, text);
}

test("a number is written as it is typed, and the caret stays where it was left", async ({ page, account }) => {
  await signIn(page, account());
  await field(page).pressSequentially("+44");
  await expect(page.getByTestId("dialled-place")).toContainText("United Kingdom");
  await expect(page.getByTestId("dialled-place")).toContainText("+44");
  await field(page).pressSequentially("7400123456");
  await expect(field(page)).toHaveValue("+44 7400 123456");
  await expect(page.getByTestId("dialled-place")).toContainText("mobile");

  // In the middle: delete a digit, then a space, then insert.
  await field(page).evaluate((input) => input.setSelectionRange(8, 8));
  await field(page).press("Backspace");
  await expect(field(page)).toHaveValue("+44 7401 23456");
  expect((await caret(page))[0]).toBe(7);
  await field(page).pressSequentially("0");
  await expect(field(page)).toHaveValue("+44 7400 123456");
  expect((await caret(page))[0]).toBe(8);
  await field(page).evaluate((input) => input.setSelectionRange(9, 9));
  await field(page).press("Backspace");
  await expect(field(page)).toHaveValue("+44 7401 23456");
  // The pad inserts there too.
  await page.locator('.dial [data-key="0"]').click();
  await expect(field(page)).toHaveValue("+44 7400 123456");
});

test("anything is pasted, digits land in the field from anywhere, keys are held", async ({ page, account }) => {
  await signIn(page, account());
  const table = [
    ["Call Ada at +44 (0)20 7946 0000, ext 5", "+44 20 7946 0000"],
    ["tel:+1-415-555-0142", "+1 415-555-0142"],
    ["0044 20 7946 0000", "00 44 20 7946 0000"],
  ];
  for (const [pasted, shown] of table) {
    await field(page).fill("");
    await paste(page, pasted);
    await expect(field(page)).toHaveValue(shown);
  }
  await page.getByRole("button", { name: /hold to clear/i }).click({ delay: 700 });
  await expect(field(page)).toHaveValue("");
  await page.locator("h1").click();
  await page.keyboard.type("+1415");
  await expect(field(page)).toHaveValue("+1 415");
  await field(page).fill("");
  await page.locator('.dial [data-key="0"]').click({ delay: 700 });
  await expect(field(page)).toHaveValue("+");
});

test.describe("what is no number", () => {
  // Whose number it is cannot be said of one that is none.
  test.use({ refusals: [422] });

  test("says so, in any script and length", async ({ page, account }) => {
    await signIn(page, account());
    for (const text of ["👋👋", "دانا", "Nobody Of This Name"]) {
      await field(page).fill(text);
      await expect(page.getByText(/no contact has this name/i)).toBeVisible();
    }
    await field(page).fill("9".repeat(200));
    await expect(hint(page)).not.toBeEmpty();
    await expect(page.getByTestId("call-button")).toHaveAttribute("aria-disabled", "true");
  });
});

test("a contact is found by name and called with the keyboard alone", async ({ page, account }) => {
  await signIn(page, account());
  await page.request.post("/api/user/contacts/lookup", { data: { phone: NUMBERS.answers, name: "Ada Lovelace" } });
  await field(page).pressSequentially("love");
  const option = page.getByRole("option", { name: /ada lovelace/i });
  await expect(option).toBeVisible();
  await field(page).press("ArrowDown");
  await expect(option).toHaveAttribute("aria-selected", "true");
  await expect(field(page)).toHaveAttribute("aria-activedescendant", await option.getAttribute("id"));
  await field(page).press("Enter");
  await expect(field(page)).toHaveValue("+1 415-555-0142");
  await expect(page.getByTestId("quote-rate")).toBeVisible();
  await field(page).press("Enter");
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();
});

test("at night the local time warns in words", async ({ page, account }) => {
  // Before the page has timers: they could not be stopped by the clock that comes later.
  await page.clock.setFixedTime(new Date("2026-06-01T02:12:00Z"));
  await signIn(page, account());
  await field(page).fill("+442079460000");
  await expect(page.getByTestId("callee-time")).toContainText("03:12 there: outside 8–21");
  await expect(page.getByTestId("callee-time")).toHaveClass(/is-late/);
});

test("a deep link opens the dialer on its number, also from a phone link", async ({ page, account }) => {
  await signIn(page, account());
  for (const to of ["%2B14155550142", "tel%3A%2B1-415-555-0142"]) {
    await page.goto(`/dashboard/dialer?to=${to}`);
    await hydrated(page);
    await expect(field(page)).toHaveValue("+1 415-555-0142");
    await expect(page.getByTestId("quote-rate")).toBeVisible();
  }
});

test("a call that is dearer than usual is confirmed first, by keyboard", async ({ page, account }) => {
  await signIn(page, account("20.00"));
  // A habit of three cheap calls, as the carrier would have reported them.
  const number = await habit(page);
  await field(page).fill(number);
  const quote = await api(page, `/api/rates/quote?to=${encodeURIComponent(number)}`);
  expect(quote.times_usual).toBeGreaterThanOrEqual(3);
  await expect(page.getByTestId("quote-rate")).toBeVisible();
  await field(page).press("Enter");
  const question = page.getByTestId("call-question");
  await expect(question).toContainText(`${quote.times_usual} × your usual rate`);
  await page.keyboard.press("Escape");
  await expect(question).toBeHidden();
  await expect(field(page)).toBeFocused();
  await expect(page.getByTestId("call-bar")).toHaveCount(0);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("call-anyway")).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("call-bar")).toBeVisible();
});

/** Three answered calls to a cheap number, and a number that is far dearer. */
async function habit(page) {
  const me = await api(page, "/api/user/me");
  for (let at = 0; at < 3; at += 1) await talk(page, me.id);
  return "+5351234567";
}

async function talk(page, user) {
  const sid = () => `CA${[...Array(32)].map(() => "0123456789abcdef"[Math.floor(Math.random() * 16)]).join("")}`;
  const [parent, child] = [sid(), sid()];
  const post = (path, fields) => signed(page, path, fields);
  await post("/api/twilio/voice", { CallSid: parent, From: `client:${user}`, To: NUMBERS.answers, CallStatus: "ringing", Direction: "inbound" });
  await post("/api/twilio/status", { CallSid: child, ParentCallSid: parent, CallStatus: "completed", CallDuration: "60", Direction: "outbound-dial" });
}

/** Posts as the carrier does: the command line signs. */
async function signed(page, path, fields) {
  const url = new URL(path, page.url()).href;
  const pairs = Object.entries(fields).flatMap(([name, value]) => ["-d", `${name}=${value}`]);
  const command = ringfare(["twilio", "sign", "--url", url, "--method", "POST", ...pairs]);
  const signature = /X-Twilio-Signature: ([^'"]+)/.exec(command)[1];
  const answer = await page.request.post(url, { form: fields, headers: { "X-Twilio-Signature": signature } });
  expect(answer.ok(), await answer.text()).toBe(true);
}

test.describe("before the microphone was allowed", () => {
  test("it is explained before the browser asks", async ({ page, account }) => {
    await page.addInitScript(() => {
      navigator.permissions.query = async () => Object.assign(new EventTarget(), { state: "prompt" });
    });
    await signIn(page, account());
    await field(page).fill(NUMBERS.answers);
    await expect(page.getByTestId("quote-rate")).toBeVisible();
    await page.getByTestId("call-button").click();
    await expect(page.getByTestId("call-question")).toContainText(/nothing is recorded/i);
    await page.getByTestId("call-anyway").click();
    await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
    await page.getByTestId("end-button").click();
  });

  test("blocked, Call says why and how to allow it", async ({ page, account }) => {
    await page.addInitScript(() => {
      navigator.permissions.query = async () => Object.assign(new EventTarget(), { state: "denied" });
    });
    await signIn(page, account());
    await expect(hint(page)).toContainText(/blocks the microphone/i);
    await expect(page.getByTestId("call-button")).toHaveAttribute("aria-disabled", "true");
    await expect(page.getByTestId("request-microphone")).toBeVisible();
    await expect(page.getByText(/icon left of the address/i)).toBeVisible();
  });
});

test.describe("without a network", () => {
  test.use({ noise: ["ERR_INTERNET_DISCONNECTED"] });

  test("Call says so", async ({ page, account, context }) => {
    await signIn(page, account());
    await context.setOffline(true);
    await expect(hint(page)).toContainText(/offline/i);
    await context.setOffline(false);
    await expect(hint(page)).toBeEmpty();
  });
});

test.describe("a session that ends meanwhile", () => {
  test.use({ refusals: [401] });

  test("leads to the sign-in and back to the number", async ({ page, account }) => {
    await signIn(page, account());
    await endSession(page);
    await field(page).fill(NUMBERS.answers);
    await expect(hint(page)).toContainText(/session has ended/i);
    await expect(page.getByRole("link", { name: "Sign in" }).first()).toHaveAttribute("href", /next=.*dialer.*14155550142/);
  });
});

test("the device page shows a moving level, and the echo test plays back", async ({ page, account }) => {
  await signIn(page, account());
  await page.goto("/dashboard/devices");
  await hydrated(page);
  // Seen, not only there: all sentences are in the page, and the script shows the one that is true.
  await expect(page.getByText(/^Allowed: the microphone/)).toBeVisible();
  await page.getByRole("button", { name: /listen to the microphone/i }).click();
  const level = page.getByTestId("level");
  const seen = new Set();
  // The fake microphone beeps once a second: a look every second would always meet the same silence.
  const look = async () => seen.add(await level.evaluate((meter) => meter.value)).size;
  await expect.poll(look, { timeout: 10_000, intervals: [130] }).toBeGreaterThan(3);
  await page.getByRole("button", { name: "Stop" }).click();
  await expect.poll(() => level.evaluate((meter) => meter.value)).toBe(0);
  expect(await page.getByLabel("Microphone", { exact: true }).locator("option").count()).toBeGreaterThan(1);
  await page.getByRole("button", { name: /test tone/i }).click();
  await expect(page.getByText(/two notes/i)).toBeVisible();
  await page.getByRole("button", { name: /record 3 seconds/i }).click();
  await expect(page.getByText(/say something/i).first()).toBeVisible();
  await expect(page.getByText(/the recording is gone/i)).toBeVisible({ timeout: 15_000 });
});

test("an open dialer loads what tools/site.mjs counts for it; the rest comes when it is needed", async ({ page, browser, baseURL }) => {
  await signIn(page, DEMO);
  // With nothing kept from the sign-in, and with calls to suggest.
  const context = await browser.newContext({ storageState: await page.context().storageState() });
  const first = await context.newPage();
  const asked = new Set();
  first.on("request", (request) => asked.add(new URL(request.url()).pathname.replace(/\.[\w-]{22}\./, ".")));
  const code = () => [...asked].filter((path) => /\.(js|wasm|css)$/.test(path)).sort();

  await first.goto(`${baseURL}/dashboard/dialer`);
  await hydrated(first);
  await expect(first.getByTestId("recent-call").first()).toBeVisible();
  await first.waitForLoadState("networkidle").catch(() => {});
  const beside = ["/audio.js", "/drawn.js", "/keys.js", "/live.js"];
  expect(code()).toEqual([...beside, "/pkg/__wasm_split.js", "/pkg/ringfare.css", "/pkg/ringfare.js", "/pkg/ringfare.wasm"]);

  await field(first).press("ArrowDown");
  await expect(first.getByRole("option").first()).toBeVisible();
  expect(code()).toContain("/pkg/split_dialled.wasm");
  expect(code()).not.toContain("/pkg/pages.css");

  await first.getByRole("navigation").getByRole("link", { name: "Contacts" }).first().click();
  await expect(first.getByRole("heading", { level: 1, name: "Contacts" })).toBeVisible();
  // From the first moment on: what shows the page waits for its style.
  expect(await first.evaluate(() => [...document.styleSheets].some((sheet) => sheet.href?.includes("/pkg/pages.")))).toBe(true);
  await context.close();
});
