// What the phone signs, byte for byte.

import { hex, utf8 } from "./bytes.js";

// A title line, then for each field a line `name length` and a line with the value. The length in bytes precedes each value,
// so no value can pass for another field.
function record(title, fields) {
  const lines = fields.map(([name, value]) => `${name} ${utf8(value).length}\n${value}\n`);
  return utf8(`${title}\n${lines.join("")}`);
}

// The record of a request. `body` is text; empty for GET.
export async function callRecord({ method, url, body, device, timestamp, nonce }) {
  const digest = hex(await crypto.subtle.digest("SHA-256", utf8(body)));
  return record("toopher-device-call-1", [
    ["method", method], ["url", url], ["body-sha256", digest], ["device", device], ["timestamp", `${timestamp}`],
    ["nonce", nonce],
  ]);
}

// The record of what the phone's own check is to be proven with.
export function credentialRecord(service, device, credential, publicKey, alwaysRequired, set) {
  return record("toopher-credential-1", [
    ["service", service], ["device", device], ["credential", credential], ["public-key", publicKey],
    ["always-required", `${alwaysRequired}`], ["set", `${set}`],
  ]);
}

// The record of what was shown and what was answered.
export function decisionRecord(service, subject, answer, device) {
  return record("toopher-decision-2", [
    ["service", service], ["kind", subject.kind], ["id", subject.id],
    ["requester-id", subject.requester.id], ["requester-name", subject.requester.name],
    ["user-id", subject.user.id], ["user-name", subject.user.name],
    ["action-id", subject.action.id], ["action-name", subject.action.name],
    ["terminal-id", subject.terminal.id], ["terminal-name", subject.terminal.name],
    ["phone-id", subject.phone.id], ["phone-name", subject.phone.name], ["phone-words", subject.phoneWords],
    ["first-from-terminal", `${subject.isFirstFromTerminal}`],
    ["challenge-required", `${subject.challengeRequired}`], ["number-digits", `${subject.numberDigits}`],
    ["automation-allowed", `${subject.automationAllowed}`], ["created", `${subject.created}`],
    ["expires", `${subject.expires}`], ["decision", answer.decision], ["reason", answer.reason],
    ["number", answer.number], ["challenge-met", `${answer.challengeMet}`],
    ["automated-until", `${answer.automatedUntil}`], ["decided", `${answer.decided}`], ["device", device],
  ]);
}

// The record of the end of a pairing or of a standing answer, and of what was shown of it.
export function revocationRecord(service, subject, revoked, device) {
  return record("toopher-revocation-1", [
    ["service", service], ["kind", subject.kind], ["id", subject.id],
    ["requester-id", subject.requester.id], ["requester-name", subject.requester.name],
    ["user-id", subject.user.id], ["user-name", subject.user.name],
    ["action-id", subject.action.id], ["action-name", subject.action.name],
    ["terminal-id", subject.terminal.id], ["terminal-name", subject.terminal.name],
    ["decision", subject.decision], ["revoked", `${revoked}`], ["device", device],
  ]);
}
