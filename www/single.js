/** The page as one file: what lies inside of it, and how the report on screen becomes another one. */

/** The blocks of a page that is one file; `hubstate site` writes them. */
const CORE = "inline-core";
const SNAPSHOT = "inline-snapshot";
/** The page as one file, beside this page. */
const TEMPLATE = "hubstate.html";
const BLOCK = new RegExp(`(<script type="application/octet-stream" id="${SNAPSHOT}")[^>]*>[^<]*<`);

const block = (/** @type {string} */ id) => document.getElementById(id);

/** This page as it came, where it is one file: it cannot be fetched from disk, and is about to be filled. */
const asItCame = typeof document !== "undefined" && block(CORE) ? `<!doctype html>\n${document.documentElement.outerHTML}` : "";

/** @param {string} base64 of gzipped bytes */
function unpacked(base64) {
  const packed = Uint8Array.from(atob(base64.trim()), (sign) => sign.charCodeAt(0));
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"))).arrayBuffer();
}

/** @param {string} id */
function inside(id) {
  const text = block(id)?.textContent;
  return text ? unpacked(text) : undefined;
}

/** The bytes of the core, where they are inside of the page. */
export const coreInside = () => inside(CORE);

/** The bytes of the snapshot, where they are inside of the page. */
export const snapshotInside = () => inside(SNAPSHOT);

/** The view that the page was saved with: the hash and the kind of repository; both may be empty. */
export function viewInside() {
  const { hash = "", kind = "" } = block(SNAPSHOT)?.dataset ?? {};
  return { hash, kind };
}

/**
 * The page as one file, with a snapshot and a view of it.
 * @param {Blob} snapshot
 * @param {{ hash: string, kind: string }} view
 */
export async function singleFile(snapshot, { hash, kind }) {
  const page = asItCame || await template();
  const packed = await new Response(snapshot.stream().pipeThrough(new CompressionStream("gzip"))).blob();
  const data = await base64(packed);
  if (!BLOCK.test(page)) throw new Error(`${TEMPLATE} is not the page as one file: it has no block for a snapshot`);
  return new Blob([page.replace(BLOCK, (_, tag) => `${tag} data-hash="${escaped(hash)}" data-kind="${escaped(kind)}">${data}<`)], { type: "text/html" });
}

async function template() {
  const response = await fetch(TEMPLATE);
  if (!response.ok) throw new Error(`${TEMPLATE} answered ${response.status}, expected 200: it lies beside the page in the folder that build.sh makes`);
  return response.text();
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>}
 */
function base64(blob) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ""));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

const escaped = (/** @type {string} */ text) => text.replace(/[&"<>]/g, (sign) => `&#${sign.charCodeAt(0)};`);
