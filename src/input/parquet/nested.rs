//! Structs, lists and maps of a row as the JSON that they would have been (the record assembly of Dremel).

use super::{
    leaf::{Pages, Place},
    schema::{Node, NodeKind, Repeated},
};
use crate::input::{
    json::{Plain, scan::Scalar},
    table::text as quote,
};

/// How much of the lists of one row is written: more is no list of the Hub's.
const LONGEST: usize = 16 << 20;

/// Walks through the values of one row.
pub(super) struct Row<'a> {
    pub leaves: &'a [Pages],
    /// Where each leaf is, and where the row ends in it.
    pub places: &'a mut [Place],
    pub ends: &'a [Place],
}

impl Row<'_> {
    /// Writes what is there of a node; `null` where nothing is.
    pub fn write(&mut self, node: &Node, json: &mut Vec<u8>) {
        let level = self.definition(node.first);
        if level.is_none_or(|level| level < node.known) {
            self.skip(node);
            return json.extend(b"null");
        }
        match &node.kind {
            NodeKind::Leaf => {
                let pages = &self.leaves[node.first];
                match pages.value(self.places[node.first].value) {
                    Some(value) => scalar(&value, json),
                    None => json.extend(b"null"),
                }
                self.skip(node);
            }
            NodeKind::Struct(members) => {
                json.push(b'{');
                for (at, (key, member)) in members.iter().enumerate() {
                    if at > 0 {
                        json.push(b',');
                    }
                    json.extend_from_slice(key);
                    self.write(member, json);
                }
                json.push(b'}');
            }
            NodeKind::List(list) => {
                json.push(b'[');
                self.members(node, list, json, |row, json| row.write(&list.member, json));
                json.push(b']');
            }
            NodeKind::Map(map, value) => {
                json.push(b'{');
                self.members(node, map, json, |row, json| {
                    row.key(&map.member, json);
                    json.push(b':');
                    row.write(value, json);
                });
                json.push(b'}');
            }
        }
    }

    fn members(
        &mut self,
        node: &Node,
        repeated: &Repeated,
        json: &mut Vec<u8>,
        mut write: impl FnMut(&mut Self, &mut Vec<u8>),
    ) {
        if self.definition(node.first).is_none_or(|level| level < repeated.some) {
            return self.skip(node);
        }
        let start = json.len();
        loop {
            if json.len() - start > LONGEST {
                return self.places[node.first..node.end].copy_from_slice(&self.ends[node.first..node.end]);
            }
            write(self, json);
            if self.repetition(node.first) != Some(repeated.level) {
                return;
            }
            json.push(b',');
        }
    }

    /// A key, which JSON has only as text.
    fn key(&mut self, node: &Node, json: &mut Vec<u8>) {
        let start = json.len();
        self.write(node, json);
        if json.get(start) != Some(&b'"') {
            json.insert(start, b'"');
            json.push(b'"');
        }
    }

    fn definition(&self, leaf: usize) -> Option<u8> {
        let entry = self.places[leaf].entry;
        if entry < self.ends[leaf].entry { self.leaves[leaf].definition(entry) } else { None }
    }

    fn repetition(&self, leaf: usize) -> Option<u8> {
        let entry = self.places[leaf].entry;
        if entry < self.ends[leaf].entry { self.leaves[leaf].repetition(entry) } else { None }
    }

    /// Goes past one entry of each leaf of a node.
    fn skip(&mut self, node: &Node) {
        for leaf in node.first..node.end {
            let (pages, place) = (&self.leaves[leaf], &mut self.places[leaf]);
            if place.entry < self.ends[leaf].entry {
                place.value += usize::from(pages.definition(place.entry) == Some(pages.leaf.max_definition));
                place.entry += 1;
            }
        }
    }
}

fn scalar(value: &Plain<'_>, json: &mut Vec<u8>) {
    match value {
        Plain::Text(Some(text)) => quote(text.as_bytes(), json),
        Plain::Whole(number) => json.extend(number.to_string().bytes()),
        Plain::Float(number) if number.is_finite() => json.extend(number.to_string().bytes()),
        Plain::Time(moment) => json.extend(moment.0.to_string().bytes()),
        Plain::Scalar(Scalar::True) => json.extend(b"true"),
        Plain::Scalar(Scalar::False) => json.extend(b"false"),
        _ => json.extend(b"null"),
    }
}
