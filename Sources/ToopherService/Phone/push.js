// Notifications when the app is closed.

import { fromBase64url } from "./bytes.js";
import { read, remove, write } from "./database.js";
import { call } from "./service.js";

const deadline = 20000;

// Returns "on", "off", "blocked" by the person, "home-screen" where the app must be put there first, "unsupported" by the
// browser, or "unoffered" by the service.
export async function pushState(description) {
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    return navigator.standalone === false ? "home-screen" : "unsupported";
  }
  if (description && !description.push_key) return "unoffered";
  if (Notification.permission === "denied") return "blocked";
  return Notification.permission === "granted" && (await read("push")) ? "on" : "off";
}

function late() {
  return new Promise((_, reject) =>
    setTimeout(() => reject(new DOMException("no push service", "TimeoutError")), deadline));
}

function isFor(subscription, key) {
  const used = subscription.options.applicationServerKey;
  return used && new Uint8Array(used).join() === key.join();
}

// Tells the service where to send messages. Worker and app call it; the worker has no permission to ask for.
export async function subscribe(identity, registration, pushKey) {
  const key = fromBase64url(pushKey);
  let subscription = await registration.pushManager.getSubscription();
  if (subscription && !isFor(subscription, key)) {
    await subscription.unsubscribe();
    subscription = null;
  }
  subscription ??= await Promise.race([
    registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key }), late(),
  ]);
  const { endpoint, keys } = subscription.toJSON();
  await call(identity, "PUT", "device/push", () => ({ endpoint, p256dh: keys.p256dh, auth: keys.auth }));
  await write("push", endpoint);
}

// Changes of the subscription happen one after another: of two at once the later one would not be the last.
let changes = Promise.resolve();
function inTurn(change) {
  const result = changes.then(change);
  changes = result.catch(() => {});
  return result;
}

// Asks for permission and subscribes. Returns the state.
export async function turnOn(identity, description) {
  if ((await Notification.requestPermission()) !== "granted") return pushState(description);
  return inTurn(async () => {
    await subscribe(identity, await navigator.serviceWorker.ready, description.push_key);
    return "on";
  });
}

export function turnOff(identity) {
  return inTurn(async () => {
    await call(identity, "DELETE", "device/push");
    const registration = await navigator.serviceWorker.getRegistration();
    await (await registration?.pushManager.getSubscription())?.unsubscribe();
    await remove("push");
    return "off";
  });
}

// At each start: subscribes again if the browser or the service has changed something.
export function renew(identity, description) {
  return inTurn(async () => {
    if ((await pushState(description)) !== "on" || !description?.push_key) return;
    const registration = await navigator.serviceWorker.ready;
    const subscription = await registration.pushManager.getSubscription();
    const isCurrent = subscription?.endpoint === (await read("push"));
    if (!isCurrent || !isFor(subscription, fromBase64url(description.push_key))) {
      await subscribe(identity, registration, description.push_key);
    }
  });
}
