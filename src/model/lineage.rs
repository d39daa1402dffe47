//! Which model a model comes from in the end, by the bases that the rows declare.
//!
//! From each row the first named base is followed until none is declared or it is not in the
//! snapshot, which makes its id the root; a cycle ends at its smallest id. The catch: a base that is
//! not declared, or was renamed, is not found.

use super::columns::Columns;

/// Set where a code is one of [`Columns::bases`] and not a row.
const ABROAD: u32 = 1 << 31;
const UNSET: u32 = u32::MAX;
const ON_THE_WAY: u32 = u32::MAX - 1;

/// The root of each row: a row, or a base that is not in the snapshot.
pub(super) fn roots(columns: &Columns) -> Vec<u32> {
    let rows = columns.ids.len();
    let bases = next(columns);
    let mut roots = vec![UNSET; rows];
    let mut way = Vec::new();
    for row in 0..rows as u32 {
        let mut at = row;
        let root = loop {
            match roots[at as usize] {
                UNSET => {}
                ON_THE_WAY => break smallest(columns, &way, at),
                root => break root,
            }
            roots[at as usize] = ON_THE_WAY;
            way.push(at);
            match bases[at as usize] {
                UNSET => break at,
                base if base & ABROAD != 0 => break base,
                base => at = base,
            }
        };
        way.drain(..).for_each(|row| roots[row as usize] = root);
    }
    roots
}

/// The id that a root stands for.
pub(super) fn id(columns: &Columns, root: u32) -> &str {
    if root & ABROAD != 0 { columns.bases.get(root & !ABROAD) } else { columns.ids.get(root) }
}

/// The row of a root, where it is in the snapshot.
pub(super) fn row(root: u32) -> Option<u32> {
    (root & ABROAD == 0).then_some(root)
}

/// The first named base of each row.
fn next(columns: &Columns) -> Vec<u32> {
    let mut place: Vec<u32> = (0..columns.bases.len() as u32).map(|code| code | ABROAD).collect();
    for (row, id) in (0..).zip(columns.ids.iter()) {
        if let Some(code) = columns.bases.code(id)
            && place[code as usize] & ABROAD != 0
        {
            place[code as usize] = row;
        }
    }
    (0..columns.ids.len()).map(|row| columns.base.get(row).next().map_or(UNSET, |code| place[code as usize])).collect()
}

/// The smallest id of the cycle that begins at `from`.
fn smallest(columns: &Columns, way: &[u32], from: u32) -> u32 {
    let cycle = way.iter().position(|&row| row == from).map_or(&[][..], |start| &way[start..]);
    cycle.iter().copied().min_by(|&a, &b| columns.ids.get(a).cmp(columns.ids.get(b))).unwrap_or(from)
}

#[cfg(test)]
mod tests {
    use crate::model::{Builder, RawRow, Snapshot};

    fn snapshot(rows: &[(&str, &[&str])]) -> Snapshot {
        let mut builder = Builder::default();
        for (id, bases) in rows {
            let bases = bases.iter().map(|&base| base.into()).collect();
            builder.push(&RawRow { id: (*id).into(), bases, ..RawRow::default() });
        }
        builder.finish().remove(0)
    }

    #[test]
    fn the_first_named_base_is_followed_to_its_end() {
        let snapshot = snapshot(&[
            ("u/quant", &["u/tune", "b/other"]),
            ("u/tune", &["b/base"]),
            ("b/base", &[]),
            ("u/abroad", &["gone/base"]),
            ("u/further", &["u/abroad"]),
            ("u/own", &["u/own"]),
        ]);
        let roots: Vec<&str> = (0..6).map(|row| snapshot.root(row)).collect();
        assert_eq!(roots, ["b/base", "b/base", "b/base", "gone/base", "gone/base", "u/own"]);
        assert_eq!((snapshot.root_row(1), snapshot.root_row(4)), (Some(2), None));
    }

    #[test]
    fn a_cycle_ends_at_its_smallest_id() {
        let snapshot = snapshot(&[("z/in", &["c/3"]), ("c/3", &["c/2"]), ("c/2", &["c/9"]), ("c/9", &["c/3"])]);
        assert_eq!((0..4).map(|row| snapshot.root(row)).collect::<Vec<_>>(), ["c/2"; 4]);
    }
}
