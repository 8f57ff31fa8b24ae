//! Revoking an authorization.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::refusal::Refusal;
use super::scene::{Effect, Scene};
use crate::authorization::{AuthorizationId, Revocation};
use crate::text::Text;

/// Revokes an authorization: from then on nothing is issued or first transferred under it.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RevokeAuthorization {
    /// The authorization.
    pub id: AuthorizationId,
    /// The day of the revocation.
    pub date: Date,
    /// Why; it stays in the section.
    pub reason: Text<500>,
}

/// From this entry on nothing is issued or first transferred under the authorization. Its units that
/// were not first transferred are without one again, and can be put under another; those that were
/// stay under the version then in force.
pub(super) fn decide(
    scene: &mut Scene<'_>,
    order: &RevokeAuthorization,
) -> Result<Effect, Refusal> {
    let RevokeAuthorization { id, date, reason } = order;
    let party = scene.own("revoke-authorization")?.party;
    let (number, terms) = scene.own_terms(id)?;
    if *date < terms.date || *date > scene.today() {
        return Err(Refusal::RevocationDate { date: date.to_string() });
    }
    let recorded = scene.entry();
    if let Some(mut authorization) = scene.books.authorizations.get(&number).cloned() {
        authorization.revoked = Some(Revocation { date: *date, reason: reason.clone(), recorded });
        scene.books.authorizations.set(number, authorization);
    }
    Ok(Effect::of(party)
        .fact("approach", terms.approach.to_string())
        .fact("authorization", id.to_string())
        .fact("date", date.to_string())
        .fact("version", terms.version)
        .private("reason", reason))
}
