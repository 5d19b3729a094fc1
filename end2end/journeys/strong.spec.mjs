// Two-step sign-in with a code app and recovery codes; passkeys with the browser's own authenticator.

import { createHmac } from "node:crypto";
import { expectNoFault } from "../axe.mjs";
import { expect, hydrated, signIn, test, withoutSession } from "../phone.mjs";

/** What a code app shows for a key: RFC 6238 with SHA-1, six digits, 30 seconds. */
function codeOf(key, seconds = Date.now() / 1000) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...key.replace(/\s/g, "")].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const secret = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(seconds / 30)));
  const hash = createHmac("sha1", secret).update(counter).digest();
  const offset = hash.at(-1) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function settings(page) {
  await page.goto("/dashboard/settings");
  await hydrated(page);
}

/** The browser has an authenticator that answers by itself. */
async function withAuthenticator(page) {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("WebAuthn.enable");
  const options = { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true };
  await devtools.send("WebAuthn.addVirtualAuthenticator", { options });
}

async function addPasskey(page, name) {
  await settings(page);
  await page.getByLabel("Name of the new passkey").fill(name);
  await page.getByRole("button", { name: "Add a passkey" }).click();
  return page.getByTestId("passkeys").getByRole("listitem");
}

/** The page was loaded anew when the passkey was added, and only then shows it. */
async function removePasskey(page, passkeys) {
  await hydrated(page);
  await passkeys.getByText("Remove", { exact: true }).click();
  await passkeys.getByRole("button", { name: "Yes, remove it" }).click();
  await expect(page.getByText("No passkey yet.")).toBeVisible();
}

test("a caller turns two-step sign-in on, and signs in with a code and once with a recovery code", async ({ page, account }) => {
  test.setTimeout(120_000);
  const owner = account("0");
  await signIn(page, owner);
  await settings(page);
  await page.getByRole("button", { name: "Set it up" }).click();
  const key = await page.getByTestId("two-step-key").textContent();
  await expect(page.getByRole("img", { name: /QR code/ })).toBeVisible();
  await expectNoFault(page, "a key for a code app");
  await page.getByLabel("Code that the app shows").fill(codeOf(key));
  await page.getByRole("button", { name: "Turn it on" }).click();
  const codes = page.getByTestId("recovery-codes").getByRole("listitem");
  await expect(codes).toHaveCount(10);
  await expectNoFault(page, "recovery codes");
  const recovery = await codes.first().textContent();
  await expect(page.getByTestId("two-step-on")).toBeVisible();

  // The next step of the clock counts as well, and the one that turned it on is used up.
  for (const code of [() => codeOf(key, Date.now() / 1000 + 30), () => recovery]) {
    await withoutSession(page);
    await page.goto("/sign-in");
    await hydrated(page);
    await page.getByLabel(/e-?mail/i).fill(owner.email);
    await page.getByLabel("Password").fill(owner.password);
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/sign-in/code**");
    await hydrated(page);
    await expectNoFault(page, "a code is asked for");
    await page.getByLabel("Code").fill(code());
    await page.getByRole("button", { name: "Sign in" }).click();
    await page.waitForURL("**/dashboard/dialer");
  }
});

test("a caller makes a passkey, signs in with it alone, and removes it", async ({ page, account }) => {
  test.setTimeout(120_000);
  await withAuthenticator(page);
  await signIn(page, account("0"));
  const passkeys = await addPasskey(page, "laptop");
  await expect(passkeys).toHaveText([/laptop.*never used/]);

  await withoutSession(page);
  await page.goto("/sign-in");
  await hydrated(page);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await page.waitForURL("**/dashboard/dialer");

  await settings(page);
  await expect(passkeys).toHaveText([/laptop.*used/]);
  await removePasskey(page, passkeys);
});

test.describe("a passkey that was removed", () => {
  test.use({ refusals: [401, 409, 422] });

  test("opens nothing, and the page says why", async ({ page, account }) => {
    await withAuthenticator(page);
    await signIn(page, account("0"));
    const passkeys = await addPasskey(page, "lost phone");
    await expect(passkeys).toHaveCount(1);
    await removePasskey(page, passkeys);
    await withoutSession(page);
    await page.goto("/sign-in");
    await hydrated(page);
    await page.getByRole("button", { name: "Use a passkey" }).click();
    await expect(page.getByText("This passkey opens no account here")).toBeVisible();
    await expect(page).toHaveURL(/\/sign-in/);
  });
});

test("the button for a passkey waits for its script", async ({ page }) => {
  let come;
  const held = new Promise((done) => (come = done));
  await page.route("**/passkey.js*", async (route) => {
    await held;
    await route.continue();
  });
  // A page that is taken over before it has loaded waits for this script before it says that it has.
  await page.goto("/sign-in", { waitUntil: "commit" });
  await hydrated(page);
  const button = page.getByRole("button", { name: "Use a passkey" });
  await expect(button).toBeDisabled();
  come();
  await expect(button).toBeEnabled();
});

test.describe("a script for passkeys that does not come", () => {
  test.use({ noise: ["ERR_FAILED"] });

  test("leaves the button shut, and the page says what to do", async ({ page }) => {
    await page.route("**/passkey.js*", (route) => route.abort());
    await page.goto("/sign-in");
    await expect(page.getByText("The part of Ringfare that talks to your device did not load.")).toBeVisible();
    await expect(page.getByRole("button", { name: "Use a passkey" })).toBeDisabled();
  });
});
