//! Does every drawing keep its words apart and inside, whatever the width and the data? A backend
//! that only remembers where text was put answers.

use std::convert::Infallible;

use hubstate::{
    draw::{self, CARD, Frame, Furniture, GRAIN, Hit, Theme, measure::BASELINE, pen::Rect},
    report::{Bracket, Chart, Form, Mark, Rest, Threshold, Tone, Unit, Value},
    text::width::{Weight, width},
};
use plotters_backend::{
    BackendColor, BackendCoord, BackendStyle, BackendTextStyle, DrawingBackend, DrawingErrorKind, FontStyle,
    text_anchor::HPos,
};
use proptest::{prelude::*, test_runner::Config};

use super::{fixtures, frame};

/// Remembers the boxes of texts and the reach of everything else.
#[derive(Default)]
struct Witness {
    texts: Vec<(String, Rect)>,
    reach: Vec<BackendCoord>,
}

type Outcome = Result<(), DrawingErrorKind<Infallible>>;

impl DrawingBackend for &mut Witness {
    type ErrorType = Infallible;

    fn get_size(&self) -> (u32, u32) {
        (0, 0)
    }

    fn ensure_prepared(&mut self) -> Outcome {
        Ok(())
    }

    fn present(&mut self) -> Outcome {
        Ok(())
    }

    fn draw_pixel(&mut self, point: BackendCoord, _: BackendColor) -> Outcome {
        self.reach.push(point);
        Ok(())
    }

    fn draw_rect<S: BackendStyle>(&mut self, from: BackendCoord, to: BackendCoord, _: &S, _: bool) -> Outcome {
        self.reach.extend([from, to]);
        Ok(())
    }

    fn draw_path<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Outcome {
        self.reach.extend(path);
        Ok(())
    }

    fn fill_polygon<S: BackendStyle, I: IntoIterator<Item = BackendCoord>>(&mut self, path: I, _: &S) -> Outcome {
        self.reach.extend(path);
        Ok(())
    }

    fn draw_circle<S: BackendStyle>(&mut self, center: BackendCoord, _: u32, _: &S, _: bool) -> Outcome {
        self.reach.push(center);
        Ok(())
    }

    fn draw_text<S: BackendTextStyle>(&mut self, text: &str, style: &S, at: BackendCoord) -> Outcome {
        let size = style.size() / GRAIN;
        let weight = if matches!(style.style(), FontStyle::Bold) { Weight::Bold } else { Weight::Regular };
        let wide = width(text, size, weight);
        let x = f64::from(at.0) / GRAIN;
        let left = match style.anchor().h_pos {
            HPos::Left => x,
            HPos::Center => x - wide / 2.0,
            HPos::Right => x - wide,
        };
        let baseline = f64::from(at.1) / GRAIN + BASELINE * size;
        self.texts.push((text.to_owned(), Rect::new(left, baseline - 0.74 * size, wide, 0.94 * size)));
        Ok(())
    }
}

/// What is wrong with the drawing of a chart in a frame.
fn faults(chart: &Chart, frame: &Frame) -> Vec<String> {
    let mut witness = Witness::default();
    let hits = draw::draw(chart, &Theme::LIGHT, frame, &mut witness).unwrap();
    let height = draw::height(chart, frame);
    // A card may leave marks out.
    let card = frame.furniture == Furniture::Card;
    let mut out = if card { Vec::new() } else { hit_faults(chart, frame.width, height, &hits) };
    let texts = &witness.texts;
    for (at, (text, rect)) in texts.iter().enumerate() {
        if rect.x < -0.6 || rect.right() > frame.width + 0.6 || rect.y < -2.5 || rect.bottom() > height + 2.5 {
            out.push(format!("{text:?} leaves the picture of {} by {height}: {rect:?}", frame.width));
        }
        for (other, second) in &texts[at + 1..] {
            // Half a pixel each way is rounding.
            if rect.grown(-0.5).overlaps(&second.grown(-0.5)) {
                out.push(format!("{text:?} and {other:?} overlap at a width of {}: {rect:?}, {second:?}", frame.width));
            }
        }
    }
    let (right, bottom) = ((frame.width * GRAIN) as i32 + 10, (height * GRAIN) as i32 + 10);
    let outside = witness.reach.iter().find(|(x, y)| *x < -10 || *y < -10 || *x > right || *y > bottom);
    out.extend(outside.map(|point| format!("a stroke leaves the picture at a width of {}: {point:?}", frame.width)));
    out
}

fn hit_faults(chart: &Chart, width: f64, height: f64, hits: &[Hit]) -> Vec<String> {
    let mut out = Vec::new();
    let expected: Vec<usize> = if chart.form == Form::Lorenz {
        (0..chart.marks.len().min(1)).collect()
    } else {
        (0..chart.marks.len()).collect()
    };
    if hits.iter().map(|hit| hit.mark).ne(expected) {
        out.push(format!(
            "hits are not one a mark in data order: {:?}",
            hits.iter().map(|hit| hit.mark).collect::<Vec<_>>()
        ));
    }
    let odd = |hit: &&Hit| {
        let sides = [hit.x, hit.y, hit.width, hit.height];
        sides.iter().any(|side| !side.is_finite() || *side < 0.0)
            || hit.x + hit.width > width + 0.5
            || hit.y + hit.height > height + 0.5
    };
    out.extend(
        hits.iter().find(odd).map(|hit| format!("a hit box leaves the picture of {width} by {height}: {hit:?}")),
    );
    out
}

/// The plot alone and, at every seventh width, the picture with title, footer and ring.
fn check(chart: &Chart, width: f64) -> Result<(), String> {
    let mut found = faults(chart, &frame(width));
    if found.is_empty() && width % 7.0 == 0.0 {
        let footer = "Source · 29 Apr 2026 ".repeat(9);
        found = faults(chart, &Frame { furniture: Furniture::File, footer, focus: Some(0), ..frame(width) });
    }
    if found.is_empty() { Ok(()) } else { Err(format!("{:?}: {}", chart.form, found.join("\n"))) }
}

#[test]
fn labels_keep_apart_at_every_width() {
    for chart in fixtures::all() {
        for width in 320..=1200 {
            check(&chart, f64::from(width)).unwrap();
        }
    }
}

#[test]
fn cards_have_one_size_and_their_words_apart() {
    let mut charts = fixtures::all();
    charts.extend(fixtures::all().into_iter().map(|chart| Chart {
        title: "A finding that nobody could say in fewer words than these, and one that goes on ".repeat(4),
        subtitle: "Downloads in the thirty days before the capture, of a long basket · ".repeat(5),
        ..chart
    }));
    for chart in charts {
        let footer =
            "Hugging Face Hub, 29 Apr 2026 (illustrative sample) · CC BY 4.0 · example.org/hubstate".to_owned();
        let card = Frame { furniture: Furniture::Card, footer, ..frame(CARD.0) };
        assert_eq!(draw::height(&chart, &card), CARD.1);
        let found = faults(&chart, &card);
        assert!(found.is_empty(), "{:?}: {}", chart.form, found.join("\n"));
    }
}

#[test]
fn marks_can_be_hit() {
    let free = [
        Form::RankedBars,
        Form::Cumulative,
        Form::Lorenz,
        Form::Columns,
        Form::SizeBands,
        Form::Dumbbell,
        Form::Strip,
        Form::Scatter,
        Form::RankSize,
        Form::Multiples,
        Form::Matrix,
        Form::Dial,
    ];
    for chart in fixtures::all().iter().filter(|chart| free.contains(&chart.form)) {
        for width in [320.0, 680.0] {
            let hits = draw::draw(chart, &Theme::LIGHT, &frame(width), &mut Witness::default()).unwrap();
            assert_eq!(hits.len(), chart.marks.len());
            for hit in hits {
                assert!(hit.width.min(hit.height) >= 23.0, "{:?} at {width}: {hit:?}", chart.form);
                assert_eq!(hit.label, chart.marks[hit.mark].label);
            }
        }
    }
}

#[test]
fn a_narrow_matrix_names_every_column_and_fills_every_cell() {
    let mut chart = fixtures::all().into_iter().find(|chart| chart.form == Form::Matrix).unwrap();
    chart.marks[0].value = Value::from(0.9999);
    chart.marks[1].value = Value::from(0.00001);
    let mut witness = Witness::default();
    draw::draw(&chart, &Theme::LIGHT, &frame(340.0), &mut witness).unwrap();
    let words: Vec<&str> = witness.texts.iter().map(|(text, _)| text.as_str()).collect();
    for wanted in chart.marks.iter().map(|mark| mark.label.as_str()).chain([">99.9", "<0.01"]) {
        assert!(words.contains(&wanted), "{wanted:?} is not among {words:?}");
    }
}

#[test]
fn ten_panels_leave_no_place_of_their_last_row_empty() {
    let chart = fixtures::all().into_iter().find(|chart| chart.form == Form::Multiples).unwrap();
    for width in [328.0, 680.0, 976.0] {
        let hits = draw::draw(&chart, &Theme::LIGHT, &frame(width), &mut Witness::default()).unwrap();
        let across = |y: f64| hits.iter().filter(|hit| hit.y == y).count();
        let lowest = hits.iter().map(|hit| hit.y).fold(0.0, f64::max);
        let highest = hits.iter().map(|hit| hit.y).fold(f64::MAX, f64::min);
        assert_eq!(across(lowest), across(highest), "at a width of {width}");
    }
}

#[test]
fn nothing_and_nought_are_drawn_too() {
    for mut chart in fixtures::all() {
        for mark in &mut chart.marks {
            mark.value = Value::from(0.0);
            mark.share = Value::Null;
            mark.second = Value::Null;
        }
        let one = Chart { marks: chart.marks[..1].to_vec(), brackets: vec![], curve: vec![], ..chart.clone() };
        let none = Chart { marks: vec![], ..chart.clone() };
        let bare =
            Chart { rest: None, brackets: vec![], thresholds: vec![], curve: vec![], axes: vec![], ..none.clone() };
        for width in [320.0, 479.0, 480.0, 680.0, 800.0, 1200.0] {
            for chart in [&chart, &one, &none, &bare] {
                check(chart, width).unwrap();
            }
        }
    }
}

const FORMS: [Form; 15] = [
    Form::ShareBar,
    Form::RankedBars,
    Form::StackedShare,
    Form::Cumulative,
    Form::Lorenz,
    Form::Columns,
    Form::SizeBands,
    Form::Dumbbell,
    Form::Bounds,
    Form::Strip,
    Form::Scatter,
    Form::RankSize,
    Form::Multiples,
    Form::Matrix,
    Form::Dial,
];

const TONES: [Tone; 8] =
    [Tone::Subject, Tone::Context, Tone::Soft, Tone::Unknown, Tone::Hollow, Tone::Partial, Tone::Cat2, Tone::CatOther];

fn name() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Z0-9._-]{0,24}",
        1 => "[a-z]{30,90}",
        1 => "[a-z ]{1,60}",
        1 => "\\PC{0,20}",
        1 => Just("模型 🤗 \u{202e}\u{0}<b>\n\u{301}".to_owned()),
    ]
}

fn amount() -> impl Strategy<Value = Value> {
    prop_oneof![
        4 => (0.0..1.0).prop_map(Value::from),
        3 => (0.0..1e11_f64).prop_map(|v| Value::from(v.round())),
        1 => Just(Value::from(0.0)),
        1 => Just(Value::Null),
        1 => Just(Value::from(-3.0)),
        1 => Just(Value::Number(f64::NAN)),
    ]
}

fn share() -> impl Strategy<Value = Value> {
    prop_oneof![2 => Just(Value::Null), 3 => (0.0..1.0).prop_map(Value::from)]
}

/// A place on an axis.
fn at() -> impl Strategy<Value = f64> {
    prop_oneof![
        3 => 0.0..1.2_f64,
        3 => (0.0..30.0_f64).prop_map(libm::exp),
        1 => prop::sample::select(vec![0.0, -3.0, 1e-300, 1e300, f64::INFINITY, f64::NAN]),
    ]
}

prop_compose! {
    fn marks()(
        rows in prop::collection::vec((name(), amount(), share(), amount(), 0..TONES.len(), prop::option::of(0..3_usize), prop::option::of(name())), 0..24),
        names in prop::collection::vec(name(), 3),
    ) -> Vec<Mark> {
        rows.into_iter().map(|(label, value, share, second, tone, group, note)| Mark {
            label, value, share, second, tone: TONES[tone], group: group.map(|g| names[g].clone()), note,
        }).collect()
    }
}

prop_compose! {
    fn charts()(
        form in 0..FORMS.len(),
        unit in prop::sample::select(vec![Unit::Count, Unit::Share, Unit::Downloads, Unit::Index, Unit::Parameters]),
        marks in marks(),
        rest in prop::option::of((name(), 0.0..1.0_f64)),
        sums in prop::collection::vec((0..26_usize, 0..26_usize, name()), 0..4),
        lines in prop::collection::vec((at(), name()), 0..5),
        curve in prop_oneof![
            prop::collection::vec((0.0..2000.0_f64, 0.0..1.0_f64), 0..40),
            prop::collection::vec((at(), at()), 0..40),
        ],
        axes in prop::collection::vec(name(), 0..3),
        title in name(),
    ) -> Chart {
        let mut chart = fixtures::chart(FORMS[form], "any", &title, &title.repeat(7), unit);
        chart.marks = marks;
        chart.rest = rest.map(|(text, share)| Rest { count: 7, share: Value::from(share), text });
        chart.brackets = sums.into_iter().map(|(from, to, text)| Bracket { from, to, text }).collect();
        chart.thresholds = lines.into_iter().map(|(at, text)| Threshold { at, text }).collect();
        chart.curve = curve;
        chart.curve.sort_by(|a, b| a.0.total_cmp(&b.0));
        chart.axes = axes;
        chart
    }
}

proptest! {
    #![proptest_config(Config { cases: 3000, failure_persistence: None, ..Config::default() })]

    #[test]
    fn labels_keep_apart_whatever_the_data(chart in charts(), width in 320..1200_u32) {
        let outcome = check(&chart, f64::from(width));
        prop_assert!(outcome.is_ok(), "{}", outcome.unwrap_err());
    }
}
