//! One run: the same steps in the books and in the model, compared after each.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use proptest::test_runner::TestCaseError;
use proptest::{prop_assert, prop_assert_eq};

use super::naive::{Account, DAY, Model, Moment};
use super::wish::{Asked, Wish};
use super::wishes::{Dice, metric, order, wish};
use super::{PARTIES, section_index};
use crate::account::{AccountNumber, Holder};
use crate::digest::Digest;
use crate::id::Id;
use crate::ledger::{
    Approval, Block, BlockKey, Occurred, OpenAccount, Order, OrderKind, Outcome, PastBlock,
    Proposal, Request, Step, decide, try_out_approval,
};
use crate::section::SectionNo;
use crate::serial::Serial;
use crate::tests::world::{self, World, XAL, XBO, XCE, officer, the};
use crate::unit::Series;

const SECTIONS: [SectionNo; 3] = [XAL, XBO, XCE];

/// How many orders of each kind were accepted and refused.
#[derive(Clone, Default, Debug)]
pub(super) struct Tally(BTreeMap<OrderKind, (u64, u64)>);

impl Tally {
    pub(super) fn add(&mut self, other: &Self) {
        for (kind, (accepted, refused)) in &other.0 {
            let sum = self.0.entry(*kind).or_default();
            *sum = (sum.0 + accepted, sum.1 + refused);
        }
    }

    fn count(&mut self, proposal: &Proposal, accepted: bool) {
        for order in &proposal.orders {
            let sum = self.0.entry(order.kind()).or_default();
            if accepted { sum.0 += 1 } else { sum.1 += 1 }
        }
    }

    pub(super) fn orders(&self) -> u64 {
        self.0.values().map(|(accepted, refused)| accepted + refused).sum()
    }

    pub(super) fn each_kind_was_accepted_and_refused(&self) {
        assert_eq!(self.0.len(), 13, "{self}");
        for (accepted, refused) in self.0.values() {
            assert!(*accepted > 10 && *refused > 10, "{self}");
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} orders", self.orders())?;
        for (kind, (accepted, refused)) in &self.0 {
            write!(f, ", {} {accepted} done {refused} refused", kind.as_str())?;
        }
        Ok(())
    }
}

/// A proposal that was made, and whether it was carried out.
struct Made {
    number: usize,
    proposal: Arc<Proposal>,
    wishes: Vec<Wish>,
    occurred: Option<Moment>,
    /// When it was proposed.
    at: Moment,
    done: bool,
}

/// A state of a block: from which entry on, and up to which it is over.
type Row = (BlockKey, Block, Option<i64>);

pub(super) struct Run {
    world: World,
    model: Model,
    numbers: Vec<AccountNumber>,
    now: Moment,
    made: Vec<Made>,
    proposals: usize,
    authorizations: usize,
    past: Vec<PastBlock>,
    pub(super) tally: Tally,
}

fn timestamp(moment: Moment) -> Timestamp {
    let start: Timestamp = the("2025-01-01T00:00:00Z");
    start.checked_add(moment.seconds()).unwrap()
}

impl Run {
    /// Three sections with accounts of all kinds, in both ledgers.
    pub(super) fn new() -> Self {
        let now = 150 * DAY;
        let mut world = World::new_at(timestamp(now - DAY));
        world.act(XBO, world::record_approach("CA9002", &["XAL", "XBO"]));
        for section in [XAL, XBO] {
            let mut entity = world::entity("E-1");
            entity.valid_from = the("2025-01-01");
            entity.valid_until = Some(the("2026-02-28"));
            world.act(section, Order::AuthorizeEntity(entity));
        }
        let mut model = Model { next_serial: [1; 3], ..Model::default() };
        let mut numbers = Vec::new();
        for account in accounts() {
            numbers.push(open(&mut world, account));
            model.accounts.push(account);
        }
        model.entry = world.books.head.entry;
        world.books.settle();
        let (made, past, tally) = (Vec::new(), Vec::new(), Tally::default());
        Self { world, model, numbers, now, made, proposals: 0, authorizations: 0, past, tally }
    }

    /// One step: propose, approve, or both.
    pub(super) fn step(&mut self, seed: u64) -> Result<(), TestCaseError> {
        let mut dice = Dice(seed);
        let pause = if dice.percent(12) { dice.below(40) * 86_400 } else { dice.below(100) };
        self.now += i64::try_from(pause).unwrap();
        let choice = dice.below(100);
        if choice < 12 && !self.made.is_empty() {
            let length = u64::try_from(self.made.len()).unwrap();
            let which = usize::try_from(dice.below(length)).unwrap();
            return self.approve(which, dice.percent(10));
        }
        let accepted = self.propose(&mut dice)?;
        if accepted && choice < 85 {
            return self.approve(self.made.len() - 1, false);
        }
        Ok(())
    }

    fn propose(&mut self, dice: &mut Dice) -> Result<bool, TestCaseError> {
        let (section, first) = wish(dice, &self.model, &mut self.authorizations);
        let back = i64::try_from(dice.below(20 * 86_400)).unwrap();
        let occurred = dice.percent(8).then(|| self.now - if back < DAY { -back } else { back });
        let (number, moment) = (self.proposals, occurred.unwrap_or(self.now));
        self.proposals += 1;
        let asked = Asked { section, proposal: number, moment };
        let mut wishes = vec![first];
        let mut ahead = self.model.clone();
        while dice.percent(25) {
            // The next order mostly goes on from where the last one would lead.
            let done = wishes
                .last()
                .is_some_and(|last| ahead.carry_out(asked, std::slice::from_ref(last)).is_ok());
            let (also, next) = wish(dice, &ahead, &mut self.authorizations);
            if also == section && (done || dice.percent(20)) {
                wishes.push(next);
            }
        }
        let orders = wishes.iter().map(|wish| order(wish, &self.numbers)).collect();
        let dated =
            occurred.map(|moment| Occurred { at: timestamp(moment), evidence: the("letter 7") });
        let id = Id::from_uuid(self.world.fresh());
        let by = officer(SECTIONS[section], 1);
        let proposal = Arc::new(Proposal::new(id, SECTIONS[section], orders, dated, by));
        let expected = moment <= self.now && self.model.propose(asked, &wishes).is_ok();
        let found = self.ask(Step::Propose(Arc::clone(&proposal)), expected, &wishes)?;
        if found.is_some() {
            let at = self.now;
            self.made.push(Made { number, proposal, wishes, occurred, at, done: false });
        } else {
            self.tally.count(&proposal, false);
        }
        Ok(expected)
    }

    fn approve(&mut self, which: usize, by_initiator: bool) -> Result<(), TestCaseError> {
        let made = &self.made[which];
        let proposal = Arc::clone(&made.proposal);
        let index = SECTIONS.iter().position(|it| *it == proposal.section).unwrap();
        let moment = made.occurred.unwrap_or(self.now);
        let asked = Asked { section: index, proposal: made.number, moment };
        let expected = if by_initiator {
            false
        } else if made.done {
            true
        } else {
            // After a week a proposal can no longer be approved.
            self.now < made.at + 7 * DAY && self.model.carry_out(asked, &made.wishes).is_ok()
        };
        let (done, wishes) = (made.done, made.wishes.clone());
        let by = officer(proposal.section, if by_initiator { 1 } else { 2 });
        let shown = proposal.digest();
        let approval = Approval { proposal: Arc::clone(&proposal), shown, by };
        let before = self.world.books.clone();
        let tried = try_out_approval(&mut self.world.books, &approval, timestamp(self.now));
        prop_assert_eq!(&self.world.books, &before, "trying out changes nothing");
        prop_assert_eq!(tried.is_ok(), expected && !done, "{:?} to {:?}", tried, &wishes);
        let outcome = self.ask(Step::Approve(approval), expected, &wishes)?;
        if let Some(outcome) = outcome {
            prop_assert_eq!(matches!(outcome, Outcome::Repeated(_)), done);
        }
        if !done {
            self.tally.count(&proposal, expected);
        }
        self.made[which].done |= expected;
        Ok(())
    }

    /// Asks the books, and compares.
    fn ask(
        &mut self,
        step: Step,
        expected: bool,
        wishes: &[Wish],
    ) -> Result<Option<Outcome>, TestCaseError> {
        let before = self.world.books.clone();
        let salt = Digest::of(&[self.world.fresh().as_bytes()]);
        let request = Request { step, key: None, salt };
        let found = decide(&mut self.world.books, &request, timestamp(self.now));
        prop_assert_eq!(
            found.is_ok(),
            expected,
            "the books say {:?} at {} to {:?}",
            found,
            timestamp(self.now),
            wishes
        );
        let Ok(outcome) = found else {
            prop_assert_eq!(&self.world.books, &before, "a refusal changes nothing");
            return Ok(None);
        };
        self.compare()?;
        self.past.extend_from_slice(self.world.books.past());
        self.world.books.settle();
        Ok(Some(outcome))
    }

    fn series(&self) -> BTreeMap<i64, Series> {
        self.world.books.series.iter().map(|(series, number)| (*number, *series)).collect()
    }

    fn account(&self, block: &Block) -> usize {
        let accounts = &self.world.books.accounts;
        let id = block.account;
        let holds = |number: &AccountNumber| accounts.get(number).is_some_and(|it| it.id == id);
        self.numbers.iter().position(holds).unwrap()
    }

    /// Every unit is in one place, the same in both ledgers, with the same attributes.
    fn compare(&self) -> Result<(), TestCaseError> {
        let (books, model) = (&self.world.books, &self.model);
        prop_assert_eq!(books.head.entry, model.entry);
        let series = self.series();
        let mut units = 0;
        let mut end: Option<BlockKey> = None;
        for (key, block) in books.blocks.iter() {
            prop_assert!(key.1 <= block.last);
            prop_assert!(end.is_none_or(|end| end < *key), "blocks overlap at {:?}", key);
            end = Some((key.0, block.last));
            let place = self.account(block);
            prop_assert_eq!(block.section, SECTIONS[model.accounts[place].section]);
            for serial in key.1.number()..=block.last.number() {
                units += 1;
                let unit = model.units.get(&(series[&key.0], serial));
                prop_assert!(unit.is_some(), "serial {} was never issued", serial);
                let unit = unit.unwrap();
                prop_assert_eq!(unit.place, place, "serial {}", serial);
                prop_assert_eq!(unit.first.map(|(entry, _)| entry), block.first_transfer);
                prop_assert_eq!(self.authorization(unit.authorization), block.authorization);
                prop_assert_eq!(
                    unit.reserved_for.and_then(|it| self.proposal(it)),
                    self.reservation(key.0, serial)
                );
            }
        }
        prop_assert_eq!(units, model.units.len(), "no unit is lost");
        self.conserved(&series)?;
        self.caps()
    }

    /// Issued = held + reserved + outside + used + retired + cancelled, for each series.
    fn conserved(&self, series: &BTreeMap<i64, Series>) -> Result<(), TestCaseError> {
        let books = &self.world.books;
        let mut sums: BTreeMap<i64, BTreeMap<&str, u64>> = BTreeMap::new();
        for (key, block) in books.blocks.iter() {
            let of = sums.entry(key.0).or_default();
            let state = match self.model.accounts[self.account(block)].kind {
                "100" => "held",
                "OUT" => "outside",
                "200" | "210" => "used",
                "R" => "retired",
                _ => "cancelled",
            };
            *of.entry(state).or_default() += block.last.number() - key.1.number() + 1;
        }
        for (key, row) in books.reservations.iter() {
            let of = sums.entry(key.0).or_default();
            let reserved = row.last.number() - key.1.number() + 1;
            // What waits for a decision is held, or outside, and not both.
            let serials = super::serials(key.1.number(), row.last.number());
            let units = crate::unit::UnitRange { series: series[&key.0], serials };
            let blocks = books.blocks_in(&units);
            let out = blocks.filter(|(_, it)| self.model.accounts[self.account(it)].kind == "OUT");
            let out: u64 = out
                .filter_map(|(at, it)| {
                    super::serials(at.1.number(), it.last.number()).overlap(serials)
                })
                .map(|both| both.units().count())
                .sum();
            *of.entry("held").or_default() -= reserved - out;
            *of.entry("outside").or_default() -= out;
            *of.entry("reserved").or_default() += reserved;
        }
        for (number, states) in sums {
            let issued: u64 = books
                .issuances
                .iter()
                .filter(|(_, it)| it.series == number)
                .map(|(_, it)| it.serials.units().count())
                .sum();
            prop_assert_eq!(states.values().sum::<u64>(), issued, "{:?}", states);
        }
        Ok(())
    }

    fn authorization(
        &self,
        number: Option<usize>,
    ) -> Option<crate::authorization::AuthorizationNo> {
        let number = number?;
        let section = SECTIONS[self.model.authorizations[&number].section];
        let name = (section, the(&format!("A{number}")));
        self.world.books.authorization_names.get(&name).copied()
    }

    fn is_revoked(&self, number: Option<crate::authorization::AuthorizationNo>) -> bool {
        let known = number.and_then(|number| self.world.books.authorizations.get(&number));
        known.is_some_and(|it| it.revoked.is_some())
    }

    fn proposal(&self, number: usize) -> Option<Id<crate::id::Proposed>> {
        let made = self.made.iter().find(|made| made.number == number);
        let newest = || self.world.books.proposals.iter().map(|(id, _)| *id).max();
        made.map_or_else(newest, |made| Some(made.proposal.id))
    }

    fn reservation(&self, series: i64, serial: u64) -> Option<Id<crate::id::Proposed>> {
        let serial = Serial::new(serial).unwrap();
        let reservations = &self.world.books.reservations;
        let before = reservations.range(..=(series, serial)).next_back();
        before.filter(|(key, it)| key.0 == series && serial <= it.last).map(|(_, it)| it.proposal)
    }

    /// What was first transferred is counted rightly, and stays within the caps.
    fn caps(&self) -> Result<(), TestCaseError> {
        for (number, known) in &self.model.authorizations {
            let first = self.model.first_transferred(*number);
            let no = self.authorization(Some(*number)).unwrap();
            let kept = self.world.books.authorizations.get(&no).unwrap();
            prop_assert_eq!(kept.first_transferred, first);
            prop_assert_eq!(kept.versions.len(), known.versions.len());
            let cap = known.versions.last().and_then(|rules| rules.cap);
            prop_assert!(cap.is_none_or(|cap| first <= cap));
        }
        Ok(())
    }

    /// At every entry each unit was in exactly one place, the one that the model remembers; from a
    /// terminal place none went on; none was first transferred twice.
    pub(super) fn history(&self) -> Result<(), TestCaseError> {
        let series = self.series();
        let now = self.world.books.blocks.iter().map(|(key, block)| (*key, *block, None));
        let past = self.past.iter().map(|it| (it.key, it.block, Some(it.until_entry)));
        let mut rows: BTreeMap<(Series, u64), Vec<Row>> = BTreeMap::new();
        for row in now.chain(past) {
            for serial in row.0.1.number()..=row.1.last.number() {
                rows.entry((series[&row.0.0], serial)).or_default().push(row);
            }
        }
        prop_assert_eq!(rows.len(), self.model.units.len());
        for (unit, mut rows) in rows {
            rows.sort_by_key(|(_, block, _)| block.since_entry);
            let model = &self.model.units[&unit];
            prop_assert_eq!(rows[0].1.since_entry, model.places[0].0, "{:?}", unit);
            prop_assert_eq!(rows[rows.len() - 1].2, None, "{:?}", unit);
            for pair in rows.windows(2) {
                let (former, next) = (&pair[0], &pair[1]);
                prop_assert_eq!(former.2, Some(next.1.since_entry), "{:?}", unit);
                prop_assert!(former.1.since_entry < next.1.since_entry);
                let kind = self.model.accounts[self.account(&former.1)].kind;
                let ends = !["100", "OUT"].contains(&kind);
                prop_assert!(!ends, "{:?} left a terminal account", unit);
                let first = former.1.first_transfer;
                prop_assert!(first.is_none() || first == next.1.first_transfer);
                prop_assert_eq!(former.1.issuance, next.1.issuance);
                let authorization = former.1.authorization;
                let replaced = first.is_none() && self.is_revoked(authorization);
                prop_assert!(
                    authorization.is_none()
                        || authorization == next.1.authorization
                        || replaced && next.1.authorization.is_some()
                );
            }
            for (_, block, _) in &rows {
                let at = block.since_entry;
                let place = model.places.iter().rfind(|(entry, _)| *entry <= at).unwrap().1;
                prop_assert_eq!(self.account(block), place, "{:?} at {}", unit, at);
            }
            for (entry, place) in &model.places {
                let row = rows.iter().rfind(|(_, block, _)| block.since_entry <= *entry).unwrap();
                prop_assert_eq!(self.account(&row.1), *place, "{:?} at {}", unit, entry);
            }
        }
        Ok(())
    }
}

/// Accounts of all kinds in each section, some for megawatt hours, some of an entity.
fn accounts() -> Vec<Account> {
    let mut accounts = Vec::new();
    for section in 0..PARTIES.len() {
        let party = |kind, year, hours| Account {
            section,
            kind,
            year,
            of_entity: false,
            hours,
            of_fund: false,
            abroad: false,
        };
        accounts.extend([
            party("100", None, false),
            party("100", None, false),
            party("100", None, true),
            party("100", None, true),
            party("200", Some(2025), false),
            party("200", Some(2026), false),
            party("200", Some(2025), true),
            party("210", None, false),
            party("210", None, true),
            party("300", None, false),
            party("310", None, false),
            party("320", None, false),
            party("330", None, false),
            party("330", None, true),
            party("R", None, false),
            party("R", None, true),
            party("OUT", None, false),
            Account { abroad: true, ..party("OUT", None, false) },
            Account { of_fund: true, ..party("100", None, false) },
        ]);
        if section < 2 {
            accounts.push(Account { of_entity: true, ..party("100", None, false) });
        }
    }
    accounts
}

fn open(world: &mut World, account: Account) -> AccountNumber {
    let section = SECTIONS[account.section];
    let mut order: OpenAccount = world::open_account(world.fresh(), account.kind);
    order.year_of_use = account.year.map(|year| the(&year.to_string()));
    order.metric = metric(account.hours);
    if account.of_entity {
        order.holder = Holder::Entity { entity: the("E-1") };
    } else if account.of_fund {
        order.holder = Holder::AdaptationFund;
    } else if account.kind == "OUT" {
        let own = format!("{}02", PARTIES[account.section]);
        let registry = the(if account.abroad { "XDE01" } else { &own });
        order.holder = Holder::Outside { registry };
    }
    world.act(section, Order::OpenAccount(order));
    let number = world.newest_account(section, account.kind);
    assert_eq!(section_index(number.party()), account.section);
    number
}
