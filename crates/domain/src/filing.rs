//! Reports that Parties file: which version, which bytes, what is kept back, and how a Party answers
//! for what does not agree.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::str::FromStr;
use std::sync::OnceLock;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::aef::{TableId, Version};
use crate::check::CheckId;
use crate::digest::Digest;
use crate::party::PartyCode;
use crate::section::SectionNo;
use crate::text::Text;
use crate::vintage::Year;

/// What is filed: a section's report of a year.
pub type FilingKey = (SectionNo, Year);

/// The last day for the report of a year: 15 April of the next.
pub fn due(year: Year) -> Date {
    Date::new(year.number().saturating_add(1), 4, 15).unwrap_or(Date::MAX)
}

/// A version of a report that was filed. It never changes: a correction is a higher version.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Filed {
    /// The version.
    pub version: Version,
    /// The hash of the bytes that were filed.
    pub file: Digest,
    /// What the Party keeps back.
    pub claims: Vec<Claim>,
    /// The entry that filed it.
    pub recorded: i64,
}

/// The name of a field that is kept back, as the nomenclature has it.
pub type FieldName = Text<100>;

/// That a Party keeps the values of a field back, and on what basis.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// The table.
    pub table: TableId,
    /// The technical name of the field.
    pub field: FieldName,
    /// Why it may be kept back, in words.
    pub basis: Text<500>,
}

impl fmt::Display for Claim {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { table, field, basis } = self;
        write!(f, "{table} {field}: {basis}")
    }
}

/// How a Party explains what does not agree in a report, its own or another's.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Explanation {
    /// The section that explains.
    pub section: SectionNo,
    /// Whose report it is about.
    pub party: PartyCode,
    /// Of which year.
    pub year: Year,
    /// The check that fails.
    pub check: CheckId,
    /// The explanation, which is published.
    pub text: Text<2000>,
}

/// Which fields may be kept back, from a day on.
#[derive(Debug)]
pub struct Claimable {
    from: Date,
    fields: BTreeSet<(TableId, String)>,
}

#[derive(Deserialize)]
struct Written {
    from: Date,
    fields: BTreeMap<TableId, Vec<String>>,
}

impl Claimable {
    /// The lists that are shipped, oldest first. A test sees to it that there are some.
    pub fn shipped() -> &'static [Self] {
        static SHIPPED: OnceLock<Vec<Claimable>> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let read =
                Self::read(include_str!("../code-lists/aef-confidentiality-2026-02-17.json"));
            read.into_iter().collect()
        })
    }

    /// The list of a day: the newest of then, or the first of all.
    pub fn on(day: Date) -> Option<&'static Self> {
        let shipped = Self::shipped();
        shipped.iter().rev().find(|list| list.from <= day).or(shipped.first())
    }

    fn read(json: &str) -> Result<Self, serde_json::Error> {
        let Written { from, fields } = serde_json::from_str(json)?;
        let all = |(table, names): (TableId, Vec<String>)| {
            names.into_iter().map(move |name| (table, name))
        };
        Ok(Self { from, fields: fields.into_iter().flat_map(all).collect() })
    }

    /// Whether the values of this field may be kept back.
    pub fn has(&self, table: TableId, field: &str) -> bool {
        self.fields.contains(&(table, field.to_owned()))
    }

    /// All fields, by their tables.
    pub fn fields(&self) -> impl Iterator<Item = (TableId, &str)> {
        self.fields.iter().map(|(table, field)| (*table, field.as_str()))
    }
}

/// The text names no table of the agreed electronic format.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a table is submission, authorizations, actions, holdings or authorized_entities")]
pub struct NotATable;

impl FromStr for TableId {
    type Err = NotATable;

    fn from_str(text: &str) -> Result<Self, NotATable> {
        Self::ALL.into_iter().find(|table| table.as_str() == text).ok_or(NotATable)
    }
}

impl fmt::Display for TableId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::aef::{FieldKind, Flag, Rules};

    #[test]
    fn fields_that_may_be_kept_back_hold_words_or_foreign_identifiers_and_no_figures_r293() {
        let rules = Rules::newest().unwrap();
        assert!(!Claimable::shipped().is_empty());
        for list in Claimable::shipped() {
            for (table, name) in list.fields() {
                let layout = rules.table(table).unwrap();
                let field = layout.fields.iter().find(|it| it.tech == name);
                let field = field.unwrap_or_else(|| panic!("{table} has no field {name}"));
                assert!(matches!(field.kind, FieldKind::Text | FieldKind::ForeignUnitId), "{name}");
                assert!(field.list.is_none() && field.pattern.is_none(), "{name}");
                assert_ne!(field.flag, Flag::Platform, "{name}");
            }
        }
    }

    #[test]
    fn without_what_double_counting_is_checked_by_nothing_may_be_kept_back_r293() {
        let list = Claimable::on(jiff::civil::date(2026, 11, 26)).unwrap();
        let always_open = [
            (TableId::Submission, "ParticipatingParty"),
            (TableId::Authorizations, "AuthorizationID"),
            (TableId::Authorizations, "DateOfAuthorization"),
            (TableId::Authorizations, "PurposeForAuthorization"),
            (TableId::Authorizations, "AuthorizedPartyIDs"),
            (TableId::Actions, "CooperativeApproachID"),
            (TableId::Actions, "ActionType"),
            (TableId::Actions, "ActionDateTime"),
            (TableId::Actions, "FirstID"),
            (TableId::Actions, "QuantityCO2"),
            (TableId::Actions, "ResultOfConsistencyChecks"),
            (TableId::Holdings, "Metric"),
            (TableId::Holdings, "Vintage"),
        ];
        for (table, field) in always_open {
            assert!(!list.has(table, field), "{field}");
        }
        assert!(list.has(TableId::AuthorizedEntities, "AuthorizedEntityName"));
        assert!(list.has(TableId::Actions, "UnderlyingUnitFirstUnitID"));
    }

    #[test]
    fn before_the_first_list_the_first_one_holds() {
        let early = Claimable::on(jiff::civil::date(2021, 1, 1)).unwrap();
        assert_eq!(early.from, Claimable::shipped().first().unwrap().from);
    }
}
