//! Flags: vertical lines through a plot with their words over it, in as many tiers as they need.

use super::{
    HIT,
    axis::Axis,
    marks::{rising, value, value_text},
    measure::{Anchor, Style},
    pen::{Pen, Rect},
    theme::Rgb,
};
use crate::report::{Chart, Tone};

/// The height of a tier.
const TIER: f64 = 20.0;
/// The most tiers; what needs more keeps its line and loses its words.
const TIERS: usize = 5;

/// A vertical line and its words.
pub struct Flag {
    x: f64,
    words: String,
    style: Style,
    line: Rgb,
    dashed: bool,
    mark: Option<usize>,
    left: f64,
    wide: f64,
    tier: usize,
}

impl Flag {
    fn covers(&self, x: f64) -> bool {
        (self.left - 2.0..self.left + self.wide + 2.0).contains(&x)
    }
}

/// The flags of a chart: its marks of the tones `of`, the subjects in accent, hollow ones as pins on a
/// dashed line, and its thresholds.
pub fn of(pen: &mut Pen, chart: &Chart, axis: &Axis, of: &[Tone]) -> Vec<Flag> {
    let (theme, width) = (pen.theme, pen.width);
    let mut flags = Vec::new();
    let mut flag = |at: f64, words: &str, ink: Rgb, line: Rgb, dashed: bool, mark: Option<usize>| {
        let (x, style) = (axis.at(at), Style::bold(13.0, ink));
        let words = style.fit(words, width * 0.66);
        let wide = style.width(&words);
        flags.push(Flag { x, words, style, line, dashed, mark, left: x, wide, tier: 0 });
    };
    for (i, mark) in chart.marks.iter().enumerate() {
        if !of.is_empty() && !of.contains(&mark.tone) {
            continue;
        }
        let words = format!("{} {}", mark.label, value_text(mark, chart.unit));
        let (ink, line, dashed) = match mark.tone {
            Tone::Subject => (theme.accent_ink, theme.accent, false),
            Tone::Hollow => (theme.second, theme.second, true),
            _ => (theme.ink, theme.ink_2, false),
        };
        // The subject of a dial has its own dot.
        let own = of.is_empty() || mark.tone == Tone::Hollow;
        if axis.holds(value(mark)) {
            flag(value(mark), words.trim(), ink, line, dashed, own.then_some(i));
        } else if own {
            // What has no place is still told of.
            let corner = Rect::new(0.0, 0.0, HIT, HIT);
            pen.mark(i, corner, corner);
        }
    }
    for line in chart.thresholds.iter().filter(|line| axis.holds(line.at)) {
        flag(line.at, &line.text, theme.second, theme.second, true, None);
    }
    flags
}

/// Gives each flag its tier: words begin at their line, or end at it where they would leave the
/// picture or cross the line of such a one. The height they take.
pub fn tiers(pen: &Pen, flags: &mut [Flag]) -> f64 {
    let order = rising(&flags.iter().map(|flag| flag.x).collect::<Vec<f64>>());
    let mut turned: Vec<usize> = Vec::new();
    for i in order.iter().rev() {
        let flag = &flags[*i];
        let over = flag.x + flag.wide > pen.width || turned.iter().any(|t| flag.covers(flags[*t].x));
        let left = flag.x + 1.0 - flag.wide;
        if over && left >= 0.0 {
            flags[*i].left = left;
            turned.insert(0, *i);
        }
        flags[*i].left = flags[*i].left.min(pen.width - flags[*i].wide);
    }
    // What begins at its line is placed from the right, what ends there from the left, so that no
    // later line passes earlier words.
    let mut placed: Vec<usize> = Vec::new();
    let begin = order.iter().rev().filter(|i| !turned.contains(i));
    for i in begin.chain(&turned) {
        let flag = &flags[*i];
        let touches = |other: &&usize| {
            let other = &flags[**other];
            flag.left < other.left + other.wide + 12.0 && other.left < flag.left + flag.wide + 12.0
        };
        let tier = placed.iter().filter(touches).map(|other| flags[*other].tier + 1).max().unwrap_or(0);
        flags[*i].tier = tier;
        if tier >= TIERS {
            flags[*i].words.clear();
        }
        if !flags[*i].words.is_empty() {
            placed.push(*i);
        }
    }
    placed.iter().map(|i| flags[*i].tier + 1).max().unwrap_or(0) as f64 * TIER
}

/// Where the words of all flags begin.
pub fn left(flags: &[Flag]) -> f64 {
    flags.iter().map(|flag| flag.left).fold(f64::INFINITY, f64::min)
}

/// Draws the flags of a plot from `top` to `bottom`, over which their tiers stand.
pub fn draw(pen: &mut Pen, flags: &[Flag], top: f64, bottom: f64) {
    for flag in flags {
        let from = if flag.words.is_empty() { top } else { top - flag.tier as f64 * TIER - 4.0 };
        let x = flag.x.floor().min(pen.width - 2.0);
        if flag.dashed {
            pen.dashes_down(x, from, bottom, (4.0, 3.0), flag.line);
            if flag.mark.is_some() {
                pen.hollow(x + 0.5, top + 3.0, 4.0, flag.line);
            }
        } else {
            pen.down(x, from, bottom, 2.0, flag.line);
        }
    }
    for flag in flags {
        let middle = top - (flag.tier as f64 + 0.5) * TIER - 2.0;
        let words = Rect::new(flag.left, middle - 8.0, flag.wide, 14.0);
        if !flag.words.is_empty() {
            pen.halo(words.grown(2.0));
            pen.text(&flag.words, flag.left, middle, Anchor::Start, flag.style);
        }
        if let Some(mark) = flag.mark {
            let seen = if flag.words.is_empty() { Rect::new(flag.x - 2.0, top, 4.0, bottom - top) } else { words };
            let from = seen.x.min(flag.x - 12.0);
            let to = seen.right().max(flag.x + 12.0);
            pen.mark(mark, seen, Rect::new(from, seen.y, to - from, bottom - seen.y));
        }
    }
}
