//! Evidence as PostgreSQL writes it, so that what is stored need not be taken apart to be compared.

use std::io;

use domain::access::{CallerKind, Officer, Role};
use domain::digest::Digest;
use domain::id::{Id, Person, Proposed, Token};
use domain::ledger::{Cause, Evidence, Key, Reason, StepKind, Warned};
use serde::Serialize;
use serde_json::Value;
use serde_json::ser::Formatter;

/// Whether a stored text is this cause, to the last member.
pub(super) fn same(stored: &str, cause: &Cause) -> bool {
    if let Cause::Step(evidence) = cause
        && written(evidence).is_ok_and(|text| text == stored.as_bytes())
    {
        return true;
    }
    // It may still be the same, written otherwise by another version of PostgreSQL.
    match (serde_json::from_str::<Value>(stored), serde_json::to_value(cause)) {
        (Ok(stored), Ok(cause)) => stored == cause,
        _ => false,
    }
}

/// The text of the evidence as `jsonb`.
fn written(evidence: &Evidence) -> serde_json::Result<Vec<u8>> {
    // Named one by one, so that a new member is not forgotten here.
    let Evidence {
        proposal,
        replaces,
        order,
        step,
        by,
        initiator_roles,
        approver_roles,
        receiver_roles,
        reason,
        salt,
        key,
        warnings,
    } = evidence;
    let stored = Stored {
        by: by.map(|Officer { person, token, kind }| StoredOfficer { kind, token, person }),
        key: key.as_ref().map(|Key { caller, key, fingerprint }| StoredKey {
            key: key.as_str(),
            caller: *caller,
            fingerprint: *fingerprint,
        }),
        salt: *salt,
        step: *step,
        order: *order,
        reason: reason.as_ref(),
        proposal: *proposal,
        replaces: *replaces,
        warnings,
        approver_roles,
        receiver_roles,
        initiator_roles,
    };
    let mut text = Vec::with_capacity(768);
    stored.serialize(&mut serde_json::Serializer::with_formatter(&mut text, Spaced))?;
    Ok(text)
}

/// Evidence with its members in the order of `jsonb`: the shortest name first.
#[derive(Serialize)]
struct Stored<'e> {
    #[serde(skip_serializing_if = "Option::is_none")]
    by: Option<StoredOfficer>,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<StoredKey<'e>>,
    salt: Digest,
    step: StepKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    order: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'e Reason>,
    proposal: Id<Proposed>,
    #[serde(skip_serializing_if = "Option::is_none")]
    replaces: Option<Id<Proposed>>,
    // Few entries have any: their members need not stand in the order of `jsonb`.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    warnings: &'e [Warned],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    approver_roles: &'e [Role],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    receiver_roles: &'e [Role],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    initiator_roles: &'e [Role],
}

#[derive(Serialize)]
struct StoredOfficer {
    kind: CallerKind,
    token: Id<Token>,
    person: Id<Person>,
}

#[derive(Serialize)]
struct StoredKey<'e> {
    key: &'e str,
    caller: Id<Token>,
    fingerprint: Digest,
}

/// A space after each comma and each colon.
struct Spaced;

impl Spaced {
    fn next<W: ?Sized + io::Write>(to: &mut W, first: bool) -> io::Result<()> {
        if first { Ok(()) } else { to.write_all(b", ") }
    }
}

impl Formatter for Spaced {
    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        Self::next(to, first)
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        to: &mut W,
        first: bool,
    ) -> io::Result<()> {
        Self::next(to, first)
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, to: &mut W) -> io::Result<()> {
        to.write_all(b": ")
    }
}

#[cfg(test)]
mod tests {
    use domain::ledger::YearOver;
    use domain::vintage::Year;

    use super::*;

    fn parsed(year: &str) -> Year {
        year.parse().unwrap()
    }

    const STORED: &str = concat!(
        r#"{"by": {"kind": "program", "token": "00000000-0000-0000-0000-000000000003", "#,
        r#""person": "00000000-0000-0000-0000-000000000002"}, "#,
        r#""key": {"key": "a \"b\" \u00e9", "caller": "00000000-0000-0000-0000-000000000003", "#,
        r#""fingerprint": "0202020202020202020202020202020202020202020202020202020202020202"}, "#,
        r#""salt": "0101010101010101010101010101010101010101010101010101010101010101", "#,
        r#""step": "reject", "order": 4, "reason": "wrong", "#,
        r#""proposal": "00000000-0000-0000-0000-000000000001", "#,
        r#""approver_roles": ["party-approver"], "receiver_roles": ["auditor"], "#,
        r#""initiator_roles": ["party-initiator", "party-administrator"]}"#,
    );

    fn stored() -> String {
        STORED.replace("\\u00e9", "\u{e9}")
    }

    #[test]
    fn evidence_is_written_as_postgresql_writes_it() {
        let evidence: Evidence = serde_json::from_str(&stored()).unwrap();
        assert_eq!(String::from_utf8(written(&evidence).unwrap()).unwrap(), stored());
        let few = Evidence { order: None, key: None, approver_roles: Vec::new(), ..evidence };
        let text = String::from_utf8(written(&few).unwrap()).unwrap();
        let spaces = text.matches(' ').count();
        assert_eq!(spaces, 19, "one after each of 10 colons and 9 commas");
    }

    #[test]
    fn the_same_evidence_written_otherwise_is_the_same_and_nothing_else_is() {
        let evidence = Cause::Step(serde_json::from_str(&stored()).unwrap());
        assert!(same(&stored(), &evidence));
        assert!(same(&serde_json::to_string(&evidence).unwrap(), &evidence));
        let year = |text| Cause::YearOver(YearOver { year: parsed(text) });
        assert!(same(r#"{"year": "2026"}"#, &year("2026")));
        assert!(!same(r#"{"year": "2026"}"#, &year("2027")));
        assert!(!same(r#"{"year": "2026", "more": null}"#, &year("2026")));
        let others = [
            stored().replace("\"order\": 4", "\"order\": 5"),
            stored().replace("\"order\": 4, ", ""),
            stored().replace("\"order\": 4", "\"order\": 4, \"more\": null"),
            "{".to_owned(),
        ];
        for other in others {
            assert!(!same(&other, &evidence), "{other}");
        }
    }
}
