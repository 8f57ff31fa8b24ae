//! Reports as documents, out of the real database.

use app::reports::ReportError;
use domain::aef::Version;
use domain::prefilled::{Document, DutyState};
use testkit::orders::{cancel, first_transfer, read, transfer, use_towards_ndc};
use testkit::registry::Parties;

use super::filings::{aef, file};

/// The rows of a table, each as one text.
fn rows(document: &Document, section: usize, table: usize) -> Vec<String> {
    let table = document.sections.get(section).and_then(|it| it.tables.get(table)).unwrap();
    table.rows.iter().map(|row| row.join(" ")).collect()
}

/// Alorea sends 1,000 of 3,000 to Borvia, which uses 500, cancels 100 and passes 100 on to Cendria.
fn acted(parties: &Parties) {
    let (test, alorea, borvia, cendria) =
        (&parties.test, &parties.alorea, &parties.borvia, &parties.cendria);
    parties.issued(3_000);
    let units = |range: &str| read(&format!("CA9001-XAL01-XAL-{range}-2024"));
    let abroad = first_transfer(alorea.holding, borvia.holding, units("2001..3000"));
    test.must(&alorea.officers, abroad);
    let used = use_towards_ndc(borvia.holding, borvia.used, units("2501..3000"), read("2026"));
    test.must(&borvia.officers, used);
    test.must(&borvia.officers, cancel(borvia.holding, borvia.cancelled, units("2401..2500")));
    test.must(&borvia.officers, transfer(borvia.holding, cendria.holding, units("2301..2400")));
}

#[test]
fn the_annual_report_says_of_each_party_what_its_own_report_says_r285() {
    let parties = Parties::new();
    acted(&parties);
    let document = parties.test.registry.annual_report(read("2026")).unwrap();
    assert_eq!(
        rows(&document, 0, 0),
        [
            "XAL CA9001 GHG 1000 0 0 0 0 0 0",
            "XBO CA9001 GHG 0 100 1000 500 0 100 0",
            "XCE CA9001 GHG 0 0 100 0 0 0 0",
        ]
    );
    // What lay elsewhere later is found as the entry left it.
    let empty = parties.test.registry.annual_report(read("2025")).unwrap();
    assert_eq!(rows(&empty, 0, 0), [""; 0]);
    let ahead = parties.test.registry.annual_report(read("2999"));
    assert!(matches!(ahead, Err(ReportError::NotBegun { .. })), "{ahead:?}");
}

#[test]
fn the_annual_report_agrees_with_the_reports_of_the_parties_action_by_action_r285() {
    let parties = Parties::new();
    acted(&parties);
    let document = parties.test.registry.annual_report(read("2026")).unwrap();
    for section in [&parties.alorea, &parties.borvia, &parties.cendria] {
        let registry = &parties.test.registry;
        let aef = registry.aef(&section.officers.initiator, read("2026"), Version::FIRST).unwrap();
        let reported: u64 = aef.actions.iter().map(|row| row.outcome.units.units().count()).sum();
        let counted: u64 = document.sections[0].tables[0]
            .rows
            .iter()
            .filter(|row| row[0] == section.party.to_string())
            .flat_map(|row| row[3..].iter().map(|it| it.parse::<u64>().unwrap()))
            .sum();
        assert_eq!(counted, reported, "{}", section.party);
    }
}

#[test]
fn the_documents_of_a_party_are_filled_from_its_section_r282_r283_r284() {
    let parties = Parties::new();
    acted(&parties);
    let registry = &parties.test.registry;
    let (alorea, borvia) = (&parties.alorea.officers.initiator, &parties.borvia.officers.initiator);
    let initial = registry.initial_report(alorea).unwrap();
    assert_eq!(initial.party, Some(parties.alorea.party));
    let numbers: Vec<_> = initial.sections.iter().map(|it| it.number.as_str()).collect();
    assert_eq!(numbers, ["I", "II", "III", "IV.1"]);
    assert!(initial.missing().iter().all(|it| it.section != "I"), "all six are answered");
    let updated = registry.updated_initial_report(alorea, read("CA9001")).unwrap().unwrap();
    assert_eq!(updated.sections[0].fields, initial.sections[3].fields);
    assert_eq!(registry.updated_initial_report(alorea, read("CA9999")).unwrap(), None);

    let last = |document: &Document| document.sections.len() - 1;
    let regular = registry.regular_information(alorea, read("2026")).unwrap();
    let first = rows(&regular, last(&regular), 0);
    assert_eq!(first.len(), 1, "{first:?}");
    assert!(
        first[0].starts_with("CA9001  XAL XBO 2024 ") && first[0].ends_with(" 1000"),
        "{first:?}"
    );
    let regular = registry.regular_information(borvia, read("2026")).unwrap();
    let used = rows(&regular, last(&regular), 2);
    assert!(used.len() == 1 && used[0].ends_with(" 500"), "{used:?}");
    let secretariat = parties.test.secretariat();
    let denied = registry.initial_report(&secretariat.initiator);
    assert!(matches!(denied, Err(ReportError::Denied(_))), "the desk is no Party's");
}

#[test]
fn approaches_and_duties_come_from_what_is_on_record_r286_r012() {
    let parties = Parties::new();
    let registry = &parties.test.registry;
    let list = registry.approaches_report().unwrap();
    assert_eq!(rows(&list, 0, 0).len(), 1);
    assert!(rows(&list, 0, 0)[0].contains("XAL, XBO, XCE"), "{:?}", rows(&list, 0, 0));
    let (party, duties) = registry.duties(&parties.alorea.officers.initiator).unwrap();
    assert_eq!(party, parties.alorea.party);
    let initial = duties.iter().find(|it| it.what == "Initial report").unwrap();
    // It is of January 2024, and the authorization of February.
    assert_eq!(initial.state, DutyState::Done);
    assert_eq!(initial.due.map(|it| it.to_string()).as_deref(), Some("2024-02-01"));
    let format = duties.iter().find(|it| it.what.ends_with("format for 2026")).unwrap();
    assert_eq!(
        (format.due.unwrap().to_string().as_str(), format.state),
        ("2027-04-15", DutyState::Open)
    );
    file(&parties, &parties.alorea, &aef(&parties, &parties.alorea, "1.0"));
    let (_, duties) = registry.duties(&parties.alorea.officers.initiator).unwrap();
    let format = duties.iter().find(|it| it.what.ends_with("format for 2026")).unwrap();
    assert_eq!(format.state, DutyState::Done, "{}", format.detail);
    let (_, of_others) = registry.duties(&parties.borvia.officers.initiator).unwrap();
    let format = of_others.iter().find(|it| it.what.ends_with("format for 2026"));
    assert!(format.is_none_or(|it| it.state == DutyState::Open), "it was not Borvia's");
}

#[test]
fn a_report_with_too_many_rows_is_refused_before_it_is_read_r280() {
    let parties = Parties::new();
    acted(&parties);
    let registry = &parties.test.registry;
    let caller = &parties.borvia.officers.initiator;
    let year = (read("2026"), Version::FIRST);
    let whole = registry.aef_within(caller, year, 4).unwrap();
    assert_eq!(whole.actions.len(), 4);
    let cut = registry.aef_within(caller, year, 3);
    assert!(matches!(cut, Err(ReportError::TooLarge { most: 3, .. })), "{cut:?}");
}
