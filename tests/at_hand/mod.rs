//! Files that tests read: real dumps, where they are at hand, and files of their own.
#![allow(clippy::unwrap_used, clippy::disallowed_methods, dead_code)]

use std::{
    env, fs,
    path::{Path, PathBuf},
};

/// The real dumps that hold rows of the Hub.
pub const DUMPS: [&str; 6] = [
    "dome_columnar/transformersjs_07-05-2026.json",
    "starscreener_2026-05/huggingface-trending.json",
    "starscreener_2026-05/huggingface-datasets.json",
    "starscreener_2026-05/huggingface-spaces.json",
    "radar_hf/radar_models.json",
    "llmfit/hf_models.json",
];

/// The path of a real file, by that below its folder; none, and a line that says so, where it is not at hand.
pub fn at_hand(path: &str) -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let shared = env::var_os("HUBSTATE_SHARED").map_or_else(|| root.join("../shared"), PathBuf::from);
    let path = shared.join("data").join(path);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: there is no {}", path.display());
    None
}

/// Writes a file in a folder that belongs to the tests of one kind.
pub fn scratch(folder: &str, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(folder);
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(name);
    fs::write(&path, bytes).unwrap();
    path
}
