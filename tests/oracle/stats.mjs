/** Numbers → numbers: exact sums, order, median, Gini, HHI, shares. */

/** Exact sum of integers: a number while it is safe, a BigInt beyond. */
export function add(a, b) {
  if (typeof a === "number" && typeof b === "number") {
    const sum = a + b;
    if (sum <= Number.MAX_SAFE_INTEGER) return sum;
  }
  return BigInt(a) + BigInt(b);
}

export function sum(values) {
  let total = 0;
  for (const value of values) total = add(total, value);
  return total;
}

/** Part of a whole; null where the whole is zero or unknown. */
export function share(part, whole) {
  return whole === null || part === null || Number(whole) === 0 ? null : Number(part) / Number(whole);
}

/** Order of the UTF-8 bytes; it differs from UTF-16 order above U+FFFF. */
export function compareBytes(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) return byteRank(x) - byteRank(y);
  }
  return a.length - b.length;
}

function byteRank(unit) {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit;
}

/** Descending order of exact sums, whichever type they have. */
export function descending(a, b) {
  return a === b ? 0 : a > b ? -1 : a == b ? 0 : 1;
}

export function median(values) {
  if (values.length === 0) return null;
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Σ(2i−n−1)x_i / (n·Σx) over x ascending. */
export function gini(values) {
  const total = sum(values);
  if (Number(total) === 0) return null;
  const sorted = [...values].sort((a, b) => descending(b, a));
  const n = sorted.length;
  const exact = Number(total) * n < Number.MAX_SAFE_INTEGER;
  let weighted = exact ? 0 : 0n;
  sorted.forEach((x, i) => {
    weighted += exact ? (2 * (i + 1) - n - 1) * x : BigInt(2 * (i + 1) - n - 1) * BigInt(x);
  });
  return Number(weighted) / (n * Number(total));
}

/** 10,000·Σ s_i². */
export function hhi(values) {
  const total = Number(sum(values));
  if (total === 0) return null;
  return 10_000 * values.reduce((squares, value) => squares + (Number(value) / total) ** 2, 0);
}

/** Share of the k first of values in descending order. */
export function topShare(ranked, k, total) {
  return share(sum(ranked.slice(0, k)), total);
}

/** Fewest of the ranked values that hold half of the total. */
export function halfRank(ranked, total) {
  if (Number(total) === 0) return null;
  let held = 0n;
  const rank = ranked.findIndex((value) => {
    held += BigInt(value);
    return held * 2n >= BigInt(total);
  });
  return rank + 1;
}
