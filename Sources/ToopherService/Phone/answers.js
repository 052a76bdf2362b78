// Decisions: signed over what was shown, sent, and kept. App and worker decide with the same code.

import { abilities } from "./abilities.js";
import { base64url } from "./bytes.js";
import { now } from "./clock.js";
import { addDecision } from "./database.js";
import { sign } from "./identity.js";
import { base } from "./place.js";
import { decisionRecord } from "./records.js";
import { call } from "./service.js";

async function submission(identity, subject, answer, assertion) {
  const record = decisionRecord(base, subject, answer, identity.device);
  return {
    kind: subject.kind, id: subject.id, decision: answer.decision, reason: answer.reason, number: answer.number,
    challenge_met: answer.challengeMet, automated_until: answer.automatedUntil,
    signature: base64url(await sign(identity, record)), assertion,
  };
}

// Sends a decision: `decision`, and where they apply `reason`, `number`, `automatedUntil`. Throws the service's refusal.
// Returns whether another phone of the user has to confirm it. `check` has the phone check who holds it, where the request needs
// that, and returns the proof for a record.
export async function decide(identity, subject, choice, check) {
  const answer = { reason: "", number: "", challengeMet: false, automatedUntil: 0, ...choice };
  if (answer.decision === "approve") {
    if (!abilities(subject, Boolean(check)).canApprove) throw new RangeError("not approvable");
    if (answer.number.length !== subject.numberDigits) throw new RangeError("not the number");
    answer.challengeMet = subject.challengeRequired;
  }
  // The check takes as long as the person does: before the request, which has a deadline.
  async function prove(decided) {
    const record = decisionRecord(base, subject, { ...answer, decided }, identity.device);
    return { decided, assertion: answer.challengeMet ? await check(record) : undefined };
  }
  let proven = await prove(now());
  const receipt = await call(identity, "POST", "device/answers", async (timestamp) => {
    if (timestamp !== proven.decided) proven = await prove(timestamp);
    return submission(identity, subject, { ...answer, decided: proven.decided }, proven.assertion);
  }, undefined, proven.decided);
  const { decided } = proven;
  const { kind, requester, user, action, terminal, phone } = subject;
  await addDecision({
    kind, requester: requester.name, user: user.name, action: action.name, terminal: terminal.name, phone: phone.name,
    decision: answer.decision, reason: answer.reason, automatedUntil: answer.automatedUntil, decided,
  });
  return receipt.confirmation_pending === true;
}
