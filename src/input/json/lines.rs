//! Where a byte stands: lines are counted only when somebody asks, or when bytes are let go.

use crate::input::Place;

/// Counts the lines of a text that passes by in pieces.
#[derive(Debug)]
pub(super) struct Lines {
    /// The first byte that is still at hand.
    held: Mark,
    /// The last place that was asked for.
    last: Mark,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    at: u64,
    line: u64,
    line_start: u64,
}

impl Lines {
    /// A text whose first byte is the `origin`th of the input.
    pub fn starting_at(origin: u64) -> Lines {
        let mark = Mark { at: origin, line: 1, line_start: 0 };
        Lines { held: mark, last: mark }
    }

    /// The offset in the input of the first byte at hand.
    pub fn base(&self) -> u64 {
        self.held.at
    }

    /// The place of `bytes[at]`, where `bytes` are those at hand.
    pub fn place(&mut self, bytes: &[u8], at: usize) -> Place {
        let wanted = self.held.at + at as u64;
        let from = if wanted >= self.last.at { self.last } else { self.held };
        let piece = &bytes[(from.at - self.held.at) as usize..at];
        let line_start =
            piece.iter().rposition(|&b| b == b'\n').map_or(from.line_start, |newline| from.at + newline as u64 + 1);
        self.last = Mark { at: wanted, line: from.line + newlines(piece), line_start };
        Place { line: self.last.line, column: wanted - line_start + 1, byte: wanted }
    }

    /// Lets the first `count` of the bytes at hand go.
    pub fn pass(&mut self, bytes: &[u8], count: usize) {
        let ahead = self.last;
        self.place(bytes, count);
        self.held = self.last;
        if ahead.at > self.held.at {
            self.last = ahead;
        }
    }
}

/// How many of the bytes are line feeds, eight at a time.
fn newlines(bytes: &[u8]) -> u64 {
    const LOW: u64 = 0x7f7f_7f7f_7f7f_7f7f;
    let (words, rest) = bytes.as_chunks::<8>();
    let in_words = words.iter().map(|word| {
        let other = u64::from_le_bytes(*word) ^ 0x0a0a_0a0a_0a0a_0a0a;
        u64::from((!(((other & LOW) + LOW) | other | LOW)).count_ones())
    });
    in_words.sum::<u64>() + rest.iter().filter(|&&b| b == b'\n').count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_the_same_whatever_was_let_go_before() {
        let text = b"one\n\ntwo and more\r\n\nthree\n";
        for gone in 0..text.len() {
            for at in gone..text.len() {
                let mut lines = Lines::starting_at(0);
                lines.place(text, text.len() / 2);
                lines.pass(text, gone);
                let before = &text[..at];
                let line_start = before.iter().rposition(|&b| b == b'\n').map_or(0, |n| n + 1);
                let expected = Place {
                    line: 1 + before.iter().filter(|&&b| b == b'\n').count() as u64,
                    column: (at - line_start + 1) as u64,
                    byte: at as u64,
                };
                assert_eq!(lines.place(&text[gone..], at - gone), expected);
            }
        }
    }
}
