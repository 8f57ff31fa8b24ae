//! Sections, as everybody may know them.

use diesel::prelude::*;
use domain::access::{Act, ReadPublic};
use domain::ndc::{NdcPeriod, RecordedPeriod};
use domain::participation::{Declared, InitialReport, Participation};
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::section::SectionNo;
use domain::section_terms::Settings;

use crate::error::DatabaseError;
use crate::ledger::rows::{
    INITIAL_REPORT, PARTICIPATION, Period, parsed, period, section_no, unreadable,
};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{declaration as d, ndc_period as n, section as s};
use crate::schema::registry::section_settings as t;
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
    pub ndc_periods: Vec<NdcPeriod>,
    /// Its participation record, if it has one.
    pub participation: Option<Declared<Participation>>,
    /// Its initial report, if it has one.
    pub initial_report: Option<Declared<InitialReport>>,
    /// The entry that opened it.
    pub opened_entry: i64,
}

type Row = (i16, String, String, String, i64);
type DeclarationRow = (i16, String, i64, serde_json::Value);

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
        let periods = self.ndc_periods_of(&numbers)?;
        let declared: Vec<DeclarationRow> = d::table
            .filter(d::section_id.eq_any(numbers))
            .distinct_on((d::section_id, d::kind))
            .order((d::section_id, d::kind, d::recorded_entry.desc()))
            .select((d::section_id, d::kind, d::recorded_entry, d::content))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let sections: Result<_, DatabaseError> =
            rows.into_iter().map(|row| section(row, &periods, &declared)).collect();
        Ok(sections?)
    }
}

impl<A: Act> Reading<'_, A> {
    /// The NDC implementation periods of sections, oldest first.
    pub(crate) fn ndc_periods_of(
        &mut self,
        sections: &[i16],
    ) -> Result<Vec<(i16, RecordedPeriod)>, StoreError> {
        let rows: Vec<Period> = n::table
            .filter(n::section_id.eq_any(sections))
            .order((n::section_id, n::first_year))
            .select((
                n::section_id,
                n::first_year,
                n::last_year,
                n::since_entry,
                n::method,
                n::metric,
            ))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let read = rows.iter().map(|row| Ok((row.0, period(row)?)));
        Ok(read.collect::<Result<_, DatabaseError>>()?)
    }

    /// All that a section has laid down for itself, if the caller may see it.
    pub(crate) fn settings_of(&mut self, section: i16) -> Result<Settings, StoreError> {
        let newest: Option<serde_json::Value> = t::table
            .filter(t::section_id.eq(section))
            .order(t::since_entry.desc())
            .select(t::settings)
            .first(self.db)
            .optional()
            .map_err(DatabaseError::from)?;
        let read = newest.map(serde_json::from_value).transpose();
        Ok(read.map_err(|_foreign| unreadable("settings"))?.unwrap_or_default())
    }
}

/// The newest declaration of a kind.
fn newest<T: serde::de::DeserializeOwned>(
    section: i16,
    kind: &str,
    declared: &[DeclarationRow],
) -> Result<Option<Declared<T>>, DatabaseError> {
    let row = declared.iter().find(|row| row.0 == section && row.1 == kind);
    row.map(|(_, _, recorded, content)| {
        let what = serde_json::from_value(content.clone());
        let what = what.map_err(|_foreign| unreadable("declaration"))?;
        Ok(Declared { recorded: *recorded, what })
    })
    .transpose()
}

fn section(
    row: Row,
    periods: &[(i16, RecordedPeriod)],
    declared: &[DeclarationRow],
) -> Result<SectionFacts, DatabaseError> {
    let (number, party, registry, name, opened_entry) = row;
    let own = periods.iter().filter(|(section, _)| *section == number);
    let ndc_periods = own.map(|(_, recorded)| recorded.period.clone()).collect();
    Ok(SectionFacts {
        number: section_no(number)?,
        party: parsed(&party, "Party")?,
        registry: parsed(&registry, "registry")?,
        name,
        ndc_periods,
        participation: newest(number, PARTICIPATION, declared)?,
        initial_report: newest(number, INITIAL_REPORT, declared)?,
        opened_entry,
    })
}
