//! Parquet files from a disk: only the parts that are asked for are read.

use std::{
    fs::File,
    io::{Read, Seek, SeekFrom},
    ops::Range,
    path::Path,
};

use hubstate::input::{Options, PARQUET_MAGIC, Parquet};

/// The file, where it is one that begins as Parquet does.
pub fn open(path: &Path) -> Option<File> {
    // A pipe has no end to begin with, and would lose its first bytes here.
    let mut file = File::open(path).ok().filter(|file| file.metadata().is_ok_and(|facts| facts.is_file()))?;
    let mut magic = [0; PARQUET_MAGIC.len()];
    file.read_exact(&mut magic).ok()?;
    (magic == *PARQUET_MAGIC).then_some(file)
}

/// Reads it to its end.
pub fn read(mut file: impl Read + Seek, options: Options) -> Result<Parquet, String> {
    let unreadable = |error| format!("cannot be read ({error}); expected a Parquet file: copy it again");
    let size = file.seek(SeekFrom::End(0)).map_err(unreadable)?;
    let mut parquet = Parquet::open(size, options);
    let mut part = Vec::new();
    loop {
        for Range { start, end } in parquet.wants() {
            part.resize((end - start) as usize, 0);
            file.seek(SeekFrom::Start(start)).map_err(unreadable)?;
            file.read_exact(&mut part).map_err(unreadable)?;
            parquet.give(start, &part);
        }
        while parquet.step().map_err(|error| error.to_string())? {}
        if parquet.is_done() {
            return Ok(parquet);
        }
    }
}
