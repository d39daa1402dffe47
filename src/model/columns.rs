//! Rows into columns and back: what each column reserves for the unknown and the wrong.

use std::borrow::Cow;

use super::{
    Day, Field, Gated, Moment, Names, RawRow, Relation,
    list::List,
    snapshot::{UNKNOWN, UNKNOWN_CODE, UNKNOWN_TIME, WRONG, WRONG_CODE, WRONG_TIME, flag_state, relation},
};

#[derive(Debug, Clone)]
pub(super) struct Columns {
    pub ids: Names,
    pub owners: Names,
    pub tasks: Names,
    pub libraries: Names,
    pub licenses: Names,
    pub license_names: Names,
    pub owner: Vec<u32>,
    pub downloads: Vec<u64>,
    pub downloads_all: Vec<u64>,
    pub likes: Vec<u64>,
    pub parameters: Vec<u64>,
    pub created: Vec<i64>,
    pub modified: Vec<i64>,
    pub task: Vec<u32>,
    pub library: Vec<u32>,
    pub license: Vec<u32>,
    pub license_name: Vec<u32>,
    pub multi_licensed: Vec<bool>,
    pub gated: Vec<Field<Gated>>,
    pub trending: Vec<Field<f64>>,
    /// Bits of [`flag`].
    pub flags: Vec<u16>,
    pub formats: Vec<u16>,
    pub architecture: Vec<u8>,
    pub bases: Names,
    pub base: List,
    pub language: List,
    pub papers: Names,
    pub paper: List,
    pub categories: Names,
    pub category: List,
    pub modalities: Names,
    pub modality: List,
    pub sdks: Names,
    /// One for each Space; a list, so that models have none.
    pub sdk: List,
}

/// What else is known of a row, one bit each; of a field the bit says known, the one above it wrong.
pub(super) mod flag {
    pub const TAGS: u16 = 1;
    pub const LINEAGE: u16 = 1 << 2;
    pub const LANGUAGES: u16 = 1 << 4;
    pub const OWNER_TYPE: u16 = 1 << 6;
    pub const SDK: u16 = 1 << 8;
    /// The owner is a person and not an organization.
    pub const USER: u16 = 1 << 10;
    pub const MULTILINGUAL: u16 = 1 << 11;
    pub const ROBOTICS: u16 = 1 << 12;
    /// The relation to the bases stands in the bits from here on: 0 is none.
    pub const RELATION: u32 = 13;
}

impl Default for Columns {
    fn default() -> Columns {
        let coded = || {
            let mut names = Names::default();
            // The two reserved codes; pushed, so that no text finds them.
            names.push("");
            names.push("");
            names
        };
        Columns {
            ids: Names::default(),
            owners: Names::default(),
            tasks: coded(),
            libraries: coded(),
            licenses: coded(),
            license_names: coded(),
            owner: Vec::new(),
            downloads: Vec::new(),
            downloads_all: Vec::new(),
            likes: Vec::new(),
            parameters: Vec::new(),
            created: Vec::new(),
            modified: Vec::new(),
            task: Vec::new(),
            library: Vec::new(),
            license: Vec::new(),
            license_name: Vec::new(),
            multi_licensed: Vec::new(),
            gated: Vec::new(),
            trending: Vec::new(),
            flags: Vec::new(),
            formats: Vec::new(),
            architecture: Vec::new(),
            bases: Names::default(),
            base: List::default(),
            language: List::default(),
            papers: Names::default(),
            paper: List::default(),
            categories: Names::default(),
            category: List::default(),
            modalities: Names::default(),
            modality: List::default(),
            sdks: Names::default(),
            sdk: List::default(),
        }
    }
}

impl Columns {
    pub(super) fn push(&mut self, row: &RawRow<'_>) {
        let at = self.ids.push(&row.id);
        self.set(at as usize, row);
    }

    /// Puts `row` in the place of a smaller duplicate, or behind the last one, apart from its id.
    pub(super) fn set(&mut self, at: usize, row: &RawRow<'_>) {
        put(&mut self.owner, at, self.owners.intern(owner(row)));
        put(&mut self.downloads, at, number(row.downloads));
        put(&mut self.downloads_all, at, number(row.downloads_all));
        put(&mut self.likes, at, number(row.likes));
        put(&mut self.parameters, at, number(row.parameters));
        put(&mut self.created, at, time(row.created));
        put(&mut self.modified, at, time(row.modified));
        put(&mut self.task, at, code(&mut self.tasks, &row.task));
        put(&mut self.library, at, code(&mut self.libraries, &row.library));
        put(&mut self.license, at, code(&mut self.licenses, &row.license));
        put(&mut self.license_name, at, optional(&mut self.license_names, row.license_name.as_deref()));
        put(&mut self.multi_licensed, at, row.multi_licensed);
        put(&mut self.gated, at, row.gated);
        put(&mut self.trending, at, row.trending);
        put(&mut self.flags, at, flags(row));
        put(&mut self.formats, at, row.formats);
        put(&mut self.architecture, at, row.architecture);
        self.set_lists(at, row);
    }

    fn set_lists(&mut self, at: usize, row: &RawRow<'_>) {
        names(&mut self.base, &mut self.bases, at, &row.bases);
        names(&mut self.paper, &mut self.papers, at, &row.papers);
        names(&mut self.category, &mut self.categories, at, &row.categories);
        names(&mut self.modality, &mut self.modalities, at, &row.modalities);
        let sdk = if let Field::Known(sdk) = &row.sdk { std::slice::from_ref(sdk) } else { &[] };
        names(&mut self.sdk, &mut self.sdks, at, sdk);
        let languages = if let Field::Known(codes) = &row.languages { codes.as_slice() } else { &[] };
        self.language.set(at, &mut languages.iter().copied());
    }

    /// The row as it was read, apart from what the columns do not keep.
    pub(super) fn row(&self, at: usize) -> RawRow<'_> {
        RawRow {
            id: Cow::Borrowed(self.ids.get(at as u32)),
            object_id: None,
            author: Some(Cow::Borrowed(self.owners.get(self.owner[at]))),
            kind: None,
            downloads: field(self.downloads[at]),
            downloads_all: field(self.downloads_all[at]),
            likes: field(self.likes[at]),
            parameters: field(self.parameters[at]),
            created: time_field(self.created[at]),
            modified: time_field(self.modified[at]),
            task: text_field(&self.tasks, self.task[at]),
            library: text_field(&self.libraries, self.library[at]),
            license: text_field(&self.licenses, self.license[at]),
            license_name: text_field(&self.license_names, self.license_name[at]).known(),
            multi_licensed: self.multi_licensed[at],
            gated: self.gated[at],
            trending: self.trending[at],
            left_out: false,
            ..self.traits(at)
        }
    }

    fn traits(&self, at: usize) -> RawRow<'_> {
        let flags = self.flags[at];
        RawRow {
            tags: flag_state(flags, flag::TAGS),
            lineage: flag_state(flags, flag::LINEAGE),
            bases: named(&self.base, &self.bases, at),
            relation: relation(flags),
            formats: self.formats[at],
            architecture: self.architecture[at],
            languages: with(flag_state(flags, flag::LANGUAGES), || self.language.get(at).collect()),
            multilingual: flags & flag::MULTILINGUAL != 0,
            papers: named(&self.paper, &self.papers, at),
            author_is_user: with(flag_state(flags, flag::OWNER_TYPE), || flags & flag::USER != 0),
            categories: named(&self.category, &self.categories, at),
            modalities: named(&self.modality, &self.modalities, at),
            robotics: flags & flag::ROBOTICS != 0,
            sdk: with(flag_state(flags, flag::SDK), || named(&self.sdk, &self.sdks, at).pop().unwrap_or_default()),
            ..RawRow::default()
        }
    }

    pub(super) fn void_times_after(&mut self, day: Day) {
        let end = Day(day.0 + 1).start().0;
        for value in self.created.iter_mut().chain(&mut self.modified) {
            if *value >= end {
                *value = WRONG_TIME;
            }
        }
    }

    pub(super) fn latest(&self) -> Option<Day> {
        let times = self.created.iter().chain(&self.modified);
        times.copied().filter(|&value| value > WRONG_TIME).max().map(|value| Moment(value).day())
    }
}

fn put<T>(column: &mut Vec<T>, at: usize, value: T) {
    match column.get_mut(at) {
        Some(held) => *held = value,
        None => column.push(value),
    }
}

fn names(list: &mut List, names: &mut Names, at: usize, texts: &[Cow<'_, str>]) {
    list.set(at, &mut texts.iter().map(|text| names.intern(text)));
}

fn named<'a>(list: &List, names: &'a Names, at: usize) -> Vec<Cow<'a, str>> {
    list.get(at).map(|code| Cow::Borrowed(names.get(code))).collect()
}

fn flags(row: &RawRow<'_>) -> u16 {
    let said = |known: bool, flag: u16| if known { flag } else { 0 };
    let relation = match row.relation {
        _ if row.bases.is_empty() => 0,
        relation => relation.unwrap_or(Relation::Unstated) as u16 + 1,
    };
    // A row that names a base records it, wherever the name stands.
    let lineage = if row.bases.is_empty() { row.lineage } else { Field::Known(()) };
    state(&row.tags, flag::TAGS)
        | state(&lineage, flag::LINEAGE)
        | state(&row.languages, flag::LANGUAGES)
        | state(&row.author_is_user, flag::OWNER_TYPE)
        | state(&row.sdk, flag::SDK)
        | said(row.author_is_user == Field::Known(true), flag::USER)
        | said(row.multilingual, flag::MULTILINGUAL)
        | said(row.robotics, flag::ROBOTICS)
        | relation << flag::RELATION
}

/// The bit says known, the one above it wrong.
fn state<T>(field: &Field<T>, bit: u16) -> u16 {
    match field {
        Field::Known(_) => bit,
        Field::Wrong => bit << 1,
        Field::Unknown => 0,
    }
}

fn with<T>(state: Field<()>, value: impl FnOnce() -> T) -> Field<T> {
    match state {
        Field::Known(()) => Field::Known(value()),
        Field::Wrong => Field::Wrong,
        Field::Unknown => Field::Unknown,
    }
}

fn owner<'a>(row: &'a RawRow<'_>) -> &'a str {
    match row.id.split_once('/') {
        Some(("", _)) => "(none)",
        Some((owner, _)) => owner,
        None => row.author.as_deref().unwrap_or("(none)"),
    }
}

fn number(field: Field<u64>) -> u64 {
    match field {
        Field::Known(value) => value,
        Field::Wrong => WRONG,
        Field::Unknown => UNKNOWN,
    }
}

fn time(field: Field<Moment>) -> i64 {
    match field {
        Field::Known(Moment(value)) => value,
        Field::Wrong => WRONG_TIME,
        Field::Unknown => UNKNOWN_TIME,
    }
}

fn code(names: &mut Names, field: &Field<Cow<'_, str>>) -> u32 {
    match field {
        Field::Known(name) => names.intern(name),
        Field::Wrong => WRONG_CODE,
        Field::Unknown => UNKNOWN_CODE,
    }
}

fn optional(names: &mut Names, name: Option<&str>) -> u32 {
    name.map_or(UNKNOWN_CODE, |name| names.intern(name))
}

fn field(value: u64) -> Field<u64> {
    match value {
        UNKNOWN => Field::Unknown,
        WRONG => Field::Wrong,
        _ => Field::Known(value),
    }
}

fn time_field(value: i64) -> Field<Moment> {
    match value {
        UNKNOWN_TIME => Field::Unknown,
        WRONG_TIME => Field::Wrong,
        _ => Field::Known(Moment(value)),
    }
}

fn text_field(names: &Names, code: u32) -> Field<Cow<'_, str>> {
    match code {
        UNKNOWN_CODE => Field::Unknown,
        WRONG_CODE => Field::Wrong,
        _ => Field::Known(Cow::Borrowed(names.get(code))),
    }
}
