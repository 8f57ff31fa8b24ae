//! People, what they may do, and the tokens by which they and their programs call.

use std::fmt;
use std::str::FromStr;

use domain::access::{Administer, CallerKind, Permit, Role};
use domain::digest::Digest;
use domain::entity::EntityId;
use domain::event::{Event, PersonName, TokenLabel};
use domain::id::{Id, Person, Token};
use domain::party::PartyCode;
use domain::section::SectionNo;
use jiff::Timestamp;
use store::{NewToken, PersonFacts, StoreError, Tx};

use crate::Registry;

/// What a token begins with, so that one that was published by mistake is found.
const PREFIX: &str = "itmo_";

/// Where somebody works: at the secretariat, or in the section of a Party.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Desk {
    /// The desk of the secretariat, which has no units.
    Secretariat,
    /// The section of a Party.
    Party(PartyCode),
}

/// The text names no desk.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("a section is named by its Party, for example XAL, and the secretariat by its name")]
pub struct NotADesk;

impl FromStr for Desk {
    type Err = NotADesk;

    fn from_str(text: &str) -> Result<Self, NotADesk> {
        if text == "secretariat" {
            return Ok(Self::Secretariat);
        }
        text.parse().map(Self::Party).map_err(|_neither| NotADesk)
    }
}

impl fmt::Display for Desk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Secretariat => f.write_str("secretariat"),
            Self::Party(party) => party.fmt(f),
        }
    }
}

impl From<Option<PartyCode>> for Desk {
    fn from(party: Option<PartyCode>) -> Self {
        party.map_or(Self::Secretariat, Self::Party)
    }
}

/// A token that somebody is to have.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenWanted {
    /// The natural person who answers for it.
    pub person: Id<Person>,
    /// What it opens.
    pub desk: Desk,
    /// Who calls by it: the person, or a program of theirs.
    pub caller: CallerKind,
    /// What its owner calls it.
    pub label: TokenLabel,
    /// When it expires, if it does.
    pub expires: Option<Timestamp>,
}

/// A token that was made. The secret is here, and nowhere else: the registry keeps its hash.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenMade {
    /// Its id, which opens nothing: it is revoked by it.
    pub id: Id<Token>,
    /// What its owner sends.
    pub secret: Secret,
}

/// What opens a section. It does not show itself in logs.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text that is sent.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a secret")
    }
}

/// Why a role was not granted.
#[derive(Debug, thiserror::Error)]
pub enum GrantError {
    /// Nobody has this id.
    #[error("nobody is registered with this id")]
    NoSuchPerson,
    /// The Party has no section.
    #[error("{0} has no section in this registry")]
    NoSuchSection(PartyCode),
    /// The role is for elsewhere.
    #[error("nobody is {role} there: the secretariat and the Parties have roles of their own")]
    NotThere {
        /// The role.
        role: Role,
    },
    /// The Party has never authorized such an entity.
    #[error("the Party has authorized no entity with the number {0}")]
    NoSuchEntity(EntityId),
    /// They hold the role already.
    #[error("the person holds this role there already")]
    Held,
    /// The store could not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why no role was ended.
#[derive(Debug, thiserror::Error)]
pub enum EndError {
    /// The Party has no section.
    #[error("{0} has no section in this registry")]
    NoSuchSection(PartyCode),
    /// They do not hold the role.
    #[error("the person does not hold this role there")]
    NotHeld,
    /// The store could not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why no token was made.
#[derive(Debug, thiserror::Error)]
pub enum MakeTokenError {
    /// Nobody has this id.
    #[error("nobody is registered with this id")]
    NoSuchPerson,
    /// The Party has no section.
    #[error("{0} has no section in this registry")]
    NoSuchSection(PartyCode),
    /// It would have expired already.
    #[error("the token would have expired already: it is {now}")]
    Expired {
        /// The database's time.
        now: Timestamp,
    },
    /// The store could not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why no token was revoked.
#[derive(Debug, thiserror::Error)]
pub enum RevokeError {
    /// No token has this id.
    #[error("there is no token with this id")]
    NoSuchToken,
    /// It was revoked before.
    #[error("the token was revoked before")]
    Revoked,
    /// The store could not take it.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Registry {
    /// Registers a natural person, who may do nothing yet.
    pub fn register_person(
        &self,
        permit: &Permit<Administer>,
        name: &PersonName,
    ) -> Result<Id<Person>, StoreError> {
        let (person, salt) = (Id::from_uuid(self.ids.uuid()), self.ids.random());
        let event = Event::PersonRegistered { person, name: name.clone() };
        self.store.write(permit, |tx| {
            let recorded = tx.record(&event, salt, person)?;
            tx.register(&recorded, person, name)?;
            Ok(recorded)
        })
    }

    /// Gives a person a role.
    pub fn grant_role(
        &self,
        permit: &Permit<Administer>,
        person: Id<Person>,
        desk: Desk,
        role: &Role,
    ) -> Result<(), GrantError> {
        let (grant, salt) = (Id::from_uuid(self.ids.uuid()), self.ids.random());
        self.store.write(permit, |tx| {
            let section = section(tx, desk)?.map_err(GrantError::NoSuchSection)?;
            if !role.belongs_in(section) {
                return Err(GrantError::NotThere { role: role.clone() });
            }
            if !tx.knows(person)? {
                return Err(GrantError::NoSuchPerson);
            }
            if tx.held(person, section, role)?.is_some() {
                return Err(GrantError::Held);
            }
            if let Some(entity) = role.entity()
                && !tx.has_authorized(section, entity)?
            {
                return Err(GrantError::NoSuchEntity(entity.clone()));
            }
            let event = Event::RoleGranted { grant, person, section, role: role.clone() };
            let recorded = tx.record(&event, salt, ())?;
            tx.grant(&recorded, grant, person, section, role)?;
            Ok(recorded)
        })
    }

    /// Takes a role from a person. What they proposed and nobody has approved yet is refused from
    /// now on.
    pub fn end_role(
        &self,
        permit: &Permit<Administer>,
        person: Id<Person>,
        desk: Desk,
        role: &Role,
    ) -> Result<(), EndError> {
        let salt = self.ids.random();
        self.store.write(permit, |tx| {
            let section = section(tx, desk)?.map_err(EndError::NoSuchSection)?;
            let grant = tx.held(person, section, role)?.ok_or(EndError::NotHeld)?;
            let event = Event::RoleEnded { grant, person, section, role: role.clone() };
            let recorded = tx.record(&event, salt, ())?;
            tx.end(&recorded, grant)?;
            Ok(recorded)
        })
    }

    /// Makes a token. Its secret is given here and never again.
    pub fn make_token(
        &self,
        permit: &Permit<Administer>,
        wanted: &TokenWanted,
    ) -> Result<TokenMade, MakeTokenError> {
        let TokenWanted { person, desk, caller, ref label, expires } = *wanted;
        let (id, salt) = (Id::from_uuid(self.ids.uuid()), self.ids.random());
        let secret = Secret(format!("{PREFIX}{}", self.ids.random()));
        let hash = Digest::of(&[secret.reveal().as_bytes()]);
        let expires = expires.map(to_microseconds);
        let token = NewToken { id, hash, caller, label: label.clone(), expires };
        self.store.write(permit, |tx| {
            let section = section(tx, desk)?.map_err(MakeTokenError::NoSuchSection)?;
            if !tx.knows(person)? {
                return Err(MakeTokenError::NoSuchPerson);
            }
            let now = tx.now()?;
            if expires.is_some_and(|expires| expires <= now) {
                return Err(MakeTokenError::Expired { now });
            }
            let event = token.made_for(person, section, salt);
            let recorded = tx.record(&event, salt, ())?;
            tx.make_token(&recorded, &token, person, section)?;
            Ok(recorded)
        })?;
        Ok(TokenMade { id, secret })
    }

    /// Revokes a token: within a second it opens nothing, on any machine.
    pub fn revoke_token(
        &self,
        permit: &Permit<Administer>,
        token: Id<Token>,
    ) -> Result<(), RevokeError> {
        let salt = self.ids.random();
        self.store.write(permit, |tx| {
            let held = tx.token(token)?.ok_or(RevokeError::NoSuchToken)?;
            if held.revoked {
                return Err(RevokeError::Revoked);
            }
            let (person, section) = (held.person, held.section);
            let recorded = tx.record(&Event::TokenRevoked { token, person, section }, salt, ())?;
            tx.revoke(&recorded, token)?;
            Ok(recorded)
        })
    }

    /// All persons, with their roles and tokens.
    pub fn people(&self, permit: &Permit<Administer>) -> Result<Vec<PersonFacts>, StoreError> {
        self.store.read(permit, |tx| tx.people())
    }
}

/// The section behind a desk; without one, the Party.
fn section(
    tx: &mut Tx<'_, Administer>,
    desk: Desk,
) -> Result<Result<SectionNo, PartyCode>, StoreError> {
    match desk {
        Desk::Secretariat => Ok(Ok(SectionNo::SECRETARIAT)),
        Desk::Party(party) => Ok(tx.section_of(party)?.ok_or(party)),
    }
}

/// The database keeps no finer time: what is recorded must be what is kept.
fn to_microseconds(at: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(at.as_microsecond()).unwrap_or(at)
}
