//! Small ledgers by chance, of which the reports must agree.

use domain::aef::{Aef, Dialect, Rules};
use domain::check::{CheckId, Corpus, Verdict, examine};
use proptest::prelude::*;

use crate::planted;
use crate::round_trip::written_and_read;
use crate::run::{Asked, run};
use crate::world::World;

fn rules() -> &'static Rules {
    Rules::newest().expect("there are rules")
}

/// The reports of a small ledger.
fn reports(seed: u64) -> Vec<Aef> {
    let mut world = World::new(seed, 4);
    world.live(400, &mut |_| {});
    world.reports(rules())
}

/// The checks that fail, and how often one waits or remarks.
fn failed(aefs: &[Aef]) -> Vec<(CheckId, String)> {
    let corpus = Corpus::new(aefs);
    let failures = corpus.filings().flat_map(|it| examine(&corpus, it, None).failures);
    let failed = failures.filter(|it| it.verdict == Verdict::Inconsistent);
    failed.map(|it| (it.check, it.cause)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn x01_two_parties_whose_transfers_happened_in_the_registry_never_disagree(seed: u64) {
        let aefs = reports(seed);
        let transfers = aefs.iter().flat_map(|it| &it.actions).filter(|it| it.acquiring.is_some());
        prop_assert!(transfers.count() > 20, "there are transfers to disagree on");
        let corpus = Corpus::new(&aefs);
        for filing in corpus.filings() {
            for failure in examine(&corpus, filing, None).failures {
                // Only XZZ does not report.
                let waits = failure.check == CheckId::X01
                    && failure.verdict == Verdict::Undetermined
                    && failure.cause.starts_with("XZZ ");
                prop_assert!(waits, "{failure:?}");
            }
        }
    }

    #[test]
    fn reports_are_read_back_as_they_were_built(seed: u64) {
        for aef in reports(seed) {
            for dialect in Dialect::ALL {
                let read = written_and_read(rules(), &aef, dialect);
                prop_assert!(read.is_ok(), "{:?}", read.err());
            }
        }
    }
}

#[test]
fn the_same_seed_has_the_same_reports() {
    assert_eq!(reports(7), reports(7));
    assert_ne!(reports(7), reports(8));
}

#[test]
fn what_is_not_planted_is_not_found() {
    let aefs = reports(3);
    assert_eq!(failed(&aefs), []);
    for told in planted::none(rules(), &aefs) {
        assert!(told.wrong.is_some(), "{told}");
    }
}

#[test]
fn each_planted_error_is_found_where_it_is_and_nothing_else() {
    let asked = Asked { seed: 1, parties: 5, acts: 1_200, checks_only: false };
    let report = run(rules(), asked, &mut |_| {});
    assert!(report.is_fine(), "{report}");
    assert!(report.planted.len() > 20, "{report}");
    let last = report.to_string();
    let last = last.lines().last().unwrap_or_default().to_owned();
    let planted = report.planted.len();
    let rest = format!("round trips 5/5, balances equal 5/5, planted {planted} found {planted}");
    assert!(last.starts_with("reports: parties 5, rows ") && last.ends_with(&rest), "{last}");
}
