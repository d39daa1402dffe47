//! What was read, as text: every field of every row, for goldens and for comparing dumps.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, dead_code)]

use hubstate::{
    input::{Error, Read},
    model::{Capture, FieldId, Gated, Names, Repo, Snapshot},
    reference::{self, FORMATS},
};

/// A result as a golden shows it.
pub fn text(result: &Result<Read, Error>) -> String {
    let read = match result {
        Ok(read) => read,
        Err(error) => return format!("error: {error}\n"),
    };
    let mut out: String = read.snapshots.iter().map(snapshot_text).collect();
    read.rejected.iter().for_each(|row| out += &format!("rejected: {row}\n"));
    read.complaints.iter().for_each(|complaint| out += &format!("complaint: {complaint}\n"));
    out
}

/// A snapshot with what it was read from.
pub fn snapshot_text(snapshot: &Snapshot) -> String {
    let captured = match snapshot.captured {
        Capture::Stated(day) => format!("captured {day}"),
        Capture::LatestDate(day) => format!("latest date {day}"),
        Capture::Unknown => "no date".to_owned(),
    };
    let source = snapshot.source.as_ref().map_or(String::new(), |source| format!(", source {source}"));
    let Snapshot { rows, rejected, duplicates, left_out, .. } = snapshot;
    let kept = snapshot.len();
    assert_eq!(*rows, rejected + duplicates + left_out + kept as u64);
    format!(
        "{}, {captured}{source}: {rows} rows = {kept} kept + {rejected} rejected + {duplicates} duplicates + {left_out} left out\n{}",
        snapshot.kind.as_str(),
        rows_text(snapshot),
    )
}

/// All rows of a snapshot, a line each.
pub fn rows_text(snapshot: &Snapshot) -> String {
    (0..snapshot.len() as u32).map(|row| repo_text(snapshot, row)).collect()
}

fn repo_text(snapshot: &Snapshot, row: u32) -> String {
    let repo = snapshot.repo(row);
    let known = |value: Option<String>| value.unwrap_or_else(|| "–".to_owned());
    let number = |value: Option<u64>| known(value.map(|value| value.to_string()));
    let day = |value: Option<hubstate::model::Moment>| known(value.map(|value| value.day().to_string()));
    let mut line = format!(
        "  {} · {} · {} · {} · {}",
        repo.id(),
        number(repo.downloads_30d()),
        known(repo.license().map(str::to_owned)),
        known(repo.task().map(str::to_owned)),
        day(repo.created()),
    );
    line += &more(snapshot, repo).iter().map(|(name, value)| format!(" · {name} {value}")).collect::<String>();
    let wrong = FieldId::ALL.into_iter().filter(|&field| snapshot.coverage(field, [row].into_iter()).wrong == 1);
    let wrong: Vec<&str> = wrong.map(FieldId::as_str).collect();
    if !wrong.is_empty() {
        line += &format!(" · wrong: {}", wrong.join(" "));
    }
    line + "\n"
}

/// What a golden says only where it is recorded.
fn more(snapshot: &Snapshot, repo: Repo<'_>) -> Vec<(&'static str, String)> {
    let gated = repo.gated().filter(|&gated| gated != Gated::No).map(|gated| format!("{gated:?}").to_lowercase());
    let owner = (!repo.id().starts_with(&format!("{}/", repo.owner()))).then(|| repo.owner().to_owned());
    let fields = [
        ("owner", owner),
        ("all", repo.downloads_all().map(|n| n.to_string())),
        ("likes", repo.likes().map(|n| n.to_string())),
        ("parameters", repo.parameters().map(|n| n.to_string())),
        ("modified", repo.modified().map(|moment| moment.day().to_string())),
        ("library", repo.library().map(str::to_owned)),
        ("gated", gated),
        ("license name", repo.license_name().map(str::to_owned)),
        ("several", repo.multi_licensed().then(|| "licenses".to_owned())),
        ("trending", repo.trending().map(|n| n.to_string())),
    ];
    fields.into_iter().chain(traits(snapshot, repo)).filter_map(|(name, value)| Some((name, value?))).collect()
}

/// What tags and the fields beside them say.
fn traits(snapshot: &Snapshot, repo: Repo<'_>) -> Vec<(&'static str, Option<String>)> {
    let listed = |texts: Vec<&str>| (!texts.is_empty()).then(|| texts.join(" "));
    let names = |names: &'_ Names, codes: &mut dyn Iterator<Item = u32>| {
        let texts: Vec<String> = codes.map(|code| names.get(code).to_owned()).collect();
        (!texts.is_empty()).then(|| texts.join(" "))
    };
    let formats = reference::formats(repo);
    let mut known: Vec<&str> = (0..FORMATS.len()).filter(|&at| formats.has(at)).map(|at| FORMATS[at]).collect();
    known.extend(formats.quantized().then_some("quantized"));
    let mut languages: Vec<&str> = repo.language_codes().map(|code| reference::language(code)[0]).collect();
    languages.extend(repo.tagged_multilingual().then_some("multilingual"));
    vec![
        ("bases", listed(repo.bases().collect())),
        ("relation", repo.relation().map(|relation| relation.as_str().to_owned())),
        ("formats", listed(known)),
        (
            "architecture",
            reference::architecture(repo).map(|a| format!("{:?} {:?}", a.class, a.experts).to_lowercase()),
        ),
        ("languages", listed(languages)),
        ("papers", names(snapshot.papers(), &mut repo.paper_codes())),
        ("user", repo.author_is_user().map(|user| user.to_string())),
        ("categories", names(snapshot.categories(), &mut repo.category_codes())),
        ("modalities", names(snapshot.modalities(), &mut repo.modality_codes())),
        ("tagged", repo.tagged_robotics().then(|| "robotics".to_owned())),
        ("sdk", repo.sdk().map(str::to_owned)),
    ]
}
