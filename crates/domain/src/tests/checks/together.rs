//! All submissions at once: who takes part, and what others are told.

use super::filing::{Filing, got, sender_and_receiver, sent, units, with};
use crate::aef::{Aef, Version};
use crate::check::{Examined, Outcome, Report, examine_against, examine_all, fails_alone};
use crate::tests::world::the;

fn all(filings: &[Filing]) -> Examined {
    examine_all(filings.iter().map(|filing| &filing.0))
}

fn of<'e>(examined: &'e Examined, party: &str, year: &str) -> &'e Report {
    &examined.reports[&(the(party), the(year))]
}

#[test]
fn reports_that_agree_are_consistent_and_a_disagreement_is_told_to_both_r264() {
    let [alorea, borvia] = sender_and_receiver();
    let examined = all(&[alorea.clone(), borvia]);
    assert!(examined.reports.values().all(|it| it.outcome() == Outcome::Consistent));
    let fewer = Filing::of("XBO", "2024")
        .does(got("2024-03-05", units("1-90"), "XAL"))
        .holds(units("1-90"));
    let examined = all(&[alorea, fewer]);
    assert!(examined.set_aside.is_empty(), "neither fails by itself");
    for (party, other) in [("XAL", "XBO"), ("XBO", "XAL")] {
        let report = of(&examined, party, "2024");
        assert_eq!(report.outcome(), Outcome::Inconsistent, "{party}");
        assert_eq!(report.inconsistencies(), 1);
        assert_eq!(report.naming(the(other)).count(), 1, "{other} is told");
        assert_eq!(report.naming(the("XCE")).count(), 0, "XCE is not");
    }
}

/// XBO acquired and holds nothing: its report fails whatever others say.
#[test]
fn who_fails_by_itself_is_left_out_when_others_are_compared_r261() {
    let [alorea, borvia] = sender_and_receiver();
    let broken = borvia.without_holdings();
    assert!(fails_alone(&broken.0) && !fails_alone(&alorea.0));
    let examined = all(&[alorea, broken]);
    assert_eq!(examined.set_aside.into_iter().collect::<Vec<_>>(), [(the("XBO"), the("2024"))]);
    let reports = &examined.reports;
    assert_eq!(reports[&(the("XAL"), the("2024"))].outcome(), Outcome::Undetermined);
    assert_eq!(reports[&(the("XBO"), the("2024"))].outcome(), Outcome::Inconsistent);
}

#[test]
fn a_corrected_version_takes_the_place_of_one_that_failed_r261_r268() {
    let [alorea, borvia] = sender_and_receiver();
    let broken = borvia.clone().without_holdings();
    let corrected = Filing(with(borvia.0, |aef: &mut Aef| {
        aef.submission.version = Version::FIRST.next();
    }));
    let examined = all(&[alorea, corrected, broken]);
    assert!(examined.set_aside.is_empty());
    assert!(examined.reports.values().all(|it| it.outcome() == Outcome::Consistent));
}

#[test]
fn a_report_can_be_compared_before_it_is_filed_r262() {
    let [alorea, borvia] = sender_and_receiver();
    let others = [&alorea.0, &borvia.0];
    assert_eq!(examine_against(&borvia.0, &others).outcome(), Outcome::Consistent);
    let fewer = Filing::of("XBO", "2024")
        .does(got("2024-03-05", units("1-90"), "XAL"))
        .holds(units("1-90"));
    assert_eq!(examine_against(&fewer.0, &others).outcome(), Outcome::Inconsistent);
    assert_eq!(examine_against(&alorea.0, &[]).outcome(), Outcome::Undetermined);
}

/// XAL says what is behind its units, XBO says otherwise, and keeps back what.
#[test]
fn what_only_values_kept_back_make_fail_is_told_without_them_r294() {
    let behind = |first: &str, last: &str| {
        with(units("1-100"), |outcome| {
            outcome.underlying.registry = Some("GS".into());
            outcome.underlying.first = Some(first.into());
            outcome.underlying.last = Some(last.into());
        })
    };
    let [alorea, _] = sender_and_receiver();
    let alorea = Filing::of("XAL", "2024")
        .authorizes(alorea.0.authorizations[0].clone())
        .does(sent("2024-03-05", behind("501", "600"), "XBO"));
    let theirs = |first: &str, last: &str| {
        Filing::of("XBO", "2024")
            .does(got("2024-03-05", behind(first, last), "XAL"))
            .holds(behind(first, last))
    };
    let open = theirs("777001", "777100");
    let kept_back = theirs("confidential", "confidential");
    let full = all(&[alorea.clone(), open]);
    let masked = all(&[alorea, kept_back]);
    let (full, masked) = (of(&full, "XAL", "2024"), of(&masked, "XAL", "2024"));
    assert_eq!(full.inconsistencies(), 1, "{full:?}");
    assert!(format!("{full:?}").contains("777001"));
    let told = full.told(masked);
    assert!(!format!("{told:?}").contains("777"), "{told:?}");
    assert_eq!(told.outcome(), full.outcome());
    let (one, other) = (&told.failures[0], &full.failures[0]);
    assert_eq!((one.check, one.place, &one.units), (other.check, other.place, &other.units));
    assert_eq!(one.others[0].says, "confidential");
    assert_eq!(one.others[0].place, other.others[0].place);
}

#[test]
fn what_values_kept_back_have_no_part_in_is_told_in_full_r267() {
    let [alorea, _] = sender_and_receiver();
    let fewer = Filing::of("XBO", "2024")
        .does(got("2024-03-05", units("1-90"), "XAL"))
        .holds(units("1-90"));
    let examined = all(&[alorea, fewer]);
    let report = of(&examined, "XAL", "2024");
    assert_eq!(&report.told(report), report);
}
