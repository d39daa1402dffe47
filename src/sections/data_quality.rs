//! How good is the data?
//!
//! What was rejected, repeated or left out, and what each field lacks, over the whole snapshot.
//!
//! The catch: a field that is recorded is not thereby right.

use super::{Context, Draft, Spec};
use crate::{
    model::{Coverage, FieldId, RepoKind},
    reference,
    report::{Column, Group, Unit, Value},
    stats,
    text::{counted, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "data-quality",
    title: "How good is the data?",
    short: "Data quality",
    method: "Counted over the whole snapshot, not the basket. A field of a wrong type is unknown for its row; the row stays.",
    group: Group::Trust,
    kind: RepoKind::Models,
    needs: None,
    min_n: 1,
    run,
    place: None,
};

/// Ids of the metrics of each field, in the order of [`FieldId::ALL`].
const IDS: [(&str, &str); 16] = [
    ("unknown_downloads", "wrong_type_downloads"),
    ("unknown_downloads_all", "wrong_type_downloads_all"),
    ("unknown_likes", "wrong_type_likes"),
    ("unknown_created", "wrong_type_created"),
    ("unknown_modified", "wrong_type_modified"),
    ("unknown_task", "wrong_type_task"),
    ("unknown_library", "wrong_type_library"),
    ("unknown_parameters", "wrong_type_parameters"),
    ("unknown_license", "wrong_type_license"),
    ("unknown_gated", "wrong_type_gated"),
    ("unknown_trending", "wrong_type_trending"),
    ("unknown_tags", "wrong_type_tags"),
    ("unknown_lineage", "wrong_type_lineage"),
    ("unknown_languages", "wrong_type_languages"),
    ("unknown_owner_type", "wrong_type_owner_type"),
    ("unknown_sdk", "wrong_type_sdk"),
];

fn run(context: &Context<'_>, draft: &mut Draft) {
    let snapshot = context.basket.snapshot;
    let of = Coverage { n: snapshot.len() as u64, known: snapshot.len() as u64, wrong: 0 };
    draft.metric("rejected", Unit::Count, snapshot.rejected, of, "");
    draft.metric("duplicates", Unit::Count, snapshot.duplicates, of, "");
    draft.metric("left_out", Unit::Count, snapshot.left_out, of, "");
    let others: u64 = snapshot.other_kinds.iter().map(|(_, rows)| rows).sum();
    draft.metric("other_kinds", Unit::Count, others, of, "");
    let mut table = Vec::new();
    let fields = FieldId::ALL.into_iter().zip(IDS).filter(|(field, _)| field.fits(snapshot.kind));
    for (field, (unknown_id, wrong_id)) in fields {
        let coverage = snapshot.coverage_of_all(field);
        let unknown = coverage.n - coverage.known;
        draft.metric(unknown_id, Unit::Count, unknown, coverage, "");
        draft.metric(wrong_id, Unit::Count, coverage.wrong, coverage, "");
        table.push(vec![
            Value::from(field.as_str()),
            coverage.known.into(),
            unknown.into(),
            coverage.wrong.into(),
            stats::share(coverage.known, coverage.n).into(),
        ]);
    }
    let sorted = |names: Vec<_>| stats::sorted(names, |a: &&str, b| a.cmp(b));
    let licenses = sorted(snapshot.licenses_of_all().filter(|id| reference::license(id).is_none()).collect());
    let tasks = sorted(snapshot.tasks_of_all().filter(|task| !reference::knows_task(task)).collect());
    draft.metric("unknown_license_ids", Unit::Count, licenses.len() as u64, of, "");
    draft.metric("unknown_tasks", Unit::Count, tasks.len() as u64, of, "");
    draft.metric("floor_dated", Unit::Count, snapshot.floor_dated(), of, "");

    let columns = [
        Column::new("field", "Field", Unit::Text),
        Column::new("known", "Known", Unit::Count),
        Column::new("unknown", "Unknown", Unit::Count),
        Column::new("wrong_type", "Of these, wrong type", Unit::Count),
        Column::new("share", "Share known", Unit::Share),
    ];
    draft.table("fields", "Fields over the whole snapshot", &columns, table);
    let columns = [Column::new("table", "Table", Unit::Text), Column::new("id", "Id it lacks", Unit::Text)];
    let lacking = licenses.iter().map(|id| vec![Value::from("licenses"), (*id).into()]);
    let lacking = lacking.chain(tasks.iter().map(|id| vec![Value::from("tasks"), (*id).into()]));
    draft.table("lacking", "Ids that the reference tables lack", &columns, lacking.collect());

    draft.finding(
        &format!(
            "Of **{}**, **{}** could not be understood, **{}** repeat another one, and **{}** are left out as removed, private or disabled.",
            counted(snapshot.rows, "row", "rows"),
            whole(snapshot.rejected),
            whole(snapshot.duplicates),
            whole(snapshot.left_out),
        ),
        &["rejected", "duplicates", "left_out"],
    );
    if others > 0 {
        let kinds: Vec<String> =
            snapshot.other_kinds.iter().map(|(kind, rows)| format!("{} {}", whole(*rows), kind.as_str())).collect();
        draft.finding(
            &format!("The same input holds {}, which this report leaves aside.", kinds.join(" and ")),
            &["other_kinds"],
        );
    }
    draft.caveat("A field that is recorded is not thereby right: sizes come from names, licenses from tags, tasks from one label.");
}
