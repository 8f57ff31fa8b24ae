//! A short rehearsal, for every change of a rule, of what is loaded for it, or of what is written.
#![expect(clippy::tests_outside_test_module, reason = "this binary is all tests")]

use rehearsal::rehearse::rehearse;

#[test]
fn the_server_answers_as_the_rules_do_on_whole_books_r031_r152() {
    let rehearsed = rehearse(1, 1_500, &mut |_| {}).unwrap();
    assert!(rehearsed.is_good(), "{rehearsed}");
    assert_eq!(rehearsed.tally.orders(), 1_500);
    assert!(rehearsed.tally.accepted() > 100, "{rehearsed}");
}
