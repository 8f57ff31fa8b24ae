//! Filing reports of a year, and explaining what does not agree in them.

use std::rc::Rc;

use domain::aef::Version;
use domain::digest::Digest;
use domain::filing::Claim;
use domain::ledger::{ExplainInconsistency, FileReport, Order};
use domain::vintage::Year;

use super::Wish;
use crate::answer::Code;
use crate::dice::Dice;
use crate::naive::{Act, Ledger, must, year};
use crate::names::the;
use crate::sight::Sight;

/// What may be kept back, and what may not.
const OPEN: [(&str, &str); 2] = [("actions", "QuantityCO2"), ("holdings", "AuthorizedEntityName")];
const KEPT_BACK: [(&str, &str); 3] = [
    ("authorized_entities", "AuthorizedEntityName"),
    ("actions", "UnderlyingUnitFirstUnitID"),
    ("authorizations", "AuthorizationT&Cs"),
];

/// What reports say here, besides their year and version.
const TEXTS: [&str; 2] = ["a report of the simulation", "another report of it"];

/// The bytes that a report may have here. A file is of one year and version: `itmo verify` asks.
pub fn report_files(year: Year, version: Version) -> [Vec<u8>; 2] {
    TEXTS.map(|text| format!("{text}, {version} for {year}").into_bytes())
}

pub(super) fn file(ledger: &mut Ledger, act: &Act, order: &FileReport) -> Result<(), Code> {
    ledger.own_party(act)?;
    must(order.year.number() <= year(act.occurred), "reported-year-ahead")?;
    for (at, Claim { table, field, .. }) in order.claims.iter().enumerate() {
        let known = |(of, name): &&(&str, &str)| table.as_str() == *of && field.as_str() == *name;
        must(KEPT_BACK.iter().any(|it| known(&it)), "claim-not-allowed")?;
        let mut before = order.claims[..at].iter();
        let twice = before.any(|it| (it.table, &it.field) == (*table, field));
        must(!twice, "claim-twice")?;
    }
    let filed = Rc::make_mut(&mut ledger.filed).entry((act.section, order.year)).or_default();
    let parts = (order.version.major, order.version.minor);
    must(!filed.contains(&parts), "submission-duplicate")?;
    must(filed.iter().all(|it| *it < parts), "submission-obsolete")?;
    filed.push(parts);
    Ok(())
}

pub(super) fn explain(
    ledger: &mut Ledger,
    act: &Act,
    order: &ExplainInconsistency,
) -> Result<(), Code> {
    ledger.own_party(act)?;
    let section = ledger.section_of(order.party);
    let filed = section.and_then(|section| ledger.filed.get(&(section, order.year)));
    must(filed.is_some_and(|filed| !filed.is_empty()), "report-unknown")
}

pub(super) fn wish_to_file(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(20) { sight.mechanism } else { sight.section(dice) };
    let year = the(dice.one(&["2023", "2024", "2024", "2099"]));
    let newest = sight.ledger.filed.get(&(section, year)).and_then(|filed| filed.last().copied());
    let (major, minor) = newest.unwrap_or((1, 8));
    let version = match dice.below(6) {
        0 => Version { major, minor },
        1 => Version { major, minor: minor.saturating_sub(1) },
        2 => Version { major: major + 1, minor: 0 },
        _ => Version { major, minor: minor + 1 },
    };
    let mut claims = Vec::new();
    while dice.once_in(3) {
        let (table, field) = if dice.once_in(6) { dice.one(&OPEN) } else { dice.one(&KEPT_BACK) };
        claims.push(Claim { table: the(table), field: the(field), basis: the("a contract") });
    }
    let file = Digest::of(&[&dice.one(&report_files(year, version))]);
    (section, Order::FileReport(FileReport { year, version, file, claims }))
}

pub(super) fn wish_to_explain(dice: &mut Dice, sight: &Sight<'_>) -> Wish {
    let section = if dice.once_in(20) { sight.mechanism } else { sight.section(dice) };
    let party = the(dice.one(&["XAA", "XAL", "XBO", "XZZ"]));
    let (year, check) = (the(dice.one(&["2023", "2024"])), the(dice.one(&["X01", "II02"])));
    let text = the("The other Party reports in the year after.");
    (section, Order::ExplainInconsistency(ExplainInconsistency { party, year, check, text }))
}
