//! Which languages do they speak?
//!
//! Languages that models name, in a field of their own or among their tags; a model counts in each.
//!
//! The catch: naming a language is not speaking it well, and most models name none.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::Sum,
    figures::{overlapping_bars, say},
};
use crate::{
    model::{FieldId, RepoKind},
    reference,
    report::{Chart, Column, Group, Unit},
    stats,
    text::{counted, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "languages",
    title: "Which languages do they speak?",
    short: "Languages",
    method: "Languages of the card, else tags that are ISO 639-1 codes or one of a reviewed list of codes of three letters; a model counts in each that it names. Multilingual: two or more, or the tag `multilingual`, which by itself also states a language.",
    group: Group::Models,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Languages)),
    min_n: 1,
    run,
    place: Some(place),
};

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Languages);
    let mut sums = vec![Sum::default(); reference::language_count()];
    let mut multilingual = 0;
    for (repo, weight) in context.weighed() {
        let mut languages = 0;
        repo.language_codes().for_each(|code| {
            languages += 1;
            if let Some(sum) = sums.get_mut(code as usize) {
                sum.add(weight);
            }
        });
        multilingual += u64::from(languages > 1 || repo.tagged_multilingual());
    }
    let named = (0..).zip(sums).filter(|(_, sum)| sum.count > 0);
    let named = named.map(|(at, sum)| (reference::language(at), sum)).collect();
    let ranked: Vec<([&str; 2], Sum)> =
        stats::sorted(named, |a: &([&str; 2], Sum), b| b.1.count.cmp(&a.1.count).then_with(|| a.0[0].cmp(b.0[0])));

    let none = "no model of the basket names a language";
    let leader = ranked.first();
    draft.metric("leader", Unit::Text, leader.map(|(language, _)| language[0]), of, none);
    draft.metric("leader_count", Unit::Count, leader.map(|(_, sum)| sum.count), of, none);
    draft.metric("leader_share", Unit::Share, leader.and_then(|(_, sum)| stats::share(sum.count, of.known)), of, none);
    draft.metric("tagged_count", Unit::Count, of.known, of, "");
    draft.metric("multilingual_count", Unit::Count, multilingual, of, "");

    let columns = [
        Column::new("code", "Code", Unit::Text),
        Column::new("language", "Language", Unit::Text),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("share", "Share of models with a language", Unit::Share),
    ];
    let rows = ranked.iter().map(|([code, name], sum)| {
        vec![
            (*code).into(),
            (*name).into(),
            sum.count.into(),
            sum.downloads.into(),
            stats::share(sum.count, of.known).into(),
        ]
    });
    draft.table("languages", "Languages by number of models", &columns, rows.collect());
    draft.coverage(of, format!("{} of {} models name a language.", whole(of.known), whole(of.n)));
    draft.caveat("A model counts in each language that it names; naming one says nothing of how well it is spoken. Models for images or sound without words often name none.");
    draft.caveat("Bare tags are read as languages where they are ISO 639-1 codes, so that `it` for instruction-tuned would count as Italian.");
    let Some(([_, name], sum)) = leader else { return };
    let part = share(stats::share(sum.count, of.known).unwrap_or(0.0));
    draft.finding(
        &format!(
            "**{name}** is named by **{}** of the {} that name a language, **{part}**.",
            whole(sum.count),
            counted(of.known, "model", "models")
        ),
        &["leader", "leader_count", "leader_share", "tagged_count"],
    );
    let verb = if multilingual == 1 { "is" } else { "are" };
    draft.finding(&format!("**{}** {verb} multilingual.", whole(multilingual)), &["multilingual_count"]);
    draft.chart(chart(context, &ranked, format!("{name} is named by {part} of the models that name a language")));
}

fn chart(context: &Context<'_>, ranked: &[([&str; 2], Sum)], title: String) -> Chart {
    let of = context.coverage(FieldId::Languages);
    let further = ("further language", "further languages");
    let mut chart = overlapping_bars(
        context,
        "languages",
        ranked.iter().map(|([_, name], sum)| (*name, *sum)),
        ranked.len(),
        further,
    );
    let subtitle = format!("Models that name a language · {} · {}", context.basket_words(), context.n_words(of));
    say(&mut chart, title, subtitle, "Bar chart of languages by the models that name them");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let repo = context.basket.snapshot.repo(row);
    let mut names: Vec<&str> = repo.language_codes().take(4).map(|at| reference::language(at)[1]).collect();
    if repo.language_codes().nth(4).is_some() {
        names.push("…");
    }
    if names.is_empty() && repo.tagged_multilingual() {
        names.push("multilingual");
    }
    (!names.is_empty()).then(|| format!("Languages: {}.", names.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn a_model_counts_in_each_of_its_languages() {
        let rows = r#"[
            {"id":"a/1","downloads":5,"tags":["en","fr"]},
            {"id":"a/2","downloads":9,"tags":["fr","mlx"]},
            {"id":"a/3","tags":["en"],"languages":["fr"]},
            {"id":"a/4","tags":["multilingual"]},
            {"id":"a/5","tags":["moe"]}
        ]"#;
        let section = check(rows, "", "languages");
        assert_eq!(cell(&section, "languages", 0, 1), "French");
        assert_eq!((cell(&section, "languages", 1, 0), cell(&section, "languages", 1, 2)), ("en".into(), "1".into()));
        assert_eq!((metric(&section, "tagged_count"), metric(&section, "multilingual_count")), (Some(4.0), Some(2.0)));
        assert_eq!(metric(&section, "leader_share"), Some(0.75));
    }
}
