//! What the operator at the console does in these tests.

use app::{Desk, TokenWanted};
use domain::access::{Administer, Caller, CallerKind, Permit, Role};
use domain::id::{Id, Person};
use testkit::orders::read;
use testkit::registry::TestRegistry;

#[expect(clippy::disallowed_methods, reason = "a test is at the console of its own registry")]
pub(crate) const ADMINISTER: Permit<Administer> = Permit::at_the_console();

/// Registers somebody.
pub(crate) fn somebody(test: &TestRegistry) -> Id<Person> {
    test.registry.register_person(&ADMINISTER, &read("Ada Lindqvist")).unwrap()
}

/// Somebody with a role.
pub(crate) fn holder(test: &TestRegistry, desk: &str, role: &Role) -> Id<Person> {
    let person = somebody(test);
    test.registry.grant_role(&ADMINISTER, person, read(desk), role).unwrap();
    person
}

/// A token that this person would like to have.
pub(crate) fn wanted(person: Id<Person>, desk: &str) -> TokenWanted {
    let desk: Desk = read(desk);
    let caller = CallerKind::Person;
    TokenWanted { person, desk, caller, label: read("her laptop"), expires: None }
}

/// Makes a token, and calls by it.
pub(crate) fn caller(test: &TestRegistry, person: Id<Person>, desk: &str) -> Caller {
    let made = test.registry.make_token(&ADMINISTER, &wanted(person, desk)).unwrap();
    test.registry.authenticate(made.secret.reveal()).unwrap()
}
