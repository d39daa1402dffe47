//! What the forms ask of a chart's data: finite values, shares, words. Missing and odd values count as 0.

use super::measure::Style;
use crate::{
    report::{Chart, Form, Mark, Tone, Unit, Value},
    stats, text,
};

/// A number of a chart; negative, missing and infinite ones are 0.
pub fn number(value: &Value) -> f64 {
    value.number().filter(|v| v.is_finite()).unwrap_or(0.0).max(0.0)
}

/// A mark's value.
pub fn value(mark: &Mark) -> f64 {
    number(&mark.value)
}

/// The largest value; 0 where there is none.
pub fn largest(chart: &Chart) -> f64 {
    chart.marks.iter().map(value).fold(0.0, f64::max)
}

/// `value` as a part of `whole`; 0 where there is no whole.
pub fn part_of(value: f64, whole: f64) -> f64 {
    if whole > 0.0 { value / whole } else { 0.0 }
}

/// A mark's value as written beside it; empty where it has none.
pub fn value_text(mark: &Mark, unit: Unit) -> String {
    mark.value.number().filter(|v| v.is_finite()).map_or_else(String::new, |v| text::label(v, unit))
}

/// A value without its unit where that is a share: `18.5`; it is said once, on a tick or in the subtitle.
pub fn figure(value: &Value, unit: Unit) -> String {
    match value.number().filter(|v| v.is_finite()) {
        None => String::new(),
        Some(share) if unit == Unit::Share => text::percent(share),
        Some(number) => text::label(number, unit),
    }
}

/// What a tick says: no more digits than it has, and a share its unit only where asked.
pub fn tick(value: f64, unit: Unit, with_unit: bool) -> String {
    match unit {
        Unit::Share => {
            let words = text::percent(value);
            let words = words.strip_suffix(".0").unwrap_or(&words);
            if with_unit { format!("{words}{}%", text::NARROW_SPACE) } else { words.to_owned() }
        }
        Unit::Parameters => text::parameters(value),
        _ => text::prose(value),
    }
}

/// The places of `keys`, the least first, equal ones as they came.
pub fn rising(keys: &[f64]) -> Vec<usize> {
    let compare = |a: u32, b: u32| keys[a as usize].total_cmp(&keys[b as usize]);
    stats::order(keys.len() as u32, &compare).into_iter().map(|at| at as usize).collect()
}

/// The marks with the subjects first, so that they keep their words where there is not room for all.
pub fn subjects_first(chart: &Chart) -> Vec<usize> {
    let keys: Vec<f64> = chart.marks.iter().map(|mark| f64::from(u8::from(mark.tone != Tone::Subject))).collect();
    rising(&keys)
}

/// A mark's share as written beside its value; empty where the value is a share itself.
pub fn share_text(mark: &Mark) -> String {
    mark.share.number().filter(|v| v.is_finite()).map_or_else(String::new, text::share)
}

/// A mark's share, or its value where that is the share.
pub fn part_text(mark: &Mark, unit: Unit) -> String {
    let share = share_text(mark);
    if share.is_empty() { value_text(mark, unit) } else { share }
}

/// The shares of the marks in `of` that they take of a whole: as stated, else of their sum. They
/// never exceed 1 together.
pub fn shares(chart: &Chart, of: &[usize]) -> Vec<f64> {
    let stated = |mark: &Mark| match chart.unit {
        Unit::Share => mark.value.number(),
        _ => mark.share.number(),
    };
    let raw: Vec<Option<f64>> = of.iter().map(|i| stated(&chart.marks[*i])).collect();
    let all_stated = raw.iter().all(|share| share.is_some_and(f64::is_finite));
    let parts: Vec<f64> = of
        .iter()
        .zip(&raw)
        .map(|(i, share)| if all_stated { share.unwrap_or(0.0).max(0.0) } else { value(&chart.marks[*i]) })
        .collect();
    let sum: f64 = parts.iter().sum();
    let whole = if all_stated { sum.max(1.0) } else { sum };
    parts.iter().map(|part| if whole > 0.0 { part / whole } else { 0.0 }).collect()
}

/// The rows of a chart that groups its marks, in order of first mention.
pub fn rows(chart: &Chart) -> Vec<(&str, Vec<usize>)> {
    let mut rows: Vec<(&str, Vec<usize>)> = Vec::new();
    for (i, mark) in chart.marks.iter().enumerate() {
        let name = mark.group.as_deref().unwrap_or("");
        match rows.iter_mut().find(|(row, _)| *row == name) {
            Some((_, marks)) => marks.push(i),
            None => rows.push((name, vec![i])),
        }
    }
    rows
}

/// The width of the longest name of a row.
pub fn longest(rows: &[(&str, Vec<usize>)], style: &Style) -> f64 {
    rows.iter().map(|(name, _)| style.width(name)).fold(0.0, f64::max)
}

/// The names of the marks, each once, in order of first mention.
pub fn labels(chart: &Chart) -> Vec<&str> {
    let mut out: Vec<&str> = Vec::new();
    for mark in &chart.marks {
        if !out.contains(&mark.label.as_str()) {
            out.push(&mark.label);
        }
    }
    out
}

/// `five owners 46.1 %` cut into words and figure.
pub fn words_and_figure(text: &str) -> (&str, &str) {
    match text.rsplit_once([' ', '\u{a0}']) {
        Some((words, figure)) if figure.starts_with(|c: char| c.is_ascii_digit()) => {
            (words.trim_end_matches(':'), figure)
        }
        _ => (text, ""),
    }
}

/// The place of each mark in its row, the largest first, equal ones at the same; 0 where the form does not rank,
/// and for what is not known. Empty where the form ranks nothing.
pub fn ranks(chart: &Chart) -> Vec<usize> {
    if !matches!(chart.form, Form::ShareBar | Form::RankedBars | Form::StackedShare | Form::Dumbbell | Form::SizeBands)
    {
        return vec![];
    }
    let mut ranks = vec![0; chart.marks.len()];
    for (_, row) in rows(chart) {
        let known: Vec<usize> = row.into_iter().filter(|i| chart.marks[*i].tone != Tone::Unknown).collect();
        let keys: Vec<f64> = known.iter().map(|i| -value(&chart.marks[*i])).collect();
        let mut last = (1.0, 0);
        for (place, k) in rising(&keys).into_iter().enumerate() {
            if keys[k] != last.0 {
                last = (keys[k], place + 1);
            }
            ranks[known[k]] = last.1;
        }
    }
    ranks
}

/// Whether a mark stands out where a name is pointed at: it has that name, or one of the two owns the other.
pub fn belongs(mark: &Mark, name: &str) -> bool {
    let owns = |owner: &str, repo: &str| repo.split_once('/').is_some_and(|(first, _)| first == owner);
    mark.label == name || owns(&mark.label, name) || owns(name, &mark.label)
}

/// Puts what belongs to `name` in accent and the former accents in context, where a mark does.
pub fn highlight(marks: &mut [Mark], name: Option<&str>) {
    let Some(name) = name.filter(|name| marks.iter().any(|mark| belongs(mark, name))) else { return };
    for mark in marks {
        if belongs(mark, name) {
            mark.tone = Tone::Subject;
        } else if mark.tone == Tone::Subject {
            mark.tone = Tone::Context;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_is_cut_into_words_and_figure() {
        assert_eq!(words_and_figure("Seven owners 51.8\u{202f}%"), ("Seven owners", "51.8\u{202f}%"));
        assert_eq!(words_and_figure("300 further owners: 38.3\u{202f}%"), ("300 further owners", "38.3\u{202f}%"));
        assert_eq!(words_and_figure("permissive"), ("permissive", ""));
    }

    fn mark(label: &str, group: Option<&str>, value: f64, tone: Tone) -> Mark {
        let group = group.map(str::to_owned);
        Mark {
            label: label.to_owned(),
            value: Value::from(value),
            share: Value::Null,
            second: Value::Null,
            group,
            tone,
            note: None,
        }
    }

    fn chart(form: Form, marks: Vec<Mark>) -> Chart {
        Chart {
            id: "x".into(),
            form,
            title: String::new(),
            subtitle: String::new(),
            alt: String::new(),
            unit: Unit::Count,
            marks,
            rest: None,
            brackets: vec![],
            thresholds: vec![],
            curve: vec![],
            axes: vec![],
        }
    }

    #[test]
    fn marks_are_ranked_within_their_row_and_equal_ones_share_a_rank() {
        let marks = vec![
            mark("a", Some("first"), 3.0, Tone::Subject),
            mark("b", Some("first"), 7.0, Tone::Context),
            mark("c", Some("first"), 3.0, Tone::Context),
            mark("d", Some("first"), 1.0, Tone::Context),
            mark("e", Some("first"), 9.0, Tone::Unknown),
            mark("a", Some("second"), 1.0, Tone::Context),
        ];
        assert_eq!(ranks(&chart(Form::StackedShare, marks.clone())), [2, 1, 2, 4, 0, 1]);
        assert_eq!(ranks(&chart(Form::Columns, marks)), [0_usize; 0]);
    }

    #[test]
    fn an_owner_lights_up_what_it_owns_and_a_repository_its_owner() {
        let of = |label: &str, name: &str| belongs(&mark(label, None, 1.0, Tone::Context), name);
        assert!(of("Qwen", "Qwen") && of("Qwen/Qwen3-8B", "Qwen") && of("Qwen", "Qwen/Qwen3-8B"));
        assert!(!of("Qwen2", "Qwen") && !of("Qwen/a", "Qwen/b") && !of("a/Qwen", "Qwen"));
    }
}
