//! A small world to test in: three fictional Parties, their officers, and an approach.

mod orders;

use std::fmt::Debug;
use std::str::FromStr;
use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use uuid::Uuid;

pub(super) use orders::{
    article_6_4, authorize_units, cancel, contribute, entity, final_after, first_transfer,
    initial_report, inventory, issue, issuing, open_account, open_section, participation,
    record_approach, retire, revoke, set_ndc_period, terms, transfer, transfer_in, transfer_out,
    use_for_ndc, use_for_oimp,
};

use crate::access::{CallerKind, Officer, Role};
use crate::account::{AccountNumber, Holder};
use crate::authorization::Terms;
use crate::digest::Digest;
use crate::id::Id;
use crate::ledger::{
    Acceptance, Amounts, Approval, Block, Books, Entry, Key, Objection, Occurred, OpenAccount,
    OpenSection, Order, Outcome, Proposal, Receipt, Refusal, Refused, Request, Step, decide,
};
use crate::quantity::Units;
use crate::section::{Installation, SectionNo};
use crate::section_terms::SectionTerms;
use crate::unit::UnitRange;
use crate::vintage::Years;

pub(super) const OFFICE: SectionNo = SectionNo::SECRETARIAT;
pub(super) const XAL: SectionNo = section(1);
pub(super) const XBO: SectionNo = section(2);
pub(super) const XCE: SectionNo = section(3);
/// The section of the Article 6.4 mechanism, in a world that has one.
pub(super) const QUN: SectionNo = section(4);

const fn section(number: i16) -> SectionNo {
    match SectionNo::new(number) {
        Some(section) => section,
        None => panic!("sections are not negative"),
    }
}

/// Reads a value that a test writes as text.
pub(super) fn the<T: FromStr<Err: Debug>>(text: &str) -> T {
    text.parse().unwrap_or_else(|error| panic!("{text}: {error:?}"))
}

pub(super) fn years(first: &str, last: &str) -> Years {
    Years { first: the(first), last: the(last) }
}

/// The first or second officer of a section.
pub(super) fn officer(section: SectionNo, which: u128) -> Officer {
    let number = u128::from(section.number().unsigned_abs()) * 10 + which;
    Officer {
        person: Id::from_uuid(Uuid::from_u128(number)),
        token: Id::from_uuid(Uuid::from_u128(1000 + number)),
        kind: CallerKind::Person,
    }
}

/// The books, a clock, and the ids that are next.
pub(super) struct World {
    pub(super) books: Books,
    pub(super) now: Timestamp,
    made: u128,
}

impl World {
    /// Books with the secretariat's two officers and nothing else.
    pub(super) fn empty(installation: Installation) -> Self {
        let now = the("2026-11-22T12:00:00Z");
        let mut world = Self { books: Books::new(installation), now, made: 0 };
        for which in [1, 2] {
            world.appoint(officer(OFFICE, which), OFFICE, &[Role::RegistryAdministrator]);
        }
        world
    }

    /// Three sections with two officers each, and the approach CA9001 of all three.
    pub(super) fn new() -> Self {
        Self::new_at(the("2026-11-22T12:00:00Z"))
    }

    pub(super) fn new_at(now: Timestamp) -> Self {
        let mut world = Self::empty(Installation::Demonstration);
        world.now = now;
        for (section, party) in [(XAL, "XAL"), (XBO, "XBO"), (XCE, "XCE")] {
            world.act(OFFICE, open_section(party));
            let initiator = [Role::PartyInitiator, Role::PartyAdministrator];
            world.appoint(officer(section, 1), section, &initiator);
            world.appoint(officer(section, 2), section, &[Role::PartyApprover]);
            world.act(section, participation(None));
            world.act(section, initial_report("2024-12-31"));
        }
        world.act(XAL, record_approach("CA9001", &["XAL", "XBO", "XCE"]));
        world
    }

    /// Opens the section of the Article 6.4 mechanism, with its approach, and accounts: pending, the
    /// Adaptation Fund's, and for overall mitigation.
    pub(super) fn mechanism(&mut self) -> [AccountNumber; 3] {
        self.act(
            OFFICE,
            Order::OpenSection(OpenSection {
                party: the("QUN"),
                registry: the("UN01"),
                name: the("Article 6.4 mechanism"),
                request: the("Decision of the Supervisory Body"),
                ndc_periods: Vec::new(),
                terms: Some(no_waiting()),
            }),
        );
        let initiator = [Role::PartyInitiator, Role::PartyAdministrator];
        self.appoint(officer(QUN, 1), QUN, &initiator);
        self.appoint(officer(QUN, 2), QUN, &[Role::PartyApprover]);
        self.act(QUN, record_approach("CA0001", &["QUN"]));
        [("100", Holder::Pending), ("100", Holder::AdaptationFund), ("320", Holder::Party)].map(
            |(kind, holder)| {
                let order = OpenAccount { holder, ..open_account(self.fresh(), kind) };
                self.act(QUN, Order::OpenAccount(order));
                self.newest_account(QUN, kind)
            },
        )
    }

    /// An account of XAL with a hundred units of 2024 under these terms, and an account of XBO.
    pub(super) fn stage(terms: Terms) -> (Self, AccountNumber, AccountNumber, UnitRange) {
        let mut world = Self::new();
        let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
        let id = terms.id.to_string();
        world.act(XAL, Order::Authorize(terms));
        let units = world.issue(XAL, from, Some(&id), 100);
        (world, from, to, units)
    }

    /// The same, with all units first transferred to the account of XBO.
    pub(super) fn abroad(terms: Terms) -> (Self, AccountNumber, AccountNumber, UnitRange) {
        let (mut world, from, to, units) = Self::stage(terms);
        world.act(XAL, first_transfer(from, to, units));
        (world, from, to, units)
    }

    pub(super) fn appoint(&mut self, officer: Officer, section: SectionNo, roles: &[Role]) {
        self.books.roles.insert((officer.person, section), roles.iter().cloned().collect());
    }

    pub(super) fn fresh(&mut self) -> Uuid {
        self.made += 1;
        Uuid::from_u128(1_000_000 + self.made)
    }

    /// A proposal of the section's first officer.
    pub(super) fn draft(&mut self, section: SectionNo, orders: Vec<Order>) -> Arc<Proposal> {
        let id = Id::from_uuid(self.fresh());
        let proposal = Proposal::new(id, section, orders, None, officer(section, 1));
        Arc::new(typed(proposal))
    }

    /// The same, of acts that happened earlier.
    pub(super) fn dated(&mut self, section: SectionNo, order: Order, at: &str) -> Arc<Proposal> {
        let id = Id::from_uuid(self.fresh());
        let occurred = Occurred { at: the(at), evidence: the("letter 7") };
        let by = officer(section, 1);
        Arc::new(typed(Proposal::new(id, section, vec![order], Some(occurred), by)))
    }

    /// Asks the ledger, one second later.
    pub(super) fn ask(&mut self, step: Step, key: Option<Key>) -> Result<Outcome, Refused> {
        self.now = self.now.checked_add(1.second()).unwrap();
        let salt = Digest::of(&[self.fresh().as_bytes()]);
        decide(&mut self.books, &Request { step, key, salt }, self.now)
    }

    pub(super) fn propose(&mut self, proposal: &Arc<Proposal>) -> Result<Outcome, Refused> {
        self.ask(Step::Propose(Arc::clone(proposal)), None)
    }

    /// The section's second officer approves what the proposal says.
    pub(super) fn approve(&mut self, proposal: &Arc<Proposal>) -> Result<Outcome, Refused> {
        let by = officer(proposal.section, 2);
        self.approve_as(proposal, by, proposal.digest())
    }

    pub(super) fn approve_as(
        &mut self,
        proposal: &Arc<Proposal>,
        by: Officer,
        shown: Digest,
    ) -> Result<Outcome, Refused> {
        let proposal = Arc::clone(proposal);
        self.ask(Step::Approve(Approval { proposal, shown, by }), None)
    }

    /// An officer accepts for their section what was approved.
    pub(super) fn accept(
        &mut self,
        proposal: &Arc<Proposal>,
        section: SectionNo,
        by: Officer,
    ) -> Result<Outcome, Refused> {
        let (proposal, shown) = (Arc::clone(proposal), proposal.digest());
        self.ask(Step::Accept(Acceptance { proposal, shown, by, section }), None)
    }

    /// An objection of an officer for their section.
    pub(super) fn objection(
        proposal: &Arc<Proposal>,
        section: SectionNo,
        by: Officer,
    ) -> Objection {
        Objection { proposal: Arc::clone(proposal), by, section, reason: the("wrong quantity") }
    }

    pub(super) fn reject(
        &mut self,
        proposal: &Arc<Proposal>,
        by: Officer,
    ) -> Result<Outcome, Refused> {
        self.ask(Step::Reject(Self::objection(proposal, proposal.section, by)), None)
    }

    pub(super) fn withdraw(
        &mut self,
        proposal: &Arc<Proposal>,
        by: Officer,
    ) -> Result<Outcome, Refused> {
        self.ask(Step::Withdraw(Self::objection(proposal, proposal.section, by)), None)
    }

    /// Time does what has come due.
    pub(super) fn elapse(&mut self, proposal: &Arc<Proposal>) -> Result<Outcome, Refused> {
        self.ask(Step::Elapse(Arc::clone(proposal)), None)
    }

    /// The clock stands so, and the next request comes then.
    pub(super) fn at(&mut self, moment: &str) {
        self.now = the::<Timestamp>(moment).checked_sub(1.second()).unwrap();
    }

    /// Lets time pass.
    pub(super) fn later(&mut self, hours: i64) {
        self.now = self.now.checked_add(hours.hours()).unwrap();
    }

    /// Proposes and approves.
    pub(super) fn carry_out(&mut self, proposal: &Arc<Proposal>) -> Result<Receipt, Refused> {
        self.propose(proposal)?;
        self.approve(proposal).map(|outcome| *outcome.receipt())
    }

    /// Both persons, one order: it must be carried out.
    pub(super) fn act(&mut self, section: SectionNo, order: Order) -> Receipt {
        let proposal = self.draft(section, vec![order]);
        self.carry_out(&proposal).unwrap()
    }

    /// The order must be refused, and the books must be as before.
    pub(super) fn refused(&mut self, section: SectionNo, order: Order) -> Refusal {
        let proposal = self.draft(section, vec![order]);
        let before = self.books.clone();
        let refused = self.propose(&proposal).unwrap_err();
        assert_eq!(self.books, before, "a refused order changes nothing");
        assert_eq!(refused.order, Some(0));
        refused.why
    }

    /// The code of the refusal.
    pub(super) fn code(&mut self, section: SectionNo, order: Order) -> &'static str {
        self.refused(section, order).code()
    }

    /// Opens an account of the Party's own for GHG units; one of kind 200 is for 2025.
    pub(super) fn account(&mut self, section: SectionNo, kind: &str) -> AccountNumber {
        let order = open_account(self.fresh(), kind);
        self.act(section, Order::OpenAccount(order));
        self.newest_account(section, kind)
    }

    /// Opens an account that stands for a registry outside.
    pub(super) fn outside(&mut self, section: SectionNo, registry: &str) -> AccountNumber {
        let holder = Holder::Outside { registry: the(registry) };
        let order = OpenAccount { holder, ..open_account(self.fresh(), "OUT") };
        self.act(section, Order::OpenAccount(order));
        self.newest_account(section, "OUT")
    }

    /// Opens an account of the Adaptation Fund in a section.
    pub(super) fn fund(&mut self, section: SectionNo) -> AccountNumber {
        let holder = Holder::AdaptationFund;
        let order = OpenAccount { holder, ..open_account(self.fresh(), "100") };
        self.act(section, Order::OpenAccount(order));
        self.newest_account(section, "100")
    }

    pub(super) fn newest_account(&self, section: SectionNo, kind: &str) -> AccountNumber {
        let its = self.books.sections.get(&section).unwrap();
        AccountNumber::new(its.party, the(kind), its.accounts_opened)
    }

    /// Issues units of 2024 under CA9001.
    pub(super) fn issue(
        &mut self,
        section: SectionNo,
        into: AccountNumber,
        authorization: Option<&str>,
        quantity: u64,
    ) -> UnitRange {
        let receipt = self.act(section, issue(into, authorization, quantity));
        let at = receipt.last_entry;
        let (_, issued) = self.books.issuances.iter().find(|(_, it)| it.entry == at).unwrap();
        let (series, _) =
            self.books.series.iter().find(|(_, number)| **number == issued.series).unwrap();
        UnitRange { series: *series, serials: issued.serials }
    }

    /// The one block that holds all these units.
    pub(super) fn block(&self, units: UnitRange) -> Block {
        let mut blocks = self.books.blocks_in(&units);
        let (key, block) = blocks.next().expect("the units exist");
        assert!(key.1 <= units.serials.first() && units.serials.last() <= block.last);
        block
    }

    /// Where all these units are.
    pub(super) fn place(&self, units: UnitRange) -> AccountNumber {
        let block = self.block(units);
        *self.books.accounts.iter().find(|(_, it)| it.id == block.account).unwrap().0
    }

    pub(super) fn entry(&self, number: i64) -> &Entry {
        self.books.entries().iter().find(|entry| entry.number == number).unwrap()
    }

    pub(super) fn first_transferred(&self, section: SectionNo, authorization: &str) -> u64 {
        let name = (section, the(authorization));
        let number = self.books.authorization_names.get(&name).unwrap();
        self.books.authorizations.get(number).unwrap().first_transferred
    }
}

/// The same, by somebody who has typed how many units it moves, if it moves any.
pub(super) fn typed(proposal: Proposal) -> Proposal {
    match Units::new(Amounts::of(&proposal.orders).units()) {
        Some(units) => proposal.confirming(units),
        None => proposal,
    }
}

/// Part of a range: the units with these serials.
pub(super) fn part(units: UnitRange, first: &str, last: &str) -> UnitRange {
    let serials = crate::serial::Serials::new(the(first), the(last)).unwrap();
    UnitRange { serials, ..units }
}

/// Terms under which whatever is approved is carried out at once.
pub(super) fn no_waiting() -> SectionTerms {
    SectionTerms { waiting_hours: 0, ..SectionTerms::default() }
}
