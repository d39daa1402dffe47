//! What the tags of a row say: licenses, bases, papers, languages, formats, architecture, and for
//! datasets their categories and kinds of data.
//!
//! Most tags say nothing that is kept; they cost a look at their prefix or one look-up. What a tag says is told
//! apart from the row that carries it, since a column names each of its tags once.

use std::borrow::Cow;

use super::{
    keys::kind_of_tag,
    scan::{Cursor, Scan, Text},
    values::Declared,
};
use crate::{
    model::{Relation, RepoKind},
    reference::{Word, is_diffusion, word},
};

#[derive(Debug, Default)]
pub(super) struct Tags<'a> {
    pub licenses: Declared<'a>,
    pub bases: Vec<Cow<'a, str>>,
    pub relation: Option<Relation>,
    pub formats: u16,
    /// One more than the row of the architecture.
    pub architecture: u8,
    /// Rows of languages.
    pub languages: Vec<u32>,
    pub multilingual: bool,
    pub papers: Vec<Cow<'a, str>>,
    pub categories: Vec<Cow<'a, str>>,
    pub modalities: Vec<Cow<'a, str>>,
    pub robotics: bool,
    pub kind: Option<RepoKind>,
}

impl<'a> Tags<'a> {
    /// Reads the array under the cursor.
    pub fn read(cursor: &mut Cursor<'a>) -> Scan<Tags<'a>> {
        let mut tags = Tags::default();
        let mut more = cursor.open_array()?;
        while more {
            if cursor.peek()? == b'"' {
                tags.add(cursor.string()?);
            } else {
                cursor.skip()?;
            }
            more = cursor.more_values()?;
        }
        Ok(tags)
    }

    #[inline]
    fn add(&mut self, tag: Text<'a>) {
        let bytes = tag.bytes();
        let said = Said::by(&bytes);
        if said.from == 0 {
            return self.take(said.what, Cow::Borrowed(""));
        }
        match tag.decode() {
            Some(text) => self.take(said.what, cut(text, said.from)),
            None => self.take(of_word(&bytes), Cow::Borrowed("")),
        }
    }

    /// Takes what a tag says, with the part of its text that is kept.
    #[inline]
    pub fn take(&mut self, what: What, text: Cow<'a, str>) {
        match what {
            What::Nothing => {}
            What::Word(word) => self.add_word(word),
            What::License => self.licenses.add(text),
            What::Base(relation) => self.add_base(relation, text),
            What::Paper => self.papers.push(without_version(text)),
            What::Modality => {
                self.kind = Some(RepoKind::Datasets);
                self.modalities.push(text);
            }
            What::Category => {
                self.kind = Some(RepoKind::Datasets);
                self.robotics |= text == "robotics";
                self.categories.push(text);
            }
            What::Multilingual => self.multilingual = true,
            What::Robotics => self.robotics = true,
            What::Kind(kind) => self.kind = self.kind.or(Some(kind)),
        }
    }

    /// The Hub names a base twice, with its relation and without.
    fn add_base(&mut self, relation: Option<Relation>, base: Cow<'a, str>) {
        if let Some(relation) = relation {
            self.relation.get_or_insert(relation);
        }
        if self.bases.last() != Some(&base) {
            self.bases.push(base);
        }
    }

    fn add_word(&mut self, word: Word) {
        self.formats |= word.formats;
        if word.language > 0 {
            self.languages.push(u32::from(word.language) - 1);
        }
        self.add_architecture(word.architecture);
    }

    fn add_architecture(&mut self, code: u8) {
        if self.architecture == 0 || is_diffusion(code) && !is_diffusion(self.architecture) {
            self.architecture = code;
        }
    }
}

/// What a tag says, and where the part of its text begins that is kept; 0 where none is.
#[derive(Debug, Clone, Copy)]
pub(in crate::input) struct Said {
    pub what: What,
    pub from: usize,
}

#[derive(Debug, Clone, Copy)]
pub(in crate::input) enum What {
    Nothing,
    /// A word of the table.
    Word(Word),
    License,
    Base(Option<Relation>),
    Paper,
    Modality,
    Category,
    Multilingual,
    Robotics,
    Kind(RepoKind),
}

impl Said {
    #[inline]
    pub fn by(tag: &[u8]) -> Said {
        // One look at the first letter spares most tags the rest.
        let (prefix, what) = match tag.first() {
            Some(b'l') => ("license:", What::License),
            Some(b'b') => ("base_model:", What::Base(None)),
            Some(b'a') => ("arxiv:", What::Paper),
            Some(b't') => ("task_categories:", What::Category),
            Some(b'm') => ("modality:", What::Modality),
            _ => return Said { what: of_word(tag), from: 0 },
        };
        match tag.strip_prefix(prefix.as_bytes()) {
            None | Some([]) => Said { what: of_word(tag), from: 0 },
            Some(rest) if matches!(what, What::Base(_)) => of_base(rest, prefix.len()),
            Some(_) => Said { what, from: prefix.len() },
        }
    }
}

/// `id`, or `relation:id`.
fn of_base(text: &[u8], from: usize) -> Said {
    let parted = text.iter().position(|&byte| byte == b':');
    let related = parted.and_then(|at| Some((Relation::parse(std::str::from_utf8(&text[..at]).ok()?)?, at + 1)));
    match related {
        Some((_, length)) if length == text.len() => Said { what: What::Nothing, from: 0 },
        Some((relation, length)) => Said { what: What::Base(Some(relation)), from: from + length },
        None => Said { what: What::Base(None), from },
    }
}

#[inline]
fn of_word(tag: &[u8]) -> What {
    word(tag).map_or_else(|| of_other(tag), What::Word)
}

/// A tag that is in no table.
fn of_other(tag: &[u8]) -> What {
    match tag.first() {
        Some(b'm') if tag == b"multilingual" => What::Multilingual,
        Some(b'l' | b'L') if tag.eq_ignore_ascii_case(b"lerobot") => What::Robotics,
        Some(b's' | b'f' | b't') => kind_of_tag(tag).map_or(What::Nothing, What::Kind),
        Some(b'd') if tag.starts_with(b"diffusers:") => {
            What::Word(Word { architecture: word(b"diffusers:*").unwrap_or_default().architecture, ..Word::default() })
        }
        _ => What::Nothing,
    }
}

fn cut(text: Cow<'_, str>, length: usize) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[length..]),
        Cow::Owned(text) => Cow::Owned(text[length..].to_owned()),
    }
}

/// An arXiv id without `v2` at its end.
fn without_version(id: Cow<'_, str>) -> Cow<'_, str> {
    let number = id.trim_end_matches(|c: char| c.is_ascii_digit());
    match number.strip_suffix('v') {
        Some(plain) if number.len() < id.len() && !plain.is_empty() => {
            let length = plain.len();
            match id {
                Cow::Borrowed(id) => Cow::Borrowed(&id[..length]),
                Cow::Owned(mut id) => {
                    id.truncate(length);
                    Cow::Owned(id)
                }
            }
        }
        _ => id,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reference::{architecture_code, language_code};

    fn read(json: &str) -> Tags<'_> {
        Tags::read(&mut Cursor::new(json.as_bytes(), 0)).unwrap()
    }

    #[test]
    fn one_base_is_tagged_plainly_and_with_its_relation() {
        let tags = read(r#"["base_model:a/x","base_model:quantized:a/x","base_model:b/y"] "#);
        assert_eq!((tags.bases, tags.relation), (vec!["a/x".into(), "b/y".into()], Some(Relation::Quantized)));
        let first = read(r#"["base_model:adapter:a/x","base_model:b/y","base_model:merge:b/y"] "#);
        assert_eq!((first.bases.len(), first.relation), (2, Some(Relation::Adapter)));
        let plain = read(r#"["base_model:","base_model:finetune:","base_model:odd:c/z"] "#);
        assert_eq!((plain.bases, plain.relation), (vec!["odd:c/z".into()], None));
    }

    #[test]
    fn papers_lose_their_version() {
        let tags = read(r#"["arxiv:2307.09288v2","arxiv:2307.09288","arxiv:cs/9901001v10","arxiv:rev","arxiv:v2"] "#);
        assert_eq!(tags.papers, ["2307.09288", "2307.09288", "cs/9901001", "rev", "v2"]);
    }

    #[test]
    fn any_diffusion_tag_wins_else_the_first_that_is_listed() {
        let of = |json| read(json).architecture;
        assert_eq!(of(r#"["en","t5","bert"] "#), architecture_code("t5"));
        assert_eq!(of(r#"["clip","flux","bert"] "#), architecture_code("flux"));
        assert_eq!(of(r#"["clip","diffusers:FluxPipeline"] "#), architecture_code("flux"));
        assert_eq!(of(r#"["flux","llada2_moe"] "#), architecture_code("flux"));
        assert_eq!(of(r#"["en"] "#), 0);
    }

    #[test]
    fn datasets_say_what_they_are_for() {
        let tags = read(r#"["task_categories:robotics","modality:video","size_categories:n<1K","en","EN","zh"] "#);
        assert_eq!((tags.categories, tags.modalities), (vec!["robotics".into()], vec!["video".into()]));
        assert_eq!((tags.robotics, tags.kind), (true, Some(RepoKind::Datasets)));
        let row = |code| u32::from(language_code(code)) - 1;
        assert_eq!(tags.languages, [row("en"), row("zh")]);
        assert!(read(r#"["lerobot"] "#).robotics && read(r#"["LeRobot","multilingual"] "#).multilingual);
    }
}
