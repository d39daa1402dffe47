//! A file of claims: CSV with one claim a row, and what is wrong with it, by line and column.
//!
//! A bad row is listed with its place and left out; the good ones stay. The ledger is such a file.

use std::{fmt, sync::LazyLock};

use super::{
    expression::{Expression, Misread},
    figure::Figure,
    population::Population,
};

/// Somebody's published figure.
#[derive(Debug, Clone, PartialEq)]
pub struct Claim {
    /// Its id, `A5.google`.
    pub id: String,
    /// What was claimed.
    pub claim: String,
    /// Who published it.
    pub source: String,
    /// When, or as of when.
    pub date: String,
    /// Of what, as written.
    pub population: String,
    /// The figure or name as published.
    pub published: String,
    /// What to know of it.
    pub note: String,
    pub(super) of: Population,
    pub(super) low: String,
    pub(super) high: String,
    pub(super) expression: Option<Expression>,
    /// Line and column at which the expression begins.
    pub(super) place: (usize, usize),
}

impl Claim {
    /// The published figure; none where it is a name, or in words.
    pub fn figure(&self) -> Option<f64> {
        Figure::parse(&self.published).map(|figure| figure.value)
    }
}

/// What is wrong with a file of claims, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// What stands there.
    pub found: String,
    /// What would be right.
    pub expected: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}: found {}, expected {}", self.line, self.column, self.found, self.expected)
    }
}

/// What was read of a file of claims.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Claims {
    /// The claims that were understood.
    pub rows: Vec<Claim>,
    /// The rows that were not.
    pub faults: Vec<Fault>,
}

/// The columns, in the order of the ledger; a file may have them in any order, and leave out all but `id`.
pub const COLUMNS: [&str; 10] =
    ["id", "claim", "source", "date", "population", "published", "low", "high", "expression", "note"];

static LEDGER: LazyLock<Claims> = LazyLock::new(|| Claims::read(include_bytes!("../claims.csv")));

/// The published claims that hubstate ships with.
pub fn ledger() -> &'static [Claim] {
    &LEDGER.rows
}

impl Claims {
    /// Reads a file of claims.
    pub fn read(bytes: &[u8]) -> Claims {
        let mut claims = Claims::default();
        let Ok(text) = std::str::from_utf8(bytes) else {
            claims.fault((1, 1), "bytes that are not UTF-8", "a CSV file in UTF-8");
            return claims;
        };
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let head = text.lines().next().unwrap_or_default();
        let delimiter = [',', ';', '\t'].into_iter().find(|&c| head.contains(c)).unwrap_or(',');
        let (records, open) = records(text, delimiter);
        let mut records = records.into_iter();
        let order = claims.header(&records.next().unwrap_or_default());
        if order.contains(&Some(0)) {
            records.for_each(|record| claims.row(&record, &order));
        }
        if let Some(place) = open {
            claims.fault(place, "a quote that is never closed", "`\"` before the next comma");
        }
        claims
    }

    fn fault(&mut self, (line, column): (usize, usize), found: &str, expected: &str) {
        self.faults.push(Fault { line, column, found: found.to_owned(), expected: expected.to_owned() });
    }

    /// Which column each cell of a row stands in.
    fn header(&mut self, record: &[Cell]) -> Vec<Option<usize>> {
        let order: Vec<Option<usize>> =
            record.iter().map(|cell| COLUMNS.iter().position(|name| *name == cell.text.trim())).collect();
        if !order.contains(&Some(0)) {
            self.fault((1, 1), "no column `id`", &format!("a first line such as {}", COLUMNS.join(",")));
        }
        for (cell, _) in record.iter().zip(&order).filter(|(_, column)| column.is_none()) {
            self.fault(cell.place, &format!("the column `{}`", cell.text), &format!("one of {}", COLUMNS.join(", ")));
        }
        order
    }

    fn row(&mut self, record: &[Cell], order: &[Option<usize>]) {
        let none = Cell { place: record.first().map_or((1, 1), |cell| cell.place), ..Cell::default() };
        let cell =
            |column: usize| order.iter().zip(record).find(|(at, _)| **at == Some(column)).map_or(&none, |(_, c)| c);
        if let Some(extra) = record.get(order.len()) {
            return self.fault(extra.place, "a cell more than the first line has", "quotes around a cell with a comma");
        }
        let text = |column: usize| cell(column).text.trim().to_owned();
        let (id, low, high) = (text(0), text(6), text(7));
        if id.is_empty() {
            return self.fault(cell(0).place, "no id", "a name for the claim");
        }
        if self.rows.iter().any(|claim| claim.id == id) {
            return self.fault(cell(0).place, &format!("`{id}` once more"), "an id that no row before has");
        }
        if let Some(bad) = [6, 7].map(cell).into_iter().find(|c| !c.text.trim().is_empty() && number(&c.text).is_none())
        {
            // A name may be written otherwise than it was published: then `low` holds it.
            if !high.is_empty() {
                return self.fault(bad.place, &format!("`{}`", bad.text), "a number such as 0.2, 20% or 2M");
            }
        }
        let of = match Population::parse(&cell(4).text) {
            Ok(of) => of,
            Err(misread) => return self.misread(cell(4), misread),
        };
        let written = &cell(8).text;
        let expression = match (!written.trim().is_empty()).then(|| Expression::parse(written)).transpose() {
            Ok(expression) => expression,
            Err(misread) => return self.misread(cell(8), misread),
        };
        self.rows.push(Claim {
            id,
            claim: text(1),
            source: text(2),
            date: text(3),
            population: text(4),
            published: text(5),
            note: text(9),
            of,
            low,
            high,
            expression,
            place: cell(8).place,
        });
    }

    fn misread(&mut self, cell: &Cell, misread: Misread) {
        self.fault((cell.place.0, cell.place.1 + misread.at), &misread.found, &misread.expected);
    }
}

/// A bound: a figure, or a plain decimal below 1.
pub(super) fn number(text: &str) -> Option<f64> {
    Figure::parse(text.trim()).map(|figure| figure.value)
}

#[derive(Debug, Default)]
struct Cell {
    text: String,
    /// Line and column of its first character.
    place: (usize, usize),
}

/// The rows of a CSV file that are not blank (RFC 4180), and where a quote was left open.
fn records(text: &str, delimiter: char) -> (Vec<Vec<Cell>>, Option<(usize, usize)>) {
    let mut records = Vec::new();
    let mut record: Vec<Cell> = Vec::new();
    let mut cell = Cell { place: (1, 1), ..Cell::default() };
    let mut quoted = None;
    let (mut line, mut column) = (1, 1);
    let mut chars = text.chars().filter(|c| *c != '\r').peekable();
    while let Some(c) = chars.next() {
        column += 1;
        match c {
            '"' if quoted.is_some() && chars.peek() == Some(&'"') => {
                chars.next();
                column += 1;
                cell.text.push('"');
            }
            '"' if quoted.is_some() => quoted = None,
            '"' if cell.text.is_empty() => {
                quoted = Some(cell.place);
                cell.place.1 += 1;
            }
            c if quoted.is_none() && (c == delimiter || c == '\n') => {
                if c == '\n' {
                    (line, column) = (line + 1, 1);
                }
                record.push(std::mem::replace(&mut cell, Cell { place: (line, column), ..Cell::default() }));
                if c == '\n' {
                    records.push(std::mem::take(&mut record));
                }
            }
            c => {
                if c == '\n' {
                    (line, column) = (line + 1, 1);
                }
                cell.text.push(c);
            }
        }
    }
    record.push(cell);
    records.push(record);
    records.retain(|record| record.len() > 1 || record.iter().any(|cell| !cell.text.trim().is_empty()));
    (records, quoted)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(text: &str) -> Vec<String> {
        Claims::read(text.as_bytes()).faults.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn a_file_has_a_claim_a_row() {
        let text = "\u{feff}published,id,expression,claim\r\n\"1,000\",x,overview.repos,\"models, \"\"all\"\" of them\"\r\n\r\n";
        let claims = Claims::read(text.as_bytes());
        assert_eq!(claims.faults, []);
        let claim = &claims.rows[0];
        assert_eq!((claim.published.as_str(), claim.claim.as_str()), ("1,000", "models, \"all\" of them"));
        assert_eq!((claim.place, claims.rows.len()), ((2, 11), 1));
        assert_eq!(Claims::read(b"id;claim\nx;a, b\n").rows[0].claim, "a, b");
    }

    #[test]
    fn bad_rows_are_listed_and_good_ones_stay() {
        let text = "id,population,low,high,expression\n\
                    a,,,,overview.repos\n\
                    b,,,,overview.\n\
                    ,,,,x.y\n\
                    a,,,,x.y\n\
                    c,model,,,x.y\n\
                    d,,few,9,x.y\n\
                    e,,,,\"x.y + , \"\n\
                    f,,,,x.y,too many\n\
                    g,,13-33b,,x.y\n";
        let claims = Claims::read(text.as_bytes());
        let ids: Vec<&str> = claims.rows.iter().map(|claim| claim.id.as_str()).collect();
        assert_eq!(ids, ["a", "g"]);
        let places: Vec<(usize, usize)> = claims.faults.iter().map(|fault| (fault.line, fault.column)).collect();
        assert_eq!(places, [(3, 15), (4, 1), (5, 1), (6, 3), (7, 4), (8, 13), (9, 10)]);
        assert_eq!(
            claims.faults[0].to_string(),
            "line 3, column 15: found the end, expected the name of a metric, a table or a column"
        );
    }

    #[test]
    fn a_file_that_is_none_says_so() {
        assert!(faults("")[0].starts_with("line 1, column 1: found no column `id`"));
        assert!(faults("id,colour\n")[0].starts_with("line 1, column 4: found the column `colour`"));
        assert!(faults("id,claim\nx,\"never closed\n\n")[0].starts_with("line 2, column 3: found a quote"));
        assert_eq!(Claims::read(&[b'i', 0xff]).faults.len(), 1);
    }
}
