//! Statements of the caller's accounts.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::statements::{Statement, StatementKey};
use domain::account::AccountNumber;
use domain::statement::Movement;
use jiff::Timestamp;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, Named};
use super::paging::{Paging, Slice, cursor, day_or_moment, slice, written};
use super::problems::ReadProblems;
use crate::caller::Authenticated;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(show_statement);
}

/// What an account had, what came and went, and what it has then.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Statement)]
pub(super) struct StatementBody {
    /// The number of the account.
    #[schema(example = "XAL-100-0001-16")]
    account: String,
    /// The name that its people know it by.
    #[schema(example = "National holding account")]
    name: String,
    /// What its units measure: GHG, or the name of a non-GHG metric. All figures are in it.
    #[schema(example = "GHG")]
    metric: String,
    /// What occurred at this moment or later is in it.
    #[schema(example = "2026-01-01T00:00:00.000Z")]
    from: String,
    /// What occurred before this moment is in it.
    #[schema(example = "2027-01-01T00:00:00.000Z")]
    to: String,
    /// How many units the account had at the beginning.
    #[schema(example = "0")]
    opening: String,
    /// What came and went, in the order of the ledger. A page can be short although there is a next one.
    items: Vec<MovementBody>,
    /// How many units the account had at the end: the balance after the last movement.
    #[schema(example = "600")]
    closing: String,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// What one entry put into the account, or took out of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Movement)]
pub(super) struct MovementBody {
    /// The number of the entry.
    #[schema(example = "48240")]
    entry: String,
    /// When it occurred.
    #[schema(example = "2026-06-30T14:05:00.000Z")]
    occurred: String,
    /// The act.
    #[schema(example = "first-transfer")]
    act: String,
    /// `in` for what came, `out` for what went.
    #[schema(example = "in")]
    direction: String,
    /// Which units.
    #[schema(example = json!(["CA9001-XAL01-XAL-3501..4500-2024"]))]
    units: Vec<String>,
    /// How many.
    #[schema(example = "1000")]
    quantity: String,
    /// The Party in whose section the other account is. It is missing for what was issued.
    #[schema(example = "XBO")]
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<String>,
    /// The other account, where an order of your own section names it.
    #[schema(example = "XBO-100-0001-66")]
    #[serde(skip_serializing_if = "Option::is_none")]
    counterpart: Option<String>,
    /// How many units the account has after it.
    #[schema(example = "1000")]
    balance: String,
}

impl MovementBody {
    fn of(movement: &Movement) -> Self {
        let counterpart = movement.counterpart;
        Self {
            entry: movement.entry.to_string(),
            occurred: written(movement.occurred),
            act: movement.act.clone(),
            direction: movement.direction.as_str().to_owned(),
            units: movement.units.iter().map(ToString::to_string).collect(),
            quantity: movement.quantity.to_string(),
            party: counterpart.map(|it| it.party.to_string()),
            counterpart: counterpart.and_then(|it| it.account).map(|it| it.to_string()),
            balance: movement.balance.to_string(),
        }
    }
}

impl StatementBody {
    fn of(number: AccountNumber, statement: &Statement) -> Self {
        Self {
            account: number.to_string(),
            name: statement.account.name.clone(),
            metric: statement.account.metric.to_string(),
            from: written(statement.period.from),
            to: written(statement.period.to),
            opening: statement.opening.to_string(),
            items: statement.movements.items.iter().map(MovementBody::of).collect(),
            closing: statement.closing.to_string(),
            next: statement.movements.next.as_ref().map(|it| cursor(&(it, statement.period.to))),
        }
    }
}

/// Shows a statement of an account of your section
///
/// What the account had, each entry that put units in or took units out, and what it has then: by when
/// things occurred. Opening, with what came and without what went, is closing. Whoever represents an
/// entity gets statements of its accounts.
#[utoipa::path(
    tag = "Accounts",
    operation_id = "showStatement",
    params(
        ("account" = String, Path, description = "The number of the account.",
            example = "XAL-100-0001-16"),
        ("from" = Option<String>, Query,
            description = "The beginning: a date, or a date and time with its zone. Without it, that of the account.",
            example = "2026-01-01"),
        ("to" = Option<String>, Query,
            description = "The end: a date, still part of it, or a moment, which is not. Without it, now.",
            example = "2026-12-31"),
        Paging
    ),
    responses((status = 200, description = "The statement.", body = StatementBody), ReadProblems),
    security(("token" = []))
)]
#[get("/accounts/{account}/statement")]
async fn show_statement(
    Authenticated(caller): Authenticated,
    Named(number): Named<AccountNumber>,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<StatementBody>, Problem> {
    let from = asked.may_as("from", |text| day_or_moment(text, false));
    let to = asked.may_as("to", |text| day_or_moment(text, true));
    let slice: Slice<(StatementKey, Timestamp)> = slice(&mut asked);
    asked.end()?;
    let from = from.unwrap_or(Timestamp::UNIX_EPOCH);
    // All pages are of the time of the first.
    let (after, to) = slice.after.map_or((None, to), |(after, to)| (Some(after), Some(to)));
    let found = workers
        .run(move || registry.statement(&caller, number, (from, to), after, slice.limit))
        .await?;
    found.map(|it| Json(StatementBody::of(number, &it))).ok_or_else(Problem::not_found)
}
