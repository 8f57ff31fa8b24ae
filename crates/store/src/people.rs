//! Natural persons, the roles that they hold, and the tokens by which they and their programs call.

use std::collections::BTreeMap;

use diesel::prelude::*;
use diesel::sql_types::Timestamptz;
use domain::access::{Administer, CallerKind, Role};
use domain::digest::Digest;
use domain::entity::EntityId;
use domain::event::{Event, PersonName, TokenLabel, token_commitment};
use domain::id::{Id, Person, RoleGrant, Token};
use domain::party::PartyCode;
use domain::section::SectionNo;
use jiff::Timestamp;
use uuid::Uuid;

use crate::error::DatabaseError;
use crate::ledger::rows;
use crate::ledger::writer::StoreError;
use crate::recorded::{Recorded, Tx, stored_section};
use crate::schema::identity::{person as p, role_grant as g, token as t};
use crate::schema::registry::{entity_authorization as e, section as s};
use crate::store::Reading;

type Moment = jiff_diesel::Timestamp;

/// A person, with all that they may do or could do.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PersonFacts {
    /// Who.
    pub id: Id<Person>,
    /// Their name.
    pub name: String,
    /// When they were registered.
    pub registered: Timestamp,
    /// Their roles, the oldest first.
    pub roles: Vec<RoleFacts>,
    /// Their tokens, the oldest first.
    pub tokens: Vec<TokenFacts>,
}

/// A role that a person holds or held.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RoleFacts {
    /// The role.
    pub role: Role,
    /// The Party in whose section; none for the secretariat.
    pub party: Option<PartyCode>,
    /// Since when.
    pub granted: Timestamp,
    /// Until when, if it has ended.
    pub ended: Option<Timestamp>,
}

/// A token, without its secret.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TokenFacts {
    /// Its id, which opens nothing.
    pub id: Id<Token>,
    /// The Party whose section it opens; none for the secretariat.
    pub party: Option<PartyCode>,
    /// Who calls by it.
    pub caller: CallerKind,
    /// What its owner calls it.
    pub label: String,
    /// When it was made.
    pub made: Timestamp,
    /// When it expires, if it does.
    pub expires: Option<Timestamp>,
    /// When it was revoked, if it was.
    pub revoked: Option<Timestamp>,
}

/// A token that is to be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct NewToken {
    /// Its id.
    pub id: Id<Token>,
    /// SHA-256 of its secret.
    pub hash: Digest,
    /// Who calls by it.
    pub caller: CallerKind,
    /// What its owner calls it.
    pub label: TokenLabel,
    /// When it expires, if it does.
    pub expires: Option<Timestamp>,
}

impl NewToken {
    /// The event of its making, whose commitments have this salt.
    pub fn made_for(&self, person: Id<Person>, section: SectionNo, salt: Digest) -> Event {
        let Self { id: token, caller, expires, ref label, hash } = *self;
        let (label, hash) = (label.clone(), token_commitment(salt, hash));
        Event::TokenMade { token, person, section, caller, label, expires, hash }
    }
}

/// Whose token it is, what it opens, and whether it still does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct TokenHeld {
    /// The person who answers for it.
    pub person: Id<Person>,
    /// The section that it opens.
    pub section: SectionNo,
    /// Whether it was revoked.
    pub revoked: bool,
}

impl<'tx> Tx<'tx, Administer> {
    /// What time it is.
    pub fn now(&mut self) -> Result<Timestamp, StoreError> {
        let now = diesel::select(diesel::dsl::sql::<Timestamptz>("registry.now()"));
        Ok(self.run(|db| now.get_result::<Moment>(db))?.to_jiff())
    }

    /// The section of a Party, if it has one.
    pub fn section_of(&mut self, party: PartyCode) -> Result<Option<SectionNo>, StoreError> {
        let party = party.to_string();
        let ask = s::table.filter(s::party.eq(party)).select(s::id);
        let found: Option<i16> = self.run(|db| ask.first(db).optional())?;
        Ok(found.map(rows::section_no).transpose()?)
    }

    /// Whether there is such a person.
    pub fn knows(&mut self, person: Id<Person>) -> Result<bool, StoreError> {
        let there = diesel::select(diesel::dsl::exists(p::table.find(person.uuid())));
        self.run(|db| there.get_result(db))
    }

    /// Whether the section has authorized an entity with this number, however long ago.
    pub fn has_authorized(
        &mut self,
        section: SectionNo,
        entity: &EntityId,
    ) -> Result<bool, StoreError> {
        let theirs = e::table
            .filter(e::section_id.eq(section.number()))
            .filter(e::entity_id.eq(entity.to_string()));
        self.run(|db| diesel::select(diesel::dsl::exists(theirs)).get_result(db))
    }

    /// Puts a person on record.
    pub fn register<T>(
        &mut self,
        recorded: &Recorded<'tx, T>,
        person: Id<Person>,
        name: &PersonName,
    ) -> Result<(), StoreError> {
        let at = Moment::from(recorded.at());
        let row = (p::id.eq(person.uuid()), p::name.eq(name.as_str()), p::recorded_at.eq(at));
        self.run(|db| diesel::insert_into(p::table).values(row).execute(db))?;
        Ok(())
    }

    /// The grant by which a person holds a role. It stands still until the transaction ends: the
    /// rules of the ledger read roles too, hence the ledger lock, first.
    pub fn held(
        &mut self,
        person: Id<Person>,
        section: SectionNo,
        role: &Role,
    ) -> Result<Option<Id<RoleGrant>>, StoreError> {
        self.lock_ledger()?;
        let ask = g::table
            .filter(g::person_id.eq(person.uuid()))
            .filter(g::section_id.is_not_distinct_from(stored_section(section)))
            .filter(g::role.eq(role.name()))
            .filter(g::entity_id.is_not_distinct_from(role.entity().map(ToString::to_string)))
            .filter(g::ended_at.is_null())
            .select(g::id);
        let found: Option<Uuid> = self.run(|db| ask.first(db).optional())?;
        Ok(found.map(Id::from_uuid))
    }

    /// Gives a person a role.
    pub fn grant<T>(
        &mut self,
        recorded: &Recorded<'tx, T>,
        grant: Id<RoleGrant>,
        person: Id<Person>,
        section: SectionNo,
        role: &Role,
    ) -> Result<(), StoreError> {
        let row = (
            g::id.eq(grant.uuid()),
            g::person_id.eq(person.uuid()),
            g::section_id.eq(stored_section(section)),
            g::role.eq(role.name()),
            g::entity_id.eq(role.entity().map(ToString::to_string)),
            g::granted_at.eq(Moment::from(recorded.at())),
        );
        self.run(|db| diesel::insert_into(g::table).values(row).execute(db))?;
        Ok(())
    }

    /// Ends a grant that has not ended.
    pub fn end<T>(
        &mut self,
        recorded: &Recorded<'tx, T>,
        grant: Id<RoleGrant>,
    ) -> Result<(), StoreError> {
        let open = g::table.filter(g::id.eq(grant.uuid())).filter(g::ended_at.is_null());
        let ended = diesel::update(open).set(g::ended_at.eq(Some(Moment::from(recorded.at()))));
        let rows = self.run(|db| ended.execute(db))?;
        one(rows, "grant")
    }

    /// Puts a token on record, by the hash of its secret.
    pub fn make_token<T>(
        &mut self,
        recorded: &Recorded<'tx, T>,
        token: &NewToken,
        person: Id<Person>,
        section: SectionNo,
    ) -> Result<(), StoreError> {
        let row = (
            t::id.eq(token.id.uuid()),
            t::token_hash.eq(token.hash.as_bytes().as_slice()),
            t::person_id.eq(person.uuid()),
            t::section_id.eq(stored_section(section)),
            t::kind.eq(token.caller.as_str()),
            t::label.eq(token.label.as_str()),
            t::made_at.eq(Moment::from(recorded.at())),
            t::expires_at.eq(token.expires.map(Moment::from)),
        );
        self.run(|db| diesel::insert_into(t::table).values(row).execute(db))?;
        Ok(())
    }

    /// Whose token it is, if there is such a token. Two who would revoke it wait for each other.
    pub fn token(&mut self, token: Id<Token>) -> Result<Option<TokenHeld>, StoreError> {
        let ask = t::table
            .filter(t::id.eq(token.uuid()))
            .select((t::person_id, t::section_id, t::revoked_at.is_not_null()))
            .for_no_key_update();
        let found: Option<(Uuid, Option<i16>, bool)> = self.run(|db| ask.first(db).optional())?;
        let Some((person, section, revoked)) = found else { return Ok(None) };
        let section = section.map_or(Ok(SectionNo::SECRETARIAT), rows::section_no)?;
        Ok(Some(TokenHeld { person: Id::from_uuid(person), section, revoked }))
    }

    /// Revokes a token that was not revoked.
    pub fn revoke<T>(
        &mut self,
        recorded: &Recorded<'tx, T>,
        token: Id<Token>,
    ) -> Result<(), StoreError> {
        let valid = t::table.filter(t::id.eq(token.uuid())).filter(t::revoked_at.is_null());
        let revoked =
            diesel::update(valid).set(t::revoked_at.eq(Some(Moment::from(recorded.at()))));
        let rows = self.run(|db| revoked.execute(db))?;
        one(rows, "token")
    }
}

impl Reading<'_, Administer> {
    /// All persons, the oldest first, with their roles and tokens.
    ///
    /// ```
    /// # use domain::access::{Administer, Permit};
    /// # use store::{PersonFacts, Store, StoreError};
    /// fn people(store: &Store, permit: &Permit<Administer>) -> Result<Vec<PersonFacts>, StoreError> {
    ///     store.read(permit, |tx| tx.people())
    /// }
    /// ```
    ///
    /// Under the permit of another act there is no such method:
    ///
    /// ```compile_fail
    /// # use domain::access::{ReadSection, Permit};
    /// # use store::{PersonFacts, Store, StoreError};
    /// fn people(store: &Store, permit: &Permit<ReadSection>) -> Result<Vec<PersonFacts>, StoreError> {
    ///     store.read(permit, |tx| tx.people())
    /// }
    /// ```
    pub fn people(&mut self) -> Result<Vec<PersonFacts>, StoreError> {
        let parties = self.parties()?;
        let persons: Vec<(Uuid, String, Moment)> = p::table
            .order((p::recorded_at, p::id))
            .select((p::id, p::name, p::recorded_at))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let mut roles = self.roles(&parties)?;
        let mut tokens = self.tokens(&parties)?;
        let facts = persons.into_iter().map(|(id, name, registered)| PersonFacts {
            id: Id::from_uuid(id),
            name,
            registered: registered.to_jiff(),
            roles: roles.remove(&id).unwrap_or_default(),
            tokens: tokens.remove(&id).unwrap_or_default(),
        });
        Ok(facts.collect())
    }

    fn parties(&mut self) -> Result<BTreeMap<i16, PartyCode>, StoreError> {
        let found: Vec<(i16, String)> =
            s::table.select((s::id, s::party)).load(self.db).map_err(DatabaseError::from)?;
        let known = found.into_iter().map(|(id, party)| Ok((id, rows::parsed(&party, "Party")?)));
        Ok(known.collect::<Result<_, DatabaseError>>()?)
    }

    fn roles(
        &mut self,
        parties: &BTreeMap<i16, PartyCode>,
    ) -> Result<BTreeMap<Uuid, Vec<RoleFacts>>, StoreError> {
        type Row = (Uuid, Option<i16>, String, Option<String>, Moment, Option<Moment>);
        let found: Vec<Row> = g::table
            .order((g::granted_at, g::id))
            .select((
                g::person_id,
                g::section_id,
                g::role,
                g::entity_id,
                g::granted_at,
                g::ended_at,
            ))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let mut roles: BTreeMap<Uuid, Vec<RoleFacts>> = BTreeMap::new();
        for (person, section, role, entity, granted, ended) in found {
            let entity = entity.map(|entity| rows::parsed(&entity, "entity")).transpose()?;
            let facts = RoleFacts {
                role: Role::named(&role, entity).map_err(|_none| rows::unreadable("role"))?,
                party: section.and_then(|section| parties.get(&section).copied()),
                granted: granted.to_jiff(),
                ended: ended.map(Moment::to_jiff),
            };
            roles.entry(person).or_default().push(facts);
        }
        Ok(roles)
    }

    fn tokens(
        &mut self,
        parties: &BTreeMap<i16, PartyCode>,
    ) -> Result<BTreeMap<Uuid, Vec<TokenFacts>>, StoreError> {
        type Row =
            (Uuid, Uuid, Option<i16>, String, String, Moment, Option<Moment>, Option<Moment>);
        let found: Vec<Row> = t::table
            .order((t::made_at, t::id))
            .select((
                t::id,
                t::person_id,
                t::section_id,
                t::kind,
                t::label,
                t::made_at,
                t::expires_at,
                t::revoked_at,
            ))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let mut tokens: BTreeMap<Uuid, Vec<TokenFacts>> = BTreeMap::new();
        for (id, person, section, kind, label, made, expires, revoked) in found {
            let facts = TokenFacts {
                id: Id::from_uuid(id),
                party: section.and_then(|section| parties.get(&section).copied()),
                caller: rows::officer(person, id, &kind)?.kind,
                label,
                made: made.to_jiff(),
                expires: expires.map(Moment::to_jiff),
                revoked: revoked.map(Moment::to_jiff),
            };
            tokens.entry(person).or_default().push(facts);
        }
        Ok(tokens)
    }
}

fn one(rows: usize, what: &'static str) -> Result<(), StoreError> {
    if rows == 1 { Ok(()) } else { Err(rows::unreadable(what).into()) }
}
