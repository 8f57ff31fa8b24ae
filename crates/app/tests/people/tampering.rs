//! Whatever is changed of people, roles and tokens behind the registry's back is found, with its
//! place: the events in the log say what there must be.

use app::TokenWanted;
use domain::access::Role;
use domain::id::{Id, Person, Token};
use store::logins::Login;
use store::verify::{Finding, verify};
use testkit::orders::{first_transfer, read};
use testkit::registry::{Officers, Parties, refusal};

use crate::operator::{ADMINISTER, caller, holder, wanted};

/// Sections with their officers, and Ada of Alorea.
struct Lived {
    parties: Parties,
    ada: Id<Person>,
    /// It expires one day.
    token: Id<Token>,
    revoked: Id<Token>,
    /// The entry of what was approved, when Ada's role had ended and begun again.
    entry: i64,
}

/// Ada's role as initiator has ended and was granted again; she is auditor too.
fn lived() -> Lived {
    let parties = Parties::new();
    let (test, alorea) = (&parties.test, &parties.alorea);
    let (role, desk) = (Role::PartyInitiator, read("XAL"));
    let ada = holder(test, "XAL", &role);
    let expires = Some(read("2199-12-31T00:00:00Z"));
    let wanted = TokenWanted { expires, ..wanted(ada, "XAL") };
    let token = test.registry.make_token(&ADMINISTER, &wanted).unwrap().id;
    let initiator = caller(test, ada, "XAL");
    let revoked = initiator.officer().token;
    let officers = Officers { initiator, ..alorea.officers.clone() };
    let order = first_transfer(alorea.holding, parties.borvia.holding, parties.issued(10));
    let proposal = test.propose(&officers, vec![order]).unwrap();
    test.registry.grant_role(&ADMINISTER, ada, desk, &Role::Auditor).unwrap();
    test.registry.end_role(&ADMINISTER, ada, desk, &role).unwrap();
    refusal(test.approve(&officers, proposal)).unwrap();
    test.registry.grant_role(&ADMINISTER, ada, desk, &role).unwrap();
    let entry = test.approve(&officers, proposal).unwrap().first_entry;
    test.registry.revoke_token(&ADMINISTER, revoked).unwrap();
    Lived { parties, ada, token, revoked, entry }
}

fn findings(lived: &Lived) -> Vec<Finding> {
    verify(&lived.parties.test.database.url(Login::Checker), &mut |_| {}).unwrap().findings
}

impl Lived {
    /// Does each of these to the table as a superuser, past all triggers; expects a finding that
    /// says this at the place, and nothing once the table is as before.
    fn each_is_found(&self, table: &str, place: &str, changes: &[(&str, &str)]) {
        let test = &self.parties.test;
        let past_triggers = |sql: &str| {
            test.as_superuser(&format!("SET session_replication_role = replica; {sql}"));
        };
        past_triggers(&format!("CREATE TABLE saved AS SELECT * FROM {table}"));
        for (sql, what) in changes {
            past_triggers(sql);
            let found = findings(self);
            assert!(
                found.iter().any(|it| it.place == place && it.what.contains(what)),
                "{sql}: {place}: {what}: {found:#?}"
            );
            past_triggers(&format!("DELETE FROM {table}; INSERT INTO {table} SELECT * FROM saved"));
        }
        past_triggers("DROP TABLE saved");
        assert_eq!(findings(self), []);
    }

    /// The grant of a role of Ada's.
    fn grant(&self, role: &Role, state: &str) -> String {
        self.parties.test.text(&format!(
            "SELECT id::text AS text FROM identity.role_grant \
             WHERE person_id = '{}' AND role = '{role}' AND ended_at {state}",
            self.ada
        ))
    }
}

#[test]
fn what_is_changed_of_a_person_is_found() {
    let lived = lived();
    let of = format!("identity.person WHERE id = '{}'", lived.ada);
    let set = |what: &str| format!("UPDATE {}", of.replace("WHERE", &format!("SET {what} WHERE")));
    lived.each_is_found(
        "identity.person",
        &format!("person {}", lived.ada),
        &[
            (&set("name = 'Ada Lovelace'"), "its name"),
            (&set("recorded_at = recorded_at + interval '1 microsecond'"), "its time of recording"),
            (&format!("DELETE FROM {of}"), "it is missing"),
        ],
    );
    let nobody = "00000000-0000-7000-8000-000000000001";
    lived.each_is_found(
        "identity.person",
        &format!("person {nobody}"),
        &[(&format!("INSERT INTO identity.person VALUES ('{nobody}', 'X', now())"), "no event")],
    );
}

#[test]
fn what_is_changed_of_a_role_is_found() {
    let lived = lived();
    let ended = lived.grant(&Role::PartyInitiator, "IS NOT NULL");
    let open = lived.grant(&Role::Auditor, "IS NULL");
    let set =
        |what: &str, id: &str| format!("UPDATE identity.role_grant SET {what} WHERE id = '{id}'");
    let other = "person_id = (SELECT id FROM identity.person WHERE name = 'Somebody' LIMIT 1)";
    lived.each_is_found(
        "identity.role_grant",
        &format!("role_grant {open}"),
        &[
            (&set("ended_at = granted_at", &open), "its end"),
            (&set("granted_at = granted_at - interval '1 microsecond'", &open), "its beginning"),
            (&set("role = 'party-approver'", &open), "its role"),
            (&set("section_id = 2", &open), "its section"),
            (&set("section_id = NULL", &open), "its section"),
            (&set(other, &open), "its person"),
            (&format!("DELETE FROM identity.role_grant WHERE id = '{open}'"), "it is missing"),
        ],
    );
    let reopened = format!(
        "DELETE FROM identity.role_grant WHERE role = 'party-initiator' AND ended_at IS NULL; {}",
        set("ended_at = NULL", &ended)
    );
    lived.each_is_found(
        "identity.role_grant",
        &format!("role_grant {ended}"),
        &[
            (&reopened, "its end"),
            (&set("ended_at = ended_at + interval '1 day'", &ended), "its end"),
        ],
    );
    let added = "00000000-0000-7000-8000-000000000001";
    let insert = format!(
        "INSERT INTO identity.role_grant VALUES \
         ('{added}', '{}', 1, 'party-approver', now(), NULL)",
        lived.ada
    );
    let place = format!("role_grant {added}");
    lived.each_is_found("identity.role_grant", &place, &[(&insert, "no event")]);
}

#[test]
fn what_is_changed_of_a_token_is_found() {
    let lived = lived();
    let (token, revoked) = (lived.token.to_string(), lived.revoked.to_string());
    let set = |what: &str, id: &str| format!("UPDATE identity.token SET {what} WHERE id = '{id}'");
    let other = "person_id = (SELECT id FROM identity.person WHERE name = 'Somebody' LIMIT 1)";
    lived.each_is_found(
        "identity.token",
        &format!("token {token}"),
        &[
            (&set("revoked_at = made_at", &token), "its revocation"),
            (&set("expires_at = NULL", &token), "its expiry"),
            (&set("expires_at = expires_at + interval '1 day'", &token), "its expiry"),
            (&set(other, &token), "its person"),
            (&set("section_id = 2", &token), "its section"),
            (&set("section_id = NULL", &token), "its section"),
            (&set("kind = 'program'", &token), "its kind"),
            (&set("label = 'the ledger bridge'", &token), "its label"),
            (&set("made_at = made_at - interval '1 day'", &token), "its time of making"),
            (&set("token_hash = sha256('another secret')", &token), "its hash"),
            (&format!("DELETE FROM identity.token WHERE id = '{token}'"), "it is missing"),
        ],
    );
    lived.each_is_found(
        "identity.token",
        &format!("token {revoked}"),
        &[
            (&set("revoked_at = NULL", &revoked), "its revocation"),
            (&set("revoked_at = revoked_at + interval '1 day'", &revoked), "its revocation"),
        ],
    );
    let added = "00000000-0000-7000-8000-000000000001";
    let insert = format!(
        "INSERT INTO identity.token \
         SELECT '{added}', sha256('x'), person_id, section_id, kind, label, made_at FROM saved \
         WHERE id = '{token}'"
    );
    let place = format!("token {added}");
    lived.each_is_found("identity.token", &place, &[(&insert, "no event")]);
}

#[test]
fn an_entry_that_was_decided_by_other_roles_is_found() {
    let lived = lived();
    let set = |field: &str, roles: &str| {
        format!(
            "UPDATE registry.entry SET content = jsonb_set(content, '{{{field}}}', '{roles}') \
             WHERE entry_no = {}",
            lived.entry
        )
    };
    let (initiator, approver) = ("initiator_roles", "approver_roles");
    lived.each_is_found(
        "registry.entry",
        &format!("entry {}", lived.entry),
        &[
            // She was auditor too.
            (&set(initiator, r#"["party-initiator"]"#), "the initiator's roles"),
            (&set(initiator, r#"["auditor"]"#), "the initiator's roles"),
            (&set(approver, r#"["party-administrator"]"#), "the approver's roles"),
            (&set(approver, r#"["party-approver", "auditor"]"#), "the approver's roles"),
        ],
    );
}

#[test]
fn a_role_counts_from_its_event_in_the_log_and_not_from_its_time() {
    let lived = lived();
    // The times stay as they are; the end comes last in the log, after the role was granted again.
    let leaf = |kind: &str| {
        lived.parties.test.number(&format!(
            "SELECT max(log_index) AS number FROM identity.event WHERE kind = '{kind}'"
        ))
    };
    let (ended, granted) = (leaf("role-ended"), leaf("role-granted"));
    let swap = format!(
        "UPDATE identity.event SET log_index = 100000 WHERE log_index = {ended}; \
         UPDATE identity.event SET log_index = {ended} WHERE log_index = {granted}; \
         UPDATE identity.event SET log_index = {granted} WHERE log_index = 100000"
    );
    let place = format!("entry {}", lived.entry);
    lived.each_is_found("identity.event", &place, &[(&swap, "the initiator's roles")]);
}
