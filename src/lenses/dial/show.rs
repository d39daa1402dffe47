//! Dials as findings, tables and charts.

use super::{Dial, IDS, Setting, definition::Definition, published::Published, touches};
use crate::{
    basket::{Basket, By, Query},
    report::{Chart, Column, Form, Mark, Tone, Unit, Value},
    sections::Draft,
    stats,
    text::{capital, counted, share, whole},
};

pub(super) fn tables(
    draft: &mut Draft,
    basket: &Basket<'_>,
    dials: &[Dial],
    published: &[Published],
    n: u64,
    left_out: Option<&str>,
) {
    let mut rows = Vec::new();
    for dial in dials {
        for (setting, value) in stats::sorted(dial.values.clone(), |a, b| a.1.total_cmp(&b.1)) {
            let mut row = vec![Value::from(capital(dial.line().name)), value.into()];
            row.extend(
                Definition::ALL.iter().map(|definition| {
                    Value::from(touches(dial.at, *definition).then(|| definition.words(&setting, n)))
                }),
            );
            row.push(if setting == dial.screen { "on screen" } else { "" }.into());
            row.push(query(basket.query, &setting).map(|query| query.to_string()).into());
            rows.push(row);
        }
    }
    let mut columns = vec![Column::new("headline", "Headline", Unit::Text), Column::new("value", "Value", Unit::Share)];
    columns.extend(Definition::ALL.iter().map(|definition| {
        let (id, title) = definition.column();
        Column::new(id, title, Unit::Text)
    }));
    columns.push(Column::new("shown", "Shown", Unit::Text));
    columns.push(Column::new("query", "Query", Unit::Text));
    draft.table("combinations", "Headlines under every combination of definitions", &columns, rows);
    if let Some(note) = left_out {
        draft.table_note(note.to_owned());
    }
    // Nobody has published a figure on a filtered basket, on one ranked otherwise, or on a smaller one.
    let plain = basket.query.terms.is_empty() && basket.query.by == By::Downloads;
    let here = |dial: &Dial, figure: &Published| {
        dial.value(&figure.setting).filter(|_| plain && figure.least() <= basket.snapshot.len() as u64)
    };
    let rows = published.iter().filter_map(|figure| {
        let dial = dials.iter().find(|dial| dial.at == figure.at)?;
        Some(vec![
            Value::from(capital(dial.line().name)),
            figure.source.clone().into(),
            figure.value.into(),
            figure.words().into(),
            here(dial, figure).into(),
        ])
    });
    let columns = [
        Column::new("headline", "Headline", Unit::Text),
        Column::new("source", "Source", Unit::Text),
        Column::new("published", "Published", Unit::Share),
        Column::new("definitions", "Under", Unit::Text),
        Column::new("here", "Here, so defined", Unit::Share),
    ];
    draft.table("published", "Published headlines under their own definitions", &columns, rows.collect());
}

/// The query of a setting; none where no query leaves the suspects out.
fn query(screen: &Query, setting: &Setting) -> Option<Query> {
    let Setting { registry, mapping, window, attribution, top, suspects } = *setting;
    suspects.then(|| Query { registry, mapping, window, attribution, top, ..screen.clone() })
}

pub(super) fn finding(draft: &mut Draft, dial: &Dial) {
    let Some((low, high)) = dial.range() else { return };
    let [lowest, highest, combinations, mover] = IDS[dial.at];
    let all = counted(dial.values.len() as u64, "combination", "combinations");
    let sentence = match dial.mover().filter(|_| share(low) != share(high)) {
        Some((definition, average)) => format!(
            "By definition alone, **{}**{} lies anywhere from **{}** to **{}**; {} moves it most, by {:.1} points on average.",
            dial.line().name,
            dial.here.value.number().map_or_else(String::new, |here| format!(", {} on screen,", share(here))),
            share(low),
            share(high),
            definition.name(),
            average * 100.0
        ),
        None => format!("**{}** is {} under all {all} of definitions.", capital(dial.line().name), share(low)),
    };
    draft.finding(&sentence, &[dial.line().id, lowest, highest, combinations, mover]);
}

/// A dot for each combination, in a row for each choice of what moves the headline most.
pub(super) fn chart(basket: &Basket<'_>, dial: &Dial, published: &[Published], n: u64) -> Chart {
    let line = dial.line();
    let (low, high) = dial.range().unwrap_or((0.0, 0.0));
    let row = dial.mover().map_or(Definition::Top, |(definition, _)| definition);
    let words = |setting: &Setting| {
        let said: Vec<String> = dial.moved_by.iter().map(|definition| definition.words(setting, n)).collect();
        said.join(" · ")
    };
    let mut chart = Chart::new(line.id, Form::Dial, Unit::Share);
    // Rows stand in the order of the choices.
    chart.marks = dial
        .values
        .iter()
        .map(|(setting, value)| {
            let shown = *setting == dial.screen;
            Mark {
                label: if shown { "on screen".to_owned() } else { words(setting) },
                value: (*value).into(),
                tone: if shown { Tone::Subject } else { Tone::Context },
                group: Some(capital(&row.words(setting, n))),
                note: shown.then(|| words(setting)),
                ..Mark::default()
            }
        })
        .collect();
    chart.marks.extend(published.iter().filter(|figure| figure.at == dial.at).map(|figure| Mark {
        label: figure.source.clone(),
        value: figure.value.into(),
        tone: Tone::Hollow,
        group: Some(capital(&row.words(&figure.setting, n))),
        note: Some(figure.words()),
        ..Mark::default()
    }));
    chart.title = if share(low) == share(high) {
        format!("No definition moves {}", line.name)
    } else {
        format!("By definition alone, {} is {} to {}", line.name, share(low), share(high))
    };
    chart.subtitle = format!(
        "Share of {} under {} of definitions, rows by {} · n = {} on screen",
        line.of,
        counted(dial.values.len() as u64, "combination", "combinations"),
        row.column().0,
        counted(basket.len() as u64, "model", "models")
    );
    chart.axes = vec![format!("{} of {}", capital(line.name.trim_start_matches("the ")), line.of)];
    let here = dial.value(&dial.screen).map_or_else(String::new, |here| format!("{} as on screen; ", share(here)));
    let pins: Vec<String> = published
        .iter()
        .filter(|figure| figure.at == dial.at)
        .map(|figure| format!("{} published {}", figure.source, share(figure.value)))
        .collect();
    chart.alt = format!(
        "Dots of {} under {} combinations of definitions: {here}{} to {}{}.",
        line.name,
        whole(dial.values.len() as u64),
        share(low),
        share(high),
        if pins.is_empty() { String::new() } else { format!("; {}", pins.join(", ")) }
    );
    chart
}
