//! With which library are they run?
//!
//! Downloads by `library_name`, as the uploader wrote it or the Hub inferred it from the files.
//!
//! The catch: it is the library that the model was published for; the same files may be run by
//! several others, and the Hub does not publish which one asked.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::{Tally, by_count},
    figures::{mark, ranked_bars, say},
};
use crate::{
    model::{FieldId, Repo, RepoKind},
    report::{Chart, Column, Group, Tone, Unit, Value},
    stats,
    text::{share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "libraries",
    title: "With which library are they run?",
    short: "Libraries",
    method: "Downloads summed by the library that the model states (`library_name`), ties by name; a model without one is shown as not stated.",
    group: Group::Models,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Library)),
    min_n: 1,
    run,
    place: Some(place),
};

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Library);
    let (n, total) = (context.n(), context.total());
    let libraries =
        by_downloads(context.tally(context.basket.snapshot.libraries(), context.basket.snapshot.library_codes()));
    let counted = context.coverage(context.downloads_field()).known > 0;
    let leader = libraries.iter().filter(|_| counted).find_map(|(name, sum)| name.map(|name| (name, *sum)));
    let none = if of.known == 0 { "no model of the basket states a library" } else { "no downloads are recorded" };
    draft.metric("leader", Unit::Text, leader.map(|(name, _)| name), of, none);
    let part = leader.and_then(|(_, sum)| stats::share(sum.downloads, total));
    draft.metric(
        "leader_share",
        Unit::Share,
        part,
        of,
        if leader.is_none() { none } else { "a share of a total of 0" },
    );
    let unstated = libraries.iter().find(|(name, _)| name.is_none()).map_or(0, |(_, sum)| sum.downloads);
    draft.share("unspecified_share", unstated, total, of);
    draft.open(&["leader_share"], unstated, total);

    let columns = [
        Column::new("id", "Library", Unit::Text),
        Column::new("count", "Models", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("count_share", "Share of models", Unit::Share),
        Column::new("share", "Share of downloads", Unit::Share),
    ];
    let rows = libraries.iter().map(|(name, sum)| {
        vec![
            Value::from(name.unwrap_or(UNSTATED)),
            sum.count.into(),
            sum.downloads.into(),
            stats::share(sum.count, n).into(),
            stats::share(sum.downloads, total).into(),
        ]
    });
    draft.table("libraries", "Libraries by downloads", &columns, rows.collect());
    draft.coverage(of, format!("{} of {} models state a library.", whole(of.known), whole(n)));
    draft.caveat("This is the library that a model was published for. Others may load the same files, and the Hub does not publish which one asked.");
    let Some((leader, part)) = leader.zip(part) else { return };
    let of_models = share(stats::share(leader.1.count, n).unwrap_or(0.0));
    let mut sentence =
        format!("**{}** draws **{}** of downloads with {of_models} of the models", leader.0, share(part));
    if unstated > 0 {
        let open = stats::share(unstated, total).unwrap_or(0.0);
        sentence += &format!("; **{}** go to models that state no library", share(open));
    }
    draft.finding(&(sentence + "."), &["leader", "leader_share", "unspecified_share"]);
    draft.chart(chart(context, &libraries, leader.0, part));
}

const UNSTATED: &str = "unspecified";
const NOT_STATED: &str = "not stated";

fn by_downloads(tally: Tally<'_>) -> Tally<'_> {
    stats::sorted(tally, |a, b| {
        let (x, y) = (a.0.unwrap_or(UNSTATED), b.0.unwrap_or(UNSTATED));
        b.1.downloads.cmp(&a.1.downloads).then_with(|| x.cmp(y))
    })
}

fn chart(context: &Context<'_>, libraries: &Tally<'_>, leader: &str, part: f64) -> Chart {
    let marks = libraries.iter().map(|(name, sum)| {
        let tone = match name {
            None => Tone::Unknown,
            Some(name) if *name == leader => Tone::Subject,
            Some(_) => Tone::Context,
        };
        mark(name.unwrap_or(NOT_STATED), sum.downloads.into(), stats::share(sum.downloads, context.total()), tone)
    });
    let mut chart = ranked_bars(
        "libraries",
        Unit::Downloads,
        marks.collect(),
        NOT_STATED,
        ("further library", "further libraries"),
    );
    let title = format!("{leader} draws {} of downloads", share(part));
    let subtitle = context.subtitle("Downloads by library", context.coverage(FieldId::Library));
    say(&mut chart, title, subtitle, "Bar chart of libraries by downloads");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let snapshot = context.basket.snapshot;
    match subject {
        Subject::Repo(row) => Some(match snapshot.repo(row).library() {
            Some(library) => format!("Its library is {library}."),
            None => "States no library.".to_owned(),
        }),
        Subject::Owner(name) => {
            let is_its: &dyn Fn(Repo<'_>) -> bool = &|repo| context.basket.credited(repo) == name;
            let tally = context.tally_where(snapshot.libraries(), snapshot.library_codes(), is_its);
            let (library, sum) = by_count(tally).first().copied()?;
            Some(format!(
                "Most of its models are for {} ({}).",
                library.unwrap_or("no stated library"),
                whole(sum.count)
            ))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    #[test]
    fn the_leader_draws_most_and_what_is_not_stated_does_not_lead() {
        let rows = r#"[{"id":"a/1","downloads":50},{"id":"a/2","downloads":20,"library_name":"timm"},
            {"id":"a/3","downloads":10,"library_name":"mlx"},{"id":"a/4","downloads":20,"library_name":"gguf"},
            {"id":"a/5","library_name":"mlx"}]"#;
        let section = check(rows, "", "libraries");
        assert_eq!(section.metrics.get("leader").unwrap().value.text(), Some("gguf"));
        assert_eq!(["leader_share", "unspecified_share"].map(|id| metric(&section, id)), [Some(0.2), Some(0.5)]);
        let names: Vec<String> = (0..4).map(|row| cell(&section, "libraries", row, 0)).collect();
        assert_eq!(names, ["unspecified", "gguf", "timm", "mlx"]);
    }
}
