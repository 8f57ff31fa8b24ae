//! Proposals that need not be read again.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use domain::id::{Id, Proposed};
use domain::ledger::Proposal;

/// Proposals made or read a while ago. What a proposal says never changes, so none is ever stale.
#[derive(Default)]
pub(crate) struct Remembered(Mutex<Recent>);

#[derive(Default)]
struct Recent {
    proposals: BTreeMap<Id<Proposed>, Arc<Proposal>>,
    order: VecDeque<Id<Proposed>>,
    /// How many orders they hold together: what bounds the memory they take.
    orders: usize,
}

/// The most orders that remembered proposals hold together.
const ORDERS_MAX: usize = 100_000;

impl Remembered {
    pub(crate) fn get(&self, id: Id<Proposed>) -> Option<Arc<Proposal>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).proposals.get(&id).cloned()
    }

    pub(crate) fn put(&self, proposal: &Arc<Proposal>) {
        let mut recent = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if recent.proposals.insert(proposal.id, Arc::clone(proposal)).is_some() {
            return;
        }
        recent.order.push_back(proposal.id);
        recent.orders = recent.orders.saturating_add(proposal.orders.len());
        while recent.orders > ORDERS_MAX {
            let Some(oldest) = recent.order.pop_front() else { break };
            if let Some(gone) = recent.proposals.remove(&oldest) {
                recent.orders = recent.orders.saturating_sub(gone.orders.len());
            }
        }
    }
}
