//! Whether a repository meets the terms of a query: terms of one key mean either, of different keys both.

use super::{
    Basket,
    pattern::Pattern,
    query::Query,
    term::{Key, Op, Term},
};
use crate::{
    model::{Moment, Repo, declared_size},
    reference,
};

pub(super) struct Filter<'q> {
    groups: Vec<(Key, Vec<Test<'q>>)>,
    not: Vec<(Key, Test<'q>)>,
}

enum Test<'q> {
    Text(&'q str),
    Pattern(Pattern),
    Compare(Op, f64),
}

impl<'q> Filter<'q> {
    pub(super) fn new(query: &'q Query) -> Filter<'q> {
        let mut filter = Filter { groups: Vec::new(), not: Vec::new() };
        for term in &query.terms {
            let test = test(term);
            if term.not {
                filter.not.push((term.key, test));
            } else if let Some((_, tests)) = filter.groups.iter_mut().find(|(key, _)| joins(*key, term)) {
                tests.push(test);
            } else {
                filter.groups.push((term.key, vec![test]));
            }
        }
        filter
    }

    pub(super) fn admits<'a>(&self, basket: &Basket<'a>, repo: Repo<'a>) -> bool {
        self.groups.iter().all(|(key, tests)| tests.iter().any(|test| meets(*key, test, basket, repo)))
            && !self.not.iter().any(|(key, test)| meets(*key, test, basket, repo))
    }
}

/// Two bounds on one number narrow it (both hold); two values of one name widen it (either).
fn joins(key: Key, term: &Term) -> bool {
    key == term.key && term.op == Op::Is
}

fn test(term: &Term) -> Test<'_> {
    match term.number {
        Some(value) => Test::Compare(term.op, value),
        None => match term.pattern().and_then(|pattern| Pattern::compile(pattern).ok()) {
            Some(pattern) => Test::Pattern(pattern),
            None => Test::Text(&term.value),
        },
    }
}

fn meets<'a>(key: Key, test: &Test<'_>, basket: &Basket<'a>, repo: Repo<'a>) -> bool {
    match test {
        Test::Pattern(pattern) => pattern.occurs_in(repo.id()),
        Test::Compare(op, bound) => {
            let value = match key {
                Key::Created => repo.created().map(|Moment(seconds)| seconds as f64),
                Key::Params => repo.parameters().map(|n| n as f64),
                Key::Size => declared_size(repo.name()).map(|n| n as f64),
                _ => None,
            };
            value.is_some_and(|value| op.holds(value, *bound))
        }
        Test::Text(wanted) => match key {
            Key::Text => contains_ignoring_case(repo.id(), wanted),
            Key::Owner => {
                let is = |name: &str| name.eq_ignore_ascii_case(wanted);
                is(basket.account(repo)) || is(basket.credited(repo))
            }
            Key::License => repo.license().unwrap_or("unspecified").eq_ignore_ascii_case(wanted),
            Key::Class => {
                reference::license_class(repo.license()).eq_ignore_ascii_case(wanted)
                    || reference::license_bucket(repo.license()).eq_ignore_ascii_case(wanted)
            }
            Key::Task => repo.task().unwrap_or("unspecified").eq_ignore_ascii_case(wanted),
            Key::Modality => reference::modality(repo.task(), basket.mapping).as_str().eq_ignore_ascii_case(wanted),
            Key::Library => repo.library().unwrap_or("unspecified").eq_ignore_ascii_case(wanted),
            Key::Region => basket.region(basket.account(repo)).as_str().eq_ignore_ascii_case(wanted),
            Key::Family => {
                let name = basket.family(repo).map_or(reference::NO_FAMILY, |family| family.name);
                name.eq_ignore_ascii_case(wanted)
            }
            Key::Created | Key::Params | Key::Size => false,
        },
    }
}

fn contains_ignoring_case(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    wanted.is_empty() || text.windows(wanted.len()).any(|window| window.eq_ignore_ascii_case(wanted))
}
