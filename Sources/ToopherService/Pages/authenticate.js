// The script of the iframe page: initiates the authentication request, waits for the decision, and posts the signed
// postback to the page that embeds this one. A user who has no phone pairs one first.

import { interval, pairPhone, pause, service } from "./pairing.js";
import { post } from "./parent.js";

const token = document.body.dataset.token;
// The token is for this script only: remove it from the document.
delete document.body.dataset.token;
const message = document.getElementById("message");
const number = document.getElementById("number");
const step = document.getElementById("pairing");

function show(state, text) {
  document.body.dataset.state = state;
  message.textContent = text;
  if (state !== "waiting") number.hidden = true;
}

function showPending(result) {
  if (result.reason_code === 708) return show("waiting", "Your phone will ask you in a moment…");
  if (!result.match_number) return show("waiting", "Waiting for your phone…");
  show("waiting", "Enter this number on your phone:");
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

function finish(payload, redirect) {
  if (payload.error_code) show("failed", payload.error_message);
  else if (payload.granted === "true") show("granted", payload.reason);
  else show("denied", payload.reason);
  // A page of its own goes back to the site that has sent its user here.
  if (redirect) location.replace(redirect);
  else post("toopher-api-complete", payload);
}

async function run() {
  post("ready");
  let failures = 0;
  let waits = false;
  while (failures < 6) {
    try {
      const asked = performance.now();
      const result = await fetchResult(waits);
      failures = 0;
      if (result.status === "complete") return finish(result.payload, result.redirect);
      if (result.status === "gone") return show("failed", "This page has expired. Start again.");
      if (result.status === "pairing") {
        await pairPhone(step, service(token), show);
        show("waiting", "The phone is paired. Now it asks you…");
        continue;
      }
      if (result.reason_code !== undefined) {
        showPending(result);
        waits = true;
      }
      await pause(Math.max(0, interval - (performance.now() - asked)));
    } catch {
      failures += 1;
      show("waiting", "The connection was lost. Trying again…");
      await pause(500 * 2 ** failures);
    }
  }
  show("failed", "The service cannot be reached. Start again.");
}

run();
