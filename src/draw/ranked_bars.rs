//! Ranked bars: which of them are the largest? Name, bar, value and share in one row each.

use super::{
    marks::{largest, share_text, value, value_text},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
};
use crate::report::{Chart, Mark, Tone};

const ROW: f64 = 31.0;
const NARROW_ROW: f64 = 42.0;
/// Where names begin, after the ranks.
const NAMES: f64 = 26.0;

/// Lays out the bars; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    if pen.narrow() { narrow(pen, chart) } else { rows(pen, chart) }
}

/// The style of a mark's name: what the title speaks of is bold.
pub fn name_style(pen: &Pen, mark: &Mark) -> Style {
    if mark.tone == Tone::Subject { Style::bold(13.0, pen.theme.ink) } else { Style::plain(13.0, pen.theme.ink_2) }
}

/// The width of the longest name.
pub fn longest_name(pen: &Pen, chart: &Chart) -> f64 {
    chart.marks.iter().map(|mark| name_style(pen, mark).width(&mark.label)).fold(0.0, f64::max)
}

/// Room taken by value and share after a bar.
fn label_width(pen: &Pen, chart: &Chart, mark: &Mark) -> f64 {
    let (value, share) = (value_text(mark, chart.unit), share_text(mark));
    let share = if share.is_empty() { 0.0 } else { 9.0 + Style::plain(13.0, pen.theme.ink_3).width(&share) };
    8.0 + Style::bold(13.0, pen.theme.ink).width(&value) + share
}

fn rows(pen: &mut Pen, chart: &Chart) -> f64 {
    let longest = longest_name(pen, chart);
    let start = (NAMES + longest + 15.0).min(pen.width * 0.42).round();
    let most = largest(chart);
    // The longest bar that leaves every row room for its own label.
    let full = chart.marks.iter().filter(|m| value(m) > 0.0).fold(pen.width - start, |full, mark| {
        full.min((pen.width - start - label_width(pen, chart, mark)) * most / value(mark))
    });
    let length = |mark: &Mark| if value(mark) > 0.0 { (value(mark) / most * full).max(1.0) } else { 0.0 };
    for (i, mark) in chart.marks.iter().enumerate() {
        let top = i as f64 * ROW;
        let bar = Rect::new(start, top + 6.0, length(mark), 18.0);
        row(pen, chart, i, bar);
        pen.mark(i, bar, Rect::new(0.0, top, pen.width, ROW));
    }
    let bottom = chart.marks.len() as f64 * ROW;
    sums(pen, chart, |mark| start + length(mark));
    if !chart.marks.is_empty() {
        pen.down(start, 0.0, bottom, 1.0, pen.theme.axis);
    }
    // A sum of all rows stands on the last edge.
    let Some(rest) = &chart.rest else { return bottom + if chart.brackets.is_empty() { 0.0 } else { 8.0 } };
    let style = Style::plain(13.0, pen.theme.ink_3);
    let ellipsis = Style::plain(12.0, pen.theme.ink_3);
    pen.text("…", 18.0, bottom + 20.0, Anchor::End, ellipsis);
    pen.fitted(&rest.text, pen.width - start, (start, bottom + 20.0), Anchor::Start, style);
    bottom + 36.0
}

fn row(pen: &mut Pen, chart: &Chart, i: usize, bar: Rect) {
    let (mark, theme) = (&chart.marks[i], pen.theme);
    let middle = bar.y + bar.height / 2.0;
    pen.text(&(i + 1).to_string(), 18.0, middle, Anchor::End, Style::plain(12.0, theme.ink_3));
    let name = name_style(pen, mark);
    pen.fitted(&mark.label, bar.x - NAMES - 10.0, (NAMES, middle), Anchor::Start, name);
    pen.bar(bar, mark.tone);
    let (written, bold) = (value_text(mark, chart.unit), Style::bold(13.0, theme.ink));
    let after = bar.right() + 8.0;
    pen.text(&written, after, middle, Anchor::Start, bold);
    let share = Style::plain(13.0, theme.ink_3);
    pen.text(&share_text(mark), after + bold.width(&written) + 9.0, middle, Anchor::Start, share);
}

/// Dotted rules between rows that say what the rows above hold together.
fn sums(pen: &mut Pen, chart: &Chart, end: impl Fn(&Mark) -> f64) {
    let style = Style::plain(12.0, pen.theme.ink_3);
    for sum in &chart.brackets {
        let Some(mark) = chart.marks.get(sum.to) else { continue };
        let y = (sum.to + 1) as f64 * ROW;
        let text = style.fit(&sum.text, pen.width / 2.0);
        let label = pen.text_box(&text, pen.width, y, Anchor::End, &style);
        if pen.try_text(&text, pen.width, y, Anchor::End, style) {
            pen.dashes_across(end(mark), label.x - 4.0, y, (2.0, 3.0), pen.theme.rule);
        }
    }
}

fn narrow(pen: &mut Pen, chart: &Chart) -> f64 {
    let (most, theme) = (largest(chart), pen.theme);
    let (bold, plain) = (Style::bold(13.0, theme.ink), Style::plain(13.0, theme.ink_3));
    for (i, mark) in chart.marks.iter().enumerate() {
        let top = i as f64 * NARROW_ROW;
        let (written, share) = (value_text(mark, chart.unit), share_text(mark));
        pen.text(&share, pen.width, top + 10.0, Anchor::End, plain);
        let value_end = if share.is_empty() { pen.width } else { pen.width - plain.width(&share) - 9.0 };
        pen.text(&written, value_end, top + 10.0, Anchor::End, bold);
        let name = name_style(pen, mark);
        let room = value_end - bold.width(&written) - 12.0;
        pen.fitted(&mark.label, room, (0.0, top + 10.0), Anchor::Start, name);
        let length = if value(mark) > 0.0 { (value(mark) / most * pen.width).max(1.0) } else { 0.0 };
        let bar = Rect::new(0.0, top + 21.0, length, 10.0);
        pen.bar(bar, mark.tone);
        // The name stands so close to its bar that a ring has to cut into the bar.
        let seen = Rect::new(bar.x, bar.y + 1.0, bar.width, bar.height - 2.0);
        pen.mark(i, seen, Rect::new(0.0, top, pen.width, NARROW_ROW));
    }
    let bottom = chart.marks.len() as f64 * NARROW_ROW;
    let Some(rest) = &chart.rest else { return bottom };
    pen.across(0.0, pen.width, bottom + 2.0, 1.0, theme.rule);
    pen.fitted(&rest.text, pen.width, (0.0, bottom + 18.0), Anchor::Start, plain);
    bottom + 34.0
}
