//! Tokens: shown once, kept as a hash, over when they are revoked or expire.

use std::thread::sleep;
use std::time::Duration;

use app::{MakeTokenError, NotAuthenticated, RevokeError, TokenWanted};
use domain::access::{CallerKind, Role};
use domain::id::Id;
use jiff::{SignedDuration, Timestamp};
use testkit::orders::read;
use testkit::registry::{TestRegistry, uuid};

use crate::operator::{ADMINISTER, holder, somebody, wanted};

const DESK: &str = "secretariat";

fn administrator(test: &TestRegistry) -> TokenWanted {
    wanted(holder(test, DESK, &Role::RegistryAdministrator), DESK)
}

#[test]
fn a_token_opens_the_section_for_its_person_and_says_who_calls() {
    let test = TestRegistry::new();
    let program = TokenWanted { caller: CallerKind::Program, ..administrator(&test) };
    let made = test.registry.make_token(&ADMINISTER, &program).unwrap();
    let caller = test.registry.authenticate(made.secret.reveal()).unwrap();
    assert_eq!(caller.officer().person, program.person);
    assert_eq!(caller.officer().token, made.id);
    assert_eq!(caller.officer().kind, CallerKind::Program);
    assert_eq!(caller.roles().collect::<Vec<_>>(), [&Role::RegistryAdministrator]);
}

#[test]
fn two_tokens_are_never_the_same_and_do_not_show_themselves() {
    let test = TestRegistry::new();
    let wanted = administrator(&test);
    let [one, other] = [(); 2].map(|()| test.registry.make_token(&ADMINISTER, &wanted).unwrap());
    assert_ne!(one.secret, other.secret);
    assert!(one.secret.reveal().starts_with("itmo_"));
    assert_eq!(one.secret.reveal().len(), "itmo_".len() + 64);
    assert!(!format!("{one:?}").contains(one.secret.reveal()));
}

#[test]
fn a_revoked_token_opens_nothing_after_a_second_c8() {
    let test = TestRegistry::new();
    let made = test.registry.make_token(&ADMINISTER, &administrator(&test)).unwrap();
    let secret = made.secret.reveal();
    test.registry.authenticate(secret).unwrap();
    test.registry.revoke_token(&ADMINISTER, made.id).unwrap();
    sleep(Duration::from_secs(1));
    assert!(test.registry.recognize(secret).is_none());
    let told = test.registry.authenticate(secret);
    assert!(matches!(told, Err(NotAuthenticated::Unknown)), "{told:?}");
    let again = test.registry.revoke_token(&ADMINISTER, made.id);
    assert!(matches!(again, Err(RevokeError::Revoked)), "{again:?}");
}

#[test]
fn an_expired_token_opens_nothing() {
    let test = TestRegistry::new();
    let expires = Some(read::<Timestamp>("2199-12-31T00:00:00.123456789Z"));
    let wanted = TokenWanted { expires, ..administrator(&test) };
    let made = test.registry.make_token(&ADMINISTER, &wanted).unwrap();
    test.registry.authenticate(made.secret.reveal()).unwrap();
    test.database.set_clock_ahead(SignedDuration::from_hours(24 * 366 * 200));
    sleep(Duration::from_secs(1));
    let told = test.registry.authenticate(made.secret.reveal());
    assert!(matches!(told, Err(NotAuthenticated::Unknown)), "{told:?}");
    let late = test.registry.make_token(&ADMINISTER, &wanted);
    assert!(matches!(late, Err(MakeTokenError::Expired { .. })), "{late:?}");
}

#[test]
fn a_token_is_made_for_somebody_known_in_a_section_that_is_there() {
    let test = TestRegistry::new();
    let person = somebody(&test);
    let make = |wanted| test.registry.make_token(&ADMINISTER, &wanted).unwrap_err();
    let nobody = make(wanted(Id::from_uuid(uuid()), DESK));
    assert!(matches!(nobody, MakeTokenError::NoSuchPerson));
    let nowhere = make(wanted(person, "XAL"));
    assert!(matches!(nowhere, MakeTokenError::NoSuchSection(party) if party == read("XAL")));
    let unknown = test.registry.revoke_token(&ADMINISTER, Id::from_uuid(uuid()));
    assert!(matches!(unknown, Err(RevokeError::NoSuchToken)), "{unknown:?}");
    assert_eq!(test.number("SELECT count(*) AS number FROM identity.token"), 0);
}

/// How many tables hold this text, in whichever column.
fn tables_with(test: &TestRegistry, sought: &str) -> u64 {
    test.number(&format!(
        "SELECT count(*) AS number FROM information_schema.tables, LATERAL (SELECT
             query_to_xml(format('SELECT * FROM %I.%I AS t', table_schema, table_name),
                 false, false, '')::text AS content) AS whole
         WHERE table_schema IN ('registry', 'identity', 'transparency')
             AND strpos(content, '{sought}') > 0"
    ))
}

#[test]
fn a_secret_is_kept_nowhere() {
    let test = TestRegistry::new();
    let made = test.registry.make_token(&ADMINISTER, &administrator(&test)).unwrap();
    // The search finds what is there: the label stands in the token's row and in its event's.
    assert_eq!(tables_with(&test, "her laptop"), 2);
    assert_eq!(tables_with(&test, &made.id.to_string()), 2);
    let secret = made.secret.reveal();
    assert_eq!(tables_with(&test, secret), 0);
    assert_eq!(tables_with(&test, secret.strip_prefix("itmo_").unwrap()), 0);
}

#[test]
fn the_list_of_people_tells_what_their_tokens_are_for() {
    let test = TestRegistry::new();
    let wanted = administrator(&test);
    let made = test.registry.make_token(&ADMINISTER, &wanted).unwrap();
    test.registry.make_token(&ADMINISTER, &wanted).unwrap();
    test.registry.revoke_token(&ADMINISTER, made.id).unwrap();
    let people = test.registry.people(&ADMINISTER).unwrap();
    let [ada] = people.as_slice() else { panic!("{people:?}") };
    assert_eq!(ada.name, "Ada Lindqvist");
    let tokens: Vec<_> = ada.tokens.iter().map(|it| (it.party, it.revoked.is_some())).collect();
    assert_eq!(tokens, [(None, true), (None, false)]);
    assert_eq!(ada.tokens[0].label, "her laptop");
}
