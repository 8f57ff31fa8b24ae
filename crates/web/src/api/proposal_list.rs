//! Proposals of the caller's section: which there are, what each says, and how it was decided.

use actix_web::get;
use actix_web::web::{Data, Json, Path};
use app::Registry;
use app::proposals::{
    ApprovalFacts, DecisionFacts, OtherProposal, ProposalLine, ProposalState, WholeProposal,
};
use domain::ledger::Edit;
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::paging::{Paging, cursor, slice, written};
use super::problems::ReadProblems;
use super::proposals::which_proposal;
use super::warnings::WarningBody;
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
    /// `waiting` for a second person, `approved` and waiting for its time or for the receiver,
    /// `executed`, `rejected`, `withdrawn`, `declined`, `replaced`, `lapsed`, or `failed`.
    #[schema(example = "waiting")]
    state: String,
    /// How many orders it has.
    #[schema(example = "1")]
    order_count: String,
    /// The person who proposed.
    #[schema(format = "uuid")]
    proposed_by: String,
    /// The entity that they proposed it for, if they represented one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "AL-4471")]
    entity: Option<String>,
    /// When it was recorded, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:05:09.412Z")]
    proposed: String,
    /// The entry that recorded it.
    #[schema(example = "48239")]
    proposed_entry: String,
    /// The SHA-256 of the document in canonical JSON (RFC 8785). The approver sends it back.
    #[schema(example = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")]
    digest: String,
    /// What the approver is shown: `occurred`, `orders`, `proposal`, `section`, and `entity`,
    /// `replaces` and `confirm_units` where there are any. The list leaves it out.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<Value>,
    /// The proposal in whose place it stands. The list leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<OtherProposalBody>,
    /// What it says otherwise than the one that it replaces, field by field. The list leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    changes: Option<Vec<EditBody>>,
    /// The proposal that stands in its place. The list leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    replaced_by: Option<OtherProposalBody>,
    /// When it lapses, if nobody decides it before.
    #[schema(format = "date-time", example = "2026-11-29T14:05:09.412Z")]
    lapses: String,
    /// What it waited for, or waits for, after its approval. It is missing if it had not to wait.
    #[serde(skip_serializing_if = "Option::is_none")]
    approval: Option<ApprovalBody>,
    /// What the registry warned of when it was made. The list leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<Vec<WarningBody>>,
    /// How it was decided. It is missing while it waits.
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionBody>,
}

/// A proposal that another one replaces, or is replaced by.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = OtherProposal)]
pub(super) struct OtherProposalBody {
    /// Its identifier.
    #[schema(format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")]
    id: String,
    /// Its number.
    #[schema(example = "XAL-P-2026-000481")]
    number: String,
}

impl OtherProposalBody {
    fn of(other: &OtherProposal) -> Self {
        Self { id: other.id.to_string(), number: other.named.to_string() }
    }
}

/// A field of the document that was edited.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Edit)]
pub(super) struct EditBody {
    /// Where it stands in the document: a JSON pointer (RFC 6901).
    #[schema(example = "/orders/0/units")]
    field: String,
    /// What stood there, as JSON. It is missing if nothing did.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    before: Option<Value>,
    /// What stands there now, as JSON. It is missing if nothing does.
    #[schema(value_type = Option<Object>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    after: Option<Value>,
}

impl EditBody {
    fn of(edit: &Edit) -> Self {
        Self { field: edit.field.clone(), before: edit.before.clone(), after: edit.after.clone() }
    }
}

/// The approval of a proposal that has to wait.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Approval)]
pub(super) struct ApprovalBody {
    /// The person who approved.
    #[schema(format = "uuid")]
    approved_by: String,
    /// When, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:09:31.007Z")]
    approved: String,
    /// The entry that recorded it.
    #[schema(example = "48240")]
    entry: String,
    /// It is not carried out before this moment.
    #[schema(format = "date-time", example = "2026-11-23T14:09:31.007Z")]
    due: String,
    /// It lapses if it is not carried out by then.
    #[schema(format = "date-time", example = "2026-11-30T14:09:31.007Z")]
    lapses: String,
    /// The Party that must accept it, if it wants to be asked.
    #[schema(example = "XBO")]
    #[serde(skip_serializing_if = "Option::is_none")]
    receiver: Option<String>,
    /// When the receiver accepted.
    #[schema(format = "date-time", example = "2026-11-22T16:00:00.000Z")]
    #[serde(skip_serializing_if = "Option::is_none")]
    accepted: Option<String>,
}

impl ApprovalBody {
    fn of(approval: &ApprovalFacts) -> Self {
        Self {
            approved_by: approval.by.person.to_string(),
            approved: written(approval.approved),
            entry: approval.entry.to_string(),
            due: written(approval.due),
            lapses: written(approval.lapses),
            receiver: approval.receiver.map(|party| party.to_string()),
            accepted: approval.accepted.map(written),
        }
    }
}

/// How a proposal was decided, and the entries that came of it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Decision)]
pub(super) struct DecisionBody {
    /// The person who decided. It is missing if time did.
    #[schema(format = "uuid")]
    #[serde(skip_serializing_if = "Option::is_none")]
    decided_by: Option<String>,
    /// Who called: a `person`, or a `program` for which that person answers.
    #[schema(example = "person")]
    #[serde(skip_serializing_if = "Option::is_none")]
    caller: Option<String>,
    /// Why it was not carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
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
    /// What the registry warned of when it was carried out. The list leaves it out.
    #[serde(skip_serializing_if = "Option::is_none")]
    warnings: Option<Vec<WarningBody>>,
}

impl ProposalBody {
    pub(super) fn of(line: &ProposalLine) -> Self {
        Self {
            id: line.id.to_string(),
            number: line.named.to_string(),
            state: line.state().as_str().to_owned(),
            order_count: line.order_count.to_string(),
            proposed_by: line.proposed_by.to_string(),
            entity: line.entity.as_ref().map(ToString::to_string),
            proposed: written(line.proposed),
            proposed_entry: line.proposed_entry.to_string(),
            digest: line.digest.to_string(),
            document: None,
            replaces: None,
            changes: None,
            replaced_by: None,
            lapses: written(line.lapses),
            approval: line.approval.as_ref().map(ApprovalBody::of),
            warnings: None,
            decision: line.decision.as_ref().map(DecisionBody::of),
        }
    }

    fn whole(whole: &WholeProposal) -> Self {
        let mut body = Self::of(&whole.line);
        body.document = Some(whole.proposal.shown());
        if let Some((other, edits)) = &whole.replaces {
            body.replaces = Some(OtherProposalBody::of(other));
            body.changes = Some(edits.iter().map(EditBody::of).collect());
        }
        body.replaced_by = whole.replaced_by.as_ref().map(OtherProposalBody::of);
        body.warnings = Some(WarningBody::all(&whole.warnings));
        if let Some(decision) = &mut body.decision {
            decision.warnings = Some(WarningBody::all(&whole.warnings_executed));
        }
        body
    }
}

impl DecisionBody {
    fn of(decision: &DecisionFacts) -> Self {
        Self {
            decided_by: decision.by.map(|by| by.person.to_string()),
            caller: decision.by.map(|by| by.kind.as_str().to_owned()),
            reason: decision.reason.clone(),
            decided: written(decision.decided),
            first_entry: decision.first_entry.to_string(),
            last_entry: decision.last_entry.to_string(),
            log_index: decision.leaf_index.to_string(),
            warnings: None,
        }
    }
}

/// Lists the proposals of your section
///
/// Newest first: all, or those in one state. Who represents an entity gets what was proposed for it.
#[utoipa::path(
    tag = "Proposals",
    operation_id = "listProposals",
    params(
        ("state" = Option<String>, Query, description = "`waiting`, `approved`, `executed`, \
            `rejected`, `withdrawn`, `declined`, `replaced`, `lapsed` or `failed`. Without it, all.",
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
    let state =
        asked.may_as("state", |text| ProposalState::named(text).ok_or_else(Flaw::proposal_state));
    let slice = slice(&mut asked);
    asked.end()?;
    let read = move || registry.proposals(&caller, state, slice.after, slice.limit);
    let page = workers.run(read).await?;
    let items = page.items.iter().map(ProposalBody::of).collect();
    Ok(Json(Proposals { items, next: page.next.as_ref().map(cursor) }))
}

/// Shows a proposal of your section
///
/// What it says, with the digest that an approval sends back, and how it was decided. One that edits
/// another says which, and what it changes. A proposal of another section is not there.
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
    let which = which_proposal(&id).map_err(|_no_proposal_has_it| Problem::not_found())?;
    let found = workers.run(move || registry.whole_proposal(&caller, which)).await?;
    found.map(|it| Json(ProposalBody::whole(&it))).ok_or_else(Problem::not_found)
}
