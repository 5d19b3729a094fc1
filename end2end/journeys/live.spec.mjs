import { ownServer } from "../own-server.mjs";
import { ringfare } from "../ringfare.mjs";
import { DEMO, api, expect, hydrated, micros, operator, signIn, test } from "../phone.mjs";

const mark = (page) => page.getByTestId("live-mark").first();
const shown = (page) => page.getByTestId("balance-total").first();

/** Counts what the page asks for, such as `/app/balance`. */
function count(page, path) {
  const asked = [];
  page.on("request", (request) => { if (new URL(request.url()).pathname.startsWith(path)) asked.push(request.url()); });
  return asked;
}

test("credit given at the server appears by push, while the page hardly asks", async ({ page, account }) => {
  const caller = account("5.00");
  await signIn(page, caller);
  await expect(mark(page)).toHaveAttribute("data-state", "live");
  await expect(mark(page)).toHaveText("Live");
  await expect(mark(page)).toHaveAttribute("title", /Last confirmed at/);
  const asked = count(page, "/app/balance");
  ringfare(["user", "credit", caller.email, "2.50", "--reason", "a push"]);
  await expect.poll(async () => micros(await shown(page).textContent()), { timeout: 5_000 }).toBe(7_500_000);
  expect(asked, "polls while the stream is healthy").toHaveLength(0);
});

test("two tabs show the same balance over one stream, and the second takes over when the first is closed", async ({ page, context, account }) => {
  const caller = account("5.00");
  await signIn(page, caller);
  await expect(mark(page)).toHaveAttribute("data-state", "live");
  const second = await context.newPage();
  const streams = count(second, "/api/user/stream");
  await second.goto("/dashboard/transactions");
  await hydrated(second);
  await expect(mark(second)).toHaveAttribute("data-state", "live");
  expect(streams, "streams of the second tab").toHaveLength(0);
  ringfare(["user", "credit", caller.email, "1.00", "--reason", "for both"]);
  for (const tab of [page, second]) {
    await expect.poll(async () => micros(await shown(tab).textContent()), { timeout: 5_000 }).toBe(6_000_000);
  }
  await page.close();
  await expect.poll(() => streams.length).toBe(1);
  ringfare(["user", "credit", caller.email, "1.00", "--reason", "for the one that is left"]);
  await expect.poll(async () => micros(await shown(second).textContent()), { timeout: 5_000 }).toBe(7_000_000);
});

test("without the stream the page says that it is delayed, and asks", async ({ page, account }) => {
  const caller = account("5.00");
  await page.route("**/api/user/stream", (route) => route.fulfill({ status: 204, body: "" }));
  await signIn(page, caller);
  await expect(mark(page)).toHaveAttribute("data-state", "delayed", { timeout: 15_000 });
  ringfare(["user", "credit", caller.email, "2.00", "--reason", "a poll"]);
  await expect.poll(async () => micros(await shown(page).textContent()), { timeout: 8_000 }).toBe(7_000_000);
});

test.describe("a session that ends elsewhere", () => {
  // The page may ask once more before it hears of it.
  test.use({ refusals: [401] });

  test("leads to the sign-in page and back", async ({ page, context, account }) => {
    const caller = account();
    await signIn(page, caller);
    await page.goto("/dashboard/contacts");
    await hydrated(page);
    await expect(mark(page)).toHaveAttribute("data-state", "live");
    expect((await context.request.post("/app/sign-out", { maxRedirects: 0 })).status()).toBeLessThan(400);
    await page.waitForURL(/\/sign-in\?next=%2Fdashboard%2Fcontacts/, { timeout: 15_000 });
  });

  test("leads away from an operator's page as well", async ({ page, context }) => {
    await signIn(page, operator());
    await page.goto("/admin/rates");
    await hydrated(page);
    await expect(mark(page)).toHaveAttribute("data-state", "live");
    expect((await context.request.post("/app/sign-out", { maxRedirects: 0 })).status()).toBeLessThan(400);
    await page.waitForURL(/\/sign-in\?next=%2Fadmin%2Frates/, { timeout: 15_000 });
  });
});

test.describe("installed", () => {
test.use({ serviceWorkers: "allow" });

test("the app can be installed: manifest, icons and a service worker", async ({ page, account }) => {
  await signIn(page, account());
  const manifest = await (await page.request.get("/manifest.webmanifest")).json();
  expect(manifest.id).toBe("/dashboard/dialer");
  for (const { src } of manifest.icons) expect((await page.request.get(src)).status(), src).toBe(200);
  expect(manifest.icons.some(({ purpose }) => purpose === "maskable")).toBe(true);
  await expect.poll(() => page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).active))).toBe(true);
});

test("the oldest files make room for new ones, and the page for when there is no network is not among them", async ({ page }) => {
  await page.goto("/sign-in");
  await expect.poll(() => page.evaluate(() => Boolean(navigator.serviceWorker.controller))).toBe(true);
  await page.evaluate(async () => {
    const files = await caches.open("ringfare-files");
    for (let file = 0; file < 420; file += 1) await files.put(`/sounds/old-${file}.wav`, new Response("old"));
    await (await fetch("/sounds/silence.wav")).arrayBuffer();
  });
  const names = () => page.evaluate(async () => {
    const files = await (await caches.open("ringfare-files")).keys();
    return files.map(({ url }) => new URL(url).pathname);
  });
  await expect.poll(async () => (await names()).length, { timeout: 20_000 }).toBeLessThanOrEqual(401);
  expect(await names()).toEqual(expect.arrayContaining(["/offline.html", "/sounds/silence.wav"]));
});
});

test.describe("a server that goes away", () => {
  // The browser logs every refused connection by itself.
  test.use({ refusals: [401, 502, 503] });

  test("offline is said, the history can be read with its date, and the page recovers", async ({ browser }) => {
    test.setTimeout(120_000);
    const server = await ownServer();
    const context = await browser.newContext({ baseURL: server.base, serviceWorkers: "allow" });
    const page = await context.newPage();
    try {
      await signIn(page, DEMO);
      await expect(mark(page)).toHaveAttribute("data-state", "live");
      await page.evaluate(async () => { await navigator.serviceWorker.ready; });
      await expect.poll(() => page.evaluate(async () => {
        const kept = await (await caches.open("ringfare-pages")).keys();
        return kept.map(({ url }) => new URL(url).pathname);
      }), { timeout: 20_000 }).toContain("/dashboard/call-history");
      const kept = await page.evaluate(async () => (await (await caches.open("ringfare-pages")).keys()).map(({ url }) => new URL(url).pathname));
      expect(kept.some((path) => /transactions|statements|settings|proof/.test(path)), `money is kept: ${kept}`).toBe(false);

      await server.down();
      await expect(mark(page)).toHaveAttribute("data-state", "offline", { timeout: 20_000 });
      await page.getByRole("link", { name: /call history|history/i }).first().click();
      await expect(page.getByTestId("as-of")).toContainText(/Offline, as of .*\d/, { timeout: 15_000 });
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
      await page.goto("/dashboard/transactions");
      await expect(page.getByText("cannot be reached")).toBeVisible();
      await page.goto("/dashboard/call-history");
      await expect(page.getByTestId("as-of")).toBeVisible({ timeout: 15_000 });

      await server.up();
      await expect(page.getByTestId("as-of")).toHaveCount(0, { timeout: 40_000 });
      await expect(mark(page)).toHaveAttribute("data-state", "live", { timeout: 20_000 });

      await page.getByRole("button", { name: /sign out/i }).first().click();
      await page.waitForURL("**/sign-in**");
      await expect.poll(() => page.evaluate(() => caches.has("ringfare-pages"))).toBe(false);
    } finally {
      await context.close();
      await server.gone();
    }
  });
});
