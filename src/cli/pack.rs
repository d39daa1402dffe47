//! `hubstate pack`: reads one or several dumps, and writes what a report needs of them as a compact snapshot.

use std::{
    fs, io,
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{
    out,
    report::{self, names, pick},
};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use hubstate::{
    model::{Day, RepoKind, Snapshot},
    output::pack::{Ids, Packed, pack},
    text::{counted, whole},
};

/// What `hubstate pack` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Dumps to read as one, `-` for standard input
    #[arg(value_name = "FILE", required = true)]
    files: Vec<PathBuf>,
    /// Which kind of repository to keep, where the dump holds several
    #[arg(long, value_parser = PossibleValuesParser::new(RepoKind::ALL.map(RepoKind::as_str)))]
    kind: Option<String>,
    /// The snapshot to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Keep each `_id` too, by which snapshots of different days are compared, also where a repository was renamed;
    /// `short` leaves out what says nothing of the repository, and takes half the bytes
    #[arg(long, value_name = "HOW", num_args = 0..=1, require_equals = true, default_missing_value = "whole")]
    #[arg(value_parser = PossibleValuesParser::new(["whole", "short"]).map(|how| if how == "short" { Ids::Short } else { Ids::Whole }))]
    ids: Option<Ids>,
    /// The day of capture, whatever the dump states
    #[arg(long, value_name = "DATE", value_parser = |text: &str| Day::parse(text).ok_or("expected a day such as 2026-04-29"))]
    captured_at: Option<Day>,
}

/// Runs the command: 0 where the snapshot stands, 1 where it does not.
pub fn run(args: Args) -> ExitCode {
    match write_packed(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("hubstate pack: {message}");
            ExitCode::FAILURE
        }
    }
}

fn write_packed(args: &Args) -> Result<(), String> {
    out::writable(&args.out)?;
    let read = report::read(&args.files, args.captured_at)?;
    let snapshot = pick(args.kind.as_deref(), &read).map_err(|message| format!("{}: {message}", names(&args.files)))?;
    let packed = write(&args.out, snapshot, args.ids).map_err(|error| format!("{}: {error}", args.out.display()))?;
    tell(&args.out, snapshot, &packed);
    Ok(())
}

/// Writes a compact snapshot.
pub fn write(out: &Path, snapshot: &Snapshot, ids: Option<Ids>) -> io::Result<Packed> {
    out::write(out, |file| pack(snapshot, ids, file))
}

/// Says what was written, and what was not.
fn tell(out: &Path, snapshot: &Snapshot, packed: &Packed) {
    let size = fs::metadata(out).map_or(0, |facts| facts.len());
    let kind = snapshot.kind.as_str();
    eprintln!("{}: {} {kind}, {} bytes", out.display(), whole(packed.rows), whole(size));
    let left = [
        (snapshot.rejected, "that could not be understood"),
        (snapshot.duplicates, "for a repository that is there already"),
        (snapshot.left_out, "marked removed, private or disabled"),
        (packed.same_id, "of an id that another row has, which differs in its `_id`"),
    ];
    let others = snapshot.other_kinds.iter().map(|(kind, rows)| (*rows, format!("of {}", kind.as_str())));
    let left = left.into_iter().map(|(rows, what)| (rows, what.to_owned())).chain(others);
    for (rows, what) in left.filter(|(rows, _)| *rows > 0) {
        eprintln!("left behind: {} {what}", counted(rows, "row", "rows"));
    }
    for (field, values) in &packed.wrong {
        eprintln!("unknown now: {} of {}, of a wrong type", counted(*values, "value", "values"), field.as_str());
    }
}
