// The phone's own check of who holds it: fingerprint, face or PIN, asked for by the browser (WebAuthn). The service verifies the
// proof.

import { base64url, fromBase64url, utf8 } from "./bytes.js";
import { now } from "./clock.js";
import { read, write } from "./database.js";
import { base, serviceName } from "./place.js";
import { credentialRecord } from "./records.js";
import { call } from "./service.js";

const timeout = 60000;
// ES256, and RS256 as some computers have it.
const algorithms = [-7, -257].map((alg) => ({ type: "public-key", alg }));

// Whether this phone can check who holds it.
export async function canCheck() {
  return (await self.PublicKeyCredential?.isUserVerifyingPlatformAuthenticatorAvailable?.().catch(() => false)) ?? false;
}

// Returns the credential that proves the check: `id`, `publicKey`, `alwaysRequired`; `undefined` until it is set up.
export function loadCheck() {
  return read("check");
}

// Has the phone check who holds it. Returns the proof for a record.
export async function check(id, record) {
  const { response } = await navigator.credentials.get({
    publicKey: {
      challenge: await crypto.subtle.digest("SHA-256", record), rpId: location.hostname, timeout,
      allowCredentials: [{ type: "public-key", id: fromBase64url(id), transports: ["internal"] }],
      userVerification: "required",
    },
  });
  return {
    credential: id, authenticator_data: base64url(response.authenticatorData),
    client_data: base64url(response.clientDataJSON), signature: base64url(response.signature),
  };
}

async function make(identity) {
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: crypto.getRandomValues(new Uint8Array(32)), timeout, pubKeyCredParams: algorithms, attestation: "none",
      rp: { id: location.hostname, name: serviceName() },
      user: { id: utf8(identity.device), name: identity.name, displayName: identity.name },
      authenticatorSelection: {
        authenticatorAttachment: "platform", residentKey: "discouraged", userVerification: "required",
      },
    },
  });
  return { id: base64url(made.rawId), publicKey: base64url(made.response.getPublicKey()) };
}

// Says at the service whether each approval needs the check, and sets the check up if it is not.
export async function setCheck(identity, known, alwaysRequired) {
  const { id, publicKey } = known ?? (await make(identity));
  // The service may have one of which this app has not heard that it was set up: that one proves the change.
  const { id: current } = await call(identity, "GET", "device/credential");
  const credential = { id, publicKey, alwaysRequired };
  // The check takes as long as the person does: before the request, which has a deadline.
  async function prove(set) {
    return { set, assertion: await check(current ?? id, credentialRecord(base, identity.device, id, publicKey, alwaysRequired, set)) };
  }
  let proven = await prove(now());
  await call(identity, "PUT", "device/credential", async (timestamp) => {
    if (timestamp !== proven.set) proven = await prove(timestamp);
    return { id, public_key: publicKey, always_required: alwaysRequired, assertion: proven.assertion };
  }, undefined, proven.set);
  await write("check", credential);
  return credential;
}
