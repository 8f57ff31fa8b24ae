//! Whether participation leads to a net increase of emissions, for the secretariat.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::balances::AllBalances;
use domain::adjustment::{Flows, NetIncrease};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::problems::ReadProblems;
use crate::caller::Authenticated;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the route.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(show_net_increase);
}

/// What all hosts added and all users subtracted, by approach.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoNetIncrease)]
pub(super) struct NoNetIncreaseBody {
    /// The first year.
    #[schema(example = "2021")]
    first: String,
    /// The last year.
    #[schema(example = "2025")]
    last: String,
    /// Whether anywhere more was used than first transferred, which must never be.
    increases: bool,
    /// A line for each approach and metric, in order.
    approaches: Vec<ApproachBody>,
}

/// One approach, in one metric.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NoNetIncreaseOfApproach)]
pub(super) struct ApproachBody {
    /// The approach.
    #[schema(example = "CA9042")]
    approach: String,
    /// What the amounts are in: `GHG`, which is t CO2 eq, or the name of a non-GHG metric.
    #[schema(example = "GHG")]
    metric: String,
    /// Within these years.
    within: FlowsBody,
    /// From the beginning up to the last of these years.
    so_far: FlowsBody,
}

/// What was added, and what was subtracted.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Flows)]
pub(super) struct FlowsBody {
    /// By all hosts, of vintages of the years.
    #[schema(example = "100000")]
    first_transferred: String,
    /// By all users, for the years.
    #[schema(example = "70000")]
    used: String,
    /// Whether more was used than first transferred.
    increases: bool,
}

/// Shows whether participation leads to a net increase of emissions
///
/// For the secretariat: by approach, what all hosts first transferred and all users used, over all
/// sections, from published entries. Users must never have used more than hosts have added. Parties have
/// different periods: the years are those that are asked for.
#[utoipa::path(
    tag = "Desk",
    operation_id = "showNoNetIncrease",
    params(
        ("first" = Option<String>, Query, description = "The first year. Without it, 2021.",
            example = "2021"),
        ("last" = Option<String>, Query, description = "The last year. Without it, this year.",
            example = "2025"),
    ),
    responses((status = 200, description = "The table.", body = NoNetIncreaseBody), ReadProblems),
    security(("token" = []))
)]
#[get("/desk/no-net-increase")]
async fn show_net_increase(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<NoNetIncreaseBody>, Problem> {
    let years = (asked.may("first"), asked.may("last"));
    asked.end()?;
    let found = workers.run(move || registry.no_net_increase(&caller, years)).await?;
    Ok(Json(NoNetIncreaseBody::of(&found)))
}

impl NoNetIncreaseBody {
    fn of(found: &AllBalances) -> Self {
        Self {
            first: found.period.first.to_string(),
            last: found.period.last.to_string(),
            increases: !found.lines.iter().all(NetIncrease::is_none),
            approaches: found.lines.iter().map(ApproachBody::of).collect(),
        }
    }
}

impl ApproachBody {
    fn of(line: &NetIncrease) -> Self {
        Self {
            approach: line.approach.to_string(),
            metric: line.metric.to_string(),
            within: FlowsBody::of(&line.within),
            so_far: FlowsBody::of(&line.so_far),
        }
    }
}

impl FlowsBody {
    fn of(flows: &Flows) -> Self {
        Self {
            first_transferred: flows.first_transferred.amount.to_string(),
            used: flows.used.amount.to_string(),
            increases: flows.increases,
        }
    }
}
