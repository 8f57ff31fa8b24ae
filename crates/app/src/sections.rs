//! Sections, as everybody may know them.

use domain::access::Permit;
use domain::party::PartyCode;
use store::StoreError;
use store::page::{Limit, Page};
pub use store::sections::SectionFacts;

use crate::Registry;

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
}
