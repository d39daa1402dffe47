//! What to do when the Hub does not answer with a page: wait how long, or give up and say why.
//!
//! The Hub counts requests in fixed windows of five minutes. Who can read `Retry-After` or
//! `RateLimit` knows how much of the window is left; a browser cannot (they are not among the
//! exposed headers), so there the pauses grow until they have outlasted a whole window.

use std::fmt;

/// A longer pause than this is not waited for.
const LONGEST: u64 = 900;

/// Pauses after a 429 that says nothing more; the first four add up to the window.
const BLIND: [u64; 5] = [20, 40, 80, 160, 300];

/// Pauses after a server's error: it is overloaded for a moment, or broken.
const TROUBLE: [u64; 5] = [1, 2, 4, 8, 16];

/// How often a request is repeated when no answer came at all.
const UNREACHED: usize = 3;

/// A pause before the same request is sent again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wait {
    /// How long.
    pub seconds: u64,
    /// Why, and how the time is known.
    pub reason: Reason,
}

/// Why there is a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason {
    /// The answer named the pause.
    RetryAfter,
    /// The answer said when its window of requests ends.
    RateLimit,
    /// The limit is reached and nothing readable says for how long.
    Window,
    /// The Hub failed.
    Trouble,
    /// There was no answer.
    Unreached,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Reason::RetryAfter => "the Hub asks for a pause",
            Reason::RateLimit => "the limit of requests is reached, and the Hub says when it begins anew",
            Reason::Window => "the limit of requests is reached; it begins anew every five minutes",
            Reason::Trouble => "the Hub has trouble",
            Reason::Unreached => "the Hub does not answer",
        })
    }
}

/// The pause before a request is repeated, or `None` where that is of no use.
///
/// `status` is that of the answer (none where there was no answer), `attempt` counts the repetitions
/// so far from 0, the headers are those that could be read.
pub fn wait(status: Option<u16>, attempt: u32, retry_after: Option<&str>, rate_limit: Option<&str>) -> Option<Wait> {
    let attempt = attempt as usize;
    let (blind, reason) = match status {
        None => (TROUBLE[..UNREACHED].get(attempt), Reason::Unreached),
        Some(429) => (BLIND.get(attempt), Reason::Window),
        Some(500..=599) => (TROUBLE.get(attempt), Reason::Trouble),
        Some(_) => return None,
    };
    let mut pause = Wait { seconds: *blind?, reason };
    if let Some(seconds) = retry_after.and_then(seconds) {
        pause = Wait { seconds, reason: Reason::RetryAfter };
    } else if let Some(left) = rate_limit.and_then(window_left).filter(|_| status == Some(429)) {
        // The header counts whole seconds; one more is surely past the end.
        pause = Wait { seconds: left.saturating_add(1), reason: Reason::RateLimit };
    }
    (pause.seconds <= LONGEST).then_some(pause)
}

/// `Retry-After` in seconds; its other form, a date, would need a clock and is passed over.
fn seconds(header: &str) -> Option<u64> {
    let header = header.trim();
    (!header.is_empty() && header.bytes().all(|byte| byte.is_ascii_digit())).then(|| header.parse().unwrap_or(u64::MAX))
}

/// The seconds until every exhausted limit of `"api";r=0;t=23, …` begins anew; where none is marked
/// as exhausted, until all of them have.
fn window_left(header: &str) -> Option<u64> {
    let limits = header.split(',').filter_map(|limit| {
        let parameter = |name: char| {
            limit
                .split(';')
                .skip(1)
                .find_map(|part| part.trim().strip_prefix(name)?.strip_prefix('=')?.parse::<u64>().ok())
        };
        Some((parameter('r') != Some(0), parameter('t')?))
    });
    limits.min_by_key(|&(open, left)| (open, std::cmp::Reverse(left))).map(|(_, left)| left)
}

/// An answer that is no page, and that is not worth another request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// The status of the answer.
    pub status: u16,
    /// The beginning of its body.
    pub said: String,
}

impl Refusal {
    /// Keeps of the body what fits into a sentence.
    pub fn new(status: u16, body: &[u8]) -> Refusal {
        Refusal { status, said: excerpt(body) }
    }

    fn remedy(&self) -> &'static str {
        match self.status {
            300..=399 => "it has moved: name its new address as the endpoint",
            400 => "it does not take this query, or the place in the listing has expired: begin again",
            401 | 403 => "check the token, or go without one",
            404 => "check that the endpoint is one of the Hub's API",
            429 => "the limit of requests is used up: try again in five minutes",
            500..=599 => "the trouble is the Hub's: try again later",
            _ => "check the endpoint",
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the Hub answered {}", self.status)?;
        if !self.said.is_empty() {
            write!(f, " \"{}\"", self.said)?;
        }
        write!(f, ", expected 200 and a page of the listing; {}", self.remedy())
    }
}

impl std::error::Error for Refusal {}

/// The first 200 characters on one line.
pub(super) fn excerpt(body: &[u8]) -> String {
    const CHARS: usize = 200;
    let text = String::from_utf8_lossy(&body[..body.len().min(CHARS * 8)]);
    let line: Vec<&str> = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).collect();
    let line = line.join(" ");
    match line.char_indices().nth(CHARS) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds_of(status: u16, attempt: u32, retry_after: Option<&str>, rate_limit: Option<&str>) -> Option<u64> {
        wait(Some(status), attempt, retry_after, rate_limit).map(|pause| pause.seconds)
    }

    #[test]
    fn a_readable_header_sets_the_pause() {
        assert_eq!(
            wait(Some(429), 0, Some(" 7 "), Some("\"api\";r=0;t=23")),
            Some(Wait { seconds: 7, reason: Reason::RetryAfter })
        );
        assert_eq!(
            wait(Some(429), 3, None, Some("\"api\";r=0;t=23")),
            Some(Wait { seconds: 24, reason: Reason::RateLimit })
        );
        assert_eq!(seconds_of(429, 0, None, Some("\"pages\";r=9;t=200, \"api\"; r=0; t=5")), Some(6));
        assert_eq!(seconds_of(503, 0, Some("0"), None), Some(0));
        assert_eq!(seconds_of(503, 1, None, Some("\"api\";r=0;t=23")), Some(2), "a limit is no reason for a 503");
    }

    #[test]
    fn without_one_the_pauses_outlast_the_window() {
        for unreadable in [None, Some("Fri, 31 Dec 2026 23:59:59 GMT"), Some("-1"), Some("")] {
            assert_eq!(
                wait(Some(429), 0, unreadable, Some("soon")),
                Some(Wait { seconds: 20, reason: Reason::Window })
            );
        }
        let total: u64 = (0..4).filter_map(|attempt| seconds_of(429, attempt, None, None)).sum();
        assert_eq!(total, 300);
        assert_eq!(seconds_of(429, 5, Some("1"), None), None, "also a named pause is repeated five times only");
    }

    #[test]
    fn what_is_hopeless_is_given_up() {
        for status in [200, 301, 400, 401, 403, 404, 410] {
            assert_eq!(seconds_of(status, 0, Some("1"), None), None, "{status}");
        }
        assert_eq!(seconds_of(429, 0, Some("901"), None), None);
        assert_eq!(seconds_of(429, 0, Some("99999999999999999999999"), None), None);
        assert_eq!(seconds_of(500, 4, None, None), Some(16));
        assert_eq!(seconds_of(500, 5, None, None), None);
        assert_eq!(wait(None, 2, None, None), Some(Wait { seconds: 4, reason: Reason::Unreached }));
        assert_eq!(wait(None, 3, None, None), None);
    }

    #[test]
    fn a_refusal_says_what_the_hub_said_on_one_line() {
        let refusal = Refusal::new(400, "{\"error\":\n \"expand\" …}".as_bytes()).to_string();
        assert!(refusal.starts_with("the Hub answered 400 \"{\"error\": \"expand\" …}\", expected 200"), "{refusal}");
        let long = Refusal::new(502, "é".repeat(900).as_bytes());
        assert_eq!(long.said.chars().count(), 201);
        assert!(Refusal::new(404, b"").to_string().starts_with("the Hub answered 404, expected 200"));
    }
}
