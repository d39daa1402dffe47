//! `hubstate capture`: reads the Hub's listing, page by page, and writes a snapshot.
//!
//! What has arrived is kept in `FILE.part` after every page, so that a failure costs one page and the
//! same command goes on from there. `FILE` itself appears whole or not at all.

mod client;
mod part;
mod progress;

use std::{
    fs::{self, File},
    io::{self, BufWriter},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use clap::builder::{PossibleValuesParser, TypedValueParser};
use hubstate::{
    input::hub::{self, Sort},
    model::{Day, Moment, RepoKind},
    output::snapshot::{Distinct, SnapshotMeta, Writer},
};

use client::Client;
use part::{Listing, Part};

/// What `hubstate capture` takes.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// What to list: models, datasets or spaces
    #[arg(long, default_value = "models", value_parser = PossibleValuesParser::new(["models", "datasets", "spaces"]).map(kind))]
    kind: RepoKind,
    /// How many repositories, or `all`
    #[arg(long, default_value = "1000", value_parser = top, value_name = "N|all")]
    top: Top,
    /// The order of the listing: by default downloads, likes for Spaces, created for `--top all`
    #[arg(long, value_parser = PossibleValuesParser::new(["downloads", "likes", "trending", "created", "modified"]).map(sort))]
    sort: Option<Sort>,
    /// Where the Hub's API answers; HF_ENDPOINT or https://huggingface.co by default
    #[arg(long, value_parser = endpoint, value_name = "URL")]
    endpoint: Option<String>,
    /// The snapshot to write
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The day of capture, today by default
    #[arg(long, value_parser = day, value_name = "DATE")]
    captured_at: Option<Day>,
}

/// How many repositories are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Top {
    First(u64),
    All,
}

/// Runs the command: 0 where the snapshot stands, 1 where it does not, 2 for wrong usage.
pub fn run(args: Args) -> ExitCode {
    let listing = match listing(&args) {
        Ok(listing) => listing,
        Err(message) => return fail(2, &message),
    };
    match token(&listing.endpoint).and_then(|token| capture(&args, listing, token)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => fail(1, &message),
    }
}

fn fail(code: u8, message: &str) -> ExitCode {
    progress::clear();
    eprintln!("hubstate capture: {message}");
    ExitCode::from(code)
}

fn capture(args: &Args, listing: Listing, token: Option<String>) -> Result<(), String> {
    let out = &args.out;
    writable(out)?;
    let client = Client::new(&listing.endpoint, token);
    let mut rows = Distinct::at_most(args.top.limit());
    let mut part = Part::open(&beside(out, ".part"), listing, now(), &mut rows)?;
    read_pages(&client, &mut part, &mut rows).map_err(|error| format!("{error}; {}", part.kept(&rows)))?;
    let meta = SnapshotMeta {
        kind: args.kind,
        // The last day of the capture and not the first: nothing in it happened later.
        captured_at: args.captured_at.unwrap_or_else(|| now().day()),
        source: format!("Hugging Face Hub API, {}", hub::listing(&part.listing.endpoint, args.kind)),
        query: part.listing.query.clone(),
        complete: true,
    };
    write(out, &mut part, &rows, &meta).map_err(|error| format!("{}: {error}; {}", out.display(), part.kept(&rows)))?;
    let day = meta.captured_at;
    progress::clear();
    eprintln!(
        "{}: {} {}, captured {day}{}",
        out.display(),
        rows.kept(),
        args.kind.as_str(),
        shortfall(args.top, &rows)
    );
    part.remove()
}

/// Reads until there are as many repositories as asked for, or no more.
fn read_pages(client: &Client, part: &mut Part, rows: &mut Distinct) -> Result<(), String> {
    while let (Some(address), false) = (part.next.clone(), rows.is_full()) {
        let number = part.pages + 1;
        let place = |error: &dyn std::fmt::Display| format!("page {number}: {error}");
        let answer = client.page(number, &address)?;
        let listed = hub::page(&answer.body).map_err(|error| place(&error))?;
        let target = answer.link.as_deref().and_then(hub::next_link);
        let next = match target {
            None => None,
            Some(target) => {
                Some(hub::follow(&part.listing.endpoint, &address, &target).map_err(|error| place(&error))?)
            }
        };
        let before = rows.kept();
        part.add(&listed, next, rows).map_err(|error| place(&error))?;
        if rows.kept() == before && part.next.is_some() {
            return Err(place(
                &"it brings nothing new and names a next page, expected other rows; the listing runs in a circle",
            ));
        }
        progress::show(&format!("page {number}: {} rows", rows.kept()));
    }
    Ok(())
}

/// Writes beside the file and renames, so that nobody ever sees a part of it.
fn write(out: &Path, part: &mut Part, rows: &Distinct, meta: &SnapshotMeta) -> io::Result<()> {
    let unfinished = beside(out, ".tmp");
    let written = File::create(&unfinished).and_then(|file| {
        let mut writer = Writer::new(BufWriter::new(file), meta)?;
        part.rows(|place, row| if rows.keeps(place) { writer.row(row) } else { Ok(()) })?;
        writer.finish()?.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&unfinished, out)
    });
    if written.is_err() {
        // Best effort: the first error is the one to tell of.
        let _ = fs::remove_file(&unfinished);
    }
    written
}

fn shortfall(top: Top, rows: &Distinct) -> String {
    match top {
        Top::First(asked) if rows.kept() < asked => format!(" (asked for {asked}; the Hub lists no more)"),
        _ => String::new(),
    }
}

/// Says before the first request, not after the last, that the file cannot be written.
fn writable(out: &Path) -> Result<(), String> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(format!("--out: found no folder {}, expected it to exist; create it first", folder.display()));
    }
    if out.is_dir() || out.file_name().is_none() {
        return Err(format!("--out: found the folder {}, expected the name of a file", out.display()));
    }
    Ok(())
}

fn beside(out: &Path, ending: &str) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

fn now() -> Moment {
    // A clock before 1970 reads as 1970.
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(since.as_secs().try_into().unwrap_or(i64::MAX))
}

fn listing(args: &Args) -> Result<Listing, String> {
    // A whole crawl takes half an hour and more: only the moment of creation stays as it is meanwhile.
    let by = args.sort.unwrap_or(match args.top {
        Top::All => Sort::Created,
        Top::First(_) => Sort::default_for(args.kind),
    });
    if !by.fits(args.kind) {
        return Err("--sort downloads: found --kind spaces, and Spaces have no downloads; use --sort likes".to_owned());
    }
    let endpoint = match (&args.endpoint, environment("HF_ENDPOINT")) {
        (Some(named), _) => named.clone(),
        (None, Some(named)) => endpoint(&named).map_err(|error| format!("HF_ENDPOINT: {error}"))?,
        (None, None) => hub::ENDPOINT.to_owned(),
    };
    Ok(Listing {
        query: hub::query(args.kind, by, args.top.limit().unwrap_or(hub::PAGE_ROWS)),
        kind: args.kind,
        endpoint,
    })
}

/// The user's token, as long as it may travel to the endpoint.
fn token(endpoint: &str) -> Result<Option<String>, String> {
    let Some(token) = environment("HF_TOKEN") else { return Ok(None) };
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(
            "HF_TOKEN: found a space or a character outside of ASCII, expected a token of the Hub, hf_…".to_owned()
        );
    }
    if hub::is_confidential(endpoint) {
        return Ok(Some(token));
    }
    eprintln!("HF_TOKEN is not sent: {endpoint} is not encrypted; name an https endpoint to use it");
    Ok(None)
}

fn environment(name: &str) -> Option<String> {
    std::env::var(name).ok().map(|value| value.trim().to_owned()).filter(|value| !value.is_empty())
}

impl Top {
    fn limit(self) -> Option<u64> {
        match self {
            Top::First(count) => Some(count),
            Top::All => None,
        }
    }
}

fn kind(text: String) -> RepoKind {
    RepoKind::parse(&text).expect("clap lets only these words pass")
}

fn sort(text: String) -> Sort {
    Sort::parse(&text).expect("clap lets only these words pass")
}

fn top(text: &str) -> Result<Top, String> {
    match text.parse() {
        _ if text == "all" => Ok(Top::All),
        Ok(count) if count > 0 => Ok(Top::First(count)),
        _ => Err("expected a number from 1, or `all`".to_owned()),
    }
}

fn endpoint(text: &str) -> Result<String, String> {
    if hub::is_endpoint(text) {
        Ok(text.trim_end_matches('/').to_owned())
    } else {
        Err(format!("found {text:?}, expected http:// or https:// and a host, such as {}", hub::ENDPOINT))
    }
}

fn day(text: &str) -> Result<Day, String> {
    Day::parse(text).ok_or_else(|| "expected a day such as 2026-04-29".to_owned())
}
