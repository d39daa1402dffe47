//! One cell as a value of JSON, by what its column holds.

use super::literal;
use crate::input::json::{Holds, is_number};

/// What programs write where there is no value.
const ABSENT: [&[u8]; 8] = [b"", b"NaN", b"nan", b"None", b"null", b"NULL", b"NaT", b"<NA>"];

/// The cell without the blanks around it, if there is a value in it.
pub(super) fn present(cell: &[u8]) -> Option<&[u8]> {
    let cell = cell.trim_ascii();
    (!ABSENT.contains(&cell)).then_some(cell)
}

/// Writes a cell that is present; false where it looks like a list or an object, and cannot be understood as one.
pub(super) fn write(holds: Holds, cell: &[u8], json: &mut Vec<u8>) -> bool {
    match holds {
        Holds::Number | Holds::Time if is_number(cell) => json.extend_from_slice(cell),
        Holds::Flag => match flag(cell) {
            Some(flag) => json.extend_from_slice(if flag { b"true" } else { b"false" }),
            None => text(cell, json),
        },
        Holds::Nested if matches!(cell, [b'[' | b'{', ..]) => {
            let length = json.len();
            if literal::write(cell, json).is_none() {
                json.truncate(length);
                text(cell, json);
                return false;
            }
        }
        Holds::Text | Holds::Number | Holds::Time | Holds::Nested => text(cell, json),
    }
    true
}

/// What a word says where yes or no is asked.
pub(in crate::input) fn flag(cell: &[u8]) -> Option<bool> {
    match cell {
        b"True" | b"true" | b"TRUE" | b"1" | b"1.0" => Some(true),
        b"False" | b"false" | b"FALSE" | b"0" | b"0.0" => Some(false),
        _ => None,
    }
}

/// Writes a text with its quotes.
pub(in crate::input) fn text(text: &[u8], json: &mut Vec<u8>) {
    json.push(b'"');
    for &byte in text {
        escaped(byte, json);
    }
    json.push(b'"');
}

/// Writes a byte of a text.
pub(super) fn escaped(byte: u8, json: &mut Vec<u8>) {
    match byte {
        b'"' | b'\\' => json.extend([b'\\', byte]),
        b'\n' => json.extend(b"\\n"),
        b'\r' => json.extend(b"\\r"),
        b'\t' => json.extend(b"\\t"),
        0..0x20 => json.extend(format!("\\u{byte:04x}").as_bytes()),
        _ => json.push(byte),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(holds: Holds, cell: &str) -> String {
        let mut json = Vec::new();
        match present(cell.as_bytes()) {
            Some(cell) => drop(write(holds, cell, &mut json)),
            None => json.extend(b"absent"),
        }
        String::from_utf8(json).unwrap()
    }

    #[test]
    fn a_cell_is_what_its_column_holds() {
        for (holds, cell, json) in [
            (Holds::Text, " a/x ", r#""a/x""#),
            (Holds::Text, "5", r#""5""#),
            (Holds::Text, "a\"b\\\n\u{1}é", r#""a\"b\\\n\u0001é""#),
            (Holds::Number, "1234.0", "1234.0"),
            (Holds::Number, "1.2e+06", "1.2e+06"),
            (Holds::Number, "1,234", r#""1,234""#),
            (Holds::Number, "inf", r#""inf""#),
            (Holds::Time, "2024-01-02 03:04:05+00:00", r#""2024-01-02 03:04:05+00:00""#),
            (Holds::Time, "1646263744000", "1646263744000"),
            (Holds::Flag, "True", "true"),
            (Holds::Flag, "0.0", "false"),
            (Holds::Flag, "auto", r#""auto""#),
            (Holds::Nested, "mit", r#""mit""#),
            (Holds::Nested, "['mit']", r#"["mit"]"#),
            (Holds::Nested, "['mit", r#""['mit""#),
            (Holds::Nested, "{'total': 5}", r#"{"total":5}"#),
        ] {
            assert_eq!(of(holds, cell), json, "{cell}");
        }
        for cell in ["", "  ", "NaN", "None", "null", "NaT", "<NA>"] {
            assert_eq!(of(Holds::Text, cell), "absent", "{cell}");
        }
    }
}
