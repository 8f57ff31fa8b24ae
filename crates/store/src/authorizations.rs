//! Authorizations: what Parties publish of them.

use diesel::prelude::*;
use domain::access::ReadPublic;
use domain::approach::ApproachId;
use domain::authorization::{AuthorizationId, AuthorizationNo, AuthorizationState, Terms};
use domain::party::PartyCode;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{
    authorization as a, authorization_use as u, entry as e, revocation as r, section as s,
};
use crate::store::Reading;

/// A version of an authorization, as everybody may know it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AuthorizationFacts {
    /// Its number, the same for all its versions.
    pub number: AuthorizationNo,
    /// The authorizing Party.
    pub party: PartyCode,
    /// What it says, without what the Party may keep back.
    pub terms: Terms,
    /// What else it says, which the Party keeps back: `conditions`, `entity`.
    pub kept_back: Vec<String>,
    /// The entry that recorded this version.
    pub recorded_entry: i64,
    /// When the Party gave it, or changed it.
    pub occurred: Timestamp,
}

/// A version of an authorization, and how things stand with it now.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedAuthorization {
    /// What it says.
    pub facts: AuthorizationFacts,
    /// How things stand with it.
    pub state: AuthorizationState,
    /// The units first transferred under any of its versions.
    pub first_transferred: u64,
    /// The day on which it was revoked, and the entry that recorded that.
    pub revoked: Option<(Date, i64)>,
}

/// Which authorizations are asked for.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AuthorizationsWanted {
    /// Those of this Party.
    pub party: Option<PartyCode>,
    /// Those under this approach.
    pub approach: Option<ApproachId>,
    /// Those with this identifier, which is the Party's own.
    pub id: Option<AuthorizationId>,
}

/// Number and version: the order of the list.
pub type AuthorizationKey = (i32, i32);

type Row = (
    i32,
    i32,
    String,
    Option<serde_json::Value>,
    i64,
    jiff_diesel::Timestamp,
    Option<serde_json::Value>,
);

/// What of a version is read.
const COLUMNS: Columns =
    (a::no, a::version, s::party, a::facts, a::recorded_entry, e::occurred_at, e::facts);
type Columns = (a::no, a::version, s::party, a::facts, a::recorded_entry, e::occurred_at, e::facts);

impl Reading<'_, ReadPublic> {
    /// Versions of authorizations, in the order in which the first of each was recorded.
    pub fn authorizations(
        &mut self,
        wanted: &AuthorizationsWanted,
        after: Option<AuthorizationKey>,
        limit: Limit,
    ) -> Result<Page<ListedAuthorization, AuthorizationKey>, StoreError> {
        let mut query = a::table
            .inner_join(s::table.on(s::id.eq(a::section_id)))
            .inner_join(e::table.on(e::entry_no.eq(a::recorded_entry)))
            .order((a::no, a::version))
            .select(COLUMNS)
            .limit(limit.rows())
            .into_boxed();
        if let Some((no, version)) = after {
            query = query.filter(a::no.gt(no).or(a::no.eq(no).and(a::version.gt(version))));
        }
        if let Some(party) = wanted.party {
            query = query.filter(s::party.eq(party.to_string()));
        }
        if let Some(approach) = wanted.approach {
            query = query.filter(a::approach.eq(approach.to_string()));
        }
        if let Some(id) = &wanted.id {
            query = query.filter(a::authorization_id.eq(id.to_string()));
        }
        let rows: Vec<Row> = query.load(self.db).map_err(DatabaseError::from)?;
        let versions = rows.into_iter().map(version).collect::<Result<_, _>>()?;
        let listed = self.with_states(versions)?;
        Ok(Page::of(listed, limit, |it: &ListedAuthorization| {
            (it.facts.number.0, i32::from(it.facts.terms.version))
        }))
    }

    /// How things stand with these versions, today.
    fn with_states(
        &mut self,
        versions: Vec<AuthorizationFacts>,
    ) -> Result<Vec<ListedAuthorization>, StoreError> {
        type Stand = (i32, i64, Option<jiff_diesel::Date>, Option<i64>);
        let today = self.standing()?.moment.to_zoned(jiff::tz::TimeZone::UTC).date();
        let numbers: Vec<i32> = versions.iter().map(|it| it.number.0).collect();
        let stands: Vec<Stand> = u::table
            .left_join(r::table.on(r::no.eq(u::no)))
            .filter(u::no.eq_any(&numbers))
            .select((
                u::no,
                u::first_transferred,
                r::revoked_on.nullable(),
                r::recorded_entry.nullable(),
            ))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let newest: Vec<(i32, Option<i64>)> = a::table
            .filter(a::no.eq_any(&numbers))
            .group_by(a::no)
            .select((a::no, diesel::dsl::max(a::recorded_entry)))
            .load(self.db)
            .map_err(DatabaseError::from)?;
        let listed = versions.into_iter().map(|facts| {
            let stand = stands.iter().find(|stand| stand.0 == facts.number.0);
            let (_, sum, date, entry) = stand.ok_or_else(|| unreadable("authorization"))?;
            let first_transferred = u64::try_from(*sum).map_err(|_sign| unreadable("number"))?;
            let revoked = date.zip(*entry).map(|(date, entry)| (date.to_jiff(), entry));
            let is_newest = newest.contains(&(facts.number.0, Some(facts.recorded_entry)));
            let state = if is_newest {
                AuthorizationState::of(&facts.terms, first_transferred, revoked.is_some(), today)
            } else {
                AuthorizationState::Amended
            };
            Ok(ListedAuthorization { facts, state, first_transferred, revoked })
        });
        Ok(listed.collect::<Result<_, DatabaseError>>()?)
    }

    /// All versions of these authorizations, oldest first.
    pub(crate) fn versions(
        &mut self,
        numbers: Vec<i32>,
    ) -> Result<Vec<AuthorizationFacts>, StoreError> {
        let rows: Vec<Row> = a::table
            .inner_join(s::table.on(s::id.eq(a::section_id)))
            .inner_join(e::table.on(e::entry_no.eq(a::recorded_entry)))
            .filter(a::no.eq_any(numbers))
            .order((a::no, a::version))
            .select(COLUMNS)
            .load(self.db)
            .map_err(DatabaseError::from)?;
        Ok(rows.into_iter().map(version).collect::<Result<_, _>>()?)
    }
}

fn version(row: Row) -> Result<AuthorizationFacts, DatabaseError> {
    let (number, _, party, facts, recorded_entry, occurred, leaf) = row;
    let terms = facts.map(serde_json::from_value).and_then(Result::ok);
    let committed = leaf.as_ref().and_then(|leaf| leaf.get("commit")?.as_object());
    let kept_back = committed.into_iter().flat_map(|fields| fields.keys().cloned());
    Ok(AuthorizationFacts {
        number: AuthorizationNo(number),
        party: parsed(&party, "Party")?,
        terms: terms.ok_or_else(|| unreadable("authorization"))?,
        // Who acted is committed to in every leaf: it is no term of the authorization.
        kept_back: kept_back.filter(|field| field != "officers").collect(),
        recorded_entry,
        occurred: occurred.to_jiff(),
    })
}
