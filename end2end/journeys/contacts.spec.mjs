import { expectNoFault } from "../axe.mjs";
import { DEMO, expect, hydrated, signIn, test } from "../phone.mjs";

async function open(page, path) {
  await page.goto(path);
  await hydrated(page);
}

function row(page, name) {
  return page.getByTestId("contact-row").filter({ hasText: name });
}

async function add(page, name, ...numbers) {
  await open(page, "/dashboard/contacts?add=1");
  const form = page.getByTestId("contact-form");
  await form.getByLabel("Name", { exact: true }).fill(name);
  for (const [index, number] of numbers.entries()) {
    if (index > 0) await form.getByRole("button", { name: "Another number" }).click();
    await form.getByLabel(`Number ${index + 1}`, { exact: true }).fill(number);
  }
  await form.getByRole("button", { name: "Save" }).click();
  await expect(row(page, name)).toBeVisible();
}

test("a contact with two numbers is added, changed, called, deleted and brought back", async ({ page, account }) => {
  await signIn(page, account());
  await add(page, "Ada Lovelace", "+447911123456", "+33123456789");
  await expect(row(page, "Ada Lovelace")).toContainText("and 1 more");

  await row(page, "Ada Lovelace").getByRole("link", { name: "Edit Ada Lovelace" }).click();
  const form = page.getByTestId("contact-form");
  await form.getByLabel("Name", { exact: true }).fill("Ada King");
  await form.getByLabel("Number 2 is preferred").check();
  await form.getByLabel(/Favourite/).check();
  await form.getByRole("button", { name: "Save" }).click();
  await expect(row(page, "Ada King")).toContainText("+33 1 23 45 67 89");

  await open(page, "/dashboard/dialer?to=447911123456");
  await expect(page.getByTestId("contact-card")).toContainText("Ada King");

  await open(page, "/dashboard/contacts");
  await row(page, "Ada King").getByRole("link", { name: "Ada King", exact: true }).click();
  const detail = page.getByTestId("contact-detail");
  await expect(detail).toContainText("+44 7911 123456");
  await detail.getByRole("link", { name: "Delete contact" }).click();
  await page.getByTestId("contact-delete").getByRole("button", { name: "Delete contact" }).click();
  await expect(row(page, "Ada King")).toHaveCount(0);
  await page.getByTestId("contact-undo").getByRole("button", { name: "Undo" }).click();
  await expect(row(page, "Ada King")).toContainText("and 1 more");
});

test("text that is selected beyond the edge of the drawer closes nothing", async ({ page, account }) => {
  await signIn(page, account());
  await open(page, "/dashboard/contacts?add=1");
  const name = page.getByTestId("contact-form").getByLabel("Name", { exact: true });
  await name.fill("Ada Lovelace");
  const box = await name.boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.move(20, box.y + box.height / 2, { steps: 5 });
  await page.mouse.up();
  await expect(name).toHaveValue("Ada Lovelace");
  await page.mouse.click(20, box.y);
  await expect(name, "a click beside it does").toBeHidden();
});

test.describe("when somebody else has the number", () => {
  test.use({ refusals: [422] });

  test("the form says whose it is and keeps what was typed", async ({ page, account }) => {
    await signIn(page, account());
    await add(page, "Ada", "+447911123456");
    await open(page, "/dashboard/contacts?add=1");
    const form = page.getByTestId("contact-form");
    await form.getByLabel("Name", { exact: true }).fill("Bob");
    await form.getByLabel("Number 1", { exact: true }).fill("+44 7911 123456");
    await form.getByRole("button", { name: "Save" }).click();
    await expect(form).toContainText("belongs to Ada");
    await expect(form.getByLabel("Name", { exact: true })).toHaveValue("Bob");
  });
});

test("a file is looked at, applied, and changes nothing the second time", async ({ page, account }) => {
  await signIn(page, account());
  const csv = "name,phone,notes\nGrace Hopper,+14155550142,=cmd()\nNobody,12,\nGrace H.,+14155550142,Navy\n";
  const file = { name: "list.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
  await open(page, "/dashboard/contacts/import");
  await page.getByLabel("File").setInputFiles(file);
  await page.getByRole("button", { name: "See what would change" }).click();
  const preview = page.getByTestId("import-preview");
  await expect(preview.locator("[data-outcome=new] dd")).toHaveText("1");
  await expect(preview.locator("[data-outcome=merged] dd")).toHaveText("1");
  await expect(page.locator("details[data-outcome=refused]")).toContainText("12");
  await hydrated(page);
  await expectNoFault(page, "preview");
  await preview.getByRole("button", { name: /Apply/ }).click();
  await expect(page.getByTestId("import-done")).toContainText("1 added");
  await open(page, "/dashboard/contacts?q=navy");
  await expect(row(page, "Grace Hopper")).toBeVisible();

  await open(page, "/dashboard/contacts/import");
  await page.getByLabel("File").setInputFiles(file);
  await page.getByRole("button", { name: "See what would change" }).click();
  await expect(page.getByTestId("import-preview")).toContainText("Nothing would change");

  await open(page, "/dashboard/contacts/import");
  await page.getByLabel("File").setInputFiles({ name: "me.png", mimeType: "image/png", buffer: Buffer.from("\x89PNG\r\n\x1a\n\0\0", "latin1") });
  await page.getByRole("button", { name: "See what would change" }).click();
  await expect(page.getByText("not a list of contacts")).toBeVisible();
});

test("two who are one are merged, by keyboard", async ({ page, account }) => {
  await signIn(page, account());
  await add(page, "Ravi Kumar", "+919812345678");
  await add(page, "Kumar, Ravi", "+14155550178");
  await open(page, "/dashboard/contacts/duplicates");
  const group = page.getByTestId("alike-group");
  await expect(group).toContainText("+1 415-555-0178");
  await group.getByRole("radio").first().focus();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await expect(group).toHaveCount(0);
  await open(page, "/dashboard/contacts");
  await expect(page.getByTestId("contact-row")).toHaveCount(1);
  await expect(page.getByTestId("contact-row")).toContainText("and 1 more");
});

for (const colorScheme of ["light", "dark"]) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });

    test("drawer, form, question, import and duplicates have no accessibility fault", async ({ page }) => {
      await signIn(page, DEMO);
      await open(page, "/dashboard/contacts");
      await page.getByTestId("contact-row").first().getByRole("link").first().click();
      await expect(page.getByTestId("contact-detail")).toBeVisible();
      await page.waitForTimeout(500);
      await expectNoFault(page, "detail");
      const shown = new URL(page.url()).searchParams.get("show");
      for (const query of [`edit=${shown}`, `delete=${shown}`, "add=1", "q=nobody+at+all"]) {
        await open(page, `/dashboard/contacts?${query}`);
        await expectNoFault(page, query);
      }
      for (const path of ["import", "duplicates"]) {
        await open(page, `/dashboard/contacts/${path}`);
        await expect(page.locator("h1")).toBeVisible();
        await expectNoFault(page, path);
      }
    });
  });
}
