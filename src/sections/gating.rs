//! How many ask first?
//!
//! Models that are gated: open after agreeing (auto) or after the owner's approval (manual).
//!
//! The catch: gated models are listed and counted; private ones are in no public figure.

use super::{Context, Draft, Need, Spec, Subject};
use crate::{
    model::{FieldId, Gated, RepoKind},
    report::{Chart, Column, Form, Group, Mark, Tone, Unit, Value},
    stats,
    text::{capital, counted, number_word, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "gating",
    title: "How many ask first?",
    short: "Gating",
    method: "The Hub's field `gated`: auto opens at once after agreeing, manual after the owner's approval. Shares are of the models that record it.",
    group: Group::Models,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Gated)),
    min_n: 1,
    run,
    place: Some(place),
};

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Gated);
    let count = |wanted: Gated| context.repos().filter(|repo| repo.gated() == Some(wanted)).count() as u64;
    let (open, plain, auto, manual) = (count(Gated::No), count(Gated::Yes), count(Gated::Auto), count(Gated::Manual));
    let gated = plain + auto + manual;
    let recorded = of.known > 0;
    let none = "no model of the basket records gating";
    draft.metric("gated_count", Unit::Count, recorded.then_some(gated), of, none);
    draft.metric("gated_share", Unit::Share, stats::share(gated, of.known), of, none);
    if let (Some(low), Some(high)) = (stats::share(gated, of.n), stats::share(gated + of.n - of.known, of.n)) {
        draft.bounds("gated_share", low, high);
    }
    let split = recorded && context.basket.snapshot.tells_gating_apart();
    let unsaid = if recorded { "the snapshot only says whether, not how" } else { none };
    draft.metric("auto_count", Unit::Count, split.then_some(auto), of, unsaid);
    draft.metric("manual_count", Unit::Count, split.then_some(manual), of, unsaid);
    let kinds = [
        ("open", open),
        ("auto", auto),
        ("manual", manual),
        ("gated, how is not recorded", plain),
        ("not recorded", of.n - of.known),
    ];
    let rows = kinds
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|&(name, count)| vec![Value::from(name), count.into(), stats::share(count, of.n).into()]);
    let columns = [
        Column::new("gating", "Gating", Unit::Text),
        Column::new("count", "Models", Unit::Count),
        Column::new("share", "Share", Unit::Share),
    ];
    draft.table("gating", "Models by gating", &columns, rows.collect());
    draft.coverage(of, format!("{} of {} models record whether they are gated.", whole(of.known), whole(of.n)));
    draft.caveat("Gated models are listed and counted here. Private ones are in no public figure.");
    let Some(part) = stats::share(gated, of.known) else { return };
    let verb = if gated == 1 { "is" } else { "are" };
    let who = if gated == 0 { "None".to_owned() } else { capital(&number_word(gated)) };
    draft.finding(
        &format!("**{who}** of {} {verb} gated, **{}**.", counted(of.known, "model", "models"), share(part)),
        &["gated_count", "gated_share"],
    );
    let mut chart = Chart::new("shares", Form::StackedShare, Unit::Share);
    let tones = [Tone::Soft, Tone::Subject, Tone::Subject, Tone::Subject, Tone::Unknown];
    // What asks first stands first, what is not recorded last.
    for at in [1, 2, 3, 0, 4] {
        let (name, count) = kinds[at];
        if count > 0 {
            chart.marks.push(Mark {
                label: name.to_owned(),
                value: stats::share(count, of.n).into(),
                second: count.into(),
                tone: tones[at],
                group: Some(String::new()),
                note: Some(counted(count, "model", "models")),
                ..Mark::default()
            });
        }
    }
    chart.title = if of.known == of.n {
        format!("{} of models ask before they open", share(part))
    } else {
        format!("{} of the models that say ask before they open", share(part))
    };
    chart.subtitle = format!("Share of models by gating · {} · {}", context.basket_words(), context.n_words(of));
    let listed: Vec<String> = chart
        .marks
        .iter()
        .map(|mark| format!("{} {}", mark.label, share(mark.value.number().unwrap_or(0.0))))
        .collect();
    chart.alt = format!("Stacked bar of models by gating: {}.", listed.join(", "));
    draft.chart(chart);
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    match subject {
        Subject::Repo(row) => Some(
            match context.basket.snapshot.repo(row).gated()? {
                Gated::No => "Open.",
                Gated::Yes => "Gated.",
                Gated::Auto => "Gated: opens at once after agreeing.",
                Gated::Manual => "Gated: opens after the owner's approval.",
            }
            .to_owned(),
        ),
        Subject::Owner(name) => {
            let gates = context
                .basket
                .repos()
                .filter(|repo| context.basket.credited(*repo) == name)
                .filter_map(|repo| repo.gated());
            let (n, gated) = gates.fold((0u64, 0u64), |(n, gated), gate| (n + 1, gated + u64::from(gate != Gated::No)));
            (n > 0).then(|| {
                format!(
                    "{} of its {} gated.",
                    whole(gated),
                    if n == 1 { "one model is".to_owned() } else { format!("{} models are", whole(n)) }
                )
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, metric};

    #[test]
    fn a_snapshot_that_only_says_whether_has_no_counts_of_how() {
        let section = check(r#"[{"id":"a/1","gated":true},{"id":"a/2","gated":false},{"id":"a/3"}]"#, "", "gating");
        assert_eq!(metric(&section, "gated_count"), Some(1.0));
        assert_eq!(metric(&section, "gated_share"), Some(0.5));
        assert_eq!(metric(&section, "auto_count"), None);
        let section = check(
            r#"[{"id":"a/1","gated":"auto"},{"id":"a/2","gated":"manual"},{"id":"a/3","gated":"auto"}]"#,
            "",
            "gating",
        );
        assert_eq!((metric(&section, "auto_count"), metric(&section, "manual_count")), (Some(2.0), Some(1.0)));
    }
}
