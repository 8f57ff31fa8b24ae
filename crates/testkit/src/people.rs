//! People with roles and tokens, made as the operator makes them.

use app::{Desk, Registry, TokenWanted};
use domain::access::{Administer, Caller, CallerKind, Permit, Role};

use crate::orders::read;

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

#[expect(clippy::disallowed_methods, reason = "a test is at the console of its own registry")]
fn appointed(
    registry: &Registry,
    desk: Desk,
    roles: &[Role],
) -> Result<(Caller, String), Box<dyn std::error::Error>> {
    let permit = Permit::<Administer>::at_the_console();
    let person = registry.register_person(&permit, &read("Somebody"))?;
    for role in roles {
        registry.grant_role(&permit, person, desk, *role)?;
    }
    let (caller, label) = (CallerKind::Person, read("test"));
    let wanted = TokenWanted { person, desk, caller, label, expires: None };
    let made = registry.make_token(&permit, &wanted)?;
    let caller = registry.authenticate(made.secret.reveal())?;
    Ok((caller, made.secret.reveal().to_owned()))
}
