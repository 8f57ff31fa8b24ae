//! Authorizations, as everybody may know them.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::authorizations::{AuthorizationFacts, AuthorizationsWanted};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::paging::{Paging, cursor, slice, written};
use super::problems::ReadProblems;
use super::sections::Period;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_authorizations);
}

/// Some versions of authorizations.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Authorizations {
    /// The versions.
    items: Vec<AuthorizationBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A version of an authorization, without what its Party may keep back.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Authorization)]
pub(super) struct AuthorizationBody {
    /// The authorizing Party.
    #[schema(example = "XAL")]
    party: String,
    /// The identifier that the Party gave.
    #[schema(example = "A-17")]
    id: String,
    /// The version, from 1.
    #[schema(example = 1)]
    version: u16,
    /// The day of the authorization.
    #[schema(example = "2026-02-02", format = "date")]
    date: String,
    /// The cooperative approach.
    #[schema(example = "CA9042")]
    approach: String,
    /// What the outcomes may be used for.
    #[schema(example = "NDC and OIMP")]
    purposes: String,
    /// When units for other purposes than NDC count as first transferred.
    #[schema(example = "Issuance")]
    #[serde(skip_serializing_if = "Option::is_none")]
    first_transfer: Option<String>,
    /// Which other international mitigation purpose.
    #[schema(example = "CORSIA")]
    #[serde(skip_serializing_if = "Option::is_none")]
    oimp: Option<String>,
    /// The Parties that may use the units; an empty list stands for any Party.
    #[schema(example = json!(["XBO"]))]
    parties: Vec<String>,
    /// The most units that may be first transferred. It is missing where there is no such limit.
    #[schema(example = "20000")]
    #[serde(skip_serializing_if = "Option::is_none")]
    quantity: Option<String>,
    /// What one unit measures: GHG, or the name of a non-GHG metric.
    #[schema(example = "GHG")]
    metric: String,
    /// The sectors.
    #[schema(example = json!(["Energy generation"]))]
    sectors: Vec<String>,
    /// The activity types; an empty list stands for any.
    #[schema(example = json!(["Solar"]))]
    activity_types: Vec<String>,
    /// The vintages that are covered. It is missing where any is.
    #[serde(skip_serializing_if = "Option::is_none")]
    occurred: Option<Period>,
    /// The years of use that are covered. It is missing where any is.
    #[serde(skip_serializing_if = "Option::is_none")]
    used: Option<Period>,
    /// Where the letter of authorization is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    /// What the Party keeps back: `conditions`, `entity`. The log holds a commitment to it.
    #[schema(example = json!(["conditions"]))]
    kept_back: Vec<String>,
    /// The entry that recorded this version.
    #[schema(example = "21")]
    recorded_entry: String,
    /// When it took effect, in UTC.
    #[schema(format = "date-time", example = "2026-02-03T09:12:00.000Z")]
    since: String,
}

impl AuthorizationBody {
    fn of(facts: &AuthorizationFacts) -> Self {
        let terms = &facts.terms;
        let text = |list: &[_]| -> Vec<String> { list.iter().map(ToString::to_string).collect() };
        Self {
            party: facts.party.to_string(),
            id: terms.id.to_string(),
            version: terms.version,
            date: terms.date.to_string(),
            approach: terms.approach.to_string(),
            purposes: terms.purposes.to_string(),
            first_transfer: terms.first_transfer.map(|it| it.to_string()),
            oimp: terms.oimp.as_ref().map(ToString::to_string),
            parties: text(&terms.parties),
            quantity: terms.quantity.map(|it| it.to_string()),
            metric: terms.metric.to_string(),
            sectors: terms.sectors.iter().map(ToString::to_string).collect(),
            activity_types: terms.activity_types.iter().map(ToString::to_string).collect(),
            occurred: terms.occurred.map(Period::of),
            used: terms.used.map(Period::of),
            document: terms.document.as_ref().map(ToString::to_string),
            kept_back: facts.kept_back.clone(),
            recorded_entry: facts.recorded_entry.to_string(),
            since: written(facts.occurred),
        }
    }
}

/// Lists authorizations
///
/// Every version of every authorization, for none is ever replaced: units that were first
/// transferred stay under the version of that day.
#[utoipa::path(
    tag = "Authorizations",
    operation_id = "listAuthorizations",
    params(
        ("party" = Option<String>, Query, description = "Those of this Party.", example = "XAL"),
        ("approach" = Option<String>, Query, description = "Those under this approach.",
            example = "CA9042"),
        ("id" = Option<String>, Query, description = "The versions of those with this identifier, \
            which is the Party's own.", example = "A-17"),
        Paging
    ),
    responses(
        (status = 200, description = "Some versions.", body = Authorizations),
        ReadProblems
    ),
    security(())
)]
#[get("/authorizations")]
async fn list_authorizations(
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Authorizations>, Problem> {
    let (party, approach, id) = (asked.may("party"), asked.may("approach"), asked.may("id"));
    let slice = slice(&mut asked);
    asked.end()?;
    let wanted = AuthorizationsWanted { party, approach, id };
    let page =
        workers.run(move || registry.authorizations(&wanted, slice.after, slice.limit)).await?;
    let items = page.items.iter().map(AuthorizationBody::of).collect();
    Ok(Json(Authorizations { items, next: page.next.as_ref().map(cursor) }))
}
