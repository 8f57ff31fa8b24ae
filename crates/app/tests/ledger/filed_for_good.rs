//! What was filed is what everybody reads for good: whatever is changed behind the registry's back is
//! found.

use domain::ledger::{ExplainInconsistency, Order};
use store::logins::Login;
use store::verify::verify;
use testkit::orders::read;

use super::filings::{YEAR, aef, file, shortened, transferred};

/// Does this as a superuser, past all triggers and constraints, and expects a finding there.
fn found_after(sql: &str, place: &str) {
    let parties = transferred();
    file(&parties, &parties.alorea, &aef(&parties, &parties.alorea, "1.0"));
    file(&parties, &parties.borvia, &shortened(aef(&parties, &parties.borvia, "1.0")));
    let (party, year, check) = (read("XAL"), read(YEAR), read("X01"));
    let order = ExplainInconsistency { party, year, check, text: read("Ten came later.") };
    parties.test.must(&parties.borvia.officers, Order::ExplainInconsistency(order));
    let url = parties.test.database.url(Login::Checker);
    assert_eq!(verify(&url, &mut |_| {}).unwrap().findings, []);
    let unguarded = "SET session_replication_role = replica;
        ALTER TABLE reporting.file DROP CONSTRAINT hash_is_of_the_bytes;";
    parties.test.as_superuser(&format!("{unguarded} {sql}"));
    let findings = verify(&url, &mut |_| {}).unwrap().findings;
    let found = findings.iter().any(|it| format!("{}: {}", it.place, it.what).contains(place));
    assert!(found, "nothing found at {place}: {findings:#?}");
}

#[test]
fn changed_bytes_of_a_filed_report_are_found_r239() {
    found_after(
        "UPDATE reporting.file SET bytes = bytes || 'x' WHERE section_id = 1",
        "its bytes do not have its hash",
    );
}

#[test]
fn a_file_that_nobody_handed_in_that_is_gone_or_was_filed_as_another_is_found() {
    found_after(
        "INSERT INTO reporting.file SELECT 3, sha256('x'), format, year, major, minor, 'x' \
         FROM reporting.file WHERE section_id = 1",
        "of section 3: no event kept it",
    );
    found_after("DELETE FROM reporting.file WHERE section_id = 1", "of section 1: it is missing");
    found_after(
        "UPDATE reporting.file SET minor = minor + 1 WHERE section_id = 1",
        "its file is said to be of another year or version",
    );
}

#[test]
fn another_version_another_claim_and_a_filing_that_is_gone_are_found_r239() {
    found_after("UPDATE reporting.filing SET minor = 7 WHERE section_id = 1", "filing (1, 2026");
    let claim = r#"[{"table": "actions", "field": "x", "basis": "y"}]"#;
    found_after(
        &format!("UPDATE reporting.filing SET claims = '{claim}' WHERE section_id = 2"),
        "filing (2, 2026",
    );
    found_after("DELETE FROM reporting.filing WHERE section_id = 2", "filing (2, 2026");
}

#[test]
fn another_explanation_is_found_r268() {
    found_after("UPDATE reporting.explanation SET words = 'They are right.'", "explanation");
}
