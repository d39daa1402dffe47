//! What a word says: a file format, a model type, a language. Looked up for every tag of every row, so
//! the three tables are one, and its hash looks at the two ends of a word and not at case.

use std::sync::LazyLock;

use super::{
    architectures,
    formats::{self, Place},
    languages,
};

/// What one word says; 0 is nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Word {
    /// Bits of file formats, where it is a tag.
    pub formats: u16,
    /// The same where it is a library.
    pub library_formats: u16,
    /// The same where it stands in a name.
    pub name_formats: u16,
    /// One more than the row of the architecture.
    pub architecture: u8,
    /// One more than the row of the language.
    pub language: u8,
}

/// Twice as many as there are words, and a power of two.
const SLOTS: usize = 2048;

struct Words {
    /// One more than the place of a word; words of one hash stand in the next free slots.
    slots: Vec<u16>,
    words: Vec<(&'static str, Word)>,
    /// How long those are that say a format in a name, by [`caseless`] of their first byte: hardly any word of a name is one.
    in_names: [u32; 32],
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    let mut words = Words { slots: vec![0; SLOTS], words: Vec::new(), in_names: [0; 32] };
    formats::each(|text, place, bits| {
        let word = words.says(text);
        let held = match place {
            Place::Tag => &mut word.formats,
            Place::Library => &mut word.library_formats,
            Place::Name => &mut word.name_formats,
        };
        *held |= bits;
        if let (Place::Name, [first, ..]) = (place, text.as_bytes()) {
            words.in_names[caseless(*first)] |= length(text.as_bytes());
        }
    });
    architectures::types(|name, code| words.says(name).architecture = code);
    languages::codes(|code, at| words.says(code).language = at);
    words
});

impl Words {
    /// The slot of a word, or the free one where it belongs.
    fn slot(&self, word: &[u8]) -> usize {
        let mut slot = hash(word);
        loop {
            match self.slots[slot] {
                0 => return slot,
                place if self.words[place as usize - 1].0.as_bytes().eq_ignore_ascii_case(word) => return slot,
                _ => slot = (slot + 1) % SLOTS,
            }
        }
    }

    fn says(&mut self, name: &'static str) -> &mut Word {
        let slot = self.slot(name.as_bytes());
        if self.slots[slot] == 0 {
            self.words.push((name, Word::default()));
            self.slots[slot] = self.words.len() as u16;
        }
        &mut self.words[self.slots[slot] as usize - 1].1
    }
}

/// Of the first and the last eight bytes; the bit that tells small letters from large is set in all.
fn hash(word: &[u8]) -> usize {
    let (first, last) = match (word.first_chunk(), word.last_chunk()) {
        (Some(first), Some(last)) => (u64::from_le_bytes(*first), u64::from_le_bytes(*last)),
        _ => (word.iter().fold(0, |all, byte| all << 8 | u64::from(*byte)), word.len() as u64),
    };
    let mixed = (first | 0x2020_2020_2020_2020) ^ (last | 0x2020_2020_2020_2020).rotate_left(29);
    (mixed.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 53) as usize % SLOTS
}

/// What a word says, if the tables hold it. Formats and model types compare without case; a language is written in small letters.
pub fn word(text: &[u8]) -> Option<Word> {
    let words = &*WORDS;
    let found = words.slots[words.slot(text)];
    let (name, word) = words.words.get(usize::from(found).checked_sub(1)?)?;
    Some(Word { language: if name.as_bytes() == text { word.language } else { 0 }, ..*word })
}

/// The bits of file formats that a word says where it stands in a name.
pub(super) fn formats_of_name_word(text: &[u8]) -> u16 {
    let may_be = text.first().is_some_and(|&first| WORDS.in_names[caseless(first)] & length(text) != 0);
    if may_be { word(text).unwrap_or_default().name_formats } else { 0 }
}

/// The same of a small and a large letter, below 32.
fn caseless(byte: u8) -> usize {
    usize::from(byte & 31)
}

/// How long a word is, as one of 32 bits.
fn length(word: &[u8]) -> u32 {
    1 << word.len().min(31)
}

/// The code of a model type, as a configuration names it; 0 where the table lacks it.
pub fn architecture_code(model_type: &str) -> u8 {
    word(model_type.as_bytes()).map_or(0, |word| word.architecture)
}

/// The code of a language, as a card names it; 0 where the table lacks it.
pub fn language_code(name: &str) -> u8 {
    word(name.to_ascii_lowercase().as_bytes()).map_or(0, |word| word.language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_tag_may_say_several_things() {
        let formats = |tag: &str| word(tag.as_bytes()).unwrap().formats;
        assert_eq!(formats("GGUF"), formats("gguf"));
        assert_ne!(formats("gguf"), 0);
        assert_eq!([word(b"nothing-of-all-this"), word(&[b'x'; 100]), word(b"\xff"), word(b"")], [None; 4]);
        assert_eq!(word(b"1.58-bit").map(|word| word.library_formats), Some(0));
        let english = word(b"en").unwrap().language;
        assert_eq!((word(b"EN").unwrap().language, language_code("EN")), (0, english));
        assert_eq!(architecture_code("Bert"), word(b"bert").unwrap().architecture);
        assert!(english > 0 && architecture_code("bert") > 0);
    }

    #[test]
    fn tags_that_are_written_again_say_one_thing() {
        for at in 0..languages::language_count() as u32 {
            let word = word(languages::language(at)[0].as_bytes()).unwrap();
            assert_eq!((word.language, word.formats, word.architecture), (at as u8 + 1, 0, 0));
        }
        for tag in formats::format_tags(u16::MAX) {
            assert_eq!(word(tag.as_bytes()).map(|word| (word.language, word.architecture)), Some((0, 0)), "{tag}");
        }
    }

    #[test]
    fn a_word_of_a_name_says_what_the_table_says() {
        let mut words = 0;
        formats::each(|text, place, bits| {
            if place == Place::Name {
                words += 1;
                let upper = text.to_ascii_uppercase();
                assert_eq!(
                    [text, &upper].map(|text| formats_of_name_word(text.as_bytes()) & bits),
                    [bits; 2],
                    "{text}"
                );
            }
        });
        assert!(words > 50);
        assert_eq!([&b""[..], b"instruct", b"gguf2", b"llama.cpp"].map(formats_of_name_word), [0; 4]);
    }

    #[test]
    fn every_word_is_found_without_a_long_search() {
        assert!(WORDS.words.len() * 2 < SLOTS, "{} words", WORDS.words.len());
        for (at, (name, _)) in (1..).zip(&WORDS.words) {
            let slot = WORDS.slot(name.as_bytes());
            assert_eq!(WORDS.slots[slot], at, "{name}");
            assert!((slot + SLOTS - hash(name.as_bytes())) % SLOTS < 16, "{name}");
        }
    }
}
