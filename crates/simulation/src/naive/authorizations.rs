//! Authorizations: what they say, from when to when, and how much is first transferred under them.

use std::collections::BTreeMap;

use domain::authorization::{FirstTransferDefinition, Terms};
use domain::unit::UnitRange;
use jiff::civil::Date;

use super::{Act, Ledger, Name, Unit, day, must};
use crate::answer::Code;

/// An authorization, with all that was ever said of it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Authorization {
    /// All versions, and the entries that recorded them.
    pub(crate) versions: Vec<(i64, Terms)>,
    pub(crate) revoked: bool,
}

impl Authorization {
    pub(crate) fn newest(&self) -> Option<&Terms> {
        self.versions.last().map(|(_, terms)| terms)
    }

    /// The entry that recorded the first version.
    pub(crate) fn recorded(&self) -> i64 {
        self.versions.first().map_or(0, |(entry, _)| *entry)
    }
}

impl Ledger {
    /// What an authorization says, from its day on and until it is revoked: nothing happens under it
    /// before or after.
    pub(crate) fn in_force(&self, act: &Act, name: &Name) -> Result<&Terms, Code> {
        let authorization = self.authorizations.get(name).ok_or("authorization-unknown")?;
        must(!authorization.revoked, "authorization-revoked")?;
        let begins = authorization.versions.first().map(|(_, terms)| terms.date);
        let begun = begins.is_some_and(|begins| begins <= day(act.occurred));
        must(begun, "authorization-does-not-fit")?;
        self.newest(name)
    }

    /// The newest version of an authorization.
    pub(crate) fn newest(&self, name: &Name) -> Result<&Terms, Code> {
        let authorization = self.authorizations.get(name).ok_or("authorization-unknown")?;
        authorization.newest().ok_or("authorization-unknown")
    }

    /// Whether an authorization covers the unit: one that is revoked only what was first transferred
    /// before.
    pub(crate) fn is_covered(&self, unit: &Unit) -> bool {
        let name = unit.authorization.as_ref();
        name.is_some_and(|name| unit.first.is_some() || !self.authorizations[name].revoked)
    }

    /// What the authorization says for the unit: what it said when the unit was first transferred.
    pub(crate) fn said(&self, unit: &Unit) -> Result<&Terms, Code> {
        must(self.is_covered(unit), "not-authorized")?;
        let name = unit.authorization.as_ref().ok_or("not-authorized")?;
        let versions = &self.authorizations[name].versions;
        let at = unit.first.map_or(versions.len() - 1, |first| first.version);
        Ok(&versions[at].1)
    }

    /// How many units were first transferred under an authorization.
    pub(crate) fn first_transferred(&self, name: &Name) -> u64 {
        let all = self.units.values().flat_map(|units| units.iter());
        let under = all.filter(|it| it.first.is_some() && it.authorization.as_ref() == Some(name));
        u64::try_from(under.count()).unwrap_or(u64::MAX)
    }

    /// So many more may be first transferred under the authorization.
    pub(crate) fn has_room(&self, name: &Name, units: u64) -> Result<(), Code> {
        let Some(cap) = self.newest(name)?.quantity else { return Ok(()) };
        must(self.first_transferred(name) + units <= cap.count(), "cap-exceeded")
    }

    /// Each authorization has room for those of its units that the test holds for.
    pub(crate) fn caps_hold(
        &self,
        range: UnitRange,
        counts: impl Fn(&Unit) -> bool,
    ) -> Result<(), Code> {
        let mut sums: BTreeMap<&Name, u64> = BTreeMap::new();
        for unit in self.each(range).filter(|unit| counts(unit)) {
            if let Some(name) = &unit.authorization {
                *sums.entry(name).or_default() += 1;
            }
        }
        sums.into_iter().try_for_each(|(name, units)| self.has_room(name, units))
    }
}

/// The act happens on the last day that is set for it, or before.
pub(crate) fn in_time(act: &Act, last: Option<Date>) -> Result<(), Code> {
    must(last.is_none_or(|last| day(act.occurred) <= last), "after-last-day")
}

/// Whether the purposes include NDC, IMP or OP; OIMP is both of the last two.
pub(crate) fn includes(terms: &Terms, purpose: &str) -> bool {
    let purposes = terms.purposes.to_string();
    let mut words = purposes.split(" and ");
    words.any(|word| word == purpose || (word == "OIMP" && purpose != "NDC"))
}

/// Units are first transferred as soon as they are both issued and authorized.
pub(crate) fn at_once(terms: &Terms) -> bool {
    use FirstTransferDefinition::{Authorization, Issuance};
    [Some(Authorization), Some(Issuance)].contains(&terms.first_transfer)
}

/// Use or cancellation is the first transfer.
pub(crate) fn by_its_end(terms: &Terms) -> bool {
    terms.first_transfer == Some(FirstTransferDefinition::UseOrCancellation)
}

/// A transfer abroad is the first transfer: for an NDC, and where the Party's own definition is none
/// of the list.
pub(crate) fn by_going_abroad(terms: &Terms) -> bool {
    includes(terms, "NDC") || terms.first_transfer_unlisted.is_some()
}
