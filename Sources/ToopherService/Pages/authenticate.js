// The script of the iframe page: initiates the authentication request, waits for the decision, and posts the signed
// postback to the page that embeds this one.
"use strict";

const token = document.body.dataset.token;
// The token is for this script only: remove it from the document.
delete document.body.dataset.token;
const message = document.getElementById("message");

// The origin that messages are sent to. The service does not know it. ancestorOrigins names the parent where it exists;
// else the referrer of a new frame is the parent. Where a parent hides both, "*" is left: the postback is signed, and
// without the session of its request token it is worthless.
function parentOrigin() {
  const ancestors = window.location.ancestorOrigins;
  if (ancestors && ancestors.length > 0) return ancestors[0];
  try {
    const origin = new URL(document.referrer).origin;
    return origin === "null" ? "*" : origin;
  } catch {
    return "*";
  }
}

function post(status, payload) {
  if (window.parent === window) return;
  // A string, not an object: the scripts that receive it call JSON.parse.
  window.parent.postMessage(JSON.stringify(payload ? { status, payload } : { status }), parentOrigin());
}

function show(state, text) {
  document.body.dataset.state = state;
  message.textContent = text;
}

async function fetchResult() {
  const response = await fetch("result", {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(40000),
  });
  if (response.status >= 500) throw new Error("not available");
  return response.ok ? response.json() : { status: "gone" };
}

function finish(payload) {
  if (payload.error_code) show("failed", payload.error_message);
  else if (payload.granted === "true") show("granted", payload.reason);
  else show("denied", payload.reason);
  post("toopher-api-complete", payload);
}

async function run() {
  post("ready");
  let failures = 0;
  while (failures < 6) {
    try {
      const result = await fetchResult();
      failures = 0;
      if (result.status === "complete") return finish(result.payload);
      if (result.status === "gone") return show("failed", "This page has expired. Start again.");
      show("waiting", "Waiting for your phone…");
    } catch {
      failures += 1;
      show("waiting", "The connection was lost. Trying again…");
      await new Promise((resume) => setTimeout(resume, 500 * 2 ** failures));
    }
  }
  show("failed", "The service cannot be reached. Start again.");
}

run();
