//! The texts of a column: those of its dictionary once, and behind them those that pages spell out.
//!
//! All lie in one string, which is checked to be UTF-8 page by page and not text by text.

use super::{
    fault::{Result, bad},
    unpack::LARGEST_PAGE,
};
use crate::input::json::Said;

/// Stands for a text that is not UTF-8.
const NO_TEXT: u32 = u32::MAX;

#[derive(Debug, Default)]
pub(super) struct Texts {
    arena: String,
    /// Where each text begins and ends.
    spans: Vec<(u32, u32)>,
    /// What each says as a tag, where they are tags.
    said: Vec<Said>,
    tags: bool,
    /// How many of them, and how many bytes, are the dictionary's.
    fixed: (usize, usize),
}

impl Texts {
    pub fn new(tags: bool) -> Texts {
        Texts { tags, ..Texts::default() }
    }

    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// The text of a code; `None` where it is not UTF-8.
    #[inline]
    pub fn get(&self, code: u32) -> Option<&str> {
        let (start, end) = *self.spans.get(code as usize)?;
        self.arena.get(start as usize..end as usize)
    }

    /// What the tag of a code says, and the part of its text that is kept.
    #[inline]
    pub fn tag(&self, code: u32) -> Option<(Said, &str)> {
        let said = *self.said.get(code as usize)?;
        let text = if said.from == 0 { "" } else { self.get(code)?.get(said.from..)? };
        Some((said, text))
    }

    /// How many of them are the dictionary's.
    pub fn fixed(&self) -> usize {
        self.fixed.0
    }

    /// Lets go of all but the dictionary.
    pub fn clear_page(&mut self) {
        self.spans.truncate(self.fixed.0);
        self.said.truncate(self.fixed.0);
        self.arena.truncate(self.fixed.1);
    }

    /// Lets go of everything.
    pub fn clear(&mut self) {
        self.fixed = (0, 0);
        self.clear_page();
    }

    /// Keeps what is there as the dictionary.
    pub fn fix(&mut self) {
        self.fixed = (self.spans.len(), self.arena.len());
    }

    /// Keeps of the texts of pages only those of `codes`, which are given anew.
    pub fn keep(&mut self, codes: &mut [u32]) {
        let spelt: Vec<Option<String>> = codes.iter().map(|&code| self.get(code).map(str::to_owned)).collect();
        let tags: Vec<Option<Said>> = codes.iter().map(|&code| self.said.get(code as usize).copied()).collect();
        self.clear_page();
        for ((code, text), said) in codes.iter_mut().zip(spelt).zip(tags) {
            if (*code as usize) < self.fixed.0 {
                continue;
            }
            *code = self.spans.len() as u32;
            let start = self.arena.len() as u32;
            self.arena.push_str(text.as_deref().unwrap_or_default());
            self.spans.push(if text.is_some() { (start, self.arena.len() as u32) } else { (NO_TEXT, NO_TEXT) });
            self.said.extend(said);
        }
    }

    /// Adds `count` texts, each behind its length in four bytes; `codes` takes theirs.
    pub fn add_plain(&mut self, mut bytes: &[u8], count: usize, codes: &mut Vec<u32>) -> Result<()> {
        let mut page = Page::of(self, bytes.len(), count, codes);
        for _ in 0..count {
            let text = bytes.split_first_chunk::<4>().and_then(|(length, rest)| {
                bytes = rest;
                bytes.split_at_checked(u32::from_le_bytes(*length) as usize)
            });
            let Some((text, rest)) = text else {
                return bad("a text that goes beyond its page", "as many texts as the page says");
            };
            bytes = rest;
            page.push(text)?;
        }
        page.finish()
    }

    /// Adds texts whose lengths are told apart from them; `shared` says how much each has of the one before.
    pub fn add_lengths(&mut self, bytes: &[u8], lengths: &[i64], shared: &[i64], codes: &mut Vec<u32>) -> Result<()> {
        const EXPECTED: &str = "lengths within the page";
        let mut page = Page::of(self, bytes.len(), lengths.len(), codes);
        let (mut rest, mut last) = (bytes, Vec::new());
        for (at, &length) in lengths.iter().enumerate() {
            let text = usize::try_from(length).ok().and_then(|length| rest.split_at_checked(length));
            let Some((text, behind)) = text else { return bad(format!("a text of {length} bytes"), EXPECTED) };
            rest = behind;
            match shared.get(at) {
                None => page.push(text)?,
                Some(&shared) => {
                    if usize::try_from(shared).is_ok_and(|shared| shared <= last.len()) {
                        last.truncate(shared as usize);
                        last.extend_from_slice(text);
                        page.add(&last)?;
                    } else {
                        return bad(format!("a text that shares {shared} bytes with the one before"), EXPECTED);
                    }
                }
            }
        }
        page.finish()
    }
}

/// How many texts are remembered of a page.
const RECENT: usize = 1 << 15;

/// Where a text is remembered: by its length and both its ends.
#[inline]
fn slot(text: &[u8]) -> usize {
    let four = |part: Option<&[u8; 4]>| part.map_or(0, |part| u32::from_le_bytes(*part));
    let ends = four(text.first_chunk()) ^ four(text.last_chunk()).rotate_left(7) ^ text.len() as u32;
    (ends.wrapping_mul(0x9E37_79B1) >> 17) as usize
}

/// Texts on their way in, not yet known to be UTF-8.
struct Page<'a, 'b> {
    texts: &'a mut Texts,
    codes: &'a mut Vec<u32>,
    bytes: Vec<u8>,
    first: usize,
    /// Tags met lately, with their codes: most of a page come again and again.
    recent: Vec<(&'b [u8], u32)>,
}

impl<'a, 'b> Page<'a, 'b> {
    fn of(texts: &'a mut Texts, bytes: usize, count: usize, codes: &'a mut Vec<u32>) -> Page<'a, 'b> {
        let first = texts.spans.len();
        // A text takes a byte at least wherever these numbers come from a file. Of tags little is kept.
        let expected = if texts.tags || count == 0 { 0 } else { bytes };
        texts.spans.reserve(count.min(expected));
        codes.reserve(count.min(bytes));
        let recent = vec![(&[][..], 0); if texts.tags { RECENT } else { 0 }];
        Page { texts, codes, bytes: Vec::with_capacity(expected), first, recent }
    }

    /// Takes a text; a tag that was met lately is not added anew.
    #[inline]
    fn push(&mut self, text: &'b [u8]) -> Result<()> {
        if let Some(met) = self.recent.get_mut(slot(text)) {
            if met.0 == text && !text.is_empty() {
                self.codes.push(met.1);
                return Ok(());
            }
            *met = (text, self.texts.spans.len() as u32);
        }
        self.add(text)
    }

    #[inline]
    fn add(&mut self, text: &[u8]) -> Result<()> {
        self.codes.push(self.texts.spans.len() as u32);
        let mut kept = text;
        if self.texts.tags {
            let said = Said::by(text);
            self.texts.said.push(said);
            if said.from == 0 {
                kept = &[];
            }
        }
        let start = self.bytes.len();
        if start + kept.len() > LARGEST_PAGE {
            return bad("a page whose texts are more than 256 MB", "256 MB at most");
        }
        self.bytes.extend_from_slice(kept);
        self.texts.spans.push((start as u32, self.bytes.len() as u32));
        Ok(())
    }

    /// Moves the texts behind those that are there; such as are no UTF-8 become none.
    fn finish(self) -> Result<()> {
        let Page { texts, bytes, first, .. } = self;
        let before = texts.arena.len();
        if before + bytes.len() > 4 * LARGEST_PAGE {
            return bad("a dictionary and a page of more than 1 GB", "less");
        }
        let ascii = bytes.is_ascii();
        let new = &mut texts.spans[first..];
        match std::str::from_utf8(&bytes) {
            Ok(all) if ascii || new.iter().all(|&(start, _)| all.is_char_boundary(start as usize)) => {
                texts.arena.push_str(all);
                for (start, end) in new {
                    (*start, *end) = (*start + before as u32, *end + before as u32);
                }
            }
            _ => {
                for (start, end) in new {
                    let text = std::str::from_utf8(&bytes[*start as usize..*end as usize]);
                    *start = if text.is_ok() { texts.arena.len() as u32 } else { NO_TEXT };
                    texts.arena.push_str(text.unwrap_or_default());
                    *end = if text.is_ok() { texts.arena.len() as u32 } else { NO_TEXT };
                }
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(texts: &[&[u8]]) -> Vec<u8> {
        texts.iter().flat_map(|text| [&(text.len() as u32).to_le_bytes(), *text].concat()).collect()
    }

    #[test]
    fn texts_lie_behind_the_dictionary_until_their_page_is_done() {
        let mut texts = Texts::new(false);
        texts.add_plain(&plain(&[b"mit", b""]), 2, &mut Vec::new()).unwrap();
        texts.fix();
        texts.add_plain(&plain(&["é".as_bytes(), b"b/y", b"c/z"]), 3, &mut Vec::new()).unwrap();
        assert_eq!(
            (texts.get(0), texts.get(1), texts.get(2), texts.get(4)),
            (Some("mit"), Some(""), Some("é"), Some("c/z"))
        );
        let mut codes = [4, 0];
        texts.keep(&mut codes);
        assert_eq!((codes, texts.get(2), texts.len()), ([2, 0], Some("c/z"), 3));
        texts.clear_page();
        assert_eq!((texts.get(0), texts.get(2)), (Some("mit"), None));
    }

    #[test]
    fn what_is_not_utf8_is_no_text_and_harms_no_other() {
        let mut texts = Texts::new(false);
        texts.add_plain(&plain(&[b"a/x", b"\xff", "é".as_bytes()]), 3, &mut Vec::new()).unwrap();
        assert_eq!((texts.get(0), texts.get(1), texts.get(2)), (Some("a/x"), None, Some("é")));
        // Two halves of a character make one only together.
        let mut halves = Texts::new(false);
        halves.add_plain(&plain(&[b"\xc3", b"\xa9", b"ok"]), 3, &mut Vec::new()).unwrap();
        assert_eq!((halves.get(0), halves.get(1), halves.get(2)), (None, None, Some("ok")));
        let mut kept = [1, 2];
        halves.keep(&mut kept);
        assert_eq!((halves.get(kept[0]), halves.get(kept[1])), (None, Some("ok")));
    }

    #[test]
    fn lengths_and_shared_beginnings_are_held_against_the_page() {
        let mut texts = Texts::new(false);
        texts.add_lengths(b"axisb", &[3, 1, 1], &[0, 2, 0], &mut Vec::new()).unwrap();
        assert_eq!((texts.get(0), texts.get(1), texts.get(2)), (Some("axi"), Some("axs"), Some("b")));
        for (lengths, shared) in
            [([-1, 0], [0, 0]), ([6, 0], [0, 0]), ([1, 1], [0, 2]), ([1, 1], [0, -1]), ([i64::MAX, 1], [0, 0])]
        {
            assert!(
                Texts::new(false).add_lengths(b"axisb", &lengths, &shared, &mut Vec::new()).is_err(),
                "{lengths:?} {shared:?}"
            );
        }
        assert!(Texts::new(false).add_plain(&plain(&[b"a"]), 2, &mut Vec::new()).is_err());
        assert!(Texts::new(false).add_plain(&[255; 8], 1, &mut Vec::new()).is_err());
        // A text of a megabyte, shared by a thousand others.
        let long = vec![b'x'; 1 << 20];
        let (mut lengths, mut shared) = (vec![0; 1000], vec![1 << 20; 1000]);
        (lengths[0], shared[0]) = (1 << 20, 0);
        assert!(
            Texts::new(false)
                .add_lengths(&long, &lengths, &shared, &mut Vec::new())
                .unwrap_err()
                .expected
                .contains("256 MB")
        );
    }

    #[test]
    fn a_tag_that_comes_again_is_added_once() {
        let mut texts = Texts::new(true);
        let (mut codes, tags) = (vec![9], [&b"en"[..], b"license:mit", b"en", b"", b"", b"license:mit"]);
        texts.add_plain(&plain(&tags), 6, &mut codes).unwrap();
        assert_eq!(codes, [9, 0, 1, 0, 2, 3, 1]);
        assert_eq!((texts.len(), texts.tag(1).map(|(_, text)| text)), (4, Some("mit")));
    }

    #[test]
    fn of_tags_only_the_part_that_is_kept_stays() {
        let mut texts = Texts::new(true);
        texts.add_plain(&plain(&[b"license:mit", b"en", b"base_model:adapter:a/x"]), 3, &mut Vec::new()).unwrap();
        let kept = |code| texts.tag(code).map(|(_, text)| text);
        assert_eq!((kept(0), kept(1), kept(2), kept(3)), (Some("mit"), Some(""), Some("a/x"), None));
        assert_eq!(texts.arena.len(), "license:mitbase_model:adapter:a/x".len());
    }
}
