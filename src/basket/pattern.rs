//! Regular expressions in queries, where this build has their engine.

#[cfg(feature = "patterns")]
pub(super) use with_engine::Pattern;
#[cfg(not(feature = "patterns"))]
pub(super) use without_engine::Pattern;

#[cfg(feature = "patterns")]
mod with_engine {
    use regex::bytes::{Regex, RegexBuilder};

    /// A compiled pattern; case is ignored, as everywhere in a query.
    pub(in super::super) struct Pattern(Regex);

    impl Pattern {
        /// Compiles, or says in a few words why not.
        pub(in super::super) fn compile(text: &str) -> Result<Pattern, String> {
            let compiled = RegexBuilder::new(text).case_insensitive(true).unicode(false).size_limit(1 << 20).build();
            compiled.map(Pattern).map_err(|error| {
                let reason = error.to_string();
                format!("no regular expression ({})", reason.lines().last().unwrap_or_default().trim())
            })
        }

        /// Whether the pattern occurs in `text`.
        pub(in super::super) fn occurs_in(&self, text: &str) -> bool {
            self.0.is_match(text.as_bytes())
        }
    }
}

#[cfg(not(feature = "patterns"))]
mod without_engine {
    /// Never made: this build has no engine.
    pub(in super::super) enum Pattern {}

    impl Pattern {
        /// Says where patterns are understood.
        pub(in super::super) fn compile(_text: &str) -> Result<Pattern, String> {
            Err("a regular expression, which only the command line reads".to_owned())
        }

        /// As above.
        pub(in super::super) fn occurs_in(&self, _text: &str) -> bool {
            match *self {}
        }
    }
}
