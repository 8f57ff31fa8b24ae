//! Who may do what: roles, the policy, and the permit that proves it was asked.

mod role;

use std::collections::BTreeSet;

use crate::entity::EntityId;
use crate::id::{Id, Person, Proposed, Token};
use crate::ledger::{OrderKind, Proposal};
use crate::section::SectionNo;

pub use role::{NotARole, Role};

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
    pub fn roles(&self) -> impl Iterator<Item = &Role> {
        self.roles.iter()
    }

    /// In which capacity the caller proposes such orders: as an officer, or for an entity that they
    /// represent. Whoever represents several says for which.
    pub fn proposes_for(
        &self,
        named: Option<EntityId>,
        kinds: &BTreeSet<OrderKind>,
    ) -> Result<Option<EntityId>, Denied> {
        let denied = Denied { act: Propose::NAME };
        if let Some(entity) = named {
            let theirs = self.roles.contains(&Role::EntityRepresentative(entity.clone()));
            return if theirs { Ok(Some(entity)) } else { Err(denied) };
        }
        let may = |role: &&Role| kinds.iter().any(|kind| role.may_propose(*kind));
        let mut capacities = self.roles.iter().filter(may).map(Role::entity);
        let Some(first) = capacities.next() else { return Err(denied) };
        if first.is_none() || capacities.next().is_none() {
            return Ok(first.cloned());
        }
        Err(denied)
    }

    /// To read what the caller sees of accounts, what lies in them, and proposals: what officers
    /// see, or what their entities hold and proposed.
    pub fn reads_own(&self) -> Result<Permit<ReadOwn>, Denied> {
        let section = self.section;
        let entities: BTreeSet<_> = self.roles.iter().filter_map(Role::entity).cloned().collect();
        let seen = if self.roles.iter().any(|role| role.entity().is_none()) {
            Seen::Section(section)
        } else if entities.is_empty() {
            return Err(Denied { act: ReadOwn::NAME });
        } else {
            Seen::OfEntities(section, entities)
        };
        Ok(Permit { officer: Some(self.officer()), scope: seen.scope(), on: seen })
    }

    /// Asks the policy. A refusal does not say whether the object exists.
    pub fn permit<A: Act>(&self, on: A::On) -> Result<Permit<A>, Denied> {
        let allowed = A::section(&on).is_none_or(|section| section == self.section)
            && self.roles.iter().any(|role| A::allows(role, &on));
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
    /// What these entities hold and proposed in a section.
    OfEntities(SectionNo, BTreeSet<EntityId>),
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
    fn allows(role: &Role, on: &Self::On) -> bool;
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
    fn allows(role: &Role, on: &Proposing) -> bool {
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
    fn allows(role: &Role, _on: &Id<Proposed>) -> bool {
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
    fn allows(role: &Role, _on: &Id<Proposed>) -> bool {
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
    fn allows(role: &Role, _on: &Id<Proposed>) -> bool {
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
    fn allows(_any: &Role, _on: &()) -> bool {
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
    fn allows(role: &Role, _on: &()) -> bool {
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
    fn allows(role: &Role, _on: &SectionNo) -> bool {
        role.entity().is_none()
    }
    fn scope(_own: SectionNo, on: &SectionNo) -> Scope {
        Scope::One(*on)
    }
}

/// To have the bytes of a report kept, for filing them later.
pub enum KeepFile {}

impl Act for KeepFile {
    type On = SectionNo;
    const NAME: &'static str = "hand in reports";
    fn section(on: &SectionNo) -> Option<SectionNo> {
        Some(*on)
    }
    fn allows(role: &Role, _on: &SectionNo) -> bool {
        role.may_propose(OrderKind::FileReport)
    }
    fn scope(_own: SectionNo, on: &SectionNo) -> Scope {
        Scope::One(*on)
    }
}

/// To compare the reports that all Parties filed: what comes of it is told with care.
pub enum CompareReports {}

impl Act for CompareReports {
    type On = ();
    const NAME: &'static str = "compare all reports";
    fn section(_on: &()) -> Option<SectionNo> {
        None
    }
    fn allows(_any: &Role, _on: &()) -> bool {
        false
    }
    fn scope(_own: SectionNo, _on: &()) -> Scope {
        Scope::All("consistency checks of reports")
    }
}

impl Permit<CompareReports> {
    /// The registry compares, whoever asks for the result: for nobody's eyes as it is.
    pub const fn for_the_checks() -> Self {
        Self { officer: None, scope: Scope::All("consistency checks of reports"), on: () }
    }
}

/// To read accounts, what lies in them, and proposals, as far as the caller sees them. Only
/// [`Caller::reads_own`] permits it.
pub enum ReadOwn {}

/// What a caller sees of accounts and proposals. Whoever reads must filter by it; the database, which
/// gets it as its scope, gives nothing else.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seen {
    /// All of the section.
    Section(SectionNo),
    /// The accounts that these entities hold in the section, and what was proposed for them.
    OfEntities(SectionNo, BTreeSet<EntityId>),
}

impl Seen {
    /// The section.
    pub const fn section(&self) -> SectionNo {
        match self {
            Self::Section(section) | Self::OfEntities(section, _) => *section,
        }
    }

    /// The entities outside of whose accounts and proposals there is nothing; none for officers.
    pub const fn entities(&self) -> Option<&BTreeSet<EntityId>> {
        match self {
            Self::Section(_) => None,
            Self::OfEntities(_, entities) => Some(entities),
        }
    }

    /// Whether the proposal is one of those.
    pub fn includes(&self, proposal: &Proposal) -> bool {
        let theirs = |entities: &BTreeSet<EntityId>| {
            proposal.entity().is_some_and(|entity| entities.contains(entity))
        };
        proposal.section == self.section() && self.entities().is_none_or(theirs)
    }

    fn scope(&self) -> Scope {
        match self {
            Self::Section(section) => Scope::One(*section),
            Self::OfEntities(section, entities) => Scope::OfEntities(*section, entities.clone()),
        }
    }
}

impl Act for ReadOwn {
    type On = Seen;
    const NAME: &'static str = "read accounts and proposals";
    fn section(on: &Seen) -> Option<SectionNo> {
        Some(on.section())
    }
    fn allows(_any: &Role, _on: &Seen) -> bool {
        false
    }
    fn scope(_own: SectionNo, on: &Seen) -> Scope {
        on.scope()
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
    fn allows(_any: &Role, _on: &()) -> bool {
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
    fn allows(_any: &Role, _on: &()) -> bool {
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
