/** The view in the address: `#section`, `#?query` or `#section?query`; `?src=` and `?kind=` stand in front. */

/**
 * @param {string} hash
 * @returns {{ section: string, query: string }} decoded; both may be empty
 */
export function parseHash(hash) {
  const bare = hash.replace(/^#/, "");
  const cut = bare.indexOf("?");
  const [section, query] = cut < 0 ? [bare, ""] : [bare.slice(0, cut), bare.slice(cut + 1)];
  return { section: decoded(section), query: decoded(query.replaceAll("+", " ")) };
}

/** @param {string} text */
function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/**
 * The hash of a view; a default query leaves it bare.
 * @param {string} section
 * @param {string} query
 * @param {boolean} isDefault
 */
export function formatHash(section, query, isDefault) {
  const terms = isDefault ? "" : `?${encodeQuery(query)}`;
  return section || terms ? `#${encodeURIComponent(section)}${terms}` : "";
}

/** @param {string} query */
function encodeQuery(query) {
  // What a fragment may hold as it is stays readable.
  return encodeURIComponent(query).replace(/%20|%3A|%3D|%2C|%2F/g, (code) => (code === "%20" ? "+" : decodeURIComponent(code)));
}

/** The address of a dump named in front of the hash; empty where there is none. */
export function sourceAddress() {
  const src = new URLSearchParams(location.search).get("src");
  return src ? new URL(src, document.baseURI).href : "";
}

/** The kind of repository named in front of the hash; empty where there is none. */
export function addressedKind() {
  return new URLSearchParams(location.search).get("kind") ?? "";
}

/**
 * The address of a view of this page. What else stands in front of the hash stays as it was written.
 * @param {string} kind empty for the one that the input leads with
 * @param {string} hash
 */
export function viewAddress(kind, hash) {
  const others = location.search.slice(1).split("&").filter((part) => part && !part.startsWith("kind="));
  const search = [...others, ...(kind ? [`kind=${encodeURIComponent(kind)}`] : [])].join("&");
  return `${location.pathname}${search && "?"}${search}${hash}`;
}
