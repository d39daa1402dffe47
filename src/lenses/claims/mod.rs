//! What became of the published figures?
//!
//! Each row of the ledger (`../claims.csv`), and of a reader's own file, is recomputed by its
//! expression and gets a verdict.
//!
//! The catch: a figure that holds on this snapshot is not thereby true of the Hub, and one that has
//! changed may have been right on its day.

mod expression;
mod figure;
mod file;
mod population;
mod section;
mod verdict;

pub use file::{COLUMNS, Claim, Claims, Fault, ledger};
use verdict::judge_each;
pub use verdict::{Judged, Verdict, judge};

pub(super) use expression::{Expression, references, value};
pub(super) use figure::{Figure, Sign, beside};
pub(super) use section::LENS;
pub(super) use verdict::Court;
