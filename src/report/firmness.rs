//! How firm a finding is: what it asserts, and what becomes of that in other baskets.

use serde::Serialize;

use super::Value;

/// What a sentence says beyond its figures: what makes it false in another basket.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Assertion {
    /// It names somebody: false where the metric names another one.
    Names(&'static str),
    /// The metric is at least so large, such as a majority's ½: false where it is smaller.
    AtLeast(&'static str, f64),
    /// The metric is at most so large: false where it is larger.
    AtMost(&'static str, f64),
    /// The first metric leads the second: false where it is smaller.
    Order(&'static str, &'static str),
}

/// What became of a finding in other baskets, without its largest parts, and within its bounds.
#[derive(Debug, Clone, Serialize)]
pub struct Firmness {
    /// Whether the sentence is false in any of the trials.
    pub fragile: bool,
    /// Where and how, as the sentence says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The trials in a sentence or two.
    pub words: String,
    /// The shares that the sentence speaks of; every list of values below is in their order.
    pub shares: Vec<&'static str>,
    /// The first so many of the ranking, from few to all of the basket.
    pub baskets: Vec<Trial>,
    /// The basket without one repository.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_model: Option<Trial>,
    /// The basket without one owner.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub without_owner: Option<Trial>,
    /// The shares when all that is unknown is outside of the class, and when all is inside; null where
    /// nothing says.
    pub bounds: Vec<Option<[Value; 2]>>,
    /// Share of the basket for which each of the shares is known.
    pub coverage: Vec<Value>,
}

/// A finding in another basket.
#[derive(Debug, Clone, Serialize)]
pub struct Trial {
    /// Repositories in it.
    pub size: u64,
    /// What is left out of it, where something is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub left_out: Option<String>,
    /// Whether the sentence holds there; null where that cannot be said.
    pub holds: Option<bool>,
    /// The shares there.
    pub values: Vec<Value>,
}
