// Server-sent events, read from pieces of text.

const longest = 1 << 20;

// Returns a function that takes pieces of a stream and calls `receive` with each event: `{ type, data, id }`.
export function eventParser(receive) {
  let buffer = "";
  let id = "";
  let [type, data, length] = ["", [], 0];

  function line(text) {
    if (text === "") {
      if (data.length > 0) receive({ type: type || "message", data: data.join("\n"), id });
      [type, data, length] = ["", [], 0];
      return;
    }
    length += text.length;
    if (length > longest) throw new RangeError("an event without an end");
    const colon = text.indexOf(":");
    const name = colon < 0 ? text : text.slice(0, colon);
    const value = colon < 0 ? "" : text.slice(colon + 1).replace(/^ /, "");
    if (name === "event") type = value;
    else if (name === "data") data.push(value);
    else if (name === "id" && !value.includes("\0")) id = value;
  }

  return (piece) => {
    buffer += piece;
    if (buffer.length > longest) throw new RangeError("an event without an end");
    let end;
    // A carriage return at the end may be half of a line's end.
    while ((end = buffer.search(/\r\n|\n|\r(?=[^])/)) >= 0) {
      const text = buffer.slice(0, end);
      buffer = buffer.slice(end + (buffer.startsWith("\r\n", end) ? 2 : 1));
      line(text);
    }
  };
}
