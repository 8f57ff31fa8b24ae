//! Saying that a proposal is not to be carried out: rejecting it, or taking it back.

use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, post};
use app::{ApproveError, Registry, RequestKey, Ticket};
use domain::access::Caller;
use domain::id::{Id, Proposed};
use domain::ledger::Reason;
use utoipa_actix_web::service_config::ServiceConfig;

use super::posted::Posted;
use super::problems::{Key, WriteProblems};
use super::proposals::{carried_out, receipted};
use super::receipt::ApprovalReceipt;
use super::wire::ObjectionRequest;
use crate::caller::Authenticated;
use crate::problem::{FieldError, Flaw, Place, Problem};
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(reject).service(withdraw);
}

/// An act of the application that ends a proposal with a reason.
pub(super) type Objecting =
    fn(&Registry, &Caller, Id<Proposed>, Reason, RequestKey) -> Result<Ticket, ApproveError>;

/// Rejects a proposal
///
/// The second person's other answer. The units are free again; the reason is for the officers of the
/// section. A proposal that is approved is withdrawn, not rejected.
#[utoipa::path(
    tag = "Decisions",
    operation_id = "reject",
    params(
        ("id" = String, Path, description = "The identifier of the proposal.", format = "uuid",
            example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55"),
        Key
    ),
    request_body(content = ObjectionRequest, example = json!({
        "reason": "The quantity is not the one in the contract."
    })),
    responses(
        (status = 201, description = "It is rejected.", body = ApprovalReceipt),
        (status = 200, description = "The same person rejected it before: the first receipt, with \
            the header `Idempotent-Replayed: true`.", body = ApprovalReceipt),
        WriteProblems
    ),
    security(("token" = []))
)]
#[post("/proposals/{id}/rejection")]
async fn reject(
    Authenticated(caller): Authenticated,
    registry: Data<Registry>,
    workers: Data<Workers>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, Problem> {
    object((caller, registry, workers), &id, posted, Registry::reject).await
}

/// Withdraws a proposal
///
/// Whoever could have proposed or approved it takes it back: at any time while it is undecided or
/// waits for the receiver, and until some hours before it is carried out (the section's terms say
/// how many). The units are free again.
#[utoipa::path(
    tag = "Decisions",
    operation_id = "withdraw",
    params(
        ("id" = String, Path, description = "The identifier of the proposal.", format = "uuid",
            example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55"),
        Key
    ),
    request_body(content = ObjectionRequest, example = json!({
        "reason": "The quantity is not the one in the contract."
    })),
    responses(
        (status = 201, description = "It is withdrawn.", body = ApprovalReceipt),
        (status = 200, description = "The same person withdrew it before: the first receipt, with \
            the header `Idempotent-Replayed: true`.", body = ApprovalReceipt),
        WriteProblems
    ),
    security(("token" = []))
)]
#[post("/proposals/{id}/withdrawal")]
async fn withdraw(
    Authenticated(caller): Authenticated,
    registry: Data<Registry>,
    workers: Data<Workers>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, Problem> {
    object((caller, registry, workers), &id, posted, Registry::withdraw).await
}

/// Reads the reason, and ends the proposal with it.
pub(super) async fn object(
    (caller, registry, workers): (Caller, Data<Registry>, Data<Workers>),
    id: &str,
    posted: Posted,
    objecting: Objecting,
) -> Result<HttpResponse, Problem> {
    let id: Id<Proposed> = id.parse().map_err(|_no_proposal_has_it| Problem::not_found())?;
    let reason: Reason = posted.read(|mut at| {
        let reason = at.need("reason");
        at.end();
        reason
    })?;
    no_trial(&posted)?;
    let key = posted.key;
    let ticket = workers.run(move || objecting(&registry, &caller, id, reason, key)).await?;
    let (receipt, replayed) = carried_out(&ticket.await?)?;
    Ok(receipted(&receipt, replayed, &ApprovalReceipt::of(&receipt, &[])))
}

/// There is nothing to try: it frees units, and that is all.
pub(super) fn no_trial(posted: &Posted) -> Result<(), Problem> {
    if posted.dry_run {
        let place = Place::Parameter("dry_run".to_owned());
        return Err(Problem::query(vec![FieldError { place, flaw: Flaw::not_offered() }]));
    }
    Ok(())
}
