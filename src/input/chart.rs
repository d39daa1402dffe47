//! A chart's specification, read back from the report's JSON: the page draws what the worker has written.
//!
//! What the report does not write is empty, what is not known here is passed over, so that an older report can be
//! drawn. A general reader would bring more code than all the charts of one form.

use super::json::scan::{Cursor, Fault, Scalar, Scan};
use crate::{
    model::decimal,
    report::{Bracket, Chart, Form, Mark, Rest, Threshold, Tone, Unit, Value},
};

/// The chart that `json` writes; else at which byte what was expected.
pub fn chart(json: &str) -> Result<Chart, String> {
    let mut cursor = Cursor::new(json.as_bytes(), 0);
    read(&mut cursor).map_err(|fault| match fault {
        Fault::Short => format!("at byte {}: found the end, expected the rest of a chart", json.len()),
        Fault::Bad { at, expected } => format!("at byte {at}: expected {expected}, in a chart of a report"),
    })
}

fn read(cursor: &mut Cursor<'_>) -> Scan<Chart> {
    let mut chart = Chart::new("", Form::RankedBars, Unit::Count);
    object(cursor, |key, cursor| {
        match key {
            b"id" => chart.id = text(cursor)?,
            b"form" => chart.form = word(cursor, Form::parse, "a form of chart")?,
            b"title" => chart.title = text(cursor)?,
            b"subtitle" => chart.subtitle = text(cursor)?,
            b"alt" => chart.alt = text(cursor)?,
            b"unit" => chart.unit = word(cursor, Unit::parse, "a unit")?,
            b"marks" => list(cursor, |cursor| mark(cursor).map(|mark| chart.marks.push(mark)))?,
            b"rest" => chart.rest = Some(rest(cursor)?),
            b"brackets" => list(cursor, |cursor| bracket(cursor).map(|bracket| chart.brackets.push(bracket)))?,
            b"thresholds" => list(cursor, |cursor| threshold(cursor).map(|line| chart.thresholds.push(line)))?,
            b"curve" => list(cursor, |cursor| point(cursor).map(|point| chart.curve.push(point)))?,
            b"axes" => list(cursor, |cursor| text(cursor).map(|axis| chart.axes.push(axis)))?,
            _ => cursor.skip()?,
        }
        Ok(())
    })?;
    Ok(chart)
}

fn mark(cursor: &mut Cursor<'_>) -> Scan<Mark> {
    let mut mark = Mark::default();
    object(cursor, |key, cursor| {
        match key {
            b"label" => mark.label = text(cursor)?,
            b"value" => mark.value = value(cursor)?,
            b"share" => mark.share = value(cursor)?,
            b"second" => mark.second = value(cursor)?,
            b"group" => mark.group = Some(text(cursor)?),
            b"tone" => mark.tone = word(cursor, Tone::parse, "a tone")?,
            b"note" => mark.note = Some(text(cursor)?),
            _ => cursor.skip()?,
        }
        Ok(())
    })?;
    Ok(mark)
}

fn rest(cursor: &mut Cursor<'_>) -> Scan<Rest> {
    let mut rest = Rest { count: 0, share: Value::Null, text: String::new() };
    object(cursor, |key, cursor| {
        match key {
            b"count" => rest.count = number(cursor)? as u64,
            b"share" => rest.share = value(cursor)?,
            b"text" => rest.text = text(cursor)?,
            _ => cursor.skip()?,
        }
        Ok(())
    })?;
    Ok(rest)
}

fn bracket(cursor: &mut Cursor<'_>) -> Scan<Bracket> {
    let mut bracket = Bracket { from: 0, to: 0, text: String::new() };
    object(cursor, |key, cursor| {
        match key {
            b"from" => bracket.from = number(cursor)? as usize,
            b"to" => bracket.to = number(cursor)? as usize,
            b"text" => bracket.text = text(cursor)?,
            _ => cursor.skip()?,
        }
        Ok(())
    })?;
    Ok(bracket)
}

fn threshold(cursor: &mut Cursor<'_>) -> Scan<Threshold> {
    let mut line = Threshold { at: 0.0, text: String::new() };
    object(cursor, |key, cursor| {
        match key {
            b"at" => line.at = number(cursor)?,
            b"text" => line.text = text(cursor)?,
            _ => cursor.skip()?,
        }
        Ok(())
    })?;
    Ok(line)
}

fn point(cursor: &mut Cursor<'_>) -> Scan<(f64, f64)> {
    let mut both = [0.0; 2];
    let mut axes = both.iter_mut();
    list(cursor, |cursor| {
        let read = number(cursor)?;
        axes.next().map_or_else(
            || cursor.bad("two numbers"),
            |axis| {
                *axis = read;
                Ok(())
            },
        )
    })?;
    Ok((both[0], both[1]))
}

// The closures are called through a table: compiled into each caller, the walk would be there eight times.
fn object(cursor: &mut Cursor<'_>, mut read: impl FnMut(&[u8], &mut Cursor<'_>) -> Scan<()>) -> Scan<()> {
    walk(cursor, b'{', &mut |key, cursor| read(key, cursor))
}

fn list(cursor: &mut Cursor<'_>, mut read: impl FnMut(&mut Cursor<'_>) -> Scan<()>) -> Scan<()> {
    walk(cursor, b'[', &mut |_, cursor| read(cursor))
}

fn walk(cursor: &mut Cursor<'_>, open: u8, read: &mut dyn FnMut(&[u8], &mut Cursor<'_>) -> Scan<()>) -> Scan<()> {
    let object = open == b'{';
    if cursor.next()? != open {
        return cursor.bad(if object { "an object" } else { "a list" });
    }
    let mut more = if object { cursor.open_object()? } else { cursor.open_array()? };
    while more {
        if object {
            let key = cursor.key()?;
            read(&key.bytes(), cursor)?;
            more = cursor.more_keys()?;
        } else {
            read(&[], cursor)?;
            more = cursor.more_values()?;
        }
    }
    Ok(())
}

fn text(cursor: &mut Cursor<'_>) -> Scan<String> {
    let at = cursor.at;
    cursor.string()?.decode().map(Into::into).ok_or(Fault::Bad { at, expected: "text in UTF-8" })
}

fn word<T>(cursor: &mut Cursor<'_>, parse: fn(&str) -> Option<T>, expected: &'static str) -> Scan<T> {
    let at = cursor.at;
    parse(&text(cursor)?).ok_or(Fault::Bad { at, expected })
}

fn value(cursor: &mut Cursor<'_>) -> Scan<Value> {
    match cursor.peek()? {
        b'"' => text(cursor).map(Value::Text),
        b'n' => cursor.scalar().map(|_| Value::Null),
        _ => number(cursor).map(Value::Number),
    }
}

fn number(cursor: &mut Cursor<'_>) -> Scan<f64> {
    let at = cursor.at;
    let Scalar::Number(digits) = cursor.scalar()? else { return Err(Fault::Bad { at, expected: "a number" }) };
    decimal(digits).ok_or(Fault::Bad { at, expected: "a number" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chart_survives_being_written() {
        let mut written = Chart::new("owners", Form::RankSize, Unit::Downloads);
        (written.title, written.alt) = ("\u{e9}\u{1f600} \"quoted\"\n".to_owned(), "\\u{7}".to_owned());
        written.marks.push(Mark { label: "Qwen".into(), value: 399_454_717u64.into(), ..Mark::default() });
        let full = Mark {
            label: "a/b".into(),
            value: Value::Null,
            share: 0.185.into(),
            second: (-1.5e-7).into(),
            group: Some("2025".into()),
            tone: Tone::CatOther,
            note: Some("a remark".into()),
        };
        written.marks.push(full);
        written.marks.push(Mark { value: "text".into(), ..Mark::default() });
        written.rest = Some(Rest { count: 12, share: 0.25.into(), text: "twelve others".into() });
        written.brackets.push(Bracket { from: 0, to: 2, text: "three".into() });
        written.thresholds.push(Threshold { at: 0.5, text: "half".into() });
        written.curve = vec![(1.0, 0.1), (2.0, 1e-11)];
        written.axes = vec!["rank".into(), "share".into()];
        let json = serde_json::to_string(&written).unwrap();
        assert_eq!(serde_json::to_string(&chart(&json).unwrap()).unwrap(), json);
        for end in (0..json.len()).filter(|end| json.is_char_boundary(*end)) {
            assert!(chart(&json[..end]).is_err(), "{end}");
        }
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert_eq!(chart("[]").unwrap_err(), "at byte 0: expected an object, in a chart of a report");
        assert_eq!(
            chart(r#"{"form":"pie"}"#).unwrap_err(),
            "at byte 8: expected a form of chart, in a chart of a report"
        );
        assert!(chart(r#"{"curve":[[1,2,3]]}"#).unwrap_err().contains("expected two numbers"));
        assert_eq!(chart(r#"{"later":[{}],"id":"x"}"#).unwrap().id, "x");
    }
}
