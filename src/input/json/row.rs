//! One row: a walk over its keys that reads the known ones and skips the others.

use std::borrow::Cow;

#[cfg(feature = "formats")]
use super::{keys::ObjectPart, tags::Said, values::Decoded};
use super::{
    keys::{Key, key, kind_of_url, kind_of_word},
    scan::{Cursor, Scalar, Scan, Text},
    traits::Traits,
    values::{self, Declared, Plain, Value},
};
#[cfg(feature = "formats")]
use crate::model::ObjectParts;
use crate::model::{Field, Gated, Moment, RawRow, RepoKind};

/// Sound JSON that names no repository: where, what was found and what was expected there.
#[derive(Debug)]
pub(super) struct NoId {
    pub at: usize,
    pub found: &'static str,
    pub expected: &'static str,
}

/// Reads the object under the cursor. `named` is the id of a row that does not say its own.
pub(super) fn row<'a>(cursor: &mut Cursor<'a>, named: Option<&Text<'a>>) -> Scan<Result<RawRow<'a>, NoId>> {
    let start = cursor.at;
    let mut fields = Fields::default();
    let mut more = cursor.open_object()?;
    while more {
        let name = cursor.key()?;
        fields.read(&name.bytes(), cursor)?;
        more = cursor.more_keys()?;
    }
    if fields.id.rank == ABSENT
        && let Some(name) = named
    {
        fields.id.value = Id::of(name.decode());
    }
    Ok(fields.finish(start))
}

const ABSENT: u8 = u8::MAX;

/// The value under the first of a field's names that are present.
#[derive(Debug)]
pub(super) struct First<T> {
    rank: u8,
    pub value: T,
}

impl<T: Default> Default for First<T> {
    fn default() -> First<T> {
        First { rank: ABSENT, value: T::default() }
    }
}

impl<T> First<T> {
    pub fn offer(&mut self, rank: u8, value: Option<T>) {
        if let Some(value) = value
            && rank <= self.rank
        {
            *self = First { rank, value };
        }
    }
}

#[derive(Debug, Default)]
enum Id<'a> {
    #[default]
    Absent,
    Known(Cow<'a, str>),
    NotText {
        at: usize,
    },
    Empty,
    NotUtf8,
}

impl<'a> Id<'a> {
    fn of(text: Option<Cow<'a, str>>) -> Id<'a> {
        match text {
            None => Id::NotUtf8,
            Some(text) if text.is_empty() => Id::Empty,
            Some(text) => Id::Known(text),
        }
    }
}

#[derive(Debug, Default)]
struct Fields<'a> {
    id: First<Id<'a>>,
    id_at: usize,
    object_id: First<Field<Cow<'a, str>>>,
    #[cfg(feature = "formats")]
    object_parts: [Option<u64>; 3],
    author: First<Field<Cow<'a, str>>>,
    downloads: First<Field<u64>>,
    downloads_all: First<Field<u64>>,
    likes: First<Field<u64>>,
    created: First<Field<Moment>>,
    modified: First<Field<Moment>>,
    task: First<Field<Cow<'a, str>>>,
    library: First<Field<Cow<'a, str>>>,
    parameters: First<Field<u64>>,
    /// The sum of `safetensors.parameters.*`, where the parts stand in the row itself.
    format_parts: Option<Field<u64>>,
    gated: First<Field<Gated>>,
    trending: First<Field<f64>>,
    traits: Traits<'a>,
    card_license: Option<Declared<'a>>,
    license: Option<Declared<'a>>,
    license_name: First<Field<Cow<'a, str>>>,
    multi_licensed: bool,
    left_out: bool,
    kind: First<Option<RepoKind>>,
}

impl<'a> Fields<'a> {
    fn read(&mut self, name: &[u8], cursor: &mut Cursor<'a>) -> Scan<()> {
        match key(name) {
            Some((key, rank)) => self.read_as(key, rank, cursor),
            None => cursor.skip(),
        }
    }

    /// Reads the value of a field, under the name that stands in the `rank`th place among the names of the field.
    fn read_as(&mut self, key: Key, rank: u8, value: &mut impl Value<'a>) -> Scan<()> {
        match key {
            Key::Id | Key::Name => self.read_id(key, rank, value)?,
            Key::ObjectId => self.object_id.offer(rank, values::text(value)?),
            #[cfg(feature = "formats")]
            Key::ObjectPart(part) => {
                self.object_parts[part as usize] = values::count(value)?.and_then(Field::known);
            }
            Key::Author => self.author.offer(rank, values::text(value)?),
            Key::Downloads => self.downloads.offer(rank, values::count(value)?),
            Key::DownloadsAll => self.downloads_all.offer(rank, values::count(value)?),
            Key::Likes => self.likes.offer(rank, values::count(value)?),
            Key::Created => self.created.offer(rank, values::time(value)?),
            Key::Modified => self.modified.offer(rank, values::time(value)?),
            Key::Task => self.task.offer(rank, values::task(value)?),
            Key::Library => self.library.offer(rank, values::text(value)?),
            Key::ParametersIfNumber if !value.is_number()? => value.skip()?,
            Key::Parameters | Key::ParametersIfNumber => self.parameters.offer(rank, values::parameters(value)?),
            Key::ParametersByFormat => self.parameters.offer(rank, values::sum(value)?),
            Key::ParametersOfFormat => self.format_parts = values::add(self.format_parts, values::count(value)?),
            Key::License => self.license = values::licenses(value)?,
            Key::LicenseOfCard => self.card_license = values::licenses(value)?,
            Key::LicenseName => self.license_name.offer(rank, values::text(value)?),
            Key::Tags => self.traits.read_tags(value)?,
            Key::Gated => self.gated.offer(rank, values::gated(value)?),
            Key::Trending => self.trending.offer(rank, values::score(value)?),
            Key::MultiLicensed => self.multi_licensed |= values::is_true(value)?,
            Key::LeftOut => self.left_out |= values::is_true(value)?,
            Key::RepoType => self.kind.offer(0, read_hint(value, kind_of_word)?.map(Some)),
            Key::Url => self.kind.offer(1, read_hint(value, kind_of_url)?.map(Some)),
            Key::Sdk => self.traits.sdk.offer(rank, values::text(value)?),
            Key::Nested(prefix) => self.read_nested(prefix, value)?,
            key => self.traits.read(key, rank, value)?,
        }
        Ok(())
    }

    fn read_id(&mut self, key: Key, rank: u8, value: &mut impl Value<'a>) -> Scan<()> {
        let at = value.at();
        match value.plain()? {
            Plain::Text(text) if key == Key::Id || text.as_ref().is_none_or(|text| text.contains('/')) => {
                self.id.offer(rank, Some(Id::of(text)));
            }
            Plain::Text(_) | Plain::Scalar(Scalar::Null) => {}
            _ if key == Key::Id => self.id.offer(rank, Some(Id::NotText { at })),
            _ => {}
        }
        if self.id.rank == rank {
            self.id_at = at;
        }
        Ok(())
    }

    /// Reads the keys of an object as if they stood in the row, its own name and a dot before them.
    fn read_nested(&mut self, prefix: &[u8], value: &mut impl Value<'a>) -> Scan<()> {
        let Some(cursor) = value.object()? else { return value.skip() };
        let mut more = cursor.open_object()?;
        while more {
            let name = cursor.key()?.bytes();
            // The longest name that is read; anything longer is not looked at.
            let mut full = [0; 24];
            let length = prefix.len() + name.len();
            if length <= full.len() {
                full[..prefix.len()].copy_from_slice(prefix);
                full[prefix.len()..length].copy_from_slice(&name);
                self.read(&full[..length], cursor)?;
            } else {
                cursor.skip()?;
            }
            more = cursor.more_keys()?;
        }
        Ok(())
    }

    fn finish(mut self, start: usize) -> Result<RawRow<'a>, NoId> {
        let no_id = |at, found, expected| Err(NoId { at, found, expected });
        let id = match std::mem::take(&mut self.id.value) {
            Id::Known(id) => id,
            Id::Absent => return no_id(start, "a row without an id", "a key `id` with a text"),
            Id::NotText { at } => return no_id(at, "an id that is not a text", "a text"),
            Id::Empty => return no_id(self.id_at, "an empty id", "an id such as `owner/name`"),
            Id::NotUtf8 => return no_id(self.id_at, "an id that is not UTF-8", "an id in UTF-8"),
        };
        #[cfg(feature = "formats")]
        self.object_id.offer(1, self.object_id_of_parts().map(|id| Field::Known(id.into())));
        self.parameters.offer(1, self.format_parts);
        let (license, multi_licensed, license_name) = self.license();
        let sdk = matches!(&self.traits.sdk.value, Field::Known(_)).then_some(RepoKind::Spaces);
        self.kind.offer(2, sdk.map(Some));
        self.kind.offer(3, self.traits.tags.kind.map(Some));
        Ok(RawRow {
            id,
            object_id: self.object_id.value.known(),
            author: self.author.value.known(),
            kind: self.kind.value,
            downloads: self.downloads.value,
            downloads_all: self.downloads_all.value,
            likes: self.likes.value,
            parameters: self.parameters.value,
            created: self.created.value,
            modified: self.modified.value,
            task: self.task.value,
            library: self.library.value,
            license,
            license_name,
            multi_licensed,
            gated: self.gated.value,
            trending: self.trending.value,
            left_out: self.left_out,
            ..self.traits.finish()
        })
    }

    /// The `_id` that its parts and the day of the row make, in short where they say no process.
    #[cfg(feature = "formats")]
    fn object_id_of_parts(&self) -> Option<String> {
        let part = |part: ObjectPart| self.object_parts[part as usize];
        let (Some(second), Some(counter), Field::Known(created)) =
            (part(ObjectPart::Second), part(ObjectPart::Counter), self.created.value)
        else {
            return None;
        };
        ObjectParts { second, process: part(ObjectPart::Process), counter }.text(created.day())
    }

    /// The license, whether there are several, and for `other` the name that the row declares.
    fn license(&mut self) -> (Field<Cow<'a, str>>, bool, Option<Cow<'a, str>>) {
        let card = self.card_license.take();
        let own = self.license.take();
        let declared_name = |declared: &Option<Declared<'a>>| declared.as_ref().and_then(|d| d.first.clone().known());
        let own_names = [declared_name(&own), declared_name(&card)];
        let tagged =
            Some(std::mem::take(&mut self.traits.tags.licenses)).filter(|tagged| tagged.first != Field::Unknown);
        let declared = tagged.or(card).or(own).unwrap_or_default();
        let license = match declared.first {
            Field::Known(id) => Field::Known(lower(id)),
            field => field,
        };
        let name = (license == Field::Known("other".into())).then(|| {
            let stated = std::mem::take(&mut self.license_name.value).known();
            stated.or_else(|| own_names.into_iter().flatten().find(|name| !name.eq_ignore_ascii_case("other")))
        });
        let several = declared.several || self.multi_licensed && matches!(license, Field::Known(_));
        (license, several, name.flatten())
    }
}

/// A row that is put together from values of columns, by the same rules as one that is read from JSON.
#[cfg(feature = "formats")]
#[derive(Debug, Default)]
pub(in crate::input) struct Parts<'a>(Fields<'a>);

#[cfg(feature = "formats")]
impl<'a> Parts<'a> {
    /// Takes a value that has no parts.
    #[inline]
    pub fn value(&mut self, key: Key, rank: u8, value: Plain<'a>) {
        // Only text can break off.
        let _ = self.0.read_as(key, rank, &mut Decoded(value));
    }

    /// Takes a value as the JSON that it would have been, which has to be sound.
    pub fn json(&mut self, key: Key, rank: u8, json: &'a [u8]) {
        let _ = self.0.read_as(key, rank, &mut Cursor::new(json, 0));
    }

    /// Says that the row records its tags, each of which is then taken.
    pub fn has_tags(&mut self) {
        self.0.traits.has_tags();
    }

    /// Takes a tag and the part of its text that is kept.
    #[inline]
    pub fn tag(&mut self, said: Said, text: &'a str) {
        self.0.traits.tags.take(said.what, Cow::Borrowed(text));
    }

    /// The row, or what was found and expected instead of its id.
    pub fn finish(self) -> Result<RawRow<'a>, (&'static str, &'static str)> {
        self.0.finish(0).map_err(|no_id| (no_id.found, no_id.expected))
    }
}

fn read_hint<'a>(value: &mut impl Value<'a>, hint: impl Fn(&[u8]) -> Option<RepoKind>) -> Scan<Option<RepoKind>> {
    Ok(if let Plain::Text(Some(text)) = value.plain()? { hint(text.as_bytes()) } else { None })
}

fn lower(text: Cow<'_, str>) -> Cow<'_, str> {
    if text.bytes().any(|b| b.is_ascii_uppercase()) { Cow::Owned(text.to_ascii_lowercase()) } else { text }
}
