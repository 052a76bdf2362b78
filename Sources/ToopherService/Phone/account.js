// What the phone does at its service beside deciding.

import { now } from "./clock.js";
import { read, write } from "./database.js";
import { base64url } from "./bytes.js";
import { makeIdentity, updateIdentity } from "./identity.js";
import { passwordKey } from "./otp.js";
import { call } from "./service.js";
import { pairingSubject } from "./subjects.js";

// Registers this phone under a name. The key of a failed try is used again: the service then returns the same id.
export async function register(existing, name) {
  const identity = existing ? await updateIdentity(existing, { name }) : await makeIdentity(name);
  const { id } = await call(identity, "POST", "device/register", () => ({
    name, public_key: base64url(identity.publicKey),
  }));
  return updateIdentity(identity, { device: id });
}

export async function rename(identity, name) {
  const stored = await call(identity, "POST", "device/name", () => ({ name }));
  return updateIdentity(identity, { name: stored.name ?? name });
}

export function offerPhrase(identity, signal) {
  return call(identity, "POST", "device/phrases", undefined, signal);
}

// Takes an invitation. Returns the pairing, which then waits for a decision.
export async function takeInvitation(identity, token) {
  return pairingSubject(await call(identity, "POST", "device/invitations", () => ({ token })));
}

// Fetches the pairings and their secrets for one-time passwords, which are kept as keys that cannot be read.
export async function fetchPairings(identity) {
  const { pairings } = await call(identity, "GET", "device/pairings");
  const { pairings: passwords } = await call(identity, "GET", "device/otp");
  const known = new Map(((await read("pairings")) ?? []).map((each) => [each.id, each]));
  const fetched = await Promise.all(
    pairings.map(async ({ id, requester, user, created }) => {
      const found = passwords.find((each) => each.id === id);
      const key = found ? await passwordKey(found.secret) : known.get(id)?.key;
      return {
        id, requester: `${requester.name}`, user: `${user.name}`, created, key, digits: found?.digits ?? 6,
        period: found?.period ?? 30,
      };
    }));
  await write("pairings", fetched);
  return fetched;
}

export async function fetchAutomations(identity) {
  const { automations } = await call(identity, "GET", "device/automations");
  return automations.filter((each) => each.expires > now());
}

export function endPairing(identity, id) {
  return call(identity, "POST", "device/revocations", () => ({ pairing: id }));
}

export function endAutomation(identity, id) {
  return call(identity, "POST", "device/revocations", () => ({ automation: id }));
}
