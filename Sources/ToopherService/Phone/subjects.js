// What waits for a decision, and what can be ended, as the service lists it. A subject is shown and signed from the same frozen
// values.

const pairing = "pairing";
const confirmation = "pairing_confirmation";
const authenticationRequest = "authentication_request";

function text(value) {
  if (typeof value !== "string") throw new TypeError("not a text");
  return value;
}

function flag(value) {
  if (typeof value !== "boolean") throw new TypeError("not a Boolean");
  return value;
}

function integer(value) {
  if (!Number.isSafeInteger(value) || value < 0) throw new TypeError("not an integer");
  return value;
}

function named(value) {
  return Object.freeze({ id: text(value.id), name: text(value.name) });
}

const none = named({ id: "", name: "" });

// Returns a subject; throws if a member is missing or of another type.
export function subject(kind, json) {
  const isRequest = kind === authenticationRequest;
  const isConfirmation = kind === confirmation;
  return Object.freeze({
    kind,
    id: text(json.id),
    requester: named(json.requester),
    user: named(json.user),
    action: isRequest ? named(json.action) : none,
    terminal: isRequest ? named(json.terminal) : none,
    phone: isConfirmation ? named(json.phone) : none,
    phoneWords: isConfirmation ? text(json.phone_words) : "",
    // The pairing of this phone, which ends when its user moves to the other one.
    pairing: isConfirmation ? text(json.pairing) : "",
    challengeRequired: isRequest || isConfirmation ? flag(json.challenge_required) : false,
    numberDigits: isRequest ? integer(json.number_digits) : 0,
    automationAllowed: isRequest ? flag(json.automation_allowed) : false,
    created: integer(json.created),
    expires: integer(json.expires),
    isFirstFromTerminal: isRequest ? flag(json.first_from_terminal) : false,
    isPairing: kind === pairing,
    isConfirmation,
  });
}

export function pairingSubject(json) {
  return subject(pairing, json);
}

// Returns what of a pairing is shown and signed to end it.
export function endablePairing(json) {
  return Object.freeze({
    kind: pairing, id: text(json.id), requester: named(json.requester), user: named(json.user), action: none, terminal: none,
    decision: "",
  });
}

// Returns what of a standing answer is shown and signed to end it.
export function endableAutomation(json) {
  return Object.freeze({
    kind: "automation", id: text(json.id), requester: named(json.requester), user: named(json.user),
    action: named(json.action), terminal: named(json.terminal), decision: text(json.decision),
  });
}

// Returns everything of `device/pending`, the newest first, how many more there are, and how many pairings of this phone wait for
// another one to confirm them.
export function pendingList(json) {
  const subjects = [
    ...json.pairings.map((each) => subject(pairing, each)),
    ...(json.confirmations ?? []).map((each) => subject(confirmation, each)),
    ...json.authentication_requests.map((each) => subject(authenticationRequest, each)),
  ];
  subjects.sort((one, other) => other.created - one.created);
  return { subjects, more: integer(json.more ?? 0), unconfirmed: integer(json.unconfirmed ?? 0) };
}
