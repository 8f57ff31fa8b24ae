//! What was done: for everybody, and for the caller's section with what it alone knows.

use std::collections::BTreeMap;

use actix_web::get;
use actix_web::web::{Data, Json};
use app::actions::{Action, ActionBlock, ActionPlace, ActionsWanted, OwnAction};
use app::{Limit, Page, Registry};
use domain::beneficiary::Beneficiary;
use domain::ledger::{END_YEAR, OrderKind};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, Named, boolean};
use super::paging::{Paging, cursor, slice, written};
use super::problems::ReadProblems;
use super::receipt::PlaceBody;
use super::wire;
use crate::caller::Authenticated;
use crate::problem::{Flaw, Problem};
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_actions).service(show_action);
}

/// Some actions.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Actions {
    /// The actions, newest first. A page can be short although there is a next one.
    items: Vec<ActionBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// Something that was done: an entry of the ledger.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Action)]
pub(super) struct ActionBody {
    /// The number of the entry.
    #[schema(example = "48240")]
    entry: String,
    /// The index of its leaf in the log.
    #[schema(example = "48239")]
    log_index: String,
    /// The kind of act, named as the order that led to it; `end-year` where the registry's clock ended
    /// a calendar year, which nobody orders.
    #[schema(example = "first-transfer")]
    act: String,
    /// The Party that acted. It is missing where the secretariat did, and where only time has passed.
    #[schema(example = "XAL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    party: Option<String>,
    /// The Party on the other side, if there is one: with a transfer, the one that acquired.
    #[schema(example = "XBO")]
    #[serde(skip_serializing_if = "Option::is_none")]
    other_party: Option<String>,
    /// When it occurred, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:09:31.007Z")]
    occurred: String,
    /// When it was recorded, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:09:31.007Z")]
    recorded: String,
    /// Whether it was a first transfer of units.
    first_transfer: bool,
    /// What happened to units.
    blocks: Vec<MovedBody>,
    /// What else everybody may know.
    #[schema(value_type = Object)]
    facts: Value,
    /// What is kept back: for each field, the commitment to it in the log.
    committed: BTreeMap<String, String>,
    /// For whose benefit units were used or cancelled, where a review has published it.
    #[serde(skip_serializing_if = "Option::is_none")]
    beneficiary: Option<BeneficiaryBody>,
    /// The identifier of the proposal, for an action of your section.
    #[schema(format = "uuid")]
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal: Option<String>,
    /// The number of the proposal, for an action of your section.
    #[schema(example = "XAL-P-2026-000481")]
    #[serde(skip_serializing_if = "Option::is_none")]
    proposal_number: Option<String>,
    /// The order as it was approved, for an action of your section.
    #[schema(value_type = Option<wire::Order>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<Value>,
}

/// For whose benefit units were used or cancelled.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PublishedBeneficiary)]
pub(super) struct BeneficiaryBody {
    /// Its name.
    #[schema(example = "Borvia Airways")]
    name: String,
    /// Its country, by its alpha-3 code.
    #[schema(example = "XBO")]
    #[serde(skip_serializing_if = "Option::is_none")]
    country: Option<String>,
    /// A remark.
    #[serde(skip_serializing_if = "Option::is_none")]
    remark: Option<String>,
}

impl BeneficiaryBody {
    fn of(of: &Beneficiary) -> Self {
        Self {
            name: of.name.to_string(),
            country: of.country.map(|code| code.to_string()),
            remark: of.remark.as_ref().map(ToString::to_string),
        }
    }
}

/// Units that came to another place, or got another state.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Moved)]
pub(super) struct MovedBody {
    /// Which units.
    #[schema(example = "CA9042-XAL01-XAL-1205701..1209500-2024")]
    units: String,
    /// How many they are.
    #[schema(example = "3800")]
    quantity: String,
    /// The block that they were split from.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<String>,
    /// Where they were. It is missing if they were just issued.
    #[serde(skip_serializing_if = "Option::is_none")]
    from: Option<PlaceBody>,
    /// Where they were put.
    to: PlaceBody,
}

impl ActionBody {
    /// What everybody may know of an action.
    pub(super) fn of(action: &Action) -> Self {
        Self {
            entry: action.entry.to_string(),
            log_index: action.log_index.to_string(),
            act: action.act.clone(),
            party: action.party.map(|party| party.to_string()),
            other_party: action.other_party.map(|party| party.to_string()),
            occurred: written(action.occurred),
            recorded: written(action.recorded),
            first_transfer: action.first_transfer,
            blocks: action.blocks.iter().map(MovedBody::of).collect(),
            facts: Value::Object(action.facts.clone()),
            committed: action.committed.clone(),
            beneficiary: action.beneficiary.as_ref().map(BeneficiaryBody::of),
            proposal: None,
            proposal_number: None,
            order: None,
        }
    }

    fn of_own(own: &OwnAction) -> Self {
        let order = own.order.as_ref();
        Self {
            proposal: order.map(|given| given.proposal.to_string()),
            proposal_number: order.map(|given| given.named.to_string()),
            // Values of ours always have a JSON form.
            order: order.map(|given| serde_json::to_value(&given.order).unwrap_or_default()),
            ..Self::of(&own.action)
        }
    }
}

impl MovedBody {
    fn of(block: &ActionBlock) -> Self {
        let place = |place: ActionPlace| PlaceBody {
            kind: place.kind.to_string(),
            party: place.party.to_string(),
        };
        Self {
            units: block.units.to_string(),
            quantity: block.units.units().to_string(),
            of: block.of.map(|of| of.to_string()),
            from: block.from.map(place),
            to: place(block.to),
        }
    }
}

impl Actions {
    /// A page of what everybody may know.
    pub(super) fn of(page: &Page<Action, i64>) -> Self {
        let items = page.items.iter().map(ActionBody::of).collect();
        Self { items, next: page.next.as_ref().map(cursor) }
    }
}

/// Lists what was done
///
/// Newest first, as everybody may know it; proposals are not among it. With `own=true` and a token:
/// what your section did and what others did to it, with the order and the proposal of your own
/// acts.
#[utoipa::path(
    tag = "Actions",
    operation_id = "listActions",
    params(
        ("act" = Option<String>, Query, description = "Acts of this kind, named as the order; or \
            `end-year`: the ends of calendar years.", example = "first-transfer"),
        ("party" = Option<String>, Query, description = "Acts in which this Party acted or was on \
            the other side; not with `own=true`.", example = "XAL"),
        ("own" = Option<bool>, Query, description = "With `true`: those of your section."),
        Paging
    ),
    responses((status = 200, description = "Some actions.", body = Actions), ReadProblems),
    security((), ("token" = []))
)]
#[get("/actions")]
async fn list_actions(
    caller: Result<Authenticated, Problem>,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Actions>, Problem> {
    let act = asked.may_as("act", kind);
    let own = asked.may_as("own", boolean).unwrap_or(false);
    let party = if own { None } else { asked.may("party") };
    let slice = slice(&mut asked);
    asked.end()?;
    if own {
        let Authenticated(caller) = caller?;
        let (after, limit): (_, Limit) = (slice.after, slice.limit);
        let page = workers.run(move || registry.own_actions(&caller, act, after, limit)).await?;
        let items = page.items.iter().map(ActionBody::of_own).collect();
        return Ok(Json(Actions { items, next: page.next.as_ref().map(cursor) }));
    }
    let wanted = ActionsWanted { party, act: act.map(str::to_owned) };
    let page = workers.run(move || registry.actions(&wanted, slice.after, slice.limit)).await?;
    Ok(Json(Actions::of(&page)))
}

/// Shows an action by the number of its entry
///
/// As everybody may know it.
#[utoipa::path(
    tag = "Actions",
    operation_id = "showAction",
    params(("entry" = String, Path, description = "The number of the entry.", example = "48240")),
    responses((status = 200, description = "The action.", body = ActionBody), ReadProblems),
    security(())
)]
#[get("/actions/{entry}")]
async fn show_action(
    Named(EntryNumber(entry)): Named<EntryNumber>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<ActionBody>, Problem> {
    asked.end()?;
    let found = workers.run(move || registry.action(entry)).await?;
    found.map(|action| Json(ActionBody::of(&action))).ok_or_else(Problem::not_found)
}

fn kind(text: &str) -> Result<&'static str, Flaw> {
    let kinds = || OrderKind::ALL.map(OrderKind::as_str).into_iter().chain([END_YEAR]);
    let known = kinds().find(|kind| *kind == text);
    known.ok_or_else(|| Flaw::act(kinds().collect::<Vec<_>>().join(", ")))
}

/// The number of an entry, in a path.
struct EntryNumber(i64);

/// The text is no number of an entry.
struct NotAnEntryNumber;

impl std::str::FromStr for EntryNumber {
    type Err = NotAnEntryNumber;

    fn from_str(text: &str) -> Result<Self, NotAnEntryNumber> {
        let plain = text.bytes().all(|digit| digit.is_ascii_digit()) && !text.starts_with('0');
        text.parse().ok().filter(|_| plain).map(Self).ok_or(NotAnEntryNumber)
    }
}

impl From<NotAnEntryNumber> for Flaw {
    fn from(_what: NotAnEntryNumber) -> Self {
        Self::entry_number()
    }
}
