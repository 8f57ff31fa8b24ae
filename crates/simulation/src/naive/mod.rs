//! A second ledger, as naive as can be: no blocks, no tables that remember, each unit by itself.
//!
//! It is written from the rules, not from the code. With `domain` it shares the types of
//! identifiers and orders, and none of what decides: no policy, no terms, no arithmetic of runs.

mod amounts;
pub(crate) mod authorizations;
pub(crate) mod capacity;
pub(crate) mod facts;
pub(crate) mod final_periods;
mod own_identifiers;
pub(crate) mod parties;
pub(crate) mod places;
pub(crate) mod policy;
mod proposals;
mod reports;
pub(crate) mod section;
mod steps;
mod stops;
pub(crate) mod units;
mod warnings;
mod years;

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use domain::access::{Officer, Role};
use domain::account::{AccountNumber, Holder};
use domain::approach::ApproachId;
use domain::authorization::AuthorizationId;
use domain::entity::EntityId;
use domain::id::{AccountRecord, Id, Person, Stopped};
use domain::ledger::Order;
use domain::metric::Metric;
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::section::SectionNo;
use domain::stop::StopTarget;
use domain::vintage::Year;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::acts;
use crate::answer::Code;
pub(crate) use authorizations::Authorization;
pub(crate) use own_identifiers::identifiers;
pub(crate) use proposals::{Desk, Known, Way};
pub(crate) use section::{Period, Section};
pub(crate) use units::{First, Unit};
pub(crate) use warnings::Warned;

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
    pub(crate) approach: ApproachId,
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

/// Reports that were filed, by section and year.
pub(crate) type Filed = BTreeMap<(SectionNo, Year), Vec<(u32, u32)>>;

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
    pub(crate) authorizations: Rc<BTreeMap<Name, Authorization>>,
    /// The units of each originating registry, in the order of their serials.
    pub(crate) units: BTreeMap<RegistryId, Rc<Vec<Rc<Unit>>>>,
    /// Registry and identifier of each underlying unit.
    pub(crate) underlying: Rc<BTreeSet<(String, String)>>,
    pub(crate) stops: Rc<BTreeMap<Id<Stopped>, Stop>>,
    /// Whose beneficiary an entry named, and which entry reviewed it.
    pub(crate) beneficiaries: Rc<BTreeMap<i64, (SectionNo, Option<i64>)>>,
    /// How many versions there are.
    pub(crate) conversions: Rc<BTreeMap<(SectionNo, ApproachId, Metric), u16>>,
    /// The year of the first entry.
    pub(crate) began: Option<i16>,
    /// The years that have ended, and by which entry.
    pub(crate) years: Rc<Vec<(i16, i64)>>,
    /// How often something was told of a year.
    pub(crate) inventories: Rc<BTreeMap<(SectionNo, i16), u16>>,
    /// The versions of reports that were filed, oldest first, as two numbers each.
    pub(crate) filed: Rc<Filed>,
    /// Runs of units that were always touched together.
    pub(crate) runs: u64,
    /// What the orders of the last proposal that was tried warned of, and their entries.
    pub(crate) warned: Vec<(i64, Warned)>,
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
        acts::rule(self, act, order)?;
        self.leaves_final_periods(act, order)?;
        self.foretell(act, order);
        Ok(())
    }

    /// What the officer may do in a section.
    pub(crate) fn roles(&self, officer: Officer, section: SectionNo) -> BTreeSet<Role> {
        self.roles.get(&(officer.person, section)).cloned().unwrap_or_default()
    }

    pub(crate) fn section_of(&self, party: PartyCode) -> Option<SectionNo> {
        self.sections.iter().find(|(_, it)| it.party == party).map(|(number, _)| *number)
    }

    /// The acting section, which is a Party's or the mechanism's. That of a Party which has withdrawn
    /// can only be read.
    pub(crate) fn own(&self, act: &Act) -> Result<&Section, Code> {
        let section = self.sections.get(&act.section).ok_or("wrong-desk")?;
        parties::still_party(act, section.party)?;
        Ok(section)
    }

    /// The acting section, which is a Party's.
    pub(crate) fn own_party(&self, act: &Act) -> Result<&Section, Code> {
        let section = self.sections.get(&act.section).ok_or("wrong-desk")?;
        must(section.party.as_str() != "QUN", "not-for-mechanism")?;
        self.own(act)
    }

    /// The same, if its Party has told of its participation, and said no to nothing: as it must before
    /// it authorizes or uses. The mechanism has nothing to tell.
    pub(crate) fn participating(&self, act: &Act) -> Result<&Section, Code> {
        let section = self.declared(act)?;
        let no = section.participation.as_ref().is_some_and(|answers| answers.contains(&false));
        must(!no, "participation-denied")?;
        Ok(section)
    }

    /// The acting section, if its Party has told of its participation.
    pub(crate) fn declared(&self, act: &Act) -> Result<&Section, Code> {
        let section = self.own(act)?;
        let told = section.party.as_str() == "QUN" || section.participation.is_some();
        must(told, "participation-missing")?;
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

    /// Whether the section has authorized the entity at some time.
    pub(crate) fn authorized(&self, section: SectionNo, entity: &EntityId) -> bool {
        let entity = entity.to_string();
        self.entities.iter().any(|it| it.section == section && it.id == entity)
    }

    /// The entity has an authorization of the acting section, on the day of the act, and under the
    /// approach where one is asked for.
    pub(crate) fn entity_is_current(
        &self,
        act: &Act,
        entity: &str,
        approach: Option<ApproachId>,
    ) -> Result<(), Code> {
        let today = day(act.occurred);
        let current = self.entities.iter().any(|it| {
            it.section == act.section
                && it.id == entity
                && approach.is_none_or(|approach| it.approach == approach)
                && it.from <= today
                && it.until.is_none_or(|until| today <= until)
        });
        must(current, "entity-not-authorized")
    }
}
