// Buttons, and questions in the page: a frame of another site may not open a dialog.

import { element, explain } from "./pairing.js";

// Returns what does something for the person, and says what went wrong.
export function startAsking(show) {
  async function attempt(button, body) {
    button.disabled = true;
    try {
      await body();
    } catch (error) {
      show("failed", explain(error));
    }
    button.disabled = false;
  }

  function button(text, className, body) {
    const created = element("button", { type: "button", className }, text);
    created.addEventListener("click", () => attempt(created, body));
    return created;
  }

  return { attempt, button };
}

// Asks in place of what is in an element, and moves the focus there.
export function ask(place, question, yes, no) {
  place.replaceChildren(
    element("div", { className: "question" }, element("p", {}, question), element("div", { className: "row" }, yes, no)));
  yes.focus();
}
