//! Size bands: how large are those that say? A strip of all, opening onto columns of those known.
//!
//! `axes[0]` is said of those that declare, the rest's text of those that do not.

use super::{
    columns::with_value,
    marks::{largest, number, part_of, value, value_text},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
    ranked_bars::{longest_name, name_style},
};
use crate::report::{Chart, Tone};

/// Lays out strip and bands; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let narrow = pen.narrow();
    let wedge = strip(pen, chart, narrow);
    if narrow { bars(pen, chart, wedge) } else { columns(pen, chart, wedge) }
}

/// The strip of known and unknown and the wedge under it; where the wedge ends.
fn strip(pen: &mut Pen, chart: &Chart, narrow: bool) -> f64 {
    let Some(rest) = &chart.rest else { return 0.0 };
    let theme = pen.theme;
    let (top, high, deep) = if narrow { (18.0, 16.0, 36.0) } else { (20.0, 18.0, 42.0) };
    let known = libm::round((1.0 - number(&rest.share).min(1.0)) * pen.width);
    let (bold, plain) = (Style::bold(13.0, theme.ink), Style::plain(13.0, theme.ink_3));
    let words = chart.axes.first().map_or("", String::as_str);
    let declared = bold.fit(words, pen.width * 0.6);
    let left = pen.width - bold.width(&declared) - 16.0;
    pen.text(&declared, 0.0, top - 12.0, Anchor::Start, bold);
    pen.text(&shorter(&rest.text, &plain, left), pen.width, top - 12.0, Anchor::End, plain);
    pen.bar(Rect::new(0.0, top, known - 1.0, high), Tone::Subject);
    let gap = if known > 0.0 { 1.0 } else { 0.0 };
    pen.bar(Rect::new(known + gap, top, pen.width - known - gap, high), Tone::Unknown);
    let foot = top + high + 2.0;
    if known > 0.0 {
        pen.area(&[(0.0, foot), (known, foot), (pen.width, foot + deep), (0.0, foot + deep)], theme.accent_soft);
    }
    foot + deep
}

/// `text` where it fits, else its words before the colon, else shortened.
fn shorter(text: &str, style: &Style, room: f64) -> String {
    let fits = |text: &&str| style.width(text) <= room;
    let head = text.split_once(':').map_or(text, |(head, _)| head);
    [text, head].into_iter().find(fits).map_or_else(|| style.fit(head, room), str::to_owned)
}

fn columns(pen: &mut Pen, chart: &Chart, wedge: f64) -> f64 {
    let top = wedge + 30.0;
    let base = top + 208.0;
    let (count, most) = (chart.marks.len() as f64, largest(chart));
    let pitch = ((pen.width + 10.0) / count.max(1.0)).min(150.0);
    let mut spans = Vec::new();
    for (i, mark) in chart.marks.iter().enumerate() {
        let from = libm::round(i as f64 * pitch);
        let to = libm::round((i + 1) as f64 * pitch - 10.0).max(from + 1.0);
        let tall = libm::round(part_of(value(mark), most) * 208.0);
        let column = Rect::new(from, base - tall, to - from, tall);
        pen.column(column, mark.tone);
        pen.mark(i, with_value(&column), Rect::new(from, wedge, to - from, base + 24.0 - wedge));
        let middle = (from + to) / 2.0;
        pen.try_text(
            &value_text(mark, chart.unit),
            middle,
            column.y - 12.0,
            Anchor::Middle,
            Style::bold(13.0, pen.theme.ink),
        );
        let name = name_style(pen, mark);
        pen.try_text(&name.fit(&mark.label, pitch - 6.0), middle, base + 16.0, Anchor::Middle, name);
        spans.push((from, to));
    }
    if let Some((_, end)) = spans.last() {
        pen.across(0.0, *end, base, 1.0, pen.theme.axis);
    }
    sums(pen, chart, &spans, base)
}

/// Brackets under the columns with their words; where they end.
fn sums(pen: &mut Pen, chart: &Chart, spans: &[(f64, f64)], base: f64) -> f64 {
    let style = Style::plain(12.0, pen.theme.second);
    let mut drawn = false;
    for sum in &chart.brackets {
        let (Some((from, _)), Some((_, to))) = (spans.get(sum.from), spans.get(sum.to)) else { continue };
        pen.bracket(*from, *to, base + 31.0, -3.0, pen.theme.second);
        let words = style.fit(&sum.text, pen.width - from);
        if !pen.try_text(&words, *from, base + 44.0, Anchor::Start, style) {
            pen.try_text(&style.fit(&sum.text, *to), *to, base + 44.0, Anchor::End, style);
        }
        drawn = true;
    }
    base + if drawn { 54.0 } else { 30.0 }
}

const ROW: f64 = 34.0;

fn bars(pen: &mut Pen, chart: &Chart, wedge: f64) -> f64 {
    let most = largest(chart);
    let bold = Style::bold(13.0, pen.theme.ink);
    let longest = longest_name(pen, chart);
    let start = (longest + 12.0).min(pen.width * 0.4).round();
    let labels = chart.marks.iter().map(|m| bold.width(&value_text(m, chart.unit))).fold(0.0, f64::max);
    let full = pen.width - start - labels - 8.0;
    let top = wedge + 12.0;
    for (i, mark) in chart.marks.iter().enumerate() {
        let row = top + i as f64 * ROW;
        let length = libm::round(part_of(value(mark), most) * full);
        let bar = Rect::new(start, row + 5.0, length, 22.0);
        let tone = if mark.tone == Tone::Soft { Tone::Context } else { mark.tone };
        pen.bar(bar, tone);
        pen.mark(i, bar, Rect::new(0.0, row, pen.width, ROW));
        let name = name_style(pen, mark);
        pen.fitted(&mark.label, start - 8.0, (0.0, row + 16.0), Anchor::Start, name);
        pen.text(&value_text(mark, chart.unit), bar.right() + 6.0, row + 16.0, Anchor::Start, bold);
    }
    let mut y = top + chart.marks.len() as f64 * ROW;
    if !chart.marks.is_empty() {
        pen.down(start, top, y, 1.0, pen.theme.axis);
    }
    let style = Style::plain(12.0, pen.theme.second);
    for sum in &chart.brackets {
        y += 18.0;
        pen.fitted(&sum.text, pen.width, (0.0, y - 4.0), Anchor::Start, style);
    }
    y + 6.0
}
