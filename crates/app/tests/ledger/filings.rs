//! Reports, from the file to what everybody reads of it, on the real PostgreSQL.

use app::files::{FileError, HandedIn};
use app::filings::{FilingsWanted, Notice, Published, Standing};
use app::reporting::ReportingError;
use app::{Answer, Draft, ProposeError, RequestKey};
use domain::access::Caller;
use domain::aef::{Aef, Dialect, Rules, TableId, Version, write};
use domain::check::{Outcome, Verdict};
use domain::digest::Digest;
use domain::filing::Claim;
use domain::ledger::{ExplainInconsistency, FileReport, Order, Receipt};
use store::logins::Login;
use store::page::Limit;
use store::verify::verify;
use testkit::orders::{first_transfer, issue, read};
use testkit::registry::{Parties, Section, refusal};
use workbook::Format;

pub(super) const YEAR: &str = "2026";

/// Alorea has sent 1,000 of its units to Borvia.
pub(super) fn transferred() -> Parties {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.test.must(&alorea.officers, issue(alorea.holding, "CA9001", 3_000, "A-1"));
    let units = read("CA9001-XAL01-XAL-1..1000-2024");
    parties.test.must(&alorea.officers, first_transfer(alorea.holding, borvia.holding, units));
    parties
}

/// What the ledger says for a Party.
pub(super) fn aef(parties: &Parties, section: &Section, version: &str) -> Aef {
    let caller = &section.officers.initiator;
    parties.test.registry.aef(caller, read(YEAR), read(version)).unwrap()
}

fn bytes(aef: &Aef, format: Format) -> Vec<u8> {
    let (rules, dialect) = (Rules::newest().unwrap(), Dialect::Template);
    workbook::write(rules, &write(aef, dialect), dialect, format).unwrap()
}

fn hand_in(parties: &Parties, section: &Section, aef: &Aef) -> HandedIn {
    let caller = &section.officers.initiator;
    parties.test.registry.keep_file(caller, &bytes(aef, Format::Csv)).unwrap()
}

fn filing_of(kept: &HandedIn, claims: Vec<Claim>) -> Order {
    let (year, version, file) = (kept.file.year, kept.file.version, kept.file.sha256);
    Order::FileReport(FileReport { year, version, file, claims })
}

/// Hands a report in, and lets two persons file it.
pub(super) fn file(parties: &Parties, section: &Section, aef: &Aef) -> Receipt {
    file_with(parties, section, aef, Vec::new())
}

fn file_with(parties: &Parties, section: &Section, aef: &Aef, claims: Vec<Claim>) -> Receipt {
    let kept = hand_in(parties, section, aef);
    parties.test.must(&section.officers, filing_of(&kept, claims))
}

fn published(parties: &Parties) -> Vec<Published> {
    let wanted = FilingsWanted::default();
    parties.test.registry.published_filings(&wanted, None, Limit::MAX).unwrap().items
}

/// Party, version, outcome and open inconsistencies of each report, for everybody.
fn told(parties: &Parties) -> Vec<String> {
    let line = |it: Published| {
        let (filing, standing) = (it.filing, it.standing.as_str());
        format!("{} {} {standing} {}", filing.party, filing.version, it.open_inconsistencies)
    };
    published(parties).into_iter().map(line).collect()
}

fn notices(parties: &Parties, section: &Section) -> Vec<Notice> {
    parties.test.registry.notices(&section.officers.initiator).unwrap()
}

/// The same, with the first of its actions and holdings ten units shorter.
pub(super) fn shortened(mut aef: Aef) -> Aef {
    let units = read("CA9001-XAL01-XAL-1..990-2024");
    let actions = aef.actions.iter_mut().take(1).map(|row| &mut row.outcome);
    for outcome in actions.chain(aef.holdings.iter_mut().take(1).map(|row| &mut row.outcome)) {
        outcome.units = units;
        outcome.quantity = Some(990.into());
    }
    aef
}

#[test]
fn two_parties_file_what_the_ledger_says_and_everybody_reads_that_they_agree_r230_r263() {
    let parties = transferred();
    let registry = &parties.test.registry;
    for section in [&parties.alorea, &parties.borvia] {
        let caller = &section.officers.initiator;
        let (which, form) = ((read(YEAR), Version::FIRST), (Format::Xlsx, Dialect::Template));
        let kept = registry.keep_file_from_ledger(caller, which, form).unwrap();
        assert_eq!(kept.party, section.party);
        parties.test.must(&section.officers, filing_of(&kept, Vec::new()));
        let [filing] = registry.own_filings(caller).unwrap().try_into().unwrap();
        assert_eq!(filing.facts.filed.file, kept.file.sha256);
    }
    assert_eq!(told(&parties), ["XAL 1.0 consistent 0", "XBO 1.0 consistent 0"]);
    let status = registry.year_status(read(YEAR)).unwrap();
    let reported: Vec<_> = status.reported.iter().map(|(party, _)| party.to_string()).collect();
    assert_eq!(reported, ["XAL", "XBO"]);
    let missing: Vec<_> = status.missing.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["XCE"]);
    assert!(status.named.is_empty() && !status.is_overdue);
    assert_eq!(status.due.to_string(), "2027-04-15");
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
}

#[test]
fn who_has_not_reported_and_is_named_by_others_is_told_r266() {
    let parties = transferred();
    file(&parties, &parties.alorea, &aef(&parties, &parties.alorea, "1.0"));
    assert_eq!(told(&parties), ["XAL 1.0 undetermined 0"], "Borvia has not reported yet");
    let status = parties.test.registry.year_status(read(YEAR)).unwrap();
    let named: Vec<_> = status.named.iter().map(ToString::to_string).collect();
    assert_eq!(named, ["XBO"]);
    let missing: Vec<_> = status.missing.iter().map(ToString::to_string).collect();
    assert_eq!(missing, ["XBO", "XCE"]);
}

#[test]
fn a_disagreement_is_told_to_both_and_a_corrected_version_ends_it_r264_r267_r268() {
    let parties = transferred();
    let registry = &parties.test.registry;
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    file(&parties, alorea, &aef(&parties, alorea, "1.0"));
    file(&parties, borvia, &shortened(aef(&parties, borvia, "1.0")));
    assert_eq!(told(&parties), ["XAL 1.0 inconsistent 1", "XBO 1.0 inconsistent 1"]);
    for (section, other) in [(alorea, borvia), (borvia, alorea)] {
        let caller = &section.officers.initiator;
        let found = registry.examination(caller, section.party, read(YEAR)).unwrap().unwrap();
        let [failure] = found.report.failures.try_into().unwrap();
        assert_eq!((failure.check, failure.verdict), (read("X01"), Verdict::Inconsistent));
        assert_eq!(failure.units, [read("CA9001-XAL01-XAL-991..1000-2024")]);
        assert_eq!(failure.others[0].party, other.party);
        let [notice] = notices(&parties, section).try_into().unwrap();
        assert_eq!((notice.party, notice.failure.check), (other.party, read("X01")));
    }
    assert!(notices(&parties, &parties.cendria).is_empty(), "it does not concern Cendria");
    file(&parties, borvia, &aef(&parties, borvia, "1.1"));
    assert_eq!(
        told(&parties),
        ["XAL 1.0 consistent 0", "XBO 1.0 obsolete 0", "XBO 1.1 consistent 0"]
    );
    assert!(notices(&parties, alorea).is_empty() && notices(&parties, borvia).is_empty());
}

#[test]
fn a_report_that_fails_by_itself_is_left_out_when_others_are_compared_r261() {
    let parties = transferred();
    let borvia = &parties.borvia;
    let mut broken = aef(&parties, borvia, "1.0");
    broken.holdings.clear();
    file(&parties, borvia, &broken);
    file(&parties, &parties.alorea, &aef(&parties, &parties.alorea, "1.0"));
    assert_eq!(told(&parties), ["XBO 1.0 inconsistent 1", "XAL 1.0 undetermined 0"]);
    let [own] =
        parties.test.registry.own_filings(&borvia.officers.initiator).unwrap().try_into().unwrap();
    assert!(own.set_aside);
}

#[test]
fn an_equal_version_is_a_duplicate_and_a_lower_one_is_obsolete_r057_r238_r239() {
    let parties = transferred();
    let (test, alorea) = (&parties.test, &parties.alorea);
    file(&parties, alorea, &aef(&parties, alorea, "1.9"));
    file(&parties, alorea, &aef(&parties, alorea, "1.10"));
    for (version, code) in [("1.9", "submission-duplicate"), ("1.8", "submission-obsolete")] {
        let kept = hand_in(&parties, alorea, &aef(&parties, alorea, version));
        let answer = test.propose(&alorea.officers, vec![filing_of(&kept, Vec::new())]);
        assert_eq!(refusal(answer).unwrap().why.code(), code);
    }
    assert_eq!(test.number("SELECT count(*) AS number FROM reporting.filing"), 2);
}

#[test]
fn the_same_bytes_are_kept_once_and_given_back_as_they_came() {
    let parties = transferred();
    let (registry, caller) = (&parties.test.registry, &parties.alorea.officers.initiator);
    let events = "SELECT count(*) AS number FROM identity.event WHERE kind = 'file-kept'";
    for format in Format::ALL {
        let bytes = bytes(&aef(&parties, &parties.alorea, "1.0"), format);
        let before = parties.test.number(events);
        let kept = registry.keep_file(caller, &bytes).unwrap();
        assert_eq!(parties.test.number(events), before.saturating_add(1));
        assert_eq!(registry.keep_file(caller, &bytes).unwrap(), kept);
        assert_eq!(parties.test.number(events), before.saturating_add(1), "no second event");
        assert_eq!(kept.file.sha256, Digest::of(&[&bytes]));
        assert_eq!(kept.file.format, format.as_str());
        let (_, back) = registry.bytes_of_file(caller, kept.file.sha256).unwrap().unwrap();
        assert_eq!(back, bytes);
    }
}

#[test]
fn another_section_gets_no_file_and_cannot_tell_it_from_none_t01() {
    let parties = transferred();
    let registry = &parties.test.registry;
    let kept = hand_in(&parties, &parties.alorea, &aef(&parties, &parties.alorea, "1.0"));
    let stranger = &parties.borvia.officers.initiator;
    let nobodys = Digest::of(&[b"no file"]);
    for file in [kept.file.sha256, nobodys] {
        assert_eq!(registry.bytes_of_file(stranger, file).unwrap(), None);
        let (year, version) = (kept.file.year, kept.file.version);
        let order = FileReport { year, version, file, claims: Vec::new() };
        let refused = proposed(&parties, stranger, Order::FileReport(order));
        assert!(matches!(refused, Some(ReportingError::NotKept { .. })), "{refused:?}");
    }
    file(&parties, &parties.alorea, &aef(&parties, &parties.alorea, "1.0"));
    let (party, year) = (parties.alorea.party, read(YEAR));
    assert_eq!(registry.examination(stranger, party, year).unwrap(), None);
    assert_eq!(registry.filed_bytes(stranger, (party, year, Version::FIRST)).unwrap(), None);
    assert_eq!(registry.annotated_filing(stranger, party, year).unwrap(), None);
}

/// Why this is not proposed: the ledger is not even asked.
fn proposed(parties: &Parties, caller: &Caller, order: Order) -> Option<ReportingError> {
    let draft = Draft::confirmed(vec![order]);
    match parties.test.registry.propose(caller, draft, parties.test.key()) {
        Err(ProposeError::Reporting(why)) => Some(why),
        Ok(_) | Err(_) => None,
    }
}

#[test]
fn what_is_of_another_party_or_not_whole_is_not_kept() {
    let parties = transferred();
    let (registry, caller) = (&parties.test.registry, &parties.alorea.officers.initiator);
    let theirs = bytes(&aef(&parties, &parties.borvia, "1.0"), Format::Xlsx);
    let refused = registry.keep_file(caller, &theirs);
    assert!(matches!(refused, Err(FileError::OfAnotherParty { .. })));
    let whole = String::from_utf8(bytes(&aef(&parties, &parties.alorea, "1.0"), Format::Csv));
    let wrong = whole.unwrap().replace("Emission reductions", "Emission deductions");
    let Err(FileError::NotWhole(findings)) = registry.keep_file(caller, wrong.as_bytes()) else {
        panic!("it is not whole")
    };
    assert!(findings.iter().any(|it| it.found == "Emission deductions"), "{findings:?}");
    let refused = registry.keep_file(caller, b"PK\x03\x04 and nothing more");
    assert!(matches!(refused, Err(FileError::Refused(_))));
    assert_eq!(parties.test.number("SELECT count(*) AS number FROM reporting.file"), 0);
}

#[test]
fn a_file_is_filed_as_the_year_and_version_that_it_says_and_no_other() {
    let parties = transferred();
    let alorea = &parties.alorea;
    let kept = hand_in(&parties, alorea, &aef(&parties, alorea, "1.0"));
    let (file, version) = (kept.file.sha256, kept.file.version);
    for (year, version) in [("2025", version), (YEAR, read("1.1"))] {
        let order = FileReport { year: read(year), version, file, claims: Vec::new() };
        let refused = proposed(&parties, &alorea.officers.initiator, Order::FileReport(order));
        assert!(matches!(refused, Some(ReportingError::SaysOtherwise { .. })), "{refused:?}");
    }
}

/// The rows of all tables, and the head of the log.
fn everything(parties: &Parties) -> String {
    parties.test.text(
        "SELECT string_agg(format('%s %s', class.oid::regclass, (xpath('/row/count/text()',
             query_to_xml(format('SELECT count(*) FROM %s', class.oid::regclass), true, true,
             '')))[1]::text), ', ' ORDER BY class.oid::regclass::text)
             || (SELECT max(batch_no)::text FROM transparency.log_batch) AS text
         FROM pg_class AS class JOIN pg_namespace AS schema ON schema.oid = class.relnamespace
         WHERE class.relkind = 'r'
             AND schema.nspname IN ('registry', 'identity', 'transparency', 'reporting')",
    )
}

#[test]
fn a_check_beforehand_says_what_filing_would_bring_and_leaves_no_trace_r262() {
    let parties = transferred();
    let (registry, borvia) = (&parties.test.registry, &parties.borvia);
    file(&parties, &parties.alorea, &aef(&parties, &parties.alorea, "1.0"));
    let before = everything(&parties);
    let caller = &borvia.officers.initiator;
    let wrong = bytes(&shortened(aef(&parties, borvia, "1.0")), Format::Xlsx);
    let checked = registry.check_file(caller, &wrong).unwrap();
    let report = checked.report.as_ref().unwrap();
    assert_eq!(report.outcome(), Outcome::Inconsistent);
    assert_eq!(report.failures[0].others[0].party, parties.alorea.party);
    let marked = checked.annotated().unwrap();
    let opened = workbook::open(Rules::newest().unwrap(), &marked).unwrap();
    assert_eq!(opened.document.rows(TableId::Actions).len(), 1);
    let right = bytes(&aef(&parties, borvia, "1.0"), Format::Json);
    let checked = registry.check_file(caller, &right).unwrap();
    assert_eq!(checked.report.unwrap().outcome(), Outcome::Consistent);
    let broken = String::from_utf8(right).unwrap().replace("2024", "20x4");
    let checked = registry.check_file(caller, broken.as_bytes()).unwrap();
    assert!(!checked.understood.findings.is_empty() && checked.report.is_none());
    assert_eq!(everything(&parties), before);
    assert_eq!(told(&parties), ["XAL 1.0 undetermined 0"], "nor does anybody hear of it");
}

fn entity_of(aef: &mut Aef) {
    aef.entities = vec![domain::aef::EntityRow {
        at: 11,
        date: aef.submission.date,
        name: "Hidden Stoves Ltd".into(),
        country: read("XAL"),
        number: "E-4711".into(),
        approach: read("CA9001"),
        conditions: None,
        change_conditions: None,
        more: None,
    }];
}

fn behind(aef: &mut Aef, first: &str, last: &str) {
    let actions = aef.actions.iter_mut().map(|row| &mut row.outcome);
    for outcome in actions.chain(aef.holdings.iter_mut().map(|row| &mut row.outcome)) {
        outcome.underlying.registry = Some("GS".into());
        (outcome.underlying.first, outcome.underlying.last) =
            (Some(first.into()), Some(last.into()));
    }
}

fn claim(table: TableId, field: &str) -> Claim {
    Claim { table, field: read(field), basis: read("a contract of 2024") }
}

#[test]
fn what_a_party_keeps_back_others_read_as_confidential_wherever_they_look_r292_r294() {
    let parties = transferred();
    let registry = &parties.test.registry;
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let mut ours = aef(&parties, alorea, "1.0");
    entity_of(&mut ours);
    behind(&mut ours, "GS-777001", "GS-778000");
    let claims = vec![
        claim(TableId::AuthorizedEntities, "AuthorizedEntityName"),
        claim(TableId::Actions, "UnderlyingUnitFirstUnitID"),
        claim(TableId::Actions, "UnderlyingUnitLastUnitID"),
    ];
    file_with(&parties, alorea, &ours, claims);
    let mut theirs = aef(&parties, borvia, "1.0");
    behind(&mut theirs, "GS-1", "GS-1000");
    file(&parties, borvia, &theirs);
    assert_eq!(told(&parties), ["XAL 1.0 inconsistent 1", "XBO 1.0 inconsistent 2"]);
    for format in Format::ALL {
        let which = (alorea.party, read(YEAR), Version::FIRST);
        let (_, file) = registry.published_file(which, Some(format)).unwrap().unwrap();
        let opened = workbook::open(Rules::newest().unwrap(), &file).unwrap();
        let text = format!("{:?}", opened.document);
        assert!(!text.contains("Hidden Stoves") && !text.contains("GS-777001"), "{text}");
        assert!(text.contains("confidential") && text.contains("E-4711"), "{text}");
    }
    let theirs = registry.examination(&borvia.officers.initiator, borvia.party, read(YEAR));
    let (theirs, noticed) = (format!("{theirs:?}"), format!("{:?}", notices(&parties, borvia)));
    for told in [theirs, noticed] {
        assert!(told.contains("II05") && told.contains("confidential"), "{told}");
        assert!(!told.contains("777001"), "{told}");
    }
    let check = bytes(&aef(&parties, borvia, "1.1"), Format::Csv);
    let checked = registry.check_file(&borvia.officers.initiator, &check).unwrap();
    assert!(!format!("{:?}", checked.report).contains("777001"));
    let desk = parties.test.secretariat().initiator;
    let full = registry.examination(&desk, alorea.party, read(YEAR)).unwrap().unwrap();
    assert!(format!("{full:?}").contains("GS-777001"), "the secretariat reads it");
    let own = registry
        .filed_bytes(&alorea.officers.initiator, (alorea.party, read(YEAR), Version::FIRST));
    let (_, own) = own.unwrap().unwrap();
    assert!(String::from_utf8(own).unwrap().contains("Hidden Stoves Ltd"), "its own file is whole");
}

#[test]
fn a_guess_at_what_is_kept_back_is_answered_beforehand_like_any_other_r292() {
    let parties = transferred();
    let (registry, alorea, borvia) = (&parties.test.registry, &parties.alorea, &parties.borvia);
    let mut ours = aef(&parties, alorea, "1.0");
    behind(&mut ours, "GS-777001", "GS-778000");
    let fields = ["UnderlyingUnitFirstUnitID", "UnderlyingUnitLastUnitID"];
    let claims = fields.map(|field| claim(TableId::Actions, field));
    file_with(&parties, alorea, &ours, claims.into());
    let answer = |first: &str, last: &str| {
        let mut guess = aef(&parties, borvia, "1.0");
        behind(&mut guess, first, last);
        let checked =
            registry.check_file(&borvia.officers.initiator, &bytes(&guess, Format::Csv)).unwrap();
        let failures = checked.report.unwrap().failures;
        failures.into_iter().map(|it| (it.check, it.place)).collect::<Vec<_>>()
    };
    assert_eq!(answer("GS-777001", "GS-778000"), answer("GS-1", "GS-1000"));
}

#[test]
fn whoever_a_failure_names_explains_it_and_everybody_concerned_reads_it_r268() {
    let parties = transferred();
    let (test, registry) = (&parties.test, &parties.test.registry);
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    file(&parties, alorea, &aef(&parties, alorea, "1.0"));
    file(&parties, borvia, &shortened(aef(&parties, borvia, "1.0")));
    let explained = |check: &str| {
        let (party, year, check) = (alorea.party, read(YEAR), read(check));
        let order =
            ExplainInconsistency { party, year, check, text: read("Ten arrived in January.") };
        Order::ExplainInconsistency(order)
    };
    let cendria = &parties.cendria.officers.initiator;
    for (caller, check) in [(cendria, "X01"), (&borvia.officers.initiator, "II02")] {
        let refused = proposed(&parties, caller, explained(check));
        assert!(matches!(refused, Some(ReportingError::NothingToExplain { .. })), "{refused:?}");
    }
    let receipt = test.must(&borvia.officers, explained("X01"));
    let found = registry.examination(&alorea.officers.initiator, alorea.party, read(YEAR));
    let [(party, entry, explanation)] = found.unwrap().unwrap().explanations.try_into().unwrap();
    assert_eq!((party, entry), (borvia.party, receipt.last_entry));
    assert_eq!(explanation.text.as_str(), "Ten arrived in January.");
    let [notice] = notices(&parties, borvia).try_into().unwrap();
    assert_eq!(notice.explanations.len(), 1);
    assert_eq!(told(&parties)[0], "XAL 1.0 inconsistent 1", "an explanation mends nothing");
}

#[test]
fn an_explanation_that_is_sent_again_gets_its_receipt_though_nothing_fails_any_more_t28() {
    let parties = transferred();
    let (registry, alorea, borvia) = (&parties.test.registry, &parties.alorea, &parties.borvia);
    file(&parties, alorea, &aef(&parties, alorea, "1.0"));
    file(&parties, borvia, &shortened(aef(&parties, borvia, "1.0")));
    let key = parties.test.key();
    let send = |key: RequestKey| {
        let (party, year, check) = (alorea.party, read(YEAR), read("X01"));
        let text = read("Ten arrived in January.");
        let order = ExplainInconsistency { party, year, check, text };
        let draft = Draft::confirmed(vec![Order::ExplainInconsistency(order)]);
        registry.propose(&borvia.officers.initiator, draft, key)
    };
    let Answer::Done(first) = send(key.clone()).unwrap().wait().unwrap() else { panic!("first") };
    file(&parties, borvia, &aef(&parties, borvia, "1.1"));
    let Answer::Repeated(again) = send(key).unwrap().wait().unwrap() else { panic!("again") };
    assert_eq!((again.first_entry, again.proposal), (first.first_entry, first.proposal));
    let other = send(parties.test.key());
    assert!(matches!(other, Err(ProposeError::Reporting(_))), "nothing is left to explain");
}

#[test]
fn a_party_reads_its_report_with_marks_and_in_what_versions_differ_r239() {
    let parties = transferred();
    let (registry, borvia) = (&parties.test.registry, &parties.borvia);
    let caller = &borvia.officers.initiator;
    file(&parties, &parties.alorea, &aef(&parties, &parties.alorea, "1.0"));
    let first = shortened(aef(&parties, borvia, "1.0"));
    file(&parties, borvia, &first);
    let marked = registry.annotated_filing(caller, borvia.party, read(YEAR)).unwrap().unwrap();
    assert!(workbook::open(Rules::newest().unwrap(), &marked).is_ok());
    file(&parties, borvia, &aef(&parties, borvia, "1.1"));
    let which = (borvia.party, read(YEAR));
    let versions = (Version::FIRST, read("1.1"));
    let differences = registry.filing_differences(caller, which, versions).unwrap().unwrap();
    let was = |text: &str| differences.iter().any(|it| it.was == [text.into()]);
    assert!(was("1.0") && was("990"), "{differences:?}");
    assert_eq!(differences.len(), 5, "version, and last ID and quantity twice: {differences:?}");
    let (format, back) =
        registry.filed_bytes(caller, (borvia.party, read(YEAR), Version::FIRST)).unwrap().unwrap();
    assert_eq!((format, back), (Format::Csv, bytes(&first, Format::Csv)), "it stays as it was");
    let unknown = (Version::FIRST, read("7.0"));
    assert_eq!(registry.filing_differences(caller, which, unknown).unwrap(), None);
}

#[test]
fn a_program_hands_in_and_proposes_and_no_auditor_does_r030() {
    let parties = transferred();
    let alorea = &parties.alorea;
    let desk = app::Desk::Party(alorea.party);
    let auditor = parties.test.person(desk, &[domain::access::Role::Auditor]);
    let bytes = bytes(&aef(&parties, alorea, "1.0"), Format::Csv);
    let registry = &parties.test.registry;
    assert!(matches!(registry.keep_file(&auditor, &bytes), Err(FileError::Denied(_))));
    assert!(registry.check_file(&auditor, &bytes).is_ok(), "whoever reads may check");
    let secretariat = parties.test.secretariat().initiator;
    assert!(matches!(registry.keep_file(&secretariat, &bytes), Err(FileError::Denied(_))));
    assert!(matches!(registry.own_filings(&secretariat), Err(FileError::Denied(_))));
}

#[test]
fn what_others_filed_stands_as_soon_as_it_is_filed_in_every_process() {
    let parties = transferred();
    let other = parties.test.of_another_process();
    let count = |registry: &app::Registry| {
        let wanted = FilingsWanted::default();
        let page = registry.published_filings(&wanted, None, Limit::MAX).unwrap();
        let checked = |it: &&Published| it.standing != Standing::Newest(Outcome::NotChecked);
        page.items.iter().filter(checked).count()
    };
    assert_eq!(count(&other), 0);
    file(&parties, &parties.alorea, &aef(&parties, &parties.alorea, "1.0"));
    assert_eq!((count(&other), count(&parties.test.registry)), (1, 1));
}
