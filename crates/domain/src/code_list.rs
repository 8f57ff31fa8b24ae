//! Code lists: dated data, compared exactly, source spellings included.

use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use serde::Deserialize;

use crate::party::PartyCode;

/// A Party on the list of Parties.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
pub struct ListedParty {
    /// The alpha-3 code.
    pub code: PartyCode,
    /// The short English name.
    pub name: String,
    /// The date on which a withdrawal took effect.
    pub withdrawal: Option<String>,
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
    }
}
