// Adds “(in 3 days)” after dates that are known to the day. The absolute text stays; months
// and ranges carry no data-relative, so nothing counts down to a date that nobody set.
const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
const HOUR = 3_600_000;
const UNITS = [
  ["year", 365 * 24 * HOUR],
  ["month", 30 * 24 * HOUR],
  ["day", 24 * HOUR],
  ["hour", HOUR],
];

/** Words for an instant or a bare day, seen from `now` (milliseconds). */
function relative(stamp, now) {
  if (!stamp.includes("T")) {
    const today = new Date(now);
    const [year, month, day] = stamp.split("-").map(Number);
    const days = (Date.UTC(year, month - 1, day) - Date.UTC(today.getFullYear(), today.getMonth(), today.getDate())) / (24 * HOUR);
    return Math.abs(days) < 60 ? words.format(days, "day") : words.format(Math.round(days / 30.4), "month");
  }
  const distance = new Date(stamp).getTime() - now;
  const [unit, length] = UNITS.find(([, size]) => Math.abs(distance) >= size) ?? ["minute", 60_000];
  return words.format(Math.round(distance / length), unit);
}

for (const time of document.querySelectorAll("time[data-relative]")) {
  const text = relative(time.dateTime, Date.now());
  const note = document.createElement("span");
  note.className = "relative no-print";
  note.textContent = ` (${text})`;
  time.after(note);
}
