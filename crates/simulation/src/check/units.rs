//! Each unit is in one place, the same in both ledgers (6); none is made or lost (7); what is
//! terminal stays so (8); nothing is first transferred twice (9).

use std::collections::BTreeMap;

use domain::authorization::AuthorizationNo;
use domain::id::{Id, Proposed};
use domain::ledger::{Block, BlockKey, Request, SeriesNo};
use domain::serial::{Serial, Serials};
use domain::unit::{Series, UnitRange};

use super::holds;
use crate::naive::facts::facts;
use crate::naive::places::is_terminal;
use crate::naive::{Ledger, Unit};
use crate::world::World;

/// What a request has changed, and what it named.
pub(super) fn touched(world: &World, request: &Request) -> Result<(), String> {
    let books = &world.books;
    let mut more: BTreeMap<SeriesNo, i128> = BTreeMap::new();
    for change in books.blocks.changes() {
        let series = series(world, change.key.0)?;
        if let Some(before) = change.before {
            *more.entry(change.key.0).or_default() -= count(*change.key, before);
            stays(world, series, (*change.key, before))?;
        }
        if let Some(after) = change.after {
            *more.entry(change.key.0).or_default() += count(*change.key, after);
            one_block(world, series, *change.key, after)?;
            apart(world, *change.key, after)?;
        }
    }
    for past in books.past() {
        let series = series(world, past.key.0)?;
        stays(world, series, (past.key, &past.block))?;
    }
    for change in books.issuances.changes() {
        if let (None, Some(issued)) = (change.before, change.after) {
            let count = issued.serials.units().count();
            *more.entry(issued.series).or_default() -= i128::from(count);
        }
    }
    let kept = more.values().all(|more| *more == 0);
    holds(7, kept, || format!("units were made or lost: {more:?}"))?;
    let proposals = [Some(request.proposal()), request.replaced()].into_iter().flatten();
    for order in proposals.flat_map(|it| &it.orders) {
        if let Some(range) = facts(order).units {
            named(world, range)?;
        }
    }
    Ok(())
}

pub(super) fn series(world: &World, number: SeriesNo) -> Result<Series, String> {
    let known = world.books.series.iter().find(|(_, it)| **it == number);
    known.map(|(series, _)| *series).ok_or(format!("invariant 6: no series {number}"))
}

pub(super) fn count(key: BlockKey, block: &Block) -> i128 {
    i128::from(block.last.number()) - i128::from(key.1.number()) + 1
}

/// A block that was: if it was at an end, it stays; and what was first transferred stays so.
fn stays(world: &World, series: Series, (key, before): (BlockKey, &Block)) -> Result<(), String> {
    let place = world.account_ids.get(&before.account);
    let account = place.and_then(|it| world.desk.ledger.accounts.get(it));
    let account = account.ok_or("invariant 6: a block in no account")?;
    let over = is_terminal(account.kind) || account.is_of_fund();
    holds(8, !over, || format!("serial {} and more left account kind {}", key.1, account.kind))?;
    let serials = Serials::new(key.1, before.last).ok_or("invariant 6: a block runs backwards")?;
    for (at, now) in world.books.blocks_in(&UnitRange { series, serials }) {
        let first = before.first_transfer;
        holds(9, first.is_none() || first == now.first_transfer, || {
            format!("the first transfer of serial {} and more changed", at.1)
        })?;
        let under = before.authorization;
        // What lost its authorization before its first transfer may get another.
        let lost = first.is_none() && under.is_some_and(|number| is_revoked(world, number));
        let replaced = lost && now.authorization.is_some();
        let kept = under.is_none() || under == now.authorization || replaced;
        holds(9, kept && before.issuance == now.issuance, || {
            format!("serial {} and more have another origin or authorization", at.1)
        })?;
    }
    Ok(())
}

fn is_revoked(world: &World, number: AuthorizationNo) -> bool {
    world.books.authorizations.get(&number).is_some_and(|it| it.revoked.is_some())
}

/// No other block has any of the block's units.
fn apart(world: &World, key: BlockKey, block: &Block) -> Result<(), String> {
    let blocks = &world.books.blocks;
    let before = blocks.range(..key).next_back();
    let below = before.is_none_or(|(at, it)| at.0 != key.0 || it.last < key.1);
    let after = blocks.range(key..).nth(1);
    let above = after.is_none_or(|(at, _)| at.0 != key.0 || block.last < at.1);
    holds(6, key.1 <= block.last && below && above, || {
        format!("blocks overlap around serial {}", key.1)
    })
}

/// All units of the block are in the same place, with the same attributes, in the naive ledger.
pub(super) fn one_block(
    world: &World,
    series: Series,
    key: BlockKey,
    block: &Block,
) -> Result<(), String> {
    for serial in key.1.number()..=block.last.number() {
        let unit = world.desk.ledger.unit(&series, serial);
        let unit = unit.ok_or_else(|| format!("invariant 6: serial {serial} was never issued"))?;
        same(world, serial, block, unit)?;
    }
    Ok(())
}

fn same(world: &World, serial: u64, block: &Block, unit: &Unit) -> Result<(), String> {
    let place = world.account_of(block);
    holds(6, place == Some(unit.place), || {
        format!("serial {serial} lies in {place:?}, not in {:?}", unit.place)
    })?;
    let section = world.desk.ledger.accounts.get(&unit.place).map(|it| it.section);
    holds(6, section == Some(block.section), || {
        format!("serial {serial} is in section {}", block.section)
    })?;
    let first = unit.first.map(|it| it.entry);
    holds(9, first == block.first_transfer, || {
        format!("serial {serial} is first transferred by {:?}, not {first:?}", block.first_transfer)
    })?;
    let names = &world.books.authorization_names;
    let number = unit.authorization.as_ref().and_then(|name| names.get(name).copied());
    holds(10, number == block.authorization, || {
        format!("serial {serial} is under {:?}, not {number:?}", block.authorization)
    })
}

/// The units that an order named: the same in both ledgers, and reserved for the same.
fn named(world: &World, range: UnitRange) -> Result<(), String> {
    let mut found = 0;
    for (key, block) in world.books.blocks_in(&range) {
        let first = key.1.max(range.serials.first()).number();
        for serial in first..=block.last.min(range.serials.last()).number() {
            let unit = world.desk.ledger.unit(&range.series, serial);
            let unit =
                unit.ok_or_else(|| format!("invariant 6: serial {serial} was never issued"))?;
            same(world, serial, &block, unit)?;
            reserved(world, key.0, serial, unit)?;
            found += 1;
        }
    }
    let expected = world.desk.ledger.each(range).count();
    holds(6, found == expected, || format!("{found} units of {expected} are there"))
}

pub(super) fn reserved(
    world: &World,
    series: SeriesNo,
    serial: u64,
    unit: &Unit,
) -> Result<(), String> {
    let by = reservation(world, series, serial);
    holds(6, by == unit.reserved, || {
        format!("serial {serial} is reserved for {by:?}, not {:?}", unit.reserved)
    })
}

fn reservation(world: &World, series: SeriesNo, serial: u64) -> Option<Id<Proposed>> {
    let serial = Serial::new(serial).ok()?;
    let before = world.books.reservations.range(..=(series, serial)).next_back();
    before.filter(|(key, it)| key.0 == series && serial <= it.last).map(|(_, it)| it.proposal)
}

impl World {
    /// The account that holds a block. One that this very request opened holds nothing yet, or
    /// what the same request issued.
    pub(crate) fn account_of(&self, block: &Block) -> Option<domain::account::AccountNumber> {
        let ledger: &Ledger = &self.desk.ledger;
        let known = self.account_ids.get(&block.account).copied();
        known.or_else(|| {
            let mut all = ledger.accounts.iter();
            all.find(|(_, account)| account.id == block.account).map(|(number, _)| *number)
        })
    }
}
