// Every page and state at 360, 768 and 1440 px, light and dark, compared with the pictures in `end2end/pictures`; `make screenshots`
// takes new ones. The clocks of server and browser stand still (`studio.mjs`), so that a page shows the same at any time.

import { DEMO, DOORS, NUMBERS, OPERATORS_PAGES, PAGES, api, call, callBar, expect, hydrated, withoutSession } from "../phone.mjs";
import { USED, longTest, operatorsTest, test } from "../studio.mjs";

/** `/reset?link=none` → `reset-link-none`, for the name of a file. */
const named = (path) => path.replace(/^\W/, "").replaceAll(/\W+/g, "-");

test.use(USED);
test.describe.configure({ timeout: 240_000 });

async function open(page, path) {
  await page.goto(path);
  await expect(page.locator("h1").first()).toBeVisible();
  await hydrated(page);
  await expect(page.locator(".skeleton")).toHaveCount(0);
  if (path.startsWith("/dashboard")) await expect(page.getByTestId("live-mark").first()).toHaveAttribute("data-state", "live");
}

/** Goes on as a click on a link does, without loading the document. */
async function go(page, path) {
  await page.evaluate((href) => {
    const link = document.querySelector("main").appendChild(Object.assign(document.createElement("a"), { href }));
    link.click();
    link.remove();
  }, path);
}

const threes = (all) => all.flatMap((_, at) => (at % 3 === 0 ? [all.slice(at, at + 3)] : []));

for (const part of threes([...DOORS, "/sign-in/code"])) {
  test(`doors: ${part.join(", ")}`, async ({ page, picture }) => {
    for (const door of part) {
      await open(page, door);
      await picture(named(door), "normal");
    }
  });
}

for (const part of threes(PAGES)) {
  test(`with much in them: ${part.join(", ")}`, async ({ page, enter, picture }) => {
    await enter(DEMO);
    for (const name of part) {
      await open(page, `/dashboard/${name}`);
      await picture(named(name), "normal", { frame: name === "dialer" });
    }
  });
}

for (const part of threes(["dialer", "call-history", "transactions", "statements", "contacts", "contacts/duplicates"])) {
  test(`with nothing in them: ${part.join(", ")}`, async ({ page, enter, picture, studio }) => {
    await enter(studio.empty);
    for (const name of part) {
      await open(page, `/dashboard/${name}`);
      await picture(named(name), "empty");
    }
  });
}

operatorsTest("an operator's pages", async ({ page, enter, picture, studio }) => {
  await enter(studio.operator);
  for (const path of OPERATORS_PAGES) {
    await open(page, path);
    await picture(named(path), "normal");
  }
  await open(page, "/admin?q=caller@");
  await open(page, await page.getByRole("link", { name: studio.caller.email }).getAttribute("href"));
  await picture("admin-account", "normal");
});

/** A page whose answers are under way. */
async function held(page, [from, to], look) {
  await open(page, from);
  const asked = [];
  await page.route("**/app/**", (route) => asked.push(route));
  await go(page, to);
  await page.waitForURL(`**${to}`);
  await expect(page.locator(".skeleton").first()).toBeVisible();
  await look();
  await page.unroute("**/app/**");
  for (const route of asked) await route.continue().catch(() => {});
}

/** A page whose answers never come. */
async function unanswered(page, [from, to], look) {
  await open(page, from);
  await page.route("**/app/**", (route) => route.abort());
  await go(page, to);
  await page.waitForURL(`**${to}`);
  await expect(page.locator("main [role=alert]").first()).toBeVisible();
  await look();
  await page.unroute("**/app/**");
}

test("on their way", async ({ page, enter, picture }) => {
  await enter(DEMO);
  for (const name of ["call-history", "transactions", "statements", "proof", "contacts", "settings"]) {
    await held(page, ["/dashboard/devices", `/dashboard/${name}`], () => picture(named(name), "loading"));
  }
});

test.describe("what does not work", () => {
  test.use({ refusals: [401, 404, 422, 500, 503], noise: ["ERR_FAILED"] });

  test("addresses that lead nowhere", async ({ page, enter, picture }) => {
    await enter(DEMO);
    for (const [name, path] of [["call-history", "call-history?period=nonsense&from=9999-99-99"], ["receipt", "calls/call_none"], ["statements", "statements/1066-10"], ["dialer", "dialer?to=12"], ["address", "nothing-here"]]) {
      await page.goto(`/dashboard/${path}`);
      await hydrated(page);
      await picture(name, "error");
    }
  });

  test("pages that the server does not fill", async ({ page, enter, picture }) => {
    await enter(DEMO);
    for (const name of ["transactions", "contacts", "settings"]) {
      await unanswered(page, ["/dashboard/devices", `/dashboard/${name}`], () => picture(named(name), "error"));
    }
  });

  operatorsTest("an operator's pages on their way, and without an answer", async ({ page, enter, picture, studio }) => {
    await enter(studio.operator);
    for (const path of ["/admin/calls", "/admin/log"]) {
      await held(page, ["/admin/rates", path], () => picture(named(path), "loading"));
      await unanswered(page, ["/admin/rates", path], () => picture(named(path), "error"));
    }
  });

  test("a password that is wrong", async ({ page, picture }) => {
    await open(page, "/sign-in");
    await page.getByLabel(/e-?mail/i).fill("nobody@ringfare.test");
    await page.getByLabel(/password/i).first().fill("not-the-password");
    await page.getByRole("button", { name: /sign in/i }).click();
    await expect(page.getByText(/is wrong/)).toBeVisible();
    await picture("sign-in", "error");
  });
});

test("what asks for the password once more", async ({ page, enter, picture }) => {
  await enter(DEMO);
  await open(page, "/confirm?next=/dashboard/settings");
  await picture("confirm", "normal");
});

test("what opens above a page", async ({ page, enter, picture }) => {
  await enter(DEMO);
  await open(page, "/dashboard/devices");
  await page.keyboard.press("Control+k");
  await expect(page.locator("#palette")).toBeVisible();
  await picture("palette", "normal", { frame: true });
  await page.keyboard.press("Escape");
  await page.locator("[data-keys-open]:visible").first().click();
  await expect(page.locator("#keys")).toBeVisible();
  await picture("keys", "normal", { frame: true });
  await page.keyboard.press("Escape");

  const { calls } = await api(page, "/api/user/calls?limit=1");
  await open(page, "/dashboard/dialer");
  await page.getByTestId("recent-call").first().getByRole("button").first().click();
  await expect(page.getByTestId("receipt-arithmetic")).toBeVisible();
  await picture("receipt-drawer", "normal", { frame: true });
  await open(page, `/dashboard/calls/${calls[0].id}`);
  await picture("receipt", "normal");
});

test("a call", async ({ page, enter, picture, studio }) => {
  await enter(studio.caller);
  await open(page, "/dashboard/dialer");
  await call(page, NUMBERS.answers);
  await expect(callBar(page, "in-call")).toBeVisible({ timeout: 20_000 });
  await page.waitForTimeout(3_000);
  await page.evaluate(() => window.setTheClockForward(83));
  await expect(page.getByTestId("call-timer")).toHaveText("01:23");
  // What the line is like depends on the machine.
  await page.getByTestId("call-quality").evaluate((quality) => { quality.style.visibility = "hidden"; });
  await picture("in-call", "normal", { frame: true });
  await page.getByTestId("end-button").click();
  await expect(callBar(page, "ended")).toBeVisible();
});

test("the styleguide", async ({ page, picture }) => {
  await page.goto("/styleguide");
  await picture("styleguide", "normal", { fullPage: true });
});

const LONG_NAMES = ["Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte", "محمد بن عبد الله بن عبد المطلب الهاشمي القرشي", "山田 太郎 様 👩‍👩‍👧‍👦 and everybody else who lives in this house"];

longTest("with long names, sums and reasons", async ({ page, enter, picture, studio }) => {
  await enter(DEMO);
  const { contacts } = await api(page, "/api/user/contacts?sort=spent&limit=3");
  for (const [index, { id }] of contacts.entries()) {
    const answer = await page.request.patch(`/api/user/contacts/${id}`, { data: { name: LONG_NAMES[index], notes: LONG_NAMES[0].repeat(3), tags: [LONG_NAMES[0].slice(0, 40)] } });
    expect(answer.status()).toBe(200);
  }
  for (const name of ["dialer", "call-history", "transactions", "statements", "contacts"]) {
    await open(page, `/dashboard/${name}`);
    await picture(named(name), "long", { frame: name === "dialer" });
  }
  await withoutSession(page);
  await enter(studio.operator);
  await open(page, "/admin");
  await picture("admin", "long");
});
