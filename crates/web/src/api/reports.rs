//! The agreed electronic format of one's own section: the tables of a year, and their rows of any
//! time for a national registry.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::reports::{ReportError, ReportedAction};
use app::{Page, Registry};
use domain::account::AccountKind;
use domain::aef::{Dialect, Document, HoldingRow, Rules, TableId, Version, write};
use domain::vintage::Year;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, Named, moment};
use super::paging::{Paging, Slice, cursor, past_moment, slice};
use super::problems::{ReadProblems, ReportProblems};
use super::tables::{
    ActionFields, AuthorizationFields, EntityFields, HoldingFields, SubmissionFields,
};
use super::year_end::{YearEndBody, end_at, end_of};
use crate::caller::Authenticated;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(show_aef).service(list_reported_actions).service(list_reported_holdings);
}

/// The agreed electronic format of a Party for a year.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Aef)]
pub(super) struct AefBody {
    /// The date of the nomenclature by which it is written.
    #[schema(example = "2026-02-17")]
    nomenclature: String,
    /// How values are written where published texts differ: `template` or `nomenclature`.
    #[schema(example = "template")]
    dialect: String,
    /// Table 1.
    submission: SubmissionFields,
    /// Table 2.
    authorizations: Vec<AuthorizationFields>,
    /// Table 3.
    actions: Vec<ActionFields>,
    /// Table 4.
    holdings: Vec<HoldingFields>,
    /// Table 5.
    authorized_entities: Vec<EntityFields>,
    /// The entry by which the year ended. It is missing as long as the year has not ended: then this is
    /// what would be reported if it ended now.
    #[serde(skip_serializing_if = "Option::is_none")]
    year_end: Option<YearEndBody>,
}

/// Some rows of Table 3.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportedActions {
    /// The rows, in the order of the ledger. A page can be short although there is a next one.
    items: Vec<ReportedActionBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A row of Table 3, and what the registry knows besides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedAction)]
pub(super) struct ReportedActionBody {
    /// The number of the entry.
    #[schema(example = "48240")]
    entry: String,
    /// The kind of account that the units came into, or stayed in (nomenclature, table 52).
    #[schema(example = "100")]
    account_type: String,
    /// The row.
    row: ActionFields,
}

/// Some rows of Table 4.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct ReportedHoldings {
    /// The rows, in the order of their identifiers.
    items: Vec<ReportedHoldingBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// The entry by which the year ended, where `at` is the end of a year that has ended: what this
    /// position can cite.
    #[serde(skip_serializing_if = "Option::is_none")]
    year_end: Option<YearEndBody>,
}

/// A row of Table 4, and what the registry knows besides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportedHolding)]
pub(super) struct ReportedHoldingBody {
    /// The kind of account that holds the units (nomenclature, table 52).
    #[schema(example = "100")]
    account_type: String,
    /// The row.
    row: HoldingFields,
}

/// Shows the agreed electronic format of your Party for a year
///
/// All five tables, as the ledger has them now. For a year that is not over it is what would be
/// reported if the year ended now. The keys are the technical names of the nomenclature, and all
/// values are text; `NA` means that a field does not apply.
#[utoipa::path(
    tag = "Reports",
    operation_id = "showAef",
    params(
        ("year" = String, Path, description = "The calendar year that is reported.",
            example = "2026"),
        ("dialect" = Option<String>, Query,
            description = "`template`, which is the default, or `nomenclature`.",
            example = "template"),
        ("version" = Option<String>, Query,
            description = "The version to write into Table 1. Without it, 1.0.", example = "1.0"),
    ),
    responses((status = 200, description = "The five tables.", body = AefBody), ReportProblems),
    security(("token" = []))
)]
#[get("/reports/aef/{year}")]
async fn show_aef(
    Authenticated(caller): Authenticated,
    Named(year): Named<Year>,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<AefBody>, Problem> {
    let dialect = asked.may("dialect").unwrap_or_default();
    let version = asked.may("version").unwrap_or(Version::FIRST);
    asked.end()?;
    let body = workers.run(move || {
        let aef = registry.aef(&caller, year, version)?;
        let year_end = end_of(&registry, year)?;
        Ok::<_, ReportError>(AefBody { year_end, ..AefBody::of(&write(&aef, dialect), dialect) })
    });
    Ok(Json(body.await?))
}

impl AefBody {
    fn of(document: &Document, dialect: Dialect) -> Self {
        let rows = |table| document.rows(table).iter();
        let submission = rows(TableId::Submission).next().cloned().unwrap_or_default();
        Self {
            nomenclature: Rules::newest().map_or("", Rules::date).to_owned(),
            dialect: dialect.to_string(),
            submission: SubmissionFields::of(&submission),
            authorizations: rows(TableId::Authorizations).map(AuthorizationFields::of).collect(),
            actions: rows(TableId::Actions).map(ActionFields::of).collect(),
            holdings: rows(TableId::Holdings).map(HoldingFields::of).collect(),
            authorized_entities: rows(TableId::AuthorizedEntities).map(EntityFields::of).collect(),
            year_end: None,
        }
    }
}

/// Lists what your Party has to report, as rows of Table 3
///
/// For a national registry that follows what happens here: entry by entry, of any time. The rows are
/// those of the agreed electronic format, with the entry and the kind of account.
#[utoipa::path(
    tag = "Reports",
    operation_id = "listReportedActions",
    params(
        ("from" = Option<String>, Query, description = "What occurred at this moment or later.",
            example = "2026-01-01T00:00:00Z"),
        ("to" = Option<String>, Query, description = "What occurred before this moment.",
            example = "2027-01-01T00:00:00Z"),
        ("dialect" = Option<String>, Query,
            description = "`template`, which is the default, or `nomenclature`.",
            example = "nomenclature"),
        Paging
    ),
    responses((status = 200, description = "Some rows.", body = ReportedActions), ReadProblems),
    security(("token" = []))
)]
#[get("/reports/actions")]
async fn list_reported_actions(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<ReportedActions>, Problem> {
    let from = asked.may_as("from", moment).unwrap_or(FIRST);
    let to = asked.may_as("to", moment).unwrap_or(LAST);
    let dialect: Dialect = asked.may("dialect").unwrap_or_default();
    let slice: Slice<i64> = slice(&mut asked);
    asked.end()?;
    let Page { items, next } = workers
        .run(move || registry.reported_actions(&caller, (from, to), slice.after, slice.limit))
        .await?;
    let items = items.iter().filter_map(|it| ReportedActionBody::of(it, dialect)).collect();
    Ok(Json(ReportedActions { items, next: next.as_ref().map(cursor) }))
}

/// No outcome is older, nothing occurs later: what PostgreSQL can compare.
const FIRST: Timestamp = Timestamp::UNIX_EPOCH;
const LAST: Timestamp = Timestamp::MAX;

impl ReportedActionBody {
    fn of(reported: &ReportedAction, dialect: Dialect) -> Option<Self> {
        Some(Self {
            entry: reported.entry.to_string(),
            account_type: reported.account.to_string(),
            row: ActionFields::of(&reported.row.write(dialect)?),
        })
    }
}

/// Lists what your Party holds, as rows of Table 4
///
/// ITMOs alone, now or at a moment of the past by when things occurred. The position at the end of a
/// year is `at=2026-12-31`.
#[utoipa::path(
    tag = "Reports",
    operation_id = "listReportedHoldings",
    params(
        ("at" = Option<String>, Query,
            description = "At this moment, and not now: a date, which means its end, or a date and time with its zone.",
            example = "2026-12-31"),
        ("dialect" = Option<String>, Query,
            description = "`template`, which is the default, or `nomenclature`.",
            example = "nomenclature"),
        Paging
    ),
    responses((status = 200, description = "Some rows.", body = ReportedHoldings), ReadProblems),
    security(("token" = []))
)]
#[get("/reports/holdings")]
async fn list_reported_holdings(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<ReportedHoldings>, Problem> {
    let at = asked.may_as("at", past_moment);
    let dialect: Dialect = asked.may("dialect").unwrap_or_default();
    let slice: Slice<(Timestamp, usize)> = slice(&mut asked);
    asked.end()?;
    // All pages are of the moment of the first: nothing is left out, or told twice, in between.
    let (at, after) = slice.after.map_or((at, 0), |(moment, after)| (Some(moment), after));
    let held = workers.run(move || {
        let held = registry.reported_holdings(&caller, at)?;
        Ok::<_, ReportError>((held, end_at(&registry, at)?))
    });
    let (held, year_end) = held.await?;
    let end = after.saturating_add(usize::from(slice.limit.items()));
    let rows = held.rows.iter().skip(after).take(usize::from(slice.limit.items()));
    let items = rows.map(|row| ReportedHoldingBody::of(row, dialect)).collect();
    let next = (end < held.rows.len()).then(|| cursor(&(held.at, end)));
    Ok(Json(ReportedHoldings { items, next, year_end }))
}

impl ReportedHoldingBody {
    fn of(row: &HoldingRow, dialect: Dialect) -> Self {
        let account_type = AccountKind::Holding.to_string();
        Self { account_type, row: HoldingFields::of(&row.write(dialect)) }
    }
}
