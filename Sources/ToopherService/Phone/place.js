// Where the app and its service are. Two services on one origin have different paths, and each its own key and caches.

export const home = new URL("./", self.location.href).href;
export const base = new URL("../v1/", home).href;
export const storageName = `toopher ${new URL(home).pathname}`;

// Returns what a person knows the service by.
export function serviceName() {
  const url = new URL("../", home);
  return `${url.host}${url.pathname === "/" ? "" : url.pathname.slice(0, -1)}`;
}
