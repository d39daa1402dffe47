//! A reader's own table of owners: `owner,region[,country,type,entity]`, as CSV.
//!
//! Owners compare without case, the first row of an owner stands. What a column says of an owner counts
//! in place of the reviewed table; what there is no column for, the reviewed table still answers. A row
//! that cannot be used is left out and listed with its line.

use std::sync::LazyLock;

use thiserror::Error;

use super::owners::{OWNER_TYPES, Owner, Region, owner};
use crate::model::Names;

/// A reader's own table of owners.
#[derive(Debug, Default)]
pub struct Custom {
    /// The owners, in lower case; their codes are places in `rows`.
    names: Names,
    rows: Vec<Row>,
    has: [bool; OPTIONAL.len()],
    complaints: Vec<String>,
    bad: u64,
}

#[derive(Debug)]
struct Row {
    region: Region,
    /// Country, type and entity; empty where the row does not say.
    cells: [String; OPTIONAL.len()],
}

/// The columns that may be missing.
const OPTIONAL: [&str; 3] = ["country", "type", "entity"];

/// Complaints kept; more are only counted.
const LISTED: usize = 20;

/// Why a table of owners cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum CustomError {
    /// It is not text.
    #[error("byte {0}: found no UTF-8, expected a CSV file: save the table as text")]
    NotText(usize),
    /// It does not name its columns.
    #[error("line 1: found `{0}`, expected the columns owner and region, and country, type or entity if you like")]
    Header(String),
    /// No row can be used.
    #[error("none of {0} rows can be used: {1}")]
    NoRow(u64, String),
}

impl Custom {
    /// Reads a table.
    pub fn parse(bytes: &[u8]) -> Result<Custom, CustomError> {
        let text = std::str::from_utf8(bytes).map_err(|error| CustomError::NotText(error.valid_up_to()))?;
        let mut lines = text.trim_start_matches('\u{feff}').lines();
        let header = lines.next().unwrap_or_default();
        let delimiter = [',', ';', '\t'].into_iter().find(|&d| header.contains(d)).unwrap_or(',');
        let titles = cells(header, delimiter).unwrap_or_default();
        let place = |title: &str| titles.iter().position(|other| other.eq_ignore_ascii_case(title));
        let (Some(owner), Some(region)) = (place("owner"), place("region")) else {
            return Err(CustomError::Header(header.chars().take(60).collect()));
        };
        let optional = OPTIONAL.map(place);
        let mut table = Custom { has: optional.map(|place| place.is_some()), ..Custom::default() };
        for (at, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let row = cells(line, delimiter).ok_or_else(|| "a quote that is not closed; expected two of them".into());
            let cell = |place: Option<usize>, row: &mut Vec<String>| {
                place.and_then(|place| row.get_mut(place)).map(std::mem::take).unwrap_or_default()
            };
            let taken = row.and_then(|mut row| {
                let name = cell(Some(owner), &mut row);
                let region = cell(Some(region), &mut row);
                table.take(&name, &region, optional.map(|place| cell(place, &mut row)))
            });
            if let Err(fault) = taken {
                table.bad += 1;
                if table.complaints.len() < LISTED {
                    table.complaints.push(format!("line {}: {fault}", at + 2));
                }
            }
        }
        match table.complaints.first() {
            Some(first) if table.rows.is_empty() => Err(CustomError::NoRow(table.bad, first.clone())),
            _ => Ok(table),
        }
    }

    /// A table without rows, which leaves every owner's region open.
    pub fn none() -> &'static Custom {
        static NONE: LazyLock<Custom> = LazyLock::new(Custom::default);
        &NONE
    }

    fn take(&mut self, owner: &str, region: &str, mut cells: [String; OPTIONAL.len()]) -> Result<(), String> {
        if owner.is_empty() {
            return Err("no owner; expected the text before the slash of an id".to_owned());
        }
        let wanted = |word: &&str| word.eq_ignore_ascii_case(region);
        let region = Region::ALL.into_iter().find(|region| wanted(&region.as_str()));
        let region = region.ok_or("no such region; expected eastern, western, other or unreviewed")?;
        let [country, kind, _] = &mut cells;
        country.make_ascii_uppercase();
        kind.make_ascii_lowercase();
        if !country.is_empty() && (country.len() != 2 || !country.bytes().all(|b| b.is_ascii_uppercase())) {
            return Err(format!("country `{country}`; expected two letters (ISO 3166-1), or nothing"));
        }
        if !kind.is_empty() && !OWNER_TYPES.contains(&kind.as_str()) {
            return Err(format!("type `{kind}`; expected one of {}", OWNER_TYPES.join(", ")));
        }
        let known = self.names.len();
        if (self.names.intern(&owner.to_ascii_lowercase()) as usize) < known {
            return Err(format!("{owner} once more; its first row stands"));
        }
        self.rows.push(Row { region, cells });
        Ok(())
    }

    /// How many owners it names.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether it names none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// What is wrong with rows that are left out, each with its line; further ones are counted.
    pub fn complaints(&self) -> Vec<String> {
        let more = self.bad.saturating_sub(self.complaints.len() as u64);
        let rest = (more > 0).then(|| format!("{more} more rows are left out"));
        self.complaints.iter().cloned().chain(rest).collect()
    }

    /// The row of an owner; none where neither this table nor the reviewed one lists it.
    pub fn owner(&self, name: &str) -> Option<Owner<'_>> {
        let reviewed = owner(name);
        let own = self.names.code(&name.to_ascii_lowercase()).and_then(|code| self.rows.get(code as usize));
        if own.is_none() && reviewed.is_none() {
            return None;
        }
        let cell = |place: usize, reviewed: Option<&'static str>| {
            if self.has[place] { own.map_or("", |row| row.cells[place].as_str()) } else { reviewed.unwrap_or("") }
        };
        let kind = cell(1, reviewed.map(|row| row.kind));
        Some(Owner {
            entity: cell(2, reviewed.map(|row| row.entity)),
            country: cell(0, reviewed.map(|row| row.country)),
            region: own.map_or(Region::Unreviewed, |row| row.region),
            no_seat: !self.has[0] && reviewed.is_some_and(|row| row.no_seat),
            kind: if kind.is_empty() { "unknown" } else { kind },
            evidence: if own.is_some() { "your table" } else { "not in your table" },
        })
    }
}

/// The cells of a line, trimmed; none where a quote is not closed.
fn cells(line: &str, delimiter: char) -> Option<Vec<String>> {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        let last = cells.len() - 1;
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cells[last].push('"');
            }
            '"' => quoted = !quoted,
            c if c == delimiter && !quoted => cells.push(String::new()),
            c => cells[last].push(c),
        }
    }
    cells.iter_mut().for_each(|cell| *cell = cell.trim().to_owned());
    (!quoted).then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(text: &str) -> Custom {
        Custom::parse(text.as_bytes()).unwrap()
    }

    #[test]
    fn the_first_row_of_an_owner_stands_and_bad_ones_are_listed_with_their_line() {
        let custom = table("owner,region\nQwen,western\nQWEN,eastern\n\nx,east\n,other\n\"y\nz, Other \n");
        assert_eq!(custom.len(), 2);
        assert_eq!(custom.owner("qwen").unwrap().region, Region::Western);
        assert_eq!(custom.owner("Z").unwrap().region, Region::Other);
        assert_eq!(custom.owner("google").unwrap().region, Region::Unreviewed);
        assert_eq!(custom.owner("nobody-knows"), None);
        let lines: Vec<String> = custom.complaints().iter().map(|text| text.chars().take(7).collect()).collect();
        assert_eq!(lines, ["line 3:", "line 5:", "line 6:", "line 7:"]);
    }

    #[test]
    fn what_has_no_column_stays_with_the_reviewed_table() {
        let row =
            |text, name| table(text).owner(name).map(|row| (row.country.to_owned(), row.kind.to_owned())).unwrap();
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(row("owner,region\ngoogle,other", "Google"), pair("US", "company"));
        assert_eq!(row("owner,region,country\ngoogle,other,\nx,other,se", "Google"), pair("", "company"));
        assert_eq!(row("owner,region,country\ngoogle,other,\nx,other,se", "x"), pair("SE", "unknown"));
        assert_eq!(row("type,owner,region\nCompany,x,other", "google"), pair("US", "unknown"));
    }

    #[test]
    fn exports_of_spreadsheets_are_read() {
        let custom = table("\u{feff}\"Owner\";Region;Entity\r\n\"a \"\"b\"\"\";EASTERN;\"A; B\"\r\n");
        let row = custom.owner("A \"b\"").unwrap();
        assert_eq!((row.region, row.entity, row.evidence), (Region::Eastern, "A; B", "your table"));
    }

    #[test]
    fn a_table_that_cannot_be_used_says_why() {
        let error = |bytes: &[u8]| Custom::parse(bytes).unwrap_err().to_string();
        assert!(
            error(b"name,home\nx,y").starts_with("line 1: found `name,home`, expected the columns owner and region")
        );
        assert!(error(b"owner,region\nx,east\n").starts_with("none of 1 rows can be used: line 2: "));
        assert!(error(b"owner,\xff").starts_with("byte 6: "));
        assert!(error(b"").starts_with("line 1: found ``"));
        assert!(table("owner,region").is_empty());
    }

    #[test]
    fn a_long_list_of_faults_is_counted() {
        let text = format!("owner,region\na,other\n{}", "x,y\n".repeat(25));
        assert_eq!(table(&text).complaints().last().unwrap(), "5 more rows are left out");
    }
}
