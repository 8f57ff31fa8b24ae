//! From the acts of the ledger to the events that touch balances.

use jiff::Timestamp;

use super::event::{Event, Trigger, Using, What};
use crate::aef::{Act, ActKind, BlockFacts, Keeper};
use crate::authorization::FirstTransferDefinition;
use crate::vintage::Year;

impl Event {
    /// What an act is to balances: a first transfer or a use towards an NDC, and else nothing
    /// . Acquisition, and cancellation after the first transfer, change none.
    pub fn of_act(act: &Act, recorded: Timestamp) -> Option<Self> {
        let block = act.block.as_ref()?;
        let what = if let ActKind::UsedTowardsNdc(year) = act.kind {
            What::Used { party: act.from.party()?, year }
        } else if act.is_first_transfer {
            What::FirstTransferred { by: trigger(act, block), using: using(act) }
        } else {
            return None;
        };
        Some(Self {
            entry: act.entry,
            units: act.units,
            occurred: act.occurred,
            recorded,
            what,
            metric: block.terms.metric.clone(),
            sector: block.sector,
            activity_type: block.activity_type,
            purposes: block.terms.purposes,
            oimp: block.terms.oimp.clone(),
        })
    }
}

/// The act that is the first transfer. What is issued or put under an authorization is so by the
/// definition; the mandatory movements of the mechanism are so by themselves.
fn trigger(act: &Act, block: &BlockFacts) -> Trigger {
    let defined = match (&act.kind, act.to) {
        (ActKind::Authorized, _) | (ActKind::IssuedByMechanism, Keeper::Party(..)) => {
            block.terms.first_transfer
        }
        (ActKind::IssuedByMechanism, Keeper::Nobody)
        | (ActKind::UsedForOimp { .. } | ActKind::Cancelled(_), _) => {
            Some(FirstTransferDefinition::UseOrCancellation)
        }
        _ => None,
    };
    match defined {
        Some(FirstTransferDefinition::Authorization) => {
            let given = Year::new(block.terms.date.year());
            Trigger::Authorization { given: given.unwrap_or_else(|_| Year::of(act.occurred)) }
        }
        Some(FirstTransferDefinition::Issuance) => {
            Trigger::Issuance { issued: block.issued_in.unwrap_or_else(|| Year::of(act.occurred)) }
        }
        Some(FirstTransferDefinition::UseOrCancellation) => Trigger::UseOrCancellation,
        None => Trigger::Transfer,
    }
}

/// Who is to use the units, as far as the act tells: the Party that gets them, or the entity.
fn using(act: &Act) -> Option<Using> {
    match (&act.kind, act.to) {
        (ActKind::UsedForOimp { entity, .. }, _) => entity.clone().map(Using::Entity),
        (ActKind::Moved, Keeper::Party(party, _)) => Some(Using::Party(party)),
        _ => None,
    }
}
