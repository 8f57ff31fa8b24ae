//! The bytes of leaves: canonical, bounded, and silent about what a Party may hide.

use super::world::{
    OFFICE, World, XAL, XBO, XCE, authorize_units, cancel, entity, final_after, first_transfer,
    inventory, issuing, open_account, part, record_approach, revoke, set_ndc_period, terms, the,
    transfer, use_for_ndc, years,
};
use crate::account::{AccountNumber, Holder};
use crate::aef::TableId;
use crate::authorization::Terms;
use crate::beneficiary::{Beneficiary, Verdict};
use crate::code_list::Sector;
use crate::digest::Digest;
use crate::filing::Claim;
use crate::focal_point::FocalPoint;
use crate::id::Id;
use crate::ledger::{
    Cancel, CancellationReason, Entry, ExplainInconsistency, FileReport, Issue, LEAF_VERSION,
    LiftStop, OpenAccount, Order, OtherPurpose, RecordConversion, RetirementPurpose,
    ReviewBeneficiary, SetStop, SetTerms, Transfer, Trust, UseForOimp, commitment,
};
use crate::section_terms::SectionTerms;
use crate::stop::StopTarget;
use crate::transparency::{Frontier, leaf_hash};
use crate::underlying::Underlying;
use crate::unit::UnitRange;

const HIDDEN: [&str; 28] = [
    "555777",
    "444777",
    "the national inventory",
    "2029-07-07",
    "the minister said so",
    "777777",
    "phone call",
    "mistaken",
    "Secret garden",
    "Hidden Stoves Ltd",
    "SECRET-E-1",
    "quarterly audits",
    "may be revoked",
    "SECRET-GS",
    "SECRET-PROOF",
    "our deal 77",
    "for the minister",
    "-100-0",
    "-200-0",
    "-210-0",
    "-330-0",
    "-R-0",
    "-OUT-0",
    "city lights",
    "Secret Airlines",
    "flights of 2026",
    "a secret reason",
    "the owner is secret",
];

/// A world in which each kind of order was carried out, with all that it can say.
fn everything() -> World {
    let mut world = World::new();
    world.act(XAL, Order::AuthorizeEntity(entity("SECRET-E-1")));
    let full = Terms {
        oimp: Some(the("CORSIA")),
        parties: vec![the("XBO"), the("XCE")],
        entities: vec![the("SECRET-E-1")],
        quantity: Some(the("1000")),
        activity_types: vec![the("Solar"), the("Wind")],
        occurred: Some(years("2021", "2025")),
        used: Some(years("2024", "2030")),
        conditions: Some(the("may be revoked \"before\" the \\ first transfer é \u{1F331}")),
        document: Some(the("https://letters.invalid/7.pdf?a=\"b\"")),
        ..terms("CH/2024.1", "NDC and IMP", Some("Use or Cancellation"))
    };
    world.act(XAL, Order::Authorize(full));
    let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
    let (used, end) = (world.account(XBO, "200"), world.account(XAL, "210"));
    let gone = world.account(XBO, "330");
    let holder = Holder::Entity { entity: the("SECRET-E-1") };
    let of_entity = OpenAccount { holder, ..open_account(world.fresh(), "100") };
    world.act(XAL, Order::OpenAccount(of_entity));
    let (registry, first, last) = (the("GS"), the("SECRET-GS-1"), the("SECRET-GS-100"));
    let underlying = Underlying { registry, first, last, immobilized: the("SECRET-PROOF") };
    let issue = Issue { underlying: Some(underlying), ..issuing(from, None, 100) };
    world.act(XAL, Order::Issue(issue));
    let units = the("CA9001-XAL01-XAL-1..100-2024");
    world.act(XAL, authorize_units(from, units, "CH/2024.1"));
    let reference = Some(the("our deal 77"));
    let abroad = Transfer { from, to, units: part(units, "1", "50"), reference };
    world.act(XAL, Order::FirstTransfer(abroad.clone()));
    let back = Transfer { from: to, to: from, units: part(units, "1", "5"), ..abroad };
    world.act(XBO, Order::Transfer(back));
    world.act(XBO, use_for_ndc(to, used, part(units, "10", "12"), "2025"));
    used_for_oimp(&mut world, from, (end, units));
    let (reason, note) = (CancellationReason::Other, Some(the("for the minister")));
    let units = part(units, "20", "25");
    let (into, beneficiary) = (gone, Some(whom()));
    let order = Cancel { from: to, into, units, reason, note, beneficiary };
    let receipt = world.act(XBO, Order::Cancel(order));
    world.act(XBO, review(receipt.last_entry, Verdict::Withhold));
    rarer(&mut world, (from, to), units);
    brakes(&mut world, from);
    world.act(XAL, revoke("CH/2024.1"));
    world.act(XCE, set_ndc_period("2031", "2035", "M", "GHG"));
    let (office, email) = (the("Climate Change Division"), the("registry@climate.invalid"));
    world.act(XCE, Order::SetFocalPoint(FocalPoint { office, email }));
    world.act(XCE, inventory("2022", Some("555777.5"), Some("444777")));
    world.act(XCE, final_after("2021", "2029-07-07"));
    reported(&mut world);
    world
}

/// A report, and what explains it.
fn reported(world: &mut World) {
    let (table, field) = (TableId::AuthorizedEntities, the("AuthorizedEntityName"));
    let claims = vec![Claim { table, field, basis: the("the owner is secret") }];
    let (year, version) = (the("2025"), the("1.0"));
    let file = Digest::of(&[b"the secret file"]);
    world.act(XAL, Order::FileReport(FileReport { year, version, file, claims }));
    let (party, check, text) = (the("XAL"), the("X01"), the("reported a year \"later\""));
    let order = ExplainInconsistency { party, year, check, text };
    world.act(XBO, Order::ExplainInconsistency(order));
}

/// A use with all that it can say.
fn used_for_oimp(
    world: &mut World,
    from: AccountNumber,
    (into, units): (AccountNumber, UnitRange),
) {
    let (purpose, named) = (OtherPurpose::Imp, the("CORSIA"));
    let (entity, units_used) = (Some(the("SECRET-E-1")), part(units, "60", "70"));
    let beneficiary = Some(whom());
    let units = units_used;
    let used_by = UseForOimp { from, into, units, purpose, named, entity, beneficiary };
    world.act(XAL, Order::UseForOimp(used_by));
}

/// Contributions, conversions, places outside, the mechanism, retirement.
fn rarer(world: &mut World, (from, to): (AccountNumber, AccountNumber), units: UnitRange) {
    let holder = Holder::AdaptationFund;
    let of_fund = OpenAccount { holder, ..open_account(world.fresh(), "100") };
    world.act(XBO, Order::OpenAccount(of_fund));
    let fund = world.newest_account(XBO, "100");
    let reference = Some(the("our deal 77"));
    let given = Transfer { from: to, to: fund, units: part(units, "30", "31"), reference };
    world.act(XBO, Order::ContributeToAdaptation(given));
    let (approach, metric, factor) = (the("CA9001"), the("MWh"), the("0.4571"));
    let method = the("grid average");
    let conversion = RecordConversion { approach, metric, version: 1, method, factor };
    world.act(XAL, Order::RecordConversion(conversion));
    let holder = Holder::Outside { registry: the("XDE01") };
    let standing = OpenAccount { holder, ..open_account(world.fresh(), "OUT") };
    world.act(XBO, Order::OpenAccount(standing));
    let out = world.newest_account(XBO, "OUT");
    let away = part(units, "40", "41");
    world.act(XBO, super::world::transfer_out(to, out, away));
    world.act(XBO, super::world::transfer_in(out, to, away));
    let places = world.mechanism();
    let of_mechanism = Terms { approach: the("CA0001"), ..terms("A1", "NDC", None) };
    world.act(XAL, Order::Authorize(of_mechanism));
    let order = super::world::article_6_4(places, 1000);
    world.act(super::world::QUN, Order::IssueArticle64(order));
    let planned = issuing(from, None, 5);
    world.act(XAL, Order::Issue(planned));
    let kept = world.account(XAL, "R");
    let aside = the("CA9001-XAL01-XAL-101..105-2024");
    world.act(XAL, super::world::retire(from, kept, aside, RetirementPurpose::Other));
}

/// What a section lays down, whom it trusts, and what it stops.
fn brakes(world: &mut World, account: AccountNumber) {
    let terms = SectionTerms { units_per_day: Some(the("777777")), ..SectionTerms::default() };
    world.act(XAL, Order::SetTerms(SetTerms { terms }));
    world.act(XBO, Order::TrustRecipient(Trust { account }));
    let distrust = world.draft(XBO, vec![Order::DistrustRecipient(Trust { account })]);
    world.propose(&distrust).unwrap();
    let (id, reason) = (Id::from_uuid(world.fresh()), the("a phone call from the bank"));
    let stop = SetStop { id, target: StopTarget::Account { account }, reason, until: None };
    let stop = world.draft(OFFICE, vec![Order::SetStop(stop)]);
    world.propose(&stop).unwrap();
    let reason = the("the bank was mistaken");
    world.act(OFFICE, Order::LiftStop(LiftStop { stop: id, reason }));
}

fn whom() -> Beneficiary {
    let (name, remark) = (the("Secret Airlines"), Some(the("flights of 2026")));
    Beneficiary { name, country: Some(the("XCE")), remark }
}

fn review(entry: i64, verdict: Verdict) -> Order {
    let (entry, reason) = (the(&entry.to_string()), the("a secret reason"));
    Order::ReviewBeneficiary(ReviewBeneficiary { entry, verdict, reason })
}

#[test]
fn a_beneficiary_is_committed_to_until_it_is_reviewed_tr07() {
    let world = everything();
    let used = world.books.entries().iter().find(|it| it.act == "use-for-oimp").unwrap();
    let text = whom().committed();
    assert_eq!(
        committed(used, "beneficiary"),
        commitment(used.evidence().unwrap().salt, "beneficiary", &text)
    );
}

#[test]
fn a_review_publishes_or_withholds_a_beneficiary_once_tr07() {
    let mut world = everything();
    let acts = world.books.entries();
    let number = |act| acts.iter().find(|it| it.act == act).unwrap().number;
    let (used, withheld) = (number("use-for-oimp"), number("cancel"));
    assert_eq!(world.code(XBO, review(used, Verdict::Publish)), "beneficiary-unknown", "theirs");
    assert_eq!(world.code(XAL, review(1, Verdict::Publish)), "beneficiary-unknown", "none");
    let receipt = world.act(XAL, review(used, Verdict::Publish));
    let leaf = json(world.entry(receipt.last_entry));
    assert_eq!(leaf["facts"]["of_entry"], used.to_string());
    assert_eq!(leaf["facts"]["name"], "Secret Airlines");
    assert_eq!(leaf["facts"]["country"], "XCE");
    assert_eq!(leaf["facts"]["remark"], "flights of 2026");
    assert!(!leaf.to_string().contains("a secret reason"), "{leaf}");
    assert_eq!(world.code(XAL, review(used, Verdict::Withhold)), "beneficiary-reviewed");
    assert_eq!(world.code(XBO, review(withheld, Verdict::Publish)), "beneficiary-reviewed");
}

fn json(entry: &Entry) -> serde_json::Value {
    serde_json::from_str(&entry.leaf).unwrap()
}

#[test]
fn each_kind_of_act_stands_in_the_log() {
    let world = everything();
    let acts: Vec<_> = world.books.entries().iter().map(|entry| entry.act).collect();
    for kind in crate::ledger::OrderKind::ALL {
        assert!(acts.contains(&kind.as_str()), "{kind:?}");
    }
    assert!(acts.contains(&"propose"));
}

#[test]
fn a_leaf_is_its_own_canonical_form_and_of_version_one() {
    for entry in everything().books.entries() {
        let canonical = serde_json_canonicalizer::to_string(&json(entry)).unwrap();
        assert_eq!(entry.leaf, canonical);
        assert_eq!(json(entry)["v"], 1);
        assert_eq!(json(entry)["entry"], entry.number.to_string());
    }
    assert_eq!(LEAF_VERSION, 1);
}

#[test]
fn a_leaf_says_nothing_that_a_party_may_hide_r293() {
    for entry in everything().books.entries() {
        for hidden in HIDDEN {
            assert!(!entry.leaf.contains(hidden), "{hidden} in {}", entry.leaf);
        }
        for officer in [super::world::officer(XAL, 1), super::world::officer(XAL, 2)] {
            assert!(!entry.leaf.contains(&officer.person.to_string()));
            assert!(!entry.leaf.contains(&officer.token.to_string()));
        }
        assert!(!entry.leaf.contains(&entry.evidence().unwrap().salt.to_string()));
        assert!(!entry.leaf.contains(&entry.evidence().unwrap().proposal.to_string()));
    }
}

#[test]
fn a_leaf_says_what_may_not_be_hidden_r293() {
    let world = everything();
    let of = |act: &str| {
        let entry = world.books.entries().iter().find(|entry| entry.act == act).unwrap();
        json(entry)
    };
    let authorize = of("authorize");
    for (fact, value) in [
        ("approach", "CA9001"),
        ("authorization", "CH/2024.1"),
        ("date", "2025-03-01"),
        ("purposes", "NDC and IMP"),
        ("metric", "GHG"),
        ("quantity", "1000"),
    ] {
        assert_eq!(authorize["facts"][fact], value);
    }
    let first = of("first-transfer");
    assert_eq!(first["party"], "XAL");
    assert_eq!(first["blocks"][0]["units"], "CA9001-XAL01-XAL-1..50-2024");
    assert_eq!(first["blocks"][0]["of"], "CA9001-XAL01-XAL-1..100-2024");
    assert_eq!(first["blocks"][0]["from"], serde_json::json!({"kind": "100", "party": "XAL"}));
    assert_eq!(first["blocks"][0]["to"], serde_json::json!({"kind": "100", "party": "XBO"}));
}

#[test]
fn each_block_names_the_leaf_that_it_had_before() {
    let world = everything();
    let entries = world.books.entries();
    let mut seen = 0;
    for entry in entries {
        for block in json(entry)["blocks"].as_array().into_iter().flatten() {
            let units: crate::unit::UnitRange = the(block["units"].as_str().unwrap());
            let Some(previous) = block["previous"].as_str() else {
                assert!(["issue", "issue-article-6-4"].contains(&entry.act));
                continue;
            };
            let former = entries.iter().find(|it| it.leaf_index.to_string() == previous).unwrap();
            assert!(former.number < entry.number);
            let touched = json(former)["blocks"].as_array().unwrap().iter().any(|it| {
                let whole = it["of"].as_str().or_else(|| it["units"].as_str()).unwrap();
                the::<crate::unit::UnitRange>(whole).serials.overlap(units.serials)
                    == Some(units.serials)
            });
            assert!(touched, "{previous} of {}", entry.leaf);
            seen += 1;
        }
    }
    assert!(seen >= 6);
}

#[test]
fn leaves_have_consecutive_indices_and_give_the_root() {
    let world = everything();
    let mut tree = Frontier::default();
    for (index, entry) in world.books.entries().iter().enumerate() {
        assert_eq!(entry.leaf_index, u64::try_from(index).unwrap());
        assert_eq!(entry.number, i64::try_from(index).unwrap() + 1);
        assert_eq!(entry.leaf_hash, leaf_hash(entry.leaf.as_bytes()));
        tree.append(leaf_hash(entry.leaf.as_bytes()));
    }
    assert_eq!(tree, world.books.head.log);
}

fn committed(entry: &Entry, field: &str) -> Digest {
    the(json(entry)["commit"][field].as_str().unwrap())
}

#[test]
fn a_commitment_opens_with_its_salt_and_text_and_with_no_other() {
    let world = everything();
    let entry = world.books.entries().iter().find(|it| it.act == "first-transfer").unwrap();
    let salt = entry.evidence().unwrap().salt;
    let reference = committed(entry, "reference");
    assert_eq!(reference, commitment(salt, "reference", "our deal 77"));
    assert_ne!(reference, commitment(salt, "reference", "our deal 78"));
    assert_ne!(reference, commitment(salt, "accounts", "our deal 77"));
    assert_ne!(reference, commitment(Digest::of(&[b"guess"]), "reference", "our deal 77"));
    assert_ne!(reference, Digest::of(&[b"our deal 77"]), "nor without a salt");
    let officers = serde_json::to_string(&(
        &entry.evidence().unwrap().proposal,
        &entry.evidence().unwrap().by,
    ))
    .unwrap();
    assert_eq!(committed(entry, "officers"), commitment(salt, "officers", &officers));
}

#[test]
fn the_entries_of_a_batch_have_salts_of_their_own() {
    let (mut world, from, _, units) = World::stage(terms("A1", "NDC", None));
    let other = world.account(XAL, "100");
    let one = |serial| transfer(from, other, part(units, serial, serial));
    let batch = world.draft(XAL, vec![one("1"), one("2"), one("3")]);
    let receipt = world.carry_out(&batch).unwrap();
    let salts: Vec<_> = (receipt.first_entry..=receipt.last_entry)
        .map(|number| world.entry(number).evidence().unwrap().salt)
        .collect();
    assert_eq!(salts.len(), 3);
    assert!(salts[0] != salts[1] && salts[1] != salts[2] && salts[0] != salts[2]);
    let commitments = (receipt.first_entry..=receipt.last_entry)
        .map(|number| committed(world.entry(number), "accounts"))
        .collect::<std::collections::BTreeSet<_>>();
    assert_eq!(commitments.len(), 3, "equal texts do not look alike");
}

#[test]
fn the_largest_act_makes_a_leaf_below_64_kib() {
    let (mut world, from, to, all) = {
        let mut world = World::new();
        let (from, to) = (world.account(XAL, "100"), world.account(XBO, "100"));
        world.act(XAL, Order::Authorize(terms(&"A".repeat(100), "NDC", None)));
        let id = "A".repeat(100);
        let all = world.issue(XAL, from, Some(&id), 9_223_372_036_854_775_806);
        (world, from, to, all)
    };
    let other = world.account(XAL, "100");
    let top = 9_223_372_036_854_775_806_u64;
    let cut = |world: &mut World, number: u64| {
        let (first, last) = ((top - 2 * number).to_string(), (top - 2 * number).to_string());
        world.act(XAL, transfer(from, other, part(all, &first, &last)));
        world.act(XAL, transfer(other, from, part(all, &first, &last)));
    };
    for number in 0..50 {
        cut(&mut world, number);
    }
    let units = part(all, &(top - 99).to_string(), &top.to_string());
    assert_eq!(world.books.blocks_in(&units).count(), 100);
    let reference = Some(the(&"\u{1F331}".repeat(200)));
    let order = Order::FirstTransfer(Transfer { from, to, units, reference });
    let wider = part(all, &(top - 100).to_string(), &top.to_string());
    cut(&mut world, 50);
    assert_eq!(world.code(XAL, first_transfer(from, to, wider)), "too-many-blocks");
    let receipt = world.act(XAL, order);
    let leaf = &world.entry(receipt.last_entry).leaf;
    assert!(leaf.len() < 64 * 1024, "{} bytes", leaf.len());
    assert!(leaf.len() > 12 * 1024, "{} bytes: this is the large one", leaf.len());
}

#[test]
fn long_lists_are_refused_and_the_longest_make_a_leaf_below_64_kib() {
    let mut world = World::new();
    let long = |count| vec!["XAL"; count];
    assert_eq!(world.code(XAL, record_approach("CA9002", &long(251))), "list-too-long");
    world.act(XAL, record_approach("CA9002", &long(250)));
    let longest: Sector = the("Cross-sectoral mechanisms");
    let lists = |count| Terms {
        parties: vec![the("XBO"); count],
        sectors: vec![longest; count],
        document: Some(the(&"\u{1F331}".repeat(500))),
        ..terms("A1", "NDC", None)
    };
    assert_eq!(world.code(XAL, Order::Authorize(lists(251))), "list-too-long");
    let types = vec![the("Energy Efficiency own generation"); 250];
    let full = Terms { activity_types: types, ..lists(250) };
    let receipt = world.act(XAL, Order::Authorize(full));
    assert!(world.entry(receipt.last_entry).leaf.len() < 64 * 1024);
    let mut section = super::world::open_section("XDE");
    if let Order::OpenSection(order) = &mut section {
        order.ndc_periods = vec![years("2021", "2025").into(); 251];
    }
    assert_eq!(world.code(OFFICE, section), "list-too-long");
}

#[test]
fn a_cancellation_says_why_and_keeps_the_remark_r148() {
    let (mut world, _, to, units) = World::abroad(terms("A1", "NDC", None));
    let gone = world.account(XBO, "310");
    let receipt = world.act(XBO, cancel(to, gone, units, CancellationReason::Voluntary));
    assert_eq!(json(world.entry(receipt.last_entry))["facts"]["reason"], "voluntary");
}
