//! The ceiling of writing: PostgreSQL's own functions that write the same rows.

use std::sync::Barrier;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, anyhow, ensure};
use app::outside::{Ids as _, RealIds};
use diesel::dsl::sql;
use diesel::pg::{Pg, PgConnection};
use diesel::prelude::*;
use diesel::query_builder::{AstPass, Query, QueryFragment, QueryId};
use diesel::sql_types::{Array, BigInt, Binary, Integer, SmallInt, Text, Uuid as SqlUuid};
use uuid::Uuid;

use super::figures::{Calls, Watch};
use super::stage::Stage;
use super::world::{Spot, UNITS_TAKEN};

const MAKE: &str = include_str!("ceiling.sql");

/// Tables and functions of the ceiling, with the same units in them.
pub(super) struct Ceiling {
    url: String,
    series: i64,
    /// The first serial of each block and the last that is left of it; the last is the hot block.
    blocks: Vec<(i64, i64)>,
    destinations: Vec<Uuid>,
    content: String,
    leaf: String,
    caller: Uuid,
    next: usize,
}

/// A transfer that waits to be approved.
#[derive(Clone, Copy, Debug)]
pub(super) struct Task {
    proposal: Uuid,
    block: i64,
    reserved: i64,
    destination: Uuid,
}

impl Ceiling {
    /// Copies the registry's tables as they are now; a transfer must have happened there, whose
    /// entry and leaf are what the functions write.
    pub(super) fn found(stage: &Stage) -> anyhow::Result<Self> {
        stage.execute(MAKE)?;
        stage.execute("VACUUM ANALYZE")?;
        let mut db = stage.superuser()?;
        let blocks: Vec<BlockRow> = diesel::sql_query(
            "SELECT series_no, first_serial, last_serial FROM ceiling.unit_block \
             WHERE section_id = 2 ORDER BY first_serial",
        )
        .load(&mut db)?;
        let accounts: Vec<AccountRow> = diesel::sql_query(
            "SELECT id FROM ceiling.account WHERE section_id = 3 ORDER BY number",
        )
        .load(&mut db)?;
        let sample: SampleRow = diesel::sql_query(
            "SELECT content::text, leaf FROM registry.entry \
             JOIN transparency.log_leaf USING (entry_no) WHERE act = 'transfer' LIMIT 1",
        )
        .get_result(&mut db)?;
        let series = blocks.first().context("no blocks")?.series_no;
        Ok(Self {
            url: stage.superuser_url()?,
            series,
            blocks: blocks.into_iter().map(|row| (row.first_serial, row.last_serial)).collect(),
            destinations: accounts.into_iter().map(|row| row.id).collect(),
            content: sample.content,
            leaf: sample.leaf,
            caller: RealIds.uuid(),
            next: 0,
        })
    }

    /// Proposals of one transfer each, unless they shall all be of one proposal.
    pub(super) fn prepare(
        &mut self,
        transfers: usize,
        spot: Spot,
        one: Option<Uuid>,
    ) -> anyhow::Result<Vec<Task>> {
        let hot = self.blocks.len().saturating_sub(1);
        let units = i64::try_from(UNITS_TAKEN)?;
        let (mut tasks, mut lasts) = (Vec::new(), Vec::new());
        for _ in 0..transfers {
            self.next = self.next.wrapping_add(7_919);
            let at = match spot {
                Spot::Hot => hot,
                Spot::Anywhere => self.next.checked_rem(hot).unwrap_or(0),
            };
            let (first, left) = self.blocks.get_mut(at).context("no block")?;
            lasts.push(*left);
            *left = left.saturating_sub(units);
            ensure!(left > first, "block {at} is used up");
            let destinations = self.destinations.len();
            let to = self.next.checked_rem(destinations).unwrap_or(0);
            tasks.push(Task {
                proposal: one.unwrap_or_else(|| RealIds.uuid()),
                block: *first,
                reserved: left.saturating_add(1),
                destination: *self.destinations.get(to).context("no account")?,
            });
        }
        let mut db = PgConnection::establish(&self.url)?;
        diesel::sql_query("SELECT ceiling.propose($1, $2, $3, $4)")
            .bind::<Array<SqlUuid>, _>(tasks.iter().map(|it| it.proposal).collect::<Vec<_>>())
            .bind::<Array<BigInt>, _>(vec![self.series; tasks.len()])
            .bind::<Array<BigInt>, _>(tasks.iter().map(|it| it.reserved).collect::<Vec<_>>())
            .bind::<Array<BigInt>, _>(lasts)
            .execute(&mut db)?;
        Ok(tasks)
    }

    /// Calls the function for each task, from so many connections side by side.
    pub(super) fn approve_all(&self, tasks: &[Task], clients: usize) -> anyhow::Result<Calls> {
        let share = tasks.len().div_ceil(clients.max(1));
        let chunks: Vec<&[Task]> = tasks.chunks(share.max(1)).collect();
        let start = Barrier::new(chunks.len().saturating_add(1));
        let mut calls = Calls::default();
        thread::scope(|scope| {
            let clients: Vec<_> =
                chunks.iter().map(|tasks| scope.spawn(|| self.client(tasks, &start))).collect();
            start.wait();
            let began = Instant::now();
            for client in clients {
                let client = client.join().map_err(|_panic| anyhow!("a client stopped"))?;
                let (took, on_cpu) = client?;
                calls.took.extend(took);
                calls.on_cpu = calls.on_cpu.saturating_add(on_cpu);
            }
            calls.elapsed = began.elapsed();
            anyhow::Ok(())
        })?;
        Ok(calls)
    }

    fn client(&self, tasks: &[Task], start: &Barrier) -> anyhow::Result<(Vec<Duration>, Duration)> {
        let connected = self.connected();
        start.wait();
        let (mut db, watch) = connected?;
        let mut took = Vec::with_capacity(tasks.len());
        for task in tasks {
            let asked = Instant::now();
            let number: i64 = self.transfer(task).get_result(&mut db)?;
            took.push(asked.elapsed());
            ensure!(number > 0, "no entry");
        }
        Ok((took, watch.on_cpu()?))
    }

    /// A connection, and a watch on the process that serves it.
    fn connected(&self) -> anyhow::Result<(PgConnection, Watch)> {
        let mut db = PgConnection::establish(&self.url)?;
        let process: i32 =
            diesel::select(sql::<Integer>("pg_backend_pid()")).get_result(&mut db)?;
        let watch = Watch::start(u32::try_from(process)?)?;
        Ok((db, watch))
    }

    fn transfer(&self, task: &Task) -> Transfer<'_> {
        Transfer {
            ceiling: self,
            task: *task,
            request: task.proposal.to_string(),
            digest: vec![7; 32],
            section: 3,
            units: 10,
        }
    }

    /// Calls the set-based function for all tasks, which are of one proposal.
    pub(super) fn approve_batch(&self, tasks: &[Task]) -> anyhow::Result<Calls> {
        let (mut db, watch) = self.connected()?;
        let first = tasks.first().context("an empty batch")?;
        let batch = TransferMany {
            one: self.transfer(first),
            series: vec![self.series; tasks.len()],
            blocks: tasks.iter().map(|it| it.block).collect(),
            reserved: tasks.iter().map(|it| it.reserved).collect(),
            destinations: tasks.iter().map(|it| it.destination).collect(),
            contents: vec![self.content.as_str(); tasks.len()],
            leaves: vec![self.leaf.as_str(); tasks.len()],
        };
        let asked = Instant::now();
        let done: i64 = batch.get_result(&mut db)?;
        let elapsed = asked.elapsed();
        ensure!(usize::try_from(done)? == tasks.len(), "{done} of {} transfers", tasks.len());
        Ok(Calls { took: vec![elapsed], elapsed, on_cpu: watch.on_cpu()? })
    }
}

/// Pushes parameters, separated by commas, after a text.
macro_rules! call {
    ($out:expr, $name:expr, $( $kind:ty => $value:expr ),+ $(,)?) => {{
        $out.push_sql($name);
        let mut first = true;
        $(
            if !std::mem::take(&mut first) {
                $out.push_sql(", ");
            }
            $out.push_bind_param::<$kind, _>($value)?;
        )+
        $out.push_sql(")");
    }};
}

struct Transfer<'c> {
    ceiling: &'c Ceiling,
    task: Task,
    request: String,
    digest: Vec<u8>,
    section: i16,
    units: i64,
}

impl Query for Transfer<'_> {
    type SqlType = BigInt;
}

impl RunQueryDsl<PgConnection> for Transfer<'_> {}

impl QueryId for Transfer<'_> {
    type QueryId = Transfer<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for Transfer<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        call!(out, "SELECT ceiling.transfer(",
            SqlUuid => &self.task.proposal,
            SqlUuid => &self.ceiling.caller,
            SqlUuid => &self.ceiling.caller,
            Text => &self.request,
            Binary => &self.digest,
            BigInt => &self.ceiling.series,
            BigInt => &self.task.block,
            BigInt => &self.units,
            BigInt => &self.task.reserved,
            SqlUuid => &self.task.destination,
            SmallInt => &self.section,
            Text => &self.ceiling.content,
            Text => &self.ceiling.leaf,
        );
        Ok(())
    }
}

struct TransferMany<'c> {
    one: Transfer<'c>,
    series: Vec<i64>,
    blocks: Vec<i64>,
    reserved: Vec<i64>,
    destinations: Vec<Uuid>,
    contents: Vec<&'c str>,
    leaves: Vec<&'c str>,
}

impl Query for TransferMany<'_> {
    type SqlType = BigInt;
}

impl RunQueryDsl<PgConnection> for TransferMany<'_> {}

impl QueryId for TransferMany<'_> {
    type QueryId = TransferMany<'static>;
    const HAS_STATIC_QUERY_ID: bool = true;
}

impl QueryFragment<Pg> for TransferMany<'_> {
    fn walk_ast<'b>(&'b self, mut out: AstPass<'_, 'b, Pg>) -> QueryResult<()> {
        call!(out, "SELECT ceiling.transfer_many(",
            SqlUuid => &self.one.task.proposal,
            SqlUuid => &self.one.ceiling.caller,
            SqlUuid => &self.one.ceiling.caller,
            Text => &self.one.request,
            Binary => &self.one.digest,
            Array<BigInt> => &self.series,
            Array<BigInt> => &self.blocks,
            BigInt => &self.one.units,
            Array<BigInt> => &self.reserved,
            Array<SqlUuid> => &self.destinations,
            SmallInt => &self.one.section,
            Array<Text> => &self.contents,
            Array<Text> => &self.leaves,
        );
        Ok(())
    }
}

#[derive(QueryableByName)]
struct BlockRow {
    #[diesel(sql_type = BigInt)]
    series_no: i64,
    #[diesel(sql_type = BigInt)]
    first_serial: i64,
    #[diesel(sql_type = BigInt)]
    last_serial: i64,
}

#[derive(QueryableByName)]
struct AccountRow {
    #[diesel(sql_type = SqlUuid)]
    id: Uuid,
}

#[derive(QueryableByName)]
struct SampleRow {
    #[diesel(sql_type = Text)]
    content: String,
    #[diesel(sql_type = Text)]
    leaf: String,
}
