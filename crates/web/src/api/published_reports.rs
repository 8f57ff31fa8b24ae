//! Reports, as everybody may have them.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get};
use app::Registry;
use app::files::FileError;
use app::filings::{FilingsWanted, Published, YearStatus};
use domain::aef::Version;
use domain::party::PartyCode;
use domain::vintage::Year;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, Named};
use super::files::attached;
use super::filings::part;
use super::paging::{Paging, cursor, slice};
use super::problems::ReadProblems;
use crate::problem::Problem;
use crate::room::PublicRoom;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config
        .service(list_published_reports)
        .service(show_published_file)
        .service(show_reporting_status);
}

/// Some reports that were filed.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct PublishedReports {
    /// The reports, in the order in which they were filed.
    items: Vec<PublishedBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A version of a report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublishedReport)]
pub(super) struct PublishedBody {
    /// The Party.
    #[schema(example = "XAL")]
    party: String,
    /// The calendar year that is reported.
    #[schema(example = "2025")]
    year: String,
    /// The version.
    #[schema(example = "1.0")]
    version: String,
    /// When it was filed.
    #[schema(example = "2026-04-10T09:12:44.120Z", format = "date-time")]
    filed_at: String,
    /// `not checked`, `consistent`, `inconsistent` or `undetermined`; `obsolete`, if a higher version
    /// took its place.
    #[schema(example = "consistent")]
    outcome: String,
    /// How many inconsistencies of it are open.
    #[schema(example = 0)]
    open_inconsistencies: usize,
    /// The entry that filed it.
    #[schema(example = "48240")]
    entry: String,
}

/// Who has reported a year, and who has not.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportingStatus {
    /// The year.
    #[schema(example = "2025")]
    year: String,
    /// The last day for it.
    #[schema(example = "2026-04-15", format = "date")]
    due: String,
    /// Whether that day is over.
    #[schema(example = false)]
    overdue: bool,
    /// Who has reported.
    reported: Vec<ReportedBody>,
    /// Parties with a section here that have not reported.
    #[schema(example = json!(["XBO"]))]
    missing: Vec<String>,
    /// Parties that have not reported, and with which others report to have transferred in the year,
    /// whether they have a section here or not.
    #[schema(example = json!(["XBO"]))]
    named_by_others: Vec<String>,
}

/// A Party that has reported.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Reported)]
pub(super) struct ReportedBody {
    /// The Party.
    #[schema(example = "XAL")]
    party: String,
    /// The newest version.
    #[schema(example = "1.0")]
    version: String,
}

impl PublishedBody {
    fn of(published: &Published) -> Self {
        let Published { filing, standing, open_inconsistencies } = published;
        Self {
            party: filing.party.to_string(),
            year: filing.year.to_string(),
            version: filing.version.to_string(),
            filed_at: filing.at.to_string(),
            outcome: standing.as_str().to_owned(),
            open_inconsistencies: *open_inconsistencies,
            entry: filing.entry.to_string(),
        }
    }
}

impl ReportingStatus {
    fn of(status: &YearStatus) -> Self {
        let YearStatus { year, due, is_overdue, reported, missing, named } = status;
        let reported = reported.iter().map(|(party, version)| ReportedBody {
            party: party.to_string(),
            version: version.to_string(),
        });
        Self {
            year: year.to_string(),
            due: due.to_string(),
            overdue: *is_overdue,
            reported: reported.collect(),
            missing: missing.iter().map(PartyCode::to_string).collect(),
            named_by_others: named.iter().map(PartyCode::to_string).collect(),
        }
    }
}

/// Lists the reports that were filed
///
/// Every version of every Party's, with what the checks say of the newest.
#[utoipa::path(
    tag = "Filings",
    operation_id = "listPublishedReports",
    params(
        ("party" = Option<String>, Query, description = "Those of this Party.", example = "XAL"),
        ("year" = Option<String>, Query, description = "Those of this year.", example = "2025"),
        Paging
    ),
    responses((status = 200, description = "Some reports.", body = PublishedReports), ReadProblems),
    security(())
)]
#[get("/reports/published")]
async fn list_published_reports(
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<PublishedReports>, Problem> {
    let wanted = FilingsWanted { party: asked.may("party"), year: asked.may("year") };
    let slice = slice(&mut asked);
    asked.end()?;
    let page =
        workers.run(move || registry.published_filings(&wanted, slice.after, slice.limit)).await?;
    let items = page.items.iter().map(PublishedBody::of).collect();
    Ok(Json(PublishedReports { items, next: page.next.as_ref().map(cursor) }))
}

/// Gives the file of a report
///
/// The five tables of a version, written anew. What its Party keeps back says `confidential`.
#[utoipa::path(
    tag = "Filings",
    operation_id = "showPublishedFile",
    params(
        ("party" = String, Path, description = "The code of the Party.", example = "XAL"),
        ("year" = String, Path, description = "The year that is reported.", example = "2025"),
        ("version" = String, Path, description = "The version.", example = "1.0"),
        ("format" = Option<String>, Query,
            description = "`xlsx`, `csv` or `json`. Without it, as it was filed.",
            example = "json"),
    ),
    responses(
        (status = 200, description = "The file.", body = String,
            content_type = "application/octet-stream"),
        ReadProblems
    ),
    security(())
)]
#[get("/reports/published/{party}/{year}/{version}")]
async fn show_published_file(
    path: Path<(String, String, String)>,
    mut asked: Asked,
    registry: Data<Registry>,
    (workers, room): (Data<Workers>, Data<PublicRoom>),
) -> Result<HttpResponse, Problem> {
    let (party, year): (PartyCode, Year) = (part("party", &path.0)?, part("year", &path.1)?);
    let version: Version = part("version", &path.2)?;
    let format = asked.may("format");
    asked.end()?;
    let taken = room.take()?;
    let found = workers.run(move || {
        Ok::<_, FileError>((registry.published_file((party, year, version), format)?, taken))
    });
    let (found, taken) = found.await?;
    let (format, bytes) = found.ok_or_else(Problem::not_found)?;
    Ok(attached(&format!("{party}-{year}-{version}"), format, taken.answer(bytes)?))
}

/// Shows who has reported a year, and who has not
///
/// The report of a year is due on 15 April of the next one.
#[utoipa::path(
    tag = "Filings",
    operation_id = "showReportingStatus",
    params(("year" = String, Path, description = "The year that is reported.", example = "2025")),
    responses((status = 200, description = "Who, and who not.", body = ReportingStatus), ReadProblems),
    security(())
)]
#[get("/reports/status/{year}")]
async fn show_reporting_status(
    Named(year): Named<Year>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<ReportingStatus>, Problem> {
    asked.end()?;
    let status = workers.run(move || registry.year_status(year)).await?;
    Ok(Json(ReportingStatus::of(&status)))
}
