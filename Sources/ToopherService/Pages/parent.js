// Where the answer of a page goes: to the page that embeds it, or with the browser to the next one.

// The sites that may embed this page, and the URL for which none need to.
const origins = (document.body.dataset.origins ?? "").split(" ").filter(Boolean);
const returnURL = document.body.dataset.returnUrl ?? "";

// The site that embeds this page, where the browser tells; else all that may: it delivers to the one that does. "null" is a
// site that hides itself, as with `referrerpolicy="no-referrer"`.
function targets() {
  const [parent] = window.location.ancestorOrigins ?? [];
  return parent && parent !== "null" ? origins.filter((origin) => origin === parent) : origins;
}

// Posts a status to the page that embeds this one.
export function post(status, payload) {
  if (window.parent === window) return;
  // A string, not an object: the scripts that receive it call JSON.parse.
  const message = JSON.stringify(payload ? { status, payload } : { status });
  for (const origin of targets()) window.parent.postMessage(message, origin);
}

// Hands over the signed answer. Returns the URL that the browser goes to with it; "" if it stays.
export function deliver(payload) {
  if (!returnURL) {
    post("toopher-api-complete", payload);
    return "";
  }
  const data = encodeURIComponent(new URLSearchParams(payload).toString());
  return go(`${returnURL}${returnURL.includes("?") ? "&" : "?"}toopher_iframe_data=${data}`);
}

// Sends the browser to another page, in place of this one: going back must not lead to an address that has been used. Returns
// the URL.
export function go(url) {
  window.location.replace(url);
  return url;
}

// The site to which the browser can go without an answer; "" if there is none.
export function site() {
  return returnURL ? new URL(returnURL).origin : "";
}
