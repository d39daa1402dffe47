//! The shapes that the charts and tables of several sections share.

use super::{Context, Draft, context::Sum};
use crate::{
    report::{Chart, Column, Form, Mark, Rest, Tone, Unit, Value},
    stats,
    text::{self, counted, share, whole},
};

/// Bars drawn; what lies beyond is summed up in a line.
const BARS: usize = 12;
/// Marks that a listener hears of.
const TOLD: usize = 12;

/// A mark; `part` is its share of the whole, where the value is not the share.
pub fn mark(label: &str, value: Value, part: Option<f64>, tone: Tone) -> Mark {
    Mark { label: label.to_owned(), value, share: part.into(), tone, ..Mark::default() }
}

/// Bars of `marks`, the largest first; those beyond the twelfth are `one` or `many` further ones in a
/// line. What is unknown is no rank: of a class of the unknown the bar stands last.
pub fn ranked_bars(id: &str, unit: Unit, marks: Vec<Mark>, class: &str, (one, many): (&str, &str)) -> Chart {
    let mut chart = Chart::new(id, Form::RankedBars, unit);
    let (open, mut marks): (Vec<Mark>, Vec<Mark>) = marks.into_iter().partition(|mark| mark.label == class);
    let left = marks.split_off(marks.len().min(BARS - open.len()));
    if !left.is_empty() {
        let part: f64 = left.iter().filter_map(|mark| mark.share.number()).sum();
        let count = left.len() as u64;
        let text = format!("{} share {}", counted(count, one, many), share(part));
        chart.rest = Some(Rest { count, share: part.into(), text });
    }
    marks.extend(open);
    chart.marks = marks;
    chart
}

/// Adds a table of classes with their sums and shares of the basket; `first` names them.
pub fn classes(
    context: &Context<'_>,
    draft: &mut Draft,
    (id, title): (&'static str, &'static str),
    first: Column,
    rows: Vec<(Value, Sum)>,
) {
    let words = context.words();
    let columns = [
        first,
        Column::new("count", words.title, Unit::Count),
        Column::new(words.weight, words.weight_title, words.weight_unit),
        Column::new("count_share", words.share, Unit::Share),
        Column::new("share", words.weight_share, Unit::Share),
    ];
    let (n, total) = (context.n(), context.total());
    let rows = rows.into_iter().map(|(name, sum)| {
        let shares = [stats::share(sum.count, n), stats::share(sum.downloads, total)];
        vec![name, sum.count.into(), sum.downloads.into(), shares[0].into(), shares[1].into()]
    });
    draft.table(id, title, &columns, rows.collect());
}

/// Share of repositories against share of downloads, a row a class; the subject, which the title speaks
/// of, is the class whose two shares lie furthest apart.
pub fn dumbbell(context: &Context<'_>, rows: &[(&str, Sum)]) -> Chart {
    let (n, total, words) = (context.n(), context.total(), context.words());
    let part = |part: u64, whole: u64| stats::share(part, whole).unwrap_or(0.0);
    let shares = |sum: &Sum| (part(sum.count, n), part(sum.downloads, total));
    let gap = |at: usize| {
        let (count, weight) = shares(&rows[at].1);
        (count - weight).abs()
    };
    let subject = (0..rows.len()).reduce(|best, at| if gap(at) > gap(best) { at } else { best });
    let mut chart = Chart::new("shares", Form::Dumbbell, Unit::Share);
    chart.axes = vec![format!("of {}", words.many), format!("of {}", words.weight)];
    for (at, (name, sum)) in rows.iter().enumerate() {
        let (count, weight) = shares(sum);
        let mut mark = mark(name, weight.into(), None, Tone::Context);
        if Some(at) == subject {
            mark.tone = Tone::Subject;
            let [many, what] = [words.many, words.weight];
            chart.title = format!("{name} is {} of {many} and {} of {what}", share(count), share(weight));
        }
        mark.second = count.into();
        mark.note = Some(format!(
            "{}, {} {}",
            context.counted(sum.count),
            whole(sum.downloads),
            words.weight_of(sum.downloads)
        ));
        chart.marks.push(mark);
    }
    chart
}

/// Bars of what one repository may have several of, by their number: of the `n` rows the rest is counted, not summed.
pub fn overlapping_bars<'a>(
    context: &Context<'_>,
    id: &str,
    rows: impl Iterator<Item = (&'a str, Sum)>,
    n: usize,
    (one, many): (&str, &str),
) -> Chart {
    let mut marks: Vec<Mark> = rows
        .take(BARS)
        .map(|(name, sum)| mark(name, sum.count.into(), stats::share(sum.count, context.n()), Tone::Context))
        .collect();
    if let Some(first) = marks.first_mut() {
        first.tone = Tone::Subject;
    }
    let count = (n - marks.len()) as u64;
    let mut chart = ranked_bars(id, Unit::Count, marks, "", (one, many));
    chart.rest = (count > 0).then(|| Rest { count, share: Value::Null, text: counted(count, one, many) });
    chart
}

/// Says the title, the subtitle and, for who cannot see the chart, what it is and its first marks.
pub fn say(chart: &mut Chart, title: String, subtitle: String, what: &str) {
    chart.title = title;
    chart.subtitle = subtitle;
    let told = chart.marks.iter().take(TOLD).map(|mark| {
        let value = mark.value.number().map_or_else(String::new, |value| text::label(value, chart.unit));
        match mark.group.as_deref() {
            Some(group) if !group.is_empty() => format!("{group}, {} {value}", mark.label),
            _ => format!("{} {value}", mark.label),
        }
    });
    chart.alt = format!("{what}: {}.", told.collect::<Vec<_>>().join("; "));
}
