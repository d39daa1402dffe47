//! How far a capture is, on stderr: one line that changes on a terminal, a line for each step in a log.

use std::io::{self, IsTerminal};

/// Back to the beginning of the line, and everything on it away.
const CLEAR: &str = "\r\x1b[2K";

/// Says how far it is.
pub fn show(text: &str) {
    if io::stderr().is_terminal() { eprint!("{CLEAR}{text}") } else { eprintln!("{text}") }
}

/// Makes room for a line that stays.
pub fn clear() {
    if io::stderr().is_terminal() {
        eprint!("{CLEAR}");
    }
}
