//! How much a section hands in, on the real PostgreSQL.

use app::files::FileError;
use domain::aef::{Dialect, Rules, write};
use jiff::SignedDuration;
use testkit::registry::{Parties, Section};
use workbook::Format;

use super::filings::{aef, transferred};

/// The report of Alorea in a version: other bytes each time.
fn version(parties: &Parties, section: &Section, version: &str) -> Vec<u8> {
    let (rules, dialect) = (Rules::newest().unwrap(), Dialect::Template);
    let tables = write(&aef(parties, section, version), dialect);
    workbook::write(rules, &tables, dialect, Format::Csv).unwrap()
}

#[test]
fn a_section_hands_in_so_many_bytes_within_a_day_and_more_the_day_after() {
    let parties = transferred();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let files: Vec<_> =
        ["1.0", "1.1", "1.2"].iter().map(|it| version(&parties, alorea, it)).collect();
    let most = u64::try_from(files[0].len() + files[1].len()).unwrap();
    let registry = parties.test.with_bytes_of_a_day(most);
    let hand_in = |bytes: &[u8]| registry.keep_file(&alorea.officers.initiator, bytes);
    hand_in(&files[0]).unwrap();
    hand_in(&files[1]).unwrap();
    hand_in(&files[1]).expect("the same again is kept once, and takes nothing");
    let refused = hand_in(&files[2]).unwrap_err();
    assert!(matches!(refused, FileError::DayIsFull { most: told } if told == most), "{refused}");
    let caller = &alorea.officers.initiator;
    registry.check_file(caller, &files[2]).expect("what is checked is not kept");
    let theirs = version(&parties, borvia, "1.0");
    registry.keep_file(&borvia.officers.initiator, &theirs).expect("another section has its own");
    parties.test.database.set_clock_ahead(SignedDuration::from_hours(25));
    hand_in(&files[2]).unwrap();
}
