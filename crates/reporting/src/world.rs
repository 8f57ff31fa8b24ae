//! A registry of fictional Parties over four years, in which everything is done by two officers.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::access::Role;
use domain::account::AccountNumber;
use domain::id::{AccountRecord, Id};
use domain::ledger::{
    Approval, BlockKey, Books, Objection, Occurred, Order, Proposal, Refusal, Request, SeriesNo,
    Step, decide,
};
use domain::section::{Installation, SectionNo};
use domain::unit::Series;
use domain::vintage::Year;
use jiff::{SignedDuration, Timestamp};
use simulation::Dice;

use crate::journal::Journal;
use crate::names::the;
use crate::places::{Host, Mechanism};
use crate::setting;

/// The first moment, and the last.
const BEGIN: &str = "2023-01-09T09:00:00Z";
const END: &str = "2026-12-30T12:00:00Z";

/// The books, the clock, and what reports are built from.
pub struct World {
    pub(crate) dice: Dice,
    pub(crate) now: Timestamp,
    pub(crate) books: Books,
    pub(crate) hosts: Vec<Host>,
    pub(crate) mechanism: Option<Mechanism>,
    pub(crate) lots: Vec<BlockKey>,
    pub(crate) journal: Journal,
    pub(crate) made: u64,
    parties: usize,
    /// The year that is not closed.
    year: Year,
    series: BTreeMap<SeriesNo, Series>,
    accounts: BTreeMap<Id<AccountRecord>, AccountNumber>,
    /// Orders that were carried out.
    pub done: u64,
    /// Proposals that were refused, by why.
    pub refused: BTreeMap<&'static str, u64>,
}

impl World {
    /// The sections of so many Parties, at the beginning.
    pub fn new(seed: u64, parties: usize) -> Self {
        let mut world = Self {
            dice: Dice::new(seed, 0),
            now: the(BEGIN),
            books: Books::new(Installation::Demonstration),
            hosts: Vec::new(),
            mechanism: None,
            lots: Vec::new(),
            journal: Journal::default(),
            made: 0,
            parties,
            year: Year::of(the(BEGIN)),
            series: BTreeMap::new(),
            accounts: BTreeMap::new(),
            done: 0,
            refused: BTreeMap::new(),
        };
        setting::sections(&mut world, parties);
        setting::approaches(&mut world, parties);
        for place in 0..parties {
            let host = setting::host(&mut world, place, parties);
            world.hosts.push(host);
        }
        world.mechanism = Some(setting::mechanism(&mut world));
        world.done = 0;
        world
    }

    /// Lets so many orders happen, spread over the years, and closes the last one.
    pub fn live(&mut self, acts: u64, progress: &mut dyn FnMut(&str)) {
        let (begin, end): (Timestamp, Timestamp) = (self.now, the(END));
        let span = end.duration_since(begin).as_secs();
        let (mut said, mut asked) = (0, 0_u64);
        while self.done < acts && asked < acts * 6 {
            asked += 1;
            let gone = i128::from(span) * i128::from(self.done) / i128::from(acts.max(1));
            let due = begin + SignedDuration::from_secs(i64::try_from(gone).unwrap_or(0));
            self.now = self.now.max(due);
            self.act();
            if self.done >= said + 20_000 {
                said = self.done;
                progress(&format!("{} of {acts} acts, {}", self.done, self.now));
            }
        }
        self.close();
    }

    /// How many Parties there are.
    pub const fn parties(&self) -> usize {
        self.parties
    }

    pub(crate) fn mechanism(&self) -> &Mechanism {
        self.mechanism.as_ref().expect("it is opened with the world")
    }

    pub(crate) fn account_of(&self, id: Id<AccountRecord>) -> Option<AccountNumber> {
        self.accounts.get(&id).copied()
    }

    pub(crate) fn series_of(&self, number: SeriesNo) -> Option<Series> {
        self.series.get(&number).copied()
    }

    /// A number that was not given before.
    pub(crate) fn fresh(&mut self) -> u64 {
        self.made += 1;
        self.made
    }

    pub(crate) fn appoint(&mut self, section: SectionNo, roles: [&[Role]; 2]) {
        for (officer, roles) in setting::officers(section).into_iter().zip(roles) {
            let roles = roles.iter().cloned().collect();
            self.books.roles.insert((officer.person, section), roles);
        }
    }

    /// Does what cannot be refused.
    pub(crate) fn must(&mut self, section: SectionNo, order: Order) {
        let shown = format!("{order:?}");
        if let Err(why) = self.carry_out(section, vec![order], None) {
            panic!("{shown}: {why}");
        }
    }

    /// One officer proposes, the other approves, each some time later.
    pub(crate) fn carry_out(
        &mut self,
        section: SectionNo,
        orders: Vec<Order>,
        occurred: Option<Occurred>,
    ) -> Result<(), Refusal> {
        let count = u64::try_from(orders.len()).unwrap_or(0);
        let [initiator, by] = setting::officers(section);
        let id = Id::from_uuid(self.dice.uuid());
        let proposal = Arc::new(Proposal::new(id, section, orders, occurred, initiator));
        let shown = proposal.digest();
        let approval = Approval { proposal: Arc::clone(&proposal), shown, by };
        let proposed = self.ask(Step::Propose(Arc::clone(&proposal)));
        let approved = proposed.and_then(|()| {
            self.ask(Step::Approve(approval)).inspect_err(|_| {
                let reason = the("it cannot be carried out");
                let _rejected = self.ask(Step::Reject(Objection { proposal, by, section, reason }));
            })
        });
        match &approved {
            Ok(()) => self.done += count,
            Err(why) => *self.refused.entry(why.code()).or_default() += 1,
        }
        approved
    }

    fn ask(&mut self, step: Step) -> Result<(), Refusal> {
        let micros = i64::try_from(self.dice.below(1_000_000)).unwrap_or(0);
        self.now += SignedDuration::from_secs(1) + SignedDuration::from_micros(micros);
        self.close_years();
        let (key, salt) = (None, self.dice.digest());
        let request = Request { step, key, salt };
        let proposal = Arc::clone(request.proposal());
        decide(&mut self.books, &request, self.now).map_err(|refused| refused.why)?;
        self.take_note(&proposal);
        Ok(())
    }

    /// The first request of a year finds the one before as it was left.
    fn close_years(&mut self) {
        while self.year < Year::of(self.now) {
            self.close();
            self.year = Year::new(self.year.number() + 1).expect("years of this century");
        }
    }

    fn close(&mut self) {
        self.journal.close(self.year, &self.books);
    }

    fn take_note(&mut self, proposal: &Proposal) {
        for change in self.books.series.changes() {
            if let Some(number) = change.after {
                self.series.insert(*number, *change.key);
            }
        }
        for change in self.books.accounts.changes() {
            if let Some(account) = change.after {
                self.accounts.insert(account.id, *change.key);
            }
        }
        for change in self.books.blocks.changes() {
            if change.after.is_some() {
                self.lots.push(*change.key);
            }
        }
        self.journal.note(&self.books, proposal);
        self.books.settle();
    }
}
