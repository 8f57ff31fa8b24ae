//! Reports as documents: filled with what is known, and honest about the rest (R-282 to R-286).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::world::{entity, terms, the};
use crate::account::AccountKind;
use crate::authorization::{AuthorizationState, Terms};
use crate::metric::Metric;
use crate::ndc::NdcPeriod;
use crate::participation::{Answer, InitialReport, Item, Participation};
use crate::party::PartyCode;
use crate::prefilled::{
    AnnualLine, Document, DutyState, FirstFiled, GivenAuthorization, ListedApproach, PartyFacts,
    RegularFacts, Told, annual, approaches, duties, initial, regular, updated,
};
use crate::registry::RegistryId;

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

fn given(terms: Terms, recorded: &str) -> GivenAuthorization {
    let state = AuthorizationState::InForce;
    let recorded = day(recorded);
    GivenAuthorization { terms, state, first_transferred: 0, revoked: None, recorded }
}

fn approach(id: &str) -> ListedApproach {
    ListedApproach {
        id: the(id),
        title: "Solar power | on roofs".to_owned(),
        parties: vec![the("XAL"), the("XBO")],
        documents: vec!["https://climate.invalid/letter".to_owned()],
        first_year: Some(the("2025")),
    }
}

/// A Party of which nothing is known but that it has a section.
fn bare() -> PartyFacts {
    PartyFacts {
        party: the("XAL"),
        name: "Alorea".to_owned(),
        periods: Vec::new(),
        participation: None,
        initial_report: None,
        authorizations: Vec::new(),
        entities: Vec::new(),
        approaches: Vec::new(),
    }
}

fn known() -> PartyFacts {
    let item = || Item { answer: Answer::Yes, evidence: the("https://climate.invalid/a") };
    let participation = Participation {
        is_party: item(),
        maintains_ndc: item(),
        can_authorize: item(),
        can_track: item(),
        has_inventory: item(),
        contributes: item(),
    };
    let period = NdcPeriod {
        first: the("2021"),
        last: the("2030"),
        method: Some(the("M")),
        metric: Some(Metric::Ghg),
    };
    let document = Some(the("https://climate.invalid/letter"));
    let occurred = Some(super::world::years("2024", "2030"));
    let full = Terms { occurred, document, ..terms("A1", "NDC", None) };
    PartyFacts {
        periods: vec![period],
        participation: Some(participation),
        authorizations: vec![given(full, "2025-03-01")],
        entities: vec![entity("XAL 12-345")],
        approaches: vec![approach("CA9001"), approach("CA9002")],
        ..bare()
    }
}

fn told<'d>(document: &'d Document, label: &str) -> &'d Told {
    let mut fields = document.sections.iter().flat_map(|it| &it.fields);
    &fields.find(|it| it.label == label).unwrap_or_else(|| panic!("{label}")).told
}

fn is_missing(document: &Document, label: &str) -> bool {
    matches!(told(document, label), Told::Missing(_))
}

fn text(document: &Document, label: &str) -> String {
    match told(document, label) {
        Told::Text(text) => text.clone(),
        Told::Missing(what) => panic!("{label}: {what}"),
    }
}

const FILLED: [&str; 6] = [
    "It is a Party to the Paris Agreement",
    "ITMO metrics",
    "Copy of A1 version 1",
    "Participating Parties",
    "Authorized entities",
    "Duration of the approach",
];

#[test]
fn the_initial_report_is_filled_with_metrics_method_authorizations_parties_and_duration_r282() {
    let document = initial(&known());
    let numbers: Vec<_> = document.sections.iter().map(|it| it.number.as_str()).collect();
    assert_eq!(numbers, ["I", "II", "III", "IV.1"]);
    for label in FILLED {
        assert!(!is_missing(&document, label), "{label}");
    }
    assert_eq!(text(&document, "Participating Parties"), "XAL, XBO");
    assert!(text(&document, "Authorized entities").contains("XAL 12-345"));
    assert_eq!(text(&document, "Duration of the approach"), "A1: 2024-2030");
    assert!(is_missing(&document, "Safeguards and limits"), "nobody knows it here");
}

#[test]
fn what_is_missing_is_listed_with_the_paragraph_that_asks_for_it_r282() {
    let document = initial(&bare());
    let missing = document.missing();
    let fields = document.sections.iter().flat_map(|it| &it.fields);
    let not_told = fields.filter(|it| matches!(it.told, Told::Missing(_))).count();
    assert_eq!(missing.len(), not_told);
    assert!(missing.iter().all(|it| it.asked_by.starts_with("18") && !it.what.is_empty()));
    let known = initial(&known()).missing();
    assert!(missing.iter().any(|it| it.label == "Method of corresponding adjustments"));
    assert!(known.iter().all(|it| !it.label.starts_with("Method of corresponding")));
}

#[test]
fn the_update_for_a_further_approach_is_part_iv_alone_r283() {
    let facts = known();
    let document = updated(&facts, the("CA9002")).unwrap();
    assert_eq!(document.sections.len(), 1);
    assert!(document.sections[0].number.starts_with("IV"));
    assert_eq!(updated(&facts, the("CA9003")), None);
}

#[test]
fn markdown_says_everything_once_and_takes_no_text_for_a_mark() {
    let mut facts = known();
    facts.name = "Al*or|ea\n# x <b>".to_owned();
    let text = initial(&facts).to_markdown();
    assert!(text.starts_with("# Initial report of Al\\*or\\|ea \\# x \\<b\\>\n"), "{text}");
    let listed = text.split("## What is missing").nth(1).unwrap().lines();
    let listed = listed.filter(|line| line.starts_with("- ")).count();
    assert_eq!(listed, text.matches("[missing: ").count());
    assert!(text.contains("| A1 | 1 | "), "{text}");
    for line in text.lines().filter(|line| line.starts_with("| ")) {
        assert_eq!(line.replace("\\|", "").matches('|').count(), 10, "{line}");
    }
}

#[test]
fn regular_information_tells_versions_of_the_year_and_which_accounts_nothing_leaves_r021_r284() {
    let mut facts = known();
    let second = Terms { version: 2, ..terms("A1", "NDC", None) };
    facts.authorizations.push(given(second, "2026-02-01"));
    let year = the("2026");
    let of_year = RegularFacts { year, events: Vec::new(), conversions: Vec::new() };
    let document = regular(&facts, &of_year);
    let tables = &document.sections[1].tables;
    let versions = |at: usize| tables[at].rows.iter().map(|row| row[1].clone()).collect::<Vec<_>>();
    assert_eq!((versions(0), versions(1)), (vec!["2".to_owned()], vec!["1".to_owned()]));
    let ends: BTreeSet<_> =
        document.sections[2].tables[0].rows.iter().map(|row| row[0].clone()).collect();
    let terminal = AccountKind::ALL.into_iter().filter(|kind| kind.is_terminal());
    assert_eq!(ends, terminal.map(|kind| kind.code().to_owned()).collect());
}

fn line(act: &str, from: Option<(&str, &str)>, to: (&str, &str), first: [bool; 2]) -> AnnualLine {
    let place = |(kind, party): (&str, &str)| {
        let party: PartyCode = the(party);
        let registry = RegistryId::Party(party, 1);
        (the(kind), party, registry)
    };
    let [is_first_transfer, was_first_transferred] = first;
    AnnualLine {
        act: act.to_owned(),
        from: from.map(place),
        to: place(to),
        outside: None,
        host: the("XAL"),
        approach: the("CA9001"),
        metric: Metric::Ghg,
        is_first_transfer,
        was_first_transferred,
        units: 10,
    }
}

#[test]
fn the_annual_report_counts_each_side_once_and_no_outcome_that_is_no_itmo_r285() {
    let (now, before, never) = ([true, false], [false, true], [false, false]);
    let lines = [
        line("issue", None, ("100", "XAL"), never),
        line("transfer", Some(("100", "XAL")), ("100", "XAL"), never),
        line("cancel", Some(("100", "XAL")), ("330", "XAL"), never),
        line("first-transfer", Some(("100", "XAL")), ("100", "XBO"), now),
        line("transfer", Some(("100", "XBO")), ("100", "XCE"), before),
        line("use-towards-ndc", Some(("100", "XCE")), ("200", "XCE"), before),
        line("use-for-oimp", Some(("100", "XAL")), ("210", "XAL"), now),
        line("cancel", Some(("100", "XBO")), ("310", "XBO"), before),
    ];
    let document = annual(the("2026"), &lines);
    let rows: BTreeMap<_, _> = document.sections[0].tables[0]
        .rows
        .iter()
        .map(|row| (row[0].as_str(), row[3..].join(" ")))
        .collect();
    assert_eq!(rows["XAL"], "20 0 0 0 10 0 0");
    assert_eq!(rows["XBO"], "0 10 10 0 0 10 0");
    assert_eq!(rows["XCE"], "0 0 10 10 0 0 0");
    assert!(is_missing(&document, "Corresponding adjustments and emissions balances"));
}

#[test]
fn the_list_of_approaches_names_parties_documents_and_the_first_year_r286() {
    let document = approaches(&[approach("CA9001")]);
    let row = document.sections[0].tables[0].rows[0].join("; ");
    assert_eq!(
        row,
        "CA9001; Solar power | on roofs; XAL, XBO; https://climate.invalid/letter; 2025"
    );
}

#[test]
fn each_duty_has_its_day_and_is_open_done_late_or_overdue_r012_r230() {
    let today = day("2027-04-16");
    let states = |facts: &PartyFacts, filed| {
        let all = duties(facts, &filed, today);
        let all =
            all.into_iter().map(|it| (it.what, (it.due.map(|day| day.to_string()), it.state)));
        all.collect::<BTreeMap<_, _>>()
    };
    let mut facts = known();
    let date = day("2026-02-10");
    facts.authorizations[0].terms.date = date;
    let due = Some("2026-02-10".to_owned());
    assert_eq!(
        states(&facts, FirstFiled::new())["Initial report"],
        (due.clone(), DutyState::Overdue)
    );
    let report = |date| InitialReport {
        date: day(date),
        document: the("https://climate.invalid/r"),
        review: the("not-reviewed"),
    };
    for (written, state) in [("2026-02-10", DutyState::Done), ("2026-02-11", DutyState::DoneLate)] {
        facts.initial_report = Some(report(written));
        assert_eq!(states(&facts, FirstFiled::new())["Initial report"], (due.clone(), state));
    }
    let format = |year: &str| format!("Agreed electronic format for {year}");
    for (filed, state) in [("2026-04-15", DutyState::Done), ("2026-04-16", DutyState::DoneLate)] {
        let known = states(&facts, [(the("2025"), day(filed))].into());
        assert_eq!(known[&format("2025")], (Some("2026-04-15".to_owned()), state));
    }
    let known = states(&facts, FirstFiled::new());
    assert_eq!(known[&format("2025")].1, DutyState::Overdue);
    assert_eq!(known[&format("2026")], (Some("2027-04-15".to_owned()), DutyState::Overdue));
    assert_eq!(known[&format("2027")], (Some("2028-04-15".to_owned()), DutyState::Open));
    let last = known.keys().find(|it| it.contains("the last year of the period")).unwrap();
    assert_eq!(known[last].0.as_deref(), Some("2032-12-31"));
    let none = states(&bare(), FirstFiled::new());
    assert_eq!(none["Initial report"], (None, DutyState::Open));
    assert!(
        none.keys().all(|it| !it.starts_with("Agreed")),
        "nothing is authorized, nothing is due"
    );
}
