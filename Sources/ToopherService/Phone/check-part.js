// The wish to be checked before each approval.

import { element } from "./dom.js";
import { explainCheck } from "./explain.js";
import { canCheck, setCheck } from "./user-check.js";

export function checkPart(app) {
  const { t } = app;
  const problem = element("p", { class: "problem", role: "alert" });
  const box = element("input", { id: "always-check", type: "checkbox", onchange });
  const label = element("label", { class: "check", for: "always-check", hidden: true }, box, t("check_always"));
  const state = element("p", {});
  box.checked = app.check?.alwaysRequired ?? false;

  async function onchange() {
    problem.textContent = "";
    box.disabled = true;
    try {
      app.check = await setCheck(app.identity, app.check, box.checked);
      app.say(t(box.checked ? "check_on" : "check_off"));
    } catch (error) {
      problem.textContent = explainCheck(app, error);
    } finally {
      box.checked = app.check?.alwaysRequired ?? false;
      box.disabled = false;
    }
  }

  canCheck().then((isAble) => {
    label.hidden = !isAble;
    state.textContent = t(isAble ? "check_lead" : "check_unavailable");
  });
  return element("div", {}, state, label, problem);
}
