//! Reports that were filed, and what Parties have explained, as they are read.

use diesel::dsl::max;
use diesel::prelude::*;
use domain::access::{CompareReports, ReadPublic};
use domain::aef::Version;
use domain::filing::{Explanation, Filed};
use domain::party::PartyCode;
use domain::section::SectionNo;
use domain::vintage::Year;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::DatabaseError;
use crate::ledger::filings::{Row, explained, filed, version, year_of};
use crate::ledger::rows::{parsed, section_no, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{entry as pe, filing as p, section as s};
use crate::schema::registry::{entry as e, section as rs};
use crate::schema::reporting::{explanation as x, filing as f};
use crate::store::Reading;

type Moment = jiff_diesel::Timestamp;

/// A version of a report, and whose it is.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FilingFacts {
    /// The section.
    pub section: SectionNo,
    /// Its Party.
    pub party: PartyCode,
    /// The calendar year that is reported.
    pub year: Year,
    /// The version, the file, what is kept back, and the entry.
    pub filed: Filed,
    /// When it was filed.
    pub at: Timestamp,
}

/// A version of a report, as everybody may know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PublishedFiling {
    /// The Party.
    pub party: PartyCode,
    /// The calendar year that is reported.
    pub year: Year,
    /// The version.
    pub version: Version,
    /// The entry that filed it.
    pub entry: i64,
    /// When it was filed.
    pub at: Timestamp,
}

/// Which published reports are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct FilingsWanted {
    /// Those of this Party.
    pub party: Option<PartyCode>,
    /// Those of this year.
    pub year: Option<Year>,
}

impl Reading<'_, CompareReports> {
    /// How far reports and explanations have come: the entries of the newest of either.
    pub fn newest_filing(&mut self) -> Result<(i64, i64), StoreError> {
        let filing: Option<i64> =
            f::table.select(max(f::recorded_entry)).first(self.db).map_err(DatabaseError::from)?;
        let explanation: Option<i64> =
            x::table.select(max(x::recorded_entry)).first(self.db).map_err(DatabaseError::from)?;
        Ok((filing.unwrap_or_default(), explanation.unwrap_or_default()))
    }

    /// All versions of all reports, in the order in which they were filed.
    pub fn all_filings(&mut self) -> Result<Vec<FilingFacts>, StoreError> {
        let columns =
            (f::section_id, f::year, f::major, f::minor, f::file, f::claims, f::recorded_entry);
        let rows: Vec<(Row, Moment)> = f::table
            .inner_join(e::table.on(e::entry_no.eq(f::recorded_entry)))
            .order(f::recorded_entry)
            .select((columns, e::recorded_at))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let parties = self.parties()?;
        let facts = |(row, at): (Row, Moment)| {
            let ((section, year), filed) = filed(row)?;
            let theirs = parties.iter().find(|(it, _)| *it == section);
            let (_, party) = *theirs.ok_or_else(|| unreadable("section"))?;
            Ok(FilingFacts { section, party, year, filed, at: at.to_jiff() })
        };
        rows.into_iter().map(facts).collect::<Result<_, DatabaseError>>().map_err(Into::into)
    }

    /// All explanations with their entries, oldest first.
    pub fn all_explanations(&mut self) -> Result<Vec<(i64, Explanation)>, StoreError> {
        let rows: Vec<_> =
            x::table.order(x::recorded_entry).load(self.db).map_err(DatabaseError::from)?;
        Ok(rows.into_iter().map(explained).collect::<Result<_, _>>()?)
    }

    /// The Party of each section.
    pub fn parties(&mut self) -> Result<Vec<(SectionNo, PartyCode)>, StoreError> {
        let rows: Vec<(i16, String)> =
            rs::table.select((rs::id, rs::party)).load(self.db).map_err(DatabaseError::from)?;
        let read = |(id, party): (i16, String)| Ok((section_no(id)?, parsed(&party, "Party")?));
        rows.into_iter().map(read).collect::<Result<_, DatabaseError>>().map_err(Into::into)
    }
}

impl Reading<'_, ReadPublic> {
    /// The Parties whose sections were opened before a year was over; the mechanism is none.
    pub fn parties_with_sections(&mut self, year: Year) -> Result<Vec<PartyCode>, StoreError> {
        let next = Date::new(year.number().saturating_add(1), 1, 1).unwrap_or(Date::MAX);
        let end = next.to_zoned(TimeZone::UTC).map_or(Timestamp::MAX, |it| it.timestamp());
        let rows: Vec<String> = s::table
            .inner_join(pe::table.on(pe::entry_no.eq(s::opened_entry)))
            .filter(pe::recorded_at.lt(Moment::from(end)))
            .order(s::party)
            .select(s::party)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let parties = rows.iter().map(|party| parsed(party, "Party"));
        let parties: Vec<PartyCode> = parties.collect::<Result<_, DatabaseError>>()?;
        Ok(parties.into_iter().filter(|party| !party.is_mechanism()).collect())
    }

    /// Reports that were filed, in the order in which they were.
    pub fn filings(
        &mut self,
        wanted: &FilingsWanted,
        after: Option<i64>,
        limit: Limit,
    ) -> Result<Page<PublishedFiling, i64>, StoreError> {
        let mut query = p::table
            .inner_join(s::table.on(s::id.eq(p::section_id)))
            .inner_join(pe::table.on(pe::entry_no.eq(p::recorded_entry)))
            .order(p::recorded_entry)
            .select((s::party, p::year, p::major, p::minor, p::recorded_entry, pe::recorded_at))
            .limit(limit.rows())
            .into_boxed();
        if let Some(after) = after {
            query = query.filter(p::recorded_entry.gt(after));
        }
        if let Some(party) = wanted.party {
            query = query.filter(s::party.eq(party.to_string()));
        }
        if let Some(year) = wanted.year {
            query = query.filter(p::year.eq(year.number()));
        }
        let rows: Vec<PublishedRow> = query.load(self.db).map_err(DatabaseError::from)?;
        let found = rows.into_iter().map(published).collect::<Result<_, _>>()?;
        Ok(Page::of(found, limit, |it: &PublishedFiling| it.entry))
    }
}

type PublishedRow = (String, i16, i64, i64, i64, Moment);

fn published(row: PublishedRow) -> Result<PublishedFiling, DatabaseError> {
    let (party, year, major, minor, entry, at) = row;
    Ok(PublishedFiling {
        party: parsed(&party, "Party")?,
        year: year_of(year)?,
        version: version(major, minor)?,
        entry,
        at: at.to_jiff(),
    })
}
