//! What bytes look like, by their beginning.

use super::{
    Error,
    json::{holds, names_a_row},
};

/// How many bytes are looked at.
pub(super) const LOOKED_AT: usize = 512;

/// How an input begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Looks {
    /// JSON, behind so many bytes of a byte order mark.
    Json { mark: usize },
    /// Rows in lines whose cells `separator` parts, behind so many bytes of a byte order mark.
    Table { mark: usize, separator: u8 },
    /// A gzip stream.
    Gzip,
    /// A zstd stream.
    Zstd,
    /// A Parquet file.
    Parquet,
    /// Something that is not read: what it is, and what to do.
    Other { found: String, remedy: &'static str },
    /// More bytes are needed to tell.
    TooShort,
}

const READS: &str = "give one of these, or gzip or zstd of a text among them";
const EXPORT: &str = "save it as one of these";
const UNPACK: &str = "unpack it first: only gzip and zstd are unpacked here";
const ENCODE: &str = "save it as UTF-8";
const PAGE: &str = "a page was saved, or an error page of a server: save what the API answers instead";

/// Beginnings that nothing else has, and what they stand for.
const MAGIC: [(&[u8], &str, &str); 20] = [
    (b"\x89PNG", "a PNG image", READS),
    (b"\xff\xd8\xff", "a JPEG image", READS),
    (b"GIF8", "a GIF image", READS),
    (b"RIFF", "a RIFF file (WebP, WAV or AVI)", READS),
    (b"%PDF", "a PDF document", READS),
    (b"PK\x03\x04", "a zip archive", UNPACK),
    (b"PK\x05\x06", "an empty zip archive", UNPACK),
    (b"ARROW1", "an Arrow file", EXPORT),
    (b"BZh", "a bzip2 stream", UNPACK),
    (b"\xfd7zXZ", "an xz stream", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", UNPACK),
    (b"\x04\x22\x4d\x18", "an LZ4 stream", UNPACK),
    (b"SQLite format 3", "an SQLite database", EXPORT),
    (b"\x89HDF", "an HDF5 file", EXPORT),
    (b"Obj\x01", "an Avro file", EXPORT),
    (b"\x7fELF", "a program", READS),
    (b"\0asm", "a WebAssembly module", READS),
    (b"GGUF", "a GGUF model", READS),
    (b"\x80\x04\x95", "a Python pickle", EXPORT),
    (b"version https://git-lfs", "a Git LFS pointer", "fetch the file that it points to"),
];

/// Judges the first bytes of an input; `whole` where there are no more.
pub(super) fn looks(bytes: &[u8], whole: bool) -> Looks {
    let enough = whole || bytes.len() >= LOOKED_AT;
    let head = &bytes[..bytes.len().min(LOOKED_AT)];
    let mark = if head.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
    let text = head[mark..].trim_ascii_start();
    match text {
        [b'{' | b'[', second, ..] if *second != 0 => Looks::Json { mark },
        [0x1f, 0x8b, ..] => Looks::Gzip,
        // A frame, or one to be passed over (RFC 8878, 3.1).
        [0x28, 0xb5, 0x2f, 0xfd, ..] | [0x50..=0x5f, 0x2a, 0x4d, 0x18, ..] => Looks::Zstd,
        [b'P', b'A', b'R', b'1', ..] => Looks::Parquet,
        _ if !enough => Looks::TooShort,
        [b'{' | b'['] => Looks::Json { mark },
        // Nothing but blanks so far: what follows them is not seen here.
        [] if !whole => Looks::Json { mark },
        [] => other(if bytes.is_empty() { "an empty file" } else { "a file of blanks" }, READS),
        _ => unread(head, text, mark),
    }
}

fn other(found: impl Into<String>, remedy: &'static str) -> Looks {
    Looks::Other { found: found.into(), remedy }
}

fn unread(head: &[u8], text: &[u8], mark: usize) -> Looks {
    if let Some((_, found, remedy)) = MAGIC.iter().find(|(magic, ..)| head.starts_with(magic)) {
        return other(*found, remedy);
    }
    let nul_at = |odd: usize| head.len() > 1 && head.iter().skip(odd).step_by(2).take(8).all(|&b| b == 0);
    match head {
        [0xff, 0xfe, 0, 0, ..] | [0, 0, 0xfe, 0xff, ..] => return other("UTF-32 text", ENCODE),
        [0xff, 0xfe, ..] => return other("UTF-16 text (little-endian)", ENCODE),
        [0xfe, 0xff, ..] => return other("UTF-16 text (big-endian)", ENCODE),
        _ if nul_at(1) && head[0] != 0 => return other("UTF-16 text (little-endian)", ENCODE),
        _ if nul_at(0) && head[1] != 0 => return other("UTF-16 text (big-endian)", ENCODE),
        _ => {}
    }
    let binary = head.iter().any(|b| matches!(b, 0..=8 | 14..=26 | 28..=31 | 127));
    match separator(text).filter(|_| text[0] != b'<') {
        // A row that is not UTF-8 is no fault of the others.
        Some(separator) if !binary => return Looks::Table { mark, separator },
        _ if binary || is_not_text(head) => return other("a binary file of an unknown kind", READS),
        _ => {}
    }
    let lower = text.to_ascii_lowercase();
    let holds = |word: &[u8]| lower.windows(word.len()).any(|part| part == word);
    if lower.starts_with(b"<") {
        let html = holds(b"<!doctype html") || holds(b"<html") || holds(b"<head") || holds(b"<body");
        return if html { other("an HTML page", PAGE) } else { other("XML or another markup", PAGE) };
    }
    match text[0] {
        b'"' => other("a JSON text, not rows", READS),
        b'-' | b'0'..=b'9' => other("a number", READS),
        _ if [&b"null"[..], b"true", b"false"].contains(&text.trim_ascii_end()) => {
            other("a single JSON word, not rows", READS)
        }
        _ => other("plain text", READS),
    }
}

/// Whether bytes that may be cut inside a character are something else than UTF-8.
fn is_not_text(head: &[u8]) -> bool {
    std::str::from_utf8(head).is_err_and(|error| error.error_len().is_some())
}

/// What parts the cells of a table, whose first line names columns; lines of remarks may stand before it.
fn separator(text: &[u8]) -> Option<u8> {
    let line = text.split(|&b| b == b'\n').map(<[u8]>::trim_ascii).find(|line| !matches!(line, [] | [b'#', ..]))?;
    let known = |&separator: &u8| cells(line, separator).filter(|cell| holds(cell).is_some()).count();
    let best = *[b',', b'\t', b';']
        .iter()
        .rev()
        .max_by_key(|separator| (known(separator), cells(line, **separator).count()))?;
    let count = cells(line, best).count();
    let named = match (count, known(&best)) {
        (1, _) => names_a_row(cells(line, best).next()?),
        (_, 0) => cells(line, best).all(is_name),
        _ => true,
    };
    named.then_some(best)
}

/// The cells of a line of names, which hold no separators.
fn cells(line: &[u8], separator: u8) -> impl Iterator<Item = &[u8]> {
    let cells = line.split(move |&b| b == separator).map(<[u8]>::trim_ascii);
    cells.map(|cell| cell.strip_prefix(b"\"").and_then(|cell| cell.strip_suffix(b"\"")).unwrap_or(cell))
}

/// Whether it could name a column, as no part of a sentence could. Writers of tables leave the name of an index empty.
fn is_name(cell: &[u8]) -> bool {
    cell.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b'-'))
        && !cell.first().is_some_and(u8::is_ascii_digit)
}

impl Looks {
    /// The error that says so.
    pub fn error(found: String, remedy: &str) -> Error {
        Error::NotADump { found, remedy: remedy.to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(bytes: &[u8], expected: &str) {
        match looks(bytes, true) {
            Looks::Other { found, .. } => assert_eq!(found, expected),
            looks => panic!("{expected}: {looks:?}"),
        }
    }

    #[test]
    fn what_is_no_json_is_named() {
        check(b"", "an empty file");
        check(b" \n", "a file of blanks");
        check(b"\n<!DOCTYPE html><html>", "an HTML page");
        check(b"<?xml version=\"1.0\"?><rss/>", "XML or another markup");
        check(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image");
        check(b"\xff\xfe[\0{\0", "UTF-16 text (little-endian)");
        check(b"\xfe\xff\0[\0{", "UTF-16 text (big-endian)");
        check(b"[\0{\0\"\0", "UTF-16 text (little-endian)");
        check(b"\0[\0{\0\"", "UTF-16 text (big-endian)");
        check(b"the quick brown fox, jumped", "plain text");
        check(b"\"a text\"", "a JSON text, not rows");
        check(b"12", "a number");
        check(b"null\n", "a single JSON word, not rows");
        check(b"\x01\x02\x03", "a binary file of an unknown kind");
        check(b"\xc3\x28abc", "a binary file of an unknown kind");
    }

    #[test]
    fn json_and_gzip_are_known_by_their_first_bytes() {
        assert_eq!(looks(b"\xef\xbb\xbf [{", false), Looks::Json { mark: 3 });
        assert_eq!(looks(b"[", false), Looks::TooShort);
        assert_eq!(looks(b"[", true), Looks::Json { mark: 0 });
        assert_eq!(looks(b"\x1f\x8b\x08", false), Looks::Gzip);
        assert_eq!(looks(b"<ht", false), Looks::TooShort);
        assert_eq!(looks(&[b' '; LOOKED_AT], false), Looks::Json { mark: 0 });
    }

    #[test]
    fn a_table_is_known_by_the_names_of_its_columns() {
        let parts = |text: &str| match looks(text.as_bytes(), true) {
            Looks::Table { mark, separator } => Some((mark, char::from(separator))),
            _ => None,
        };
        assert_eq!(parts("id,downloads\nQwen/a,5\n"), Some((0, ',')));
        assert_eq!(parts("\u{feff}\"id\"\t\"likes\"\r\n"), Some((3, '\t')));
        assert_eq!(parts("id;cardData.license;notes, if any\n"), Some((0, ';')));
        assert_eq!(parts("# remarks, as people write them\n\nmodelId,size (GB)\n"), Some((0, ',')));
        assert_eq!(parts(",author,likes\n0,a,5"), Some((0, ',')));
        assert_eq!(parts("org,model\nQwen,Qwen3\n"), Some((0, ',')));
        assert_eq!(parts("id\nQwen/a\n"), Some((0, ',')));
        for text in ["the quick brown fox, jumped", "1,2,3\n", "global:\n  - id\n", "likes\n", "Dear all,\nid,likes"] {
            assert_eq!(parts(text), None, "{text}");
        }
    }

    #[test]
    fn packed_and_binary_dumps_are_known_by_their_first_bytes() {
        assert_eq!(looks(b"PAR1\x15\x04", false), Looks::Parquet);
        assert_eq!(looks(b"\x28\xb5\x2f\xfd\x04", false), Looks::Zstd);
        assert_eq!(looks(b"\x5e\x2a\x4d\x18\x04", false), Looks::Zstd);
    }
}
