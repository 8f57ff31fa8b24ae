//! What all answers share: the id of the request, problems in their one shape, and the counting.

use std::time::Instant;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpMessage};
use tracing_actix_web::RequestId;
use uuid::Uuid;

use crate::health::Metrics;
use crate::problem::{Kind, Problem};
use crate::trace::{Came, route};

/// The header of the id of the request.
pub(crate) const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// The layer next to the handlers.
pub(crate) async fn finish(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let id = request.extensions().get::<RequestId>().map(|id| **id);
    let came = request.extensions().get::<Came>().map_or_else(Instant::now, |came| came.0);
    let metrics = request.app_data::<Data<Metrics>>().cloned();
    let mut answer = with_problem(next.call(request).await?.map_into_boxed_body(), id);
    if let Some(value) = id.and_then(|id| HeaderValue::from_str(&id.to_string()).ok()) {
        answer.headers_mut().insert(REQUEST_ID, value);
    }
    if let Some(metrics) = metrics {
        metrics.answered(&route(&answer), answer.status(), came.elapsed());
    }
    Ok(answer)
}

/// A problem gets the id of its request. What the framework itself refused becomes a problem.
fn with_problem(answer: ServiceResponse, id: Option<Uuid>) -> ServiceResponse {
    let status = answer.status();
    let problem = match answer.response().error() {
        Some(error) => match error.as_error::<Problem>() {
            Some(problem) => Some(problem.clone()),
            None => Some(of_framework(error)),
        },
        None => None,
    };
    let problem = problem.or_else(|| {
        let bare = (status.is_client_error() || status.is_server_error())
            && !answer.headers().contains_key(CONTENT_TYPE)
            && is_interface(answer.request().path());
        bare.then(|| of_status(status))
    });
    match problem {
        Some(problem) => answer.into_response(problem.answer(id)),
        None => answer,
    }
}

/// Whether programs call this address.
pub(crate) fn is_interface(path: &str) -> bool {
    path == "/v1" || path.starts_with("/v1/")
}

fn of_framework(error: &Error) -> Problem {
    let status = error.as_response_error().status_code();
    if status.is_server_error() {
        tracing::error!(error = %error, "an error of the framework");
    }
    of_status(status)
}

fn of_status(status: actix_web::http::StatusCode) -> Problem {
    Problem::of(match status.as_u16() {
        404 => Kind::NotFound,
        405 => return Problem::method_not_allowed(""),
        413 => return Problem::of(Kind::BodyTooLarge).with("most", &crate::server::BODY_BYTES_MAX),
        415 => Kind::WrongMediaType,
        400..=499 => Kind::PathInvalid,
        _ => Kind::Ours,
    })
}
