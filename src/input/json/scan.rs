//! A cursor over JSON text: reads what is asked for and skips the rest by its structure.
//!
//! Nothing is copied: strings are slices until somebody decodes them. Eight bytes of a string are
//! looked at at once, because most of a dump is file names that nobody reads.

use std::borrow::Cow;

use super::text::{is_number, string_end, unescape};

/// How deep a skipped value may nest.
const DEPTH: u32 = 128;

/// Why reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    /// The bytes end before the value does.
    Short,
    /// The byte at `at` cannot stand there.
    Bad { at: usize, expected: &'static str },
}

pub(crate) type Scan<T> = Result<T, Fault>;

/// The inside of a string, as it stands in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Text<'a> {
    pub raw: &'a [u8],
    escaped: bool,
}

impl<'a> Text<'a> {
    /// The text; `None` where it is not UTF-8 or holds an escape that stands for nothing.
    pub fn decode(self) -> Option<Cow<'a, str>> {
        if !self.escaped {
            return std::str::from_utf8(self.raw).ok().map(Cow::Borrowed);
        }
        unescape(self.raw).map(Cow::Owned)
    }

    /// The bytes of the text, for comparing; as written where it cannot be decoded.
    pub fn bytes(self) -> Cow<'a, [u8]> {
        if !self.escaped {
            return Cow::Borrowed(self.raw);
        }
        self.decode().map_or(Cow::Borrowed(self.raw), |text| Cow::Owned(text.into_owned().into_bytes()))
    }
}

/// A value that is neither text nor nested.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Scalar<'a> {
    /// `null`; also `NaN`, which Python writes for a missing number.
    Null,
    True,
    False,
    /// `Infinity`, which Python writes and no field can hold.
    Infinite,
    Number(&'a [u8]),
}

#[derive(Debug, Clone)]
pub(crate) struct Cursor<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Cursor<'a> {
    pub fn new(bytes: &'a [u8], at: usize) -> Cursor<'a> {
        Cursor { bytes, at }
    }

    #[inline(always)]
    pub fn peek(&self) -> Scan<u8> {
        self.bytes.get(self.at).copied().ok_or(Fault::Short)
    }

    #[inline(always)]
    pub fn blanks(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.bytes.get(self.at) {
            self.at += 1;
        }
    }

    /// The next byte that is not blank.
    #[inline(always)]
    pub fn next(&mut self) -> Scan<u8> {
        self.blanks();
        self.peek()
    }

    pub fn bad<T>(&self, expected: &'static str) -> Scan<T> {
        Err(Fault::Bad { at: self.at, expected })
    }

    /// A string; the cursor stands on its opening quote.
    #[inline(always)]
    pub fn string(&mut self) -> Scan<Text<'a>> {
        if self.peek()? != b'"' {
            return self.bad("a string");
        }
        let start = self.at + 1;
        let (end, escaped) = string_end(self.bytes, start)?;
        self.at = end + 1;
        Ok(Text { raw: &self.bytes[start..end], escaped })
    }

    /// A key and its colon; the cursor comes to stand on the value.
    #[inline(always)]
    pub fn key(&mut self) -> Scan<Text<'a>> {
        if self.next()? != b'"' {
            return self.bad("a key in double quotes");
        }
        let key = self.string()?;
        if self.next()? != b':' {
            return self.bad("`:` after a key");
        }
        self.at += 1;
        self.next()?;
        Ok(key)
    }

    /// Steps into an object; whether it has a first key.
    #[inline(always)]
    pub fn open_object(&mut self) -> Scan<bool> {
        self.open(b'}')
    }

    /// Steps into an array; whether it has a first value.
    #[inline(always)]
    pub fn open_array(&mut self) -> Scan<bool> {
        self.open(b']')
    }

    #[inline(always)]
    fn open(&mut self, close: u8) -> Scan<bool> {
        self.at += 1;
        let some = self.next()? != close;
        self.at += usize::from(!some);
        Ok(some)
    }

    /// After a value of an object: whether there is another key.
    #[inline(always)]
    pub fn more_keys(&mut self) -> Scan<bool> {
        self.more(b'}', "`,` or `}` after a value")
    }

    /// After a value of an array: whether there is another one.
    #[inline(always)]
    pub fn more_values(&mut self) -> Scan<bool> {
        self.more(b']', "`,` or `]` after a value")
    }

    #[inline(always)]
    fn more(&mut self, close: u8, expected: &'static str) -> Scan<bool> {
        match self.next()? {
            b',' => {
                self.at += 1;
                self.next()?;
                Ok(true)
            }
            byte if byte == close => {
                self.at += 1;
                Ok(false)
            }
            _ => self.bad(expected),
        }
    }

    pub fn scalar(&mut self) -> Scan<Scalar<'a>> {
        match self.peek()? {
            b'n' => self.word(b"null", Scalar::Null),
            b't' => self.word(b"true", Scalar::True),
            b'f' => self.word(b"false", Scalar::False),
            b'N' => self.word(b"NaN", Scalar::Null),
            b'I' => self.word(b"Infinity", Scalar::Infinite),
            b'-' if self.bytes.get(self.at + 1) == Some(&b'I') => self.word(b"-Infinity", Scalar::Infinite),
            b'-' | b'0'..=b'9' => self.number(),
            _ => self.bad("a value"),
        }
    }

    fn word(&mut self, word: &[u8], value: Scalar<'a>) -> Scan<Scalar<'a>> {
        let rest = &self.bytes[self.at..];
        if rest.starts_with(word) {
            self.at += word.len();
            Ok(value)
        } else if word.starts_with(rest) {
            Err(Fault::Short)
        } else {
            self.bad("a value")
        }
    }

    fn number(&mut self) -> Scan<Scalar<'a>> {
        let rest = &self.bytes[self.at..];
        let length = rest.iter().take_while(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count();
        // Within a row a number is never the last thing: what ends here may go on in the next chunk.
        if length == rest.len() {
            return Err(Fault::Short);
        }
        if !is_number(&rest[..length]) {
            return self.bad("a number as JSON writes it");
        }
        self.at += length;
        Ok(Scalar::Number(&rest[..length]))
    }

    /// Goes past a value, whatever it is; its grammar is checked, its text is not decoded.
    pub fn skip(&mut self) -> Scan<()> {
        match self.peek()? {
            b'"' => self.string().map(drop),
            b'{' | b'[' => self.skip_nested(),
            _ => self.scalar().map(drop),
        }
    }

    fn skip_nested(&mut self) -> Scan<()> {
        // One bit for each level that is open: 1 in an object.
        let (mut levels, mut depth) = (0u128, 0);
        loop {
            match self.peek()? {
                b'"' => drop(self.string()?),
                open @ (b'{' | b'[') => {
                    if depth == DEPTH {
                        return self.bad("values nested at most 128 deep");
                    }
                    let object = open == b'{';
                    if self.open(if object { b'}' } else { b']' })? {
                        depth += 1;
                        levels = levels << 1 | u128::from(object);
                        if object {
                            self.key()?;
                        }
                        continue;
                    }
                }
                _ => drop(self.scalar()?),
            }
            loop {
                if depth == 0 {
                    return Ok(());
                }
                let object = levels & 1 == 1;
                if if object { self.more_keys()? } else { self.more_values()? } {
                    if object {
                        self.key()?;
                    }
                    break;
                }
                levels >>= 1;
                depth -= 1;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::IgnoredAny;

    use super::*;

    fn skipped(text: &str) -> Scan<usize> {
        let mut cursor = Cursor::new(text.as_bytes(), 0);
        cursor.skip().map(|()| cursor.at)
    }

    #[test]
    fn a_value_is_skipped_with_all_that_is_in_it() {
        for text in [
            r#"{"a":[1,{"b":"}\"]"},[]],"c":{}} "#,
            r#""a \\\" string that is longer than eight bytes" "#,
            "[[[]],[[],{}],-0.5e+3,true,null,NaN,-Infinity] ",
            "12 ",
        ] {
            assert_eq!(skipped(text), Ok(text.len() - 1), "{text}");
            for end in 0..text.len() - 1 {
                assert_eq!(skipped(&text[..end]), Err(Fault::Short), "{text} cut at {end}");
            }
        }
    }

    #[test]
    fn what_is_not_json_is_seen_where_it_stands() {
        for (text, at) in [
            ("[1,2} ", 4),
            (r#"{"a":1,{}} "#, 7),
            (r#"{"a" 1} "#, 5),
            (r#"{a:1} "#, 1),
            ("[1,] ", 3),
            ("[01] ", 1),
            ("[1 2] ", 3),
            ("[nul] ", 1),
            ("\"a\nb\" ", 2),
            ("[+1] ", 1),
            ("[1.] ", 1),
            ("[.5] ", 1),
            ("[1e] ", 1),
            ("\"12345678\t\" ", 9),
        ] {
            assert!(
                matches!(skipped(text), Err(Fault::Bad { at: found, .. }) if found == at),
                "{text}: {:?}",
                skipped(text)
            );
        }
        assert!(matches!(skipped(&"[".repeat(100_000)), Err(Fault::Bad { at: 128, .. })));
    }

    #[test]
    fn a_string_is_decoded_only_where_it_must_be() {
        let text = |json: &'static str| Cursor::new(json.as_bytes(), 0).string().unwrap().decode();
        assert!(matches!(text(r#""Qwen/é""#), Some(Cow::Borrowed("Qwen/é"))));
        assert_eq!(text(r#""a\u002fb""#).as_deref(), Some("a/b"));
        assert_eq!(text(r#""\ud800""#), None);
        assert_eq!(Cursor::new(b"\"\xff\"", 0).string().unwrap().decode(), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(5_000) })]

        /// Pieces of JSON in any order are a value for us where they are one for serde_json.
        #[test]
        fn what_is_skipped_is_json(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "{", "}", "[", "]", ",", ":", "\"a\":", "\"b\"", "{\"c\":", "1", "-0.5e+3", "01", "1.", "true", "nul", " ", "\n", "\"\\\"\"",
                    "[1,", "{}", "[]", "\"a string of many bytes\"",
                ]),
                1..12,
            )
        ) {
            let text = pieces.concat();
            let ours = skipped(&format!("{} ", text.trim())) == Ok(text.trim().len());
            prop_assert_eq!(ours, serde_json::from_str::<IgnoredAny>(&text).is_ok(), "{}", text);
        }
    }
}
