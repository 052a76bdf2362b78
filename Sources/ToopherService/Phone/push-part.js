// The offer of notifications, and their state.

import { button, element } from "./dom.js";
import { explain } from "./explain.js";
import { pushState, turnOff, turnOn } from "./push.js";

// Returns a part that shows the state and changes it. `always` shows it also when there is nothing to do.
export function pushPart(app, always) {
  const { t } = app;
  const part = element("div", { class: "push" });
  const problem = element("p", { class: "problem", role: "alert" });

  function changer(label, kind, change) {
    return button(label, { class: kind }, async () => {
      problem.textContent = "";
      try {
        show(await change(app.identity, app.description));
        app.say(part.textContent);
      } catch (error) {
        const isPush = error.name === "AbortError" || error.name === "TimeoutError" || error.name === "NotAllowedError";
        problem.textContent = isPush ? t("push_failed") : explain(app, error);
      }
    });
  }

  function show(state) {
    const isUseful = state === "off" || state === "home-screen";
    part.hidden = !always && !(isUseful && app.hasPairings);
    if (part.hidden) return;
    part.replaceChildren(element("p", {}, t(`push_${state.replace("-", "_")}`)));
    if (state === "off" && app.description) part.append(changer(t("push_turn_on"), "quiet", turnOn));
    if (state === "on") part.append(changer(t("push_turn_off"), "quiet", turnOff));
    part.append(problem);
  }

  part.hidden = true;
  pushState(app.description).then(show);
  return part;
}

export function pushOffer(app) {
  return pushPart(app, false);
}
