//! Trials in words: where a sentence becomes false, what is true there, and all of them in a line.

use super::{Test, trial::written};
use crate::{
    reference::country_name,
    report::{Assertion, Firmness, Metrics, Section, Trial, Unit, Value},
    text::{number_word, share, whole},
};

/// The first so many of the ranking, as a place in a sentence.
pub(super) fn top(size: u64) -> String {
    format!("with the top {} alone", whole(size))
}

/// What is true in the place of an assertion.
pub(super) fn instead(assertion: &Assertion, section: &Section, there: &Metrics) -> String {
    let here = &section.metrics;
    match *assertion {
        Assertion::Names(id) => {
            let mut name = written(there, id);
            if there.get(id).and_then(|metric| metric.unit) == Some(Unit::Band) {
                name = band(&name);
            } else if section.id == "countries" {
                name = country_name(&name).to_owned();
            }
            match id {
                "runner_up" | "second" => format!("{name} follows"),
                id if id.contains("leader") => format!("{name} leads"),
                _ => format!("it is {name}"),
            }
        }
        Assertion::AtLeast(id, _) | Assertion::AtMost(id, _) => {
            format!("it is {} and not {}", written(there, id), written(here, id))
        }
        Assertion::Order(a, b) => format!("the order turns: {} against {}", written(there, a), written(there, b)),
    }
}

/// A band of sizes, from its id: `lt1b`, `1-3b`, `ge70b`.
fn band(id: &str) -> String {
    let bounds = id.to_ascii_uppercase().replace('-', "–");
    match (bounds.strip_prefix("LT"), bounds.strip_prefix("GE")) {
        (Some(most), _) => format!("the band under {most}"),
        (_, Some(least)) => format!("the band {least} and up"),
        _ => format!("the band {bounds}"),
    }
}

/// A share whose bounds lie on both sides of one half.
pub(super) fn outside(section: &Section, test: &Test, bounds: &[Option<[Value; 2]>]) -> Option<String> {
    let half = test.shares.iter().zip(bounds).find_map(|(id, bounds)| {
        let [low, high] = bounds.as_ref()?.each_ref().map(|value| value.number().unwrap_or(0.5));
        let far = if section.metrics.get(id)?.value.number()? >= 0.5 { low } else { high };
        (low < 0.5 && high >= 0.5).then(|| (far, written(&section.metrics, id)))
    });
    let half = half.map(|(far, here)| format!("what is unknown could make it {} and not {here}", share(far)));
    let order = || {
        test.asserts.iter().find_map(|assertion| {
            let Assertion::Order(a, b) = *assertion else { return None };
            let [low, _] = section.metrics.get(a)?.bounds.as_ref()?;
            let [_, high] = section.metrics.get(b)?.bounds.as_ref()?;
            (low.number()? < high.number()?).then(|| "what is unknown could turn the order".to_owned())
        })
    };
    half.or_else(order)
}

/// All trials in a sentence or two.
pub(super) fn summary(firmness: &Firmness) -> String {
    let mut sentences = Vec::new();
    let said: Vec<bool> = firmness.baskets.iter().filter_map(|trial| trial.holds).collect();
    let held = said.iter().filter(|holds| **holds).count();
    let less: Vec<&Trial> = [&firmness.without_model, &firmness.without_owner].into_iter().flatten().collect();
    if said.len() > 1 {
        let smallest = firmness.baskets.first().map_or(0, |trial| trial.size);
        let baskets = if held == said.len() {
            format!("all {} baskets", number_word(held as u64))
        } else {
            format!("{held} of {} baskets", said.len())
        };
        sentences.push(format!("Holds in {baskets} from the top {} up", whole(smallest)));
    }
    for (word, wanted) in [("Holds", true), ("Does not hold", false)] {
        let names: Vec<&str> = less
            .iter()
            .filter(|trial| trial.holds == Some(wanted))
            .filter_map(|trial| trial.left_out.as_deref())
            .collect();
        if !names.is_empty() {
            sentences.push(format!("{word} without {}", names.join(" or ")));
        }
    }
    for at in 0..firmness.shares.len() {
        let value = |trial: &Trial| trial.values.get(at).and_then(Value::number);
        let here = firmness.baskets.last().and_then(value);
        let trials = firmness.baskets.iter().chain(less.iter().copied());
        let (low, high) =
            trials.filter_map(value).fold((f64::MAX, f64::MIN), |(low, high), value| (low.min(value), high.max(value)));
        let Some(here) = here.filter(|_| low < high) else { continue };
        let mut sentence = format!("{} here, {} to {} elsewhere", share(here), share(low), share(high));
        if let Some(Some([least, most])) = firmness.bounds.get(at) {
            let [least, most] = [least, most].map(|value| share(value.number().unwrap_or(0.0)));
            sentence += &format!(", {least} to {most} by what is unknown");
        }
        if !sentences.contains(&sentence) {
            sentences.push(sentence);
        }
    }
    if sentences.is_empty() { "There is no other basket to try it in.".to_owned() } else { sentences.join(". ") + "." }
}
