//! What other sections want to send to the caller's, and whether it accepts.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post};
use app::Registry;
use app::incoming::Incoming;
use domain::id::{Id, Proposed};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::Asked;
use super::objections::{no_trial, object};
use super::paging::{Paging, cursor, slice, written};
use super::posted::Posted;
use super::problems::{Key, ReadProblems, WriteProblems};
use super::proposals::{carried_out, receipted};
use super::receipt::ApprovalReceipt;
use super::wire::{ApprovalRequest, ObjectionRequest};
use crate::caller::Authenticated;
use crate::problem::Problem;
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_incoming).service(show_incoming).service(accept).service(decline);
}

/// Some transfers that your section is asked to accept.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct IncomingList {
    /// The transfers, newest first.
    items: Vec<IncomingBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A transfer that your section is, or was, asked to accept.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Incoming)]
pub(super) struct IncomingBody {
    /// The identifier of the sender's proposal.
    #[schema(format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")]
    proposal: String,
    /// The Party that wants to send.
    #[schema(example = "XAL")]
    from: String,
    /// When your section was asked, in UTC.
    #[schema(format = "date-time", example = "2026-11-22T14:09:31.007Z")]
    asked: String,
    /// It is not carried out before this moment.
    #[schema(format = "date-time", example = "2026-11-23T14:09:31.007Z")]
    due: String,
    /// It lapses if it is not accepted by then.
    #[schema(format = "date-time", example = "2026-11-29T14:09:31.007Z")]
    lapses: String,
    /// The SHA-256 of the document in canonical JSON (RFC 8785). Whoever accepts sends it back.
    #[schema(example = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03")]
    digest: String,
    /// What is to be sent: `occurred`, `orders`, `proposal`, `section`, and `entity`,
    /// `replaces` and `confirm_units` where there are any.
    #[schema(value_type = Object)]
    document: Value,
}

impl IncomingBody {
    fn of(incoming: &Incoming) -> Self {
        Self {
            proposal: incoming.proposal.id.to_string(),
            from: incoming.from.to_string(),
            asked: written(incoming.asked),
            due: written(incoming.due),
            lapses: written(incoming.lapses),
            digest: incoming.proposal.digest().to_string(),
            document: incoming.proposal.shown(),
        }
    }
}

/// Lists what other sections want to send to yours
///
/// Newest first. Only transfers that need your section's acceptance are here, decided or not.
#[utoipa::path(
    tag = "Incoming",
    operation_id = "listIncoming",
    params(Paging),
    responses((status = 200, description = "Some transfers.", body = IncomingList), ReadProblems),
    security(("token" = []))
)]
#[get("/incoming")]
async fn list_incoming(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<IncomingList>, Problem> {
    let slice = slice(&mut asked);
    asked.end()?;
    let page = workers.run(move || registry.incoming(&caller, slice.after, slice.limit)).await?;
    let items = page.items.iter().map(IncomingBody::of).collect();
    Ok(Json(IncomingList { items, next: page.next.as_ref().map(cursor) }))
}

/// Shows a transfer that your section is asked to accept
///
/// What is to be sent, with the digest that an acceptance sends back. What nobody asks your section
/// is not there.
#[utoipa::path(
    tag = "Incoming",
    operation_id = "showIncoming",
    params(("id" = String, Path, description = "The identifier of the sender's proposal.",
        format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")),
    responses((status = 200, description = "The transfer.", body = IncomingBody), ReadProblems),
    security(("token" = []))
)]
#[get("/incoming/{id}")]
async fn show_incoming(
    Authenticated(caller): Authenticated,
    id: Path<String>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<IncomingBody>, Problem> {
    asked.end()?;
    let id: Id<Proposed> = id.parse().map_err(|_no_proposal_has_it| Problem::not_found())?;
    let found = workers.run(move || registry.incoming_one(&caller, id)).await?;
    found.map(|it| Json(IncomingBody::of(&it))).ok_or_else(Problem::not_found)
}

/// Accepts a transfer for your section
///
/// Whoever accepts sends back the digest of what was shown. The transfer is carried out now, or when
/// its waiting time is over.
#[utoipa::path(
    tag = "Incoming",
    operation_id = "accept",
    params(
        ("id" = String, Path, description = "The identifier of the sender's proposal.",
            format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55"),
        Key
    ),
    request_body(content = ApprovalRequest, example = json!({
        "shown": "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03"
    })),
    responses(
        (status = 201, description = "It is accepted.", body = ApprovalReceipt),
        (status = 200, description = "The same person accepted it before: the first receipt, with \
            the header `Idempotent-Replayed: true`.", body = ApprovalReceipt),
        WriteProblems
    ),
    security(("token" = []))
)]
#[post("/incoming/{id}/acceptance")]
async fn accept(
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
    no_trial(&posted)?;
    let key = posted.key;
    let ticket = workers.run(move || registry.accept(&caller, id, shown, key)).await?;
    let (receipt, replayed) = carried_out(&ticket.await?)?;
    Ok(receipted(&receipt, replayed, &ApprovalReceipt::of(&receipt, &[])))
}

/// Declines a transfer for your section
///
/// The sender's units are free again; both sections read the reason.
#[utoipa::path(
    tag = "Incoming",
    operation_id = "decline",
    params(
        ("id" = String, Path, description = "The identifier of the sender's proposal.",
            format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55"),
        Key
    ),
    request_body(content = ObjectionRequest, example = json!({
        "reason": "The quantity is not the one in the contract."
    })),
    responses(
        (status = 201, description = "It is declined.", body = ApprovalReceipt),
        (status = 200, description = "The same person declined it before: the first receipt, with \
            the header `Idempotent-Replayed: true`.", body = ApprovalReceipt),
        WriteProblems
    ),
    security(("token" = []))
)]
#[post("/incoming/{id}/refusal")]
async fn decline(
    Authenticated(caller): Authenticated,
    registry: Data<Registry>,
    workers: Data<Workers>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, Problem> {
    object((caller, registry, workers), &id, posted, Registry::decline).await
}
