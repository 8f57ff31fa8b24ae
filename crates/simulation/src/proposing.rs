//! What is proposed: orders of one section, most often such that they look possible together.

use std::sync::Arc;

use domain::access::Officer;
use domain::account::Holder;
use domain::entity::EntityId;
use domain::id::Id;
use domain::ledger::{Amounts, Issue, LiftStop, Occurred, Order, Proposal, Transfer};
use domain::quantity::Units;
use domain::section::SectionNo;
use domain::serial::{Serial, Serials};
use domain::unit::{Series, UnitRange};
use jiff::{SignedDuration, Timestamp};

use crate::acts::{OFTEN, Wish, wish};
use crate::dice::Dice;
use crate::naive::facts::facts;
use crate::naive::{Act, DESK, Ledger};
use crate::names::{ENTITIES, OFFICERS, REPRESENTATIVES, officer, section, sector, the, units};
use crate::setting::{Batch, MECHANISM};
use crate::sight::Sight;
use crate::world::World;

impl World {
    /// A new proposal of some section.
    pub(crate) fn draft(&mut self) -> Arc<Proposal> {
        let occurred = self.some_moment();
        let (section, orders) = self.some_orders(occurred.as_ref().map_or(self.now, |it| it.at));
        let (section, by, entity) = self.initiator(section, &orders);
        let again = self.dice.once_in(150) && self.staffed.is_none();
        let taken = self.made.last().filter(|_| again).map(|it| it.id);
        let id = taken.unwrap_or(Id::from_uuid(self.dice.uuid()));
        let proposal = Proposal::new(id, section, orders, occurred, by);
        let proposal = self.typed(proposal);
        Arc::new(match entity {
            Some(entity) => proposal.for_entity(entity),
            None => proposal,
        })
    }

    /// Mostly the right amount is typed, sometimes none, or another one.
    pub(crate) fn typed(&mut self, proposal: Proposal) -> Proposal {
        let units = Amounts::of(&proposal.orders).units();
        let units = if self.dice.once_in(100) { units.saturating_add(1) } else { units };
        match Units::new(units).filter(|_| !self.dice.once_in(10)) {
            Some(units) => proposal.confirming(units),
            None => proposal,
        }
    }

    /// Who proposes it, where and for whom: mostly an officer of the section; what leaves the account of
    /// an entity, mostly its representative.
    pub(crate) fn initiator(
        &mut self,
        own: SectionNo,
        orders: &[Order],
    ) -> (SectionNo, Officer, Option<EntityId>) {
        let from = orders.first().and_then(|order| facts(order).from);
        let account = from.and_then(|from| self.desk.ledger.accounts.get(&from));
        let holder = account.and_then(|it| match &it.holder {
            Holder::Entity { entity } => Some(entity.clone()),
            Holder::Party | Holder::AdaptationFund | Holder::Pending | Holder::Outside { .. } => {
                None
            }
        });
        let dice = &mut self.dice;
        let holder = holder.filter(|_| dice.percent(80));
        let any = dice.once_in(120).then(|| the(dice.one(&ENTITIES)));
        let entity = any.or(holder);
        let which = match &entity {
            _ if dice.once_in(25) => 1 + dice.below(OFFICERS),
            Some(_) => dice.one(&REPRESENTATIVES),
            None => 1,
        };
        // Two Parties authorize an entity of the same number: each has accounts of its own.
        let astray = entity.is_some() && dice.once_in(20);
        let there = if astray { section(dice.one(&[1, 2])) } else { own };
        (there, officer(there, which), entity)
    }

    pub(crate) fn proposal(&mut self, (section, orders): (SectionNo, Vec<Order>)) -> Arc<Proposal> {
        let (id, by): (_, Officer) = (Id::from_uuid(self.dice.uuid()), officer(section, 1));
        Arc::new(self.typed(Proposal::new(id, section, orders, None, by)))
    }

    /// Some acts are recorded later than they happened, and some say that they will have.
    fn some_moment(&mut self) -> Option<Occurred> {
        if !self.dice.once_in(14) {
            return None;
        }
        let seconds = i64::try_from(self.dice.below(20 * 86_400)).unwrap_or(0);
        let seconds = if self.dice.once_in(8) { -seconds } else { seconds };
        let at = self.now - SignedDuration::from_secs(seconds);
        Some(Occurred { at, evidence: the("letter 7") })
    }

    fn some_orders(&mut self, occurred: Timestamp) -> (SectionNo, Vec<Order>) {
        let dice = &mut self.dice;
        let ledger = &self.desk.ledger;
        let accounts = &self.accounts;
        let (now, mechanism) = (self.now, section(MECHANISM));
        let (fresh_ids, open) = (self.staffed.is_some(), &self.open);
        let sight = Sight { ledger, now, mechanism, fresh_ids, accounts, open };
        if dice.once_in(1_500)
            && let Some(crowd) = crowd(dice, &sight)
        {
            return crowd;
        }
        let (section, first) = some_wish(dice, &sight);
        if dice.once_in(500) {
            return (section, Vec::new());
        }
        if dice.once_in(20_000) {
            let small =
                Order::LiftStop(LiftStop { stop: Id::from_uuid(dice.uuid()), reason: the("-") });
            return (DESK, vec![small; Proposal::ORDERS_MAX + 1]);
        }
        let mut orders = vec![first];
        let mut ahead: Option<Ledger> = None;
        while dice.percent(20) {
            // The next order mostly goes on from where the last one would lead.
            let act = Act { section, occurred, now };
            let last = orders.last().cloned();
            let going_on = ahead.get_or_insert_with(|| ledger.clone());
            let done = last.is_some_and(|last| going_on.carry_out(&act, &last).is_ok());
            let (also, next) = some_wish(dice, &Sight { ledger: going_on, ..sight });
            if also == section && (done || dice.percent(20)) {
                orders.push(next);
            }
        }
        (section, orders)
    }
}

/// A wish of a kind by chance; where nothing fits, another kind is tried.
pub(crate) fn some_wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let all: u64 = OFTEN.iter().map(|(_, often)| often).sum();
    loop {
        let mut number = dice.below(all);
        let kind = OFTEN.iter().find_map(|(kind, often)| {
            let here = number < *often;
            number = number.saturating_sub(*often);
            here.then_some(*kind)
        });
        if let Some(wish) = kind.and_then(|kind| wish(kind, dice, sight)) {
            return wish;
        }
    }
}

/// About a hundred units issued one by one, and moved together: too many blocks, or just few enough.
fn crowd(dice: &mut Dice, sight: &Sight<'_>) -> Option<Batch> {
    let own = sight.party_section(dice);
    let its = sight.ledger.sections.get(&own)?;
    let holding = |it: &crate::naive::Account| {
        it.section == own && it.kind == "100" && it.holder == domain::account::Holder::Party
    };
    let from = sight.account(dice, |it| holding(it) && it.year.is_none())?;
    let metric = sight.ledger.accounts.get(&from)?.metric.clone();
    let its_own = sight.ledger.accounts.get(&from)?.id;
    let to = sight.account(dice, |it| holding(it) && it.metric == metric && it.id != its_own);
    let count = 98 + dice.below(6);
    let issue = Order::Issue(Issue {
        into: from,
        approach: the("CA9001"),
        vintage: the("2024"),
        quantity: units(1),
        metric,
        mitigation_type: the("Removals"),
        sector: sector(false),
        activity_type: the("Solar"),
        authorization: None,
        underlying: None,
    });
    let first = sight.ledger.last_serial(its.registry) + 1;
    let serial = |number| Serial::new(number).ok();
    let serials = Serials::new(serial(first)?, serial(first + count - 1)?)?;
    let (registry, party) = (its.registry, its.party);
    let series = Series { approach: the("CA9001"), registry, party, vintage: the("2024") };
    let units = UnitRange { series, serials };
    let mut orders = vec![issue; usize::try_from(count).unwrap_or(0)];
    orders.push(Order::Transfer(Transfer { from, to: to?, units, reference: None }));
    Some((own, orders))
}
