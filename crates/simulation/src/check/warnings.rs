//! Each entry warns of what it should, and an approval that is only tried out tells the same, and
//! changes nothing (11).

use domain::ledger::{
    Approval, Effect, Refused, Replacement, Warned, try_out_approval, try_out_replacement,
};

use super::{Before, entries, holds};
use crate::answer::No;
use crate::naive;
use crate::processor::taken;
use crate::world::World;

/// What is compared of a warning: its order, code and numbers, and whether it is blocking.
type Compared = (usize, String, Vec<(String, String)>, bool);

fn ours(warned: &Warned) -> Compared {
    let numbers = warned.numbers.clone().into_iter().collect();
    (warned.order, warned.code.clone(), numbers, warned.blocking)
}

fn naive(order: usize, warned: &naive::Warned) -> Compared {
    let numbers = warned.numbers.clone().into_iter().collect();
    (order, warned.code.to_owned(), numbers, warned.is_blocking())
}

fn sorted(warnings: impl Iterator<Item = Compared>) -> Vec<Compared> {
    let mut all: Vec<_> = warnings.collect();
    all.sort();
    all
}

pub(super) fn same(world: &World) -> Result<(), String> {
    for entry in world.books.entries() {
        let kept = sorted(entry.evidence().into_iter().flat_map(|it| &it.warnings).map(ours));
        let due = world.desk.warned.iter().filter(|it| it.0 == entry.number);
        let due = sorted(due.map(|(_, order, it)| naive(*order, it)));
        holds(5, kept == due, || format!("entry {} warns of {kept:?}, not {due:?}", entry.number))?;
    }
    Ok(())
}

/// Tries an approval out with both ledgers before it is asked.
pub(crate) fn tried_out(world: &mut World, approval: &Approval) -> Result<(), String> {
    let before = Before::of(&world.books, false);
    let (now, orders) = (world.now, approval.proposal.orders.len());
    let said = try_out_approval(&mut world.books, approval, now);
    entries::unchanged(world, &before)?;
    let start = taken();
    let told = world.desk.try_out(approval, now);
    world.times.model += taken().saturating_sub(start);
    let due = told.map(|it| sorted(it.iter().map(|(order, warned)| naive(*order, warned))));
    let said = said.map(|effects| (effects.len(), warnings(&effects))).map_err(|it| no(&it));
    let due = due.map(|warnings| (orders, warnings));
    holds(11, said == due, || format!("tried out it is {said:?}, not {due:?}"))
}

/// Tries a replacement out with both ledgers before it is asked.
pub(crate) fn tried_out_replacement(
    world: &mut World,
    replacement: &Replacement,
) -> Result<(), String> {
    let before = Before::of(&world.books, false);
    let now = world.now;
    let said = try_out_replacement(&mut world.books, replacement, now);
    entries::unchanged(world, &before)?;
    let start = taken();
    let due = world.desk.try_out_replacement(replacement, now);
    world.times.model += taken().saturating_sub(start);
    let said = said.map(|effects| effects.len()).map_err(|it| no(&it));
    holds(11, said == due, || format!("tried out it is {said:?}, not {due:?}"))
}

fn warnings(effects: &[Effect]) -> Vec<Compared> {
    let all = effects.iter().enumerate().flat_map(|(at, it)| Warned::of(at, &it.warnings));
    sorted(all.map(|warned| ours(&warned)))
}

fn no(refused: &Refused) -> No {
    No { order: refused.order, code: refused.why.code() }
}
