// Keeps the app for when there is no network, and shows requests while it is closed.

import { abilities } from "./abilities.js";
import { decide } from "./answers.js";
import { loadClock } from "./clock.js";
import { explain } from "./explain.js";
import { loadIdentity } from "./identity.js";
import { preferred, translator } from "./languages.js";
import { showPending, showQuietly } from "./notices.js";
import { base, home, storageName } from "./place.js";
import { subscribe } from "./push.js";
import { call, describe } from "./service.js";
import { pendingList } from "./subjects.js";

const VERSION = "{{version}}";
const cacheName = `${storageName} ${VERSION}`;

// Every file of the app but this one.
const FILES = [
  "abilities.js", "account.js", "accounts-screen.js", "answers.js", "bytes.js", "check-part.js", "clock.js", "database.js",
  "design.css", "dialog.js", "dom.js", "event-stream.js", "explain.js", "fingerprint.js", "history-screen.js", "icons.js",
  "identity.js", "inbox.js", "install.js", "languages.js", "links.js", "memory.js", "names.js", "notices.js",
  "otp.js", "outcome-card.js", "pair-screen.js", "pauses.js", "phone-badge.png", "phone-icon-180.png",
  "phone-icon-192.png", "phone-icon-512.png", "phone-icon-maskable.png", "phone-icon.svg", "phone-screen.js",
  "phone.css", "phone.html", "phone.js", "phone.webmanifest", "place.js", "push-part.js", "push.js", "records.js",
  "request-card.js", "requests-screen.js", "scan.js", "service.js", "shell.js", "subjects.js", "text-de.js",
  "text-en.js", "text-es.js", "text-zh.js", "times.js", "user-check.js", "welcome-screen.js", "wipe.js", "words.js", "worker-start.js",
];

const texts = translator(preferred(navigator.languages));

self.addEventListener("install", (event) => {
  const requests = FILES.map((file) => new Request(file, { cache: "reload" }));
  event.waitUntil(caches.open(cacheName).then((cache) => cache.addAll(requests)));
  // Where the browser can, it does not ask the worker about requests to the service: they would keep an old version busy.
  event.addRoutes?.({ condition: { urlPattern: `${base}*` }, source: "network" }).catch(() => {});
});

async function removeOthers() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(`${storageName} `) && name !== cacheName);
  await Promise.all(others.map((name) => caches.delete(name)));
}

self.addEventListener("activate", (event) => event.waitUntil(removeOthers().then(() => self.clients.claim())));

self.addEventListener("message", (event) => {
  // A page that has just started asks for its newer version.
  if (event.data === "replace") self.skipWaiting();
});

// A file from this version's cache: files of two versions never meet.
async function respond(request, file) {
  const cached = await (await caches.open(cacheName)).match(new URL(file, home));
  return cached ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== "GET" || !url.href.startsWith(home)) return;
  const file = url.pathname.slice(new URL(home).pathname.length) || "phone.html";
  if (FILES.includes(file)) event.respondWith(respond(event.request, file));
});

// The windows of the app. The browser also knows other pages of the service, which do not listen.
async function windows() {
  const all = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  return all.filter(({ url }) => url.startsWith(home));
}

async function receive() {
  try {
    const identity = await loadIdentity();
    await loadClock();
    const list = pendingList(await call(identity, "GET", "device/pending"));
    await showPending(self.registration, texts, list);
    for (const client of await windows()) client.postMessage("pending");
  } catch {
    await showQuietly(self.registration, texts, "notice_unknown");
  }
}

self.addEventListener("push", (event) => event.waitUntil(receive()));

async function show(subject) {
  const [client] = await windows();
  if (!client) return self.clients.openWindow(`${home}#request=${subject?.id ?? ""}`);
  client.postMessage({ wanted: subject?.id ?? "" });
  return client.focus();
}

async function answer(subject, decision) {
  try {
    const identity = await loadIdentity();
    await loadClock();
    await decide(identity, subject, { decision });
  } catch (error) {
    await self.registration.showNotification(texts.t("notice_failed"), {
      tag: subject.id, lang: texts.language, body: explain(texts, error), icon: "phone-icon-192.png", data: { subject },
    });
  }
  for (const client of await windows()) client.postMessage("pending");
}

self.addEventListener("notificationclick", (event) => {
  const { notification, action } = event;
  const subject = notification.data?.subject;
  notification.close();
  const isDecision =
    subject && (action === "deny" || (action === "approve" && abilities(subject).canApproveInNotification));
  event.waitUntil(isDecision ? answer(subject, action) : show(subject));
});

async function resubscribe() {
  const identity = await loadIdentity();
  await loadClock();
  const { push_key: pushKey } = await describe();
  if (identity?.device && pushKey) await subscribe(identity, self.registration, pushKey);
}

self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(resubscribe()));
