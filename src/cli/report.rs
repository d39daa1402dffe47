//! `hubstate report`: reads one or several dumps, or the bundled sample, and writes the report.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use super::{parquet, png};
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use hubstate::{
    basket::{Basket, Query},
    draw::Theme,
    input::{self, Options, PARQUET_MAGIC, Parquet, Reader},
    lenses,
    model::{Day, RepoKind, Snapshot},
    output::{self, File, Kit, OUTPUTS},
    reference::{Custom, Registry},
    report::Report,
    sample::sample,
};

/// The font that pictures carry: the page hands over the same file.
pub const FONT: &[u8] = include_bytes!("../../www/font/inter-latin.woff2");

/// The form that the command line alone can write.
const PNG: &str = "png";

/// Options of `hubstate report`.
#[derive(clap::Args)]
pub struct Args {
    /// Dumps to read as one, `-` for standard input; the bundled sample without one
    #[arg(value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Which kind of repository to report on, where the dump holds several
    #[arg(long, value_parser = PossibleValuesParser::new(RepoKind::ALL.map(RepoKind::as_str)))]
    kind: Option<String>,
    /// The basket, such as "top=100 license:mit"
    #[arg(long = "where", value_name = "QUERY", default_value = "", allow_hyphen_values = true)]
    query: String,
    /// The form of the report
    #[arg(long = "as", value_name = "FORM", default_value = "json",
          value_parser = PossibleValuesParser::new(OUTPUTS.iter().map(|output| output.id).chain([PNG])).map(|id| id))]
    form: String,
    /// The colors of svg and png
    #[arg(long, default_value = "light", value_parser = ["light", "dark", "print"])]
    theme: String,
    /// Pixels of a png in one of CSS
    #[arg(long, value_name = "1|2|3", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=3))]
    scale: u8,
    /// Draw each png as a picture to share, 1200 by 630
    #[arg(long)]
    card: bool,
    /// Sections to keep, by id; for csv, svg and png also one of their tables or charts, `section.table`
    #[arg(long, value_name = "ID,…", value_delimiter = ',', value_parser = part)]
    only: Vec<String>,
    /// File to write, or the folder for csv, svg and png; standard output without it
    #[arg(long, value_name = "PATH")]
    out: Option<PathBuf>,
    /// What an svg does for its words: carry the font, draw outlines (for programs that know no fonts within files), or
    /// leave it to the machine's fonts
    #[arg(long, value_name = "HOW", default_value = "embed", value_parser = ["embed", "outline", "system"])]
    font: String,
    /// The day of capture, whatever the dump states
    #[arg(long, value_name = "DATE", value_parser = |text: &str| Day::parse(text).ok_or("expected a day such as 2026-04-29"))]
    captured_at: Option<Day>,
    /// The table that classifies owners: reviewed, seed, or a CSV file `owner,region[,country,type,entity]`
    #[arg(long, value_name = "NAME|FILE.csv", value_parser = registry)]
    registry: Option<OwnerTable>,
}

/// What `--registry` names.
#[derive(Debug, Clone)]
enum OwnerTable {
    Named(Registry),
    File(PathBuf),
}

/// Why there is no report: wrong usage ends with 2, what cannot be read or written with 1.
enum Failure {
    Usage(String),
    Input(String),
}

/// `section` or `section.part`; the section has to be one of the contract's.
fn part(text: &str) -> Result<String, String> {
    let known: Vec<&str> = lenses::ids().collect();
    let section = text.split('.').next().unwrap_or_default();
    if known.contains(&section) { Ok(text.to_owned()) } else { Err(format!("expected one of {}", known.join(", "))) }
}

/// A registry by name; whatever looks like a path is a file.
fn registry(text: &str) -> Result<OwnerTable, String> {
    match Registry::parse(text) {
        Some(Registry::Custom) | None if text.contains(['.', '/', '\\']) => Ok(OwnerTable::File(text.into())),
        Some(Registry::Custom) | None => Err("expected reviewed, seed or a CSV file".to_owned()),
        Some(registry) => Ok(OwnerTable::Named(registry)),
    }
}

/// The reader's own table of owners; an empty one where none is given.
fn custom(args: &Args) -> Result<Custom, Failure> {
    let Some(OwnerTable::File(path)) = &args.registry else { return Ok(Custom::default()) };
    let failed = |message: String| Failure::Input(format!("{}: {message}", path.display()));
    let bytes = fs::read(path)
        .map_err(|error| failed(format!("cannot be read ({error}); expected a CSV file: check the path")))?;
    let custom = Custom::parse(&bytes).map_err(|error| failed(error.to_string()))?;
    for complaint in custom.complaints() {
        eprintln!("{}: {complaint}", path.display());
    }
    Ok(custom)
}

/// Runs `hubstate report`.
pub fn run(args: Args) -> ExitCode {
    match write_report(&args) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
        Err(Failure::Input(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
    }
}

fn write_report(args: &Args) -> Result<(), Failure> {
    // Wrong usage is told before anything is read; the ranking by default follows the kind.
    let query = |kind| Query::parse_for(kind, &args.query).map_err(|error| Failure::Usage(error.to_string()));
    let stated = query(RepoKind::Models)?;
    if args.registry.is_none() && stated.registry == Registry::Custom {
        return Err(Failure::Usage("query: registry=custom needs a table; expected --registry FILE.csv".into()));
    }
    let custom = custom(args)?;
    let read = read(&args.files, args.captured_at).map_err(Failure::Input)?;
    let snapshot = choose(args.kind.as_deref(), &read)
        .map_err(|message| Failure::Input(format!("{}: {message}", names(&args.files))))?;
    let mut query = query(snapshot.kind)?;
    match args.registry {
        Some(OwnerTable::Named(registry)) => query.registry = registry,
        Some(OwnerTable::File(_)) => query.registry = Registry::Custom,
        None => {}
    }
    let sections: Vec<String> = args.only.iter().filter_map(|part| Some(part.split('.').next()?.to_owned())).collect();
    let report = lenses::report(&Basket::with_owners(snapshot, &query, &custom), &sections, &[]);
    for id in sections.iter().filter(|id| !report.sections.iter().any(|section| section.id == **id)) {
        let kind = report.snapshot.kind.as_str();
        eprintln!("note: {id} is no question about {kind}, of which this report is; expected another --kind");
    }
    args.only.iter().filter_map(|part| absent(&report, part)).for_each(|note| eprintln!("note: {note}"));
    let mut files = files(&report, args).map_err(Failure::Input)?;
    files.retain(|file| wanted(&file.name, &args.only));
    deliver(files, &args.form, args.out.as_deref())
}

fn files(report: &Report, args: &Args) -> Result<Vec<File>, String> {
    let theme = match args.theme.as_str() {
        "dark" => &Theme::DARK,
        "print" => &Theme::PRINT,
        _ => &Theme::LIGHT,
    };
    let kit = Kit { theme, font: (args.font == "embed").then_some(FONT) };
    match output::output(&args.form) {
        Some(form) if form.id == "svg" && args.font == "outline" => png::outlined((form.write)(report, &kit)),
        Some(form) => Ok((form.write)(report, &kit)),
        None => png::files(report, &kit, f64::from(args.scale), args.card),
    }
}

/// What to say of a `section.part` whose section has no such table or chart.
fn absent(report: &Report, part: &str) -> Option<String> {
    let (id, name) = part.split_once('.')?;
    let section = report.sections.iter().find(|section| section.id == id)?;
    let tables = section.tables.iter().map(|table| table.id);
    let parts: BTreeSet<&str> = tables.chain(section.charts.iter().map(|chart| chart.id.as_str())).collect();
    let here = if parts.is_empty() { "none".to_owned() } else { Vec::from_iter(parts.iter().copied()).join(", ") };
    (!parts.contains(name))
        .then(|| format!("{id} has no table or chart `{name}` on this data; expected one of: {here}"))
}

/// Whether a file `section.part.csv` is asked for.
fn wanted(name: &str, only: &[String]) -> bool {
    let parts: Vec<&String> = only.iter().filter(|part| part.contains('.')).collect();
    let section = name.split('.').next().unwrap_or_default();
    let narrowed = parts.iter().any(|part| part.split('.').next() == Some(section));
    !narrowed || parts.iter().any(|part| name.starts_with(&format!("{part}.")))
}

/// The kind asked for, else the one with most rows; where there are several, which one is told.
pub fn choose<'a>(kind: Option<&str>, read: &'a input::Read) -> Result<&'a Snapshot, String> {
    let snapshot = pick(kind, read)?;
    if read.snapshots.len() > 1 {
        eprintln!("note: it holds {}; this is the report on its {}", kinds(read), snapshot.kind.as_str());
    }
    Ok(snapshot)
}

/// The kind asked for, else the one with most rows.
pub fn pick<'a>(kind: Option<&str>, read: &'a input::Read) -> Result<&'a Snapshot, String> {
    let asked = kind.and_then(RepoKind::parse);
    read.snapshot(asked).ok_or_else(|| {
        let wanted = asked.map_or("models", RepoKind::as_str);
        format!("found {}, expected {wanted}: give a dump of {wanted}, or another --kind", kinds(read))
    })
}

fn kinds(read: &input::Read) -> String {
    let kinds: Vec<&str> = read.snapshots.iter().map(|snapshot| snapshot.kind.as_str()).collect();
    kinds.join(" and ")
}

/// The files, for a message.
pub fn names(files: &[PathBuf]) -> String {
    let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
    if names.is_empty() { "bundled sample".to_owned() } else { names.join(", ") }
}

/// What dumps hold, read as one, with their faults told on standard error; the bundled sample without any.
pub fn read(files: &[PathBuf], captured_at: Option<Day>) -> Result<input::Read, String> {
    let options = Options { captured_at, checksum: true };
    if files.is_empty() {
        return input::read(sample().as_bytes(), options).map_err(|error| error.to_string());
    }
    let mut reader = Reader::new(options);
    for path in files {
        let name = path.display();
        let told = |error: String| format!("{name}: {error}");
        let parquet = feed(&mut reader, path).map_err(told)?;
        let part = (files.len() > 1).then(|| name.to_string());
        match (parquet, part.as_deref()) {
            (Some(parquet), name) => reader.add(parquet, name),
            (None, Some(name)) => reader.end_file(name),
            (None, None) => Ok(()),
        }
        .map_err(|error| told(error.to_string()))?;
    }
    let read = reader.finish().map_err(|error| format!("{}: {error}", names(files)))?;
    for rejected in &read.rejected {
        eprintln!("rejected: {rejected}");
    }
    let all: u64 = read.snapshots.iter().map(|snapshot| snapshot.rejected).sum();
    let told = read.rejected.len() as u64;
    if all > told {
        eprintln!("rejected: {} more", all - told);
    }
    for complaint in &read.complaints {
        eprintln!("note: {complaint}");
    }
    Ok(read)
}

/// Reads a file or standard input; Parquet is handed back.
fn feed(reader: &mut Reader, path: &Path) -> Result<Option<Parquet>, String> {
    let unreadable = |error: io::Error| format!("cannot be read ({error}); expected a dump: check the path");
    let file = (path != Path::new("-")).then(|| fs::File::open(path)).transpose().map_err(unreadable)?;
    let mut source: Box<dyn io::Read + '_> = match &file {
        Some(file) => Box::new(file),
        None => Box::new(io::stdin().lock()),
    };
    let mut chunk = Vec::new();
    source.by_ref().take(PARQUET_MAGIC.len() as u64).read_to_end(&mut chunk).map_err(unreadable)?;
    if chunk == *PARQUET_MAGIC {
        let options = reader.options().clone();
        if let Some(file) = file.as_ref().filter(|file| file.metadata().is_ok_and(|facts| facts.is_file())) {
            return parquet::read(file, options).map(Some);
        }
        // Its end says where the rest is, and a pipe cannot be asked for it: what comes through one is held.
        source.read_to_end(&mut chunk).map_err(unreadable)?;
        return parquet::read(io::Cursor::new(chunk), options).map(Some);
    }
    let mut n = chunk.len();
    chunk.resize(1 << 20, 0);
    while n > 0 {
        reader.feed(&chunk[..n]).map_err(|error| error.to_string())?;
        n = source.read(&mut chunk).map_err(unreadable)?;
    }
    Ok(None)
}

/// Writes several files into a folder; a single one into a file, or to standard output.
fn deliver(files: Vec<File>, form: &str, out: Option<&Path>) -> Result<(), Failure> {
    let write = |path: &Path, bytes: &[u8]| {
        let unwritable = |error| format!("{}: {error}; expected a path that can be written", path.display());
        fs::write(path, bytes).map_err(|error| Failure::Input(unwritable(error)))
    };
    let folder = matches!(form, "csv" | "svg" | PNG);
    match (out, files.as_slice()) {
        (_, []) => {
            Err(Failure::Usage("nothing to write: the sections asked for have none of these on this data".into()))
        }
        (Some(path), files) if folder => {
            let unusable = |error| format!("{}: {error}; expected a folder", path.display());
            fs::create_dir_all(path).map_err(|error| Failure::Input(unusable(error)))?;
            files.iter().try_for_each(|file| write(&path.join(&file.name), &file.bytes))
        }
        (Some(path), [file, ..]) => write(path, &file.bytes),
        (None, [file]) => match io::stdout().lock().write_all(&file.bytes) {
            // A reader such as `head` that has enough is no fault.
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Failure::Input(format!("standard output: {error}")))
            }
            _ => Ok(()),
        },
        (None, files) => {
            let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
            Err(Failure::Usage(format!(
                "{} files to write ({}); expected --out FOLDER, or one of them as --only section.part",
                files.len(),
                names.join(", ")
            )))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_narrows_its_section_only() {
        let only = ["organizations.owners".to_owned(), "licenses".to_owned()];
        assert!(wanted("organizations.owners.csv", &only) && !wanted("organizations.pair.csv", &only));
        assert!(wanted("licenses.licenses.csv", &only));
        assert!(part("organizations.owners").is_ok() && part("colours").is_err());
    }
}
