//! What a row is made of and for, by its tags and by the fields that say the same: bases, languages,
//! architecture, the type of its owner, the SDK of a Space.

use std::borrow::Cow;

use super::{
    keys::Key,
    row::First,
    scan::Scan,
    tags::Tags,
    values::{self, Listed, Value},
};
use crate::{
    model::{Field, RawRow, Relation},
    reference::{self, architecture_code, language_code},
};

#[derive(Debug, Default)]
pub(super) struct Traits<'a> {
    pub tags: Tags<'a>,
    tags_state: Field<()>,
    bases: First<Listed<'a>>,
    base_models: Option<Listed<'a>>,
    base_relation: Option<Relation>,
    model_type: First<u8>,
    languages: First<Listed<'a>>,
    format_tags: u16,
    author_is_user: Field<bool>,
    pub sdk: First<Field<Cow<'a, str>>>,
}

impl<'a> Traits<'a> {
    pub fn read_tags(&mut self, value: &mut impl Value<'a>) -> Scan<()> {
        if let Some(cursor) = value.list()? {
            self.tags = Tags::read(cursor)?;
            self.tags_state = Field::Known(());
        } else if values::texts(value)?.is_some() {
            self.tags_state = Field::Wrong;
        }
        Ok(())
    }

    /// Says that the tags are recorded.
    #[cfg(feature = "formats")]
    pub fn has_tags(&mut self) {
        self.tags_state = Field::Known(());
    }

    pub fn read(&mut self, key: Key, rank: u8, value: &mut impl Value<'a>) -> Scan<()> {
        match key {
            Key::Bases => self.bases.offer(rank, values::texts(value)?),
            Key::BaseModels => self.base_models = values::texts(value)?,
            Key::BaseRelation => self.base_relation = word(value)?.and_then(|word| Relation::parse(&word)),
            Key::ModelType => {
                let code = word(value)?.map_or(0, |name| architecture_code(&name));
                self.model_type.offer(rank, (code > 0).then_some(code));
            }
            Key::Languages => self.languages.offer(rank, values::texts(value)?),
            Key::FormatTags => self.format_tags = word(value)?.map_or(0, |tags| formats(&tags)),
            Key::OwnerType => self.author_is_user = owner_type(values::text(value)?),
            _ => value.skip()?,
        }
        Ok(())
    }

    /// The part of a row that was read here.
    pub fn finish(mut self) -> RawRow<'a> {
        let lineage = self.lineage();
        let (bases, relation) = self.bases();
        let (languages, multilingual) = self.languages();
        RawRow {
            tags: self.tags_state,
            lineage,
            bases,
            relation,
            formats: self.tags.formats | self.format_tags,
            architecture: if self.model_type.value > 0 { self.model_type.value } else { self.tags.architecture },
            languages,
            multilingual,
            papers: self.tags.papers,
            author_is_user: self.author_is_user,
            categories: self.tags.categories,
            modalities: self.tags.modalities,
            robotics: self.tags.robotics,
            sdk: self.sdk.value,
            ..RawRow::default()
        }
    }

    /// Whether a base would show if the row named one.
    fn lineage(&self) -> Field<()> {
        match &self.base_models {
            Some(resolved) if !resolved.wrong => Field::Known(()),
            _ if self.tags_state == Field::Known(()) => Field::Known(()),
            Some(_) => Field::Wrong,
            None if self.bases.value.wrong => Field::Wrong,
            None => Field::Unknown,
        }
    }

    /// What the Hub resolved, else what is tagged, else what the card says.
    fn bases(&mut self) -> (Vec<Cow<'a, str>>, Option<Relation>) {
        let resolved = self.base_models.take().map_or_else(Vec::new, |listed| listed.texts);
        if !resolved.is_empty() {
            return (resolved, self.base_relation);
        }
        if !self.tags.bases.is_empty() {
            return (std::mem::take(&mut self.tags.bases), self.tags.relation);
        }
        (std::mem::take(&mut self.bases.value.texts), None)
    }

    /// The languages of the card, else those that are tagged.
    fn languages(&mut self) -> (Field<Vec<u32>>, bool) {
        let stated = &self.languages.value;
        let row = |name: &Cow<'_, str>| u32::from(language_code(name)).checked_sub(1);
        let codes: Vec<u32> = stated.texts.iter().filter_map(row).collect();
        let multilingual = self.tags.multilingual || stated.texts.iter().any(|name| name == "multilingual");
        let codes = if codes.is_empty() { std::mem::take(&mut self.tags.languages) } else { codes };
        let field = match codes.is_empty() && !multilingual {
            false => Field::Known(codes),
            true if stated.wrong => Field::Wrong,
            true => Field::Unknown,
        };
        (field, multilingual)
    }
}

fn word<'a>(value: &mut impl Value<'a>) -> Scan<Option<Cow<'a, str>>> {
    Ok(values::text(value)?.and_then(Field::known))
}

fn formats(tags: &str) -> u16 {
    tags.split(' ').fold(0, |bits, tag| bits | reference::word(tag.as_bytes()).unwrap_or_default().formats)
}

fn owner_type(value: Option<Field<Cow<'_, str>>>) -> Field<bool> {
    match value.unwrap_or_default() {
        Field::Known(word) if word == "user" => Field::Known(true),
        Field::Known(word) if word == "org" => Field::Known(false),
        Field::Unknown => Field::Unknown,
        _ => Field::Wrong,
    }
}
