//! The report as JSON: keys in the order of the types, one line a section, so that a difference can be read.

use std::io;

use serde::Serialize;

use crate::report::Report;

pub(super) fn write(report: &Report) -> String {
    let mut pieces = Pieces { text: Vec::with_capacity(64 * BUFFER), buffer: [0; BUFFER], length: 0 };
    pieces.put("{\"schema\":", &report.schema);
    pieces.put(",\n\"snapshot\":", &report.snapshot);
    pieces.put(",\n\"basket\":", &report.basket);
    pieces.put(",\n\"deck\":", &report.deck);
    pieces.put(",\n\"key_findings\":", &report.key_findings);
    pieces.add(b",\n\"sections\":[\n");
    for (at, section) in report.sections.iter().enumerate() {
        pieces.put(if at == 0 { "" } else { ",\n" }, section);
    }
    pieces.add(b"\n]}\n");
    pieces.pass_on();
    String::from_utf8(pieces.text).expect("JSON is UTF-8")
}

/// The same value with every other character as `\u….`.
pub(super) fn ascii(json: &str) -> String {
    let mut out = String::with_capacity(json.len() + json.len() / 8);
    let mut rest = json;
    loop {
        // Nearly all is plain, and a slice is told faster than its bytes one by one.
        let plain: usize = rest.as_bytes().chunks(64).take_while(|chunk| chunk.is_ascii()).map(<[u8]>::len).sum();
        let Some(at) = rest.bytes().skip(plain).position(|byte| !byte.is_ascii()) else { break };
        let (plain, tail) = rest.split_at(plain + at);
        out.push_str(plain);
        let mut chars = tail.chars();
        for unit in chars.next().into_iter().flat_map(|char| char.encode_utf16(&mut [0; 2]).to_vec()) {
            out += &format!("\\u{unit:04x}");
        }
        rest = chars.as_str();
    }
    out + rest
}

const BUFFER: usize = 4096;

/// Joins the pieces that a serializer writes, most of them one quotation mark or comma: handing each to
/// a `Vec` took a third of the time of writing.
struct Pieces {
    text: Vec<u8>,
    buffer: [u8; BUFFER],
    length: usize,
}

impl Pieces {
    /// A value behind what stands before it.
    fn put<T: Serialize>(&mut self, before: &str, value: &T) {
        self.add(before.as_bytes());
        serde_json::to_writer(&mut *self, value).expect("a report is plain data with text keys");
    }

    #[inline(never)]
    fn pass_on(&mut self) {
        self.text.extend_from_slice(&self.buffer[..self.length]);
        self.length = 0;
    }

    #[inline(never)]
    fn add(&mut self, piece: &[u8]) {
        if piece.len() > BUFFER - self.length {
            self.pass_on();
        }
        match self.buffer.get_mut(self.length..self.length + piece.len()) {
            Some(space) => {
                for (to, from) in space.iter_mut().zip(piece) {
                    *to = *from;
                }
                self.length += piece.len();
            }
            None => self.text.extend_from_slice(piece),
        }
    }
}

impl io::Write for Pieces {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        self.add(piece);
        Ok(piece.len())
    }

    #[inline(always)]
    fn write_all(&mut self, piece: &[u8]) -> io::Result<()> {
        match piece {
            [byte] if self.length < BUFFER => {
                self.buffer[self.length] = *byte;
                self.length += 1;
            }
            _ => self.add(piece),
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ascii_holds_the_same_value() {
        let json = r#"["17.4 %","naïve","–","😀","plain\n"]"#;
        assert_eq!(ascii(json), r#"["17.4 %","na\u00efve","\u2013","\ud83d\ude00","plain\n"]"#);
        let read = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        assert_eq!(read(&ascii(json)), read(json));
        assert_eq!((ascii(""), ascii("{}")), (String::new(), "{}".to_owned()));
    }
}
