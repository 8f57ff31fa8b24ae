//! What a Party's letter says, by chance.

use domain::authorization::Terms;
use domain::metric::Metric;
use domain::party::PartyCode;
use domain::vintage::Years;
use jiff::civil::Date;

use crate::dice::Dice;
use crate::names::{metric, sector, the, units};

pub(super) fn some_terms(dice: &mut Dice, today: Date) -> Terms {
    let purposes = dice.one(&[
        "NDC",
        "NDC",
        "OIMP",
        "IMP",
        "OP",
        "NDC and OIMP",
        "NDC and OIMP",
        "NDC and IMP",
        "NDC and OP",
    ]);
    let definition = dice.one(&["Authorisation", "Issuance", "Use or Cancellation"]);
    let due = purposes != "NDC";
    let unlisted = due && dice.percent(15);
    let later = ["2025-08-31", "2025-12-31", "2026-03-31"].map(the);
    let last = |dice: &mut Dice| {
        let day = if dice.percent(40) { today } else { dice.one(&later) };
        dice.percent(14).then_some(day)
    };
    let spans = [("2021", "2025"), ("2024", "2030"), ("2026", "2030")];
    let years = |dice: &mut Dice| {
        let (first, last) = dice.one(&spans);
        dice.percent(20).then(|| Years { first: the(first), last: the(last) })
    };
    let mechanism = dice.percent(20);
    Terms {
        id: the("A0"),
        version: 1,
        date: the("2025-03-01"),
        approach: the(match dice.below(6) {
            _ if mechanism => "CA0001",
            0 => "CA9002",
            _ => "CA9001",
        }),
        purposes: the(purposes),
        first_transfer: (due && !unlisted).then(|| the(definition)),
        first_transfer_unlisted: unlisted.then(|| the("the first transfer to another registry")),
        first_transfer_note: dice.percent(10).then(|| the("as the letter says")),
        oimp: None,
        parties: some_parties(dice),
        entities: if dice.percent(12) { vec![the("E-1")] } else { Vec::new() },
        quantity: dice.percent(45).then(|| units(5 + dice.below(80))),
        metric: if mechanism { Metric::Ghg } else { metric(dice.percent(15)) },
        gwp_values: dice.percent(30).then(|| the(dice.one(&["CH4 = 28", "CH4 = 28", "CH4 = 25"]))),
        metric_description: dice.percent(30).then(|| the("electricity from roofs")),
        methodology: dice.percent(10).then(|| the("AMS-I.D.")),
        registry: None,
        sectors: [false, true].map(sector)[..dice.one(&[1, 2, 2])].to_vec(),
        activity_types: if dice.percent(20) { vec![the("Solar")] } else { Vec::new() },
        occurred: years(dice),
        used: years(dice),
        last_issuance: last(dice),
        last_use: last(dice),
        last_cancellation: last(dice),
        conditions: dice.percent(10).then(|| the("can be changed by letter")),
        document: None,
    }
}

fn some_parties(dice: &mut Dice) -> Vec<PartyCode> {
    let parties = ["XBO", "XAL", "XCE", "XDE"];
    let parties = dice.one(&[&parties[..0], &parties[..0], &parties[..1], &parties[1..]]);
    parties.iter().map(|party| the(party)).collect()
}

/// Now and then a letter says what none may.
pub(super) fn spoil(dice: &mut Dice, terms: &mut Terms) {
    match dice.below(70) {
        0 => terms.date = the("2020-12-31"),
        1 => terms.date = the("2031-01-01"),
        2 => terms.first_transfer = None,
        3 => terms.first_transfer = Some(the("Issuance")),
        4 => terms.sectors.clear(),
        5 => terms.used = Some(Years { first: the("2026"), last: the("2025") }),
        6 => terms.approach = the("CA9999"),
        7 if dice.once_in(4) => terms.parties = vec![the("XAL"); 251],
        8 => terms.entities = vec![the("E-7")],
        9 => terms.first_transfer_unlisted = Some(the("the first step")),
        10 => terms.gwp_values = Some(the("CH4 = 28")),
        11 => terms.metric_description = Some(the("tonnes, and no more")),
        _ => {}
    }
}
