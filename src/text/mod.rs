//! How numbers, days and names are written, in the two places where they stand: beside a mark
//! (three figures) and in a table (all of them).
//!
//! Between a figure and `%` stands U+202F, which the page and the drawing layer turn into the thin
//! space of their font.

pub mod escape;
pub mod width;

use crate::{
    model::Day,
    report::{Unit, Value},
};

/// The space before `%`.
pub const NARROW_SPACE: char = '\u{202f}';

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A whole number with separators: `399,454,717`.
pub fn whole(value: u64) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// Three figures and a magnitude: `399M`, `91.6M`, `2.16B`; exact below 10,000.
pub fn short(value: f64) -> String {
    figures(value, 3)
}

/// Four figures and a magnitude, for prose: `399.5M`.
pub fn prose(value: f64) -> String {
    figures(value, 4)
}

fn figures(value: f64, significant: usize) -> String {
    if value < 0.0 {
        return format!("\u{2212}{}", figures(-value, significant));
    }
    if value < 10_000.0 {
        return if value.fract() == 0.0 { whole(value as u64) } else { trimmed(value, 1) };
    }
    for (scale, sign) in [(1e3, "k"), (1e6, "M"), (1e9, "B"), (1e12, "T")] {
        let scaled = value / scale;
        let decimals = match scaled {
            s if s < 9.995 => significant - 1,
            s if s < 99.95 => significant - 2,
            _ => significant - 3,
        };
        let text = format!("{scaled:.decimals$}");
        if scaled < 999.5 || sign == "T" {
            return format!("{}{sign}", if significant > 3 { trim_zeros(&text) } else { &text });
        }
    }
    whole(value as u64)
}

fn trim_zeros(text: &str) -> &str {
    if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text }
}

fn trimmed(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    trim_zeros(&text).to_owned()
}

/// A share: `18.5 %`; two decimals below 0.1 %, none for 0 and 100.
pub fn share(value: f64) -> String {
    format!("{}{NARROW_SPACE}%", percent(value))
}

/// The figure of a share without its unit: `18.5`.
pub fn percent(value: f64) -> String {
    let hundredths = value * 100.0;
    if hundredths == 0.0 || hundredths == 100.0 {
        return format!("{hundredths:.0}");
    }
    if hundredths < 0.1 {
        return if hundredths < 0.005 { "below 0.01".to_owned() } else { format!("{hundredths:.2}") };
    }
    // A share that is not whole never reads as whole.
    let text = format!("{hundredths:.1}");
    if text == "100.0" { "above 99.9".to_owned() } else { text }
}

/// A ratio: `13.5×`.
pub fn ratio(value: f64) -> String {
    format!("{value:.1}×")
}

/// A number of parameters: `7.2B`, `406M`.
pub fn parameters(value: f64) -> String {
    for (scale, sign) in [(1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K")] {
        if value >= scale * 0.9995 {
            let scaled = value / scale;
            let text = if scaled < 99.95 { format!("{scaled:.1}") } else { format!("{scaled:.0}") };
            return format!("{}{sign}", text.strip_suffix(".0").unwrap_or(&text));
        }
    }
    format!("{value:.0}")
}

/// A day in prose: `29 April 2026`.
pub fn long_day(day: Day) -> String {
    let (year, month, date) = day.civil();
    format!("{date} {} {year}", month_name(month))
}

/// A day beside a chart: `29 Apr 2026`.
pub fn short_day(day: Day) -> String {
    let (year, month, date) = day.civil();
    format!("{date} {} {year}", &month_name(month)[..3])
}

/// The first three letters of a month, 1 to 12.
pub fn short_month(month: i64) -> &'static str {
    &month_name(month)[..3]
}

fn month_name(month: i64) -> &'static str {
    MONTHS[(month - 1).clamp(0, 11) as usize]
}

/// A small count in words, as sentences begin: `seven`, else digits.
pub fn number_word(value: u64) -> String {
    const WORDS: [&str; 13] =
        ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(value as usize).map_or_else(|| whole(value), |word| (*word).to_owned())
}

/// `text` with a capital first letter.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| [first.to_ascii_uppercase()].into_iter().chain(chars).collect())
}

/// `1 model`, `2 models`.
pub fn counted(count: u64, one: &str, many: &str) -> String {
    format!("{} {}", whole(count), if count == 1 { one } else { many })
}

/// A value as a table shows it.
pub fn cell(value: &Value, unit: Unit) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::Text(text) => text.clone(),
        Value::Number(number) => match unit {
            Unit::Share => share(*number),
            Unit::Points => format!("{:+.1}", number * 100.0).replace('-', "\u{2212}"),
            Unit::Ratio => ratio(*number),
            Unit::Index => trimmed(*number, 4),
            Unit::Year => format!("{number:.0}"),
            _ if *number >= 0.0 => {
                let decimals = trimmed(number.fract(), 2);
                format!("{}{}", whole(number.trunc() as u64), decimals.strip_prefix('0').unwrap_or(""))
            }
            _ => trimmed(*number, 2),
        },
    }
}

/// A value as a chart shows it beside a mark.
pub fn label(value: f64, unit: Unit) -> String {
    match unit {
        Unit::Share => share(value),
        Unit::Ratio => ratio(value),
        Unit::Parameters => parameters(value),
        Unit::Index => format!("{value:.3}"),
        _ => short(value),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_have_three_figures_beside_a_mark_and_all_in_a_table() {
        for (value, text) in [
            (0.0, "0"),
            (83.0, "83"),
            (1234.0, "1,234"),
            (9_999.0, "9,999"),
            (12_345.0, "12.3k"),
            (399_454_717.0, "399M"),
            (91_600_000.0, "91.6M"),
            (2_161_646_804.0, "2.16B"),
            (999_600.0, "1.00M"),
        ] {
            assert_eq!(short(value), text);
        }
        assert_eq!(prose(399_454_717.0), "399.5M");
        assert_eq!(prose(2_160_000_000.0), "2.16B");
        assert_eq!(whole(399_454_717), "399,454,717");
        let cell = |value: f64| cell(&value.into(), Unit::Downloads);
        assert_eq!((cell(1_117_539.5), cell(7.0), cell(-1.5)), ("1,117,539.5".into(), "7".into(), "-1.5".into()));
    }

    #[test]
    fn shares_have_one_decimal_and_never_lie_about_the_whole() {
        let plain = |value| percent(value);
        assert_eq!(plain(0.185), "18.5");
        assert_eq!(plain(0.0), "0");
        assert_eq!(plain(1.0), "100");
        assert_eq!(plain(0.9999), "above 99.9");
        assert_eq!(plain(0.0004), "0.04");
        assert_eq!(plain(0.00001), "below 0.01");
        assert_eq!(share(0.5), "50.0\u{202f}%");
    }

    #[test]
    fn parameters_and_days() {
        assert_eq!(parameters(7_241_732_096.0), "7.2B");
        assert_eq!(parameters(406e6), "406M");
        assert_eq!(parameters(1.1e12), "1.1T");
        let day = Day::parse("2026-04-29").expect("a day");
        assert_eq!((long_day(day), short_day(day)), ("29 April 2026".into(), "29 Apr 2026".into()));
    }
}
