//! Who may do what: roles, the policy, and the permit that proves it was asked.

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use crate::id::{Id, Person, Proposed, Token};
use crate::ledger::OrderKind;
use crate::section::SectionNo;

/// What a person is for a section, or for the secretariat (R-030).
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Role {
    /// Secretariat: opens sections, maintains lists; moves nothing.
    RegistryAdministrator,
    /// Party: opens accounts, enters authorizations, approves.
    PartyAdministrator,
    /// Party: proposes what creates, moves or ends units.
    PartyInitiator,
    /// Party: approves what another person proposed.
    PartyApprover,
    /// Reads what a section holds and did.
    Auditor,
}

impl Role {
    /// All roles.
    pub const ALL: [Self; 5] = [
        Self::RegistryAdministrator,
        Self::PartyAdministrator,
        Self::PartyInitiator,
        Self::PartyApprover,
        Self::Auditor,
    ];

    /// The role in words, as it is stored and shown.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::RegistryAdministrator => "registry-administrator",
            Self::PartyAdministrator => "party-administrator",
            Self::PartyInitiator => "party-initiator",
            Self::PartyApprover => "party-approver",
            Self::Auditor => "auditor",
        }
    }

    /// Whether somebody can hold this role there: the secretariat and the Parties have their own,
    /// and auditors read at either.
    pub fn belongs_in(self, section: SectionNo) -> bool {
        let desk = section == SectionNo::SECRETARIAT;
        match self {
            Self::RegistryAdministrator => desk,
            Self::PartyAdministrator | Self::PartyInitiator | Self::PartyApprover => !desk,
            Self::Auditor => true,
        }
    }

    /// Whether the policy lets this role propose such an order.
    pub const fn may_propose(self, kind: OrderKind) -> bool {
        match kind {
            OrderKind::OpenSection => matches!(self, Self::RegistryAdministrator),
            OrderKind::OpenAccount
            | OrderKind::RecordApproach
            | OrderKind::AuthorizeEntity
            | OrderKind::RecordConversion
            | OrderKind::ReviewBeneficiary
            | OrderKind::Authorize
            | OrderKind::SetTerms
            | OrderKind::TrustRecipient
            | OrderKind::RevokeAuthorization
            | OrderKind::RecordParticipation
            | OrderKind::RecordInitialReport
            | OrderKind::SetNdcPeriod => matches!(self, Self::PartyAdministrator),
            // Whoever sees that something is wrong can stop it.
            OrderKind::SetStop => !matches!(self, Self::Auditor),
            OrderKind::DistrustRecipient => matches!(
                self,
                Self::PartyAdministrator | Self::PartyInitiator | Self::PartyApprover
            ),
            OrderKind::LiftStop => {
                matches!(self, Self::RegistryAdministrator | Self::PartyAdministrator)
            }
            OrderKind::AuthorizeUnits
            | OrderKind::Issue
            | OrderKind::FirstTransfer
            | OrderKind::Transfer
            | OrderKind::UseTowardsNdc
            | OrderKind::UseForOimp
            | OrderKind::IssueArticle64
            | OrderKind::TransferIn
            | OrderKind::TransferOut
            | OrderKind::ContributeToAdaptation
            | OrderKind::Retire
            | OrderKind::Cancel => matches!(self, Self::PartyInitiator),
        }
    }

    /// Whether the policy lets this role approve such an order.
    pub const fn may_approve(self, kind: OrderKind) -> bool {
        match kind {
            OrderKind::OpenSection => matches!(self, Self::RegistryAdministrator),
            OrderKind::OpenAccount
            | OrderKind::RecordApproach
            | OrderKind::AuthorizeEntity
            | OrderKind::Authorize
            | OrderKind::AuthorizeUnits
            | OrderKind::Issue
            | OrderKind::FirstTransfer
            | OrderKind::Transfer
            | OrderKind::UseTowardsNdc
            | OrderKind::UseForOimp
            | OrderKind::IssueArticle64
            | OrderKind::TransferIn
            | OrderKind::TransferOut
            | OrderKind::RecordConversion
            | OrderKind::ReviewBeneficiary
            | OrderKind::ContributeToAdaptation
            | OrderKind::Retire
            | OrderKind::Cancel
            | OrderKind::SetTerms
            | OrderKind::TrustRecipient
            | OrderKind::RevokeAuthorization
            | OrderKind::RecordParticipation
            | OrderKind::RecordInitialReport
            | OrderKind::SetNdcPeriod => {
                matches!(self, Self::PartyApprover | Self::PartyAdministrator)
            }
            OrderKind::LiftStop => matches!(
                self,
                Self::RegistryAdministrator | Self::PartyApprover | Self::PartyAdministrator
            ),
            // One person does it alone: there is nothing to approve.
            OrderKind::SetStop | OrderKind::DistrustRecipient => false,
        }
    }

    /// Whether the policy lets this role accept, or decline, what others send.
    pub const fn may_accept(self) -> bool {
        matches!(self, Self::PartyApprover | Self::PartyAdministrator)
    }
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no role.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "a role is one of registry-administrator, party-administrator, party-initiator, \
     party-approver, auditor"
)]
pub struct NotARole;

impl FromStr for Role {
    type Err = NotARole;
    fn from_str(text: &str) -> Result<Self, NotARole> {
        Self::ALL.into_iter().find(|role| role.as_str() == text).ok_or(NotARole)
    }
}

crate::written_as_text!(Role);

/// Whether a token is used by a person or by a program.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "kebab-case")]
pub enum CallerKind {
    /// A person.
    Person,
    /// A program, for which a natural person answers.
    Program,
}

impl CallerKind {
    /// The kind as it is stored.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Person => "person",
            Self::Program => "program",
        }
    }
}

/// Somebody whose token was checked. Only `app::identity` makes one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Caller {
    person: Id<Person>,
    token: Id<Token>,
    kind: CallerKind,
    section: SectionNo,
    roles: BTreeSet<Role>,
}

/// Who did something: kept with every entry.
#[derive(
    Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, serde::Serialize, serde::Deserialize,
)]
#[serde(deny_unknown_fields)]
pub struct Officer {
    /// The natural person, who counts once however many tokens they have.
    pub person: Id<Person>,
    /// The token that was used.
    pub token: Id<Token>,
    /// Whether a person or a program used it.
    pub kind: CallerKind,
}

impl Caller {
    /// Makes a caller of a token that was found, is not revoked and not expired.
    pub fn authenticated(
        officer: Officer,
        section: SectionNo,
        roles: impl IntoIterator<Item = Role>,
    ) -> Self {
        let Officer { person, token, kind } = officer;
        Self { person, token, kind, section, roles: roles.into_iter().collect() }
    }

    /// The natural person, the token, and its kind.
    pub const fn officer(&self) -> Officer {
        Officer { person: self.person, token: self.token, kind: self.kind }
    }

    /// The section that the token is bound to.
    pub const fn section(&self) -> SectionNo {
        self.section
    }

    /// The roles that the person holds there.
    pub fn roles(&self) -> impl Iterator<Item = Role> {
        self.roles.iter().copied()
    }

    /// Asks the policy. A refusal does not say whether the object exists.
    pub fn permit<A: Act>(&self, on: A::On) -> Result<Permit<A>, Denied> {
        let allowed = A::section(&on).is_none_or(|section| section == self.section)
            && self.roles.iter().any(|role| A::allows(*role, &on));
        if !allowed {
            return Err(Denied { act: A::NAME });
        }
        let scope = A::scope(self.section, &on);
        Ok(Permit { officer: Some(self.officer()), scope, on })
    }
}

/// The policy does not let the caller do this.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("the caller's roles do not let them {act}")]
pub struct Denied {
    /// What was asked, in words.
    pub act: &'static str,
}

/// Which sections a statement may see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Scope {
    /// One section.
    One(SectionNo),
    /// All sections, for a reason that is recorded.
    All(&'static str),
    /// What is published, and nothing else.
    Public,
}

/// Something that can be permitted.
pub trait Act {
    /// What it is done to.
    type On;
    /// What it is, in words that follow "may".
    const NAME: &'static str;
    /// The section it is done in, if that must be the caller's own.
    fn section(on: &Self::On) -> Option<SectionNo>;
    /// Whether the role allows it.
    fn allows(role: Role, on: &Self::On) -> bool;
    /// What its statements may see.
    fn scope(own: SectionNo, on: &Self::On) -> Scope;
}

/// Proof of a policy decision. Its fields are private: no other module can forge one.
///
/// ```compile_fail
/// use domain::access::{Permit, ReadSection, Scope};
/// use domain::section::SectionNo;
/// let forged: Permit<ReadSection> =
///     Permit { officer: None, scope: Scope::Public, on: SectionNo::SECRETARIAT };
/// ```
#[must_use]
pub struct Permit<A: Act> {
    officer: Option<Officer>,
    scope: Scope,
    on: A::On,
}

impl<A: Act> Permit<A> {
    /// Who was permitted; nobody in particular for what everybody may do.
    pub const fn officer(&self) -> Option<Officer> {
        self.officer
    }

    /// What statements under this permit may see.
    pub const fn scope(&self) -> &Scope {
        &self.scope
    }

    /// What it was permitted for.
    pub const fn on(&self) -> &A::On {
        &self.on
    }
}

/// To propose orders in a section.
pub enum Propose {}

/// What somebody wants to propose, and where.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Proposing {
    /// The section that would act.
    pub section: SectionNo,
    /// The kinds of the orders.
    pub kinds: BTreeSet<OrderKind>,
}

impl Act for Propose {
    type On = Proposing;
    const NAME: &'static str = "propose this";
    fn section(on: &Proposing) -> Option<SectionNo> {
        Some(on.section)
    }
    fn allows(role: Role, on: &Proposing) -> bool {
        on.kinds.iter().any(|kind| role.may_propose(*kind))
    }
    fn scope(_own: SectionNo, on: &Proposing) -> Scope {
        Scope::One(on.section)
    }
}

/// To approve a proposal of one's own section.
pub enum Approve {}

impl Act for Approve {
    type On = Id<Proposed>;
    const NAME: &'static str = "approve proposals";
    fn section(_on: &Id<Proposed>) -> Option<SectionNo> {
        None
    }
    fn allows(role: Role, _on: &Id<Proposed>) -> bool {
        OrderKind::ALL.into_iter().any(|kind| role.may_approve(kind))
    }
    fn scope(own: SectionNo, _on: &Id<Proposed>) -> Scope {
        Scope::One(own)
    }
}

/// To accept for one's own section what another wants to send, or not.
pub enum Accept {}

impl Act for Accept {
    type On = Id<Proposed>;
    const NAME: &'static str = "accept what others send";
    fn section(_on: &Id<Proposed>) -> Option<SectionNo> {
        None
    }
    fn allows(role: Role, _on: &Id<Proposed>) -> bool {
        role.may_accept()
    }
    fn scope(own: SectionNo, _on: &Id<Proposed>) -> Scope {
        Scope::One(own)
    }
}

/// To say that a proposal of one's own section is not to be carried out.
pub enum Object {}

impl Act for Object {
    type On = Id<Proposed>;
    const NAME: &'static str = "reject or withdraw proposals";
    fn section(_on: &Id<Proposed>) -> Option<SectionNo> {
        None
    }
    fn allows(role: Role, _on: &Id<Proposed>) -> bool {
        OrderKind::ALL.into_iter().any(|kind| role.may_propose(kind) || role.may_approve(kind))
    }
    fn scope(own: SectionNo, _on: &Id<Proposed>) -> Scope {
        Scope::One(own)
    }
}

/// To do what time has brought: nobody asks for it.
pub enum LetTimePass {}

impl Act for LetTimePass {
    type On = ();
    const NAME: &'static str = "do what time has brought";
    fn section(_on: &()) -> Option<SectionNo> {
        None
    }
    fn allows(_any: Role, _on: &()) -> bool {
        false
    }
    fn scope(_own: SectionNo, _on: &()) -> Scope {
        Scope::All("what time has brought")
    }
}

impl Permit<LetTimePass> {
    /// The registry's own clock, which can only do what was agreed before.
    pub const fn for_the_clock() -> Self {
        Self { officer: None, scope: Scope::All("what time has brought"), on: () }
    }
}

/// To see the secretariat's transfer desk: every transfer between sections, from proposal to entry.
pub enum ReadDesk {}

impl Act for ReadDesk {
    type On = ();
    const NAME: &'static str = "read the transfer desk";
    fn section(_on: &()) -> Option<SectionNo> {
        Some(SectionNo::SECRETARIAT)
    }
    fn allows(role: Role, _on: &()) -> bool {
        matches!(role, Role::RegistryAdministrator | Role::Auditor)
    }
    fn scope(_own: SectionNo, _on: &()) -> Scope {
        Scope::All("the transfer desk")
    }
}

/// To read what a section holds, proposed and did.
pub enum ReadSection {}

impl Act for ReadSection {
    type On = SectionNo;
    const NAME: &'static str = "read this section";
    fn section(on: &SectionNo) -> Option<SectionNo> {
        Some(*on)
    }
    fn allows(_any: Role, _on: &SectionNo) -> bool {
        true
    }
    fn scope(_own: SectionNo, on: &SectionNo) -> Scope {
        Scope::One(*on)
    }
}

/// To read what is published.
pub enum ReadPublic {}

impl Act for ReadPublic {
    type On = ();
    const NAME: &'static str = "read what is published";
    fn section(_on: &()) -> Option<SectionNo> {
        None
    }
    fn allows(_any: Role, _on: &()) -> bool {
        true
    }
    fn scope(_own: SectionNo, _on: &()) -> Scope {
        Scope::Public
    }
}

impl Permit<ReadPublic> {
    /// Everybody may read what is published.
    pub const fn for_everybody() -> Self {
        Self { officer: None, scope: Scope::Public, on: () }
    }
}

/// To register persons, roles and tokens: the operator at the console of the machine.
pub enum Administer {}

impl Act for Administer {
    type On = ();
    const NAME: &'static str = "administer persons and tokens";
    fn section(_on: &()) -> Option<SectionNo> {
        None
    }
    fn allows(_any: Role, _on: &()) -> bool {
        false
    }
    fn scope(_own: SectionNo, _on: &()) -> Scope {
        Scope::All("administration at the console")
    }
}

impl Permit<Administer> {
    /// Whoever can run `itmo admin` holds the keys of the database already.
    pub const fn at_the_console() -> Self {
        Self { officer: None, scope: Scope::All("administration at the console"), on: () }
    }
}
