//! One value of the report, and how a number is rounded for reading.

use serde::{Serialize, Serializer};

use crate::model::decimal;

/// A value: a number, a text, or none.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Value {
    /// No value.
    #[default]
    Null,
    /// A number; counts are below 2⁵³ and so exact.
    Number(f64),
    /// A name, an id, a day.
    Text(String),
}

impl Value {
    /// The number, if it is one.
    pub fn number(&self) -> Option<f64> {
        match self {
            Value::Number(value) => Some(*value),
            Value::Null | Value::Text(_) => None,
        }
    }

    /// The text, if it is one.
    pub fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            Value::Null | Value::Number(_) => None,
        }
    }
}

impl From<u64> for Value {
    fn from(value: u64) -> Value {
        Value::Number(value as f64)
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Value {
        if value.is_finite() { Value::Number(value) } else { Value::Null }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Value {
        Value::Text(text)
    }
}

impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Value {
        value.map_or(Value::Null, Into::into)
    }
}

/// `value` with 12 significant decimal digits.
///
/// The digits as a whole number below 2⁵³, divided by an exact power of ten, give the float nearest
/// to that decimal; outside of the powers that floats hold exactly, text does it more slowly.
pub fn round12(value: f64) -> f64 {
    let size = value.abs();
    if !(1e-10..1e11).contains(&size) {
        return decimal(format!("{value:.11e}").as_bytes()).unwrap_or(value);
    }
    let mut scale = 1.0;
    while size * scale < 1e11 {
        scale *= 10.0;
    }
    (value * scale).round() / scale
}

const EXACT: f64 = 9_007_199_254_740_992.0;

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Null => serializer.serialize_none(),
            Value::Number(value) if value.fract() == 0.0 && value.abs() < EXACT => {
                serializer.serialize_i64(*value as i64)
            }
            Value::Number(value) => serializer.serialize_f64(round12(*value)),
            Value::Text(text) => serializer.serialize_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twelve_digits_are_kept() {
        assert_eq!(round12(0.123_456_789_012_345), 0.123_456_789_012);
        assert_eq!(round12(-2.0 / 3.0), -0.666_666_666_667);
        assert_eq!(round12(1.0 / 3e-15), 333_333_333_333_000.0);
        assert_eq!(round12(0.0), 0.0);
        assert_eq!(round12(1e-11 / 3.0), 3.333_333_333_33e-12);
        assert_eq!(round12(99_999_999_999.95), 99_999_999_999.9 + 0.1);
    }

    #[test]
    #[allow(clippy::disallowed_methods)]
    fn both_ways_of_rounding_agree() {
        for at in 1..20_000u64 {
            let value = (at as f64).sqrt() / 7.0 * [1e-9, 1e-4, 1.0, 1e5, 1e8][(at % 5) as usize];
            let by_text: f64 = format!("{value:.11e}").parse().unwrap();
            // What lies within a rounding error of a half may go either way, the same way everywhere.
            let half = (value * 10f64.powi(11 - value.log10().floor() as i32)).fract().abs() - 0.5;
            assert!(round12(value) == by_text || half.abs() < 1e-4, "{value}: {} against {by_text}", round12(value));
        }
    }
}
