//! Sections, as everybody may know them, and the focal points that they have named.

use domain::access::{Caller, Permit, ReadDesk, ReadSection};
use domain::focal_point::FocalPoint;
use domain::party::PartyCode;
use domain::section::SectionNo;
use store::StoreError;
use store::page::{Limit, Page};
pub use store::sections::SectionFacts;

use crate::{ReadError, Registry};

impl Registry {
    /// Sections, in the order in which they were opened.
    pub fn sections(
        &self,
        after: Option<i16>,
        limit: Limit,
    ) -> Result<Page<SectionFacts, i16>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.sections(after, limit))
    }

    /// The section of a Party, if it has one.
    pub fn section_of(&self, party: PartyCode) -> Result<Option<SectionFacts>, StoreError> {
        self.store.read(&Permit::for_everybody(), |tx| tx.section_of(party))
    }

    /// Whom the section of a Party has named to answer for it: for its own officers, and for the
    /// secretariat.
    pub fn focal_point(
        &self,
        caller: &Caller,
        party: PartyCode,
    ) -> Result<Option<FocalPoint>, ReadError> {
        if caller.section() == SectionNo::SECRETARIAT {
            let permit = caller.permit::<ReadDesk>(())?;
            return Ok(self.store.read(&permit, |tx| tx.focal_point_of(party))?);
        }
        let permit = caller.permit::<ReadSection>(caller.section())?;
        Ok(self.store.read(&permit, |tx| tx.focal_point(party))?)
    }
}
