// The page in the iframe, in place of the service's: says to its parent what `say` tells it to, and then goes to `next`.
// With `wait` it does both only when the parent says "go", with `hold` the latter.
"use strict";

const query = new URLSearchParams(location.search);

function speak() {
  for (const message of JSON.parse(query.get("say"))) parent.postMessage(message, "*");
}

function leave() {
  if (query.has("next")) location.replace(query.get("next"));
}

window.addEventListener("message", (event) => {
  if (event.source !== parent || event.data !== "go") return;
  if (query.has("wait")) speak();
  leave();
});
if (!query.has("wait")) {
  speak();
  if (!query.has("hold")) leave();
}
