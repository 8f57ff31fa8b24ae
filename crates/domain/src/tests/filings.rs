//! Filing reports, in versions that stay, and explaining what does not agree in them.

use super::world::{QUN, World, XAL, XBO, officer, the};
use crate::aef::TableId;
use crate::digest::Digest;
use crate::filing::Claim;
use crate::ledger::{ExplainInconsistency, FileReport, Order, Refusal, commitment};

pub(super) fn file_report(version: &str, claims: Vec<Claim>) -> FileReport {
    let file = Digest::of(&[version.as_bytes()]);
    FileReport { year: the("2025"), version: the(version), file, claims }
}

fn file(version: &str) -> Order {
    Order::FileReport(file_report(version, Vec::new()))
}

pub(super) fn claim(table: TableId, field: &str) -> Claim {
    Claim { table, field: the(field), basis: the("a contract with the hidden Stoves Ltd") }
}

fn explain(party: &str, year: &str) -> Order {
    let text = the("The other Party reports in the year after.");
    let (party, year, check) = (the(party), the(year), the("X01"));
    Order::ExplainInconsistency(ExplainInconsistency { party, year, check, text })
}

fn versions(world: &World) -> Vec<String> {
    let filed = world.books.filings.get(&(XAL, the("2025")));
    filed.into_iter().flatten().map(|it| it.version.to_string()).collect()
}

#[test]
fn two_persons_file_a_report_r238() {
    let mut world = World::new();
    let proposal = world.draft(XAL, vec![file("1.0")]);
    world.propose(&proposal).unwrap();
    assert!(versions(&world).is_empty(), "one person files nothing");
    let own = world.approve_as(&proposal, officer(XAL, 1), proposal.digest());
    assert_eq!(own.unwrap_err().why.code(), "own-proposal");
    world.approve(&proposal).unwrap();
    assert_eq!(versions(&world), ["1.0"]);
}

#[test]
fn an_equal_version_is_a_duplicate_and_a_lower_one_is_obsolete_r238() {
    let mut world = World::new();
    let receipt = world.act(XAL, file("1.9"));
    let (party, year) = (the("XAL"), the("2025"));
    let refused = world.refused(XAL, file("1.9"));
    let (version, entry) = (the("1.9"), receipt.last_entry);
    assert_eq!(refused, Refusal::SubmissionDuplicate { party, year, version, entry });
    world.act(XAL, file("1.10"));
    let refused = world.refused(XAL, file("1.8"));
    let (version, newest) = (the("1.8"), the("1.10"));
    assert_eq!(refused, Refusal::SubmissionObsolete { party, year, version, newest });
    assert_eq!(world.code(XAL, file("1.9")), "submission-duplicate", "an older one as well");
}

#[test]
fn what_was_filed_stays_beside_its_corrections_r239() {
    let mut world = World::new();
    for version in ["2.3", "2.4", "10.0"] {
        world.act(XAL, file(version));
    }
    assert_eq!(versions(&world), ["2.3", "2.4", "10.0"], "the first may be any");
    world.act(XBO, file("1.0"));
    let other_year = FileReport { year: the("2024"), ..file_report("1.0", Vec::new()) };
    world.act(XAL, Order::FileReport(other_year));
    assert_eq!(versions(&world).len(), 3, "Parties and years are apart");
}

#[test]
fn a_year_that_has_not_begun_is_not_reported_r230() {
    let mut world = World::new();
    let order = FileReport { year: the("2099"), ..file_report("1.0", Vec::new()) };
    let refused = world.refused(XAL, Order::FileReport(order));
    assert_eq!(refused, Refusal::ReportedYearAhead { year: the("2099") });
}

#[test]
fn what_may_not_be_kept_back_and_what_is_named_twice_is_refused_r293() {
    let mut world = World::new();
    let quantity = claim(TableId::Actions, "QuantityCO2");
    let order = Order::FileReport(file_report("1.0", vec![quantity]));
    assert_eq!(world.code(XAL, order), "claim-not-allowed");
    let elsewhere = claim(TableId::Holdings, "AuthorizedEntityName");
    let order = Order::FileReport(file_report("1.0", vec![elsewhere]));
    assert_eq!(world.code(XAL, order), "claim-not-allowed");
    let name = claim(TableId::AuthorizedEntities, "AuthorizedEntityName");
    let twice = Order::FileReport(file_report("1.0", vec![name.clone(), name]));
    assert_eq!(world.code(XAL, twice), "claim-twice");
}

/// From the hash of the bytes, and all else that is published, one could guess what is kept back.
#[test]
fn the_log_commits_to_the_hash_and_to_what_is_kept_back_r292() {
    let mut world = World::new();
    let claims = vec![claim(TableId::AuthorizedEntities, "AuthorizedEntityName")];
    let order = file_report("1.0", claims);
    let receipt = world.act(XAL, Order::FileReport(order.clone()));
    let entry = world.entry(receipt.last_entry);
    let leaf: serde_json::Value = serde_json::from_str(&entry.leaf).unwrap();
    assert_eq!(leaf["facts"]["version"], "1.0");
    assert_eq!(leaf["facts"]["year"], "2025");
    for hidden in [order.file.to_string().as_str(), "Stoves", "AuthorizedEntityName"] {
        assert!(!entry.leaf.contains(hidden), "{hidden} in {}", entry.leaf);
    }
    let committed = commitment(entry.evidence().unwrap().salt, "file", &order.file.to_string());
    assert_eq!(leaf["commit"]["file"], committed.to_string());
    let of_claims = "authorized_entities AuthorizedEntityName: \
                     a contract with the hidden Stoves Ltd";
    let committed = commitment(entry.evidence().unwrap().salt, "claims", of_claims);
    assert_eq!(leaf["commit"]["claims"], committed.to_string());
}

#[test]
fn an_explanation_is_of_a_report_that_was_filed_and_is_published_r268() {
    let mut world = World::new();
    let refused = world.refused(XBO, explain("XAL", "2025"));
    assert_eq!(refused, Refusal::ReportUnknown { party: the("XAL"), year: the("2025") });
    world.act(XAL, file("1.0"));
    assert_eq!(world.code(XBO, explain("XAL", "2024")), "report-unknown");
    let receipt = world.act(XBO, explain("XAL", "2025"));
    let leaf = &world.entry(receipt.last_entry).leaf;
    assert!(leaf.contains("The other Party reports in the year after."), "{leaf}");
    let kept = world.books.explanations.get(&receipt.last_entry).unwrap();
    assert_eq!((kept.section, kept.party, kept.check), (XBO, the("XAL"), the("X01")));
}

#[test]
fn the_mechanism_reports_nothing() {
    let mut world = World::new();
    world.mechanism();
    assert_eq!(world.code(QUN, file("1.0")), "not-for-mechanism");
    assert_eq!(world.code(QUN, explain("XAL", "2025")), "not-for-mechanism");
}

#[test]
fn the_year_that_goes_on_can_be_reported_and_the_next_cannot_r230() {
    let mut world = World::new();
    world.at("2027-03-01T12:00:00Z");
    let of = |year: &str| {
        Order::FileReport(FileReport { year: the(year), ..file_report("1.0", Vec::new()) })
    };
    assert_eq!(world.code(XAL, of("2028")), "reported-year-ahead");
    world.act(XAL, of("2027"));
}
