//! People with roles and tokens, made as the operator makes them.

use app::{Desk, Registry, TokenWanted};
use domain::access::{Administer, Caller, CallerKind, Permit, Role};
use domain::party::PartyCode;

use crate::orders::read;

#[expect(clippy::disallowed_methods, reason = "a test is at the console of its own registry")]
const CONSOLE: Permit<Administer> = Permit::at_the_console();

/// Registers somebody, gives them these roles and a token, and lets them call. Gives the caller and
/// the secret of the token.
///
/// # Panics
///
/// Where the registry refuses it.
#[expect(clippy::panic, reason = "a test without its people stops here, and says why")]
pub fn appoint(registry: &Registry, desk: Desk, roles: &[Role]) -> (Caller, String) {
    appointed(registry, desk, roles).unwrap_or_else(|error| panic!("{error}"))
}

/// Revokes the token of a caller.
///
/// # Panics
///
/// If it was revoked before.
#[expect(clippy::panic, reason = "what must be revoked and is not ends the test")]
pub fn revoke(registry: &Registry, caller: &Caller) {
    registry
        .revoke_token(&CONSOLE, caller.officer().token)
        .unwrap_or_else(|error| panic!("{error}"));
}

/// Gives an officer of a Party one more role, and a token of this kind that is theirs too. Gives its secret.
///
/// # Panics
///
/// Where the registry refuses it.
#[expect(clippy::panic, reason = "a test without its people stops here, and says why")]
pub fn another_token(
    registry: &Registry,
    (of, party): (&Caller, PartyCode),
    role: &Role,
    kind: CallerKind,
) -> String {
    let (person, desk) = (of.officer().person, Desk::Party(party));
    registry.grant_role(&CONSOLE, person, desk, role).unwrap_or_else(|error| panic!("{error}"));
    let label = read("another");
    let wanted = TokenWanted { person, desk, caller: kind, label, expires: None };
    let made = registry.make_token(&CONSOLE, &wanted).unwrap_or_else(|error| panic!("{error}"));
    made.secret.reveal().to_owned()
}

fn appointed(
    registry: &Registry,
    desk: Desk,
    roles: &[Role],
) -> Result<(Caller, String), Box<dyn std::error::Error>> {
    let person = registry.register_person(&CONSOLE, &read("Somebody"))?;
    for role in roles {
        registry.grant_role(&CONSOLE, person, desk, role)?;
    }
    let (caller, label) = (CallerKind::Person, read("test"));
    let wanted = TokenWanted { person, desk, caller, label, expires: None };
    let made = registry.make_token(&CONSOLE, &wanted)?;
    let caller = registry.authenticate(made.secret.reveal())?;
    Ok((caller, made.secret.reveal().to_owned()))
}
