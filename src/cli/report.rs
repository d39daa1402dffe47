//! `hubstate report`: reads one or several dumps, or the bundled sample, and writes the report.

use std::{
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use hubstate::{
    basket::{Basket, Query},
    input::{self, Options, Reader},
    model::{Day, RepoKind},
    output::{self, File, OUTPUTS},
    reference::Registry,
    sample::sample,
    sections::{self, SECTIONS},
};

/// Options of `hubstate report`.
#[derive(clap::Args)]
pub struct Args {
    /// Dumps to read, `-` for standard input; the bundled sample without any
    files: Vec<PathBuf>,
    /// Which kind of repository to report on, where the dump holds several
    #[arg(long, value_parser = PossibleValuesParser::new(["models", "datasets", "spaces"]))]
    kind: Option<String>,
    /// The basket, such as "top=100 license:mit"
    #[arg(long = "where", value_name = "QUERY", default_value = "")]
    query: String,
    /// The form of the report
    #[arg(long = "as", value_name = "FORM", default_value = "json",
          value_parser = PossibleValuesParser::new(OUTPUTS.iter().map(|output| output.id)).map(|id| id))]
    form: String,
    /// Sections to keep, by id
    #[arg(long, value_name = "ID,…", value_delimiter = ',',
          value_parser = PossibleValuesParser::new(SECTIONS.iter().map(|spec| spec.id)))]
    only: Vec<String>,
    /// File to write, or the folder for csv and svg; standard output without it
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// The day of capture, where the dump does not state it
    #[arg(long, value_name = "DATE", value_parser = |text: &str| Day::parse(text).ok_or("expected a day such as 2026-04-29"))]
    captured_at: Option<Day>,
    /// The table that classifies owners
    #[arg(long, value_name = "NAME", value_parser = PossibleValuesParser::new(["reviewed", "seed"]))]
    registry: Option<String>,
}

const USAGE: u8 = 2;

/// Runs `hubstate report`.
pub fn run(args: Args) -> ExitCode {
    let mut query = match Query::parse(&args.query) {
        Ok(query) => query,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(USAGE);
        }
    };
    if let Some(registry) = args.registry.as_deref().and_then(Registry::parse) {
        query.registry = registry;
    }
    match write_report(&args, &query) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn write_report(args: &Args, query: &Query) -> Result<(), String> {
    let kind = args.kind.as_deref().and_then(RepoKind::parse);
    let read = read(args)?;
    let snapshot = read.snapshot(kind).ok_or_else(|| {
        let kinds: Vec<&str> = read.snapshots.iter().map(|snapshot| snapshot.kind.as_str()).collect();
        format!(
            "the input holds {}; expected {}: leave --kind out or name one of these",
            kinds.join(" and "),
            args.kind.as_deref().unwrap_or("models")
        )
    })?;
    if !SECTIONS.iter().any(|spec| spec.kind == snapshot.kind) {
        return Err(format!(
            "the input holds {}; this version reports on models: give a dump of models",
            snapshot.kind.as_str(),
        ));
    }
    let report = sections::run(&Basket::select(snapshot, query), &args.only);
    let form = output::output(&args.form).expect("clap takes no other form");
    deliver((form.write)(&report), form.id, args.out.as_deref())
}

fn read(args: &Args) -> Result<input::Read, String> {
    let options = Options { captured_at: args.captured_at, checksum: true };
    if args.files.is_empty() {
        return input::read(sample().as_bytes(), options).map_err(|error| format!("bundled sample: {error}"));
    }
    let mut reader = Reader::new(options);
    for path in &args.files {
        feed(&mut reader, path).map_err(|message| format!("{}: {message}", path.display()))?;
    }
    let names: Vec<String> = args.files.iter().map(|path| path.display().to_string()).collect();
    let read = reader.finish().map_err(|error| format!("{}: {error}", names.join(", ")))?;
    for rejected in &read.rejected {
        eprintln!("rejected: {rejected}");
    }
    for complaint in &read.complaints {
        eprintln!("note: {complaint}");
    }
    Ok(read)
}

fn feed(reader: &mut Reader, path: &Path) -> Result<(), String> {
    let mut source: Box<dyn io::Read> = if path == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(fs::File::open(path).map_err(|error| format!("{error}; expected a dump that can be read"))?)
    };
    let mut chunk = vec![0; 1 << 20];
    loop {
        match source.read(&mut chunk).map_err(|error| error.to_string())? {
            0 => return Ok(()),
            n => reader.feed(&chunk[..n]).map_err(|error| error.to_string())?,
        }
    }
}

/// Writes several files into a folder; a single one into a file, or to standard output.
fn deliver(files: Vec<File>, form: &str, out: Option<&Path>) -> Result<(), String> {
    let write = |path: &Path, bytes: &[u8]| {
        fs::write(path, bytes)
            .map_err(|error| format!("{}: {error}; expected a path that can be written", path.display()))
    };
    match (out, files.as_slice()) {
        (Some(folder), files) if matches!(form, "csv" | "svg") => {
            fs::create_dir_all(folder).map_err(|error| format!("{}: {error}; expected a folder", folder.display()))?;
            files.iter().try_for_each(|file| write(&folder.join(&file.name), &file.bytes))
        }
        (Some(path), [file]) => write(path, &file.bytes),
        (None, [file]) => match io::stdout().lock().write_all(&file.bytes) {
            // A reader such as `head` that has enough is no fault.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(format!("standard output: {error}")),
            _ => Ok(()),
        },
        (None, files) => {
            Err(format!("{} files to write; expected --out FOLDER, or --only with a section that has one", files.len()))
        }
        (Some(path), files) => Err(format!("{}: {} files for one path", path.display(), files.len())),
    }
}
