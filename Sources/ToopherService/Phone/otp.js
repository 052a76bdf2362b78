// One-time passwords: RFC 6238 with SHA-1.

import { fromBase32 } from "./bytes.js";

// Returns a key that computes passwords and cannot be read.
export function passwordKey(secret) {
  return crypto.subtle.importKey("raw", fromBase32(secret), { name: "HMAC", hash: "SHA-1" }, false, ["sign"]);
}

// Returns the password at a time in seconds since 1970.
export async function password(key, time, digits = 6, period = 30) {
  const counter = new DataView(new ArrayBuffer(8));
  counter.setBigUint64(0, BigInt(Math.floor(time / period)));
  const mac = new DataView(await crypto.subtle.sign("HMAC", key, counter.buffer));
  const offset = mac.getUint8(mac.byteLength - 1) & 15;
  const number = mac.getUint32(offset) & 0x7fffffff;
  return `${number % 10 ** digits}`.padStart(digits, "0");
}

// Returns the digits in groups, as they are read.
export function grouped(password) {
  const size = password.length % 3 === 0 ? 3 : 4;
  return password.match(new RegExp(`.{1,${size}}`, "g")).join(" ");
}
