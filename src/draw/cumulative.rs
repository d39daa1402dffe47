//! Cumulative share: how many owners hold half? Share over rank, the rank on a logarithmic axis.
//!
//! `axes[0]` names the ranks, `axes[1]` the share; a mark's `second` is its rank. The subject is the
//! solid dot, up to which the ground under the curve is soft.

use super::{
    HIT,
    marks::{number, value, value_text},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
    ticks::{log_position, ranks},
};
use crate::report::{Chart, Tone};

/// The plot's own box and the largest rank.
struct Field {
    plot: Rect,
    ranks: f64,
}

impl Field {
    fn x(&self, rank: f64) -> f64 {
        self.plot.x + log_position(rank, self.ranks) * self.plot.width
    }

    fn y(&self, share: f64) -> f64 {
        self.plot.bottom() - share.clamp(0.0, 1.0) * self.plot.height
    }
}

/// Lays out curve, axes and named points; their height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    let narrow = pen.narrow();
    let bottom = if narrow { 280.0 } else { 332.0 };
    let plot = Rect::new(44.0, 22.0, pen.width - 52.0, bottom - 22.0);
    let last = chart.curve.iter().map(|point| point.0).filter(|rank| rank.is_finite()).fold(1.0, f64::max);
    let field = Field { plot, ranks: last };
    let curve = points(chart, &field);
    ground(pen, chart, &field, &curve);
    axes(pen, chart, &field, narrow);
    let line = threshold(pen, chart, &field);
    pen.path(&curve, 2.5, pen.theme.accent);
    pen.across(plot.x, plot.right() + 1.0, bottom, 1.0, pen.theme.axis);
    dots(pen, chart, &field, &curve, line, narrow);
    bottom + 40.0
}

/// The curve in pixels, without the points that lie within a pixel and a half of the one before.
fn points(chart: &Chart, field: &Field) -> Vec<(f64, f64)> {
    let finite = chart.curve.iter().filter(|(rank, share)| rank.is_finite() && share.is_finite());
    let mut out: Vec<(f64, f64)> = Vec::new();
    let last = chart.curve.len().saturating_sub(1);
    for (k, (rank, share)) in finite.enumerate() {
        let (x, y) = (field.x(*rank), field.y(*share));
        let near = out.last().is_some_and(|(px, py)| (x - px).abs() + (y - py).abs() < 1.5);
        if !near || k == last {
            out.push((x, y));
        }
    }
    out
}

/// The soft ground under the curve up to the subject, and the gridlines over it.
fn ground(pen: &mut Pen, chart: &Chart, field: &Field, curve: &[(f64, f64)]) {
    if let Some(subject) = chart.marks.iter().find(|mark| mark.tone == Tone::Subject) {
        let (x, y) = (field.x(number(&subject.second)), field.y(value(subject)));
        let mut area: Vec<(f64, f64)> = curve.iter().copied().filter(|point| point.0 < x).collect();
        if let Some(first) = area.first().copied() {
            area.push((x, y));
            area.push((x, field.plot.bottom()));
            area.push((first.0, field.plot.bottom()));
            pen.area(&area, pen.theme.accent_soft);
        }
    }
    for share in [0.25, 0.75, 1.0] {
        pen.across(field.plot.x, field.plot.right(), field.y(share), 1.0, pen.theme.grid);
    }
}

fn axes(pen: &mut Pen, chart: &Chart, field: &Field, narrow: bool) {
    let (theme, plot) = (pen.theme, field.plot);
    let style = Style::plain(12.0, theme.ink_3);
    for (share, text) in [(0.0, "0"), (0.25, "25"), (0.5, "50"), (0.75, "75"), (1.0, "100\u{202f}%")] {
        pen.text(text, 36.0, field.y(share), Anchor::End, style);
    }
    let caption = |k: usize| chart.axes.get(k).map_or("", String::as_str);
    let (ranks_named, share_named) = (style.fit(caption(0), plot.right()), style.fit(caption(1), pen.width));
    pen.text(&share_named, 0.0, 6.0, Anchor::Start, style);
    pen.text(&ranks_named, plot.right(), plot.bottom() + 32.0, Anchor::End, style);
    let tick = |pen: &mut Pen, rank: f64, words: &str, anchor| {
        let x = field.x(rank);
        if pen.try_text(words, x, plot.bottom() + 15.0, anchor, style) {
            pen.down(x.floor(), plot.bottom(), plot.bottom() + 5.0, 1.0, theme.axis);
        }
    };
    if field.ranks > 1.0 {
        tick(pen, field.ranks, &crate::text::short(field.ranks), Anchor::End);
    }
    tick(pen, 1.0, "1", Anchor::Middle);
    for rank in ranks(field.ranks, if narrow { &[1, 3] } else { &[1, 2, 5] }).into_iter().skip(1) {
        tick(pen, rank, &crate::text::short(rank), Anchor::Middle);
    }
}

/// The 50 % mark with its words under it; its height.
fn threshold(pen: &mut Pen, chart: &Chart, field: &Field) -> Option<f64> {
    let line = chart.thresholds.first().filter(|line| (0.0..=1.0).contains(&line.at))?;
    let style = Style::plain(12.0, pen.theme.second);
    let y = field.y(line.at);
    pen.dashes_across(field.plot.x, field.plot.right(), y, (4.0, 4.0), pen.theme.second);
    pen.try_text(&style.fit(&line.text, field.plot.width * 0.6), field.plot.right(), y + 12.0, Anchor::End, style);
    Some(y)
}

/// The named points: the subject first, so that it keeps its label where there is not room for all.
fn dots(pen: &mut Pen, chart: &Chart, field: &Field, curve: &[(f64, f64)], line: Option<f64>, narrow: bool) {
    let place = |i: usize| (field.x(number(&chart.marks[i].second)), field.y(value(&chart.marks[i])));
    let all: Vec<(f64, f64)> = (0..chart.marks.len()).map(place).collect();
    let mut order: Vec<usize> = (0..chart.marks.len()).collect();
    order.sort_unstable_by_key(|i| (chart.marks[*i].tone != Tone::Subject, *i));
    let shown: Vec<usize> = order.into_iter().filter(|i| narrow_keeps(&all, chart, *i, narrow)).collect();
    let obstacles = Obstacles { field, curve, line, dots: &all };
    for i in &shown {
        label(pen, chart, *i, &obstacles, narrow);
    }
    for (i, (x, y)) in all.iter().enumerate() {
        let seen = Rect::new(x - 5.0, y - 5.0, 10.0, 10.0);
        pen.mark(i, seen, seen.at_least(HIT, HIT));
        if !shown.contains(&i) {
            continue;
        }
        if chart.marks[i].tone == Tone::Subject {
            pen.disc(*x, *y, 6.0, pen.theme.page);
            pen.disc(*x, *y, 4.5, pen.theme.accent);
        } else {
            pen.hollow(*x, *y, 4.0, pen.theme.accent);
        }
    }
}

/// Narrow plots leave a dot out that stands just before the subject's: its label has no place.
fn narrow_keeps(all: &[(f64, f64)], chart: &Chart, i: usize, narrow: bool) -> bool {
    let subject = chart.marks.iter().position(|mark| mark.tone == Tone::Subject);
    let before = |s: usize| (0.0..24.0).contains(&(all[s].0 - all[i].0));
    !narrow || subject.is_none_or(|s| s == i || !before(s))
}

/// What a label may not stand on.
struct Obstacles<'a> {
    field: &'a Field,
    curve: &'a [(f64, f64)],
    line: Option<f64>,
    dots: &'a [(f64, f64)],
}

impl Obstacles<'_> {
    fn allow(&self, rect: &Rect) -> bool {
        let plot = self.field.plot;
        let near = rect.grown(3.0);
        rect.x > plot.x + 4.0
            && rect.right() < plot.right() + 0.5
            && rect.y > plot.y - 12.0
            && rect.bottom() < plot.bottom() - 2.0
            && self.line.is_none_or(|y| y < near.y || y > near.bottom())
            && !self.dots.iter().any(|(x, y)| near.overlaps(&Rect::new(x - 5.0, y - 5.0, 10.0, 10.0)))
            && !self.curve.windows(2).any(|pair| crosses(pair[0], pair[1], &near))
    }
}

/// Whether the line from `a` to `b`, read along x, passes through a box.
fn crosses(a: (f64, f64), b: (f64, f64), rect: &Rect) -> bool {
    let (left, right) = (a.0.max(rect.x), b.0.min(rect.right()));
    if left > right {
        return false;
    }
    let at = |x: f64| if b.0 > a.0 { a.1 + (b.1 - a.1) * (x - a.0) / (b.0 - a.0) } else { b.1 };
    let (p, q) = if b.0 > a.0 { (at(left), at(right)) } else { (a.1, b.1) };
    p.min(q) < rect.bottom() && p.max(q) > rect.y
}

/// Name and share beside a dot, in the first place that is free; nothing where none is.
fn label(pen: &mut Pen, chart: &Chart, i: usize, obstacles: &Obstacles, narrow: bool) {
    let (mark, theme) = (&chart.marks[i], pen.theme);
    let (plain, bold) = (Style::plain(13.0, theme.ink_2), Style::bold(13.0, theme.ink));
    let (name, share) = (plain.fit(&mark.label, pen.width * 0.3), value_text(mark, chart.unit));
    let gap = if name.is_empty() { 0.0 } else { 4.0 };
    let wide = plain.width(&name) + gap + bold.width(&share);
    let (x, y) = obstacles.dots[i];
    let below = (x + 12.0, y + 12.0, false);
    let right = (x + 12.0, y + 5.0, false);
    let above = (x - 12.0 - wide, y - 12.0, false);
    let level = (x - 12.0 - wide, y - 4.0, false);
    let places = if mark.tone == Tone::Subject { [above, level, below, right] } else { [below, right, above, level] };
    let depths = if narrow { 0 } else { 4 };
    let hanging = (0..depths).map(|k| (x - wide / 2.0, y + 42.0 + 16.0 * f64::from(k), true));
    let free = places.into_iter().chain(hanging).find(|(left, middle, _)| {
        let rect = Rect::new(*left, middle - 6.5, wide, 13.0);
        pen.clear(&rect, 4.0) && obstacles.allow(&rect)
    });
    let Some((left, middle, hangs)) = free else { return };
    if hangs {
        pen.down(x.floor(), y, middle - 10.0, 1.0, theme.axis);
    }
    pen.text(&name, left, middle, Anchor::Start, plain);
    pen.text(&share, left + plain.width(&name) + gap, middle, Anchor::Start, bold);
}
