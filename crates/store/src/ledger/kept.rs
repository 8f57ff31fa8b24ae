//! What was loaded or written before, kept from batch to batch.
//!
//! Whatever the rules read moves the head of the log when it changes. So what is kept is as the
//! database has it for as long as the head is where this writer left it: a statement that loads
//! tells the head, and a write onto a head that has moved is refused. Nothing is kept of what is
//! not there: what is not kept is looked for, save for keys, whose constraint refuses a second use.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::access::Role;
use domain::account::{Account, AccountNumber};
use domain::authorization::{Authorization, AuthorizationNo};
use domain::id::{Id, Person, Proposed, Stopped};
use domain::ledger::{Awaiting, Block, BlockKey, Books, Head, Proposal, Reservation};
use domain::section::{Installation, Section, SectionNo};
use domain::serial::{Serial, Serials};
use domain::stop::Stop;
use domain::unit::Series;
use jiff::Timestamp;

use super::reload::{Load, Loaded};
use super::rows;
use super::wanted::Wanted;
use crate::error::DatabaseError;

/// The most rows of a kind that are kept.
const ROWS_MAX: usize = 100_000;

/// How long the database's time is good for without asking again.
const TIME_KEPT: Duration = Duration::from_secs(1);

/// What was loaded or written before, and is as it was.
#[derive(Default)]
pub(super) struct Kept {
    head: Head,
    sections: BTreeMap<SectionNo, Section>,
    accounts: BTreeMap<AccountNumber, Account>,
    series: BTreeMap<Series, i64>,
    authorizations: BTreeMap<AuthorizationNo, Authorization>,
    roles: BTreeMap<(Id<Person>, SectionNo), BTreeSet<Role>>,
    blocks: BTreeMap<BlockKey, Block>,
    reservations: BTreeMap<BlockKey, Reservation>,
    /// Proposals that wait.
    proposals: BTreeMap<Id<Proposed>, Awaiting>,
    /// How many orders they have: very many may wait, and are not counted for each batch.
    orders: usize,
    /// All stops that are on: none that is not kept is.
    stops: BTreeMap<Id<Stopped>, Stop>,
    time: Option<Told>,
}

/// What the database said the time is, and when it said so.
#[derive(Clone, Copy)]
struct Told {
    time: Timestamp,
    heard: Instant,
}

/// Books to decide on, and the moment.
pub(super) struct Loading {
    pub(super) books: Books,
    pub(super) now: Timestamp,
    /// Whether the database was not asked at all. Then it must confirm the time when it is written
    /// to; and that a key is used, it says by its constraint.
    pub(super) unasked: bool,
}

impl Kept {
    /// Keeps what a batch has left behind.
    pub(super) fn keep(&mut self, carried_out: &Loading) {
        let Loading { books, now, unasked } = carried_out;
        if books.head.batch != self.head.batch {
            *self = Self::default();
        }
        self.make_room();
        if !unasked {
            self.time = Some(Told { time: *now, heard: Instant::now() });
        }
        self.head = books.head.clone();
        if !books.entries().is_empty() {
            self.head.batch = self.head.batch.saturating_add(1);
        }
        self.sections.extend(books.sections.iter().map(|(key, row)| (*key, row.clone())));
        self.accounts.extend(books.accounts.iter().map(|(key, row)| (*key, row.clone())));
        self.series.extend(books.series.iter().map(|(key, row)| (*key, *row)));
        let authorizations = books.authorizations.iter();
        self.authorizations.extend(authorizations.map(|(key, row)| (*key, row.clone())));
        self.roles.extend(books.roles.iter().map(|(key, roles)| (*key, roles.clone())));
        self.blocks.extend(books.blocks.iter().map(|(key, row)| (*key, *row)));
        for change in books.reservations.changes() {
            self.reservations.remove(change.key);
        }
        self.reservations.extend(books.reservations.iter().map(|(key, row)| (*key, *row)));
        self.stops = books.stops.iter().map(|(id, stop)| (*id, stop.clone())).collect();
        for (id, waiting) in books.proposals.iter() {
            self.keep_waiting(*id, waiting);
        }
        for (decided, _) in books.decisions.iter() {
            self.forget_waiting(*decided);
        }
    }

    fn keep_waiting(&mut self, id: Id<Proposed>, waiting: &Awaiting) {
        self.forget_waiting(id);
        self.orders = self.orders.saturating_add(waiting.proposal.orders.len());
        self.proposals.insert(id, waiting.clone());
    }

    fn forget_waiting(&mut self, id: Id<Proposed>) {
        if let Some(waiting) = self.proposals.remove(&id) {
            self.orders = self.orders.saturating_sub(waiting.proposal.orders.len());
        }
    }

    /// Forgets what was not touched for longest, where there is too much of it.
    fn make_room(&mut self) {
        if self.blocks.len() > ROWS_MAX {
            let mut entries: Vec<i64> = self.blocks.values().map(|it| it.since_entry).collect();
            entries.sort_unstable();
            let middle = entries.get(entries.len() / 2).copied().unwrap_or(i64::MAX);
            self.blocks.retain(|_, block| block.since_entry > middle);
        }
        if self.orders.max(self.reservations.len()) > ROWS_MAX {
            self.proposals.clear();
            self.reservations.clear();
            self.orders = 0;
        }
        let counts = [
            self.sections.len(),
            self.accounts.len(),
            self.series.len(),
            self.authorizations.len(),
            self.roles.len(),
        ];
        if counts.into_iter().any(|rows| rows > ROWS_MAX) {
            let (head, stops) = (self.head.clone(), std::mem::take(&mut self.stops));
            *self = Self { head, stops, ..Self::default() };
        }
    }

    /// The books that these requests are decided on: what is kept, and the rest from the database.
    /// Nothing if something is missing that this does not load, or if the head has moved.
    pub(super) fn load(
        &self,
        db: &mut PgConnection,
        installation: Installation,
        wanted: &Wanted,
        proposals: &[Arc<Proposal>],
    ) -> Result<Option<Loading>, DatabaseError> {
        let Some((mut books, load)) = self.recall(installation, wanted, proposals) else {
            return Ok(None);
        };
        let unasked = if load.is_nothing() { self.time() } else { None };
        let now = match unasked {
            Some(now) => now,
            None => match self.ask(db, load, &mut books, proposals)? {
                Some(now) => now,
                None => return Ok(None),
            },
        };
        let numbers: BTreeSet<_> =
            books.blocks.iter().filter_map(|(_, block)| block.authorization).collect();
        for number in numbers {
            let Some(authorization) = self.authorizations.get(&number) else { return Ok(None) };
            books.authorizations.load(number, authorization.clone());
        }
        Ok(Some(Loading { books, now, unasked: unasked.is_some() }))
    }

    /// Asks the database for the rest, and for the time. Nothing if the head has moved.
    fn ask(
        &self,
        db: &mut PgConnection,
        load: Load,
        books: &mut Books,
        proposals: &[Arc<Proposal>],
    ) -> Result<Option<Timestamp>, DatabaseError> {
        let loaded: Loaded = load.get_result(db)?;
        if loaded.batch != self.head.batch {
            return Ok(None);
        }
        let changing = rows::Changing {
            blocks: loaded.blocks,
            reservations: loaded.reservations,
            proposals: loaded.proposals,
            consents: loaded.consents,
            decisions: loaded.decisions,
            keys: loaded.keys,
        };
        rows::fill_changing(books, changing, proposals)?;
        Ok(Some(loaded.now.to_jiff()))
    }

    /// The database's time, if it told it a moment ago: never later than its own clock, which may
    /// run slower than ours by less than the thousandth that is taken off.
    fn time(&self) -> Option<Timestamp> {
        let Told { time, heard } = self.time?;
        let since = heard.elapsed();
        if since > TIME_KEPT {
            return None;
        }
        let ahead = since.checked_div(1_000).unwrap_or_default();
        let now = time.checked_add(since.saturating_sub(ahead)).ok()?;
        // As precise as the database would tell it.
        Timestamp::from_microsecond(now.as_microsecond()).ok()
    }

    /// Books with what is kept of all that is wanted, and the statement that asks for the rest.
    fn recall(
        &self,
        installation: Installation,
        wanted: &Wanted,
        proposals: &[Arc<Proposal>],
    ) -> Option<(Books, Load)> {
        let mut books = Books::new(installation);
        books.head = self.head.clone();
        for (id, stop) in &self.stops {
            books.stops.load(*id, stop.clone());
        }
        let mut load = Load::default();
        for number in &wanted.sections {
            books.sections.load(*number, self.sections.get(number)?.clone());
        }
        for party in &wanted.parties {
            let (number, section) = self.sections.iter().find(|(_, it)| it.party == *party)?;
            books.sections.load(*number, section.clone());
        }
        for number in &wanted.accounts {
            books.accounts.load(*number, self.accounts.get(number)?.clone());
        }
        for (person, section) in &wanted.persons {
            let holder = (Id::from_uuid(*person), *section);
            books.roles.insert(holder, self.roles.get(&holder)?.clone());
        }
        for (number, units) in &wanted.ranges {
            let (account, series) = (self.accounts.get(number)?, *self.series.get(&units.series)?);
            books.series.load(units.series, series);
            let range = (series, units.serials);
            let blocks = whole(&self.blocks, range, |block| block.last);
            let reservations = whole(&self.reservations, range, |reservation| reservation.last);
            if let (Some(blocks), Some(reservations)) = (blocks, reservations) {
                for (key, block) in blocks {
                    books.blocks.load(key, block);
                }
                for (key, reservation) in reservations {
                    books.reservations.load(key, reservation);
                }
            } else {
                load.ask_range(account.id.uuid(), series, units.serials);
            }
        }
        for brought in proposals {
            match self.proposals.get(&brought.id) {
                // One that is kept is not decided.
                Some(awaiting) if awaiting.proposal == *brought => {
                    books.proposals.load(brought.id, awaiting.clone());
                }
                _ => load.ask_proposal(brought.id.uuid()),
            }
        }
        for (caller, key) in &wanted.keys {
            load.ask_key(*caller, key.to_string());
        }
        Some((books, load))
    }
}

/// The rows that hold the whole run, if they are kept without a gap: as no two rows share a unit,
/// there are no others then.
fn whole<V: Copy>(
    rows: &BTreeMap<BlockKey, V>,
    (series, serials): (i64, Serials),
    end: impl Fn(&V) -> Serial,
) -> Option<Vec<(BlockKey, V)>> {
    let (first, last) = (serials.first(), serials.last());
    let (begins, _) = rows.range((series, Serial::LOWEST)..=(series, first)).next_back()?;
    let mut found = Vec::new();
    let mut next = begins.1.number();
    for (key, row) in rows.range(*begins..=(series, last)) {
        if key.1.number() != next {
            return None;
        }
        found.push((*key, *row));
        next = end(row).number().saturating_add(1);
    }
    (next > last.number()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serial(number: u64) -> Serial {
        Serial::new(number).unwrap()
    }

    fn run(first: u64, last: u64) -> (i64, Serials) {
        (1, Serials::new(serial(first), serial(last)).unwrap())
    }

    /// Rows of series 1, each its last serial.
    fn rows(runs: &[(u64, u64)]) -> BTreeMap<BlockKey, Serial> {
        runs.iter().map(|(first, last)| ((1, serial(*first)), serial(*last))).collect()
    }

    fn firsts(rows: &BTreeMap<BlockKey, Serial>, asked: (i64, Serials)) -> Option<Vec<u64>> {
        let found = whole(rows, asked, |last| *last)?;
        Some(found.into_iter().map(|(key, _)| key.1.number()).collect())
    }

    #[test]
    fn a_run_is_known_only_without_a_gap() {
        let rows = rows(&[(1, 10), (11, 20), (31, 40)]);
        assert_eq!(firsts(&rows, run(5, 5)), Some(vec![1]));
        assert_eq!(firsts(&rows, run(1, 20)), Some(vec![1, 11]));
        assert_eq!(firsts(&rows, run(10, 11)), Some(vec![1, 11]));
        assert_eq!(firsts(&rows, run(35, 40)), Some(vec![31]));
        for (first, last) in [(15, 21), (15, 35), (21, 30), (25, 35), (40, 41), (41, 50)] {
            assert_eq!(firsts(&rows, run(first, last)), None, "{first}..{last}");
        }
        assert_eq!(firsts(&rows, (2, run(1, 5).1)), None);
    }
}
