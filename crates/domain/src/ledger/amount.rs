//! Amounts far above what a section has moved before: whoever proposes one types it, and whoever
//! approves is warned of it.

use super::books::Books;
use super::order::Order;
use super::proposal::Proposal;
use super::refusal::{Refusal, Refused};
use super::scene::Effect;
use super::unit_order::UnitOrder;
use super::warning::Warning;
use crate::section::{Largest, SectionNo};

/// From so many times the largest amount so far on, an amount is unusual.
const TIMES: u64 = 10;

/// How many units orders move for good, by what becomes of them. A move between accounts of one
/// section can be taken back there, and does not count.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Amounts {
    /// To another section or another registry, or to the Adaptation Fund.
    pub sent: u64,
    /// Used, cancelled or retired.
    pub ended: u64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    Sent,
    Ended,
}

impl Amounts {
    /// What all of these orders move, one with the other: many small orders are one large amount.
    pub fn of(orders: &[Order]) -> Self {
        orders.iter().filter_map(moved).fold(Self::default(), |mut sum, (sort, units)| {
            let part = if sort == Sort::Sent { &mut sum.sent } else { &mut sum.ended };
            *part = part.saturating_add(units);
            sum
        })
    }

    /// All of it: what whoever proposes an unusual amount types.
    pub const fn units(self) -> u64 {
        self.sent.saturating_add(self.ended)
    }

    const fn by(self, sort: Sort) -> u64 {
        match sort {
            Sort::Sent => self.sent,
            Sort::Ended => self.ended,
        }
    }
}

/// What an order moves for good.
fn moved(order: &Order) -> Option<(Sort, u64)> {
    let (from, units) = order.units()?;
    let sort = match order.of_units()? {
        UnitOrder::FirstTransfer(_)
        | UnitOrder::TransferOut(_)
        | UnitOrder::ContributeToAdaptation(_) => Sort::Sent,
        UnitOrder::Transfer(order) if order.to.party() != from.party() => Sort::Sent,
        UnitOrder::UseTowardsNdc(_)
        | UnitOrder::UseForOimp(_)
        | UnitOrder::Cancel(_)
        | UnitOrder::Retire(_) => Sort::Ended,
        UnitOrder::Transfer(_)
        | UnitOrder::TransferIn(_)
        | UnitOrder::AuthorizeUnits(_)
        | UnitOrder::Issue(_)
        | UnitOrder::IssueArticle64(_) => return None,
    };
    Some((sort, units.units().count()))
}

/// What a section has moved most by one proposal so far.
fn largest(books: &Books, section: SectionNo, sort: Sort) -> u64 {
    let largest = books.sections.get(&section).map(|it| it.largest).unwrap_or_default();
    if sort == Sort::Sent { largest.sent } else { largest.ended }
}

/// The warning of an unusual amount, and the order that it stands with: the first of its sort. A
/// section that has moved nothing of the sort yet has no measure: its waiting time and its limits
/// hold for the first one.
fn unusual(books: &Books, proposal: &Proposal) -> Vec<(usize, Warning)> {
    let amounts = Amounts::of(&proposal.orders);
    let warned = |sort: Sort| {
        let (units, largest) = (amounts.by(sort), largest(books, proposal.section, sort));
        if largest == 0 || units < largest.saturating_mul(TIMES) {
            return None;
        }
        let first = proposal.orders.iter().position(|it| moved(it).is_some_and(|it| it.0 == sort));
        first.map(|at| (at, Warning::UnusualAmount { units, largest }))
    };
    [Sort::Sent, Sort::Ended].into_iter().filter_map(warned).collect()
}

/// What an unusual amount adds to the effects of a proposal's orders. It is measured before any of
/// them is carried out.
pub(super) struct Unusual(Vec<(usize, Warning)>);

impl Unusual {
    pub(super) fn of(books: &Books, proposal: &Proposal) -> Self {
        Self(unusual(books, proposal))
    }

    /// The effect of this order, with the warning that stands with it.
    pub(super) fn told(&self, at: usize, effect: Effect) -> Effect {
        let here = self.0.iter().filter(|(order, _)| *order == at);
        let warnings: Vec<_> = here.map(|(_, warning)| warning.clone()).collect();
        if warnings.is_empty() { effect } else { effect.warn(warnings) }
    }
}

/// Whoever proposes an unusual amount has typed it, and nobody has typed another.
pub(super) fn confirmed(books: &Books, proposal: &Proposal) -> Result<(), Refused> {
    let units = Amounts::of(&proposal.orders).units();
    let confirmed = match proposal.confirmed() {
        Some(typed) => typed.count() == units,
        None => unusual(books, proposal).is_empty(),
    };
    if confirmed { Ok(()) } else { Err(Refusal::AmountNotConfirmed { units }.into()) }
}

/// Keeps what the section has moved most, now that the orders are carried out.
pub(super) fn remember(books: &mut Books, proposal: &Proposal) {
    let amounts = Amounts::of(&proposal.orders);
    let Some(section) = books.sections.get(&proposal.section) else { return };
    let before = section.largest;
    let largest =
        Largest { sent: before.sent.max(amounts.sent), ended: before.ended.max(amounts.ended) };
    if largest != before {
        let section = crate::section::Section { largest, ..section.clone() };
        books.sections.set(proposal.section, section);
    }
}
