//! What does another definition move, and by how much?
//!
//! The metrics of all sections under two queries, held against each other: names that changed first,
//! then shares, the largest move first.

use crate::{
    basket::Basket,
    report::{Metric, Outcome, Section, Unit, Value},
    sections::{self, Context},
    stats, text,
};

/// Moves that are told.
const TOLD: usize = 10;

/// Shares that differ by less than this are written alike.
const LEAST: f64 = 0.0005;

/// Sentences, the largest move first; one that says so where nothing moved.
pub fn moved(before: &Basket<'_>, after: &Basket<'_>) -> Vec<String> {
    let all = |_: &str| true;
    let [was, is] = [before, after].map(|basket| sections::answers(&Context::brief(basket), &all));
    let mut moves: Vec<(f64, String)> = Vec::new();
    for section in is.iter().filter(|section| section.outcome == Outcome::Ready) {
        let Some(former) = was.iter().find(|other| other.id == section.id && other.outcome == Outcome::Ready) else {
            moves.push((f64::INFINITY, format!("{}: had no answer before.", section.short)));
            continue;
        };
        for (id, metric) in &section.metrics.0 {
            moves.extend(former.metrics.get(id).and_then(|old| step(section, id, old, metric)));
        }
    }
    let gone = |section: &&Section| {
        section.outcome == Outcome::Ready && !is.iter().any(|s| s.id == section.id && s.outcome == Outcome::Ready)
    };
    moves.extend(was.iter().filter(gone).map(|s| (f64::INFINITY, format!("{}: has no answer any more.", s.short))));
    if moves.is_empty() {
        return vec!["No share moved, and the same names lead.".to_owned()];
    }
    let left = moves.len().saturating_sub(TOLD);
    let mut told: Vec<String> =
        stats::sorted(moves, |a, b| b.0.total_cmp(&a.0)).into_iter().take(TOLD).map(|(_, words)| words).collect();
    if left > 0 {
        told.push(format!("And {} smaller.", text::counted(left as u64, "move", "moves")));
    }
    told
}

/// How far a metric moved, and the move in words.
fn step(section: &Section, id: &str, old: &Metric, new: &Metric) -> Option<(f64, String)> {
    let name = format!("{}, {}", section.short, id.replace('_', " "));
    match (&old.value, &new.value) {
        (Value::Text(a), Value::Text(b)) if a != b && new.unit != Some(Unit::Day) => {
            Some((f64::INFINITY, format!("{name}: {a} → {b}.")))
        }
        (Value::Number(a), Value::Number(b)) if new.unit == Some(Unit::Share) && (a - b).abs() >= LEAST => {
            let points = 100.0 * (b - a);
            let sign = if points < 0.0 { '−' } else { '+' };
            let words =
                format!("{name}: {} → {} ({sign}{:.1} points).", text::share(*a), text::share(*b), points.abs());
            Some((points.abs(), words))
        }
        _ => None,
    }
}
