//! Matrix: what goes with what? A cell for each pair, the darker the larger, with its number in it;
//! rows and columns in the order met. Cells of the unknown are hatched.
//!
//! Where names beside the rows would leave no room for the numbers, they stand over them.

use super::{
    marks::{figure, labels, longest, part_of, rows, value, value_text},
    measure::{Anchor, Style, wrap},
    pen::{Pen, Rect},
};
use crate::report::{Chart, Tone};

/// The least width of a cell beside the names of the rows.
const LEAST: f64 = 48.0;

/// Lays out names and cells; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let rows = rows(chart);
    let columns = labels(chart);
    let count = columns.len().max(1) as f64;
    let mut plain = Style::plain(13.0, pen.theme.ink_2);
    let longest = longest(&rows, &plain);
    let beside = if longest > 0.0 { (longest + 16.0).min(pen.width * 0.36).ceil() } else { 0.0 };
    let stacked = (pen.width - beside) / count < LEAST && pen.narrow();
    let start = if stacked { 0.0 } else { beside };
    let wide = ((pen.width - start) / count).min(180.0);
    if stacked {
        plain = Style::bold(13.0, pen.theme.ink);
    }
    let (above, high) = if stacked && longest > 0.0 { (22.0, 32.0) } else { (0.0, 40.0) };
    let mut y = heads(pen, &columns, start, wide);
    let most = chart.marks.iter().filter(|mark| mark.tone != Tone::Unknown).map(value).fold(0.0, f64::max);
    for (name, marks) in &rows {
        let (middle, room) = if above > 0.0 { (y + 10.0, pen.width) } else { (y + high / 2.0 - 1.0, start - 12.0) };
        pen.fitted(name, room, (0.0, middle), Anchor::Start, plain);
        y += above;
        for i in marks {
            let at = columns.iter().position(|column| *column == chart.marks[*i].label).unwrap_or(0) as f64;
            let (from, to) = (libm::round(start + at * wide), libm::round(start + (at + 1.0) * wide - 2.0));
            cell(pen, chart, *i, most, Rect::new(from, y, (to - from).max(1.0), high - 2.0));
        }
        y += high;
    }
    y
}

/// The names of the columns in at most two lines, over the cells, or in turn on two levels where a column
/// is too narrow for one; where the cells begin.
fn heads(pen: &mut Pen, columns: &[&str], start: f64, wide: f64) -> f64 {
    let style = Style::plain(12.0, pen.theme.ink_2);
    let lines = |name: &&str| {
        // A range may break after its dash.
        let broken = if style.width(name) > wide - 3.0 { name.replace('–', "– ") } else { (*name).to_owned() };
        wrap(&broken, &style, wide - 3.0, 2)
    };
    let lines: Vec<Vec<String>> = columns.iter().map(lines).collect();
    let cut = |(lines, name): (&Vec<String>, &&str)| lines.concat().contains('…') && !name.contains('…');
    if lines.iter().zip(columns).any(cut) {
        return staggered(pen, columns, start, wide, style);
    }
    let deepest = lines.iter().map(Vec::len).max().unwrap_or(0);
    for (k, lines) in lines.iter().enumerate() {
        for (line, words) in lines.iter().enumerate() {
            let y = 8.0 + 15.0 * (line + deepest - lines.len()) as f64;
            pen.text(words, start + (k as f64 + 0.5) * wide - 1.0, y, Anchor::Middle, style);
        }
    }
    if deepest > 0 { 15.0 * deepest as f64 + 6.0 } else { 0.0 }
}

/// Every other name stands a line higher, on a stem, and has the room of two columns.
fn staggered(pen: &mut Pen, columns: &[&str], start: f64, wide: f64, style: Style) -> f64 {
    for (k, name) in columns.iter().enumerate() {
        let high = (columns.len() - 1 - k).is_multiple_of(2);
        let middle = start + (k as f64 + 0.5) * wide - 1.0;
        let words = style.fit(name, room(columns, (k, high), wide, &style));
        let half = style.width(&words) / 2.0;
        let x = middle.min(start + wide * columns.len() as f64 - half).max(start + half);
        pen.text(&words, x, if high { 8.0 } else { 25.0 }, Anchor::Middle, style);
        if high {
            pen.down(libm::round(middle), 17.0, 34.0, 1.0, pen.theme.axis);
        }
    }
    38.0
}

/// The room of a name on its level: two columns; at an end what the next name on the level leaves, or
/// the next stem.
fn room(columns: &[&str], (k, high): (usize, bool), wide: f64, style: &Style) -> f64 {
    let (count, inner) = (columns.len(), 2.0 * wide - 10.0);
    if k > 0 && k + 1 < count {
        return inner;
    }
    let next = if k == 0 { columns.get(2) } else { columns.get(k.wrapping_sub(2)) };
    match next {
        Some(name) if high && count > 3 => 2.5 * wide - 7.0 - style.width(name).min(inner) / 2.0,
        _ => (1.5 * wide - 10.0).min(count as f64 * wide),
    }
}

fn cell(pen: &mut Pen, chart: &Chart, i: usize, most: f64, cell: Rect) {
    let (mark, theme) = (&chart.marks[i], pen.theme);
    pen.mark(i, cell, cell);
    let known = mark.value.number().is_some_and(f64::is_finite);
    let hatched = mark.tone == Tone::Unknown || !known;
    let ground = theme.sequential[(libm::round(part_of(value(mark), most) * 5.0) as usize).min(5)];
    if hatched {
        pen.bar(cell, Tone::Unknown);
    } else {
        pen.rect(cell, ground);
    }
    let ink = if hatched { theme.ink } else { theme.text_over(ground) };
    let bold = hatched || mark.tone == Tone::Subject;
    let style = if bold { Style::bold(13.0, ink) } else { Style::plain(13.0, ink) };
    // The unit of shares is said once, where it fits.
    let plain = figure(&mark.value, chart.unit);
    let short = plain.replace("above ", ">").replace("below ", "<");
    let words = [value_text(mark, chart.unit), plain, short];
    let fits = |words: &&String| style.width(words) <= cell.width - 2.0;
    let Some(words) = words.iter().skip(usize::from(i > 0)).find(fits) else { return };
    let (x, y) = (cell.x + cell.width / 2.0, cell.y + cell.height / 2.0);
    if hatched {
        pen.halo(pen.text_box(words, x, y, Anchor::Middle, &style).grown(3.0));
    }
    pen.try_text(words, x, y, Anchor::Middle, style);
}
