//! The six figures that reports on the Hub open with, and what each of them is on a basket.

use super::sliced;
use crate::{
    basket::Basket,
    report::{Metric, Section},
};

/// A figure that reports open with.
pub(super) struct Headline {
    /// Its id in the sections that hold headlines side by side.
    pub id: &'static str,
    /// The section that computes it, under the same id.
    pub section: &'static str,
    /// Its name within a sentence.
    pub name: &'static str,
    /// What it is a share of.
    pub of: &'static str,
}

/// The headlines, in the order of the contract.
pub(super) const HEADLINES: [Headline; 6] = [
    Headline { id: "leader_share", section: "organizations", name: "the leader's share", of: "downloads" },
    Headline {
        id: "top5_share",
        section: "concentration",
        name: "the share of the five largest owners",
        of: "downloads",
    },
    Headline { id: "eastern_share", section: "regions", name: "the Eastern share", of: "downloads" },
    Headline { id: "permissive_share", section: "licenses", name: "the permissive share", of: "models" },
    Headline { id: "multimodal_share", section: "modalities", name: "the multimodal share", of: "downloads" },
    Headline {
        id: "under_1b_share",
        section: "parameters",
        name: "the share below 1B parameters",
        of: "known downloads",
    },
];

/// What sections say of headlines on one basket.
pub(super) struct Figures(Vec<Section>);

impl Figures {
    /// The sections of those headlines that are `wanted` by place.
    #[sliced]
    pub(super) async fn of(basket: &Basket<'_>, wanted: &dyn Fn(usize) -> bool) -> Figures {
        let asked = |id: &str| HEADLINES.iter().enumerate().any(|(at, line)| line.section == id && wanted(at));
        Figures(super::metrics(basket, &asked).await)
    }

    /// Of no section.
    pub(super) fn none() -> Figures {
        Figures(Vec::new())
    }

    /// A headline's metric; the reason where there is none.
    pub(super) fn get(&self, line: &Headline) -> Metric {
        let section = self.0.iter().find(|section| section.id == line.section);
        let metric = section.and_then(|section| section.metrics.get(line.id)).cloned();
        metric.unwrap_or_else(|| Metric {
            value: crate::report::Value::Null,
            unit: None,
            n: None,
            known: None,
            bounds: None,
            reason: section
                .and_then(|section| section.reason.clone())
                .or_else(|| Some("no section computes it".to_owned())),
        })
    }

    /// The owner that leads, where the section on owners was asked.
    pub(super) fn leader(&self) -> Option<&str> {
        self.0.iter().find(|section| section.id == "organizations")?.metrics.get("leader")?.value.text()
    }
}
