//! What a bare tag says: a file format, a model type, a language. Looked up for every tag of every
//! row, so the three tables are one, and a tag that says nothing costs one hash.

use std::sync::LazyLock;

use super::{architectures, formats, languages};
use crate::model::Names;

/// What one tag says; 0 is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    /// Bits of file formats.
    pub formats: u16,
    /// One more than the row of the architecture.
    pub architecture: u8,
    /// One more than the row of the language.
    pub language: u8,
}

/// The longest tag that may say something.
const LONGEST: usize = 40;

#[derive(Default)]
struct Words {
    names: Names,
    says: Vec<Word>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words::default();
    formats::tags(|tag, bits| words.says(tag).formats |= bits);
    architectures::types(|name, code| words.says(name).architecture = code);
    languages::codes(|code, at| words.says(code).language = at);
    words
});

impl Words {
    fn says(&mut self, name: &str) -> &mut Word {
        let code = self.names.intern(name) as usize;
        if code == self.says.len() {
            self.says.push(Word::default());
        }
        &mut self.says[code]
    }
}

/// What a tag says. Formats and model types compare without case; a language is written in small letters.
pub fn word(tag: &[u8]) -> Word {
    let mut small = [0; LONGEST];
    let Some(small) = small.get_mut(..tag.len()) else { return Word::default() };
    small.copy_from_slice(tag);
    small.make_ascii_lowercase();
    let found = std::str::from_utf8(small).ok().and_then(|tag| WORDS.names.code(tag));
    let Some(word) = found.and_then(|code| WORDS.says.get(code as usize)) else { return Word::default() };
    Word { language: if *small == *tag { word.language } else { 0 }, ..*word }
}

/// The code of a model type, as a configuration names it; 0 where the table lacks it.
pub fn architecture_code(model_type: &str) -> u8 {
    word(model_type.as_bytes()).architecture
}

/// The code of a language, as a card names it; 0 where the table lacks it.
pub fn language_code(name: &str) -> u8 {
    word(name.to_ascii_lowercase().as_bytes()).language
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tag_may_say_several_things() {
        assert_eq!(word(b"GGUF").formats, word(b"gguf").formats);
        assert_ne!(word(b"gguf").formats, 0);
        assert_eq!(word(b"nothing-of-all-this"), Word::default());
        assert_eq!(word(&[b'x'; 100]), Word::default());
        assert_eq!(word(b"\xff"), Word::default());
        assert_ne!((word(b"bert").architecture, word(b"en").language), (0, 0));
        assert_eq!((word(b"EN").language, language_code("EN")), (0, word(b"en").language));
        assert_eq!(architecture_code("Bert"), word(b"bert").architecture);
    }
}
