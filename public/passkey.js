// Passkeys: between the buttons `[data-passkey]` of the page, the browser's authenticators and the server. The words are all in the
// page; a failure of the server brings its own sentence.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

/** Calls a server function; gives its answer, or throws its sentence. */
async function ask(path, fields = {}) {
  const answer = await fetch(`/app/${path}`, {
    method: "POST",
    body: new URLSearchParams(fields),
    headers: { accept: "application/json" },
    redirect: "manual",
  });
  const body = await answer.json().catch(() => undefined);
  if (!answer.ok) throw Object.assign(new Error(body?.message ?? ""), { kind: body?.kind });
  return { body, location: answer.headers.get("location") };
}

/** A credential as the server reads it. */
function readable(credential) {
  const { response } = credential;
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"];
  const filled = parts.filter((part) => response[part]).map((part) => [part, text(response[part])]);
  const answer = Object.fromEntries(filled);
  if (response.getTransports) answer.transports = response.getTransports();
  const extensions = credential.getClientExtensionResults();
  return JSON.stringify({ id: credential.id, rawId: text(credential.rawId), type: credential.type, response: answer, extensions });
}

async function signIn(button) {
  const { publicKey } = (await ask("passkey-challenge")).body;
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.allowCredentials = [];
  const credential = await navigator.credentials.get({ publicKey });
  const fields = { answer: readable(credential), next: button.dataset.next ?? "" };
  const { location: next } = await ask("sign-in-with-passkey", fields);
  location.assign(next ?? "/dashboard/dialer");
}

async function add(button) {
  const name = document.querySelector(button.dataset.name);
  if (!name.reportValidity()) return;
  const { publicKey } = (await ask("new-passkey-challenge")).body;
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.user.id = bytes(publicKey.user.id);
  for (const known of publicKey.excludeCredentials ?? []) known.id = bytes(known.id);
  const credential = await navigator.credentials.create({ publicKey });
  await ask("add-passkey", { name: name.value, answer: readable(credential) });
  location.reload();
}

const DOES = { "sign-in": signIn, add };

function say(button, words) {
  const place = document.getElementById(button.getAttribute("aria-describedby"));
  place.textContent = words;
  place.hidden = !words;
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest?.("[data-passkey]");
  if (!button || button.ariaBusy === "true") return;
  if (!window.PublicKeyCredential) return say(button, button.dataset.missing);
  button.ariaBusy = "true";
  say(button, "");
  try {
    await DOES[button.dataset.passkey](button);
  } catch (error) {
    if (error.kind === "confirm_first") return location.assign("/confirm?next=/dashboard/settings");
    // The browser tells neither us nor a thief whether there was no passkey, nobody touched it, or it was the wrong one.
    say(button, error.name === "Error" ? error.message || button.dataset.failed : error.name === "InvalidStateError" ? button.dataset.known : button.dataset.failed);
  } finally {
    button.ariaBusy = null;
  }
});
