//! Rows into columns and back: what each column reserves for the unknown and the wrong.

use std::borrow::Cow;

use super::{
    Day, Field, Gated, Moment, Names, RawRow, Relation,
    compact::{Codes, Counts, put},
    list::List,
    repo::owner_and_name,
    snapshot::{UNKNOWN_CODE, WRONG_CODE, flag_state, relation},
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
    pub downloads: Counts,
    pub downloads_all: Counts,
    pub likes: Counts,
    pub parameters: Counts,
    /// Seconds as [`seconds`] counts them.
    pub created: Counts,
    pub modified: Counts,
    pub task: Codes,
    pub library: Codes,
    pub license: Codes,
    pub license_name: Codes,
    pub multi_licensed: Vec<bool>,
    pub gated: Vec<Field<Gated>>,
    /// None behind the last row that has one.
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
            downloads: Counts::default(),
            downloads_all: Counts::default(),
            likes: Counts::default(),
            parameters: Counts::default(),
            created: Counts::default(),
            modified: Counts::default(),
            task: Codes::default(),
            library: Codes::default(),
            license: Codes::default(),
            license_name: Codes::default(),
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
    /// Makes room in the columns that every row takes a place of.
    pub(super) fn reserve(&mut self, rows: usize, id_bytes: usize) {
        self.ids.reserve(rows, id_bytes);
        self.owner.reserve_exact(rows);
        self.flags.reserve_exact(rows);
        self.formats.reserve_exact(rows);
        self.gated.reserve_exact(rows);
        self.multi_licensed.reserve_exact(rows);
        self.architecture.reserve_exact(rows);
        let counts = [&mut self.downloads, &mut self.downloads_all, &mut self.likes, &mut self.parameters];
        counts.into_iter().chain([&mut self.created, &mut self.modified]).for_each(|column| column.expect(rows));
        let codes = [&mut self.task, &mut self.library, &mut self.license, &mut self.license_name];
        codes.into_iter().for_each(|column| column.expect(rows));
        self.lists().into_iter().for_each(|list| list.expect(rows));
    }

    fn lists(&mut self) -> [&mut List; 6] {
        [&mut self.base, &mut self.language, &mut self.paper, &mut self.category, &mut self.modality, &mut self.sdk]
    }

    /// Gives back what was made room for in vain.
    pub(super) fn shrink(&mut self) {
        self.ids.shrink();
        self.lists().into_iter().for_each(List::shrink);
    }

    /// Adds a row: its place.
    pub(super) fn push(&mut self, row: &RawRow<'_>) -> u32 {
        let at = self.ids.push(&row.id);
        self.set(at as usize, row);
        at
    }

    /// Puts `row` in the place of a smaller duplicate, or behind the last one, apart from its id.
    pub(super) fn set(&mut self, at: usize, row: &RawRow<'_>) {
        put(&mut self.owner, at, self.owners.intern(owner(row)), 0);
        self.downloads.set(at, row.downloads);
        self.downloads_all.set(at, row.downloads_all);
        self.likes.set(at, row.likes);
        self.parameters.set(at, row.parameters);
        self.created.set(at, map(row.created, seconds));
        self.modified.set(at, map(row.modified, seconds));
        self.task.set(at, code(&mut self.tasks, &row.task));
        self.library.set(at, code(&mut self.libraries, &row.library));
        self.license.set(at, code(&mut self.licenses, &row.license));
        self.license_name.set(at, optional(&mut self.license_names, row.license_name.as_deref()));
        put(&mut self.multi_licensed, at, row.multi_licensed, false);
        put(&mut self.gated, at, row.gated, Field::Unknown);
        if row.trending != Field::Unknown || at < self.trending.len() {
            put(&mut self.trending, at, row.trending, Field::Unknown);
        }
        put(&mut self.flags, at, flags(row), 0);
        put(&mut self.formats, at, row.formats, 0);
        put(&mut self.architecture, at, row.architecture, 0);
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
            downloads: self.downloads.field(at),
            downloads_all: self.downloads_all.field(at),
            likes: self.likes.field(at),
            parameters: self.parameters.field(at),
            created: map(self.created.field(at), moment),
            modified: map(self.modified.field(at), moment),
            task: text_field(&self.tasks, &self.task, at),
            library: text_field(&self.libraries, &self.library, at),
            license: text_field(&self.licenses, &self.license, at),
            license_name: text_field(&self.license_names, &self.license_name, at).known(),
            multi_licensed: self.multi_licensed[at],
            gated: self.gated[at],
            trending: self.trending(at),
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

    /// What a row says of its trending score.
    pub(super) fn trending(&self, at: usize) -> Field<f64> {
        self.trending.get(at).copied().unwrap_or_default()
    }

    pub(super) fn void_times_after(&mut self, day: Day) {
        let end = Day(day.0 + 1).start();
        for column in [&mut self.created, &mut self.modified] {
            for at in 0..self.owner.len() {
                if column.get(at).map(moment).is_some_and(|moment| moment >= end) {
                    column.set(at, Field::Wrong);
                }
            }
        }
    }

    pub(super) fn latest(&self) -> Option<Day> {
        let latest = |column: &Counts| (0..self.owner.len()).filter_map(|at| column.get(at).map(moment)).max();
        latest(&self.created).max(latest(&self.modified)).map(Moment::day)
    }
}

/// A moment as a column of numbers keeps it: those before 1970 are large ones.
fn seconds(moment: Moment) -> u64 {
    moment.0 as u64
}

/// The moment that a column of numbers keeps.
pub(super) fn moment(seconds: u64) -> Moment {
    Moment(seconds as i64)
}

fn map<T, U>(field: Field<T>, to: fn(T) -> U) -> Field<U> {
    match field {
        Field::Known(value) => Field::Known(to(value)),
        Field::Wrong => Field::Wrong,
        Field::Unknown => Field::Unknown,
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

/// In the place of an owner's name where nobody says it.
pub const NO_OWNER: &str = "(none)";

fn owner<'a>(row: &'a RawRow<'_>) -> &'a str {
    match owner_and_name(&row.id) {
        Some(("", _)) => NO_OWNER,
        Some((owner, _)) => owner,
        None => row.author.as_deref().unwrap_or(NO_OWNER),
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

fn text_field<'a>(names: &'a Names, codes: &Codes, at: usize) -> Field<Cow<'a, str>> {
    match codes.field(at) {
        Field::Unknown => Field::Unknown,
        Field::Wrong => Field::Wrong,
        Field::Known(code) => Field::Known(Cow::Borrowed(names.get(code))),
    }
}
