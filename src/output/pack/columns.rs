//! Which columns a packed file has: those of the table below that a row of the snapshot records.

use std::borrow::Cow;

use parquet::{
    basic::{Encoding, LogicalType, Repetition, Type as Physical},
    errors::ParquetError,
    schema::types::Type,
};

use super::{Ids, NEEDS, NEEDS_FOR_IDS, NEEDS_FOR_SHORT, ROWS_A_GROUP, tags};
use crate::{
    model::{Day, Gated, NO_OWNER, Relation, Repo, RepoKind, Snapshot},
    reference::architecture_tag,
};

/// A column, and how its values are found.
pub(super) struct Column<'a> {
    pub name: &'static str,
    pub values: Values,
    /// How its values are written where they are not by a dictionary.
    pub encoding: Option<Encoding>,
    /// How many bytes its dictionary may have before the other way is taken.
    pub dictionary: usize,
    /// The rows that it is written of, ascending, where these are not all.
    only: Option<&'a [u32]>,
}

/// What a row says in a column; none where it does not say it.
#[derive(Clone, Copy)]
pub(super) enum Values {
    Text(for<'a> fn(Repo<'a>) -> Option<Cow<'a, str>>),
    Count(fn(Repo<'_>) -> Option<u64>),
    Score(fn(Repo<'_>) -> Option<f64>),
    Day(fn(Repo<'_>) -> Option<Day>),
    /// The last so many bytes of a number, the first one the largest.
    Bytes(usize, fn(Repo<'_>) -> Option<u64>),
    Flag(fn(Repo<'_>) -> Option<bool>),
    Texts(for<'a> fn(&'a Snapshot, Repo<'a>) -> Option<Vec<Cow<'a, str>>>),
}

const ID: &str = "id";

const OBJECT_ID: &str = "_id";

/// How the names of its parts begin.
const PARTS_OF_ID: &str = "_id.";

const PROCESS: &str = "_id.process";

/// How many bytes a dictionary may have: that of the bases of a million models has 15 MB.
const DICTIONARY: usize = 64 << 20;

/// The same for numbers, of which a code saves less.
const FEW: usize = 1 << 18;

/// Every column that there may be, in the order of the file.
const COLUMNS: [Column<'static>; 28] = [
    Column { encoding: Some(Encoding::DELTA_BYTE_ARRAY), dictionary: 0, ..text(ID, |repo| Some(repo.id().into())) },
    Column { encoding: Some(Encoding::PLAIN), dictionary: 0, ..text(OBJECT_ID, whole_object_id) },
    even("_id.second", |repo| Some(repo.object_parts()?.second)),
    column(PROCESS, Values::Bytes(5, |repo| repo.object_parts()?.process)),
    Column {
        encoding: Some(Encoding::PLAIN),
        dictionary: 0,
        ..column("_id.counter", Values::Bytes(3, |repo| Some(repo.object_parts()?.counter)))
    },
    text("author", author),
    text("repoType", kind),
    even("downloads", |repo| repo.downloads_30d()),
    column("downloadsAllTime", Values::Count(|repo| repo.downloads_all())),
    even("likes", |repo| repo.likes()),
    column("trendingScore", Values::Score(|repo| repo.trending())),
    day("createdAt", |repo| Some(repo.created()?.day())),
    day("lastModified", |repo| Some(repo.modified()?.day())),
    text("pipeline_tag", |repo| Some(repo.task()?.into())),
    text("library_name", |repo| Some(repo.library()?.into())),
    text("license", |repo| Some(repo.license()?.into())),
    text("license_name", |repo| Some(repo.license_name()?.into())),
    column("multi_licensed", Values::Flag(|repo| repo.multi_licensed().then_some(true))),
    text("gated", |repo| Some(gated(repo.gated()?).into())),
    repeated("numParameters", |repo| repo.parameters()),
    text("architecture", |repo| Some(architecture_tag(repo.architecture_code()?).into())),
    text("authorData.type", |repo| Some(if repo.author_is_user()? { "user" } else { "org" }.into())),
    text("sdk", |repo| Some(repo.sdk()?.into())),
    column("tags", Values::Texts(tags::tags)),
    text("format_tags", tags::formats),
    text("language", tags::languages),
    text("baseModels.relation", |repo| Some(repo.relation().filter(|r| *r != Relation::Unstated)?.as_str().into())),
    text("baseModels.models", tags::bases),
];

const fn column(name: &'static str, values: Values) -> Column<'static> {
    Column { name, values, encoding: None, dictionary: DICTIONARY, only: None }
}

const fn text(name: &'static str, value: for<'a> fn(Repo<'a>) -> Option<Cow<'a, str>>) -> Column<'static> {
    column(name, Values::Text(value))
}

/// A count that its neighbours nearly have.
const fn even(name: &'static str, value: fn(Repo<'_>) -> Option<u64>) -> Column<'static> {
    Column { encoding: Some(Encoding::DELTA_BINARY_PACKED), dictionary: 0, ..column(name, Values::Count(value)) }
}

/// A count that many rows have, or else none other.
const fn repeated(name: &'static str, value: fn(Repo<'_>) -> Option<u64>) -> Column<'static> {
    Column { dictionary: FEW, ..even(name, value) }
}

const fn day(name: &'static str, value: fn(Repo<'_>) -> Option<Day>) -> Column<'static> {
    column(name, Values::Day(value))
}

/// The columns of a snapshot: the id, of `_id` what is asked for (the process of the rows `whole` alone where it is
/// kept in short), and what some row records.
pub(super) fn columns<'a>(snapshot: &Snapshot, order: &[u32], ids: Option<Ids>, whole: &'a [u32]) -> Vec<Column<'a>> {
    let recorded = |column: &Column<'a>| {
        column.name == ID
            || (ids.is_some() || column.name != OBJECT_ID && !column.is_part_of_id())
                && order.iter().any(|&row| column.is_of(row) && column.values.is_there(snapshot, snapshot.repo(row)))
    };
    let in_short = |column: Column<'a>| match (column.name, ids) {
        (PROCESS, Some(Ids::Short)) => Column { only: Some(whole), ..column },
        _ => column,
    };
    let of_whole = |column: Column<'a>| {
        let whole = |row: &u32| snapshot.repo(*row).trending().is_none_or(is_whole);
        match column.values {
            Values::Score(_) if order.iter().all(whole) => even(column.name, |repo| Some(repo.trending()? as u64)),
            _ => column,
        }
    };
    let of_many = |column: Column<'a>| match column.name {
        PROCESS if !processes_repeat(snapshot, order) => {
            Column { encoding: Some(Encoding::PLAIN), dictionary: 0, ..column }
        }
        _ => column,
    };
    COLUMNS.into_iter().map(in_short).filter(recorded).map(of_whole).map(of_many).collect()
}

/// The oldest version whose readers understand a file of these columns.
pub(super) fn needs(snapshot: &Snapshot, order: &[u32], columns: &[Column<'_>]) -> u32 {
    if !columns.iter().any(Column::is_part_of_id) {
        return NEEDS;
    }
    let process = columns.iter().find(|column| column.name == PROCESS);
    let in_short = |&row: &u32| {
        let parts = snapshot.repo(row).object_parts();
        parts.is_some_and(|parts| parts.process.is_none() || process.is_none_or(|column| !column.is_of(row)))
    };
    if order.iter().any(in_short) { NEEDS_FOR_SHORT } else { NEEDS_FOR_IDS }
}

/// Whether the processes that made the `_id`s come so often that a dictionary of them saves bytes: by the rows of the
/// first row group, on average more than twice each.
fn processes_repeat(snapshot: &Snapshot, order: &[u32]) -> bool {
    let first = order.iter().take(ROWS_A_GROUP);
    let mut processes: Vec<u64> = first.filter_map(|&row| snapshot.repo(row).object_parts()?.process).collect();
    let rows = processes.len();
    processes.sort_unstable();
    processes.dedup();
    processes.len() * 2 < rows
}

/// The rows, ascending, whose `_id` is that of another row but for its process: these need it.
pub(super) fn same_in_short(snapshot: &Snapshot) -> Vec<u32> {
    let in_short = |row: u32| Some((snapshot.repo(row).object_id_in_short()?, row));
    let mut ids: Vec<(u64, u32)> = (0..snapshot.len() as u32).filter_map(in_short).collect();
    ids.sort_unstable();
    let same = ids.chunk_by(|a, b| a.0 == b.0).filter(|rows| rows.len() > 1);
    let mut rows: Vec<u32> = same.flatten().map(|&(_, row)| row).collect();
    rows.sort_unstable();
    rows
}

/// An `_id` that its parts and the day when the repository was created do not say.
fn whole_object_id(repo: Repo<'_>) -> Option<Cow<'_, str>> {
    if repo.object_parts().is_some() { None } else { repo.object_id() }
}

/// Whether a score is a whole number that a count can be. Of floats the footer names an order that is newer than many
/// readers, which then refuse the file.
fn is_whole(score: f64) -> bool {
    score.fract() == 0.0 && score < (1_u64 << 53) as f64
}

impl Column<'_> {
    /// Its place in the schema.
    pub fn path(&self) -> Vec<String> {
        let inside: &[&str] = if let Values::Texts(_) = self.values { &["list", "element"] } else { &[] };
        std::iter::once(self.name).chain(inside.iter().copied()).map(str::to_owned).collect()
    }

    /// Whether it holds a part of each `_id`.
    fn is_part_of_id(&self) -> bool {
        self.name.starts_with(PARTS_OF_ID)
    }

    /// Whether it is written of a row, if the row says it.
    pub fn is_of(&self, row: u32) -> bool {
        self.only.is_none_or(|rows| rows.binary_search(&row).is_ok())
    }

    /// Its part of the schema.
    pub fn field(&self) -> Result<Type, ParquetError> {
        let repetition = if self.name == ID { Repetition::REQUIRED } else { Repetition::OPTIONAL };
        if let Values::Texts(_) = self.values {
            let element = Type::primitive_type_builder("element", Physical::BYTE_ARRAY);
            let element = element.with_logical_type(Some(LogicalType::String)).with_repetition(Repetition::REQUIRED);
            let element = element.build()?;
            let list = Type::group_type_builder("list").with_repetition(Repetition::REPEATED);
            let list = list.with_fields(vec![element.into()]).build()?;
            let outer = Type::group_type_builder(self.name).with_repetition(repetition);
            return outer.with_logical_type(Some(LogicalType::List)).with_fields(vec![list.into()]).build();
        }
        let (physical, logical) = match self.values {
            Values::Text(_) | Values::Texts(_) => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            Values::Count(_) => (Physical::INT64, None),
            Values::Score(_) => (Physical::DOUBLE, None),
            Values::Day(_) => (Physical::INT32, Some(LogicalType::Date)),
            Values::Bytes(..) => (Physical::FIXED_LEN_BYTE_ARRAY, None),
            Values::Flag(_) => (Physical::BOOLEAN, None),
        };
        let length = if let Values::Bytes(length, _) = self.values { length as i32 } else { -1 };
        let field = Type::primitive_type_builder(self.name, physical).with_length(length);
        field.with_logical_type(logical).with_repetition(repetition).build()
    }
}

impl Values {
    fn is_there(self, snapshot: &Snapshot, repo: Repo<'_>) -> bool {
        match self {
            Values::Text(value) => value(repo).is_some(),
            Values::Count(value) | Values::Bytes(_, value) => value(repo).is_some(),
            Values::Score(value) => value(repo).is_some(),
            Values::Day(value) => value(repo).is_some(),
            Values::Flag(value) => value(repo).is_some(),
            Values::Texts(value) => value(snapshot, snapshot.repo(repo.row())).is_some(),
        }
    }
}

/// The owner, where the id does not say it.
fn author(repo: Repo<'_>) -> Option<Cow<'_, str>> {
    (!repo.id().contains('/') && repo.owner() != NO_OWNER).then(|| repo.owner().into())
}

/// The kind, where what the row says would be read as another.
fn kind(repo: Repo<'_>) -> Option<Cow<'_, str>> {
    let of_space = repo.sdk_code().is_some();
    let of_dataset = repo.category_codes().next().is_some() || repo.modality_codes().next().is_some();
    let read = if of_space { Some(RepoKind::Spaces) } else { of_dataset.then_some(RepoKind::Datasets) };
    read.filter(|kind| *kind != repo.kind())?;
    Some(
        match repo.kind() {
            RepoKind::Models => "model",
            RepoKind::Datasets => "dataset",
            RepoKind::Spaces => "space",
        }
        .into(),
    )
}

fn gated(gated: Gated) -> &'static str {
    match gated {
        Gated::No => "false",
        Gated::Yes => "true",
        Gated::Auto => "auto",
        Gated::Manual => "manual",
    }
}
