//! Setting a stop, of each of the eight targets, and lifting it.

use std::rc::Rc;

use domain::id::Id;
use domain::ledger::{LiftStop, Order, SetStop};
use domain::stop::StopTarget;
use jiff::SignedDuration;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, DESK, Ledger, Stop, must};
use crate::names::{OFFICERS, officer, the};
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &SetStop) -> Result<(), Code> {
    must(!ledger.stops.contains_key(&order.id), "stop-id-taken")?;
    must(order.until.is_none_or(|until| act.now < until), "stop-ends-before")?;
    let (section, target, until) = (act.section, order.target.clone(), order.until);
    let stop = Stop { section, target, until, lifted: false };
    Rc::make_mut(&mut ledger.stops).insert(order.id, stop);
    Ok(())
}

/// Two persons of the section that set it.
pub(super) fn rule_of_lifting(
    ledger: &mut Ledger,
    act: &Act,
    order: &LiftStop,
) -> Result<(), Code> {
    let stop = ledger.stops.get(&order.stop).filter(|it| it.section == act.section);
    must(stop.ok_or("stop-unknown")?.is_on(act.now), "stop-over")?;
    if let Some(stop) = Rc::make_mut(&mut ledger.stops).get_mut(&order.stop) {
        stop.lifted = true;
    }
    Ok(())
}

pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Option<Wish> {
    let section = if dice.percent(40) { DESK } else { sight.section(dice) };
    let target = some_target(dice, sight)?;
    // What stops everything is over soon, and is set by the desk alone, or nothing would go on.
    let wide = matches!(
        target,
        StopTarget::Everything {} | StopTarget::Section { .. } | StopTarget::Approach { .. }
    );
    if wide && dice.percent(75) {
        return None;
    }
    let most = if wide { 3600 } else { 100_000 };
    let later = i64::try_from(dice.below(most)).unwrap_or(0);
    let later = if dice.once_in(15) { 0 } else { later };
    let until = sight.now + SignedDuration::from_secs(later);
    let taken: Vec<_> = sight.ledger.stops.keys().copied().collect();
    let id = match dice.of(&taken) {
        Some(id) if dice.once_in(25) && !sight.fresh_ids => id,
        _ => Id::from_uuid(dice.uuid()),
    };
    let until = (wide || dice.percent(60)).then_some(until);
    Some((section, Order::SetStop(SetStop { id, target, reason: the("a doubt"), until })))
}

fn some_target(dice: &mut Dice, sight: &Sight<'_>) -> Option<StopTarget> {
    let party = |dice: &mut Dice| the(dice.one(&["XAL", "XBO", "XCE", "XEF", "QUN"]));
    Some(match dice.below(20) {
        0..3 => {
            let which = 1 + dice.below(OFFICERS);
            StopTarget::Person { person: officer(sight.party_section(dice), which).person }
        }
        3..7 => StopTarget::Account { account: dice.of(sight.accounts)? },
        7..12 => StopTarget::Units { units: sight.some_units(dice, |_, _| true)?.0 },
        12 => StopTarget::Approach { approach: the(dice.one(&["CA9001", "CA9002", "CA0001"])) },
        13 => StopTarget::Section { party: party(dice) },
        14..16 => StopTarget::Pair { one: party(dice), other: party(dice) },
        16..19 => {
            let open = dice.of(sight.open).map(|it| it.id);
            let proposal = open.unwrap_or(Id::from_uuid(dice.uuid()));
            StopTarget::Proposal { proposal, parties: Vec::new() }
        }
        _ => StopTarget::Everything {},
    })
}

pub(super) fn wish_of_lifting(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let on = |it: &Stop| dice.clone().once_in(4) || it.is_on(sight.now);
    let all: Vec<_> = sight.ledger.stops.iter().filter(|(_, it)| on(it)).collect();
    let found = dice.of(&all).map(|(id, stop)| (*id, stop.section));
    let (stop, section) = found.unwrap_or((Id::from_uuid(dice.uuid()), DESK));
    let section = if dice.once_in(25) { sight.section(dice) } else { section };
    (section, Order::LiftStop(LiftStop { stop, reason: the("the doubt is gone") }))
}
