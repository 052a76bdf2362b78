// The script of the page of a log-in: initiates the authentication request, waits for the decision, and hands the signed
// answer over. A user who has no phone pairs one first.

import { startFallbacks, showFallbacks, hideFallbacks } from "./fallbacks.js";
import { has, t } from "./page-texts.js";
import { element, interval, pairPhone, pause, service } from "./pairing.js";
import { deliver, go, post, site } from "./parent.js";

const token = document.body.dataset.token;
// The token is for this script only: remove it from the document.
delete document.body.dataset.token;
const message = document.getElementById("message");
const hint = document.getElementById("hint");
const number = document.getElementById("number");
const next = document.getElementById("next");
const step = document.getElementById("pairing");

function show(state, text, more = "") {
  document.body.dataset.state = state;
  // What is said already is not said again.
  if (message.textContent !== text) message.textContent = text;
  hint.textContent = more;
  hint.hidden = !more;
  if (state !== "waiting") number.hidden = true;
}

function showPending(result) {
  showFallbacks(result);
  number.hidden = true;
  if (!result.has_phone) return show("asking", t("no_phone"));
  if (result.reason_code === 708) return show("waiting", t("asked_later"), t("asked_later_hint"));
  if (!result.match_number) return show("waiting", t("waiting_phone"));
  show("waiting", t("enter_number"));
  number.textContent = result.match_number;
  number.hidden = false;
}

// The first request does not wait: it brings the number that the user must copy.
async function fetchResult(waits) {
  const response = await fetch(waits ? "result?wait=25" : "result", {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(40000),
  });
  if (response.status === 429 || response.status === 503) {
    await pause(1000 * Math.min(Number(response.headers.get("Retry-After")) || 1, 30));
    return { status: "pending" };
  }
  if (response.status >= 500) throw new Error("not available");
  return response.ok ? response.json() : { status: "gone" };
}

function showOutcome(payload) {
  if (payload.error_code) {
    const key = `error_${payload.error_code}`;
    if (has(key)) return show("failed", t(key), t(`${key}_hint`));
    return show("failed", t("error_other"), payload.error_message);
  }
  const code = payload.reason_code;
  const state = payload.granted === "true" ? "granted" : ["3", "4", "5"].includes(code) ? "failed" : "denied";
  show(state, has(`reason_${code}`) ? t(`reason_${code}`) : payload.reason, has(`hint_${code}`) ? t(`hint_${code}`) : "");
}

function finish(payload, redirect) {
  hideFallbacks();
  showOutcome(payload);
  leave(redirect ? go(redirect) : deliver(payload));
}

// Offers the next page, for browsers that do not go there by themselves.
function leave(url) {
  if (!url) return;
  next.replaceChildren(element("a", { className: "button", href: url }, t("continue", { site: new URL(url).host })));
  next.hidden = false;
}

function fail(text, more) {
  hideFallbacks();
  show("failed", text, more);
}

function showUnreachable() {
  fail(t("unreachable"), t("unreachable_hint"));
  const again = element("button", { type: "button" }, t("try_again"));
  again.addEventListener("click", () => {
    next.hidden = true;
    show("waiting", t("reconnecting"));
    run();
  });
  next.replaceChildren(again);
  next.hidden = false;
}

async function run() {
  let failures = 0;
  let waits = false;
  while (failures < 6) {
    try {
      const asked = performance.now();
      const result = await fetchResult(waits);
      failures = 0;
      if (result.status === "complete") return finish(result.payload, result.redirect);
      if (result.status === "gone") {
        fail(t("page_ended"), t("start_again"));
        return leave(site());
      }
      if (result.status === "pairing") {
        await pairPhone(step, service(token), show);
        show("waiting", t("pair_done_asking"));
        continue;
      }
      if (result.reason_code !== undefined) {
        showPending(result);
        waits = true;
      }
      await pause(Math.max(0, interval - (performance.now() - asked)));
    } catch {
      failures += 1;
      show("waiting", t("reconnecting"));
      await pause(500 * 2 ** failures);
    }
  }
  showUnreachable();
}

post("ready");
startFallbacks(token);
run();
