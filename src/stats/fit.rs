//! Curves fitted to counts: the tail of a power law, a decay of constant rate.

/// The exponent of a power law in the tail of whole numbers, α = 1 + n ÷ Σ ln(x ÷ (x_min − ½)) over
/// all x ≥ x_min, and how many they are. None of no tail, or of one that lies on its lower end.
/// Clauset, Shalizi, Newman 2009, "Power-law distributions in empirical data", equation 3.7.
pub fn tail_exponent(values: &[u64], min: u64) -> Option<(f64, u64)> {
    let tail: Vec<u64> = values.iter().copied().filter(|&x| x >= min).collect();
    let tail = super::ascending(&tail);
    let log = |equal: &[u64]| std::iter::repeat_n(libm::log(equal[0] as f64 / (min as f64 - 0.5)), equal.len());
    let sum: f64 = tail.chunk_by(|a, b| a == b).flat_map(log).sum();
    (sum > 0.0).then(|| (1.0 + tail.len() as f64 / sum, tail.len() as u64))
}

/// The half-life ln 2 ÷ k of a rate that has decayed constantly for `age` days, of which the last
/// `window` days hold `recent` of `all`: k > 0 with (e^(k·window) − 1) ÷ (e^(k·age) − 1) = recent ÷ all.
/// None where the recent days hold nothing, or no less than their even part.
///
/// The logarithm of the left side is concave and falls with k, so Newton's steps from the tangent at
/// 0, which overshoots, come down to the root and cannot miss it.
pub fn half_life(recent: u64, all: u64, window: u64, age: u64) -> Option<f64> {
    let (window, age) = (window as f64, age as f64);
    let (part, even) = (recent as f64 / all as f64, window / age);
    if !(part > 0.0 && part < even && even < 1.0) {
        return None;
    }
    let goal = libm::log(part);
    let mut k = 2.0 * (libm::log(even) - goal) / (age - window);
    for _ in 0..STEPS {
        let ((a, slope_a), (b, slope_b)) = (log_growth(k * window), log_growth(k * age));
        let step = (a - b - goal) / (age * slope_b - window * slope_a);
        k += step;
        if step.abs() <= k * 1e-14 {
            break;
        }
    }
    Some(core::f64::consts::LN_2 / k)
}

/// Newton's steps come near in a handful.
const STEPS: u32 = 40;

/// ln(e^x − 1) and its slope, also where e^x is no number.
fn log_growth(x: f64) -> (f64, f64) {
    let rest = -libm::expm1(-x);
    (x + libm::log(rest), 1.0 / rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tail_by_hand() {
        // 2, 3, 5 above ½ less than 2: ln(2/1.5) + ln(3/1.5) + ln(5/1.5) = ln(30/3.375) = 2.1848…
        let (exponent, n) = tail_exponent(&[5, 1, 2, 0, 3], 2).unwrap();
        assert!((exponent - (1.0 + 3.0 / 2.184_802_057_337_662)).abs() < 1e-11 && n == 3, "{exponent}");
        assert_eq!(tail_exponent(&[1, 2], 3), None);
        assert_eq!(tail_exponent(&[1 << 60], 1 << 60), None);
    }

    #[test]
    fn a_half_life_by_hand() {
        // Halving every 30 days for 60: 1 part of 1 + 2. For 90 days: 1 of 1 + 2 + 4.
        for (recent, all, age) in [(1, 3, 60), (1, 7, 90), (1_000, 63_000, 180)] {
            let found = half_life(recent, all, 30, age).unwrap();
            assert!((found - 30.0).abs() < 1e-11, "{found}");
        }
        // An even part, more than it, nothing, no history.
        assert_eq!([half_life(1, 2, 30, 60), half_life(2, 3, 30, 60), half_life(0, 3, 30, 60)], [None; 3]);
        assert_eq!([half_life(1, 3, 30, 30), half_life(1, 0, 30, 60), half_life(5, 0, 30, 0)], [None; 3]);
    }

    #[test]
    fn a_half_life_fulfils_its_equation_at_the_edges() {
        for (recent, all, age) in
            [(1, 1 << 53, 60), (1, 1 << 53, 20_000), (1, 1 << 53, 3_000_000), (399, 1_000, 60), (1, 100_001, 3_000_000)]
        {
            let found = half_life(recent, all, 30, age).unwrap();
            let k = core::f64::consts::LN_2 / found;
            let left = log_growth(k * 30.0).0 - log_growth(k * age as f64).0;
            let right = libm::log(recent as f64 / all as f64);
            assert!((left - right).abs() < 1e-11 * right.abs(), "{recent} of {all} in {age} days: {found}");
        }
    }
}
