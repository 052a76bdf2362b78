// What stands around the screens: the tabs, and what keeps the app from working.

import { ahead } from "./clock.js";
import { element } from "./dom.js";
import { explain } from "./explain.js";
import { icon } from "./icons.js";
import { Refusal } from "./service.js";
import { span } from "./times.js";

const tabs = ["requests", "accounts", "history", "phone"];
const noticeable = 60;

export function showTabs(app, current) {
  const { t } = app;
  const place = document.getElementById("tabs");
  place.hidden = !app.identity?.device;
  place.setAttribute("aria-label", t("tabs"));
  const count = app.pending.subjects.length + app.pending.more;
  const made = tabs.map((name) => {
    const badge = name === "requests" && count > 0
      ? element("span", { class: "badge" }, `${count}`, element("span", { class: "unseen" }, t("badge", { count }))) : undefined;
    return element(
      "a", { href: `#${name}`, "aria-current": name === current ? "page" : undefined }, icon(name),
      element("span", {}, t(`tab_${name}`)), badge);
  });
  // A tab that has the focus stays.
  const state = JSON.stringify([current, count, place.hidden]);
  if (place.dataset.state === state) return;
  const focused = [...place.children].indexOf(document.activeElement);
  place.dataset.state = state;
  document.title = count > 0 ? `(${count}) ${t("app")}` : t("app");
  navigator.setAppBadge?.(count).catch(() => {});
  place.replaceChildren(...made);
  place.children[focused]?.focus({ preventScroll: true });
}

export function showBanners(app) {
  const { t, language } = app;
  const found = [];
  const obstacle = app.misplaced ?? app.obstacle;
  if (obstacle) found.push(obstacle instanceof Refusal ? explain(app, obstacle) : t("offline"));
  if (Math.abs(ahead()) > noticeable) {
    found.push(t(ahead() > 0 ? "clock_ahead" : "clock_behind", { span: span(ahead(), language) }));
  }
  const place = document.getElementById("banners");
  if (place.dataset.state === JSON.stringify(found)) return;
  place.dataset.state = JSON.stringify(found);
  place.replaceChildren(...found.map((text) => element("p", { role: "status" }, text)));
}
