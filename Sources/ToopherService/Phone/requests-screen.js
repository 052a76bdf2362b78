// What waits for a decision, one at a time. What is shown stays: a later request never takes its place under a finger.

import { end as endPairing } from "./account.js";
import { decide } from "./answers.js";
import { now } from "./clock.js";
import { confirm } from "./dialog.js";
import { button, element, focus } from "./dom.js";
import { explain, explainCheck, isOfCheck } from "./explain.js";
import { icon } from "./icons.js";
import { endedCard, outcomeCard } from "./outcome-card.js";
import { pushOffer } from "./push-part.js";
import { requestCard } from "./request-card.js";
import { check, setCheck } from "./user-check.js";

const mostRounds = 20;

export function requestsScreen(app) {
  const { t, nodes } = app;
  const place = element("div", {});
  const problem = element("p", { class: "problem", role: "alert" });
  const others = element("div", { class: "others" });
  const content = element("div", { class: "screen" }, place, problem, others);
  // The subject on the screen, its card, and whether it has ended.
  let shown;
  let current;
  let isOver = false;
  let knew;

  // What waits besides, beginning with what follows the subject on the screen.
  function waiting() {
    const { subjects } = app.pending;
    const at = subjects.findIndex(({ id }) => id === shown?.id);
    const others = at < 0 ? subjects : [...subjects.slice(at + 1), ...subjects.slice(0, at)];
    return others.filter(({ id, expires }) => id !== shown?.id && expires > now());
  }

  const wanted = () => waiting().find(({ id }) => id === app.wanted);

  function present(card, takesFocus) {
    current = card;
    problem.textContent = "";
    place.replaceChildren(card.card);
    if (takesFocus) focus(card.heading);
  }

  async function act(choice) {
    const subject = shown;
    problem.textContent = "";
    content.ariaBusy = "true";
    try {
      const prove = app.check && ((record) => check(app.check.id, record));
      const isToBeConfirmed = await decide(app.identity, subject, choice, prove);
      const hasMoved = choice.moves ? await endOwnPairing(subject) : false;
      end(outcomeCard(app, subject, { ...choice, isToBeConfirmed, hasMoved }));
      app.decided(subject, choice);
    } catch (error) {
      if (isOfCheck(error)) problem.textContent = explainCheck(app, error);
      else if (error.status === 404 || error.status === 409) end(endedCard(app, subject, "elsewhere"));
      else problem.textContent = explain(app, error);
    } finally {
      content.ariaBusy = null;
    }
  }

  // Ends the pairing of this phone whose user has moved to another one. The confirmation stands also if this fails.
  async function endOwnPairing(subject) {
    const own = app.pairings.find(({ id }) => id === subject.pairing);
    return own ? endPairing(app.identity, own.subject).then(() => true, () => false) : false;
  }

  // Sets up the phone's own check of its user, then shows the request anew.
  async function setUpCheck() {
    problem.textContent = "";
    try {
      app.check = await setCheck(app.identity, app.check, app.check?.alwaysRequired ?? false);
      if (shown && !isOver) present(requestCard(app, shown, act, setUpCheck), true);
    } catch (error) {
      problem.textContent = explainCheck(app, error);
    }
  }

  function end(card) {
    isOver = true;
    present(card, place.contains(document.activeElement) || document.activeElement === document.body);
    app.say(card.heading.textContent);
    updateOthers();
  }

  function next(takesFocus) {
    [shown, isOver] = [wanted() ?? waiting()[0], false];
    if (shown?.id === app.wanted) app.wanted = "";
    knew = emptiness();
    if (shown) {
      present(requestCard(app, shown, act, setUpCheck), takesFocus);
      app.say(t(shown.isPairing || shown.isConfirmation ? "arrived_pairing" : "arrived", { requester: shown.requester.name }));
    } else {
      present(emptyCard(), takesFocus);
    }
    updateOthers();
  }

  // Which of the texts is shown when nothing waits.
  function emptiness() {
    return app.hasPairings ? "empty" : app.pending.unconfirmed > 0 ? "unconfirmed" : "unpaired";
  }

  function emptyCard() {
    const state = emptiness();
    const heading = element("h1", { tabindex: -1 }, t(`${state}_title`));
    const card = element(
      "div", { class: "card empty" },
      icon("shield"), heading,
      element("p", {}, t(`${state}_lead`)),
      app.hasPairings
        ? element("a", { href: "#accounts" }, t("empty_codes"))
        : element("a", { href: "#pair", class: "button" }, t("pair_first")),
      pushOffer(app));
    return { card, heading };
  }

  async function denyAll() {
    const count = app.pending.subjects.length + app.pending.more;
    if (!(await confirm(app, t("deny_all_question", { count }), t("deny_all_means"), t("deny_all_yes")))) return;
    content.ariaBusy = "true";
    try {
      // What arrives meanwhile is denied too, but not without end.
      for (let round = 0; round < mostRounds && app.pending.subjects.length > 0; round += 1) {
        for (const subject of app.pending.subjects) {
          await decide(app.identity, subject, { decision: "deny" }).catch((error) => {
            if (error.status !== 404 && error.status !== 409) throw error;
          });
        }
        await app.ask();
      }
      content.ariaBusy = null;
      next(true);
      app.say(t("all_denied"));
    } catch (error) {
      problem.textContent = explain(app, error);
    } finally {
      content.ariaBusy = null;
    }
  }

  function updateOthers() {
    const count = waiting().length + app.pending.more;
    const parts = [];
    if (isOver) {
      parts.push(button(count > 0 ? t("next", { count }) : t("done"), { class: "wide" }, () => next(true)));
    } else if (count > 0) {
      parts.push(element("p", {}, ...nodes("others", { count })));
      parts.push(
        element(
          "div", { class: "row" },
          button(t("deny_all"), { class: "quiet" }, denyAll),
          button(t("show_next"), { class: "quiet" }, () => next(true))));
    }
    others.replaceChildren(...parts);
  }

  function update() {
    const isAsEmpty = !shown && waiting().length === 0 && knew === emptiness();
    if (isAsEmpty) return undefined;
    if (!shown || wanted()) return next(place.contains(document.activeElement));
    if (isOver) return updateOthers();
    // While a decision is on its way, its own response says what became of it.
    if (content.ariaBusy === "true") return undefined;
    if (app.pending.subjects.some(({ id }) => id === shown.id)) return updateOthers();
    return end(endedCard(app, shown, shown.expires <= now() ? "expired" : "elsewhere"));
  }

  function tick() {
    if (!shown || isOver) return;
    if (shown.expires <= now() && content.ariaBusy !== "true") end(endedCard(app, shown, "expired"));
    else current.tick();
  }

  next(false);
  return { content, update, tick };
}
