//! Enums that are written as words. One list holds variants and words, so that both ways agree; reading by
//! `serde` would bring the texts of its errors, and the tables that print them, into the page.

macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident { $($(#[$of:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        pub enum $name { $($(#[$of])* $variant,)+ }

        impl $name {
            const WORDS: &[(&'static str, $name)] = &[$(($word, $name::$variant),)+];

            /// The word for it in the report.
            pub fn as_str(self) -> &'static str {
                $name::WORDS[self as usize].0
            }

            /// What [`Self::as_str`] writes so.
            pub fn parse(word: &str) -> Option<$name> {
                $name::WORDS.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
    };
}

pub(super) use words;
