// What the pages inside an iframe tell the page that embeds them.

// The origin that messages are sent to. The service does not know it. ancestorOrigins names the parent where it exists;
// else the referrer of a new frame is the parent. Where a parent hides both, "*" is left: the postback is signed, and
// without the session of its request token it is worthless.
function parentOrigin() {
  const ancestors = window.location.ancestorOrigins;
  if (ancestors && ancestors.length > 0) return ancestors[0];
  try {
    const origin = new URL(document.referrer).origin;
    return origin === "null" ? "*" : origin;
  } catch {
    return "*";
  }
}

// Posts a status, with the signed postback as its payload.
export function post(status, payload) {
  if (window.parent === window) return;
  // A string, not an object: the scripts that receive it call JSON.parse.
  window.parent.postMessage(JSON.stringify(payload ? { status, payload } : { status }), parentOrigin());
}
