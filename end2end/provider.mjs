// An OpenID Connect provider that nobody here wrote: whoever types a name there is that person, with a verified address.

import Provider from "oidc-provider";

const CLIENT = { client_id: "ringfare", client_secret: "a secret between the two" };

/** What a Ringfare is told of a provider at this port. */
export function configured(port) {
  return {
    RINGFARE_OIDC_ISSUER: `http://localhost:${port}`,
    RINGFARE_OIDC_CLIENT_ID: CLIENT.client_id,
    RINGFARE_OIDC_CLIENT_SECRET: CLIENT.client_secret,
    RINGFARE_OIDC_NAME: "Example ID",
    // Who has no account here gets none by the provider either.
    RINGFARE_SIGN_UP: "closed",
  };
}

/** Serves the Ringfare at `base` until `close()`. */
export function provider(port, base) {
  const told = (subject) => ({ sub: subject, email: `${subject}@example.org`, email_verified: true });
  const serving = new Provider(`http://localhost:${port}`, {
    clients: [{ ...CLIENT, redirect_uris: [`${base}/sign-in/provider/back`] }],
    claims: { openid: ["sub"], email: ["email", "email_verified"] },
    // The address is in the ID token, as at the large providers.
    conformIdTokenClaims: false,
    findAccount: (_context, subject) => ({ accountId: subject, claims: () => told(subject) }),
    cookies: { keys: ["for this test alone"] },
  });
  return serving.listen(port, "localhost");
}

/** Signs in on the provider's own pages, and lets Ringfare know. */
export async function signInThere(page, name) {
  await signInThereAgain(page, name);
  await page.getByRole("button", { name: "Continue" }).click();
}

/** The same where Ringfare may know already. */
export async function signInThereAgain(page, name) {
  await page.getByPlaceholder("Enter any login").fill(name);
  await page.getByPlaceholder("and password").fill("any");
  await page.getByRole("button", { name: "Sign-in" }).click();
}
