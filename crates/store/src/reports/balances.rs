//! What the balances of a Party's NDC period are made from: its first transfers and uses, what it has
//! told of its years, and what it has laid down for the period.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::{Nullable, SmallInt, Text};
use domain::access::{ReadDesk, ReadSection};
use domain::adjustment::{Event, PeriodSettings, Standing};
use domain::aef::acts;
use domain::approach::ApproachId;
use domain::conversion::Factor;
use domain::inventory::InventoryYear;
use domain::metric::Metric;
use domain::ndc::NdcPeriod;
use domain::party::PartyCode;
use domain::vintage::Year;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Names, Span};
use crate::error::DatabaseError;
use crate::ledger::inventories;
use crate::ledger::rows::{parsed, unreadable};
use crate::ledger::writer::StoreError;
use crate::schema::registry::inventory_year as v;
use crate::store::Reading;

/// What the ledger has for the balances of a Party's NDC period.
#[derive(Clone, Debug)]
pub struct BalanceFacts {
    /// The Party.
    pub party: PartyCode,
    /// The first year of the period that was asked for.
    pub first: Year,
    /// The year up to whose end it is known what occurred.
    pub as_of: Year,
    /// Today, by the registry's clock.
    pub today: Date,
    /// The period, if the Party has one that begins so.
    pub period: Option<NdcPeriod>,
    /// What it has laid down for the period.
    pub settings: PeriodSettings,
    /// The last day on which the adjustments of the period may change.
    pub last_day: Option<Date>,
    /// What it has told last of each year of the period.
    pub told: Vec<InventoryYear>,
    /// Its first transfers and uses since the period began, in the order of the ledger.
    pub events: Vec<Event>,
    /// How it converts non-GHG metrics, by its newest versions.
    pub factors: BTreeMap<(ApproachId, Metric), Factor>,
}

/// What all Parties together did.
#[derive(Clone, Debug)]
pub struct AllEvents {
    /// The year that it is now, by the registry's clock.
    pub this_year: Year,
    /// All first transfers and uses, in the order of the ledger.
    pub events: Vec<Event>,
}

impl Reading<'_, ReadDesk> {
    /// The first transfers and uses of all Parties, by what is published.
    pub fn all_events(&mut self) -> Result<AllEvents, StoreError> {
        let this_year = Year::of(self.standing()?.moment);
        let names = self.known_names()?;
        let (mut events, mut after) = (Vec::new(), 0);
        loop {
            let lines = self.all_lines((after, ENTRIES))?;
            let Some(last) = lines.last() else { break };
            after = last.entry;
            let blocks = self.published_blocks_of(&lines, &names)?;
            for line in &lines {
                let done = acts(line.read(), &blocks);
                events.extend(done.iter().filter_map(|act| Event::of_act(act, line.recorded)));
            }
        }
        Ok(AllEvents { this_year, events })
    }
}

/// How many entries are read at once.
const ENTRIES: i64 = 1_000;

impl Reading<'_, ReadSection> {
    /// What the ledger has for the balances of the section's period that begins in this year, as of the
    /// end of another, or of the year that it is now.
    pub fn balance_facts(
        &mut self,
        first: Year,
        as_of: Option<Year>,
    ) -> Result<BalanceFacts, StoreError> {
        let now = self.standing()?.moment;
        let as_of = as_of.unwrap_or_else(|| Year::of(now));
        let section = self.permit().on().number();
        let party = self.own_party(section)?;
        let periods = self.periods(section)?;
        let period = periods.into_iter().map(|it| it.period).find(|it| it.first == first);
        let settings = self.settings_of(section)?;
        let finality = period.as_ref().and_then(|it| settings.finality(party, it.years()));
        let events = match &period {
            // Nothing that touches a period happened before it: its vintages had not begun.
            Some(period) => {
                let span = Span { from: Span::of(period.first)?.from, to: Span::of(as_of)?.to };
                self.events(span, party)?
            }
            None => Vec::new(),
        };
        Ok(BalanceFacts {
            party,
            first,
            as_of,
            today: now.to_zoned(TimeZone::UTC).date(),
            told: self.told(section, period.as_ref())?,
            period,
            settings: settings.periods.get(&first).cloned().unwrap_or_default(),
            last_day: finality.map(|it| it.last_day),
            events,
            factors: self.factors(section)?,
        })
    }

    /// How the authorizations of the section stand, in the order in which they were recorded.
    pub fn standings(&mut self) -> Result<Vec<Standing>, StoreError> {
        let section = self.permit().on().number();
        let rows: Vec<StandingRow> = diesel::sql_query(STANDINGS)
            .bind::<SmallInt, _>(section)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let read = rows.into_iter().map(|row| {
            let count = |text: &str| text.parse().map_err(|_foreign| unreadable("sum"));
            Ok(Standing {
                authorization: parsed(&row.id, "authorization")?,
                cap: row.cap.map(|cap| parsed(&cap, "quantity")).transpose()?,
                authorized: count(&row.authorized)?,
                first_transferred: count(&row.first_transferred)?,
            })
        });
        Ok(read.collect::<Result<_, DatabaseError>>()?)
    }

    /// The Party's first transfers and uses of a time.
    fn events(&mut self, span: Span, party: PartyCode) -> Result<Vec<Event>, StoreError> {
        let names = self.known_names()?;
        let (mut events, mut after) = (Vec::new(), 0);
        while let Some(last) = self.some_events(span, (party, after), &names, &mut events)? {
            after = last;
        }
        Ok(events)
    }

    /// Those of some entries after one; the last of these entries, if there are more.
    fn some_events(
        &mut self,
        span: Span,
        (party, after): (PartyCode, i64),
        names: &Names,
        events: &mut Vec<Event>,
    ) -> Result<Option<i64>, StoreError> {
        let lines = self.lines(span, party, (after, ENTRIES))?;
        let blocks = self.blocks_of(&lines, names)?;
        for line in &lines {
            let done = acts(line.read(), &blocks);
            let touching = done.iter().filter_map(|act| Event::of_act(act, line.recorded));
            events.extend(touching.filter(|event| event.party() == party));
        }
        Ok(lines.last().map(|line| line.entry))
    }

    /// What was told last of each year of the period.
    fn told(
        &mut self,
        section: i16,
        period: Option<&NdcPeriod>,
    ) -> Result<Vec<InventoryYear>, StoreError> {
        let Some(period) = period else { return Ok(Vec::new()) };
        let rows: Vec<inventories::Row> = v::table
            .filter(v::section_id.eq(section))
            .filter(v::year.between(period.first.number(), period.last.number()))
            .distinct_on(v::year)
            .order((v::year, v::version.desc()))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let newest = rows.into_iter().map(|row| Ok(inventories::version(row)?.what));
        Ok(newest.collect::<Result<_, DatabaseError>>()?)
    }
}

#[derive(QueryableByName)]
struct StandingRow {
    #[diesel(sql_type = Text)]
    id: String,
    #[diesel(sql_type = Nullable<Text>)]
    cap: Option<String>,
    #[diesel(sql_type = Text)]
    authorized: String,
    #[diesel(sql_type = Text)]
    first_transferred: String,
}

/// Units stay in one block or another for good, whatever becomes of them. Sums are told as text: they may
/// be longer than any number of the language.
const STANDINGS: &str = "
    SELECT newest.authorization_id AS id, newest.facts ->> 'quantity' AS cap,
        coalesce(sum(block.last_serial - block.first_serial + 1), 0)::text AS authorized,
        used.first_transferred::text AS first_transferred
    FROM (
        SELECT DISTINCT ON (no) no, authorization_id, facts FROM published.authorization
        WHERE section_id = $1 ORDER BY no, version DESC
    ) AS newest
    JOIN published.authorization_use AS used ON used.no = newest.no
    LEFT JOIN published.unit_block AS block ON block.authorization_no = newest.no
    WHERE NOT EXISTS (SELECT FROM published.revocation WHERE revocation.no = newest.no)
    GROUP BY newest.no, newest.authorization_id, newest.facts, used.first_transferred
    ORDER BY newest.no";
