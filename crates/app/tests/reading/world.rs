//! A small registry in which a good deal has happened.

use domain::ledger::Order;
use domain::unit::UnitRange;
use jiff::{SignedDuration, Timestamp};
use testkit::orders::{cancel, first_transfer, read, transfer, use_towards_ndc};
use testkit::registry::Parties;

/// Units of the one series, by their serials.
pub(crate) fn units(serials: &str) -> UnitRange {
    read(&format!("CA9001-XAL01-XAL-{serials}-2024"))
}

/// Alorea has issued 3,000 units, then 500. Of the first, Borvia got 1,000, used 500 of them and
/// cancelled 10; Cendria has 90 of Borvia's.
pub(crate) fn lived() -> Parties {
    let parties = Parties::new();
    let (alorea, borvia, cendria) = (&parties.alorea, &parties.borvia, &parties.cendria);
    parties.issued(3000);
    parties.issued(500);
    let order = first_transfer(alorea.holding, borvia.holding, units("2001..3000"));
    parties.test.must(&alorea.officers, order);
    let order = use_towards_ndc(borvia.holding, borvia.used, units("2501..3000"), read("2026"));
    parties.test.must(&borvia.officers, order);
    let order = cancel(borvia.holding, borvia.cancelled, units("2001..2010"));
    parties.test.must(&borvia.officers, order);
    let order = transfer(borvia.holding, cendria.holding, units("2011..2100"));
    parties.test.must(&borvia.officers, order);
    parties
}

/// The present by the registry's clock; afterwards the clock is a second ahead of it at least, so
/// that what comes next comes later.
pub(crate) fn moment(parties: &Parties) -> Timestamp {
    let (standing, _) = parties.test.registry.newest().unwrap();
    std::thread::sleep(std::time::Duration::from_millis(2));
    standing.moment
}

/// Carries an order of Alorea's out.
pub(crate) fn alorea_does(parties: &Parties, order: Order) {
    parties.test.must(&parties.alorea.officers, order);
}

/// So long before a moment.
pub(crate) fn before(moment: Timestamp, hours: i64) -> Timestamp {
    moment.checked_sub(SignedDuration::from_hours(hours)).unwrap()
}
