//! First transfers under an authorization never exceed its quantity (10).

use domain::authorization::{Authorization, AuthorizationNo};

use super::holds;
use crate::naive::Name;
use crate::world::World;

/// The authorizations that a request has changed.
pub(super) fn touched(world: &World) -> Result<(), String> {
    for change in world.books.authorizations.changes() {
        let after = change.after.ok_or("invariant 10: an authorization is gone")?;
        one(world, *change.key, after)?;
    }
    Ok(())
}

pub(super) fn all(world: &World) -> Result<(), String> {
    let mut all = world.books.authorizations.iter();
    all.try_for_each(|(number, it)| one(world, *number, it))
}

fn one(world: &World, number: AuthorizationNo, it: &Authorization) -> Result<(), String> {
    let newest = it.versions.last().map(|version| &version.terms);
    let newest = newest.ok_or("invariant 10: an authorization says nothing")?;
    let name: Name = (it.section, newest.id.clone());
    let known = world.books.authorization_names.get(&name) == Some(&number);
    holds(10, known, || format!("authorization {} is not found by its name", newest.id))?;
    let revoked = world.desk.ledger.authorizations.get(&name).map(|it| it.revoked);
    holds(10, revoked == Some(it.revoked.is_some()), || {
        format!("authorization {} is revoked, or is not", newest.id)
    })?;
    let first = world.desk.ledger.first_transferred(&name);
    holds(10, it.first_transferred == first, || {
        let counted = it.first_transferred;
        format!("{counted} units count as first transferred under {}, not {first}", newest.id)
    })?;
    holds(10, newest.quantity.is_none_or(|cap| first <= cap.count()), || {
        format!("{first} units were first transferred under {}, above its quantity", newest.id)
    })
}
