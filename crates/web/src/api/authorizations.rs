//! Authorizations, as everybody may know them.

use actix_web::get;
use actix_web::web::{Data, Json};
use app::Registry;
use app::authorizations::{AuthorizationsWanted, ListedAuthorization};
use domain::text::Text;
use jiff::civil::Date;
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
    /// The Party's own definition of first transfer, where it is none of the nomenclature: units count
    /// as first transferred with their first transfer to another Party.
    #[schema(example = "First international transfer")]
    #[serde(skip_serializing_if = "Option::is_none")]
    first_transfer_unlisted: Option<String>,
    /// What the Party means by its definition of first transfer.
    #[serde(skip_serializing_if = "Option::is_none")]
    first_transfer_note: Option<String>,
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
    /// The GWP values by which tonnes of CO2 equivalent were calculated.
    #[schema(example = "CH4 = 28")]
    #[serde(skip_serializing_if = "Option::is_none")]
    gwp_values: Option<String>,
    /// What a non-GHG metric measures.
    #[serde(skip_serializing_if = "Option::is_none")]
    metric_description: Option<String>,
    /// The standard or methodology behind the outcomes.
    #[serde(skip_serializing_if = "Option::is_none")]
    methodology: Option<String>,
    /// The registry that is to be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    registry: Option<String>,
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
    /// The last day on which units are issued under it, or put under it.
    #[schema(example = "2031-06-30", format = "date")]
    #[serde(skip_serializing_if = "Option::is_none")]
    last_issuance: Option<String>,
    /// The last day on which units are used.
    #[schema(example = "2032-12-31", format = "date")]
    #[serde(skip_serializing_if = "Option::is_none")]
    last_use: Option<String>,
    /// The last day on which units are cancelled, where that needs an authorization.
    #[schema(example = "2032-12-31", format = "date")]
    #[serde(skip_serializing_if = "Option::is_none")]
    last_cancellation: Option<String>,
    /// Where the letter of authorization is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<String>,
    /// `in-force`, `exhausted`, `expired` or `revoked`; `amended` where a later version has taken its
    /// place.
    #[schema(example = "in-force")]
    state: String,
    /// How many units were first transferred under any of its versions.
    #[schema(example = "18400")]
    first_transferred: String,
    /// The day on which it was revoked. It is missing where it was not.
    #[schema(example = "2026-11-20", format = "date")]
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<String>,
    /// The entry that recorded the revocation.
    #[schema(example = "48301")]
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked_entry: Option<String>,
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
    fn of(listed: &ListedAuthorization) -> Self {
        let ListedAuthorization { facts, state, first_transferred, revoked } = listed;
        let terms = &facts.terms;
        let text = |list: &[_]| -> Vec<String> { list.iter().map(ToString::to_string).collect() };
        let day = |date: Option<Date>| date.map(|date| date.to_string());
        Self {
            party: facts.party.to_string(),
            id: terms.id.to_string(),
            version: terms.version,
            date: terms.date.to_string(),
            approach: terms.approach.to_string(),
            purposes: terms.purposes.to_string(),
            first_transfer: terms.first_transfer.map(|it| it.to_string()),
            first_transfer_unlisted: words(terms.first_transfer_unlisted.as_ref()),
            first_transfer_note: words(terms.first_transfer_note.as_ref()),
            oimp: words(terms.oimp.as_ref()),
            parties: text(&terms.parties),
            quantity: terms.quantity.map(|it| it.to_string()),
            metric: terms.metric.to_string(),
            gwp_values: words(terms.gwp_values.as_ref()),
            metric_description: words(terms.metric_description.as_ref()),
            methodology: words(terms.methodology.as_ref()),
            registry: words(terms.registry.as_ref()),
            sectors: terms.sectors.iter().map(ToString::to_string).collect(),
            activity_types: terms.activity_types.iter().map(ToString::to_string).collect(),
            occurred: terms.occurred.map(Period::of),
            used: terms.used.map(Period::of),
            last_issuance: day(terms.last_issuance),
            last_use: day(terms.last_use),
            last_cancellation: day(terms.last_cancellation),
            document: words(terms.document.as_ref()),
            state: state.as_str().to_owned(),
            first_transferred: first_transferred.to_string(),
            revoked: day(revoked.map(|(day, _)| day)),
            revoked_entry: revoked.map(|(_, entry)| entry.to_string()),
            kept_back: facts.kept_back.clone(),
            recorded_entry: facts.recorded_entry.to_string(),
            since: written(facts.occurred),
        }
    }
}

fn words<const MAX: usize>(text: Option<&Text<MAX>>) -> Option<String> {
    text.map(ToString::to_string)
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
