//! What operations have in common, for the OpenAPI document: parameters, and problems.

use std::collections::BTreeMap;

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::response::{Response, ResponseBuilder};
use utoipa::openapi::{Ref, RefOr};
use utoipa::{IntoParams, IntoResponses};

use crate::problem::{MEDIA_TYPE, Page, pages};

/// The header that every operation that changes something needs.
#[derive(IntoParams)]
#[into_params(parameter_in = Header)]
#[expect(dead_code, reason = "it is the text of the OpenAPI document; idempotency.rs reads it")]
pub struct Key {
    /// A key of your choice for this request: 1 to 200 visible ASCII characters, for example a
    /// UUID. Sent again with the same bytes, the request has no second effect and gets the first
    /// receipt.
    #[param(
        rename = "Idempotency-Key",
        max_length = 200,
        pattern = "^[!-~]+$",
        example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55"
    )]
    key: String,
}

/// The parameter of the query that every operation that changes something knows.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it is the text of the OpenAPI document; posted.rs reads it")]
pub struct Trial {
    /// With `true`, nothing is recorded: the answer tells what would happen.
    dry_run: Option<bool>,
}

/// The problems with which an operation that reads can answer.
pub struct ReadProblems;

/// The problems with which an operation that changes something can answer.
pub struct WriteProblems;

impl IntoResponses for ReadProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        by_status(|page| READ.contains(&page.code))
    }
}

impl IntoResponses for WriteProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        by_status(|page| {
            let of_others = ["README", "method-not-allowed"].contains(&page.code);
            !of_others && !REPORT.contains(&page.code) && !FILE.contains(&page.code)
        })
    }
}

/// The problems with which an operation that builds a report can answer.
pub struct ReportProblems;

impl IntoResponses for ReportProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        by_status(|page| READ.contains(&page.code) || FORMAT.contains(&page.code))
    }
}

/// The problems with which an operation that shows balances can answer.
pub struct BalanceProblems;

impl IntoResponses for BalanceProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        by_status(|page| READ.contains(&page.code) || BALANCE.contains(&page.code))
    }
}

/// The problems with which a plan can be answered.
pub struct PlanProblems;

impl IntoResponses for PlanProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let all = [READ, BALANCE, PLAN];
        by_status(|page| all.iter().any(|codes| codes.contains(&page.code)))
    }
}

/// The problems with which an operation that takes a file can answer.
pub struct FileProblems;

impl IntoResponses for FileProblems {
    fn responses() -> BTreeMap<String, RefOr<Response>> {
        let of_bodies = ["body-too-large", "body-too-slow", "body-malformed", "wrong-media-type"];
        by_status(|page| {
            let of_files = FILE.contains(&page.code) || FORMAT.contains(&page.code);
            READ.contains(&page.code) || of_files || of_bodies.contains(&page.code)
        })
    }
}

/// The codes of problems that a file can have.
const FILE: &[&str] =
    &["file-unreadable", "file-not-whole", "file-of-another-party", "files-of-a-day"];

/// The codes of problems that building a report can have besides.
const REPORT: &[&str] = &[
    "method-not-told",
    "no-ndc-period",
    "plan-of-another-host",
    "report-too-large",
    "year-not-begun",
];

/// The codes of problems that the agreed electronic format can have besides.
const FORMAT: &[&str] = &["no-ndc-period", "report-too-large", "year-not-begun"];

/// The codes of problems that balances can have besides.
const BALANCE: &[&str] = &["period-unknown", "method-not-told", "year-not-begun"];

/// The codes of problems that a plan can have besides.
const PLAN: &[&str] = &[
    "authorization-unknown",
    "body-malformed",
    "body-too-deep",
    "body-too-large",
    "body-too-slow",
    "outside-ndc-period",
    "period-is-final",
    "plan-of-another-host",
    "purpose-not-covered",
    "request-invalid",
    "serials-exhausted",
    "wrong-media-type",
];

/// The codes of problems that reading can have.
const READ: &[&str] = &[
    "path-invalid",
    "query-invalid",
    "not-authenticated",
    "not-granted",
    "not-found",
    "busy",
    "unavailable",
    "internal-error",
];

fn by_status(has: impl Fn(&Page) -> bool) -> BTreeMap<String, RefOr<Response>> {
    let mut codes: BTreeMap<u16, Vec<&str>> = BTreeMap::new();
    for page in pages().iter().filter(|page| has(page)) {
        codes.entry(page.status).or_default().push(page.code);
    }
    codes.into_iter().map(|(status, codes)| (status.to_string(), response(&codes).into())).collect()
}

fn response(codes: &[&str]) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    ResponseBuilder::new()
        .description(format!("A problem, by its code: {}.", codes.join(", ")))
        .content(MEDIA_TYPE, content)
        .build()
}
