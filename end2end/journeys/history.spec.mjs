// The call history: periods, filters and charts by keyboard and by mouse, and a file of exactly what is shown.

import { readFileSync } from "node:fs";
import { expectNoFault } from "../axe.mjs";
import { DEMO, NUMBERS, call, callBar, expect, hydrated, signIn, test } from "../phone.mjs";

const PATH = "/dashboard/call-history";

test.use({ timezoneId: "Europe/Berlin" });

async function open(page, query = "") {
  await signIn(page, DEMO);
  await page.goto(PATH + query);
  await hydrated(page);
  await expect(page.getByTestId("period-words")).toContainText("Europe/Berlin");
}

const rows = (page) => page.getByTestId("call-row");
const spent = (page) => page.getByTestId("kpi-spent").locator(".kpi-value");

test("a period is chosen with the keyboard, keeps the focus, and the way back restores the one before", async ({ page }) => {
  await open(page, "?days=90");
  const ninety = await spent(page).textContent();
  await page.locator("#period-90").focus();
  for (const id of ["period-today", "period-yesterday", "period-this-week"]) {
    await page.keyboard.press("Tab");
    await expect(page.locator(`#${id}`)).toBeFocused();
  }
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/period=this-week/);
  await expect(page.locator("#period-this-week")).toHaveAttribute("aria-current", "true");
  await expect(page.locator("#period-this-week")).toBeFocused();
  await expect(spent(page)).not.toHaveText(ninety);
  await page.goBack();
  await expect(page).toHaveURL(/days=90/);
  await expect(spent(page)).toHaveText(ninety);
});

test("who is unknown becomes a contact from the row of their call", async ({ page, account }) => {
  await signIn(page, account());
  await call(page, NUMBERS.busy);
  await expect(callBar(page, "ended")).toBeVisible({ timeout: 20_000 });
  await page.goto(PATH);
  await hydrated(page);
  const row = rows(page).first();
  await row.locator(".row-menu summary").click();
  await row.getByRole("link", { name: "Save as a contact" }).click();
  await expect(page.getByTestId("contact-form").getByLabel("Number 1", { exact: true })).toHaveValue(/^\+1 ?415/);
});

test("what a figure means is told on hover and by keyboard, and Esc takes it away", async ({ page }) => {
  await open(page);
  const hint = page.getByRole("button", { name: "What is “Cost per minute”?" });
  await hint.focus();
  const text = page.locator("#hint-per-minute");
  await expect(text).toBeVisible();
  await expect(text).toContainText("Spent ÷ minutes of talk");
  await page.keyboard.press("Escape");
  await expect(text).toBeHidden();
});

test("a bar, a country and an hour narrow the list; chips take them away again", async ({ page }) => {
  await open(page, "?days=90");
  const all = await page.getByTestId("tally").textContent();
  const bar = page.getByTestId("daily-chart").locator(".chart-slot:not([data-told*=' 0 calls'])").first();
  const told = await bar.getAttribute("aria-label");
  const [, calls] = /, (\d+) calls?,/.exec(told);
  await bar.click();
  await expect(page).toHaveURL(/day=\d{4}-\d{2}-\d{2}#calls/);
  await expect(rows(page)).toHaveCount(Math.min(Number(calls), 20));
  await expect(page.getByTestId("tally")).toContainText(`${calls} call`);
  await expect(page.locator("#calls")).toBeInViewport();
  await page.getByRole("link", { name: /^Remove the filter Day/ }).click();
  await expect(page.getByTestId("chips")).toBeHidden();
  await expect(page.getByTestId("tally")).toHaveText(all);

  await page.getByTestId("top-countries").getByRole("link").first().click();
  await expect(page.getByRole("link", { name: /^Remove the filter Country/ })).toBeVisible();
  const hour = page.getByTestId("heat").getByRole("link").first();
  await expect(hour, "the drawing follows the filter").toHaveAttribute("href", /country=/);
  await hour.click();
  await expect(page).toHaveURL(/country=[A-Z]{2}.*hour=\d-\d+/);
  await page.getByTestId("chips").getByRole("link", { name: "Remove all filters" }).click();
  await expect(page.getByTestId("tally")).toHaveText(all);
});

test("bars, hours and calls are walked with the arrow keys", async ({ page }) => {
  await open(page, "?days=30");
  const bars = page.getByTestId("daily-chart").locator(".chart-bars").first().locator(".chart-slot");
  await bars.first().focus();
  await page.keyboard.press("End");
  await expect(bars.last()).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(bars.nth(28)).toBeFocused();
  const names = page.getByTestId("calls-list").locator("a.call-name");
  await names.first().focus();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(names.nth(2)).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.getByTestId("receipt")).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(page.getByTestId("receipt")).toBeHidden();
  await expect(page).not.toHaveURL(/call=/);
});

test("every chart has a table whose figures add up to the key figure", async ({ page }) => {
  await open(page, "?days=30");
  const daily = page.getByTestId("daily-chart");
  await daily.getByText("Show as a table").first().click();
  const cells = await daily.locator("table").first().locator("tbody tr td:nth-child(3)").allTextContents();
  const calls = cells.reduce((sum, cell) => sum + Number(cell.replaceAll(",", "")), 0);
  expect(calls).toBe(Number((await page.getByTestId("kpi-calls").locator(".kpi-value").textContent()).replaceAll(",", "")));
  for (const id of ["daily-chart", "top-countries", "top-contacts", "top-numbers", "outcomes"]) {
    await expect(page.getByTestId(id).getByText("Show as a table").first(), id).toBeVisible();
  }
});

test("a search keeps the page and its focus, and the file holds what the list shows", async ({ page }) => {
  await open(page, "?days=90");
  await page.evaluate(() => { window.isStillHere = true; });
  const search = page.getByRole("searchbox");
  await search.fill("Mum");
  await search.press("Enter");
  await expect(page).toHaveURL(/q=Mum/);
  await expect(page.getByTestId("chips")).toContainText("Mum");
  await expect(search).toBeFocused();
  await page.locator("#filter-status").selectOption("completed");
  await expect(page).toHaveURL(/status=completed/);
  await expect(page.getByRole("link", { name: /^Remove the filter Outcome/ })).toBeVisible();
  expect(await page.evaluate(() => window.isStillHere), "the page was not loaded anew").toBe(true);
  const [, total] = /^([\d,]+) call/.exec(await page.getByTestId("tally").textContent());
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("csv-export").click()]);
  const lines = readFileSync(await download.path(), "utf8").trim().split("\r\n");
  expect(lines.length - 1).toBe(Number(total));
  for (const line of lines.slice(1)) expect(line).toMatch(/Mum.*completed/);
});

test("what is typed stays while a call comes and goes, and the list follows when the field is left", async ({ page, account, context }) => {
  test.setTimeout(90_000);
  await signIn(page, account());
  await call(page, NUMBERS.busy);
  await expect(callBar(page, "ended")).toBeVisible({ timeout: 25_000 });
  await page.goto(PATH);
  // The page is drawn once more when the server has learnt the zone: not after this.
  await expect(page.getByTestId("period-words")).toContainText("Europe/Berlin");
  await page.reload();
  await hydrated(page);
  await expect(rows(page)).toHaveCount(1);
  const search = page.getByRole("searchbox");
  await search.fill("Mum");
  const second = await context.newPage();
  await second.goto("/dashboard/dialer");
  await hydrated(second);
  await call(second, NUMBERS.busy);
  await expect(callBar(second, "ended")).toBeVisible({ timeout: 25_000 });
  // Time enough for a drawing to come.
  await page.waitForTimeout(3_000);
  await expect(search).toHaveValue("Mum");
  await expect(rows(page)).toHaveCount(1);
  await search.blur();
  await expect(rows(page)).toHaveCount(2);
});

test("nonsense in the address is told, and the usual is shown", async ({ page }) => {
  await open(page, "?days=abc&status=asleep");
  await expect(page.getByTestId("misread")).toContainText("days=abc");
  await expect(page.locator("#period-30")).toHaveAttribute("aria-current", "true");
  await expect(rows(page).first()).toBeVisible();
});

test("a caller without calls sees the axes and a way on", async ({ page, account }) => {
  await signIn(page, account());
  await page.goto(PATH);
  await expect(page.getByTestId("nothing")).toContainText("0 in this period");
  await expect(page.getByTestId("daily-chart").locator(".chart-ticks").first()).toContainText("$1.00");
  await hydrated(page);
  await page.locator("#period-longer").click();
  await expect(page).toHaveURL(/days=90/);
});

for (const colorScheme of ["light", "dark"]) {
  for (const width of [360, 1440]) {
    test(`with filters, a table and a menu open it has no accessibility fault in ${colorScheme} at ${width} px`, async ({ page }) => {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme });
      await open(page, "?days=90&q=Mum&status=completed");
      await page.getByText("Show as a table").first().click();
      await expectNoFault(page, "a table");
      await page.locator("details.row-menu summary").first().click();
      // An open menu lies over the targets behind it.
      await expectNoFault(page, "a menu", ["target-size"]);
      const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      expect(overflow, "nothing sticks out at the side").toBeLessThanOrEqual(0);
    });
  }
}
