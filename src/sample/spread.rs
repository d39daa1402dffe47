//! Arithmetic that shares out: whole numbers by weight, places by even spacing, and a fixed
//! sequence for variety.

/// Shares `total` out by weight, to the last unit: everyone gets `least`, then a part of the rest.
pub fn by_weight(total: u64, weights: &[u64], least: u64) -> Vec<u64> {
    let rest = total - least * weights.len() as u64;
    let sum: u128 = weights.iter().map(|&weight| u128::from(weight)).sum();
    let mut parts: Vec<u64> =
        weights.iter().map(|&weight| least + (u128::from(rest) * u128::from(weight) / sum) as u64).collect();
    let left = (total - parts.iter().sum::<u64>()) as usize;
    for part in parts.iter_mut().take(left) {
        *part += 1;
    }
    parts
}

/// Picks `count` of the candidates, evenly spaced, from a start that the sequence gives.
pub fn evenly(candidates: &[usize], count: usize, sequence: &mut Sequence) -> Vec<usize> {
    let start = sequence.below(candidates.len() as i32) as usize;
    (0..count).map(|pick| candidates[(pick * candidates.len() + start) / count]).collect()
}

/// A linear congruential sequence from a fixed seed (multiplier and increment: Knuth, MMIX).
pub struct Sequence(u64);

impl Sequence {
    pub fn new() -> Self {
        Self(20_260_429)
    }

    /// The next number from 0 to `bound` − 1; the high bits, because the low ones of such a
    /// sequence repeat early.
    pub fn below(&mut self, bound: i32) -> i32 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as i32) % bound
    }
}
