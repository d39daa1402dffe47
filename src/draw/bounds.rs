//! Bounds: a share, and how far it could go. A row for each definition: known, open (hatched), rest.
//!
//! In the soft part stands the mark's note, a clause of it where it is too long, else its label; in a
//! known part its share.

use super::{
    axis::{self, Axis, Kind},
    marks::{longest, part_text, rows, shares},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
};
use crate::report::{Chart, Mark, Tone, Unit};

/// Lays out the rows and the axis; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let rows = rows(chart);
    let narrow = pen.narrow();
    let bold = Style::bold(13.0, pen.theme.ink);
    let longest = longest(&rows, &bold);
    let wide = if longest > 0.0 { (longest + 32.0).max(100.0).min(pen.width * 0.35).round() } else { 0.0 };
    let start = if narrow { 0.0 } else { wide };
    let (first, pitch) = if narrow { (22.0, 56.0) } else { (10.0, 44.0) };
    let length = pen.width - start - 1.0;
    for (k, (name, marks)) in rows.iter().enumerate() {
        let bar = Rect::new(start, first + k as f64 * pitch, length, 24.0);
        if narrow {
            pen.fitted(name, pen.width, (0.0, bar.y - 12.0), Anchor::Start, bold);
        } else {
            pen.fitted(name, start - 16.0, (0.0, bar.y + 12.0), Anchor::Start, bold);
        }
        row(pen, chart, marks, bar);
    }
    let foot = first + pitch * rows.len() as f64 - if narrow { 18.0 } else { 6.0 };
    pen.across(start, pen.width, foot, 1.0, pen.theme.axis);
    let shares = Axis::new(Kind::Linear, (0.0, 1.0), start, start + length);
    axis::below(pen, &shares, &[0.0, 0.25, 0.5, 0.75, 1.0], foot, Unit::Share);
    foot + 26.0
}

fn row(pen: &mut Pen, chart: &Chart, marks: &[usize], bar: Rect) {
    let mut at = bar.x;
    let mut parts = Vec::new();
    for (share, i) in shares(chart, marks).iter().zip(marks) {
        let (from, to) = (at.round(), (at + share * bar.width).round());
        at += share * bar.width;
        let gap = if bar.right() - to < 1.0 { 0.0 } else { 2.0 };
        let width = (to - from - gap).max(if *share > 0.0 { 1.0 } else { 0.0 });
        let part = Rect::new(from, bar.y, width, bar.height);
        pen.bar(part, chart.marks[*i].tone);
        pen.mark(*i, part, part);
        parts.push((*i, part));
    }
    let mut taken = bar.x;
    for (i, part) in parts {
        taken = label(pen, chart, i, part, taken);
    }
}

/// The words of one part, from `taken` on; how far they reach.
fn label(pen: &mut Pen, chart: &Chart, i: usize, part: Rect, taken: f64) -> f64 {
    let from = part.x.max(taken) + 8.0;
    match chart.marks[i].tone {
        Tone::Unknown => taken,
        Tone::Soft => sentence(pen, &chart.marks[i], part, from).unwrap_or(taken),
        _ => figure(pen, chart, i, part, from).unwrap_or(taken),
    }
}

/// The share within its part, or beside it on page where the part is too short.
fn figure(pen: &mut Pen, chart: &Chart, i: usize, part: Rect, from: f64) -> Option<f64> {
    let (mark, middle) = (&chart.marks[i], part.y + part.height / 2.0);
    let value = part_text(mark, chart.unit);
    let bold = Style::bold(13.0, pen.theme.text_on(mark.tone));
    if bold.width(&value) <= part.right() - from - 6.0 {
        pen.text(&value, from, middle, Anchor::Start, bold);
        return Some(part.right());
    }
    let beside = part.right() + 7.0;
    let halo = pen.text_box(&value, beside, middle, Anchor::Start, &bold).grown(3.0);
    let placed = halo.right() < pen.width
        && pen.try_text(&value, beside, middle, Anchor::Start, Style::bold(13.0, pen.theme.ink));
    placed.then(|| {
        pen.halo(halo);
        halo.right()
    })
}

/// The note, as much of it as fits of its clauses, else the label.
fn sentence(pen: &mut Pen, mark: &Mark, part: Rect, from: f64) -> Option<f64> {
    let style = Style::plain(13.0, pen.theme.text_on(mark.tone));
    let note = mark.note.as_deref().unwrap_or("");
    let clause = |at: &str| note.split_once(at).map_or("", |(head, _)| head);
    let room = part.right() - from - 6.0;
    let mut words = [note, clause(", "), clause(" if "), mark.label.as_str()].into_iter();
    let text = words.find(|text| !text.is_empty() && style.width(text) <= room)?;
    pen.text(text, from, part.y + part.height / 2.0, Anchor::Start, style);
    Some(from + style.width(text))
}
