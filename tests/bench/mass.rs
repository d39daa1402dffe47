//! Where does the time of a large snapshot go, and what does it hold?
//!
//! Reads a dump and prints what each part of it costs, natively: `cargo bench --bench mass -- FILE [QUERY…]`. Times are
//! the least of some rounds, since other work on the machine only adds to them.
#![allow(clippy::disallowed_methods, reason = "a bench reads the clock")]

use std::{
    env,
    error::Error,
    fs::File,
    io::Read as _,
    time::{Duration, Instant},
};

use hubstate::{
    basket::{Basket, Query},
    input::{Options, Read, Reader},
    lenses::{self, LENSES},
    model::Snapshot,
    sections,
};

const ROUNDS: usize = 3;

/// Sections that are named, the slowest first.
const NAMED: usize = 8;

fn main() -> Result<(), Box<dyn Error>> {
    // Cargo adds `--bench` itself.
    let arguments: Vec<String> = env::args().skip(1).filter(|argument| argument != "--bench").collect();
    let Some((file, queries)) = arguments.split_first() else {
        println!("skipped: expected a file, cargo bench --bench mass -- FILE [QUERY…]");
        return Ok(());
    };
    let read = read(file)?;
    for snapshot in &read.snapshots {
        println!("{}: {} rows", snapshot.kind.as_str(), snapshot.len());
        let queries =
            if queries.is_empty() { ["top=1000", "top=all"].map(str::to_owned).to_vec() } else { queries.to_vec() };
        for query in queries {
            let query = Query::parse_for(snapshot.kind, &query)?;
            println!("{query}");
            measure(snapshot, &query);
        }
    }
    println!("memory {}", memory());
    Ok(())
}

fn read(file: &str) -> Result<Read, Box<dyn Error>> {
    let mut reader = Reader::new(Options { captured_at: None, checksum: false });
    let mut file = File::open(file)?;
    let mut chunk = vec![0; 1 << 20];
    let mut fed = Duration::ZERO;
    loop {
        let length = file.read(&mut chunk)?;
        if length == 0 {
            break;
        }
        let start = Instant::now();
        reader.feed(&chunk[..length])?;
        fed += start.elapsed();
    }
    let rows = reader.rows().max(1);
    println!("read {fed:?}, {} ns a row; memory {}", fed.as_nanos() / u128::from(rows), memory());
    let start = Instant::now();
    let read = reader.finish()?;
    println!("finish {:?}; memory {}", start.elapsed(), memory());
    Ok(read)
}

fn measure(snapshot: &Snapshot, query: &Query) {
    let (select, basket) = least(|| Basket::select(snapshot, query));
    let start = Instant::now();
    let report = sections::run(&basket, &[]);
    let first = start.elapsed();
    let (run, _) = least(|| sections::run(&basket, &[]));
    println!("  select {select:?}; all sections {run:?}, at first {first:?}");
    let mut times: Vec<(Duration, &str)> = report
        .sections
        .iter()
        .map(|section| (least(|| sections::run(&basket, &[section.id.to_owned()])).0, section.id))
        .collect();
    times.sort_unstable_by(|a, b| b.cmp(a));
    times.iter().take(NAMED).for_each(|(time, id)| println!("    {id} {time:?}"));
    for id in LENSES.iter().map(|lens| lens.id).chain(["firmness"]) {
        let only = [id.to_owned()];
        let answers = if id == "firmness" { sections::run(&basket, &[]) } else { sections::run(&basket, &only) };
        let start = Instant::now();
        lenses::at_once(lenses::add(&basket, &only, &[], answers));
        println!("  {id} {:?}", start.elapsed());
    }
}

fn least<T>(work: impl Fn() -> T) -> (Duration, T) {
    let timed = || {
        let start = Instant::now();
        let done = work();
        (start.elapsed(), done)
    };
    let mut best = timed();
    for _ in 1..ROUNDS {
        let (time, done) = timed();
        best = (best.0.min(time), done);
    }
    best
}

/// What the process holds and has held at most, where the system tells.
fn memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let value = |key: &str| {
        let line = status.lines().find(|line| line.starts_with(key))?;
        line.split_whitespace().nth(1)?.parse::<u64>().ok()
    };
    match (value("VmRSS:"), value("VmHWM:")) {
        (Some(now), Some(most)) => format!("{} MB, at most {} MB", now / 1024, most / 1024),
        _ => "unknown".to_owned(),
    }
}
