//! What lies in the accounts of the caller's section.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::holdings::{Holding, HoldingsWanted};
use app::{ReadError, Registry};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::paging::{Paging, Past, as_of, cursor, slice, written};
use super::problems::ReadProblems;
use super::year_end::{YearEndBody, end_at};
use crate::caller::Authenticated;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_holdings);
}

/// Some holdings.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Holdings {
    /// The blocks, by account and serial.
    items: Vec<HoldingBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
    /// The entry by which the year ended, where `at` is the end of a year that has ended: what this
    /// position can cite.
    #[serde(skip_serializing_if = "Option::is_none")]
    year_end: Option<YearEndBody>,
}

/// A block of units in an account of your section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Holding)]
pub(super) struct HoldingBody {
    /// The number of the account.
    #[schema(example = "XAL-100-0001-16")]
    account: String,
    /// Which units.
    #[schema(example = "CA9042-XAL01-XAL-1205701..1209500-2024")]
    units: String,
    /// How many they are.
    #[schema(example = "3800")]
    quantity: String,
    /// How many of them proposals hold fast that wait for a second person. It is missing for a past
    /// moment.
    #[schema(example = "0")]
    #[serde(skip_serializing_if = "Option::is_none")]
    reserved: Option<String>,
    /// The authorization that covers them.
    #[schema(example = "A-17")]
    #[serde(skip_serializing_if = "Option::is_none")]
    authorization: Option<String>,
    /// The entry of their first transfer, if it has happened.
    #[schema(example = "48102")]
    #[serde(skip_serializing_if = "Option::is_none")]
    first_transfer_entry: Option<String>,
    /// The entry that put them there, or split their block.
    #[schema(example = "48102")]
    since_entry: String,
    /// When that occurred, in UTC.
    #[schema(format = "date-time", example = "2026-11-20T09:12:00.000Z")]
    since: String,
}

impl HoldingBody {
    fn of(holding: &Holding) -> Self {
        Self {
            account: holding.account.to_string(),
            units: holding.units.to_string(),
            quantity: holding.units.units().to_string(),
            reserved: holding.reserved.map(|count| count.to_string()),
            authorization: holding.authorization.as_ref().map(ToString::to_string),
            first_transfer_entry: holding.first_transfer.map(|entry| entry.to_string()),
            since_entry: holding.since_entry.to_string(),
            since: written(holding.since_occurred),
        }
    }
}

/// Lists what your section holds, used and cancelled
///
/// Block by block, now or at a moment of the past. The position on 31 December of a year is
/// `at=2026-12-31&time=occurred`.
#[utoipa::path(
    tag = "Holdings",
    operation_id = "listHoldings",
    params(
        ("account" = Option<String>, Query, description = "What lies in this account.",
            example = "XAL-100-0001-16"),
        ("approach" = Option<String>, Query, description = "Units of this approach.",
            example = "CA9042"),
        ("vintage" = Option<String>, Query, description = "Units of this vintage.",
            example = "2024"),
        Past,
        Paging
    ),
    responses((status = 200, description = "Some blocks.", body = Holdings), ReadProblems),
    security(("token" = []))
)]
#[get("/holdings")]
async fn list_holdings(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Holdings>, Problem> {
    let (account, approach) = (asked.may("account"), asked.may("approach"));
    let (vintage, at) = (asked.may("vintage"), as_of(&mut asked));
    let slice = slice(&mut asked);
    asked.end()?;
    let wanted = HoldingsWanted { account, approach, vintage, at };
    let held = workers.run(move || {
        let page = registry.holdings(&caller, &wanted, slice.after, slice.limit)?;
        Ok::<_, ReadError>((page, end_at(&registry, at.map(|at| at.moment))?))
    });
    let (page, year_end) = held.await?;
    let items = page.items.iter().map(HoldingBody::of).collect();
    Ok(Json(Holdings { items, next: page.next.as_ref().map(cursor), year_end }))
}
