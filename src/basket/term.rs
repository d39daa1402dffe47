//! One term of a query: words cut at spaces, and what a filter compares with what.

use std::fmt;

use super::pattern::Pattern;
use crate::{
    model::{Moment, decimal},
    reference::{self, Modality, Region},
};

/// What a filter looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Key {
    Owner,
    License,
    Class,
    Task,
    Modality,
    Library,
    Region,
    Family,
    Created,
    Params,
    Size,
    Text,
}

impl Key {
    const NAMES: [(&'static str, Key); 11] = [
        ("owner", Key::Owner),
        ("license", Key::License),
        ("class", Key::Class),
        ("task", Key::Task),
        ("modality", Key::Modality),
        ("library", Key::Library),
        ("region", Key::Region),
        ("family", Key::Family),
        ("created", Key::Created),
        ("params", Key::Params),
        ("size", Key::Size),
    ];

    fn as_str(self) -> &'static str {
        Key::NAMES.iter().find(|(_, key)| *key == self).map_or("", |(name, _)| name)
    }

    fn compares(self) -> bool {
        matches!(self, Key::Created | Key::Params | Key::Size)
    }
}

/// How a filter compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Op {
    Is,
    Less,
    AtMost,
    More,
    AtLeast,
}

impl Op {
    /// Whether `value` stands so to `bound`.
    pub fn holds(self, value: f64, bound: f64) -> bool {
        match self {
            Op::Is => value == bound,
            Op::Less => value < bound,
            Op::AtMost => value <= bound,
            Op::More => value > bound,
            Op::AtLeast => value >= bound,
        }
    }

    fn as_str(self) -> &'static str {
        match self {
            Op::Is => ":",
            Op::Less => "<",
            Op::AtMost => "<=",
            Op::More => ">",
            Op::AtLeast => ">=",
        }
    }
}

/// One filter.
#[derive(Debug, Clone, PartialEq)]
pub struct Term {
    /// Whether it excludes.
    pub not: bool,
    /// What it looks at.
    pub key: Key,
    /// How it compares.
    pub op: Op,
    /// The value as written.
    pub value: String,
    /// The value as a number, for comparisons: seconds since 1970, or parameters.
    pub number: Option<f64>,
}

impl Term {
    /// The pattern of a free text between slashes.
    pub fn pattern(&self) -> Option<&str> {
        let inner = self.value.strip_prefix('/')?.strip_suffix('/')?;
        (self.key == Key::Text && !inner.is_empty()).then_some(inner)
    }
}

pub(super) fn term(word: &Word) -> Result<Term, (String, String)> {
    let (not, rest) = match word.text.strip_prefix('-') {
        Some(rest) if word.quote != Some(0) && !rest.is_empty() => (true, word.after(1)),
        _ => (false, word.clone()),
    };
    let Some((name, op, value)) = rest.split() else {
        return free_text(not, &rest.text);
    };
    let Some(&(_, key)) = Key::NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)) else {
        // A value may hold a colon (an id never does): an unknown key is a mistake, not free text.
        let known: Vec<&str> = Key::NAMES.iter().map(|(name, _)| *name).collect();
        return Err((format!("`{name}` is no filter"), format!("one of {}", known.join(", "))));
    };
    let op = match op {
        "<" => Op::Less,
        "<=" => Op::AtMost,
        ">" => Op::More,
        ">=" => Op::AtLeast,
        _ => Op::Is,
    };
    if value.is_empty() {
        return Err(("no value".into(), format!("a value after `{}`", op.as_str())));
    }
    if key.compares() != (op != Op::Is) {
        let expected = if key.compares() { "<, <=, > or >=" } else { "a colon" };
        return Err((format!("`{name}` does not go with `{}`", op.as_str()), expected.to_owned()));
    }
    closed(key, value)?;
    let number = match key {
        Key::Created => Some(
            partial_date(value)
                .ok_or_else(|| (format!("`{value}` is no date"), "2025, 2025-01 or 2025-01-31".to_owned()))?,
        ),
        Key::Params | Key::Size => Some(
            magnitude(value)
                .ok_or_else(|| (format!("`{value}` is no size"), "a number such as 7b, 350m or 1.5t".to_owned()))?,
        ),
        _ => None,
    };
    Ok(Term { not, key, op, value: value.to_owned(), number })
}

/// Refuses a value that a closed list does not hold: it would silently select nothing.
fn closed(key: Key, value: &str) -> Result<(), (String, String)> {
    let list: Vec<&str> = match key {
        Key::Region => Region::ALL.iter().map(|region| region.as_str()).collect(),
        Key::Modality => Modality::ALL.iter().map(|modality| modality.as_str()).collect(),
        Key::Class => reference::license_classes(),
        Key::Family if reference::knows_family(value) => return Ok(()),
        // Too many to list.
        Key::Family => vec!["Qwen", "BERT", "Stable Diffusion", reference::NO_FAMILY],
        _ => return Ok(()),
    };
    if list.iter().any(|known| known.eq_ignore_ascii_case(value)) {
        return Ok(());
    }
    let kind = if key == Key::Family { "a family such as" } else { "one of" };
    Err((format!("`{value}` is no such value"), format!("{kind} {}", list.join(", "))))
}

fn free_text(not: bool, text: &str) -> Result<Term, (String, String)> {
    let term = Term { not, key: Key::Text, op: Op::Is, value: text.to_owned(), number: None };
    if let Some(Err(reason)) = term.pattern().map(Pattern::compile) {
        return Err((reason, "a regular expression between slashes, on the command line".into()));
    }
    Ok(term)
}

/// The first instant of a year, a month or a day, in seconds since 1970.
fn partial_date(value: &str) -> Option<f64> {
    let full = match value.len() {
        4 => format!("{value}-01-01"),
        7 => format!("{value}-01"),
        _ => value.to_owned(),
    };
    Moment::parse(&full).map(|Moment(seconds)| seconds as f64)
}

/// `7b` → 7,000,000,000.
fn magnitude(value: &str) -> Option<f64> {
    let lower = value.to_ascii_lowercase();
    let (digits, scale) = match lower.as_bytes().last()? {
        b'k' => (&lower[..lower.len() - 1], 1e3),
        b'm' => (&lower[..lower.len() - 1], 1e6),
        b'b' => (&lower[..lower.len() - 1], 1e9),
        b't' => (&lower[..lower.len() - 1], 1e12),
        _ => (lower.as_str(), 1.0),
    };
    let plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    let number = decimal(digits.as_bytes()).filter(|_| plain)?;
    Some(number * scale)
}

/// What stands between two spaces.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub(super) text: String,
    /// Where the first quote opened, counted in bytes of `text`.
    pub(super) quote: Option<usize>,
}

impl Word {
    fn after(&self, at: usize) -> Word {
        Word { text: self.text[at..].to_owned(), quote: self.quote.map(|quote| quote.saturating_sub(at)) }
    }

    /// Name, operator and value; none where there is no operator before the first quote.
    pub(super) fn split(&self) -> Option<(&str, &str, &str)> {
        let head = &self.text[..self.quote.unwrap_or(self.text.len())];
        if head.starts_with('/') {
            return None;
        }
        let at = head.find([':', '=', '<', '>'])?;
        let long = matches!(self.text.as_bytes()[at], b'<' | b'>') && self.text.as_bytes().get(at + 1) == Some(&b'=');
        let end = at + if long { 2 } else { 1 };
        (at > 0).then(|| (&self.text[..at], &self.text[at..end], &self.text[end..]))
    }
}

/// Cuts at spaces outside double quotes; a quote within quotes is written twice.
pub(super) fn words(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    let mut word = Word { text: String::new(), quote: None };
    let mut quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => {
                chars.next();
                word.text.push('"');
            }
            '"' => {
                quoted = !quoted;
                word.quote.get_or_insert(word.text.len());
            }
            c if c.is_whitespace() && !quoted => {
                if !word.text.is_empty() {
                    words.push(std::mem::replace(&mut word, Word { text: String::new(), quote: None }));
                }
                word.quote = None;
            }
            c => word.text.push(c),
        }
    }
    if !word.text.is_empty() {
        words.push(word);
    }
    words
}

pub(super) fn quoted(value: &str) -> String {
    if value.is_empty() || value.contains(|c: char| c == '"' || c.is_whitespace()) {
        format!("\"{}\"", value.replace('"', "\"\""))
    } else {
        value.to_owned()
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.not {
            f.write_str("-")?;
        }
        if self.key != Key::Text {
            return write!(f, "{}{}{}", self.key.as_str(), self.op.as_str(), quoted(&self.value));
        }
        let pattern = self.value.starts_with('/');
        let ambiguous = self.value.starts_with('-') || !pattern && self.value.contains([':', '=', '<', '>']);
        if ambiguous { write!(f, "\"{}\"", self.value.replace('"', "\"\"")) } else { f.write_str(&quoted(&self.value)) }
    }
}
