//! Chart → any plotters backend → hit boxes: one file a form.
//!
//! A form lays itself out on a [`pen::Pen`] in CSS pixels; `ink` puts that onto the backend. A plot
//! below 480 px is narrow, which means another arrangement, never smaller type; above that a form
//! fills the width it gets. What does not fit is shortened in its middle or left out, and stays in
//! the table and in the hit boxes.

pub mod marks;
pub mod measure;
pub mod pen;
pub mod theme;
pub mod ticks;

mod axis;
mod bounds;
mod card;
mod columns;
mod cumulative;
mod dial;
mod dumbbell;
mod field;
mod flags;
mod furniture;
mod ink;
mod lorenz;
mod matrix;
mod multiples;
mod over;
mod rank_size;
mod ranked_bars;
mod scatter;
mod share_bar;
mod size_bands;
mod stacked_share;
mod strip;

pub use ink::GRAIN;
pub use over::{Over, Plain, over, plain};
pub use theme::Theme;

use plotters_backend::{DrawingBackend, DrawingErrorKind};
use serde::Serialize;

use self::pen::{Pen, Rect, Stroke, Target};
use crate::report::{Chart, Form};

/// For what a chart is drawn.
#[derive(Debug, Clone, PartialEq)]
pub struct Frame {
    /// The width of the picture in CSS pixels.
    pub width: f64,
    /// Device pixels in a CSS pixel.
    pub scale: f64,
    /// What is drawn around the plot.
    pub furniture: Furniture,
    /// Whether it is painted on a ground; else it lies on what is there, which may be a page of somebody else's.
    pub ground: bool,
    /// The footer's words: source, day of capture, licence, address.
    pub footer: String,
    /// A label that turns accent, while the former accents turn context.
    pub highlight: Option<String>,
    /// The mark with the ring of focus.
    pub focus: Option<usize>,
}

/// What is drawn around a plot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Furniture {
    /// Nothing: the page writes title, subtitle and footer itself.
    None,
    /// Title, subtitle and footer, as files need them.
    File,
    /// The same as a picture to share, 1200 by 630 whatever the plot; the frame's width is [`CARD`]'s.
    Card,
}

/// Width and height of a picture to share.
pub const CARD: (f64, f64) = (1200.0, 630.0);

/// Where a mark can be hit, in CSS pixels, and what it says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hit {
    /// Its number in the chart.
    pub mark: usize,
    /// The left edge of its box.
    pub x: f64,
    /// The upper edge of its box.
    pub y: f64,
    /// From left to right.
    pub width: f64,
    /// From top to bottom.
    pub height: f64,
    /// The mark's name, in full.
    pub label: String,
    /// Its value as written beside it.
    pub value: String,
    /// Its share; empty where it has none beside its value.
    pub share: String,
    /// Its place in its row, the largest first; empty where the form does not rank.
    pub rank: String,
    /// The remark under its label; empty where it has none.
    pub note: String,
}

/// The least side of a hit box, where there is space for it.
const HIT: f64 = 24.0;

/// The height of the picture in CSS pixels.
pub fn height(chart: &Chart, frame: &Frame) -> f64 {
    let sheet = sketch(chart, &Theme::LIGHT, frame);
    sheet.height * sheet.zoom
}

/// Draws a chart; the hit boxes of its marks in data order. The backend is handed [`GRAIN`] units
/// for each device pixel and puts text [`measure::BASELINE`] em above its base line.
pub fn draw<DB: DrawingBackend>(
    chart: &Chart,
    theme: &Theme,
    frame: &Frame,
    backend: DB,
) -> Result<Vec<Hit>, DrawingErrorKind<DB::ErrorType>> {
    let Sheet { pen, height, zoom } = sketch(chart, theme, frame);
    let picture = Rect::new(0.0, 0.0, frame.width / zoom, height);
    let ground = [Stroke::Fill(picture, theme.page)];
    let ground = if frame.ground { &ground[..] } else { &[] };
    ink::draw(backend, frame.scale * zoom, &[ground, &pen.under, &ring(&pen, frame, picture), &pen.over])?;
    Ok(hits(chart, &pen.targets, picture, zoom))
}

/// A drawing laid out: its strokes, its height in their pixels, and how many of the picture's make one of them.
struct Sheet<'a> {
    pen: Pen<'a>,
    height: f64,
    zoom: f64,
}

fn sketch<'a>(chart: &Chart, theme: &'a Theme, frame: &Frame) -> Sheet<'a> {
    let mut chart = chart.clone();
    marks::highlight(&mut chart.marks, frame.highlight.as_deref());
    let mut pen = Pen::new(theme, frame.width);
    let height = match frame.furniture {
        Furniture::None => plot(&mut pen, &chart),
        Furniture::File => furniture::around(&mut pen, &chart, &frame.footer, plot),
        Furniture::Card => return card::layout(theme, &mut chart, &frame.footer),
    };
    Sheet { pen, height, zoom: 1.0 }
}

/// Lays out the plot alone; its height.
fn plot(pen: &mut Pen, chart: &Chart) -> f64 {
    let height = match chart.form {
        Form::ShareBar => share_bar::layout(pen, chart),
        Form::RankedBars => ranked_bars::layout(pen, chart),
        Form::StackedShare => stacked_share::layout(pen, chart),
        Form::Cumulative => cumulative::layout(pen, chart),
        Form::Lorenz => lorenz::layout(pen, chart),
        Form::Columns => columns::layout(pen, chart),
        Form::SizeBands => size_bands::layout(pen, chart),
        Form::Dumbbell => dumbbell::layout(pen, chart),
        Form::Bounds => bounds::layout(pen, chart),
        Form::Strip => strip::layout(pen, chart),
        Form::Scatter => scatter::layout(pen, chart),
        Form::RankSize => rank_size::layout(pen, chart),
        Form::Multiples => multiples::layout(pen, chart),
        Form::Matrix => matrix::layout(pen, chart),
        Form::Dial => dial::layout(pen, chart),
    };
    height.ceil()
}

/// A ring around the mark of focus, 4 px off over a gap of page, cut at the edge of the picture.
fn ring(pen: &Pen, frame: &Frame, picture: Rect) -> Vec<Stroke> {
    let focused = frame.focus.and_then(|focus| pen.targets.iter().find(|target| target.mark == focus));
    let Some(Target { seen, .. }) = focused else { return vec![] };
    let inside = |rect: Rect| {
        let (x, y) = (rect.x.max(picture.x), rect.y.max(picture.y));
        Rect::new(x, y, rect.right().min(picture.right()) - x, rect.bottom().min(picture.bottom()) - y)
    };
    vec![
        Stroke::Outline(inside(seen.grown(4.0)), 4.0, pen.theme.page),
        Stroke::Outline(inside(seen.grown(6.0)), 2.0, pen.theme.focus),
    ]
}

fn hits(chart: &Chart, targets: &[Target], picture: Rect, zoom: f64) -> Vec<Hit> {
    let order = marks::rising(&targets.iter().map(|target| target.mark as f64).collect::<Vec<f64>>());
    let ranks = marks::ranks(chart);
    let ranked = |hit: Hit| {
        let rank = ranks.get(hit.mark).filter(|rank| **rank > 0);
        Hit { rank: rank.map(ToString::to_string).unwrap_or_default(), ..hit }
    };
    order.into_iter().map(|k| ranked(hit(chart, &targets[k], picture, zoom))).collect()
}

fn hit(chart: &Chart, target: &Target, picture: Rect, zoom: f64) -> Hit {
    let mark = &chart.marks[target.mark];
    // A box at the edge of the picture is moved inside.
    let Rect { x, y, width, height } = target.hit;
    let (width, height) = (width.min(picture.width), height.min(picture.height));
    Hit {
        mark: target.mark,
        x: x.min(picture.width - width).max(0.0) * zoom,
        y: y.min(picture.height - height).max(0.0) * zoom,
        width: width * zoom,
        height: height * zoom,
        label: mark.label.clone(),
        value: marks::value_text(mark, chart.unit),
        share: marks::share_text(mark),
        rank: String::new(),
        note: mark.note.clone().unwrap_or_default(),
    }
}
