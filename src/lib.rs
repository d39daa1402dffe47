//! A live, checkable state of the Hugging Face Hub: one core for the page and the command line.
//!
//! Bytes become a [`model::Snapshot`] ([`input`]), a [`basket::Query`] selects a [`basket::Basket`],
//! [`sections`] answer their questions on it, [`lenses`] look at the answers, and [`draw`] and [`output`] show the [`report::Report`].
//! The core does no I/O, reads no clock and knows no browser; the edges are `web` (wasm) and the
//! command line.
//!
//! ```
//! use hubstate::{basket::{Basket, Query}, input, output, sections};
//!
//! let dump = br#"[{"id":"Qwen/Qwen3-8B","downloads":30,"tags":["license:apache-2.0"]},
//!                 {"id":"google/gemma","downloads":10}]"#;
//! let read = input::read(dump, input::Options::default())?;
//! let snapshot = read.snapshot(None).expect("there is always one");
//! let query = Query::parse("top=all")?;
//! let report = sections::run(&Basket::select(snapshot, &query), &[]);
//!
//! let owners = report.sections.iter().find(|section| section.id == "organizations").expect("a section of the contract");
//! assert_eq!(owners.metrics.get("leader_share").expect("a metric of the contract").value.number(), Some(0.75));
//! assert!(output::json(&report).starts_with("{\"schema\":\"hubstate-report/1\""));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod basket;
pub mod draw;
pub mod input;
pub mod lenses;
pub mod model;
pub mod output;
pub mod reference;
pub mod report;
pub mod sample;
pub mod sections;
pub mod stats;
pub mod text;
#[cfg(target_arch = "wasm32")]
mod web;
