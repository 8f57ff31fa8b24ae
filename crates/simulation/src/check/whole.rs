//! Everything: every block, every unit, every authorization, and the sums of every series.

use std::collections::BTreeMap;

use domain::ledger::{Block, BlockKey, SeriesNo};
use domain::unit::Series;

use super::{caps, holds, registers, units, years};
use crate::naive::places::is_terminal;
use crate::world::World;

pub(crate) fn everything(world: &World) -> Result<(), String> {
    let books = &world.books;
    let series: BTreeMap<SeriesNo, Series> =
        books.series.iter().map(|(series, number)| (*number, *series)).collect();
    let mut found = 0_i128;
    let mut end: Option<BlockKey> = None;
    for (key, block) in books.blocks.iter() {
        let in_order = key.1 <= block.last && end.is_none_or(|end| end < *key);
        holds(6, in_order, || format!("blocks overlap at serial {}", key.1))?;
        end = Some((key.0, block.last));
        found += units::count(*key, block);
        let of = *series.get(&key.0).ok_or("invariant 6: a block of no series")?;
        units::one_block(world, of, *key, block)?;
        for serial in key.1.number()..=block.last.number() {
            if let Some(unit) = world.desk.ledger.unit(&of, serial) {
                units::reserved(world, key.0, serial, unit)?;
            }
        }
    }
    let all: usize = world.desk.ledger.units.values().map(|units| units.len()).sum();
    holds(7, i128::try_from(all) == Ok(found), || format!("{found} units, and not {all}"))?;
    conserved(world)?;
    caps::all(world)?;
    years::all(world)?;
    registers::all(world)
}

/// Issued = held + reserved + outside + used + retired + cancelled, for each series.
fn conserved(world: &World) -> Result<(), String> {
    let mut sums: BTreeMap<SeriesNo, BTreeMap<&str, i128>> = BTreeMap::new();
    for (key, block) in world.books.blocks.iter() {
        let of = sums.entry(key.0).or_default();
        let free = i128::from(reserved(world, *key, block));
        *of.entry("reserved").or_default() += free;
        *of.entry(state(world, block)?).or_default() += units::count(*key, block) - free;
    }
    for (_, issued) in world.books.issuances.iter() {
        let of = sums.entry(issued.series).or_default();
        *of.entry("issued").or_default() -= i128::from(issued.serials.units().count());
    }
    let kept = sums.values().all(|states| states.values().sum::<i128>() == 0);
    holds(7, kept, || format!("units were made or lost: {sums:?}"))
}

fn state(world: &World, block: &Block) -> Result<&'static str, String> {
    let account = world.account_of(block).and_then(|it| world.desk.ledger.accounts.get(&it));
    let kind = account.ok_or("invariant 6: a block in no account")?.kind;
    Ok(match kind {
        "OUT" => "outside",
        "200" | "210" => "used",
        "R" => "retired",
        _ if is_terminal(kind) => "cancelled",
        _ => "held",
    })
}

/// How many units of the block wait for a decision.
fn reserved(world: &World, key: BlockKey, block: &Block) -> u64 {
    let rows = world.books.reservations.range((key.0, domain::serial::Serial::LOWEST)..);
    let of_series = rows.take_while(|(at, _)| at.0 == key.0);
    of_series
        .filter_map(|(at, row)| {
            let (first, last) = (at.1.max(key.1).number(), row.last.min(block.last).number());
            (first <= last).then(|| last - first + 1)
        })
        .sum()
}
