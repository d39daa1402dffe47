//! Stacked share: which parts make up the whole? A row for each group; big parts are labelled
//! within, the others and the sums that brackets name under the bar.

use super::{
    marks::{longest, part_text, rising, rows, shares, words_and_figure},
    measure::{Anchor, Style, clean},
    pen::{Pen, Rect},
};
use crate::report::{Chart, Tone};

const HIGH: f64 = 36.0;
/// How far the second tier of labels lies under the first.
const TIER: f64 = 40.0;

/// Lays out the rows; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let rows = rows(chart);
    let narrow = pen.narrow();
    let bold = Style::bold(13.0, pen.theme.ink);
    let longest = longest(&rows, &bold);
    let above = narrow && longest > 0.0;
    let start = if narrow || longest == 0.0 { 0.0 } else { (longest + 24.0).min(pen.width * 0.3).round() };
    let keyed = narrow && chart.marks.iter().any(|mark| is_category(mark.tone));
    let mut y = 0.0;
    for (name, marks) in &rows {
        if above {
            pen.fitted(name, pen.width, (0.0, y + 10.0), Anchor::Start, bold);
            y += 20.0;
        } else {
            pen.fitted(name, start - 12.0, (0.0, y + HIGH / 2.0), Anchor::Start, bold);
        }
        y = row(pen, chart, marks, Rect::new(start, y, pen.width - start, HIGH), keyed) + 14.0;
    }
    let bottom = (y - 14.0).max(0.0);
    if keyed { key(pen, chart, rows.first().map_or(&[], |(_, marks)| marks), bottom + 14.0) } else { bottom }
}

fn is_category(tone: Tone) -> bool {
    matches!(tone, Tone::Cat1 | Tone::Cat2 | Tone::Cat3 | Tone::Cat4 | Tone::Cat5 | Tone::Cat6 | Tone::CatOther)
}

/// One row; where it ends.
fn row(pen: &mut Pen, chart: &Chart, marks: &[usize], bar: Rect, keyed: bool) -> f64 {
    let mut at = bar.x;
    let mut parts: Vec<Rect> = Vec::new();
    for share in shares(chart, marks) {
        let (from, to) = (at, at + share * bar.width);
        at = to;
        let gap = if bar.right() - to < 0.5 { 0.0 } else { 2.0 };
        let width = (to.round() - from.round() - gap).max(if share > 0.0 { 1.0 } else { 0.0 });
        parts.push(Rect::new(from.round(), bar.y, width, bar.height));
    }
    let mut unnamed = Vec::new();
    for (part, i) in parts.iter().zip(marks) {
        pen.bar(*part, chart.marks[*i].tone);
        pen.mark(*i, *part, *part);
        if !inside(pen, chart, *i, part, keyed) && !keyed && part.width > 0.0 {
            unnamed.push(*i);
        }
    }
    let sums = under(chart, marks, &parts, &unnamed);
    if sums.is_empty() { bar.bottom() } else { labels(pen, &sums, bar) }
}

/// Name and share within a part, else the name alone, else, where a key or a bracket names it, the
/// share; whether anything was placed.
fn inside(pen: &mut Pen, chart: &Chart, i: usize, part: &Rect, keyed: bool) -> bool {
    let mark = &chart.marks[i];
    let style = Style::bold(13.0, pen.theme.text_on(mark.tone));
    let room = part.width - 20.0;
    let middle = part.y + part.height / 2.0;
    let share = part_text(mark, chart.unit);
    let bracketed = chart.brackets.iter().any(|sum| sum.from == i && sum.to == i);
    if mark.tone == Tone::Unknown || bracketed {
        return false;
    }
    let full = format!("{} {share}", clean(&mark.label));
    let texts = if keyed {
        vec![share]
    } else if chart.brackets.is_empty() {
        vec![full, clean(&mark.label)]
    } else {
        vec![full, clean(&mark.label), share]
    };
    let text = texts.iter().find(|text| !text.trim().is_empty() && style.width(text) <= room);
    text.inspect(|text| pen.text(text, part.x + 10.0, middle, Anchor::Start, style)).is_some()
}

/// What stands under a bar: from, to, words, figure, tone.
struct Sum {
    from: f64,
    to: f64,
    words: String,
    figure: String,
    tone: Tone,
}

/// The brackets of the chart, else one for each part without a name.
fn under(chart: &Chart, marks: &[usize], parts: &[Rect], unnamed: &[usize]) -> Vec<Sum> {
    let place = |mark: usize| marks.iter().position(|i| *i == mark).map(|at| parts[at]);
    if chart.brackets.is_empty() {
        let sum = |i: &usize| {
            let (mark, part) = (&chart.marks[*i], place(*i)?);
            let (words, figure) = (clean(&mark.label), part_text(mark, chart.unit));
            Some(Sum { from: part.x, to: part.right(), words, figure, tone: mark.tone })
        };
        return unnamed.iter().filter_map(sum).collect();
    }
    let sum = |bracket: &crate::report::Bracket| {
        let (first, last) = (place(bracket.from)?, place(bracket.to)?);
        let (words, figure) = words_and_figure(&bracket.text);
        let (words, figure) = (words.to_owned(), figure.to_owned());
        Some(Sum { from: first.x, to: last.right(), words, figure, tone: chart.marks[bracket.from].tone })
    };
    chart.brackets.iter().filter_map(sum).collect()
}

/// Draws what stands under a bar, the longest stretch first; where it ends.
fn labels(pen: &mut Pen, sums: &[Sum], bar: Rect) -> f64 {
    let y = bar.bottom();
    let mut bottom = y + 54.0;
    for k in rising(&sums.iter().map(|sum| sum.from - sum.to).collect::<Vec<f64>>()) {
        let sum = &sums[k];
        let Some(tier) = hang(pen, sum, y) else { continue };
        let line = if sum.tone == Tone::Subject { pen.theme.accent } else { pen.theme.context };
        pen.across(sum.from, sum.to.max(sum.from + 1.0), y + 9.0, 2.0, line);
        bottom = f64::max(bottom, y + 54.0 + tier);
    }
    bottom
}

/// Words over figure, in the first place that is free; in which tier. The second tier hangs on a
/// line from its bracket.
fn hang(pen: &mut Pen, sum: &Sum, y: f64) -> Option<f64> {
    let theme = pen.theme;
    let subject = sum.tone == Tone::Subject;
    let name = if subject { Style::bold(13.0, theme.accent_ink) } else { Style::plain(13.0, theme.ink_2) };
    let bold = Style::bold(13.0, theme.ink);
    let ends = [(sum.from, Anchor::Start), (sum.to, Anchor::End)];
    let mut places = [0.0, TIER].into_iter().flat_map(|down| ends.map(|(x, anchor)| (x, anchor, down)));
    let line = |x, anchor, down| Rect::new(stem(x, anchor), y + 11.0, 1.0, down);
    let (x, anchor, down) = places.find(|(x, anchor, down)| {
        let words = pen.text_box(&sum.words, *x, y + 26.0 + down, *anchor, &name);
        let figure = pen.text_box(&sum.figure, *x, y + 44.0 + down, *anchor, &bold);
        let reach = *down == 0.0 || pen.clear(&line(*x, *anchor, *down), 3.0);
        reach && pen.clear(&words, 8.0) && pen.clear(&figure, 8.0)
    })?;
    if down > 0.0 {
        pen.down(stem(x, anchor), y + 11.0, y + 16.0 + down, 1.0, theme.context);
        pen.reserve(line(x, anchor, down));
    }
    pen.text(&sum.words, x, y + 26.0 + down, anchor, name);
    pen.text(&sum.figure, x, y + 44.0 + down, anchor, bold);
    Some(down)
}

/// Where the line to the second tier goes down: at the outer edge of its text.
fn stem(x: f64, anchor: Anchor) -> f64 {
    if anchor == Anchor::End { x - 1.0 } else { x }
}

/// Swatch, name and figure of each category, for phones; where it ends.
fn key(pen: &mut Pen, chart: &Chart, marks: &[usize], from: f64) -> f64 {
    let theme = pen.theme;
    let (plain, bold) = (Style::plain(13.0, theme.ink_2), Style::bold(13.0, theme.ink));
    let mut y = from;
    for i in marks {
        let mark = &chart.marks[*i];
        pen.bar(Rect::new(0.0, y + 5.0, 12.0, 12.0), mark.tone);
        let figure = bold.fit(&figures(chart, &mark.label), pen.width * 0.7);
        pen.text(&figure, pen.width, y + 11.0, Anchor::End, bold);
        let room = pen.width - 20.0 - bold.width(&figure) - 12.0;
        pen.fitted(&mark.label, room, (20.0, y + 11.0), Anchor::Start, plain);
        y += 22.0;
    }
    y
}

/// The shares of one category in all rows, in the order of the rows.
fn figures(chart: &Chart, label: &str) -> String {
    let of = chart.marks.iter().filter(|mark| mark.label == label);
    let texts: Vec<String> = of.map(|mark| part_text(mark, chart.unit)).collect();
    texts.join(" · ")
}
