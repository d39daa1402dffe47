/** Times as the contract writes them → milliseconds UTC and days. */

export const DAY = 86_400_000;
/** The Hub records creation from this instant on; what lies before stands for "not known". */
export const FLOOR_END = Date.UTC(2022, 2, 3);
const MAX_TIME = Date.UTC(9999, 11, 31, 23, 59, 59, 999);
const ISO = /^(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,](\d+))?)?(Z|[+-]\d\d(?::?\d\d)?)?)?$/;

/** Milliseconds since 1970 UTC, or null where the value is no time. */
export function readTime(value) {
  if (typeof value === "number") return readStamp(value);
  return typeof value === "string" ? readIso(value) : null;
}

/** First instant of `2025`, `2025-01`, `2025-01-15` or a whole time; null where it is none. */
export function readPartial(text) {
  if (/^\d{4}$/.test(text)) return readIso(`${text}-01-01`);
  if (/^\d{4}-\d\d$/.test(text)) return readIso(`${text}-01`);
  return readIso(text);
}

export function dayNumber(time) {
  return Math.floor(time / DAY);
}

export function isoDay(day) {
  return new Date(day * DAY).toISOString().slice(0, 10);
}

export function yearOf(time) {
  return new Date(time).getUTCFullYear();
}

function readStamp(value) {
  if (!Number.isSafeInteger(value) || value < 0) return null;
  const time = value < 1e11 ? value * 1000 : value;
  return time <= MAX_TIME ? time : null;
}

function readIso(text) {
  const match = ISO.exec(text);
  if (!match) return null;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [hour, minute, second] = [Number(match[4] ?? 0), Number(match[5] ?? 0), Number(match[6] ?? 0)];
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month)) return null;
  if (hour > 23 || minute > 59 || second > 59) return null;
  const fraction = match[7] === undefined ? 0 : Number(`${match[7]}00`.slice(0, 3));
  return firstOf(year, month) + (day - 1) * DAY + hour * 3_600_000 + minute * 60_000 + second * 1000 + fraction
    - zoneOffset(match[8]);
}

/** `Date.UTC` takes the years 0 to 99 for 1900 to 1999. */
function firstOf(year, month) {
  return year > 99 ? Date.UTC(year, month - 1) : new Date(0).setUTCFullYear(year, month - 1, 1);
}

function daysIn(year, month) {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function zoneOffset(zone) {
  if (zone === undefined || zone === "Z") return 0;
  const minutes = Number(zone.slice(1, 3)) * 60 + Number(zone.slice(3).replace(":", ""));
  return (zone[0] === "-" ? -minutes : minutes) * 60_000;
}
