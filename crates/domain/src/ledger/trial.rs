//! Trying an approval out: it is decided as any other, and taken back.

use jiff::Timestamp;

use super::approve;
use super::books::Books;
use super::refusal::{Refusal, Refused};
use super::request::{Approval, Request, Step};
use super::scene::Effect;
use crate::digest::Digest;

/// What an approval would do, now or when it has waited for its time or the receiver, or the refusal
/// that it would get. What is carried out already is refused, to the same person too: nothing more
/// would happen. The books stay as they are.
pub fn try_out_approval(
    books: &mut Books,
    approval: &Approval,
    now: Timestamp,
) -> Result<Vec<Effect>, Refused> {
    let proposal = &approval.proposal;
    if let Some(decision) = books.decisions.get(&proposal.id) {
        return Err(Refusal::AlreadyDecided { entry: decision.receipt.first_entry }.into());
    }
    let step = Step::Approve(approval.clone());
    let request = Request { step, key: None, salt: Digest::of(&[]) };
    let mark = books.mark();
    let decided = approve::decide(books, &request, approval, now);
    books.rollback(mark);
    decided?;
    // Entries keep no effects: the orders are decided once more for them.
    approve::could_be_carried_out(books, proposal, now)
}
