//! What a batch of requests touches, by name: what has to be loaded.

use std::collections::BTreeSet;

use domain::account::{AccountKind, AccountNumber};
use domain::approach::ApproachId;
use domain::authorization::{AuthorizationId, Terms};
use domain::conversion::ConversionKey;
use domain::filing::FilingKey;
use domain::ledger::{Books, Issue, Order, OrderKind, Proposal, Request, Step};
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::section::SectionNo;
use domain::text::Text;
use domain::underlying::UnderlyingRun;
use domain::unit::{Series, UnitRange};
use domain::vintage::Year;
use uuid::Uuid;

use super::writer::Trial;

/// The names of what a batch touches.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct Wanted {
    pub(super) sections: BTreeSet<SectionNo>,
    pub(super) parties: BTreeSet<PartyCode>,
    pub(super) accounts: BTreeSet<AccountNumber>,
    pub(super) ranges: BTreeSet<(AccountNumber, UnitRange)>,
    pub(super) proposals: BTreeSet<Uuid>,
    pub(super) keys: BTreeSet<(Uuid, Text<200>)>,
    pub(super) persons: BTreeSet<(Uuid, SectionNo)>,
    pub(super) seldom: Seldom,
}

/// What only orders off the hot path touch.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one more thing to load, or not")]
pub(super) struct Seldom {
    pub(super) all_sections: bool,
    pub(super) entities_of: BTreeSet<SectionNo>,
    /// Parties whose entities may use.
    pub(super) entities_of_parties: BTreeSet<PartyCode>,
    pub(super) approaches: BTreeSet<ApproachId>,
    pub(super) authorizations: BTreeSet<(SectionNo, AuthorizationId)>,
    /// Approaches whose authorizations are compared with a new one.
    pub(super) authorized_under: BTreeSet<ApproachId>,
    pub(super) issuances: bool,
    /// Sections whose NDC periods change.
    pub(super) itmo_years_of: BTreeSet<SectionNo>,
    pub(super) series_of: BTreeSet<(SectionNo, ApproachId, i16)>,
    /// Whether somebody approved it before: their roles count, or their approval is void.
    pub(super) consents: bool,
    /// Whether it changes what a section has laid down or declared, or what is stopped.
    pub(super) settings: bool,
    pub(super) underlying: BTreeSet<UnderlyingRun>,
    pub(super) authorizations_of: BTreeSet<(PartyCode, AuthorizationId)>,
    pub(super) series: BTreeSet<Series>,
    pub(super) outside_of: BTreeSet<SectionNo>,
    pub(super) conversions: BTreeSet<ConversionKey>,
    /// Years of which something is told.
    pub(super) inventories: BTreeSet<(SectionNo, Year)>,
    /// Reports that get a new version.
    pub(super) filings: BTreeSet<FilingKey>,
    /// Reports of Parties that are explained.
    pub(super) filings_of: BTreeSet<(PartyCode, Year)>,
    /// Where beneficiaries are to be recorded.
    pub(super) beneficiaries_in: BTreeSet<SectionNo>,
    /// The entries whose beneficiaries are reviewed.
    pub(super) reviewed: BTreeSet<i64>,
    /// Stops that may be over.
    pub(super) stops: BTreeSet<Uuid>,
}

impl Wanted {
    /// What these requests touch.
    pub(super) fn by<'r>(requests: impl Iterator<Item = &'r Request>) -> Self {
        let mut wanted = Self::default();
        for request in requests {
            wanted.add(request);
        }
        wanted
    }

    /// What trying it out touches.
    pub(super) fn by_trial(trial: &Trial) -> Self {
        let (mut wanted, proposal) = (Self::default(), trial.proposal());
        wanted.add_proposal(proposal);
        if let Trial::Replacement(replacement) = trial {
            wanted.add_proposal(&replacement.replaced);
        }
        if let Trial::Approval(approval) = trial {
            wanted.persons.insert((approval.by.person.uuid(), proposal.section));
        }
        wanted
    }

    /// Of which approaches it may matter who takes part in them. Where authorizations change, in all
    /// that are touched; else where what the units are under does not say it.
    pub(super) fn participants<'r>(
        &self,
        books: &Books,
        proposals: impl Iterator<Item = &'r Proposal>,
    ) -> BTreeSet<ApproachId> {
        if self.seldom.is_nothing() {
            return proposals.flat_map(|it| books.approaches_in_question(&it.orders)).collect();
        }
        let of_units = self.ranges.iter().map(|(_, units)| units.series.approach);
        of_units.chain(self.seldom.approaches.iter().copied()).collect()
    }

    fn add(&mut self, request: &Request) {
        let proposal = request.proposal();
        self.add_proposal(proposal);
        self.sections.insert(request.section());
        if let Some(by) = request.officer() {
            self.persons.insert((by.person.uuid(), request.section()));
        }
        if let Some(replaced) = request.replaced() {
            self.add_proposal(replaced);
        }
        if matches!(request.step, Step::Accept(_) | Step::Elapse(_) | Step::Replace(_)) {
            self.seldom.consents = true;
        }
        if let Some(key) = &request.key {
            self.keys.insert((key.caller.uuid(), key.key.clone()));
        }
    }

    fn add_proposal(&mut self, proposal: &Proposal) {
        self.sections.insert(proposal.section);
        self.proposals.insert(proposal.id.uuid());
        self.persons.insert((proposal.by.person.uuid(), proposal.section));
        for order in &proposal.orders {
            if let Some((account, units)) = order.units() {
                self.accounts.insert(account);
                self.ranges.insert((account, units));
                self.parties.insert(account.party());
                self.parties.insert(units.series.party);
            }
            if let Some(account) = order.destination() {
                self.accounts.insert(account);
                self.parties.insert(account.party());
            }
            if let Order::TrustRecipient(order) = order {
                self.accounts.insert(order.account);
                self.parties.insert(order.account.party());
            }
            if let Order::SetStop(order) = order {
                self.parties.extend(order.target.parties());
            }
            if let Order::ExplainInconsistency(order) = order {
                self.parties.insert(order.party);
            }
            if let Order::IssueArticle64(order) = order {
                self.accounts.extend([order.fund, order.omge]);
                self.parties.insert(order.host);
            }
            self.seldom.stops.extend(stop_of(order));
            self.seldom.add(proposal.section, order);
        }
    }
}

impl Seldom {
    fn add(&mut self, section: SectionNo, order: &Order) {
        self.beneficiaries_in.extend(order.beneficiary().map(|_named| section));
        match order {
            Order::OpenSection(_) => self.all_sections = true,
            Order::OpenAccount(order) => {
                self.entities_of.insert(section);
                // Whether a registry has a section here, or an account of this one.
                if order.kind == AccountKind::Outside {
                    self.all_sections = true;
                    self.outside_of.insert(section);
                }
            }
            Order::RecordApproach(order) => {
                self.approaches.insert(order.id);
            }
            Order::AuthorizeEntity(order) => {
                self.approaches.insert(order.approach);
            }
            Order::Authorize(order) => self.add_terms(section, order),
            Order::AuthorizeUnits(order) => {
                self.authorizations.insert((section, order.authorization.clone()));
                self.issuances = true;
            }
            Order::Issue(order) => self.add_issue(section, order),
            Order::ReviewBeneficiary(_)
            | Order::RecordConversion(_)
            | Order::IssueArticle64(_)
            | Order::RevokeAuthorization(_)
            | Order::SetNdcPeriod(_)
            | Order::RecordInventoryYear(_)
            | Order::FileReport(_)
            | Order::ExplainInconsistency(_) => self.add_rare(section, order),
            Order::UseForOimp(order) => {
                if order.entity.is_some() {
                    self.entities_of.insert(section);
                    self.entities_of_parties.insert(order.units.series.party);
                }
            }
            Order::FirstTransfer(_)
            | Order::Transfer(_)
            | Order::UseTowardsNdc(_)
            | Order::Cancel(_)
            | Order::TransferIn(_)
            | Order::TransferOut(_)
            | Order::ContributeToAdaptation(_)
            | Order::Retire(_) => {}
            Order::RecordParticipation(_)
            | Order::RecordInitialReport(_)
            | Order::SetTerms(_)
            | Order::SetFocalPoint(_)
            | Order::SetAdjustmentSettings(_)
            | Order::TrustRecipient(_)
            | Order::DistrustRecipient(_)
            | Order::SetStop(_)
            | Order::LiftStop(_) => self.settings = true,
        }
    }

    fn add_issue(&mut self, section: SectionNo, order: &Issue) {
        self.approaches.insert(order.approach);
        self.series_of.insert((section, order.approach, order.vintage.number()));
        if let Some(id) = &order.authorization {
            self.authorizations.insert((section, id.clone()));
        }
        // What is no run is refused, whatever is loaded.
        self.underlying.extend(order.underlying.as_ref().and_then(|it| it.run().ok()));
    }

    fn add_terms(&mut self, section: SectionNo, terms: &Terms) {
        self.approaches.insert(terms.approach);
        self.authorizations.insert((section, terms.id.clone()));
        self.entities_of.insert(section);
        if terms.gwp_values.is_some() {
            self.authorized_under.insert(terms.approach);
        }
    }

    fn add_rare(&mut self, section: SectionNo, order: &Order) {
        if let Order::RevokeAuthorization(order) = order {
            self.authorizations.insert((section, order.id.clone()));
        }
        if let Order::SetNdcPeriod(_) = order {
            self.itmo_years_of.insert(section);
        }
        if let Order::ReviewBeneficiary(order) = order {
            self.reviewed.insert(order.entry.number());
        }
        if let Order::RecordConversion(order) = order {
            self.approaches.insert(order.approach);
            self.conversions.insert((section, order.approach, order.metric.clone()));
        }
        if let Order::RecordInventoryYear(order) = order {
            self.inventories.insert((section, order.year));
        }
        if let Order::FileReport(order) = order {
            self.filings.insert((section, order.year));
        }
        if let Order::ExplainInconsistency(order) = order {
            self.filings_of.insert((order.party, order.year));
        }
        if let Order::IssueArticle64(order) = order {
            let (approach, registry) = (ApproachId::ARTICLE_6_4, RegistryId::MECHANISM);
            let (party, vintage) = (order.host, order.vintage);
            self.approaches.insert(approach);
            self.authorizations_of.insert((party, order.authorization.clone()));
            self.series.insert(Series { approach, registry, party, vintage });
            // What is no run is refused, whatever is loaded.
            self.underlying.extend(order.own_identifiers().and_then(|it| it.run().ok()));
        }
    }

    /// Whether nothing of it is wanted.
    pub(super) fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

/// The stop that an order names.
fn stop_of(order: &Order) -> Option<Uuid> {
    if let Order::SetStop(order) = order {
        return Some(order.id.uuid());
    }
    if let Order::LiftStop(order) = order { Some(order.stop.uuid()) } else { None }
}

/// Whether the step writes nothing but what the one statement of the hot path writes.
pub(super) fn is_hot(request: &Request) -> bool {
    let orders = &request.proposal().orders;
    let hot = |order: &Order| match order.kind() {
        _ if order.beneficiary().is_some() => false,
        OrderKind::OpenSection
        | OrderKind::OpenAccount
        | OrderKind::RecordApproach
        | OrderKind::AuthorizeEntity
        | OrderKind::Authorize
        | OrderKind::AuthorizeUnits
        | OrderKind::Issue
        | OrderKind::IssueArticle64
        | OrderKind::RecordConversion
        | OrderKind::ReviewBeneficiary
        | OrderKind::SetTerms
        | OrderKind::SetFocalPoint
        | OrderKind::TrustRecipient
        | OrderKind::DistrustRecipient
        | OrderKind::SetStop
        | OrderKind::LiftStop
        | OrderKind::RevokeAuthorization
        | OrderKind::RecordParticipation
        | OrderKind::RecordInitialReport
        | OrderKind::SetNdcPeriod
        | OrderKind::RecordInventoryYear
        | OrderKind::SetAdjustmentSettings
        | OrderKind::FileReport
        | OrderKind::ExplainInconsistency => false,
        OrderKind::FirstTransfer
        | OrderKind::Transfer
        | OrderKind::UseTowardsNdc
        | OrderKind::UseForOimp
        | OrderKind::Cancel
        | OrderKind::TransferIn
        | OrderKind::TransferOut
        | OrderKind::ContributeToAdaptation
        | OrderKind::Retire => true,
    };
    match &request.step {
        Step::Propose(_) | Step::Approve(_) => orders.iter().all(hot),
        // Seldom enough to queue for the lock.
        Step::Replace(_)
        | Step::Accept(_)
        | Step::Decline(_)
        | Step::Reject(_)
        | Step::Withdraw(_)
        | Step::Elapse(_) => false,
    }
}
