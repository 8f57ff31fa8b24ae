//! A POST as it comes: its key, whether it only tries, its body.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, Instant};

use actix_web::dev::Payload;
use actix_web::error::PayloadError;
use actix_web::http::header::{CONTENT_ENCODING, CONTENT_TYPE};
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpRequest};
use app::RequestKey;
use serde_json::Value;

use super::asked::{Asked, boolean};
use super::fields::{Fields, Findings, Read};
use crate::caller::Authenticated;
use crate::idempotency::request_key;
use crate::json;
use crate::problem::{Kind, Problem};
use crate::server::BODY_BYTES_MAX;

/// How long a body may take to come.
const TIME_FOR_BODY: Duration = Duration::from_secs(30);

/// A body that takes longer to come may come from somebody whose token was revoked meanwhile.
const TIME_FOR_REVOKING: Duration = Duration::from_millis(500);

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
        fields_of(&self.body, read)
    }
}

/// The body of a request that asks a question too long for an address, and changes nothing: it needs no
/// key.
#[derive(Debug)]
pub struct Body(Value);

impl Body {
    /// Reads the body's fields. All flaws come in one answer.
    pub(super) fn read<T>(&self, read: impl FnOnce(Fields<'_>) -> Read<T>) -> Result<T, Problem> {
        fields_of(&self.0, read)
    }
}

impl FromRequest for Body {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = Bytes::from_request(&request, payload);
        Box::pin(async move {
            is_plain_json(&request)?;
            Asked::of(request.query_string()).end()?;
            let body = whole(body, TIME_FOR_BODY).await?;
            Ok(Self(json::parse(&body)?))
        })
    }
}

fn fields_of<T>(body: &Value, read: impl FnOnce(Fields<'_>) -> Read<T>) -> Result<T, Problem> {
    let mut findings = Findings::default();
    let value = Fields::of(body, String::new(), &mut findings).and_then(read);
    findings.conclude(value)
}

impl FromRequest for Posted {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let request = request.clone();
        let body = Bytes::from_request(&request, payload);
        Box::pin(async move {
            is_plain_json(&request)?;
            let mut asked = Asked::of(request.query_string());
            let dry_run = asked.may_as("dry_run", boolean).unwrap_or(false);
            asked.end()?;
            let began = Instant::now();
            let body = whole(body, TIME_FOR_BODY).await?;
            if began.elapsed() > TIME_FOR_REVOKING {
                Authenticated::from_request(&request, &mut Payload::None).await?;
            }
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

/// The body, if it comes in time: a caller who sends it drop by drop holds nobody up.
async fn whole(
    body: impl Future<Output = Result<Bytes, actix_web::Error>>,
    within: Duration,
) -> Result<Bytes, Problem> {
    match actix_web::rt::time::timeout(within, body).await {
        Ok(read) => read.map_err(|error| unread(&error)),
        Err(_too_late) => Err(Problem::of(Kind::BodyTooSlow)),
    }
}

fn unread(error: &actix_web::Error) -> Problem {
    match error.as_error::<PayloadError>() {
        Some(PayloadError::Overflow) => {
            Problem::of(Kind::BodyTooLarge).with("most", &BODY_BYTES_MAX)
        }
        _ => Problem::of(Kind::BodyMalformed).with("line", &0).with("column", &0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[actix_web::test]
    async fn a_body_that_does_not_come_is_not_waited_for_t35() {
        let refused = whole(std::future::pending(), Duration::from_millis(5)).await.unwrap_err();
        assert_eq!((refused.status().as_u16(), refused.code()), (408, "body-too-slow"));
    }
}
