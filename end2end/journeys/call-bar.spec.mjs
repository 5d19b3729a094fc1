// The bar while a call lasts: by keyboard, through a reload, in two windows, over a bad line, and after the session has ended.

import { NUMBERS, api, call, callBar, dial, endSession, expect, hydrated, signIn, test } from "../phone.mjs";

const ANSWERED = { timeout: 20_000 };

/** The newest call, as scripts read it. */
async function newest(page) {
  const { calls } = await api(page, "/api/user/calls?limit=1");
  return api(page, `/api/user/calls/${calls[0].id}`);
}

async function settled(page) {
  await expect.poll(async () => (await newest(page)).charged_micros, { timeout: 15_000 }).not.toBeNull();
  return newest(page);
}

/** What the Voice SDK itself says when it measures such a line. */
const sdkSays = (page, event, name) => page.evaluate(([event, name]) => window.ringfareVoice.running().emit(event, name), [event, name]);

test("a call by keyboard alone: the focus comes, M mutes, digits are tones, a note is kept, the end gives the focus back", async ({ page, account }) => {
  await signIn(page, account());
  await dial(page, NUMBERS.answers);
  const field = page.getByTestId("number-field");
  await field.press("Enter");
  await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);
  const bar = page.getByTestId("call-bar");
  await expect(bar).toBeFocused();
  await page.evaluate(() => {
    const call = window.ringfareVoice.running();
    const send = call.sendDigits.bind(call);
    window.tones = "";
    call.sendDigits = (digits) => { window.tones += digits; send(digits); };
  });

  const mute = page.getByTestId("mute-button");
  await page.keyboard.press("m");
  await expect(mute).toHaveAttribute("aria-pressed", "true");
  await page.locator("#content").focus();
  await page.keyboard.press("m");
  await expect(mute, "from anywhere on the page").toHaveAttribute("aria-pressed", "false");
  await page.keyboard.press("4");
  await bar.focus();
  await page.keyboard.press("2");

  await page.getByTestId("dtmf-button").focus();
  await page.keyboard.press("Enter");
  await page.getByTestId("call-panel").getByRole("button", { name: /^5/ }).focus();
  await page.keyboard.press("Space");
  await expect(page.getByTestId("tones-sent")).toHaveText("Sent: 5");
  expect(await page.evaluate(() => window.tones), "each key once").toBe("425");
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("call-panel")).toHaveCount(0);
  await expect(page.getByTestId("dtmf-button"), "the focus is where the panel was opened").toBeFocused();
  await expect(callBar(page, "in-call"), "Esc never hangs up").toBeVisible();

  await page.getByTestId("audio-button").press("Enter");
  await expect(page.getByLabel("Microphone", { exact: true }).locator("option")).not.toHaveCount(0);
  await page.getByTestId("note-button").press("Enter");
  await page.getByLabel("Note on this call").focus();
  await page.keyboard.type("Anna m5: מחר");
  await expect(page.getByTestId("call-note-state")).toHaveText("Saved");
  expect((await newest(page)).note).toBe("Anna m5: מחר");
  await expect(mute, "letters of a note are no shortcuts").toHaveAttribute("aria-pressed", "false");
  expect(await page.evaluate(() => window.tones)).toBe("425");

  await page.keyboard.press("Control+Shift+E");
  await expect(callBar(page, "ended")).toBeVisible();
  await expect(page.getByTestId("call-cost-state")).toHaveText("charged", { timeout: 15_000 });
  await page.getByRole("button", { name: "Put this call away" }).press("Enter");
  await expect(bar).toHaveCount(0);
  await expect(field).toBeFocused();

  const { id } = await newest(page);
  await page.goto(`/dashboard/calls/${id}`);
  await expect(page.getByLabel("Note on this call")).toHaveValue("Anna m5: מחר");
});

test("each call has a note of its own, also when the one before was not put away", async ({ page, account }) => {
  test.setTimeout(90_000);
  await signIn(page, account());
  const note = page.getByLabel("Note on this call");
  const talk = async (words) => {
    await call(page, NUMBERS.answers);
    await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);
    await expect(page.getByTestId("call-bar"), "the focus comes for each call").toBeFocused();
    if (!(await note.isVisible())) await page.getByTestId("note-button").click();
    await expect(note).toHaveValue("");
    await note.fill(words);
    await page.getByTestId("end-button").click();
    await settled(page);
    await expect.poll(async () => (await newest(page)).note).toBe(words);
  };
  await talk("the first");
  await talk("the second");
  const { calls } = await api(page, "/api/user/calls?limit=2");
  expect((await api(page, `/api/user/calls/${calls[1].id}`)).note).toBe("the first");
});

test("a reload during a call is asked about first, and the next page says what became of the call", async ({ page, account }) => {
  await signIn(page, account());
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);
  await expect(page.getByTestId("call-timer")).toHaveText(/^00:0[1-9]$/);
  const asked = [];
  page.on("dialog", (dialog) => {
    asked.push(dialog.type());
    return dialog.accept();
  });
  await page.reload();
  expect(asked).toEqual(["beforeunload"]);
  const lost = page.getByTestId("call-cut-off");
  await expect(lost).toContainText("loaded anew");
  await expect(lost).toContainText(/ended when the page was loaded anew, after \d+\ss\. It cost \$0\.\d{4}\./, { timeout: 20_000 });
  const { charged_micros: charged } = await settled(page);
  expect(charged).toBeGreaterThan(0);
  await lost.getByRole("button", { name: "Put this call away" }).click();
  await expect(lost).toHaveCount(0);
  await page.reload();
  await hydrated(page);
  await expect(lost).toHaveCount(0);
});

test("a copy of the tab does not say that the call was cut off, which goes on in the first", async ({ page, account, context }) => {
  await signIn(page, account());
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);
  // A window that a script opens begins with a copy of what the tab keeps, as a copied tab does.
  const [copy] = await Promise.all([context.waitForEvent("page"), page.evaluate(() => { window.open("/dashboard/dialer"); })]);
  for (const look of ["at first", "loaded anew"]) {
    await hydrated(copy);
    await expect(copy.getByTestId("call-elsewhere"), look).toContainText("In call in another window");
    await expect(copy.getByTestId("call-cut-off"), look).toHaveCount(0);
    await copy.reload();
  }
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();
});

test("two windows call at once: each sees the other's call with its cost, and can end it", async ({ page, account, context }) => {
  await signIn(page, account());
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);

  const second = await context.newPage();
  await second.goto("/dashboard/dialer");
  await hydrated(second);
  await expect(second.getByTestId("call-elsewhere")).toContainText("In call in another window");
  await expect(second.getByTestId("call-so-far")).toHaveText(/^00:\d\d, about \$0\.\d{4} so far$/);
  await call(second, "+14155550143");
  await expect(callBar(second, "in-call")).toBeVisible(ANSWERED);
  await expect(page.getByTestId("call-elsewhere")).toContainText("In call");

  await second.getByTestId("end-elsewhere").click();
  await expect(callBar(page, "ended"), "the other window hears of it").toBeVisible({ timeout: 15_000 });
  await expect(second.getByTestId("call-elsewhere")).toHaveCount(0);
  await expect(callBar(second, "in-call"), "this window's own call goes on").toBeVisible();
  await second.getByTestId("end-button").click();
  await expect(callBar(second, "ended")).toBeVisible();
  await expect.poll(async () => (await api(page, "/api/user/balance")).held_micros, { timeout: 15_000 }).toBe(0);
  const { transactions } = await api(page, "/api/user/transactions?kind=call");
  expect(transactions).toHaveLength(2);
});

test("a bad line is told with its reason while it lasts, and kept for the receipt; a bad call can be reported", async ({ page, account }) => {
  await signIn(page, account());
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);
  const quality = page.getByTestId("call-quality");
  await expect(quality, "once it is measured").toHaveText("Good line", { timeout: 20_000 });
  await sdkSays(page, "warning", "high-rtt");
  await expect(quality).toHaveText("Fair line: answers arrive late");
  await sdkSays(page, "warning", "high-packet-loss");
  await expect(quality).toHaveText("Poor line: sound is getting lost on the way");
  await sdkSays(page, "warning-cleared", "high-packet-loss");
  await sdkSays(page, "warning-cleared", "high-rtt");
  await expect(quality).toHaveText("Good line");
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();

  await expect.poll(async () => (await newest(page)).line?.troubles.length, { timeout: 15_000 }).toBe(2);
  const { id, line, charged_micros: charged } = await settled(page);
  expect(line.seconds).toBeGreaterThan(0);
  expect(line.mos.average).toBeGreaterThan(300);
  await page.getByTestId("receipt-button").click();
  await page.waitForURL(`**/dashboard/calls/${id}`);
  await expect(page.getByTestId("receipt-quality")).toHaveText("Fair line: sound is getting lost on the way");
  await expect(page.getByTestId("timeline")).toContainText("Your browser noticed: answers arrive late");
  await page.getByText("Was it a bad call?").click();
  await page.getByTestId("report-words").fill("Half of it was missing");
  await page.getByTestId("report-send").click();
  await expect(page.getByTestId("receipt-reported")).toContainText("Half of it was missing");
  expect((await newest(page)).charged_micros, "a report moves no money").toBe(charged);
});

test("a microphone that gives no sound is told, and not while it is muted", async ({ page, account }) => {
  await signIn(page, account());
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);
  await expect(page.getByTestId("call-quality")).toHaveText("Good line", { timeout: 20_000 });
  await sdkSays(page, "warning", "constant-audio-input-level");
  await expect(page.getByTestId("call-note")).toContainText("We cannot hear your microphone");
  await expect(page.getByRole("status").filter({ hasText: "We cannot hear your microphone" })).toHaveCount(1);
  await expect(page.getByTestId("call-quality"), "the line is not to blame").toHaveText("Good line");
  await page.getByTestId("mute-button").click();
  await expect(page.getByTestId("call-note")).toHaveCount(0);
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();
});

test.describe("a network that fails", () => {
  test.use({ noise: ["ERR_INTERNET_DISCONNECTED", "ERR_NETWORK_CHANGED", "Failed to fetch", "WebSocket"] });

  test("a lost connection says when it was lost and that the meter runs, and the call comes back", async ({ page, account, context }) => {
    await page.addInitScript(() => {
      const Native = window.WebSocket;
      window.sockets = [];
      window.WebSocket = class extends Native {
        constructor(...address) {
          super(...address);
          if (String(this.url).includes("signal")) window.sockets.push(this);
        }
      };
    });
    await signIn(page, account());
    await call(page, NUMBERS.answers);
    await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);
    await page.evaluate(() => {
      window.told = [];
      const note = () => window.told.push(document.querySelector("[data-testid=call-state]")?.textContent);
      new MutationObserver(note).observe(document.querySelector("[data-testid=call-bar]"), { subtree: true, childList: true, characterData: true });
      window.sockets.at(-1).close();
    });
    const lost = /^Connection lost at 00:\d\d\. Reconnecting, the meter is still running\.$/;
    await expect.poll(() => page.evaluate(() => window.told), { timeout: 15_000 }).toContainEqual(expect.stringMatching(lost));
    await expect(callBar(page, "in-call"), "the SDK takes the call back").toBeVisible(ANSWERED);

    await context.setOffline(true);
    await expect(page.getByTestId("call-note")).toContainText("This browser is offline");
    await expect(page.getByTestId("call-quality")).toHaveText("Poor line: this browser is offline");
    await context.setOffline(false);
    await expect(page.getByTestId("call-note")).toHaveCount(0);
    await page.getByTestId("end-button").click();
    await expect(callBar(page, "ended")).toBeVisible();
    const { line } = await settled(page);
    expect(line.troubles.map((trouble) => trouble.what)).toEqual(expect.arrayContaining(["reconnecting", "offline"]));
  });
});

test.describe("a session that ends", () => {
  test.use({ refusals: [401] });

  test("a call in which the session ends can be hung up, and says that it is charged as always", async ({ page, account, context }) => {
    await signIn(page, account());
    await call(page, NUMBERS.answers);
    await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);
    await context.clearCookies();
    await page.getByTestId("end-button").click();
    await expect(callBar(page, "ended")).toBeVisible({ timeout: 15_000 });
    // The stream was let in before, and may bring the charge; where it does not, the next look says why.
    const told = /\$0\.0140 charged|You were signed out during this call\. It is charged as always/;
    await expect(callBar(page, "ended")).toContainText(told);
  });

  test("a call begun after the session has ended says so, and that nothing was charged", async ({ page, account }) => {
    await signIn(page, account());
    await dial(page, NUMBERS.answers);
    await endSession(page);
    await page.getByTestId("call-button").click();
    const alert = page.getByTestId("error-alert").first();
    await expect(alert).toContainText("signed out");
    await expect(alert).toContainText("Nothing was charged.");
    await expect(alert).toContainText("Sign in and call again.");
  });
});

test("on a phone the bar stands under the thumb and covers nothing that cannot be scrolled clear of it", async ({ page, account }) => {
  await page.setViewportSize({ width: 360, height: 740 });
  await signIn(page, account());
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible(ANSWERED);
  const end = await page.getByTestId("end-button").boundingBox();
  expect(end.y, "in the lower half").toBeGreaterThan(370);
  expect(end.height).toBeGreaterThanOrEqual(44);
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  const [content, bar, tabs] = await page.evaluate(() =>
    ["#content > :last-child", "[data-testid=call-bar]", ".tabbar"].map((name) => document.querySelector(name).getBoundingClientRect().toJSON()));
  expect(content.bottom, "the last of the page ends above the bar").toBeLessThanOrEqual(bar.top);
  expect(bar.bottom, "and the bar above the navigation").toBeLessThanOrEqual(tabs.top);
  expect(await page.evaluate(() => document.documentElement.scrollWidth), "nothing is wider than the screen").toBeLessThanOrEqual(360);
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();
});
