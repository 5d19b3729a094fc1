import { expect, signIn, test } from "../phone.mjs";

test("a contact is added, changed and deleted", async ({ page, account }) => {
  await signIn(page, account());
  await page.goto("/dashboard/contacts");
  await page.getByRole("button", { name: /add|new/i }).or(page.getByRole("link", { name: /add|new/i })).first().click();
  const form = page.getByTestId("contact-form");
  await form.getByLabel(/name/i).fill("Ada Lovelace");
  await form.getByLabel(/number|phone/i).fill("+447911123456");
  await form.getByRole("button", { name: /save|add/i }).click();
  const row = page.getByTestId("contact-row").filter({ hasText: "Ada Lovelace" });
  await expect(row).toBeVisible();

  await row.getByRole("button", { name: /edit/i }).or(row.getByRole("link", { name: /edit/i })).first().click();
  await page.getByTestId("contact-form").getByLabel(/name/i).fill("Ada King");
  await page.getByTestId("contact-form").getByRole("button", { name: /save/i }).click();
  await expect(page.getByTestId("contact-row").filter({ hasText: "Ada King" })).toBeVisible();

  await page.goto("/dashboard/dialer");
  await page.waitForTimeout(1_000);
  await page.getByTestId("number-field").fill("+447911123456");
  await expect(page.getByTestId("contact-card")).toContainText("Ada King");
});
