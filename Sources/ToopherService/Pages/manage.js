// The script of the page on which a user manages phones.

import { element, explain, pairPhone, service } from "./pairing.js";
import { post } from "./parent.js";

const call = service(document.body.dataset.token);
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

// Does something for the person, and says what went wrong.
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

// A question in the page: a frame of another site may not open a dialog.
function confirmation(question, text, body, cancel) {
  return element(
    "div", { className: "question" }, element("p", {}, question),
    element("div", { className: "row" }, button(text, "grave", body), button("Cancel", "quiet", cancel)));
}

function row(phone, canMail) {
  const item = element("li");
  const reset = () => item.replaceChildren(...content);
  const remove = button("Remove", "quiet", async () => {
    item.replaceChildren(
      confirmation(
        `Remove ${phone.name}? It can approve nothing more.`, "Remove",
        async () => {
          render(await call("remove", { id: phone.id }));
          if (list.children.length > 0) show("granted", "The phone is removed.");
        },
        async () => reset()));
  });
  const lost = button("Lost it?", "quiet", async () => {
    item.replaceChildren(
      confirmation(
        `Get a mail with a link that removes ${phone.name}?`, "Send the mail",
        async () => {
          await call("lost", { id: phone.id });
          reset();
          show("granted", "The mail is on its way.");
        },
        async () => reset()));
  });
  const name = element("p", {}, element("bdi", {}, phone.name), element("small", {}, phone.words));
  const content = [name, element("div", { className: "row" }, ...(canMail ? [lost] : []), remove)];
  reset();
  return item;
}

async function pair() {
  another.hidden = true;
  const payload = await pairPhone(step, call, show);
  render(await call("phones"));
  show("granted", "The phone is paired.");
  post("toopher-api-complete", payload);
}

function render({ phones, can_mail: canMail }) {
  list.replaceChildren(...phones.map((phone) => row(phone, canMail)));
  another.hidden = phones.length === 0 || step.hasChildNodes();
  done.hidden = phones.length === 0;
  if (phones.length > 0) show("idle", "");
  else if (!step.hasChildNodes()) pair();
}

another.addEventListener("click", pair);
done.addEventListener("click", () =>
  attempt(done, async () => {
    const { payload } = await call("finish");
    show("granted", "Done.");
    post("toopher-api-complete", payload);
  }));

post("ready");
try {
  render(await call("phones"));
} catch (error) {
  show("failed", explain(error));
}
