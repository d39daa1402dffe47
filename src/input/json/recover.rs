//! Where reading goes on behind a row that is broken.
//!
//! Brackets and quotes tell where a broken row ends, unless they are what is broken. Then the way
//! that rows are set out helps: the next line that begins as far in as the row did, or, where all
//! rows stand on one line, the next object that begins with the same key.

use super::{
    scan::{Cursor, Fault},
    text::span,
};

/// Where to go on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Next {
    /// Behind the broken row, whose brackets are sound.
    Behind(usize),
    /// At the beginning of another row.
    Row(usize),
    /// More bytes are needed to tell.
    Wait,
    /// Nowhere: there is nothing that looks like another row.
    Lost,
}

/// How far the end of a broken row is looked for: far behind that of any row of the Hub, and near
/// enough that a file of broken rows is not gone through once for each of them.
const FAR: usize = 1 << 18;

/// Where to go on behind the row at `start` that is broken at `fault`.
pub(super) fn next(
    bytes: &[u8],
    start: usize,
    fault: usize,
    indent: Option<usize>,
    in_array: bool,
    last: bool,
) -> Next {
    // The fault may be the brace of that line's own row.
    let from = |indent: usize| fault.saturating_sub(indent + 1).max(start + 1);
    if let Some(line) = indent.and_then(|indent| line_of_row(bytes, from(indent), indent)) {
        return sound_end(&bytes[..line], start, in_array, true).map_or(Next::Row(line), Next::Behind);
    }
    let near = &bytes[..bytes.len().min(start + FAR)];
    let complete = last || near.len() < bytes.len();
    match sound_end(near, start, in_array, complete) {
        Ok(end) => Next::Behind(end),
        Err(Fault::Short) if !complete => Next::Wait,
        Err(_) => match same_beginning(bytes, start, fault) {
            Some(row) if indent.is_none() => Next::Row(row),
            _ if last => Next::Lost,
            _ => Next::Wait,
        },
    }
}

/// How far in the row at `start` stands, where it is the first on its line; `from` is where the
/// blanks before it begin, and `top` says whether `bytes` begin with the input.
pub(super) fn indent(bytes: &[u8], from: usize, start: usize, top: bool) -> Option<usize> {
    match bytes[from..start].iter().rposition(|&b| b == b'\n') {
        Some(newline) => Some(start - from - newline - 1),
        None => (from == 0 && top).then_some(start),
    }
}

/// The next line that begins with an object `indent` bytes in.
pub(super) fn line_of_row(bytes: &[u8], from: usize, indent: usize) -> Option<usize> {
    let mut at = from;
    loop {
        at += bytes.get(at..)?.iter().position(|&b| b == b'\n')? + 1;
        let blanks = bytes[at..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        if blanks == indent && bytes.get(at + blanks) == Some(&b'{') {
            return Some(at + blanks);
        }
    }
}

/// The end of the row by brackets, where what follows can follow a row.
fn sound_end(bytes: &[u8], start: usize, in_array: bool, last: bool) -> Result<usize, Fault> {
    let end = span(bytes, start)?;
    let mut cursor = Cursor::new(bytes, end);
    let fits = match cursor.next() {
        Ok(b',' | b']') => in_array,
        Ok(b'{' | b'[') => !in_array,
        Ok(_) => false,
        Err(fault) if !last => return Err(fault),
        Err(_) => true,
    };
    if fits { Ok(end) } else { Err(Fault::Bad { at: end, expected: "another row" }) }
}

/// The next object of the same array that begins with the key that the row at `start` begins with.
fn same_beginning(bytes: &[u8], start: usize, from: usize) -> Option<usize> {
    let mut cursor = Cursor::new(bytes, start + 1);
    cursor.blanks();
    cursor.string().ok()?;
    let beginning = &bytes[start..cursor.at];
    let mut at = from.max(start + 1);
    loop {
        at += bytes.get(at..)?.windows(beginning.len()).position(|window| window == beginning)?;
        let before = bytes[..at].trim_ascii_end();
        if before.ends_with(b",") || before.ends_with(b"}") {
            return Some(at);
        }
        at += 1;
    }
}

/// The byte at `at`, as a message shows it: no more, since what follows may not have come yet.
pub(super) fn byte_shown(bytes: &[u8], at: usize) -> String {
    match bytes.get(at) {
        None => "the end of the input".to_owned(),
        Some(b'\n' | b'\r') => "the end of the line".to_owned(),
        Some(byte @ (0x20..0x7f)) => format!("`{}`", char::from(*byte)),
        Some(byte) => format!("the byte 0x{byte:02x}"),
    }
}

/// The beginning of a text that is there as a whole, as a message shows it.
pub(super) fn text_shown(text: &[u8]) -> String {
    const SHOWN: usize = 24;
    let line = text.iter().take(SHOWN).take_while(|b| **b >= 0x20).count();
    let more = if text.trim_ascii_end().len() > line { "…" } else { "" };
    format!("`{}{more}`", String::from_utf8_lossy(&text[..line]).trim_end_matches('\u{fffd}').trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_broken_row_ends_where_its_brackets_do() {
        let text = br#"[{"id":"a","x":},{"id":"b"}]"#;
        assert_eq!(next(text, 1, 15, None, true, true), Next::Behind(16));
    }

    #[test]
    fn a_row_that_is_not_closed_ends_before_the_next_line() {
        let text = b"{\"id\":\"a\n{\"id\":\"b\"}\n";
        assert_eq!(next(text, 0, 8, Some(0), false, true), Next::Row(9));
        let text = b"[\n  {\n    \"id\": \"a,\n    \"x\": [{}]\n  },\n  {\n    \"id\": \"b\"\n  }\n]";
        assert_eq!(next(text, 4, 18, Some(2), true, true), Next::Row(41));
    }

    #[test]
    fn the_row_whose_brace_is_the_fault_is_read() {
        let text = b"{\"id\":\"a\"\n{\"id\":\"b\"}\n";
        assert_eq!(next(text, 0, 10, Some(0), false, true), Next::Row(10));
    }

    #[test]
    fn on_one_line_the_next_row_begins_like_this_one() {
        let text = br#"[{"id":"a,"x":[{"y":1}]},{"id":"b"}]"#;
        assert_eq!(next(text, 1, 11, None, true, true), Next::Row(25));
        assert_eq!(next(&text[..20], 1, 11, None, true, false), Next::Wait);
        assert_eq!(next(&text[..20], 1, 11, None, true, true), Next::Lost);
    }
}
