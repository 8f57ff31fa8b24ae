//! Problems as answers (RFC 9457): one shape, stable codes, words from the catalogue.

mod causes;
mod flaw;
mod kind;
mod pages;
mod samples;
mod status;
mod texts;

use std::collections::BTreeMap;
use std::fmt;

use actix_web::http::StatusCode;
use actix_web::http::header::{
    ALLOW, CONTENT_LANGUAGE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use actix_web::{HttpResponse, ResponseError};
use domain::ledger::{Refusal, Refused};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

pub use flaw::Flaw;
pub use kind::Kind;
pub use pages::{Page, page, pages};
use texts::Texts;

/// The media type of an answer that is a problem.
pub const MEDIA_TYPE: &str = "application/problem+json";

/// The most flawed fields that one answer names: a batch can have tens of thousands.
const ERRORS_MAX: usize = 100;

/// How long a caller had better wait before it asks again.
const SECONDS_TO_WAIT: u32 = 1;

/// Why a request was not carried out, as its caller is told.
#[derive(Clone, Debug)]
pub struct Problem(Box<What>);

#[derive(Clone, Debug)]
struct What {
    code: &'static str,
    status: StatusCode,
    rule: Option<&'static str>,
    numbers: Vec<(&'static str, String)>,
    order: Option<usize>,
    errors: Vec<FieldError>,
}

/// A field with its flaw.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FieldError {
    /// Where the field is.
    pub place: Place,
    /// What is wrong with it.
    pub flaw: Flaw,
}

/// Where a field of a request is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place {
    /// In the body: a JSON pointer (RFC 6901).
    Body(String),
    /// In the path or the query: the name of the parameter.
    Parameter(String),
    /// In a file of tables: the table, the row, and the cell.
    Cell(String),
}

impl Problem {
    /// A problem of this kind.
    pub fn of(kind: Kind) -> Self {
        Self(Box::new(What {
            code: kind.code(),
            status: kind.status(),
            rule: None,
            numbers: Vec::new(),
            order: None,
            errors: Vec::new(),
        }))
    }

    /// The same body for what does not exist and for what is not for this caller.
    pub fn not_found() -> Self {
        Self::of(Kind::NotFound)
    }

    /// Fields of the body are missing, unknown or malformed: all of them at once.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let problem = Self::of(Kind::RequestInvalid).with("count", &errors.len());
        problem.errors(errors)
    }

    /// Cells of a file cannot be understood: all of them at once.
    pub fn file(errors: Vec<FieldError>) -> Self {
        Self::of(Kind::FileNotWhole).with("count", &errors.len()).errors(errors)
    }

    /// Parameters of the query are unknown or malformed: all of them at once.
    pub fn query(errors: Vec<FieldError>) -> Self {
        Self::of(Kind::QueryInvalid).errors(errors)
    }

    /// A part of the path is malformed.
    pub fn path(parameter: &str, flaw: Flaw) -> Self {
        let place = Place::Parameter(parameter.to_owned());
        Self::of(Kind::PathInvalid).errors(vec![FieldError { place, flaw }])
    }

    /// The address knows these methods only.
    pub fn method_not_allowed(allowed: &str) -> Self {
        Self::of(Kind::MethodNotAllowed).with("allowed", &allowed)
    }

    /// An error of ours: logged with its whole chain, never shown.
    pub fn ours(error: &dyn std::error::Error) -> Self {
        let mut chain = error.to_string();
        let mut cause = error.source();
        while let Some(error) = cause {
            chain.push_str(": ");
            chain.push_str(&error.to_string());
            cause = error.source();
        }
        tracing::error!(error = chain, "an error of ours");
        Self::of(Kind::Ours)
    }

    /// Names a number, or something else that the sentences of the problem name.
    pub fn with(mut self, name: &'static str, value: &dyn ToString) -> Self {
        self.0.numbers.push((name, value.to_string()));
        self
    }

    fn errors(mut self, mut errors: Vec<FieldError>) -> Self {
        errors.truncate(ERRORS_MAX);
        self.0.errors = errors;
        self
    }

    /// The stable code.
    pub const fn code(&self) -> &'static str {
        self.0.code
    }

    /// The status of the answer.
    pub const fn status(&self) -> StatusCode {
        self.0.status
    }

    /// What is sent, with the id of the request that it answers.
    pub fn body(&self, request: Option<Uuid>) -> ProblemBody {
        let What { code, status, rule, numbers, order, errors } = &*self.0;
        let texts = Texts::of(code, numbers);
        ProblemBody {
            kind: format!("/problems/{code}"),
            title: texts.title,
            status: status.as_u16(),
            detail: texts.detail,
            instance: request.map(|id| format!("urn:uuid:{id}")),
            code: (*code).to_owned(),
            rule: rule.map(str::to_owned),
            numbers: numbers
                .iter()
                .map(|(name, text)| ((*name).to_owned(), text.clone()))
                .collect(),
            remedy: texts.remedy,
            order: *order,
            errors: errors.iter().map(FieldProblem::of).collect(),
        }
    }

    /// The whole answer, with the id of the request that it answers.
    pub fn answer(&self, request: Option<Uuid>) -> HttpResponse {
        let mut answer = HttpResponse::build(self.status());
        answer.content_type(MEDIA_TYPE).insert_header((CONTENT_LANGUAGE, texts::language()));
        match self.status() {
            StatusCode::SERVICE_UNAVAILABLE => {
                answer.insert_header((RETRY_AFTER, SECONDS_TO_WAIT));
            }
            StatusCode::UNAUTHORIZED => {
                answer.insert_header((WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")));
            }
            StatusCode::METHOD_NOT_ALLOWED => {
                for (_, allowed) in self.0.numbers.iter().filter(|(name, _)| *name == "allowed") {
                    answer.insert_header((ALLOW, allowed.as_str()));
                }
            }
            _ => {}
        }
        // Values of ours always have a JSON form.
        answer.body(serde_json::to_string(&self.body(request)).unwrap_or_default())
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.status().as_u16(), self.code())
    }
}

impl std::error::Error for Problem {}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        self.status()
    }

    /// The way out of a handler; the outermost of our layers adds the id of the request.
    fn error_response(&self) -> HttpResponse {
        self.answer(None)
    }
}

impl From<Refused> for Problem {
    fn from(refused: Refused) -> Self {
        let Refused { order, why } = refused;
        if matches!(why, Refusal::ProposalUnknown { .. }) {
            return Self::not_found();
        }
        Self(Box::new(What {
            code: why.code(),
            status: status::of(&why),
            // Not every refusal comes from a rule of the specification.
            rule: Some(why.rule()).filter(|rule| rule.starts_with("R-")),
            numbers: why.numbers(),
            order,
            errors: Vec::new(),
        }))
    }
}

/// A problem (RFC 9457): why a request was not carried out, and what to do about it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody {
    /// What kind of problem it is: the address of a page about it. It never changes.
    #[serde(rename = "type")]
    #[schema(example = "/problems/not-held")]
    pub kind: String,
    /// What happened, in a line.
    pub title: String,
    /// The HTTP status of the answer.
    pub status: u16,
    /// What happened this time, with the numbers involved.
    pub detail: String,
    /// The id of the request, under which our logs have it: also in the header `X-Request-Id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "urn:uuid:019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")]
    pub instance: Option<String>,
    /// The stable code, for programs. It is never translated.
    #[schema(example = "not-held")]
    pub code: String,
    /// The rule of the specification that was applied, for a refusal of the ledger.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "R-152")]
    pub rule: Option<String>,
    /// The numbers and names that the detail names, by themselves.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub numbers: BTreeMap<String, String>,
    /// What to do.
    pub remedy: String,
    /// Which order of a batch it concerns, counted from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub order: Option<usize>,
    /// The fields that need a change: all of them, or the first 100.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldProblem>,
}

/// A field that needs a change.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FieldProblem {
    /// Where it is in the body: a JSON pointer (RFC 6901).
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/orders/3/units")]
    pub pointer: Option<String>,
    /// Its name, if it is a parameter of the path or the query.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Where it is, if it is in a file of tables.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Table 4, row 9, First ID")]
    pub cell: Option<String>,
    /// What is wrong, for programs. It is never translated.
    #[schema(example = "units-reversed")]
    pub code: String,
    /// What is wrong, and what to enter.
    pub detail: String,
}

impl FieldProblem {
    fn of(error: &FieldError) -> Self {
        let FieldError { place, flaw } = error;
        let (mut pointer, mut parameter, mut cell) = (None, None, None);
        match place {
            Place::Body(place) => pointer = Some(place.clone()),
            Place::Parameter(name) => parameter = Some(name.clone()),
            Place::Cell(place) => cell = Some(place.clone()),
        }
        Self { pointer, parameter, cell, code: flaw.code.to_owned(), detail: texts::of_flaw(flaw) }
    }
}

#[cfg(test)]
mod tests;
