//! Where an axis is ticked. Logarithms come from libm: std's differ between host and browser.

/// Round steps from 0 that reach `max`, about `count` of them; `[0, 1]` where there is nothing.
pub fn linear(max: f64, count: usize) -> Vec<f64> {
    if max <= 0.0 || !max.is_finite() {
        return vec![0.0, 1.0];
    }
    let rough = max / count.max(1) as f64;
    let power = libm::pow(10.0, libm::floor(libm::log10(rough)));
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].into_iter().map(|m| m * power).find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * power);
    let last = libm::ceil(max / step - 1e-9).max(1.0) as usize;
    (0..=last).map(|k| k as f64 * step).collect()
}

/// Ranks from 1 below `max` at the given digits of each power of ten.
pub fn ranks(max: f64, digits: &[u32]) -> Vec<f64> {
    let mut out = Vec::new();
    let mut power = 1.0;
    while power < max && power < 1e15 {
        out.extend(digits.iter().map(|digit| f64::from(*digit) * power).filter(|rank| *rank < max));
        power *= 10.0;
    }
    out
}

/// Where `rank` lies between 1 (0) and `max` (1) on a logarithmic axis.
pub fn log_position(rank: f64, max: f64) -> f64 {
    if max <= 1.0 { 0.0 } else { (libm::log(rank.max(1.0)) / libm::log(max)).clamp(0.0, 1.0) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_reach_the_maximum() {
        assert_eq!(linear(0.222, 5), [0.0, 0.05, 0.1, 0.15000000000000002, 0.2, 0.25]);
        assert_eq!(linear(1.0, 4), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(linear(0.0, 5), [0.0, 1.0]);
        assert_eq!(linear(f64::NAN, 5), [0.0, 1.0]);
    }

    #[test]
    fn ranks_stop_below_the_last_one() {
        assert_eq!(ranks(312.0, &[1, 3]), [1.0, 3.0, 10.0, 30.0, 100.0, 300.0]);
        assert_eq!(ranks(1.0, &[1, 2, 5]), Vec::<f64>::new());
    }

    #[test]
    fn a_logarithmic_axis_has_ten_halfway_to_a_hundred() {
        assert_eq!(log_position(10.0, 100.0), 0.5);
        assert_eq!(log_position(5.0, 1.0), 0.0);
    }
}
