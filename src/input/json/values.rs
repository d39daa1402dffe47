//! Values of single fields: numbers, times, texts and licenses, as the contract reads them.
//!
//! Each reader answers `None` for `null` (the key is as good as absent), and otherwise what the
//! field is: known, present and unknown, or of a wrong type. A cursor ends behind the value; a file of
//! columns hands over what it has decoded, so that both are judged by the same rules.

use std::borrow::Cow;

use super::scan::{Cursor, Scalar, Scan};
use crate::model::{Field, Gated, Moment, decimal};

/// The largest whole number that JSON readers agree on, 2⁵³ − 1.
const LARGEST: u64 = (1 << 53) - 1;

pub(super) type Present<T> = Option<Field<T>>;

/// A value without inner structure, or word that it was something else.
#[derive(Debug, Clone)]
pub(in crate::input) enum Plain<'a> {
    Scalar(Scalar<'a>),
    /// A text; none where it is not UTF-8.
    Text(Option<Cow<'a, str>>),
    Nested,
    /// A number that came as one, and not as digits.
    #[cfg(feature = "formats")]
    Whole(i64),
    #[cfg(feature = "formats")]
    Float(f64),
    #[cfg(feature = "formats")]
    Time(Moment),
}

/// A value of a row that somebody is about to read: the text of one, or what was decoded already.
pub(super) trait Value<'a> {
    /// The value itself; what has parts is passed over.
    fn plain(&mut self) -> Scan<Plain<'a>>;
    /// A cursor on the value, where it is a list.
    fn list(&mut self) -> Scan<Option<&mut Cursor<'a>>>;
    /// A cursor on the value, where it is an object.
    fn object(&mut self) -> Scan<Option<&mut Cursor<'a>>>;
    fn is_number(&self) -> Scan<bool>;
    fn skip(&mut self) -> Scan<()>;
    /// Where it stands, in bytes.
    fn at(&self) -> usize;
}

impl<'a> Value<'a> for Cursor<'a> {
    #[inline(always)]
    fn plain(&mut self) -> Scan<Plain<'a>> {
        Ok(match self.peek()? {
            b'"' => Plain::Text(self.string()?.decode()),
            b'{' | b'[' => {
                Cursor::skip(self)?;
                Plain::Nested
            }
            _ => Plain::Scalar(self.scalar()?),
        })
    }

    #[inline(always)]
    fn list(&mut self) -> Scan<Option<&mut Cursor<'a>>> {
        Ok((self.peek()? == b'[').then_some(self))
    }

    #[inline(always)]
    fn object(&mut self) -> Scan<Option<&mut Cursor<'a>>> {
        Ok((self.peek()? == b'{').then_some(self))
    }

    #[inline(always)]
    fn is_number(&self) -> Scan<bool> {
        Ok(matches!(self.peek()?, b'-' | b'0'..=b'9'))
    }

    #[inline(always)]
    fn skip(&mut self) -> Scan<()> {
        Cursor::skip(self)
    }

    #[inline(always)]
    fn at(&self) -> usize {
        self.at
    }
}

/// A value that was decoded already.
#[cfg(feature = "formats")]
pub(super) struct Decoded<'a>(pub Plain<'a>);

#[cfg(feature = "formats")]
impl<'a> Value<'a> for Decoded<'a> {
    #[inline(always)]
    fn plain(&mut self) -> Scan<Plain<'a>> {
        Ok(std::mem::replace(&mut self.0, Plain::Scalar(Scalar::Null)))
    }

    fn list(&mut self) -> Scan<Option<&mut Cursor<'a>>> {
        Ok(None)
    }

    fn object(&mut self) -> Scan<Option<&mut Cursor<'a>>> {
        Ok(None)
    }

    fn is_number(&self) -> Scan<bool> {
        Ok(matches!(self.0, Plain::Whole(_) | Plain::Float(_)))
    }

    fn skip(&mut self) -> Scan<()> {
        Ok(())
    }

    fn at(&self) -> usize {
        0
    }
}

#[cfg(feature = "formats")]
impl Plain<'_> {
    pub fn flag(flag: bool) -> Self {
        Plain::Scalar(if flag { Scalar::True } else { Scalar::False })
    }
}

/// A count: a whole number from 0 to 2⁵³ − 1.
pub(super) fn count<'a>(value: &mut impl Value<'a>) -> Scan<Present<u64>> {
    Ok(match value.plain()? {
        Plain::Scalar(Scalar::Null) => None,
        Plain::Scalar(Scalar::Number(text)) => {
            Some(whole(text).filter(|&n| n <= LARGEST).map_or(Field::Wrong, Field::Known))
        }
        #[cfg(feature = "formats")]
        Plain::Whole(number) => {
            Some(u64::try_from(number).ok().filter(|&n| n <= LARGEST).map_or(Field::Wrong, Field::Known))
        }
        // What is not there is no number in a column of floats.
        #[cfg(feature = "formats")]
        Plain::Float(number) if number.is_nan() => None,
        #[cfg(feature = "formats")]
        Plain::Float(number) => {
            Some(whole_of(number).and_then(|n| u64::try_from(n).ok()).map_or(Field::Wrong, Field::Known))
        }
        _ => Some(Field::Wrong),
    })
}

/// A count of which 0 says nothing.
pub(super) fn parameters<'a>(value: &mut impl Value<'a>) -> Scan<Present<u64>> {
    Ok(count(value)?.map(|field| if field == Field::Known(0) { Field::Unknown } else { field }))
}

/// The sum of the counts of an object.
pub(super) fn sum<'a>(value: &mut impl Value<'a>) -> Scan<Present<u64>> {
    let Some(cursor) = value.object()? else { return Ok(count(value)?.map(|_| Field::Wrong)) };
    let mut total = Some(Field::Unknown);
    let mut more = cursor.open_object()?;
    while more {
        cursor.key()?;
        total = add(total, count(cursor)?);
        more = cursor.more_keys()?;
    }
    Ok(total)
}

/// The sum of two numbers of parameters, of which 0 says nothing.
pub(super) fn add(total: Present<u64>, part: Present<u64>) -> Present<u64> {
    let value = |field| match field {
        Field::Known(value) => Some(value),
        Field::Unknown => Some(0),
        Field::Wrong => None,
    };
    let Some(new) = part else { return total };
    Some(match value(total.unwrap_or_default()).zip(value(new)).map(|(known, new)| known + new) {
        Some(0) => Field::Unknown,
        Some(sum) if sum <= LARGEST => Field::Known(sum),
        _ => Field::Wrong,
    })
}

/// A score: any finite number from 0 up. The Hub's trending score has a fraction for some repositories.
pub(super) fn score<'a>(value: &mut impl Value<'a>) -> Scan<Present<f64>> {
    Ok(match value.plain()? {
        Plain::Scalar(Scalar::Null) => None,
        Plain::Scalar(Scalar::Number(text)) => {
            Some(float(text).filter(|n| n.is_finite() && *n >= 0.0).map_or(Field::Wrong, Field::Known))
        }
        #[cfg(feature = "formats")]
        Plain::Whole(number) => Some(if number < 0 { Field::Wrong } else { Field::Known(number as f64) }),
        #[cfg(feature = "formats")]
        Plain::Float(number) if number.is_nan() => None,
        #[cfg(feature = "formats")]
        Plain::Float(number) if number.is_finite() && number >= 0.0 => Some(Field::Known(number)),
        _ => Some(Field::Wrong),
    })
}

/// A time as text, or as a whole number of seconds or milliseconds.
pub(super) fn time<'a>(value: &mut impl Value<'a>) -> Scan<Present<Moment>> {
    let moment = match value.plain()? {
        Plain::Scalar(Scalar::Null) => return Ok(None),
        Plain::Scalar(Scalar::Number(text)) => signed(text).map(Moment::from_number),
        Plain::Text(text) => text.and_then(|text| Moment::parse(&text)),
        #[cfg(feature = "formats")]
        Plain::Time(moment) => Some(moment),
        #[cfg(feature = "formats")]
        Plain::Whole(number) => Some(number).filter(|n| n.unsigned_abs() <= LARGEST).map(Moment::from_number),
        #[cfg(feature = "formats")]
        Plain::Float(number) if number.is_nan() => return Ok(None),
        #[cfg(feature = "formats")]
        Plain::Float(number) => whole_of(number).map(Moment::from_number),
        _ => None,
    };
    Ok(Some(moment.map_or(Field::Wrong, Field::Known)))
}

/// A text; an empty one says nothing.
pub(super) fn text<'a>(value: &mut impl Value<'a>) -> Scan<Present<Cow<'a, str>>> {
    Ok(match value.plain()? {
        Plain::Scalar(Scalar::Null) => None,
        Plain::Text(Some(text)) if text.is_empty() => Some(Field::Unknown),
        Plain::Text(Some(text)) => Some(Field::Known(text)),
        _ => Some(Field::Wrong),
    })
}

/// A task: a text that is neither empty nor `unknown`.
pub(super) fn task<'a>(value: &mut impl Value<'a>) -> Scan<Present<Cow<'a, str>>> {
    Ok(text(value)?.map(|field| match field {
        Field::Known(task) if task == "unknown" => Field::Unknown,
        field => field,
    }))
}

/// `false`, `true`, `"auto"` or `"manual"`.
pub(super) fn gated<'a>(value: &mut impl Value<'a>) -> Scan<Present<Gated>> {
    Ok(match value.plain()? {
        Plain::Scalar(Scalar::Null) => None,
        Plain::Scalar(Scalar::True) => Some(Field::Known(Gated::Yes)),
        Plain::Scalar(Scalar::False) => Some(Field::Known(Gated::No)),
        Plain::Text(Some(text)) if text == "auto" => Some(Field::Known(Gated::Auto)),
        Plain::Text(Some(text)) if text == "manual" => Some(Field::Known(Gated::Manual)),
        _ => Some(Field::Wrong),
    })
}

/// Whether the value is `true`.
#[inline(never)]
pub(super) fn is_true<'a>(value: &mut impl Value<'a>) -> Scan<bool> {
    Ok(matches!(value.plain()?, Plain::Scalar(Scalar::True)))
}

/// The licenses that one source declares: the first, as written, and whether another follows.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Declared<'a> {
    pub first: Field<Cow<'a, str>>,
    pub several: bool,
}

impl<'a> Declared<'a> {
    /// Adds the next id of the source; naming one twice is no second license.
    pub fn add(&mut self, id: Cow<'a, str>) {
        match &self.first {
            _ if id.is_empty() => {}
            Field::Known(first) => self.several |= !first.eq_ignore_ascii_case(&id),
            _ => self.first = Field::Known(id),
        }
    }

    fn wrong(&mut self) {
        if self.first == Field::Unknown {
            self.first = Field::Wrong;
        }
    }
}

/// `license`: one id or a list of them.
pub(super) fn licenses<'a>(value: &mut impl Value<'a>) -> Scan<Option<Declared<'a>>> {
    let mut declared = Declared::default();
    let Some(cursor) = value.list()? else {
        return Ok(text(value)?.map(|first| Declared { first, several: false }));
    };
    let mut more = cursor.open_array()?;
    while more {
        match text(cursor)? {
            Some(Field::Known(id)) => declared.add(id),
            Some(Field::Wrong) => declared.wrong(),
            _ => {}
        }
        more = cursor.more_values()?;
    }
    Ok(Some(declared))
}

/// The texts of a field that takes one or a list of them.
#[derive(Debug, Default)]
pub(super) struct Listed<'a> {
    pub texts: Vec<Cow<'a, str>>,
    /// Whether it holds no text but something else.
    pub wrong: bool,
}

/// One text, or a list of texts or of objects that an `id` names.
pub(super) fn texts<'a>(value: &mut impl Value<'a>) -> Scan<Option<Listed<'a>>> {
    let mut listed = Listed::default();
    let Some(cursor) = value.list()? else {
        return Ok(text(value)?.map(|field| {
            listed.add(field);
            listed
        }));
    };
    let mut more = cursor.open_array()?;
    while more {
        let field = if cursor.peek()? == b'{' { id(cursor)? } else { text(cursor)? };
        listed.add(field.unwrap_or_default());
        more = cursor.more_values()?;
    }
    listed.wrong &= listed.texts.is_empty();
    Ok(Some(listed))
}

impl<'a> Listed<'a> {
    fn add(&mut self, field: Field<Cow<'a, str>>) {
        match field {
            Field::Known(text) => self.texts.push(text),
            Field::Wrong => self.wrong = true,
            Field::Unknown => {}
        }
    }
}

/// The `id` of an object.
fn id<'a>(cursor: &mut Cursor<'a>) -> Scan<Present<Cow<'a, str>>> {
    let mut found = None;
    let mut more = cursor.open_object()?;
    while more {
        if cursor.key()?.raw == b"id" {
            found = text(cursor)?;
        } else {
            cursor.skip()?;
        }
        more = cursor.more_keys()?;
    }
    Ok(found)
}

fn whole(text: &[u8]) -> Option<u64> {
    if text.len() <= 18 && text.iter().all(u8::is_ascii_digit) {
        return Some(text.iter().fold(0, |sum, &digit| sum * 10 + u64::from(digit - b'0')));
    }
    signed(text)?.try_into().ok()
}

/// A whole number of up to 2⁵³ − 1 either way; a fraction of zero does not harm it.
fn signed(text: &[u8]) -> Option<i64> {
    let digits = text.strip_prefix(b"-").unwrap_or(text);
    if digits.len() <= 18 && digits.iter().all(u8::is_ascii_digit) {
        let size = digits.iter().fold(0, |sum, &digit| sum * 10 + i64::from(digit - b'0'));
        return (size <= LARGEST as i64).then_some(if digits.len() < text.len() { -size } else { size });
    }
    whole_of(float(text)?)
}

fn whole_of(value: f64) -> Option<i64> {
    (value.fract() == 0.0 && value.abs() <= LARGEST as f64).then_some(value as i64)
}

fn float(text: &[u8]) -> Option<f64> {
    decimal(text).filter(|value| value.is_finite())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'a, T>(reader: impl Fn(&mut Cursor<'a>) -> Scan<T>, json: &'a str) -> T {
        let mut cursor = Cursor::new(json.as_bytes(), 0);
        let value = reader(&mut cursor).unwrap();
        assert_eq!(cursor.at, json.len() - 1, "{json}");
        value
    }

    #[test]
    fn counts_are_whole_and_exact() {
        for (json, value) in [
            ("0 ", 0),
            ("5.0 ", 5),
            ("1e3 ", 1000),
            ("-0 ", 0),
            ("9007199254740991 ", 9_007_199_254_740_991),
            ("50e-1 ", 5),
        ] {
            assert_eq!(read(count, json), Some(Field::Known(value)), "{json}");
        }
        for json in [
            "1.5 ",
            "-1 ",
            "9007199254740992 ",
            "1e400 ",
            "99999999999999999999 ",
            "\"5\" ",
            "true ",
            "[] ",
            "{} ",
            "Infinity ",
        ] {
            assert_eq!(read(count, json), Some(Field::Wrong), "{json}");
        }
        assert_eq!((read(count, "null "), read(count, "NaN ")), (None, None));
        assert_eq!(read(parameters, "0 "), Some(Field::Unknown));
        assert_eq!(read(sum, r#"{"F32":5,"I64":null,"BF16":7} "#), Some(Field::Known(12)));
        assert_eq!(read(sum, r#"{"F32":"5"} "#), Some(Field::Wrong));
        assert_eq!(read(sum, "{} "), Some(Field::Unknown));
    }

    #[test]
    fn numbers_of_parameters_add_up_and_none_is_unknown() {
        use Field::{Known, Unknown, Wrong};
        let sum = |parts: &[Field<u64>]| parts.iter().fold(None, |total, part| add(total, Some(*part)));
        assert_eq!(sum(&[]), None);
        assert_eq!(sum(&[Known(0)]), Some(Unknown));
        assert_eq!(sum(&[Known(0), Known(2), Unknown, Known(3)]), Some(Known(5)));
        assert_eq!(sum(&[Known(2), Wrong, Known(3)]), Some(Wrong));
        assert_eq!(sum(&[Known(LARGEST), Known(1)]), Some(Wrong));
        assert_eq!(add(Some(Known(2)), None), Some(Known(2)));
    }

    #[test]
    fn times_are_text_or_whole_numbers() {
        for json in [
            "1646263744 ",
            "1646263744000 ",
            "1.646263744e9 ",
            "\"2022-03-02T23:29:04.000Z\" ",
            "\"2022-03-02 23:29:04\" ",
        ] {
            assert_eq!(read(time, json), Some(Field::Known(Moment(1_646_263_744))), "{json}");
        }
        for json in ["\"\" ", "\"soon\" ", "1.5 ", "false ", "1e300 "] {
            assert_eq!(read(time, json), Some(Field::Wrong), "{json}");
        }
    }

    #[test]
    fn the_rest_is_known_unknown_or_wrong() {
        assert_eq!(read(task, "\"unknown\" "), Some(Field::Unknown));
        assert_eq!(read(task, "\"\" "), Some(Field::Unknown));
        assert_eq!(read(task, "[\"fill-mask\"] "), Some(Field::Wrong));
        assert_eq!(read(gated, "\"auto\" "), Some(Field::Known(Gated::Auto)));
        assert_eq!(read(gated, "\"true\" "), Some(Field::Wrong));
        assert_eq!(read(score, "12 "), Some(Field::Known(12.0)));
        assert_eq!(read(score, "0.5 "), Some(Field::Known(0.5)));
        assert_eq!(read(score, "-0.5 "), Some(Field::Wrong));
        let several = read(licenses, r#"["MIT","apache-2.0"] "#).unwrap();
        assert_eq!((several.first, several.several), (Field::Known("MIT".into()), true));
        assert!(!read(licenses, r#"["mit","MIT"] "#).unwrap().several);
        assert_eq!(read(licenses, "[5] ").unwrap().first, Field::Wrong);
    }
}
