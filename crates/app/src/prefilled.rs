//! Reports as documents, filled from what the ledger knows; and what a Party has to hand in.

use domain::access::{Act as _, Caller, Denied, Permit, ReadSection};
use domain::adjustment::Event;
use domain::approach::ApproachId;
use domain::party::PartyCode;
use domain::prefilled::{
    Document, Duty, FirstFiled, GivenAuthorization, ListedApproach, PartyFacts, RegularFacts,
    annual, approaches, duties, initial, regular, updated,
};
use domain::vintage::Year;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use store::filings::FilingsWanted;

use crate::approaches::ApproachFacts;
use crate::authorizations::{AuthorizationsWanted, ListedAuthorization};
use crate::conversions::ConversionsWanted;
use crate::reports::{ROWS_MAX, ReportError, of_party};
use crate::{Limit, Page, Registry, StoreError};

/// All pages of a list, one after the other.
fn all<T, K>(
    mut page: impl FnMut(Option<K>) -> Result<Page<T, K>, StoreError>,
) -> Result<Vec<T>, StoreError> {
    let Page { mut items, mut next } = page(None)?;
    while let Some(after) = next {
        let more = page(Some(after))?;
        items.extend(more.items);
        next = more.next;
    }
    Ok(items)
}

fn day(moment: Timestamp) -> Date {
    moment.to_zoned(TimeZone::UTC).date()
}

impl Registry {
    /// The initial report of the caller's Party: parts I to IV.
    pub fn initial_report(&self, caller: &Caller) -> Result<Document, ReportError> {
        Ok(initial(&self.party_facts(caller)?))
    }

    /// The updated initial report of the caller's Party for a further approach: part IV.
    pub fn updated_initial_report(
        &self,
        caller: &Caller,
        approach: ApproachId,
    ) -> Result<Option<Document>, ReportError> {
        Ok(updated(&self.party_facts(caller)?, approach))
    }

    /// The regular information of the caller's Party for a year.
    pub fn regular_information(
        &self,
        caller: &Caller,
        year: Year,
    ) -> Result<Document, ReportError> {
        let facts = self.party_facts(caller)?;
        let permit = of_party(caller)?;
        let found = self.store.read(&permit, |tx| tx.report_facts(year, ROWS_MAX))?;
        let found = found.ok_or(ReportError::TooLarge { year, most: ROWS_MAX })?;
        begun(year, found.today)?;
        let acts = found.acts.iter();
        let events = acts.filter_map(|act| Event::of_act(act, act.occurred)).collect();
        let wanted = ConversionsWanted { party: Some(facts.party), ..ConversionsWanted::default() };
        let conversions = all(|after| self.conversions(&wanted, after, Limit::MAX))?;
        let conversions =
            conversions.into_iter().map(|it| (it.approach, it.metric, it.factor, it.method));
        let of_year = RegularFacts { year, events, conversions: conversions.collect() };
        Ok(regular(&facts, &of_year))
    }

    /// What all Parties did with ITMOs in a year, for everybody.
    pub fn annual_report(&self, year: Year) -> Result<Document, ReportError> {
        let (standing, _) = self.newest()?;
        begun(year, day(standing.moment))?;
        let lines = self.store.read(&Permit::for_everybody(), |tx| tx.annual_lines(year))?;
        Ok(annual(year, &lines))
    }

    /// The list of approaches for the CARP, for everybody.
    pub fn approaches_report(&self) -> Result<Document, ReportError> {
        let wanted = AuthorizationsWanted::default();
        let given = all(|after| self.authorizations(&wanted, after, Limit::MAX))?;
        Ok(approaches(&self.listed(None, &given)?))
    }

    /// What the caller's Party has to hand in, and by when.
    pub fn duties(&self, caller: &Caller) -> Result<(PartyCode, Vec<Duty>), ReportError> {
        let facts = self.party_facts(caller)?;
        let (standing, _) = self.newest()?;
        let filed = self.first_filed(facts.party)?;
        Ok((facts.party, duties(&facts, &filed, day(standing.moment))))
    }

    /// On which day a Party first filed its report of each year.
    fn first_filed(&self, party: PartyCode) -> Result<FirstFiled, StoreError> {
        let wanted = FilingsWanted { party: Some(party), year: None };
        let permit = Permit::for_everybody();
        let page = |after| self.store.read(&permit, |tx| tx.filings(&wanted, after, Limit::MAX));
        let mut filed = FirstFiled::new();
        for version in all(page)? {
            filed.entry(version.year).or_insert(day(version.at));
        }
        Ok(filed)
    }

    fn party_facts(&self, caller: &Caller) -> Result<PartyFacts, ReportError> {
        let permit = of_party(caller)?;
        let read = |tx: &mut store::Reading<'_, ReadSection>| Ok((tx.party()?, tx.own_entities()?));
        let (party, entities) = self.store.read(&permit, read)?;
        if party.is_mechanism() {
            return Err(Denied { act: ReadSection::NAME }.into());
        }
        let section = self.section_of(party)?.ok_or(StoreError::Unavailable)?;
        let wanted = AuthorizationsWanted { party: Some(party), ..AuthorizationsWanted::default() };
        let given = all(|after| self.authorizations(&wanted, after, Limit::MAX))?;
        Ok(PartyFacts {
            party,
            name: section.name,
            periods: section.ndc_periods,
            participation: section.participation.map(|it| it.what),
            initial_report: section.initial_report.map(|it| it.what),
            approaches: self.listed(Some(party), &given)?,
            authorizations: given.into_iter().map(version).collect(),
            entities,
        })
    }

    fn listed(
        &self,
        party: Option<PartyCode>,
        given: &[ListedAuthorization],
    ) -> Result<Vec<ListedApproach>, StoreError> {
        let found = all(|after| self.approaches(party, after, Limit::MAX))?;
        Ok(found.into_iter().map(|it| listed(it, given)).collect())
    }
}

fn begun(year: Year, today: Date) -> Result<(), ReportError> {
    if i32::from(today.year()) < i32::from(year.number()) {
        return Err(ReportError::NotBegun { year });
    }
    Ok(())
}

fn version(listed: ListedAuthorization) -> GivenAuthorization {
    GivenAuthorization {
        terms: listed.facts.terms,
        state: listed.state,
        first_transferred: listed.first_transferred,
        revoked: listed.revoked.map(|(day, _)| day),
        recorded: day(listed.facts.occurred),
    }
}

fn listed(approach: ApproachFacts, given: &[ListedAuthorization]) -> ListedApproach {
    let under = || given.iter().map(|it| &it.facts).filter(|it| it.terms.approach == approach.id);
    let documents = under().filter_map(|it| it.terms.document.as_ref()).map(ToString::to_string);
    let documents: std::collections::BTreeSet<_> = documents.collect();
    ListedApproach {
        id: approach.id,
        documents: documents.into_iter().collect(),
        first_year: under().map(|it| Year::of(it.occurred)).min(),
        title: approach.title,
        parties: approach.parties,
    }
}
