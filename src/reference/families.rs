//! Which family a model's name belongs to: Qwen, BERT, Stable Diffusion …
//!
//! The first rule of `tables/families.csv` that the name meets wins. A rule is spelt out into literals
//! when the table is first asked for; an index by their first two bytes finds those that occur, and
//! marks say what may stand before and behind (`tables/README.md`).
//!
//! The catch: a rule reads names only. Whoever names a model after another one joins its family.

use std::sync::LazyLock;

use super::rows;
use crate::model::slash;

/// A family of models, by the rule that a name meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Family {
    /// Its number, the same for all rules of the family and below [`families`].
    pub code: u16,
    /// The number of the rule.
    pub rule: u16,
    /// Its name.
    pub name: &'static str,
    /// Who published it first; empty where nobody did.
    pub entity: &'static str,
    /// What most of its members are, such as `llm`.
    pub kind: &'static str,
    /// Where the rule is known from.
    pub evidence: &'static str,
}

impl Family {
    /// Whether its members exist for build servers to load, and not to be used.
    pub fn is_fixture(&self) -> bool {
        self.kind == "testing"
    }
}

/// What stands in the place of a family's name where no rule is met.
pub const NO_FAMILY: &str = "no family";

/// The family of a repository by its id.
pub fn family(id: &str) -> Option<&'static Family> {
    FAMILIES.get(usize::from(rule(id)))
}

/// The first rule that an id meets; [`NONE`] where it meets none.
fn rule(id: &str) -> u16 {
    let lower = id.to_ascii_lowercase();
    let text = lower.as_bytes();
    let name = &text[slash(&lower).map_or(0, |at| at + 1)..];
    let index = &*INDEX;
    (0..name.len()).fold(index.at(text, 0, NONE, WHOLE_ID), |best, at| index.at(name, at, best, 0))
}

/// The family of a rule or of a code.
pub fn family_of(code: u16) -> Option<&'static Family> {
    FAMILIES.get(usize::from(code))
}

/// One more than the largest code.
pub fn families() -> usize {
    FAMILIES.len()
}

/// Whether there is a family of that name, compared without case.
pub fn knows_family(name: &str) -> bool {
    FAMILIES.iter().any(|family| family.name.eq_ignore_ascii_case(name))
}

fn table() -> impl Iterator<Item = [&'static str; 5]> {
    rows(include_str!("tables/families.csv"))
}

/// One entry a rule, in order; the first rule of a family gives its code.
static FAMILIES: LazyLock<Vec<Family>> = LazyLock::new(|| {
    let mut families: Vec<Family> = Vec::new();
    for [name, entity, kind, _rule, evidence] in table() {
        let code = families.iter().find(|family| family.name == name).map(|family| family.code);
        let rule = families.len() as u16;
        families.push(Family { code: code.unwrap_or(rule), rule, name, entity, kind, evidence });
    }
    families
});

static INDEX: LazyLock<Index> = LazyLock::new(Index::new);

const NONE: u16 = u16::MAX;
/// Stands in the place of `^` where a literal holds a slash.
const WHOLE_ID: u8 = b'/';
const BEFORE: &[u8] = b"^<{:[&!";

/// Every literal of every rule, in chains of those that share a bucket, by rule.
struct Index {
    text: Vec<u8>,
    literals: Vec<Literal>,
    heads: [u16; BUCKETS],
    /// Which third bytes the literals of a bucket may have, so that few chains are walked down in vain.
    thirds: [u32; BUCKETS],
}

const BUCKETS: usize = 1024;

struct Literal {
    /// The mark of what stands before it, 0 for anything.
    before: u8,
    /// Where it begins and ends in the index's text.
    from: u16,
    to: u16,
    rule: u16,
    next: u16,
}

fn bucket(first: u8, second: u8) -> usize {
    usize::from(first & 31) << 5 | usize::from(second & 31)
}

fn third(byte: u8) -> u32 {
    1 << (byte & 31)
}

/// Whether a byte of a marked literal stands for itself.
fn is_plain(byte: u8) -> bool {
    is_word(byte) || matches!(byte, b'-' | b'_' | b'.')
}

impl Index {
    fn new() -> Index {
        let (text, literals) = (Vec::new(), Vec::new());
        let mut index = Index { text, literals, heads: [NONE; BUCKETS], thirds: [0; BUCKETS] };
        for (rule, [_, _, _, marked, _]) in table().enumerate() {
            for alternative in marked.split(' ') {
                spell(alternative.as_bytes(), &mut Vec::new(), &mut |literal| index.add(literal, rule as u16));
            }
        }
        for at in (0..index.literals.len()).rev() {
            let literal = &mut index.literals[at];
            let marked = &index.text[usize::from(literal.from)..usize::from(literal.to)];
            let bucket = bucket(marked[0], marked[1]);
            literal.next = std::mem::replace(&mut index.heads[bucket], at as u16);
            index.thirds[bucket] |= marked.get(2).filter(|byte| is_plain(**byte)).map_or(!0, |&byte| third(byte));
        }
        index
    }

    fn add(&mut self, literal: &[u8], rule: u16) {
        let (mut before, mut rest) = (0, literal);
        if let Some((mark, behind)) = literal.split_first().filter(|(mark, _)| BEFORE.contains(mark)) {
            (before, rest) = (*mark, behind);
        }
        if rest.contains(&b'/') {
            before = WHOLE_ID;
        }
        let from = self.text.len() as u16;
        self.text.extend_from_slice(rest);
        self.literals.push(Literal { before, from, to: self.text.len() as u16, rule, next: NONE });
    }

    /// The first rule below `best` that is met at a place of `text`, else `best`; `whole` is whether it is an id.
    #[inline(always)]
    fn at(&self, text: &[u8], at: usize, best: u16, whole: u8) -> u16 {
        let [first, second, rest @ ..] = &text[at..] else { return best };
        let bucket = bucket(*first, *second);
        // Nearly no place is worth the call.
        if rest.first().is_some_and(|&byte| self.thirds[bucket] & third(byte) == 0) {
            return best;
        }
        self.walk(bucket, text, at, best, whole)
    }

    #[inline(never)]
    fn walk(&self, bucket: usize, text: &[u8], at: usize, best: u16, whole: u8) -> u16 {
        let mut next = self.heads[bucket];
        while let Some(literal) = self.literals.get(usize::from(next)).filter(|literal| literal.rule < best) {
            let marked = &self.text[usize::from(literal.from)..usize::from(literal.to)];
            let reads = (literal.before == WHOLE_ID) == (whole == WHOLE_ID);
            if reads && follows(text, at, marked) && stands_behind(text, at, literal.before) {
                return literal.rule;
            }
            next = literal.next;
        }
        best
    }
}

/// Calls `emit` with each literal that a rule stands for: groups, `?` and `~` are spelt out.
fn spell(rule: &[u8], text: &mut Vec<u8>, emit: &mut dyn FnMut(&[u8])) {
    let Some((first, mut rest)) = rule.split_first() else { return emit(text) };
    let mut choices: Vec<&[u8]> = match first {
        b'(' => {
            let end = rest.iter().position(|&b| b == b')').unwrap_or(rest.len());
            let inside = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or(&[]);
            inside.split(|&b| b == b'|').collect()
        }
        b'~' => vec![b"-", b"_", b""],
        _ => vec![std::slice::from_ref(first)],
    };
    if let Some((b'?', behind)) = rest.split_first() {
        rest = behind;
        choices.push(b"");
    }
    let length = text.len();
    for choice in choices {
        text.extend_from_slice(choice);
        spell(rest, text, emit);
        text.truncate(length);
    }
}

/// Whether what a mark asks for stands before a place.
fn stands_behind(text: &[u8], at: usize, mark: u8) -> bool {
    let Some((&last, earlier)) = text[..at].split_last() else { return true };
    match mark {
        b'^' | WHOLE_ID => false,
        b'<' => !last.is_ascii_lowercase(),
        b'{' => !is_word(last),
        b':' => matches!(last, b'-' | b'_' | b'.'),
        b'[' => !matches!(last, b'p' | b'f'),
        b'&' => text[..at].iter().rev().take(5).take_while(|b| b.is_ascii_lowercase()).count() < 5,
        b'!' => {
            let plain = |&b: &u8| is_word(b) || b == b'.' || b == b'-';
            last == b'_' && !earlier.is_empty() && earlier.iter().all(plain)
                || last == b'-' && matches!(earlier, b"huihui" | b"meta" | b"mlx")
        }
        _ => true,
    }
}

/// Whether a marked literal stands at a place.
fn follows(text: &[u8], mut at: usize, marked: &[u8]) -> bool {
    for (place, &mark) in marked.iter().enumerate() {
        let here = text.get(at).copied();
        let rest = &marked[place + 1..];
        let run = |is: fn(u8) -> bool| text.iter().skip(at).take_while(|&&b| is(b)).count();
        let (meets, length) = match mark {
            b'$' => (here.is_none(), 0),
            b'>' => (!here.is_some_and(|b| b.is_ascii_lowercase()), 0),
            b'}' => (!here.is_some_and(is_word), 0),
            b']' => (!here.is_some_and(|b| b.is_ascii_digit()), 0),
            b'#' => (here.is_some_and(|b| b.is_ascii_digit()), 1),
            b'=' => (matches!(here, Some(b'-' | b'_')), 1),
            b'+' => (true, run(|b| b.is_ascii_digit())),
            b'@' => (here.is_some_and(is_number), run(is_number)),
            b'*' => return (1..=run(|b| b.is_ascii_lowercase())).any(|length| follows(text, at + length, rest)),
            b'%' => return (at..text.len()).any(|at| follows(text, at, rest)),
            literal => (here == Some(literal), 1),
        };
        if !meets {
            return false;
        }
        at += length;
    }
    true
}

fn is_word(b: u8) -> bool {
    b.is_ascii_lowercase() || b.is_ascii_digit()
}

fn is_number(b: u8) -> bool {
    b.is_ascii_digit() || b == b'.'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_can_be_indexed() {
        assert!(FAMILIES.len() > 440 && usize::from(NONE) > INDEX.literals.len());
        for literal in &INDEX.literals {
            let text = &INDEX.text[usize::from(literal.from)..usize::from(literal.to)];
            assert!(text.len() > 1 && text[..2].iter().all(|&b| is_plain(b)), "{}", text.escape_ascii());
        }
    }

    #[test]
    fn the_rows_of_a_family_agree() {
        for family in FAMILIES.iter() {
            let first = &FAMILIES[usize::from(family.code)];
            assert_eq!((first.name, first.entity, first.kind), (family.name, family.entity, family.kind));
            assert!(!family.evidence.is_empty(), "{}", family.name);
        }
    }

    #[test]
    fn a_name_joins_the_family_of_the_first_rule_it_meets() {
        let name = |id| family(id).map_or("", |family| family.name);
        assert_eq!(name("someone/Qwen2.5-bert-distil"), "Qwen");
        assert_eq!(name("someone/bert-distil-of-qwen"), "Qwen");
        assert_eq!(name("google-bert/bert-base-uncased"), "BERT");
        assert_eq!(name("gpt2"), "GPT-2");
        assert_eq!((name("suno/bark-9"), name("suno/bark"), name("someone/embark")), ("Bark", "Bark", ""));
        assert_eq!(name("Qwen/of-the-owner-alone"), "");
        assert_eq!((name(""), name("/"), name("b/")), ("", "", ""));
        assert!(family("hf-internal-testing/x").unwrap().is_fixture());
    }
}
