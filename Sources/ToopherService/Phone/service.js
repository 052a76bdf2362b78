// Requests to the service, signed by the phone's key.

import { base64url, hex, utf8 } from "./bytes.js";
import { now, setTime } from "./clock.js";
import { sign } from "./identity.js";
import { base } from "./place.js";
import { callRecord } from "./records.js";

// A refusal of the service.
export class Refusal extends Error {
  constructor(status, message, delay) {
    super(message);
    this.status = status;
    this.delay = delay;
  }
}

const options = { cache: "no-store", credentials: "omit", redirect: "error", referrerPolicy: "no-referrer" };
const deadline = 40000;
// What a request may take, in seconds, before its time is taken for wrong.
const tolerance = 60;

async function refusal(response) {
  const body = await response.json().catch(() => ({}));
  return new Refusal(response.status, `${body.error_message ?? response.status}`, response.headers.get("Retry-After"));
}

// Returns a signal that also ends at a deadline.
function bounded(signal) {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(new DOMException("too late", "TimeoutError")), deadline);
  const end = () => controller.abort(signal.reason);
  if (signal?.aborted) end();
  signal?.addEventListener("abort", end, { once: true });
  return { signal: controller.signal, finish: () => (clearTimeout(timer), signal?.removeEventListener("abort", end)) };
}

// What the service says of itself: `push_key`, `time`. Its URL must be the one that this app belongs to: what is signed for
// another one would be of use there.
export async function describe() {
  const limit = bounded();
  try {
    const response = await fetch(`${base}device/service`, { ...options, signal: limit.signal });
    if (!response.ok) throw await refusal(response);
    const description = await response.json();
    if (description.service !== base) throw new Refusal(421, `${description.service}`);
    await setTime(description.time);
    return description;
  } finally {
    limit.finish();
  }
}

async function attempt(identity, timestamp, method, path, makeBody, { headers, signal }) {
  const body = makeBody ? JSON.stringify(await makeBody(timestamp)) : "";
  const nonce = hex(crypto.getRandomValues(new Uint8Array(16)));
  const device = identity.device || "new";
  const record = await callRecord({ method, url: `${base}${path}`, body, device, timestamp, nonce });
  return fetch(`${base}${path}`, {
    ...options, method, signal,
    body: makeBody ? utf8(body) : undefined,
    headers: {
      ...(makeBody ? { "Content-Type": "application/json" } : {}), ...headers,
      "Toopher-Device": device, "Toopher-Timestamp": `${timestamp}`, "Toopher-Nonce": nonce,
      "Toopher-Signature": base64url(await sign(identity, record)),
    },
  });
}

// Whether a request that was signed at a time was refused because of the clock, which is then set right.
async function hadWrongTime(timestamp, response) {
  const date = Date.parse(response.headers.get("Date") ?? "");
  if (Number.isNaN(date)) await describe();
  else await setTime(date / 1000);
  return Math.abs(now() - timestamp) > tolerance;
}

// Sends a request and returns the response, with its body unread. `makeBody` gets the time of the signature: now, or that of
// the settings, and another one after the clock was found to be wrong.
export async function open(identity, method, path, makeBody, settings = {}) {
  const timestamp = settings.timestamp ?? now();
  let response = await attempt(identity, timestamp, method, path, makeBody, settings);
  if (response.status === 401 && (await hadWrongTime(timestamp, response))) {
    response = await attempt(identity, now(), method, path, makeBody, settings);
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

// Sends a request and returns the JSON of the response.
export async function call(identity, method, path, makeBody, signal, timestamp) {
  const limit = bounded(signal);
  try {
    return await (await open(identity, method, path, makeBody, { signal: limit.signal, timestamp })).json();
  } finally {
    limit.finish();
  }
}
