// Names that others have chosen: whether a person can see what they are, and how they stand in other text.

const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800\ufffd]/u;
const unusualSpace = /[^\P{Zs} ]|^ | $| {2}/u;
// Marks without a letter, or more than any language needs.
const strayMarks = /(^| )\p{M}|\p{M}{7}/u;

// Whether a name shows what it is: the service's rule for names, checked again. Nothing else is approved here.
export function isShowable(name) {
  return (
    !hidden.test(name) && !unusualSpace.test(name) && !strayMarks.test(name) && /[^\p{M} ]/u.test(name) &&
    name.normalize("NFC") === name
  );
}

const longest = 300;

function codePoint(character) {
  return `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
}

// Returns a name that is not showable, with everything that makes it so as code points.
export function escaped(name) {
  const characters = [...name];
  const visible = characters.slice(0, longest).map((character) =>
    character !== " " && (/[\p{Z}\p{M}]/u.test(character) || hidden.test(character)) ? codePoint(character) : character);
  return visible.join("") + (characters.length > longest ? "…" : "");
}

// Returns a text with nothing in it that hides or reorders: wherever a name of others is shown.
export function safe(text) {
  return hidden.test(text) ? [...text].map((each) => (hidden.test(each) ? codePoint(each) : each)).join("") : text;
}

// Returns a safe text that does not change the order of the text around it, for places that take plain text.
export function isolated(text) {
  return `\u2068${safe(text)}\u2069`;
}
