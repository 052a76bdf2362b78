// Pairing: with three words that the person types into the site, with a code, or with a link.

import { offerPhrase, takeInvitation } from "./account.js";
import { now } from "./clock.js";
import { button, element } from "./dom.js";
import { explain } from "./explain.js";
import { invitation } from "./links.js";
import { home } from "./place.js";
import { canScan, scan } from "./scan.js";
import { remaining } from "./times.js";

function phrasePart(app, signal) {
  const { t } = app;
  const words = element("output", { class: "phrase", translate: "no", lang: "en" });
  const left = element("p", { class: "hint" });
  const problem = element("p", { class: "problem", role: "alert" });
  const again = button(t("pair_new_phrase"), { class: "quiet", hidden: true }, offer);
  let expires = 0;

  async function offer() {
    again.hidden = true;
    problem.textContent = "";
    try {
      const offered = await offerPhrase(app.identity, signal);
      words.textContent = offered.phrase;
      expires = offered.expires;
      tick();
    } catch (error) {
      if (signal.aborted) return;
      problem.textContent = explain(app, error);
      again.hidden = false;
    }
  }

  function tick() {
    if (!expires) return;
    const isGood = expires > now();
    left.textContent = isGood ? t("pair_phrase_left", { time: remaining(expires - now()) }) : t("pair_phrase_expired");
    again.hidden = isGood;
    if (!isGood) words.textContent = "";
  }

  offer();
  const part = element(
    "section", { class: "card" },
    element("h2", {}, t("pair_phrase_title")), element("p", {}, t("pair_phrase_lead")),
    words, left, problem, again);
  return { part, tick };
}

function linkPart(app, signal) {
  const { t, nodes } = app;
  const problem = element("p", { class: "problem", role: "alert" });
  const input = element("input", {
    id: "link", name: "link", type: "url", required: true, autocomplete: "off", inputmode: "url",
    placeholder: new URL("../pair/…", home).href.replace("%E2%80%A6", "…"),
  });

  async function take(text) {
    problem.replaceChildren();
    const { token, service } = invitation(text, home);
    if (!token) {
      problem.append(...(service ? nodes("pair_link_other", { service }) : [t("pair_link_none")]));
      return;
    }
    try {
      app.arrive(await takeInvitation(app.identity, token));
    } catch (error) {
      const isGone = error.status === 404 || error.status === 409;
      problem.textContent = isGone ? t(`pair_link_${error.status}`) : explain(app, error);
    }
  }

  const form = element(
    "form", { onsubmit: (event) => (event.preventDefault(), take(input.value)) },
    element("label", { for: "link" }, t("pair_link_label")), input, problem, element("button", {}, t("pair_link_use")));
  const camera = element("div", { class: "camera" });
  const start = button(t("pair_scan"), { class: "quiet", hidden: true }, () =>
    scan(camera, signal).then(take, () => (problem.textContent = t("pair_scan_failed"))));
  canScan().then((can) => (start.hidden = !can));
  const part = element(
    "section", { class: "card" },
    element("h2", {}, t("pair_link_title")), element("p", {}, t("pair_link_lead")), start, camera, form);
  // Whoever has sent the link is not known: nothing is taken before the person says so.
  const offer = (token) => {
    input.value = `${home}#pair=${token}`;
    form.querySelector("button").focus();
  };
  return { part, offer };
}

export function pairScreen(app) {
  const { t } = app;
  const controller = new AbortController();
  const link = linkPart(app, controller.signal);
  // Whoever came with a link needs no words.
  const phrase = app.token ? undefined : phrasePart(app, controller.signal);
  if (app.token) {
    link.offer(app.token);
    app.token = "";
  }
  const content = element(
    "div", { class: "screen" },
    element("h1", {}, t("pair_title")),
    phrase?.part,
    link.part,
    element(
      "section", { class: "card" },
      element("h2", {}, t("words_title")), element("p", {}, t("words_lead")),
      element("p", { class: "words", translate: "no", lang: "en" }, app.identity.words)));
  return { content, tick: phrase?.tick, leave: () => controller.abort() };
}
