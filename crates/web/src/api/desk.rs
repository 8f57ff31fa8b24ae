//! The secretariat's transfer desk: it sees, it can hold, it moves nothing.

use actix_web::web::{Data, Json, Path};
use actix_web::{HttpResponse, get, post};
use app::Registry;
use app::desk::DeskTransfer;
use app::proposals::ProposalState;
use domain::id::{Id, Proposed};
use domain::ledger::Reason;
use domain::party::PartyCode;
use domain::section_terms::SectionTerms;
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::asked::{Asked, moment};
use super::objections::no_trial;
use super::paging::{Paging, cursor, slice};
use super::posted::Posted;
use super::problems::{Key, ReadProblems, WriteProblems};
use super::proposal_list::ProposalBody;
use super::proposals::{carried_out, receipted};
use super::receipt::ApprovalReceipt;
use super::stops::StopBody;
use super::wire::HoldRequest;
use crate::caller::Authenticated;
use crate::problem::{Flaw, Problem};
use crate::run::Workers;

/// Adds the routes.
pub(super) fn configure(config: &mut ServiceConfig<'_>) {
    config.service(list_transfers).service(show_transfer).service(hold);
}

/// Some transfers between sections.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct DeskTransfers {
    /// The transfers, newest first.
    items: Vec<DeskTransferBody>,
    /// The cursor of the next page. It is missing on the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    next: Option<String>,
}

/// A transfer between two sections, from its proposal to its entry.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeskTransfer)]
pub(super) struct DeskTransferBody {
    /// The sender's proposal: how far it has come, what it waits for, how it ended.
    proposal: ProposalBody,
    /// The Party that sends.
    from: SideBody,
    /// The Party that receives.
    to: SideBody,
    /// The units, order by order.
    units: Vec<String>,
    /// The stops that are in its way now.
    stops: Vec<StopBody>,
    /// Both sides, once it is carried out.
    #[serde(skip_serializing_if = "Option::is_none")]
    compared: Option<ComparedBody>,
}

/// A side of a transfer, and its section's terms now.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DeskSide)]
pub(super) struct SideBody {
    /// The Party.
    #[schema(example = "XAL")]
    party: String,
    /// Hours that a transfer to a recipient who is not trusted waits.
    #[schema(example = "24")]
    waiting_hours: String,
    /// Whether units from other sections need this section's acceptance.
    acceptance: bool,
}

/// What was sent, and what has come.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Compared)]
pub(super) struct ComparedBody {
    /// Units that the orders send.
    #[schema(example = "3800")]
    sent: String,
    /// Units that have come to the other section by these entries.
    #[schema(example = "3800")]
    received: String,
    /// Whether they are as many.
    equal: bool,
}

impl DeskTransferBody {
    fn of(transfer: &DeskTransfer) -> Self {
        let units = transfer.proposal.orders.iter().filter_map(|order| order.units());
        Self {
            proposal: ProposalBody::of(&transfer.line),
            from: SideBody::of(&transfer.from),
            to: SideBody::of(&transfer.to),
            units: units.map(|(_, units)| units.to_string()).collect(),
            stops: transfer.stops.iter().map(StopBody::of).collect(),
            compared: transfer.compared.map(|it| ComparedBody {
                sent: it.sent.to_string(),
                received: it.received.to_string(),
                equal: it.sent == it.received,
            }),
        }
    }
}

impl SideBody {
    fn of((party, terms): &(PartyCode, SectionTerms)) -> Self {
        Self {
            party: party.to_string(),
            waiting_hours: terms.waiting_hours.to_string(),
            acceptance: terms.acceptance,
        }
    }
}

/// Lists transfers between sections
///
/// For the secretariat: every transfer from its proposal on, newest first, with what it waits for,
/// both Parties' terms, the stops in its way, and the comparison of both sides.
#[utoipa::path(
    tag = "Desk",
    operation_id = "listDeskTransfers",
    params(
        ("state" = Option<String>, Query, description = "`waiting`, `approved`, `executed`, \
            `rejected`, `withdrawn`, `declined`, `replaced`, `lapsed` or `failed`. Without it, all.",
            example = "approved"),
        Paging
    ),
    responses((status = 200, description = "Some transfers.", body = DeskTransfers), ReadProblems),
    security(("token" = []))
)]
#[get("/desk/transfers")]
async fn list_transfers(
    Authenticated(caller): Authenticated,
    mut asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<DeskTransfers>, Problem> {
    let state =
        asked.may_as("state", |text| ProposalState::named(text).ok_or_else(Flaw::proposal_state));
    let slice = slice(&mut asked);
    asked.end()?;
    let read = move || registry.desk_transfers(&caller, state, slice.after, slice.limit);
    let page = workers.run(read).await?;
    let items = page.items.iter().map(DeskTransferBody::of).collect();
    Ok(Json(DeskTransfers { items, next: page.next.as_ref().map(cursor) }))
}

/// Shows a transfer between sections
///
/// How far it has come, what it waits for, the stops in its way, and both sides once it is done.
#[utoipa::path(
    tag = "Desk",
    operation_id = "showDeskTransfer",
    params(("id" = String, Path, description = "The identifier of the sender's proposal.",
        format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55")),
    responses((status = 200, description = "The transfer.", body = DeskTransferBody), ReadProblems),
    security(("token" = []))
)]
#[get("/desk/transfers/{id}")]
async fn show_transfer(
    Authenticated(caller): Authenticated,
    id: Path<String>,
    asked: Asked,
    registry: Data<Registry>,
    workers: Data<Workers>,
) -> Result<Json<DeskTransferBody>, Problem> {
    asked.end()?;
    let id: Id<Proposed> = id.parse().map_err(|_no_proposal_has_it| Problem::not_found())?;
    let found = workers.run(move || registry.desk_transfer(&caller, id)).await?;
    found.map(|it| Json(DeskTransferBody::of(&it))).ok_or_else(Problem::not_found)
}

/// Holds a transfer between sections
///
/// One person of the desk holds it, with a reason that both Parties see; two persons of the desk
/// lift the stop. The units stay where they are. The desk cannot start, change or redirect a
/// transfer.
#[utoipa::path(
    tag = "Desk",
    operation_id = "holdTransfer",
    params(
        ("id" = String, Path, description = "The identifier of the sender's proposal.",
            format = "uuid", example = "019ab6f2-4c1e-7d30-a1f0-6d2f6b3c9e55"),
        Key
    ),
    request_body(content = HoldRequest, example = json!({
        "reason": "Both Parties are asked to confirm the quantity."
    })),
    responses(
        (status = 201, description = "It is held.", body = ApprovalReceipt),
        (status = 200, description = "The same request came before: the first receipt, with the \
            header `Idempotent-Replayed: true`.", body = ApprovalReceipt),
        WriteProblems
    ),
    security(("token" = []))
)]
#[post("/desk/transfers/{id}/hold")]
async fn hold(
    Authenticated(caller): Authenticated,
    registry: Data<Registry>,
    workers: Data<Workers>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, Problem> {
    let id: Id<Proposed> = id.parse().map_err(|_no_proposal_has_it| Problem::not_found())?;
    let why = posted.read(|mut at| {
        let (reason, until) = (at.need::<Reason>("reason"), at.may_as("until", moment));
        at.end();
        Ok((reason?, until?))
    })?;
    no_trial(&posted)?;
    let key = posted.key;
    let ticket = workers.run(move || registry.hold(&caller, id, why, key)).await?;
    let (receipt, replayed) = carried_out(&ticket.await?)?;
    Ok(receipted(&receipt, replayed, &ApprovalReceipt::of(&receipt, &[])))
}
