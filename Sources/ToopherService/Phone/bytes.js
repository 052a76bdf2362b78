// Bytes as text, and text as bytes.

const encoder = new TextEncoder();

export function utf8(text) {
  return encoder.encode(text);
}

export function hex(buffer) {
  return [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// RFC 4648 section 5, without padding.
export function base64url(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export function fromBase64url(text) {
  if (!/^[A-Za-z0-9_-]*$/.test(text)) throw new RangeError("not base64url");
  return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}

const base32Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// RFC 4648 section 6, without padding. What is left of the last character must be zero.
export function fromBase32(text) {
  const bytes = [];
  let [value, bits] = [0, 0];
  for (const character of text) {
    const digit = base32Digits.indexOf(character);
    if (digit < 0) throw new RangeError("not base32");
    value = (value << 5) | digit;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push(value >> bits);
    value &= (1 << bits) - 1;
  }
  if (value !== 0 || bits > 4) throw new RangeError("not base32");
  return Uint8Array.from(bytes);
}
