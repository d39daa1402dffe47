//! A sheet on which a form is laid out in CSS pixels: it records strokes, labels and marks.
//!
//! Forms see no backend. What is recorded here is put onto one by `ink`; so a form is compiled once,
//! its height is known before anything is drawn, and a label can ask whether its place is free.

use super::{
    measure::{Anchor, Style, clean},
    theme::{Rgb, Theme},
};
use crate::report::Tone;

/// A rectangle in CSS pixels.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Rect {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
}

impl Rect {
    /// A rectangle.
    pub const fn new(x: f64, y: f64, width: f64, height: f64) -> Rect {
        Rect { x, y, width, height }
    }

    /// The x of its right edge.
    pub fn right(&self) -> f64 {
        self.x + self.width
    }

    /// The y of its lower edge.
    pub fn bottom(&self) -> f64 {
        self.y + self.height
    }

    /// Whether the two share more than an edge.
    pub fn overlaps(&self, other: &Rect) -> bool {
        self.x < other.right() && other.x < self.right() && self.y < other.bottom() && other.y < self.bottom()
    }

    /// Larger by `by` on every side.
    pub fn grown(&self, by: f64) -> Rect {
        Rect::new(self.x - by, self.y - by, self.width + 2.0 * by, self.height + 2.0 * by)
    }

    /// At least `width` by `height` around the same middle.
    pub fn at_least(&self, width: f64, height: f64) -> Rect {
        let (w, h) = (self.width.max(width), self.height.max(height));
        Rect::new(self.x - (w - self.width) / 2.0, self.y - (h - self.height) / 2.0, w, h)
    }
}

/// One thing drawn.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Stroke {
    /// A filled rectangle.
    Fill(Rect, Rgb),
    /// A horizontal or vertical line from its upper left corner: (x, y), length, thickness.
    Rule { x: f64, y: f64, length: f64, thickness: f64, upright: bool, color: Rgb },
    /// The frame of a rectangle, inside of it, and its thickness.
    Outline(Rect, f64, Rgb),
    /// Lines at 45° inside a rectangle, and their distance.
    Hatch(Rect, f64, Rgb),
    /// A line through points, and its width.
    Path(Vec<(f64, f64)>, f64, Rgb),
    /// A filled polygon.
    Area(Vec<(f64, f64)>, Rgb),
    /// A circle and the width of its line; filled where that is 0.
    Disc(f64, f64, f64, f64, Rgb),
    /// A text, its place on the base line.
    Text { text: String, x: f64, baseline: f64, anchor: Anchor, style: Style },
}

/// A drawn mark: where it is seen, and where it can be hit.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target {
    pub mark: usize,
    pub seen: Rect,
    pub hit: Rect,
}

/// The sheet.
pub struct Pen<'a> {
    /// Its colors.
    pub theme: &'a Theme,
    /// The width of the plot.
    pub width: f64,
    pub(super) origin: (f64, f64),
    pub(super) under: Vec<Stroke>,
    pub(super) over: Vec<Stroke>,
    pub(super) targets: Vec<Target>,
    texts: Vec<Rect>,
}

impl<'a> Pen<'a> {
    /// An empty sheet.
    pub fn new(theme: &'a Theme, width: f64) -> Pen<'a> {
        Pen { theme, width, origin: (0.0, 0.0), under: vec![], over: vec![], targets: vec![], texts: vec![] }
    }

    /// Whether forms take their narrow arrangement.
    pub fn narrow(&self) -> bool {
        self.width < 480.0
    }

    fn placed(&self, rect: Rect) -> Rect {
        Rect::new(rect.x + self.origin.0, rect.y + self.origin.1, rect.width, rect.height)
    }

    fn points(&self, points: &[(f64, f64)]) -> Vec<(f64, f64)> {
        points.iter().map(|(x, y)| (x + self.origin.0, y + self.origin.1)).collect()
    }

    /// A filled rectangle.
    pub fn rect(&mut self, rect: Rect, color: Rgb) {
        let rect = self.placed(rect);
        if rect.width > 0.0 && rect.height > 0.0 {
            self.under.push(Stroke::Fill(rect, color));
        }
    }

    /// A horizontal line downward from `y`.
    pub fn across(&mut self, from: f64, to: f64, y: f64, thickness: f64, color: Rgb) {
        let (x, y) = (from + self.origin.0, y + self.origin.1);
        self.under.push(Stroke::Rule { x, y, length: to - from, thickness, upright: false, color });
    }

    /// A vertical line to the right of `x`.
    pub fn down(&mut self, x: f64, from: f64, to: f64, thickness: f64, color: Rgb) {
        let (x, y) = (x + self.origin.0, from + self.origin.1);
        self.under.push(Stroke::Rule { x, y, length: to - from, thickness, upright: true, color });
    }

    /// A horizontal line in dashes of `on` and gaps of `off`.
    pub fn dashes_across(&mut self, from: f64, to: f64, y: f64, (on, off): (f64, f64), color: Rgb) {
        let mut x = from;
        while x < to {
            self.across(x, (x + on).min(to), y, 1.0, color);
            x += on + off;
        }
    }

    /// A vertical line in dashes of `on` and gaps of `off`.
    pub fn dashes_down(&mut self, x: f64, from: f64, to: f64, (on, off): (f64, f64), color: Rgb) {
        let mut y = from;
        while y < to {
            self.down(x, y, (y + on).min(to), 1.0, color);
            y += on + off;
        }
    }

    /// A line through points in dashes of 4 and gaps of 4.
    pub fn dashed_line(&mut self, from: (f64, f64), to: (f64, f64), color: Rgb) {
        let (dx, dy) = (to.0 - from.0, to.1 - from.1);
        let length = libm::sqrt(dx * dx + dy * dy);
        let mut at = 0.0;
        while at < length {
            let end = (at + 4.0).min(length);
            let point = |t: f64| (from.0 + dx * t / length, from.1 + dy * t / length);
            self.path(&[point(at), point(end)], 1.0, color);
            at += 8.0;
        }
    }

    /// A line through points.
    pub fn path(&mut self, points: &[(f64, f64)], width: f64, color: Rgb) {
        if points.len() > 1 {
            self.under.push(Stroke::Path(self.points(points), width, color));
        }
    }

    /// A filled polygon.
    pub fn area(&mut self, points: &[(f64, f64)], color: Rgb) {
        if points.len() > 2 {
            self.under.push(Stroke::Area(self.points(points), color));
        }
    }

    /// A filled circle.
    pub fn disc(&mut self, x: f64, y: f64, radius: f64, color: Rgb) {
        self.under.push(Stroke::Disc(x + self.origin.0, y + self.origin.1, radius, 0.0, color));
    }

    /// A circle of 1 px, through which one sees what lies under it.
    pub fn ring(&mut self, x: f64, y: f64, radius: f64, color: Rgb) {
        self.under.push(Stroke::Disc(x + self.origin.0, y + self.origin.1, radius, 1.0, color));
    }

    /// A hollow dot: a circle of page in a 2 px line around `radius`.
    pub fn hollow(&mut self, x: f64, y: f64, radius: f64, color: Rgb) {
        self.disc(x, y, radius + 1.0, color);
        self.disc(x, y, radius - 1.0, self.theme.page);
    }

    /// A dot in the texture of its tone: solid, or hollow where it is known on another basis or not at all.
    pub fn dot(&mut self, x: f64, y: f64, radius: f64, tone: Tone) {
        match tone {
            Tone::Hollow | Tone::Unknown | Tone::Partial => self.hollow(x, y, radius - 1.0, self.theme.context),
            Tone::Soft => self.disc(x, y, radius, self.theme.context),
            tone => self.disc(x, y, radius, self.theme.fill(tone)),
        }
    }

    /// A rectangle in the texture of its tone.
    pub fn bar(&mut self, rect: Rect, tone: Tone) {
        if rect.width <= 0.0 || rect.height <= 0.0 {
            return;
        }
        let placed = self.placed(rect);
        match tone {
            Tone::Unknown => {
                self.under.push(Stroke::Fill(placed, self.theme.page));
                self.under.push(Stroke::Hatch(placed, 6.0, self.theme.unknown));
                self.under.push(Stroke::Outline(placed, 1.0, self.theme.unknown));
            }
            Tone::Hollow => {
                self.under.push(Stroke::Fill(placed, self.theme.page));
                self.under.push(Stroke::Outline(placed, 1.0, self.theme.context));
            }
            Tone::Partial => self.rect(rect, self.theme.context),
            tone => self.rect(rect, self.theme.fill(tone)),
        }
    }

    /// A column: as [`Pen::bar`], but what is compared is soft under a 3 px cap.
    pub fn column(&mut self, rect: Rect, tone: Tone) {
        match tone {
            Tone::Context | Tone::Soft | Tone::Partial => self.bar(rect, Tone::Soft),
            tone => self.bar(rect, tone),
        }
        if matches!(tone, Tone::Context | Tone::Soft | Tone::Partial | Tone::Hollow) {
            self.rect(Rect::new(rect.x, rect.y, rect.width, rect.height.min(3.0)), self.theme.context);
        }
    }

    /// A 2 px line with legs of `legs`, downward or, where negative, upward.
    pub fn bracket(&mut self, from: f64, to: f64, y: f64, legs: f64, color: Rgb) {
        self.across(from, to, y, 2.0, color);
        let (top, bottom) = if legs < 0.0 { (y + legs, y) } else { (y, y + legs) };
        self.down(from, top, bottom, 2.0, color);
        self.down(to - 2.0, top, bottom, 2.0, color);
    }

    /// Where a text stands: `x` at its anchor, `middle` at half the height of its capitals.
    pub fn text_box(&self, text: &str, x: f64, middle: f64, anchor: Anchor, style: &Style) -> Rect {
        let width = style.width(text);
        let left = match anchor {
            Anchor::Start => x,
            Anchor::Middle => x - width / 2.0,
            Anchor::End => x - width,
        };
        Rect::new(left, middle - 0.5 * style.size, width, style.size)
    }

    /// Whether a box lies inside the picture's width, and no text nearer than `gap` at its sides.
    pub fn clear(&self, rect: &Rect, gap: f64) -> bool {
        let wide = self.placed(Rect::new(rect.x - gap, rect.y, rect.width + 2.0 * gap, rect.height));
        rect.x > -0.5 && rect.right() < self.width + 0.5 && !self.texts.iter().any(|text| text.overlaps(&wide))
    }

    /// Keeps a box free of labels that ask.
    pub fn reserve(&mut self, rect: Rect) {
        let rect = self.placed(rect);
        self.texts.push(rect);
    }

    /// A text; nothing where it is empty.
    pub fn text(&mut self, text: &str, x: f64, middle: f64, anchor: Anchor, style: Style) {
        let text = clean(text);
        if text.trim().is_empty() {
            return;
        }
        self.reserve(self.text_box(&text, x, middle, anchor, &style));
        let baseline = middle + style.drop() + self.origin.1;
        self.over.push(Stroke::Text { text, x: x + self.origin.0, baseline, anchor, style });
    }

    /// A text shortened in its middle to `room`.
    pub fn fitted(&mut self, text: &str, room: f64, (x, middle): (f64, f64), anchor: Anchor, style: Style) {
        self.text(&style.fit(text, room), x, middle, anchor, style);
    }

    /// A text where its place is free; whether it was.
    pub fn try_text(&mut self, text: &str, x: f64, middle: f64, anchor: Anchor, style: Style) -> bool {
        let rect = self.text_box(text, x, middle, anchor, &style);
        let free = self.clear(&rect, 4.0);
        if free {
            self.text(text, x, middle, anchor, style);
        }
        free
    }

    /// A rectangle of page behind a label that crosses a line.
    pub fn halo(&mut self, rect: Rect) {
        let x = rect.x.max(0.0);
        self.rect(Rect::new(x, rect.y, rect.right().min(self.width) - x, rect.height), self.theme.page);
    }

    /// A mark that is seen at `seen` and hit at `hit`.
    pub fn mark(&mut self, mark: usize, seen: Rect, hit: Rect) {
        let target = Target { mark, seen: self.placed(seen), hit: self.placed(hit) };
        self.targets.push(target);
    }
}
