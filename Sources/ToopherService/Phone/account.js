// What the phone does at its service beside deciding.

import { now } from "./clock.js";
import { read, write } from "./database.js";
import { base64url } from "./bytes.js";
import { makeIdentity, sign, updateIdentity } from "./identity.js";
import { passwordKey } from "./otp.js";
import { base } from "./place.js";
import { revocationRecord } from "./records.js";
import { call } from "./service.js";
import { endableAutomation, endablePairing, pairingSubject } from "./subjects.js";

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
    pairings.map(async (each) => {
      const subject = endablePairing(each);
      const { id, requester, user } = subject;
      const found = passwords.find((other) => other.id === id);
      const key = found ? await passwordKey(found.secret) : known.get(id)?.key;
      return {
        id, subject, requester: requester.name, user: user.name, created: each.created, key, digits: found?.digits ?? 6,
        period: found?.period ?? 30,
      };
    }));
  await write("pairings", fetched);
  return fetched;
}

// Fetches the standing answers that have not expired: the subject of each, and when it expires.
export async function fetchAutomations(identity) {
  const { automations } = await call(identity, "GET", "device/automations");
  return automations
    .filter((each) => each.expires > now())
    .map((each) => ({ subject: endableAutomation(each), expires: each.expires }));
}

// Ends a pairing or a standing answer, signed over what was shown of it.
export function end(identity, subject) {
  return call(identity, "POST", "device/revocations", async (timestamp) => ({
    [subject.kind]: subject.id,
    signature: base64url(await sign(identity, revocationRecord(base, subject, timestamp, identity.device))),
  }));
}
