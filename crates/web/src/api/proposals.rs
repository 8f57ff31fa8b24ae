//! Proposing and approving: the two persons' path.

use actix_web::http::StatusCode;
use actix_web::http::header::LOCATION;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, post};
use app::proposals::WhichProposal;
use app::{Answer, Draft, Registry};
use domain::access::Caller;
use domain::id::{Id, Proposed};
use domain::ledger::{Receipt, Warned};
use serde::Serialize;
use utoipa_actix_web::service_config::ServiceConfig;

use super::orders::{occurred, order};
use super::posted::Posted;
use super::problems::{Key, Trial, WriteProblems};
use super::receipt::{ApprovalReceipt, ApprovalTriedOrRepeated, ProposalReceipt, TriedOrRepeated};
use super::trial;
use super::wire::{ApprovalRequest, BatchRequest, ProposalRequest};
use crate::caller::Authenticated;
use crate::idempotency::REPLAYED;
use crate::problem::{Flaw, Problem};
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(propose).service(propose_batch).service(approve);
}

/// Proposes one order
///
/// The order is checked as if it were carried out now, and recorded for a second person to approve.
/// Whoever represents an entity proposes from its accounts, and an officer of the section approves.
/// The units that it names stay where they are, reserved for it. What a proposal says never changes:
/// to edit one, propose with `replaces`, and the old one ends as the new one begins, its approval
/// void and its units free. Whoever could withdraw the old one may. With `dry_run=true` nothing is
/// recorded: the answer tells what the order would do.
#[utoipa::path(
    tag = "Proposals",
    operation_id = "propose",
    params(Key, Trial),
    request_body(content = ProposalRequest, example = json!({
        "order": {
            "order": "first-transfer",
            "from": "XAL-100-0001-16",
            "to": "XBO-100-0001-06",
            "units": "CA9042-XAL01-XAL-1205701..1209500-2024",
            "reference": "Purchase agreement 7"
        }
    })),
    responses(
        (status = 201, description = "It is on record and waits for a second person.",
            body = ProposalReceipt),
        (status = 200, description = "With `dry_run=true`: what the order would do. The same \
            request sent again: the first receipt, with the header `Idempotent-Replayed: true`.",
            body = TriedOrRepeated),
        WriteProblems
    ),
    security(("token" = []))
)]
#[post("/proposals")]
async fn propose(
    Authenticated(caller): Authenticated,
    registry: Data<Registry>,
    workers: Data<Workers>,
    posted: Posted,
) -> Result<HttpResponse, Problem> {
    let draft = posted.read(|mut at| {
        let one = at.object("order", |at| order(at, &|| registry.new_id()));
        let occurred = at.may_object("occurred", occurred);
        let (entity, replaced) = (at.may("entity"), at.may_as("replaces", which_proposal));
        let confirmed = at.may("confirm_units");
        at.end();
        let (orders, occurred, entity) = (vec![one?], occurred?, entity?);
        let draft = Draft { orders, occurred, entity, replaces: None, confirmed: confirmed? };
        Ok((draft, replaced?))
    })?;
    propose_draft((caller, registry, workers), posted, draft).await
}

/// Proposes several orders at once
///
/// All of them are approved together and carried out in their order: all, or none. A later order
/// sees what an earlier one did. Where one is refused, `order` in the problem says which.
#[utoipa::path(
    tag = "Proposals",
    operation_id = "proposeBatch",
    params(Key, Trial),
    request_body(content = BatchRequest, example = json!({
        "orders": [
            {
                "order": "use-towards-ndc",
                "from": "XBO-100-0001-06",
                "into": "XBO-200-0002-19",
                "units": "CA9042-XAL01-XAL-1205701..1205800-2024",
                "year": "2026"
            },
            {
                "order": "cancel",
                "from": "XBO-100-0001-06",
                "into": "XBO-310-0004-50",
                "units": {
                    "first": "CA9042-XAL01-XAL-1205801-2024",
                    "last": "CA9042-XAL01-XAL-1205900-2024"
                },
                "reason": "voluntary"
            }
        ]
    })),
    responses(
        (status = 201, description = "They are on record and wait for a second person.",
            body = ProposalReceipt),
        (status = 200, description = "With `dry_run=true`: what the orders would do. The same \
            request sent again: the first receipt, with the header `Idempotent-Replayed: true`.",
            body = TriedOrRepeated),
        WriteProblems
    ),
    security(("token" = []))
)]
#[post("/batches")]
async fn propose_batch(
    Authenticated(caller): Authenticated,
    registry: Data<Registry>,
    workers: Data<Workers>,
    posted: Posted,
) -> Result<HttpResponse, Problem> {
    let draft = posted.read(|mut at| {
        let orders = at.batch("orders", |at| order(at, &|| registry.new_id()));
        let occurred = at.may_object("occurred", occurred);
        let (entity, replaced) = (at.may("entity"), at.may_as("replaces", which_proposal));
        let confirmed = at.may("confirm_units");
        at.end();
        let (orders, occurred, entity) = (orders?, occurred?, entity?);
        let draft = Draft { orders, occurred, entity, replaces: None, confirmed: confirmed? };
        Ok((draft, replaced?))
    })?;
    propose_draft((caller, registry, workers), posted, draft).await
}

/// Approves a proposal and carries it out
///
/// The second person sends back the digest of what was shown to them, so that nobody approves
/// anything else. Both persons must be entitled at this moment, and must be two natural persons.
/// The answer comes when all entries are durable and in the log. A transfer to a recipient who is
/// not trusted waits; one that the receiver must accept waits for that: read the proposal to see.
/// With `dry_run=true` nothing is recorded: the answer tells what the approval would do, now or
/// when it has waited, or is the problem that it would get. A proposal that was approved before
/// has nothing left to try out: `already-decided`, or `already-approved` where it waits.
#[utoipa::path(
    tag = "Decisions",
    operation_id = "approve",
    params(
        ("id" = String, Path, description = "The identifier of the proposal.", format = "uuid",
            example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55"),
        Key,
        Trial
    ),
    request_body(content = ApprovalRequest, example = json!({
        "shown": "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
    })),
    responses(
        (status = 201, description = "It is carried out.", body = ApprovalReceipt),
        (status = 200, description = "With `dry_run=true`: what the approval would do. It was \
            carried out before by the same person: the first receipt, with the header \
            `Idempotent-Replayed: true`.", body = ApprovalTriedOrRepeated),
        WriteProblems
    ),
    security(("token" = []))
)]
#[post("/proposals/{id}/approval")]
async fn approve(
    Authenticated(caller): Authenticated,
    registry: Data<Registry>,
    workers: Data<Workers>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, Problem> {
    let id: Id<Proposed> = id.parse().map_err(|_no_proposal_has_it| Problem::not_found())?;
    let shown = posted.read(|mut at| {
        let shown = at.need("shown");
        at.end();
        shown
    })?;
    if posted.dry_run {
        return trial::of_approval((caller, registry, workers), id, shown).await;
    }
    let (by, read) = (caller.clone(), registry.clone());
    let ticket = if registry.recalls(id) {
        registry.approve(&caller, id, shown, posted.key)?
    } else {
        let registry = registry.clone();
        workers.run(move || registry.approve(&caller, id, shown, posted.key)).await?
    };
    let (receipt, replayed) = carried_out(&ticket.await?)?;
    let warnings = warned(by, read, &workers, receipt).await?;
    Ok(receipted(&receipt, replayed, &ApprovalReceipt::of(&receipt, &warnings)))
}

async fn propose_draft(
    (caller, registry, workers): (Caller, Data<Registry>, Data<Workers>),
    posted: Posted,
    (mut draft, old): (Draft, Option<WhichProposal>),
) -> Result<HttpResponse, Problem> {
    if let Some(which) = old {
        let (by, read) = (caller.clone(), registry.clone());
        draft.replaces = Some(workers.run(move || read.named_proposal(&by, which)).await?);
    }
    if posted.dry_run {
        return trial::of_proposal((caller, registry, workers), draft).await;
    }
    let ticket = if draft.is_about_reports() {
        let (by, registry) = (caller.clone(), registry.clone());
        workers.run(move || registry.propose(&by, draft, posted.key)).await?
    } else {
        registry.propose(&caller, draft, posted.key)?
    };
    let (receipt, replayed) = carried_out(&ticket.await?)?;
    let warnings = warned(caller.clone(), registry.clone(), &workers, receipt).await?;
    let proposal = match registry.recall(&caller, receipt.proposal) {
        Some(proposal) => proposal,
        None => workers.run(move || registry.proposal(&caller, receipt.proposal)).await?,
    };
    Ok(receipted(&receipt, replayed, &ProposalReceipt::of(&receipt, &proposal, &warnings)))
}

/// A proposal, by its identifier or its number.
pub(super) fn which_proposal(text: &str) -> Result<WhichProposal, Flaw> {
    let by_id = text.parse().map(WhichProposal::Id).ok();
    by_id.or_else(|| text.parse().map(WhichProposal::Number).ok()).ok_or_else(Flaw::proposal)
}

/// What was warned of: it stands with the entries, and most have none.
async fn warned(
    caller: Caller,
    registry: Data<Registry>,
    workers: &Data<Workers>,
    receipt: Receipt,
) -> Result<Vec<Warned>, Problem> {
    if !receipt.warned {
        return Ok(Vec::new());
    }
    workers.run(move || registry.warnings(&caller, &receipt)).await
}

pub(super) fn carried_out(answer: &Answer) -> Result<(Receipt, bool), Problem> {
    match answer {
        Answer::Done(receipt) => Ok((*receipt, false)),
        Answer::Repeated(receipt) => Ok((*receipt, true)),
        Answer::Preview(_) => Err(Problem::ours(&WrongAnswer)),
    }
}

/// 201 for what was done now; 200 with the same body for what had been done before.
pub(super) fn receipted(receipt: &Receipt, replayed: bool, body: &impl Serialize) -> HttpResponse {
    let status = if replayed { StatusCode::OK } else { StatusCode::CREATED };
    let mut answer = HttpResponse::build(status);
    answer.insert_header((LOCATION, format!("/v1/proposals/{}", receipt.proposal)));
    if replayed {
        answer.insert_header((REPLAYED, "true"));
    }
    answer.json(body)
}

/// A bug: what was to be tried was done, or the other way round.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("the ledger answered another question than was asked")]
pub(super) struct WrongAnswer;
