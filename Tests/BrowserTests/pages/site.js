// In every page of the site: each error fails the scenario.
"use strict";

const report = (what) => navigator.sendBeacon("/failure", what);
window.addEventListener("error", (event) => report(event.message));
window.addEventListener("unhandledrejection", (event) => report(String(event.reason)));
document.addEventListener("securitypolicyviolation", (event) => {
  report(`${event.violatedDirective} forbids ${event.blockedURI}`);
});
window.addEventListener("toopher-complete", (event) => {
  if (event.detail.id !== "1") report(`accepted: ${JSON.stringify(event.detail)}`);
});

// Sends "go" to the iframe page. Iframes are loaded before the page is.
const loaded = new Promise((resume) => window.addEventListener("load", resume));
const go = async () => {
  await loaded;
  document.getElementById("toopher_iframe").contentWindow.postMessage("go", "*");
};
