// The first start: what this is, a name for the phone, its key.

import { register } from "./account.js";
import { button, element } from "./dom.js";
import { explain } from "./explain.js";
import { icon } from "./icons.js";
import { wasPaired, remember } from "./memory.js";
import { home, serviceName } from "./place.js";

// In Safari an app on the home screen has storage of its own: what is set up outside of it is lost to it.
function homeScreenHint({ t, token }) {
  if (navigator.standalone !== false) return [];
  const copy = button(t("welcome_copy_link"), { class: "quiet" }, (pressed) =>
    navigator.clipboard.writeText(`${home}#pair=${token}`).then(() => (pressed.textContent = t("copied"))));
  return [
    element(
      "div", { class: "note" }, element("p", {}, t("welcome_home_screen")),
      ...(token ? [element("p", {}, t("welcome_home_screen_link")), copy] : [])),
  ];
}

export function welcomeScreen(app) {
  const { t, nodes } = app;
  const problem = element("p", { class: "problem", role: "alert" });
  const input = element("input", {
    id: "name", name: "name", type: "text", maxlength: 64, required: true, autocomplete: "off", value: t("default_name"),
  });
  const start = element("button", { class: "wide" }, t("welcome_start"));
  const form = element(
    "form",
    {
      async onsubmit(event) {
        event.preventDefault();
        problem.textContent = "";
        start.disabled = true;
        try {
          app.identity = await register(app.identity, input.value.trim());
          navigator.storage?.persist?.();
          remember();
          app.begin();
        } catch (error) {
          problem.textContent = explain(app, error);
          start.disabled = false;
        }
      },
    },
    element("label", { for: "name" }, t("welcome_name")), input,
    element("p", { class: "hint" }, t("welcome_name_hint")), problem, start);
  const content = element(
    "div", { class: "screen welcome" },
    icon("shield"),
    element("h1", {}, t("welcome_title")),
    element("p", { class: "lead" }, t("welcome_lead")),
    ...(wasPaired() ? [element("p", { class: "note warning" }, t("welcome_lost"))] : []),
    ...homeScreenHint(app),
    element("p", {}, ...nodes(app.token ? "welcome_invited" : "welcome_service", { service: serviceName() })),
    form);
  return { content };
}
