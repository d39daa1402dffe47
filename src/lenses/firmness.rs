//! How firm is a finding?
//!
//! Every finding that speaks of a share, names somebody or asserts an order is tried in ten baskets
//! from few to all, without one model, without one owner, and within the bounds of what is unknown. One
//! whose sentence becomes false in any of them says so itself.
//!
//! The catch: only what the metrics tell is tried. A sentence may mislead in ways that no basket shows.

mod trial;
mod words;

use std::cmp::Reverse;

use self::trial::{UNKNOWN, bounds, judge, open_lead, share_values};
use super::{metrics, sliced};
use crate::{
    basket::Basket,
    report::{Assertion, Finding, Firmness, Metrics, Outcome, Section, Trial, Unit, Value},
    sections::Context,
    stats, text,
};

/// Baskets tried, the whole one included.
const BASKETS: usize = 10;

/// Owners of whom the largest is looked for.
const OWNERS: usize = 8;

/// What there is to try of a finding.
struct Test {
    asserts: Vec<Assertion>,
    shares: Vec<&'static str>,
    /// The owner it speaks of first: nothing is left of the sentence without it.
    owner: Option<String>,
    /// The models it names, for the same reason.
    models: Vec<String>,
}

/// What is left out of a basket.
#[derive(Clone, PartialEq)]
enum LeftOut {
    Model(u32),
    Owner(String),
}

/// Answers on another basket, by section.
struct Other {
    size: u64,
    metrics: Vec<(&'static str, Metrics)>,
}

impl Other {
    #[sliced]
    async fn of(basket: &Basket<'_>, wanted: &dyn Fn(&str) -> bool) -> Other {
        let ready = metrics(basket, wanted).await.into_iter().filter(|section| section.outcome == Outcome::Ready);
        Other { size: basket.len() as u64, metrics: ready.map(|section| (section.id, section.metrics)).collect() }
    }

    fn get(&self, section: &str) -> Option<&Metrics> {
        self.metrics.iter().find(|(id, _)| *id == section).map(|(_, metrics)| metrics)
    }
}

/// Tries the findings of sections that were run on `basket`, and marks those that do not stand.
#[sliced]
pub(super) async fn mark(basket: &Basket<'_>, sections: &mut [Section]) {
    let tests: Vec<Vec<Option<Test>>> = sections
        .iter()
        .map(|section| section.findings.iter().map(|finding| test(section, finding)).collect())
        .collect();
    let tried: Vec<&str> =
        sections.iter().zip(&tests).filter(|(_, tests)| tests.iter().any(Option::is_some)).map(|(s, _)| s.id).collect();
    let wanted = |id: &str| tried.contains(&id);
    let mut prefixes = Vec::new();
    for size in sizes(basket.len()).into_iter().filter(|&size| size < basket.len()) {
        prefixes.push(Other::of(&basket.with_rows(basket.rows[..size].to_vec()), &wanted).await);
    }
    let context = Context::new(basket);
    let owners = context.owners().iter().take(OWNERS).map(|owner| owner.name.to_owned()).collect();
    let mut bench = Bench { basket, wanted: &wanted, prefixes, owners, less: Vec::new() };
    for (section, tests) in sections.iter_mut().zip(tests) {
        for (at, test) in tests.into_iter().enumerate() {
            let Some(test) = test else { continue };
            let firmness = bench.try_finding(section, &test).await;
            say(&mut section.findings[at], firmness);
        }
    }
}

/// Sizes of baskets, evenly spaced in the logarithm: a tenth of the whole, at least 10 and at most 100,
/// up to the whole.
fn sizes(n: usize) -> Vec<usize> {
    stats::log_spaced((n / 10).clamp(10, 100), n, BASKETS)
}

/// What a finding asserts; none where there is nothing to try.
fn test(section: &Section, finding: &Finding) -> Option<Test> {
    let mut test = Test { asserts: finding.asserts.clone(), shares: Vec::new(), owner: None, models: Vec::new() };
    for &id in &finding.metrics {
        let Some((metric, unit)) = section.metrics.get(id).and_then(|metric| Some((metric, metric.unit?))) else {
            continue;
        };
        match (&metric.value, unit) {
            (Value::Text(_), Unit::Day) | (Value::Null, _) => {}
            (Value::Text(name), _) => {
                test.asserts.push(Assertion::Names(id));
                if unit == Unit::Repo {
                    test.models.push(name.clone());
                } else if unit == Unit::Owner && test.owner.is_none() {
                    test.owner = Some(name.clone());
                }
            }
            (Value::Number(_), Unit::Year) => test.asserts.push(Assertion::Names(id)),
            // A share that only bounds another one is no figure of the sentence.
            (Value::Number(value), Unit::Share) if finding.text.contains(&text::share(*value)) => {
                if test.shares.contains(&id) {
                    continue;
                }
                test.shares.push(id);
                // What nobody knows is no majority of anything.
                if *value >= 0.5 && !UNKNOWN.iter().any(|class| id.starts_with(class)) {
                    test.asserts.push(Assertion::AtLeast(id, 0.5));
                }
            }
            (Value::Number(value), Unit::Ratio) if *value > 1.0 => test.asserts.push(Assertion::AtLeast(id, 1.0)),
            (Value::Number(value), Unit::Ratio) if *value < 1.0 => test.asserts.push(Assertion::AtMost(id, 1.0)),
            (Value::Number(value), _) if id.ends_with("_vs_next") => {
                test.asserts.push(Assertion::AtLeast(id, *value));
                let leader = section.metrics.get("leader").filter(|leader| leader.unit == Some(Unit::Owner));
                test.owner = leader.and_then(|leader| leader.value.text()).map(str::to_owned);
            }
            (Value::Number(_), _) => {}
        }
    }
    (!test.asserts.is_empty() || !test.shares.is_empty()).then_some(test)
}

/// Other baskets and what sections answer on them, each computed once.
struct Bench<'a> {
    basket: &'a Basket<'a>,
    wanted: &'a dyn Fn(&str) -> bool,
    prefixes: Vec<Other>,
    /// The largest owners: as many as the longest finding can speak of, and one more.
    owners: Vec<String>,
    less: Vec<(LeftOut, Other)>,
}

impl Bench<'_> {
    #[sliced]
    async fn try_finding(&mut self, section: &Section, test: &Test) -> Firmness {
        let mut why: Option<String> = None;
        let mut baskets = Vec::new();
        for other in &self.prefixes {
            let (trial, fault) = judge(section, test, other, None);
            // The largest basket in which it fails lies nearest to the one on screen.
            why = fault.map(|what| format!("{}, {what}", words::top(other.size))).or(why);
            baskets.push(trial);
        }
        let holds = (!test.asserts.is_empty()).then_some(true);
        let here = share_values(&section.metrics, test);
        baskets.push(Trial { size: self.basket.len() as u64, left_out: None, holds, values: here });
        let mut without = [None, None];
        for (trial, left_out) in without.iter_mut().zip([self.largest_model(test), self.largest_owner(test)]) {
            let Some(left_out) = left_out else { continue };
            let name = self.name(&left_out);
            let (tried, fault) = judge(section, test, self.without(left_out).await, Some(&name));
            if why.is_none() {
                why = fault.map(|what| format!("without {name}, {what}"));
            }
            *trial = Some(tried);
        }
        let ranges = bounds(section, test);
        let why = why.or_else(|| words::outside(section, test, &ranges)).or_else(|| open_lead(section, test));
        let mut firmness = Firmness {
            fragile: why.is_some(),
            why,
            words: String::new(),
            shares: test.shares.clone(),
            baskets,
            without_model: without[0].take(),
            without_owner: without[1].take(),
            bounds: ranges,
            coverage: test.shares.iter().map(|id| coverage(&section.metrics, id)).collect(),
        };
        firmness.words = words::summary(&firmness);
        firmness
    }

    /// The largest model of the owner that the finding speaks of, else of the basket; never one it names.
    fn largest_model(&self, test: &Test) -> Option<LeftOut> {
        let basket = self.basket;
        let eligible = |row: &&u32| {
            let repo = basket.snapshot.repo(**row);
            test.owner.as_deref().is_none_or(|owner| basket.credited(repo) == owner)
                && !test.models.iter().any(|name| name == repo.id())
        };
        let size = |row: &&u32| {
            let repo = basket.snapshot.repo(**row);
            (Reverse(basket.downloads(repo)), repo.id())
        };
        let mut eligible = basket.rows.iter().filter(eligible);
        let largest = if basket.is_by_downloads() { eligible.next() } else { eligible.min_by_key(size) }?;
        (basket.len() > 1).then_some(LeftOut::Model(*largest))
    }

    /// The largest owner but those that the finding speaks of.
    fn largest_owner(&self, test: &Test) -> Option<LeftOut> {
        let owner_of =
            |name: &String| self.basket.repos().find(|repo| repo.id() == name).map(|repo| self.basket.credited(repo));
        let spared: Vec<&str> =
            test.owner.as_deref().into_iter().chain(test.models.iter().filter_map(owner_of)).collect();
        let largest = self.owners.iter().find(|name| !spared.contains(&name.as_str()))?;
        (self.owners.len() > 1).then(|| LeftOut::Owner(largest.clone()))
    }

    fn name(&self, left_out: &LeftOut) -> String {
        match left_out {
            LeftOut::Model(row) => self.basket.snapshot.repo(*row).id().to_owned(),
            LeftOut::Owner(name) => name.clone(),
        }
    }

    #[sliced]
    async fn without(&mut self, left_out: LeftOut) -> &Other {
        let at = self.less.iter().position(|(other, _)| *other == left_out);
        if at.is_none() {
            let keeps = |row: &u32| match &left_out {
                LeftOut::Model(other) => row != other,
                LeftOut::Owner(name) => self.basket.credited(self.basket.snapshot.repo(*row)) != name,
            };
            let rows = self.basket.rows.iter().copied().filter(keeps).collect();
            let other = Other::of(&self.basket.with_rows(rows), self.wanted).await;
            self.less.push((left_out, other));
        }
        &self.less[at.unwrap_or(self.less.len() - 1)].1
    }
}

fn coverage(metrics: &Metrics, id: &str) -> Value {
    let metric = metrics.get(id);
    metric.and_then(|metric| stats::share(metric.known?, metric.n?)).into()
}

/// Keeps what was tried with the finding; one that does not stand says so in its own sentence.
fn say(finding: &mut Finding, firmness: Firmness) {
    if let Some(why) = &firmness.why {
        let parts = &mut finding.parts.0;
        if parts.len().is_multiple_of(2) {
            parts.push(String::new());
        }
        if let Some(last) = parts.last_mut() {
            last.truncate(last.trim_end_matches('.').len());
            last.push_str(" — ");
        }
        parts.extend(["fragile".to_owned(), format!(": {why}.")]);
        finding.text = finding.parts.plain();
    }
    finding.firmness = Some(firmness);
}

#[cfg(test)]
mod tests {
    use super::{super::testing::check, *};
    use crate::report::{Metric, Unit};

    /// One model a line, `owner downloads license`, the largest first.
    fn rows(lines: &[(&str, u64, &str)]) -> String {
        let row = |(at, (owner, downloads, license)): (usize, &(&str, u64, &str))| {
            let license = if license.is_empty() { String::new() } else { format!(r#","license":"{license}""#) };
            format!(r#"{{"id":"{owner}/m{at}","downloads":{downloads}{license}}}"#)
        };
        format!("[{}]", lines.iter().enumerate().map(row).collect::<Vec<_>>().join(","))
    }

    fn finding(rows: &str, section: &str, at: usize) -> Finding {
        check(rows, "", section).findings.swap_remove(at)
    }

    #[test]
    fn sizes_begin_at_a_tenth_and_end_with_all() {
        assert_eq!(sizes(1000), [100, 129, 167, 215, 278, 359, 464, 599, 774, 1000]);
        assert_eq!((sizes(12), sizes(3), sizes(0)), (vec![10, 11, 12], vec![3], vec![0]));
        assert_eq!((sizes(200_000)[0], sizes(200_000).len()), (100, 10));
    }

    #[test]
    fn another_leader_in_a_smaller_basket_is_said_in_the_sentence() {
        // One of 100 for b; a has 90 with the first ten, 100 with eleven, 190 with all.
        let mut lines = vec![("b", 100, "mit")];
        lines.extend([("a", 10, "mit"); 19]);
        let finding = finding(&rows(&lines), "organizations", 0);
        assert!(
            finding.text.ends_with("(34.5\u{202f}%) — fragile: with the top 10 alone, b leads."),
            "{}",
            finding.text
        );
        assert_eq!(finding.parts.plain(), finding.text);
        let firmness = finding.firmness.unwrap();
        let held: Vec<Option<bool>> = firmness.baskets.iter().map(|trial| trial.holds).collect();
        assert_eq!((held[0], held[1..].iter().all(|held| *held == Some(true))), (Some(false), true));
        assert_eq!(firmness.baskets[0].values[0], Value::Number(100.0 / 190.0));
        assert_eq!(firmness.shares, ["leader_share", "runner_up_share"]);
    }

    #[test]
    fn a_lead_that_rests_on_one_model_is_fragile() {
        let lines = [("a", 60, "mit"), ("b", 30, "mit"), ("b", 20, "mit"), ("a", 1, "mit")];
        let finding = finding(&rows(&lines), "organizations", 0);
        assert!(finding.text.ends_with("— fragile: without a/m0, b leads."), "{}", finding.text);
        let firmness = finding.firmness.unwrap();
        // Without b, of whom the sentence speaks second, a leads all the more.
        let owner = firmness.without_owner.unwrap();
        assert_eq!((owner.left_out.as_deref(), owner.holds, owner.size), (Some("b"), Some(true), 2));
        assert_eq!(firmness.without_model.unwrap().values[0], Value::Number(50.0 / 51.0));
    }

    #[test]
    fn a_majority_that_is_lost_is_fragile_and_one_that_stays_is_not() {
        // All ten first are under llama3; of all twenty one half and one are under mit.
        let mut lines = vec![("a", 50, "llama3"); 9];
        lines.extend([("b", 20, "mit"); 11]);
        let lost = finding(&rows(&lines), "licenses", 0);
        assert!(
            lost.text.contains("— fragile: with the top 17 alone, it is 47.1\u{202f}% and not 55.0\u{202f}%."),
            "{}",
            lost.text
        );
        let stays =
            finding(&rows(&[("a", 50, "mit"), ("b", 20, "mit"), ("c", 1, "mit"), ("c", 1, "llama3")]), "licenses", 0);
        let firmness = stays.firmness.unwrap();
        assert!(!firmness.fragile && !stays.text.contains("fragile"), "{}", stays.text);
        assert_eq!(
            firmness.words,
            "Holds without a/m0 or a. 75.0\u{202f}% here, 66.7\u{202f}% to 75.0\u{202f}% elsewhere. 98.6\u{202f}% here, 95.5\u{202f}% to 98.6\u{202f}% elsewhere."
        );
    }

    #[test]
    fn what_is_unknown_may_take_the_lead_or_the_majority() {
        let licenses = ["mit", "mit", "mit", "mit", "apache-2.0", "apache-2.0", "", "", ""];
        let lines: Vec<(&str, u64, &str)> = ["a", "b", "c", "d", "e", "f", "g", "h", "i"]
            .into_iter()
            .zip((1..10).rev())
            .zip(licenses)
            .map(|((owner, n), license)| (owner, n, license))
            .collect();
        let section = check(&rows(&lines), "", "licenses");
        let leads = section.findings[1].firmness.as_ref().unwrap();
        assert_eq!(leads.why.as_deref(), Some("if all that is unspecified were apache-2.0, that would lead"));
        let bounds = section.findings[0].firmness.as_ref().unwrap().bounds[0].clone();
        assert_eq!(bounds, Some([Value::Number(6.0 / 9.0), Value::Number(1.0)]));
        let lines = [("Qwen", 30, "mit"), ("who-knows", 25, "mit"), ("google", 45, "mit")];
        let eastern = finding(&rows(&lines), "regions", 0);
        assert!(
            eastern.text.ends_with("— fragile: what is unknown could make it 55.0\u{202f}% and not 30.0\u{202f}%."),
            "{}",
            eastern.text
        );
    }

    #[test]
    fn an_order_that_turns_is_fragile() {
        let row = |at: u64| {
            let (task, downloads) = if at < 8 { ("image-classification", 10) } else { ("text-generation", 9) };
            format!(r#"{{"id":"o/m{at}","downloads":{downloads},"pipeline_tag":"{task}"}}"#)
        };
        let rows: Vec<String> = (0..20).map(row).collect();
        // Of ten, 80 for vision and 18 for text; of all, 80 and 108.
        let finding = check(&format!("[{}]", rows.join(",")), "", "modalities").findings.swap_remove(0);
        let why = finding.firmness.as_ref().unwrap().why.as_deref();
        assert_eq!(why, Some("with the top 16 alone, the order turns: 47.4\u{202f}% against 52.6\u{202f}%"));
    }

    #[test]
    fn a_finding_without_share_name_or_order_is_not_tried() {
        let lines = [("a", 3, "mit"), ("b", 2, "mit")];
        assert!(finding(&rows(&lines), "overview", 0).firmness.is_none());
    }

    #[test]
    fn assertions_by_hand() {
        let metrics = |values: &[(&'static str, Value)]| {
            let metric = |value: &Value| Metric {
                value: value.clone(),
                unit: Some(Unit::Count),
                n: None,
                known: None,
                bounds: None,
                reason: None,
            };
            Metrics(values.iter().map(|(id, value)| (*id, metric(value))).collect())
        };
        let here = metrics(&[("who", "x".into()), ("a", 3u64.into()), ("b", 2u64.into())]);
        let there = metrics(&[("who", "y".into()), ("a", 3u64.into()), ("b", 3u64.into()), ("c", 4u64.into())]);
        let holds = |assertion, left_out| trial::holds(&assertion, &here, &there, left_out);
        assert_eq!(holds(Assertion::Names("who"), None), Some(false));
        assert_eq!(holds(Assertion::Names("who"), Some("x")), None);
        assert_eq!(holds(Assertion::Names("nobody"), None), None);
        assert_eq!(holds(Assertion::AtLeast("a", 3.0), None), Some(true));
        assert_eq!(holds(Assertion::AtMost("b", 2.0), None), Some(false));
        assert_eq!(holds(Assertion::Order("a", "b"), None), Some(true));
        assert_eq!(holds(Assertion::Order("b", "c"), None), Some(false));
    }
}
