//! Whether two measures put the same things in the same order.

use super::order_by;

/// Spearman's rank correlation with average ranks: Pearson's correlation of the ranks, where equal
/// values share the mean of theirs. None where one of the measures is the same for all.
/// Spearman 1904, "The proof and measurement of association between two things"; ties as in
/// Kendall, Gibbons 1990, "Rank Correlation Methods", section 3.8.
pub fn spearman(one: &[u64], other: &[u64]) -> Option<f64> {
    let (a, b) = (deviations(one), deviations(other));
    let dot = |a: &[i32], b: &[i32]| -> i128 {
        a.iter().zip(b).map(|(&a, &b)| i128::from(i64::from(a) * i64::from(b))).sum()
    };
    // The product under one root, so that equal orders give exactly 1.
    let spread = (dot(&a, &a) as f64 * dot(&b, &b) as f64).sqrt();
    (spread > 0.0).then(|| (dot(&a, &b) as f64 / spread).clamp(-1.0, 1.0))
}

/// Twice the distance of each value's average rank from the mean rank: whole numbers, none larger than the number of
/// values.
fn deviations(values: &[u64]) -> Vec<i32> {
    // For millions; the page's first core leaves it out.
    if cfg!(feature = "formats")
        && let Some(deviations) = counted(values)
    {
        return deviations;
    }
    let n = values.len();
    let mut out = vec![0; n];
    let order = order_by(values);
    let mut before = 0;
    for equal in order.chunk_by(|&a, &b| values[a as usize] == values[b as usize]) {
        for &at in equal {
            // The ranks before + 1 … before + len have the mean before + (len + 1) / 2, all have (n + 1) / 2.
            out[at as usize] = ((2 * before + equal.len()) as i64 - n as i64) as i32;
        }
        before += equal.len();
    }
    out
}

/// The same where few values are larger than there are values: of the others it is counted how many are smaller, and not
/// found by sorting.
fn counted(values: &[u64]) -> Option<Vec<i32>> {
    let n = values.len();
    let is_large = |value: &&u64| **value >= n as u64;
    if values.iter().filter(is_large).count() > n / 64 {
        return None;
    }
    let mut large: Vec<u64> = values.iter().filter(is_large).copied().collect();
    large.sort_unstable();
    let mut counts = vec![0u32; n];
    values.iter().filter(|value| !is_large(value)).for_each(|&value| counts[value as usize] += 1);
    let rank = |before: usize, count: usize| ((2 * before + count) as i64 - n as i64) as i32;
    let mut before = 0;
    let of_value = |&count: &u32| {
        before += count as usize;
        rank(before - count as usize, count as usize)
    };
    let of_values: Vec<i32> = counts.iter().map(of_value).collect();
    let of_large = |value: u64| {
        let [from, to] =
            [large.partition_point(|&other| other < value), large.partition_point(|&other| other <= value)];
        rank(n - large.len() + from, to - from)
    };
    let of = |&value: &u64| of_values.get(value as usize).copied().filter(|_| value < n as u64);
    Some(values.iter().map(|value| of(value).unwrap_or_else(|| of_large(*value))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spearman_by_hand() {
        let spearman = |pairs: &[(u64, u64)]| {
            let (one, other): (Vec<u64>, Vec<u64>) = pairs.iter().copied().unzip();
            spearman(&one, &other)
        };
        assert_eq!(spearman(&[(1, 10), (2, 20), (30, 21)]), Some(1.0));
        assert_eq!(spearman(&[(1, 3), (2, 2), (3, 1)]), Some(-1.0));
        // Ranks 1 2 3 4 against 2 1 4 3: 1 − 6·4 ÷ (4·15) = 0.6.
        assert_eq!(spearman(&[(5, 2), (6, 1), (7, 4), (8, 3)]), Some(0.6));
        // Ranks 1.5 1.5 3 against 1 2 3: −½·−1 + −½·0 + 1·1 = 1.5 over √(1.5 · 2).
        let tied = spearman(&[(0, 1), (0, 2), (9, 3)]);
        assert!(tied.is_some_and(|found| (found - 1.5 / 3.0f64.sqrt()).abs() < 1e-15));
        // Counted and sorted alike.
        let values: Vec<u64> = (0..500).map(|at| at * 7919 % 101).collect();
        let large: Vec<u64> = values.iter().map(|value| value << 40).collect();
        assert!(counted(&values).is_some() && counted(&large).is_none());
        assert_eq!(deviations(&values), deviations(&large));
        let mut some = values.clone();
        [3, 5, 400, 499].into_iter().for_each(|at| some[at] = 7 << 40);
        some[100] = 1 << 50;
        let sorted: Vec<u64> = some.iter().map(|value| value << 10).collect();
        assert!(counted(&some).is_some() && counted(&sorted).is_none());
        assert_eq!(deviations(&some), deviations(&sorted));
        let falling = [9, 7, 7, 7, 2, 2].map(|value| value << 40);
        let mut rising = deviations(&falling.iter().rev().copied().collect::<Vec<_>>());
        rising.reverse();
        assert_eq!((deviations(&falling), vec![5, 1, 1, 1, -4, -4]), (rising.clone(), rising));
        assert_eq!((spearman(&[(1, 1), (1, 2)]), spearman(&[(1, 1)]), spearman(&[])), (None, None, None));
    }
}
