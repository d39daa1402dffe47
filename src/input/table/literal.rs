//! Lists and objects as programs print them into a cell: JSON, Python's `repr`, NumPy's arrays, DuckDB's texts.
//!
//! What is JSON is taken as it is. Else members may be in either kind of quotes or in none, a comma may be missing
//! behind a quote (NumPy), and keys may be parted from values by `=` (DuckDB's maps).

use super::cell::{escaped, text};
use crate::input::json::{is_number, scan::Cursor};

/// How deep lists and objects may nest.
const DEPTH: u32 = 64;

/// Writes the value as JSON; `None` where it cannot be understood, and what was written then is of no use.
pub(in crate::input) fn write(cell: &[u8], json: &mut Vec<u8>) -> Option<()> {
    let mut cursor = Cursor::new(cell, 0);
    if cursor.skip().is_ok() && cursor.at == cell.len() {
        json.extend_from_slice(cell);
        return Some(());
    }
    let mut literal = Literal { cell, at: 0, json };
    literal.value(b'\0', DEPTH)?;
    literal.blanks();
    (literal.at == cell.len()).then_some(())
}

struct Literal<'a> {
    cell: &'a [u8],
    at: usize,
    json: &'a mut Vec<u8>,
}

impl<'a> Literal<'a> {
    fn blanks(&mut self) {
        let blanks = self.cell[self.at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.at += blanks;
    }

    fn next(&mut self) -> Option<u8> {
        self.blanks();
        self.cell.get(self.at).copied()
    }

    /// A value inside of what `close` ends.
    fn value(&mut self, close: u8, depth: u32) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match self.next()? {
            b'[' => self.list(b']', depth),
            b'(' => self.list(b')', depth),
            b'{' => self.object(depth),
            b'\'' | b'"' => self.quoted(),
            _ => self.bare(close, depth),
        }
    }

    fn list(&mut self, close: u8, depth: u32) -> Option<()> {
        self.at += 1;
        self.json.push(b'[');
        let (mut nan, mut quotes, mut words) = (Vec::new(), false, false);
        let mut first = true;
        while self.next()? != close {
            if !first {
                self.json.push(b',');
            }
            first = false;
            let (from, opens) = (self.json.len(), self.next()?);
            self.value(close, depth)?;
            match self.json.get(from..)? {
                b"null" if matches!(opens, b'n' | b'N') && self.cell[..self.at].trim_ascii_end().ends_with(b"nan") => {
                    nan.push(from)
                }
                [b'"', ..] => *if matches!(opens, b'\'' | b'"') { &mut quotes } else { &mut words } = true,
                _ => {}
            }
            self.between(close)?;
        }
        // DuckDB writes texts without quotes, and `nan` is a language.
        if words || !quotes {
            for at in nan.into_iter().rev() {
                self.json.splice(at..at + 4, *b"\"nan\"");
            }
        }
        self.at += 1;
        self.json.push(b']');
        Some(())
    }

    fn object(&mut self, depth: u32) -> Option<()> {
        self.at += 1;
        self.json.push(b'{');
        let mut first = true;
        while self.next()? != b'}' {
            if !first {
                self.json.push(b',');
            }
            first = false;
            self.key()?;
            self.json.push(b':');
            self.value(b'}', depth)?;
            self.between(b'}')?;
        }
        self.at += 1;
        self.json.push(b'}');
        Some(())
    }

    /// Goes past the comma behind a member; NumPy writes none.
    fn between(&mut self, close: u8) -> Option<()> {
        match self.next()? {
            b',' => self.at += 1,
            b'\'' | b'"' | b'[' | b'{' if close == b']' => {}
            byte if byte == close => {}
            _ => return None,
        }
        Some(())
    }

    fn key(&mut self) -> Option<()> {
        if matches!(self.next()?, b'\'' | b'"') {
            self.quoted()?;
        } else {
            let rest = &self.cell[self.at..];
            let length = rest.iter().position(|byte| matches!(byte, b':' | b'=' | b',' | b'}'))?;
            text(rest[..length].trim_ascii(), self.json);
            self.at += length;
        }
        let parted = matches!(self.next()?, b':' | b'=');
        self.at += 1;
        parted.then_some(())
    }

    /// A text in quotes, with the escapes of Python and of JSON.
    fn quoted(&mut self) -> Option<()> {
        let quote = self.cell[self.at];
        self.at += 1;
        self.json.push(b'"');
        loop {
            let byte = *self.cell.get(self.at)?;
            self.at += 1;
            match byte {
                b'\\' => self.escape()?,
                _ if byte == quote => break,
                _ => escaped(byte, self.json),
            }
        }
        self.json.push(b'"');
        Some(())
    }

    fn escape(&mut self) -> Option<()> {
        let name = *self.cell.get(self.at)?;
        self.at += 1;
        let byte = match name {
            b'n' => b'\n',
            b'r' => b'\r',
            b't' => b'\t',
            b'b' => 8,
            b'f' => 12,
            b'x' => return self.code_point(2),
            b'u' => return self.code_point(4),
            b'U' => return self.code_point(8),
            b'\'' | b'"' | b'\\' | b'/' => name,
            // Python leaves a backslash that escapes nothing.
            _ => {
                escaped(b'\\', self.json);
                name
            }
        };
        escaped(byte, self.json);
        Some(())
    }

    fn code_point(&mut self, digits: usize) -> Option<()> {
        let first = self.digits(digits)?;
        let code = match first {
            // The first half of a pair, as JSON writes it.
            0xd800..0xdc00 if self.cell[self.at..].starts_with(b"\\u") => {
                self.at += 2;
                let second = self.digits(4)?.wrapping_sub(0xdc00);
                if second < 0x400 { 0x10000 + ((first - 0xd800) << 10 | second) } else { 0xd800 }
            }
            code => code,
        };
        let character = char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
        character.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| escaped(byte, self.json));
        Some(())
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let digits = self.cell.get(self.at..self.at + count)?;
        self.at += count;
        digits.iter().try_fold(0, |value: u32, &digit| Some(value << 4 | char::from(digit).to_digit(16)?))
    }

    /// A number, a word of Python's, or a text without quotes, up to the next comma or to the end of what it is in.
    fn bare(&mut self, close: u8, depth: u32) -> Option<()> {
        let rest = &self.cell[self.at..];
        let name = rest.iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_')).count();
        if name > 0 && rest.get(name) == Some(&b'(') {
            self.at += name + 1;
            return self.call(&rest[..name], depth);
        }
        let length = rest.iter().position(|&byte| byte == b',' || byte == close)?;
        self.at += length;
        let word = rest[..length].trim_ascii();
        match word {
            [] => return None,
            b"None" | b"null" | b"NULL" | b"NaN" | b"nan" | b"NaT" | b"<NA>" => self.json.extend(b"null"),
            b"True" | b"true" => self.json.extend(b"true"),
            b"False" | b"false" => self.json.extend(b"false"),
            _ if is_number(word) => self.json.extend(word),
            _ => text(word, self.json),
        }
        Some(())
    }

    /// `array([…], dtype=object)` and `Timestamp('…')` are what stands first in them; of other calls nothing is known.
    fn call(&mut self, name: &[u8], depth: u32) -> Option<()> {
        let length = self.json.len();
        while self.next()? != b')' {
            let first = self.json.len() == length;
            let written = self.json.len();
            self.value(b')', depth)?;
            if !first {
                self.json.truncate(written);
            }
            self.between(b')')?;
        }
        self.at += 1;
        let transparent = matches!(name, b"array" | b"Timestamp" | b"Decimal") || name.starts_with(b"np.");
        if !transparent || self.json.len() == length {
            self.json.truncate(length);
            self.json.extend(b"null");
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn of(cell: &str) -> Option<String> {
        let mut json = Vec::new();
        write(cell.as_bytes(), &mut json)?;
        Some(String::from_utf8(json).unwrap())
    }

    #[test]
    fn lists_are_read_as_programs_print_them() {
        for (cell, json) in [
            (r#"["a","b\u00e9"]"#, r#"["a","b\u00e9"]"#),
            ("['transformers', 'license:mit']", r#"["transformers","license:mit"]"#),
            (r#"["it's", 'a"b']"#, r#"["it's","a\"b"]"#),
            ("['a' 'b'\n 'c']", r#"["a","b","c"]"#),
            (
                "[transformers, license:mit, text-generation (en)]",
                r#"["transformers","license:mit","text-generation (en)"]"#,
            ),
            (r"['it\'s', NULL]", r#"["it's",null]"#),
            ("('a', 'b',)", r#"["a","b"]"#),
            ("[ms, nan, nl]", r#"["ms","nan","nl"]"#),
            ("[nan, 'a, b', c]", r#"["nan","a, b","c"]"#),
            ("[nan]", r#"["nan"]"#),
            ("[None, nan, True, 1.5, 'x']", r#"[null,null,true,1.5,"x"]"#),
            (r"['\n\x41\u00e9\U0001f600\d']", "[\"\\nAé😀\\\\d\"]"),
            (r#"['\ud83d\ude00', '\ud83d']"#, "[\"😀\",\"\u{fffd}\"]"),
            ("[ ]", "[ ]"),
        ] {
            assert_eq!(of(cell).as_deref(), Some(json), "{cell}");
        }
    }

    #[test]
    fn objects_are_read_as_programs_print_them() {
        for (cell, json) in [
            (
                "{'total': 8030261248, 'parameters': {'BF16': 8030261248.0}}",
                r#"{"total":8030261248,"parameters":{"BF16":8030261248.0}}"#,
            ),
            (
                "{'license': 'mit', 'language': array(['en', 'fr'], dtype=object)}",
                r#"{"license":"mit","language":["en","fr"]}"#,
            ),
            ("{'models': [{'id': 'a/x'}], 'relation': None}", r#"{"models":[{"id":"a/x"}],"relation":null}"#),
            ("{'id': a/x, 'n': 5}", r#"{"id":"a/x","n":5}"#),
            ("{BF16=5, F32=7}", r#"{"BF16":5,"F32":7}"#),
            (
                "{'at': datetime.datetime(2024, 1, 2), 'by': Timestamp('2024-01-02')}",
                r#"{"at":null,"by":"2024-01-02"}"#,
            ),
        ] {
            assert_eq!(of(cell).as_deref(), Some(json), "{cell}");
        }
    }

    #[test]
    fn what_breaks_off_or_nests_too_deep_is_not_understood() {
        for cell in [
            "['a",
            "['a'",
            "['a' ...\n 'b']",
            "[a, b",
            "{'a'",
            "{'a': ",
            "{'a' 5}",
            "['a'] x",
            "['a' 5]",
            "[,]",
            "{: 5",
        ] {
            assert_eq!(of(cell), None, "{cell}");
        }
        assert_eq!(of(&"[a,".repeat(100_000)), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(5_000) })]

        /// Whatever a cell holds, what is written is a value of JSON that ends where it ends.
        #[test]
        fn what_is_written_is_json(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "[", "]", "{", "}", "(", ")", ",", ":", "=", "'", "\"", "\\", "a", "b'c", " ", "\n", "\\u00e9", "\\ud800", "5", "-1.", "array(", "nan",
                    "'a'", "\"b\"", "'k': ",
                ]),
                0..12,
            )
        ) {
            let cell = pieces.concat();
            if let Some(json) = of(&cell) {
                // A number ends where something else begins, as it does in a record.
                let record = format!("{json},");
                let mut cursor = Cursor::new(record.as_bytes(), 0);
                prop_assert!(cursor.skip().is_ok(), "{} became {}", cell, json);
                prop_assert_eq!(cursor.at, json.len());
            }
        }
    }
}
