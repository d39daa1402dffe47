//! Which families of models are downloaded?
//!
//! Downloads summed by family, which the name of the root of a model's lineage tells, else its own
//! name; models that no rule knows are `no family`, which is counted, shown and never leads.
//!
//! The catch: names tell what they want to be taken for, and a copy of a copy counts like the original.

use super::{
    Context, Draft, Need, Spec, Subject,
    figures::{mark, say},
};
use crate::{
    model::{FieldId, Repo, RepoKind},
    reference::{self, Family, NO_FAMILY},
    report::{Chart, Column, Form, Group, Mark, Tone, Unit, Value},
    stats,
    text::{counted, number_word, prose, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "families",
    title: "Which families of models are downloaded?",
    short: "Families",
    method: "Downloads by family: the name rule that the root of the lineage meets, else the model's own id. The root is found by following the first named base until none is declared or it is not in the snapshot; a cycle ends at its smallest id.",
    group: Group::Lineage,
    kind: RepoKind::Models,
    needs: Some(Need::WindowDownloads),
    min_n: 1,
    run,
    place: Some(place),
};

/// Rows of the chart.
const SHOWN: usize = 10;

/// A family's part of the basket.
#[derive(Clone, Copy, Default)]
struct Sum {
    /// By the first of its rules that any of its models meets; none for the models without a family.
    family: Option<&'static Family>,
    repos: u64,
    /// Those of its models whose downloads are known.
    known: u64,
    downloads: u64,
    /// Of these, what its first publisher uploaded.
    own: u64,
    all_time: u64,
}

impl Sum {
    /// Adds the models of a rule; rules come in their order.
    fn merge(&mut self, rule: Option<&'static Family>, other: &Sum) {
        self.family = self.family.or(rule);
        self.repos += other.repos;
        self.known += other.known;
        self.downloads = self.downloads.saturating_add(other.downloads);
        self.own = self.own.saturating_add(other.own);
        self.all_time = self.all_time.saturating_add(other.all_time);
    }

    fn name(&self) -> &'static str {
        self.family.map_or(NO_FAMILY, |family| family.name)
    }

    /// Who published it first.
    fn entity(&self) -> &'static str {
        self.family.map_or("", |family| family.entity)
    }

    /// What the first publisher uploaded; none where the owner table lists no account of it.
    fn own(&self) -> Option<u64> {
        (self.own > 0 || reference::knows_body(self.entity())).then_some(self.own)
    }
}

/// The families of the basket by downloads, ties by name, `no family` among them.
fn families(context: &Context<'_>) -> Vec<Sum> {
    let basket = context.basket;
    let rules: Vec<&Family> = (0..).map_while(reference::family_of).collect();
    // By rule, those of none behind them.
    let mut sums = vec![Sum::default(); rules.len() + 1];
    for repo in context.repos() {
        let (rule, is_own) = basket.family_rule(repo).map_or((rules.len(), false), |(rule, own)| (rule.into(), own));
        let sum = &mut sums[rule];
        let downloads = basket.downloads(repo);
        sum.repos += 1;
        sum.known += u64::from(downloads.is_some());
        sum.downloads = sum.downloads.saturating_add(downloads.unwrap_or(0));
        sum.all_time = sum.all_time.saturating_add(repo.downloads_all().unwrap_or(0));
        if is_own {
            sum.own = sum.own.saturating_add(downloads.unwrap_or(0));
        }
    }
    let mut families = vec![Sum::default(); reference::families() + 1];
    for (rule, sum) in sums.iter().enumerate().filter(|(_, sum)| sum.repos > 0) {
        let rule = rules.get(rule).copied();
        families[rule.map_or(reference::families(), |rule| usize::from(rule.code))].merge(rule, sum);
    }
    families.retain(|sum| sum.repos > 0);
    stats::sorted(families, |a, b| b.downloads.cmp(&a.downloads).then_with(|| a.name().cmp(b.name())))
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(context.downloads_field());
    let total = context.total();
    let all = families(context);
    let named: Vec<Sum> = all.iter().filter(|sum| sum.family.is_some() && sum.known > 0).copied().collect();
    let open = all.iter().find(|sum| sum.family.is_none()).copied().unwrap_or_default();
    let leader = named.first();
    let downloads: Vec<u64> = named.iter().map(|sum| sum.downloads).collect();
    let lead = stats::outweighs(&downloads).map(|k| k as u64);

    let none = "no model of the basket with a download count belongs to a family";
    draft.metric("leader", Unit::Text, leader.map(|sum| sum.name()), of, none);
    draft.metric("leader_downloads", Unit::Downloads, leader.map(|sum| sum.downloads), of, none);
    let part = leader.and_then(|sum| stats::share(sum.downloads, total));
    let reason = if leader.is_none() { none } else { "a share of a total of 0" };
    draft.metric("leader_share", Unit::Share, part, of, reason);
    draft.metric("leader_vs_next", Unit::Count, lead, of, "the basket has no second family");

    table(context, draft, &all);
    let known = stats::share(total - open.downloads, total);
    draft.coverage(
        of,
        format!(
            "{} {} to a family that the rules know{}.",
            counted(of.n - open.repos, "model", "models"),
            if of.n - open.repos == 1 { "belongs" } else { "belong" },
            known.map_or_else(String::new, |known| format!(", with {} of downloads", share(known))),
        ),
    );
    draft.coverage_share(known);
    caveats(context, draft);
    let (Some(leader), Some(part)) = (leader, part) else { return };
    let open_part = stats::share(open.downloads, total).unwrap_or(0.0);
    let without = format!("Models without a family draw **{}**: their names tell none.", share(open_part));
    if open_part > 0.5 {
        draft.finding(&without, &[]);
    } else {
        let members = counted(of.n - open.repos, "model", "models");
        let marked = format!("of downloads go to the **{}** family.", leader.name());
        draft.share_headline(part, open_part, &marked, format!("n = {members} with a family · hatched: no family"));
    }
    findings(context, draft, &named, part, lead);
    if open.repos > 0 && open_part <= 0.5 {
        draft.finding(&without, &[]);
    }
    draft.chart(chart(context, &named, part));
}

fn caveats(context: &Context<'_>, draft: &mut Draft) {
    draft.caveat("A rule reads names only: whoever names a model after another one joins its family, and one that only says what it does has none.");
    let lineage = context.coverage(FieldId::Lineage);
    if lineage.known == 0 {
        draft.caveat("This snapshot records no bases, so that every model counts by its own name.");
    } else {
        draft.caveat("Where a base is declared, the root decides: DeepSeek-R1-Distill-Qwen is Qwen then, and DeepSeek by its name where none is declared.");
    }
    draft.caveat("A family named after its first publisher hides derived lines, such as Ornith, Holo and Bonsai, where their Qwen bases are not declared.");
}

fn table(context: &Context<'_>, draft: &mut Draft, all: &[Sum]) {
    let windows = context.basket.snapshot.records(FieldId::DownloadsAll);
    let rows = all.iter().map(|sum| {
        vec![
            Value::from(sum.name()),
            sum.repos.into(),
            sum.downloads.into(),
            stats::share(sum.downloads, context.total()).into(),
            sum.own().into(),
            windows.then_some(sum.all_time).into(),
            Some(sum.entity()).filter(|entity| !entity.is_empty()).into(),
            sum.family.map(|family| family.evidence).into(),
        ]
    });
    let columns = [
        Column::new("family", "Family", Unit::Text),
        Column::new("repos", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("share", "Share", Unit::Share),
        Column::new("own_downloads", "Of these, uploaded by its first publisher", Unit::Downloads),
        Column::new("downloads_all", "All-time downloads", Unit::Downloads),
        Column::new("entity", "First publisher", Unit::Text),
        Column::new("evidence", "Evidence", Unit::Text),
    ];
    draft.table("families", "Families by downloads", &columns, rows.collect());
}

fn findings(context: &Context<'_>, draft: &mut Draft, named: &[Sum], part: f64, lead: Option<u64>) {
    let leader = named[0];
    let mut sentence = format!(
        "The **{}** family draws **{}** downloads {}, **{}** of the basket",
        leader.name(),
        prose(leader.downloads as f64),
        context.window_words(),
        share(part),
    );
    if let Some(second) = named.get(1) {
        let second_share = stats::share(second.downloads, context.total()).unwrap_or(0.0);
        sentence += &format!("; {} follows with {}", second.name(), share(second_share));
    }
    draft.finding(&(sentence + "."), &["leader", "leader_downloads", "leader_share"]);
    if let Some(k) = lead.filter(|&k| k >= 2) {
        draft.finding(&format!("It outweighs the next **{}** families together.", number_word(k)), &["leader_vs_next"]);
    }
    if let Some(own) = leader.own() {
        draft.finding(&own_words(&leader, own), &["leader_downloads"]);
    }
}

/// How much of a family its first publisher uploads.
fn own_words(leader: &Sum, own: u64) -> String {
    let by_others = "others copy, quantize or build on it";
    match own {
        0 => format!("**None** of that is uploaded by {} itself: {by_others}.", leader.entity()),
        own if own == leader.downloads => format!("**All** of that is uploaded by {} itself.", leader.entity()),
        own => {
            let part = stats::share(own, leader.downloads).unwrap_or(0.0);
            format!("**{}** of that is uploaded by {} itself; {by_others} for the rest.", share(part), leader.entity())
        }
    }
}

/// What a family's first publisher uploads against the whole family.
fn chart(context: &Context<'_>, named: &[Sum], part: f64) -> Chart {
    let total = context.total();
    let mut chart = Chart::new("families", Form::Dumbbell, Unit::Share);
    chart.marks = named
        .iter()
        .take(SHOWN)
        .enumerate()
        .map(|(at, sum)| Mark {
            second: sum.own().and_then(|own| stats::share(own, total)).into(),
            note: Some(counted(sum.repos, "model", "models")),
            ..mark(
                sum.name(),
                stats::share(sum.downloads, total).into(),
                None,
                if at == 0 { Tone::Subject } else { Tone::Context },
            )
        })
        .collect();
    chart.axes = vec!["uploaded by its first publisher".into(), "whole family".into()];
    let leader = named[0];
    let own = leader.own().and_then(|own| stats::share(own, total));
    let mut title = format!("The {} family draws {} of downloads", leader.name(), share(part));
    if let Some(own) = own {
        title += &format!("; {} uploads {}", leader.entity(), share(own));
    }
    let subtitle = format!(
        "Share of downloads {} · {} · {}, {} of {} shown",
        context.window_words(),
        context.basket_words(),
        context.n_words(context.coverage(context.downloads_field())),
        chart.marks.len(),
        counted(named.len() as u64, "family", "families"),
    );
    say(&mut chart, title, subtitle, "Families by their share of downloads, largest first");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let basket = context.basket;
    match subject {
        Subject::Repo(row) => {
            let repo = basket.snapshot.repo(row);
            let Some(family) = basket.family(repo) else { return Some("No rule knows a family of its name.".into()) };
            let root = basket.snapshot.root(row);
            let by = if root == repo.id() { String::new() } else { format!(" by its root {root}") };
            Some(format!("Family {}{by} (evidence: {}).", family.name, family.evidence))
        }
        Subject::Owner(name) => {
            let is_its = |repo: &Repo<'_>| basket.credited(*repo) == name;
            let mut codes: Vec<u16> = basket
                .repos()
                .filter(is_its)
                .filter_map(|repo| basket.family(repo))
                .map(|family| family.code)
                .collect();
            codes.sort_unstable();
            let counts = codes.chunk_by(|a, b| a == b).map(|codes| (codes.len(), codes[0])).collect();
            let counts = stats::sorted(counts, |a: &(usize, u16), b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
            let listed: Vec<String> = counts
                .iter()
                .take(3)
                .filter_map(|&(count, code)| {
                    Some(format!("{} {}", reference::family_of(code)?.name, whole(count as u64)))
                })
                .collect();
            (!listed.is_empty()).then(|| format!("Models by family: {}.", listed.join(", ")))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    const ROWS: &str = r#"[
        {"id":"Qwen/Qwen3-8B","downloads":30,"downloadsAllTime":300},
        {"id":"someone/story-teller","downloads":20,"tags":["base_model:quantized:someone/tuned"]},
        {"id":"someone/tuned","downloads":5,"tags":["base_model:finetune:Qwen/Qwen3-8B"]},
        {"id":"google/gemma-3","downloads":25},
        {"id":"someone/deepseek-like","downloads":6,"tags":["base_model:no-family-name/x"]},
        {"id":"someone/private","downloads":90}]"#;

    #[test]
    fn the_root_decides_and_what_has_no_family_never_leads() {
        let section = check(ROWS, "", "families");
        let names: Vec<String> = (0..4).map(|row| cell(&section, "families", row, 0)).collect();
        assert_eq!(names, ["no family", "Qwen", "Gemma", "DeepSeek"]);
        assert_eq!(metric(&section, "leader_downloads"), Some(55.0));
        assert_eq!(metric(&section, "leader_share"), Some(55.0 / 176.0));
        assert_eq!(metric(&section, "leader_vs_next"), Some(2.0));
        assert_eq!(cell(&section, "families", 1, 4), "30");
        assert_eq!(section.charts[0].marks[0].second, (30.0 / 176.0).into());
    }

    #[test]
    fn the_filter_selects_a_family() {
        let count = |query| check(ROWS, query, "families").tables[0].rows.len();
        assert_eq!(
            (count("family:qwen family:GEMMA"), count("-family:qwen"), count("family:\"no family\"")),
            (2, 3, 1)
        );
    }

    #[test]
    fn all_time_downloads_count_under_their_window() {
        let section = check(ROWS, "window=all", "families");
        assert_eq!(metric(&section, "leader_downloads"), Some(300.0));
        assert_eq!(section.metrics.get("leader_vs_next").unwrap().value.number(), None);
    }
}
