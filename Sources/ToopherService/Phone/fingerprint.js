// The four words that follow from a phone's key.

import { words } from "./words.js";

// Returns the words of a public key, the uncompressed point of 65 bytes.
export async function fingerprint(publicKey) {
  const digest = new DataView(await crypto.subtle.digest("SHA-256", publicKey));
  const numbers = [0, 8, 16, 24].map((start) => digest.getBigUint64(start));
  return numbers.map((number) => words[Number(number % BigInt(words.length))]).join(" ");
}
