//! All repositories of one kind as captured at one instant, kept as typed columns.
//!
//! Each column reserves two values: one for a field that a row does not record, one for a field of
//! a wrong type. Both read as unknown; coverage tells them apart.

use super::{Day, Moment, Names, RepoKind};

pub(super) const UNKNOWN: u64 = u64::MAX;
pub(super) const WRONG: u64 = u64::MAX - 1;
pub(super) const UNKNOWN_TIME: i64 = i64::MIN;
pub(super) const WRONG_TIME: i64 = i64::MIN + 1;
pub(super) const UNKNOWN_CODE: u32 = 0;
pub(super) const WRONG_CODE: u32 = 1;

/// What a row says of one field.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Field<T> {
    /// The row does not record it.
    #[default]
    Unknown,
    /// It is there, but is not of the field's type; counted, and read as unknown.
    Wrong,
    /// The recorded value.
    Known(T),
}

impl<T> Field<T> {
    /// The recorded value, if there is one.
    pub fn known(self) -> Option<T> {
        match self {
            Field::Known(value) => Some(value),
            Field::Unknown | Field::Wrong => None,
        }
    }
}

/// Whether a repository asks its reader to agree or to be approved first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gated {
    /// Open to all.
    No,
    /// Gated; the snapshot does not say how.
    Yes,
    /// Open at once after agreeing.
    Auto,
    /// The owner approves each reader.
    Manual,
}

/// Where the day of capture comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Capture {
    /// The snapshot or its reader says so.
    Stated(Day),
    /// Nobody says; the latest date in the snapshot stands in.
    LatestDate(Day),
    /// There is no date at all.
    Unknown,
}

impl Capture {
    /// The day, however it is known.
    pub fn day(self) -> Option<Day> {
        match self {
            Capture::Stated(day) | Capture::LatestDate(day) => Some(day),
            Capture::Unknown => None,
        }
    }
}

/// The fields whose coverage is reported, by the names of the contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum FieldId {
    Downloads,
    DownloadsAll,
    Likes,
    Created,
    Modified,
    Task,
    Library,
    Parameters,
    License,
    Gated,
    Trending,
}

impl FieldId {
    /// Every field, in the order shown.
    pub const ALL: [FieldId; 11] = [
        FieldId::Downloads,
        FieldId::DownloadsAll,
        FieldId::Likes,
        FieldId::Created,
        FieldId::Modified,
        FieldId::Task,
        FieldId::Library,
        FieldId::Parameters,
        FieldId::License,
        FieldId::Gated,
        FieldId::Trending,
    ];

    /// Its id in reports.
    pub fn as_str(self) -> &'static str {
        match self {
            FieldId::Downloads => "downloads",
            FieldId::DownloadsAll => "downloads_all",
            FieldId::Likes => "likes",
            FieldId::Created => "created",
            FieldId::Modified => "modified",
            FieldId::Task => "task",
            FieldId::Library => "library",
            FieldId::Parameters => "parameters",
            FieldId::License => "license",
            FieldId::Gated => "gated",
            FieldId::Trending => "trending",
        }
    }
}

/// For how many of some repositories a field is recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Coverage {
    /// Repositories looked at.
    pub n: u64,
    /// Those with a recorded value.
    pub known: u64,
    /// Those whose value is of a wrong type.
    pub wrong: u64,
}

/// All repositories of one kind as captured at one instant.
#[derive(Debug, Clone)]
pub struct Snapshot {
    /// The kind of all its rows.
    pub kind: RepoKind,
    /// The day of capture.
    pub captured: Capture,
    /// What the snapshot says of itself, if it does.
    pub source: Option<String>,
    /// The query of the Hub's listing that its rows answer, `sort=downloads&limit=1000`, where it says so.
    pub listing: Option<String>,
    /// Rows found in the input that are of this kind, or that could not be understood.
    pub rows: u64,
    /// Rows that could not be understood.
    pub rejected: u64,
    /// Rows that repeat another one.
    pub duplicates: u64,
    /// Rows marked removed, private or disabled.
    pub left_out: u64,
    /// Rows of other kinds in the same input.
    pub other_kinds: Vec<(RepoKind, u64)>,
    /// SHA-256 of the bytes as handed over, in hex; none for a live fetch.
    pub sha256: Option<String>,
    pub(super) columns: Columns,
}

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
}

impl Snapshot {
    /// How many repositories it holds.
    pub fn len(&self) -> usize {
        self.columns.owner.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The repository of a row; rows run from 0 to one less than [`Snapshot::len`].
    pub fn repo(&self, row: u32) -> Repo<'_> {
        Repo { snapshot: self, row: row as usize }
    }

    /// The distinct owners; a repository's [`Repo::owner_code`] points here.
    pub fn owners(&self) -> &Names {
        &self.columns.owners
    }

    /// The distinct license ids, lower-cased.
    pub fn licenses(&self) -> &Names {
        &self.columns.licenses
    }

    /// The distinct tasks.
    pub fn tasks(&self) -> &Names {
        &self.columns.tasks
    }

    /// The distinct names declared beside the license `other`.
    pub fn license_names(&self) -> &Names {
        &self.columns.license_names
    }

    /// For how many of `rows` a field is recorded.
    pub fn coverage(&self, field: FieldId, rows: impl Iterator<Item = u32>) -> Coverage {
        let mut coverage = Coverage::default();
        for row in rows {
            coverage.n += 1;
            match self.state(field, row as usize) {
                Field::Known(()) => coverage.known += 1,
                Field::Wrong => coverage.wrong += 1,
                Field::Unknown => {}
            }
        }
        coverage
    }

    /// Whether any row records the field.
    pub fn records(&self, field: FieldId) -> bool {
        (0..self.len()).any(|row| self.state(field, row) == Field::Known(()))
    }

    /// Whether it says how gated repositories open: false where a row only says `true` and none how.
    pub fn tells_gating_apart(&self) -> bool {
        let has = |wanted| self.columns.gated.contains(&Field::Known(wanted));
        has(Gated::Auto) || has(Gated::Manual) || !has(Gated::Yes)
    }

    fn state(&self, field: FieldId, row: usize) -> Field<()> {
        let c = &self.columns;
        match field {
            FieldId::Downloads => count_state(c.downloads[row]),
            FieldId::DownloadsAll => count_state(c.downloads_all[row]),
            FieldId::Likes => count_state(c.likes[row]),
            FieldId::Parameters => count_state(c.parameters[row]),
            FieldId::Created => time_state(c.created[row]),
            FieldId::Modified => time_state(c.modified[row]),
            FieldId::Task => code_state(c.task[row]),
            FieldId::Library => code_state(c.library[row]),
            FieldId::License => code_state(c.license[row]),
            FieldId::Gated => forget(c.gated[row]),
            FieldId::Trending => forget(c.trending[row]),
        }
    }
}

fn count_state(value: u64) -> Field<()> {
    match value {
        UNKNOWN => Field::Unknown,
        WRONG => Field::Wrong,
        _ => Field::Known(()),
    }
}

fn time_state(value: i64) -> Field<()> {
    match value {
        UNKNOWN_TIME => Field::Unknown,
        WRONG_TIME => Field::Wrong,
        _ => Field::Known(()),
    }
}

fn code_state(code: u32) -> Field<()> {
    match code {
        UNKNOWN_CODE => Field::Unknown,
        WRONG_CODE => Field::Wrong,
        _ => Field::Known(()),
    }
}

fn forget<T>(field: Field<T>) -> Field<()> {
    match field {
        Field::Unknown => Field::Unknown,
        Field::Wrong => Field::Wrong,
        Field::Known(_) => Field::Known(()),
    }
}

/// One repository of a snapshot; every accessor is `None` where the value is not known.
#[derive(Clone, Copy)]
pub struct Repo<'a> {
    snapshot: &'a Snapshot,
    row: usize,
}

impl<'a> Repo<'a> {
    fn columns(self) -> &'a Columns {
        &self.snapshot.columns
    }

    /// The id, `owner/name`.
    pub fn id(self) -> &'a str {
        self.columns().ids.get(self.row as u32)
    }

    /// The part of the id after the first slash; all of it where there is none.
    pub fn name(self) -> &'a str {
        self.id().split_once('/').map_or(self.id(), |(_, name)| name)
    }

    /// The owner, the text before the first slash.
    pub fn owner(self) -> &'a str {
        self.columns().owners.get(self.owner_code())
    }

    /// The owner's place in [`Snapshot::owners`].
    pub fn owner_code(self) -> u32 {
        self.columns().owner[self.row]
    }

    /// Downloads in the 30 days before the capture.
    pub fn downloads_30d(self) -> Option<u64> {
        count(self.columns().downloads[self.row])
    }

    /// Downloads since the repository was created.
    pub fn downloads_all(self) -> Option<u64> {
        count(self.columns().downloads_all[self.row])
    }

    /// Likes.
    pub fn likes(self) -> Option<u64> {
        count(self.columns().likes[self.row])
    }

    /// The recorded number of parameters.
    pub fn parameters(self) -> Option<u64> {
        count(self.columns().parameters[self.row])
    }

    /// When it was created; before [`Moment::RECORDS_BEGIN`] the value is a floor.
    pub fn created(self) -> Option<Moment> {
        time(self.columns().created[self.row])
    }

    /// When it last changed.
    pub fn modified(self) -> Option<Moment> {
        time(self.columns().modified[self.row])
    }

    /// Its task (`pipeline_tag`).
    pub fn task(self) -> Option<&'a str> {
        name(&self.columns().tasks, self.columns().task[self.row])
    }

    /// The place of its task in [`Snapshot::tasks`].
    pub fn task_code(self) -> Option<u32> {
        known_code(self.columns().task[self.row])
    }

    /// The place of its first license in [`Snapshot::licenses`].
    pub fn license_code(self) -> Option<u32> {
        known_code(self.columns().license[self.row])
    }

    /// The place of [`Repo::license_name`] in [`Snapshot::license_names`].
    pub fn license_name_code(self) -> Option<u32> {
        known_code(self.columns().license_name[self.row])
    }

    /// Its library.
    pub fn library(self) -> Option<&'a str> {
        name(&self.columns().libraries, self.columns().library[self.row])
    }

    /// Its first license id, lower-cased.
    pub fn license(self) -> Option<&'a str> {
        name(&self.columns().licenses, self.columns().license[self.row])
    }

    /// The name declared beside the license `other`.
    pub fn license_name(self) -> Option<&'a str> {
        name(&self.columns().license_names, self.columns().license_name[self.row])
    }

    /// Whether it declares several licenses.
    pub fn multi_licensed(self) -> bool {
        self.columns().multi_licensed[self.row]
    }

    /// Whether and how it is gated.
    pub fn gated(self) -> Option<Gated> {
        self.columns().gated[self.row].known()
    }

    /// The Hub's trending score.
    pub fn trending(self) -> Option<f64> {
        self.columns().trending[self.row].known()
    }
}

fn count(value: u64) -> Option<u64> {
    (value < WRONG).then_some(value)
}

fn time(value: i64) -> Option<Moment> {
    (value > WRONG_TIME).then_some(Moment(value))
}

fn known_code(code: u32) -> Option<u32> {
    (code > WRONG_CODE).then_some(code)
}

fn name(names: &Names, code: u32) -> Option<&str> {
    known_code(code).map(|code| names.get(code))
}
