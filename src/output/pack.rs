//! The compact snapshot: `hubstate-snapshot/1` as Parquet, for millions of rows.
//!
//! Columns have the keys of the Hub's API, so that any tool reads them and our own reader needs no other rules. What
//! no section asks for is left out, days have no hours, and a column that no row records is not written.
//! `docs/snapshot-format.md` is its contract.

mod columns;
mod metadata;
mod rows;
mod tags;

use std::{
    cmp::Reverse,
    io::{self, Write},
    sync::Arc,
};

use parquet::{
    basic::{Compression, ZstdLevel},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr},
        writer::SerializedFileWriter,
    },
    schema::types::{ColumnPath, Type},
};

use super::snapshot::Distinct;
use crate::model::{FieldId, Repo, RepoKind, Snapshot};
use columns::{Column, columns, needs, same_in_short};

/// The version of the layout that is written.
pub const VERSION: u32 = 3;

/// The oldest version whose readers understand a file.
pub const NEEDS: u32 = 1;

/// The same of a file that keeps each `_id` in parts.
pub const NEEDS_FOR_IDS: u32 = 2;

/// The same of one that keeps them in short.
pub const NEEDS_FOR_SHORT: u32 = 3;

/// The key of the footer under which a file says what it is.
pub const KEY: &str = "hubstate";

/// How many rows stand together: a dictionary is written once for all of them.
const ROWS_A_GROUP: usize = 1 << 20;

/// How many bytes a page has before it is packed: a column is held by pages while it is read.
const PAGE: usize = 1 << 22;

/// How many rows a page may have: the first of them are on screen while the others come.
const ROWS_A_PAGE: usize = 1 << 18;

/// How many values are handed to the writer at once; between two of these it may begin a page.
const BATCH: usize = 1 << 12;

/// What is kept of each `_id`, by which snapshots of different days are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ids {
    /// Its second and its count, which with the day tell repositories apart; all of it where they do not.
    Short,
    /// All of it.
    Whole,
}

/// What a packed file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    /// How many rows were written.
    pub rows: u64,
    /// How many were left behind because a row of the same id stands before them.
    pub same_id: u64,
    /// The fields of which values of a wrong type became unknown, with how many.
    pub wrong: Vec<(FieldId, u64)>,
}

/// Writes a snapshot: the rows with most downloads (Spaces: likes) first, then by id.
pub fn pack<W: Write + Send>(snapshot: &Snapshot, ids: Option<Ids>, out: W) -> io::Result<Packed> {
    let (order, same_id) = order(snapshot, ids);
    let whole = if ids == Some(Ids::Short) { same_in_short(snapshot) } else { Vec::new() };
    let columns = columns(snapshot, &order, ids, &whole);
    write(snapshot, &order, &columns, out).map_err(io::Error::other)?;
    let wrong = FieldId::ALL.map(|field| (field, snapshot.coverage_of_all(field).wrong));
    Ok(Packed { rows: order.len() as u64, same_id, wrong: wrong.into_iter().filter(|(_, count)| *count > 0).collect() })
}

/// The rows in the order of the file, and how many are left behind: without an `_id` an id stands in it once, in the
/// row that a reader would keep of several.
fn order(snapshot: &Snapshot, ids: Option<Ids>) -> (Vec<u32>, u64) {
    let count = |repo: Repo<'_>| match snapshot.kind {
        RepoKind::Spaces => repo.likes(),
        RepoKind::Models | RepoKind::Datasets => repo.downloads_30d(),
    };
    let mut order: Vec<u32> = if ids.is_some() { (0..snapshot.len() as u32).collect() } else { distinct(snapshot) };
    order.sort_unstable_by_key(|&row| (Reverse(count(snapshot.repo(row))), snapshot.repo(row).id(), row));
    let same_id = (snapshot.len() - order.len()) as u64;
    (order, same_id)
}

/// Of the rows of one id that with most downloads, else the first.
fn distinct(snapshot: &Snapshot) -> Vec<u32> {
    let mut rows = Distinct::default();
    (0..snapshot.len() as u32)
        .map(|row| snapshot.repo(row))
        .for_each(|repo| rows.see(Some(repo.id()), repo.downloads_30d()));
    (0..snapshot.len() as u32).filter(|&row| rows.keeps(row as usize)).collect()
}

fn write<W: Write + Send>(
    snapshot: &Snapshot,
    order: &[u32],
    columns: &[Column<'_>],
    out: W,
) -> Result<(), ParquetError> {
    let fields = columns.iter().map(|column| column.field().map(Arc::new)).collect::<Result<_, _>>()?;
    let schema = Arc::new(Type::group_type_builder("hubstate").with_fields(fields).build()?);
    let mut writer = SerializedFileWriter::new(out, schema, properties(snapshot, order, columns))?;
    for rows in order.chunks(ROWS_A_GROUP) {
        let mut group = writer.next_row_group()?;
        for column in columns {
            let Some(mut chunk) = group.next_column()? else { break };
            rows::write(column, snapshot, rows, &mut chunk)?;
            chunk.close()?;
        }
        group.close()?;
    }
    writer.close()?;
    Ok(())
}

fn properties(snapshot: &Snapshot, order: &[u32], columns: &[Column<'_>]) -> WriterPropertiesPtr {
    const LEVEL: i32 = 19;
    let level = ZstdLevel::try_new(LEVEL).expect("zstd has 22 levels");
    let mut properties = WriterProperties::builder()
        .set_created_by(concat!("hubstate ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_key_value_metadata(Some(vec![KeyValue::new(
            KEY.to_owned(),
            metadata::json(snapshot, needs(snapshot, order, columns)),
        )]))
        .set_compression(Compression::ZSTD(level))
        .set_statistics_enabled(EnabledStatistics::None)
        .set_offset_index_disabled(true)
        .set_data_page_size_limit(PAGE)
        .set_data_page_row_count_limit(ROWS_A_PAGE)
        .set_write_batch_size(BATCH);
    for column in columns {
        let path = ColumnPath::new(column.path());
        properties = properties
            .set_column_dictionary_enabled(path.clone(), column.dictionary > 0)
            .set_column_dictionary_page_size_limit(path.clone(), column.dictionary.max(1));
        if let Some(encoding) = column.encoding {
            properties = properties.set_column_encoding(path, encoding);
        }
    }
    Arc::new(properties.build())
}
