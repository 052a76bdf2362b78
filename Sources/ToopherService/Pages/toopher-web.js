// For the page that embeds the Toopher iframe. No dependencies.
//
//   <iframe id="toopher_iframe" src="SIGNED ADDRESS" toopher_postback="/where/to/post"
//           framework_post_args='{"csrf": "…"}'></iframe>
//   <script src="https://toopher.example.org/static/toopher-web.js"></script>
//
// When the person has answered, a form is posted to `toopher_postback` with
//   - `toopher_iframe_data`: the whole signed postback as one form-encoded field, as version 2 libraries want it;
//   - the `framework_post_args`, beside and not inside of what is signed.
// With `toopher_postback_version="1"` on the iframe, each field of the postback stands by its own name instead, as
// version 1 libraries want it. Never both: version 1 libraries verify every field that they find in the form, and ours
// refuses a form that holds two postbacks.
// With the attribute `use_ajax_postback` the same is sent by fetch, and the outcome told by a
// `toopher-postback` event on the iframe with the `Response` in its detail.
(function () {
  "use strict";

  const watched = new WeakSet();

  // Old integrations leave the address in `toopher_req` until the script is there.
  function start(frame) {
    const address = frame.getAttribute("toopher_req");
    // Only once each: an address that is loaded again has been used, and is refused.
    if (address && frame.getAttribute("src") !== address) frame.src = address;
    if (watched.has(frame)) return;
    watched.add(frame);
    window.addEventListener("message", (event) => {
      // Two checks, and both matter: the window is our iframe, and what it shows is still the service's.
      if (event.source !== frame.contentWindow) return;
      if (event.origin !== new URL(frame.src, document.baseURI).origin) return;
      const payload = payloadOf(event.data);
      if (payload) post(frame, fieldsOf(frame, payload));
    });
  }

  function payloadOf(data) {
    if (typeof data !== "string") return null;
    try {
      const message = JSON.parse(data);
      return message && message.status === "toopher-api-complete" ? message.payload : null;
    } catch {
      return null;
    }
  }

  function fieldsOf(frame, payload) {
    const signed = Object.entries(payload).map(([name, value]) => [name, String(value)]);
    const isVersion1 = frame.getAttribute("toopher_postback_version") === "1";
    const fields = new Map(isVersion1 ? signed : [["toopher_iframe_data", new URLSearchParams(signed).toString()]]);
    const extra = JSON.parse(frame.getAttribute("framework_post_args") || "{}");
    for (const [name, value] of Object.entries(extra)) {
      if (!fields.has(name)) fields.set(name, String(value));
    }
    return fields;
  }

  function post(frame, fields) {
    const target = frame.getAttribute("toopher_postback") || window.location.href;
    if (frame.hasAttribute("use_ajax_postback")) {
      const body = new URLSearchParams([...fields]);
      fetch(target, { method: "POST", body, credentials: "same-origin" }).then((response) => {
        frame.dispatchEvent(new CustomEvent("toopher-postback", { detail: response, bubbles: true }));
      });
      return;
    }
    const form = document.createElement("form");
    form.method = "POST";
    form.action = target;
    // Whatever the embedding page is written in: the signature is over UTF-8.
    form.acceptCharset = "utf-8";
    form.hidden = true;
    for (const [name, value] of fields) {
      const input = document.createElement("input");
      input.type = "hidden";
      input.name = name;
      input.value = value;
      form.append(input);
    }
    document.body.append(form);
    // A field called "submit" would hide the method of that name.
    HTMLFormElement.prototype.submit.call(form);
  }

  function init(selector) {
    document.querySelectorAll(selector).forEach(start);
  }

  window.toopher = { init };
  if (document.readyState === "loading") {
    document.addEventListener("DOMContentLoaded", () => init("#toopher_iframe"));
  } else {
    init("#toopher_iframe");
  }
})();
