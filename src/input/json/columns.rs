//! Column-oriented JSON (pandas `to_json()`): one array or one object of labels for each field.
//!
//! Each row is put together as the object that it would have been, and then read like any other.

use std::{borrow::Cow, collections::HashMap};

use super::{
    keys::{key, names_a_row},
    scan::{Cursor, Fault, Scan},
    shape::Entry,
};

/// One column: where each of its values stands, and under which label if it is an object.
struct Column<'a> {
    key: &'a [u8],
    values: Vec<(usize, usize)>,
    labels: Option<Labels<'a>>,
}

struct Labels<'a> {
    in_order: Vec<Cow<'a, [u8]>>,
    /// Filled at the first label that is not where it is looked for first.
    places: Option<HashMap<Cow<'a, [u8]>, usize>>,
}

/// Hands on each row as JSON, with the place where it is named in `bytes`. Answers where a column
/// breaks off, if one does.
pub(super) fn rows(bytes: &[u8], entries: &[Entry<'_>], mut take: impl FnMut(usize, &[u8])) -> Option<Fault> {
    let read: Vec<&Entry<'_>> = entries.iter().filter(|entry| key(&entry.key).is_some()).collect();
    let names = read.iter().position(|entry| names_a_row(&entry.key))?;
    let mut fault = None;
    let mut columns: Vec<Column<'_>> = read.iter().map(|entry| column(bytes, entry, &mut fault)).collect();
    let labels: Option<Vec<_>> = columns[names].labels.as_ref().map(|labels| labels.in_order.clone());
    let longest = columns.iter().map(|column| column.values.len()).max().unwrap_or(0);
    let mut json = Vec::new();
    for row in 0..longest {
        let label = match &labels {
            Some(labels) => labels.get(row).cloned(),
            None => Some(Cow::Owned(row.to_string().into_bytes())),
        };
        json.clear();
        json.push(b'{');
        for column in &mut columns {
            if let Some((start, end)) = column.find(row, label.as_deref()) {
                column.write(&bytes[start..end], &mut json);
            }
        }
        json.push(b'}');
        take(columns[names].values.get(row).map_or(read[names].at, |&(at, _)| at), &json);
    }
    fault
}

fn column<'a>(bytes: &'a [u8], entry: &'a Entry<'_>, fault: &mut Option<Fault>) -> Column<'a> {
    let mut column = Column { key: &entry.key, values: Vec::new(), labels: None };
    let mut cursor = Cursor::new(bytes, entry.at);
    let object = bytes[entry.at] == b'{';
    if object {
        column.labels = Some(Labels { in_order: Vec::new(), places: None });
    }
    if let Err(found) = if object { column.read_object(&mut cursor) } else { column.read_array(&mut cursor) } {
        fault.get_or_insert(found);
    }
    column
}

impl<'a> Column<'a> {
    fn read_array(&mut self, cursor: &mut Cursor<'a>) -> Scan<()> {
        let mut more = cursor.open_array()?;
        while more {
            self.read_value(cursor)?;
            more = cursor.more_values()?;
        }
        Ok(())
    }

    fn read_object(&mut self, cursor: &mut Cursor<'a>) -> Scan<()> {
        let mut more = cursor.open_object()?;
        while more {
            let label = cursor.key()?.bytes();
            self.read_value(cursor)?;
            if let Some(labels) = &mut self.labels {
                labels.in_order.push(label);
            }
            more = cursor.more_keys()?;
        }
        Ok(())
    }

    fn read_value(&mut self, cursor: &mut Cursor<'a>) -> Scan<()> {
        let start = cursor.at;
        cursor.skip()?;
        self.values.push((start, cursor.at));
        Ok(())
    }

    /// The value of a row, which pandas writes in the same place of every column.
    fn find(&mut self, row: usize, label: Option<&[u8]>) -> Option<(usize, usize)> {
        let Some(labels) = &mut self.labels else { return self.values.get(row).copied() };
        let label = label?;
        if labels.in_order.get(row).is_some_and(|held| **held == *label) {
            return self.values.get(row).copied();
        }
        let in_order = &labels.in_order;
        let places = labels
            .places
            .get_or_insert_with(|| in_order.iter().enumerate().map(|(place, label)| (label.clone(), place)).collect());
        self.values.get(*places.get(label)?).copied()
    }

    fn write(&self, value: &[u8], json: &mut Vec<u8>) {
        if json.len() > 1 {
            json.push(b',');
        }
        json.push(b'"');
        // A key that is read holds nothing that JSON escapes, but may continue another with anything.
        json.extend(self.key.iter().filter(|b| !matches!(b, b'"' | b'\\' | 0..0x20)));
        json.extend_from_slice(b"\":");
        json.extend_from_slice(value);
    }
}
