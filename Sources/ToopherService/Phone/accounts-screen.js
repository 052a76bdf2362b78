// The pairings, each with its one-time password.

import { end } from "./account.js";
import { now } from "./clock.js";
import { confirm } from "./dialog.js";
import { bdi, button, element } from "./dom.js";
import { explain } from "./explain.js";
import { icon } from "./icons.js";
import { grouped, password } from "./otp.js";
import { day } from "./times.js";

function account(app, pairing, tell) {
  const { t, language } = app;
  const digits = element("p", { class: "digits" });
  const bar = element("progress", { max: pairing.period, "aria-hidden": "true" });
  const left = element("span", { class: "hint" });
  const problem = element("p", { class: "problem", role: "alert" });
  let step;

  async function tick() {
    if (!pairing.key) {
      left.textContent = t("code_missing");
      return;
    }
    const time = now();
    const seconds = pairing.period - (time % pairing.period);
    bar.value = seconds;
    left.textContent = t("code_left", { seconds });
    if (step === (step = Math.floor(time / pairing.period))) return;
    digits.textContent = grouped(await password(pairing.key, time, pairing.digits, pairing.period));
  }

  const remove = button(t("remove"), { class: "quiet" }, async () => {
    problem.textContent = "";
    const question = t("remove_question", { requester: pairing.requester });
    if (!(await confirm(app, question, t("remove_means", { user: pairing.user }), t("remove")))) return;
    try {
      await end(app.identity, pairing.subject);
      await app.refresh();
      app.say(t("removed", { requester: pairing.requester }));
    } catch (error) {
      // What has changed is shown as it is now, with the reason beside it.
      if (error.status === 403) await app.refresh().catch(() => {});
      tell(pairing.id, explain(app, error));
    }
  });
  const card = element(
    "article", { class: "card account" },
    element("h2", {}, bdi(pairing.requester)),
    element("p", { class: "user" }, bdi(pairing.user)),
    digits, element("p", { class: "left" }, bar, left),
    element(
      "footer", {}, element("span", { class: "hint" }, t("paired_since", { date: day(pairing.created, language) })), remove),
    problem);
  tick();
  return { id: pairing.id, card, problem, tick };
}

export function accountsScreen(app) {
  const { t } = app;
  const list = element("div", { class: "list" });
  let accounts = [];

  function tell(id, text) {
    const found = accounts.find((each) => each.id === id);
    if (found) found.problem.textContent = text;
  }

  function update() {
    if (accounts.pairings === app.pairings) return;
    accounts = app.pairings.map((pairing) => account(app, pairing, tell));
    accounts.pairings = app.pairings;
    const empty = element("div", { class: "card empty" }, icon("accounts"), element("p", {}, t("accounts_empty")));
    list.replaceChildren(...(accounts.length > 0 ? accounts.map(({ card }) => card) : [empty]));
  }

  update();
  const content = element(
    "div", { class: "screen" },
    element("h1", {}, t("accounts")),
    element("p", {}, t("accounts_lead")),
    list,
    element("a", { href: "#pair", class: "button" }, t(app.hasPairings ? "pair_another" : "pair_first")));
  return { content, update, tick: () => accounts.forEach((each) => each.tick()) };
}
