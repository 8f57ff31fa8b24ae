//! Sections, as everybody may know them.

use diesel::prelude::*;
use domain::access::ReadPublic;
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::section::SectionNo;
use domain::vintage::Years;

use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, section_no, year};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{ndc_period as n, section as s};
use crate::store::Reading;

/// A Party's section, as everybody may know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct SectionFacts {
    /// Its number.
    pub number: SectionNo,
    /// The Party.
    pub party: PartyCode,
    /// The registry identifier that its units carry.
    pub registry: RegistryId,
    /// The name of the Party.
    pub name: String,
    /// Its NDC implementation periods, oldest first.
    pub ndc_periods: Vec<Years>,
    /// The entry that opened it.
    pub opened_entry: i64,
}

type Row = (i16, String, String, String, i64);

impl Reading<'_, ReadPublic> {
    /// Sections, in the order in which they were opened.
    pub fn sections(
        &mut self,
        after: Option<i16>,
        limit: Limit,
    ) -> Result<Page<SectionFacts, i16>, StoreError> {
        let rows: Vec<Row> = s::table
            .filter(s::id.gt(after.unwrap_or(0)))
            .order(s::id)
            .select((s::id, s::party, s::registry_id, s::name, s::opened_entry))
            .limit(limit.rows())
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let sections = self.with_periods(rows)?;
        Ok(Page::of(sections, limit, |section| section.number.number()))
    }

    /// The section of a Party, if it has one.
    pub fn section_of(&mut self, party: PartyCode) -> Result<Option<SectionFacts>, StoreError> {
        let row: Option<Row> = s::table
            .filter(s::party.eq(party.as_str()))
            .select((s::id, s::party, s::registry_id, s::name, s::opened_entry))
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        Ok(self.with_periods(row.into_iter().collect())?.pop())
    }

    fn with_periods(&mut self, rows: Vec<Row>) -> Result<Vec<SectionFacts>, StoreError> {
        let numbers: Vec<i16> = rows.iter().map(|row| row.0).collect();
        let periods: Vec<(i16, i32, i32)> = n::table
            .filter(n::section_id.eq_any(numbers))
            .order((n::section_id, n::first_year))
            .select((n::section_id, n::first_year, n::last_year))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let sections: Result<_, DatabaseError> =
            rows.into_iter().map(|row| section(row, &periods)).collect();
        Ok(sections?)
    }
}

fn section(row: Row, periods: &[(i16, i32, i32)]) -> Result<SectionFacts, DatabaseError> {
    let (number, party, registry, name, opened_entry) = row;
    let ndc_periods = periods
        .iter()
        .filter(|period| period.0 == number)
        .map(|(_, first, last)| Ok(Years { first: year(*first)?, last: year(*last)? }))
        .collect::<Result<_, DatabaseError>>()?;
    Ok(SectionFacts {
        number: section_no(number)?,
        party: parsed(&party, "Party")?,
        registry: parsed(&registry, "registry")?,
        name,
        ndc_periods,
        opened_entry,
    })
}
