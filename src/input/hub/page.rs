//! One page of the listing, cut into rows that stay as they were sent.
//!
//! Rows are kept raw, because a snapshot holds what the Hub said and not what this version of the
//! program understood; of each only the key, the downloads and whether it is private are read.

use std::borrow::Cow;

use crate::input::json::scan::{Cursor, Fault, Scalar, Scan};

/// A row of the listing.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed<'a> {
    /// `_id`, else `id`; none where the row has neither.
    pub key: Option<Cow<'a, str>>,
    /// Downloads in 30 days.
    pub downloads: Option<u64>,
    /// Whether only a token can see it.
    pub private: bool,
    /// The row as it was sent.
    pub raw: &'a [u8],
}

/// A body that is no page of the listing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("at byte {at}: found {found}, expected {expected}")]
pub struct PageError {
    /// How many bytes before it are as they should be.
    pub at: usize,
    /// What stands there.
    pub found: String,
    /// What should.
    pub expected: &'static str,
}

/// Cuts a page, an array of objects, into its rows.
pub fn page(body: &[u8]) -> Result<Vec<Listed<'_>>, PageError> {
    const ARRAY: &str = "an array of repositories";
    let mut rows = Vec::new();
    let mut at = past_space(body, 0);
    if body.get(at) != Some(&b'[') {
        return Err(wrong(body, at, ARRAY));
    }
    at = past_space(body, at + 1);
    if body.get(at) != Some(&b']') {
        loop {
            let row = row(body, at)?;
            at = past_space(body, at + row.raw.len());
            rows.push(row);
            match body.get(at) {
                Some(b',') => at = past_space(body, at + 1),
                Some(b']') => break,
                _ => return Err(wrong(body, at, "a comma or the end of the array")),
            }
        }
    }
    at = past_space(body, at + 1);
    if at < body.len() { Err(wrong(body, at, "nothing after the array")) } else { Ok(rows) }
}

fn row(body: &[u8], at: usize) -> Result<Listed<'_>, PageError> {
    const OBJECT: &str = "an object, one repository";
    if body.get(at) != Some(&b'{') {
        return Err(wrong(body, at, OBJECT));
    }
    match listed(&mut Cursor::new(body, at)) {
        Ok(row) => Ok(row),
        Err(Fault::Short) => Err(wrong(body, body.len(), "the end of the object")),
        Err(Fault::Bad { at: fault, expected }) => {
            let found = format!("an object that cannot be read (at byte {fault}: expected {expected})");
            Err(PageError { at, found, expected: OBJECT })
        }
    }
}

/// Reads the object under the cursor. A value of the wrong kind is none.
fn listed<'a>(cursor: &mut Cursor<'a>) -> Scan<Listed<'a>> {
    let start = cursor.at;
    let (mut object_id, mut id) = (None, None);
    let mut row = Listed { key: None, downloads: None, private: false, raw: &[] };
    let mut more = cursor.open_object()?;
    while more {
        match (&*cursor.key()?.bytes(), cursor.peek()?) {
            (b"_id", b'"') => object_id = cursor.string()?.decode(),
            (b"id", b'"') => id = cursor.string()?.decode(),
            (b"downloads", b'0'..=b'9') => row.downloads = count(cursor.scalar()?),
            (b"private", b't' | b'f') => row.private = cursor.scalar()? == Scalar::True,
            _ => cursor.skip()?,
        }
        more = cursor.more_keys()?;
    }
    row.key = object_id.or(id);
    row.raw = &cursor.bytes[start..cursor.at];
    Ok(row)
}

fn count(value: Scalar<'_>) -> Option<u64> {
    let Scalar::Number(digits) = value else { return None };
    digits.iter().try_fold(0u64, |sum, digit| {
        let digit = digit.is_ascii_digit().then(|| u64::from(digit - b'0'))?;
        sum.checked_mul(10)?.checked_add(digit)
    })
}

fn past_space(body: &[u8], from: usize) -> usize {
    let space = |byte: &&u8| matches!(byte, b' ' | b'\t' | b'\r' | b'\n');
    from + body.get(from..).unwrap_or_default().iter().take_while(space).count()
}

fn wrong(body: &[u8], at: usize, expected: &'static str) -> PageError {
    let rest = body.get(at..).unwrap_or_default();
    let found = match rest {
        [] if body.is_empty() => "an empty body".to_owned(),
        [] => "the end of the body".to_owned(),
        [b'<', ..] => format!("an HTML or XML page, \"{}\"", super::backoff::excerpt(rest)),
        _ => format!("\"{}\"", super::backoff::excerpt(rest)),
    };
    PageError { at, found, expected }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_stay_as_they_were_sent() {
        let body = br#" [ {"_id":"1","id":"a/b","downloads":7, "x":[ {} ]} ,
            {"id":"c/d","downloads":"7","private":true},{"tags":["]"]} ] "#;
        let rows = page(body).unwrap();
        let keys: Vec<_> = rows.iter().map(|row| row.key.as_deref()).collect();
        assert_eq!(keys, [Some("1"), Some("c/d"), None]);
        assert_eq!(rows.iter().map(|row| row.downloads).collect::<Vec<_>>(), [Some(7), None, None]);
        assert_eq!(rows.iter().map(|row| row.private).collect::<Vec<_>>(), [false, true, false]);
        assert_eq!(rows[0].raw, br#"{"_id":"1","id":"a/b","downloads":7, "x":[ {} ]}"#);
        assert_eq!(rows[2].raw, br#"{"tags":["]"]}"#);
        assert_eq!(page(b"[]"), Ok(vec![]));
    }

    #[test]
    fn what_is_no_page_is_named() {
        for (body, message) in [
            ("", "at byte 0: found an empty body, expected an array of repositories"),
            ("<!doctype html>", "at byte 0: found an HTML or XML page, \"<!doctype html>\", expected an array"),
            ("{\"error\":\"no\"}", "at byte 0: found \"{\"error\":\"no\"}\", expected an array of repositories"),
            ("[{\"id\":\"a\"}", "at byte 11: found the end of the body, expected a comma"),
            ("[{\"id\":\"a", "at byte 9: found the end of the body, expected the end of the object"),
            ("[{\"id\":}]", "at byte 1: found an object that cannot be read (at byte 7: expected a value"),
            ("[1]", "at byte 1: found \"1]\", expected an object"),
            ("[{},]", "at byte 4: found \"]\", expected an object"),
            ("[] []", "at byte 3: found \"[]\", expected nothing after the array"),
        ] {
            let error = page(body.as_bytes()).unwrap_err().to_string();
            assert!(error.starts_with(message), "{error}");
        }
    }

    #[test]
    fn a_page_cut_anywhere_is_an_error() {
        let body = br#"[{"id":"a/b","tags":["x"]},{"id":"c/d"}]"#;
        for end in 0..body.len() {
            assert!(page(&body[..end]).is_err(), "{end}");
        }
        let deep = format!("[{{\"x\":{}", "[".repeat(100_000));
        assert!(page(deep.as_bytes()).is_err());
    }
}
