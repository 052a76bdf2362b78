// What became of a request.

import { element } from "./dom.js";
import { icon } from "./icons.js";
import { day } from "./times.js";

function texts({ t, nodes, language }, subject, choice) {
  const requester = subject.requester.name;
  if (subject.isConfirmation) {
    if (choice.decision === "deny") return [t("confirmation_denied_title"), nodes("confirmation_denied_lead", { requester })];
    return choice.hasMoved
      ? [t("moved_title"), nodes("moved_lead", { requester })] : [t("confirmed_title"), nodes("confirmed_lead", { requester })];
  }
  if (subject.isPairing) {
    if (choice.isToBeConfirmed) return [t("to_be_confirmed_title"), nodes("to_be_confirmed_lead", { requester })];
    return choice.decision === "approve"
      ? [t("paired_title"), nodes("paired_lead", { requester })] : [t("pairing_denied_title"), [t("pairing_denied_lead")]];
  }
  if (choice.reason === "not_me") return [t("not_me_title"), nodes("not_me_lead", { requester })];
  if (choice.decision === "deny") return [t("denied_title"), nodes("denied_lead", { requester })];
  if (choice.number) return [t("number_sent_title"), nodes("number_sent_lead", { requester })];
  const until = choice.automatedUntil;
  if (until) return [t("approved_title"), nodes("approved_until", { requester, date: day(until, language) })];
  return [t("approved_title"), nodes("approved_lead", { requester })];
}

// Returns the card after a decision.
export function outcomeCard(app, subject, choice) {
  const [title, lead] = texts(app, subject, choice);
  return card(choice.decision, title, lead);
}

// Returns the card of a request that ended without a decision here.
export function endedCard(app, subject, why) {
  return card("history", app.t(`${why}_title`), app.nodes(`${why}_lead`, { requester: subject.requester.name }));
}

function card(sign, title, lead) {
  const heading = element("h1", { tabindex: -1 }, title);
  return { card: element("div", { class: `card outcome ${sign}` }, icon(sign), heading, element("p", {}, ...lead)), heading };
}
