//! The main job: issue, transfer, use; and what must not happen.

use testkit::orders::{first_transfer, read, transfer, use_towards_ndc};
use testkit::registry::{Parties, refusal};

#[test]
fn an_outcome_lives_its_whole_life() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let units = parties.issued(3000);
    assert_eq!(units.to_string(), "CA9001-XAL01-XAL-1..3000-2024");
    let moved = read("CA9001-XAL01-XAL-2001..3000-2024");
    parties.test.must(&alorea.officers, first_transfer(alorea.holding, borvia.holding, moved));
    let used = read("CA9001-XAL01-XAL-2501..3000-2024");
    let order = use_towards_ndc(borvia.holding, borvia.used, used, read("2026"));
    parties.test.must(&borvia.officers, order);
    let again = transfer(borvia.holding, parties.cendria.holding, used);
    let refused = refusal(parties.test.act(&borvia.officers, vec![again])).unwrap();
    assert_eq!(refused.why.code(), "not-held");
}
