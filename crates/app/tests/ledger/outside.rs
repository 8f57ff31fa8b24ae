//! Places outside on the real database.

use domain::account::{AccountKind, AccountNumber, Holder};
use domain::ledger::{Order, Transfer};
use domain::unit::UnitRange;
use store::logins::Login;
use store::verify::verify;
use testkit::orders::{first_transfer, open_account, read, transfer, use_towards_ndc};
use testkit::registry::{Parties, Section, refusal};

/// Opens the account that stands for a registry outside.
pub(super) fn outside(
    parties: &Parties,
    section: &Section,
    number: u32,
    registry: &str,
) -> AccountNumber {
    parties.test.must(&section.officers, standing_for(registry));
    AccountNumber::new(section.party, AccountKind::Outside, number)
}

fn standing_for(registry: &str) -> Order {
    let mut order = open_account(AccountKind::Outside, None);
    if let Order::OpenAccount(order) = &mut order {
        order.holder = Holder::Outside { registry: read(registry) };
    }
    order
}

pub(super) fn go(from: AccountNumber, to: AccountNumber, units: UnitRange) -> Order {
    Order::TransferOut(Transfer { from, to, units, reference: None })
}

pub(super) fn come(from: AccountNumber, to: AccountNumber, units: UnitRange) -> Order {
    Order::TransferIn(Transfer { from, to, units, reference: None })
}

#[test]
fn units_go_out_and_the_same_ones_come_back_r160_r185_r186() {
    let parties = Parties::new();
    let (alorea, borvia) = (&parties.alorea, &parties.borvia);
    let out = outside(&parties, alorea, 4, "CHE01");
    let refused = |order| {
        refusal(parties.test.act(&alorea.officers, vec![order])).unwrap().why.code().to_owned()
    };
    assert_eq!(refused(standing_for("CHE01")), "outside-account-exists");
    assert_eq!(refused(standing_for("XBO01")), "registry-not-outside");
    parties.issued(100);
    let units = |range: &str| read(&format!("CA9001-XAL01-XAL-{range}-2024"));
    parties.test.must(&alorea.officers, go(alorea.holding, out, units("1..60")));
    let counted = "SELECT first_transferred AS number FROM registry.authorization_use";
    assert_eq!(parties.test.number(counted), 60, "a first transfer to Switzerland");
    parties.test.must(&alorea.officers, come(out, alorea.holding, units("11..20")));
    assert_eq!(refused(come(out, alorea.holding, units("11..20"))), "not-outside");
    assert_eq!(refused(come(out, alorea.holding, units("61..70"))), "not-outside");
    assert_eq!(refused(transfer(out, borvia.holding, units("1..5"))), "outside-account");
    parties.test.must(&alorea.officers, transfer(alorea.holding, borvia.holding, units("11..20")));
    let used = use_towards_ndc(borvia.holding, borvia.used, units("11..20"), read("2026"));
    parties.test.must(&borvia.officers, used);
    assert_eq!(refused(come(out, alorea.holding, units("11..20"))), "not-outside");
    parties.test.must(&alorea.officers, go(alorea.holding, out, units("61..100")));
    assert_eq!(parties.test.number(counted), 100);
    let sum = "SELECT sum(last_serial - first_serial + 1)::bigint AS number \
        FROM registry.unit_block JOIN registry.account ON account.id = account_id \
        WHERE kind = 'OUT'";
    assert_eq!(parties.test.number(sum), 90);
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
    assert_eq!(report.units, 100);
}

#[test]
fn the_database_keeps_one_account_for_each_registry_outside_r185() {
    let parties = Parties::new();
    outside(&parties, &parties.alorea, 4, "CHE01");
    parties.test.as_superuser(
        "DO $$ BEGIN INSERT INTO registry.account SELECT gen_random_uuid(), number || 'x', \
         section_id, kind, holder_kind, entity_id, metric, year_of_use, name, opened_entry \
         FROM registry.account WHERE kind = 'OUT'; RAISE EXCEPTION 'it was taken'; \
         EXCEPTION WHEN unique_violation THEN NULL; END $$",
    );
    let first = first_transfer(parties.alorea.holding, parties.borvia.holding, parties.issued(10));
    parties.test.must(&parties.alorea.officers, first);
}
