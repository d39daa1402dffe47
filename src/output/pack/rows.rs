//! The values of a column for some rows, with their levels.

use std::borrow::Cow;

use parquet::{
    data_type::{
        BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FixedLenByteArray, FixedLenByteArrayType, Int32Type,
        Int64Type,
    },
    errors::ParquetError,
    file::writer::SerializedColumnWriter,
};

use super::columns::{Column, Values};
use crate::model::Snapshot;

/// Writes what `rows` say in a column.
pub(super) fn write(
    column: &Column<'_>,
    snapshot: &Snapshot,
    rows: &[u32],
    chunk: &mut SerializedColumnWriter<'_>,
) -> Result<(), ParquetError> {
    let repos = rows.iter().map(|&row| snapshot.repo(row));
    match column.values {
        Values::Text(value) => flat::<ByteArrayType>(chunk, repos.map(|repo| value(repo).map(bytes))),
        Values::Count(value) => {
            flat::<Int64Type>(chunk, repos.map(|repo| value(repo).and_then(|count| i64::try_from(count).ok())))
        }
        Values::Score(value) => flat::<DoubleType>(chunk, repos.map(value)),
        Values::Day(value) => {
            flat::<Int32Type>(chunk, repos.map(|repo| value(repo).and_then(|day| i32::try_from(day.0).ok())))
        }
        Values::Bytes(length, value) => {
            let last = |number: u64| FixedLenByteArray::from(number.to_be_bytes()[8 - length..].to_vec());
            let repos = repos.map(|repo| column.is_of(repo.row()).then_some(repo));
            flat::<FixedLenByteArrayType>(chunk, repos.map(|repo| value(repo?).map(last)))
        }
        Values::Flag(value) => flat::<BoolType>(chunk, repos.map(value)),
        Values::Texts(value) => lists(chunk, repos.map(|repo| value(snapshot, repo))),
    }
}

fn bytes(text: Cow<'_, str>) -> ByteArray {
    ByteArray::from(text.into_owned().into_bytes())
}

fn flat<T: DataType>(
    chunk: &mut SerializedColumnWriter<'_>,
    rows: impl Iterator<Item = Option<T::T>>,
) -> Result<(), ParquetError> {
    let (mut values, mut definitions) = (Vec::new(), Vec::new());
    for row in rows {
        definitions.push(i16::from(row.is_some()));
        values.extend(row);
    }
    chunk.typed::<T>().write_batch(&values, Some(&definitions), None)?;
    Ok(())
}

/// Lists have two levels of definition: 1 is an empty list, 2 a member.
fn lists<'a>(
    chunk: &mut SerializedColumnWriter<'_>,
    rows: impl Iterator<Item = Option<Vec<Cow<'a, str>>>>,
) -> Result<(), ParquetError> {
    let (mut values, mut definitions, mut repetitions) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let count = row.as_ref().map_or(0, Vec::len);
        match count {
            0 => definitions.push(i16::from(row.is_some())),
            _ => definitions.extend(std::iter::repeat_n(2, count)),
        }
        repetitions.extend((0..count.max(1)).map(|at| i16::from(at > 0)));
        values.extend(row.unwrap_or_default().into_iter().map(bytes));
    }
    chunk.typed::<ByteArrayType>().write_batch(&values, Some(&definitions), Some(&repetitions))?;
    Ok(())
}
