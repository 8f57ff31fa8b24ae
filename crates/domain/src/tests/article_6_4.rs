//! The Article 6.4 mechanism.

use super::world::{
    OFFICE, QUN, World, XAL, XBO, article_6_4, authorize_units, entity, first_transfer,
    initial_report, issuing, open_account, open_section, participation, record_approach, retire,
    revoke, set_ndc_period, terms, the, transfer, use_for_ndc, use_for_oimp, years,
};
use crate::access::{CallerKind, Officer, Role};
use crate::account::{AccountNumber, Holder};
use crate::authorization::Terms;
use crate::entity::EntityAuthorization;
use crate::ledger::{
    Designation, Issue, IssueArticle64, OpenAccount, Order, OtherPurpose, Proposal, Refusal,
    RetirementPurpose,
};
use crate::unit::UnitRange;

fn under(purposes: &str, definition: Option<&str>) -> Terms {
    Terms { approach: the("CA0001"), ..terms("A1", purposes, definition) }
}

/// A world with a mechanism, and a host that has authorized outcomes under it.
fn stage(terms: Terms) -> (World, [AccountNumber; 3]) {
    let mut world = World::new();
    let places = world.mechanism();
    world.act(XAL, Order::Authorize(terms));
    (world, places)
}

fn act(world: &mut World, order: IssueArticle64) -> crate::ledger::Receipt {
    world.act(QUN, Order::IssueArticle64(order))
}

fn units(serials: &str) -> UnitRange {
    the(&format!("CA0001-UN01-XAL-{serials}-2024"))
}

#[test]
fn five_and_two_per_cent_are_taken_rounded_up_in_the_same_entry_r172() {
    let (mut world, places) = stage(under("NDC", None));
    let receipt = act(&mut world, article_6_4(places, 58_428));
    assert_eq!(receipt.first_entry, receipt.last_entry);
    for (serials, count, place) in
        [("1..54337", 54_337, 0), ("54338..57259", 2_922, 1), ("57260..58428", 1_169, 2)]
    {
        assert_eq!(units(serials).units().count(), count);
        assert_eq!(world.place(units(serials)), places[place]);
        assert_eq!(world.block(units(serials)).last, units(serials).serials.last());
    }
    let leaf: serde_json::Value =
        serde_json::from_str(&world.entry(receipt.last_entry).leaf).unwrap();
    assert_eq!(leaf["blocks"].as_array().unwrap().len(), 3);
    assert_eq!(leaf["facts"]["adaptation_fund"], units("54338..57259").to_string());
    assert_eq!(leaf["facts"]["omge"], units("57260..58428").to_string());
    assert_eq!(leaf["facts"]["pending"], units("1..54337").to_string());
    assert_eq!(world.entry(receipt.last_entry).other_section, Some(XAL), "the host sees it");
}

#[test]
fn both_movements_are_first_transfers_counted_under_the_hosts_authorization_r173() {
    for (purposes, definition, rest) in [
        ("NDC", None, false),
        ("NDC and OIMP", Some("Use or Cancellation"), false),
        ("OIMP", Some("Issuance"), true),
        ("IMP", Some("Authorisation"), true),
    ] {
        let (mut world, places) = stage(under(purposes, definition));
        let entry = act(&mut world, article_6_4(places, 1000)).last_entry;
        assert_eq!(world.block(units("931..980")).first_transfer, Some(entry));
        assert_eq!(world.block(units("981..1000")).first_transfer, Some(entry));
        assert_eq!(world.block(units("1..930")).first_transfer.is_some(), rest, "{purposes}");
        let counted = if rest { 1000 } else { 70 };
        assert_eq!(world.first_transferred(XAL, "A1"), counted, "{purposes}");
    }
}

#[test]
fn more_may_be_cancelled_for_overall_mitigation_and_not_less_r172() {
    let (mut world, places) = stage(under("NDC", None));
    let of =
        |omge: &str| IssueArticle64 { omge_quantity: Some(the(omge)), ..article_6_4(places, 1000) };
    assert_eq!(
        world.refused(QUN, Order::IssueArticle64(of("19"))),
        Refusal::OmgeBelowLeast { asked: the("19"), least: the("20") }
    );
    assert_eq!(
        world.refused(QUN, Order::IssueArticle64(of("951"))),
        Refusal::SharesAboveQuantity { shares: 1001, quantity: the("1000") }
    );
    act(&mut world, of("950"));
    assert_eq!(world.place(units("51..1000")), places[2], "nothing is left to distribute");
    let one = IssueArticle64 { first: the("2001"), last: the("2001"), ..article_6_4(places, 1) };
    assert_eq!(world.code(QUN, Order::IssueArticle64(one)), "shares-above-quantity");
}

#[test]
fn serials_are_unique_in_the_mechanisms_registry_and_their_own_are_kept_r048_r058() {
    let (mut world, places) = stage(under("NDC", None));
    world.act(XBO, Order::Authorize(under("NDC", None)));
    act(&mut world, article_6_4(places, 100));
    let of_another_host = IssueArticle64 { host: the("XBO"), ..article_6_4(places, 100) };
    act(&mut world, of_another_host);
    let of_another_year = IssueArticle64 { vintage: the("2025"), ..article_6_4(places, 100) };
    act(&mut world, of_another_year);
    for units in ["CA0001-UN01-XBO-101..193-2024", "CA0001-UN01-XAL-201..293-2025"] {
        assert_eq!(world.place(the(units)), places[0], "{units}");
    }
    let issued = world.books.issuances.get(&world.block(units("1")).issuance).unwrap();
    let own = issued.underlying.clone().unwrap();
    assert_eq!(own.registry.as_str(), "UN01");
    assert_eq!(own.first.as_str(), "XAL-PoA 10471-2024-1");
    assert_eq!(own.last.as_str(), "XAL-PoA 10471-2024-100");
    let again = IssueArticle64 { first: the("100"), last: the("199"), ..article_6_4(places, 100) };
    assert_eq!(world.code(QUN, Order::IssueArticle64(again)), "underlying-taken");
    let fewer = IssueArticle64 { first: the("101"), last: the("199"), ..article_6_4(places, 100) };
    assert_eq!(world.code(QUN, Order::IssueArticle64(fewer)), "underlying-mismatch");
}

#[test]
fn mitigation_contribution_units_are_kept_out_r175() {
    let (mut world, places) = stage(under("NDC", None));
    let designation = Designation::MitigationContribution;
    let order = IssueArticle64 { designation, ..article_6_4(places, 100) };
    assert_eq!(
        world.refused(QUN, Order::IssueArticle64(order)),
        Refusal::MitigationContribution {}
    );
}

#[test]
fn the_hosts_authorization_must_exist_in_its_section_and_fit_r170() {
    let narrow = Terms {
        activity_types: vec![the("Solar")],
        quantity: Some(the("1000")),
        ..under("NDC", None)
    };
    let (mut world, places) = stage(narrow);
    world.act(XAL, Order::Authorize(terms("A2", "NDC", None)));
    let fine = || article_6_4(places, 1000);
    for (order, code) in [
        (IssueArticle64 { authorization: the("A3"), ..fine() }, "authorization-unknown"),
        (IssueArticle64 { host: the("XBO"), ..fine() }, "authorization-unknown"),
        (IssueArticle64 { host: the("QUN"), ..fine() }, "authorization-unknown"),
        (IssueArticle64 { host: the("XDE"), ..fine() }, "host-unknown"),
        (IssueArticle64 { authorization: the("A2"), ..fine() }, "authorization-does-not-fit"),
        (IssueArticle64 { sector: the("Agriculture"), ..fine() }, "authorization-does-not-fit"),
        (IssueArticle64 { activity_type: the("Wind"), ..fine() }, "authorization-does-not-fit"),
        (IssueArticle64 { vintage: the("2020"), ..fine() }, "vintage-too-early"),
        (IssueArticle64 { vintage: the("2027"), ..fine() }, "vintage-too-late"),
        (article_6_4(places, 1001), "cap-exceeded"),
    ] {
        assert_eq!(world.code(QUN, Order::IssueArticle64(order.clone())), code, "{order:?}");
    }
    act(&mut world, fine());
}

#[test]
fn the_accounts_are_the_mechanisms_own_of_the_kinds_that_are_due_r171_r176() {
    let (mut world, places) = stage(under("NDC", None));
    let [pending, fund, omge] = places;
    let of_party = world.account(XAL, "100");
    let plain = world.account(QUN, "100");
    let other = world.account(QUN, "330");
    let order = OpenAccount { metric: the("MWh"), ..open_account(world.fresh(), "320") };
    world.act(QUN, Order::OpenAccount(order));
    let hours = world.newest_account(QUN, "320");
    for (places, code) in [
        ([plain, fund, omge], "not-pending-account"),
        ([of_party, fund, omge], "account-unknown"),
        ([pending, plain, omge], "not-fund-account"),
        ([pending, fund, other], "wrong-account-kind"),
        ([pending, fund, hours], "metric-mismatch"),
    ] {
        assert_eq!(world.code(QUN, Order::IssueArticle64(article_6_4(places, 100))), code);
    }
}

#[test]
fn only_the_section_of_the_mechanism_issues_under_ca0001_r041_r170() {
    let (mut world, places) = stage(under("NDC", None));
    let order = Order::IssueArticle64(article_6_4(places, 100));
    for (section, party) in [(XAL, "XAL"), (XBO, "XBO")] {
        let order = order.clone();
        assert_eq!(world.code(section, order), "mechanism-only", "{party}");
    }
    let into = world.account(XAL, "100");
    let plain = Issue { approach: the("CA0001"), ..issuing(into, Some("A1"), 5) };
    assert_eq!(world.refused(XAL, Order::Issue(plain)), Refusal::MechanismOnly { order: "issue" });
    assert_eq!(
        World::new().refused(XAL, record_approach("CA0001", &["XAL"])),
        Refusal::MechanismOnly { order: "record-approach" }
    );
}

#[test]
fn the_secretariats_desk_never_issues_r030_r170() {
    let (mut world, places) = stage(under("NDC", None));
    let everything = [Role::RegistryAdministrator, Role::PartyInitiator, Role::PartyAdministrator];
    world.appoint(super::world::officer(OFFICE, 1), OFFICE, &everything);
    let order = Order::IssueArticle64(article_6_4(places, 100));
    assert_eq!(world.code(OFFICE, order), "wrong-desk");
}

#[test]
fn a_program_of_the_mechanism_proposes_and_another_person_approves_r031() {
    let (mut world, places) = stage(under("NDC", None));
    let person = super::world::officer(QUN, 1);
    let program = Officer { kind: CallerKind::Program, ..person };
    let orders = vec![Order::IssueArticle64(article_6_4(places, 100))];
    let id = crate::id::Id::from_uuid(world.fresh());
    let proposal = std::sync::Arc::new(Proposal::new(id, QUN, orders, None, program));
    world.propose(&proposal).unwrap();
    let own = world.approve_as(&proposal, person, proposal.digest()).unwrap_err();
    assert_eq!(own.why.code(), "own-proposal");
    world.approve(&proposal).unwrap();
}

#[test]
fn the_mechanism_has_a_section_of_its_own_with_registry_un01_and_no_ndc_r042_r176() {
    let mut world = World::new();
    let Order::OpenSection(fine) = open_section("QUN") else { unreachable!() };
    let open = |registry: &str, with_periods: bool| {
        let mut order = fine.clone();
        order.registry = the(registry);
        if !with_periods {
            order.ndc_periods.clear();
        }
        Order::OpenSection(order)
    };
    assert_eq!(world.code(OFFICE, open("QUN01", false)), "registry-not-free");
    assert_eq!(world.code(OFFICE, open("UN02", false)), "registry-not-free");
    assert_eq!(world.code(OFFICE, open("UN01", true)), "not-for-mechanism");
    let Order::OpenSection(mut of_party) = open_section("XDE") else { unreachable!() };
    of_party.registry = the("UN01");
    assert_eq!(world.code(OFFICE, Order::OpenSection(of_party)), "registry-not-free");
    let places = world.mechanism();
    for order in [
        Order::Authorize(under("NDC", None)),
        Order::Issue(issuing(places[0], None, 5)),
        use_for_ndc(places[0], places[1], units("1"), "2025"),
    ] {
        let code = world.code(QUN, order.clone());
        assert_eq!(code, "not-for-mechanism", "{order:?}");
    }
    assert_eq!(world.code(QUN, record_approach("CA9002", &["QUN"])), "not-for-mechanism");
}

#[test]
fn what_waits_is_distributed_by_first_transfer_or_goes_home_r170_r171() {
    let (mut world, places) = stage(under("NDC and OIMP", Some("Use or Cancellation")));
    let [pending, ..] = places;
    act(&mut world, article_6_4(places, 1000));
    let (home, abroad) = (world.account(XAL, "100"), world.account(XBO, "100"));
    assert_eq!(
        world.refused(QUN, first_transfer(pending, home, units("1..100"))),
        Refusal::SameParty { party: the("XAL") }
    );
    world.act(QUN, transfer(pending, home, units("1..100")));
    assert_eq!(world.block(units("1..100")).first_transfer, None, "home is no first transfer");
    assert_eq!(
        world.code(QUN, transfer(pending, abroad, units("101..200"))),
        "not-first-transferred"
    );
    world.act(QUN, first_transfer(pending, abroad, units("101..200")));
    assert_eq!(world.first_transferred(XAL, "A1"), 170);
    let (used, end) = (world.account(XBO, "200"), world.account(XAL, "210"));
    world.act(XBO, use_for_ndc(abroad, used, units("101..200"), "2025"));
    world.act(XAL, use_for_oimp(home, end, units("1..100"), OtherPurpose::Imp));
    assert_eq!(world.first_transferred(XAL, "A1"), 270, "first transferred by its use");
}

#[test]
fn the_share_of_proceeds_stays_with_the_fund_and_overall_mitigation_is_for_good_r177() {
    let (mut world, places) = stage(under("NDC", None));
    let [pending, fund, omge] = places;
    act(&mut world, article_6_4(places, 1000));
    assert_eq!(world.code(QUN, transfer(fund, pending, units("931..980"))), "fund-account");
    assert_eq!(world.code(QUN, transfer(omge, pending, units("981..1000"))), "terminal-account");
    let holder = Holder::AdaptationFund;
    assert_eq!(world.books.accounts.get(&fund).unwrap().holder, holder);
}

#[test]
fn nothing_is_issued_after_the_hosts_last_day_or_revocation_r110_r119_r170() {
    let ended = Terms { last_issuance: Some(the("2026-11-21")), ..under("NDC", None) };
    let (mut world, places) = stage(ended);
    let order = || Order::IssueArticle64(article_6_4(places, 100));
    let last = "2026-11-21".to_owned();
    assert_eq!(
        world.refused(QUN, order()),
        Refusal::AfterLastDay { authorization: the("A1"), act: "issuance", last }
    );
    let (mut world, _) = stage(under("NDC", None));
    world.act(XAL, revoke("A1"));
    assert_eq!(world.code(QUN, order()), "authorization-revoked");
}

#[test]
fn what_waits_when_the_host_revokes_is_a_contribution_to_mitigation_and_stays_r119_r175() {
    let (mut world, places) = stage(under("NDC and OIMP", Some("Use or Cancellation")));
    let [pending, ..] = places;
    act(&mut world, article_6_4(places, 1000));
    let (home, abroad) = (world.account(XAL, "100"), world.account(XBO, "100"));
    world.act(QUN, first_transfer(pending, abroad, units("1..100")));
    world.act(QUN, transfer(pending, home, units("101..200")));
    world.act(XAL, revoke("A1"));
    let (waiting, end) = (units("201..300"), world.account(QUN, "210"));
    for order in [
        first_transfer(pending, abroad, waiting),
        transfer(pending, home, waiting),
        use_for_oimp(pending, end, waiting, OtherPurpose::Imp),
    ] {
        assert_eq!(world.refused(QUN, order), Refusal::NotAuthorized { units: waiting });
    }
    let retired = world.account(QUN, "R");
    world.act(QUN, retire(pending, retired, waiting, RetirementPurpose::DomesticScheme));
    // What was first transferred stays usable, and can come home.
    world.act(XBO, transfer(abroad, home, units("1..50")));
    let used = world.account(XBO, "200");
    world.act(XBO, use_for_ndc(abroad, used, units("51..100"), "2025"));
    // What was at home before can be put under another authorization of its Party.
    world.act(XAL, Order::Authorize(Terms { id: the("A2"), ..under("NDC", None) }));
    world.act(XAL, authorize_units(home, units("101..200"), "A2"));
    assert_eq!(world.first_transferred(XAL, "A1"), 170);
}

#[test]
fn the_mechanism_declares_nothing_and_revokes_nothing_r010_r176() {
    let (mut world, _) = stage(under("NDC", None));
    for order in [
        participation(None),
        initial_report("2024-12-31"),
        set_ndc_period("2021", "2025", "T", "GHG"),
        revoke("A1"),
    ] {
        assert_eq!(world.code(QUN, order.clone()), "not-for-mechanism", "{order:?}");
    }
}

#[test]
fn the_two_movements_fix_the_ndc_period_of_the_host_and_of_nobody_else_r006_r173() {
    let (mut world, places) = stage(under("NDC", None));
    world.act(XAL, set_ndc_period("2021", "2025", "T", "GHG"));
    world.act(XBO, set_ndc_period("2021", "2025", "T", "GHG"));
    act(&mut world, article_6_4(places, 100));
    let abroad = world.account(XBO, "100");
    world.act(QUN, first_transfer(places[0], abroad, units("1..93")));
    assert_eq!(
        world.refused(XAL, set_ndc_period("2021", "2025", "V", "GHG")),
        Refusal::PeriodHasItmos { period: years("2021", "2025"), year: the("2024") }
    );
    world.act(XBO, set_ndc_period("2021", "2025", "V", "GHG"));
    assert!(world.books.sections.get(&QUN).unwrap().itmo_years.is_empty());
}

#[test]
fn an_entity_uses_from_the_mechanisms_section_when_the_host_has_authorized_it_r113() {
    let of_mechanism = || EntityAuthorization { approach: the("CA0001"), ..entity("E-1") };
    let (mut world, places) = stage(under("IMP", Some("Issuance")));
    world.act(
        XAL,
        Order::AuthorizeEntity(EntityAuthorization {
            valid_until: Some(the("2026-11-21")),
            valid_from: the("2026-01-01"),
            ..of_mechanism()
        }),
    );
    let second = Terms { version: 2, ..under("IMP", Some("Issuance")) };
    let named = Order::AuthorizeEntity(EntityAuthorization {
        valid_until: None,
        approach: the("CA9001"),
        ..of_mechanism()
    });
    world.act(XAL, named);
    world.act(XAL, Order::Authorize(Terms { entities: vec![the("E-1")], ..second }));
    act(&mut world, article_6_4(places, 100));
    world.act(QUN, Order::AuthorizeEntity(of_mechanism()));
    let (from, into) = (places[0], world.account(QUN, "210"));
    let Order::UseForOimp(mut order) = use_for_oimp(from, into, units("1..10"), OtherPurpose::Imp)
    else {
        unreachable!()
    };
    order.entity = Some(the("E-1"));
    let order = Order::UseForOimp(order);
    assert_eq!(
        world.refused(QUN, order.clone()),
        Refusal::EntityNotAuthorized { entity: the("E-1") },
        "the mechanism authorizes nobody to use"
    );
    world.act(XAL, Order::AuthorizeEntity(of_mechanism()));
    world.act(QUN, order);
}
