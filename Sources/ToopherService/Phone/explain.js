// What went wrong, and what to do about it, in a sentence.

import { Refusal } from "./service.js";

// Whether an error is of the phone's own check of its user: it was not passed, or is not there.
export function isOfCheck(error) {
  return ["NotAllowedError", "InvalidStateError", "SecurityError", "NotSupportedError"].includes(error.name);
}

export function explainCheck(app, error) {
  return isOfCheck(error) ? app.t("check_failed") : explain(app, error);
}

export function explain({ t }, error) {
  if (!(error instanceof Refusal)) {
    if (error instanceof RangeError || error instanceof SyntaxError) return t("error_unexpected");
    return t("error_offline");
  }
  const seconds = Number(error.delay) || 1;
  switch (error.status) {
    case 401: return t("error_unknown_phone");
    case 403: return t("error_changed");
    case 404: return t("error_gone");
    case 409: return t("error_decided");
    case 421: return t("error_other_service", { service: error.message });
    case 429: case 503: return t("error_busy", { seconds });
    default: return t("error_refused", { message: error.message });
  }
}
