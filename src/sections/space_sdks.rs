//! What are Spaces built with?
//!
//! Spaces and their likes by the field `sdk`.
//!
//! The catch: docker stands for anything that runs in a container.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::Sum,
    figures::{classes, dumbbell, say},
};
use crate::{
    model::{FieldId, RepoKind},
    report::{Column, Group, Unit, Value},
    stats,
    text::{share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "space-sdks",
    title: "What are they built with?",
    short: "SDKs",
    method: "Spaces by the field `sdk`; a Space without one is shown as unspecified. Their weight is likes.",
    group: Group::Models,
    kind: RepoKind::Spaces,
    needs: Some(Need::Field(FieldId::Sdk)),
    min_n: 1,
    run,
    place: Some(place),
};

fn run(context: &Context<'_>, draft: &mut Draft) {
    let of = context.coverage(FieldId::Sdk);
    let n = context.n();
    let names = context.basket.snapshot.sdks();
    let sums = context.tally_by(names.len() + 1, |repo| repo.sdk_code().map_or(names.len(), |code| code as usize));
    let name = |at| if at < names.len() { names.get(at as u32) } else { "unspecified" };
    let mut rows: Vec<(&str, Sum)> = Vec::new();
    for (at, sum) in sums.into_iter().enumerate() {
        if sum.count > 0 {
            rows.push((name(at), sum));
        }
    }
    let rows = stats::sorted(rows, |a, b| b.1.count.cmp(&a.1.count).then_with(|| a.0.cmp(b.0)));
    let stated: Vec<(&str, Sum)> = rows.iter().copied().filter(|(sdk, _)| *sdk != "unspecified").collect();
    let leader = stated.first();
    let none = "no Space of the basket states an SDK";
    draft.metric("leader", Unit::Text, leader.map(|(sdk, _)| *sdk), of, none);
    draft.metric("leader_count", Unit::Count, leader.map(|(_, sum)| sum.count), of, none);
    draft.metric("leader_share", Unit::Share, leader.and_then(|(_, sum)| stats::share(sum.count, n)), of, none);

    let table = rows.iter().map(|(sdk, sum)| (Value::from(*sdk), *sum)).collect();
    classes(context, draft, ("sdks", "SDKs by number of Spaces"), Column::new("sdk", "SDK", Unit::Text), table);
    draft.coverage(of, format!("{} of {} Spaces state an SDK.", whole(of.known), whole(of.n)));
    draft.caveat("docker stands for anything that runs in a container, static for pages without a server.");
    let Some((sdk, sum)) = leader else { return };
    let part = |part, whole| share(stats::share(part, whole).unwrap_or(0.0));
    let mut sentence =
        format!("**{sdk}** leads with **{}** of {}, **{}**", whole(sum.count), context.counted(n), part(sum.count, n));
    if context.total() > 0 {
        sentence += &format!("; they drew {} of likes", part(sum.downloads, context.total()));
    }
    draft.finding(&(sentence + "."), &["leader", "leader_count", "leader_share"]);
    let mut chart = dumbbell(context, &stated);
    let title = std::mem::take(&mut chart.title);
    let subtitle = context.subtitle("Share of Spaces and share of likes by SDK", of);
    say(&mut chart, title, subtitle, "Dumbbell chart of the share of likes of each SDK");
    draft.chart(chart);
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let sdk = context.basket.snapshot.repo(row).sdk();
    Some(sdk.map_or_else(|| "States no SDK.".to_owned(), |sdk| format!("Built with {sdk}.")))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{cell, check, metric};

    const ROWS: &str = r#"{"spaces":[
        {"id":"a/1","likes":1,"sdk":"gradio"},
        {"id":"a/2","likes":8,"sdk":"docker"},
        {"id":"b/3","likes":1,"sdk":"gradio"},
        {"id":"b/4"}
    ]}"#;

    #[test]
    fn sdks_by_number_and_by_likes() {
        let section = check(ROWS, "", "space-sdks");
        assert_eq!(section.metrics.get("leader").unwrap().value.text(), Some("gradio"));
        assert_eq!((metric(&section, "leader_count"), metric(&section, "leader_share")), (Some(2.0), Some(0.5)));
        assert_eq!((cell(&section, "sdks", 1, 0), cell(&section, "sdks", 1, 2)), ("docker".into(), "8".into()));
        assert_eq!(cell(&section, "sdks", 2, 0), "unspecified");
    }

    #[test]
    fn the_weight_of_spaces_is_likes() {
        let section = check(ROWS, "", "space-owners");
        assert_eq!((metric(&section, "leader_likes"), metric(&section, "leader_share")), (Some(9.0), Some(0.9)));
        assert!(
            section.findings[0].text.contains("likes over all time") && !section.findings[0].text.contains("downloads")
        );
        let section = check(ROWS, "", "space-overview");
        assert_eq!((metric(&section, "likes"), metric(&section, "median_likes")), (Some(10.0), Some(1.0)));
    }
}
