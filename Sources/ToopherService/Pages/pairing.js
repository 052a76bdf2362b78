// Pairs a phone from a page of the service: shows a QR code, takes a phrase, waits for the phone.

import { t } from "./page-texts.js";

// The least time from one request to the next: a service that does not let this one wait must not be asked without a pause.
export const interval = 1000;

export function pause(milliseconds) {
  return new Promise((resume) => setTimeout(resume, milliseconds));
}

// A refusal of the service, with its text and its status.
export class Refusal extends Error {
  constructor(status, message, delay) {
    super(message);
    this.status = status;
    this.delay = delay;
  }
}

// Returns a function that calls the service with the token of the page.
export function service(token, place = "pairing/") {
  return async (path, fields = {}) => {
    const response = await fetch(`${place}${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${token}` },
      body: new URLSearchParams(fields),
      cache: "no-store",
      credentials: "omit",
      signal: AbortSignal.timeout(40000),
    });
    if (response.ok) return response.json();
    const refusal = await response.json().catch(() => ({}));
    const delay = Math.min(Number(response.headers.get("Retry-After")) || 1, 600);
    throw new Refusal(response.status, refusal.error_message || "", delay);
  };
}

// Returns the sentence for a person.
export function explain(error) {
  if (!(error instanceof Refusal) || !error.message) return t("service_failed");
  if (error.status === 429) return t("too_many", { seconds: error.delay });
  if (error.status === 404) return t("page_ended");
  if (error.message.includes("pairing_phrase")) return t("no_such_phrase");
  return `${error.message}.`;
}

export function element(name, properties = {}, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

// Waits for the decision on a pairing; returns the service's last answer. `show` is called with the words of the phone that
// has taken it, and again, with true, once another phone of the user has to confirm it. With `isWanted` returning false the wait
// ends without a result.
async function decision(call, id, knowsPhone, show, isWanted) {
  let failures = 0;
  let knowsApproval = false;
  while (isWanted() && failures < 6) {
    const asked = performance.now();
    try {
      const result = await call("wait", { id, knows_phone: knowsPhone, knows_approval: knowsApproval });
      failures = 0;
      if (!["invited", "taken", "approved"].includes(result.status)) return result;
      if (result.status === "taken" && !knowsPhone) {
        knowsPhone = true;
        show(result.words, false);
      }
      if (result.status === "approved" && !knowsApproval) {
        [knowsPhone, knowsApproval] = [true, true];
        show(result.words, true);
      }
    } catch (error) {
      const isBusy = error instanceof Refusal && [429, 503].includes(error.status);
      if (error instanceof Refusal && error.status < 500 && !isBusy) throw error;
      if (!isBusy) failures += 1;
      await pause(isBusy ? 1000 * error.delay : 500 * 2 ** failures);
    }
    await pause(Math.max(0, interval - (performance.now() - asked)));
  }
  if (isWanted()) throw new Error("not available");
  return undefined;
}

// Shows the pairing step in a container, until a phone is paired. Returns the signed postback of the pairing, and empties
// the container.
//
// `show(state, text)` tells the person how it goes: "waiting", "denied", "failed".
export function pairPhone(container, call, show) {
  return new Promise((paired) => {
    // What the page follows: first the invitation of its QR code, then the pairing of a phrase.
    let current = "";
    const picture = element("img", { className: "code", width: 200, height: 200, alt: t("pair_code") });
    const link = element("a", { rel: "noreferrer", target: "_blank" }, t("pair_here"));
    const code = element("div", { className: "scan" }, picture, element("p", {}, link));
    const input = element("input", {
      id: "phrase", name: "pairing_phrase", type: "text", autocomplete: "off", spellcheck: false, maxLength: 200,
      required: true,
    });
    input.setAttribute("autocapitalize", "none");
    const button = element("button", {}, t("pair_button"));
    const form = element(
      "form", { className: "phrase" },
      element("label", { htmlFor: "phrase" }, t("pair_phrase")),
      element("div", { className: "row" }, input, button));
    container.replaceChildren(
      element("h2", {}, t("pair_title")), element("p", {}, t("pair_scan")), code, form);

    function compare(words, isApproved) {
      container.replaceChildren(
        element("h2", {}, t(isApproved ? "pair_confirm" : "pair_approve")),
        element("p", {}, t(isApproved ? "pair_confirm_lead" : "pair_compare")),
        element("p", { className: "words" }, words));
      show("waiting", t(isApproved ? "pair_confirm_waiting" : "waiting_phone"));
    }

    async function follow(id, knowsPhone) {
      current = id;
      try {
        const result = await decision(call, id, knowsPhone, compare, () => current === id);
        if (!result || current !== id) return;
        if (result.status === "paired") {
          container.replaceChildren();
          paired(result.payload);
          return;
        }
        const again = element("button", { type: "button", className: "quiet" }, t("try_again"));
        again.addEventListener("click", () => pairPhone(container, call, show).then(paired));
        container.replaceChildren(again);
        if (result.status === "denied") show("denied", t("pair_refused"));
        else show("failed", t("pair_late"));
      } catch (error) {
        if (current === id) show("failed", explain(error));
      }
    }

    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      button.disabled = true;
      try {
        const pairing = await call("phrase", { pairing_phrase: input.value });
        // Nobody else may take the invitation that was on the screen.
        if (current) call("remove", { id: current }).catch(() => {});
        compare(pairing.words, false);
        follow(pairing.id, true);
      } catch (error) {
        show("failed", explain(error));
      }
      button.disabled = false;
    });

    call("invitation").then(
      (invitation) => {
        if (current) return;
        picture.src = invitation.picture;
        link.href = invitation.link;
        show("waiting", t("pair_waiting"));
        follow(invitation.id, false);
      },
      (error) => {
        code.remove();
        show("failed", explain(error));
      });
  });
}
