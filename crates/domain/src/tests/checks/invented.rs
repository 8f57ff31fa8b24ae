//! The rows of section 17.6 of the specification, built from facts; all of them are invented.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::aef::{
    Act, ActKind, Aef, BlockFacts, Dialect, Facts, Held, Keeper, Rules, TableId, Version, build,
    read, write,
};
use crate::authorization::Terms;
use crate::check::{Corpus, examine};
use crate::registry::RegistryId;
use crate::serial::Serials;
use crate::tests::world::{terms, the, years};
use crate::underlying::Underlying;
use crate::unit::{Series, UnitRange};

fn range(first: &str, last: &str) -> UnitRange {
    let (approach, registry) = (the("CA0004"), the("VUT01"));
    let series = Series { approach, registry, party: the("VUT"), vintage: the("2024") };
    UnitRange { series, serials: Serials::new(the(first), the(last)).unwrap() }
}

fn vut0001() -> Terms {
    let (approach, date) = (the("CA0004"), the("2024-02-01"));
    let terms = terms("VUT0001", "NDC and OIMP", Some("Authorisation"));
    Terms { approach, date, oimp: Some(the("CORSIA")), ..terms }
}

fn block(terms: Terms) -> BlockFacts {
    BlockFacts {
        terms: Arc::new(terms),
        mitigation_type: the("Emission reductions"),
        sector: the("Energy generation"),
        activity_type: the("Solar"),
        issued_in: None,
        issued: range("1", "1000").serials,
        underlying: Some(Underlying {
            registry: the("GS"),
            first: the("500001"),
            last: the("501000"),
            immobilized: the("letter 7"),
        }),
    }
}

fn act(entry: i64, kind: ActKind, units: UnitRange, to: Keeper) -> Act {
    let place: (_, RegistryId) = (the("VUT"), the("VUT01"));
    Act {
        entry,
        occurred: the(&format!("2024-03-0{entry}T10:00:00.123456Z")),
        kind,
        units,
        block: Some(block(vut0001())),
        section: place,
        from: Keeper::Party(place.0, place.1),
        to,
        is_first_transfer: true,
        was_first_transferred: false,
    }
}

fn facts() -> Facts {
    let own = Keeper::Party(the("VUT"), the("VUT01"));
    Facts {
        party: the("VUT"),
        version: Version::FIRST,
        year: the("2024"),
        date: the("2025-04-15"),
        period: years("2021", "2030"),
        authorizations: vec![vut0001()],
        entities: Vec::new(),
        acts: vec![
            act(1, ActKind::Authorized, range("601", "1000"), own),
            act(2, ActKind::Moved, range("1", "400"), Keeper::Party(the("CHE"), the("CHE01"))),
        ],
        holdings: [range("601", "1000"), range("401", "600")]
            .map(|units| Held { units, block: block(vut0001()), registry: the("VUT01") })
            .into(),
        factors: BTreeMap::new(),
    }
}

fn rules() -> &'static Rules {
    Rules::newest().unwrap()
}

fn cells(aef: &Aef, table: TableId, row: usize) -> Vec<String> {
    let document = write(aef, Dialect::Template);
    let row = &document.rows(table)[row];
    row.cells.iter().map(ToString::to_string).collect()
}

const FIRST_ACTION: [&str; 27] = [
    "01/03/2024",
    "First transfer",
    "Authorization",
    "CA0004",
    "VUT0001",
    "VUT",
    "VUT01",
    "CA0004-VUT01-VUT-601-2024",
    "CA0004-VUT01-VUT-1000-2024",
    "GS",
    "500601",
    "501000",
    "GHG",
    "NA",
    "NA",
    "400",
    "NA",
    "Emission reductions",
    "2024",
    "NA",
    "NA",
    "NA",
    "NA",
    "NA",
    "NA",
    "",
    "NA",
];

#[test]
fn the_invented_rows_are_built_cell_by_cell_17_6() {
    let aef = build(rules(), &facts());
    assert_eq!(cells(&aef, TableId::Actions, 0), FIRST_ACTION);
    let mut second = FIRST_ACTION;
    second[0] = "02/03/2024";
    second[2] = "First transfer to another Party";
    (second[7], second[8]) = ("CA0004-VUT01-VUT-1-2024", "CA0004-VUT01-VUT-400-2024");
    (second[10], second[11]) = ("500001", "500400");
    second[20] = "CHE";
    assert_eq!(cells(&aef, TableId::Actions, 1), second);
    let mut held = FIRST_ACTION;
    (held[7], held[8]) = ("CA0004-VUT01-VUT-401-2024", "CA0004-VUT01-VUT-600-2024");
    (held[10], held[11]) = ("500401", "500600");
    held[15] = "200";
    assert_eq!(cells(&aef, TableId::Holdings, 0), held[3..19], "holdings stand in order");
    let reading = read(rules(), &write(&aef, Dialect::Template));
    assert_eq!(reading.findings, []);
}

#[test]
fn outcomes_before_their_first_transfer_stand_in_holdings_and_no_check_minds_17_6() {
    let aef = build(rules(), &facts());
    let corpus = Corpus::new([&aef]);
    let filing = corpus.of(the("VUT"), the("2024")).unwrap();
    let report = examine(&corpus, filing, None);
    let said: Vec<_> = report.failures.iter().map(|it| (it.check.as_str(), it.verdict)).collect();
    // CHE has not reported: that is all.
    assert_eq!(said, [("X01", crate::check::Verdict::Undetermined)]);
}

#[test]
fn moments_are_reported_to_the_millisecond_r153() {
    let aef = build(rules(), &facts());
    let document = write(&aef, Dialect::Nomenclature);
    assert_eq!(document.rows(TableId::Actions)[0].cell(1), "2024-03-01T10:00:00.123Z");
    assert_eq!(read(rules(), &document).aef, Some(aef), "and read back as they were built");
}

/// The first action, built from facts that differ.
fn built_with(change: impl FnOnce(&mut Facts)) -> Aef {
    let mut facts = facts();
    change(&mut facts);
    build(rules(), &facts)
}

fn with_registry(named: &str) -> (String, String) {
    let aef = built_with(|facts| {
        let block = facts.acts[0].block.as_mut().unwrap();
        block.underlying.as_mut().unwrap().registry = the(named);
    });
    assert!(read(rules(), &write(&aef, Dialect::Template)).is_whole(), "{named}");
    let action = cells(&aef, TableId::Actions, 0);
    (action[9].clone(), action[10].clone())
}

#[test]
fn a_programme_is_spelt_as_the_list_has_it_and_one_that_it_has_not_is_left_out_r070() {
    let id = "500601".to_owned();
    assert_eq!(with_registry("gs"), ("GS".to_owned(), id.clone()));
    for unlisted in ["UN01", "Puro"] {
        assert_eq!(with_registry(unlisted), ("NA".to_owned(), id.clone()), "{unlisted}");
    }
}

#[test]
fn an_oimp_that_a_letter_names_is_left_out_where_the_purpose_is_an_ndc_alone_13_3() {
    let purposes = |purposes: &str, oimp: Option<&str>| {
        let terms = Terms { oimp: oimp.map(the), ..terms("VUT0001", purposes, None) };
        let aef = built_with(|facts| facts.authorizations = vec![terms]);
        cells(&aef, TableId::Authorizations, 0)[13].clone()
    };
    assert_eq!(purposes("NDC", Some("CORSIA")), "NA");
    assert_eq!(purposes("NDC and IMP", Some("CORSIA")), "CORSIA");
    assert_eq!(purposes("NDC and IMP", None), "NDC and IMP", "all that is known");
}

/// The first action as the nomenclature has it: its first ID, and the tables read back.
fn serials(approach: &str, allotted: &str, tracked: &str) -> (String, usize) {
    let mut aef = build(rules(), &facts());
    aef.holdings.clear();
    for row in &mut aef.actions {
        row.outcome.approach = the(approach);
        row.outcome.units.series.approach = the(approach);
        row.outcome.units.series.registry = the(allotted);
        row.outcome.registry = the(tracked);
    }
    let document = write(&aef, Dialect::Nomenclature);
    let reading = read(rules(), &document);
    assert_eq!(reading.aef.as_ref(), Some(&aef), "{approach} {allotted} {tracked}");
    let unsure = crate::aef::Issue::UnresolvedRegistryRef;
    let unsure = reading.findings.iter().filter(|it| it.issue == unsure).count();
    (document.rows(TableId::Actions)[0].cell(8).to_owned(), unsure)
}

#[test]
fn serials_are_written_alone_only_where_they_are_read_as_the_same_units_r059() {
    assert_eq!(serials("CA0004", "VUT01", "VUT01"), ("601".to_owned(), 0));
    // Where others track them, the Party's first registry is a guess, and a right one.
    assert_eq!(serials("CA0004", "VUT01", "CHE01"), ("601".to_owned(), 2));
    assert_eq!(serials("CA0004", "VUT01", "UN02"), ("601".to_owned(), 2));
    // Only the mechanism issues under its approach.
    assert_eq!(serials("CA0001", "UN01", "CHE01"), ("601".to_owned(), 0));
    let whole = "CA0004-VUT01-VUT-601-2024".to_owned();
    assert_eq!(serials("CA0004", "VUT01", "VUT02"), (whole, 0));
    let whole = "CA0004-VUT02-VUT-601-2024".to_owned();
    assert_eq!(serials("CA0004", "VUT02", "CHE01"), (whole, 0));
}
