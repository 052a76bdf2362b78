// The texts in the language that the browser prefers.

import { bdi } from "./dom.js";
import { isolated } from "./names.js";
import { texts as de } from "./text-de.js";
import { texts as en } from "./text-en.js";
import { texts as es } from "./text-es.js";
import { texts as zh } from "./text-zh.js";

export const languages = { en, de, es, zh };

// Returns the first language of a list of preferences that there are texts in, else English.
export function preferred(preferences) {
  const codes = preferences.map((preference) => preference.toLowerCase().split("-")[0]);
  return codes.find((code) => Object.hasOwn(languages, code)) ?? "en";
}

// Returns the pieces of a text: its words, and the values that take the places of names in braces.
function pieces(text, values, wrap) {
  return text.split(/\{(\w+)\}/).map((piece, index) => (index % 2 === 0 ? piece : wrap(values[piece])));
}

// Returns `t`, which makes plain text, and `nodes`, which makes nodes to append. Values are names of others: in plain text
// they are isolated, in nodes they stand in elements of their own. With `count`, the text has a form for each plural.
export function translator(code) {
  const texts = languages[code];
  const plurals = new Intl.PluralRules(code);

  function find(key, { count } = {}) {
    if (count === undefined) return texts[key];
    return texts[`${key}_${plurals.select(count)}`] ?? texts[`${key}_other`];
  }

  return {
    language: code,
    t(key, values = {}) {
      return pieces(find(key, values), values, (value) => (typeof value === "string" ? isolated(value) : `${value}`)).join("");
    },
    nodes(key, values = {}) {
      return pieces(find(key, values), values, (value) => (value instanceof Node ? value : bdi(`${value}`)));
    },
  };
}
