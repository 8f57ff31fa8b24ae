//! What happened to units: the entries that touched any of them.

use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{BigInt, Bool};
use domain::access::ReadPublic;
use domain::serial::Serials;
use domain::unit::UnitRange;

use crate::actions::{Action, ActionBlock};
use crate::as_of::State;
use crate::error::DatabaseError;
use crate::ledger::rows::stored;
use crate::ledger::writer::StoreError;
use crate::page::{Limit, Page};
use crate::store::Reading;

/// The entries that put blocks of a range where they are or were, and that named a unit of the
/// range: an entry that splits a block begins a new state of all its parts, but moves only one.
/// What an entry ended, another part of the same entry began; so the beginnings are all of them.
struct Touched {
    series: i64,
    first: i64,
    last: i64,
    before: i64,
    state: State,
    rows: i64,
}

impl Touched {
    fn push_states<'b>(
        &'b self,
        out: &mut AstPass<'_, 'b, Pg>,
        (view, beginning): (&'static str, &'static str),
    ) -> QueryResult<()> {
        out.push_sql(
            "SELECT since_entry, first_transfer_entry = since_entry AS is_first FROM published.",
        );
        out.push_sql(view);
        out.push_sql(" WHERE series_no = ");
        out.push_bind_param::<BigInt, _>(&self.series)?;
        out.push_sql(" AND first_serial >= coalesce((SELECT run.first_serial FROM published.");
        out.push_sql(beginning);
        out.push_sql(" AS run WHERE run.series_no = ");
        out.push_bind_param::<BigInt, _>(&self.series)?;
        out.push_sql(" AND run.first_serial <= ");
        out.push_bind_param::<BigInt, _>(&self.first)?;
        out.push_sql(" ORDER BY run.first_serial DESC LIMIT 1), ");
        out.push_bind_param::<BigInt, _>(&self.first)?;
        out.push_sql(") AND first_serial <= ");
        out.push_bind_param::<BigInt, _>(&self.last)?;
        out.push_sql(" AND last_serial >= ");
        out.push_bind_param::<BigInt, _>(&self.first)?;
        out.push_sql(" AND since_entry < ");
        out.push_bind_param::<BigInt, _>(&self.before)?;
        self.state.push(out, " AND since_entry <= ", " AND since_occurred <= ")
    }
}

impl QueryFragment<Pg> for Touched {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        out.push_sql(
            "SELECT entry_no, is_first FROM (
    SELECT since_entry AS entry_no, coalesce(bool_or(is_first), false) AS is_first FROM (",
        );
        self.push_states(&mut out, ("unit_block", "unit_block"))?;
        out.push_sql(" UNION ALL ");
        self.push_states(&mut out, ("unit_block_past", "issuance"))?;
        out.push_sql(
            ") AS state GROUP BY since_entry ORDER BY since_entry DESC
) AS touched
CROSS JOIN LATERAL (
    SELECT FROM published.entry
    CROSS JOIN LATERAL jsonb_array_elements(entry.facts -> 'blocks') AS block
    CROSS JOIN LATERAL split_part(block ->> 'units', '-', 4) AS serials
    WHERE entry.entry_no = touched.entry_no
        AND split_part(serials, '..', 1)::bigint <= ",
        );
        out.push_bind_param::<BigInt, _>(&self.last)?;
        out.push_sql(
            " AND coalesce(nullif(split_part(serials, '..', 2), ''), serials)::bigint >= ",
        );
        out.push_bind_param::<BigInt, _>(&self.first)?;
        // The limit keeps it a look-up for each entry, newest first, until there are enough.
        out.push_sql(" LIMIT 1) AS named ORDER BY entry_no DESC LIMIT ");
        out.push_bind_param::<BigInt, _>(&self.rows)
    }
}

impl QueryId for Touched {
    // Its text depends on the state: it is kept prepared by its text.
    type QueryId = ();
    const HAS_STATIC_QUERY_ID: bool = false;
}

impl Query for Touched {
    type SqlType = (BigInt, Bool);
}

impl RunQueryDsl<PgConnection> for Touched {}

impl Reading<'_, ReadPublic> {
    /// What happened to these units until a state, newest first. The blocks of each action are cut
    /// to the units that were asked for; what the action did to others is left out.
    pub(crate) fn happened(
        &mut self,
        series_no: i64,
        units: UnitRange,
        state: State,
        before: Option<i64>,
        limit: Limit,
    ) -> Result<Page<Action, i64>, StoreError> {
        let asked = Touched {
            series: series_no,
            first: stored(units.serials.first()),
            last: stored(units.serials.last()),
            before: before.unwrap_or(i64::MAX),
            state,
            rows: limit.rows(),
        };
        let touched: Vec<(i64, bool)> = asked.load(self.db).map_err(DatabaseError::from)?;
        let touched = Page::of(touched, limit, |(entry, _)| *entry);
        let numbers: Vec<i64> = touched.items.iter().map(|(entry, _)| *entry).collect();
        let mut actions = self.entries(&numbers)?;
        for action in &mut actions {
            action.blocks = cut(&action.blocks, units.serials);
            // An act can be the first transfer of some of its units, and not of others.
            action.first_transfer = touched.items.contains(&(action.entry, true));
        }
        Ok(Page { items: actions, next: touched.next })
    }
}

fn cut(blocks: &[ActionBlock], asked: Serials) -> Vec<ActionBlock> {
    let cut = blocks.iter().filter_map(|block| {
        let serials = block.units.serials.overlap(asked)?;
        let units = UnitRange { series: block.units.series, serials };
        Some(ActionBlock { units, ..block.clone() })
    });
    cut.collect()
}
