// What the page of a user's phones shows besides: standing answers, and backup codes.

import { t } from "./page-texts.js";
import { element } from "./pairing.js";
import { ask } from "./questions.js";

const dates = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });

// Shows the standing answers, each with a button that ends it.
export function renderAutomations(account, { automations }, show, button) {
  const section = document.getElementById("automations");
  section.hidden = automations.length === 0;
  section.querySelector("ul").replaceChildren(...automations.map((automation) => {
    const text = t(automation.decision === "approve" ? "automation_approve" : "automation_deny", {
      action: automation.action.name, terminal: automation.terminal.name, date: dates.format(1000 * automation.expires),
    });
    return element("li", {}, element("p", {}, text), button(t("automation_end"), "quiet", async () => {
      renderAutomations(account, await account("end_automation", { id: automation.id }), show, button);
      show("granted", t("automation_ended"));
    }));
  }));
}

// Offers a new list of backup codes, and shows it once.
export function renderCodes(account, show, button) {
  const section = document.getElementById("codes");
  const place = section.querySelector("div");
  if (!section.hidden) return;
  section.hidden = false;
  const make = button(t("codes_make"), "quiet", async () =>
    ask(place, t("codes_question"), button(t("codes_make"), "", async () => {
      const { codes } = await account("backup_codes");
      place.replaceChildren(
        element("ul", { className: "codes" }, ...codes.map((code) => element("li", {}, code))),
        element("p", {}, t("codes_print")));
    }), button(t("cancel"), "quiet", async () => place.replaceChildren(make))));
  place.replaceChildren(make);
}
