//! What is refused of authorizations and issuances.

use super::{BY_END, ask, issuing_wrongly, stage, underlying};
use crate::authorization::Terms;
use crate::ledger::{Issue, Order, Refused, RevokeAuthorization};
use crate::tests::world::{World, XAL, authorize_units, issue, issuing, revoke, terms, the, years};

pub(super) fn authorize(change: impl FnOnce(&mut Terms)) -> Refused {
    let mut order = terms("A1", "NDC", None);
    change(&mut order);
    ask(&mut World::new(), XAL, Order::Authorize(order))
}

fn second_version(change: impl FnOnce(&mut Terms)) -> Refused {
    let (mut world, ..) = World::abroad(terms("A1", "NDC", None));
    let mut order = Terms { version: 2, ..terms("A1", "NDC", None) };
    change(&mut order);
    ask(&mut world, XAL, Order::Authorize(order))
}

pub(super) fn authorizations(code: &str) -> Option<Refused> {
    Some(match code {
        "authorization-version" => authorize(|terms| terms.version = 2),
        "authorization-date" => authorize(|terms| terms.date = the("2020-12-31")),
        "definition-missing" => authorize(|terms| terms.purposes = the("OIMP")),
        "definition-forbidden" => authorize(|terms| terms.first_transfer = Some(the(BY_END))),
        "definition-twice" => authorize(|terms| {
            terms.purposes = the("OIMP");
            terms.first_transfer = Some(the(BY_END));
            terms.first_transfer_unlisted = Some(the("First international transfer"));
        }),
        "measure-mismatch" => {
            authorize(|terms| terms.metric_description = Some(the("hours of sunshine")))
        }
        "sectors-missing" => authorize(|terms| terms.sectors.clear()),
        "timeframe-reversed" => authorize(|terms| terms.used = Some(years("2030", "2021"))),
        "authorization-changed" => second_version(|terms| terms.metric = the("MWh")),
        "cap-below-first-transferred" => second_version(|terms| terms.quantity = Some(the("99"))),
        "authorization-revoked" => {
            let (mut world, from, ..) = stage("NDC", None);
            world.act(XAL, revoke("A1"));
            ask(&mut world, XAL, issue(from, Some("A1"), 1))
        }
        "revocation-date" => {
            let (mut world, ..) = stage("NDC", None);
            let early = RevokeAuthorization {
                id: the("A1"),
                date: the("2025-02-28"),
                reason: the("the minister said so"),
            };
            ask(&mut world, XAL, Order::RevokeAuthorization(early))
        }
        "authorization-unknown" => issuing_wrongly(|order| order.authorization = Some(the("A7"))),
        _ => return None,
    })
}

pub(super) fn issuances(code: &str) -> Option<Refused> {
    Some(match code {
        "vintage-too-early" => issuing_wrongly(|order| order.vintage = the("2020")),
        "vintage-too-late" => issuing_wrongly(|order| order.vintage = the("2027")),
        "authorization-does-not-fit" => {
            let (mut world, from, ..) = stage("NDC", None);
            let wrong = Issue { sector: the("Agriculture"), ..issuing(from, Some("A1"), 1) };
            ask(&mut world, XAL, Order::Issue(wrong))
        }
        "after-last-day" => {
            let last_issuance = Some(the("2026-11-21"));
            let (mut world, from, ..) = stage("NDC", None);
            let ended = Terms { version: 2, last_issuance, ..terms("A1", "NDC", None) };
            world.act(XAL, Order::Authorize(ended));
            ask(&mut world, XAL, issue(from, Some("A1"), 1))
        }
        "underlying-mismatch" => issuing_wrongly(|order| {
            order.underlying = Some(underlying("9"));
        }),
        "underlying-taken" => {
            let (mut world, into, ..) = stage("NDC", None);
            let order = Issue { underlying: Some(underlying("9")), ..issuing(into, None, 9) };
            world.act(XAL, Order::Issue(order.clone()));
            ask(&mut world, XAL, Order::Issue(order))
        }
        "serials-exhausted" => issuing_wrongly(|order| order.quantity = the("9223372036854775807")),
        "already-authorized" => {
            let (mut world, from, _, units) = stage("NDC", None);
            ask(&mut world, XAL, authorize_units(from, units, "A1"))
        }
        _ => return None,
    })
}
