//! The footer: which columns there are, and where their bytes lie.
//!
//! Its metadata is the `parquet` crate's work, which trusts counts and nesting: `check` looks over both first.

use std::ops::Range;

use parquet::file::metadata::{
    ParquetMetaData, ParquetMetaDataOptions, ParquetMetaDataReader, ParquetStatisticsPolicy,
};

use super::{
    fault::{Result, bad},
    metadata::Metadata,
    schema::{self, Plan},
    thrift::{Broken, STRUCT, Thrift},
    unpack::Codec,
};

/// How long the footer's tail is: four bytes of length, four of magic.
pub(super) const TAIL: u64 = 8;

/// How long a footer may be; that of ten thousand columns and row groups is a tenth of it.
const LONGEST: u64 = 64 << 20;

/// How many columns, keys or row groups a footer may list.
const MOST_LISTED: usize = 1 << 17;

/// How many rows a file may have: forty times the Hub.
const MOST_ROWS: u64 = 1 << 27;

const START: u64 = 4;

/// What the footer says.
#[derive(Debug)]
pub(super) struct Footer {
    pub plan: Plan,
    pub groups: Vec<Group>,
    pub rows: u64,
    pub metadata: Metadata,
}

impl Footer {
    /// For how many rows to make room, and for how many bytes of ids. What is said of them is believed as far as there
    /// are bytes for it, of which all columns have `bytes`: an id alone takes more than eight.
    pub fn room(&self, bytes: u64) -> (usize, usize) {
        let rows = self.rows.min(bytes / 8);
        let most = |chunk: &Chunk| chunk.unpacked.min(8 * chunk.length());
        let ids = self.plan.id_leaf().map(|leaf| self.groups.iter().map(|group| most(&group.chunks[leaf])).sum());
        // A text stands behind its length, of four bytes.
        let id_bytes = ids.unwrap_or(0u64).saturating_sub(4 * rows);
        (usize::try_from(rows).unwrap_or(0), usize::try_from(id_bytes).unwrap_or(0))
    }
}

/// A row group.
#[derive(Debug)]
pub(super) struct Group {
    pub rows: u64,
    /// Of each leaf that is read.
    pub chunks: Vec<Chunk>,
}

/// The bytes of one leaf in one row group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Chunk {
    pub bytes: Range<u64>,
    pub codec: Codec,
    /// How many bytes the footer says that they unpack to.
    pub unpacked: u64,
}

impl Chunk {
    pub fn length(&self) -> u64 {
        self.bytes.end - self.bytes.start
    }
}

/// Where the footer lies, by the tail of a file of `size` bytes.
pub(super) fn place(tail: &[u8], size: u64) -> Result<Range<u64>> {
    let (Some((_, tail)), true) = (tail.split_last_chunk::<8>(), size >= START + TAIL) else {
        return bad(format!("a file of {size} bytes"), "a Parquet file, which has 12 at least");
    };
    match &tail[4..] {
        b"PAR1" => {}
        b"PARE" => return bad("an encrypted footer", "a file without encryption"),
        _ => return bad("no footer at its end", "`PAR1`, with which a Parquet file ends: it was cut off"),
    }
    let length = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
    if length > size - START - TAIL {
        return bad(format!("a footer of {length} bytes in a file of {size}"), "one that lies within the file");
    }
    if length > LONGEST {
        return bad(format!("a footer of {length} bytes"), "one of 64 MB at most");
    }
    Ok(size - TAIL - length..size - TAIL)
}

/// Reads the footer; the data lie before `end`.
pub(super) fn read(bytes: &[u8], end: u64) -> Result<Footer> {
    const WHOLE: &str = "the footer of a Parquet file";
    if check(bytes).is_err() {
        return bad("a damaged footer", WHOLE);
    }
    let skip = || ParquetStatisticsPolicy::SkipAll;
    let options = ParquetMetaDataOptions::new()
        .with_column_stats_policy(skip())
        .with_encoding_stats_policy(skip())
        .with_size_stats_policy(skip());
    let footer = match ParquetMetaDataReader::decode_metadata_with_options(bytes, Some(&options)) {
        Ok(footer) => footer,
        Err(error) => return bad(format!("a footer that cannot be read ({error})"), WHOLE),
    };
    let metadata = Metadata::of(footer.file_metadata().key_value_metadata())?;
    let plan = Plan::of(footer.file_metadata().schema());
    if !plan.columns.iter().any(|column| column.key.names_a_row()) {
        let names = footer.file_metadata().schema().get_fields().iter().map(|field| field.name());
        return bad(
            format!("the columns {}", listed(names)),
            "one that names the repositories, such as `id`: rename the column that does",
        );
    }
    let groups = groups(&footer, &plan, end)?;
    let rows = groups.iter().map(|group| group.rows).sum();
    if rows > MOST_ROWS {
        return bad(format!("{rows} rows"), "at most 134,217,728: give a part of them");
    }
    Ok(Footer { plan, groups, rows, metadata })
}

/// Some names, for a message.
fn listed<'a>(names: impl ExactSizeIterator<Item = &'a str>) -> String {
    const MOST: usize = 12;
    let more = names.len().saturating_sub(MOST);
    let shown: Vec<String> =
        names.take(MOST).map(|name| format!("`{}`", name.chars().take(40).collect::<String>())).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

fn groups(metadata: &ParquetMetaData, plan: &Plan, end: u64) -> Result<Vec<Group>> {
    let mut groups = Vec::new();
    for group in metadata.row_groups() {
        let Some(rows) = u64::try_from(group.num_rows()).ok().filter(|rows| *rows <= MOST_ROWS) else {
            return bad(
                format!("a row group of {} rows", group.num_rows()),
                "at most 134,217,728: give a part of them",
            );
        };
        let mut chunks = Vec::new();
        for leaf in &plan.leaves {
            let Some(column) = group.columns().get(leaf.index) else {
                return bad("a row group without all columns", "a part of every column");
            };
            if column.file_path().is_some_and(|path| !path.is_empty()) {
                return bad("a column that lies in another file", "all columns in one file");
            }
            let codec = match Codec::of(column.compression_codec()) {
                Ok(codec) => codec,
                Err(name) => {
                    return bad(
                        format!("the column `{}` packed with {name}", leaf.name),
                        "Snappy, Zstandard, gzip or nothing: write the file anew with one of these",
                    );
                }
            };
            let starts = [Some(column.data_page_offset()), column.dictionary_page_offset().filter(|&at| at > 0)];
            let start = starts.into_iter().flatten().min().and_then(|start| u64::try_from(start).ok());
            let length = u64::try_from(column.compressed_size()).ok();
            let bytes = start.zip(length).and_then(|(start, length)| Some(start..start.checked_add(length)?));
            // Where there are no rows, some writers name no place.
            let bytes = bytes.map(|bytes| if rows == 0 || bytes.is_empty() { START..START } else { bytes });
            match bytes.filter(|bytes| bytes.start >= START && bytes.end <= end) {
                Some(bytes) => {
                    let unpacked = u64::try_from(column.uncompressed_size()).unwrap_or(0);
                    chunks.push(Chunk { bytes, codec, unpacked });
                }
                None => {
                    return bad(
                        format!("the column `{}` at bytes that the file does not have", leaf.name),
                        "bytes between its first and its footer",
                    );
                }
            }
        }
        groups.push(Group { rows, chunks });
    }
    Ok(groups)
}

/// Looks over all of the metadata: what it counts is there, and nothing nests deeper than is read.
fn check(bytes: &[u8]) -> std::result::Result<(), Broken> {
    let mut thrift = Thrift::new(bytes);
    thrift.each(|thrift, field| {
        let mut ahead = thrift.clone();
        match field.id {
            2 => check_schema(&mut ahead, field)?,
            4..=8 if field.kind == 9 && ahead.list(field)?.0 > MOST_LISTED => return Err(Broken::Bad),
            _ => {}
        }
        thrift.skip(field)
    })
}

fn check_schema(thrift: &mut Thrift<'_>, field: super::thrift::Field) -> std::result::Result<(), Broken> {
    let (count, kind) = thrift.list(field)?;
    if kind != STRUCT || count > MOST_LISTED {
        return Err(Broken::Bad);
    }
    // How many members each open group still misses.
    let mut open: Vec<usize> = Vec::new();
    for _ in 0..count {
        let mut members = 0;
        thrift.each(|thrift, field| {
            if field.id == 5 {
                members = usize::try_from(thrift.i32(field)?).map_err(|_| Broken::Bad)?;
                return if members > count { Err(Broken::Bad) } else { Ok(()) };
            }
            thrift.skip(field)
        })?;
        if let Some(missing) = open.last_mut() {
            *missing -= 1;
        }
        open.push(members);
        while open.last() == Some(&0) {
            open.pop();
        }
        if open.len() > schema::DEPTH as usize {
            return Err(Broken::Bad);
        }
    }
    if open.is_empty() { Ok(()) } else { Err(Broken::Bad) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tail_says_where_the_footer_lies() {
        let tail = |length: u32, magic: &[u8]| [&[0; 4], &length.to_le_bytes(), magic].concat();
        assert_eq!(place(&tail(100, b"PAR1"), 1000).unwrap(), 892..992);
        assert!(place(&tail(988, b"PAR1"), 1000).is_ok() && place(&tail(989, b"PAR1"), 1000).is_err());
        // Four gigabytes of footer, in a file that is as large.
        assert!(place(&tail(u32::MAX, b"PAR1"), 1 << 40).unwrap_err().expected.contains("64 MB"));
        assert!(place(&tail(1, b"PARE"), 1000).unwrap_err().found.contains("encrypted"));
        assert!(place(&tail(1, b"PAR2"), 1000).unwrap_err().expected.contains("cut off"));
        assert!(place(b"PAR1", 4).is_err());
    }

    /// A schema of elements that hold nothing but how many members each has.
    fn schema(members: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0x29, 0xfc, members.len() as u8];
        members.iter().for_each(|count| bytes.extend([0x55, count * 2, 0]));
        bytes.push(0);
        bytes
    }

    #[test]
    fn a_schema_that_lies_about_its_members_is_refused_before_room_is_made() {
        assert!(check(&schema(&[2, 0, 1, 0])).is_ok());
        for members in [&[2, 0][..], &[1, 0, 0, 1], &[50, 0], &[1; 40]] {
            assert!(check(&schema(members)).is_err(), "{members:?}");
        }
        let mut deep = vec![1; 31];
        deep.push(0);
        assert!(check(&schema(&deep)).is_ok());
        deep.splice(0..0, [1, 1]);
        assert!(check(&schema(&deep)).is_err());
        assert!(read(&schema(&[2, 0, 1, 0]), 100).is_err());
    }
}
