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
