//! Files of reports: handed in, checked beforehand, and given back byte for byte.

use actix_web::http::StatusCode;
use actix_web::http::header::{ACCEPT, CONTENT_DISPOSITION};
use actix_web::web::{Data, Payload};
use actix_web::{HttpRequest, HttpResponse, get, post};
use app::Registry;
use app::files::{FileError, HandedIn, Prechecked};
use domain::aef::{Dialect, Version};
use domain::check::Report;
use domain::digest::Digest;
use domain::vintage::Year;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use workbook::Format;

use super::asked::{Asked, Named};
use super::found::{FindingBody, ReportBody};
use super::problems::{FileProblems, ReadProblems};
use crate::caller::Authenticated;
use crate::on_the_way::OnTheWay;
use crate::problem::Problem;
use crate::room::Room;
use crate::run::Workers;

/// The media type of the workbook that is handed in.
pub(super) const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(keep_file).service(keep_file_from_ledger).service(check_file).service(show_file);
}

/// What came of a file.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckedFile)]
pub(super) struct CheckedBody {
    /// What kind of file it is, by its content: `xlsx`, `csv` or `json`.
    #[schema(example = "xlsx")]
    format: String,
    /// What was left out when it was read.
    notes: Vec<String>,
    /// Whether all of it was understood. Only then it is compared, and only then it can be filed.
    #[schema(example = true)]
    whole: bool,
    /// What is wrong with cells and rows, up to 1,000.
    findings: Vec<FindingBody>,
    /// What the checks would say if it were filed now.
    report: ReportBody,
}

/// A file that the registry keeps for your section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = KeptFile)]
pub(super) struct KeptBody {
    /// The SHA-256 hash of its bytes, by which it is filed.
    #[schema(example = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")]
    file: String,
    /// Whose report it is.
    #[schema(example = "XAL")]
    party: String,
    /// The calendar year that it reports.
    #[schema(example = "2025")]
    year: String,
    /// The version that it has.
    #[schema(example = "1.0")]
    version: String,
    /// What was understood, and what the checks would say.
    checked: CheckedBody,
}

impl CheckedBody {
    fn of(checked: &Prechecked) -> Self {
        let Prechecked { understood, report } = checked;
        let format = understood.format;
        let none = Report::not_checked();
        Self {
            format: format.as_str().to_owned(),
            notes: understood.notes.iter().map(ToString::to_string).collect(),
            whole: understood.aef.is_some(),
            findings: FindingBody::all(&understood.findings, format),
            report: ReportBody::of(report.as_ref().unwrap_or(&none), Some(format)),
        }
    }
}

impl KeptBody {
    fn of(handed_in: &HandedIn) -> Self {
        let HandedIn { file, party, checked } = handed_in;
        Self {
            file: file.sha256.to_string(),
            party: party.to_string(),
            year: file.year.to_string(),
            version: file.version.to_string(),
            checked: CheckedBody::of(checked),
        }
    }
}

/// Hands in the file of a report
///
/// An xlsx workbook, CSV or JSON, found out by its content. It is kept byte for byte, named by its
/// hash, and counts for nothing until two persons file it: by an order `file-report`. The same bytes
/// have the same answer, and no second effect: there is no idempotency key. What cannot be understood
/// wholly, or is the report of another Party, is not kept.
#[utoipa::path(
    tag = "Filings",
    operation_id = "keepFile",
    request_body(content = String, content_type = "application/octet-stream",
        description = "The bytes of the file: at most 128 MiB, and 32 MiB of a workbook."),
    responses(
        (status = 201, description = "It is kept.", body = KeptBody),
        FileProblems
    ),
    security(("token" = []))
)]
#[post("/reports/files")]
async fn keep_file(
    authenticated: Authenticated,
    request: HttpRequest,
    asked: Asked,
    registry: Data<Registry>,
    (workers, room): (Data<Workers>, Data<Room>),
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    asked.end()?;
    let uploaded = room.receive(&request, authenticated, payload).await?;
    let kept = workers.run(move || {
        let kept = registry.keep_file(&uploaded.caller, &uploaded.bytes)?;
        drop(uploaded.taken);
        Ok::<_, FileError>(KeptBody::of(&kept))
    });
    Ok(HttpResponse::Created().json(kept.await?))
}

/// Keeps what the ledger says as the file of a report
///
/// The five tables of your Party for a year, as the ledger has them now, written into a file and kept
/// as if you had handed it in. What the ledger says later does not change it.
#[utoipa::path(
    tag = "Filings",
    operation_id = "keepFileFromLedger",
    params(
        ("year" = String, Query, description = "The calendar year that is reported.",
            example = "2025"),
        ("version" = Option<String>, Query,
            description = "The version to write into Table 1. Without it, 1.0.", example = "1.0"),
        ("format" = Option<String>, Query,
            description = "`xlsx`, which is the default, `csv` or `json`.", example = "xlsx"),
        ("dialect" = Option<String>, Query,
            description = "`template`, which is the default, or `nomenclature`.",
            example = "template"),
    ),
    responses(
        (status = 201, description = "It is kept.", body = KeptBody),
        FileProblems
    ),
    security(("token" = []))
)]
#[post("/reports/files/from-ledger")]
async fn keep_file_from_ledger(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    (workers, room): (Data<Workers>, Data<Room>),
) -> Result<HttpResponse, Problem> {
    let year: Option<Year> = asked.need("year");
    let version = asked.may("version").unwrap_or(Version::FIRST);
    let format = asked.may("format").unwrap_or(Format::Xlsx);
    let dialect: Dialect = asked.may("dialect").unwrap_or_default();
    asked.end()?;
    let Some(year) = year else { return Err(Problem::not_found()) };
    let taken = room.take(&caller)?;
    let kept = workers.run(move || {
        let written = (format, dialect);
        let kept = registry.keep_file_from_ledger(&caller, (year, version), written)?;
        drop(taken);
        Ok::<_, FileError>(KeptBody::of(&kept))
    });
    Ok(HttpResponse::Created().json(kept.await?))
}

/// Checks the file of a report, and keeps nothing
///
/// What is wrong with its cells, and what the checks would say against all newest reports that were
/// filed, if yours were filed now. Nothing is kept or recorded. With `Accept` of the media type of
/// xlsx the answer is a workbook, in which each finding and each failure stands beside its cell.
#[utoipa::path(
    tag = "Filings",
    operation_id = "checkFile",
    request_body(content = String, content_type = "application/octet-stream",
        description = "The bytes of the file: at most 128 MiB, and 32 MiB of a workbook."),
    responses(
        (status = 200, description = "What is wrong with it, or would be.", content(
            (CheckedBody = "application/json"),
            (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
        )),
        FileProblems
    ),
    security(("token" = []))
)]
#[post("/reports/check")]
async fn check_file(
    authenticated: Authenticated,
    request: HttpRequest,
    asked: Asked,
    registry: Data<Registry>,
    (workers, room): (Data<Workers>, Data<Room>),
    payload: Payload,
) -> Result<HttpResponse, Problem> {
    asked.end()?;
    let as_workbook = accepts_workbook(&request);
    let uploaded = room.receive(&request, authenticated, payload).await?;
    let answer = workers.run(move || {
        let checked = registry.check_file(&uploaded.caller, &uploaded.bytes)?;
        let marked = if as_workbook { Some(checked.annotated()?) } else { None };
        Ok::<_, FileError>((CheckedBody::of(&checked), marked, uploaded.taken))
    });
    Ok(match answer.await? {
        (_, Some(marked), taken) => attached("checked", Format::Xlsx, taken.answer(marked)?),
        (body, None, _) => HttpResponse::Ok().json(body),
    })
}

/// Gives a file back
///
/// The bytes that your section handed in, as they came. Another section's are not there.
#[utoipa::path(
    tag = "Filings",
    operation_id = "showFile",
    params(("file" = String, Path, description = "The SHA-256 hash of the file.",
        example = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")),
    responses(
        (status = 200, description = "The bytes.", body = String,
            content_type = "application/octet-stream"),
        ReadProblems
    ),
    security(("token" = []))
)]
#[get("/reports/files/{file}")]
async fn show_file(
    Authenticated(caller): Authenticated,
    Named(file): Named<Digest>,
    asked: Asked,
    registry: Data<Registry>,
    (workers, room): (Data<Workers>, Data<Room>),
) -> Result<HttpResponse, Problem> {
    asked.end()?;
    let taken = room.take(&caller)?;
    let found =
        workers.run(move || Ok::<_, FileError>((registry.bytes_of_file(&caller, file)?, taken)));
    let (found, taken) = found.await?;
    let (facts, bytes) = found.ok_or_else(Problem::not_found)?;
    let format: Format = facts.format.parse().map_err(|_unknown| Problem::not_found())?;
    Ok(attached(&file.to_string(), format, taken.answer(bytes)?))
}

fn accepts_workbook(request: &HttpRequest) -> bool {
    let accepted = request.headers().get(ACCEPT).and_then(|it| it.to_str().ok());
    accepted.is_some_and(|it| it.split([',', ';']).any(|part| part.trim() == XLSX))
}

/// A file as an answer. No browser shows it as a page.
pub(super) fn attached(name: &str, format: Format, bytes: OnTheWay) -> HttpResponse {
    let media_type = match format {
        Format::Xlsx => XLSX,
        Format::Csv => "text/csv; charset=utf-8",
        Format::Json => "application/json",
    };
    let name = format!("attachment; filename=\"{name}.{}\"", format.as_str());
    let mut answer = HttpResponse::build(StatusCode::OK);
    answer.content_type(media_type).insert_header((CONTENT_DISPOSITION, name)).body(bytes)
}
