//! Stops: what is stopped, why, and until when.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::stops::StopLine;
use domain::section::SectionNo;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::paging::{Paging, cursor, slice, written};
use super::problems::ReadProblems;
use crate::caller::Authenticated;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_stops);
}

/// Some stops.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Stops {
    /// The stops, newest first.
    items: Vec<StopBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A stop.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Stop)]
pub(super) struct StopBody {
    /// Its identifier, by which it is lifted.
    #[schema(format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")]
    id: String,
    /// What it stops: `target` says the kind, and one member with it says which.
    #[schema(value_type = Object, example = json!({ "target": "section", "party": "XAL" }))]
    target: Value,
    /// Whether the secretariat set it; otherwise a Party did.
    by_secretariat: bool,
    /// The person who set it.
    #[schema(format = "uuid")]
    set_by: String,
    /// Why.
    #[schema(example = "The laptop of an officer was stolen.")]
    reason: String,
    /// The entry that set it.
    #[schema(example = "48240")]
    entry: String,
    /// Since when, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:09:31.007Z")]
    since: String,
    /// When it ends by itself, if nobody lifts it before.
    #[schema(format = "date-time", example = "2026-11-29T14:09:31.007Z")]
    #[serde(skip_serializing_if = "Option::is_none")]
    until: Option<String>,
    /// The entry that lifted it.
    #[schema(example = "48250")]
    #[serde(skip_serializing_if = "Option::is_none")]
    lifted: Option<String>,
}

impl StopBody {
    pub(super) fn of(line: &StopLine) -> Self {
        let stop = &line.stop;
        Self {
            id: line.id.to_string(),
            // Values of ours always have a JSON form.
            target: serde_json::to_value(&stop.target).unwrap_or_default(),
            by_secretariat: stop.section == SectionNo::SECRETARIAT,
            set_by: stop.by.person.to_string(),
            reason: stop.reason.to_string(),
            entry: stop.set.to_string(),
            since: written(stop.since),
            until: stop.until.map(written),
            lifted: stop.lifted.map(|entry| entry.to_string()),
        }
    }
}

/// Lists stops
///
/// Those that your section has set, and those that concern it; for the secretariat, all. Newest
/// first, lifted ones too.
#[utoipa::path(
    tag = "Stops",
    operation_id = "listStops",
    params(Paging),
    responses((status = 200, description = "Some stops.", body = Stops), ReadProblems),
    security(("token" = []))
)]
#[get("/stops")]
async fn list_stops(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Stops>, Problem> {
    let slice = slice(&mut asked);
    asked.end()?;
    let page = workers.run(move || registry.stops(&caller, slice.after, slice.limit)).await?;
    let items = page.items.iter().map(StopBody::of).collect();
    Ok(Json(Stops { items, next: page.next.as_ref().map(cursor) }))
}
