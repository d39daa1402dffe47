//! What a clause can speak of: the owners, licenses and tasks of the basket, and phrases of the report.

use super::{
    tokens::{Kind, Token},
    words::OWNERS,
};
use crate::{basket::Query, lenses::Answers, reference, report::Value};

/// What answers a subject's figures, by what they count.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Subject {
    /// Its name, to tell two from one.
    pub name: String,
    /// Whether it is an owner.
    pub owner: bool,
    /// Models.
    pub count: String,
    /// Their share of all models.
    pub count_share: String,
    /// Downloads.
    pub downloads: String,
    /// Their share of all downloads.
    pub share: String,
    /// A number that counts nothing.
    pub index: String,
}

/// The names that the basket knows, in lower case.
pub(super) struct Subjects {
    owners: Vec<String>,
    licenses: Vec<String>,
    tasks: Vec<String>,
}

/// Words of the report that stand for one thing: the phrase, models, their share, downloads, their share, a number.
const PHRASES: [[&str; 6]; 16] = [
    ["declare-a-size", "declared-sizes.declared_count", "declared-sizes.declared_share", "", "", ""],
    [
        "permissive",
        "licenses.permissive_count",
        "licenses.permissive_share",
        "",
        "licenses.permissive_download_share",
        "",
    ],
    [
        "permissively",
        "licenses.permissive_count",
        "licenses.permissive_share",
        "",
        "licenses.permissive_download_share",
        "",
    ],
    ["eastern", "", "", "regions.eastern_downloads", "regions.eastern_share", ""],
    ["western", "", "", "", "regions.western_share", ""],
    ["gated", "gating.gated_count", "gating.gated_share", "", "", ""],
    ["nlp", "", "modalities.nlp_count_share", "", "modalities.nlp_share", ""],
    ["computer-vision", "", "modalities.cv_count_share", "", "modalities.cv_share", ""],
    ["audio", "", "modalities.audio_count_share", "", "modalities.audio_share", ""],
    ["multimodal", "", "modalities.multimodal_count_share", "", "modalities.multimodal_share", ""],
    ["five-owners", "", "", "", "concentration.top5_share", ""],
    ["ten-owners", "", "", "", "concentration.top10_share", ""],
    ["ten-models", "", "", "", "concentration.top10_models_share", ""],
    ["200-models", "", "", "", "concentration.top200_models_share", ""],
    ["gini", "", "", "", "", "concentration.gini"],
    ["hhi", "", "", "", "", "concentration.hhi"],
];

/// Sizes that the report has a share below.
const SIZES: [(f64, &str); 4] = [
    (1e8, "parameters.under_100m_share"),
    (2e8, "parameters.under_200m_share"),
    (5e8, "parameters.under_500m_share"),
    (1e9, "parameters.under_1b_share"),
];

/// Words of a name that are read as one: `automatic speech recognition`.
const LONGEST: usize = 4;

impl Subjects {
    pub fn new(query: &Query, answers: &Answers<'_>) -> Subjects {
        let names = |section: &str, table: &str| -> Vec<String> {
            let table = answers.get(query, section).and_then(|s| s.tables.iter().find(|t| t.id == table));
            let rows = table.into_iter().flat_map(|table| &table.rows);
            rows.filter_map(|row| row.first().and_then(Value::text)).map(str::to_owned).collect()
        };
        // A name of plain small letters may be any word: it has to be one that somebody has reviewed.
        let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_lowercase());
        let mut owners = names("organizations", "owners");
        owners.retain(|name| !plain(name) || reference::owner(name).is_some());
        let mut tasks = names("tasks", "tasks");
        tasks.retain(|id| id.contains('-'));
        let mut licenses = names("licenses", "licenses");
        licenses.retain(|id| !matches!(id.as_str(), "other" | "unknown" | "unspecified"));
        Subjects { owners, licenses, tasks }
    }

    /// The subject that begins at `at`, and how many tokens it takes.
    pub fn at(&self, tokens: &[Token<'_>], at: usize, sentence: &[Token<'_>]) -> Option<(Subject, usize)> {
        if let Some(found) = below(tokens, at).or_else(|| largest(tokens, at, sentence)) {
            return Some(found);
        }
        let within = &tokens[at..tokens.len().min(at + LONGEST)];
        let length = within.iter().position(|t| matches!(t.kind, Kind::Mark | Kind::Stop)).unwrap_or(within.len());
        (1..=length).rev().find_map(|n| {
            let words: Vec<&str> = within[..n].iter().map(|token| token.word.as_str()).collect();
            self.named(&words.join("-"), within[0].text, n, sentence).map(|subject| (subject, n))
        })
    }

    /// The one thing of that name; none where it may be two.
    fn named(&self, name: &str, text: &str, words: usize, sentence: &[Token<'_>]) -> Option<Subject> {
        let owner = self.owners.iter().find(|owner| words == 1 && owner.eq_ignore_ascii_case(text));
        let license = self.licenses.iter().find(|id| *id == name && self.is_license(id, sentence));
        let task = self.tasks.iter().find(|id| *id == name);
        let phrase = PHRASES.iter().find(|phrase| phrase[0] == name).map(of_phrase);
        let of = |table: &str, id: &str| of_row(table, id, "count", false);
        let found = [
            owner.map(|owner| of_row("organizations.owners", owner, "repos", true)),
            license.map(|id| of("licenses.licenses", id)),
            task.map(|id| of("tasks.tasks", id)),
            phrase,
        ];
        let mut found = found.into_iter().flatten();
        found.next().filter(|_| found.next().is_none())
    }

    /// An id such as `gemma` or `mit` is also a name: the sentence has to speak of licenses.
    fn is_license(&self, id: &str, sentence: &[Token<'_>]) -> bool {
        id.contains(['-', '.'])
            || sentence.iter().any(|token| token.word.starts_with("licen") || token.word.starts_with("apache"))
    }
}

fn of_row(table: &str, id: &str, count: &str, owner: bool) -> Subject {
    let cell = |column: &str| format!("{table}[\"{id}\"].{column}");
    Subject {
        name: id.to_owned(),
        owner,
        count: cell(count),
        count_share: format!("{} / overview.repos", cell(count)),
        downloads: cell("downloads"),
        share: format!("{} / overview.downloads", cell("downloads")),
        index: String::new(),
    }
}

fn of_phrase(phrase: &[&str; 6]) -> Subject {
    let [name, count, count_share, downloads, share, index] = phrase.map(str::to_owned);
    Subject { name, owner: false, count, count_share, downloads, share, index }
}

/// `below 1 billion parameters`, `fewer than 200M parameters`.
fn below(tokens: &[Token<'_>], at: usize) -> Option<(Subject, usize)> {
    let than = tokens[at].is("fewer less smaller") && tokens.get(at + 1)?.is("than");
    if !than && !tokens[at].is("below under") {
        return None;
    }
    let size = at + if than { 2 } else { 1 };
    let figure = tokens.get(size)?.figure()?;
    let metric = SIZES.iter().find(|(bound, _)| *bound == figure.value)?.1;
    tokens.get(size + 1)?.is("parameters params").then(|| {
        let subject = Subject { name: metric.to_owned(), share: metric.to_owned(), ..Subject::default() };
        (subject, size + 2 - at)
    })
}

/// `top five owners`, `ten largest owners`, `top 200 models`; `top ten` alone where its sentence speaks of owners.
fn largest(tokens: &[Token<'_>], at: usize, sentence: &[Token<'_>]) -> Option<(Subject, usize)> {
    let (first, second) = (tokens.get(at)?, tokens.get(at + 1)?);
    let number = match (first.word.as_str(), second.word.as_str()) {
        ("top", number) => number,
        (number, "largest" | "biggest" | "top") => number,
        _ => return None,
    };
    let number = match number {
        "5" => "five",
        "10" => "ten",
        number => number,
    };
    let (noun, length) = match tokens.get(at + 2) {
        Some(third) if third.is(OWNERS) => ("owners", 3),
        Some(third) if third.is("models") => ("models", 3),
        _ if sentence.iter().any(|token| token.is(OWNERS)) => ("owners", 2),
        _ => return None,
    };
    let name = format!("{number}-{noun}");
    PHRASES.iter().find(|phrase| phrase[0] == name).map(|phrase| (of_phrase(phrase), length))
}
