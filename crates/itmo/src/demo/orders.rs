//! Orders of the demonstration, as requests have them.

use domain::account::{AccountKind, AccountNumber};
use domain::ledger::CancellationReason;
use serde_json::{Value, json};

/// Opens the section of a Party. Nobody wants to wait for a demonstration: its transfers do not.
pub(super) fn open_section(party: &str, name: &str) -> Value {
    json!({
        "order": "open-section", "party": party, "registry": format!("{party}01"), "name": name,
        "request": format!("Letter of {name} of 3 November 2026"),
        "ndc_periods": [{ "first": "2021", "last": "2030" }],
        "terms": { "waiting_hours": 0 },
    })
}

/// A Party declares its participation, and records its initial report.
pub(super) fn participation(reported: &str) -> [Value; 2] {
    let item = json!({ "answer": "yes", "evidence": "https://climate.example/participation" });
    let participation = json!({
        "order": "record-participation", "is_party": item, "maintains_ndc": item,
        "can_authorize": item, "can_track": item, "has_inventory": item, "contributes": item,
    });
    let report = json!({
        "order": "record-initial-report", "date": reported, "review": "not-reviewed",
        "document": "https://climate.example/initial-report",
    });
    [participation, report]
}

/// Records a cooperative approach.
pub(super) fn approach(id: &str, title: &str, parties: &[&str]) -> Value {
    json!({ "order": "record-approach", "id": id, "title": title, "parties": parties })
}

/// The accounts of a section, in the order in which they get their numbers.
const ACCOUNTS: [(AccountKind, &str); 7] = [
    (AccountKind::Holding, "National holding account"),
    (AccountKind::UseTowardsNdc, "Use towards the NDC in 2026"),
    (AccountKind::UseForOimp, "Use for other international mitigation purposes"),
    (AccountKind::Cancellation, "Cancellation for other purposes"),
    (AccountKind::VoluntaryCancellation, "Voluntary cancellation"),
    (AccountKind::OmgeCancellation, "Overall mitigation in global emissions"),
    (AccountKind::OtherCancellation, "Other cancellation"),
];

/// The year for which units are used.
pub(super) const YEAR_OF_USE: &str = "2026";

/// Opens all of them.
pub(super) fn accounts() -> Vec<Value> {
    let open = |(kind, name): &(AccountKind, &str)| {
        let mut order = json!({
            "order": "open-account", "kind": kind.code(), "holder": { "kind": "party" },
            "metric": "GHG", "name": name,
        });
        if let (AccountKind::UseTowardsNdc, Value::Object(order)) = (kind, &mut order) {
            order.insert("year_of_use".to_owned(), YEAR_OF_USE.into());
        }
        order
    };
    ACCOUNTS.iter().map(open).collect()
}

/// The number of the account of this kind in the section of a Party.
pub(super) fn account(party: &str, kind: AccountKind) -> String {
    let at = ACCOUNTS.iter().zip(1..).find(|((known, _), _)| *known == kind);
    let number = at.map_or(0, |(_, number)| number);
    party
        .parse()
        .map_or_else(|_| String::new(), |it| AccountNumber::new(it, kind, number).to_string())
}

/// The holding account of a Party.
pub(super) fn holding(party: &str) -> String {
    account(party, AccountKind::Holding)
}

/// Transfers units to another Party for the first time.
pub(super) fn first_transfer(from: &str, to: &str, units: &str, reference: &str) -> Value {
    json!({
        "order": "first-transfer", "from": holding(from), "to": holding(to), "units": units,
        "reference": reference,
    })
}

/// Uses units towards the NDC of the Party that holds them.
pub(super) fn use_towards_ndc(party: &str, units: &str) -> Value {
    json!({
        "order": "use-towards-ndc", "from": holding(party),
        "into": account(party, AccountKind::UseTowardsNdc), "units": units, "year": YEAR_OF_USE,
    })
}

/// Takes units out of circulation, for the reason that fits the kind of account.
pub(super) fn cancel(party: &str, kind: AccountKind, units: &str) -> Value {
    let reasons = [
        CancellationReason::OtherPurpose,
        CancellationReason::Voluntary,
        CancellationReason::Omge,
        CancellationReason::Other,
    ];
    let reason = reasons.into_iter().find(|reason| reason.account_kind() == kind);
    json!({
        "order": "cancel", "from": holding(party), "into": account(party, kind), "units": units,
        "reason": reason.map_or("", CancellationReason::as_str),
    })
}

/// Issues solar units under an authorization: of a vintage, so many.
pub(super) fn issue(
    party: &str,
    approach: &str,
    authorization: &str,
    (vintage, quantity): (&str, &str),
) -> Value {
    json!({
        "order": "issue", "into": holding(party), "approach": approach, "vintage": vintage,
        "quantity": quantity, "metric": "GHG", "mitigation_type": "Emission reductions",
        "sector": "Energy generation", "activity_type": "Solar", "authorization": authorization,
    })
}

/// Alorea issues solar units under its first authorization: of a vintage, so many.
pub(super) fn solar(vintage: &str, quantity: &str) -> Value {
    issue("XAL", "CA9001", "AL-2025-01", (vintage, quantity))
}

/// Alorea issues cookstove units: of 2024 under its second authorization, of 2025 planned only.
pub(super) fn cookstoves(quantity: &str, authorized: bool) -> Value {
    let mut order = json!({
        "order": "issue", "into": holding("XAL"), "approach": "CA9042",
        "vintage": if authorized { "2024" } else { "2025" }, "quantity": quantity,
        "metric": "GHG", "mitigation_type": "Emission reductions",
        "sector": "Building and construction", "activity_type": "Energy Efficiency households",
    });
    if let (true, Value::Object(order)) = (authorized, &mut order) {
        order.insert("authorization".to_owned(), "AL-2025-02".into());
    }
    order
}

/// Borvia issues units of its grassland.
pub(super) fn grassland() -> Value {
    json!({
        "order": "issue", "into": holding("XBO"), "approach": "CA9107", "vintage": "2025",
        "quantity": "3000", "metric": "GHG", "mitigation_type": "Removals",
        "sector": "Forestry and land use", "activity_type": "Agriculture",
        "authorization": "BO-7",
    })
}

/// Alorea's authorization for the NDCs of two Parties.
pub(super) fn solar_authorization() -> Value {
    json!({
        "order": "authorize", "id": "AL-2025-01", "version": 1, "date": "2025-03-10",
        "approach": "CA9001", "purposes": "NDC", "parties": ["XBO", "XCE"], "metric": "GHG",
        "sectors": ["Energy generation"], "activity_types": ["Solar"],
        "occurred": { "first": "2021", "last": "2030" },
    })
}

/// Alorea's authorization for NDCs and CORSIA: 20,000 units at most.
pub(super) fn cookstove_authorization() -> Value {
    json!({
        "order": "authorize", "id": "AL-2025-02", "version": 1, "date": "2025-04-02",
        "approach": "CA9042", "purposes": "NDC and OIMP", "first_transfer": "Use or Cancellation",
        "oimp": "CORSIA", "entities": ["AL-4471"], "quantity": "20000", "metric": "GHG",
        "sectors": ["Building and construction"],
        "conditions": "The entity reports its sales once a year.",
    })
}

/// Borvia's authorization: 3,000 units at most.
pub(super) fn grassland_authorization() -> Value {
    json!({
        "order": "authorize", "id": "BO-7", "version": 1, "date": "2025-06-20",
        "approach": "CA9107", "purposes": "NDC", "quantity": "3000", "metric": "GHG",
        "sectors": ["Forestry and land use"],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_has_the_number_that_the_registry_will_give_it() {
        assert!(holding("XAL").starts_with("XAL-100-0001-"));
        assert!(account("XBO", AccountKind::VoluntaryCancellation).starts_with("XBO-310-0005-"));
    }
}
