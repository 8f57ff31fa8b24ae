//! Under which authorization units stand, and what it allows.

use jiff::civil::Date;

use super::refusal::Refusal;
use super::scene::{Part, Scene};
use super::warning::Warning;
use crate::approach::ApproachId;
use crate::authorization::{Authorization, AuthorizationId, AuthorizationNo, Terms};
use crate::entity::EntityId;
use crate::quantity::Units;
use crate::section::SectionNo;
use crate::unit::{Series, UnitRange};

impl Scene<'_> {
    /// The authorization that a part is under: none, if it was revoked before the first transfer
    ///
    pub(super) fn authorization_of(&self, part: &Part) -> Option<AuthorizationNo> {
        let number = part.block.authorization?;
        let authorization = self.books.authorizations.get(&number);
        let revoked = authorization.is_some_and(|it| it.revoked.is_some());
        (part.block.first_transfer.is_some() || !revoked).then_some(number)
    }

    /// A revoked authorization stays revoked.
    pub(super) fn in_force(
        authorization: &Authorization,
        id: &AuthorizationId,
    ) -> Result<(), Refusal> {
        match &authorization.revoked {
            Some(revocation) => Err(Refusal::AuthorizationRevoked {
                authorization: id.clone(),
                date: revocation.date.to_string(),
            }),
            None => Ok(()),
        }
    }

    /// The authorization of a part, and what it says for it.
    pub(super) fn terms_of(
        &self,
        part: &Part,
        series: Series,
    ) -> Result<(AuthorizationNo, SectionNo, &Terms), Refusal> {
        let units = UnitRange { series, serials: part.taken };
        let number = self.authorization_of(part).ok_or(Refusal::NotAuthorized { units })?;
        let authorization = self.books.authorizations.get(&number);
        let terms = authorization.and_then(|it| it.as_of(part.block.first_transfer));
        match (authorization, terms) {
            (Some(authorization), Some(terms)) => Ok((number, authorization.section, terms)),
            _ => Err(Refusal::NotAuthorized { units }),
        }
    }

    /// The newest terms of one of the section's own authorizations, which is in force.
    pub(super) fn own_terms(
        &self,
        id: &AuthorizationId,
    ) -> Result<(AuthorizationNo, Terms), Refusal> {
        self.terms_in(self.section, id)
    }

    /// The newest terms of an authorization of a section, from its day on and until it
    /// is revoked.
    pub(super) fn terms_in(
        &self,
        section: SectionNo,
        id: &AuthorizationId,
    ) -> Result<(AuthorizationNo, Terms), Refusal> {
        let unknown = || Refusal::AuthorizationUnknown { authorization: id.clone() };
        let name = (section, id.clone());
        let number = *self.books.authorization_names.get(&name).ok_or_else(unknown)?;
        let authorization = self.books.authorizations.get(&number).ok_or_else(unknown)?;
        Self::in_force(authorization, id)?;
        // An act that is recorded late is none of an authorization that came after it.
        if authorization.begins().is_some_and(|begins| self.today() < begins) {
            return Err(Refusal::DoesNotFit { authorization: id.clone(), field: "date" });
        }
        Ok((number, authorization.newest().cloned().ok_or_else(unknown)?))
    }

    /// An act happens no later than the last day that its authorization sets for it.
    pub(super) fn in_time(
        &self,
        terms: &Terms,
        act: &'static str,
        last: Option<Date>,
    ) -> Result<(), Refusal> {
        match last {
            Some(last) if self.today() > last => {
                let (authorization, last) = (terms.id.clone(), last.to_string());
                Err(Refusal::AfterLastDay { authorization, act, last })
            }
            _ => Ok(()),
        }
    }

    /// Whether so many more may be first transferred under the authorization.
    pub(super) fn within_cap(&self, number: AuthorizationNo, asked: Units) -> Result<(), Refusal> {
        let Some(authorization) = self.books.authorizations.get(&number) else { return Ok(()) };
        let Some(terms) = authorization.newest() else { return Ok(()) };
        match (terms.quantity, authorization.remaining()) {
            (Some(cap), Some(remaining)) if asked.count() > remaining => {
                Err(Refusal::CapExceeded {
                    authorization: terms.id.clone(),
                    cap,
                    first_transferred: authorization.first_transferred,
                    asked,
                })
            }
            _ => Ok(()),
        }
    }

    /// Counts units as first transferred under the authorization. Warns from nine tenths of the cap
    /// on.
    pub(super) fn count_first_transfer(
        &mut self,
        number: AuthorizationNo,
        units: Units,
    ) -> Option<Warning> {
        let mut authorization = self.books.authorizations.get(&number).cloned()?;
        let first_transferred = authorization.first_transferred.saturating_add(units.count());
        authorization.first_transferred = first_transferred;
        let newest = authorization.newest().map(|terms| (terms.id.clone(), terms.quantity));
        self.books.authorizations.set(number, authorization);
        let (authorization, cap) = newest?;
        let cap = cap?;
        let tenths = |count: u64, by: u128| u128::from(count).saturating_mul(by);
        let nearly = tenths(first_transferred, 10) >= tenths(cap.count(), 9);
        nearly.then_some(Warning::CapNearlyReached { authorization, cap, first_transferred })
    }

    /// Counts what was first transferred, authorization by authorization.
    pub(super) fn count_first_transfers(
        &mut self,
        sums: Vec<(AuthorizationNo, Units)>,
    ) -> Vec<Warning> {
        let counted =
            sums.into_iter().map(|(number, units)| self.count_first_transfer(number, units));
        counted.flatten().collect()
    }

    /// An entity uses while it is authorized under the approach, by the Party that authorized the use
    /// or by the Party in whose section it acts: the mechanism is none.
    pub(super) fn entity_may_use(
        &self,
        entity: &EntityId,
        approach: ApproachId,
        authorizing: SectionNo,
    ) -> Result<(), Refusal> {
        let today = self.today();
        let here = self.books.sections.get(&self.section);
        let by_party = here.is_some_and(|section| !section.party.is_mechanism());
        let current = self.books.entities.iter().any(|(_, recorded)| {
            let it = &recorded.authorization;
            (recorded.section == authorizing || by_party && recorded.section == self.section)
                && (&it.entity, it.approach) == (entity, approach)
                && it.covers(today)
        });
        if current { Ok(()) } else { Err(Refusal::EntityNotAuthorized { entity: entity.clone() }) }
    }
}
