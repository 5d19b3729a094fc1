// The whole way without a mouse, and what a screen reader is told on it.

import { NUMBERS, callBar, expect, hydrated, operator, signIn, test } from "../phone.mjs";

/** Keeps every text that a live region says, in order. */
async function listen(page) {
  await page.addInitScript(() => {
    window.heard = [];
    const live = "[aria-live=polite], [aria-live=assertive], [role=status], [role=alert]";
    new MutationObserver((records) => {
      for (const region of new Set(records.map(({ target }) => (target.nodeType === 1 ? target : target.parentElement)?.closest(live)))) {
        const text = region?.textContent.trim().replaceAll(/\s+/g, " ");
        if (text && region.getAttribute("aria-live") !== "off" && window.heard.at(-1) !== text) window.heard.push(text);
      }
    }).observe(document, { childList: true, characterData: true, subtree: true });
  });
}

const heard = (page) => page.evaluate(() => window.heard);

/** Presses Tab until the focus is on what `selector` names. */
async function tabTo(page, selector, key = "Tab") {
  for (let presses = 0; presses < 60; presses += 1) {
    if (await page.evaluate((wanted) => document.activeElement?.matches(wanted), selector)) return;
    await page.keyboard.press(key);
  }
  throw new Error(`${selector} is not reached with ${key}`);
}

/** What has the focus can be seen to have it. */
async function ringIsSeen(page) {
  const ring = await page.evaluate(() => {
    const frames = [];
    for (let element = document.activeElement; element && element !== document.body; element = element.parentElement) {
      const style = getComputedStyle(element);
      frames.push(style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2, style.boxShadow.includes("inset"));
    }
    return frames.some(Boolean);
  });
  expect(ring, "a ring around what has the focus").toBe(true);
}

test("from signing in to the receipt without a mouse, and every step is told", async ({ page, account }) => {
  const { email, password } = account("5.00");
  await listen(page);
  await page.goto("/sign-in");
  await hydrated(page);
  await tabTo(page, "input[name=email]");
  await ringIsSeen(page);
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard/dialer");
  await hydrated(page);

  await page.keyboard.press("/");
  await expect(page.getByTestId("number-field")).toBeFocused();
  await page.keyboard.type(NUMBERS.answers);
  await expect(page.getByTestId("quote-rate")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });

  await page.keyboard.press("m");
  await expect(page.getByTestId("mute-button")).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Escape");
  await expect(callBar(page, "in-call"), "Escape never ends a call").toBeVisible();
  await page.keyboard.press("Control+Shift+E");
  await expect(callBar(page, "ended")).toBeVisible();

  await tabTo(page, "[data-testid=receipt-button]");
  await ringIsSeen(page);
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("receipt")).toBeVisible();
  await expect(page.getByTestId("receipt-arithmetic")).toContainText("$");
  await expect(page).toHaveURL(/calls\/call_/);

  const told = (await heard(page)).join("\n");
  for (const step of [/calling|connecting|ringing/i, /in call|answered|connected/i, /ended|charged/i]) {
    expect(told, "what a screen reader heard").toMatch(step);
  }
  expect(told, "the clock of a call is not read out").not.toMatch(/\b00:0[1-9]\b/);
});

test("the page that one goes to gets the focus and tells its name", async ({ page, account }) => {
  await signIn(page, account("0"));
  const content = page.locator("#content");
  await page.getByRole("link", { name: "Contacts" }).first().press("Enter");
  await page.waitForURL("**/dashboard/contacts");
  await expect(content).toBeFocused();
  await expect(content).toHaveAccessibleName("Contacts");
  // What has the focus and gets it again says nothing: each arrival must be one.
  await page.evaluate(() => {
    window.arrivals = [];
    document.addEventListener("focusin", ({ target }) => target.id === "content" && window.arrivals.push(target.getAttribute("aria-label")));
  });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("hist");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard/call-history");
  await expect(content).toBeFocused();
  await expect(content).toHaveAccessibleName("Call history");
  await expect.poll(() => page.evaluate(() => window.arrivals.at(-1))).toBe("Call history");
});

test("an operator's pages know the keys as well", async ({ page }) => {
  await signIn(page, operator());
  await page.goto("/admin");
  await hydrated(page);
  await page.keyboard.press("Control+k");
  await expect(page.locator("#palette")).toBeVisible();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForURL("**/dashboard/dialer");
});

test("the palette leads to a page, and the frame's focus goes with it", async ({ page, account }) => {
  await signIn(page, account("0"));
  await page.keyboard.press("Control+k");
  const field = page.getByRole("combobox", { name: /search/i });
  await expect(field).toBeFocused();
  await page.keyboard.type("hist");
  const chosen = page.getByRole("option", { selected: true });
  await expect(chosen).toContainText("Call history");
  await expect(field).toHaveAttribute("aria-activedescendant", (await chosen.getAttribute("id")) ?? "");
  await page.keyboard.press("Enter");
  await page.waitForURL("**/dashboard/call-history");

  await page.keyboard.press("Control+k");
  await page.keyboard.type("zzz");
  await expect(page.locator("#palette-none")).toContainText("zzz");
  await page.keyboard.press("Escape");
  await expect(page.locator("#palette")).toBeHidden();
});

test("the palette finds a contact and puts its number on the dialer", async ({ page }) => {
  await signIn(page, { email: "demo@ringfare.test", password: "ringfare-demo" });
  await page.keyboard.press("Control+k");
  await page.keyboard.type("luc");
  await expect(page.getByRole("option", { name: /Lucía/ })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("number-field")).toHaveValue(/612/);
});

test("single keys can be changed, and switched off for people who dictate", async ({ page, account }) => {
  await signIn(page, account("0"));
  await page.locator("h1").first().click();
  await page.keyboard.press("g");
  await page.keyboard.press("h");
  await page.waitForURL("**/dashboard/call-history");

  await page.keyboard.press("?");
  const list = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(list).toBeVisible();
  const change = list.getByRole("button", { name: /^Call history/ });
  await change.click();
  await page.keyboard.press("Space");
  await expect(list.getByRole("status"), "Space presses buttons").toContainText("Call history: h");
  await change.click();
  await page.keyboard.press("j");
  await expect(list.getByRole("status")).toContainText("j");
  await page.keyboard.press("Escape");
  await page.goto("/dashboard/settings");
  await hydrated(page);
  await page.keyboard.press("g");
  await page.keyboard.press("j");
  await page.waitForURL("**/dashboard/call-history");

  await page.keyboard.press("?");
  await list.getByRole("switch").press("Space");
  await expect(list.getByRole("switch")).not.toBeChecked();
  await page.keyboard.press("Escape");
  await page.keyboard.press("g");
  await page.keyboard.press("d");
  await page.waitForTimeout(300);
  await expect(page).toHaveURL(/call-history/);
});
