// The app: starts, follows what waits, and shows one screen at a time.

import { fetchPairings } from "./account.js";
import { accountsScreen } from "./accounts-screen.js";
import { loadClock } from "./clock.js";
import { read } from "./database.js";
import { button, element, focus } from "./dom.js";
import { historyScreen } from "./history-screen.js";
import { loadIdentity } from "./identity.js";
import { follow } from "./inbox.js";
import { preferred, translator } from "./languages.js";
import { tokenInFragment } from "./links.js";
import { closeOthers } from "./notices.js";
import { pairScreen } from "./pair-screen.js";
import { phoneScreen } from "./phone-screen.js";
import { serviceName } from "./place.js";
import { pushState, renew } from "./push.js";
import { requestsScreen } from "./requests-screen.js";
import { call, describe } from "./service.js";
import { showBanners, showTabs } from "./shell.js";
import { pendingList } from "./subjects.js";
import { loadCheck } from "./user-check.js";
import { registration, startWorker } from "./worker-start.js";
import { welcomeScreen } from "./welcome-screen.js";

const screens = {
  requests: requestsScreen, accounts: accountsScreen, history: historyScreen, phone: phoneScreen, pair: pairScreen,
};

const app = {
  ...translator(preferred(navigator.languages)),
  identity: undefined,
  pending: { subjects: [], more: 0, unconfirmed: 0 },
  pairings: [],
  // What the service says of itself, and what stands between the app and it.
  description: undefined,
  obstacle: undefined,
  misplaced: undefined,
  // What proves the phone's own check of its user.
  check: undefined,
  // The token of a link that the app was opened with, and the id of a request that it was opened for.
  token: "",
  wanted: "",

  get hasPairings() {
    return app.pairings.length > 0;
  },

  // Has a screen reader say something. An emptied region is said again, also with the same text.
  say(text) {
    const live = document.getElementById("live");
    live.textContent = "";
    setTimeout(() => (live.textContent = text), 50);
  },

  go(wanted) {
    if (location.hash === `#${wanted}`) navigate();
    else location.hash = `#${wanted}`;
  },

  // Starts to follow what waits, with the key.
  begin() {
    followPending();
    learn();
    app.go("pair");
  },

  // Shows a pairing that this phone has just taken.
  arrive(subject) {
    app.wanted = subject.id;
    const others = app.pending.subjects.filter(({ id }) => id !== subject.id);
    app.pending = { ...app.pending, subjects: [subject, ...others] };
    app.go("requests");
  },

  decided(subject, choice) {
    const subjects = app.pending.subjects.filter(({ id }) => id !== subject.id);
    app.pending = { ...app.pending, subjects };
    showTabs(app, name);
    closeNotices();
    if ((subject.isPairing || subject.isConfirmation) && choice.decision === "approve") app.refresh().catch(() => {});
  },

  // Asks for what waits. What has come meanwhile in another way is newer.
  async ask() {
    const before = app.pending;
    const list = pendingList(await call(app.identity, "GET", "device/pending"));
    if (app.pending === before) arrived(list);
  },

  async refresh() {
    app.pairings = await fetchPairings(app.identity);
    screen?.update?.();
  },

  // Does what ends this phone, and says that it is over.
  async end(body) {
    following?.abort();
    await body();
    app.identity = undefined;
    screen?.leave?.();
    screen = undefined;
    document.getElementById("tabs").hidden = true;
    document.getElementById("banners").replaceChildren();
    const heading = element("h1", {}, app.t("wiped_title"));
    document.getElementById("main").replaceChildren(
      element(
        "div", { class: "screen" }, heading, element("p", {}, app.t("wiped_lead")),
        button(app.t("wiped_again"), { class: "quiet" }, () => location.reload())));
    focus(heading);
  },
};

let [name, screen, following, nudge] = ["", undefined, undefined, () => {}];

function show(wanted) {
  screen?.leave?.();
  name = wanted;
  screen = (app.identity?.device ? screens[wanted] : welcomeScreen)(app);
  document.getElementById("main").replaceChildren(screen.content);
  showTabs(app, name);
  scrollTo(0, 0);
}

function navigate() {
  const token = tokenInFragment(location.hash);
  const [wanted, id = ""] = location.hash.slice(1).split("=");
  // What the link gives away is not to stay in the address.
  if (token || wanted === "request") history.replaceState(null, "", location.pathname);
  if (token) app.token = token;
  if (wanted === "request") app.wanted = id;
  if (!app.identity?.device) return show("welcome");
  show(token ? "pair" : Object.hasOwn(screens, wanted) ? wanted : "requests");
  return focus(document.querySelector("main h1"));
}

function closeNotices() {
  registration().then((found) => found && closeOthers(found, app.pending.subjects)).catch(() => {});
}

function followPending() {
  following = new AbortController();
  nudge = follow(app.identity, arrived, reached, following.signal);
  app.refresh().catch(() => {});
}

function arrived(list) {
  const hasPairing = list.subjects.some(({ isPairing }) => isPairing);
  if (list.unconfirmed < app.pending.unconfirmed) app.refresh().catch(() => {});
  app.pending = list;
  showTabs(app, name);
  closeNotices();
  if (name === "pair" && hasPairing) app.go("requests");
  else if (name === "requests") screen.update();
  else if (list.subjects.length > 0) app.say(app.t("waiting", { count: list.subjects.length + list.more }));
}

function reached(obstacle) {
  const isBack = app.obstacle && !obstacle;
  app.obstacle = obstacle;
  showBanners(app);
  if (isBack) {
    app.refresh().catch(() => {});
    learn();
  }
}

// Asks what the service says of itself: its time, its key for notifications.
async function learn() {
  try {
    app.description = await describe();
    app.misplaced = undefined;
    if (app.identity?.device) await renew(app.identity, app.description);
  } catch (error) {
    if (error.status === 421) app.misplaced = error;
  }
  showBanners(app);
}

function tick() {
  screen?.tick?.();
}

// While nobody sees the app, messages wake its worker; without them it goes on.
async function wake() {
  if (!app.identity?.device) return;
  if (document.visibilityState !== "visible") {
    if ((await pushState(app.description)) === "on" && document.visibilityState !== "visible") following.abort();
    return;
  }
  if (following.signal.aborted) followPending();
  else nudge();
  tick();
  // A stream that has died in a sleeping phone is noticed only later.
  app.ask().catch(() => {});
}

async function start() {
  document.documentElement.lang = app.language;
  document.getElementById("service").textContent = serviceName();
  if (!self.isSecureContext || !crypto.subtle) return fail("insecure");
  if (await startWorker()) return undefined;
  try {
    await loadClock();
    [app.identity, app.pairings] = [await loadIdentity(), (await read("pairings")) ?? []];
    app.check = await loadCheck();
  } catch {
    return fail("no_storage");
  }
  addEventListener("hashchange", navigate);
  addEventListener("online", wake);
  document.addEventListener("visibilitychange", wake);
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (data.wanted !== undefined) {
      app.wanted = data.wanted;
      app.go("requests");
    }
    app.ask().catch(() => {}).then(() => screen?.update?.());
  });
  setInterval(tick, 1000);
  if (app.identity?.device) followPending();
  learn();
  return navigate();
}

function fail(key) {
  document.getElementById("main").replaceChildren(
    element("div", { class: "screen" }, element("h1", {}, app.t(`${key}_title`)), element("p", {}, app.t(`${key}_lead`))));
}

start();
