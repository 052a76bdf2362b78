// One request: who asks, for what, as whom, from where, and what may be answered.

import { abilities } from "./abilities.js";
import { now } from "./clock.js";
import { bdi, button, element } from "./dom.js";
import { icon } from "./icons.js";
import { escaped } from "./names.js";
import { day, moment, remaining } from "./times.js";
import { canCheck } from "./user-check.js";

// A touch that was meant for what stood here before does not count.
const settling = 400;
const automaticDays = [7, 30, 90];

function row(term, ...value) {
  return element("div", {}, element("dt", {}, term), element("dd", {}, ...value));
}

function facts({ t, language }, subject, show) {
  const asked = moment(subject.created, language, now());
  if (subject.isPairing) return element("dl", {}, row(t("as"), show(subject.user.name)), row(t("asked"), asked));
  if (subject.isConfirmation) {
    return element(
      "dl", {}, row(t("as"), show(subject.user.name)), row(t("new_phone"), show(subject.phone.name)), row(t("asked"), asked));
  }
  const terminal = subject.terminal.name === "" ? t("terminal_unnamed") : show(subject.terminal.name);
  return element(
    "dl", {}, row(t("as"), show(subject.user.name)), row(t("from"), terminal), row(t("asked"), asked));
}

// The number that the page shows. Returns the field, and a function that returns its digits, or "" after it has complained.
function numberField({ t }, digits) {
  const problem = element("p", { class: "problem", id: "number-problem", role: "alert" });
  const input = element("input", {
    id: "number", class: "number", type: "text", inputmode: "numeric", autocomplete: "off", maxlength: 2 * digits + 2,
    "aria-describedby": "number-problem", enterkeyhint: "done",
  });
  function read() {
    const entered = input.value.normalize("NFKC").replace(/\s/g, "");
    const isComplete = entered.length === digits && /^[0-9]+$/.test(entered);
    problem.textContent = isComplete ? "" : t("number_incomplete", { count: digits });
    if (!isComplete) input.focus();
    return isComplete ? entered : "";
  }
  const field = element(
    "div", { class: "entry" }, element("label", { for: "number" }, t("number_label", { count: digits })), input, problem);
  return { field, read };
}

// The offer to answer later requests in the same way. Returns the field, and a function that returns until when, or 0.
function automationField({ t, nodes, language }, subject) {
  const choice = element(
    "select", { id: "until" },
    ...automaticDays.map((days) => element("option", { value: days }, day(now() + 86400 * days, language))));
  choice.value = "30";
  const details = element(
    "div", { hidden: true, class: "details" },
    element("p", {}, ...nodes("automate_means", {
      requester: subject.requester.name, action: subject.action.name, user: subject.user.name,
      terminal: subject.terminal.name || t("terminal_unnamed"),
    })),
    element("label", { for: "until" }, t("automate_until")), choice);
  const box = element("input", {
    id: "automate", type: "checkbox", onchange: () => (details.hidden = !box.checked),
  });
  const field = element(
    "div", { class: "automate" }, element("label", { class: "check", for: "automate" }, box, t("automate")), details);
  return { field, read: () => (box.checked ? now() + 86400 * Number(choice.value) : 0) };
}

// The offer to end the pairing of this phone in favour of the other one.
function movingField({ t }) {
  const box = element("input", { id: "moves", type: "checkbox" });
  return { field: element("label", { class: "check", for: "moves" }, box, t("moves")), read: () => box.checked };
}

// Returns the card of a subject. `act` gets the choice; `setUpCheck` sets up the phone's own check of its user; `tick` must be
// called every second.
export function requestCard(app, subject, act, setUpCheck) {
  const { t, nodes } = app;
  const can = abilities(subject, Boolean(app.check));
  const show = (name) => bdi(can.isShown ? name : escaped(name));
  const shown = performance.now();
  const decide = (choice) => (performance.now() - shown < settling ? undefined : act(choice));
  const number = can.canApprove && subject.numberDigits > 0 ? numberField(app, subject.numberDigits) : undefined;
  const automation = can.canAutomate ? automationField(app, subject) : undefined;

  function approve() {
    const entered = number ? number.read() : "";
    if (number && !entered) return undefined;
    return decide({ decision: "approve", number: entered, automatedUntil: automation?.read() ?? 0, moves: moving?.read() });
  }

  function lackOfCheck() {
    const note = element("p", { class: "note warning" }, icon("report"), t("lacks_check"));
    const part = element("div", { class: "needs-check" }, note);
    // Some browsers take their time to say so.
    canCheck().then((isAble) => {
      if (!isAble) return;
      note.replaceChildren(icon("report"), t("needs_check"));
      part.append(button(t("check_set_up"), { class: "quiet" }, setUpCheck));
    });
    return [part];
  }

  const left = element("span", {});
  const bar = element("progress", { max: Math.max(1, subject.expires - subject.created), "aria-hidden": "true" });
  const moving = can.canApprove && subject.isConfirmation ? movingField(app) : undefined;
  const title = subject.isPairing ? nodes("pairing_heading")
    : subject.isConfirmation ? nodes("confirmation_heading") : [show(subject.action.name)];
  const who = subject.isPairing ? "pairing_who" : subject.isConfirmation ? "confirmation_who" : "who";
  const heading = element("h1", { tabindex: -1 }, ...title);
  const card = element(
    "form",
    { class: "card request", onsubmit: (event) => (event.preventDefault(), approve()) },
    element("p", { class: "who" }, ...nodes(who, { requester: show(subject.requester.name) })),
    heading,
    ...(subject.isFirstFromTerminal ? [element("p", { class: "note warning" }, icon("report"), t("first_from_terminal"))] : []),
    facts(app, subject, show),
    element("p", { class: "left" }, bar, left),
    ...(can.isShown ? [] : [element("p", { class: "note warning" }, icon("report"), t("not_showable"))]),
    ...(can.lacksCheck ? lackOfCheck() : []),
    ...(can.canApprove && subject.challengeRequired ? [element("p", { class: "hint" }, t("check_follows"))] : []),
    ...(subject.isPairing && can.canApprove
      ? [element("p", {}, t("pairing_compare")), element("p", { class: "words", translate: "no", lang: "en" }, app.identity.words)]
      : []),
    ...(subject.isConfirmation && can.canApprove
      ? [element("p", {}, t("confirmation_compare")), element("p", { class: "words", translate: "no", lang: "en" }, subject.phoneWords)]
      : []),
    number?.field, automation?.field, moving?.field,
    element(
      "div", { class: "choices" },
      button([icon("deny"), t("deny")], { class: "deny" }, () => decide({ decision: "deny" })),
      can.canApprove ? element("button", { class: "approve" }, icon("approve"), t("approve")) : undefined),
    button(t("not_me"), { class: "plain" }, () => decide({ decision: "deny", reason: "not_me" })));

  function tick() {
    const seconds = subject.expires - now();
    bar.value = Math.max(0, seconds);
    left.textContent = t("time_left", { time: remaining(seconds) });
  }
  tick();
  return { card, heading, tick };
}
