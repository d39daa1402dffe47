//! The command line: the same core as the page, for capture, CI and static pictures.

// An edge may read the clock and the environment; the core may not.
#![allow(clippy::disallowed_methods)]

mod capture;
mod check;
mod out;
mod pack;
mod parquet;
mod png;
mod report;
mod sample;
mod serve;
mod site;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

/// A live, checkable state of the Hugging Face Hub.
#[derive(Parser)]
#[command(name = "hubstate", version, about)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Read a dump and write the report on it
    Report(report::Args),
    /// Hold published figures against a dump; ends with 1 where one has changed
    Check(check::Args),
    /// Read the Hub's API and write a snapshot
    Capture(capture::Args),
    /// Read a dump and write it as a compact snapshot
    Pack(pack::Args),
    /// Write the bundled illustrative sample
    Sample(sample::Args),
    /// Write a page, an embed and pictures of every chart beside the built page
    Site(site::Args),
    /// Serve a folder on 127.0.0.1
    Serve(serve::Args),
}

fn main() -> ExitCode {
    match Cli::parse().command {
        Command::Report(args) => report::run(args),
        Command::Check(args) => check::run(args),
        Command::Capture(args) => capture::run(args),
        Command::Pack(args) => pack::run(args),
        Command::Sample(args) => sample::run(args),
        Command::Site(args) => site::run(args),
        Command::Serve(args) => serve::run(args),
    }
}
