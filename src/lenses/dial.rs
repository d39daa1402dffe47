//! How much of a headline is its definition?
//!
//! Each headline is computed under every combination of the definitions that touch it. What moves it
//! most is the definition between whose choices it differs most, on average, all others being equal.
//!
//! The catch: the definitions are those that reports on the Hub have used; there are others.

mod definition;
mod published;

use self::{definition::Definition, published::Published};
use super::{
    Lens, View,
    counter_noise::{Suspect, suspects, without},
    headlines::{Figures, HEADLINES, Headline},
};
use crate::{
    basket::{Attribution, Basket, Key, Query, Top, Window},
    model::{Coverage, RepoKind},
    reference::{Mapping, Registry},
    report::{Chart, Column, Form, Group, Mark, Metric, Tone, Unit, Value},
    sections::Draft,
    stats,
    text::{capital, counted, share, whole},
};

pub(super) const LENS: Lens = Lens {
    id: "dial",
    title: "How much of a headline is its definition?",
    short: "Definitions",
    method: "Each headline under every combination of the definitions that touch it, at most 48. The definition that moves it most: largest difference between its choices, averaged over all combinations of the others.",
    group: Group::Trust,
    kind: Some(RepoKind::Models),
    follows: "data-quality",
    needs: &[],
    min_n: 1,
    run,
};

/// Combinations of one headline, at most.
const MOST: usize = 48;

/// Ids of the least and the greatest value, of how many there are, and of what moves it most.
const IDS: [[&str; 4]; 6] = [
    ["leader_share_lowest", "leader_share_highest", "leader_share_combinations", "leader_share_mover"],
    ["top5_share_lowest", "top5_share_highest", "top5_share_combinations", "top5_share_mover"],
    ["eastern_share_lowest", "eastern_share_highest", "eastern_share_combinations", "eastern_share_mover"],
    ["permissive_share_lowest", "permissive_share_highest", "permissive_share_combinations", "permissive_share_mover"],
    ["multimodal_share_lowest", "multimodal_share_highest", "multimodal_share_combinations", "multimodal_share_mover"],
    ["under_1b_share_lowest", "under_1b_share_highest", "under_1b_share_combinations", "under_1b_share_mover"],
];

/// The definitions that touch a headline; a share of models does not depend on what is downloaded.
fn touches(at: usize, definition: Definition) -> bool {
    match definition {
        Definition::Top | Definition::Suspects => true,
        Definition::Window => HEADLINES[at].of != "models",
        Definition::Registry => at == 2,
        Definition::Mapping => at == 4,
        Definition::Attribution => at < 3,
    }
}

/// A choice of each definition.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Setting {
    registry: Registry,
    mapping: Mapping,
    window: Window,
    attribution: Attribution,
    top: Top,
    /// Whether suspects count.
    suspects: bool,
}

impl Setting {
    /// That of a query on so many repositories: a top that takes them all is all of them.
    fn of(query: &Query, n: u64) -> Setting {
        Setting {
            registry: query.registry,
            mapping: query.mapping,
            window: query.window,
            attribution: query.attribution,
            top: match query.top {
                Top::First(k) if k < n => Top::First(k),
                _ => Top::All,
            },
            suspects: true,
        }
    }

    /// This setting with the choice that another one makes of a definition.
    fn with(mut self, definition: Definition, other: &Setting) -> Setting {
        match definition {
            Definition::Registry => self.registry = other.registry,
            Definition::Mapping => self.mapping = other.mapping,
            Definition::Window => self.window = other.window,
            Definition::Attribution => self.attribution = other.attribution,
            Definition::Top => self.top = other.top,
            Definition::Suspects => self.suspects = other.suspects,
        }
        self
    }
}

/// A headline under all combinations.
struct Dial {
    at: usize,
    /// The definitions that have more than one choice here.
    moved_by: Vec<Definition>,
    values: Vec<(Setting, f64)>,
    screen: Setting,
    here: Metric,
}

impl Dial {
    fn line(&self) -> &'static Headline {
        &HEADLINES[self.at]
    }

    fn range(&self) -> Option<(f64, f64)> {
        let values = || self.values.iter().map(|(_, value)| *value);
        Some((values().min_by(f64::total_cmp)?, values().max_by(f64::total_cmp)?))
    }

    fn spread(&self) -> f64 {
        self.range().map_or(-1.0, |(low, high)| high - low)
    }

    fn value(&self, setting: &Setting) -> Option<f64> {
        self.values.iter().find(|(other, _)| other == setting).map(|(_, value)| *value)
    }

    /// The definition between whose choices the headline differs most on average, and by how much.
    fn mover(&self) -> Option<(Definition, f64)> {
        let averages = self.moved_by.iter().filter_map(|&definition| Some((definition, self.average(definition)?)));
        averages.fold(None, |best, other| if best.is_none_or(|(_, most)| other.1 > most) { Some(other) } else { best })
    }

    fn average(&self, definition: Definition) -> Option<f64> {
        let mut groups: Vec<(Setting, f64, f64, usize)> = Vec::new();
        for (setting, value) in &self.values {
            let key = setting.with(definition, &self.screen);
            match groups.iter_mut().find(|(other, ..)| *other == key) {
                Some((_, low, high, n)) => (*low, *high, *n) = (low.min(*value), high.max(*value), *n + 1),
                None => groups.push((key, *value, *value, 1)),
            }
        }
        let compared: Vec<f64> =
            groups.iter().filter(|group| group.3 > 1).map(|(_, low, high, _)| high - low).collect();
        (!compared.is_empty()).then(|| compared.iter().sum::<f64>() / compared.len() as f64)
    }
}

/// The basket of a setting, rows of the query being selected once for all that share them.
struct Selection<'a> {
    basket: &'a Basket<'a>,
    all: Vec<(Registry, Mapping, Vec<u32>)>,
    /// By what they depend on: which rows, and which downloads.
    suspects: Vec<((Registry, Mapping, Top, Window), Vec<Suspect>)>,
}

impl<'a> Selection<'a> {
    /// What the rows of a setting depend on: a filter may ask for a region or a modality.
    fn tables(&self, setting: &Setting) -> (Registry, Mapping) {
        let screen = self.basket;
        let asks = |key| screen.query.terms.iter().any(|term| term.key == key);
        let registry = if asks(Key::Region) { setting.registry } else { screen.registry };
        let mapping = if asks(Key::Modality) { setting.mapping } else { screen.mapping };
        (registry, mapping)
    }

    /// All repositories that meet the filter, ranked.
    fn rows(&mut self, setting: &Setting) -> &[u32] {
        let screen = self.basket;
        let (registry, mapping) = self.tables(setting);
        let held = self.all.iter().position(|(r, m, _)| (*r, *m) == (registry, mapping));
        let at = held.unwrap_or_else(|| {
            let query = Query { top: Top::All, registry, mapping, ..screen.query.clone() };
            let rows = Basket::with_owners(screen.snapshot, &query, screen.custom).rows;
            self.all.push((registry, mapping, rows));
            self.all.len() - 1
        });
        &self.all[at].2
    }

    fn basket(&mut self, setting: &Setting) -> Basket<'a> {
        let screen = self.basket;
        let rows = self.rows(setting);
        let rows = match setting.top {
            Top::First(k) => rows.get(..k as usize).unwrap_or(rows),
            Top::All => rows,
        };
        let mut basket = screen.with_rows(rows.to_vec());
        basket.registry = setting.registry;
        basket.mapping = setting.mapping;
        basket.window = setting.window;
        basket.attribution = setting.attribution;
        if setting.suspects {
            return basket;
        }
        let (registry, mapping) = self.tables(setting);
        let key = (registry, mapping, setting.top, setting.window);
        let held = self.suspects.iter().position(|(other, _)| *other == key).unwrap_or_else(|| {
            self.suspects.push((key, suspects(&basket)));
            self.suspects.len() - 1
        });
        without(&basket, &self.suspects[held].1)
    }
}

fn run(view: &mut View<'_>, draft: &mut Draft) {
    let basket = view.basket;
    let mut selection = Selection { basket, all: Vec::new(), suspects: Vec::new() };
    let screen = Setting::of(basket.query, u64::MAX);
    let n = selection.rows(&screen).len() as u64;
    let screen = Setting::of(basket.query, n);
    let (plans, mut left_out) = plan(basket, &screen, n);
    let dials = stats::sorted(turn(&mut selection, screen, plans), |a, b| {
        b.spread().total_cmp(&a.spread()).then(a.at.cmp(&b.at))
    });
    for at in 0..HEADLINES.len() {
        dials.iter().filter(|dial| dial.at == at).for_each(|dial| metrics(draft, dial, basket.len() as u64));
    }
    for dial in dials.iter().filter(|dial| dial.values.is_empty()) {
        let reason = dial.here.reason.as_deref().unwrap_or("it cannot be formed");
        left_out.push(format!("{} ({reason})", dial.line().name));
    }
    let left_out = (!left_out.is_empty()).then(|| format!("Left out: {}.", left_out.join("; ")));
    let published = published::all(n);
    tables(draft, basket, &dials, &published, n, left_out.as_deref());
    if let Some(left_out) = left_out {
        draft.caveat(left_out);
    }
    draft.caveat("The definitions are those that published reports have used, and none of them is wrong. A figure without its definition cannot be compared with another one.");
    for dial in dials.iter().filter(|dial| dial.values.len() > 1) {
        finding(draft, dial);
        draft.chart(chart(basket, dial, &published, n));
    }
}

/// The settings of each headline, with the definitions that have more than one choice, and what is left out.
type Plan = (usize, Vec<Definition>, Vec<Setting>);

fn plan(basket: &Basket<'_>, screen: &Setting, n: u64) -> (Vec<Plan>, Vec<String>) {
    let mut left_out = Vec::new();
    let choices: Vec<(Definition, Vec<Setting>)> = Definition::ALL
        .into_iter()
        .map(|definition| {
            let (choices, lacking) = definition.choices(screen, basket, n);
            left_out.extend(lacking);
            (definition, choices)
        })
        .collect();
    let plans = (0..HEADLINES.len()).map(|at| {
        let mut settings = vec![*screen];
        let mut moved_by = Vec::new();
        for (definition, choices) in choices.iter().filter(|(definition, _)| touches(at, *definition)) {
            if choices.len() < 2 {
                continue;
            }
            let combinations = settings.len() * choices.len();
            if combinations > MOST {
                left_out.push(format!(
                    "{} for {} ({combinations} combinations, {MOST} are drawn)",
                    definition.name(),
                    HEADLINES[at].name
                ));
                continue;
            }
            moved_by.push(*definition);
            settings = settings
                .iter()
                .flat_map(|setting| choices.iter().map(|choice| setting.with(*definition, choice)))
                .collect();
        }
        (at, moved_by, settings)
    });
    (plans.collect(), left_out)
}

/// The headlines under their settings; each setting is computed once for all headlines that share it.
fn turn(selection: &mut Selection<'_>, screen: Setting, plans: Vec<Plan>) -> Vec<Dial> {
    let mut distinct: Vec<Setting> = plans.iter().flat_map(|(.., settings)| settings.iter().copied()).collect();
    let mut at = 0;
    while at < distinct.len() {
        let setting = distinct[at];
        let seen = distinct[..at].contains(&setting);
        if seen {
            distinct.remove(at);
        } else {
            at += 1;
        }
    }
    let wants = |at: usize, setting: &Setting| plans[at].2.contains(setting);
    let figures: Vec<Figures> =
        distinct.iter().map(|setting| Figures::of(&selection.basket(setting), &|at| wants(at, setting))).collect();
    let get = |setting: &Setting, line: &Headline| {
        let at = distinct.iter().position(|other| other == setting);
        at.map_or_else(|| Figures::none().get(line), |at| figures[at].get(line))
    };
    plans
        .iter()
        .map(|(at, moved_by, settings)| {
            let line = &HEADLINES[*at];
            let values =
                settings.iter().filter_map(|setting| Some((*setting, get(setting, line).value.number()?))).collect();
            Dial { at: *at, moved_by: moved_by.clone(), values, screen, here: get(&screen, line) }
        })
        .collect()
}

fn metrics(draft: &mut Draft, dial: &Dial, n: u64) {
    let of = Coverage { n, known: dial.here.known.unwrap_or(0), wrong: 0 };
    let reason = dial.here.reason.as_deref().unwrap_or("no definition gives a value");
    let [lowest, highest, combinations, mover] = IDS[dial.at];
    let range = dial.range();
    draft.take(dial.line().id, dial.here.clone());
    draft.metric(lowest, Unit::Share, range.map(|range| range.0), of, reason);
    draft.metric(highest, Unit::Share, range.map(|range| range.1), of, reason);
    draft.metric(combinations, Unit::Count, dial.values.len() as u64, of, "");
    let moved = dial.mover().filter(|_| dial.spread() > 0.0);
    draft.metric(mover, Unit::Text, moved.map(|(definition, _)| definition.column().0), of, "no definition moves it");
}

fn tables(
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
    let rows = published.iter().filter_map(|figure| {
        let dial = dials.iter().find(|dial| dial.at == figure.at)?;
        Some(vec![
            Value::from(capital(dial.line().name)),
            figure.source.clone().into(),
            figure.value.into(),
            figure.words().into(),
            dial.value(&figure.setting).into(),
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

fn finding(draft: &mut Draft, dial: &Dial) {
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
fn chart(basket: &Basket<'_>, dial: &Dial, published: &[Published], n: u64) -> Chart {
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
                note: Some(words(setting)),
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
        format!("By definition alone, {} lies anywhere from {} to {}", line.name, share(low), share(high))
    };
    chart.subtitle = format!(
        "Share of {} under {} of definitions · n = {} on screen",
        line.of,
        counted(dial.values.len() as u64, "combination", "combinations"),
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
