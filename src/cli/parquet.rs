//! Parquet files: only the parts that are asked for are read.

use std::{
    io::{Read, Seek, SeekFrom},
    ops::Range,
};

use hubstate::input::{Options, Parquet};

/// Reads a file to its end.
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
