//! Files that appear whole or not at all.

use std::{
    fs::{self, File},
    io::{self, BufWriter},
    path::{Path, PathBuf},
};

/// Says before anything is read, not after the last byte, that the file cannot be written.
pub fn writable(out: &Path) -> Result<(), String> {
    let folder = out.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if !folder.is_dir() {
        return Err(format!("--out: found no folder {}, expected it to exist; create it first", folder.display()));
    }
    if out.is_dir() || out.file_name().is_none() {
        return Err(format!("--out: found the folder {}, expected the name of a file", out.display()));
    }
    Ok(())
}

/// A file beside another, whose name goes on with `ending`.
pub fn beside(out: &Path, ending: &str) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

/// Writes beside the file and renames, so that nobody ever sees a part of it.
pub fn write<T>(out: &Path, fill: impl FnOnce(&mut BufWriter<File>) -> io::Result<T>) -> io::Result<T> {
    let unfinished = beside(out, ".tmp");
    let written = File::create(&unfinished).and_then(|file| {
        let mut file = BufWriter::new(file);
        let told = fill(&mut file)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&unfinished, out)?;
        Ok(told)
    });
    if written.is_err() {
        // Best effort: the first error is the one to tell of.
        let _ = fs::remove_file(&unfinished);
    }
    written
}
