//! What is played in the demonstration: three fictional Parties, and what their officers do.
//!
//! Every act has a key, and every value follows from the acts before it: whoever plays it a second
//! time sends the same requests, and nothing happens twice.

use domain::access::Role;
use domain::account::{AccountKind, AccountNumber};
use serde_json::{Value, json};

use super::callers::Wanted;

/// What two officers of one desk do together: one proposes, the other approves.
pub(crate) struct Act {
    /// Its name, from which its idempotency keys are made.
    pub(crate) name: &'static str,
    /// What happens, for whoever watches.
    pub(crate) says: &'static str,
    /// The desk: `secretariat`, or the code of a Party.
    pub(crate) desk: &'static str,
    /// What is asked.
    pub(crate) orders: Vec<Value>,
}

/// The act that is proposed, and left for whoever watches to approve.
pub(crate) const LEFT_WAITING: &str = "the-sale-that-waits";

const INITIATOR: &[Role] = &[Role::PartyAdministrator, Role::PartyInitiator];
const APPROVER: &[Role] = &[Role::PartyApprover];

/// The two who open sections.
pub(crate) fn secretariat() -> Vec<Wanted> {
    let at = |name, person| Wanted {
        name,
        person,
        desk: "secretariat".to_owned(),
        roles: &[Role::RegistryAdministrator],
    };
    vec![at("secretariat-one", "Ines Adeyemi"), at("secretariat-two", "Tomas Lindqvist")]
}

/// The officers of the Parties, and an auditor.
pub(crate) fn officers() -> Vec<Wanted> {
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
pub(crate) fn pair(desk: &str) -> (&'static str, &'static str) {
    match desk {
        "XAL" => ("alorea-initiator", "alorea-approver"),
        "XBO" => ("borvia-initiator", "borvia-approver"),
        "XCE" => ("cendria-initiator", "cendria-approver"),
        _ => ("secretariat-one", "secretariat-two"),
    }
}

/// The secretariat opens the sections.
pub(crate) fn sections() -> Vec<Act> {
    let open = |name, says, party: &str, called: &str| Act {
        name,
        says,
        desk: "secretariat",
        orders: vec![open_section(party, called)],
    };
    vec![
        open("section-of-alorea", "The secretariat opens the section of Alorea", "XAL", "Alorea"),
        open("section-of-borvia", "The secretariat opens the section of Borvia", "XBO", "Borvia"),
        open(
            "section-of-cendria",
            "The secretariat opens the section of Cendria",
            "XCE",
            "Cendria",
        ),
    ]
}

/// What the Parties do.
pub(crate) fn acts() -> Vec<Act> {
    let act = |name, says, desk, orders| Act { name, says, desk, orders };
    let mut acts = vec![
        act(
            "approaches",
            "Alorea records two cooperative approaches",
            "XAL",
            vec![
                approach("CA9001", "Solar power on roofs", &["XAL", "XBO", "XCE"]),
                approach("CA9042", "Efficient cookstoves in Alorea", &["XAL", "XBO"]),
            ],
        ),
        act(
            "approach-of-borvia",
            "Borvia records one of its own",
            "XBO",
            vec![approach("CA9107", "Restored grassland", &["XBO", "XCE"])],
        ),
        act(
            "entity",
            "Alorea authorizes an entity",
            "XAL",
            vec![json!({
                "order": "authorize-entity", "entity": "AL-4471", "name": "Alorea Clean Cooking",
                "country": "XAL", "approach": "CA9042", "valid_from": "2024-01-01",
            })],
        ),
        act("accounts-of-alorea", "Alorea opens its accounts", "XAL", accounts()),
        act("accounts-of-borvia", "Borvia opens its accounts", "XBO", accounts()),
        act("accounts-of-cendria", "Cendria opens its accounts", "XCE", accounts()),
        act(
            "authorizations",
            "Alorea authorizes: for NDCs; for NDCs and CORSIA, 20,000 at most",
            "XAL",
            vec![solar_authorization(), cookstove_authorization()],
        ),
        act(
            "authorization-of-borvia",
            "Borvia authorizes 3,000 units at most",
            "XBO",
            vec![grassland_authorization()],
        ),
        act(
            "issuances",
            "Alorea issues five lots, of three vintages",
            "XAL",
            vec![
                solar("2024", "5000"),
                solar("2023", "3000"),
                solar("2025", "2000"),
                cookstoves("12000", true),
                cookstoves("800", false),
            ],
        ),
        act(
            "issuance-of-borvia",
            "Borvia issues units from its grassland",
            "XBO",
            vec![grassland()],
        ),
    ];
    acts.extend(lives());
    acts
}

/// What becomes of the units.
fn lives() -> Vec<Act> {
    let act = |name, says, desk, order| Act { name, says, desk, orders: vec![order] };
    let (alorea, borvia) = (holding("XAL"), holding("XBO"));
    vec![
        act(
            "first-sale",
            "Alorea transfers 1,000 units to Borvia for the first time",
            "XAL",
            first_transfer(
                "XAL",
                "XBO",
                "CA9001-XAL01-XAL-4001..5000-2024",
                "Purchase agreement 7",
            ),
        ),
        act(
            "second-sale",
            "Alorea transfers 1,000 of an older vintage to Borvia",
            "XAL",
            first_transfer(
                "XAL",
                "XBO",
                "CA9001-XAL01-XAL-7001..8000-2023",
                "Purchase agreement 7",
            ),
        ),
        act(
            "cookstove-sale",
            "Alorea transfers 2,000 from its cookstoves to Borvia",
            "XAL",
            first_transfer(
                "XAL",
                "XBO",
                "CA9042-XAL01-XAL-20001..22000-2024",
                "Purchase agreement 9",
            ),
        ),
        act(
            "sale-of-borvia",
            "Borvia transfers 600 of its own units to Cendria",
            "XBO",
            first_transfer("XBO", "XCE", "CA9107-XBO01-XBO-2401..3000-2025", "Grassland 2025"),
        ),
        act(
            "sold-on",
            "Borvia transfers 300 of what it acquired on to Cendria",
            "XBO",
            json!({
                "order": "transfer", "from": borvia, "to": holding("XCE"),
                "units": "CA9001-XAL01-XAL-4001..4300-2024", "reference": "Resale 3",
            }),
        ),
        act(
            "use-of-borvia",
            "Borvia uses 500 towards its NDC",
            "XBO",
            use_towards_ndc("XBO", "CA9001-XAL01-XAL-4501..5000-2024"),
        ),
        act(
            "use-of-cendria",
            "Cendria uses 100 towards its NDC",
            "XCE",
            use_towards_ndc("XCE", "CA9001-XAL01-XAL-4001..4100-2024"),
        ),
        act(
            "use-for-corsia",
            "An airline's CORSIA obligation is met with 1,000 cookstove units",
            "XAL",
            json!({
                "order": "use-for-oimp", "from": alorea, "into": account("XAL", AccountKind::UseForOimp),
                "units": "CA9042-XAL01-XAL-19001..20000-2024", "purpose": "IMP", "named": "CORSIA",
                "entity": "AL-4471",
            }),
        ),
        act(
            "voluntary-cancellation",
            "Borvia cancels 100 voluntarily",
            "XBO",
            cancel(
                "XBO",
                AccountKind::VoluntaryCancellation,
                "voluntary",
                "CA9001-XAL01-XAL-7901..8000-2023",
            ),
        ),
        act(
            "overall-mitigation",
            "Cendria cancels 50 for overall mitigation",
            "XCE",
            cancel(
                "XCE",
                AccountKind::OmgeCancellation,
                "omge",
                "CA9001-XAL01-XAL-4101..4150-2024",
            ),
        ),
        act(
            "correction",
            "Alorea cancels 50 cookstove units that were counted twice",
            "XAL",
            cancel(
                "XAL",
                AccountKind::OtherCancellation,
                "other",
                "CA9042-XAL01-XAL-10001..10050-2024",
            ),
        ),
    ]
}

/// The proposal that is left for whoever watches.
pub(crate) fn waiting() -> Value {
    first_transfer("XAL", "XBO", "CA9001-XAL01-XAL-3501..4000-2024", "Purchase agreement 11")
}

/// A proposal for whoever watches to try out: nothing is recorded.
pub(crate) fn trial() -> Value {
    first_transfer("XAL", "XCE", "CA9001-XAL01-XAL-9001..10000-2025", "Purchase agreement 12")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn no_two_acts_share_a_key_and_every_party_is_fictional() {
        let acts: Vec<Act> = sections().into_iter().chain(acts()).collect();
        let names: BTreeSet<_> = acts.iter().map(|act| act.name).chain([LEFT_WAITING]).collect();
        assert_eq!(names.len(), acts.len() + 1);
        for party in ["XAL", "XBO", "XCE"] {
            assert!(party.parse::<domain::party::PartyCode>().unwrap().is_fictional());
        }
    }
}
