// A question that has to be answered before anything else is done.

import { element } from "./dom.js";

// Returns whether the person agrees. Escape and the way back mean no.
export function confirm({ t }, question, consequence, yes) {
  return new Promise((resolve) => {
    const dialog = element(
      "dialog", { "aria-labelledby": "question", onclose: () => (resolve(dialog.returnValue === "yes"), dialog.remove()) },
      element("h2", { id: "question" }, question),
      element("p", {}, consequence),
      element(
        "form", { method: "dialog", class: "row" },
        element("button", { value: "no", class: "quiet" }, t("cancel")),
        element("button", { value: "yes", class: "grave" }, yes)));
    document.body.append(dialog);
    dialog.showModal();
  });
}
