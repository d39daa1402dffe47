//! Fetches a page from the Hub: a token goes to the endpoint and nowhere else, pauses are counted down.

use std::{
    io::{self, IsTerminal},
    thread,
    time::Duration,
};

use hubstate::input::hub::{self, Refusal, Wait};
use ureq::{Agent, http::HeaderMap};

use super::progress;

/// More than any page weighs, and little enough to be held.
const LARGEST_BODY: u64 = 256 << 20;

/// Asks one endpoint.
pub struct Client {
    agent: Agent,
    authorization: Option<String>,
}

/// An answer of the Hub.
pub struct Answer {
    /// The `Link` headers, joined.
    pub link: Option<String>,
    /// The body.
    pub body: Vec<u8>,
    status: u16,
    retry_after: Option<String>,
    rate_limit: Option<String>,
}

impl Client {
    /// A client for addresses of `endpoint`, with the token that it may see.
    pub fn new(endpoint: &str, token: Option<String>) -> Client {
        let config = Agent::config_builder()
            .http_status_as_error(false)
            // The listing does not redirect. Where a host does, the user decides whether to trust the
            // new one, above all with a token.
            .max_redirects(0)
            .https_only(endpoint.starts_with("https://"))
            .user_agent(concat!("hubstate/", env!("CARGO_PKG_VERSION")))
            .timeout_connect(Some(Duration::from_secs(20)))
            .timeout_per_call(Some(Duration::from_secs(180)))
            .build();
        Client { agent: config.new_agent(), authorization: token.map(|token| format!("Bearer {token}")) }
    }

    /// Fetches page `number`, waiting and asking again as long as that is of use.
    pub fn page(&self, number: u64, address: &str) -> Result<Answer, String> {
        let mut attempt = 0;
        loop {
            let (pause, error) = match self.ask(address) {
                Ok(answer) if answer.status == 200 => return Ok(answer),
                Ok(answer) => {
                    let (after, limit) = (answer.retry_after.as_deref(), answer.rate_limit.as_deref());
                    let pause = hub::wait(Some(answer.status), attempt, after, limit);
                    (pause, Refusal::new(answer.status, &answer.body).to_string())
                }
                Err(error) => (
                    hub::wait(None, attempt, None, None),
                    format!("found no answer ({error}), expected a page; check the connection and the endpoint"),
                ),
            };
            let pause = pause.ok_or_else(|| format!("page {number}: {error}"))?;
            count_down(number, pause);
            attempt += 1;
        }
    }

    fn ask(&self, address: &str) -> Result<Answer, ureq::Error> {
        let mut request = self.agent.get(address).header("accept", "application/json");
        if let Some(authorization) = &self.authorization {
            request = request.header("authorization", authorization);
        }
        let mut response = request.call()?;
        let body = response.body_mut().with_config().limit(LARGEST_BODY).read_to_vec()?;
        let headers = response.headers();
        Ok(Answer {
            link: header(headers, "link"),
            body,
            status: response.status().as_u16(),
            retry_after: header(headers, "retry-after"),
            rate_limit: header(headers, "ratelimit"),
        })
    }
}

/// All values of a header, joined as one.
fn header(headers: &HeaderMap, name: &str) -> Option<String> {
    let values: Vec<&str> = headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
    (!values.is_empty()).then(|| values.join(", "))
}

/// Waits; a terminal sees the seconds run down, a log gets one line.
fn count_down(number: u64, pause: Wait) {
    let say = |left: u64| progress::show(&format!("page {number}: {}; going on in {left} s", pause.reason));
    if !io::stderr().is_terminal() {
        say(pause.seconds);
        thread::sleep(Duration::from_secs(pause.seconds));
        return;
    }
    for left in (1..=pause.seconds).rev() {
        say(left);
        thread::sleep(Duration::from_secs(1));
    }
}
