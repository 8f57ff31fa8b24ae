//! Edited proposals: new ones that name an old one, most often such that they may stand in its place.

use std::sync::Arc;

use domain::access::Officer;
use domain::entity::EntityId;
use domain::id::{Id, Proposed};
use domain::ledger::{Order, Proposal, Replacement, Step};
use domain::section::SectionNo;

use crate::naive::Ledger;
use crate::names::{OFFICERS, officer, section};
use crate::proposing::some_wish;
use crate::setting::MECHANISM;
use crate::sight::Sight;
use crate::world::World;

/// How often another order is looked for until one is of the section.
const TRIES: u8 = 12;

impl World {
    /// Something else in the place of what was proposed.
    pub(crate) fn replacement(&mut self, replaced: Arc<Proposal>) -> Step {
        let orders = self.edited(&replaced);
        let (own, by, entity) = self.editor(&replaced, &orders);
        let dice = &mut self.dice;
        let again = dice.once_in(40) && self.staffed.is_none();
        let id = if again { replaced.id } else { Id::from_uuid(dice.uuid()) };
        let occurred = replaced.occurred.clone();
        let proposal = self.typed(Proposal::new(id, own, orders, occurred, by));
        let proposal = match entity {
            Some(entity) => proposal.for_entity(entity),
            None => proposal,
        };
        let named = self.named(&replaced);
        let proposal = Arc::new(proposal.instead_of(named));
        if self.dice.once_in(30) {
            // What stands in the place of another, without the other.
            return Step::Propose(proposal);
        }
        Step::Replace(Replacement { proposal, replaced })
    }

    /// Which proposal the new one names: seldom another than the one that it comes with.
    fn named(&mut self, replaced: &Proposal) -> Id<Proposed> {
        if self.dice.once_in(25)
            && let Some(other) = self.dice.of(&self.made)
        {
            return other.id;
        }
        replaced.id
    }

    /// Who edits it, where and for whom: mostly whoever had proposed it, or who would propose the new
    /// orders by themselves; sometimes another officer, or another section's.
    fn editor(
        &mut self,
        replaced: &Proposal,
        orders: &[Order],
    ) -> (SectionNo, Officer, Option<EntityId>) {
        let (own, entity) = (replaced.section, replaced.entity().cloned());
        match self.dice.below(30) {
            0..3 => (own, officer(own, 1 + self.dice.below(OFFICERS)), entity),
            3 => (section(1), officer(section(1), 1), entity),
            4..12 => self.initiator(own, orders),
            _ => (own, replaced.by, entity),
        }
    }

    /// The same orders, fewer of them, or others: what the old ones had reserved is free for them.
    fn edited(&mut self, replaced: &Proposal) -> Vec<Order> {
        let mut orders = replaced.orders.clone();
        match self.dice.below(10) {
            0..3 => {}
            3 if orders.len() > 1 => drop(orders.pop()),
            3..6 => {
                let free = self.desk.ledger.released(replaced);
                orders.extend(self.another(&free, replaced));
            }
            _ => {
                let free = self.desk.ledger.released(replaced);
                if let Some(other) = self.another(&free, replaced) {
                    orders = vec![other];
                }
            }
        }
        orders
    }

    /// An order of the same section, on this ledger.
    fn another(&mut self, ledger: &Ledger, replaced: &Proposal) -> Option<Order> {
        let (now, mechanism) = (self.now, section(MECHANISM));
        let (fresh_ids, open) = (self.staffed.is_some(), &self.open);
        let sight = Sight { ledger, now, mechanism, fresh_ids, accounts: &self.accounts, open };
        let dice = &mut self.dice;
        let mut wishes = (0..TRIES).map(|_| some_wish(dice, &sight));
        wishes.find(|(section, _)| *section == replaced.section).map(|(_, order)| order)
    }
}
