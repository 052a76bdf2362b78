// The live list of what waits for a decision: asks for the next version of the list, and shows it. Without this script the page
// is loaded again by hand.

const pause = 1000; // milliseconds between two calls at least, however often something changes
const longestPause = 30000;

const part = document.getElementById("waiting");
const none = document.getElementById("none");
const live = document.getElementById("live");
const rows = part.querySelector("tbody");
const heads = [...part.querySelectorAll("thead tr > *")].map(({ textContent }) => textContent);

function element(name, ...content) {
  const made = document.createElement(name);
  made.append(...content);
  return made;
}

function row(request) {
  const cancel = element("a", part.dataset.cancel);
  cancel.href = `/admin/confirm?${new URLSearchParams({ change: "cancel_request", id: request.id, value: "" })}`;
  const names = [request.requester, request.user, request.action, request.terminal];
  const since = element("time", `${request.since} UTC`);
  since.dateTime = `${request.since}Z`;
  const values = [since, ...names.map((name) => element("bdi", name)), cancel];
  const made = element("tr", ...values.map((value, index) => {
    const cell = element("td", value);
    if (heads[index]) cell.dataset.head = heads[index];
    return cell;
  }));
  made.dataset.id = request.id;
  return made;
}

// Leaves the rows that stay where they are, so that whoever has the focus on one keeps it.
function show(requests) {
  const ids = new Set(requests.map(({ id }) => id));
  for (const each of [...rows.children]) {
    if (!ids.has(each.dataset.id)) each.remove();
  }
  requests.forEach((request, index) => {
    const there = rows.children[index];
    if (there?.dataset.id !== request.id) rows.insertBefore(row(request), there ?? null);
  });
  none.hidden = requests.length > 0;
  part.hidden = requests.length === 0;
}

async function call() {
  const response = await fetch(`/admin/waiting?known=${encodeURIComponent(part.dataset.version)}`, {
    headers: { accept: "application/json" }, cache: "no-store", signal: AbortSignal.timeout(30000),
  });
  if (!response.ok) return response.status === 403 ? "ended" : "lost";
  const { version, requests } = await response.json();
  part.dataset.version = version;
  show(requests);
  return "live";
}

// What nobody looks at asks for nothing.
function seen() {
  if (document.visibilityState === "visible") return undefined;
  return new Promise((resolve) => document.addEventListener("visibilitychange", resolve, { once: true }));
}

async function follow() {
  let failures = 0;
  for (;;) {
    await seen();
    const state = await call().catch(() => "lost");
    failures = state === "live" ? 0 : failures + 1;
    const text = state === "live" ? live.dataset.live : live.dataset.lost;
    if (live.textContent !== text) live.textContent = text;
    document.getElementById("again").hidden = state === "live";
    // Whether anything waits is not known then.
    if (state !== "live") none.hidden = true;
    // Without a session the page says why.
    if (state === "ended") return;
    await new Promise((resolve) => setTimeout(resolve, Math.min(longestPause, pause * 2 ** Math.min(failures, 5))));
  }
}

live.textContent = live.dataset.live;
document.getElementById("again").hidden = true;
follow();
