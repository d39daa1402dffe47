//! Where an axis is ticked. Logarithms come from libm: std's differ between host and browser.

/// Round steps that reach from `low` to `high`, about `count` of them; `[0, 1]` where there is nothing.
pub fn linear(low: f64, high: f64, count: usize) -> Vec<f64> {
    let span = high - low;
    if span <= 0.0 || !span.is_finite() {
        return vec![0.0, 1.0];
    }
    let rough = span / count.max(1) as f64;
    let power = power_below(rough);
    let step = [1.0, 2.0, 2.5, 5.0].into_iter().map(|m| m * power).find(|step| *step >= rough * 0.999);
    let step = step.unwrap_or(10.0 * power);
    let first = libm::floor(low / step + 1e-9);
    let steps = libm::ceil(high / step - first - 1e-9).max(1.0) as usize;
    (0..=steps).map(|k| (first + k as f64) * step).collect()
}

/// The values from `low` to `high` at the given digits of each power of ten.
pub fn powers(low: f64, high: f64, digits: &[f64]) -> Vec<f64> {
    let mut out = Vec::new();
    let mut power = power_below(low);
    while power > 0.0 && power <= high {
        let within = |value: &f64| *value >= low * (1.0 - 1e-9) && *value <= high * (1.0 + 1e-9);
        out.extend(digits.iter().map(|digit| digit * power).filter(within));
        power *= 10.0;
    }
    out
}

/// Bounds for a logarithmic axis: one, two or five times a power of ten, at least a power apart.
pub fn log_bounds(low: f64, high: f64) -> (f64, f64) {
    let below = [5.0, 2.0, 1.0].into_iter().map(|digit| digit * power_below(low)).find(|v| *v <= low * 1.000_001);
    let low = below.unwrap_or(low);
    let above = [1.0, 2.0, 5.0, 10.0].into_iter().map(|digit| digit * power_below(high)).find(|v| *v >= high);
    (low, above.unwrap_or(high).max(low * 10.0))
}

/// The power of ten at or below a positive value.
fn power_below(value: f64) -> f64 {
    let power = libm::floor(libm::log10(value) + 1e-9);
    if !power.is_finite() {
        // That of nothing, of all, of what is no number.
        return if power < 0.0 { 0.0 } else { power };
    }
    let power = power as i32;
    let ten = (0..power.abs()).fold(1.0, |ten, _| ten * 10.0);
    if power < 0 { 1.0 / ten } else { ten }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_are_round_and_reach_both_ends() {
        assert_eq!(linear(0.0, 0.222, 5), [0.0, 0.05, 0.1, 0.15000000000000002, 0.2, 0.25]);
        assert_eq!(linear(0.0, 1.0, 4), [0.0, 0.25, 0.5, 0.75, 1.0]);
        assert_eq!(linear(18.0, 32.0, 4), [15.0, 20.0, 25.0, 30.0, 35.0]);
        assert_eq!(linear(0.0, 0.0, 5), [0.0, 1.0]);
        assert_eq!(linear(0.0, f64::NAN, 5), [0.0, 1.0]);
    }

    #[test]
    fn powers_stay_within_their_bounds() {
        assert_eq!(powers(1.0, 312.0, &[1.0, 3.0]), [1.0, 3.0, 10.0, 30.0, 100.0, 300.0]);
        assert_eq!(powers(1.0, 1.0, &[1.0, 2.0, 5.0]), [1.0]);
        assert_eq!(powers(5e6, 1e9, &[1.0]), [1e7, 1e8, 1e9]);
        assert!(powers(0.0, 9.0, &[1.0]).is_empty());
    }

    #[test]
    fn logarithmic_bounds_are_round_and_a_power_apart() {
        assert_eq!(log_bounds(770_940.0, 2.78e12), (5e5, 5e12));
        assert_eq!(log_bounds(100.0, 1000.0), (100.0, 1000.0));
        assert_eq!(log_bounds(7.0, 8.0), (5.0, 50.0));
    }
}
