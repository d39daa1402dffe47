//! Which figure of a sentence belongs to which subject, and what it counts.
//!
//! A sentence is cut at commas, dashes and the like; a clause of nothing but a figure goes with the one
//! before. What is left has to have one subject, with no other name beside it and nothing before it but
//! words that lead to it. A figure before its subject is tied where only such words stand between.

use super::{
    subjects::{Subject, Subjects},
    tokens::{Kind, Token, is_capital},
    words::{DOWNLOADS, ELSEWHERE, FILLERS, HERE, LEADS, MODELS, NEAR, PART, THEN},
};
use crate::{
    basket::{Basket, Window},
    lenses::claims::{Figure, Sign},
};

/// A figure of the text, and what answers it.
#[derive(Debug, Clone)]
pub(super) struct Tie {
    pub start: usize,
    pub end: usize,
    pub figure: Figure,
    pub metric: String,
    /// The interval that a word before the figure leaves.
    low: Option<f64>,
    high: Option<f64>,
}

impl Tie {
    pub fn met_by(&self, value: f64) -> bool {
        match (self.low, self.high) {
            (None, None) => self.figure.meets(value),
            (low, high) => low.is_none_or(|low| value >= low) && high.is_none_or(|high| value <= high),
        }
    }
}

/// What a figure counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Noun {
    Models,
    Downloads,
}

/// A longer sentence is no prose.
const LONGEST: usize = 400;

/// The figures of all sentences that can be tied to a metric.
pub(super) fn ties(tokens: &[Token<'_>], subjects: &Subjects, basket: &Basket<'_>) -> Vec<Tie> {
    let mut ties = Vec::new();
    for sentence in tokens.split(|token| token.kind == Kind::Stop || token.text == ";") {
        if sentence.len() <= LONGEST && is_of_now(sentence, basket) {
            let seen = Sentence::read(sentence, subjects, basket.len() as f64);
            seen.clauses().into_iter().for_each(|clause| seen.tie(clause, &mut ties));
        }
    }
    ties
}

/// Whether a sentence speaks of the day, the window and the basket on screen, as far as it says.
fn is_of_now(sentence: &[Token<'_>], basket: &Basket<'_>) -> bool {
    let captured = basket.snapshot.captured.day().map(|day| day.year() as f64);
    let all = basket.window == Window::All;
    let next = |at: usize, words: &str| sentence.get(at).is_some_and(|token| token.is(words));
    let elsewhere = |(at, token): (usize, &Token<'_>)| {
        year(token).is_some_and(|year| Some(year) != captured)
            || !all && token.is("lifetime all-time cumulative")
            // "The last 30 days" are those of the window, "among the top" is the basket itself.
            || token.is(THEN) && (all || !next(at + 1, "30"))
            || token.is(PART) && !next(at + 2, "top")
    };
    !sentence.iter().enumerate().any(elsewhere)
}

fn is_cut(token: &Token<'_>) -> bool {
    matches!(token.text, "," | ":" | "–" | "—") || token.is("while whereas but followed")
}

/// Four plain digits that are a year.
fn year(token: &Token<'_>) -> Option<f64> {
    let figure = token.figure().filter(|figure| figure.sign == Sign::Plain && token.text.len() == 4)?;
    (1990.0..2100.0).contains(&figure.value).then_some(figure.value)
}

/// A sentence with its subjects found; their words are no figures.
struct Sentence<'s, 't> {
    tokens: &'s [Token<'t>],
    /// Subjects with the tokens that they take.
    subjects: Vec<(usize, usize, Subject)>,
    /// The models of the basket.
    basket: f64,
}

type Range = std::ops::Range<usize>;

impl<'s, 't> Sentence<'s, 't> {
    fn read(tokens: &'s [Token<'t>], subjects: &Subjects, basket: f64) -> Sentence<'s, 't> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let subject = subjects.at(tokens, at, tokens);
            let length = subject.as_ref().map_or(1, |(_, length)| *length);
            found.extend(subject.map(|(subject, length)| (at, at + length, subject)));
            at += length;
        }
        Sentence { tokens, subjects: found, basket }
    }

    fn is_figure(&self, at: usize) -> bool {
        self.tokens[at].figure().is_some() && !self.in_subject(at)
    }

    fn has_figure(&self, range: &Range) -> bool {
        range.clone().any(|at| self.is_figure(at))
    }

    /// The subjects of a clause, each once.
    fn subjects_of(&self, range: &Range) -> Vec<&(usize, usize, Subject)> {
        let mut found: Vec<&(usize, usize, Subject)> = Vec::new();
        for entry in self.subjects.iter().filter(|(from, ..)| range.contains(from)) {
            if !found.iter().any(|other| other.2 == entry.2) {
                found.push(entry);
            }
        }
        found
    }

    fn clauses(&self) -> Vec<Range> {
        let mut clauses: Vec<Range> = Vec::new();
        let mut before = 0..0;
        let mut open = 0;
        for at in 0..=self.tokens.len() {
            let cut = self.tokens.get(at).is_none_or(|token| is_cut(token) || token.is("and") && self.parts(open, at));
            if !cut {
                continue;
            }
            let clause = open..at;
            let adds = self.only_adds(&clause);
            match clauses.last_mut().filter(|last| adds && last.end == before.end) {
                Some(last) => last.end = at,
                None if self.has_figure(&clause) && !self.is_item(&before) => clauses.push(clause.clone()),
                None => {}
            }
            before = clause;
            open = at + 1;
        }
        clauses
    }

    /// Whether a clause looks like a part of a list, whose last part then does not speak for itself.
    fn is_item(&self, clause: &Range) -> bool {
        let name = |at: usize| self.is_other_name(at) || self.subjects.iter().any(|(from, ..)| *from == at);
        !self.has_figure(clause) && clause.len() <= 3 && clause.clone().any(name)
    }

    /// Whether a word is a name that is no subject here: a capital inside the sentence.
    fn is_other_name(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        at > 0 && token.text.starts_with(is_capital) && !token.is(HERE) && !self.in_subject(at)
    }

    fn in_subject(&self, at: usize) -> bool {
        self.subjects.iter().any(|(from, to, _)| (*from..*to).contains(&at))
    }

    /// Whether an `and` stands between two clauses with a subject and a figure each.
    fn parts(&self, open: usize, and: usize) -> bool {
        let rest = &self.tokens[and + 1..];
        let end = rest.iter().position(is_cut).unwrap_or(rest.len());
        [open..and, and + 1..and + 1 + end]
            .iter()
            .all(|side| self.has_figure(side) && self.subjects_of(side).len() == 1)
    }

    fn only_adds(&self, clause: &Range) -> bool {
        self.has_figure(clause) && clause.clone().all(|at| self.fills(at))
    }

    /// Whether a token says nothing of its own: a figure, what it counts, a word between.
    fn fills(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let counted = token.is(MODELS) || token.is(DOWNLOADS);
        self.is_figure(at) || counted || token.is(FILLERS) || matches!(token.text, "(" | ")" | "/")
    }

    /// Whether nothing but words that lead to a subject stands there.
    fn leads(&self, mut range: Range) -> bool {
        range.all(|at| self.fills(at) || self.tokens[at].is(LEADS))
    }

    /// Whether what stands between a figure and its subject leads from one to the other: `of downloads go to`,
    /// but neither `of the`, which makes it a part of the subject's, nor another figure.
    fn leads_on(&self, between: Range) -> bool {
        let part = between.clone().all(|at| self.tokens[at].is("of the"));
        let joins = |at: usize| self.tokens[at].is("and or") || self.is_figure(at) && !self.is_place(at);
        self.leads(between.clone()) && !part && !between.into_iter().any(joins)
    }

    fn tie(&self, clause: Range, ties: &mut Vec<Tie>) {
        let subjects = self.subjects_of(&clause);
        if clause.clone().any(|at| self.is_other_name(at)) {
            return;
        }
        if let [(first, _, a), (second, _, b)] = subjects.as_slice() {
            ties.extend(self.ratio(&clause, (*first, a), (*second, b)));
        }
        let [(from, to, subject)] = subjects.as_slice() else { return };
        let joins = |at: usize| self.tokens.get(at).is_some_and(|token| token.is("and or plus & /"));
        let joined = joins(*to) || *from > clause.start + 1 && joins(from - 1);
        if joined || !self.leads(clause.start..*from) || self.speaks_of_more(&clause) {
            return;
        }
        let mut before: Option<Noun> = None;
        for at in clause.clone().filter(|&at| self.is_figure(at)) {
            if self.is_place(at) || at < *from && !self.leads_on(at + 1..*from) {
                continue;
            }
            let aside = at > 0 && self.tokens[at - 1].text == "(";
            let noun = self.noun(&clause, at, subject).or(before.filter(|_| aside));
            before = noun;
            let Some(figure) = self.tokens[at].figure() else { continue };
            // How many models an owner has is a figure of the whole Hub, unless the sentence speaks of the top.
            let whole = subject.owner && noun == Some(Noun::Models) && !self.tokens.iter().any(|token| token.is("top"));
            let metric = metric(subject, &figure, noun);
            if !metric.is_empty() && !whole {
                ties.push(self.bounded(at, figure, metric));
            }
        }
    }

    /// Whether words of a clause say that its figures are of something else.
    fn speaks_of_more(&self, clause: &Range) -> bool {
        // "More than" before a figure is a bound and no comparison, "across its models" are all of them.
        let bounds = |at: usize| {
            let before = |words: &str| at > 0 && self.tokens[at - 1].is(words);
            match self.tokens[at].word.as_str() {
                "than" => self.is_next_figure(at) && before("more less fewer"),
                "its" => self.is_next_word(at, "models top") && before("across on over"),
                _ => false,
            }
        };
        clause.clone().any(|at| {
            let relative = self.is_next_word(at, "more less fewer higher lower") && self.is_figure(at);
            let change = self.tokens[at].is("by from") && self.is_next_figure(at);
            relative || change || (self.tokens[at].is(ELSEWHERE) && !bounds(at) && !self.in_subject(at))
        })
    }

    fn is_next_figure(&self, at: usize) -> bool {
        at + 1 < self.tokens.len() && self.is_figure(at + 1)
    }

    fn is_next_word(&self, at: usize, words: &str) -> bool {
        self.tokens.get(at + 1).is_some_and(|token| token.is(words))
    }

    /// Whether a figure is a rank, a whole, a year or a day, and nothing that was counted.
    fn is_place(&self, at: usize) -> bool {
        let token = &self.tokens[at];
        let plain = token.figure().is_some_and(|figure| figure.sign == Sign::Plain);
        let before = at.checked_sub(1).map(|at| &self.tokens[at]);
        let leads = before.is_some_and(|token| token.is("top rank place number # $ € - next first"));
        let whole = before.is_some_and(|token| token.is("of the / ÷"));
        leads
            || plain
                && (whole
                    || year(token).is_some()
                    || self.is_next_word(at, "days weeks months years owners tasks licenses"))
    }

    /// What a figure counts, by the words behind it, else before it; that of owners also by its sentence.
    fn noun(&self, clause: &Range, at: usize, subject: &Subject) -> Option<Noun> {
        let of = |token: &Token<'_>| match token {
            token if token.is(MODELS) => Some(Noun::Models),
            token if token.is(DOWNLOADS) => Some(Noun::Downloads),
            _ => None,
        };
        let next = (at + 1..clause.end).find(|&at| self.is_figure(at) && !self.is_place(at)).unwrap_or(clause.end);
        let behind = &self.tokens[at + 1..next.min(at + 7)];
        // `490 / 1,000` and `490 of the top 1,000` count the models of the basket.
        let all = behind.iter().take_while(|token| token.is("of the top /")).count();
        if all > 0 && behind.get(all).and_then(Token::figure).is_some_and(|figure| figure.value == self.basket) {
            return Some(Noun::Models);
        }
        let near = behind.iter().find(|token| !token.is(NEAR) && token.figure().is_none());
        if let Some(noun) = near.and_then(of) {
            return Some(noun);
        }
        // A share "of" something that is neither is one of something else.
        if self.is_next_word(at, "of") && !behind.iter().any(|token| token.is("basket total")) {
            return None;
        }
        let before = self.tokens[clause.start..at].iter().rev().find_map(of).filter(|noun| *noun == Noun::Downloads);
        let sentence = || {
            let mut nouns = self.tokens.iter().filter_map(of);
            let first = nouns.next()?;
            ((subject.owner || subject.count_share.is_empty())
                && first == Noun::Downloads
                && nouns.all(|noun| noun == first))
            .then_some(first)
        };
        before.or_else(sentence)
    }

    /// `A draws 4 times the downloads of B`.
    fn ratio(&self, clause: &Range, (from, a): (usize, &Subject), (to, b): (usize, &Subject)) -> Option<Tie> {
        let speaks = |words: &str| self.tokens[clause.clone()].iter().any(|token| token.is(words));
        let counts = speaks(DOWNLOADS) && !speaks(ELSEWHERE);
        let mut figures = clause.clone().filter(|&at| self.is_figure(at));
        let at = figures.next().filter(|at| figures.next().is_none() && (from..to).contains(at))?;
        let figure = self.tokens[at].figure()?;
        let metric = format!("{} / {}", a.downloads, b.downloads);
        (counts && a.owner && b.owner && figure.sign == Sign::Times).then(|| self.bounded(at, figure, metric))
    }

    /// A tie, with the interval that the words around its figure leave.
    fn bounded(&self, at: usize, figure: Figure, metric: String) -> Tie {
        let token = &self.tokens[at];
        let before = |back: usize| at.checked_sub(back).map_or("", |at| self.tokens[at].word.as_str());
        let (low, high) = match (before(2), before(1)) {
            ("more", "than") | (_, "over" | "above" | "exceeding") | ("at", "least") => (Some(1.0), None),
            ("fewer" | "less", "than") | (_, "under" | "below") | ("at", "most") | ("up", "to") => (None, Some(1.0)),
            (_, "about" | "around" | "roughly" | "approximately" | "some" | "~" | "nearly" | "almost") => {
                (Some(0.95), Some(1.05))
            }
            _ if self.tokens.get(at + 1).is_some_and(|next| next.text == "+" && next.start == token.end) => {
                (Some(1.0), None)
            }
            _ => (None, None),
        };
        let times = |factor: Option<f64>| factor.map(|factor| factor * figure.value);
        Tie { start: token.start, end: token.end, figure, metric, low: times(low), high: times(high) }
    }
}

/// What answers a figure of a subject.
fn metric(subject: &Subject, figure: &Figure, noun: Option<Noun>) -> String {
    let metric = match (figure.sign, noun) {
        (Sign::Percent, Some(Noun::Downloads)) => &subject.share,
        (Sign::Percent, Some(Noun::Models)) => &subject.count_share,
        (Sign::Plain | Sign::Magnitude(_), Some(Noun::Downloads)) => &subject.downloads,
        (Sign::Plain, Some(Noun::Models)) => &subject.count,
        (Sign::Plain, None) => &subject.index,
        _ => return String::new(),
    };
    metric.clone()
}
