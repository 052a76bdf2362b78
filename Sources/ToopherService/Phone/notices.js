// Notifications: one for each request that waits.

import { abilities } from "./abilities.js";
import { isolated } from "./names.js";

const quiet = "quiet";

// Returns the title and the options of a subject's notification. They are plain text: names are isolated, or not shown.
export function notice({ t, language }, subject) {
  const can = abilities(subject);
  const options = {
    tag: subject.id, lang: language, icon: "phone-icon-192.png", badge: "phone-badge.png", data: { subject },
    renotify: false, requireInteraction: true, timestamp: 1000 * subject.created,
  };
  const deny = { action: "deny", title: t("deny") };
  const other = can.canApproveInNotification
    ? { action: "approve", title: t("approve") } : { action: "open", title: t("open") };
  options.actions = [deny, other];
  if (!can.isShown) return { title: t("notice_hidden_title"), options: { ...options, body: t("notice_hidden") } };
  if (subject.isPairing) {
    const { requester, user } = subject;
    return { title: t("notice_pairing_title"), options: { ...options, body: t("notice_pairing", { requester: requester.name, user: user.name }) } };
  }
  if (subject.isConfirmation) {
    const { requester, user } = subject;
    return { title: t("notice_confirmation_title"), options: { ...options, body: t("notice_pairing", { requester: requester.name, user: user.name }) } };
  }
  const title = `${isolated(subject.requester.name)}: ${isolated(subject.action.name)}`;
  const terminal = subject.terminal.name || t("terminal_unnamed");
  // Long names may hide what is behind them.
  const first = subject.isFirstFromTerminal ? `${t("first_from_terminal")} ` : "";
  return { title, options: { ...options, body: first + t("notice", { user: subject.user.name, terminal }) } };
}

async function closeAllBut(registration, tags) {
  const open = await registration.getNotifications();
  open.filter(({ tag }) => !tags.includes(tag)).forEach((each) => each.close());
}

// Closes the notifications of what no longer waits, and the one that says that nothing waits.
export function closeOthers(registration, subjects) {
  return closeAllBut(registration, subjects.map(({ id }) => id));
}

// Shows what waits, and nothing else. A browser wants something shown for each message, also if nothing waits any more.
export async function showPending(registration, texts, { subjects }) {
  const open = new Set((await registration.getNotifications()).map(({ tag }) => tag));
  for (const subject of subjects) {
    if (open.has(subject.id)) continue;
    const { title, options } = notice(texts, subject);
    await registration.showNotification(title, options);
  }
  if (subjects.length === 0) await showQuietly(registration, texts, "notice_nothing");
  await closeAllBut(registration, subjects.length === 0 ? [quiet] : subjects.map(({ id }) => id));
}

// Shows a sentence in place of a request.
export function showQuietly(registration, { t, language }, key) {
  return registration.showNotification(t("app"), {
    tag: quiet, lang: language, body: t(key), icon: "phone-icon-192.png", badge: "phone-badge.png", silent: true,
  });
}
