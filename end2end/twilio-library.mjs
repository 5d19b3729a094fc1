// Twilio's own Node library as an oracle: one question a line on stdin, one answer a line on stdout (tests/proofs/signatures.rs).
//
//   {"do": "sign", "token", "url", "fields": [[name, value], …]}                → {"signature"}
//   {"do": "validate", "token", "url", "fields", "signature"}                   → {"valid"}
//   {"do": "validate", "token", "url", "body", "signature"}   a JSON post       → {"valid"}

import { createInterface } from "node:readline";
import twilio from "twilio/lib/webhooks/webhooks.js";

/** A form as Express reads it: a repeated name has a list of values. */
function paramsOf(fields) {
  const params = {};
  for (const [name, value] of fields) {
    if (name in params) params[name] = [params[name], value].flat();
    else params[name] = value;
  }
  return params;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { do: what, token, url, fields, body, signature } = JSON.parse(line);
  const answer =
    what === "sign"
      ? { signature: twilio.getExpectedTwilioSignature(token, url, paramsOf(fields)) }
      : { valid: body === undefined ? twilio.validateRequest(token, signature, url, paramsOf(fields)) : twilio.validateRequestWithBody(token, signature, url, body) };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
