// For the page that embeds the Toopher iframe: posts the signed postback to the page's own server. A classic script
// without dependencies; toopher-web.mjs is the same as a module. docs/iframe.md describes both.
//
//   <script src="https://toopher.example.org/static/toopher-web.js"></script>
//   <iframe id="toopher_iframe" src="SIGNED URL" toopher_postback="/where/to/post"
//           framework_post_args='{"csrf": "…"}'></iframe>
(() => {
  "use strict";

  // Two copies on one page would post everything twice: the second one does nothing.
  const key = Symbol.for("toopher-web");
  if (window[key]) return;

  const defaultFrame = "#toopher_iframe";
  const complete = "toopher-api-complete";
  // The iframes that may post, each with its callback and the signature of its last postback.
  const watched = new Map();

  function watch(frame) {
    if (!watched.has(frame)) watched.set(frame, {});
    return watched.get(frame);
  }

  // MARK: Messages

  function receive(event) {
    const frame = frameOf(event.source);
    // Both checks matter: the window is that of our iframe, and the iframe still shows the service's page.
    if (!frame || event.origin !== originOf(frame.src)) return;
    const message = messageOf(event.data);
    if (!message) return;
    if (message.status === complete) finish(frame, message.payload);
    else report(frame, message);
  }

  function frameOf(source) {
    if (!source) return null;
    // An iframe may have been added after this script ran.
    document.querySelectorAll(`iframe${defaultFrame}`).forEach(watch);
    for (const frame of watched.keys()) {
      if (!frame.isConnected) watched.delete(frame);
      else if (frame.contentWindow === source) return frame;
    }
    return null;
  }

  // The origin of an http or https URL. Those of other schemes are all "null".
  function originOf(text) {
    if (!text) return null;
    try {
      const url = new URL(text, document.baseURI);
      return url.protocol === "https:" || url.protocol === "http:" ? url.origin : null;
    } catch {
      return null;
    }
  }

  // The service sends text; the earliest one sent an object. Other messages are not the service's.
  function messageOf(data) {
    let message = data;
    if (typeof data === "string") {
      try {
        message = JSON.parse(data);
      } catch {
        return null;
      }
    }
    return isRecord(message) && typeof message.status === "string" ? message : null;
  }

  function isRecord(value) {
    return typeof value === "object" && value !== null && !Array.isArray(value);
  }

  // MARK: Fields

  function finish(frame, payload) {
    if (!isRecord(payload)) return;
    const state = watch(frame);
    if (payload.toopher_sig !== undefined && payload.toopher_sig === state.posted) return;
    state.posted = payload.toopher_sig;
    if (!emit(frame, "toopher-complete", payload)) return;
    let fields;
    try {
      fields = fieldsOf(frame, payload);
    } catch (error) {
      fail(frame, error);
      return;
    }
    const target = frame.getAttribute("toopher_postback") || window.location.href;
    if (isOn(frame, "use_ajax_postback")) sendInBackground(frame, target, fields);
    else submit(target, fields);
  }

  // Version 2: the whole signed postback as one form-encoded field. Version 1: each field by its own name. Not both:
  // libraries of version 1 verify every field that they find. The page's own fields are not signed.
  function fieldsOf(frame, payload) {
    const signed = Object.entries(payload).map(([name, value]) => [name, text(value)]);
    const fields = new Map(
      versionOf(frame) === "1" ? signed : [["toopher_iframe_data", new URLSearchParams(signed).toString()]]
    );
    for (const [name, value] of Object.entries(ownFields(frame))) {
      if (fields.has(name)) console.warn(`toopher-web: framework_post_args cannot replace the signed field ${name}`);
      else fields.set(name, text(value));
    }
    return [...fields];
  }

  // Pages with toopher_req are for version 1.
  function versionOf(frame) {
    return frame.getAttribute("toopher_postback_version") || (frame.hasAttribute("toopher_req") ? "1" : "2");
  }

  function ownFields(frame) {
    const json = frame.getAttribute("framework_post_args");
    if (!json) return {};
    let fields;
    try {
      fields = JSON.parse(json);
    } catch {
      fields = null;
    }
    if (!isRecord(fields)) throw new TypeError("framework_post_args is not a JSON object");
    return fields;
  }

  function text(value) {
    return value === null ? "" : String(value);
  }

  // An attribute without a value is on, as in HTML.
  function isOn(frame, name) {
    return frame.hasAttribute(name) && frame.getAttribute(name) !== "false";
  }

  // MARK: Posting

  function submit(target, fields) {
    const form = document.createElement("form");
    form.method = "POST";
    form.action = target;
    // The signature is over UTF-8, whatever the encoding of the embedding page.
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
    // A field with the name "submit" would hide the method.
    HTMLFormElement.prototype.submit.call(form);
  }

  async function sendInBackground(frame, target, fields) {
    const isOurs = originOf(target) === window.location.origin;
    let response;
    try {
      response = await fetch(target, {
        method: "POST",
        body: new URLSearchParams(fields),
        credentials: "same-origin",
        // Servers recognise a script's request by it. To another origin it would need CORS.
        headers: isOurs ? { "X-Requested-With": "XMLHttpRequest" } : {},
      });
    } catch (error) {
      fail(frame, error);
      return;
    }
    const body = watch(frame).callback ? await response.clone().json().catch(() => null) : null;
    emit(frame, "toopher-postback", response);
    report(frame, { status: complete, payload: body });
  }

  // MARK: Events

  // Returns whether no listener has called preventDefault().
  function emit(frame, type, detail) {
    return frame.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, cancelable: true }));
  }

  function report(frame, message) {
    if (message.status !== complete) emit(frame, "toopher-status", message);
    watch(frame).callback?.(message);
  }

  function fail(frame, error) {
    console.error("toopher-web:", error);
    emit(frame, "toopher-error", error);
  }

  // MARK: Initialisation

  // Takes a selector, an iframe or a list of them, and optionally a function that is called with each status: `ready`,
  // and after use_ajax_postback `toopher-api-complete` with the server's JSON response as its payload.
  function init(target = defaultFrame, ...more) {
    const callback = more.find((argument) => typeof argument === "function");
    for (const frame of elementsOf(target)) {
      if (frame.tagName !== "IFRAME") continue;
      const state = watch(frame);
      if (callback) state.callback = callback;
      open(frame);
    }
  }

  function elementsOf(target) {
    if (typeof target === "string") return document.querySelectorAll(target);
    return target instanceof Element ? [target] : Array.from(target || []);
  }

  // Pages for version 1 hold the URL in toopher_req until a script listens.
  function open(frame) {
    const url = frame.getAttribute("toopher_req");
    if (!url || frame.getAttribute("src") === url) return;
    // Only once: the service refuses a signed URL that has been used.
    if (originOf(url)) frame.src = url;
    else fail(frame, new TypeError("toopher_req is not an address"));
  }

  window.addEventListener("message", receive);
  window[key] = Object.freeze({ init });
  window.toopher = window[key];
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => init());
  else init();
})();
