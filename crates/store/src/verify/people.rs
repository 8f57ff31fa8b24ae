//! People, roles and tokens: what the events make of them, against the tables that hold them and
//! the evidence that entries keep of them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use diesel::pg::PgConnection;
use diesel::prelude::*;
use diesel::sql_types::{Array, Binary, Nullable, Uuid as SqlUuid};
use domain::access::Role;
use domain::digest::Digest;
use domain::event::Event;
use domain::id::{Id, Person};
use domain::ledger::Request;
use domain::section::SectionNo;
use jiff::Timestamp;
use uuid::Uuid;

use super::Findings;
use super::events::Happened;
use super::steps::Standing;
use crate::error::DatabaseError;
use crate::recorded::stored_section;
use crate::schema::identity::{person as p, role_grant as g, token as t};

type Moment = jiff_diesel::Timestamp;

/// People as the events make them.
#[derive(Default)]
pub(super) struct People {
    persons: BTreeMap<Uuid, PersonRow>,
    grants: BTreeMap<Uuid, GrantRow>,
    tokens: BTreeMap<Uuid, TokenRow>,
    makings: BTreeMap<Uuid, Making>,
    /// Beginnings and ends of roles that the replay has not come to.
    ahead: VecDeque<Change>,
    /// Who holds which role where, as far as the replay has come.
    held: BTreeMap<(Id<Person>, SectionNo), BTreeSet<Role>>,
}

struct PersonRow {
    name: String,
    recorded: Timestamp,
}

#[derive(PartialEq)]
struct GrantRow {
    person: Uuid,
    section: Option<i16>,
    role: String,
    entity: Option<String>,
    granted: Timestamp,
    ended: Option<Timestamp>,
}

struct TokenRow {
    person: Uuid,
    section: Option<i16>,
    kind: String,
    label: String,
    made: Timestamp,
    expires: Option<Timestamp>,
    revoked: Option<Timestamp>,
}

/// Where in the log a token was made, and what the event keeps of its hash.
struct Making {
    leaf: u64,
    salt: Digest,
    hash: Digest,
}

/// The beginning of a role, or its end.
struct Change {
    leaf: u64,
    holder: (Id<Person>, SectionNo),
    role: Role,
    begins: bool,
}

impl People {
    /// Plays the events. One that does not follow from those before it is told.
    pub(super) fn after(events: &[Happened], findings: &mut Findings) -> Self {
        let mut people = Self::default();
        for happened in events {
            if let Err(why) = people.play(happened) {
                findings.add(format!("event {}", happened.index), why);
            }
        }
        people
    }

    fn play(&mut self, happened: &Happened) -> Result<(), &'static str> {
        let at = happened.at;
        match &happened.record.event {
            Event::PersonRegistered { person, name } => {
                let row = PersonRow { name: name.to_string(), recorded: at };
                let before = self.persons.insert(person.uuid(), row);
                only(before.is_none(), "the person was registered before")
            }
            Event::RoleGranted { grant, person, section, role } => {
                self.change(happened, (*person, *section), role, true);
                let row = GrantRow::open(*person, *section, role, at);
                let before = self.grants.insert(grant.uuid(), row);
                only(before.is_none(), "the role was granted before")
            }
            Event::RoleEnded { grant, person, section, role } => {
                self.change(happened, (*person, *section), role, false);
                let granted = self.grants.get_mut(&grant.uuid());
                let granted = granted.ok_or("the role was never granted")?;
                let open = GrantRow::open(*person, *section, role, granted.granted);
                only(*granted == open, "it is not this role that was granted and had not ended")?;
                granted.ended = Some(at);
                Ok(())
            }
            Event::TokenMade { token, person, section, caller, label, expires, hash } => {
                let (salt, hash) = (happened.record.salt, *hash);
                self.makings.insert(token.uuid(), Making { leaf: happened.leaf(), salt, hash });
                let row = TokenRow {
                    person: person.uuid(),
                    section: stored_section(*section),
                    kind: caller.as_str().to_owned(),
                    label: label.to_string(),
                    made: at,
                    expires: *expires,
                    revoked: None,
                };
                let before = self.tokens.insert(token.uuid(), row);
                only(before.is_none(), "the token was made before")
            }
            Event::TokenRevoked { token, person, section } => {
                let made = self.tokens.get_mut(&token.uuid()).ok_or("the token was never made")?;
                let same = made.is_for(*person, *section) && made.revoked.is_none();
                only(same, "it is not this token that was made and not revoked before")?;
                made.revoked = Some(at);
                Ok(())
            }
            Event::FileKept { .. } => Ok(()),
        }
    }

    fn change(
        &mut self,
        happened: &Happened,
        holder: (Id<Person>, SectionNo),
        role: &Role,
        begins: bool,
    ) {
        let role = role.clone();
        self.ahead.push_back(Change { leaf: happened.leaf(), holder, role, begins });
    }

    /// In what the evidence of the entry whose leaf has this index differs from the events before
    /// it: the roles of those who stand in it, and the token by which the request came.
    pub(super) fn difference(
        &mut self,
        leaf: u64,
        request: &Request,
        standings: &[Standing<'_>],
    ) -> Option<String> {
        self.come_to(leaf);
        let differs = |it: &&Standing<'_>| !self.roles(it.person, it.section).eq(it.roles);
        if let Some(Standing { who, .. }) = standings.iter().find(differs) {
            return Some(format!("the {who}'s roles are not those that the events gave them"));
        }
        // Where only time acts, there is no token.
        let by = request.officer()?;
        let id = by.token.uuid();
        let made = self.makings.get(&id).is_some_and(|it| it.leaf < leaf);
        let token = self.tokens.get(&id).filter(|it| it.is_for(by.person, request.section()));
        let theirs = made && token.is_some_and(|it| it.kind == by.kind.as_str());
        (!theirs).then(|| "the events before it made no such token for who acted".to_owned())
    }

    fn come_to(&mut self, leaf: u64) {
        while self.ahead.front().is_some_and(|change| change.leaf < leaf) {
            let Some(change) = self.ahead.pop_front() else { return };
            let roles = self.held.entry(change.holder).or_default();
            if change.begins {
                roles.insert(change.role);
            } else {
                roles.remove(&change.role);
            }
        }
    }

    /// The roles that the events gave somebody, as far as the replay has come.
    pub(super) fn roles(
        &self,
        person: Id<Person>,
        section: SectionNo,
    ) -> impl Iterator<Item = &Role> {
        self.held.get(&(person, section)).into_iter().flatten()
    }

    /// Compares the tables with what the events make of them.
    pub(super) fn compare(
        &self,
        db: &mut PgConnection,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        self.compare_persons(db, findings)?;
        self.compare_grants(db, findings)?;
        self.compare_tokens(db, findings)?;
        self.compare_hashes(db, findings)
    }

    fn compare_persons(
        &self,
        db: &mut PgConnection,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        let found: Vec<(Uuid, String, Moment)> =
            p::table.select((p::id, p::name, p::recorded_at)).load(db)?;
        let found = found
            .into_iter()
            .map(|(id, name, recorded)| (id, PersonRow { name, recorded: recorded.to_jiff() }));
        by_id(("person", &self.persons), found.collect(), findings, |made, stands| {
            vec![
                ("name", made.name == stands.name),
                ("time of recording", made.recorded == stands.recorded),
            ]
        });
        Ok(())
    }

    fn compare_grants(
        &self,
        db: &mut PgConnection,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        type Row = (Uuid, Uuid, Option<i16>, String, Option<String>, Moment, Option<Moment>);
        let columns =
            (g::id, g::person_id, g::section_id, g::role, g::entity_id, g::granted_at, g::ended_at);
        let found: Vec<Row> = g::table.select(columns).load(db)?;
        let found = found.into_iter().map(|(id, person, section, role, entity, granted, ended)| {
            let (granted, ended) = (granted.to_jiff(), ended.map(Moment::to_jiff));
            (id, GrantRow { person, section, role, entity, granted, ended })
        });
        by_id(("role_grant", &self.grants), found.collect(), findings, |made, stands| {
            vec![
                ("person", made.person == stands.person),
                ("section", made.section == stands.section),
                ("role", made.role == stands.role),
                ("entity", made.entity == stands.entity),
                ("beginning", made.granted == stands.granted),
                ("end", made.ended == stands.ended),
            ]
        });
        Ok(())
    }

    fn compare_tokens(
        &self,
        db: &mut PgConnection,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        type Row =
            (Uuid, Uuid, Option<i16>, String, String, Moment, Option<Moment>, Option<Moment>);
        let columns = (
            t::id,
            t::person_id,
            t::section_id,
            t::kind,
            t::label,
            t::made_at,
            t::expires_at,
            t::revoked_at,
        );
        let found: Vec<Row> = t::table.select(columns).load(db)?;
        let found =
            found.into_iter().map(|(id, person, section, kind, label, made, expires, revoked)| {
                let (expires, revoked) =
                    (expires.map(Moment::to_jiff), revoked.map(Moment::to_jiff));
                let made = made.to_jiff();
                (id, TokenRow { person, section, kind, label, made, expires, revoked })
            });
        by_id(("token", &self.tokens), found.collect(), findings, |made, stands| {
            vec![
                ("person", made.person == stands.person),
                ("section", made.section == stands.section),
                ("kind", made.kind == stands.kind),
                ("label", made.label == stands.label),
                ("time of making", made.made == stands.made),
                ("expiry", made.expires == stands.expires),
                ("revocation", made.revoked == stands.revoked),
            ]
        });
        Ok(())
    }

    /// Nobody reads the hash of a token: the database says what a commitment to it would be.
    fn compare_hashes(
        &self,
        db: &mut PgConnection,
        findings: &mut Findings,
    ) -> Result<(), DatabaseError> {
        let salt = |making: &Making| making.salt.as_bytes().to_vec();
        let (ids, salts): (Vec<Uuid>, Vec<Vec<u8>>) =
            self.makings.iter().map(|(id, making)| (*id, salt(making))).unzip();
        let found: Vec<CommitmentRow> = diesel::sql_query(
            "SELECT id, identity.token_commitment(id, salt) AS hash \
             FROM unnest($1, $2) AS asked (id, salt)",
        )
        .bind::<Array<SqlUuid>, _>(ids)
        .bind::<Array<Binary>, _>(salts)
        .load(db)?;
        for CommitmentRow { id, hash } in found {
            let made = self.makings.get(&id).map(|it| it.hash);
            // One that is missing was told already.
            if hash.is_some_and(|hash| Digest::from_slice(&hash) != made) {
                findings.add(format!("token {id}"), "its hash is not what the events say");
            }
        }
        Ok(())
    }
}

#[derive(QueryableByName)]
struct CommitmentRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
    #[diesel(sql_type = Nullable<Binary>)]
    hash: Option<Vec<u8>>,
}

impl GrantRow {
    fn open(person: Id<Person>, section: SectionNo, role: &Role, granted: Timestamp) -> Self {
        let (person, section) = (person.uuid(), stored_section(section));
        let (role, entity) = (role.name().to_owned(), role.entity().map(ToString::to_string));
        Self { person, section, role, entity, granted, ended: None }
    }
}

impl TokenRow {
    fn is_for(&self, person: Id<Person>, section: SectionNo) -> bool {
        self.person == person.uuid() && self.section == stored_section(section)
    }
}

/// Compares rows by their ids, and tells every field that differs.
fn by_id<Row>(
    (table, made): (&str, &BTreeMap<Uuid, Row>),
    mut found: BTreeMap<Uuid, Row>,
    findings: &mut Findings,
    fields: impl Fn(&Row, &Row) -> Vec<(&'static str, bool)>,
) {
    for (id, made) in made {
        let place = format!("{table} {id}");
        let Some(stands) = found.remove(id) else {
            findings.add(place, "it is missing");
            continue;
        };
        for (field, _) in fields(made, &stands).into_iter().filter(|(_, same)| !same) {
            findings.add(&*place, format!("its {field} is not what the events say"));
        }
    }
    for id in found.into_keys() {
        findings.add(format!("{table} {id}"), "no event made it");
    }
}

fn only(is: bool, otherwise: &'static str) -> Result<(), &'static str> {
    if is { Ok(()) } else { Err(otherwise) }
}
