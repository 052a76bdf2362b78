// Runs in the page inside the iframe: asks the service to ask the phone, waits for the answer, and hands the signed
// postback to the page that embeds this one.
"use strict";

const token = document.body.dataset.token;
// The token is for this script alone; take it out of the reach of anything that reads the document later.
delete document.body.dataset.token;
const message = document.getElementById("message");

// Where a message may go. This service does not know who embeds the page, so it asks the browser: ancestorOrigins
// names the parent reliably where it exists; else the referrer of a freshly loaded frame is the parent. Only when a
// parent hides itself from both is "*" left. That is tolerable, though not good: the postback is worthless without
// the session token's owner, it is signed, and whoever could open this page had a signed address from the requester.
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

function tell(status, payload) {
  if (window.parent === window) return;
  // A string, not an object: every script that listens calls JSON.parse.
  window.parent.postMessage(JSON.stringify(payload ? { status, payload } : { status }), parentOrigin());
}

function show(state, text) {
  document.body.dataset.state = state;
  message.textContent = text;
}

async function ask() {
  const reply = await fetch("result", {
    method: "POST",
    headers: { Authorization: `Bearer ${token}` },
    cache: "no-store",
    credentials: "omit",
    signal: AbortSignal.timeout(40000),
  });
  if (reply.status >= 500) throw new Error("not available");
  return reply.ok ? reply.json() : { status: "gone" };
}

function finish(payload) {
  if (payload.error_code) show("failed", payload.error_message);
  else if (payload.granted === "true") show("granted", payload.reason);
  else show("denied", payload.reason);
  tell("toopher-api-complete", payload);
}

async function run() {
  tell("ready");
  let failures = 0;
  while (failures < 6) {
    try {
      const result = await ask();
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
