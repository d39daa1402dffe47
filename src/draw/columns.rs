//! Columns: how many came each year? The cohort without dates is hollow and stands apart.

use super::{
    HIT,
    marks::{largest, part_of, rising, value, value_text},
    measure::{Anchor, Style, clean, wrap},
    pen::{Pen, Rect},
    ranked_bars::name_style,
};
use crate::report::{Chart, Tone};

/// Lays out the columns; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let (base, height) = if pen.narrow() { (232.0, 280.0) } else { (260.0, 308.0) };
    let apart = if pen.narrow() { 22.0 } else { 44.0 };
    let hollow = |i: usize| chart.marks.get(i).is_some_and(|mark| mark.tone == Tone::Hollow);
    let breaks: Vec<usize> = (1..chart.marks.len()).filter(|i| hollow(i - 1) && !hollow(*i)).collect();
    let count = chart.marks.len().max(1) as f64;
    let room = (pen.width - breaks.len() as f64 * apart).max(1.0);
    let gap = (room / count * if pen.narrow() { 0.14 } else { 0.124 }).min(14.0);
    let wide = ((room - (count - 1.0 - breaks.len() as f64) * gap) / count).min(150.0);
    let (mut x, mut ground) = (0.0, 0.0);
    let mut columns = Vec::new();
    for (i, mark) in chart.marks.iter().enumerate() {
        if breaks.contains(&i) {
            pen.across(ground, libm::round(x), base, 1.0, pen.theme.axis);
            pen.dashes_down((x + apart / 2.0).floor(), 18.0, height - 10.0, (2.0, 4.0), pen.theme.axis);
            x += apart;
            ground = libm::round(x);
        } else if i > 0 {
            x += gap;
        }
        let tall = libm::round(part_of(value(mark), largest(chart)) * (base - 26.0));
        let left = libm::round(x);
        x += wide;
        columns.push(Rect::new(left, base - tall, libm::round(x) - left, tall));
    }
    pen.across(ground, libm::round(x), base, 1.0, pen.theme.axis);
    draw(pen, chart, &columns, base, gap);
    height
}

/// A column and the value over it: a ring takes in both.
pub fn with_value(column: &Rect) -> Rect {
    Rect::new(column.x, column.y - 18.0, column.width, column.height + 18.0)
}

/// Columns first, then their words: the subject and the ends keep theirs where there is not room for all.
fn draw(pen: &mut Pen, chart: &Chart, columns: &[Rect], base: f64, gap: f64) {
    for (i, column) in columns.iter().enumerate() {
        pen.column(*column, chart.marks[i].tone);
        let hit = Rect::new(column.x, 0.0, column.width, base + 20.0).at_least(HIT.min(column.width + gap), HIT);
        pen.mark(i, with_value(column), hit);
    }
    let last = columns.len().saturating_sub(1);
    let end = |i: usize| i == 0 || i == last;
    let key = |i: usize| {
        if chart.marks[i].tone == Tone::Subject {
            0.0
        } else if end(i) {
            1.0
        } else {
            2.0
        }
    };
    for i in rising(&(0..columns.len()).map(key).collect::<Vec<f64>>()) {
        let next = columns.get(i + 1).map_or(gap, |next| next.x - columns[i].right());
        words(pen, chart, i, &columns[i], base, columns[i].width + (next / 2.0).max(gap) - 4.0);
    }
}

fn words(pen: &mut Pen, chart: &Chart, i: usize, column: &Rect, base: f64, room: f64) {
    let (mark, theme) = (&chart.marks[i], pen.theme);
    let middle = column.x + column.width / 2.0;
    let place = |pen: &mut Pen, text: &str, y: f64, style: Style| {
        let half = style.width(text) / 2.0;
        pen.try_text(text, middle.min(pen.width - half).max(half), y, Anchor::Middle, style);
    };
    let written = value_text(mark, chart.unit);
    place(pen, &written, column.y - 12.0, Style::bold(13.0, theme.ink));
    let name = name_style(pen, mark);
    let small = Style::plain(12.0, theme.ink_3);
    let note = mark.note.as_deref().unwrap_or("");
    if name.width(&mark.label) <= column.width || !mark.label.contains(' ') || !note.is_empty() {
        place(pen, &name.fit(&mark.label, room.max(34.0)), base + 16.0, name);
        let note = fitting(note, &small, room);
        if small.width(&note) <= room + 4.0 {
            place(pen, &note, base + 32.0, small);
        }
        return;
    }
    let name = Style { size: 12.0, ..name };
    for (k, line) in two_lines(&mark.label, &name, [column.width, room]).iter().enumerate() {
        place(pen, line, base + 16.0 + 16.0 * k as f64, name);
    }
}

/// A label in two lines: within its column where it can be, its months cut where they are too long.
fn two_lines(label: &str, style: &Style, rooms: [f64; 2]) -> Vec<String> {
    let (label, cut) = (clean(label), fitting(&clean(label), style, 0.0));
    let wide = |(first, second): &(&str, &str)| style.width(first).max(style.width(second));
    let halves = |text: &str| -> Option<(String, String)> {
        let breaks = text.match_indices(' ').map(|(at, _)| (&text[..at], &text[at + 1..]));
        let (first, second) = breaks.min_by(|a, b| wide(a).total_cmp(&wide(b)))?;
        Some((first.to_owned(), second.to_owned()))
    };
    for room in rooms {
        for (first, second) in [halves(&label), halves(&cut)].into_iter().flatten() {
            if wide(&(&first, &second)) <= room {
                return vec![first, second];
            }
        }
    }
    wrap(&cut, style, rooms[1], 2)
}

/// Words with their months cut to three letters where they are too long for one line.
fn fitting(words: &str, style: &Style, room: f64) -> String {
    const MONTHS: [&str; 11] = [
        "January",
        "February",
        "March",
        "April",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    if style.width(words) <= room {
        return words.to_owned();
    }
    let short = MONTHS.iter().fold(words.to_owned(), |words, month| words.replace(month, &month[..3]));
    if short.contains(' ') { short } else { style.fit(&short, room) }
}
