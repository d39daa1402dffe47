//! What becomes of a claim on the snapshot: the value here beside the published one, a verdict, and why.
//!
//! An expression is run on the basket and the window on screen, unless `under(…)` names others, and
//! with the default registry, mapping and attribution, unless it names those: how a figure is defined
//! belongs to the claim, and what it is computed on to the reader.

use serde::Serialize;

use super::{
    expression::{Expression, Missing, Reference, Taken, references, value},
    figure::{Figure, beside},
    file::{Claim, Fault, number},
    population::Scope,
};
use crate::{
    basket::{Basket, Query, Window},
    lenses::{Answers, at_once, sliced},
    model::{FieldId, RepoKind, decimal},
    report::{Outcome, Section, Table, Unit, Value},
    sections::SECTIONS,
    text,
};

/// What becomes of a claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// The value here rounds to the published figure, or lies in the interval that its words leave.
    Holds,
    /// It does not, on the same population.
    Changed,
    /// The source's own figures disagree, or the data refute a statement.
    Contradicted,
    /// Kind, basket, ranking or window differ: both figures stand side by side, without judgement.
    OtherPopulation,
    /// Public metadata, or this snapshot, do not hold what it takes.
    NotComputable,
}

impl Verdict {
    /// Every verdict, in the order counted.
    pub const ALL: [Verdict; 5] =
        [Verdict::Holds, Verdict::Changed, Verdict::Contradicted, Verdict::OtherPopulation, Verdict::NotComputable];

    /// As a table writes it.
    pub fn words(self) -> &'static str {
        ["holds", "changed", "contradicted", "other population", "not computable"][self as usize]
    }
}

/// A claim with what became of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Judged<'c> {
    /// The claim.
    pub claim: &'c Claim,
    /// What became of it.
    pub verdict: Verdict,
    /// The value here as written beside the published one; empty without one.
    pub here: String,
    /// Why, in sentences; empty where there is nothing to say.
    pub why: String,
    /// Where the claim asks for what there cannot be.
    pub fault: Option<Fault>,
}

/// Judges claims; what they take is run once for all of them.
pub fn judge<'c>(basket: &Basket<'_>, answers: &mut Answers<'_>, claims: &'c [Claim]) -> Vec<Judged<'c>> {
    at_once(judge_each(basket, answers, claims))
}

/// The same, a slice for each section that they take.
#[sliced]
pub(super) async fn judge_each<'c>(
    basket: &Basket<'_>,
    answers: &mut Answers<'_>,
    claims: &'c [Claim],
) -> Vec<Judged<'c>> {
    let court = Court::new(basket);
    let steps = claims.iter().filter_map(|claim| claim.expression.as_ref());
    let asked = steps.flat_map(|expression| references(&expression.here)).filter_map(|r| court.question(r));
    answers.need(asked.collect()).await;
    claims.iter().map(|claim| court.judge(claim, answers)).collect()
}

/// What verdicts rest on besides the answers.
pub(in crate::lenses) struct Court<'a> {
    kind: RepoKind,
    /// The basket and the window on screen, with the default definitions.
    base: Query,
    scope: Scope<'a>,
    /// Whether downloads of 30 days and of all time are recorded.
    recorded: [bool; 2],
}

impl<'a> Court<'a> {
    pub fn new(basket: &Basket<'a>) -> Court<'a> {
        let screen = basket.query;
        let base = Query {
            top: screen.top,
            by: screen.by,
            window: screen.window,
            terms: screen.terms.clone(),
            ..Query::default()
        };
        Court { base, ..Court::on_screen(basket) }
    }

    /// The same with the definitions on screen: for figures that do not say how they are defined.
    pub fn on_screen(basket: &Basket<'a>) -> Court<'a> {
        Court {
            kind: basket.snapshot.kind,
            base: basket.query.clone(),
            scope: Scope::new(basket.snapshot, basket.query),
            recorded: [FieldId::Downloads, FieldId::DownloadsAll].map(|field| basket.snapshot.records(field)),
        }
    }

    /// The query and the section that a reference takes its value from, where both can be had.
    pub fn question<'r>(&self, reference: &'r Reference) -> Option<(Query, &'r str)> {
        Some((self.query(reference).ok()?, reference.section.as_str()))
    }

    fn query(&self, reference: &Reference) -> Result<Query, String> {
        if reference.under.is_empty() {
            return Ok(self.base.clone());
        }
        Query::parse(&format!("{} {}", self.base, reference.under))
            .map_err(|error| format!("`{}` in under(…): {}, expected {}", error.term, error.found, error.expected))
    }

    fn judge<'c>(&self, claim: &'c Claim, answers: &Answers<'_>) -> Judged<'c> {
        let empty = Expression::default();
        let expression = claim.expression.as_ref().unwrap_or(&empty);
        let figure = Figure::parse(&claim.published);
        let here = value(&expression.here, &|reference| self.take(reference, answers));
        let shown = |taken: &Taken| match &taken.value {
            Value::Number(number) => {
                let unit = if claim.low.ends_with('%') { Unit::Share } else { taken.unit };
                beside(*number, unit, figure.as_ref())
            }
            other => text::cell(other, taken.unit),
        };
        let (verdict, why) = match (own(claim, expression), &here) {
            (Some(arithmetic), _) => (Verdict::Contradicted, arithmetic),
            (None, _) if claim.expression.is_none() => (Verdict::NotComputable, String::new()),
            (None, _) if expression.here.is_empty() => (Verdict::Holds, String::new()),
            (None, Err(missing)) => (Verdict::NotComputable, missing.reason.clone()),
            (None, Ok(taken)) => match meets(claim, figure.as_ref(), &taken.value) {
                None => (Verdict::NotComputable, "what was published says no number, nor do low and high".to_owned()),
                Some(met) => self.compare(claim, expression, met),
            },
        };
        let fault = here.as_ref().err().and_then(|missing| Some((missing.at?, missing))).map(|(at, missing)| Fault {
            line: claim.place.0,
            column: claim.place.1 + at,
            found: missing.reason.clone(),
            expected: "what the report holds".to_owned(),
        });
        Judged {
            claim,
            verdict,
            here: here.as_ref().map_or_else(|_| String::new(), shown),
            why: sentences(&[&why, &claim.note]),
            fault,
        }
    }

    /// The verdict on a value that does or does not meet the claim, by the population it was computed on.
    fn compare(&self, claim: &Claim, expression: &Expression, met: bool) -> (Verdict, String) {
        if claim.of.is_any() {
            return if met {
                (Verdict::Holds, String::new())
            } else {
                (Verdict::Contradicted, "the data refute it".to_owned())
            };
        }
        let queries = references(&expression.here).filter_map(|reference| self.query(reference).ok());
        match queries.filter_map(|query| self.scope.differs(&claim.of, &query)).next() {
            Some(reason) => (Verdict::OtherPopulation, reason),
            None if met => (Verdict::Holds, String::new()),
            None => (Verdict::Changed, String::new()),
        }
    }

    /// The value of a reference.
    pub fn take(&self, reference: &Reference, answers: &Answers<'_>) -> Result<Taken, Missing> {
        let id = &reference.section;
        let wrong = |reason: String| Missing { reason, at: Some(reference.at) };
        let spec = SECTIONS
            .iter()
            .find(|spec| spec.id == id)
            .ok_or_else(|| wrong(format!("this version has no section `{id}`")))?;
        if spec.kind != self.kind {
            let (asked, held) = (spec.kind.as_str(), self.kind.as_str());
            return Err(Missing::of(format!("`{id}` is about {asked}, this snapshot holds {held}")));
        }
        let query = self.query(reference).map_err(wrong)?;
        let section = answers.get(&query, id).ok_or_else(|| Missing::of(format!("`{id}` was not asked for")))?;
        // What there is none of, there is 0 of.
        if section.outcome == Outcome::TooFew && id.ends_with("overview") && reference.name == "repos" {
            return Ok(Taken { value: 0u64.into(), unit: Unit::Count });
        }
        if section.outcome != Outcome::Ready {
            return Err(Missing::of(section.reason.as_deref().unwrap_or_default()));
        }
        let taken = match &reference.cell {
            None => metric(section, &reference.name),
            Some((keys, column)) => table(section, &reference.name).and_then(|table| cell(id, table, keys, column)),
        };
        self.weighed(&query, taken).map_err(|missing| missing.place(reference.at))
    }

    /// What weighs by downloads is missing where the window's are not recorded: nothing weighs 0 then.
    fn weighed(&self, query: &Query, taken: Result<Taken, Missing>) -> Result<Taken, Missing> {
        let sound = match &taken {
            Ok(taken) => taken.unit != Unit::Downloads,
            Err(missing) => missing.at.is_some(),
        };
        let reason = match query.window {
            Window::Days30 if !self.recorded[0] => "no row of this snapshot records the downloads of the last 30 days",
            Window::All if !self.recorded[1] => "no row of this snapshot records all-time downloads",
            _ => return taken,
        };
        if sound { taken } else { Err(Missing::of(reason)) }
    }
}

fn table<'s>(section: &'s Section, name: &str) -> Result<&'s Table, Missing> {
    section.tables.iter().find(|table| table.id == name).ok_or_else(|| {
        let ids = section.tables.iter().map(|table| table.id);
        Missing { reason: lacking(section.id, "table", name, ids), at: Some(0) }
    })
}

impl Missing {
    /// Puts the place of a reference to what was asked wrongly.
    fn place(self, at: usize) -> Missing {
        Missing { at: self.at.map(|_| at), ..self }
    }
}

fn metric(section: &Section, name: &str) -> Result<Taken, Missing> {
    let Some(metric) = section.metrics.get(name) else {
        let ids = section.metrics.0.iter().map(|(id, _)| *id);
        return Err(Missing { reason: lacking(section.id, "metric", name, ids), at: Some(0) });
    };
    if metric.value == Value::Null {
        let reason = metric.reason.as_deref().unwrap_or_default();
        return Err(Missing::of(format!("no `{}.{name}`: {reason}", section.id)));
    }
    Ok(Taken { value: metric.value.clone(), unit: metric.unit.unwrap_or(Unit::Text) })
}

/// The cell of the row that has the keys in its first columns, or the sum over several such rows.
fn cell(section: &str, table: &Table, keys: &[String], column: &str) -> Result<Taken, Missing> {
    let name = format!("{section}.{}", table.id);
    let at = table.columns.iter().position(|other| other.id == column).ok_or_else(|| {
        let ids = table.columns.iter().map(|column| column.id);
        Missing { reason: lacking(&name, "column", column, ids), at: Some(0) }
    })?;
    let rows = |same: fn(&str, &str) -> bool| -> Vec<&Value> {
        let fits =
            |row: &&Vec<Value>| keys.iter().zip(row.iter()).all(|(key, value)| key == "*" || is_key(value, key, same));
        table.rows.iter().filter(fits).filter_map(|row| row.get(at)).collect()
    };
    // `#3` is the third row that names somebody. Ids compare exactly; names where that finds nobody without case.
    let mut found = match keys.first().and_then(|key| key.strip_prefix('#')?.parse::<usize>().ok()) {
        Some(place) => {
            let named =
                |row: &&Vec<Value>| row.first().and_then(Value::text).is_none_or(|name| !NOBODY.contains(&name));
            let row = table.rows.iter().filter(named).nth(place.wrapping_sub(1));
            row.and_then(|row| row.get(at)).into_iter().collect()
        }
        None => rows(|a, b| a == b),
    };
    if found.is_empty() {
        found = rows(str::eq_ignore_ascii_case);
    }
    let value = match found.as_slice() {
        [] => return Err(Missing::of(format!("`{name}` has no row `{}`", keys.join(", ")))),
        [one] => (*one).clone(),
        several => several.iter().filter_map(|value| value.number()).sum::<f64>().into(),
    };
    if value == Value::Null {
        return Err(Missing::of(format!("`{name}` says nothing for `{}`", keys.join(", "))));
    }
    Ok(Taken { value, unit: table.columns[at].unit })
}

/// Classes of what is not known, which take no place in a ranking.
const NOBODY: [&str; 6] = ["unreviewed", "unspecified", "unknown", "uncategorized", "no family", "no single seat"];

fn is_key(value: &Value, key: &str, same: fn(&str, &str) -> bool) -> bool {
    match value {
        Value::Text(text) => same(text, key),
        Value::Number(number) => decimal(key.as_bytes()) == Some(*number),
        Value::Null => false,
    }
}

fn lacking<'i>(place: &str, what: &str, name: &str, ids: impl Iterator<Item = &'i str>) -> String {
    let known: Vec<&str> = ids.collect();
    format!("`{place}` has no {what} `{name}`, but {}", if known.is_empty() { "none".into() } else { known.join(", ") })
}

/// Whether a value is what was published; none where that says no number.
fn meets(claim: &Claim, figure: Option<&Figure>, value: &Value) -> Option<bool> {
    let Value::Number(value) = value else {
        // A name may be published in other words than the metric's: then `low` holds these.
        let expected = if claim.low.is_empty() { &claim.published } else { &claim.low };
        return Some(value.text().is_some_and(|text| text.eq_ignore_ascii_case(expected)));
    };
    let bound = |text: &str| if text.is_empty() { Some(None) } else { number(text).map(Some) };
    match (bound(&claim.low)?, bound(&claim.high)?) {
        (None, None) => figure.map(|figure| figure.meets(*value)),
        (low, high) => Some(low.is_none_or(|low| *value >= low) && high.is_none_or(|high| *value <= high)),
    }
}

/// The source's own arithmetic, where it does not give what the source published.
fn own(claim: &Claim, expression: &Expression) -> Option<String> {
    if expression.own.is_empty() {
        return None;
    }
    let nowhere = |_: &Reference| Err(Missing::of(""));
    let taken = value(&expression.own, &nowhere).ok()?;
    let figure = Figure::parse(&claim.published);
    if meets(claim, figure.as_ref(), &taken.value)? {
        return None;
    }
    let result = beside(taken.value.number()?, taken.unit, figure.as_ref());
    Some(format!("its own figures give {} = {result}", expression.own_text))
}

/// Reasons as sentences.
fn sentences(reasons: &[&str]) -> String {
    let said = reasons.iter().filter(|reason| !reason.is_empty());
    let whole = said.map(|reason| format!("{}.", text::capital(reason.trim_end_matches('.'))));
    whole.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        input::{self, Options},
        lenses::claims::{Claims, ledger},
    };

    const ROWS: &str = r#"{"query":"sort=downloads&limit=2","models":[
        {"id":"Qwen/a-7b","downloads":30,"pipeline_tag":"x","tags":["license:mit"]},
        {"id":"google/b","downloads":10,"pipeline_tag":"x","gated":"auto"}]}"#;

    /// Verdict, value here, reason and place of what is wrong, of one claim on the two models.
    fn check(
        screen: &str,
        population: &str,
        published: &str,
        bounds: &str,
        expression: &str,
    ) -> (Verdict, String, String, Option<usize>) {
        let read = input::read(ROWS.as_bytes(), Options::default()).unwrap();
        let query = Query::parse(screen).unwrap();
        let basket = Basket::select(&read.snapshots[0], &query);
        let file = format!(
            "id,population,published,low,high,expression\nx,{population},{published},{bounds},\"{expression}\"\n"
        );
        let claims = Claims::read(file.as_bytes());
        assert_eq!(claims.faults, []);
        let judged = judge(&basket, &mut Answers::new(&basket, &[]), &claims.rows).remove(0);
        (judged.verdict, judged.here, judged.why, judged.fault.map(|fault| fault.column))
    }

    fn verdict(population: &str, published: &str, bounds: &str, expression: &str) -> Verdict {
        check("top=2", population, published, bounds, expression).0
    }

    const TOP: &str = "models top=2";

    #[test]
    fn a_figure_holds_to_its_digits_and_an_interval_to_its_bounds() {
        use Verdict::*;
        assert_eq!(verdict(TOP, "75 %", ",", "organizations.leader_share"), Holds);
        assert_eq!(verdict(TOP, "75.1 %", ",", "organizations.leader_share"), Changed);
        assert_eq!(verdict(TOP, "about 7 in 10", "0.7,80%", "organizations.leader_share"), Holds);
        assert_eq!(verdict(TOP, "above 0.8", "80%,", "organizations.leader_share"), Changed);
        assert_eq!(verdict(TOP, "at most 30", ",30", "organizations.leader_downloads"), Holds);
        assert_eq!(verdict(TOP, "qwen", ",", "organizations.leader"), Holds);
        assert_eq!(verdict(TOP, "Alibaba", "Qwen,", "organizations.leader"), Holds);
        assert_eq!(verdict(TOP, "google", ",", "organizations.leader"), Changed);
        assert_eq!(verdict(TOP, "many", ",", "overview.repos"), NotComputable);
    }

    #[test]
    fn another_population_is_not_judged() {
        let (verdict, here, why, _) = check("top=2", "models top=all", "9 %", ",", "organizations.leader_share");
        assert_eq!((verdict, here.as_str()), (Verdict::OtherPopulation, "75\u{202f}%"));
        assert_eq!(
            why,
            "Published for `top=all by=downloads window=30d`, computed on `top=2 by=downloads window=30d`."
        );
        // The expression may name the basket; what the screen filters is another population all the same.
        assert_eq!(check("", TOP, "75 %", ",", "organizations.leader_share under(top=2)").0, Verdict::Holds);
        assert_eq!(check("license:mit", TOP, "1", ",", "overview.repos under(top=2)").0, Verdict::OtherPopulation);
    }

    #[test]
    fn how_a_figure_is_defined_belongs_to_the_claim() {
        let of = |screen: &str, expression: &str| check(screen, TOP, "75 %", ",", expression).0;
        assert_eq!(of("top=2 registry=seed", "regions.eastern_share"), Verdict::Holds);
        assert_eq!(of("top=2", "regions.eastern_share under(registry=seed)"), Verdict::Holds);
        assert_eq!(of("top=2", "overview.downloads under(owner:Qwen) / overview.downloads"), Verdict::Holds);
    }

    #[test]
    fn a_source_or_the_data_can_contradict_it() {
        let (verdict, here, why, _) = check("top=2", TOP, "6×", ",", "9 / 2 = organizations.pair_ratio");
        assert_eq!((verdict, here.as_str()), (Verdict::Contradicted, "3.0×"));
        assert_eq!(why, "Its own figures give 9 ÷ 2 = 4.5×.");
        assert_eq!(check("top=2", TOP, "3×", ",", "6 / 2 = organizations.pair_ratio").0, Verdict::Holds);
        assert_eq!(check("top=2", "any", "none", "0,0", "gating.gated_count").2, "The data refute it.");
    }

    #[test]
    fn what_cannot_be_had_says_why() {
        let why = |expression: &str| {
            let (verdict, here, why, fault) = check("top=2", TOP, "1", ",", expression);
            assert_eq!((verdict, here.as_str()), (Verdict::NotComputable, ""));
            (why, fault)
        };
        assert_eq!(why("").0, "");
        assert_eq!(why("organizations.owners[nobody].share").0, "`organizations.owners` has no row `nobody`.");
        assert_eq!(
            why("cohorts.median_age_days").0,
            "No row of this snapshot records a day of creation (`createdAt`)."
        );
        assert_eq!(
            why("modalities.nlp_share under(window=all)").0,
            "No row of this snapshot records all-time downloads."
        );
        assert_eq!(
            why("tasks.tasks[x].downloads under(window=all)").0,
            "No row of this snapshot records all-time downloads."
        );
        assert_eq!(why("1 / licenses.multi_licensed").0, "A division by 0.");
        assert_eq!(why("1 + organizations.leader").0, "A name is no number to compute with.");
        // Columns count from the beginning of the row; the expression begins after a quote in column 20.
        assert_eq!(why("1 + colours.red"), ("This version has no section `colours`.".into(), Some(25)));
        let (reason, fault) = why("gating.gated");
        assert!(reason.starts_with("`gating` has no metric `gated`, but gated_count, gated_share"), "{reason}");
        assert_eq!(fault, Some(21));
        assert_eq!(why("gating.gates[open].count").1, Some(21));
        assert_eq!(why("gating.gating[open].counts").1, Some(21));
        assert!(why("overview.repos under(top=none)").0.starts_with("`top=none` in under(…)"));
    }

    #[test]
    fn a_cell_is_found_by_its_keys_or_its_place() {
        let here = |expression: &str| check("top=2", TOP, "1", ",", expression).1;
        assert_eq!(here("organizations.owners[QWEN].downloads"), "30");
        assert_eq!(here("organizations.owners[#2].downloads"), "10");
        assert_eq!(here("organizations.owners[*].downloads"), "40");
        assert_eq!(here("organizations.owners[Qwen, 1].downloads"), "30");
        assert_eq!(here("organizations.owners[#3].downloads"), "");
        // The license that one of the two does not state takes no place.
        assert_eq!(here("licenses.licenses[#1].id") + &here("licenses.licenses[#2].id"), "mit");
        assert_eq!(here("overview.repos under(owner:nobody)"), "0");
    }

    #[test]
    fn the_ledger_asks_for_what_the_report_holds() {
        let read = input::read(include_bytes!("../../../tests/data/shelf.json"), Options::default()).unwrap();
        let query = Query::default();
        let basket = Basket::select(&read.snapshots[0], &query);
        let judged = judge(&basket, &mut Answers::new(&basket, &[]), ledger());
        let faults: Vec<&Fault> = judged.iter().filter_map(|one| one.fault.as_ref()).collect();
        assert!(faults.is_empty(), "{faults:#?}");
    }

    #[test]
    fn every_claim_says_who_when_and_of_what() {
        assert!(ledger().len() > 100);
        for claim in ledger() {
            let told = [&claim.claim, &claim.source, &claim.date, &claim.population, &claim.published];
            assert!(told.iter().all(|text| !text.is_empty()), "{}", claim.id);
            assert!(claim.expression.is_some() || !claim.note.is_empty(), "{} has no reason", claim.id);
        }
        assert_eq!(Claims::read(include_bytes!("../claims.csv")).faults, []);
    }
}
