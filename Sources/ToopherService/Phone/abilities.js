// What a person may do with a subject on this phone.

import { isShowable } from "./names.js";

// Returns what may be done with a subject. `canVerifyUser` says whether the phone can check who holds it.
export function abilities(subject, canVerifyUser = false) {
  const names = [
    subject.requester.name, subject.user.name,
    ...(subject.isPairing ? [] : [subject.isConfirmation ? subject.phone.name : subject.action.name]),
  ];
  const isShown = names.every(isShowable) && (subject.terminal.name === "" || isShowable(subject.terminal.name));
  const lacksCheck = subject.challengeRequired && !canVerifyUser;
  const canApprove = isShown && !lacksCheck;
  return {
    isShown,
    lacksCheck,
    canApprove,
    // A pairing is approved and confirmed only beside the four words, and what comes from an unknown place only beside all that is said of it.
    canApproveInNotification:
      canApprove && !subject.isPairing && !subject.isConfirmation && subject.numberDigits === 0 && !subject.challengeRequired &&
      !subject.isFirstFromTerminal,
    canAutomate: canApprove && subject.automationAllowed,
  };
}
