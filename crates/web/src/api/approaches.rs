//! Cooperative approaches, for everybody.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::approaches::ApproachFacts;
use domain::approach::ApproachId;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, Named};
use super::paging::{Paging, cursor, slice};
use super::problems::ReadProblems;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_approaches).service(show_approach);
}

/// Some approaches.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Approaches {
    /// The approaches.
    items: Vec<ApproachBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A cooperative approach.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Approach)]
pub(super) struct ApproachBody {
    /// The identifier that the centralized accounting and reporting platform gave.
    #[schema(example = "CA9042")]
    id: String,
    /// What it is called.
    #[schema(example = "Efficient cookstoves in Alorea")]
    title: String,
    /// The codes of the Parties that take part.
    #[schema(example = json!(["XAL", "XBO"]))]
    parties: Vec<String>,
    /// The Party that recorded it.
    #[schema(example = "XAL")]
    recorded_by: String,
    /// The entry that recorded it.
    #[schema(example = "17")]
    recorded_entry: String,
}

impl ApproachBody {
    fn of(facts: &ApproachFacts) -> Self {
        Self {
            id: facts.id.to_string(),
            title: facts.title.clone(),
            parties: facts.parties.iter().map(ToString::to_string).collect(),
            recorded_by: facts.recorded_by.to_string(),
            recorded_entry: facts.recorded_entry.to_string(),
        }
    }
}

/// Lists the cooperative approaches
///
/// In the order of their identifiers.
#[utoipa::path(
    tag = "Approaches",
    operation_id = "listApproaches",
    params(
        ("party" = Option<String>, Query, description = "Those in which this Party takes part.",
            example = "XAL"),
        Paging
    ),
    responses((status = 200, description = "Some approaches.", body = Approaches), ReadProblems),
    security(())
)]
#[get("/approaches")]
async fn list_approaches(
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Approaches>, Problem> {
    let (party, slice) = (asked.may("party"), slice(&mut asked));
    asked.end()?;
    let page = workers.run(move || registry.approaches(party, slice.after, slice.limit)).await?;
    let items = page.items.iter().map(ApproachBody::of).collect();
    Ok(Json(Approaches { items, next: page.next.as_ref().map(cursor) }))
}

/// Shows a cooperative approach
///
/// Its title and its Parties.
#[utoipa::path(
    tag = "Approaches",
    operation_id = "showApproach",
    params(("id" = String, Path, description = "The approach.", example = "CA9042")),
    responses((status = 200, description = "The approach.", body = ApproachBody), ReadProblems),
    security(())
)]
#[get("/approaches/{id}")]
async fn show_approach(
    Named(id): Named<ApproachId>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<ApproachBody>, Problem> {
    asked.end()?;
    let found = workers.run(move || registry.approach(id)).await?;
    found.map(|facts| Json(ApproachBody::of(&facts))).ok_or_else(Problem::not_found)
}
