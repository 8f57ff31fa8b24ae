//! What a section's reports are built from: the acts of a year, and what was held at its end.

mod annual;
mod balances;
mod blocks;
mod held;
mod lines;
mod terms;

use std::collections::BTreeMap;

use diesel::prelude::*;
use domain::access::{Act, ReadSection};
use domain::aef::{self, Held, acts};
use domain::approach::ApproachId;
use domain::authorization::Terms;
use domain::conversion::Factor;
use domain::entity::EntityAuthorization;
use domain::metric::Metric;
use domain::ndc::RecordedPeriod;
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::unit::Series;
use domain::vintage::Year;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

pub use balances::{AllEvents, BalanceFacts};

use crate::error::DatabaseError;
use crate::ledger::rows::{self, parsed, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{conversion as c, section as s, series as r};
use crate::schema::registry::entity_authorization as e;
use crate::store::Reading;

/// What the ledger has for the report of a Party for a year.
#[derive(Clone, Debug)]
pub struct ReportFacts {
    /// The Party.
    pub party: PartyCode,
    /// Its NDC implementation periods.
    pub periods: Vec<RecordedPeriod>,
    /// Today, by the registry's clock.
    pub today: Date,
    /// The versions of authorizations that it gave in the year.
    pub authorizations: Vec<Terms>,
    /// The entities that it authorized in the year.
    pub entities: Vec<EntityAuthorization>,
    /// What was done in the year that it may have to report.
    pub acts: Vec<aef::Act>,
    /// The ITMOs that it held at the end of the year, or holds now if the year is not over.
    pub holdings: Vec<Held>,
    /// How it converts non-GHG metrics, by its newest versions.
    pub factors: BTreeMap<(ApproachId, Metric), Factor>,
}

/// How a Party sees what the ledger says.
#[derive(Clone, Debug)]
pub struct ReportView {
    /// The Party.
    pub party: PartyCode,
    /// How it converts non-GHG metrics, by its newest versions.
    pub factors: BTreeMap<(ApproachId, Metric), Factor>,
}

/// From the beginning of a year up to that of the next, in UTC.
#[derive(Clone, Copy)]
struct Span {
    from: Timestamp,
    to: Timestamp,
}

impl Span {
    fn of(year: Year) -> Result<Self, DatabaseError> {
        let first_of = |year: i16| {
            let day = Date::new(year, 1, 1).ok()?;
            Some(day.to_zoned(TimeZone::UTC).ok()?.timestamp())
        };
        let number = year.number();
        let span = first_of(number).zip(first_of(number.saturating_add(1)));
        let (from, to) = span.ok_or_else(|| unreadable("year"))?;
        Ok(Self { from, to })
    }

    /// The last moment that the database can write before the next year.
    fn end(self) -> Timestamp {
        self.to.checked_sub(jiff::SignedDuration::from_micros(1)).unwrap_or(self.to)
    }
}

/// The sections and series that rows name by number.
struct Names {
    registries: BTreeMap<PartyCode, RegistryId>,
    series: BTreeMap<Series, i64>,
    numbers: BTreeMap<i64, Series>,
}

impl<A: Act> Reading<'_, A> {
    fn known_names(&mut self) -> Result<Names, StoreError> {
        let sections: Vec<(String, String)> = s::table
            .select((s::party, s::registry_id))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let registries = sections
            .iter()
            .map(|(party, registry)| Ok((parsed(party, "Party")?, parsed(registry, "registry")?)));
        let rows: Vec<(i64, String, String, String, i16)> = r::table
            .select((r::no, r::approach, r::registry_id, r::party, r::vintage))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let series = rows.iter().map(|row| Ok((rows::series_of(row)?, row.0)));
        let series: BTreeMap<Series, i64> = series.collect::<Result<_, DatabaseError>>()?;
        let numbers = series.iter().map(|(series, number)| (*number, *series)).collect();
        let registries = registries.collect::<Result<_, DatabaseError>>()?;
        Ok(Names { registries, series, numbers })
    }
}

impl Reading<'_, ReadSection> {
    /// What the ledger has for the section's report of a year; nothing, if that is more than so many
    /// entries, or blocks held: no more than that is read.
    pub fn report_facts(
        &mut self,
        year: Year,
        most: u32,
    ) -> Result<Option<ReportFacts>, StoreError> {
        let one_more = i64::from(most).saturating_add(1);
        let is_more = |rows: usize| u32::try_from(rows).map_or(true, |rows| rows > most);
        let section = self.permit().on().number();
        let span = Span::of(year)?;
        let names = self.known_names()?;
        let party = self.own_party(section)?;
        let lines = self.lines(span, party, (0, one_more))?;
        if is_more(lines.len()) {
            return Ok(None);
        }
        let blocks = self.blocks_of(&lines, &names)?;
        let own_acts = lines.iter().flat_map(|line| acts(line.read(), &blocks)).collect();
        let today = self.standing()?.moment.to_zoned(TimeZone::UTC).date();
        let holdings = self.held_at(span.end(), (party, one_more), &names)?;
        if is_more(holdings.len()) {
            return Ok(None);
        }
        Ok(Some(ReportFacts {
            party,
            periods: self.periods(section)?,
            today,
            authorizations: self.authorizations_given(section, span)?,
            entities: self.entities_authorized(section, span)?,
            acts: own_acts,
            holdings,
            factors: self.factors(section)?,
        }))
    }

    /// What was done from one moment up to another that the Party may have to report: the acts of so
    /// many entries after one, and the entry with which it goes on.
    pub fn reported_acts(
        &mut self,
        (from, to): (Timestamp, Timestamp),
        after: Option<i64>,
        limit: Limit,
    ) -> Result<(ReportView, Page<aef::Act, i64>), StoreError> {
        let view = self.report_view()?;
        let names = self.known_names()?;
        let after = after.unwrap_or(0);
        let mut lines = self.lines(Span { from, to }, view.party, (after, limit.rows()))?;
        let more = lines.len() > usize::from(limit.items());
        lines.truncate(usize::from(limit.items()));
        let next = lines.last().filter(|_| more).map(|line| line.entry);
        let blocks = self.blocks_of(&lines, &names)?;
        let items = lines.iter().flat_map(|line| acts(line.read(), &blocks)).collect();
        Ok((view, Page { items, next }))
    }

    /// The ITMOs that the Party held at a moment, by when things occurred, in the order of their
    /// identifiers; without one, now.
    pub fn reported_holdings(
        &mut self,
        at: Option<Timestamp>,
    ) -> Result<(ReportView, Timestamp, Vec<Held>), StoreError> {
        let view = self.report_view()?;
        let names = self.known_names()?;
        let at = at.unwrap_or(self.standing()?.moment);
        let mut held = self.held_at(at, (view.party, i64::MAX), &names)?;
        held.sort_by_key(|held| held.units);
        Ok((view, at, held))
    }

    fn report_view(&mut self) -> Result<ReportView, StoreError> {
        let section = self.permit().on().number();
        let party = self.own_party(section)?;
        Ok(ReportView { party, factors: self.factors(section)? })
    }

    fn periods(&mut self, section: i16) -> Result<Vec<RecordedPeriod>, StoreError> {
        let periods = self.ndc_periods_of(&[section])?;
        Ok(periods.into_iter().map(|(_, recorded)| recorded).collect())
    }

    /// The Party whose section it is.
    pub fn party_of_section(&mut self) -> Result<PartyCode, StoreError> {
        let section = self.permit().on().number();
        self.own_party(section)
    }

    fn own_party(&mut self, section: i16) -> Result<PartyCode, StoreError> {
        let party: String = s::table
            .filter(s::id.eq(section))
            .select(s::party)
            .first(self.db)
            .map_err(DatabaseError::from)?;
        Ok(parsed(&party, "Party")?)
    }

    /// How the Party converts, by its newest versions; where it does not say it of an approach, as the
    /// Party does that said it last, so that both sides of a transfer report the same.
    fn factors(
        &mut self,
        section: i16,
    ) -> Result<BTreeMap<(ApproachId, Metric), Factor>, StoreError> {
        let found: Vec<(String, String, String)> = c::table
            .order((c::section_id.eq(section), c::recorded_entry))
            .select((c::approach, c::metric, c::factor))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        // Later ones take the place of earlier ones, and the Party's own come last.
        let factors = found.iter().map(|(approach, metric, factor)| {
            let key = (parsed(approach, "approach")?, parsed(metric, "metric")?);
            Ok((key, parsed(factor, "factor")?))
        });
        Ok(factors.collect::<Result<_, DatabaseError>>()?)
    }

    /// All entities that the section has authorized, oldest first.
    pub fn own_entities(&mut self) -> Result<Vec<EntityAuthorization>, StoreError> {
        let section = self.permit().on().number();
        let found: Vec<serde_json::Value> = e::table
            .filter(e::section_id.eq(section))
            .order(e::no)
            .select(e::terms)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let read = found.into_iter().map(serde_json::from_value);
        Ok(read.collect::<Result<_, _>>().map_err(|_foreign| unreadable("entity"))?)
    }

    /// The Party whose section it is.
    pub fn party(&mut self) -> Result<PartyCode, StoreError> {
        let section = self.permit().on().number();
        self.own_party(section)
    }

    fn entities_authorized(
        &mut self,
        section: i16,
        span: Span,
    ) -> Result<Vec<EntityAuthorization>, StoreError> {
        use crate::schema::registry::entry as p;
        let found: Vec<serde_json::Value> = e::table
            .inner_join(p::table.on(p::entry_no.eq(e::recorded_entry)))
            .filter(e::section_id.eq(section))
            .filter(p::occurred_at.ge(jiff_diesel::Timestamp::from(span.from)))
            .filter(p::occurred_at.lt(jiff_diesel::Timestamp::from(span.to)))
            .order(e::no)
            .select(e::terms)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let read = found.into_iter().map(serde_json::from_value);
        Ok(read.collect::<Result<_, _>>().map_err(|_foreign| unreadable("entity"))?)
    }
}
