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

// Returns a name in which everything that hides or reorders text is written as its code point.
export function escaped(name) {
  const characters = [...name].slice(0, 300);
  const visible = characters.map((character) => {
    if (character === " " || !/[\p{Z}\p{M}]/u.test(character) && !hidden.test(character)) return character;
    return `[U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}]`;
  });
  return visible.join("") + (name.length > 600 || [...name].length > 300 ? "…" : "");
}

// Returns a name that cannot change the order of the text around it, for places that take plain text.
export function isolated(name) {
  return `\u2068${name}\u2069`;
}
