import AxeBuilder from "@axe-core/playwright";
import { DEMO, PAGES, expect, signIn, test } from "../phone.mjs";

async function faultsOf(page) {
  const { violations } = await new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]).analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
}

for (const colorScheme of ["light", "dark"]) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test("the doors have no accessibility fault", async ({ page }) => {
      for (const path of ["/sign-in", "/sign-up"]) {
        await page.goto(path);
        await expect(page.locator("h1")).toBeVisible();
        expect(await faultsOf(page), path).toEqual([]);
      }
    });

    for (const name of PAGES) {
      test(`${name} has no accessibility fault`, async ({ page }) => {
        await signIn(page, DEMO);
        await page.goto(`/dashboard/${name}`);
        await expect(page.locator("h1")).toBeVisible();
        await page.waitForTimeout(1_000);
        expect(await faultsOf(page)).toEqual([]);
      });
    }
  });
}
