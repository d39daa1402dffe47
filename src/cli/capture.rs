//! `hubstate capture`: reads the Hub's listing, page by page, and writes a snapshot.
//!
//! What has arrived is kept in `FILE.part` after every page, so that a failure costs one page and the
//! same command goes on from there. `FILE` itself appears whole or not at all.

mod client;
mod part;
mod progress;

use std::{
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{SystemTime, UNIX_EPOCH},
};

use super::{out, pack};
use clap::builder::{PossibleValuesParser, TypedValueParser};
use hubstate::{
    input::{
        Options, Reader,
        hub::{self, Sort},
    },
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
    /// The snapshot to write: JSON, or the compact form where its name ends in .parquet
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
    let path = &args.out;
    out::writable(path)?;
    let client = Client::new(&listing.endpoint, token);
    let mut rows = Distinct::at_most(args.top.limit());
    let mut part = Part::open(&out::beside(path, ".part"), listing, now(), &mut rows)?;
    read_pages(&client, &mut part, &mut rows).map_err(|error| format!("{error}; {}", part.kept(&rows)))?;
    let meta = SnapshotMeta {
        kind: args.kind,
        // The last day of the capture and not the first: nothing in it happened later.
        captured_at: args.captured_at.unwrap_or_else(|| now().day()),
        source: format!("Hugging Face Hub API, {}", hub::listing(&part.listing.endpoint, args.kind)),
        query: part.listing.query.clone(),
        complete: true,
    };
    write(path, &mut part, &rows, &meta)
        .map_err(|error| format!("{}: {error}; {}", path.display(), part.kept(&rows)))?;
    let day = meta.captured_at;
    progress::clear();
    eprintln!(
        "{}: {} {}, captured {day}{}",
        path.display(),
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

/// Writes the rows that stay: the compact form where the name ends as Parquet does, else JSON.
fn write(path: &Path, part: &mut Part, rows: &Distinct, meta: &SnapshotMeta) -> io::Result<()> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("parquet")) {
        let reader = fill(Reading(Reader::new(Options::default())), part, rows, meta)?.0;
        let read = reader.finish().map_err(io::Error::other)?;
        let snapshot = read.snapshot(Some(meta.kind)).ok_or(io::ErrorKind::InvalidData)?;
        return pack::write(path, snapshot, None).map(drop);
    }
    out::write(path, |file| fill(file, part, rows, meta).map(drop))
}

fn fill<W: Write>(out: W, part: &mut Part, rows: &Distinct, meta: &SnapshotMeta) -> io::Result<W> {
    let mut writer = Writer::new(out, meta)?;
    part.rows(|place, row| if rows.keeps(place) { writer.row(row) } else { Ok(()) })?;
    writer.finish()
}

/// Reads what is written, as if it came from a file.
struct Reading(Reader);

impl Write for Reading {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.feed(bytes).map_err(io::Error::other)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn shortfall(top: Top, rows: &Distinct) -> String {
    match top {
        Top::First(asked) if rows.kept() < asked => format!(" (asked for {asked}; the Hub lists no more)"),
        _ => String::new(),
    }
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
