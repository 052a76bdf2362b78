// The phone's key, which never leaves it, and the id that the service knows it by.

import { read, write } from "./database.js";
import { fingerprint } from "./fingerprint.js";

const algorithm = { name: "ECDSA", namedCurve: "P-256" };

export function loadIdentity() {
  return read("identity");
}

// Creates a key that no script can read. It is stored before it is used: a lost response leaves the same key for the next try.
export async function makeIdentity(name) {
  const pair = await crypto.subtle.generateKey(algorithm, false, ["sign", "verify"]);
  const publicKey = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const identity = { privateKey: pair.privateKey, publicKey, device: "", name, words: await fingerprint(publicKey) };
  await write("identity", identity);
  return identity;
}

export async function updateIdentity(identity, changes) {
  const updated = { ...identity, ...changes };
  await write("identity", updated);
  return updated;
}

// Returns the ES256 signature of bytes: `r` then `s`.
export function sign(identity, bytes) {
  return crypto.subtle.sign({ name: "ECDSA", hash: "SHA-256" }, identity.privateKey, bytes);
}
