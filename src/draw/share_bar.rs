//! The share bar: how is the whole cut by owner? The project's mark, and the first picture.
//!
//! Owners are cut while 3 px wide, then one block up to the whole. The first bracket spans the owners
//! that hold half; the second one's words, else the rest's, are said of all beyond it.

use super::{
    marks::{number, part_text, shares, words_and_figure},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
    ranked_bars::name_style,
};
use crate::report::{Chart, Tone};

/// A part of the bar along its length.
#[derive(Clone, Copy)]
struct Cut {
    from: f64,
    to: f64,
    /// Whether it stands alone; else it is within the block at the end.
    alone: bool,
}

impl Cut {
    fn length(&self) -> f64 {
        self.to - self.from
    }

    fn middle(&self) -> f64 {
        (self.from + self.to) / 2.0
    }
}

/// Lays out the bar; its height.
pub fn layout(pen: &mut Pen, chart: &Chart) -> f64 {
    if pen.narrow() { upright(pen, chart) } else { lying(pen, chart) }
}

/// The marks along `length`, with gaps of 2 px, below 6 px of 1.
fn cuts(chart: &Chart, length: f64) -> Vec<Cut> {
    let all: Vec<usize> = (0..chart.marks.len()).collect();
    let (mut at, mut alone) = (0.0, true);
    let cut = |share: &f64| {
        let (from, to) = (at, at + share * length);
        at = to;
        alone &= to - from >= 3.0;
        let gap = if to - from < 6.0 { 1.0 } else { 2.0 };
        let end = if length - to < 0.5 { to } else { to - gap };
        let from = from.round();
        Cut { from, to: if alone { end.round() } else { to }.max(from), alone }
    };
    shares(chart, &all).iter().map(cut).collect()
}

/// Draws the parts in the box that `place` gives for a stretch of the bar.
fn parts(pen: &mut Pen, chart: &Chart, cuts: &[Cut], length: f64, place: impl Fn(f64, f64) -> Rect) {
    for (i, cut) in cuts.iter().enumerate().filter(|(_, cut)| cut.alone) {
        pen.bar(place(cut.from, cut.to), chart.marks[i].tone);
    }
    let block = cuts.iter().find(|cut| !cut.alone).map(|cut| cut.from);
    let block = block.or_else(|| {
        cuts.last().is_none_or(|cut| length - cut.to > 3.0).then(|| cuts.last().map_or(0.0, |cut| cut.to + 2.0))
    });
    if let Some(from) = block {
        pen.bar(place(from, length), Tone::Soft);
    }
    for (i, cut) in cuts.iter().enumerate() {
        let seen = place(cut.from, cut.to);
        pen.mark(i, seen, seen);
    }
}

/// Where the first bracket ends; by the rest's share where its last mark is not drawn.
fn first_end(chart: &Chart, cuts: &[Cut], length: f64) -> Option<f64> {
    let drawn = cuts.get(chart.brackets.first()?.to).map(|cut| cut.to);
    drawn.or_else(|| Some((1.0 - number(&chart.rest.as_ref()?.share).min(1.0)) * length))
}

/// What lies beyond the first bracket, in words: the second bracket's, else the rest's.
fn beyond(chart: &Chart) -> Option<&str> {
    let second = chart.brackets.get(1).map(|bracket| bracket.text.as_str());
    second.or_else(|| chart.rest.as_ref().map(|rest| rest.text.as_str()))
}

const TOP: f64 = 46.0;
const HIGH: f64 = 84.0;

fn lying(pen: &mut Pen, chart: &Chart) -> f64 {
    let cuts = cuts(chart, pen.width);
    parts(pen, chart, &cuts, pen.width, |from, to| Rect::new(from, TOP, to - from, HIGH));
    let free = threshold(pen, chart);
    brackets(pen, chart, &cuts, free);
    let inside: Vec<bool> = (0..cuts.len()).map(|i| name_inside(pen, chart, i, &cuts[i])).collect();
    let outside = |i: &usize| !inside[*i] && cuts[*i].alone && chart.marks[*i].tone != Tone::Soft;
    let named = leaders(pen, chart, &cuts, (0..cuts.len()).filter(outside));
    if named { 194.0 } else { TOP + HIGH + 8.0 }
}

/// The 50 % mark over the bar; the stretch its words take.
fn threshold(pen: &mut Pen, chart: &Chart) -> (f64, f64) {
    let Some(line) = chart.thresholds.first().filter(|line| (0.0..=1.0).contains(&line.at)) else {
        return (pen.width / 2.0, pen.width / 2.0);
    };
    let x = (line.at * pen.width).clamp(1.0, pen.width - 2.0);
    let style = Style::bold(12.0, pen.theme.second);
    let words = style.fit(&line.text, 80.0);
    let half = style.width(&words) / 2.0;
    let middle = x.clamp(half, pen.width - half);
    pen.rect(Rect::new(x - 1.0, 22.0, 3.0, 108.0), pen.theme.page);
    pen.dashes_down(x, 22.0, 130.0, (4.0, 3.0), pen.theme.second);
    pen.text(&words, middle, 12.0, Anchor::Middle, style);
    (middle - half - 12.0, middle + half + 12.0)
}

/// The brackets over the bar with their words, at either side of the 50 % mark.
fn brackets(pen: &mut Pen, chart: &Chart, cuts: &[Cut], free: (f64, f64)) {
    let theme = pen.theme;
    let (Some(first), Some(end)) = (chart.brackets.first(), first_end(chart, cuts, pen.width)) else { return };
    let bold = Style::bold(14.0, theme.ink);
    pen.bracket(0.0, end.max(4.0), 30.0, 9.0, theme.ink);
    pen.fitted(&first.text, free.0, (0.0, 12.0), Anchor::Start, bold);
    let from = end + 2.0;
    let Some(words) = beyond(chart).filter(|_| pen.width - from >= 8.0) else { return };
    let plain = Style::plain(14.0, theme.ink_2);
    pen.bracket(from, pen.width, 30.0, 9.0, theme.context);
    pen.fitted(words, pen.width - free.1, (pen.width, 12.0), Anchor::End, plain);
}

/// Name and share within the part, where they fit; whether they did.
fn name_inside(pen: &mut Pen, chart: &Chart, i: usize, cut: &Cut) -> bool {
    let (mark, color) = (&chart.marks[i], pen.theme.text_on(chart.marks[i].tone));
    let (name, plain) = (Style::bold(13.0, color), Style::plain(13.0, color));
    let share = part_text(mark, chart.unit);
    let label = name.fit(&mark.label, cut.length() - 20.0);
    let cramped = label != super::measure::clean(&mark.label) && cut.length() < 120.0;
    if !cut.alone || mark.tone == Tone::Soft || label.is_empty() || cramped || plain.width(&share) + 20.0 > cut.length()
    {
        return false;
    }
    pen.text(&label, cut.from + 10.0, TOP + 24.0, Anchor::Start, name);
    pen.text(&share, cut.from + 10.0, TOP + 44.0, Anchor::Start, plain);
    true
}

/// Labels under the bar, pushed to the right where they would touch. A later leader turns at a
/// shallower depth, so that none cross.
fn leaders(pen: &mut Pen, chart: &Chart, cuts: &[Cut], outside: impl Iterator<Item = usize>) -> bool {
    let theme = pen.theme;
    let (plain, bold) = (Style::plain(13.0, theme.ink_2), Style::bold(13.0, theme.ink));
    let outside: Vec<usize> = outside.collect();
    let step = (14.0 / outside.len().max(1) as f64).clamp(2.0, 4.0);
    let (mut end, mut depth) = (f64::NEG_INFINITY, 149.0);
    for i in outside {
        let (mark, cut) = (&chart.marks[i], &cuts[i]);
        let (name, share) = (plain.fit(&mark.label, 160.0), part_text(mark, chart.unit));
        let wide = 6.0 + plain.width(&name).max(bold.width(&share));
        let x = cut.from.max((end + 10.0).ceil());
        let bent = x > cut.to - 1.0;
        if x + wide > pen.width || (bent && depth < 135.0) {
            break;
        }
        if bent {
            let middle = cut.middle().floor();
            pen.down(middle, 132.0, depth, 1.0, theme.axis);
            pen.across(middle, x, depth, 1.0, theme.axis);
            pen.down(x, depth, 186.0, 1.0, theme.axis);
            depth -= step;
        } else {
            pen.down(x, 132.0, 186.0, 1.0, theme.axis);
        }
        pen.text(&name, x + 6.0, 160.0, Anchor::Start, plain);
        pen.text(&share, x + 6.0, 178.0, Anchor::Start, bold);
        end = x + wide;
    }
    end > 0.0
}

const LENGTH: f64 = 496.0;
const WIDE: f64 = 92.0;
/// Where the labels beside the upright bar begin.
const LABELS: f64 = 128.0;

fn upright(pen: &mut Pen, chart: &Chart) -> f64 {
    let cuts = cuts(chart, LENGTH);
    parts(pen, chart, &cuts, LENGTH, |from, to| Rect::new(0.0, 5.0 + from, WIDE, to - from));
    if let Some(line) = chart.thresholds.first().filter(|line| (0.0..=1.0).contains(&line.at)) {
        let y = 4.0 + line.at * LENGTH;
        pen.rect(Rect::new(0.0, y - 1.0, WIDE, 4.0), pen.theme.page);
        pen.across(0.0, WIDE, y, 2.0, pen.theme.second);
    }
    let named = (0..cuts.len()).filter(|i| cuts[*i].alone && chart.marks[*i].tone != Tone::Soft);
    let mut y = f64::NEG_INFINITY;
    for i in named {
        let middle = (5.0 + cuts[i].middle()).max(y + 20.0).max(10.0);
        if middle > LENGTH - 60.0 {
            break;
        }
        beside(pen, chart, i, 5.0 + cuts[i].middle(), middle);
        y = middle;
    }
    let Some(first) = chart.brackets.first() else { return LENGTH + 10.0 };
    let (ink, grey) = (Style::bold(13.0, pen.theme.ink), Style::plain(13.0, pen.theme.ink_2));
    let y = y.max(10.0);
    pen.across(LABELS, pen.width, y + 18.0, 1.0, pen.theme.ink);
    pair(pen, &first.text, y + 34.0, ink);
    if let (Some(end), Some(words)) = (first_end(chart, &cuts, LENGTH), beyond(chart)) {
        let middle = (5.0 + (end + LENGTH) / 2.0).max(y + 60.0).min(LENGTH);
        pair(pen, words, middle, grey);
    }
    LENGTH + 10.0
}

/// One label right of the upright bar with its leader.
fn beside(pen: &mut Pen, chart: &Chart, i: usize, from: f64, middle: f64) {
    let (mark, theme) = (&chart.marks[i], pen.theme);
    let line = [(96.0, from), (104.0, from), (116.0, middle), (122.0, middle)];
    pen.path(&line, 1.0, theme.axis);
    let (name, bold) = (name_style(pen, mark), Style::bold(13.0, theme.ink));
    let share = part_text(mark, chart.unit);
    let room = pen.width - LABELS - bold.width(&share) - 10.0;
    pen.fitted(&mark.label, room, (LABELS, middle), Anchor::Start, name);
    pen.text(&share, pen.width, middle, Anchor::End, bold);
}

/// Words at the left and their figure at the right.
fn pair(pen: &mut Pen, text: &str, middle: f64, style: Style) {
    let (words, figure) = words_and_figure(text);
    let room = pen.width - LABELS - style.width(figure) - 10.0;
    pen.fitted(words, room, (LABELS, middle), Anchor::Start, style);
    pen.text(figure, pen.width, middle, Anchor::End, style);
}
