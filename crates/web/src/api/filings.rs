//! Reports that your Party filed: what came of them, the files, and what others' failures say of it.

use std::str::FromStr;

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get};
use app::Registry;
use app::files::FileError;
use app::filings::{Examination, Notice, OwnFiling};
use domain::aef::{Difference, Place, Version};
use domain::party::PartyCode;
use domain::vintage::Year;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;
use workbook::Format;

use super::asked::Asked;
use super::files::attached;
use super::found::{ExplanationBody, FailureBody, PlaceBody, ReportBody};
use super::problems::ReadProblems;
use crate::caller::Authenticated;
use crate::problem::{Flaw, Problem};
use crate::room::Room;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_filings)
        .service(list_notices)
        .service(show_filing)
        .service(show_annotated_filing)
        .service(list_differences)
        .service(show_filed_file);
}

/// The versions that your Party filed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Filings {
    /// All of them, newest first.
    items: Vec<FilingBody>,
}

/// A version of a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Filing)]
pub(super) struct FilingBody {
    /// The calendar year that is reported.
    #[schema(example = "2025")]
    year: String,
    /// The version.
    #[schema(example = "1.0")]
    version: String,
    /// `not checked`, `consistent`, `inconsistent` or `undetermined`; `obsolete`, if a higher version
    /// took its place.
    #[schema(example = "consistent")]
    outcome: String,
    /// Whether it fails by itself, and is left out when other reports are compared.
    #[schema(example = false)]
    set_aside: bool,
    /// The SHA-256 hash of the file.
    #[schema(example = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")]
    file: String,
    /// When it was filed.
    #[schema(example = "2026-04-10T09:12:44.120Z", format = "date-time")]
    filed_at: String,
    /// The entry that filed it.
    #[schema(example = "48240")]
    entry: String,
    /// What is kept back.
    claims: Vec<ClaimedBody>,
}

/// A field whose values are kept back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Claimed)]
pub(super) struct ClaimedBody {
    /// The table.
    #[schema(example = "authorized_entities")]
    table: String,
    /// The technical name of the field.
    #[schema(example = "AuthorizedEntityName")]
    field: String,
    /// On what basis.
    #[schema(example = "Article 12 of the Act on Business Secrets")]
    basis: String,
}

/// What the checks say of the newest version of a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Examination)]
pub(super) struct ExaminationBody {
    /// The version.
    filing: FilingBody,
    /// What the checks say.
    report: ReportBody,
    /// How Parties explain it.
    explanations: Vec<ExplanationBody>,
}

/// What fails in other Parties' reports and names your Party.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Notices {
    /// All of it.
    items: Vec<NoticeBody>,
}

/// A failure of another Party's report that names yours.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Notice)]
pub(super) struct NoticeBody {
    /// Whose report it is.
    #[schema(example = "XBO")]
    party: String,
    /// Of which year.
    #[schema(example = "2025")]
    year: String,
    /// Its version.
    #[schema(example = "1.0")]
    version: String,
    /// What fails.
    failure: FailureBody,
    /// How Parties explain it.
    explanations: Vec<ExplanationBody>,
}

/// In what two versions differ.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Differences {
    /// The cells and rows, table by table. Rows that only moved are not among them.
    items: Vec<DifferenceBody>,
}

/// A cell or a row that is otherwise in the later version.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Difference)]
pub(super) struct DifferenceBody {
    /// Where it stands in the earlier version. It is missing for a row that was added.
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<PlaceBody>,
    /// Where it stands in the later version. It is missing for a row that is gone.
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<PlaceBody>,
    /// What stood there: one text, or those of the row.
    #[schema(example = json!(["3800"]))]
    was: Vec<String>,
    /// What stands there now.
    #[schema(example = json!(["3799"]))]
    is: Vec<String>,
}

impl FilingBody {
    fn of(filing: &OwnFiling) -> Self {
        let OwnFiling { facts, standing, set_aside } = filing;
        let claims = facts.filed.claims.iter().map(|it| ClaimedBody {
            table: it.table.to_string(),
            field: it.field.to_string(),
            basis: it.basis.to_string(),
        });
        Self {
            year: facts.year.to_string(),
            version: facts.filed.version.to_string(),
            outcome: standing.as_str().to_owned(),
            set_aside: *set_aside,
            file: facts.filed.file.to_string(),
            filed_at: facts.at.to_string(),
            entry: facts.filed.recorded.to_string(),
            claims: claims.collect(),
        }
    }
}

impl ExaminationBody {
    fn of(found: &Examination) -> Self {
        Self {
            filing: FilingBody::of(&found.filing),
            report: ReportBody::of(&found.report, None),
            explanations: ExplanationBody::all(&found.explanations),
        }
    }
}

impl NoticeBody {
    fn of(notice: &Notice) -> Self {
        Self {
            party: notice.party.to_string(),
            year: notice.year.to_string(),
            version: notice.version.to_string(),
            failure: FailureBody::of(&notice.failure, None),
            explanations: ExplanationBody::all(&notice.explanations),
        }
    }
}

impl DifferenceBody {
    fn of(difference: &Difference) -> Self {
        let Difference { before, after, was, is } = difference;
        let place = |it: &Option<Place>| it.map(PlaceBody::without_cell);
        let texts = |them: &[Box<str>]| them.iter().map(|it| it.to_string()).collect();
        Self { before: place(before), after: place(after), was: texts(was), is: texts(is) }
    }
}

/// Lists the reports that your Party filed
///
/// Every version, newest first: what was filed never changes.
#[utoipa::path(
    tag = "Filings",
    operation_id = "listFilings",
    responses((status = 200, description = "All versions.", body = Filings), ReadProblems),
    security(("token" = []))
)]
#[get("/reports/filings")]
async fn list_filings(
    Authenticated(caller): Authenticated,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Filings>, Problem> {
    asked.end()?;
    let found = workers.run(move || registry.own_filings(&caller)).await?;
    Ok(Json(Filings { items: found.iter().map(FilingBody::of).collect() }))
}

/// Lists what fails in others' reports and names your Party
///
/// A notice for each failure: what stands there, and what stands in your report. Answer with a
/// corrected version, or with an order `explain-inconsistency`.
#[utoipa::path(
    tag = "Filings",
    operation_id = "listNotices",
    responses((status = 200, description = "All notices.", body = Notices), ReadProblems),
    security(("token" = []))
)]
#[get("/reports/notices")]
async fn list_notices(
    Authenticated(caller): Authenticated,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Notices>, Problem> {
    asked.end()?;
    let found = workers.run(move || registry.notices(&caller)).await?;
    Ok(Json(Notices { items: found.iter().map(NoticeBody::of).collect() }))
}

/// Shows what the checks say of a report
///
/// The newest version of your Party's, with both sides' values of each failure. The secretariat reads
/// those of all Parties; to everybody else they are not there.
#[utoipa::path(
    tag = "Filings",
    operation_id = "showFiling",
    params(
        ("party" = String, Path, description = "The code of the Party.", example = "XAL"),
        ("year" = String, Path, description = "The year that is reported.", example = "2025"),
    ),
    responses((status = 200, description = "What they say.", body = ExaminationBody), ReadProblems),
    security(("token" = []))
)]
#[get("/reports/filings/{party}/{year}")]
async fn show_filing(
    Authenticated(caller): Authenticated,
    path: Path<(String, String)>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<ExaminationBody>, Problem> {
    let (party, year) = (part("party", &path.0)?, part("year", &path.1)?);
    asked.end()?;
    let found = workers.run(move || registry.examination(&caller, party, year)).await?;
    found.map(|it| Json(ExaminationBody::of(&it))).ok_or_else(Problem::not_found)
}

/// Gives your report back with what the checks say beside its cells
///
/// A workbook of the newest version, in which each failure stands beside its cell. It can be put right
/// and handed in again as a higher version.
#[utoipa::path(
    tag = "Filings",
    operation_id = "showAnnotatedFiling",
    params(
        ("party" = String, Path, description = "The code of your Party.", example = "XAL"),
        ("year" = String, Path, description = "The year that is reported.", example = "2025"),
    ),
    responses(
        (status = 200, description = "The workbook.", body = String,
            content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ReadProblems
    ),
    security(("token" = []))
)]
#[get("/reports/filings/{party}/{year}/annotated")]
async fn show_annotated_filing(
    Authenticated(caller): Authenticated,
    path: Path<(String, String)>,
    asked: Asked,
    registry: Data<Registry>,
    (workers, room): (Data<Workers>, Data<Room>),
) -> Result<HttpResponse, Problem> {
    let (party, year): (PartyCode, Year) = (part("party", &path.0)?, part("year", &path.1)?);
    asked.end()?;
    let taken = room.take(&caller)?;
    let found = workers
        .run(move || Ok::<_, FileError>((registry.annotated_filing(&caller, party, year)?, taken)));
    let (found, taken) = found.await?;
    let bytes = taken.answer(found.ok_or_else(Problem::not_found)?)?;
    Ok(attached(&format!("{party}-{year}-annotated"), Format::Xlsx, bytes))
}

/// Lists in what two versions of your report differ
///
/// Cell by cell, of rows that both have; rows that were added, or are gone, as a whole.
#[utoipa::path(
    tag = "Filings",
    operation_id = "listDifferences",
    params(
        ("party" = String, Path, description = "The code of your Party.", example = "XAL"),
        ("year" = String, Path, description = "The year that is reported.", example = "2025"),
        ("from" = String, Query, description = "The earlier version.", example = "1.0"),
        ("to" = String, Query, description = "The later version.", example = "1.1"),
    ),
    responses((status = 200, description = "The differences.", body = Differences), ReadProblems),
    security(("token" = []))
)]
#[get("/reports/filings/{party}/{year}/differences")]
async fn list_differences(
    Authenticated(caller): Authenticated,
    path: Path<(String, String)>,
    mut asked: Asked,
    registry: Data<Registry>,
    (workers, room): (Data<Workers>, Data<Room>),
) -> Result<Json<Differences>, Problem> {
    let (party, year) = (part("party", &path.0)?, part("year", &path.1)?);
    let (from, to) = (asked.need("from"), asked.need("to"));
    asked.end()?;
    let versions: Option<(Version, Version)> = from.zip(to);
    let versions = versions.ok_or_else(Problem::not_found)?;
    let taken = room.take(&caller)?;
    let found = workers.run(move || {
        let found = registry.filing_differences(&caller, (party, year), versions);
        drop(taken);
        found
    });
    let found = found.await?.ok_or_else(Problem::not_found)?;
    Ok(Json(Differences { items: found.iter().map(DifferenceBody::of).collect() }))
}

/// Gives the file of a version back
///
/// Byte for byte as your Party filed it.
#[utoipa::path(
    tag = "Filings",
    operation_id = "showFiledFile",
    params(
        ("party" = String, Path, description = "The code of your Party.", example = "XAL"),
        ("year" = String, Path, description = "The year that is reported.", example = "2025"),
        ("version" = String, Path, description = "The version.", example = "1.0"),
    ),
    responses(
        (status = 200, description = "The bytes.", body = String,
            content_type = "application/octet-stream"),
        ReadProblems
    ),
    security(("token" = []))
)]
#[get("/reports/filings/{party}/{year}/{version}/file")]
async fn show_filed_file(
    Authenticated(caller): Authenticated,
    path: Path<(String, String, String)>,
    asked: Asked,
    registry: Data<Registry>,
    (workers, room): (Data<Workers>, Data<Room>),
) -> Result<HttpResponse, Problem> {
    let (party, year): (PartyCode, Year) = (part("party", &path.0)?, part("year", &path.1)?);
    let version: Version = part("version", &path.2)?;
    asked.end()?;
    let taken = room.take(&caller)?;
    let found = workers.run(move || {
        Ok::<_, FileError>((registry.filed_bytes(&caller, (party, year, version))?, taken))
    });
    let (found, taken) = found.await?;
    let (format, bytes) = found.ok_or_else(Problem::not_found)?;
    Ok(attached(&format!("{party}-{year}-{version}"), format, taken.answer(bytes)?))
}

/// A part of a path with several.
pub(super) fn part<T: FromStr>(name: &str, text: &str) -> Result<T, Problem>
where
    Flaw: From<T::Err>,
{
    text.parse().map_err(|flaw| Problem::path(name, Flaw::from(flaw)))
}
