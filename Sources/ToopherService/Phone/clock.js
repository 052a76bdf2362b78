// The service's time, which requests are signed with: a phone whose clock is wrong still works, and says so.

import { read, write } from "./database.js";

// Below this the difference is the network's.
const negligible = 5;
let offset = 0;

export async function loadClock() {
  offset = (await read("clock")) ?? 0;
}

// The service's time in seconds since 1970.
export function now() {
  return Math.floor(Date.now() / 1000) + offset;
}

// How far the phone's clock is ahead of the service's, in seconds.
export function ahead() {
  return -offset;
}

// Takes over the service's time.
export async function setTime(time) {
  if (!Number.isFinite(time)) return;
  const difference = Math.round(time - Date.now() / 1000);
  const found = Math.abs(difference) <= negligible ? 0 : difference;
  if (Math.abs(found - offset) <= 1) return;
  offset = found;
  await write("clock", offset);
}
