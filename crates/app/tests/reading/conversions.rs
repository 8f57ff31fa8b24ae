//! How Parties convert non-GHG metrics, as everybody may read it.

use app::Limit;
use app::conversions::ConversionsWanted;
use domain::ledger::{Order, RecordConversion};
use testkit::orders::read;
use testkit::registry::Parties;

#[test]
fn every_version_of_a_conversion_is_published_with_the_digits_it_was_given_r076() {
    let parties = Parties::new();
    for (section, version, factor) in
        [(&parties.alorea, 1, "0.4571"), (&parties.borvia, 1, "2"), (&parties.alorea, 2, "0.450")]
    {
        let (approach, metric, factor) = (read("CA9001"), read("MWh"), read(factor));
        let method = read("grid average");
        let order = RecordConversion { approach, metric, version, method, factor };
        parties.test.must(&section.officers, Order::RecordConversion(order));
    }
    let found = |wanted: &ConversionsWanted| {
        let page = parties.test.registry.conversions(wanted, None, Limit::default()).unwrap();
        let told = page.items.iter().map(|it| (it.party.to_string(), it.factor.to_string()));
        told.collect::<Vec<_>>()
    };
    let told = |all: &[(&str, &str)]| {
        all.iter().map(|(party, factor)| ((*party).to_owned(), (*factor).to_owned())).collect()
    };
    let all: Vec<_> = told(&[("XAL", "0.4571"), ("XBO", "2"), ("XAL", "0.450")]);
    assert_eq!(found(&ConversionsWanted::default()), all);
    let of_alorea = ConversionsWanted { party: Some(read("XAL")), ..ConversionsWanted::default() };
    let all: Vec<_> = told(&[("XAL", "0.4571"), ("XAL", "0.450")]);
    assert_eq!(found(&of_alorea), all);
    let hectares = ConversionsWanted { metric: Some(read("ha")), ..ConversionsWanted::default() };
    assert_eq!(found(&hectares), []);
}
