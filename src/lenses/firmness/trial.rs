//! Whether what a finding asserts is true of other metrics, and within the bounds of what is unknown.

use super::{Other, Test, words};
use crate::{
    report::{Assertion, Metrics, Section, Table, Trial, Unit, Value},
    text,
};

/// Classes of the unknown, as tables name them.
pub(super) const UNKNOWN: [&str; 3] = ["unspecified", "unreviewed", "unknown"];

/// A finding on another basket, and what is true there instead where it does not hold. What speaks of
/// the very name that was left out cannot be tried without it.
pub(super) fn judge(section: &Section, test: &Test, other: &Other, left_out: Option<&str>) -> (Trial, Option<String>) {
    let there = other.get(section.id);
    let mut tried = false;
    let mut fault = None;
    for assertion in &test.asserts {
        let verdict = there.and_then(|there| holds(assertion, &section.metrics, there, left_out));
        tried |= verdict.is_some();
        if verdict == Some(false) && fault.is_none() {
            fault = there.map(|there| words::instead(assertion, section, there));
        }
    }
    let trial = Trial {
        size: other.size,
        left_out: left_out.map(str::to_owned),
        holds: tried.then_some(fault.is_none()),
        values: there.map_or_else(|| vec![Value::Null; test.shares.len()], |there| share_values(there, test)),
    };
    (trial, fault)
}

/// The shares that a finding speaks of, among other metrics.
pub(super) fn share_values(metrics: &Metrics, test: &Test) -> Vec<Value> {
    test.shares.iter().map(|id| metrics.get(id).map_or(Value::Null, |metric| metric.value.clone())).collect()
}

/// Whether an assertion is true of other metrics; none where they do not tell.
pub(super) fn holds(assertion: &Assertion, here: &Metrics, there: &Metrics, left_out: Option<&str>) -> Option<bool> {
    let number = |id: &str| there.get(id)?.value.number();
    match *assertion {
        Assertion::Names(id) => {
            let (here, there) = (&here.get(id)?.value, &there.get(id)?.value);
            (*there != Value::Null && (left_out.is_none() || here.text() != left_out)).then(|| here == there)
        }
        Assertion::AtLeast(id, bound) => Some(number(id)? >= bound),
        Assertion::AtMost(id, bound) => Some(number(id)? <= bound),
        Assertion::Order(a, b) => Some(number(a)? >= number(b)?),
    }
}

/// The bounds of the shares that a finding speaks of.
pub(super) fn bounds(section: &Section, test: &Test) -> Vec<Option<[Value; 2]>> {
    test.shares.iter().map(|id| section.metrics.get(id).and_then(|metric| metric.bounds.clone())).collect()
}

/// Whether the unknown, all given to the next name, would make that one lead in the place of the leader.
pub(super) fn open_lead(section: &Section, test: &Test) -> Option<String> {
    let leader = section.metrics.get("leader").filter(|_| test.asserts.contains(&Assertion::Names("leader")))?;
    let leader = leader.value.text()?;
    let column = if section.metrics.get("leader_count").is_some() { "count" } else { "downloads" };
    let (rows, sums) = section.tables.iter().find_map(|table| named(table, leader, column))?;
    let sum = |name: &str| rows.iter().position(|row| *row == name).map_or(0.0, |at| sums[at]);
    let unknown: f64 = UNKNOWN.iter().map(|name| sum(name)).sum();
    let class = UNKNOWN.iter().find(|name| sum(name) > 0.0)?;
    let others = rows.iter().zip(&sums).filter(|(name, _)| **name != leader && !UNKNOWN.contains(name));
    let (next, most) = others.fold(("", 0.0), |best, (name, &sum)| if sum > best.1 { (*name, sum) } else { best });
    (most > 0.0 && most + unknown > sum(leader)).then(|| format!("if all that is {class} were {next}, that would lead"))
}

/// The names and the sums of a table that lists the leader.
fn named<'t>(table: &'t Table, leader: &str, column: &str) -> Option<(Vec<&'t str>, Vec<f64>)> {
    let at = table.columns.iter().position(|other| other.id == column && other.unit != Unit::Share)?;
    let names: Vec<&str> = table.rows.iter().map(|row| row[0].text().unwrap_or_default()).collect();
    let sums = table.rows.iter().map(|row| row[at].number().unwrap_or(0.0)).collect();
    names.contains(&leader).then_some((names, sums))
}

/// A number as the sentence writes it.
pub(super) fn written(metrics: &Metrics, id: &str) -> String {
    let metric = metrics.get(id);
    metric.map_or_else(String::new, |metric| text::cell(&metric.value, metric.unit.unwrap_or(Unit::Text)))
}
