//! How many parameters a repository's name declares: `Qwen2.5-7B-Instruct` says 7B.
//!
//! A size is a whole token between separators: an optional factor (`8x`), a number, a unit (`B`, `M`
//! or `T`), with an optional `E` in front; `7b1` is 7.1B, and active parameters may be glued on
//! (`21BA3B`). Of several the first `B` counts, else the first `T`, else the first `M`. Sizes glued to
//! a word (`qwen7b`) are not read: they are about one id in a hundred.

/// Powers of ten of the units, the unit that counts before the others in front.
const UNITS: [(u8, u32); 3] = [(b'b', 9), (b't', 12), (b'm', 6)];

/// No model has more; a larger `T` counts the tokens of its training.
const LARGEST: u128 = 10_000_000_000_000;

/// The parameters that a name declares, where `name` is the part of an id after its first slash.
pub fn declared_size(name: &str) -> Option<u64> {
    let mut first: [Option<u64>; UNITS.len()] = [None; UNITS.len()];
    for token in tokens(name.as_bytes()) {
        if let Some((unit, size)) = size(token) {
            first[unit] = first[unit].or(Some(size));
        }
    }
    first.into_iter().flatten().next()
}

/// Whether a name says that only some parameters answer: it has an active size (`A4B`) or a factor (`8x7B`).
pub fn declares_experts(name: &str) -> bool {
    tokens(name.as_bytes()).any(|token| {
        let mut rest = Rest(token);
        match rest.letter(b'a') {
            true => rest.number().is_some() && rest.unit().is_some() && rest.0.is_empty(),
            // In a size, `x` stands behind a factor and `a` before the active part.
            false => token.iter().any(|b| matches!(b, b'x' | b'X' | b'a' | b'A')) && size(token).is_some(),
        }
    })
}

fn tokens(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut start = 0;
    std::iter::from_fn(move || {
        (start < bytes.len()).then(|| {
            let end = token_end(bytes, start);
            let token = &bytes[start..end];
            start = if is_uuid(&bytes[end..]) { end + UUID.len() } else { end + 1 };
            token
        })
    })
}

fn token_end(bytes: &[u8], start: usize) -> usize {
    let ends =
        |&at: &usize| is_separator(bytes, start, at) || bytes.get(at + 8) == Some(&b'-') && is_uuid(&bytes[at..]);
    (start..bytes.len()).find(ends).unwrap_or(bytes.len())
}

#[inline(always)]
fn is_separator(bytes: &[u8], start: usize, at: usize) -> bool {
    match bytes[at] {
        b'-' | b'_' | b'/' | b' ' | b':' => true,
        // A decimal point has one to three digits before it and one behind.
        b'.' => {
            let before = bytes[start..at].iter().rev().take_while(|b| b.is_ascii_digit()).count();
            !(1..=3).contains(&before) || !bytes.get(at + 1).is_some_and(u8::is_ascii_digit)
        }
        _ => false,
    }
}

const UUID: &[u8; 36] = b"xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";

fn is_uuid(bytes: &[u8]) -> bool {
    let fits = |(&byte, &form): (&u8, &u8)| if form == b'x' { byte.is_ascii_hexdigit() } else { byte == b'-' };
    bytes.len() >= UUID.len() && bytes.iter().zip(UUID).all(fits)
}

/// The unit of a token, as a place in [`UNITS`], and the size that it stands for.
fn size(token: &[u8]) -> Option<(usize, u64)> {
    let mut rest = Rest(token);
    rest.letter(b'e');
    // Most tokens are words.
    rest.0.first().filter(|byte| byte.is_ascii_digit())?;
    let factor = rest.factor()?;
    let mut number = rest.number()?;
    let unit = rest.unit()?;
    let after = if UNITS[unit].0 == b'b' { rest.digits(3) } else { b"" };
    if !after.is_empty() {
        // `7b1` is 7.1B; a number has one decimal point at most.
        number = (number.decimals == 0).then(|| number.with_decimals(after))?;
    }
    if rest.letter(b'a') {
        rest.number()?;
        rest.unit()?;
    }
    if !rest.0.is_empty() || number.value == 0 || number.digits > 4 {
        return None;
    }
    let size = u128::from(number.value) * u128::from(factor) * 10u128.pow(UNITS[unit].1 - number.decimals);
    if UNITS[unit].0 == b't' && size > LARGEST {
        return None;
    }
    Some((unit, u64::try_from(size).ok()?))
}

#[derive(Clone, Copy)]
struct Number {
    /// All digits, without the point.
    value: u32,
    digits: usize,
    decimals: u32,
}

impl Number {
    fn with_decimals(self, decimals: &[u8]) -> Number {
        let value = decimals.iter().fold(self.value, |value, digit| value * 10 + u32::from(digit - b'0'));
        Number { value, digits: self.digits + decimals.len(), decimals: decimals.len() as u32 }
    }
}

/// What of a token is not yet read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    /// Takes a letter of either case, if it is next.
    fn letter(&mut self, letter: u8) -> bool {
        match self.0 {
            [first, rest @ ..] if first.eq_ignore_ascii_case(&letter) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }

    fn digits(&mut self, most: usize) -> &'a [u8] {
        let length = self.0.iter().take(most).take_while(|b| b.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        digits
    }

    /// `8x`, or 1 where there is none.
    fn factor(&mut self) -> Option<u32> {
        let before = self.0;
        let digits = self.digits(4);
        if digits.is_empty() || !self.letter(b'x') {
            self.0 = before;
            return Some(1);
        }
        let factor = digits.iter().fold(0, |value, digit| value * 10 + u32::from(digit - b'0'));
        (factor > 0).then_some(factor)
    }

    fn number(&mut self) -> Option<Number> {
        let none = Number { value: 0, digits: 0, decimals: 0 };
        let whole = self.digits(4);
        let number = Number { decimals: 0, ..none.with_decimals(whole) };
        if whole.is_empty() {
            return None;
        }
        if whole.len() < 4 && (self.letter(b'.') || self.letter(b'p')) {
            let decimals = self.digits(3);
            return (!decimals.is_empty()).then(|| number.with_decimals(decimals));
        }
        Some(number)
    }

    fn unit(&mut self) -> Option<usize> {
        (0..UNITS.len()).find(|&unit| self.letter(UNITS[unit].0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<f64>) {
        assert_eq!(declared_size(name).map(|size| size as f64), expected, "{name}");
    }

    #[test]
    fn the_examples_of_the_definition() {
        for (name, size) in [
            ("Mixtral-8x7B", 56e9),
            ("Qwen3.5-35B-A3B", 35e9),
            ("X-2.4T-A95B", 2.4e12),
            ("stablelm-1p7b", 1.7e9),
            ("bloom-7b1", 7.1e9),
            ("ERNIE-21BA3B", 21e9),
            ("gemma-3n-E4B", 4e9),
            ("opt-125m", 125e6),
            ("esm2_t33_650M_UR50D", 650e6),
            ("x-2026.27B", 27e9),
            ("x-7B-Instruct-1M", 7e9),
            ("x-0.7T-7B", 7e9),
        ] {
            check(name, Some(size));
        }
    }

    #[test]
    fn experts_show_by_an_active_size_or_a_factor() {
        for name in ["Mixtral-8x7B-it", "Qwen3-30B-A3B", "x-a22b", "ERNIE-21BA3B", "gemma-4-26B-A4B-it", "x-8X22b"] {
            assert!(declares_experts(name), "{name}");
        }
        for name in ["gemma-4-31B", "x-W4A16", "A100", "x-A", "max-7B", "8x", "7Bx", ""] {
            assert!(!declares_experts(name), "{name}");
        }
    }

    #[test]
    fn what_only_looks_like_a_size_is_none() {
        for name in [
            "qwen7b",
            "x-4bit",
            "x-W4A16",
            "GR00T-N1.7",
            "laion2B",
            "s34B",
            "b88K",
            "v1.5",
            "so400m",
            "x-128K",
            "x-A3B",
            "x-0B",
            "x-0.0B",
            "x-12345B",
            "x-123.45B",
            "x-11T",
            "x-15T",
            "x-7Bx",
            "x-1.2.3B",
            "x-0x7B",
            "B",
            "",
            "x-7.B1",
            "x-v2.5.7B",
            "é-7é",
            "x-550e8400-e29b-41d4-a716-44665544000b",
            "550e8400-e29b-41d4-a716-446655440008-b",
        ] {
            check(name, None);
        }
    }

    #[test]
    fn separators_case_and_points() {
        for (name, size) in [
            ("7b", 7e9),
            ("x_7B", 7e9),
            ("x.7B", 7e9),
            ("x 7B", 7e9),
            ("x:7B", 7e9),
            ("sub/7B", 7e9),
            ("x-7B.gguf", 7e9),
            ("x-1.5B", 1.5e9),
            ("x-0.5B", 5e8),
            ("x-10T", 1e13),
            ("x-1.5T-800M", 1.5e12),
            ("x-9999B", 9_999e9),
            ("x-8X22b", 176e9),
            ("x-500M-2M", 500e6),
            ("x-e2b", 2e9),
            ("x-30b-a3b", 30e9),
            ("x-1.25m", 1.25e6),
            ("550e8400-e29b-41d4-a716-446655440000-7B", 7e9),
            ("x550e8400-e29b-41d4-a716-44665544000015B", 15e9),
        ] {
            check(name, Some(size));
        }
    }
}
