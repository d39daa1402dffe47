//! What the tags of a row say: licenses, bases, papers, languages, formats, architecture, and for
//! datasets their categories and kinds of data.
//!
//! Most tags say nothing that is kept; they cost a look at their prefix or one look-up.

use std::borrow::Cow;

use super::{
    keys::kind_of_tag,
    scan::{Cursor, Scan, Text},
    values::Declared,
};
use crate::{
    model::{Relation, RepoKind},
    reference::{is_diffusion, word},
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

    fn add(&mut self, tag: Text<'a>) {
        let bytes = tag.bytes();
        // One look at the first letter spares most tags the rest.
        let prefix = match bytes.first() {
            Some(b'l') => "license:",
            Some(b'b') => "base_model:",
            Some(b'a') => "arxiv:",
            Some(b't') => "task_categories:",
            Some(b'm') => "modality:",
            _ => return self.add_word(&bytes),
        };
        match bytes.starts_with(prefix.as_bytes()).then(|| behind(tag, prefix.len())).flatten() {
            Some(rest) => self.add_prefixed(prefix, rest),
            None => self.add_word(&bytes),
        }
    }

    fn add_prefixed(&mut self, prefix: &str, rest: Cow<'a, str>) {
        match prefix {
            "license:" => self.licenses.add(rest),
            "base_model:" => self.add_base(rest),
            "arxiv:" => self.papers.push(without_version(rest)),
            "modality:" => {
                self.kind = Some(RepoKind::Datasets);
                self.modalities.push(rest);
            }
            _ => {
                self.kind = Some(RepoKind::Datasets);
                self.robotics |= rest == "robotics";
                self.categories.push(rest);
            }
        }
    }

    /// `id`, or `relation:id`; the Hub writes both for one base.
    fn add_base(&mut self, text: Cow<'a, str>) {
        let related = text.split_once(':').and_then(|(word, _)| Some((Relation::parse(word)?, word.len() + 1)));
        let base = related.map_or(0, |(_, length)| length);
        if base == text.len() {
            return;
        }
        if let Some((relation, _)) = related {
            self.relation.get_or_insert(relation);
        }
        let base = cut(text, base);
        if self.bases.last() != Some(&base) {
            self.bases.push(base);
        }
    }

    fn add_word(&mut self, tag: &[u8]) {
        let Some(word) = word(tag) else { return self.add_other(tag) };
        self.formats |= word.formats;
        if word.language > 0 {
            self.languages.push(u32::from(word.language) - 1);
        }
        self.add_architecture(word.architecture);
    }

    /// A tag that is in no table.
    fn add_other(&mut self, tag: &[u8]) {
        match tag.first() {
            Some(b'm') => self.multilingual |= tag == b"multilingual",
            Some(b'l' | b'L') => self.robotics |= tag.eq_ignore_ascii_case(b"lerobot"),
            Some(b's' | b'f' | b't') => self.kind = self.kind.or_else(|| kind_of_tag(tag)),
            Some(b'd') if tag.starts_with(b"diffusers:") => {
                self.add_architecture(word(b"diffusers:*").unwrap_or_default().architecture);
            }
            _ => {}
        }
    }

    fn add_architecture(&mut self, code: u8) {
        if self.architecture == 0 || is_diffusion(code) && !is_diffusion(self.architecture) {
            self.architecture = code;
        }
    }
}

fn behind(tag: Text<'_>, length: usize) -> Option<Cow<'_, str>> {
    tag.decode().map(|tag| cut(tag, length)).filter(|rest| !rest.is_empty())
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
