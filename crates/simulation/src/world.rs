//! One world: the books of `domain` and the naive ledger, asked the same and compared.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use domain::account::AccountNumber;
use domain::id::{AccountRecord, Id};
use domain::ledger::{Books, Order, PastBlock, Proposal, Refused, Request, Step, decide};
use domain::party::PartyCode;
use domain::section::{Installation, SectionNo};
use jiff::Timestamp;

use crate::answer::Answer;
use crate::check::{self, Before};
use crate::dice::Dice;
use crate::naive::{DESK, Desk};
use crate::names::the;
use crate::people::{self, Appointment};
use crate::processor::taken;
use crate::setting::{Batch, setting};
use crate::years::EndedYear;

/// How many of the last requests may come again.
const RECENT: usize = 30;

/// Processor time taken by each part of a run.
#[derive(Clone, Copy, Debug, Default)]
pub struct Times {
    /// `decide` of `domain`.
    pub decide: Duration,
    /// The naive ledger.
    pub model: Duration,
    /// The invariants, and the comparison of both ledgers.
    pub checks: Duration,
}

/// Two ledgers that must agree, and what is known of their past.
pub struct World {
    pub(crate) dice: Dice,
    pub(crate) now: Timestamp,
    pub(crate) books: Books,
    pub(crate) desk: Desk,
    /// All accounts, and their ids.
    pub(crate) accounts: Vec<AccountNumber>,
    pub(crate) account_ids: BTreeMap<Id<AccountRecord>, AccountNumber>,
    /// States of blocks that are over.
    pub(crate) past: Vec<PastBlock>,
    pub(crate) setting: VecDeque<Batch>,
    pub(crate) made: Vec<Arc<Proposal>>,
    pub(crate) open: Vec<Arc<Proposal>>,
    /// What is to be approved next.
    pub(crate) next: Option<Arc<Proposal>>,
    pub(crate) recent: Vec<Request>,
    /// Sections whose officers are appointed, where all roles are real; else nothing is asked.
    pub(crate) staffed: Option<BTreeSet<SectionNo>>,
    asked: u64,
    /// What reports are built from.
    #[cfg(test)]
    pub(crate) journal: crate::tests::reports::Journal,
    /// Time taken so far.
    pub times: Times,
}

/// What was asked and answered.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The request.
    pub request: Request,
    /// When.
    pub now: Timestamp,
    /// What the books said.
    pub books: Answer,
    /// Why they refused it, with all numbers.
    pub refused: Option<Refused>,
    /// What is warned of, by code.
    pub warned: Vec<&'static str>,
    /// What the naive ledger said.
    pub naive: Answer,
    /// What is wrong, if anything.
    pub wrong: Option<String>,
}

impl World {
    /// A world of a seed: one of its runs.
    pub fn new(seed: u64, run: u64) -> Self {
        let mut dice = Dice::new(seed, run);
        let fictional_only = dice.percent(60);
        let mut world = Self::with(dice, fictional_only);
        world.appoint(&people::usual());
        world
    }

    /// A world in which somebody holds a role only where it is to be had, in a section that is open,
    /// and no identifier is used twice: one that a registry can follow. Real Parties are admitted.
    pub fn among_real_people(seed: u64) -> Self {
        Self { staffed: Some(BTreeSet::new()), ..Self::with(Dice::new(seed, 0), false) }
    }

    fn with(mut dice: Dice, fictional_only: bool) -> Self {
        let kind = if fictional_only { Installation::Demonstration } else { Installation::Test };
        let mut desk = Desk::default();
        desk.ledger.fictional_only = fictional_only;
        Self {
            now: the("2025-06-02T09:00:00Z"),
            books: Books::new(kind),
            desk,
            accounts: Vec::new(),
            account_ids: BTreeMap::new(),
            past: Vec::new(),
            setting: setting(&mut dice, fictional_only),
            dice,
            made: Vec::new(),
            open: Vec::new(),
            next: None,
            recent: Vec::new(),
            staffed: None,
            asked: 0,
            #[cfg(test)]
            journal: crate::tests::reports::Journal::default(),
            times: Times::default(),
        }
    }

    fn appoint(&mut self, appointments: &[Appointment]) {
        for (officer, section, roles) in appointments {
            self.books.roles.insert((officer.person, *section), roles.clone());
            let ledger = &mut self.desk.ledger;
            Rc::make_mut(&mut ledger.roles).insert((officer.person, *section), roles.clone());
        }
    }

    /// Whose roles change now: of one person by chance, and of all in a section that was opened.
    pub fn appointments(&mut self) -> Vec<Appointment> {
        let mut appointments = people::changes(&mut self.dice);
        if let Some(staffed) = &mut self.staffed {
            let real = |(officer, section, roles): &Appointment| {
                let there = staffed.contains(section) && staffed.contains(&people::home(*officer));
                there && roles.iter().all(|role| role.belongs_in(*section))
            };
            appointments.retain(real);
            let open = self.desk.ledger.sections.keys().copied().chain([DESK]);
            for section in open.filter(|it| it.number() <= people::SECTIONS) {
                if staffed.insert(section) {
                    appointments.extend(people::usual_of(section));
                }
            }
            for (_, section, roles) in &mut appointments {
                let ledger = &self.desk.ledger;
                roles.retain(|it| it.entity().is_none_or(|it| ledger.authorized(*section, it)));
            }
        }
        self.appoint(&appointments);
        appointments
    }

    /// The time.
    pub const fn now(&self) -> Timestamp {
        self.now
    }

    /// The Party whose section it is.
    pub fn party(&self, section: SectionNo) -> Option<PartyCode> {
        self.books.sections.get(&section).map(|it| it.party)
    }

    /// What is asked next, and when.
    pub fn next_request(&mut self) -> (Request, Timestamp) {
        (self.request(), self.now)
    }

    /// Asks both ledgers the next request; every so often everything is looked at.
    pub fn step(&mut self, whole_every: u64) -> Asked {
        self.appointments();
        let (request, now) = self.next_request();
        self.ask(request, now, whole_every)
    }

    /// What the clock does at this moment about years; nothing, most often.
    pub fn tick(&mut self) -> Option<EndedYear> {
        let now = self.now;
        self.year_to_end(now).map(|year| self.end_year(year, now))
    }

    /// Asks both ledgers the same, compares their answers, and checks what was touched; every so
    /// many requests, everything.
    pub fn ask(&mut self, request: Request, now: Timestamp, whole_every: u64) -> Asked {
        self.now = now;
        self.asked += 1;
        let whole = self.asked.is_multiple_of(whole_every);
        let mut wrong = self.try_out(&request).err();
        let before = Before::of(&self.books, whole);
        let begun = taken();
        let said = decide(&mut self.books, &request, now);
        let decided = taken();
        let naive = self.desk.ask(&request, now);
        let asked = taken();
        let books = Answer::of(&said);
        if books != naive {
            wrong = Some("the two answers differ".to_owned());
        }
        if wrong.is_none() {
            wrong = check::after(self, &before, &request, books).err();
        }
        self.remember(&request, books);
        self.times.decide += decided.saturating_sub(begun);
        self.times.model += asked.saturating_sub(decided);
        self.times.checks += taken().saturating_sub(asked);
        let refused = said.err();
        let warned = self.desk.warned.iter().map(|(.., warned)| warned.code).collect();
        Asked { request, now, books, refused, warned, naive, wrong }
    }

    /// Before an approval or a replacement is asked, both ledgers tell what it would do.
    fn try_out(&mut self, request: &Request) -> Result<(), String> {
        let (start, before) = (taken(), self.times.model);
        let same = match &request.step {
            Step::Approve(approval) => check::tried_out(self, approval),
            Step::Replace(replacement) => check::tried_out_replacement(self, replacement),
            Step::Propose(_)
            | Step::Accept(_)
            | Step::Decline(_)
            | Step::Reject(_)
            | Step::Withdraw(_)
            | Step::Elapse(_) => return Ok(()),
        };
        let of_the_model = self.times.model.saturating_sub(before);
        self.times.checks += taken().saturating_sub(start).saturating_sub(of_the_model);
        same
    }

    /// What is over is over for good: looks at the whole past of every unit.
    pub fn finish(&mut self) -> Result<(), String> {
        let start = taken();
        let checked = check::everything(self).and_then(|()| check::history(self));
        self.times.checks += taken().saturating_sub(start);
        checked
    }

    /// Takes note of what was done, and forgets changes.
    fn remember(&mut self, request: &Request, answer: Answer) {
        if self.recent.len() < RECENT {
            self.recent.push(request.clone());
        } else {
            let at = self.dice.index(RECENT);
            self.recent[at] = request.clone();
        }
        if !answer.is_done() {
            return;
        }
        for change in self.books.accounts.changes() {
            if let Some(account) = change.after {
                self.accounts.push(*change.key);
                self.account_ids.insert(account.id, *change.key);
            }
        }
        #[cfg(test)]
        self.journal.note(&self.books, request.proposal());
        self.past.extend_from_slice(self.books.past());
        self.books.settle();
        let proposal = request.proposal();
        if request.step.kind().begins() {
            self.made.push(Arc::clone(proposal));
            self.open.push(Arc::clone(proposal));
            let quick = self.dice.percent(76) || !self.setting.is_empty();
            let two = !proposal.orders.iter().all(alone);
            self.next = Some(Arc::clone(proposal)).filter(|_| quick && two);
        }
        for id in [Some(proposal), request.replaced()].into_iter().flatten().map(|it| it.id) {
            if self.desk.known.get(&id).is_some_and(|it| it.ended.is_some()) {
                self.open.retain(|it| it.id != id);
            }
        }
    }
}

fn alone(order: &Order) -> bool {
    crate::naive::policy::alone(order.kind())
}
