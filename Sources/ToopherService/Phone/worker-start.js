// Starts the worker, and replaces an older version of the app with a newer one before anything is shown.

const file = "phone-worker.js";
// If the older version is still busy, it starts once more.
const patience = 1000;

// The one script URL that this app makes.
function scriptURL() {
  const make = (name) => {
    if (name !== file) throw new TypeError("not a script of this app");
    return new URL(name, import.meta.url).href;
  };
  if (!self.trustedTypes) return make(file);
  return trustedTypes.createPolicy("toopher-phone", { createScriptURL: make }).createScriptURL(file);
}

export async function registration() {
  return navigator.serviceWorker?.getRegistration();
}

// Returns whether the page is being loaded again, with a newer version.
export async function startWorker() {
  if (!("serviceWorker" in navigator)) return false;
  const waiting = (await registration())?.waiting;
  if (waiting && navigator.serviceWorker.controller) {
    const isReplaced = await new Promise((resolve) => {
      navigator.serviceWorker.addEventListener("controllerchange", () => resolve(true), { once: true });
      setTimeout(() => resolve(false), patience);
      waiting.postMessage("replace");
    });
    if (isReplaced) {
      location.reload();
      return true;
    }
  }
  // Without a worker the app needs a network, and shows requests only while it is open.
  navigator.serviceWorker.register(scriptURL(), { type: "module", updateViaCache: "none" }).catch(() => {});
  return false;
}
