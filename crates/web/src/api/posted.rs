//! A POST as it comes: its key, whether it only tries, its body.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use app::RequestKey;
use serde_json::Value;

use super::fields::{Fields, Findings, Read};
use crate::idempotency::request_key;
use crate::json;
use crate::problem::{Flaw, Kind, Problem};
use crate::server::BODY_BYTES_MAX;

/// A request that would change something.
#[derive(Debug)]
pub struct Posted {
    /// The idempotency key, with the fingerprint of the request.
    pub key: RequestKey,
    /// Whether nothing is to be recorded.
    pub dry_run: bool,
    /// The body.
    pub body: Value,
}

impl Posted {
    /// Reads the body's fields. All flaws come in one answer.
    pub(super) fn read<T>(&self, read: impl FnOnce(Fields<'_>) -> Read<T>) -> Result<T, Problem> {
        let mut findings = Findings::default();
        let value = Fields::of(&self.body, String::new(), &mut findings).and_then(read);
        findings.conclude(value)
    }
}

impl FromRequest for Posted {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = Bytes::from_request(&request, payload);
        Box::pin(async move {
            is_plain_json(&request)?;
            let dry_run = dry_run(request.query_string())?;
            let body = body.await.map_err(|error| unread(&error))?;
            let key = request_key(&request, &body)?;
            Ok(Self { key, dry_run, body: json::parse(&body)? })
        })
    }
}

fn is_plain_json(request: &HttpRequest) -> Result<(), Problem> {
    let header = |name| request.headers().get(name).and_then(|value| value.to_str().ok());
    let media_type = header(CONTENT_TYPE).unwrap_or_default();
    let media_type = media_type.split(';').next().unwrap_or_default().trim();
    let plain = matches!(header(CONTENT_ENCODING), None | Some("identity"));
    if plain && media_type.eq_ignore_ascii_case("application/json") {
        Ok(())
    } else {
        Err(Problem::of(Kind::WrongMediaType))
    }
}

/// `dry_run=true` or `dry_run=false`, and no other parameter.
fn dry_run(query: &str) -> Result<bool, Problem> {
    let mut dry_run = None;
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let given = match (name, value) {
            ("dry_run", "true") => true,
            ("dry_run", "false") => false,
            ("dry_run", _) => return Err(Problem::query("dry_run", Flaw::boolean())),
            _ => return Err(Problem::query(name, Flaw::unknown_parameter())),
        };
        if dry_run.replace(given).is_some() {
            return Err(Problem::query("dry_run", Flaw::boolean()));
        }
    }
    Ok(dry_run.unwrap_or(false))
}

fn unread(error: &actix_web::Error) -> Problem {
    match error.as_error::<PayloadError>() {
        Some(PayloadError::Overflow) => {
            Problem::of(Kind::BodyTooLarge).with("most", &BODY_BYTES_MAX)
        }
        _ => Problem::of(Kind::BodyMalformed).with("line", &0).with("column", &0),
    }
}
