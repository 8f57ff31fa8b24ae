//! Reports as documents: filled from what the ledger knows, as JSON or Markdown.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, VARY};
use actix_web::web::{Data, Json};
use actix_web::{FromRequest, HttpRequest, HttpResponse, get};
use app::Registry;
use app::reports::ReportError;
use domain::approach::ApproachId;
use domain::prefilled::{Document, Duty, Field, Missing, Section, Table, Told};
use domain::vintage::Year;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, Named};
use super::problems::{ReadProblems, ReportProblems};
use crate::caller::Authenticated;
use crate::problem::{Flaw, Problem};
use crate::run::Workers;

const MARKDOWN: &str = "text/markdown; charset=utf-8";

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(show_initial_report)
        .service(show_updated_initial_report)
        .service(show_regular_information)
        .service(show_annual_report)
        .service(show_approaches_report)
        .service(list_duties);
}

/// A report, as far as the registry can fill it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Document)]
pub(super) struct DocumentBody {
    /// Which report it is: `initial`, `regular`, `annual` or `approaches`.
    #[schema(example = "initial")]
    report: String,
    /// Its title.
    #[schema(example = "Initial report of Alorea")]
    title: String,
    /// The Party that reports, if one does.
    #[schema(example = "XAL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<String>,
    /// The year that is reported, if it is one year's.
    #[schema(example = "2026")]
    #[serde(skip_serializing_if = "Option::is_none")]
    year: Option<String>,
    /// Its sections, in their order.
    sections: Vec<SectionBody>,
    /// What must be filled by hand, or recorded first.
    missing: Vec<MissingBody>,
}

/// A section of a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentSection)]
pub(super) struct SectionBody {
    /// Its number.
    #[schema(example = "IV.1")]
    number: String,
    /// Its title.
    #[schema(example = "CA9001 Solar power on roofs")]
    title: String,
    /// What is asked for, one below the other.
    fields: Vec<FieldBody>,
    /// Its tables.
    tables: Vec<TableBody>,
}

/// Something that a report is asked for: with a text, or with what is missing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentField)]
pub(super) struct FieldBody {
    /// What it is.
    #[schema(example = "Authorized entities")]
    label: String,
    /// The paragraph that asks for it.
    #[schema(example = "18(g)")]
    asked_by: String,
    /// The text, from what the registry knows.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
    /// What is missing, and what to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    missing: Option<String>,
}

/// A table of a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentTable)]
pub(super) struct TableBody {
    /// Its title.
    #[schema(example = "Copies of authorizations")]
    title: String,
    /// The paragraph that asks for it.
    #[schema(example = "18(g)")]
    asked_by: String,
    /// The headings.
    columns: Vec<String>,
    /// The rows, each with a cell for each heading.
    rows: Vec<Vec<String>>,
}

/// Something that must be filled by hand.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DocumentGap)]
pub(super) struct MissingBody {
    /// The number of the section.
    #[schema(example = "IV.1")]
    section: String,
    /// The field.
    #[schema(example = "Safeguards and limits")]
    label: String,
    /// The paragraph that asks for it.
    #[schema(example = "18(i)(iv)")]
    asked_by: String,
    /// What has to be done.
    #[schema(example = "The registry does not know this: write it by hand.")]
    what: String,
}

/// What a Party has to hand in.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Duties {
    /// The Party.
    #[schema(example = "XAL")]
    party: String,
    /// The duties, in the order of their days; those without a day come first.
    duties: Vec<DutyBody>,
}

/// Something that a Party has to hand in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Duty)]
pub(super) struct DutyBody {
    /// What.
    #[schema(example = "Agreed electronic format for 2026")]
    what: String,
    /// The paragraph or the rule that asks for it.
    #[schema(example = "20, R-230")]
    asked_by: String,
    /// The last day. It is missing, as long as nothing makes it due.
    #[schema(example = "2027-04-15")]
    #[serde(skip_serializing_if = "Option::is_none")]
    due: Option<String>,
    /// `done`, `done-late`, `open`, `overdue`, or `not-known` where the registry keeps no record.
    #[schema(example = "open")]
    state: String,
    /// What to do, or what was done.
    detail: String,
}

impl DocumentBody {
    fn of(document: &Document) -> Self {
        Self {
            report: document.report.to_owned(),
            title: document.title.clone(),
            party: document.party.map(|it| it.to_string()),
            year: document.year.map(|it| it.to_string()),
            sections: document.sections.iter().map(SectionBody::of).collect(),
            missing: document.missing().into_iter().map(MissingBody::of).collect(),
        }
    }
}

impl SectionBody {
    fn of(section: &Section) -> Self {
        Self {
            number: section.number.clone(),
            title: section.title.clone(),
            fields: section.fields.iter().map(FieldBody::of).collect(),
            tables: section.tables.iter().map(TableBody::of).collect(),
        }
    }
}

impl FieldBody {
    fn of(field: &Field) -> Self {
        let (text, missing) = match &field.told {
            Told::Text(text) => (Some(text.clone()), None),
            Told::Missing(what) => (None, Some(what.clone())),
        };
        Self { label: field.label.clone(), asked_by: field.asked_by.to_owned(), text, missing }
    }
}

impl TableBody {
    fn of(table: &Table) -> Self {
        Self {
            title: table.title.clone(),
            asked_by: table.asked_by.to_owned(),
            columns: table.columns.iter().map(|it| (*it).to_owned()).collect(),
            rows: table.rows.clone(),
        }
    }
}

impl MissingBody {
    fn of(missing: Missing) -> Self {
        let Missing { section, label, asked_by, what } = missing;
        Self { section, label, asked_by: asked_by.to_owned(), what }
    }
}

impl DutyBody {
    fn of(duty: &Duty) -> Self {
        Self {
            what: duty.what.clone(),
            asked_by: duty.asked_by.to_owned(),
            due: duty.due.map(|it| it.to_string()),
            state: duty.state.as_str().to_owned(),
            detail: duty.detail.clone(),
        }
    }
}

/// In which form a document is answered: all that these questions have to say.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum DocumentForm {
    Json,
    Markdown,
}

/// The same, as the document of the interface says it.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
#[expect(dead_code, reason = "it is the text of the OpenAPI document; `DocumentForm` reads it")]
struct DocumentForms {
    /// `json` or `markdown`; without it, `Accept` decides, and else it is JSON.
    #[param(example = "markdown")]
    format: Option<String>,
}

impl FromRequest for DocumentForm {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        ready(Self::of(request))
    }
}

impl DocumentForm {
    /// `format`, or else what `Accept` names first of the two.
    fn of(request: &HttpRequest) -> Result<Self, Problem> {
        let mut asked = Asked::of(request.query_string());
        let named = asked.may_as("format", |text| match text {
            "json" => Ok(Self::Json),
            "markdown" => Ok(Self::Markdown),
            _ => Err(Flaw::report_format()),
        });
        asked.end()?;
        let accepted = request.headers().get(ACCEPT).and_then(|it| it.to_str().ok());
        let is_markdown = accepted.is_some_and(|it| it.trim_start().starts_with("text/markdown"));
        Ok(named.unwrap_or(if is_markdown { Self::Markdown } else { Self::Json }))
    }
}

fn answer(document: &Document, form: DocumentForm) -> HttpResponse {
    let mut answer = HttpResponse::Ok();
    answer.insert_header((VARY, "accept"));
    match form {
        DocumentForm::Json => answer.json(DocumentBody::of(document)),
        DocumentForm::Markdown => {
            answer.insert_header((CONTENT_TYPE, MARKDOWN)).body(document.to_markdown())
        }
    }
}

/// Shows the initial report of your Party, as far as the registry can fill it
///
/// Participation responsibilities, metrics and method, and for each approach its authorizations, Parties
/// and entities are filled. What is missing is said, with the paragraph that asks for it.
#[utoipa::path(
    tag = "Reports",
    operation_id = "showInitialReport",
    params(DocumentForms),
    responses((status = 200, description = "The report.", body = DocumentBody), ReadProblems),
    security(("token" = []))
)]
#[get("/reports/initial")]
async fn show_initial_report(
    Authenticated(caller): Authenticated,
    form: DocumentForm,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<HttpResponse, Problem> {
    let document = workers.run(move || registry.initial_report(&caller)).await?;
    Ok(answer(&document, form))
}

/// Shows the updated initial report of your Party for a further approach
///
/// Part IV alone, for this approach.
#[utoipa::path(
    tag = "Reports",
    operation_id = "showUpdatedInitialReport",
    params(
        ("approach" = String, Path, description = "The approach.", example = "CA9001"),
        DocumentForms
    ),
    responses((status = 200, description = "The report.", body = DocumentBody), ReadProblems),
    security(("token" = []))
)]
#[get("/reports/initial/{approach}")]
async fn show_updated_initial_report(
    Authenticated(caller): Authenticated,
    Named(approach): Named<ApproachId>,
    form: DocumentForm,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<HttpResponse, Problem> {
    let found = workers.run(move || registry.updated_initial_report(&caller, approach)).await?;
    found.map(|document| answer(&document, form)).ok_or_else(Problem::not_found)
}

/// Shows the regular information of your Party for a year, as far as the registry can fill it
///
/// For the annex to the biennial transparency report: authorizations and their changes, how double use is
/// avoided, conversion factors, and what touched the balance, in its parts.
#[utoipa::path(
    tag = "Reports",
    operation_id = "showRegularInformation",
    params(
        ("year" = String, Path, description = "The calendar year.", example = "2026"),
        DocumentForms
    ),
    responses((status = 200, description = "The report.", body = DocumentBody), ReportProblems),
    security(("token" = []))
)]
#[get("/reports/regular/{year}")]
async fn show_regular_information(
    Authenticated(caller): Authenticated,
    Named(year): Named<Year>,
    form: DocumentForm,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<HttpResponse, Problem> {
    let document = workers.run(move || registry.regular_information(&caller, year)).await?;
    Ok(answer(&document, form))
}

/// Shows what Parties did with ITMOs in a year
///
/// The annual report for the CMA, from published entries alone: first transfers, transfers, uses and
/// cancellations of each Party under each approach, in units of their metric.
#[utoipa::path(
    tag = "Reports",
    operation_id = "showAnnualReport",
    params(
        ("year" = String, Path, description = "The calendar year.", example = "2026"),
        DocumentForms
    ),
    responses((status = 200, description = "The report.", body = DocumentBody), ReportProblems),
    security(())
)]
#[get("/reports/annual/{year}")]
async fn show_annual_report(
    Named(year): Named<Year>,
    form: DocumentForm,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<HttpResponse, Problem> {
    let document = workers.run(move || registry.annual_report(year)).await?;
    Ok(answer(&document, form))
}

/// Shows the list of approaches for the centralized accounting and reporting platform
///
/// With their Parties, documents of authorizations, and the first year that is reported.
#[utoipa::path(
    tag = "Reports",
    operation_id = "showApproachesReport",
    params(DocumentForms),
    responses((status = 200, description = "The list.", body = DocumentBody), ReadProblems),
    security(())
)]
#[get("/reports/approaches")]
async fn show_approaches_report(
    form: DocumentForm,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<HttpResponse, Problem> {
    let document = workers.run(move || registry.approaches_report()).await?;
    Ok(answer(&document, form))
}

/// Lists what your Party has to hand in, and by when
///
/// Initial reports, the agreed electronic format of each year, biennial transparency reports: done, open,
/// overdue, or not known where the registry keeps no record.
#[utoipa::path(
    tag = "Reports",
    operation_id = "listDuties",
    responses((status = 200, description = "The duties.", body = Duties), ReadProblems),
    security(("token" = []))
)]
#[get("/reports/duties")]
async fn list_duties(
    Authenticated(caller): Authenticated,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Duties>, Problem> {
    asked.end()?;
    let body = workers.run(move || {
        let (party, duties) = registry.duties(&caller)?;
        let duties = duties.iter().map(DutyBody::of).collect();
        Ok::<_, ReportError>(Duties { party: party.to_string(), duties })
    });
    Ok(Json(body.await?))
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn form(query: &str, accept: Option<&str>) -> Result<DocumentForm, &'static str> {
        let request = TestRequest::with_uri(&format!("/v1/reports/initial{query}"));
        let request = match accept {
            Some(accept) => request.insert_header((ACCEPT, accept)),
            None => request,
        };
        DocumentForm::of(&request.to_http_request()).map_err(|problem| problem.code())
    }

    #[test]
    fn a_document_comes_in_the_form_that_is_named_or_else_in_that_which_is_accepted() {
        assert_eq!(form("", None), Ok(DocumentForm::Json));
        assert_eq!(form("", Some("application/json")), Ok(DocumentForm::Json));
        assert_eq!(form("", Some("text/markdown, */*")), Ok(DocumentForm::Markdown));
        assert_eq!(form("?format=json", Some("text/markdown")), Ok(DocumentForm::Json));
        assert_eq!(form("?format=markdown", None), Ok(DocumentForm::Markdown));
        assert_eq!(form("?format=docx", None), Err("query-invalid"));
        assert_eq!(form("?year=2026", None), Err("query-invalid"));
    }
}
