// The decisions that were made on this phone. They are kept here only.

import { now } from "./clock.js";
import { decisions } from "./database.js";
import { bdi, element } from "./dom.js";
import { icon } from "./icons.js";
import { moment } from "./times.js";

function label(each) {
  if (each.reason === "not_me") return "history_not_me";
  return each.decision === "approve" ? "history_approved" : "history_denied";
}

function entry({ t, nodes, language }, each) {
  const isPairing = each.kind === "pairing";
  const isConfirmation = each.kind === "pairing_confirmation";
  const where = isPairing
    ? nodes("history_pairing", { user: each.user })
    : isConfirmation ? nodes("history_confirmation", { user: each.user, phone: each.phone })
    : nodes("history_where", { user: each.user, terminal: each.terminal || t("terminal_unnamed") });
  return element(
    "li", { class: each.decision },
    icon(each.decision),
    element(
      "div", {},
      element("p", { class: "what" }, bdi(each.requester), ...(isPairing || isConfirmation ? [] : [" · ", bdi(each.action)])),
      element("p", {}, ...where),
      element(
        "p", { class: "hint" }, t(label(each)), " · ", moment(each.decided, language, now()),
        ...(each.automatedUntil ? [" · ", t("history_automatic")] : []))));
}

export function historyScreen(app) {
  const { t } = app;
  const list = element("ul", { class: "card history" });
  const empty = element("div", { class: "card empty" }, icon("history"), element("p", {}, t("history_empty")));
  const place = element("div", {});

  async function update() {
    const found = await decisions();
    list.replaceChildren(...found.map((each) => entry(app, each)));
    place.replaceChildren(found.length > 0 ? list : empty);
  }

  update();
  const content = element(
    "div", { class: "screen" },
    element("h1", {}, t("history")), element("p", {}, t("history_lead")), place);
  return { content, update };
}
