//! The shapes that the charts of several sections share.

use crate::{
    report::{Chart, Form, Mark, Rest, Tone, Unit, Value},
    text::{self, counted, share},
};

/// Bars drawn; what lies beyond is summed up in a line.
const BARS: usize = 12;
/// Marks that a listener hears of.
const TOLD: usize = 12;

/// A mark; `part` is its share of the whole, where the value is not the share.
pub fn mark(label: &str, value: Value, part: Option<f64>, tone: Tone) -> Mark {
    Mark { label: label.to_owned(), value, share: part.into(), tone, ..Mark::default() }
}

/// Bars of `marks`, the largest first; those beyond the twelfth are `one` or `many` further ones in a line.
pub fn ranked_bars(id: &str, unit: Unit, mut marks: Vec<Mark>, (one, many): (&str, &str)) -> Chart {
    let mut chart = Chart::new(id, Form::RankedBars, unit);
    let left = marks.split_off(marks.len().min(BARS));
    if !left.is_empty() {
        let part: f64 = left.iter().filter_map(|mark| mark.share.number()).sum();
        let count = left.len() as u64;
        let text = format!("{} share {}", counted(count, one, many), share(part));
        chart.rest = Some(Rest { count, share: part.into(), text });
    }
    chart.marks = marks;
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
