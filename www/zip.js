/** Several files as one: a zip archive without compression, after the .ZIP File Format Specification (APPNOTE) 6.3. */

const TABLE = Uint32Array.from({ length: 256 }, (_, n) => {
  let c = n;
  for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1;
  return c;
});

/** @param {Uint8Array} bytes */
function crc32(bytes) {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = TABLE[(crc ^ byte) & 0xff] ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

/**
 * @param {number[]} fields alternately a size in bytes and a value, little-endian
 */
function record(...fields) {
  const size = fields.reduce((sum, field, at) => (at % 2 ? sum : sum + field), 0);
  const view = new DataView(new ArrayBuffer(size));
  let at = 0;
  for (let i = 0; i < fields.length; i += 2) {
    if (fields[i] === 2) view.setUint16(at, fields[i + 1], true);
    else view.setUint32(at, fields[i + 1], true);
    at += fields[i];
  }
  return new Uint8Array(view.buffer);
}

/** Names are UTF-8 (bit 11); the time is the first the format knows, so that the same files give the same bytes. */
const FLAGS = 1 << 11;
const FIRST_DAY = (1 << 5) | 1;

/**
 * @param {{ name: string, bytes: Uint8Array }[]} files
 * @returns {Blob}
 */
export function zip(files) {
  /** @type {BlobPart[]} */
  const body = [];
  /** @type {BlobPart[]} */
  const directory = [];
  let offset = 0;
  let directorySize = 0;
  for (const { name, bytes } of files) {
    const title = new TextEncoder().encode(name);
    const facts = [2, 20, 2, FLAGS, 2, 0, 2, 0, 2, FIRST_DAY, 4, crc32(bytes), 4, bytes.length, 4, bytes.length, 2, title.length, 2, 0];
    const local = record(4, 0x04034b50, ...facts);
    const entry = record(4, 0x02014b50, 2, 20, ...facts, 2, 0, 2, 0, 2, 0, 4, 0, 4, offset);
    body.push(local, title, /** @type {BlobPart} */ (bytes));
    directory.push(entry, title);
    offset += local.length + title.length + bytes.length;
    directorySize += entry.length + title.length;
  }
  const end = record(4, 0x06054b50, 2, 0, 2, 0, 2, files.length, 2, files.length, 4, directorySize, 4, offset, 2, 0);
  return new Blob([...body, ...directory, end], { type: "application/zip" });
}
