//! The working set of the ledger: what the orders at hand touch.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use super::end_year::YearEnd;
use super::entry::{Entry, KeyUse};
use super::proposal::{Awaiting, Decision, Reservation};
use super::table::Table;
use crate::access::Role;
use crate::account::{Account, AccountNumber};
use crate::approach::{Approach, ApproachId, Participants};
use crate::authorization::{Authorization, AuthorizationId, AuthorizationNo};
use crate::beneficiary::RecordedBeneficiary;
use crate::code_list::{ActivityType, MitigationType, Sector};
use crate::conversion::{Conversion, ConversionKey};
use crate::entity::RecordedEntity;
use crate::filing::{Explanation, Filed, FilingKey};
use crate::id::{AccountRecord, Id, Person, Proposed, Stopped, Token};
use crate::inventory::InventoryYear;
use crate::metric::Metric;
use crate::participation::Declared;
use crate::party::PartyCode;
use crate::section::{Installation, Section, SectionNo};
use crate::serial::{Serial, Serials};
use crate::stop::Stop;
use crate::transparency::Frontier;
use crate::underlying::{Underlying, UnderlyingRun};
use crate::unit::{Series, UnitRange};
use crate::vintage::Year;

/// The number of a series.
pub type SeriesNo = i64;

/// Where a block begins: its series and first serial.
pub type BlockKey = (SeriesNo, Serial);

/// A run of serials of one series with equal attributes in one place. Its first serial is its key.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Block {
    /// The last serial.
    pub last: Serial,
    /// The account that holds it.
    pub account: Id<AccountRecord>,
    /// The section of the account.
    pub section: SectionNo,
    /// The issuance that made it.
    pub issuance: i64,
    /// The authorization that covers it.
    pub authorization: Option<AuthorizationNo>,
    /// The entry that was its first transfer.
    pub first_transfer: Option<i64>,
    /// The entry that made it what it is.
    pub since_entry: i64,
    /// The log index of that entry's leaf.
    pub since_leaf: u64,
    /// When that entry occurred.
    pub since_occurred: Timestamp,
}

/// A state of a block that is over.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct PastBlock {
    /// Where it began.
    pub key: BlockKey,
    /// What it was.
    pub block: Block,
    /// The entry that ended it.
    pub until_entry: i64,
    /// When that entry occurred.
    pub until_occurred: Timestamp,
}

/// What is the same for all units of an issuance, for life.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issuance {
    /// The section that issued.
    pub section: SectionNo,
    /// The series.
    pub series: SeriesNo,
    /// The serials.
    pub serials: Serials,
    /// The entry.
    pub entry: i64,
    /// What one unit measures.
    pub metric: Metric,
    /// Reductions, removals, or both.
    pub mitigation_type: MitigationType,
    /// The sector.
    pub sector: Sector,
    /// The activity type.
    pub activity_type: ActivityType,
    /// The units of another programme behind them.
    pub underlying: Option<Underlying>,
}

/// The newest state of the ledger's numbers.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Head {
    /// The number of the newest batch.
    pub batch: i64,
    /// The number of the newest entry.
    pub entry: i64,
    /// The log.
    pub log: Frontier,
    /// The number of the newest section.
    pub section: i16,
    /// The number of the newest series.
    pub series: SeriesNo,
    /// The number of the newest issuance.
    pub issuance: i64,
    /// The number of the newest authorization.
    pub authorization: i32,
    /// The number of the newest authorization of an entity.
    pub entity_authorization: i32,
}

/// The working set: loaded from the database in production, built by hand in a unit test, grown
/// from nothing in a replay. What is not loaded is not there.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each table is named after what it holds")]
pub struct Books {
    pub(super) installation: Installation,
    pub head: Head,
    pub sections: Table<SectionNo, Section>,
    pub accounts: Table<AccountNumber, Account>,
    pub approaches: Table<ApproachId, Approach>,
    pub entities: Table<i32, RecordedEntity>,
    pub authorizations: Table<AuthorizationNo, Authorization>,
    pub authorization_names: Table<(SectionNo, AuthorizationId), AuthorizationNo>,
    pub series: Table<Series, SeriesNo>,
    pub issuances: Table<i64, Issuance>,
    pub blocks: Table<BlockKey, Block>,
    pub reservations: Table<BlockKey, Reservation>,
    pub proposals: Table<Id<Proposed>, Awaiting>,
    pub decisions: Table<Id<Proposed>, Decision>,
    pub keys: Table<(Id<Token>, crate::text::Text<200>), KeyUse>,
    pub stops: Table<Id<Stopped>, Stop>,
    /// Underlying units, by registry, form and the issuance that they are behind.
    pub underlying: Table<(String, String, i64), UnderlyingRun>,
    /// Who benefits from uses and cancellations, by their entries.
    pub beneficiaries: Table<i64, RecordedBeneficiary>,
    /// How non-GHG metrics are converted: all versions, oldest first.
    pub conversions: Table<ConversionKey, Vec<Conversion>>,
    /// The years that have ended; outside of a replay, the last one is enough.
    pub year_ends: Table<Year, YearEnd>,
    /// When the first entry was made.
    pub began: Option<Timestamp>,
    /// What Parties have told of the years of their NDCs: all versions, oldest first.
    pub inventories: Table<(SectionNo, Year), Vec<Declared<InventoryYear>>>,
    /// The reports that were filed: all versions, oldest first.
    pub filings: Table<FilingKey, Vec<Filed>>,
    /// What Parties have explained, by their entries.
    pub explanations: Table<i64, Explanation>,
    /// Who takes part in each approach by its authorizations: of those approaches that it matters of.
    pub participants: Table<ApproachId, Participants>,
    /// Who holds which role where: changes under the ledger lock only.
    pub roles: BTreeMap<(Id<Person>, SectionNo), BTreeSet<Role>>,
    pub(super) past: Vec<PastBlock>,
    pub(super) entries: Vec<Entry>,
}

/// A point to come back to.
pub(super) struct Mark {
    head: Head,
    began: Option<Timestamp>,
    tables: [usize; 22],
    past: usize,
    entries: usize,
}

impl Books {
    /// Books with nothing in them.
    pub fn new(installation: Installation) -> Self {
        Self {
            installation,
            head: Head::default(),
            sections: Table::default(),
            accounts: Table::default(),
            approaches: Table::default(),
            entities: Table::default(),
            authorizations: Table::default(),
            authorization_names: Table::default(),
            series: Table::default(),
            issuances: Table::default(),
            blocks: Table::default(),
            reservations: Table::default(),
            proposals: Table::default(),
            decisions: Table::default(),
            keys: Table::default(),
            stops: Table::default(),
            underlying: Table::default(),
            beneficiaries: Table::default(),
            conversions: Table::default(),
            year_ends: Table::default(),
            began: None,
            inventories: Table::default(),
            filings: Table::default(),
            explanations: Table::default(),
            participants: Table::default(),
            roles: BTreeMap::new(),
            past: Vec::new(),
            entries: Vec::new(),
        }
    }

    /// The states of blocks that ended since the books were loaded or last settled.
    pub fn past(&self) -> &[PastBlock] {
        &self.past
    }

    /// The entries made since the books were loaded or last settled.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The section of a Party.
    pub fn section_of(&self, party: PartyCode) -> Option<(SectionNo, &Section)> {
        self.sections.iter().find(|(_, it)| it.party == party).map(|(no, it)| (*no, it))
    }

    /// The blocks that hold units of the range, in order.
    pub fn blocks_in(&self, units: &UnitRange) -> impl Iterator<Item = (BlockKey, Block)> {
        let series = self.series.get(&units.series).copied();
        let (first, last) = (units.serials.first(), units.serials.last());
        series.into_iter().flat_map(move |series| {
            overlapping(&self.blocks, series, first, last, |block| block.last)
        })
    }

    /// The reservations that hold units of the range, in order.
    pub(crate) fn reservations_in(
        &self,
        units: &UnitRange,
    ) -> impl Iterator<Item = (BlockKey, Reservation)> {
        let series = self.series.get(&units.series).copied();
        let (first, last) = (units.serials.first(), units.serials.last());
        series.into_iter().flat_map(move |series| {
            overlapping(&self.reservations, series, first, last, |it| it.last)
        })
    }

    /// Whether any of these underlying units is behind an issuance already, in any section.
    pub(super) fn has_underlying(&self, run: &UnderlyingRun) -> bool {
        let key = |issuance| (run.registry.clone(), run.form.clone(), issuance);
        let mut alike = self.underlying.range(key(i64::MIN)..=key(i64::MAX));
        alike.any(|(_, known)| known.overlaps(run))
    }

    /// The year whose end comes next: the one in which the first entry was made, and from then on one
    /// after the other. None before there is an entry.
    pub fn year_to_end(&self) -> Option<Year> {
        match self.year_ends.iter().next_back() {
            Some((ended, _)) => ended.next(),
            None => self.began.map(Year::of),
        }
    }

    /// The roles of a person in a section, now.
    pub(super) fn roles_of(&self, person: Id<Person>, section: SectionNo) -> Vec<Role> {
        self.roles.get(&(person, section)).into_iter().flatten().cloned().collect()
    }

    pub(super) fn mark(&self) -> Mark {
        Mark {
            head: self.head.clone(),
            tables: [
                self.sections.mark(),
                self.accounts.mark(),
                self.approaches.mark(),
                self.entities.mark(),
                self.authorizations.mark(),
                self.authorization_names.mark(),
                self.series.mark(),
                self.issuances.mark(),
                self.blocks.mark(),
                self.reservations.mark(),
                self.proposals.mark(),
                self.decisions.mark(),
                self.keys.mark(),
                self.stops.mark(),
                self.underlying.mark(),
                self.beneficiaries.mark(),
                self.conversions.mark(),
                self.year_ends.mark(),
                self.inventories.mark(),
                self.filings.mark(),
                self.explanations.mark(),
                self.participants.mark(),
            ],
            began: self.began,
            past: self.past.len(),
            entries: self.entries.len(),
        }
    }

    pub(super) fn rollback(&mut self, mark: Mark) {
        let [sections, accounts, approaches, entities, authorizations, names, rest @ ..] =
            mark.tables;
        let [
            series,
            issuances,
            blocks,
            reservations,
            proposals,
            decisions,
            keys,
            stops,
            underlying,
            reviews,
            conversions,
            year_ends,
            inventories,
            filings,
            explanations,
            participants,
        ] = rest;
        self.sections.rollback(sections);
        self.accounts.rollback(accounts);
        self.approaches.rollback(approaches);
        self.entities.rollback(entities);
        self.authorizations.rollback(authorizations);
        self.authorization_names.rollback(names);
        self.series.rollback(series);
        self.issuances.rollback(issuances);
        self.blocks.rollback(blocks);
        self.reservations.rollback(reservations);
        self.proposals.rollback(proposals);
        self.decisions.rollback(decisions);
        self.keys.rollback(keys);
        self.stops.rollback(stops);
        self.underlying.rollback(underlying);
        self.beneficiaries.rollback(reviews);
        self.conversions.rollback(conversions);
        self.year_ends.rollback(year_ends);
        self.inventories.rollback(inventories);
        self.filings.rollback(filings);
        self.explanations.rollback(explanations);
        self.participants.rollback(participants);
        self.head = mark.head;
        self.began = mark.began;
        self.past.truncate(mark.past);
        self.entries.truncate(mark.entries);
    }

    /// Takes the present for what was loaded: forgets changes, past states and entries.
    pub fn settle(&mut self) {
        self.sections.settle();
        self.accounts.settle();
        self.approaches.settle();
        self.entities.settle();
        self.authorizations.settle();
        self.authorization_names.settle();
        self.series.settle();
        self.issuances.settle();
        self.blocks.settle();
        self.reservations.settle();
        self.proposals.settle();
        self.decisions.settle();
        self.keys.settle();
        self.stops.settle();
        self.underlying.settle();
        self.beneficiaries.settle();
        self.conversions.settle();
        self.year_ends.settle();
        self.inventories.settle();
        self.filings.settle();
        self.explanations.settle();
        self.participants.settle();
        self.past.clear();
        self.entries.clear();
    }
}

/// The rows of a table of runs that overlap `first..=last`: from the last one that begins up to
/// `last` back to the first one that reaches `first`. No two runs share a unit.
fn overlapping<V: Clone + Copy + PartialEq>(
    table: &Table<BlockKey, V>,
    series: SeriesNo,
    first: Serial,
    last: Serial,
    end: impl Fn(&V) -> Serial,
) -> Vec<(BlockKey, V)> {
    let up_to = table.range((series, Serial::LOWEST)..=(series, last)).rev();
    let mut found: Vec<_> =
        up_to.take_while(|(_, row)| end(row) >= first).map(|(key, row)| (*key, *row)).collect();
    found.reverse();
    found
}
