//! A text cut into words, figures and marks, with their places.

use crate::lenses::claims::Figure;

/// A piece of a text.
#[derive(Debug, Clone)]
pub(super) struct Token<'t> {
    /// Its first byte, and the one behind it.
    pub start: usize,
    pub end: usize,
    pub text: &'t str,
    /// The text in lower case.
    pub word: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Kind {
    /// A name keeps its hyphens, dots and slashes.
    Word,
    Figure(Figure),
    /// The end of a sentence or a line.
    Stop,
    Mark,
}

impl Token<'_> {
    /// Whether it is one of some words between spaces.
    pub fn is(&self, words: &str) -> bool {
        words.split(' ').any(|word| word == self.word)
    }

    pub fn figure(&self) -> Option<Figure> {
        if let Kind::Figure(figure) = self.kind { Some(figure) } else { None }
    }
}

pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let (kind, len) = if first.is_ascii_digit() {
            figure(rest)
        } else if is_letter(first) {
            (Kind::Word, run(rest))
        } else if matches!(first, '\'' | '’') {
            // The s of a possessive is no word.
            let s = rest[first.len_utf8()..].starts_with('s');
            (Kind::Mark, first.len_utf8() + usize::from(s))
        } else {
            let ends = matches!(first, '\n' | '!' | '?') || first == '.' && !rest[1..].starts_with(is_part);
            (if ends { Kind::Stop } else { Kind::Mark }, first.len_utf8())
        };
        let piece = &rest[..len];
        if !first.is_whitespace() || kind == Kind::Stop {
            tokens.push(Token { start: at, end: at + len, text: piece, word: piece.to_ascii_lowercase(), kind });
        }
        at += len;
    }
    tokens
}

/// A letter. Outside of ASCII that is whatever is neither a sign nor a mark of punctuation: the tables that would tell
/// exactly weigh more than all the rest of this folder.
fn is_letter(c: char) -> bool {
    const SIGNS: [std::ops::RangeInclusive<char>; 3] =
        ['\u{80}'..='\u{bf}', '\u{2000}'..='\u{2bff}', '\u{3000}'..='\u{303f}'];
    c.is_ascii_alphabetic()
        || !c.is_ascii() && !matches!(c, '×' | '÷' | '\u{feff}') && !SIGNS.iter().any(|signs| signs.contains(&c))
}

fn is_part(c: char) -> bool {
    c.is_ascii_digit() || is_letter(c)
}

/// A capital letter of the Latin alphabets that names are written in.
pub(super) fn is_capital(c: char) -> bool {
    c.is_ascii_uppercase() || matches!(c, 'À'..='Þ') && c != '×'
}

/// A name: letters and digits, and hyphens, dots and slashes between them.
fn run(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let inner = at > 0 && matches!(c, '-' | '_' | '.' | '/') && text[at + 1..].starts_with(is_part);
        if !is_part(c) && !inner {
            break;
        }
        end = at + c.len_utf8();
    }
    end
}

/// A figure that stands by itself, else the name that begins with its digits: `7-day`, `13–33B`, `1,000th`.
fn figure(text: &str) -> (Kind, usize) {
    let Some((figure, len)) = Figure::begins(text) else { return (Kind::Word, run(text)) };
    let behind = &text[len..];
    let joint = behind.chars().next().filter(|c| matches!(c, '-' | '–' | '_' | '.' | ':' | ','));
    let glued = run(&behind[joint.map_or(0, char::len_utf8)..]);
    match (joint, glued) {
        (_, 0) => (Kind::Figure(figure), len),
        (joint, glued) => (Kind::Word, len + joint.map_or(0, char::len_utf8) + glued),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> String {
        let shown = tokens(text).into_iter().map(|token| match token.kind {
            Kind::Word => format!("[{}]", token.text),
            Kind::Figure(_) => format!("<{}>", token.text),
            Kind::Stop => "|".to_owned(),
            Kind::Mark => token.text.to_owned(),
        });
        shown.collect()
    }

    #[test]
    fn names_stay_whole_and_figures_stand_by_themselves() {
        assert_eq!(check("Qwen's 18.5 % (399.4M)."), "[Qwen]'s<18.5 %>(<399.4M>)|");
        assert_eq!(check("Apache 2.0, apache-2.0; a/b-7b"), "[Apache]<2.0>,[apache-2.0];[a/b-7b]");
        assert_eq!(check("490 / 1,000 of 13–33B or 7-day, 1,000th"), "<490>/<1,000>[of][13–33B][or][7-day],[1,000th]");
        assert_eq!(check("é—ß 5\n6"), "[é]—[ß]<5>|<6>");
        assert_eq!(check("490/1,000"), "<490>/<1,000>");
    }
}
