//! The whole past: at every entry each unit was in exactly one place, the one that the naive ledger
//! remembers; from an end none went on; none was first transferred twice (5, 6, 8, 9).

use std::collections::BTreeMap;

use domain::ledger::{Block, BlockKey, SeriesNo};
use domain::unit::Series;

use super::holds;
use crate::naive::Unit;
use crate::naive::places::is_terminal;
use crate::world::World;

/// A state of a block: from which entry on, and up to which it is over.
type Row = (BlockKey, Block, Option<i64>);

pub(crate) fn history(world: &World) -> Result<(), String> {
    let books = &world.books;
    let series: BTreeMap<SeriesNo, Series> =
        books.series.iter().map(|(series, number)| (*number, *series)).collect();
    let now = books.blocks.iter().map(|(key, block)| (*key, *block, None));
    let past = world.past.iter().map(|it| (it.key, it.block, Some(it.until_entry)));
    let mut rows: BTreeMap<(SeriesNo, u64), Vec<Row>> = BTreeMap::new();
    for row in now.chain(past) {
        for serial in row.0.1.number()..=row.1.last.number() {
            rows.entry((row.0.0, serial)).or_default().push(row);
        }
    }
    for ((number, serial), mut rows) in rows {
        rows.sort_by_key(|(_, block, _)| block.since_entry);
        let series = series.get(&number).ok_or("invariant 6: a block of no series")?;
        let unit = world.desk.ledger.unit(series, serial);
        let unit = unit.ok_or_else(|| format!("invariant 6: serial {serial} was never issued"))?;
        life(world, serial, &rows, unit)?;
    }
    Ok(())
}

fn life(world: &World, serial: u64, rows: &[Row], unit: &Unit) -> Result<(), String> {
    let born = rows.first().map(|row| row.1.since_entry);
    holds(5, born == unit.places.first().map(|it| it.0), || format!("serial {serial} was born"))?;
    let lives = rows.last().is_some_and(|row| row.2.is_none());
    holds(6, lives, || format!("serial {serial} is nowhere"))?;
    for pair in rows.windows(2) {
        let (former, next) = (&pair[0], &pair[1]);
        let follows = former.2 == Some(next.1.since_entry);
        holds(6, follows && former.1.since_entry < next.1.since_entry, || {
            format!("serial {serial} was in two places, or in none")
        })?;
        let place = world.account_of(&former.1);
        let kind = place.map_or("", |it| it.kind().code());
        holds(8, !is_terminal(kind), || format!("serial {serial} went on from kind {kind}"))?;
        let first = former.1.first_transfer;
        holds(9, first.is_none() || first == next.1.first_transfer, || {
            format!("serial {serial} was first transferred twice")
        })?;
    }
    for (_, block, _) in rows {
        let then = unit.places.iter().rfind(|(entry, _)| *entry <= block.since_entry);
        let place = world.account_of(block);
        holds(6, place == then.map(|it| it.1), || {
            format!("serial {serial} was in {place:?} from entry {} on", block.since_entry)
        })?;
    }
    for (entry, place) in &unit.places {
        let then = rows.iter().rfind(|(_, block, _)| block.since_entry <= *entry);
        let found = then.and_then(|row| world.account_of(&row.1));
        holds(6, found == Some(*place), || {
            format!("serial {serial} was in {found:?} at entry {entry}, not in {place:?}")
        })?;
    }
    Ok(())
}
