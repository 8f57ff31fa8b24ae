use std::collections::{BTreeMap, BTreeSet};

use actix_web::http::header::{ContentType, HeaderValue};
use actix_web::test::{TestRequest, call_and_read_body, call_service, init_service, read_body};
use actix_web::web::{Json, PayloadConfig};
use actix_web::{App, HttpResponse, web};
use domain::ledger::{Order, OrderKind};
use serde_json::{Value, json};

use super::fields::{Fields, Findings};
use super::{openapi, orders, wire};
use crate::problem::Problem;
use crate::server::{BODY_BYTES_MAX, application};

mod document;
mod posting;
mod reading;

/// An order of a request, read as the handlers read it.
fn read(order: &Value) -> Result<Order, Problem> {
    let mut findings = Findings::default();
    let new_id = || uuid::Uuid::from_u128(9);
    let fields = Fields::of(order, "/order".to_owned(), &mut findings);
    let read = fields.and_then(|at| orders::order(at, &new_id));
    findings.conclude(read)
}

/// The flaws of a request: where, and which.
fn flaws(problem: &Problem) -> BTreeMap<String, String> {
    let errors = problem.body(None).errors;
    errors.into_iter().map(|error| (error.pointer.unwrap(), error.code)).collect()
}
