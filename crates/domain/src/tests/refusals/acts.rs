//! Refusals of the acts that not every Party needs: retirement, contributions, places outside.

use super::{BY_END, ask, stage};
use crate::ledger::{Order, Refused, Retire, RetirementPurpose};
use crate::tests::world::{XAL, XBO, first_transfer, the, transfer};

pub(super) fn provoke(code: &str) -> Option<Refused> {
    Some(match code {
        "retirement-unnamed" | "retirement-of-itmo" | "retirement-is-use" => retirement(code),
        _ => return None,
    })
}

fn retirement(code: &str) -> Refused {
    let (mut world, from, to, units) = match code {
        "retirement-is-use" => stage("OIMP", Some(BY_END)),
        _ => stage("NDC", None),
    };
    let into = world.account(XAL, "R");
    let (purpose, mut named) = (RetirementPurpose::Other, Some(the("the park")));
    match code {
        "retirement-unnamed" => named = None,
        "retirement-of-itmo" => {
            world.act(XAL, first_transfer(from, to, units));
            world.act(XBO, transfer(to, from, units));
        }
        _ => {}
    }
    let order = Order::Retire(Retire { from, into, units, purpose, named });
    ask(&mut world, XAL, order)
}
