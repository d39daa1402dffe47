/**
 * Keeps the page for the next visit without a network. The page itself and its snapshot are asked for first and taken
 * from here only when nothing answers; files that carry their digest in their name never change and are taken from here.
 */

/** The types at hand are those of a page. */
const worker = /** @type {any} */ (self);
const KEPT = "hubstate";
const NEVER_CHANGES = /-[0-9a-f]{12}\.(js|css|wasm)$|\/font\/[^/]+\.woff2$/;
/** The files that the page names. */
const NAMED = /(?:href|src|data-wasm)="([^"#:]+\.(?:svg|woff2|wasm|css|js))"/g;
/** What it fetches when it is needed: kept once it was. */
const LATER = /data-larger(?:-wasm)?="([^"#:]+)"/g;
const here = (/** @type {string} */ path) => new URL(path, worker.registration.scope).href;
const PAGES = [here("./"), here("index.html")];
const CHANGES = [...PAGES, here("snapshot.json"), here("icon.svg")];

worker.addEventListener("install", (/** @type {any} */ event) => {
  worker.skipWaiting();
  event.waitUntil(Promise.all([keepPage(), keep(here("snapshot.json"))]));
});

worker.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(worker.clients.claim()));

worker.addEventListener("fetch", (/** @type {any} */ event) => {
  const { request } = event;
  const address = request.url.replace(/[?#].*$/, "");
  if (request.method !== "GET" || !address.startsWith(worker.registration.scope)) return;
  if (NEVER_CHANGES.test(address)) event.respondWith(kept(address).then((found) => found ?? keep(address)));
  else if (CHANGES.includes(address)) event.respondWith(newest(address));
});

/** @param {string} address */
async function newest(address) {
  try {
    const response = await keep(address);
    if (PAGES.includes(address)) keepPage(response.clone()).catch(() => {});
    return response;
  } catch (error) {
    const found = await kept(address) ?? (PAGES.includes(address) ? await kept(PAGES[0]) : undefined);
    if (found) return found;
    throw error;
  }
}

/**
 * The page with all that it names; what it names no longer is let go.
 * @param {Response} [response]
 */
async function keepPage(response) {
  const text = await (response ?? await keep(PAGES[0])).clone().text();
  const later = [...text.matchAll(LATER)].map(([, path]) => here(path));
  // What is published as Parquet is read by the larger core at every visit.
  const needed = /data-snapshot="[^"]+\.parquet"/.test(text) ? later : [];
  const named = [...[...text.matchAll(NAMED)].map(([, path]) => here(path)), ...needed];
  await Promise.all(named.map(async (address) => await kept(address) ?? keep(address)));
  const cache = await caches.open(KEPT);
  const old = (await cache.keys()).filter(({ url }) => NEVER_CHANGES.test(url) && !named.includes(url) && !later.includes(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

/** @param {string} address */
async function kept(address) {
  return (await caches.open(KEPT)).match(address);
}

/** @param {string} address asked for anew; what answers well is kept */
async function keep(address) {
  const response = await fetch(address, { cache: CHANGES.includes(address) ? "no-cache" : "default" });
  if (response.ok) await (await caches.open(KEPT)).put(address, response.clone());
  return response;
}
