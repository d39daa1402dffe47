//! Each reader on broken files without end: nothing may panic, take long, or depend on how the bytes came.
//!
//! The harness is ours and runs on stable Rust inside `cargo test`: engines that are led by coverage need a nightly
//! compiler or a C toolchain, and bolero without one of them is a random source as this is. A file of
//! `corpus/<reader>/` is read as it is, then changed over and over: bits, pieces, words of the format, parts of other
//! files. Packed files are also made of changed texts, so that what is inside is reached.
//!
//! `FUZZ_SECONDS=600` runs each reader for longer, `FUZZ_SEED=…` repeats a run. A file that fails is cut down
//! and written beside the build; put it into the corpus, where it is a test from then on.
#![allow(clippy::unwrap_used, clippy::disallowed_methods)]

mod change;

use std::{
    env, fs,
    io::Write as _,
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Path, PathBuf},
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use change::{Change, Random};
use flate2::{Compression, write::GzEncoder};
use hubstate::input::{Error, Options, PARQUET_MAGIC, Parquet, Read, Reader, read};
use ruzstd::encoding::{CompressionLevel, compress_to_vec};

/// How long reading a small file may take.
const SLOW: Duration = Duration::from_secs(5);

/// How large a file may grow by changes.
const LARGEST: usize = 1 << 16;

fn corpus(reader: &str) -> Vec<Vec<u8>> {
    // The fixtures of Parquet are as small as they can be, and show all that a file may hold.
    let own = format!("tests/fuzz/corpus/{reader}");
    let folders = if reader == "parquet" { &["tests/data/parquet", "tests/pack"][..] } else { &[own.as_str()] };
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let entries = folders.iter().flat_map(|folder| fs::read_dir(root.join(folder)).unwrap());
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_none_or(|extension| extension != "golden" && extension != "txt"));
    files.sort();
    assert!(files.len() > 2, "{reader}: the corpus is gone");
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

/// All that a reader of the result can see, as text.
fn seen(result: Result<Read, Error>) -> String {
    let read = match result {
        Ok(read) => read,
        Err(error) => return error.to_string(),
    };
    let mut out = format!("{:?}\n{:?}\n", read.rejected, read.complaints);
    for snapshot in &read.snapshots {
        assert_eq!(
            snapshot.rows,
            snapshot.rejected + snapshot.duplicates + snapshot.left_out + snapshot.len() as u64,
            "rows are lost"
        );
        for row in 0..snapshot.len() as u32 {
            let repo = snapshot.repo(row);
            let (id, object_id, created) = (repo.id(), repo.object_id(), repo.created());
            out += &format!("{id} {object_id:?} {:?} {:?} {created:?}\n", repo.downloads_30d(), repo.license());
        }
    }
    out
}

fn in_chunks(bytes: &[u8], random: &mut Random) -> Result<Read, Error> {
    let mut reader = Reader::new(Options::default());
    let mut rest = bytes;
    while !rest.is_empty() {
        let (chunk, after) = rest.split_at(rest.len().min(1 + random.below(100)));
        reader.feed(chunk)?;
        rest = after;
    }
    reader.finish()
}

/// Reads a Parquet file by parts that come in any order.
fn in_parts(bytes: &[u8], random: &mut Random) -> Result<Read, Error> {
    let mut parquet = Parquet::open(bytes.len() as u64, Options::default());
    parquet.set_window(1 + random.below(5000));
    let mut open = Vec::new();
    while !parquet.is_done() {
        open.extend(parquet.wants());
        if !open.is_empty() {
            let part = open.swap_remove(random.below(open.len()));
            parquet.give(part.start, &bytes[part.start as usize..part.end as usize]);
        }
        while parquet.step()? {}
    }
    parquet.finish()
}

/// Whether the reader holds on these bytes; else what went wrong.
fn holds(bytes: &[u8], seed: u64) -> Result<(), String> {
    // How much comes out of a damaged stream depends on how it went in.
    let packed = bytes.starts_with(&[0x1f, 0x8b])
        || matches!(bytes, [0x28 | 0x50..=0x5f, 0xb5 | 0x2a, 0x2f | 0x4d, 0xfd | 0x18, ..]);
    let began = Instant::now();
    let tried = catch_unwind(AssertUnwindSafe(|| {
        let whole = seen(read(bytes, Options::default()));
        let mut random = Random::new(seed);
        let is_parquet = bytes.starts_with(PARQUET_MAGIC);
        let parts = if is_parquet { in_parts(bytes, &mut random) } else { in_chunks(bytes, &mut random) };
        let parts = seen(parts);
        (packed || parts == whole).then_some(()).ok_or(format!("in chunks it is\n{parts}\nas a whole\n{whole}"))
    }));
    if began.elapsed() > SLOW {
        return Err(format!("it takes {:?}", began.elapsed()));
    }
    tried.unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().cloned();
        Err(text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default())
    })
}

/// The shortest part of the bytes that still fails, found by leaving pieces out.
fn minimised(mut bytes: Vec<u8>, seed: u64) -> Vec<u8> {
    let mut piece = bytes.len() / 2;
    let began = Instant::now();
    while piece > 0 && began.elapsed() < Duration::from_secs(20) {
        let mut at = 0;
        while at + piece <= bytes.len() {
            let shorter = [&bytes[..at], &bytes[at + piece..]].concat();
            if holds(&shorter, seed).is_err() {
                bytes = shorter;
            } else {
                at += piece;
            }
        }
        piece /= 2;
    }
    bytes
}

fn fails(reader: &str, bytes: Vec<u8>, seed: u64) -> ! {
    let shortest = minimised(bytes, seed);
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{reader}-{seed}"));
    fs::write(&path, &shortest).unwrap();
    let fault = holds(&shortest, seed).err().unwrap_or_default();
    panic!("{reader}: {fault}\nthe file is {} ({})", path.display(), shortest.escape_ascii());
}

/// Runs a reader on its corpus and on what becomes of it; `pack` makes a file of a changed text.
fn fuzz(reader: &str, texts: &[&str], pack: fn(&[u8]) -> Vec<u8>) {
    let number = |name: &str| env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let clock = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() as u64;
    let seed = number("FUZZ_SEED").unwrap_or(clock);
    let time = Duration::from_secs(number("FUZZ_SECONDS").unwrap_or(2));
    println!("{reader}: FUZZ_SEED={seed}");
    let files = corpus(reader);
    let inside: Vec<Vec<u8>> = texts.iter().flat_map(|reader| corpus(reader)).collect();
    let mut random = Random::new(seed);
    let (began, mut runs) = (Instant::now(), 0u64);
    let mut failed = files.iter().chain(&inside).find(|file| holds(file, seed).is_err()).cloned();
    while failed.is_none() && began.elapsed() < time {
        let packs = !inside.is_empty() && random.below(2) == 0;
        let from = if packs { &inside } else { &files };
        let mut bytes = Change { random: &mut random, files: from }.any();
        bytes.truncate(LARGEST);
        let bytes = if packs { pack(&bytes) } else { bytes };
        failed = holds(&bytes, seed).is_err().then_some(bytes);
        runs += 1;
    }
    if let Some(bytes) = failed {
        fails(reader, bytes, seed);
    }
    println!("{reader}: {runs} files in {:?}", began.elapsed());
    assert!(runs > 20, "only {runs} files");
}

#[test]
fn json() {
    fuzz("json", &[], <[u8]>::to_vec);
}

#[test]
fn table() {
    fuzz("table", &[], <[u8]>::to_vec);
}

#[test]
fn gzip() {
    let pack = |bytes: &[u8]| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    fuzz("gzip", &["json", "table"], pack);
}

#[test]
fn zstd() {
    fuzz("zstd", &["json", "table"], |bytes| compress_to_vec(bytes, CompressionLevel::Fastest));
}

#[test]
fn parquet() {
    fuzz("parquet", &[], <[u8]>::to_vec);
}
