// The script of the page on which a user manages phones.

import { renderAutomations, renderCodes } from "./page-account.js";
import { ask, startAsking } from "./questions.js";
import { t } from "./page-texts.js";
import { element, explain, pairPhone, service } from "./pairing.js";
import { deliver, post } from "./parent.js";

const call = service(document.body.dataset.token);
const account = service(document.body.dataset.token, "account/");
// The token is for this script only: remove it from the document.
delete document.body.dataset.token;

const list = document.getElementById("phones");
const step = document.getElementById("pairing");
const another = document.getElementById("another");
const done = document.getElementById("done");
const message = document.getElementById("message");

function show(state, text) {
  document.body.dataset.state = state;
  message.textContent = text;
}

const { attempt, button } = startAsking(show);

function row(phone, canMail) {
  const item = element("li");
  const reset = () => item.replaceChildren(...content);
  const rename = button(t("rename"), "quiet", async () => {
    const input = element("input", { type: "text", value: phone.name, maxLength: 200, required: true, autocomplete: "off" });
    input.setAttribute("aria-label", t("rename_label"));
    const form = element(
      "form", { className: "question" }, input,
      element("div", { className: "row" }, element("button", {}, t("rename_save")), button(t("cancel"), "quiet", async () => reset())));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      attempt(form.querySelector("button"), async () => {
        render(await call("rename", { id: phone.id, name: input.value }));
        show("granted", t("renamed"));
      });
    });
    item.replaceChildren(form);
    input.focus();
  });
  const lost = button(t("lost"), "quiet", async () =>
    ask(item, t("lost_question", { phone: phone.name }), button(t("lost_button"), "grave", async () => {
      await call("lost", { id: phone.id });
      reset();
      show("granted", t("lost_sent"));
    }), button(t("cancel"), "quiet", async () => reset())));
  const remove = button(t("remove"), "quiet", async () =>
    ask(item, t("remove_question", { phone: phone.name }), button(t("remove"), "grave", async () => {
      render(await call("remove", { id: phone.id }));
      if (list.children.length > 0) show("granted", t("removed"));
      await showAutomations();
    }), button(t("cancel"), "quiet", async () => reset())));
  const name = element("p", {}, element("bdi", {}, phone.name), element("small", {}, phone.words));
  const content = [name, element("div", { className: "row" }, rename, ...(canMail ? [lost] : []), remove)];
  reset();
  return item;
}

async function pair() {
  another.hidden = true;
  const payload = await pairPhone(step, call, show);
  render(await call("phones"));
  show("granted", t("pair_done"));
  deliver(payload);
}

function render({ phones, can_mail: canMail }) {
  list.replaceChildren(...phones.map((phone) => row(phone, canMail)));
  another.hidden = phones.length === 0 || step.hasChildNodes();
  done.hidden = phones.length === 0;
  if (phones.length > 0) {
    show("idle", "");
    renderCodes(account, show, button);
  } else if (!step.hasChildNodes()) {
    pair();
  }
}

async function showAutomations() {
  renderAutomations(account, await account("automations"), show, button);
}

another.addEventListener("click", pair);
done.addEventListener("click", () =>
  attempt(done, async () => {
    const { payload } = await call("finish");
    show("granted", t("manage_finished"));
    deliver(payload);
  }));

post("ready");
try {
  render(await call("phones"));
  await showAutomations();
} catch (error) {
  show("failed", explain(error));
}
