//! Units that an open inconsistency names, on the real PostgreSQL.

use app::reporting::{DisputedUnits, ReportingError};
use app::{Answer, ApproveError, Draft, ProposeError, Registry, RequestKey};
use domain::account::{AccountKind, AccountNumber};
use domain::digest::Digest;
use domain::ledger::{Order, Receipt};
use testkit::orders::{open_account, read, transfer, use_towards_ndc};
use testkit::registry::Parties;

use super::filings::{YEAR, aef, file, shortened, transferred};

/// Borvia reports ten units less than Alorea says to have sent: 991 to 1000.
fn contradicting() -> Parties {
    let parties = transferred();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let account = open_account(AccountKind::UseTowardsNdc, Some(read(YEAR)));
    parties.test.must(&borvia.officers, account);
    file(&parties, alorea, &aef(&parties, alorea, "1.0"));
    file(&parties, borvia, &shortened(aef(&parties, borvia, "1.0")));
    parties
}

fn uses(parties: &Parties, serials: &str) -> Order {
    let into = AccountNumber::new(parties.borvia.party, AccountKind::UseTowardsNdc, 2);
    let units = read(&format!("CA9001-XAL01-XAL-{serials}-2024"));
    use_towards_ndc(parties.borvia.holding, into, units, read(YEAR))
}

fn key(name: &str) -> RequestKey {
    RequestKey { key: read(name), fingerprint: Digest::of(&[name.as_bytes()]) }
}

/// What Borvia's first officer proposes.
fn propose(registry: &Registry, parties: &Parties, order: Order) -> Result<Receipt, ProposeError> {
    let caller = &parties.borvia.officers.initiator;
    let draft = Draft::confirmed(vec![order]);
    let ticket = registry.propose(caller, draft, key(&registry.new_id().to_string()))?;
    let Answer::Done(receipt) = ticket.wait().unwrap() else { unreachable!("a new key") };
    Ok(receipt)
}

#[test]
fn units_that_an_open_inconsistency_names_are_marked_until_it_is_corrected_r269() {
    let parties = contradicting();
    let registry = &parties.test.registry;
    let before = parties.test.of_another_process();
    assert_eq!(before.open_inconsistencies(read("CA9001-XAL01-XAL-991-2024")), None, "not known");
    let marks = |serials: &str| {
        registry.follow_reports().unwrap();
        let units = read(&format!("CA9001-XAL01-XAL-{serials}-2024"));
        let open = registry.open_inconsistencies(units).unwrap().into_iter();
        open.map(|it| format!("{} {} {}", it.check, it.party, it.year)).collect::<Vec<_>>()
    };
    assert_eq!(marks("1..1000"), ["X01 XAL 2026", "X01 XBO 2026"]);
    assert_eq!(marks("1..990"), [""; 0]);
    assert_eq!(marks("991"), ["X01 XAL 2026", "X01 XBO 2026"]);
    file(&parties, &parties.borvia, &aef(&parties, &parties.borvia, "1.1"));
    assert_eq!(marks("1..1000"), [""; 0]);
}

#[test]
fn marked_units_are_not_used_towards_an_ndc_and_all_else_may_be_done_with_them_r269() {
    let parties = contradicting();
    let (registry, borvia) = (&parties.test.registry, &parties.borvia);
    let refused = propose(registry, &parties, uses(&parties, "985..995")).unwrap_err();
    let ProposeError::Reporting(ReportingError::Disputed { open, .. }) = refused else {
        panic!("{refused}")
    };
    assert_eq!((open.check, open.party), (read("X01"), parties.alorea.party));
    let tried = Draft::confirmed(vec![uses(&parties, "991..1000")]);
    let refused = registry.try_out(&borvia.officers.initiator, tried).err().unwrap();
    let told = matches!(refused, ProposeError::Reporting(ReportingError::Disputed { .. }));
    assert!(told, "trying tells it too: {refused}");
    parties.test.must(&borvia.officers, uses(&parties, "1..990"));
    let units = read("CA9001-XAL01-XAL-991..1000-2024");
    parties.test.must(&borvia.officers, transfer(borvia.holding, parties.cendria.holding, units));
}

#[test]
fn what_was_proposed_before_they_were_marked_is_not_approved_until_they_agree_r269() {
    let parties = transferred();
    let (registry, alorea, borvia) = (&parties.test.registry, &parties.alorea, &parties.borvia);
    let account = open_account(AccountKind::UseTowardsNdc, Some(read(YEAR)));
    parties.test.must(&borvia.officers, account);
    let receipt = propose(registry, &parties, uses(&parties, "991..1000")).unwrap();
    file(&parties, alorea, &aef(&parties, alorea, "1.0"));
    file(&parties, borvia, &shortened(aef(&parties, borvia, "1.0")));
    let approver = &borvia.officers.approver;
    let shown = registry.digest_of(approver, receipt.proposal).unwrap();
    let approve = |name| registry.approve(approver, receipt.proposal, shown, key(name));
    let refused = approve("first").err().unwrap();
    let is_disputed = |refused: &ApproveError| {
        matches!(refused, ApproveError::Reporting(ReportingError::Disputed { .. }))
    };
    assert!(is_disputed(&refused), "{refused}");
    let tried = registry.try_out_approval(approver, receipt.proposal, shown).err().unwrap();
    assert!(is_disputed(&tried), "{tried}");
    file(&parties, borvia, &aef(&parties, borvia, "1.1"));
    let answer = approve("again").unwrap().wait().unwrap();
    let Answer::Done(done) = answer else { panic!("{answer:?}") };
    // Whatever is filed later: who has approved gets the receipt again, under any key.
    file(&parties, borvia, &shortened(aef(&parties, borvia, "1.2")));
    for key in ["again", "another"] {
        let Answer::Repeated(repeated) = approve(key).unwrap().wait().unwrap() else {
            panic!("{key}: it is not known")
        };
        assert_eq!(repeated.first_entry, done.first_entry, "{key}");
    }
}

#[test]
fn a_report_that_fails_by_itself_disputes_nothing_r261_r269() {
    let parties = transferred();
    let (registry, borvia) = (&parties.test.registry, &parties.borvia);
    let mut broken = aef(&parties, borvia, "1.0");
    broken.holdings.clear();
    file(&parties, borvia, &broken);
    registry.follow_reports().unwrap();
    let units = read("CA9001-XAL01-XAL-1..1000-2024");
    assert_eq!(registry.open_inconsistencies(units), Some(Vec::new()));
}

#[test]
fn an_installation_may_let_them_be_used_r269() {
    let parties = contradicting();
    let lenient = parties.test.with_disputed_units(DisputedUnits::MayBeUsed);
    propose(&lenient, &parties, uses(&parties, "991..1000")).unwrap();
}
