// The texts of a page, in the language that the service has chosen for it.

const { texts } = await import(`./page-text-${document.documentElement.lang}.js`);

// Whether there is a text of this key.
export function has(key) {
  return Object.hasOwn(texts, key);
}

// Returns a text with values in the places of the names in braces. A value is a name of others: isolated, so that it does not
// change the order of the text around it.
export function t(key, values = {}) {
  return texts[key].replaceAll(/\{(\w+)\}/g, (_, name) => `\u2068${values[name]}\u2069`);
}
