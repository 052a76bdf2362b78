// Icons: lines on a field of 24 by 24.

const shapes = {
  approve: "M5 12.5l4.5 4.5L19 7.5",
  deny: "M6.5 6.5l11 11M17.5 6.5l-11 11",
  report: "M12 4v10M12 18.5v.5",
  requests: "M6 17V11a6 6 0 0112 0v6l1.5 2h-15L6 17zM10 19.5a2 2 0 004 0",
  accounts: "M4 7h16v11H4zM4 11h16M8 15h3",
  history: "M12 7v5l3.5 2M4.5 12a7.5 7.5 0 102.5-5.6M4.5 5v4h4",
  phone: "M8 3h8a1 1 0 011 1v16a1 1 0 01-1 1H8a1 1 0 01-1-1V4a1 1 0 011-1zM11 18h2",
  automatic: "M13 3L6 13.5h5.5L11 21l7-10.5h-5.5L13 3z",
  shield: "M12 3l7 2.5v6c0 4.5-3 7.6-7 9.5-4-1.9-7-5-7-9.5v-6L12 3zM8.5 12l2.5 2.5 4.5-5",
};

const namespace = "http://www.w3.org/2000/svg";

// Returns an icon, which stands beside a text and says nothing by itself.
export function icon(name) {
  const [image, path] = [document.createElementNS(namespace, "svg"), document.createElementNS(namespace, "path")];
  for (const [key, value] of [["viewBox", "0 0 24 24"], ["class", `icon ${name}`], ["aria-hidden", "true"]]) {
    image.setAttribute(key, value);
  }
  path.setAttribute("d", shapes[name]);
  image.append(path);
  return image;
}
