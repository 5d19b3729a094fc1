// Signing in with an OpenID Connect provider: linked once in the settings, then instead of the password.

import { freePort } from "../../tools/free-port.mjs";
import { expectNoFault } from "../axe.mjs";
import { ownServer } from "../own-server.mjs";
import { DEMO, expect, hydrated, signIn, test, withoutSession } from "../phone.mjs";
import { configured, provider, signInThere, signInThereAgain } from "../provider.mjs";

test.use({
  // Unlinking takes having confirmed.
  refusals: [403],
  /** Of a Ringfare that knows the provider. */
  baseURL: async ({}, use) => {
    const port = await freePort();
    const server = await ownServer(() => configured(port));
    const serving = provider(port, server.base);
    await use(server.base);
    serving.closeAllConnections();
    serving.close();
    await server.gone();
  },
});

// The provider's pages ask for a font from elsewhere.
test.beforeEach(({ page }) => page.route("https://fonts.googleapis.com/**", (route) => route.fulfill({ contentType: "text/css", body: "" })));

const goOn = (page) => page.getByRole("link", { name: /Example ID/ }).click();

test("an account is linked in the settings, opens by the provider, and no more when the link is gone", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto("/sign-in");
  await goOn(page);
  await signInThere(page, "mother");
  await expect(page.getByText("No account here is linked with yours")).toBeVisible();
  await expectNoFault(page, "the provider's account is linked with none here");

  await signIn(page, DEMO);
  await page.goto("/dashboard/settings");
  await hydrated(page);
  await goOn(page);
  // They are signed in there already, and let Ringfare know before.
  await expect(page.getByTestId("linked")).toContainText("mother@example.org");

  await withoutSession(page);
  await page.goto("/sign-in?next=%2Fdashboard%2Fcontacts%3Fq%3Da%26b");
  await hydrated(page);
  await goOn(page);
  await signInThere(page, "mother");
  await expect(page).toHaveURL(/\/dashboard\/contacts\?q=a&b$/);

  await page.goto("/dashboard/settings");
  await hydrated(page);
  const linked = page.getByTestId("linked");
  await linked.getByText("Unlink", { exact: true }).click();
  await linked.getByRole("button", { name: "Yes, unlink it" }).click();
  // This provider does not say when it asked who they are, unless it is told to ask.
  await page.getByTestId("confirm-first").getByRole("link", { name: "Confirm with Example ID" }).click();
  await signInThereAgain(page, "mother");
  await expect(page).toHaveURL(/\/dashboard\/settings$/);
  await hydrated(page);
  await linked.getByText("Unlink", { exact: true }).click();
  await linked.getByRole("button", { name: "Yes, unlink it" }).click();
  await expect(linked).toBeHidden();

  await withoutSession(page);
  await page.goto("/sign-in");
  await goOn(page);
  await signInThere(page, "mother");
  await expect(page.getByText("No account here is linked with yours")).toBeVisible();
});
