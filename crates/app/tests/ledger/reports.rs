//! The agreed electronic format of each Party, out of the real database.

use domain::account::{AccountKind, AccountNumber};
use domain::aef::{
    ActionKind, ActionRow, Aef, Dialect, HoldingRow, Rules, Subtype, Version, read as read_file,
    write,
};
use domain::authorization::Terms;
use domain::check::{Corpus, Outcome, examine};
use domain::ledger::{Order, RecordConversion};
use domain::metric::Metric;
use domain::underlying::Underlying;
use testkit::orders::{
    authorize_entity, cancel, first_transfer, issue, open_account, read, terms, transfer,
    use_towards_ndc,
};
use testkit::registry::{Parties, Section};

use super::{article_6_4, outside};

fn aef(parties: &Parties, section: &Section) -> Aef {
    let registry = &parties.test.registry;
    registry.aef(&section.officers.initiator, read("2026"), Version::FIRST).unwrap()
}

fn all(parties: &Parties) -> [Aef; 3] {
    [&parties.alorea, &parties.borvia, &parties.cendria].map(|section| aef(parties, section))
}

/// What each action says was done, with its units.
fn done(aef: &Aef) -> Vec<(ActionKind, Option<Subtype>, String)> {
    let one = |row: &ActionRow| (row.kind, row.subtype, row.outcome.units.to_string());
    aef.actions.iter().map(one).collect()
}

/// No check of any submission fails, and none waits for another.
fn all_consistent(aefs: &[Aef]) {
    let corpus = Corpus::new(aefs);
    for filing in corpus.filings() {
        let report = examine(&corpus, filing, None);
        let party = corpus.aef(filing).submission.party;
        assert_eq!(report.outcome(), Outcome::Consistent, "{party}: {:?}", report.failures);
    }
}

/// The main job: 3,000 with underlying units, of which Borvia gets 1,000, uses some, cancels some and
/// passes some on to Cendria.
fn main_job(parties: &Parties) {
    let (alorea, borvia, cendria) = (&parties.alorea, &parties.borvia, &parties.cendria);
    let mut order = issue(alorea.holding, "CA9001", 3_000, "A-1");
    if let Order::Issue(order) = &mut order {
        order.underlying = Some(Underlying {
            registry: read("GS"),
            first: read("GS-24-500001"),
            last: read("GS-24-503000"),
            immobilized: read("letter 7"),
        });
    }
    parties.test.must(&alorea.officers, order);
    let units = |range: &str| read(&format!("CA9001-XAL01-XAL-{range}-2024"));
    let moved = units("2001..3000");
    parties.test.must(&alorea.officers, first_transfer(alorea.holding, borvia.holding, moved));
    let used = use_towards_ndc(borvia.holding, borvia.used, units("2501..3000"), read("2026"));
    parties.test.must(&borvia.officers, used);
    let cancelled = cancel(borvia.holding, borvia.cancelled, units("2401..2500"));
    parties.test.must(&borvia.officers, cancelled);
    let passed_on = transfer(borvia.holding, cendria.holding, units("2301..2400"));
    parties.test.must(&borvia.officers, passed_on);
}

#[test]
fn each_party_reports_its_side_of_the_main_job_block_by_block_r145_r244_r280() {
    let parties = Parties::new();
    main_job(&parties);
    let [alorea, borvia, cendria] = all(&parties);
    let units = |range: &str| format!("CA9001-XAL01-XAL-{range}-2024");
    let abroad = Some(Subtype::ToAnotherParty);
    assert_eq!(done(&alorea), [(ActionKind::FirstTransfer, abroad, units("2001..3000"))]);
    let other = Some(Subtype::OtherCancellations);
    assert_eq!(
        done(&borvia),
        [
            (ActionKind::Acquisition, None, units("2001..3000")),
            (ActionKind::Use, None, units("2501..3000")),
            (ActionKind::VoluntaryCancellation, other, units("2401..2500")),
            (ActionKind::Transfer, None, units("2301..2400")),
        ]
    );
    assert_eq!(done(&cendria), [(ActionKind::Acquisition, None, units("2301..2400"))]);
    let held = |aef: &Aef| {
        let ranges = aef.holdings.iter().map(|row| row.outcome.units.to_string());
        ranges.collect::<Vec<_>>()
    };
    assert!(held(&alorea).is_empty(), "what is not first transferred is no ITMO");
    assert_eq!(held(&borvia), [units("2001..2300")]);
    assert_eq!(held(&cendria), [units("2301..2400")]);
    assert_eq!(alorea.authorizations.len(), 1);
    assert_eq!(borvia.authorizations.len(), 0);
    all_consistent(&[alorea, borvia, cendria]);
}

#[test]
fn whoever_has_units_reports_what_is_behind_them_r056_ii05() {
    let parties = Parties::new();
    main_job(&parties);
    let [alorea, borvia, cendria] = all(&parties);
    let behind = |aef: &Aef, row: usize| {
        let ids = &aef.actions[row].outcome.underlying;
        (ids.first.clone().unwrap().to_string(), ids.last.clone().unwrap().to_string())
    };
    let ids = |first: u32, last: u32| (format!("GS-24-{first}"), format!("GS-24-{last}"));
    assert_eq!(behind(&alorea, 0), ids(502_001, 503_000));
    assert_eq!(behind(&borvia, 1), ids(502_501, 503_000));
    assert_eq!(behind(&cendria, 0), ids(502_301, 502_400));
}

#[test]
fn the_tables_are_written_and_read_back_in_both_dialects_r059_r248() {
    let parties = Parties::new();
    main_job(&parties);
    let rules = Rules::newest().unwrap();
    for aef in all(&parties) {
        for dialect in Dialect::ALL {
            let document = write(&aef, dialect);
            let reading = read_file(rules, &document);
            assert!(reading.is_whole(), "{dialect}: {:?}", reading.findings);
            assert_eq!(write(&reading.aef.unwrap(), dialect), document);
        }
    }
}

#[test]
fn the_host_reports_what_the_mechanism_does_with_its_outcomes_r173_r177() {
    let parties = Parties::new();
    let (officers, places) = article_6_4::mechanism(&parties);
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.test.must(&alorea.officers, Order::Authorize(terms("A-64", "CA0001")));
    parties.test.must(&officers, article_6_4::issue(places, 1, 1_000));
    let abroad = read("CA0001-UN01-XAL-1..300-2024");
    parties.test.must(&officers, first_transfer(places[0], borvia.holding, abroad));
    let home = read("CA0001-UN01-XAL-301..400-2024");
    parties.test.must(&officers, transfer(places[0], alorea.holding, home));
    let [alorea, borvia, cendria] = all(&parties);
    let units = |range: &str| format!("CA0001-UN01-XAL-{range}-2024");
    let fund = Some(Subtype::MandatoryToAdaptationFund);
    assert_eq!(
        done(&alorea),
        [
            (ActionKind::Transfer, fund, units("931..980")),
            (ActionKind::FirstTransfer, Some(Subtype::MandatoryOmge), units("981..1000")),
            (ActionKind::FirstTransfer, Some(Subtype::ToAnotherParty), units("1..300")),
        ]
    );
    assert_eq!(done(&borvia), [(ActionKind::Acquisition, None, units("1..300"))]);
    assert_eq!(borvia.actions[0].transferring, Some(read("XAL")));
    all_consistent(&[alorea, borvia, cendria]);
}

#[test]
fn itmos_that_wait_with_the_mechanism_are_their_hosts_holdings_r171_isc01() {
    let parties = Parties::new();
    let (officers, places) = article_6_4::mechanism(&parties);
    let authorization = Terms {
        purposes: read("NDC and OIMP"),
        first_transfer: Some(read("Issuance")),
        ..terms("A-64", "CA0001")
    };
    parties.test.must(&parties.alorea.officers, Order::Authorize(authorization));
    parties.test.must(&officers, article_6_4::issue(places, 1, 1_000));
    let aefs = all(&parties);
    let held: Vec<_> = aefs[0].holdings.iter().collect();
    let [pending] = held.as_slice() else { panic!("{held:?}") };
    assert_eq!(pending.outcome.units.to_string(), "CA0001-UN01-XAL-1..930-2024");
    assert_eq!(pending.outcome.registry.to_string(), "UN01");
    all_consistent(&aefs);
}

#[test]
fn both_sides_convert_a_non_ghg_metric_alike_unless_each_says_otherwise_r076() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let metric: Metric = read("megawatt hours of renewable electricity");
    for section in [alorea, borvia] {
        let mut account = open_account(AccountKind::Holding, None);
        if let Order::OpenAccount(account) = &mut account {
            account.metric = metric.clone();
        }
        parties.test.must(&section.officers, account);
    }
    let account = |section: &Section| AccountNumber::new(section.party, AccountKind::Holding, 4);
    let authorization = Terms { metric: metric.clone(), ..terms("A-MWH", "CA9001") };
    let convert = |section: &Section, factor| {
        let order = RecordConversion {
            approach: read("CA9001"),
            metric: metric.clone(),
            version: 1,
            method: read("grid emission factor"),
            factor: read(factor),
        };
        parties.test.must(&section.officers, Order::RecordConversion(order));
    };
    parties.test.must(&alorea.officers, Order::Authorize(authorization));
    convert(alorea, "0.4571");
    let mut issued = issue(account(alorea), "CA9001", 1_000, "A-MWH");
    if let Order::Issue(issued) = &mut issued {
        issued.metric = metric.clone();
    }
    let receipt = parties.test.must(&alorea.officers, issued);
    let units = parties.test.range_of(receipt.first_entry);
    let order = first_transfer(account(alorea), account(borvia), units);
    parties.test.must(&alorea.officers, order);
    let converted = || {
        let aefs = all(&parties);
        all_consistent(&aefs);
        let [alorea, borvia, _] = aefs;
        [alorea, borvia].map(|aef| {
            let outcome = aef.actions[0].outcome.clone();
            assert_eq!(outcome.quantity_non_ghg.as_deref(), Some("1000"));
            outcome.quantity.unwrap().to_string()
        })
    };
    assert_eq!(converted(), ["457.1", "457.1"]);
    convert(borvia, "0.5");
    assert_eq!(converted(), ["457.1", "500"]);
}

#[test]
fn what_goes_to_another_partys_registry_outside_is_reported_by_both_r185_x01() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let out = outside::outside(&parties, alorea, 4, "XBO02");
    parties.issued(100);
    let units = |range: &str| read(&format!("CA9001-XAL01-XAL-{range}-2024"));
    let gone = outside::go(alorea.holding, out, units("1..60"));
    parties.test.must(&alorea.officers, gone);
    let back = outside::come(out, alorea.holding, units("11..20"));
    parties.test.must(&alorea.officers, back);
    let aefs = all(&parties);
    let kinds = |aef: &Aef| aef.actions.iter().map(|row| row.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&aefs[0]), [ActionKind::FirstTransfer, ActionKind::Acquisition]);
    assert_eq!(kinds(&aefs[1]), [ActionKind::Acquisition, ActionKind::Transfer]);
    let held = |aef: &Aef| {
        let one =
            |row: &HoldingRow| (row.outcome.units.to_string(), row.outcome.registry.to_string());
        aef.holdings.iter().map(one).collect::<Vec<_>>()
    };
    let at = |range: &str, registry: &str| {
        (format!("CA9001-XAL01-XAL-{range}-2024"), registry.to_owned())
    };
    assert_eq!(held(&aefs[1]), [at("1..10", "XBO02"), at("21..60", "XBO02")]);
    assert_eq!(held(&aefs[0]), [at("11..20", "XAL01")]);
    assert!(aefs[2].actions.is_empty() && aefs[2].holdings.is_empty());
    all_consistent(&aefs);
    let of_borvia = parties.test.registry.reported_holdings(&borvia.officers.initiator, None);
    assert_eq!(of_borvia.unwrap().rows.len(), 2);
}

#[test]
fn an_authorization_is_reported_once_in_the_year_in_which_it_was_recorded_r120() {
    let parties = Parties::new();
    let officer = &parties.alorea.officers.initiator;
    let reported = |year| {
        let aef = parties.test.registry.aef(officer, read(year), Version::FIRST).unwrap();
        aef.authorizations.iter().map(|row| row.date.to_string()).collect::<Vec<_>>()
    };
    assert_eq!(reported("2026"), ["2024-02-01"], "its own date stands in the row");
    assert!(reported("2024").is_empty() && reported("2025").is_empty());
}

#[test]
fn two_entities_of_one_name_authorized_on_one_day_are_both_reported_r247_x03() {
    let parties = Parties::new();
    let alorea = &parties.alorea;
    for number in ["XAL 1", "XAL 2", "XAL 1"] {
        parties.test.must(&alorea.officers, authorize_entity(number, "CA9001"));
    }
    let aef = aef(&parties, alorea);
    let rows: Vec<_> = aef.entities.iter().map(|row| (&*row.number, &*row.name)).collect();
    let other = ("XAL 2", "Hidden Stoves Ltd (2)");
    assert_eq!(rows, [("XAL 1", "Hidden Stoves Ltd"), other]);
    let rules = Rules::newest().unwrap();
    let read = read_file(rules, &write(&aef, Dialect::Template));
    assert_eq!((read.findings, read.aef), (Vec::new(), Some(aef)));
}

#[test]
fn a_report_needs_a_year_that_has_begun_and_a_period_in_which_it_lies() {
    let parties = Parties::new();
    let registry = &parties.test.registry;
    let officer = &parties.alorea.officers.initiator;
    let why = |year| registry.aef(officer, read(year), Version::FIRST).unwrap_err().to_string();
    assert_eq!(why("2999"), "2999 has not begun");
    assert_eq!(why("2019"), "XAL has no NDC implementation period in which 2019 lies");
}
