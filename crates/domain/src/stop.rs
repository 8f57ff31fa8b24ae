//! Stops: brakes that one person sets and two persons lift. A stop never moves units.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::access::Officer;
use crate::account::AccountNumber;
use crate::approach::ApproachId;
use crate::id::{Id, Person, Proposed};
use crate::ledger::Order;
use crate::party::PartyCode;
use crate::section::SectionNo;
use crate::text::Text;
use crate::unit::UnitRange;

/// What is stopped.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(tag = "target", rename_all = "kebab-case", deny_unknown_fields)]
pub enum StopTarget {
    /// Whatever this person proposes, approves or accepts.
    Person {
        /// The natural person.
        person: Id<Person>,
    },
    /// Whatever leaves or reaches this account.
    Account {
        /// The account.
        account: AccountNumber,
    },
    /// Whatever happens to any of these units.
    Units {
        /// The units.
        units: UnitRange,
    },
    /// Whatever happens under this approach.
    Approach {
        /// The approach.
        approach: ApproachId,
    },
    /// Whatever this section does, and what others send to it.
    Section {
        /// The Party whose section it is.
        party: PartyCode,
    },
    /// Whatever goes between these two sections, either way.
    Pair {
        /// One Party.
        one: PartyCode,
        /// The other Party.
        other: PartyCode,
    },
    /// One proposal: the secretariat's transfer desk holds it.
    Proposal {
        /// The proposal.
        proposal: Id<Proposed>,
        /// The Parties that it concerns, which see that it is held.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        parties: Vec<PartyCode>,
    },
    /// Everything.
    Everything {},
}

impl StopTarget {
    /// What is stopped, in one word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Person { .. } => "person",
            Self::Account { .. } => "account",
            Self::Units { .. } => "units",
            Self::Approach { .. } => "approach",
            Self::Section { .. } => "section",
            Self::Pair { .. } => "pair",
            Self::Proposal { .. } => "proposal",
            Self::Everything {} => "everything",
        }
    }

    /// Whether it hits an order of this proposal, by these officers.
    pub fn hits(
        &self,
        order: &Order,
        (proposal, own): (Id<Proposed>, Option<PartyCode>),
        officers: &[Officer],
    ) -> bool {
        if let Self::Person { person } = self {
            return officers.iter().any(|officer| officer.person == *person);
        }
        // A brake can always be pulled, and be released by those whom it does not name.
        if order.kind().is_brake() {
            return false;
        }
        let named = order.units();
        let from = named.map(|(account, _)| account);
        let to = order.destination();
        let is_party = |party: &PartyCode| {
            own == Some(*party) || to.is_some_and(|account| account.party() == *party)
        };
        match self {
            Self::Person { .. } => false,
            Self::Account { account } => from == Some(*account) || to == Some(*account),
            Self::Units { units } => named.is_some_and(|(_, named)| {
                named.series == units.series && named.serials.overlap(units.serials).is_some()
            }),
            Self::Approach { approach } => order.approach() == Some(*approach),
            Self::Section { party } => is_party(party),
            Self::Pair { one, other } => is_party(one) && is_party(other),
            Self::Proposal { proposal: held, .. } => proposal == *held,
            Self::Everything {} => true,
        }
    }

    /// The Parties that it concerns, which see the stop: two at the most.
    pub fn parties(&self) -> Vec<PartyCode> {
        match self {
            Self::Account { account } => vec![account.party()],
            Self::Section { party } => vec![*party],
            Self::Pair { one, other } => vec![*one, *other],
            Self::Proposal { parties, .. } => parties.iter().copied().take(2).collect(),
            Self::Person { .. }
            | Self::Units { .. }
            | Self::Approach { .. }
            | Self::Everything {} => Vec::new(),
        }
    }
}

/// A stop that has not been lifted.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Stop {
    /// The section that set it: the secretariat's desk, or a Party's own.
    pub section: SectionNo,
    /// What it stops.
    pub target: StopTarget,
    /// Why.
    pub reason: Text<500>,
    /// Who set it.
    pub by: Officer,
    /// The entry that set it.
    pub set: i64,
    /// Since when.
    pub since: Timestamp,
    /// When it ends by itself, if nobody lifts it before.
    pub until: Option<Timestamp>,
    /// The entry that lifted it.
    pub lifted: Option<i64>,
}

impl Stop {
    /// Whether it stops anything at this moment.
    pub fn is_on(&self, now: Timestamp) -> bool {
        self.lifted.is_none() && self.until.is_none_or(|until| now < until)
    }
}
