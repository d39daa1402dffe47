//! What is built on what?
//!
//! Models that declare a base, by their relation to it, and the owners whose models they name; then
//! each model's downloads credited to the owner of the first base it names, one step up.
//!
//! The catch: a base that is not declared cannot be seen, and a declared one is a claim.

use super::{
    Context, Draft, Need, Spec, Subject,
    credit::{self, BaseSums},
    figures::{mark, say},
};
use crate::{
    model::{FieldId, Relation, Repo, RepoKind},
    report::{BarPart, Chart, Column, Form, Group, Headline, Mark, Prose, Tone, Unit, Value},
    stats,
    text::{counted, percent, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "derivatives",
    title: "What is built on what?",
    short: "Derivatives",
    method: "Models that name a base (`baseModels`, else tags `base_model:…`, else the field `base_model`), by their first relation in tag order. A model counts once for each owner whose models it names; its downloads are credited to the owner of the first.",
    group: Group::Lineage,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Lineage)),
    min_n: 1,
    run,
    place: Some(place),
};

/// Owners in the chart.
const SHOWN: usize = 8;

/// An owner whose models others name as their bases.
#[derive(Clone, Copy)]
struct Base<'a> {
    name: &'a str,
    derivatives: u64,
    by_others: u64,
}

/// The models that name a base.
fn derived<'a>(context: &Context<'a>) -> Vec<Repo<'a>> {
    context.repos().filter(|repo| repo.relation().is_some()).collect()
}

/// Owners of bases by the models that name them, ties by name: as many as a table shows, and how many there are.
fn bases<'a>(context: &Context<'a>, derived: &[Repo<'a>]) -> (Vec<Base<'a>>, usize) {
    #[derive(Clone, Copy, Default)]
    struct Named {
        derivatives: u32,
        own: u32,
    }
    let snapshot = context.basket.snapshot;
    let accounts = snapshot.accounts();
    let mut named = vec![Named::default(); snapshot.owners().len() + accounts.abroad()];
    let mut owners: Vec<u32> = Vec::new();
    let mut counted: Vec<u32> = Vec::new();
    for repo in derived {
        counted.clear();
        repo.base_codes().for_each(|base| {
            let Some(account) = accounts.of_base(base).filter(|account| !counted.contains(account)) else { return };
            counted.push(account);
            let base = &mut named[account as usize];
            if base.derivatives == 0 {
                owners.push(account);
            }
            base.derivatives += 1;
            base.own += u32::from(account == repo.owner_code());
        });
    }
    // No more than a table shows; one is needed in any case.
    let most = context.basket.table_rows.max(1);
    let derivatives = |account: u32| Some(u64::from(named[account as usize].derivatives));
    let by_name = credit::by_name(snapshot, owners.len());
    let first = stats::first_of(&mut owners.iter().copied(), most, &derivatives, &by_name);
    let base = |account: u32| {
        let Named { derivatives, own } = named[account as usize];
        let (derivatives, by_others) = (derivatives.into(), u64::from(derivatives - own));
        Base { name: snapshot.account(account), derivatives, by_others }
    };
    (first.into_iter().map(base).collect(), owners.len())
}

const COUNTS: [&str; 5] = ["finetune_count", "adapter_count", "quantized_count", "merge_count", "unstated_count"];

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Lineage);
    let repos = derived(context);
    let mut counts = [0u64; 5];
    for relation in repos.iter().filter_map(|repo| repo.relation()) {
        counts[relation as usize] += 1;
    }
    let derived: u64 = counts.iter().sum();
    let none = "no model of the basket records its lineage";
    let recorded = |count: u64| (of.known > 0).then_some(count);
    draft.metric("derivative_count", Unit::Count, recorded(derived), of, none);
    draft.metric("derivative_share", Unit::Share, stats::share(derived, of.known), of, none);
    for (id, count) in COUNTS.into_iter().zip(counts) {
        draft.metric(id, Unit::Count, recorded(count), of, none);
    }
    let (bases, owners) = bases(context, &repos);
    let most = bases.first();
    let nobody = "no model of the basket names a base with an owner";
    draft.metric("most_built_on", Unit::Owner, most.map(|base| base.name), of, nobody);
    draft.metric("most_built_on_count", Unit::Count, most.map(|base| base.derivatives), of, nobody);
    let credited = BaseSums::of(context, &repos);
    let first = credited.first(SHOWN);
    let leader = first.first().and_then(|&(code, downloads)| Some((code, downloads?)));
    attributed(context, draft, leader);

    table(context, draft, &bases, owners);
    draft.coverage(of, format!("{} of {} models record their tags or bases.", whole(of.known), whole(of.n)));
    draft.caveat("A base that is not declared cannot be seen, and nobody checks a declared one: the counts are lower bounds of what is said, not of what was done.");
    draft.caveat("Credit goes one step up: a quantization of a finetune counts for the finetune's owner. A base that is not `owner/name` leaves downloads with the uploader.");
    let Some(part) = stats::share(derived, of.known) else { return };
    findings(draft, (derived, part), counts, most);
    if derived > 0 {
        headline(draft, part, counts[Relation::Quantized as usize], of.known);
        if let Some(leader) = leader {
            credit(context, draft, leader, shifts(context, &credited, &first));
        }
    }
}

/// Who leads where downloads count for the owner of the base.
fn attributed(context: &Context<'_>, draft: &mut Draft, leader: Option<(u32, u64)>) {
    let of = context.coverage(context.downloads_field());
    let nobody = "no owner of the basket has a download count";
    draft.metric(
        "attributed_leader",
        Unit::Owner,
        leader.map(|(code, _)| context.basket.snapshot.account(code)),
        of,
        nobody,
    );
    let part = leader.and_then(|(_, downloads)| stats::share(downloads, context.total()));
    let reason = if leader.is_none() { nobody } else { "a share of a total of 0" };
    draft.metric("attributed_leader_share", Unit::Share, part, of, reason);
}

fn table(context: &Context<'_>, draft: &mut Draft, bases: &[Base<'_>], owners: usize) {
    let rows = bases.iter().map(|base| vec![Value::from(base.name), base.derivatives.into(), base.by_others.into()]);
    let columns = [
        Column::new("owner", "Owner of the base", Unit::Owner),
        Column::new("derivatives", "Models that name it", Unit::Count),
        Column::new("by_others", "Of these by other owners", Unit::Count),
    ];
    context.table(draft, "bases", "Owners whose models are built on", &columns, rows, owners);
}

fn findings(draft: &mut Draft, derived: (u64, f64), counts: [u64; 5], most: Option<&Base<'_>>) {
    let words = ["finetune", "adapter", "quantization", "merge", "without a stated relation"];
    let listed: Vec<String> = words
        .into_iter()
        .zip(counts)
        .filter(|(_, count)| *count > 0)
        .map(|(word, count)| match word {
            "without a stated relation" => format!("{} {word}", whole(count)),
            word => counted(count, word, &format!("{word}s")),
        })
        .collect();
    let sentence = match derived {
        (0, _) => "**No** model declares a base.".to_owned(),
        (1, _) => format!("**One** model declares a base: {}.", listed.join(", ")),
        (count, part) => {
            format!("**{}** of models, {}, declare a base: {}.", share(part), whole(count), listed.join(", "))
        }
    };
    let metrics = ["derivative_share", "derivative_count", COUNTS[0], COUNTS[1], COUNTS[2], COUNTS[3], COUNTS[4]];
    draft.finding(&sentence, &metrics);
    let Some(base) = most else { return };
    draft.finding(
        &format!(
            "Most are built on models of **{}**: **{}**, {} by other owners.",
            base.name,
            whole(base.derivatives),
            if base.by_others == base.derivatives { "all".to_owned() } else { whole(base.by_others) },
        ),
        &["most_built_on", "most_built_on_count"],
    );
}

fn headline(draft: &mut Draft, part: f64, quantized: u64, recorded: u64) {
    let bits = stats::share(quantized, recorded).unwrap_or(0.0);
    draft.headline(Headline {
        figure: percent(part),
        unit: "%",
        parts: Prose::parse(&format!("of models **declare a base**; {} are quantizations.", share(bits))),
        bar: vec![
            BarPart { share: (part - bits).max(0.0).into(), tone: Tone::Subject },
            BarPart { share: bits.into(), tone: Tone::Context },
            BarPart { share: (1.0 - part).max(0.0).into(), tone: Tone::Soft },
        ],
        coverage: format!("n = {} with tags or bases", counted(recorded, "model", "models")),
    });
}

/// Who gains where downloads count for the owner of the base.
fn credit<'a>(context: &Context<'a>, draft: &mut Draft, leader: (u32, u64), shifts: Vec<Shift<'a>>) {
    let total = context.total();
    let name = context.basket.snapshot.account(leader.0);
    let Some(after) = stats::share(leader.1, total) else { return };
    let uploaded = shifts.iter().find(|shift| shift.name == name).map_or(0, |shift| shift.before);
    let before = stats::share(uploaded, total).unwrap_or(0.0);
    draft.finding(
        &format!(
            "Credited to the owner of the base, **{}** leads with **{}** of downloads; what it uploads itself draws {}.",
            name,
            share(after),
            share(before),
        ),
        &["attributed_leader", "attributed_leader_share"],
    );
    let mut chart = Chart::new("credit", Form::Dumbbell, Unit::Share);
    chart.marks = shifts
        .iter()
        .take(SHOWN)
        .map(|shift| Mark {
            second: stats::share(shift.before, total).into(),
            ..mark(
                shift.name,
                stats::share(shift.after, total).into(),
                None,
                if shift.name == name { Tone::Subject } else { Tone::Context },
            )
        })
        .collect();
    chart.axes = vec!["as uploader".into(), "as owner of the base".into()];
    let title = format!("Counted by base, {name} draws {} instead of {}", share(after), share(before));
    let subtitle = format!(
        "Share of downloads {} · {} · {}, lineage recorded for {}",
        context.window_words(),
        context.basket_words(),
        context.n_words(context.coverage(context.downloads_field())),
        whole(context.coverage(FieldId::Lineage).known),
    );
    say(&mut chart, title, subtitle, "Owners by downloads credited to bases");
    draft.chart(chart);
}

/// What an owner's downloads are as uploader, and as owner of the base.
struct Shift<'a> {
    name: &'a str,
    before: u64,
    after: u64,
}

/// The owners who are large on either side, the largest first.
fn shifts<'a>(context: &Context<'a>, credited: &BaseSums<'a>, first: &[(u32, Option<u64>)]) -> Vec<Shift<'a>> {
    let uploaders = context.uploaders();
    let uploaded = |code| uploaders.owner(code).map_or(0, |owner| owner.downloads);
    let mut codes: Vec<u32> = first.iter().map(|(code, _)| *code).collect();
    codes.extend(uploaders.owners.iter().take(SHOWN).map(|owner| owner.code));
    let mut shifts: Vec<Shift<'a>> = Vec::new();
    for code in codes {
        let name = context.basket.snapshot.account(code);
        if !shifts.iter().any(|shift| shift.name == name) {
            shifts.push(Shift { name, before: uploaded(code), after: credited.downloads(code) });
        }
    }
    let most = |shift: &Shift<'_>| shift.before.max(shift.after);
    stats::sorted(shifts, |a, b| most(b).cmp(&most(a)).then_with(|| a.name.cmp(b.name)))
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    match subject {
        Subject::Repo(row) => {
            let repo = context.basket.snapshot.repo(row);
            let mut bases = repo.bases();
            let first = bases.next()?;
            let more = bases.count() as u64;
            let further = if more > 0 {
                format!(" and {}", counted(more, "further base", "further bases"))
            } else {
                String::new()
            };
            let relation = repo.relation().unwrap_or(Relation::Unstated).as_str();
            Some(format!("Built on {first}{further} (relation: {relation})."))
        }
        Subject::Owner(name) => {
            let (bases, _) = bases(context, &derived(context));
            let base = bases.iter().find(|base| base.name == name)?;
            Some(format!(
                "{} its models as a base, {} by other owners.",
                counted(base.derivatives, "model names", "models name"),
                whole(base.by_others)
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    const ROWS: &str = r#"[
        {"id":"Qwen/base","downloads":10,"tags":[]},
        {"id":"Qwen/tuned","downloads":20,"tags":["base_model:Qwen/base","base_model:finetune:Qwen/base"]},
        {"id":"someone/quant","downloads":40,"tags":["base_model:quantized:Qwen/tuned"]},
        {"id":"someone/merge","downloads":5,"tags":["base_model:merge:meta-llama/a","base_model:merge:Qwen/base","base_model:merge:Qwen/tuned"]},
        {"id":"someone/local","downloads":7,"tags":["base_model:adapter:/cache/models/x"]},
        {"id":"someone/said","downloads":1,"base_model":"google/gemma"},
        {"id":"nobody/knows","downloads":50}]"#;

    #[test]
    fn relations_and_owners_are_counted() {
        let section = check(ROWS, "", "derivatives");
        let count = |id| metric(&section, id).unwrap();
        assert_eq!((count("derivative_count"), count("derivative_share")), (5.0, 5.0 / 6.0));
        assert_eq!((count("finetune_count"), count("adapter_count"), count("quantized_count")), (1.0, 1.0, 1.0));
        assert_eq!((count("merge_count"), count("unstated_count")), (1.0, 1.0));
        assert_eq!((cell(&section, "bases", 0, 0), count("most_built_on_count")), ("Qwen".into(), 3.0));
        assert_eq!(cell(&section, "bases", 0, 2), "2");
        let rest = [cell(&section, "bases", 1, 0), cell(&section, "bases", 2, 0)];
        assert_eq!(rest, ["google", "meta-llama"]);
    }

    #[test]
    fn downloads_are_credited_one_step_up() {
        let section = check(ROWS, "", "derivatives");
        assert_eq!(section.metrics.get("attributed_leader").unwrap().value, "Qwen".into());
        assert_eq!(metric(&section, "attributed_leader_share"), Some(70.0 / 133.0));
        let owners = check(ROWS, "attribution=base", "organizations");
        assert_eq!(metric(&owners, "leader_downloads"), Some(70.0));
        let named: Vec<String> = (0..5).map(|row| cell(&owners, "owners", row, 0)).collect();
        assert_eq!(named, ["Qwen", "nobody", "someone", "meta-llama", "google"]);
    }
}
