//! Which codes are languages: ISO 639-1, and some of three letters that stand as languages on the Hub.
//!
//! The catch: all of ISO 639-3 holds `mlx`, `trl`, `moe`, `jax` and `tts`, which are none there.

use std::sync::LazyLock;

use super::rows;

static ROWS: LazyLock<Vec<[&'static str; 2]>> = LazyLock::new(|| rows(include_str!("tables/languages.csv")).collect());

/// Every code with one more than its row.
pub(super) fn codes(mut take: impl FnMut(&'static str, u8)) {
    (1..).zip(ROWS.iter()).for_each(|(at, [code, _])| take(code, at));
}

/// How many languages the table holds.
pub fn language_count() -> usize {
    ROWS.len()
}

/// The code and the English name of the language in a row.
pub fn language(at: u32) -> [&'static str; 2] {
    ROWS.get(at as usize).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::language_code;

    #[test]
    fn codes_are_sorted_and_few_enough_for_a_byte() {
        assert!(ROWS.is_sorted_by(|a, b| a[0] < b[0]) && ROWS.len() < 255);
        assert!(ROWS.iter().all(|[code, name]| (2..=3).contains(&code.len()) && !name.is_empty()));
    }

    #[test]
    fn words_of_three_letters_are_no_languages() {
        for word in ["mlx", "trl", "moe", "jax", "tts", "ast", "lua", "code"] {
            assert_eq!(language_code(word), 0, "{word}");
        }
        assert_eq!(language(u32::from(language_code("yue")) - 1)[1], "Yue Chinese");
    }
}
