//! How are the language models built?
//!
//! Downloads of the text tasks by architecture: by model type or tags, else by the task. Mixtures of
//! experts are counted over the whole basket.
//!
//! The catch: a task says what a model is used for; the architecture that it stands for here is the
//! usual one.

use super::{
    Context, Draft, Need, Spec, Subject,
    context::Sum,
    figures::{mark, say},
};
use crate::{
    model::{Coverage, FieldId, RepoKind},
    reference::{self, Architecture, Class, Experts, Mapping, Modality},
    report::{Chart, Column, Form, Group, Tone, Unit, Value},
    stats,
    text::{capital, counted, share, whole},
};

pub(super) const SPEC: Spec = Spec {
    id: "architectures",
    title: "How are the language models built?",
    short: "Architectures",
    method: "Architecture by `config.model_type`, `gguf.architecture` or tags in a reviewed table, else by the task: filling masks, similarity and classification as encoders, text generation as decoders, translation, summarization and text-to-text as encoder-decoders. Shares are of the tasks that the Hub groups as text; mixtures of experts are counted over all models.",
    group: Group::Models,
    kind: RepoKind::Models,
    needs: Some(Need::Field(FieldId::Task)),
    min_n: 1,
    run,
    place: Some(place),
};

const CLASSES: [(&str, &str, Tone); 5] = [
    ("encoder_share", "encoders", Tone::Cat1),
    ("decoder_share", "decoders", Tone::Cat2),
    ("encoder_decoder_share", "encoder-decoders", Tone::Cat3),
    ("other_share", "other", Tone::CatOther),
    ("unknown_share", "unknown", Tone::Unknown),
];
const OTHER: usize = 3;
const UNKNOWN: usize = 4;
/// In the place of a class, of tasks that are none of text.
const NO_TEXT: usize = CLASSES.len();

/// The class of a model by its row of the table, else by its task: a place in [`CLASSES`].
fn class_of(row: Option<&Architecture>, by_task: usize) -> usize {
    match row.map(|row| row.class) {
        Some(Class::Encoder) => 0,
        Some(Class::Decoder) => 1,
        Some(Class::EncoderDecoder) => 2,
        Some(_) => OTHER,
        None => by_task,
    }
}

fn class_of_task(task: Option<&str>) -> usize {
    match task.unwrap_or_default() {
        "fill-mask" | "sentence-similarity" => 0,
        "text-classification" | "token-classification" | "zero-shot-classification" => 0,
        "text-generation" => 1,
        "translation" | "summarization" | "text2text-generation" => 2,
        _ => UNKNOWN,
    }
}

fn is_text_task(task: Option<&str>) -> bool {
    reference::modality(task, Mapping::Hub) == Modality::Nlp
}

fn run(context: &Context<'_>, draft: &mut Draft) {
    let n = context.n();
    let mut sums = [Sum::default(); CLASSES.len()];
    let mut all = Sum::default();
    let (mut experts, mut known) = (0, 0);
    // A row of the table and a class by task tell nearly all: each pair of them is counted, and looked at once.
    let rows = reference::architectures();
    let width = rows.len() + 1;
    let mixed: Vec<bool> = rows.iter().map(|row| row.experts == Experts::Mixed).collect();
    let class_of_text = |task| if is_text_task(task) { class_of_task(task) } else { NO_TEXT };
    let by_task: Vec<usize> =
        std::iter::once(None).chain(context.basket.snapshot.tasks().iter().map(Some)).map(class_of_text).collect();
    let mut pairs = vec![Sum::default(); width * (NO_TEXT + 1)];
    for (repo, downloads) in context.weighed() {
        let by_task = by_task[repo.task_code().map_or(0, |code| code as usize + 1)];
        let row = repo.architecture_code().map_or(rows.len(), |row| usize::from(row).min(rows.len()));
        pairs[by_task * width + row].add(downloads);
        if mixed.get(row) == Some(&true) {
            experts += u64::from(reference::has_experts(repo));
        }
    }
    for (by_task, pairs) in pairs.chunks(width).enumerate() {
        for (row, sum) in rows.iter().map(Some).chain([None]).zip(pairs) {
            known += if row.is_some() { sum.count } else { 0 };
            experts += if row.is_some_and(|row| row.experts == Experts::Yes) { sum.count } else { 0 };
            if by_task != NO_TEXT {
                sums[class_of(row, by_task)].merge(*sum);
                all.merge(*sum);
            }
        }
    }
    let of = Coverage { n: all.count, known: all.count - sums[UNKNOWN].count, wrong: 0 };
    for ((id, ..), sum) in CLASSES.iter().zip(sums) {
        let reason = if all.count == 0 { "the basket has no model for text" } else { "a share of a total of 0" };
        draft.metric(id, Unit::Share, stats::share(sum.downloads, all.downloads), of, reason);
    }
    let classes = || CLASSES[..UNKNOWN].iter().map(|(id, ..)| *id);
    draft.open(&classes().collect::<Vec<_>>(), sums[UNKNOWN].downloads, all.downloads);
    let typed = Coverage { n, known, wrong: 0 };
    draft.metric("moe_count", Unit::Count, (known > 0).then_some(experts), typed, "no model type is recorded");
    draft.metric(
        "moe_share",
        Unit::Share,
        stats::share(experts, n).filter(|_| known > 0),
        typed,
        "no model type is recorded",
    );

    table(draft, &sums, all);
    draft.coverage(
        of,
        format!(
            "The architecture of {} of {} is known, by type, tag or task.",
            whole(of.known),
            counted(all.count, "model for text", "models for text")
        ),
    );
    draft.caveat("Where neither type nor tags are listed, the task stands in for the architecture.");
    draft.caveat("A mixture of experts shows by its type; of types that are both, by an active size (A4B) or a factor (8x7B) in the name.");
    if let Some(first) =
        (0..UNKNOWN).filter(|&at| sums[at].downloads > 0).min_by_key(|&at| (std::cmp::Reverse(sums[at].downloads), at))
    {
        let part = share(stats::share(sums[first].downloads, all.downloads).unwrap_or(0.0));
        let count = share(stats::share(sums[first].count, all.count).unwrap_or(0.0));
        let name = capital(CLASSES[first].1);
        draft.finding(
            &format!("**{name}** draw **{part}** of the downloads for text with {count} of these models."),
            &[CLASSES[first].0],
        );
        draft.leads(CLASSES[first].0, classes());
        draft.chart(chart(context, &sums, all, format!("{name} draw {part} of the downloads for text")));
    }
    if known > 0 {
        let part = share(stats::share(experts, n).unwrap_or(0.0));
        let verb = if experts == 1 { "is a mixture" } else { "are mixtures" };
        draft.finding(
            &format!("**{}** of {} {verb} of experts, **{part}**.", whole(experts), context.counted(n)),
            &["moe_count", "moe_share"],
        );
    }
}

fn table(draft: &mut Draft, sums: &[Sum], all: Sum) {
    let columns = [
        Column::new("architecture", "Architecture", Unit::Text),
        Column::new("count", "Models for text", Unit::Count),
        Column::new("downloads", "Downloads", Unit::Downloads),
        Column::new("count_share", "Share of these models", Unit::Share),
        Column::new("share", "Share of their downloads", Unit::Share),
    ];
    let rows = CLASSES.iter().zip(sums).filter(|(_, sum)| sum.count > 0).map(|((_, name, _), sum)| {
        vec![
            Value::from(*name),
            sum.count.into(),
            sum.downloads.into(),
            stats::share(sum.count, all.count).into(),
            stats::share(sum.downloads, all.downloads).into(),
        ]
    });
    draft.table("architectures", "Models for text by architecture", &columns, rows.collect());
}

fn chart(context: &Context<'_>, sums: &[Sum], all: Sum, title: String) -> Chart {
    let mut chart = Chart::new("shares", Form::StackedShare, Unit::Share);
    for (group, downloads) in [("of downloads", true), ("of models", false)] {
        for ((_, name, tone), sum) in CLASSES.iter().zip(sums) {
            let (value, whole) = if downloads { (sum.downloads, all.downloads) } else { (sum.count, all.count) };
            let Some(part) = stats::share(value, whole).filter(|_| value > 0) else { continue };
            let mut mark = mark(name, part.into(), None, *tone);
            mark.second = value.into();
            mark.group = Some(group.to_owned());
            chart.marks.push(mark);
        }
    }
    let of = Coverage { n: all.count, known: all.count - sums[UNKNOWN].count, wrong: 0 };
    let subtitle = format!(
        "Share of the models for text by architecture {} · {} · {}",
        context.window_words(),
        context.basket_words(),
        context.n_words(of)
    );
    say(&mut chart, title, subtitle, "Stacked bars by architecture");
    chart
}

fn place(context: &Context<'_>, subject: Subject<'_>) -> Option<String> {
    let Subject::Repo(row) = subject else { return None };
    let repo = context.basket.snapshot.repo(row);
    let class = class_of(reference::architecture(repo).as_ref(), class_of_task(repo.task()));
    let name = CLASSES[class].1;
    let experts = if reference::has_experts(repo) { ", a mixture of experts" } else { "" };
    (class < OTHER).then(|| format!("Counts among the {name}{experts}."))
}

#[cfg(test)]
mod tests {
    use super::super::testing::{check, metric};

    #[test]
    fn the_type_goes_before_the_tags_and_these_before_the_task() {
        let rows = r#"[
            {"id":"a/1","downloads":40,"pipeline_tag":"text-generation","tags":["t5"]},
            {"id":"a/2","downloads":20,"pipeline_tag":"fill-mask"},
            {"id":"a/3","downloads":10,"pipeline_tag":"text-ranking"},
            {"id":"a/4","downloads":10,"pipeline_tag":"feature-extraction","tags":["clip"]},
            {"id":"a/5-26B-A4B","downloads":20,"pipeline_tag":"text-generation","config":{"model_type":"gemma4"},"tags":["bert"]},
            {"id":"a/6-31B","downloads":900,"pipeline_tag":"image-text-to-text","tags":["gemma4"]},
            {"id":"a/7","downloads":100,"pipeline_tag":"image-text-to-text","tags":["qwen3_moe"]}
        ]"#;
        let section = check(rows, "", "architectures");
        for (id, value) in [
            ("encoder_share", 0.2),
            ("decoder_share", 0.2),
            ("encoder_decoder_share", 0.4),
            ("other_share", 0.1),
            ("unknown_share", 0.1),
            ("moe_count", 2.0),
            ("moe_share", 2.0 / 7.0),
        ] {
            assert_eq!(metric(&section, id), Some(value), "{id}");
        }
    }

    #[test]
    fn without_text_there_is_no_share() {
        let section = check(r#"[{"id":"a/1","downloads":1,"pipeline_tag":"robotics"}]"#, "", "architectures");
        assert_eq!((metric(&section, "decoder_share"), metric(&section, "moe_count")), (None, None));
    }
}
