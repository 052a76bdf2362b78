// Times for a person. All are in seconds.

// Returns minutes and seconds, such as "1:05".
export function remaining(seconds) {
  const left = Math.max(0, Math.ceil(seconds));
  return `${Math.floor(left / 60)}:${`${left % 60}`.padStart(2, "0")}`;
}

// Returns the time of day, with the date unless it is today.
export function moment(time, language, now) {
  const [date, today] = [new Date(1000 * time), new Date(1000 * now)];
  const isToday = date.toDateString() === today.toDateString();
  return date.toLocaleString(language, {
    ...(isToday ? {} : { dateStyle: "medium" }), timeStyle: "short",
  });
}

// Returns a date in words.
export function day(time, language) {
  return new Date(1000 * time).toLocaleDateString(language, { dateStyle: "long" });
}

// Returns a length of time in its largest unit, such as "2 hours".
export function span(seconds, language) {
  const units = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
  const length = Math.abs(seconds);
  const [unit, size] = units.find(([, each]) => length >= each) ?? units[3];
  const format = new Intl.NumberFormat(language, { style: "unit", unit, unitDisplay: "long" });
  return format.format(Math.round(length / size));
}
