//! All rows in the order of their ids, which breaks the ties of every ranking: of millions, half have few downloads.

use super::columns::Columns;

/// The rows by id in bytes: by owner first, so that only the names of one owner are compared with each other.
pub(super) fn by_id(columns: &Columns) -> Vec<u32> {
    let id = |row: u32| columns.ids.get(row);
    let ranks = ranks(columns);
    let places: Vec<Option<u32>> = (0..columns.owner.len() as u32)
        .map(|row| {
            let owner = columns.owner[row as usize];
            let rest = id(row).strip_prefix(columns.owners.get(owner))?;
            rest.starts_with('/').then(|| ranks[owner as usize])
        })
        .collect();
    let mut starts = vec![0; ranks.len() + 1];
    places.iter().flatten().for_each(|&rank| starts[rank as usize + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    let mut rows = vec![0; starts[ranks.len()]];
    let mut ends = starts.clone();
    // Ids that do not begin with their owner, such as `gpt2`.
    let mut others = Vec::new();
    for (row, place) in (0..).zip(&places) {
        match place {
            Some(rank) => {
                let end = &mut ends[*rank as usize];
                rows[*end] = row;
                *end += 1;
            }
            None => others.push(row),
        }
    }
    for owner in starts.windows(2) {
        rows[owner[0]..owner[1]].sort_unstable_by(|&a, &b| id(a).cmp(id(b)).then(a.cmp(&b)));
    }
    if !others.is_empty() {
        rows.append(&mut others);
        // Two runs, of which the first is in order: the stable sort merges them.
        rows.sort_by(|&a, &b| id(a).cmp(id(b)).then(a.cmp(&b)));
    }
    rows
}

/// The place of each owner in the order of their names with the slash behind them, as ids have it.
fn ranks(columns: &Columns) -> Vec<u32> {
    let name = |owner: u32| columns.owners.get(owner).bytes().chain([b'/']);
    let mut owners: Vec<u32> = (0..columns.owners.len() as u32).collect();
    owners.sort_unstable_by(|&a, &b| name(a).cmp(name(b)));
    inverse(&owners)
}

/// The place of each number below the length of an order, in that order.
pub(super) fn inverse(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, &number) in (0..).zip(order) {
        places[number as usize] = place;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Builder, RawRow};

    #[test]
    fn the_order_is_that_of_the_ids_in_bytes() {
        let ids = ["b/y", "a-b/x", "a/x", "gpt2", "a/x-1", "a.b/z", "a/", "/root/m", "b", "Z/q", "a/w", "zz/1", "é/é"];
        let mut builder = Builder::default();
        ids.iter().for_each(|id| builder.push(&RawRow { id: (*id).into(), ..RawRow::default() }));
        let snapshot = builder.finish().remove(0);
        let ordered: Vec<&str> = by_id(&snapshot.columns).into_iter().map(|row| snapshot.repo(row).id()).collect();
        let mut sorted = ids.to_vec();
        sorted.sort_unstable();
        assert_eq!(ordered, sorted);
    }
}
