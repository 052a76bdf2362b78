// Links that pair: `https://host/pair/TOKEN`, and the app's own `…/phone/#pair=TOKEN`.

const token = /^[A-Za-z0-9_-]{8,128}$/;

// Returns the token in the fragment of the app's own address, or "".
export function tokenInFragment(fragment) {
  const found = fragment.startsWith("#pair=") ? fragment.slice(6) : "";
  return token.test(found) ? found : "";
}

// Returns `{ token }` for a link of the service whose app stands at `home`, `{ service }` for a link of another one, and
// `{}` for anything else.
export function invitation(text, home) {
  let link;
  try {
    link = new URL(text.trim());
  } catch {
    return {};
  }
  if (link.protocol !== "https:" && link.protocol !== "http:") return {};
  const ownToken = tokenInFragment(link.hash);
  const parts = link.pathname.match(/^(.*\/)(?:pair\/([^/]+)|phone\/(?:phone\.html)?)$/);
  const found = parts?.[2] ?? ownToken;
  if (!parts || !token.test(found)) return {};
  const service = `${link.origin}${parts[1]}`;
  return service === new URL("../", home).href ? { token: found } : { service };
}
