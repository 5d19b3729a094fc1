// Every page at every width, with nothing in it, with much in it, with names that are too long, in both languages: nothing sticks
// out at the side, nothing is cut off without a sign, and what a finger must hit is large enough. Pixels: `screenshots.spec.mjs`.

import { DEMO, DOORS, OPERATORS_PAGES, PAGES, expect, hydrated, operator, signIn, test } from "../phone.mjs";

const WIDTHS = [320, 360, 768, 1440];

/** What breaks the layout of the page as it stands. */
function faults() {
  const found = [];
  const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
  if (wide > 1) {
    const guilty = [...document.querySelectorAll("main *")].filter((element) => element.getBoundingClientRect().right > innerWidth + 1);
    found.push(`${wide} px stick out: ${guilty.slice(-3).map((element) => `${element.tagName}.${element.className}`).join(", ")}`);
  }
  for (const element of document.querySelectorAll("main :is(h1, h2, h3, p, li, td, dd, dt, a, button, label, span)")) {
    const style = getComputedStyle(element);
    const isCut = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 2;
    if (isCut && style.overflowX === "hidden" && style.textOverflow !== "ellipsis" && style.clipPath === "none") {
      found.push(`cut off: ${element.tagName}.${element.className}: ${element.textContent.trim().slice(0, 40)}`);
    }
  }
  return found;
}

/** Targets of a finger below 24 px (WCAG 2.5.8), but for links inside of sentences. A label is part of its field's target. */
function smallTargets() {
  return [...document.querySelectorAll("button, summary, select, input:not([type=hidden]), nav a, .button, .chip")]
    .map((element) => ({ element, box: (element.closest("label") ?? element).getBoundingClientRect() }))
    .filter(({ element, box }) => box.width > 0 && element.checkVisibility() && !element.closest("dialog:not([open])") && !element.closest(".visually-hidden"))
    .filter(({ box }) => box.height > 1 && (box.height < 24 || box.width < 24))
    .map(({ element, box }) => `${Math.round(box.width)} × ${Math.round(box.height)}: ${element.tagName}.${element.className}`);
}

const CALLERS_PAGES = PAGES.map((name) => `/dashboard/${name}`);

async function walk(page, what, paths = CALLERS_PAGES) {
  for (const name of paths) {
    await page.goto(name);
    await expect(page.locator("h1").first()).toBeVisible();
    for (const width of WIDTHS) {
      await page.setViewportSize({ width, height: 800 });
      expect.soft(await page.evaluate(faults), `${name}, ${what}, ${width} px`).toEqual([]);
    }
    expect.soft(await page.evaluate(smallTargets), `${name}: targets`).toEqual([]);
  }
}

for (const language of ["en", "de"]) {
  test(`pages keep their shape, with much in them (${language})`, async ({ page, context, baseURL }) => {
    test.setTimeout(120_000);
    await signIn(page, DEMO);
    await context.addCookies([{ name: "language", value: language, url: baseURL }]);
    await walk(page, "full");
  });

  test(`doors and operators' pages keep their shape (${language})`, async ({ page, context, baseURL }) => {
    test.setTimeout(120_000);
    await signIn(page, operator());
    await context.addCookies([{ name: "language", value: language, url: baseURL }]);
    await page.goto(`/admin?q=${DEMO.email}`);
    const account = await page.getByRole("link", { name: DEMO.email }).getAttribute("href");
    await walk(page, "an operator", [...OPERATORS_PAGES, account]);
    await context.clearCookies({ name: "ringfare" });
    await walk(page, "nobody", DOORS);
  });

  test(`pages keep their shape, with nothing in them (${language})`, async ({ page, context, baseURL, account }) => {
    test.setTimeout(120_000);
    await signIn(page, account("0"));
    await context.addCookies([{ name: "language", value: language, url: baseURL }]);
    await walk(page, "empty");
  });
}

test("pages keep their shape with long names, in any script", async ({ page, account }) => {
  test.setTimeout(120_000);
  await signIn(page, account("1234567.00"));
  const names = ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellsch", "محمد بن عبد الله بن عبد المطلب الهاشمي القرشي", "👩‍👩‍👧‍👦 山田 太郎 様"];
  for (const [index, name] of names.entries()) {
    const answer = await page.request.post("/api/user/contacts/lookup", { data: { phone: `+1415555014${index}`, name } });
    expect(answer.ok()).toBe(true);
  }
  await walk(page, "long");
});

test("the page can be read at 200 %, which is half the width", async ({ page }) => {
  test.setTimeout(120_000);
  await page.setViewportSize({ width: 640, height: 450 });
  await signIn(page, DEMO);
  for (const name of PAGES) {
    await page.goto(`/dashboard/${name}`);
    expect.soft(await page.evaluate(faults), name).toEqual([]);
  }
});

test("nothing shifts while a page is taken over", async ({ page }) => {
  await signIn(page, DEMO);
  await page.addInitScript(() => {
    window.shifts = [];
    new PerformanceObserver((list) => window.shifts.push(...list.getEntries().map(({ value, sources }) => ({ value, where: sources.map(({ node }) => node?.nodeName + "." + node?.className).join(" ") })))).observe({ type: "layout-shift", buffered: true });
  });
  for (const name of PAGES) {
    await page.goto(`/dashboard/${name}`);
    await hydrated(page);
    const shifts = await page.evaluate(() => window.shifts);
    const sum = shifts.reduce((total, { value }) => total + value, 0);
    expect.soft(sum, `${name}: ${JSON.stringify(shifts)}`).toBeLessThan(0.02);
  }
});
