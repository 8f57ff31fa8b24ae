//! A caller of one registry, over HTTPS like any other.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use reqwest::blocking::{Client as Http, RequestBuilder, Response};
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, RETRY_AFTER};
use reqwest::redirect::Policy;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::address::Server;
use super::problem::Problem;

/// How much of an answer that was not expected is shown.
const BODY_SHOWN: usize = 120;

/// A caller of one registry.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    http: Http,
    url: String,
}

/// An answer as it came.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Answer {
    /// What was asked.
    pub(crate) method_and_path: String,
    /// The status of the answer.
    pub(crate) status: u16,
    /// Its body.
    pub(crate) body: String,
    /// Whether it was given before, to the same request.
    pub(crate) replayed: bool,
}

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// The registry says why not.
    #[error("{problem}")]
    Refused {
        /// What it says.
        problem: Box<Problem>,
        /// After how long the same may be asked again, if it says that.
        again_after: Option<Duration>,
    },
    /// The answer is none that the interface gives.
    #[error("{method_and_path} was answered with {status}: {body}")]
    Strange {
        /// What was asked.
        method_and_path: String,
        /// The status of the answer.
        status: u16,
        /// What came.
        body: String,
    },
    /// There was no answer.
    #[error("no answer")]
    Lost(#[from] reqwest::Error),
}

impl Client {
    /// A caller of the registry at this address, who trusts these CAs and no others; without any,
    /// those that this machine trusts.
    pub(crate) fn new(
        server: &Server,
        authorities: Option<&Path>,
        timeout: Duration,
    ) -> anyhow::Result<Self> {
        // A redirection would turn a request that writes into one that reads.
        let mut http = Http::builder().timeout(timeout).redirect(Policy::none());
        if let Some(file) = authorities {
            let pem =
                std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
            let certificates = reqwest::Certificate::from_pem_bundle(&pem)
                .with_context(|| format!("{} has no certificate in PEM", file.display()))?;
            anyhow::ensure!(!certificates.is_empty(), "{} has no certificate", file.display());
            http = http.tls_certs_only(certificates);
        }
        if server.is_here() {
            http = http.no_proxy();
        }
        let http = http.build().context("no client for HTTPS could be made")?;
        Ok(Self { http, url: server.to_string() })
    }

    /// Asks, as the holder of this token or as anybody.
    pub(crate) fn read(&self, token: Option<&str>, path: &str) -> Result<Answer, CallError> {
        let request = self.http.get(format!("{}{path}", self.url));
        answered(with_token(request, token), format!("GET {path}"))
    }

    /// Asks for JSON, as the holder of this token or as anybody.
    pub(crate) fn get(&self, token: Option<&str>, path: &str) -> Result<Value, CallError> {
        self.read(token, path)?.json()
    }

    /// Asks for all items of a list, page by page.
    pub(crate) fn all(&self, token: Option<&str>, path: &str) -> Result<Vec<Value>, CallError> {
        let joint = if path.contains('?') { '&' } else { '?' };
        let mut items = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = self.get(token, &format!("{path}{joint}limit=100{cursor}"))?;
            items
                .extend(page.get("items").and_then(Value::as_array).into_iter().flatten().cloned());
            match page.get("next").and_then(Value::as_str) {
                Some(next) => cursor = format!("&cursor={next}"),
                None => return Ok(items),
            }
        }
    }

    /// Asks for a page, as a visitor does.
    pub(crate) fn page(&self, path: &str) -> Result<String, CallError> {
        let answer = self.http.get(format!("{}{path}", self.url)).send()?;
        let answer = Answer::of(answer, format!("GET {path}"))?;
        if (200..300).contains(&answer.status) { Ok(answer.body) } else { Err(answer.strange()) }
    }

    /// Asks a question that is too long for an address. It changes nothing and needs no key.
    pub(crate) fn ask(&self, token: &str, path: &str, body: &str) -> Result<Answer, CallError> {
        let request = self.http.post(format!("{}{path}", self.url));
        let request = request.header(CONTENT_TYPE, "application/json").body(body.to_owned());
        answered(with_token(request, Some(token)), format!("POST {path}"))
    }

    /// Sends a request that writes: the same bytes under the same key have the effect of once.
    pub(crate) fn send(
        &self,
        token: &str,
        key: &str,
        path: &str,
        body: &str,
    ) -> Result<Answer, CallError> {
        let request = self.http.post(format!("{}{path}", self.url));
        let request = request.header("Idempotency-Key", key);
        let request = request.header(CONTENT_TYPE, "application/json").body(body.to_owned());
        answered(with_token(request, Some(token)), format!("POST {path}"))
    }
}

impl Client {
    /// Sends the bytes of a file, and gives those of the answer, of this media type where it is named.
    /// The same bytes have the effect of once: there is no key.
    pub(crate) fn send_file(
        &self,
        token: &str,
        path: &str,
        bytes: Vec<u8>,
        accept: Option<&str>,
    ) -> Result<Vec<u8>, CallError> {
        let request = self.http.post(format!("{}{path}", self.url));
        let request = request.header(CONTENT_TYPE, "application/octet-stream").body(bytes);
        let request = match accept {
            Some(media_type) => request.header(ACCEPT, media_type),
            None => request,
        };
        bytes_of(with_token(request, Some(token)), format!("POST {path}"))
    }

    /// Asks for a file, as the holder of this token or as anybody.
    pub(crate) fn read_file(&self, token: Option<&str>, path: &str) -> Result<Vec<u8>, CallError> {
        let request = self.http.get(format!("{}{path}", self.url));
        bytes_of(with_token(request, token), format!("GET {path}"))
    }
}

/// The bytes of an answer that is as asked.
fn bytes_of(request: RequestBuilder, method_and_path: String) -> Result<Vec<u8>, CallError> {
    let answer = request.send()?;
    if answer.status().is_success() {
        return Ok(answer.bytes()?.to_vec());
    }
    refused(answer, method_and_path)
}

/// What an answer says that is not as asked.
fn refused<T>(answer: Response, method_and_path: String) -> Result<T, CallError> {
    let again_after = again_after(answer.headers());
    let answer = Answer::of(answer, method_and_path)?;
    match Problem::read(&answer.body) {
        Some(problem) => Err(CallError::Refused { problem: Box::new(problem), again_after }),
        None => Err(answer.strange()),
    }
}

impl Answer {
    fn of(answer: Response, method_and_path: String) -> Result<Self, reqwest::Error> {
        let status = answer.status().as_u16();
        let replayed = answer.headers().contains_key("Idempotent-Replayed");
        Ok(Self { method_and_path, status, replayed, body: answer.text()? })
    }

    /// What it says.
    pub(crate) fn json<T: DeserializeOwned>(&self) -> Result<T, CallError> {
        serde_json::from_str(&self.body).map_err(|_other_form| self.clone().strange())
    }

    fn strange(self) -> CallError {
        let Self { method_and_path, status, body, .. } = self;
        CallError::Strange {
            method_and_path,
            status,
            body: body.chars().take(BODY_SHOWN).collect(),
        }
    }
}

fn with_token(request: RequestBuilder, token: Option<&str>) -> RequestBuilder {
    match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    }
}

fn answered(request: RequestBuilder, method_and_path: String) -> Result<Answer, CallError> {
    let answer = request.send()?;
    if answer.status().is_success() {
        return Ok(Answer::of(answer, method_and_path)?);
    }
    refused(answer, method_and_path)
}

fn again_after(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.parse().ok().map(Duration::from_secs)
}

/// The code of the refusal, if it is one.
pub(crate) fn code<T>(answer: &Result<T, CallError>) -> Option<&str> {
    match answer {
        Err(CallError::Refused { problem, .. }) => Some(&problem.code),
        Ok(_) | Err(CallError::Strange { .. } | CallError::Lost(_)) => None,
    }
}
