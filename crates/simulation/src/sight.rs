//! What a wish is made from: the naive ledger as it stands, and the clock.

use std::rc::Rc;
use std::sync::Arc;

use domain::account::AccountNumber;
use domain::authorization::{AuthorizationId, Terms};
use domain::ledger::Proposal;
use domain::section::SectionNo;
use domain::serial::{Serial, Serials};
use domain::unit::{Series, UnitRange};
use jiff::Timestamp;

use crate::dice::Dice;
use crate::naive::{Account, Ledger, Unit};
use crate::names::section;
use crate::people::SECTIONS;

/// The naive ledger, the clock, and the Parties that take part.
#[derive(Clone, Copy)]
pub(crate) struct Sight<'l> {
    pub(crate) ledger: &'l Ledger,
    pub(crate) now: Timestamp,
    /// The number of the mechanism's section.
    pub(crate) mechanism: SectionNo,
    /// Whether identifiers are made by a registry, which makes none twice.
    pub(crate) fresh_ids: bool,
    /// All accounts, to choose from.
    pub(crate) accounts: &'l [AccountNumber],
    /// Proposals that are not decided.
    pub(crate) open: &'l [Arc<Proposal>],
}

impl Sight<'_> {
    /// A Party's section, now and then the mechanism's, the desk, or one that is not there.
    pub(crate) fn section(&self, dice: &mut Dice) -> SectionNo {
        if dice.once_in(40) {
            return section(dice.one(&[0, SECTIONS, self.mechanism.number(), 99]));
        }
        self.party_section(dice)
    }

    /// The day, in UTC.
    pub(crate) fn today(&self) -> jiff::civil::Date {
        crate::naive::day(self.now)
    }

    pub(crate) fn party_section(&self, dice: &mut Dice) -> SectionNo {
        let before = u64::from(self.mechanism.number().unsigned_abs()) - 1;
        section(i16::try_from(1 + dice.below(before)).unwrap_or(1))
    }

    /// An account for which the test holds, if a few tries find one.
    pub(crate) fn account(
        &self,
        dice: &mut Dice,
        fits: impl Fn(&Account) -> bool,
    ) -> Option<AccountNumber> {
        let start = dice.index(self.accounts.len());
        let all = self.accounts[start..].iter().chain(&self.accounts[..start]);
        all.copied().find(|it| self.ledger.accounts.get(it).is_some_and(&fits))
    }

    /// Mostly an account for which the test holds; sometimes another of its section, or any.
    pub(crate) fn place(
        &self,
        dice: &mut Dice,
        fits: impl Fn(&Account) -> bool,
    ) -> Option<AccountNumber> {
        if dice.once_in(60) {
            return dice.of(self.accounts);
        }
        let found = self.account(dice, fits)?;
        if dice.once_in(30) {
            let section = self.ledger.accounts[&found].section;
            return self.account(dice, |it| it.section == section);
        }
        Some(found)
    }

    /// A few units that lie side by side in one account, mostly such that the test holds for them.
    pub(crate) fn some_units(
        &self,
        dice: &mut Dice,
        fits: impl Fn(&Ledger, &Unit) -> bool,
    ) -> Option<(UnitRange, &Unit)> {
        let lists: Vec<_> = self.ledger.units.iter().filter(|it| !it.1.is_empty()).collect();
        let careless = dice.once_in(25);
        for _ in 0..40 {
            let (_, units) = dice.of(&lists)?;
            let at = dice.index(units.len());
            let unit = &*units[at];
            let good =
                |unit: &Unit| careless || (unit.reserved.is_none() && fits(self.ledger, unit));
            if !good(unit) {
                continue;
            }
            let most = dice.below(12);
            let last = if dice.once_in(40) {
                at + usize::try_from(most).unwrap_or(0)
            } else {
                furthest(units, at, most, good)
            };
            return Some((range(unit.series, at, last), unit));
        }
        None
    }

    /// All units side by side in one account, up to so many.
    pub(crate) fn many_units(&self, dice: &mut Dice, most: u64) -> Option<(UnitRange, &Unit)> {
        let lists: Vec<_> = self.ledger.units.iter().filter(|it| !it.1.is_empty()).collect();
        let (_, units) = dice.of(&lists)?;
        let at = dice.index(units.len());
        let first = (0..at).rev().take_while(|it| units[*it].place == units[at].place).last();
        let first = first.unwrap_or(at);
        let last = furthest(units, first, most, |_| true);
        Some((range(units[first].series, first, last), &*units[first]))
    }

    /// One of a section's authorizations for which the test holds.
    pub(crate) fn authorization(
        &self,
        dice: &mut Dice,
        section: SectionNo,
        fits: impl Fn(&Terms) -> bool,
    ) -> Option<AuthorizationId> {
        let (any, revoked_too) = (dice.once_in(20), dice.once_in(12));
        let all = self.ledger.authorizations.iter();
        let fitting = all.filter(|((of, _), it)| {
            let open = revoked_too || !it.revoked;
            any || (*of == section && open && it.newest().is_some_and(&fits))
        });
        let ids: Vec<_> = fitting.map(|((_, id), _)| id).collect();
        dice.of(&ids).cloned()
    }
}

/// How far units lie side by side in the place of the first, at most so many more.
fn furthest(units: &[Rc<Unit>], at: usize, most: u64, good: impl Fn(&Unit) -> bool) -> usize {
    let alike =
        |it: &&Rc<Unit>| it.series == units[at].series && it.place == units[at].place && good(it);
    let more = units[at + 1..].iter().take(usize::try_from(most).unwrap_or(0));
    at + more.take_while(alike).count()
}

fn range(series: Series, first: usize, last: usize) -> UnitRange {
    let serial = |at: usize| u64::try_from(at + 1).ok().and_then(|it| Serial::new(it).ok());
    let (first, last) = (serial(first), serial(last));
    let serials = first.zip(last).and_then(|(first, last)| Serials::new(first, last));
    UnitRange { series, serials: serials.expect("the units are in order") }
}
