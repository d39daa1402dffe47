//! Which columns a table has, and how each is read.

use super::cell;
use crate::input::{
    Error, Place,
    json::{Holds, NAMES_OF_A_ROW, holds, names_a_row},
};

/// How many columns a message names.
const NAMED: usize = 12;

/// The columns of a table; those that are not read are known by their place alone.
#[derive(Debug)]
pub(super) struct Header {
    columns: Vec<Option<Column>>,
    ids: String,
}

#[derive(Debug)]
struct Column {
    /// The name as a key of JSON, with its quotes and colon.
    key: Vec<u8>,
    holds: Holds,
    /// How many cells could not be understood, and the line of the first.
    unread: u64,
    first_unread: u64,
}

impl Header {
    /// Reads the names of the columns; what is odd about them is complained of.
    pub fn new<'a>(
        cells: impl Iterator<Item = &'a [u8]>,
        place: Place,
        complaints: &mut Vec<String>,
    ) -> Result<Header, Error> {
        let names: Vec<&[u8]> = cells.map(<[u8]>::trim_ascii).collect();
        let mut sorted = names.clone();
        sorted.sort_unstable();
        for pair in sorted.chunk_by(|a, b| a == b).filter(|same| same.len() > 1 && holds(same[0]).is_some()) {
            complaints.push(format!("{} columns are named {}: the first of them is read", pair.len(), shown(pair[0])));
        }
        // Writers of tables leave the name of an index empty, which stands first.
        let nameless = names.iter().skip(1).filter(|name| name.is_empty()).count();
        if nameless > 0 {
            complaints.push(format!("{nameless} of {} columns have no name and are not read", names.len()));
        }
        let ids: Vec<&[u8]> = names.iter().copied().filter(|name| names_a_row(name)).collect();
        if ids.is_empty() {
            let expected = list(NAMES_OF_A_ROW.iter().map(|name| name.as_bytes()), NAMED);
            return Err(Error::NoIdColumn { place, found: list(names.iter().copied(), NAMED), expected });
        }
        let ids = list(ids.into_iter(), NAMED);
        let first = |at: usize| !names[..at].contains(&names[at]);
        let columns = (0..names.len()).map(|at| column(names[at]).filter(|_| first(at))).collect();
        Ok(Header { columns, ids })
    }

    /// How many columns there are.
    pub fn columns(&self) -> usize {
        self.columns.len()
    }

    /// The columns that name a repository, for a message.
    pub fn id_columns(&self) -> &str {
        &self.ids
    }

    /// Writes the record of a line as the JSON object that it would have been.
    pub fn write<'a>(&mut self, cells: impl Iterator<Item = &'a [u8]>, line: u64, json: &mut Vec<u8>) {
        json.push(b'{');
        for (column, cell) in self.columns.iter_mut().zip(cells) {
            let Some(column) = column else { continue };
            let Some(cell) = cell::present(cell) else { continue };
            if json.len() > 1 {
                json.push(b',');
            }
            json.extend_from_slice(&column.key);
            if !cell::write(column.holds, cell, json) {
                column.unread += 1;
                if column.unread == 1 {
                    column.first_unread = line;
                }
            }
        }
        json.push(b'}');
    }

    /// What could not be understood, a sentence for each column.
    pub fn complaints(&self) -> impl Iterator<Item = String> {
        self.columns.iter().flatten().filter(|column| column.unread > 0).map(|column| {
            let cells = if column.unread == 1 { "1 cell".to_owned() } else { format!("{} cells", column.unread) };
            let name = shown(&column.key[1..column.key.len() - 2]);
            format!(
                "in {cells} of the column {name} a list or an object breaks off or cannot be understood, first in line {}: \
                 NumPy leaves out members of long ones; write them as JSON",
                column.first_unread
            )
        })
    }
}

fn column(name: &[u8]) -> Option<Column> {
    let mut key = Vec::new();
    cell::text(name, &mut key);
    key.push(b':');
    Some(Column { key, holds: holds(name)?, unread: 0, first_unread: 0 })
}

/// Names in a sentence, at most so many of them.
fn list<'a>(names: impl ExactSizeIterator<Item = &'a [u8]>, most: usize) -> String {
    let more = names.len().saturating_sub(most);
    let shown: Vec<String> = names.take(most).map(shown).collect();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    format!("{}{more}", shown.join(", "))
}

fn shown(name: &[u8]) -> String {
    const LONGEST: usize = 40;
    let more = if name.len() > LONGEST { "…" } else { "" };
    let text = String::from_utf8_lossy(&name[..name.len().min(LONGEST)]);
    let text: String = text.chars().filter(|c| !c.is_control()).collect();
    format!("`{}{more}`", text.trim_end_matches('\u{fffd}'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(names: &[&str]) -> (Result<Header, Error>, Vec<String>) {
        let mut complaints = Vec::new();
        let header = Header::new(names.iter().map(|name| name.as_bytes()), Place::START, &mut complaints);
        (header, complaints)
    }

    fn json(names: &[&str], cells: &[&str]) -> String {
        let mut json = Vec::new();
        header(names).0.unwrap().write(cells.iter().map(|cell| cell.as_bytes()), 2, &mut json);
        String::from_utf8(json).unwrap()
    }

    #[test]
    fn a_record_becomes_an_object_of_the_columns_that_are_read() {
        assert_eq!(
            json(&["", " id ", "notes", "likes", "safetensors.parameters.BF16"], &["0", "a/x", "\"", "", "12.0"]),
            r#"{"id":"a/x","safetensors.parameters.BF16":12.0}"#
        );
        assert_eq!(json(&["id", "likes", "likes"], &["a/x", "1", "2"]), r#"{"id":"a/x","likes":1}"#);
        // A key that continues another one may hold anything.
        assert_eq!(
            json(&["id", "safetensors.parameters.\"\n8"], &["a/x", "1"]),
            r#"{"id":"a/x","safetensors.parameters.\"\n8":1}"#
        );
    }

    #[test]
    fn what_is_odd_about_columns_is_said() {
        assert_eq!(header(&["", "id", "notes", "notes"]).1, [""; 0]);
        assert_eq!(
            header(&["id", "likes", "", "likes"]).1,
            ["2 columns are named `likes`: the first of them is read", "1 of 4 columns have no name and are not read"]
        );
        let error = header(&["ID", "a\u{1}b"]).0.unwrap_err().to_string();
        assert!(
            error.contains("the columns `ID`, `ab`, expected one that names the repositories: `id`, `modelId`"),
            "{error}"
        );
    }

    #[test]
    fn the_names_in_the_message_are_those_that_name_a_row() {
        assert!(NAMES_OF_A_ROW.iter().all(|name| names_a_row(name.as_bytes())));
    }
}
