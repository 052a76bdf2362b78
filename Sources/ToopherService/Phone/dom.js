// Elements, made without markup: a text is never parsed.

import { safe } from "./names.js";

// Returns an element. An attribute that begins with `on` is the listener of an event; `false` and `undefined` leave one out.
export function element(name, attributes = {}, ...children) {
  const created = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) created.addEventListener(key.slice(2), value);
    else if (value !== false && value !== undefined) created.setAttribute(key, value === true ? "" : value);
  }
  created.append(...children.filter((child) => child !== undefined));
  return created;
}

// A text of somebody else's, whose direction ends with it.
export function bdi(text) {
  return element("bdi", {}, safe(text));
}

// A button that does one thing at a time.
export function button(label, attributes, action) {
  return element(
    "button",
    {
      type: "button", ...attributes,
      async onclick({ currentTarget }) {
        if (currentTarget.ariaBusy === "true") return;
        currentTarget.ariaBusy = "true";
        try {
          await action(currentTarget);
        } finally {
          currentTarget.ariaBusy = null;
        }
      },
    },
    ...[label].flat());
}

// Moves the focus to where reading goes on.
export function focus(target) {
  if (!target) return;
  if (target.tabIndex < 0) target.tabIndex = -1;
  target.focus({ preventScroll: true });
}
