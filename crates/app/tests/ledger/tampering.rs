//! Whatever is changed behind the registry's back, and is not consistent with the rest, is found,
//! with its place.

use domain::account::AccountNumber;
use domain::beneficiary::Beneficiary;
use domain::ledger::{Order, RecordConversion};
use domain::underlying::Underlying;
use store::logins::Login;
use store::verify::{Finding, verify};
use testkit::orders::{
    cancel, first_transfer, inventory_year, issue, read, revoke, set_ndc_period, terms,
    use_towards_ndc,
};
use testkit::registry::Parties;

/// A registry in which units were issued, transferred, used and cancelled, and a proposal waits.
fn lived() -> Parties {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.issued(3000);
    let backed = underlying("500");
    parties.test.must(&alorea.officers, backed_issue(alorea.holding, 500, backed));
    let moved = read("CA9001-XAL01-XAL-2001..3000-2024");
    parties.test.must(&alorea.officers, first_transfer(alorea.holding, borvia.holding, moved));
    let used = read("CA9001-XAL01-XAL-2501..3000-2024");
    let order = use_towards_ndc(borvia.holding, borvia.used, used, read("2026"));
    parties.test.must(&borvia.officers, order);
    let ended = read("CA9001-XAL01-XAL-2001..2010-2024");
    let mut order = cancel(borvia.holding, borvia.cancelled, ended);
    if let Order::Cancel(order) = &mut order {
        let (name, country, remark) = (read("Borvia Airways"), None, None);
        order.beneficiary = Some(Beneficiary { name, country, remark });
    }
    parties.test.must(&borvia.officers, order);
    let (approach, metric, method) = (read("CA9001"), read("MWh"), read("grid average"));
    let factor = read("0.4571");
    let conversion = RecordConversion { approach, metric, version: 1, method, factor };
    parties.test.must(&borvia.officers, Order::RecordConversion(conversion));
    let waiting = read("CA9001-XAL01-XAL-1..100-2024");
    let order = first_transfer(alorea.holding, borvia.holding, waiting);
    parties.test.propose(&alorea.officers, vec![order]).unwrap();
    parties.test.must(&alorea.officers, Order::Authorize(terms("A/2", "CA9001")));
    parties.test.must(&alorea.officers, revoke("A/2"));
    parties.test.must(&parties.cendria.officers, set_ndc_period("T"));
    parties.test.must(&borvia.officers, inventory_year("2024", "485000.5"));
    parties.test.must(&borvia.officers, inventory_year("2024", "485001"));
    parties
}

fn backed_issue(into: AccountNumber, quantity: u64, backed: Underlying) -> Order {
    let mut order = issue(into, "CA9001", quantity, "A-1");
    if let Order::Issue(order) = &mut order {
        order.underlying = Some(backed);
    }
    order
}

fn underlying(last: &str) -> Underlying {
    let (registry, first, last) = (read("GS"), read("GS-1"), read(&format!("GS-{last}")));
    Underlying { registry, first, last, immobilized: read("letter 7") }
}

fn findings(parties: &Parties) -> Vec<Finding> {
    verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap().findings
}

/// Does this as a superuser, past all triggers, and expects a finding there. `{leaf}` is the log
/// index of entry 20, and `{next}` the one after it.
fn found_after(sql: &str, place: &str) {
    let parties = lived();
    let leaf = "SELECT log_index AS number FROM registry.entry WHERE entry_no = 20";
    let leaf = parties.test.number(leaf);
    let next = leaf.saturating_add(1);
    let named =
        |text: &str| text.replace("{leaf}", &leaf.to_string()).replace("{next}", &next.to_string());
    let (sql, place) = (named(sql), &*named(place));
    parties.test.as_superuser(&format!("SET session_replication_role = replica; {sql}"));
    let findings = findings(&parties);
    assert!(
        findings.iter().any(|finding| finding.place.contains(place)),
        "nothing found at {place}: {findings:#?}"
    );
}

#[test]
fn a_registry_that_nobody_touched_verifies() {
    let parties = lived();
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.units, 3500);
    assert!(report.entries > 30 && report.leaves > report.entries);
}

#[test]
fn a_changed_inventory_is_found_r208() {
    found_after(
        "UPDATE registry.inventory_year SET covered = '485001.5' WHERE version = 2",
        "inventory_year (2, 2024, 2)",
    );
}

#[test]
fn an_inventory_that_nobody_recorded_is_found_r208() {
    found_after(
        "INSERT INTO registry.inventory_year VALUES (2, 2024, 3, '1', NULL, NULL, 'a friend', 9)",
        "inventory_year (2, 2024, 3)",
    );
}

#[test]
fn an_inventory_that_is_gone_is_found_r208() {
    found_after(
        "DELETE FROM registry.inventory_year WHERE version = 1",
        "inventory_year (2, 2024, 1)",
    );
}

#[test]
fn a_moved_block_is_found() {
    let other = "(SELECT id FROM registry.account WHERE number LIKE 'XCE-100%')";
    found_after(
        &format!("UPDATE registry.unit_block SET account_id = {other} WHERE first_serial = 3001"),
        "unit_block series 1 first 3001",
    );
}

#[test]
fn a_block_in_another_section_is_found() {
    found_after(
        "UPDATE registry.unit_block SET section_id = 3 WHERE first_serial = 3001",
        "unit_block series 1 first 3001",
    );
}

#[test]
fn an_added_block_is_found() {
    found_after(
        "INSERT INTO registry.unit_block SELECT series_no, 9001, 9100, account_id, section_id, \
         issuance_no, authorization_no, first_transfer_entry, since_entry, since_leaf, \
         since_occurred FROM registry.unit_block WHERE first_serial = 1",
        "unit_block series 1 first 9001",
    );
}

#[test]
fn a_removed_block_is_found() {
    found_after(
        "DELETE FROM registry.unit_block WHERE first_serial = 3001",
        "unit_block series 1 first 3001",
    );
}

#[test]
fn a_duplicated_block_is_found() {
    found_after(
        "INSERT INTO registry.unit_block SELECT series_no, 2, last_serial, account_id, section_id, \
         issuance_no, authorization_no, first_transfer_entry, since_entry, since_leaf, \
         since_occurred FROM registry.unit_block WHERE first_serial = 1",
        "unit_block series 1 first 2",
    );
}

#[test]
fn a_changed_quantity_is_found() {
    found_after(
        "UPDATE registry.unit_block SET last_serial = last_serial + 1 WHERE first_serial = 3001",
        "unit_block series 1 first 3001",
    );
}

#[test]
fn a_changed_vintage_is_found() {
    found_after("UPDATE registry.series SET vintage = 2025", "series 1");
}

#[test]
fn a_changed_party_is_found() {
    found_after("UPDATE registry.series SET party = 'XBO'", "series 1");
}

#[test]
fn a_changed_lifetime_is_found() {
    found_after(
        "UPDATE registry.unit_block SET since_entry = since_entry - 1 WHERE first_serial = 3001",
        "unit_block series 1 first 3001",
    );
    found_after(
        "UPDATE registry.unit_block_past SET until_entry = until_entry + 1 WHERE first_serial = 1",
        "unit_block_past series 1 first 1",
    );
}

#[test]
fn a_removed_past_state_is_found() {
    found_after(
        "DELETE FROM registry.unit_block_past WHERE first_serial = 1",
        "unit_block_past series 1 first 1",
    );
}

#[test]
fn a_first_transfer_undone_is_found() {
    found_after(
        "UPDATE registry.unit_block SET first_transfer_entry = NULL WHERE first_serial = 2011",
        "unit_block series 1 first 2011",
    );
}

#[test]
fn an_edited_entry_is_found() {
    found_after(
        "UPDATE registry.entry SET occurred_at = occurred_at - interval '1 day' WHERE entry_no = 20",
        "entry 20",
    );
    found_after(
        "UPDATE registry.entry SET content = jsonb_set(content, '{by,kind}', '\"program\"') \
         WHERE entry_no = 20",
        "entry",
    );
}

#[test]
fn reordered_entries_are_found() {
    found_after(
        "UPDATE registry.entry SET entry_no = 1020 WHERE entry_no = 20; \
         UPDATE registry.entry SET entry_no = 20 WHERE entry_no = 22; \
         UPDATE registry.entry SET entry_no = 22 WHERE entry_no = 1020",
        "entry 20",
    );
}

#[test]
fn a_removed_entry_is_found() {
    found_after("DELETE FROM registry.entry WHERE entry_no = 20", "entry 20");
}

#[test]
fn an_added_entry_is_found() {
    found_after(
        "INSERT INTO registry.entry SELECT 1000, 1000, section_id, other_section_id, act, \
         recorded_at, occurred_at, content FROM registry.entry WHERE entry_no = 20",
        "entry 1000",
    );
}

#[test]
fn an_edited_leaf_is_found() {
    found_after(
        "UPDATE transparency.log_leaf SET leaf = replace(leaf, 'party', 'partY') WHERE idx = {leaf}",
        "log_leaf {leaf}",
    );
    found_after(
        "UPDATE transparency.log_leaf SET leaf_hash = sha256('') WHERE idx = {leaf}",
        "log_leaf {leaf}",
    );
}

#[test]
fn a_removed_leaf_is_found() {
    found_after("DELETE FROM transparency.log_leaf WHERE idx = {leaf}", "log_leaf {leaf}");
    found_after(
        "DELETE FROM transparency.log_leaf \
         WHERE idx = (SELECT max(idx) FROM transparency.log_leaf)",
        "entry",
    );
}

#[test]
fn swapped_leaves_are_found() {
    found_after(
        "UPDATE transparency.log_leaf SET idx = 1019 WHERE idx = {leaf}; \
         UPDATE transparency.log_leaf SET idx = {leaf} WHERE idx = {next}; \
         UPDATE transparency.log_leaf SET idx = {next} WHERE idx = 1019",
        "entry 21",
    );
}

#[test]
fn a_leaf_of_an_unknown_version_is_refused() {
    found_after(
        "UPDATE transparency.log_leaf SET leaf = replace(leaf, '\"v\":1', '\"v\":2'), \
         leaf_hash = sha256('\\x00'::bytea || convert_to(replace(leaf, '\"v\":1', '\"v\":2'), \
         'UTF8')) WHERE idx = {leaf}",
        "log_leaf {leaf}",
    );
}

#[test]
fn a_head_that_was_rolled_back_is_found() {
    found_after(
        "DELETE FROM transparency.log_batch \
         WHERE batch_no = (SELECT max(batch_no) FROM transparency.log_batch)",
        "log_batch",
    );
    found_after(
        "UPDATE transparency.log_batch SET last_series = 7 WHERE batch_no = 5",
        "log_batch 5",
    );
}

#[test]
fn a_changed_reservation_is_found() {
    found_after("UPDATE registry.reservation SET last_serial = 99", "reservation (1, 1)");
    found_after("DELETE FROM registry.reservation", "reservation (1, 1)");
}

#[test]
fn a_changed_cap_is_found() {
    found_after(
        "UPDATE registry.authorization SET terms = jsonb_set(terms, '{quantity}', '\"5\"')",
        "authorization (1, 1)",
    );
    found_after(
        "UPDATE registry.authorization_use SET first_transferred = 0",
        "authorization_use 1",
    );
}

#[test]
fn a_changed_idempotency_key_is_found() {
    let one = "WHERE first_entry = 20";
    found_after(
        &format!("UPDATE registry.request_key SET fingerprint = sha256('') {one}"),
        "request_key of entry 20",
    );
    found_after(&format!("DELETE FROM registry.request_key {one}"), "request_key of entry 20");
}

#[test]
fn a_changed_kind_of_account_is_found() {
    found_after("UPDATE registry.account SET kind = '100' WHERE kind = '310'", "account");
}

#[test]
fn a_changed_proposal_or_decision_is_found() {
    found_after(
        "UPDATE registry.proposal SET digest = sha256('') WHERE proposed_entry = 21",
        "entry 21",
    );
    found_after("UPDATE registry.decision SET decided_kind = 'program'", "decision");
    found_after("UPDATE registry.proposal SET number = number + 100", "proposal");
}

#[test]
fn changed_underlying_units_are_found_r141() {
    found_after("UPDATE registry.underlying SET high = '{400}'", "underlying 2");
    found_after("DELETE FROM registry.underlying", "underlying 2");
}

#[test]
fn a_changed_beneficiary_is_found_tr07() {
    found_after("UPDATE registry.beneficiary SET name = 'Cendria Airways'", "beneficiary");
    found_after(
        "UPDATE registry.beneficiary SET verdict = 'publish', reason = 'none', reviewed_entry = 7",
        "beneficiary",
    );
    found_after("DELETE FROM registry.beneficiary", "beneficiary");
}

#[test]
fn a_changed_conversion_is_found_r076() {
    found_after("UPDATE registry.conversion SET factor = '0.5'", "conversion");
    found_after("DELETE FROM registry.conversion", "conversion");
}

#[test]
fn a_changed_revocation_is_found_r119() {
    found_after("UPDATE registry.revocation SET reason = 'No reason'", "revocation 2");
    found_after("UPDATE registry.revocation SET revoked_on = '2026-01-01'", "revocation 2");
    found_after("DELETE FROM registry.revocation", "revocation 2");
    found_after(
        "INSERT INTO registry.revocation VALUES (1, 1, '2024-06-01', 'None', 20)",
        "revocation 1",
    );
}

#[test]
fn a_removed_warning_is_found() {
    found_after(
        "UPDATE registry.entry SET content = content - 'warnings' WHERE content ? 'warnings'",
        "entry",
    );
}

#[test]
fn a_changed_declaration_is_found_r010_r012() {
    found_after(
        "UPDATE registry.declaration SET content = jsonb_set(content, '{contributes,answer}', \
         '\"no\"') WHERE section_id = 2 AND kind = 'participation'",
        "declaration (2, \"participation\"",
    );
    found_after(
        "DELETE FROM registry.declaration WHERE section_id = 1 AND kind = 'initial-report'",
        "declaration (1, \"initial-report\"",
    );
    found_after(
        "INSERT INTO registry.declaration SELECT section_id, kind, 1000, content \
         FROM registry.declaration WHERE section_id = 3",
        "declaration (3, \"participation\", 1000)",
    );
}

#[test]
fn a_changed_period_is_found_r006() {
    for change in ["method = 'V'", "metric = 'MWh'", "last_year = 2029", "since_entry = 20"] {
        found_after(
            &format!("UPDATE registry.ndc_period SET {change} WHERE section_id = 3"),
            "ndc_period (3, 2021)",
        );
    }
}
