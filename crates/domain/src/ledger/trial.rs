//! Trying an approval out: it is decided as any other, and taken back.

use jiff::Timestamp;

use super::books::Books;
use super::propose::try_out;
use super::refusal::{Refusal, Refused};
use super::scene::Effect;
use super::{Approval, Request, Step, approve};
use crate::digest::Digest;

/// What an approval would do now, or the refusal that it would get. What is carried out already is
/// refused, to the same person too: nothing more would happen. The books stay as they are.
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
    let decided = super::approve(books, &request, approval, now);
    books.rollback(mark);
    decided?;
    // Entries keep no effects: the orders are decided once more for them.
    let mark = books.mark();
    approve::release(books, proposal);
    let effects = try_out(books, proposal, now);
    books.rollback(mark);
    effects
}
