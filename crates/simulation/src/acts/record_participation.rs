//! What a Party tells of its participation.

use domain::ledger::Order;
use domain::participation::{Answer, Item, Participation};

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger};
use crate::names::the;
use crate::sight::Sight;

pub(super) fn rule(ledger: &mut Ledger, act: &Act, order: &Participation) -> Result<(), Code> {
    ledger.own_party(act)?;
    let six = [
        &order.is_party,
        &order.maintains_ndc,
        &order.can_authorize,
        &order.can_track,
        &order.has_inventory,
        &order.contributes,
    ];
    let answers = six.map(|item| item.answer == Answer::Yes);
    ledger.change_section(act.section).participation = Some(answers);
    Ok(())
}

/// Six answers, all yes but for one at most.
pub(crate) fn order(no: Option<usize>) -> Participation {
    let item = |at| Item {
        answer: if no == Some(at) { Answer::No } else { Answer::Yes },
        evidence: the("https://climate.invalid/evidence"),
    };
    Participation {
        is_party: item(0),
        maintains_ndc: item(1),
        can_authorize: item(2),
        can_track: item(3),
        has_inventory: item(4),
        contributes: item(5),
    }
}

/// Who may not authorize is quick to answer again.
pub(super) fn wish(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let blocked = |yes: Option<[bool; 6]>| yes.is_none_or(|answers| answers.contains(&false));
    let all = sight.ledger.sections.iter();
    let all: Vec<_> = all.filter(|(_, it)| blocked(it.participation)).map(|(at, _)| *at).collect();
    let found = dice.of(&all).filter(|_| dice.percent(70));
    let section = found.unwrap_or_else(|| sight.section(dice));
    let no = dice.percent(20).then(|| dice.index(6));
    (section, Order::RecordParticipation(order(no)))
}
