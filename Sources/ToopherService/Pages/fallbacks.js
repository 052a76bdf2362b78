// What the page of a log-in offers whose phone cannot answer: a one-time password, or a mail with which it is replaced.

import { t } from "./page-texts.js";
import { explain, service } from "./pairing.js";

const help = document.getElementById("help");
const otp = document.getElementById("otp");
const form = document.getElementById("otp-form");
const input = document.getElementById("otp-input");
const problem = document.getElementById("otp-problem");
const lost = document.getElementById("lost");
const mail = document.getElementById("lost-button");
const outcome = document.getElementById("lost-outcome");

// Makes the forms work, with the token of the page.
export function startFallbacks(token) {
  const call = service(token, "");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button");
    button.disabled = true;
    problem.textContent = "";
    try {
      // What a right one leads to, the page hears by itself.
      const { status } = await call("otp", { otp: input.value });
      if (status !== "valid") problem.textContent = t("otp_wrong");
    } catch (error) {
      problem.textContent = explain(error);
    }
    button.disabled = false;
    if (problem.textContent) input.select();
  });
  mail.addEventListener("click", async () => {
    mail.disabled = true;
    try {
      await call("lost");
      outcome.textContent = t("lost_sent");
    } catch (error) {
      outcome.textContent = explain(error);
      mail.disabled = false;
    }
  });
}

// Offers what there is for a request that waits. Where the phone is not asked now, the password comes first.
export function showFallbacks(result) {
  help.hidden = false;
  lost.hidden = !result.has_phone || document.body.dataset.canMail !== "true";
  if (!result.has_phone || result.reason_code === 708) otp.open = true;
}

export function hideFallbacks() {
  help.hidden = true;
}
