//! `hubstate sample`: writes the bundled sample.

use std::{fs, path::PathBuf, process::ExitCode};

/// Options of `hubstate sample`.
#[derive(clap::Args)]
pub struct Args {
    /// Where to write it
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

/// Runs `hubstate sample`.
pub fn run(args: Args) -> ExitCode {
    match fs::write(&args.out, hubstate::sample::sample()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{}: {error}; expected a path that can be written", args.out.display());
            ExitCode::FAILURE
        }
    }
}
