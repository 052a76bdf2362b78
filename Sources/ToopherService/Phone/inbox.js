// What waits for a decision, as soon as it is there: by server-sent events, or by asking where they do not work.

import { eventParser } from "./event-stream.js";
import { afterFailures, afterResponse, asTold } from "./pauses.js";
import { call, open, Refusal } from "./service.js";
import { pendingList } from "./subjects.js";

// The service sends a heartbeat every 15 seconds. The first event comes at once, unless something on the way holds it back.
const silence = 40000;
const firstEvent = 10000;
const brief = 5000;
// For how long the phone asks before it tries the stream again.
const streamPause = 120000;

// Follows what waits, until `signal` ends it. `show` gets each list, `tell` undefined or the error that stands in the way.
// Returns a function that ends the current pause.
export function follow(identity, show, tell, signal) {
  let wake = () => {};
  let [version, failures, streamFrom, streamFailures] = ["", 0, 0, 0];

  const pause = (milliseconds) =>
    new Promise((resolve) => {
      const timer = setTimeout(done, milliseconds);
      function done() {
        clearTimeout(timer);
        signal.removeEventListener("abort", done);
        resolve();
      }
      wake = done;
      signal.addEventListener("abort", done);
    });

  function arrived(json) {
    failures = 0;
    tell(undefined);
    const list = pendingList(json);
    show(list);
    return list;
  }

  // Resolves when the service ends the stream, as it does after some minutes.
  async function stream() {
    const controller = new AbortController();
    const end = () => controller.abort();
    signal.addEventListener("abort", end, { once: true });
    let timer = setTimeout(end, firstEvent);
    let hasEvent = version !== "";
    const isAlive = (limit) => (clearTimeout(timer), (timer = setTimeout(end, limit)));
    try {
      const headers = { Accept: "text/event-stream", ...(version ? { "Last-Event-ID": version } : {}) };
      const response = await open(identity, "GET", "device/events", undefined, { headers, signal: controller.signal });
      const parse = eventParser(({ type, data, id }) => {
        if (type !== "pending") return;
        arrived(JSON.parse(data));
        [version, hasEvent, streamFailures] = [id, true, 0];
      });
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      if (hasEvent) isAlive(silence);
      const opened = performance.now();
      for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
        parse(piece.value);
        if (hasEvent) isAlive(silence);
      }
      // A service that holds too many streams ends them at once.
      if (performance.now() - opened < brief) throw new Error("ended at once");
      tell(undefined);
    } finally {
      clearTimeout(timer);
      controller.abort();
      signal.removeEventListener("abort", end);
    }
  }

  async function ask() {
    const asked = performance.now();
    const json = await call(identity, "GET", "device/pending?wait=20", undefined, signal);
    const list = arrived(json);
    await pause(afterResponse(performance.now() - asked, list.subjects.length > 0));
  }

  async function wait(error) {
    failures += 1;
    tell(error);
    const isBusy = error instanceof Refusal && [429, 503].includes(error.status);
    await pause(isBusy ? asTold(error.delay) : afterFailures(failures));
  }

  async function run() {
    while (!signal.aborted) {
      if (performance.now() >= streamFrom) {
        try {
          await stream();
          await pause(afterResponse(0, false));
          continue;
        } catch (error) {
          if (signal.aborted) return;
          streamFailures += 1;
          version = "";
          streamFrom = performance.now() + streamPause * Math.min(8, 2 ** (streamFailures - 1));
          const isBusy = error instanceof Refusal && [429, 503].includes(error.status);
          if (isBusy) await pause(asTold(error.delay));
        }
      }
      try {
        await ask();
      } catch (error) {
        if (signal.aborted) return;
        // Once the network is back, the stream is worth a try.
        if (!(error instanceof Refusal)) streamFrom = 0;
        await wait(error);
      }
    }
  }

  run();
  return () => wake();
}
