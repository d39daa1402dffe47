//! Numbers to numbers; this folder knows no word of the Hub.
//!
//! Integers are summed exactly and floats in sorted order, and what std computes differently on
//! wasm comes from `libm`: equal input gives equal bytes on every machine.

mod fit;
mod rank;

pub use fit::{half_life, tail_exponent};
pub use rank::spearman;

use std::cmp::Ordering;

/// `items` in the order of `compare`, equal ones as they came. All orders share one compiled sort:
/// a sort for each type is what a WebAssembly module grows by fastest.
pub fn sorted<T>(items: Vec<T>, compare: impl Fn(&T, &T) -> Ordering) -> Vec<T> {
    let order = order(items.len() as u32, &|a, b| compare(&items[a as usize], &items[b as usize]));
    let mut slots: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|at| slots[at as usize].take()).collect()
}

/// The places 0 … n − 1 in the order of `compare`, equal ones as they came: the one compiled sort.
#[inline(never)]
pub fn order(n: u32, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    let mut order: Vec<u32> = (0..n).collect();
    order.sort_by(|&a, &b| compare(a, b));
    order
}

/// The places of `keys` in their order, the smallest first, equal ones as they came: by their bytes from the last to the
/// first, so that millions cost a few passes and no comparison. Knuth 1998, "The Art of Computer Programming" 3, 5.2.5.
pub fn order_by(keys: &[u64]) -> Vec<u32> {
    if keys.is_sorted() {
        return (0..keys.len() as u32).collect();
    }
    if keys.is_sorted_by(|a, b| a >= b) {
        // The last of the runs of equal ones first, each as it came.
        let mut end = keys.len() as u32;
        let run = |equal: &[u64]| {
            let start = end - equal.len() as u32;
            start..std::mem::replace(&mut end, start)
        };
        return keys.chunk_by(|a, b| a == b).rev().flat_map(run).collect();
    }
    // A key takes its place along, so that what is read lies side by side: first under its low half, then under the other.
    let mut packed: Vec<u64> = (0..).zip(keys).map(|(at, &key): (u64, _)| key << 32 | at).collect();
    by_upper_half(&mut packed);
    if keys.iter().any(|key| key >> 32 != 0) {
        for entry in &mut packed {
            let at = *entry & u64::from(u32::MAX);
            *entry = keys[at as usize] >> 32 << 32 | at;
        }
        by_upper_half(&mut packed);
    }
    packed.into_iter().map(|entry| entry as u32).collect()
}

/// Sorts by the upper four bytes; what has the same stays in its order.
fn by_upper_half(packed: &mut Vec<u64>) {
    let mut other = vec![0; packed.len()];
    let differing = packed.iter().fold(0, |bits, entry| bits | entry ^ packed[0]);
    for shift in (32..64).step_by(8).filter(|shift| differing >> shift & 0xff != 0) {
        let digit = |entry: u64| (entry >> shift & 0xff) as usize;
        let mut starts = [0u32; 257];
        packed.iter().for_each(|&entry| starts[digit(entry) + 1] += 1);
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }
        for &entry in packed.iter() {
            let start = &mut starts[digit(entry)];
            other[*start as usize] = entry;
            *start += 1;
        }
        std::mem::swap(packed, &mut other);
    }
}

/// The values in rising order. Of many the small ones, which are most, are counted and not compared.
pub fn ascending(values: &[u64]) -> Vec<u64> {
    const SMALL: usize = 1 << 16;
    if values.is_sorted_by(|a, b| a >= b) {
        return values.iter().rev().copied().collect();
    }
    if !cfg!(feature = "formats") || values.len() < 2 * SMALL {
        let mut sorted = values.to_vec();
        sorted.sort_unstable();
        return sorted;
    }
    let mut counts = vec![0u32; SMALL];
    let mut large = Vec::new();
    for &value in values {
        match counts.get_mut(value as usize).filter(|_| value < SMALL as u64) {
            Some(count) => *count += 1,
            None => large.push(value),
        }
    }
    large.sort_unstable();
    let mut sorted = Vec::with_capacity(values.len());
    for (value, &count) in (0..).zip(&counts) {
        sorted.resize(sorted.len() + count as usize, value);
    }
    sorted.append(&mut large);
    sorted
}

/// The smallest value that `percent` in 100 of them do not exceed; none of none.
pub fn percentile(mut values: Vec<u64>, percent: usize) -> Option<u64> {
    let at = (values.len() * percent).div_ceil(100).checked_sub(1)?;
    let (_, found, _) = values.select_nth_unstable(at);
    Some(*found)
}

/// The key by which [`order_by`] puts the largest number first, and what has none last. The two largest share theirs.
pub fn falling(number: Option<u64>) -> u64 {
    number.map_or(u64::MAX, |number| (u64::MAX - 1).saturating_sub(number))
}

/// The first `k` of 0 … n − 1 by a number, the largest first and where there is none last, ties by `compare`. Only what
/// may be among them is kept on the way, so that the first thousand of millions cost one look each.
pub fn first(
    n: u32,
    k: usize,
    number: &dyn Fn(u32) -> Option<u64>,
    compare: &dyn Fn(u32, u32) -> Ordering,
) -> Vec<u32> {
    first_of(&mut (0..n), k, number, compare)
}

/// The same of `items`, which are in no order.
pub fn first_of(
    items: &mut dyn Iterator<Item = u32>,
    k: usize,
    number: &dyn Fn(u32) -> Option<u64>,
    compare: &dyn Fn(u32, u32) -> Ordering,
) -> Vec<u32> {
    /// Beyond twice the items that are looked for, how many are kept until the others are let go.
    const ROOM: usize = 1024;
    let most = k.saturating_mul(2).saturating_add(ROOM);
    let order = |a: u32, b: u32| number(b).cmp(&number(a)).then_with(|| compare(a, b));
    let mut kept: Vec<u32> = Vec::new();
    let mut last = None;
    for item in items {
        // Nearly all are told by one look at their own number.
        if last.is_none_or(|(least, last)| number(item) >= least && order(item, last).is_lt()) {
            kept.push(item);
        }
        if kept.len() == most && k > 0 {
            kept.select_nth_unstable_by(k - 1, |&a, &b| order(a, b));
            kept.truncate(k);
            last = kept.last().map(|&last| (number(last), last));
        }
    }
    // Read once each and put in order without a comparison; only equal ones are compared.
    let keys: Vec<u64> = kept.iter().map(|&item| falling(number(item))).collect();
    let ordered = order_by(&keys);
    let mut first = Vec::with_capacity(k.min(kept.len()));
    for equal in ordered.chunk_by(|&a, &b| keys[a as usize] == keys[b as usize]) {
        let Some(wanted) = k.checked_sub(first.len()).filter(|&wanted| wanted > 0) else { break };
        let item = |at: u32| kept[equal[at as usize] as usize];
        let largest = keys[equal[0] as usize] == falling(Some(u64::MAX));
        let ties = |a: u32, b: u32| if largest { order(a, b) } else { compare(a, b) };
        first.extend(least(equal.len() as u32, wanted, &|a, b| ties(item(a), item(b))).into_iter().map(item));
    }
    first
}

/// The first `k` of [`order`]. Of many the few are inserted one by one, since most are told by one comparison.
fn least(n: u32, k: usize, compare: &dyn Fn(u32, u32) -> Ordering) -> Vec<u32> {
    const FEW: usize = 1024;
    if k > FEW || (n as usize) < 2 * k {
        let mut all = order(n, compare);
        all.truncate(k);
        return all;
    }
    let mut least: Vec<u32> = Vec::new();
    for at in 0..n {
        if least.len() < k || least.last().is_some_and(|&last| compare(at, last).is_lt()) {
            least.insert(least.partition_point(|&other| compare(other, at).is_le()), at);
            least.truncate(k);
        }
    }
    least
}

/// `part ÷ whole`; none where the whole is 0.
pub fn share(part: u64, whole: u64) -> Option<f64> {
    (whole > 0).then(|| part as f64 / whole as f64)
}

/// The arithmetic mean; none of nothing.
pub fn mean(values: &[u64]) -> Option<f64> {
    let sum: u128 = values.iter().map(|&value| u128::from(value)).sum();
    (!values.is_empty()).then(|| sum as f64 / values.len() as f64)
}

/// The median: the middle value, of an even count the mean of the two middle ones.
pub fn median(values: &[u64]) -> Option<f64> {
    let sorted = ascending(values);
    let upper = *sorted.get(sorted.len() / 2)?;
    if sorted.len() % 2 == 1 {
        return Some(upper as f64);
    }
    let lower = sorted[sorted.len() / 2 - 1];
    Some((u128::from(lower) + u128::from(upper)) as f64 / 2.0)
}

/// [`median`] of rising (value, how many of it), `n` together.
pub fn median_counted(mut values: impl Iterator<Item = (u64, u64)>, n: u64) -> Option<f64> {
    let (mut sum, mut value) = (0, 0);
    let mut at = |rank: u64| {
        while sum <= rank {
            let (next, count) = values.next()?;
            (sum, value) = (sum + count, next);
        }
        Some(value)
    };
    let (lower, upper) = (at(n.checked_sub(1)? / 2)?, at(n / 2)?);
    Some((u128::from(lower) + u128::from(upper)) as f64 / 2.0)
}

/// [`median`] of floats.
pub fn median_of(values: Vec<f64>) -> Option<f64> {
    // In whole numbers of the same order, so that millions need no sort of their own.
    let turned = |bits: u64| if bits >> 63 == 1 { !bits } else { bits | 1 << 63 };
    let mut sorted: Vec<u64> = values.into_iter().map(|value| turned(value.to_bits())).collect();
    sorted.sort_unstable();
    let back = |key: u64| f64::from_bits(if key >> 63 == 1 { key & !(1 << 63) } else { !key });
    let upper = back(*sorted.get(sorted.len() / 2)?);
    Some((back(sorted[(sorted.len() - 1) / 2]) + upper) / 2.0)
}

/// The quantile of rising (value, weight): the smallest value at which the cumulative weight reaches
/// `percent` hundredths of `total`, that is of all of it; none where that is 0. Unweighted with weight 1.
/// Hyndman, Fan 1996, "Sample quantiles in statistical packages", definition 1: no interpolation.
pub fn quantile(mut values: impl Iterator<Item = (u64, u64)>, percent: u64, total: u64) -> Option<u64> {
    let mut sum = 0u128;
    let enough = (u128::from(percent) * u128::from(total)).div_ceil(100);
    let reaches = |&(_, weight): &(u64, u64)| {
        sum += u128::from(weight);
        sum >= enough
    };
    let found = values.find(reaches)?;
    (total > 0).then_some(found.0)
}

/// The mean of values, each with its weight: Σwx ÷ Σw, kept as whole numbers.
#[derive(Debug, Clone, Copy, Default)]
pub struct WeightedMean {
    total: u128,
    sum: u128,
}

impl WeightedMean {
    /// Adds a value.
    #[inline]
    pub fn add(&mut self, value: u64, weight: u64) {
        const HALF: u32 = 32;
        self.total += u128::from(weight);
        // A product of two long numbers is a call on WebAssembly; hardly any weight is so long.
        let product = if weight >> HALF == 0 {
            let high = (value >> HALF) * weight;
            (u128::from(high) << HALF) + u128::from((value << HALF >> HALF) * weight)
        } else {
            u128::from(value) * u128::from(weight)
        };
        self.sum = self.sum.saturating_add(product);
    }

    /// The mean; none where Σw is 0.
    pub fn get(&self) -> Option<f64> {
        (self.total > 0).then(|| self.sum as f64 / self.total as f64)
    }
}

/// The Gini coefficient, Σ(2i − n − 1)x_i / (n·Σx) over x ascending; none where Σx is 0.
pub fn gini(values: &[u64]) -> Option<f64> {
    let n = values.len() as i128;
    let total: i128 = values.iter().map(|&x| i128::from(x)).sum();
    // Equal ones together: their weights lie evenly around that of the middle one. Multiplied once for each value.
    let mut before = 0;
    let weigh = |equal: &[u64]| {
        let count = equal.len() as i128;
        let weight = (2 * before + count - n) * count;
        before += count;
        weight * i128::from(equal[0])
    };
    let weighted: i128 = if values.is_sorted_by(|a, b| a >= b) {
        values.chunk_by(|a, b| a == b).rev().map(weigh).sum()
    } else {
        ascending(values).chunk_by(|a, b| a == b).map(weigh).sum()
    };
    (total > 0).then(|| weighted as f64 / (n as f64 * total as f64))
}

/// The Herfindahl–Hirschman index, 10,000·Σs_i²; none where Σx is 0.
pub fn hhi(values: &[u64]) -> Option<f64> {
    let total: u128 = values.iter().map(|&x| u128::from(x)).sum();
    if total == 0 {
        return None;
    }
    let squares: f64 = ascending(values).iter().map(|&x| (x as f64 / total as f64) * (x as f64 / total as f64)).sum();
    Some(10_000.0 * squares)
}

/// The Lorenz curve: (share of holders, share of the whole), smallest first, from (0, 0) to (1, 1),
/// thinned to at most `points` steps.
pub fn lorenz(values: &[u64], points: usize) -> Vec<(f64, f64)> {
    let sorted = ascending(values);
    let total: u128 = sorted.iter().map(|&x| u128::from(x)).sum();
    if total == 0 {
        return Vec::new();
    }
    let n = sorted.len();
    let step = n.div_ceil(points.max(1)).max(1);
    let mut curve = vec![(0.0, 0.0)];
    let mut sum = 0u128;
    for (at, &x) in sorted.iter().enumerate() {
        sum += u128::from(x);
        // The last tenth holds most of the whole: every step is kept there.
        if (at + 1) % step == 0 || at + 1 == n || at * 10 >= n * 9 && (at + 1) % (step / 10).max(1) == 0 {
            curve.push(((at + 1) as f64 / n as f64, sum as f64 / total as f64));
        }
    }
    curve
}

/// Sums of the first 1, 2, 3 … of `descending`.
pub fn cumulative(descending: &[u64]) -> Vec<u64> {
    descending
        .iter()
        .scan(0u64, |sum, &x| {
            *sum = sum.saturating_add(x);
            Some(*sum)
        })
        .collect()
}

/// The fewest of `descending` that hold at least half of their sum; none where it is 0.
pub fn half_rank(descending: &[u64]) -> Option<usize> {
    let total: u128 = descending.iter().map(|&x| u128::from(x)).sum();
    if total == 0 {
        return None;
    }
    let mut sum = 0u128;
    descending
        .iter()
        .position(|&x| {
            sum += u128::from(x);
            2 * sum >= total
        })
        .map(|at| at + 1)
}

/// `count` whole numbers from `first` to `last`, evenly spaced in the logarithm; equal ones once.
pub fn log_spaced(first: usize, last: usize, count: usize) -> Vec<usize> {
    if first == 0 || first >= last || count < 2 {
        return vec![last];
    }
    let step = libm::log(last as f64 / first as f64) / (count - 1) as f64;
    let at = |step_number: usize| libm::round(first as f64 * libm::exp(step * step_number as f64)) as usize;
    let mut numbers: Vec<usize> = (0..count - 1).map(at).chain([last]).collect();
    numbers.dedup();
    numbers
}

/// The largest k for which the first of `descending` exceeds ranks 2 … k + 1 together: 0 where the
/// second is as large, all others where it exceeds them all. None where there is no other.
pub fn outweighs(descending: &[u64]) -> Option<usize> {
    let (&first, others) = descending.split_first()?;
    if others.is_empty() {
        return None;
    }
    let mut sum = 0u128;
    Some(
        others
            .iter()
            .take_while(|&&x| {
                sum += u128::from(x);
                u128::from(first) > sum
            })
            .count(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentile_is_the_first_value_that_as_many_do_not_exceed() {
        let values: Vec<u64> = (1..=200).rev().collect();
        assert_eq!([50, 99, 100].map(|percent| percentile(values.clone(), percent)), [Some(100), Some(198), Some(200)]);
        assert_eq!((percentile(vec![7], 99), percentile(vec![7], 0), percentile(vec![], 99)), (Some(7), None, None));
    }

    #[test]
    fn orders_by_keys_and_first_ones_are_those_of_a_sort() {
        assert_eq!(order_by(&[]), [0; 0]);
        assert_eq!(order_by(&[7, 7, 7]), [0, 1, 2]);
        assert_eq!(order_by(&[9, 7, 7, 7, 2, 2]), [4, 5, 1, 2, 3, 0]);
        assert_eq!(order_by(&[300, 2, u64::MAX, 2, 256]), [1, 3, 4, 0, 2]);
        // A sequence without order, in which values repeat.
        let keys: Vec<u64> = (0..5000u64).map(|at| at * 7919 % 1013 * 65_537).collect();
        let compare = |a: u32, b: u32| keys[a as usize].cmp(&keys[b as usize]).then(a.cmp(&b));
        let sorted = order(5000, &compare);
        assert_eq!(order_by(&keys), sorted);
        for k in [0, 1, 25, 1500, 5000, 9000] {
            assert_eq!(first(5000, k, &|_| None, &compare), sorted[..k.min(5000)]);
            // The largest first, those without a number last, equal ones by their place.
            let number = |at: u32| Some(keys[at as usize]).filter(|_| at > 1);
            let mut all: Vec<u32> = (0..5000).collect();
            all.sort_by_key(|&at| std::cmp::Reverse(number(at)));
            assert_eq!(first(5000, k, &number, &|a, b| a.cmp(&b)), all[..k.min(5000)]);
        }
    }

    #[test]
    fn the_first_of_equal_ones_are_those_of_a_sort() {
        let name = |at: u32| at * 7919 % 5003;
        let number = |at: u32| Some(if at.is_multiple_of(500) { u64::MAX - u64::from(at % 1000 / 500) } else { 3 });
        let mut all: Vec<u32> = (0..5000).collect();
        all.sort_by_key(|&at| (std::cmp::Reverse(number(at)), name(at)));
        for k in [0, 1, 5, 9, 10, 11, 100, 1024, 1034, 1100, 2600, 6000] {
            assert_eq!(first(5000, k, &number, &|a, b| name(a).cmp(&name(b))), all[..k.min(5000)], "{k}");
        }
    }

    #[test]
    fn many_values_rise_as_a_few_do() {
        let values: Vec<u64> = (0..200_000u64).map(|at| at * 7919 % 100_003 * (1 + at % 3)).collect();
        let mut sorted = values.clone();
        sorted.sort_unstable();
        assert_eq!(ascending(&values), sorted);
        let falling: Vec<u64> = sorted.iter().rev().copied().collect();
        assert_eq!((ascending(&falling), ascending(&[3, 1, 2]), ascending(&[])), (sorted, vec![1, 2, 3], vec![]));
    }

    #[test]
    fn the_median_of_an_even_count_is_between_the_middle_two() {
        assert_eq!(median(&[3, 1, 2]), Some(2.0));
        assert_eq!(median(&[4, 1, 3, 2]), Some(2.5));
        assert_eq!(median(&[]), None);
        assert_eq!(median(&[u64::MAX, u64::MAX]), Some(u64::MAX as f64));
        assert_eq!(mean(&[1, 2, 6]), Some(3.0));
        let counted =
            |values: &[(u64, u64)]| median_counted(values.iter().copied(), values.iter().map(|(_, count)| count).sum());
        assert_eq!([counted(&[(1, 1), (2, 2), (9, 1)]), counted(&[(1, 2), (4, 2)])], [Some(2.0), Some(2.5)]);
        assert_eq!(counted(&[]), None);
    }

    #[test]
    fn quantiles_and_means_by_hand() {
        let quantile = |values: &[(u64, u64)], percent| {
            super::quantile(values.iter().copied(), percent, values.iter().map(|(_, weight)| weight).sum())
        };
        let weighted_mean = |values: &[(u64, u64)]| {
            let mut mean = WeightedMean::default();
            values.iter().for_each(|(value, weight)| mean.add(*value, *weight));
            mean.get()
        };
        let even = [(1, 1), (2, 1), (3, 1), (4, 1)];
        // Half of four is two: the second smallest. Nine tenths of four is 3.6: the fourth.
        assert_eq!((quantile(&even, 50), quantile(&even, 51), quantile(&even, 90)), (Some(2), Some(3), Some(4)));
        // Weights 0, 1 and 9: half of ten is reached by the heavy one, a tenth by the light one.
        let heavy = [(1, 0), (5, 1), (7, 9)];
        assert_eq!((quantile(&heavy, 50), quantile(&heavy, 10)), (Some(7), Some(5)));
        assert_eq!((quantile(&[(3, 0)], 50), quantile(&[], 50)), (None, None));
        // (7·9 + 5·1) ÷ 10.
        assert_eq!(weighted_mean(&heavy), Some(6.8));
        assert_eq!(weighted_mean(&[(3, 0)]), None);
        let large = 1 << 53;
        assert_eq!(weighted_mean(&[(large, large), (large, large)]), Some(large as f64));
        assert_eq!((median_of(vec![4.0, 1.0, 2.0]), median_of(vec![2.5, 1.0])), (Some(2.0), Some(1.75)));
        assert_eq!(median_of(vec![]), None);
    }

    #[test]
    fn equal_items_keep_their_order() {
        let items = vec![("b", 1), ("a", 2), ("b", 0), ("a", 1)];
        assert_eq!(sorted(items, |x, y| x.0.cmp(y.0)), [("a", 2), ("a", 1), ("b", 1), ("b", 0)]);
    }

    #[test]
    fn gini_by_hand() {
        // Two holders, one with all: (2·2 − 3)·1 ÷ (2·1) = ½.
        assert_eq!(gini(&[0, 1]), Some(0.5));
        // 1, 2, 3: (−2·1 + 0·2 + 2·3) ÷ (3·6) = 4/18.
        assert_eq!(gini(&[3, 1, 2]), Some(4.0 / 18.0));
        assert_eq!(gini(&[5, 5, 5]), Some(0.0));
        assert_eq!(gini(&[0, 0]), None);
    }

    #[test]
    fn hhi_by_hand() {
        // Shares ½, ¼, ¼: 10,000 · (0.25 + 0.0625 + 0.0625).
        assert_eq!(hhi(&[2, 1, 1]), Some(3750.0));
        assert_eq!(hhi(&[7]), Some(10_000.0));
        assert_eq!(hhi(&[]), None);
    }

    #[test]
    fn half_and_lead_by_hand() {
        assert_eq!(half_rank(&[4, 3, 2, 1]), Some(2));
        assert_eq!(half_rank(&[5, 3, 2]), Some(1));
        assert_eq!(half_rank(&[0]), None);
        assert_eq!(outweighs(&[6, 3, 2, 1]), Some(2));
        assert_eq!(outweighs(&[6, 6]), Some(0));
        assert_eq!(outweighs(&[9, 3, 2]), Some(2));
        assert_eq!(outweighs(&[9]), None);
        assert_eq!(cumulative(&[4, 3, 2]), [4, 7, 9]);
    }

    #[test]
    fn steps_are_even_in_the_logarithm() {
        assert_eq!(log_spaced(100, 1000, 10), [100, 129, 167, 215, 278, 359, 464, 599, 774, 1000]);
        assert_eq!(log_spaced(10, 12, 10), [10, 11, 12]);
        assert_eq!(log_spaced(10, 10, 10), [10]);
        assert_eq!(log_spaced(0, 5, 10), [5]);
    }

    #[test]
    fn the_lorenz_curve_runs_from_corner_to_corner() {
        assert_eq!(lorenz(&[1, 3], 10), [(0.0, 0.0), (0.5, 0.25), (1.0, 1.0)]);
        let many: Vec<u64> = (0..5000).collect();
        let curve = lorenz(&many, 100);
        assert!(curve.len() < 300 && curve.last() == Some(&(1.0, 1.0)));
    }
}
