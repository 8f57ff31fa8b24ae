//! Code lists: dated data, compared exactly, source spellings included.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::Deserialize;

use crate::party::PartyCode;

/// A Party on the list of Parties.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct ListedParty {
    /// The alpha-3 code.
    pub code: PartyCode,
    /// The short English name.
    pub name: String,
    /// Since when it is a Party.
    #[serde(flatten)]
    pub membership: Membership,
}

/// From when to when a State, or the European Union, is a Party.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Deserialize)]
pub struct Membership {
    /// When it ratified, accepted, approved or acceded.
    pub accession: Date,
    /// From which day on the Agreement is in force for it.
    pub in_force: Date,
    /// From which day on a withdrawal is in effect.
    pub withdrawal: Option<Date>,
}

impl Membership {
    /// Whether it is a Party on this day.
    pub fn covers(&self, day: Date) -> bool {
        self.in_force <= day && self.withdrawal.is_none_or(|end| day < end)
    }
}

/// A State that is no Party today, and when it was one.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct OtherState {
    /// The alpha-3 code.
    pub code: PartyCode,
    /// The short English name.
    pub name: String,
    /// When it was a Party.
    pub periods: Vec<Membership>,
}

#[derive(Deserialize)]
struct Nomenclature {
    date: String,
    lists: Lists,
}

#[derive(Deserialize)]
struct Lists {
    sectors: List,
    activity_types: List,
    mitigation_types: List,
}

#[derive(Deserialize)]
struct List {
    values: Vec<String>,
}

fn nomenclature() -> &'static Nomenclature {
    static SHIPPED: OnceLock<Nomenclature> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        serde_json::from_str(include_str!("../code-lists/nomenclature-2026-02-17.json"))
            .unwrap_or_else(|_broken| Nomenclature::empty())
    })
}

impl Nomenclature {
    /// What a build with a broken file would have; a test sees to it that none is made.
    fn empty() -> Self {
        let none = || List { values: Vec::new() };
        let lists = Lists { sectors: none(), activity_types: none(), mitigation_types: none() };
        Self { date: String::new(), lists }
    }
}

/// The Parties of the shipped list.
pub fn parties() -> &'static [ListedParty] {
    static SHIPPED: OnceLock<Vec<ListedParty>> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        serde_json::from_str(include_str!("../code-lists/parties.json")).unwrap_or_default()
    })
}

/// The other States of the shipped list.
pub fn other_states() -> &'static [OtherState] {
    static SHIPPED: OnceLock<Vec<OtherState>> = OnceLock::new();
    SHIPPED.get_or_init(|| {
        serde_json::from_str(include_str!("../code-lists/other-states.json")).unwrap_or_default()
    })
}

/// When this State, or the European Union, was a Party: all times.
fn memberships(code: PartyCode) -> impl Iterator<Item = Membership> {
    let party = parties().iter().filter(move |it| it.code == code).map(|it| it.membership);
    let others = other_states().iter().filter(move |it| it.code == code);
    party.chain(others.flat_map(|it| it.periods.iter().copied()))
}

/// Whether the list has it as a Party on this day.
pub fn is_party(code: PartyCode, day: Date) -> bool {
    memberships(code).any(|it| it.covers(day))
}

/// The day of the withdrawal after which it is no Party on this day; nothing for a Party, and
/// for what was never one.
pub fn withdrew(code: PartyCode, day: Date) -> Option<Date> {
    // Most never withdrew: who did is in the short list.
    if code.is_fictional() || is_party(code, day) {
        return None;
    }
    memberships(code).filter_map(|it| it.withdrawal).filter(|end| *end <= day).max()
}

/// The date of the shipped nomenclature.
pub fn nomenclature_date() -> &'static str {
    &nomenclature().date
}

/// The text does not stand in the list.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("not in the list of {list} of the nomenclature of {date}", date = nomenclature_date())]
pub struct NotInList {
    /// Which list.
    pub list: &'static str,
}

/// An index into a list keeps the value small, and makes an unlisted value impossible.
fn position(values: &[String], text: &str, list: &'static str) -> Result<usize, NotInList> {
    values.iter().position(|value| value == text).ok_or(NotInList { list })
}

/// A sector of the common nomenclature (table 15b).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Sector(usize);

/// An activity type of the common nomenclature (table 51b).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct ActivityType(usize);

/// Emission reductions, removals, or both (table 36b).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct MitigationType(usize);

impl FromStr for Sector {
    type Err = NotInList;
    fn from_str(text: &str) -> Result<Self, NotInList> {
        position(&nomenclature().lists.sectors.values, text, "sectors").map(Self)
    }
}

impl FromStr for ActivityType {
    type Err = NotInList;
    fn from_str(text: &str) -> Result<Self, NotInList> {
        position(&nomenclature().lists.activity_types.values, text, "activity types").map(Self)
    }
}

impl FromStr for MitigationType {
    type Err = NotInList;
    fn from_str(text: &str) -> Result<Self, NotInList> {
        position(&nomenclature().lists.mitigation_types.values, text, "mitigation types").map(Self)
    }
}

fn show(values: &[String], index: usize, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str(values.get(index).map_or("", String::as_str))
}

impl fmt::Display for Sector {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&nomenclature().lists.sectors.values, self.0, f)
    }
}

impl fmt::Display for ActivityType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&nomenclature().lists.activity_types.values, self.0, f)
    }
}

impl fmt::Display for MitigationType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(&nomenclature().lists.mitigation_types.values, self.0, f)
    }
}

crate::written_as_text!(Sector);
crate::written_as_text!(ActivityType);
crate::written_as_text!(MitigationType);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_lists_are_those_of_february_2026_r070() {
        assert_eq!(nomenclature_date(), "2026-02-17");
        assert_eq!(nomenclature().lists.sectors.values.len(), 9);
        assert_eq!(nomenclature().lists.activity_types.values.len(), 27);
        assert!(
            "C02 usage".parse::<ActivityType>().is_ok(),
            "with the digit zero, as in the source"
        );
        assert!("CO2 usage".parse::<ActivityType>().is_err());
    }

    #[test]
    fn the_list_of_parties_has_194_r073() {
        assert_eq!(parties().len(), 194);
        assert_eq!(other_states().len(), 4);
        let codes: std::collections::BTreeSet<_> = parties().iter().map(|it| it.code).collect();
        assert_eq!(codes.len(), 194, "each once");
        assert!(other_states().iter().all(|it| !codes.contains(&it.code)));
        assert!(parties().iter().all(|it| it.membership.accession <= it.membership.in_force));
    }

    #[test]
    fn a_state_is_a_party_from_day_to_day_r073() {
        let usa = "USA".parse().unwrap();
        for (day, party, end) in [
            ("2016-11-03", false, None),
            ("2016-11-04", true, None),
            ("2020-11-03", true, None),
            ("2020-11-04", false, Some("2020-11-04")),
            ("2021-02-18", false, Some("2020-11-04")),
            ("2021-02-19", true, None),
            ("2026-01-26", true, None),
            ("2026-01-27", false, Some("2026-01-27")),
        ] {
            let day: Date = day.parse().unwrap();
            assert_eq!(is_party(usa, day), party, "{day}");
            assert_eq!(withdrew(usa, day), end.map(|end| end.parse().unwrap()), "{day}");
        }
        let day = "2026-11-22".parse().unwrap();
        for (code, party) in [("EUE", true), ("CHE", true), ("IRN", false), ("XAL", false)] {
            let code = code.parse().unwrap();
            assert_eq!(is_party(code, day), party, "{code}");
            assert_eq!(withdrew(code, day), None, "{code}");
        }
    }
}
