//! A second ledger, as naive as can be: no blocks, no tables that remember, each unit by itself.
//!
//! It is written from the rules, not from the code. With `domain` it shares the types of
//! identifiers and orders, and none of what decides: no policy, no terms, no arithmetic of runs.

pub(crate) mod facts;
mod own_identifiers;
pub(crate) mod places;
pub(crate) mod policy;
mod proposals;
pub(crate) mod section;
mod steps;
mod stops;
pub(crate) mod units;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use domain::access::{Officer, Role};
use domain::account::{AccountNumber, Holder};
use domain::approach::ApproachId;
use domain::authorization::{AuthorizationId, Terms};
use domain::id::{AccountRecord, Id, Person, Stopped};
use domain::ledger::Order;
use domain::metric::Metric;
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::section::SectionNo;
use domain::stop::StopTarget;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::acts;
use crate::answer::Code;
pub(crate) use own_identifiers::identifiers;
pub(crate) use proposals::{Desk, Known, Way};
pub(crate) use section::Section;
pub(crate) use units::{First, Unit};

pub(crate) const DESK: SectionNo = SectionNo::SECRETARIAT;

/// The name of an authorization: its Party's section, and the id that the Party gave.
pub(crate) type Name = (SectionNo, AuthorizationId);

#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Account {
    pub(crate) id: Id<AccountRecord>,
    pub(crate) section: SectionNo,
    /// The kind's code.
    pub(crate) kind: &'static str,
    pub(crate) holder: Holder,
    pub(crate) metric: Metric,
    pub(crate) year: Option<i16>,
}

#[derive(Clone, Debug)]
pub(crate) struct Entity {
    pub(crate) section: SectionNo,
    pub(crate) id: String,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
}

#[derive(Clone, Debug)]
pub(crate) struct Stop {
    pub(crate) section: SectionNo,
    pub(crate) target: StopTarget,
    pub(crate) until: Option<Timestamp>,
    pub(crate) lifted: bool,
}

/// Who holds which role where.
pub(crate) type Roles = BTreeMap<(Id<Person>, SectionNo), BTreeSet<Role>>;

/// Who acts, and when.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Act {
    pub(crate) section: SectionNo,
    /// When it happened, as the proposal says.
    pub(crate) occurred: Timestamp,
    pub(crate) now: Timestamp,
}

/// All that orders change. A copy is cheap until it is written to.
#[derive(Clone, Debug, Default)]
pub(crate) struct Ledger {
    /// Whether only what is fictional is admitted, or real Parties too.
    pub(crate) fictional_only: bool,
    /// The number of the newest entry.
    pub(crate) entry: i64,
    pub(crate) roles: Rc<Roles>,
    pub(crate) sections: Rc<BTreeMap<SectionNo, Section>>,
    pub(crate) accounts: Rc<BTreeMap<AccountNumber, Account>>,
    pub(crate) approaches: Rc<BTreeMap<ApproachId, Vec<PartyCode>>>,
    pub(crate) entities: Rc<Vec<Entity>>,
    /// All versions, and the entries that recorded them.
    pub(crate) authorizations: Rc<BTreeMap<Name, Vec<(i64, Terms)>>>,
    /// The units of each originating registry, in the order of their serials.
    pub(crate) units: BTreeMap<RegistryId, Rc<Vec<Rc<Unit>>>>,
    /// Registry and identifier of each underlying unit.
    pub(crate) underlying: Rc<BTreeSet<(String, String)>>,
    pub(crate) stops: Rc<BTreeMap<Id<Stopped>, Stop>>,
    /// Whose beneficiary an entry named, and which entry reviewed it.
    pub(crate) beneficiaries: Rc<BTreeMap<i64, (SectionNo, Option<i64>)>>,
    /// How many versions there are.
    pub(crate) conversions: Rc<BTreeMap<(SectionNo, ApproachId, Metric), u16>>,
    /// Runs of units that were always touched together.
    pub(crate) runs: u64,
}

pub(crate) fn must(allowed: bool, code: Code) -> Result<(), Code> {
    if allowed { Ok(()) } else { Err(code) }
}

pub(crate) fn day(moment: Timestamp) -> Date {
    jiff::tz::Offset::UTC.to_datetime(moment).date()
}

pub(crate) fn year(moment: Timestamp) -> i16 {
    day(moment).year()
}

impl Ledger {
    /// The next entry, which carries out one order.
    pub(crate) fn carry_out(&mut self, act: &Act, order: &Order) -> Result<(), Code> {
        self.entry += 1;
        acts::rule(self, act, order)
    }

    /// What the officer may do in a section.
    pub(crate) fn roles(&self, officer: Officer, section: SectionNo) -> BTreeSet<Role> {
        self.roles.get(&(officer.person, section)).cloned().unwrap_or_default()
    }

    pub(crate) fn section_of(&self, party: PartyCode) -> Option<SectionNo> {
        self.sections.iter().find(|(_, it)| it.party == party).map(|(number, _)| *number)
    }

    /// The acting section, which is a Party's or the mechanism's.
    pub(crate) fn own(&self, act: &Act) -> Result<&Section, Code> {
        self.sections.get(&act.section).ok_or("wrong-desk")
    }

    /// The acting section, which is a Party's.
    pub(crate) fn own_party(&self, act: &Act) -> Result<&Section, Code> {
        let section = self.own(act)?;
        must(section.party.as_str() != "QUN", "not-for-mechanism")?;
        Ok(section)
    }

    pub(crate) fn change_section(&mut self, section: SectionNo) -> &mut Section {
        Rc::make_mut(&mut self.sections).get_mut(&section).expect("the section was there")
    }

    /// Every Party hosts activities of the mechanism; in all else it takes part or not.
    pub(crate) fn takes_part(&self, party: PartyCode, approach: ApproachId) -> Result<(), Code> {
        let parties = self.approaches.get(&approach).ok_or("approach-unknown")?;
        let all = approach.to_string() == "CA0001";
        must(all || parties.contains(&party), "not-in-approach")
    }

    /// The entity has an authorization of the acting section, on the day of the act.
    pub(crate) fn entity_is_current(&self, act: &Act, entity: &str) -> Result<(), Code> {
        let today = day(act.occurred);
        let current = self.entities.iter().any(|it| {
            it.section == act.section
                && it.id == entity
                && it.from <= today
                && it.until.is_none_or(|until| today <= until)
        });
        must(current, "entity-not-authorized")
    }

    /// What an authorization says, from its day on: nothing happens under it before.
    pub(crate) fn in_force(&self, act: &Act, name: &Name) -> Result<&Terms, Code> {
        let newest = self.newest(name)?;
        let begins = self.authorizations[name].first().map(|(_, terms)| terms.date);
        let begun = begins.is_some_and(|begins| begins <= day(act.occurred));
        must(begun, "authorization-does-not-fit")?;
        Ok(newest)
    }

    /// The newest version of an authorization.
    pub(crate) fn newest(&self, name: &Name) -> Result<&Terms, Code> {
        let versions = self.authorizations.get(name).ok_or("authorization-unknown")?;
        versions.last().map(|(_, terms)| terms).ok_or("authorization-unknown")
    }
}
