// This phone: its name and words, notifications, automatic answers, and its end.

import { end, fetchAutomations, rename } from "./account.js";
import { checkPart } from "./check-part.js";
import { confirm } from "./dialog.js";
import { button, element } from "./dom.js";
import { explain } from "./explain.js";
import { installPart } from "./install.js";
import { serviceName } from "./place.js";
import { pushPart } from "./push-part.js";
import { day } from "./times.js";
import { wipe } from "./wipe.js";

function section(title, ...children) {
  return element("section", { class: "card" }, element("h2", {}, title), ...children);
}

function namePart(app) {
  const { t } = app;
  const problem = element("p", { class: "problem", role: "alert" });
  const input = element("input", {
    id: "phone-name", type: "text", maxlength: 64, required: true, autocomplete: "off", value: app.identity.name,
  });
  async function onsubmit(event) {
    event.preventDefault();
    problem.textContent = "";
    try {
      app.identity = await rename(app.identity, input.value.trim());
      app.say(t("renamed"));
    } catch (error) {
      problem.textContent = explain(app, error);
    }
  }
  return element(
    "form", { onsubmit }, element("h2", {}, element("label", { for: "phone-name" }, t("welcome_name"))),
    element("div", { class: "row" }, input, element("button", { class: "quiet" }, t("rename"))), problem);
}

function automationsPart(app) {
  const { t, nodes, language } = app;
  const list = element("ul", { class: "plain" });
  const problem = element("p", { class: "problem", role: "alert" });

  function row({ subject, expires }) {
    const { requester, action, user, terminal } = subject;
    const stop = button(t("end"), { class: "quiet" }, async () => {
      problem.textContent = "";
      try {
        await end(app.identity, subject);
        await update();
        app.say(t("ended"));
      } catch (error) {
        // What has changed is shown as it is now, with the reason below it.
        if (error.status === 403) await update();
        problem.textContent = explain(app, error);
      }
    });
    const what = nodes(subject.decision === "approve" ? "automation_approves" : "automation_denies", {
      requester: requester.name, action: action.name, user: user.name, terminal: terminal.name || t("terminal_unnamed"),
    });
    return element(
      "li", {},
      element("p", {}, ...what),
      element("p", { class: "hint" }, t("automation_until", { date: day(expires, language) })), stop);
  }

  async function update() {
    try {
      const found = await fetchAutomations(app.identity);
      const none = element("li", { class: "hint" }, t("automations_none"));
      list.replaceChildren(...(found.length > 0 ? found.map(row) : [none]));
    } catch (error) {
      problem.textContent = explain(app, error);
    }
  }

  update();
  return section(t("automations"), element("p", {}, t("automations_lead")), list, problem);
}

function wipePart(app) {
  const { t } = app;
  const problem = element("p", { class: "problem", role: "alert" });
  const start = button(t("wipe"), { class: "grave" }, async () => {
    problem.textContent = "";
    if (!(await confirm(app, t("wipe_question"), t("wipe_means"), t("wipe")))) return;
    try {
      await app.end(() => wipe(app.identity));
    } catch {
      if (await confirm(app, t("wipe_anyway_question"), t("wipe_anyway_means"), t("wipe_anyway"))) {
        await app.end(() => wipe(undefined));
      }
    }
  });
  return section(t("wipe_title"), element("p", {}, t("wipe_lead")), problem, start);
}

export function phoneScreen(app) {
  const { t, nodes } = app;
  const content = element(
    "div", { class: "screen" },
    element("h1", {}, t("phone")),
    element(
      "section", { class: "card" }, namePart(app),
      element("p", { class: "hint" }, ...nodes("phone_service", { service: serviceName() }))),
    section(
      t("words_title"), element("p", {}, t("words_lead")),
      element("p", { class: "words", translate: "no", lang: "en" }, app.identity.words)),
    section(t("push_title"), pushPart(app, true), installPart(app)),
    section(t("check_title"), checkPart(app)),
    automationsPart(app),
    wipePart(app));
  return { content };
}
