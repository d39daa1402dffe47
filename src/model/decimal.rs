//! A number from its decimal digits, the nearest float, the same on every machine.
//!
//! The standard library's reading is as exact, and brings a table of ten kilobytes that do not pack: a fiftieth of
//! what the page downloads. Up to 27 digits before or behind the nineteen that count, whole numbers of 128 bits are
//! exact enough to round once; what is larger or smaller is no figure of the Hub, and may be off in the last bit.

/// The largest power of ten that a float holds exactly.
const EXACT_POWER: u32 = 22;
/// The largest power of five that is smaller than 2⁶³.
const WIDE_POWER: u32 = 27;
/// How many digits fit into 64 bits whatever they are.
const DIGITS: u32 = 19;

/// What `text` says as a number: digits with an optional sign, point and exponent, and nothing else. What is too
/// large for a float is infinite.
pub fn decimal(text: &[u8]) -> Option<f64> {
    let (negative, mut rest) = match text {
        [b'-', rest @ ..] => (true, rest),
        rest => (false, rest),
    };
    let mut digits = Digits::default();
    let whole = digits.take(&mut rest, 0);
    let mut fraction = 0;
    if let [b'.', after @ ..] = rest {
        rest = after;
        fraction = digits.take(&mut rest, -1);
    }
    if whole + fraction == 0 {
        return None;
    }
    let exponent = match rest {
        [] => 0,
        [b'e' | b'E', rest @ ..] => written_exponent(rest)?,
        _ => return None,
    };
    let size = scaled(&digits, digits.exponent.saturating_add(exponent));
    Some(if negative { -size } else { size })
}

/// The leading digits as a whole number, and by which power of ten it is too small.
#[derive(Default)]
struct Digits {
    value: u64,
    count: u32,
    exponent: i32,
    /// Whether digits that were left out are not all zero.
    more: bool,
}

impl Digits {
    /// Takes the digits that `rest` begins with; each moves the exponent by `step`. How many they were.
    fn take(&mut self, rest: &mut &[u8], step: i32) -> usize {
        let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, after) = rest.split_at(length);
        for digit in digits.iter().map(|byte| u64::from(byte - b'0')) {
            if self.count < DIGITS {
                self.value = self.value * 10 + digit;
                self.count += u32::from(self.value > 0);
                self.exponent = self.exponent.saturating_add(step);
            } else {
                self.more |= digit > 0;
                self.exponent = self.exponent.saturating_add(step + 1);
            }
        }
        *rest = after;
        length
    }
}

fn written_exponent(text: &[u8]) -> Option<i32> {
    let (sign, digits) = match text {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] => (1, digits),
        digits => (1, digits),
    };
    let all = !digits.is_empty() && digits.iter().all(u8::is_ascii_digit);
    let value = |digits: &[u8]| digits.iter().fold(0i32, |sum, d| (sum * 10 + i32::from(d - b'0')).min(100_000));
    all.then(|| sign * value(digits))
}

/// The float nearest to the digits times ten to the `exponent`.
fn scaled(digits: &Digits, exponent: i32) -> f64 {
    let value = digits.value;
    let sticky = u128::from(digits.more);
    if value == 0 {
        return 0.0;
    }
    match exponent.unsigned_abs() {
        0..=EXACT_POWER if value < 1 << 53 && !digits.more => {
            let power = (0..exponent.abs()).fold(1.0, |power, _| power * 10.0);
            if exponent < 0 { value as f64 / power } else { value as f64 * power }
        }
        // Ten is five times two: the power of two is exact, and the rest is rounded once.
        0..=WIDE_POWER if exponent > 0 => {
            ((u128::from(value) * u128::from(five(exponent))) | sticky) as f64 * two(exponent)
        }
        0..=WIDE_POWER => {
            let spare = value.leading_zeros();
            let wide = u128::from(value << spare) << 64;
            let power = u128::from(five(-exponent));
            let (quotient, left) = (wide / power, wide % power);
            // At least eleven bits are rounded away; the lowest stands for all that was left.
            (quotient | u128::from(left > 0) | sticky) as f64 * two(exponent - 64 - spare as i32)
        }
        _ => {
            let steps = exponent.unsigned_abs().min(700);
            (0..steps).fold(value as f64, |size, _| if exponent < 0 { size / 10.0 } else { size * 10.0 })
        }
    }
}

fn five(power: i32) -> u64 {
    (0..power).fold(1, |five, _| five * 5)
}

fn two(power: i32) -> f64 {
    f64::from_bits(((1023 + i64::from(power)) as u64) << 52)
}

#[cfg(test)]
#[allow(clippy::disallowed_methods)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn digits_become_the_nearest_number() {
        for text in [
            "0",
            "-0.0",
            "7",
            "0.1",
            "153.27",
            "5.",
            ".5",
            "9007199254740993",
            "18446744073709551615",
            "1e22",
            "1e23",
            "0.30000000000000004",
            "123456789012345678e-18",
            "2.5e-20",
            "99999999999999999999",
            "4.35",
            "1E+3",
            "00012",
            "179769313486231570000000000",
            "0.000001234567890123456789",
            "1000000000000000000000001",
        ] {
            assert_eq!(decimal(text.as_bytes()), text.parse().ok(), "{text}");
        }
        assert_eq!(decimal(b"1e400"), Some(f64::INFINITY));
        assert_eq!(decimal(b"1e-400"), Some(0.0));
        assert_eq!(decimal(b"0e99999999999"), Some(0.0));
    }

    #[test]
    fn what_is_no_number_gives_none() {
        for text in ["", "-", ".", "+1", "1e", "1e+", "e5", "1.2.3", "0x10", "inf", "NaN", " 1", "1 ", "1,000", "--1"] {
            assert_eq!(decimal(text.as_bytes()), None, "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn numbers_read_as_the_standard_library_reads_them(value in any::<u64>(), shift in 0u32..64, exponent in -27i32..=27) {
            // Nineteen digits at most: a twentieth would leave the range of exponents that are exact.
            let text = format!("{}e{exponent}", (value >> shift) % 10_000_000_000_000_000_000);
            prop_assert_eq!(decimal(text.as_bytes()), text.parse().ok(), "{}", text);
        }

        #[test]
        fn floats_survive_being_written(value in -1e15f64..1e15) {
            prop_assert_eq!(decimal(value.to_string().as_bytes()), Some(value));
        }
    }
}
