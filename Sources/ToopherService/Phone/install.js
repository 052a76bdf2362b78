// The offer to install the app, where the browser makes one.

import { button, element } from "./dom.js";

let offer;
addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  offer = event;
});
addEventListener("appinstalled", () => (offer = undefined));

export function installPart({ t }) {
  if (!offer) return undefined;
  const part = element(
    "div", { class: "push" }, element("p", {}, t("install_lead")),
    button(t("install"), { class: "quiet" }, async () => {
      await offer.prompt();
      part.remove();
    }));
  return part;
}
