//! How Parties convert non-GHG metrics, as everybody may know it.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::conversions::{ConversionFacts, ConversionsWanted};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::paging::{Paging, cursor, slice};
use super::problems::ReadProblems;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_conversions);
}

/// Some versions of conversions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Conversions {
    /// The versions.
    items: Vec<ConversionBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A version of how a Party converts a non-GHG metric under an approach.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Conversion)]
pub(super) struct ConversionBody {
    /// The Party.
    #[schema(example = "XAL")]
    party: String,
    /// The cooperative approach.
    #[schema(example = "CA9042")]
    approach: String,
    /// The name of the metric.
    #[schema(example = "megawatt hours of renewable electricity generation")]
    metric: String,
    /// The version, from 1.
    #[schema(example = 1)]
    version: i32,
    /// The method, in words.
    #[schema(example = "Average emissions of the grid in 2024")]
    method: String,
    /// How many t CO2 eq one unit of the metric stands for: a decimal, as it was written.
    #[schema(example = "0.4571")]
    factor: String,
    /// The entry that recorded this version.
    #[schema(example = "21")]
    recorded_entry: String,
}

impl ConversionBody {
    fn of(facts: &ConversionFacts) -> Self {
        Self {
            party: facts.party.to_string(),
            approach: facts.approach.to_string(),
            metric: facts.metric.to_string(),
            version: facts.version,
            method: facts.method.clone(),
            factor: facts.factor.to_string(),
            recorded_entry: facts.recorded_entry.to_string(),
        }
    }
}

/// Lists how Parties convert non-GHG metrics
///
/// Every version, in the order in which they were recorded: the last one of a Party, an approach and
/// a metric is the one that holds.
#[utoipa::path(
    tag = "Approaches",
    operation_id = "listConversions",
    params(
        ("party" = Option<String>, Query, description = "Those of this Party.", example = "XAL"),
        ("approach" = Option<String>, Query, description = "Those under this approach.",
            example = "CA9042"),
        ("metric" = Option<String>, Query, description = "Those of the metric with this name."),
        Paging
    ),
    responses((status = 200, description = "Some versions.", body = Conversions), ReadProblems),
    security(())
)]
#[get("/conversions")]
async fn list_conversions(
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Conversions>, Problem> {
    let (party, approach, metric) =
        (asked.may("party"), asked.may("approach"), asked.may("metric"));
    let slice = slice(&mut asked);
    asked.end()?;
    let wanted = ConversionsWanted { party, approach, metric };
    let page = workers.run(move || registry.conversions(&wanted, slice.after, slice.limit)).await?;
    let items = page.items.iter().map(ConversionBody::of).collect();
    Ok(Json(Conversions { items, next: page.next.as_ref().map(cursor) }))
}
