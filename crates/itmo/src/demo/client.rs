//! A caller of the registry, through HTTPS like any other.

use std::path::Path;
use std::time::Duration;

use anyhow::Context as _;
use reqwest::blocking::{Client as Http, RequestBuilder};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

/// How much of an answer that was not expected is shown.
const BODY_SHOWN: usize = 120;

/// A caller of one registry.
#[derive(Clone, Debug)]
pub(crate) struct Client {
    http: Http,
    url: String,
}

/// Why a request was not answered as asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// The registry says why not.
    #[error("{code} ({status}): {detail}")]
    Refused {
        /// The status of the answer.
        status: u16,
        /// The problem's stable code.
        code: String,
        /// The problem in words.
        detail: String,
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

/// A proposal on record.
#[derive(Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Proposed {
    /// Its identifier.
    pub(crate) proposal: String,
    /// What the second person must have seen.
    pub(crate) digest: String,
}

/// An act on record.
#[derive(Deserialize, Clone, PartialEq, Eq, Debug)]
pub(crate) struct Carried {
    /// The number of the first entry that it became.
    pub(crate) first_entry: String,
}

impl Client {
    /// A caller of the registry at this address, who trusts this CA and no other.
    pub(crate) fn new(url: &str, authority: &Path) -> anyhow::Result<Self> {
        let pem = std::fs::read(authority)
            .with_context(|| format!("cannot read {}", authority.display()))?;
        let certificate = reqwest::Certificate::from_pem(&pem)?;
        let http = Http::builder()
            .tls_certs_only([certificate])
            .timeout(Duration::from_secs(30))
            .build()
            .context("no client for HTTPS could be made")?;
        Ok(Self { http, url: url.to_owned() })
    }

    /// Asks for JSON, as the holder of this token or as anybody.
    pub(crate) fn get(&self, token: Option<&str>, path: &str) -> Result<Value, CallError> {
        let request = self.http.get(format!("{}{path}", self.url));
        answered(with_token(request, token), &format!("GET {path}"))
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
        let (status, body) = (answer.status(), answer.text()?);
        if status.is_success() {
            return Ok(body);
        }
        let (method_and_path, status) = (format!("GET {path}"), status.as_u16());
        Err(CallError::Strange { method_and_path, status, body: beginning(&body) })
    }

    /// Proposes one order.
    pub(crate) fn propose(
        &self,
        token: &str,
        key: &str,
        order: &Value,
    ) -> Result<Proposed, CallError> {
        self.post(token, key, "/v1/proposals", &json!({ "order": order }))
    }

    /// Proposes several orders at once.
    pub(crate) fn propose_all(
        &self,
        token: &str,
        key: &str,
        orders: &[Value],
    ) -> Result<Proposed, CallError> {
        self.post(token, key, "/v1/batches", &json!({ "orders": orders }))
    }

    /// Asks what an order would do. Nothing is recorded.
    pub(crate) fn try_out(&self, token: &str, order: &Value) -> Result<Value, CallError> {
        self.post(token, "only-a-try", "/v1/proposals?dry_run=true", &json!({ "order": order }))
    }

    /// Approves what was proposed.
    pub(crate) fn approve(
        &self,
        token: &str,
        key: &str,
        proposed: &Proposed,
    ) -> Result<Carried, CallError> {
        let path = format!("/v1/proposals/{}/approval", proposed.proposal);
        self.post(token, key, &path, &json!({ "shown": proposed.digest }))
    }

    fn post<T: DeserializeOwned>(
        &self,
        token: &str,
        key: &str,
        path: &str,
        body: &Value,
    ) -> Result<T, CallError> {
        let request = self.http.post(format!("{}{path}", self.url)).json(body);
        let request = request.header("Idempotency-Key", key);
        answered(with_token(request, Some(token)), &format!("POST {path}"))
    }
}

fn with_token(request: RequestBuilder, token: Option<&str>) -> RequestBuilder {
    match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    }
}

#[derive(Deserialize)]
struct Problem {
    code: String,
    detail: String,
}

fn answered<T: DeserializeOwned>(
    request: RequestBuilder,
    method_and_path: &str,
) -> Result<T, CallError> {
    let answer = request.send()?;
    let status = answer.status();
    let body = answer.text()?;
    let strange = || CallError::Strange {
        method_and_path: method_and_path.to_owned(),
        status: status.as_u16(),
        body: beginning(&body),
    };
    if status.is_success() {
        return serde_json::from_str(&body).map_err(|_other_form| strange());
    }
    match serde_json::from_str(&body) {
        Ok(Problem { code, detail }) => {
            Err(CallError::Refused { status: status.as_u16(), code, detail })
        }
        Err(_no_problem) => Err(strange()),
    }
}

/// What came, so far as it is worth reading.
fn beginning(body: &str) -> String {
    body.chars().take(BODY_SHOWN).collect()
}

/// The code of the refusal, if it is one.
pub(crate) fn code<T>(answer: &Result<T, CallError>) -> Option<&str> {
    match answer {
        Err(CallError::Refused { code, .. }) => Some(code),
        Ok(_) | Err(CallError::Strange { .. } | CallError::Lost(_)) => None,
    }
}
