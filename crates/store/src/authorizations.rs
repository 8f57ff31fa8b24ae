//! Authorizations: what Parties publish of them.

use diesel::prelude::*;
use domain::access::ReadPublic;
use domain::approach::ApproachId;
use domain::authorization::{AuthorizationId, AuthorizationNo, Terms};
use domain::party::PartyCode;
use jiff::Timestamp;

use crate::error::DatabaseError;
use crate::ledger::rows::{parsed, unreadable};
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::schema::published::{authorization as a, entry as e, section as s};
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
    ) -> Result<Page<AuthorizationFacts, AuthorizationKey>, StoreError> {
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
        Ok(Page::of(versions, limit, |it: &AuthorizationFacts| {
            (it.number.0, i32::from(it.terms.version))
        }))
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
