// Times as people read them, in the reader's own language and zone.

const DAY = 86_400_000;
const format = (options) => new Intl.DateTimeFormat(undefined, options);
const CLOCK = format({ hour: "numeric", minute: "2-digit" });
const SECONDS = format({ hour: "numeric", minute: "2-digit", second: "2-digit" });
const SHORT = format({ month: "short", day: "numeric", year: "numeric" });
const LONG = format({ weekday: "long", month: "long", day: "numeric", year: "numeric" });
const MEDIUM = format({ month: "long", day: "numeric", year: "numeric" });
const NUMBERS = format({ year: "numeric", month: "2-digit", day: "2-digit" });
const DIVIDER = format({ weekday: "long", month: "long", day: "numeric" });
const RELATIVE = new Intl.RelativeTimeFormat(undefined, { numeric: "auto" });

export const toDate = (ts) => new Date(Number.parseFloat(ts) * 1000);
export const clock = (ts) => CLOCK.format(toDate(ts));
export const full = (ts) => toDate(ts).toLocaleString();
export const dayKey = (ts) => toDate(ts).toDateString();

const dayOffset = (date) => Math.round((new Date(date).setHours(0, 0, 0, 0) - new Date().setHours(0, 0, 0, 0)) / DAY);

function pretty(date, formatter) {
  const offset = dayOffset(date);
  return Math.abs(offset) <= 1 ? RELATIVE.format(offset, "day") : formatter.format(date);
}

const capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

export const dayName = (ts) => capital(pretty(toDate(ts), DIVIDER));

export function ago(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const [size, unit] = [[86_400, "day"], [3_600, "hour"], [60, "minute"]].find(([step]) => Math.abs(seconds) >= step) ?? [1, "second"];
  return RELATIVE.format(Math.trunc(seconds / size), unit);
}

const PARTS = {
  date_num: (date) => NUMBERS.format(date),
  date: (date) => MEDIUM.format(date),
  date_short: (date) => SHORT.format(date),
  date_long: (date) => LONG.format(date),
  date_pretty: (date) => pretty(date, MEDIUM),
  date_short_pretty: (date) => pretty(date, SHORT),
  date_long_pretty: (date) => pretty(date, LONG),
  time: (date) => CLOCK.format(date),
  time_secs: (date) => SECONDS.format(date),
  ago,
};

/** Slack's `{date_short_pretty} at {time}`, or null if the moment or a placeholder makes no sense. */
export function formatDate(seconds, pattern) {
  if (!Number.isFinite(seconds) || !pattern) return null;
  const date = new Date(seconds * 1000);
  const names = [...pattern.matchAll(/\{(\w+)\}/g)].map((match) => match[1]);
  if (Number.isNaN(date.getTime()) || names.some((name) => !(name in PARTS))) return null;
  return pattern.replace(/\{(\w+)\}/g, (_, name) => PARTS[name](date));
}

export function bytes(size) {
  if (size < 1024) return `${size} B`;
  if (size < 1024 * 1024) return `${Math.round(size / 1024)} KB`;
  return `${(size / 1024 / 1024).toFixed(1)} MB`;
}
