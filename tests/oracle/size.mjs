/** The parameter count that a repository's name declares. */

const EXPONENT = { b: 9, t: 12, m: 6 };
const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const NUMBER = String.raw`(\d{1,3}[.p]\d{1,3}|\d{1,4})`;
const TOKEN = new RegExp(`^e?(?:(\\d{1,4})x)?${NUMBER}(?:([mt])|(b)(\\d{1,3})?)(?:a${NUMBER}[bmt])?$`, "i");
const ACTIVE = new RegExp(`^a${NUMBER}[bmt]$`, "i");

export const BANDS = [
  ["lt1b", 0], ["1-3b", 1e9], ["3-7b", 3e9], ["7-13b", 7e9], ["13-33b", 13e9], ["33-70b", 33e9], ["ge70b", 70e9],
];

/** Declared parameters of an id, or null. */
export function declaredSize(id) {
  const name = id.slice(id.indexOf("/") + 1).replace(UUID, " ");
  if (!/\d[bmt]/i.test(name)) return null;
  const first = {};
  for (const token of tokens(name)) {
    const size = readToken(token);
    if (size) first[size.unit] ??= size.value;
  }
  return first.b ?? first.t ?? first.m ?? null;
}

/** Whether the name says that only some parameters answer: `A4B` or `8x7B`. */
export function declaresExperts(id) {
  const name = id.slice(id.indexOf("/") + 1).replace(UUID, " ");
  return tokens(name).some((token) => ACTIVE.test(token) || (/[xa]/i.test(token) && readToken(token) !== null));
}

export function band(size) {
  return BANDS.findLast(([, lower]) => size >= lower)[0];
}

/** Splits at separators; a dot after at most three digits and before a digit is a decimal point. */
function tokens(name) {
  const pointless = name.replace(/\./g, (dot, at) => {
    const before = /\d*$/.exec(name.slice(0, at))[0].length;
    return before >= 1 && before <= 3 && /\d/.test(name[at + 1] ?? "") ? dot : " ";
  });
  return pointless.split(/[-_/ :]/);
}

function readToken(token) {
  const match = TOKEN.exec(token);
  if (!match) return null;
  const [, factor = "1", number, plainUnit, billions, after = ""] = match;
  const unit = (plainUnit ?? billions).toLowerCase();
  let [whole, decimals = ""] = number.toLowerCase().split(/[.p]/);
  if (after !== "" && decimals !== "") return null;
  decimals += after;
  const digits = whole + decimals;
  if (digits.length > 4 || Number(digits) === 0 || Number(factor) === 0) return null;
  const scaled = Number(digits) * Number(factor) * 10 ** (EXPONENT[unit] - decimals.length);
  return unit === "t" && scaled > 10e12 ? null : { unit, value: scaled };
}
