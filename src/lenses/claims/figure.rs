//! A figure as people write it, `399,454,717`, `18.5 %`, `2.16B`, `6×`: its value, and which values round to it.
//!
//! The digits written say how exact it means to be: 2.16B is anything from 2.155B to 2.165B.

use crate::{
    model::decimal,
    report::Unit,
    text::{self, NARROW_SPACE},
};

/// What follows the digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lenses) enum Sign {
    Plain,
    Percent,
    Times,
    /// `K`, `M`, `B` or `T`.
    Magnitude(char),
}

/// A number with the digits it was written in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::lenses) struct Figure {
    pub value: f64,
    pub decimals: usize,
    pub sign: Sign,
}

/// Words and signs behind digits; the first that fits is taken.
const SIGNS: [(&str, Sign); 14] = [
    ("%", Sign::Percent),
    ("percent", Sign::Percent),
    ("per cent", Sign::Percent),
    ("×", Sign::Times),
    ("x", Sign::Times),
    ("times", Sign::Times),
    ("thousand", Sign::Magnitude('K')),
    ("million", Sign::Magnitude('M')),
    ("billion", Sign::Magnitude('B')),
    ("trillion", Sign::Magnitude('T')),
    ("k", Sign::Magnitude('K')),
    ("m", Sign::Magnitude('M')),
    ("b", Sign::Magnitude('B')),
    ("t", Sign::Magnitude('T')),
];

impl Figure {
    /// The figure that is all of `text`.
    pub fn parse(text: &str) -> Option<Figure> {
        Figure::begins(text).filter(|(_, end)| *end == text.len()).map(|(figure, _)| figure)
    }

    /// The figure that `text` begins with, and the bytes it takes.
    pub fn begins(text: &str) -> Option<(Figure, usize)> {
        let end = digits(text.as_bytes())?;
        let written: String = text[..end].chars().filter(|c| *c != ',').collect();
        let number = decimal(written.as_bytes())?;
        let decimals = written.split_once('.').map_or(0, |(_, part)| part.len());
        let (sign, end) = sign(text, end);
        let (up, down) = scale(sign);
        Some((Figure { value: number * up / down, decimals, sign }, end))
    }

    /// Whether `value` reads the same in the digits of this figure.
    pub fn meets(&self, value: f64) -> bool {
        self.digits_of(value) == self.digits_of(self.value)
    }

    fn digits_of(&self, value: f64) -> f64 {
        let (up, down) = scale(self.sign);
        let shift: f64 = (0..self.decimals).map(|_| 10.0).product();
        (value * shift * down / up).round()
    }

    /// `value` in the digits of this figure; none where too few of them are left to say anything.
    fn imitate(&self, value: f64) -> Option<String> {
        if self.digits_of(value).abs() < 1.0 && value != 0.0 {
            return None;
        }
        let decimals = self.decimals;
        match self.sign {
            Sign::Plain if decimals == 0 && value >= 0.0 => Some(text::whole(value.round() as u64)),
            Sign::Plain => Some(format!("{value:.decimals$}")),
            Sign::Percent if decimals == 1 => Some(text::share(value)),
            Sign::Percent => Some(format!("{:.decimals$}{NARROW_SPACE}%", value * 100.0)),
            Sign::Times => None,
            Sign::Magnitude(sign) => {
                let (up, _) = scale(self.sign);
                (up..up * 1e4).contains(&value).then(|| format!("{:.decimals$}{sign}", value / up))
            }
        }
    }
}

/// A value as it is set beside a published one: in its digits, else as its unit is written.
pub(in crate::lenses) fn beside(value: f64, unit: Unit, published: Option<&Figure>) -> String {
    if let Some(text) = published.and_then(|figure| figure.imitate(value)) {
        return text;
    }
    let percent = published.is_some_and(|figure| figure.sign == Sign::Percent);
    match unit {
        _ if percent => text::share(value),
        Unit::Share | Unit::Ratio | Unit::Parameters => text::label(value, unit),
        _ if value >= 1e6 => text::prose(value),
        _ => text::cell(&value.into(), unit),
    }
}

/// Where the digits at the beginning end: groups of three after commas, one decimal point.
pub(in crate::lenses) fn digits(bytes: &[u8]) -> Option<usize> {
    let run = |from: usize| bytes[from..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut end = run(0);
    if end == 0 {
        return None;
    }
    while bytes.get(end) == Some(&b',') && run(end + 1) == 3 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && run(end + 1) > 0 {
        end += 1 + run(end + 1);
    }
    Some(end)
}

/// What follows the digits, and where it ends; a letter that a word begins with is none.
fn sign(text: &str, from: usize) -> (Sign, usize) {
    let behind = text[from..].trim_start_matches([' ', '\u{a0}', '\u{2009}', NARROW_SPACE]);
    let start = text.len() - behind.len();
    let found = SIGNS.iter().find_map(|&(word, sign)| {
        let head = behind.get(..word.len())?;
        let tail = &behind[word.len()..];
        // A single letter stands at the digits, and no word goes on.
        let apart = (word.len() == 1 && word != "%" || word == "×") && start > from;
        let whole = word == "%" || word == "×" || !tail.starts_with(|c: char| c.is_ascii_alphanumeric());
        (head.eq_ignore_ascii_case(word) && whole && !apart).then_some((sign, start + word.len()))
    });
    found.unwrap_or((Sign::Plain, from))
}

/// The unit of a sign as a fraction, so that per cent stay exact.
fn scale(sign: Sign) -> (f64, f64) {
    match sign {
        Sign::Plain | Sign::Times => (1.0, 1.0),
        Sign::Percent => (1.0, 100.0),
        Sign::Magnitude('K') => (1e3, 1.0),
        Sign::Magnitude('M') => (1e6, 1.0),
        Sign::Magnitude('B') => (1e9, 1.0),
        Sign::Magnitude(_) => (1e12, 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str) -> Option<f64> {
        Figure::parse(text).map(|figure| figure.value)
    }

    #[test]
    fn figures_are_read_as_people_write_them() {
        for (text, number) in [
            ("399,454,717", 399_454_717.0),
            ("18.5 %", 0.185),
            ("18.5\u{202f}%", 0.185),
            ("92 percent", 0.92),
            ("2.16B", 2.16e9),
            ("2.2 million", 2.2e6),
            ("6×", 6.0),
            ("13.5x", 13.5),
            ("351", 351.0),
        ] {
            assert_eq!(value(text), Some(number), "{text}");
        }
        assert_eq!([value(""), value("about 6"), value("7 b"), value("3,14"), value("5 models")], [None; 5]);
        assert_eq!(Figure::begins("490 models").map(|(figure, end)| (figure.value, end)), Some((490.0, 3)));
        assert_eq!(Figure::begins("2 more").map(|(figure, end)| (figure.sign, end)), Some((Sign::Plain, 1)));
    }

    #[test]
    fn the_digits_say_how_exact_a_figure_is() {
        let meets = |text: &str, value| Figure::parse(text).unwrap().meets(value);
        assert!(meets("18.5 %", 0.1846) && meets("18.5 %", 0.18549) && !meets("18.5 %", 0.1856));
        assert!(meets("2.16B", 2_163_412_587.0) && !meets("2.16B", 2_165_100_000.0));
        assert!(meets("399,454,717", 399_454_717.0) && !meets("399,454,717", 399_454_718.0));
        assert!(meets("6×", 6.4) && !meets("6×", 13.5));
    }

    #[test]
    fn a_value_is_written_in_the_digits_of_the_published_one() {
        let like = |value, text: &str| beside(value, Unit::Downloads, Figure::parse(text).as_ref());
        assert_eq!(like(2_163_412_587.0, "2.16B"), "2.16B");
        assert_eq!(like(0.8024, "80.22 %"), "80.24\u{202f}%");
        assert_eq!(like(142.857, "179"), "143");
        // Too small to show in billions, and too large to read in millions.
        assert_eq!(like(12_345.0, "2.2B"), "12,345");
        assert_eq!(like(912_345_678.0, "2.16B"), "912.3M");
        assert_eq!(like(45.4e12, "700M"), "45.4T");
        assert_eq!(beside(13.49, Unit::Ratio, None), "13.5×");
    }
}
