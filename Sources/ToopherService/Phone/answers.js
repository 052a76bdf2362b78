// Decisions: signed over what was shown, sent, and kept. App and worker decide with the same code.

import { abilities } from "./abilities.js";
import { base64url } from "./bytes.js";
import { addDecision } from "./database.js";
import { sign } from "./identity.js";
import { base } from "./place.js";
import { decisionRecord } from "./records.js";
import { call } from "./service.js";

async function submission(identity, subject, answer) {
  const record = decisionRecord(base, subject, answer, identity.device);
  return {
    kind: subject.kind, id: subject.id, decision: answer.decision, reason: answer.reason, number: answer.number,
    challenge_met: answer.challengeMet, automated_until: answer.automatedUntil,
    signature: base64url(await sign(identity, record)),
  };
}

// Sends a decision: `decision`, and where they apply `reason`, `number`, `automatedUntil`. Throws the service's refusal.
export async function decide(identity, subject, choice) {
  const answer = { reason: "", number: "", challengeMet: false, automatedUntil: 0, ...choice };
  if (answer.decision === "approve") {
    if (!abilities(subject).canApprove) throw new RangeError("not approvable");
    if (answer.number.length !== subject.numberDigits) throw new RangeError("not the number");
  }
  let decided = 0;
  await call(identity, "POST", "device/answers", (timestamp) => {
    decided = timestamp;
    return submission(identity, subject, { ...answer, decided });
  });
  const { kind, requester, user, action, terminal } = subject;
  await addDecision({
    kind, requester: requester.name, user: user.name, action: action.name, terminal: terminal.name,
    decision: answer.decision, reason: answer.reason, automatedUntil: answer.automatedUntil, decided,
  });
}
