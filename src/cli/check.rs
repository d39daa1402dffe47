//! `hubstate check`: holds published figures against a dump, for readers and for CI.
//!
//! Ends with 1 where a figure has changed: one of the file given, else one of the ledger; with 3
//! where the dump cannot be read, with 2 where the file of claims cannot.

use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
    process::ExitCode,
};

use clap::builder::PossibleValuesParser;
use hubstate::{
    basket::{Basket, Query},
    lenses::{
        self, Answers,
        claims::{self, Claims, Judged, Verdict, ledger},
    },
    model::{Day, RepoKind, Snapshot},
    output,
};

use crate::report::{choose, read};

/// Options of `hubstate check`.
#[derive(clap::Args)]
pub struct Args {
    /// Dump to read, `-` for standard input
    file: PathBuf,
    /// Claims to check instead of the published ones: a CSV file with the columns of docs/claims.md
    #[arg(long, value_name = "FILE")]
    claims: Option<PathBuf>,
    /// Which kind of repository to check, where the dump holds several
    #[arg(long, value_parser = PossibleValuesParser::new(RepoKind::ALL.map(RepoKind::as_str)))]
    kind: Option<String>,
    /// The form of the answer
    #[arg(long = "as", value_name = "FORM", default_value = "text", value_parser = ["text", "json", "markdown"])]
    form: String,
    /// The day of capture, whatever the dump states
    #[arg(long, value_name = "DATE", value_parser = |text: &str| Day::parse(text).ok_or("expected a day such as 2026-04-29"))]
    captured_at: Option<Day>,
}

const CHANGED: u8 = 1;
const WRONG_CLAIMS: u8 = 2;
const UNREADABLE: u8 = 3;

/// Runs `hubstate check`.
pub fn run(args: Args) -> ExitCode {
    match check(&args) {
        Ok(code) => ExitCode::from(code),
        Err((code, message)) => {
            eprintln!("{message}");
            ExitCode::from(code)
        }
    }
}

fn check(args: &Args) -> Result<u8, (u8, String)> {
    let own = args.claims.as_ref().map(|path| {
        let bytes = fs::read(path).map_err(|error| {
            (WRONG_CLAIMS, format!("{}: cannot be read ({error}); expected a CSV file of claims", path.display()))
        })?;
        Ok((path.display().to_string(), Claims::read(&bytes)))
    });
    let own = own.transpose()?;
    let unreadable = |message| (UNREADABLE, format!("{}: {message}", args.file.display()));
    let read = read(std::slice::from_ref(&args.file), args.captured_at).map_err(|message| (UNREADABLE, message))?;
    let snapshot = choose(args.kind.as_deref(), &read).map_err(unreadable)?;
    let query = Query::default_for(snapshot.kind);
    let basket = Basket::select(snapshot, &query);

    let rows = match &own {
        Some((_, claims)) => &claims.rows,
        None => ledger(),
    };
    let judged = claims::judge(&basket, &mut Answers::new(&basket, &[]), rows);
    let text = if args.form == "text" { table(&judged, snapshot) } else { report(args, &basket, own.as_ref()) };
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            return Err((UNREADABLE, format!("standard output: {error}")));
        }
        _ => {}
    }
    let wrong = own.as_ref().map_or(0, |(name, claims)| complain(name, claims, &judged));
    let changed = judged.iter().any(|one| one.verdict == Verdict::Changed);
    Ok(if changed {
        CHANGED
    } else if wrong > 0 {
        WRONG_CLAIMS
    } else {
        0
    })
}

/// Says what is wrong with a file of claims; how much that is.
fn complain(name: &str, claims: &Claims, judged: &[Judged<'_>]) -> usize {
    let faults = claims.faults.iter().chain(judged.iter().filter_map(|one| one.fault.as_ref()));
    faults.inspect(|fault| eprintln!("{name}: {fault}")).count()
}

/// The section `claims` alone, in one of the forms of a report.
fn report(args: &Args, basket: &Basket<'_>, own: Option<&(String, Claims)>) -> String {
    let own = own.map_or(&[][..], |(_, claims)| &claims.rows);
    let report = lenses::report(basket, &["claims".to_owned()], own);
    let form = output::output(&args.form).expect("clap takes no other form");
    let files = (form.write)(&report, &output::Kit::default());
    files.into_iter().map(|file| String::from_utf8_lossy(&file.bytes).into_owned()).collect()
}

/// A line a claim, in columns, and a line of sums.
fn table(judged: &[Judged<'_>], snapshot: &Snapshot) -> String {
    let lines: Vec<[&str; 6]> = judged
        .iter()
        .map(|one| {
            let here = if one.here.is_empty() { "–" } else { &one.here };
            [one.verdict.words(), &one.claim.id, &one.claim.published, here, &one.claim.claim, &one.why]
        })
        .collect();
    let head = ["VERDICT", "ID", "PUBLISHED", "HERE", "CLAIM", ""];
    let width = |column: usize| {
        let cells = lines.iter().map(|line| line[column]).chain([head[column]]);
        cells.map(|cell| cell.chars().count()).max().unwrap_or(0).min(28)
    };
    let widths: [usize; 4] = std::array::from_fn(width);
    let mut out = String::new();
    for line in [head].iter().chain(&lines) {
        for (cell, width) in line.iter().zip(widths) {
            out += &format!("{cell:width$}  ");
        }
        out += line[4];
        if !line[5].is_empty() {
            out += &format!(": {}", line[5]);
        }
        out.truncate(out.trim_end().len());
        out.push('\n');
    }
    let sums = Verdict::ALL.map(|verdict| {
        let count = judged.iter().filter(|one| one.verdict == verdict).count();
        let words = if verdict == Verdict::Holds && count != 1 { "hold" } else { verdict.words() };
        format!("{count} {words}")
    });
    let day = snapshot.captured.day().map_or_else(|| "an unknown day".to_owned(), |day| day.to_string());
    out + &format!("\n{} · {} of {day}\n", sums.join(" · "), snapshot.kind.as_str())
}
