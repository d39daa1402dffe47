//! Where strings end, what a number is, and where a value ends by brackets alone.

use super::scan::{Fault, Scan};

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGHS: u64 = 0x8080_8080_8080_8080;

/// Where a string ends: the place of its closing quote, and whether it holds escapes.
#[inline(always)]
pub(super) fn string_end(bytes: &[u8], mut at: usize) -> Scan<(usize, bool)> {
    let mut escaped = false;
    loop {
        while let Some(word) = bytes.get(at..).and_then(|rest| rest.first_chunk::<8>()) {
            let hits = ends_or_escapes(u64::from_le_bytes(*word));
            if hits != 0 {
                at += hits.trailing_zeros() as usize / 8;
                break;
            }
            at += 8;
        }
        match bytes.get(at) {
            None => return Err(Fault::Short),
            Some(b'"') => return Ok((at, escaped)),
            Some(b'\\') => {
                escaped = true;
                at += 2;
            }
            Some(0..0x20) => return Err(Fault::Bad { at, expected: "a closing quote" }),
            Some(_) => at += 1,
        }
    }
}

/// The high bit of each byte that is a quote, a backslash or a control character. Bits above the
/// lowest one may be false; the lowest never is.
#[inline(always)]
fn ends_or_escapes(word: u64) -> u64 {
    let zero = |word: u64| word.wrapping_sub(ONES) & !word;
    let control = word.wrapping_sub(ONES * 0x20) & !word;
    (zero(word ^ (ONES * b'"' as u64)) | zero(word ^ (ONES * b'\\' as u64)) | control) & HIGHS
}

/// Whether the text is a number of RFC 8259.
pub(in crate::input) fn is_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|b| b.is_ascii_digit()).count();
    let mut rest = text.strip_prefix(b"-").unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 || whole > 1 && rest[0] == b'0' {
        return false;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        let exponent = if let [b'+' | b'-', rest @ ..] = exponent { rest } else { exponent };
        let length = digits(exponent);
        return length > 0 && length == exponent.len();
    }
    rest.is_empty()
}

/// The inside of a string without its escapes (RFC 8259, 7); none where it is not UTF-8, or an escape stands for
/// nothing, as half of a surrogate pair does.
pub(super) fn unescape(raw: &[u8]) -> Option<String> {
    let mut rest = std::str::from_utf8(raw).ok()?;
    let mut text = String::with_capacity(rest.len());
    while let Some((plain, escape)) = rest.split_once('\\') {
        text.push_str(plain);
        let (name, after) = escape.split_at_checked(1)?;
        rest = after;
        text.push(match name {
            "\"" | "\\" | "/" => char::from(name.as_bytes()[0]),
            "b" => '\u{8}',
            "f" => '\u{c}',
            "n" => '\n',
            "r" => '\r',
            "t" => '\t',
            "u" => code_point(&mut rest)?,
            _ => return None,
        });
    }
    text.push_str(rest);
    Some(text)
}

/// The character of four hexadecimal digits, or of two such escapes that make a pair.
fn code_point(rest: &mut &str) -> Option<char> {
    let first = four_digits(rest)?;
    if !(0xd800..0xdc00).contains(&first) {
        return char::from_u32(first);
    }
    *rest = rest.strip_prefix("\\u")?;
    let second = four_digits(rest)?;
    let low = (0xdc00..0xe000).contains(&second).then(|| second - 0xdc00)?;
    char::from_u32(0x10000 + ((first - 0xd800) << 10 | low))
}

fn four_digits(rest: &mut &str) -> Option<u32> {
    let (digits, after) = rest.split_at_checked(4)?;
    *rest = after;
    digits.chars().try_fold(0, |value, digit| Some(value << 4 | digit.to_digit(16)?))
}

/// Where the value at `at` ends, by brackets and quotes alone: what lies between may be no JSON.
pub(super) fn span(bytes: &[u8], mut at: usize) -> Scan<usize> {
    let mut open = Vec::new();
    loop {
        let byte = *bytes.get(at).ok_or(Fault::Short)?;
        match byte {
            b'"' => at = string_end(bytes, at + 1)?.0,
            b'{' => open.push(b'}'),
            b'[' => open.push(b']'),
            b'}' | b']' | b',' if open.is_empty() => return Ok(at),
            b'}' | b']' => {
                if open.pop() != Some(byte) {
                    return Err(Fault::Bad { at, expected: "the bracket that fits" });
                }
            }
            b',' | b':' | b' ' | b'\n' | b'\r' | b'\t' | b'+' | b'-' | b'.' | b'_' => {}
            _ if byte.is_ascii_alphanumeric() => {}
            _ => return Err(Fault::Bad { at, expected: "a value" }),
        }
        at += 1;
        if open.is_empty() && matches!(byte, b'"' | b'}' | b']') {
            return Ok(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_special_byte_is_found_at_every_place() {
        for special in [b'"', b'\\', 0, 31] {
            for at in 0..8 {
                for other in [b' ', b'!', b'#', b'[', b']', 0x7f, 0x80, 0xff] {
                    let mut word = [other; 8];
                    word[at] = special;
                    assert_eq!(ends_or_escapes(u64::from_le_bytes(word)).trailing_zeros() / 8, at as u32);
                    assert_eq!(ends_or_escapes(u64::from_le_bytes([other; 8])), 0);
                }
            }
        }
    }

    #[test]
    fn a_span_needs_only_brackets_and_quotes() {
        assert_eq!(span(b"{\"a\":nil,,\"b\" 1}x", 0), Ok(16));
        assert_eq!(span(b"12,", 0), Ok(2));
        assert_eq!(span(b"[1,2", 0), Err(Fault::Short));
        assert!(matches!(span(b"[1}", 0), Err(Fault::Bad { at: 2, .. })));
    }
}
