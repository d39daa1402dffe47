//! Which view does a picture show? A line of JSON that travels inside of it, and reads back.
//!
//! All values are texts, and the query names whatever is not as by default, the registry among them. The
//! line is the same as `JSON.stringify` of an object with these keys in this order. The reader takes what
//! any writer of JSON may have made of it; a key that it does not know it skips.

use serde::Serialize;

use crate::report::Report;

/// What is needed to see again what a picture shows, and to tell whether the data is the same.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct View {
    /// The version of hubstate that drew it.
    pub hubstate: String,
    /// The kind of repository: `models`, `datasets`, `spaces`.
    pub kind: String,
    /// The query, in canonical form.
    pub query: String,
    /// The section.
    pub section: String,
    /// The chart within it.
    pub chart: String,
    /// What the snapshot says of itself; empty where it says nothing.
    pub source: String,
    /// The day of capture; empty where it is not known.
    pub captured_at: String,
    /// SHA-256 of the snapshot; empty where it was read live.
    pub sha256: String,
}

/// The version that pictures are signed with.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

impl View {
    /// The view of one chart of a report.
    pub fn of(report: &Report, section: &str, chart: &str) -> View {
        let facts = &report.snapshot;
        View {
            hubstate: VERSION.to_owned(),
            kind: facts.kind.as_str().to_owned(),
            query: report.basket.query.clone(),
            section: section.to_owned(),
            chart: chart.to_owned(),
            source: facts.source.clone().unwrap_or_default(),
            captured_at: facts.captured_at.clone().unwrap_or_default(),
            sha256: facts.sha256.clone().unwrap_or_default(),
        }
    }

    /// The view as a line of JSON.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("a view is texts")
    }

    /// The view that [`View::text`] wrote; none where the text is no object of texts that names a section.
    pub fn parse(text: &str) -> Option<View> {
        let mut view = View::default();
        let mut reader = Object { rest: text.trim().strip_prefix('{')? };
        while let Some((key, value)) = reader.pair()? {
            match key.as_str() {
                "hubstate" => view.hubstate = value,
                "kind" => view.kind = value,
                "query" => view.query = value,
                "section" => view.section = value,
                "chart" => view.chart = value,
                "source" => view.source = value,
                "captured_at" => view.captured_at = value,
                "sha256" => view.sha256 = value,
                _ => {}
            }
        }
        (!view.section.is_empty() && !view.hubstate.is_empty()).then_some(view)
    }
}

/// An object whose values are all texts, behind its opening brace.
struct Object<'a> {
    rest: &'a str,
}

impl Object<'_> {
    /// The next key with its value; `Some(None)` at the end of the object and of the text.
    #[allow(clippy::option_option)]
    fn pair(&mut self) -> Option<Option<(String, String)>> {
        let _ = self.take(',');
        if self.take('}').is_some() {
            return self.rest.trim_start().is_empty().then_some(None);
        }
        let key = self.string()?;
        self.take(':')?;
        Some(Some((key, self.string()?)))
    }

    fn take(&mut self, sign: char) -> Option<()> {
        self.rest = self.rest.trim_start().strip_prefix(sign)?;
        Some(())
    }

    fn string(&mut self) -> Option<String> {
        self.take('"')?;
        let mut out = String::new();
        loop {
            let end = self.rest.find(['"', '\\'])?;
            out.push_str(&self.rest[..end]);
            let quoted = self.rest[end..].starts_with('"');
            self.rest = &self.rest[end + 1..];
            if quoted {
                return Some(out);
            }
            out.push(self.escaped()?);
        }
    }

    /// The character behind a backslash.
    fn escaped(&mut self) -> Option<char> {
        let sign = self.rest.chars().next()?;
        self.rest = &self.rest[sign.len_utf8()..];
        Some(match sign {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => return self.unit_or_pair(),
            '"' | '\\' | '/' => sign,
            _ => return None,
        })
    }

    /// The character of `XXXX`, or of a pair of surrogates `XXXX\uXXXX`; a half of a pair is a replacement character.
    fn unit_or_pair(&mut self) -> Option<char> {
        let first = self.unit()?;
        if (0xd800..0xdc00).contains(&first) && self.rest.starts_with("\\u") {
            let before = self.rest;
            self.rest = &self.rest[2..];
            let second = self.unit()?;
            if (0xdc00..0xe000).contains(&second) {
                return char::from_u32(0x1_0000 + ((first - 0xd800) << 10) + (second - 0xdc00));
            }
            self.rest = before;
        }
        Some(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn unit(&mut self) -> Option<u32> {
        let digits = self.rest.get(..4).filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
        self.rest = &self.rest[4..];
        u32::from_str_radix(digits, 16).ok()
    }
}

#[cfg(test)]
pub(super) mod tests {
    use proptest::prelude::*;

    use super::*;

    pub fn example() -> View {
        View {
            hubstate: "0.1.0".into(),
            kind: "models".into(),
            query: "top=1000 by=downloads license:\"a b\"".into(),
            section: "organizations".into(),
            chart: "owners".into(),
            source: "the Hub".into(),
            captured_at: "2026-04-29".into(),
            sha256: "00ff".into(),
        }
    }

    /// Views of any texts.
    pub fn views() -> impl Strategy<Value = View> {
        (any::<[String; 3]>(), "[a-z-]{1,9}", "[a-z]{0,9}").prop_map(|([query, source, sha256], section, chart)| View {
            query,
            source,
            sha256,
            section,
            chart,
            ..example()
        })
    }

    #[test]
    fn a_view_is_a_line_of_json() {
        assert_eq!(
            example().text(),
            "{\"hubstate\":\"0.1.0\",\"kind\":\"models\",\"query\":\"top=1000 by=downloads license:\\\"a b\\\"\",\
             \"section\":\"organizations\",\"chart\":\"owners\",\"source\":\"the Hub\",\
             \"captured_at\":\"2026-04-29\",\"sha256\":\"00ff\"}"
        );
    }

    #[test]
    fn what_other_writers_make_of_it_is_read() {
        let text = " { \"section\" : \"a\\/\\u0062\\ud83e\\udd17\\ud83e\" ,\n\"new\":\"x\", \"hubstate\":\"9\"}\n";
        let view = View::parse(text).unwrap();
        assert_eq!((view.section.as_str(), view.hubstate.as_str()), ("a/b\u{1f917}\u{fffd}", "9"));
    }

    #[test]
    fn what_is_no_view_is_none() {
        for text in [
            "",
            "{}",
            "{\"section\":\"a\"}",
            "{\"section\":1,\"hubstate\":\"1\"}",
            "{\"section\":\"a\",\"hubstate\":\"1\"} x",
            "{\"section\":\"a\",\"hubstate\":\"1\"",
            "{\"section\":\"\\u00é\",\"hubstate\":\"1\"}",
            "{\"section\":\"\\x\",\"hubstate\":\"1\"}",
        ] {
            assert_eq!(View::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_view_reads_back(view in views()) {
            prop_assert_eq!(View::parse(&view.text()), Some(view));
        }

        #[test]
        fn any_text_is_read_or_refused(text in "\\{?[\"\\\\:,{}u0-9a-f é]{0,40}") {
            let _ = View::parse(&text);
        }
    }
}
