//! Actions of a section, with what it alone knows of them: the order and its proposal.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{
    BigInt, Integer, Jsonb, Nullable, SmallInt, Text, Timestamptz, Uuid as SqlUuid,
};
use domain::access::ReadSection;
use domain::id::{Id, Proposed};
use domain::ledger::Order;
use uuid::Uuid;

use super::{Action, Row, action};
use crate::error::DatabaseError;
use crate::ledger::rows::unreadable;
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::proposals::Named;
use crate::store::Reading;

/// An action of one's own section, or one that it was the other side of.
#[derive(Clone, PartialEq, Debug)]
pub struct OwnAction {
    /// What everybody may know.
    pub action: Action,
    /// The order, where the section gave it, and not the other side.
    pub order: Option<OwnOrder>,
}

/// An order that was carried out.
#[derive(Clone, PartialEq, Debug)]
pub struct OwnOrder {
    /// The proposal that it was part of.
    pub proposal: Id<Proposed>,
    /// The number of the proposal, as people know it.
    pub named: Named,
    /// The order as it was approved.
    pub order: Order,
}

/// The newest actions of a section, on either side: each side has an index.
#[derive(QueryId)]
struct ActionsOf {
    section: i16,
    act: Option<String>,
    before: i64,
    rows: i64,
}

#[derive(Queryable)]
#[diesel(check_for_backend(Pg))]
struct OwnRow {
    entry: i64,
    log_index: i64,
    act: String,
    occurred: jiff_diesel::Timestamp,
    recorded: jiff_diesel::Timestamp,
    leaf: Option<serde_json::Value>,
    other_party: Option<String>,
    proposal: Option<Uuid>,
    party: Option<String>,
    year: Option<i16>,
    number: Option<i32>,
    order: Option<serde_json::Value>,
}

impl ActionsOf {
    fn push_side<'b>(
        &'b self,
        out: &mut AstPass<'_, 'b, Pg>,
        column: &'static str,
    ) -> QueryResult<()> {
        out.push_sql("(SELECT entry_no FROM registry.entry WHERE ");
        out.push_sql(column);
        out.push_sql(" = ");
        out.push_bind_param::<SmallInt, _>(&self.section)?;
        out.push_sql(
            " AND act <> ALL ('{propose,replace,approve,accept,rejected,withdrawn,declined,lapsed,\
            failed,set-terms,set-focal-point,trust-recipient,distrust-recipient,set-stop,\
            lift-stop}') AND act = coalesce(",
        );
        out.push_bind_param::<Nullable<Text>, _>(&self.act)?;
        out.push_sql(", act) AND entry_no < ");
        out.push_bind_param::<BigInt, _>(&self.before)?;
        out.push_sql(" ORDER BY entry_no DESC LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.rows)?;
        out.push_sql(")");
        Ok(())
    }
}

impl QueryFragment<Pg> for ActionsOf {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql("WITH newest AS MATERIALIZED (");
        self.push_side(&mut out, "section_id")?;
        out.push_sql(" UNION ALL ");
        self.push_side(&mut out, "other_section_id")?;
        out.push_sql(" ORDER BY entry_no DESC LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.rows)?;
        out.push_sql(
            ")
SELECT shown.entry_no, shown.log_index, shown.act, shown.occurred_at, shown.recorded_at,
    shown.facts, other.party, proposal.id, own.party, proposal.year, proposal.number,
    proposal.document -> 'orders' -> (entry.content ->> 'order')::integer
FROM newest
JOIN registry.entry ON entry.entry_no = newest.entry_no
JOIN published.entry AS shown ON shown.entry_no = newest.entry_no
LEFT JOIN published.section AS other ON other.id = shown.other_section_id
LEFT JOIN registry.proposal ON entry.section_id = ",
        );
        out.push_bind_param::<SmallInt, _>(&self.section)?;
        out.push_sql(" AND proposal.section_id = ");
        out.push_bind_param::<SmallInt, _>(&self.section)?;
        out.push_sql(
            " AND proposal.id = (entry.content ->> 'proposal')::uuid
LEFT JOIN published.section AS own ON own.id = proposal.section_id
ORDER BY shown.entry_no DESC",
        );
        Ok(())
    }
}

impl Query for ActionsOf {
    type SqlType = (
        BigInt,
        BigInt,
        Text,
        Timestamptz,
        Timestamptz,
        Nullable<Jsonb>,
        Nullable<Text>,
        Nullable<SqlUuid>,
        Nullable<Text>,
        Nullable<SmallInt>,
        Nullable<Integer>,
        Nullable<Jsonb>,
    );
}

impl RunQueryDsl<PgConnection> for ActionsOf {}

impl Reading<'_, ReadSection> {
    /// What the section did, and what others did to it, newest first.
    pub fn own_actions(
        &mut self,
        act: Option<&str>,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<OwnAction, i64>, StoreError> {
        let section = self.permit().on().number();
        let before = before.unwrap_or(i64::MAX);
        let act = act.map(str::to_owned);
        let asked = ActionsOf { section, act, before, rows: limit.rows() };
        let rows: Vec<OwnRow> = asked.load(self.db).map_err(DatabaseError::from)?;
        let actions = rows.into_iter().map(own_action).collect::<Result<_, _>>()?;
        Ok(Page::of(actions, limit, |own: &OwnAction| own.action.entry))
    }
}

fn own_action(row: OwnRow) -> Result<OwnAction, DatabaseError> {
    let OwnRow { entry, log_index, act, occurred, recorded, leaf, other_party, .. } = row;
    let public: Row = (entry, log_index, act, occurred, recorded, leaf, other_party);
    let order = match (row.proposal, row.year, row.number, row.order) {
        (Some(proposal), Some(year), Some(number), Some(order)) => {
            let order = serde_json::from_value(order);
            Some(OwnOrder {
                proposal: Id::from_uuid(proposal),
                named: Named::read(row.party.as_deref(), year, number)?,
                order: order.map_err(|_foreign| unreadable("order"))?,
            })
        }
        _ => None,
    };
    Ok(OwnAction { action: action(public)?, order })
}
