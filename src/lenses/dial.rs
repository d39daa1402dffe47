//! How much of a headline is its definition?
//!
//! Each headline is computed under every combination of the definitions that touch it. What moves it
//! most is the definition between whose choices it differs most, on average, all others being equal.
//!
//! The catch: the definitions are those that reports on the Hub have used; there are others.

mod definition;
mod published;
mod selection;
mod show;

use self::{
    definition::Definition,
    selection::Selection,
    show::{chart, finding, tables},
};
use super::{
    Lens, Slices, View,
    headlines::{Figures, HEADLINES, Headline},
    sliced, slices,
};
use crate::{
    basket::{Attribution, Basket, Query, Top, Window},
    model::{Coverage, RepoKind},
    reference::{Mapping, Registry},
    report::{Group, Metric, Unit},
    sections::Draft,
    stats,
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

fn run<'v>(view: &'v mut View<'_>, draft: &'v mut Draft) -> Slices<'v, ()> {
    slices(fill(view.basket, draft))
}

#[sliced]
async fn fill(basket: &Basket<'_>, draft: &mut Draft) {
    let mut selection = Selection::new(basket);
    let n = selection.rows(&Setting::of(basket.query, u64::MAX)).len() as u64;
    let screen = Setting::of(basket.query, n);
    let (plans, mut left_out) = plan(basket, &screen, n);
    let dials = stats::sorted(turn(&mut selection, screen, plans).await, |a, b| {
        b.spread().total_cmp(&a.spread()).then(a.at.cmp(&b.at))
    });
    for at in 0..HEADLINES.len() {
        dials.iter().filter(|dial| dial.at == at).for_each(|dial| metrics(draft, dial, basket.len() as u64));
    }
    for dial in dials.iter().filter(|dial| dial.values.is_empty()) {
        let reason = dial.here.reason.as_deref().unwrap_or("it cannot be formed").trim_end_matches('.');
        left_out.push(format!("{} ({})", dial.line().name, reason.replacen("No ", "no ", 1)));
    }
    let left_out = (!left_out.is_empty()).then(|| format!("Left out: {}.", left_out.join("; ")));
    let published = published::all(n);
    // What a filter admits may depend on the setting.
    let said = if basket.query.terms.is_empty() { n } else { 0 };
    if dials.iter().any(|dial| !dial.values.is_empty()) {
        tables(draft, basket, &dials, &published, said, left_out.as_deref());
    }
    if let Some(left_out) = left_out {
        draft.caveat(left_out);
    }
    draft.caveat("The definitions are those that published reports have used, and none of them is wrong. A figure without its definition cannot be compared with another one.");
    for dial in dials.iter().filter(|dial| dial.values.len() > 1) {
        finding(draft, dial);
        draft.chart(chart(basket, dial, &published, said));
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
                    "{} for {} ({combinations} combinations; at most {MOST} are drawn)",
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
#[sliced]
async fn turn(selection: &mut Selection<'_>, screen: Setting, plans: Vec<Plan>) -> Vec<Dial> {
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
    let mut figures = Vec::new();
    for setting in &distinct {
        figures.push(Figures::of(&selection.basket(setting), &|at| wants(at, setting)).await);
    }
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

#[cfg(test)]
mod tests {
    use super::{
        super::testing::{check, number},
        *,
    };
    use crate::report::{Mark, Tone, round12};

    #[test]
    fn by_definition_alone_a_share_may_double() {
        // Eastern are 30 by the reviewed table and 50 by the seed list, of 100.
        let rows = r#"[{"id":"Qwen/a","downloads":30},{"id":"google/b","downloads":50},{"id":"mlx-community/c","downloads":20}]"#;
        let section = check(rows, "", "dial");
        assert_eq!(number(&section, "eastern_share"), Some(0.3));
        assert_eq!(
            (number(&section, "eastern_share_lowest"), number(&section, "eastern_share_highest")),
            (Some(0.3), Some(0.5))
        );
        // Two registries, and uploaders or entities.
        assert_eq!(number(&section, "eastern_share_combinations"), Some(4.0));
        assert_eq!(section.metrics.get("eastern_share_mover").unwrap().value.text(), Some("registry"));
        assert!(section.findings[0].text.starts_with("By definition alone, the Eastern share, 30.0\u{202f}% on screen, lies anywhere from 30.0\u{202f}% to 50.0\u{202f}%; the registry of owners moves it most, by 20.0 points"));
        assert!(
            section.caveats[0].starts_with("Left out: your registry (none is loaded); all time (no row records"),
            "{}",
            section.caveats[0]
        );
        assert!(
            section.caveats[0].contains("top 100 (there are 3)")
                && section.caveats[0].contains("by base (no row names a base)")
        );
        let chart = section.charts.iter().find(|chart| chart.id == "eastern_share").unwrap();
        let subjects: Vec<&Mark> = chart.marks.iter().filter(|mark| mark.tone == Tone::Subject).collect();
        assert_eq!((subjects.len(), subjects[0].value.number()), (1, Some(0.3)));
        let pin = chart.marks.iter().find(|mark| mark.tone == Tone::Hollow).unwrap();
        assert_eq!((pin.value.number().map(round12), pin.group.as_deref()), (Some(0.241), Some("Seed registry")));
    }

    #[test]
    fn the_mover_is_what_differs_most_on_average() {
        let screen = Setting::of(&Query::default(), 10);
        let wide = Setting { mapping: Mapping::Wide, ..screen };
        let clean = Setting { suspects: false, ..screen };
        let both = Setting { suspects: false, ..wide };
        let values = vec![(screen, 0.1), (wide, 0.2), (clean, 0.4), (both, 0.4)];
        let moved_by = vec![Definition::Mapping, Definition::Suspects];
        let here = Figures::none().get(&HEADLINES[4]);
        let dial = Dial { at: 4, moved_by, values, screen, here };
        // By mapping 0.1 and 0, by suspects 0.3 and 0.2.
        let (mover, average) = dial.mover().unwrap();
        assert!(mover == Definition::Suspects && (average - 0.25).abs() < 1e-12);
        assert_eq!(dial.range(), Some((0.1, 0.4)));
    }

    #[test]
    fn no_more_than_48_combinations_are_drawn() {
        let row = |at: u64| {
            format!(
                r#"{{"id":"{}/m{at}","downloads":{at},"downloadsAllTime":{at},"likes":1,"tags":["base_model:x/y"]}}"#,
                ["Qwen", "b"][at as usize % 2]
            )
        };
        let rows: Vec<String> = (1..1200).map(row).collect();
        let section = check(&format!("[{}]", rows.join(",")), "top=500", "dial");
        // Two registries, two windows, four baskets, with and without suspects; with attributions it were 96.
        assert_eq!(number(&section, "eastern_share_combinations"), Some(32.0));
        assert!(
            section.caveats[0]
                .contains("the attribution for the Eastern share (96 combinations; at most 48 are drawn)"),
            "{}",
            section.caveats[0]
        );
        assert_eq!(number(&section, "leader_share_combinations"), Some(48.0));
    }
}
