//! What is played in the demonstration: three fictional Parties, and what their officers do.
//!
//! Every act has a key, and every value follows from the acts before it: whoever plays it a second
//! time sends the same requests, and nothing happens twice.

use domain::access::Role;
use domain::account::AccountKind;
use serde_json::{Value, json};

use super::callers::Wanted;
use super::orders::{
    account, accounts, approach, cancel, cookstove_authorization, cookstoves, first_transfer,
    grassland, grassland_authorization, holding, open_section, participation, solar,
    solar_authorization, use_towards_ndc,
};

/// What two officers of one desk do together: one proposes, the other approves.
pub(super) struct Act {
    /// Its name, from which its idempotency keys are made.
    pub(super) name: String,
    /// What happens, for whoever watches.
    pub(super) says: String,
    /// The desk: `secretariat`, or the code of a Party.
    pub(super) desk: &'static str,
    /// What is asked.
    pub(super) orders: Vec<Value>,
}

/// The act that is proposed, and left for whoever watches to approve.
pub(super) const LEFT_WAITING: &str = "the-sale-that-waits";

const INITIATOR: &[Role] = &[Role::PartyAdministrator, Role::PartyInitiator];
const APPROVER: &[Role] = &[Role::PartyApprover];

/// The two who open sections.
pub(super) fn secretariat() -> Vec<Wanted> {
    let at = |name, person| Wanted {
        name,
        person,
        desk: "secretariat".to_owned(),
        roles: &[Role::RegistryAdministrator],
    };
    vec![at("secretariat-one", "Ines Adeyemi"), at("secretariat-two", "Tomas Lindqvist")]
}

/// The officers of the Parties, and an auditor.
pub(super) fn officers() -> Vec<Wanted> {
    let of =
        |party: &str, name, person, roles| Wanted { name, person, desk: party.to_owned(), roles };
    vec![
        of("XAL", "alorea-initiator", "Ana Alvarado", INITIATOR),
        of("XAL", "alorea-approver", "Bela Arany", APPROVER),
        of("XAL", "alorea-auditor", "Chidi Amadi", &[Role::Auditor]),
        of("XBO", "borvia-initiator", "Dina Borg", INITIATOR),
        of("XBO", "borvia-approver", "Emil Brandt", APPROVER),
        of("XCE", "cendria-initiator", "Farah Cem", INITIATOR),
        of("XCE", "cendria-approver", "Goran Celik", APPROVER),
    ]
}

/// The callers of a desk: who proposes, and who approves.
pub(super) fn pair(desk: &str) -> (&'static str, &'static str) {
    match desk {
        "XAL" => ("alorea-initiator", "alorea-approver"),
        "XBO" => ("borvia-initiator", "borvia-approver"),
        "XCE" => ("cendria-initiator", "cendria-approver"),
        _ => ("secretariat-one", "secretariat-two"),
    }
}

/// The secretariat opens the sections.
pub(super) fn sections() -> Vec<Act> {
    [("XAL", "Alorea"), ("XBO", "Borvia"), ("XCE", "Cendria")]
        .map(|(party, name)| {
            let says = format!("The secretariat opens the section of {name}");
            act("secretariat", &format!("section-{party}"), &says, [open_section(party, name)])
        })
        .into()
}

/// What the Parties do.
pub(super) fn acts() -> Vec<Act> {
    let mut acts = preparations();
    acts.extend(issuances());
    acts.extend(sales());
    acts.extend(ends());
    acts
}

fn preparations() -> Vec<Act> {
    let entity = json!({
        "order": "authorize-entity", "entity": "AL-4471", "name": "Alorea Clean Cooking",
        "country": "XAL", "approach": "CA9042", "valid_from": "2024-01-01",
    });
    let approaches = [
        approach("CA9001", "Solar power on roofs", &["XAL", "XBO", "XCE"]),
        approach("CA9042", "Efficient cookstoves in Alorea", &["XAL", "XBO"]),
    ];
    let grassland = [approach("CA9107", "Restored grassland", &["XBO", "XCE"])];
    let declared = || participation("2024-12-16");
    vec![
        act("XAL", "participation-XAL", "Alorea declares its participation", declared()),
        act("XBO", "participation-XBO", "Borvia declares its participation", declared()),
        act("XCE", "participation-XCE", "Cendria declares its participation", declared()),
        act("XAL", "approaches", "Alorea records two cooperative approaches", approaches),
        act("XBO", "approach", "Borvia records one of its own", grassland),
        act("XAL", "entity", "Alorea authorizes an entity", [entity]),
        act("XAL", "accounts-XAL", "Alorea opens its accounts", accounts()),
        act("XBO", "accounts-XBO", "Borvia opens its accounts", accounts()),
        act("XCE", "accounts-XCE", "Cendria opens its accounts", accounts()),
    ]
}

fn issuances() -> Vec<Act> {
    let authorizations = [solar_authorization(), cookstove_authorization()];
    let says = "Alorea authorizes: for NDCs; and for NDCs and CORSIA, 20,000 units at most";
    let lots = [
        solar("2024", "5000"),
        solar("2023", "3000"),
        solar("2025", "2000"),
        cookstoves("12000", true),
        cookstoves("800", false),
    ];
    let capped = [grassland_authorization()];
    vec![
        act("XAL", "authorizations", says, authorizations),
        act("XBO", "authorization", "Borvia authorizes 3,000 units at most", capped),
        act("XAL", "issuances", "Alorea issues five lots, of three vintages", lots),
        act("XBO", "issuance", "Borvia issues units from its grassland", [grassland()]),
    ]
}

fn sales() -> Vec<Act> {
    let sale = |name, says, (from, to), units, reference| {
        act(from, name, says, [first_transfer(from, to, units, reference)])
    };
    let sold_on = json!({
        "order": "transfer", "from": holding("XBO"), "to": holding("XCE"),
        "units": "CA9001-XAL01-XAL-4001..4300-2024", "reference": "Resale 3",
    });
    let (home, away) = (("XAL", "XBO"), ("XBO", "XCE"));
    let says = "Alorea transfers 1,000 units to Borvia for the first time";
    let units = "CA9001-XAL01-XAL-4001..5000-2024";
    let first = sale("first-sale", says, home, units, "Purchase agreement 7");
    let says = "Alorea transfers 1,000 of an older vintage to Borvia";
    let units = "CA9001-XAL01-XAL-7001..8000-2023";
    let older = sale("second-sale", says, home, units, "Purchase agreement 7");
    let says = "Alorea transfers 2,000 from its cookstoves to Borvia";
    let units = "CA9042-XAL01-XAL-20001..22000-2024";
    let cookstoves = sale("cookstove-sale", says, home, units, "Purchase agreement 9");
    let says = "Borvia transfers 600 of its own units to Cendria";
    let units = "CA9107-XBO01-XBO-2401..3000-2025";
    let grassland = sale("grassland-sale", says, away, units, "Grassland 2025");
    let says = "Borvia transfers 300 of what it acquired on to Cendria";
    vec![first, older, cookstoves, grassland, act("XBO", "sold-on", says, [sold_on])]
}

fn ends() -> Vec<Act> {
    let used = use_towards_ndc("XBO", "CA9001-XAL01-XAL-4501..5000-2024");
    let used_too = use_towards_ndc("XCE", "CA9001-XAL01-XAL-4001..4100-2024");
    let flown = json!({
        "order": "use-for-oimp", "from": holding("XAL"),
        "into": account("XAL", AccountKind::UseForOimp),
        "units": "CA9042-XAL01-XAL-19001..20000-2024", "purpose": "IMP", "named": "CORSIA",
        "entity": "AL-4471",
    });
    let says = "An airline's CORSIA obligation is met with 1,000 cookstove units";
    let freely = AccountKind::VoluntaryCancellation;
    let given = cancel("XBO", freely, "CA9001-XAL01-XAL-7901..8000-2023");
    let omge = AccountKind::OmgeCancellation;
    let overall = cancel("XCE", omge, "CA9001-XAL01-XAL-4101..4150-2024");
    let other = AccountKind::OtherCancellation;
    let twice = cancel("XAL", other, "CA9042-XAL01-XAL-10001..10050-2024");
    vec![
        act("XBO", "use-XBO", "Borvia uses 500 towards its NDC", [used]),
        act("XCE", "use-XCE", "Cendria uses 100 towards its NDC", [used_too]),
        act("XAL", "use-for-corsia", says, [flown]),
        act("XBO", "voluntary", "Borvia cancels 100 voluntarily", [given]),
        act("XCE", "overall", "Cendria cancels 50 for overall mitigation", [overall]),
        act("XAL", "correction", "Alorea cancels 50 units that were counted twice", [twice]),
    ]
}

/// The proposal that is left for whoever watches.
pub(super) fn waiting() -> Value {
    first_transfer("XAL", "XBO", "CA9001-XAL01-XAL-3501..4000-2024", "Purchase agreement 11")
}

/// A proposal for whoever watches to try out: nothing is recorded.
pub(super) fn trial() -> Value {
    first_transfer("XAL", "XCE", "CA9001-XAL01-XAL-9001..10000-2025", "Purchase agreement 12")
}

fn act(desk: &'static str, name: &str, says: &str, orders: impl IntoIterator<Item = Value>) -> Act {
    let (name, says) = (name.to_owned(), says.to_owned());
    Act { name, says, desk, orders: orders.into_iter().collect() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_acts_share_a_key_and_every_party_is_fictional() {
        let acts: Vec<Act> = sections().into_iter().chain(acts()).collect();
        let names = acts.iter().map(|act| (act.desk, act.name.as_str()));
        let names: BTreeSet<_> = names.chain([("XAL", LEFT_WAITING)]).collect();
        assert_eq!(names.len(), acts.len() + 1);
        for party in ["XAL", "XBO", "XCE"] {
            assert!(party.parse::<domain::party::PartyCode>().unwrap().is_fictional());
        }
    }
}
