//! All rows in the order of their ids, which breaks the ties of every ranking: of millions, half have few downloads.

use std::cmp::Ordering;

use super::{columns::Columns, repo::slash};

/// The rows by id in bytes: by owner first, so that only the names of one owner are compared with each other.
pub(super) fn by_id(columns: &Columns) -> Vec<u32> {
    const NONE: u32 = u32::MAX;
    let id = |row: u32| columns.ids.get(row);
    // Where the name begins in an id that begins with its owner, unlike `gpt2` or `/root/m`.
    let name = |id: &str| slash(id).filter(|&slash| slash > 0).map(|slash| slash + 1);
    let ranks = ranks(columns);
    let rank = |row: usize| name(id(row as u32)).map_or(NONE, |_| ranks[columns.owner[row] as usize]);
    let places: Vec<u32> = (0..columns.owner.len()).map(rank).collect();
    let mut starts = vec![0; ranks.len() + 1];
    places.iter().filter(|&&rank| rank != NONE).for_each(|&rank| starts[rank as usize + 1] += 1);
    for at in 1..starts.len() {
        starts[at] += starts[at - 1];
    }
    // What is read of each id goes along to its place: read from there it would be met at random.
    let mut beside = vec![(0, 0); starts[ranks.len()]];
    let mut ends = starts.clone();
    let mut others = Vec::new();
    for (row, &rank) in (0..).zip(&places) {
        match (name(id(row)), ends.get_mut(rank as usize)) {
            (Some(from), Some(end)) => {
                beside[*end] = (eight(id(row), from, 0), row);
                *end += 1;
            }
            _ => others.push(row),
        }
    }
    let mut rows = vec![0; beside.len()];
    for owner in starts.windows(2).filter(|owner| owner[0] < owner[1]) {
        let beside = &mut beside[owner[0]..owner[1]];
        let from = name(id(beside[0].1)).unwrap_or(0);
        let next = |row: u32, from: usize| eight(id(row), from, 0);
        settle(beside, &mut rows[owner[0]..owner[1]], from, &next, &|a, b| id(a).cmp(id(b)).then(a.cmp(&b)));
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
    let name = |owner: u32| columns.owners.get(owner);
    let whole = |owner: u32| name(owner).bytes().chain([b'/']);
    let mut owners: Vec<u32> = (0..columns.owners.len() as u32).collect();
    by_text(&mut owners, 0, &|owner, from| eight(name(owner), from, b'/'), &|a, b| whole(a).cmp(whole(b)));
    inverse(&owners)
}

/// The place of each name in the order of all of them.
pub(super) fn places(names: &[&str]) -> Vec<u32> {
    let name = |at: u32| names[at as usize];
    let mut order: Vec<u32> = (0..names.len() as u32).collect();
    by_text(&mut order, 0, &|at, from| eight(name(at), from, 0), &|a, b| name(a).cmp(name(b)));
    inverse(&order)
}

/// So few texts are compared as they are.
const FEW: usize = 16;

/// Bytes in which texts are told apart by eight at a time; what is the same in all of these is compared whole.
const TOLD_APART: usize = 64;

/// Puts numbers in the order of their texts, which are the same before `from`. Eight bytes of each lie beside it, so
/// that a text is read once, and not each time that it is compared.
fn by_text(
    numbers: &mut [u32],
    from: usize,
    eight: &impl Fn(u32, usize) -> u64,
    compare: &impl Fn(u32, u32) -> Ordering,
) {
    if numbers.len() < FEW || from > TOLD_APART {
        numbers.sort_unstable_by(|&a, &b| compare(a, b));
        return;
    }
    let mut beside: Vec<(u64, u32)> = numbers.iter().map(|&number| (eight(number, from), number)).collect();
    settle(&mut beside, numbers, from, eight, compare);
}

/// The same of numbers whose eight bytes from `from` on have been read.
fn settle(
    beside: &mut [(u64, u32)],
    mut numbers: &mut [u32],
    from: usize,
    eight: &impl Fn(u32, usize) -> u64,
    compare: &impl Fn(u32, u32) -> Ordering,
) {
    beside.sort_unstable();
    for run in beside.chunk_by(|a, b| a.0 == b.0) {
        let (same, behind) = numbers.split_at_mut(run.len());
        numbers = behind;
        same.iter_mut().zip(run).for_each(|(number, (_, next))| *number = *next);
        match run {
            [_] => {}
            // They end here, or hold a zero.
            [(key, _), ..] if key & 0xff == 0 => same.sort_unstable_by(|&a, &b| compare(a, b)),
            _ => by_text(same, from + 8, eight, compare),
        }
    }
}

/// The eight bytes of a text and of the one behind it from a place on, zeros where it has ended.
fn eight(text: &str, from: usize, behind: u8) -> u64 {
    let rest = text.as_bytes().get(from..);
    let length = rest.map_or(0, |rest| rest.len().min(8));
    let mut bytes = [0; 8];
    if let Some(rest) = rest {
        bytes[..length].copy_from_slice(&rest[..length]);
        bytes.get_mut(length).into_iter().for_each(|byte| *byte = behind);
    }
    u64::from_be_bytes(bytes)
}

/// The place of each number below the length of an order, in that order.
fn inverse(order: &[u32]) -> Vec<u32> {
    let mut places = vec![0; order.len()];
    for (place, &number) in (0..).zip(order) {
        places[number as usize] = place;
    }
    places
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

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

    #[test]
    fn texts_are_told_apart_however_late_they_differ() {
        let long = "a".repeat(TOLD_APART + 9);
        let ends = ["", "\0", "\0\0", "-", "/", "0", "a", "aa", "aaaaaaa", "aaaaaaaa", "aaaaaaaaa", "é", "z"];
        let starts = ["", "a", "aaaaaaa", "aaaaaaaa", "b", "bbbbbbbbb", &long];
        let texts: Vec<String> = starts
            .iter()
            .flat_map(|start| ends.map(|end| format!("{start}{end}")))
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect();
        // 31 has no divisor in common with their number: they come in another order, and each once.
        assert!(texts.len() > 3 * FEW && !texts.len().is_multiple_of(31));
        let mixed: Vec<&str> = (0..texts.len()).map(|at| texts[at * 31 % texts.len()].as_str()).collect();
        let ordered = places(&mixed);
        assert!((0..texts.len()).all(|at| ordered[at] as usize == at * 31 % texts.len()));

        let mut builder = Builder::default();
        let ids: Vec<String> = mixed.iter().flat_map(|text| [format!("o{text}/x"), format!("o/{text}")]).collect();
        ids.iter().for_each(|id| builder.push(&RawRow { id: id.as_str().into(), ..RawRow::default() }));
        let snapshot = builder.finish().remove(0);
        let ordered: Vec<&str> = by_id(&snapshot.columns).into_iter().map(|row| snapshot.repo(row).id()).collect();
        let sorted: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        assert_eq!(ordered, sorted.into_iter().collect::<Vec<_>>());
    }
}
