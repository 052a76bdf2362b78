// The iframe page in place of the service's: posts the messages in `say` to its parent, then navigates to `next`.
// With `wait` it does both after the parent's message "go", with `hold` the navigation.
"use strict";

const query = new URLSearchParams(location.search);

function post() {
  for (const message of JSON.parse(query.get("say"))) parent.postMessage(message, "*");
}

function leave() {
  if (query.has("next")) location.replace(query.get("next"));
}

window.addEventListener("message", (event) => {
  if (event.source !== parent || event.data !== "go") return;
  if (query.has("wait")) post();
  leave();
});
if (!query.has("wait")) {
  post();
  if (!query.has("hold")) leave();
}
