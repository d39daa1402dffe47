//! An answer as it is being formed.

use crate::{
    model::Coverage,
    report::{
        Assertion, BarPart, Chart, Column, CoverageNote, Finding, Headline, Metric, Metrics, Prose, Section, Table,
        Tone, Unit, Value,
    },
    stats, text,
};

/// An answer as it is being formed.
#[derive(Debug, Default)]
pub struct Draft {
    metrics: Vec<(&'static str, Metric)>,
    findings: Vec<Finding>,
    headline: Option<Headline>,
    tables: Vec<Table>,
    charts: Vec<Chart>,
    caveats: Vec<String>,
    coverage: Option<CoverageNote>,
}

impl Draft {
    /// Adds a metric; a value that cannot be formed must come with its reason.
    pub fn metric(&mut self, id: &'static str, unit: Unit, value: impl Into<Value>, of: Coverage, reason: &str) {
        self.add(id, unit, value.into(), of, reason);
    }

    /// What all kinds of values share.
    #[inline(never)]
    fn add(&mut self, id: &'static str, unit: Unit, value: Value, of: Coverage, reason: &str) {
        let metric = if value == Value::Null {
            Metric { value, unit: None, n: None, known: None, bounds: None, reason: Some(reason.to_owned()) }
        } else {
            Metric { value, unit: Some(unit), n: Some(of.n), known: Some(of.known), bounds: None, reason: None }
        };
        self.metrics.push((id, metric));
    }

    /// Adds a metric under another name.
    pub fn take(&mut self, id: &'static str, metric: Metric) {
        self.metrics.push((id, metric));
    }

    /// Says what the unknown could add to shares of `whole` that were added before.
    pub fn open(&mut self, ids: &[&'static str], unknown: u64, whole: u64) {
        let Some(unknown) = stats::share(unknown, whole) else { return };
        for id in ids {
            let value =
                self.metrics.iter().find(|(other, _)| other == id).and_then(|(_, metric)| metric.value.number());
            if let Some(low) = value {
                self.bounds(id, low, (low + unknown).min(1.0));
            }
        }
    }

    /// Says between which bounds a share lies that was added before, where something is unknown.
    pub fn bounds(&mut self, id: &str, low: f64, high: f64) {
        let metric = self.metrics.iter_mut().find(|(other, metric)| *other == id && metric.value != Value::Null);
        if let Some((_, metric)) = metric.filter(|_| low < high) {
            metric.bounds = Some([low.into(), high.into()]);
        }
    }

    /// Adds a share of a whole; null with a reason where the whole is 0.
    pub fn share(&mut self, id: &'static str, part: u64, whole: u64, of: Coverage) {
        let reason = if of.known == 0 { "no repository of the basket records it" } else { "a share of a total of 0" };
        self.metric(id, Unit::Share, stats::share(part, whole), of, reason);
    }

    /// Adds a sum of what is known; null where nothing is known of anybody.
    pub fn sum(&mut self, id: &'static str, unit: Unit, sum: u64, of: Coverage) {
        self.metric(id, unit, (of.known > 0).then_some(sum), of, "no repository of the basket records it");
    }

    /// Adds a finding; `**` encloses what is strong.
    pub fn finding(&mut self, marked: &str, metrics: &[&'static str]) {
        self.findings.push(Finding::new(marked, metrics));
    }

    /// Says what the last finding asserts beyond what its metrics tell by themselves.
    pub fn asserts(&mut self, assertion: Assertion) {
        if let Some(finding) = self.findings.last_mut() {
            finding.asserts.push(assertion);
        }
    }

    /// Says that the last finding names the largest of some shares.
    pub fn leads(&mut self, first: &'static str, shares: impl Iterator<Item = &'static str>) {
        shares.filter(|other| *other != first).for_each(|other| self.asserts(Assertion::Order(first, other)));
    }

    /// Sets the finding for the head of the page.
    pub fn headline(&mut self, headline: Headline) {
        self.headline = Some(headline);
    }

    /// Sets a share as the finding for the head of the page; `open` is the part of which nothing is known.
    pub fn share_headline(&mut self, part: f64, open: f64, marked: &str, coverage: String) {
        let bar = [(part, Tone::Subject), ((1.0 - part - open).max(0.0), Tone::Soft), (open, Tone::Unknown)];
        self.headline(Headline {
            figure: text::percent(part),
            unit: "%",
            parts: Prose::parse(marked),
            bar: bar.into_iter().map(|(share, tone)| BarPart { share: share.into(), tone }).collect(),
            coverage,
        });
    }

    /// Adds a table.
    pub fn table(&mut self, id: &'static str, title: &'static str, columns: &[Column], rows: Vec<Vec<Value>>) {
        self.tables.push(Table { id, title, columns: columns.to_vec(), rows, note: None });
    }

    /// Says what the last table leaves out.
    pub fn table_note(&mut self, note: String) {
        if let Some(table) = self.tables.last_mut() {
            table.note = Some(note);
        }
    }

    /// Adds a chart.
    pub fn chart(&mut self, chart: Chart) {
        self.charts.push(chart);
    }

    /// Adds a caveat.
    pub fn caveat(&mut self, text: impl Into<String>) {
        self.caveats.push(text.into());
    }

    /// Adds a caveat where there is one.
    pub fn caveats(&mut self, text: Option<&str>) {
        self.caveats.extend(text.map(str::to_owned));
    }

    /// Says for how many the field is recorded.
    pub fn coverage(&mut self, of: Coverage, text: String) {
        self.coverage = Some(CoverageNote { share: stats::share(of.known, of.n).into(), text });
    }

    /// Replaces the share of the coverage bar, where it is one of downloads and not of repositories.
    pub fn coverage_share(&mut self, share: Option<f64>) {
        if let Some(note) = &mut self.coverage {
            note.share = share.into();
        }
    }

    /// Puts the answer into its section.
    pub fn fill(self, section: &mut Section) {
        section.metrics = Metrics(self.metrics);
        section.findings = self.findings;
        section.headline = self.headline;
        section.tables = self.tables;
        section.charts = self.charts;
        section.caveats = self.caveats;
        section.coverage = self.coverage;
    }
}
