//! Trying out: what a proposal or an approval would do now, with nothing recorded.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::Data;
use app::{Answer, Draft, Registry};
use domain::access::Caller;
use domain::account::AccountNumber;
use domain::digest::Digest;
use domain::id::{Id, Proposed};
use domain::ledger::{Effect, Order};

use super::proposals::WrongAnswer;
use super::receipt::DryRun;
use crate::problem::Problem;
use crate::run::Workers;

/// What these orders would do.
pub(super) async fn of_proposal(
    (caller, registry, workers): (Caller, Data<Registry>, Data<Workers>),
    draft: Draft,
) -> Result<HttpResponse, Problem> {
    let orders = draft.orders.clone();
    let ticket = if draft.is_about_reports() {
        let (caller, registry) = (caller.clone(), registry.clone());
        workers.run(move || registry.try_out(&caller, draft)).await?
    } else {
        registry.try_out(&caller, draft)?
    };
    let answer = ticket.await?;
    told((caller, registry, workers), &orders, answer).await
}

/// What approving it would do.
pub(super) async fn of_approval(
    (caller, registry, workers): (Caller, Data<Registry>, Data<Workers>),
    id: Id<Proposed>,
    shown: Digest,
) -> Result<HttpResponse, Problem> {
    let (proposal, ticket) = if registry.recalls(id) {
        registry.try_out_approval(&caller, id, shown)?
    } else {
        let (caller, registry) = (caller.clone(), registry.clone());
        workers.run(move || registry.try_out_approval(&caller, id, shown)).await?
    };
    let answer = ticket.await?;
    told((caller, registry, workers), &proposal.orders, answer).await
}

/// What was tried out, with what the caller's accounts hold before and after.
async fn told(
    (caller, registry, workers): (Caller, Data<Registry>, Data<Workers>),
    orders: &[Order],
    answer: Answer,
) -> Result<HttpResponse, Problem> {
    let Answer::Preview(effects) = answer else { return Err(Problem::ours(&WrongAnswer)) };
    let touched = touched(&effects);
    let held = workers.run(move || registry.quantities(&caller, &touched)).await?;
    Ok(HttpResponse::Ok().json(DryRun::of(orders, &effects, &held)))
}

/// The accounts that units would leave or reach.
fn touched(effects: &[Effect]) -> Vec<AccountNumber> {
    let moves = effects.iter().flat_map(|effect| &effect.moves);
    let accounts: BTreeSet<_> = moves.flat_map(|it| it.from.into_iter().chain([it.to])).collect();
    accounts.into_iter().collect()
}
