//! Proposals of the caller's section: which there are, what each says, and how it was decided.

use actix_web::get;
use actix_web::web::{Data, Json, Path};
use app::Registry;
use app::proposals::{DecisionFacts, ProposalLine, ProposalState, WhichProposal, WholeProposal};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::paging::{Paging, cursor, slice, written};
use super::problems::ReadProblems;
use super::receipt::document;
use crate::caller::Authenticated;
use crate::problem::{Flaw, Problem};
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_proposals).service(show_proposal);
}

/// Some proposals.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct Proposals {
    /// The proposals, newest first, without their documents.
    items: Vec<ProposalBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A proposal of your section.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Proposal)]
pub(super) struct ProposalBody {
    /// Its identifier.
    #[schema(format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")]
    id: String,
    /// Its number, counted in the section and the year.
    #[schema(example = "XAL-P-2026-000481")]
    number: String,
    /// `waiting` for a second person, or `executed`.
    #[schema(example = "waiting")]
    state: String,
    /// How many orders it has.
    #[schema(example = "1")]
    order_count: String,
    /// The person who proposed.
    #[schema(format = "uuid")]
    proposed_by: String,
    /// When it was recorded, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:05:09.412Z")]
    proposed: String,
    /// The entry that recorded it.
    #[schema(example = "48239")]
    proposed_entry: String,
    /// The SHA-256 of the document in canonical JSON (RFC 8785). The approver sends it back.
    #[schema(example = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")]
    digest: String,
    /// What the approver is shown: `occurred`, `orders`, `proposal`, `section`. The list leaves it
    /// out.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<Value>,
    /// How it was decided. It is missing while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionBody>,
}

/// How a proposal was decided, and the entries that came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Decision)]
pub(super) struct DecisionBody {
    /// The person who approved.
    #[schema(format = "uuid")]
    decided_by: String,
    /// Who called: a `person`, or a `program` for which that person answers.
    #[schema(example = "person")]
    caller: String,
    /// When it was recorded, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:09:31.007Z")]
    decided: String,
    /// The number of the first entry that it became.
    #[schema(example = "48240")]
    first_entry: String,
    /// The number of the last entry that it became: the same, save for a batch.
    #[schema(example = "48240")]
    last_entry: String,
    /// The index of the last entry's leaf in the log.
    #[schema(example = "48239")]
    log_index: String,
}

impl ProposalBody {
    fn of(line: &ProposalLine) -> Self {
        let state = if line.decision.is_some() { "executed" } else { "waiting" };
        Self {
            id: line.id.to_string(),
            number: line.named.to_string(),
            state: state.to_owned(),
            order_count: line.order_count.to_string(),
            proposed_by: line.proposed_by.to_string(),
            proposed: written(line.proposed),
            proposed_entry: line.proposed_entry.to_string(),
            digest: line.digest.to_string(),
            document: None,
            decision: line.decision.as_ref().map(DecisionBody::of),
        }
    }

    fn whole(whole: &WholeProposal) -> Self {
        Self { document: Some(document(&whole.proposal)), ..Self::of(&whole.line) }
    }
}

impl DecisionBody {
    fn of(decision: &DecisionFacts) -> Self {
        Self {
            decided_by: decision.by.person.to_string(),
            caller: decision.by.kind.as_str().to_owned(),
            decided: written(decision.decided),
            first_entry: decision.first_entry.to_string(),
            last_entry: decision.last_entry.to_string(),
            log_index: decision.leaf_index.to_string(),
        }
    }
}

/// Lists the proposals of your section
///
/// Newest first: all, or those that wait for a second person, or those that were carried out.
#[utoipa::path(
    tag = "Proposals",
    operation_id = "listProposals",
    params(
        ("state" = Option<String>, Query, description = "`waiting` or `executed`. Without it, all.",
            example = "waiting"),
        Paging
    ),
    responses((status = 200, description = "Some proposals.", body = Proposals), ReadProblems),
    security(("token" = []))
)]
#[get("/proposals")]
async fn list_proposals(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<Proposals>, Problem> {
    let state = asked.may_as("state", |text| match text {
        "waiting" => Ok(ProposalState::Waiting),
        "executed" => Ok(ProposalState::Executed),
        _ => Err(Flaw::proposal_state()),
    });
    let slice = slice(&mut asked);
    asked.end()?;
    let read = move || registry.proposals(&caller, state, slice.after, slice.limit);
    let page = workers.run(read).await?;
    let items = page.items.iter().map(ProposalBody::of).collect();
    Ok(Json(Proposals { items, next: page.next.as_ref().map(cursor) }))
}

/// Shows a proposal of your section
///
/// What it says, with the digest that an approval sends back, and how it was decided. A proposal of
/// another section is not there.
#[utoipa::path(
    tag = "Proposals",
    operation_id = "showProposal",
    params(("id" = String, Path, description = "The identifier of the proposal, or its number.",
        example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")),
    responses((status = 200, description = "The proposal.", body = ProposalBody), ReadProblems),
    security(("token" = []))
)]
#[get("/proposals/{id}")]
async fn show_proposal(
    Authenticated(caller): Authenticated,
    id: Path<String>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<ProposalBody>, Problem> {
    asked.end()?;
    let by_id = id.parse().map(WhichProposal::Id).ok();
    let which = by_id.or_else(|| id.parse().map(WhichProposal::Number).ok());
    let which = which.ok_or_else(Problem::not_found)?;
    let found = workers.run(move || registry.whole_proposal(&caller, which)).await?;
    found.map(|it| Json(ProposalBody::whole(&it))).ok_or_else(Problem::not_found)
}
