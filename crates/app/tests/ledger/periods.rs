//! NDC periods, on the real database.

use testkit::orders::{first_transfer, read, set_ndc_period, use_towards_ndc};
use testkit::registry::{Parties, Section, refusal};

fn code(parties: &Parties, of: &Section, method: &str) -> &'static str {
    let answer = parties.test.act(&of.officers, vec![set_ndc_period(method)]);
    refusal(answer).map_or("", |refused| refused.why.code())
}

#[test]
fn a_period_is_fixed_by_what_was_first_transferred_and_by_what_was_used_r006() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    parties.issued(100);
    for (of, method) in [(alorea, "T"), (borvia, "T"), (alorea, "V"), (borvia, "M")] {
        assert_eq!(code(&parties, of, method), "");
    }
    let units = read("CA9001-XAL01-XAL-1..100-2024");
    parties.test.must(&alorea.officers, first_transfer(alorea.holding, borvia.holding, units));
    assert_eq!(code(&parties, alorea, "T"), "period-has-itmos", "all of it went abroad");
    assert_eq!(code(&parties, borvia, "T"), "", "who acquires is still free");
    let order = use_towards_ndc(borvia.holding, borvia.used, units, read("2026"));
    parties.test.must(&borvia.officers, order);
    assert_eq!(code(&parties, borvia, "M"), "period-has-itmos");
    let shown = parties.test.registry.section_of(read("XAL")).unwrap().unwrap();
    assert_eq!(shown.ndc_periods[0].method.unwrap().to_string(), "V");
}
