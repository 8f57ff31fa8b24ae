//! What is logged about a request: its id, its route, its status, how long it took. No path with
//! its parameters, no header, no body, no token.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::{Error, HttpMessage};
use tracing::Span;
use tracing::field::Empty;
use tracing_actix_web::{RequestId, RootSpanBuilder};

/// The span of a request, and its one line in the log.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestSpan;

/// When a request came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Came(pub(crate) Instant);

impl RootSpanBuilder for RequestSpan {
    fn on_request_start(request: &ServiceRequest) -> Span {
        let id = request.extensions().get::<RequestId>().map(ToString::to_string);
        request.extensions_mut().insert(Came(Instant::now()));
        tracing::info_span!(
            "request",
            request_id = id.unwrap_or_default(),
            method = request.method().as_str(),
            route = Empty,
            status = Empty,
        )
    }

    fn on_request_end<B: MessageBody>(span: Span, outcome: &Result<ServiceResponse<B>, Error>) {
        match outcome {
            Ok(answer) => {
                let request = answer.request();
                let came = request.extensions().get::<Came>().copied();
                let ms = came.map_or(0, |Came(at)| at.elapsed().as_millis());
                span.record("route", route(answer));
                span.record("status", answer.status().as_u16());
                tracing::info!(ms = u64::try_from(ms).unwrap_or(u64::MAX), "answered");
            }
            Err(error) => {
                span.record("status", error.as_response_error().status_code().as_u16());
                tracing::error!("not answered");
            }
        }
    }
}

/// The pattern of the address, such as `/v1/proposals/{id}`: never what stood in its braces.
pub(crate) fn route<B>(answer: &ServiceResponse<B>) -> String {
    answer.request().match_pattern().unwrap_or_else(|| "none".to_owned())
}
