//! Which figures of a paragraph does this snapshot answer, and with what?
//!
//! Sentences are cut into clauses (`clauses`), and a figure is tied to the one subject of its clause
//! (`subjects`: an owner, a license, a task, or a phrase of the report) and to what the words around it
//! count, models or downloads. It is then judged as a claim is, on the basket on screen.
//!
//! The catch: prose seldom says of what it speaks. Whatever could be meant otherwise (two subjects, a
//! comparison, another year, a part of a part) is left alone, so much that is true stays unmarked.

mod clauses;
mod subjects;
mod tokens;
mod words;

use serde::Serialize;

use self::{
    clauses::{Tie, ties},
    subjects::Subjects,
    tokens::tokens,
};
use super::{
    Answers, at_once,
    claims::{Court, Expression, Verdict, beside, references, value},
};
use crate::{basket::Basket, text};

/// A figure of a text, and what it is here.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Span {
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What answers it, as an expression of the ledger.
    pub metric: String,
    /// The value here, in the digits of the text; empty without one.
    pub here: String,
    /// Whether it holds or has changed; not computable where nothing answers it here.
    pub verdict: Verdict,
    /// Why there is no value; empty where there is one.
    pub why: String,
}

/// The figures of a text that can be tied to a metric; all others are left alone.
pub fn paragraph(basket: &Basket<'_>, text: &str) -> Vec<Span> {
    let mut answers = Answers::new(basket, &[]);
    let court = Court::on_screen(basket);
    let names = ["organizations", "licenses", "tasks", "overview"].map(|id| (basket.query.clone(), id));
    at_once(answers.need(names.to_vec()));
    let subjects = Subjects::new(basket.query, &answers);
    let tokens = tokens(text);
    let tied = ties(&tokens, &subjects, basket);
    let parsed: Vec<(Tie, Expression)> =
        tied.into_iter().filter_map(|tie| Some((tie.clone(), Expression::parse(&tie.metric).ok()?))).collect();
    let asked = parsed.iter().flat_map(|(_, expression)| references(&expression.here));
    at_once(answers.need(asked.filter_map(|reference| court.question(reference)).collect()));
    parsed.into_iter().map(|(tie, expression)| judge(tie, &expression, &court, &answers)).collect()
}

fn judge(tie: Tie, expression: &Expression, court: &Court<'_>, answers: &Answers<'_>) -> Span {
    let found = value(&expression.here, &|reference| court.take(reference, answers));
    let number = found.as_ref().ok().and_then(|taken| Some((taken.value.number()?, taken.unit)));
    let (here, verdict, why) = match (number, found) {
        (Some((number, unit)), _) => {
            let verdict = if tie.met_by(number) { Verdict::Holds } else { Verdict::Changed };
            (beside(number, unit, Some(&tie.figure)), verdict, String::new())
        }
        (None, found) => {
            let reason = found.err().map(|missing| missing.reason).unwrap_or_default();
            (String::new(), Verdict::NotComputable, text::capital(&reason))
        }
    };
    Span { start: tie.start, end: tie.end, metric: tie.metric, here, verdict, why }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        basket::Query,
        input::{self, Options},
        sample::sample,
    };

    /// Each figure that is tied: as written, with its metric and the value here.
    fn check(query: &str, text: &str) -> Vec<String> {
        let read = input::read(sample().as_bytes(), Options::default()).unwrap();
        let query = Query::parse(query).unwrap();
        let spans = paragraph(&Basket::select(&read.snapshots[0], &query), text);
        let verdict = |span: &Span| match span.verdict {
            Verdict::Holds => "=".to_owned(),
            Verdict::Changed => format!("≠ {}", span.here),
            _ => format!("? {}", span.why),
        };
        spans.iter().map(|span| format!("{} {} {}", &text[span.start..span.end], verdict(span), span.metric)).collect()
    }

    const QWEN: &str = "organizations.owners[\"Qwen\"]";

    /// The same with the metrics left out.
    fn figures(query: &str, text: &str) -> Vec<String> {
        let found = check(query, text);
        found
            .iter()
            .map(|found| found.rsplit_once(" organizations.").map_or(found.as_str(), |(head, _)| head))
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn owners_with_their_downloads_and_shares() {
        let both =
            [format!("399.4M ≠ 399.5M {QWEN}.downloads"), format!("18.5% = {QWEN}.downloads / overview.downloads")];
        assert_eq!(check("", "Qwen now draws 399.4M downloads, 18.5% of the basket."), both);
        assert_eq!(check("", "Downloads of Qwen come to 399.4M (18.5%)."), both);
        assert_eq!(
            figures(
                "",
                "In downloads, Qwen leads with 399,454,717; no other comes close. Then sentence-transformers at 317.7M downloads (14.7%), Google at 104.2M (4.9%), and BAAI at 84.7M."
            ),
            ["399,454,717 =", "317.7M =", "14.7% =", "104.2M =", "4.9% ≠ 4.8\u{202f}%", "84.7M ="]
        );
        assert_eq!(figures("", "Qwen draws 399,454,717 downloads on its top models."), ["399,454,717 ="]);
        assert_eq!(figures("", "Qwen has 104 of the top 1,000 models."), ["104 ="]);
        assert_eq!(figures("", "18.5 % of downloads go to Qwen."), ["18.5 % ="]);
    }

    #[test]
    fn licenses_tasks_and_phrases_of_the_report() {
        let license = |id: &str, column: &str| format!("licenses.licenses[\"{id}\"].{column}");
        assert_eq!(
            check("", "Apache 2.0 covers 490 of the top 1,000 models (49.0%), and MIT another 199 models."),
            [
                format!("490 = {}", license("apache-2.0", "count")),
                format!("49.0% = {} / overview.repos", license("apache-2.0", "count")),
                format!("199 ≠ 198 {}", license("mit", "count")),
            ]
        );
        assert_eq!(
            check("", "Text generation leads with 222 models, image-text-to-text follows with 118 models."),
            ["222 = tasks.tasks[\"text-generation\"].count", "118 = tasks.tasks[\"image-text-to-text\"].count"]
        );
        for (text, found) in [
            ("MIT licenses cover another 198 / 1,000.", "198 = licenses.licenses[\"mit\"].count"),
            ("Only 351 models declare a size.", "351 = declared-sizes.declared_count"),
            ("Organisations draw downloads: the top ten hold 58.5%.", "58.5% = concentration.top10_share"),
            ("• 71.5% of top-1k models ship under a permissive license.", "71.5% = licenses.permissive_share"),
            ("Across the top 1,000, 71.5% of models are permissive.", "71.5% = licenses.permissive_share"),
            ("The top five organisations draw 46.1% of downloads.", "46.1% = concentration.top5_share"),
            (
                "The ten largest owners hold 58 percent of downloads.",
                "58 percent ≠ 59\u{202f}% concentration.top10_share",
            ),
            ("The Gini coefficient is 0.80.", "0.80 = concentration.gini"),
            (
                "Qwen pulls about 6× the downloads of meta-llama.",
                "6× ≠ 13.5× organizations.owners[\"Qwen\"].downloads / organizations.owners[\"meta-llama\"].downloads",
            ),
            (
                "Gated models are 4% of models.",
                "4% ? No row of this snapshot records gating (`gated`). gating.gated_share",
            ),
        ] {
            assert_eq!(check("", text), [found], "{text}");
        }
    }

    #[test]
    fn figures_are_judged_on_the_basket_and_by_the_definitions_on_screen() {
        let text = "Eastern owners draw 24.1% of downloads.";
        assert_eq!(figures("", text), ["24.1% ≠ 24.0\u{202f}% regions.eastern_share"]);
        assert_eq!(figures("registry=seed", text), ["24.1% = regions.eastern_share"]);
        assert_eq!(figures("", "Over its lifetime Qwen drew 18.5% of downloads."), [""; 0]);
    }

    #[test]
    fn words_before_a_figure_widen_it() {
        let verdict = |words: &str| figures("", &format!("Qwen draws {words} of downloads.")).concat();
        assert_eq!(verdict("about 19%"), "19% =");
        assert_eq!(verdict("about 25%"), "25% ≠ 18\u{202f}%");
        assert_eq!(verdict("more than 18%"), "18% =");
        assert_eq!(verdict("over 19%"), "19% ≠ 18\u{202f}%");
        assert_eq!(verdict("18%+"), "18% =");
        assert_eq!(verdict("less than 18%"), "18% ≠ 18\u{202f}%");
    }

    #[test]
    fn what_could_mean_something_else_is_left_alone() {
        for text in [
            "",
            "Nothing is said of any figure here, 18.5% or not.",
            // Two who share a figure, known or not.
            "Qwen and Google together draw 23% of downloads.",
            "Qwen and others draw 40% of downloads.",
            "Alibaba, Zhipu, and Qwen draw 30% of downloads.",
            "Chinese labs and Qwen draw 30% of downloads.",
            "OpenAI and BAAI draw 176M downloads.",
            // Somebody else's figure.
            "Meta follows Qwen with 12% of downloads.",
            "Qwen leads, and Zhipu follows with 3% of downloads.",
            "Qwen leads, the next owner draws 14.7% of downloads.",
            "Qwen is ahead of the runner-up at 14.7% of downloads.",
            "Qwen trails Zhipu with 3% of downloads.",
            "Llama licenses cover 5% of downloads and gemma 3%.",
            // A change, a difference, another time.
            "Qwen's share of downloads rose 5 points to 18.5%.",
            "Qwen leads google by 295M downloads.",
            "In 2024 Qwen drew 3% of downloads.",
            "A year ago Qwen drew 9% of downloads.",
            "Eastern owners draw 24.1% of downloads, up from 9% last year.",
            "Qwen draws 30% more downloads.",
            "Qwen could draw 25% of downloads.",
            // A part of a part, and other measures.
            "Apache 2.0 covers 49% of licenses, and downloads grow.",
            "Somebody owns the Hub: 399M downloads and 4× Google's.",
            "18.5% of Qwen's downloads come from one model.",
            "Of these, Qwen has 18.5% of downloads.",
            "Among gated models, MIT licenses cover 20% of models.",
            "Qwen has 18.5% of likes.",
            "Qwen has 200,000 derivatives.",
            "Qwen holds 18.5%.",
            "Qwen has 400 models.",
            "Qwen Apache 2.0 models draw 15% of downloads.",
            // Names and numbers that are no figures.
            "Qwen2.5-1.5B-Instruct has 12M downloads.",
            "Qwen/Qwen3-8B drew 12M downloads.",
            "MIT, the university, draws 2% of downloads.",
            "Qwen leads downloads in the 13–33B band with 7-day peaks, rank 1 of 312.",
            "Qwen drew downloads worth $5 million.",
        ] {
            assert_eq!(check("", text), [""; 0], "{text}");
        }
    }

    #[test]
    fn any_text_is_taken() {
        for text in [
            "é—ß'’\u{0}%5%",
            "5",
            "Qwen",
            "((((",
            "18.5%\n\n\n",
            "top",
            "below 1B",
            "a.b.c. 1.2.3.4 %%",
            "\u{202f}18\u{202f}%",
        ] {
            check("", text);
            for cut in text.char_indices().map(|(at, _)| at) {
                check("", &text[cut..]);
            }
        }
        let read = input::read(b"[]", Options::default()).unwrap();
        let spans =
            paragraph(&Basket::select(&read.snapshots[0], &Query::default()), "Permissive models are 70% of models.");
        assert_eq!(spans[0].verdict, Verdict::NotComputable);
    }
}
