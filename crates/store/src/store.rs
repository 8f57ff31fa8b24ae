//! The one door to the database: nothing else opens a transaction.

use std::sync::{Arc, OnceLock};

use diesel::pg::PgConnection;
use diesel::prelude::*;
use domain::access::{
    Accept, Act, Approve, LetTimePass, Object, Officer, Permit, Propose, ReadPublic, Role, Scope,
};
use domain::digest::Digest;
use domain::ledger::{Approval, Proposal, Replacement, Request, YearEnd};
use domain::section::{Installation, SectionNo};
use domain::unit::UnitRange;
use domain::vintage::Year;
use uuid::Uuid;

use crate::error::DatabaseError;
use crate::gather::{Gatherer, Lookup};
use crate::ledger::rows;
use crate::ledger::writer::{EndYearError, LedgerWriter, StoreError, Ticket};
use crate::pools::Pools;
use crate::tx;

/// The database, behind permits.
pub struct Store {
    pools: Pools,
    writer: LedgerWriter,
    installation: Installation,
    /// It starts with the first question.
    gatherer: OnceLock<Gatherer>,
}

/// A caller as the database knows them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct FoundCaller {
    /// The person, the token, and its kind.
    pub officer: Officer,
    /// The section that the token opens.
    pub section: SectionNo,
    /// The roles that the person holds there.
    pub roles: Vec<Role>,
}

/// An act that hands requests to the ledger.
pub trait LedgerAct: Act {}
impl LedgerAct for Propose {}
impl LedgerAct for Approve {}
impl LedgerAct for Accept {}
impl LedgerAct for Object {}

/// What reads in one transaction, under the view of its permit.
pub struct Reading<'c, A: Act> {
    pub(crate) db: &'c mut PgConnection,
    permit: &'c Permit<A>,
}

impl<A: Act> Reading<'_, A> {
    /// What was permitted, and for what.
    pub const fn permit(&self) -> &Permit<A> {
        self.permit
    }
}

impl Store {
    /// The store over these pools and this writer.
    pub const fn new(pools: Pools, writer: LedgerWriter, installation: Installation) -> Self {
        Self { pools, writer, installation, gatherer: OnceLock::new() }
    }

    /// The connections.
    pub(crate) const fn pools(&self) -> &Pools {
        &self.pools
    }

    /// What kind of database this is.
    pub const fn installation(&self) -> Installation {
        self.installation
    }

    /// Runs `body` in one transaction that only reads, and sees what the permit lets it see.
    pub fn read<A: Act, T>(
        &self,
        permit: &Permit<A>,
        body: impl FnOnce(&mut Reading<'_, A>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        tx::read(&self.pools, permit.scope(), |db| body(&mut Reading { db, permit }))
    }

    /// Looks units up together with whatever else is looked up at the moment. The answer comes
    /// without one of the pools' connections.
    pub fn find_units(&self, _permit: &Permit<ReadPublic>, units: UnitRange) -> Lookup {
        if let Some(gatherer) = self.gatherer.get() {
            return gatherer.find(units);
        }
        match Gatherer::start(self.pools.public_url()) {
            // Two may be first at once: the gatherer of one of them ends again.
            Ok(gatherer) => self.gatherer.get_or_init(|| gatherer).find(units),
            Err(error) => {
                tracing::error!(%error, "gather.not_started");
                Lookup::unavailable()
            }
        }
    }

    /// Hands a request to the ledger writer. The ticket gives its answer once it is durable.
    pub fn carry_out<A: LedgerAct>(
        &self,
        permit: &Permit<A>,
        request: Request,
    ) -> Result<Ticket, StoreError> {
        in_scope(permit, request.section())?;
        Ok(self.writer.carry_out(request))
    }

    /// Hands the ledger writer what time has brought, whatever section it is for.
    pub fn let_time_pass(&self, _permit: &Permit<LetTimePass>, request: Request) -> Ticket {
        self.writer.carry_out(request)
    }

    /// Ends a year that is over. Returns once its entry is durable.
    pub fn end_year(
        &self,
        _permit: &Permit<LetTimePass>,
        year: Year,
    ) -> Result<YearEnd, EndYearError> {
        self.writer.end_year(year)
    }

    /// Asks the ledger writer what a proposal would do. Nothing is written.
    pub fn try_out(
        &self,
        permit: &Permit<Propose>,
        proposal: Arc<Proposal>,
    ) -> Result<Ticket, StoreError> {
        in_scope(permit, proposal.section)?;
        Ok(self.writer.try_out(proposal))
    }

    /// Asks the ledger writer what a proposal would do in place of another. Nothing is written.
    pub fn try_out_replacement(
        &self,
        permit: &Permit<Propose>,
        replacement: Replacement,
    ) -> Result<Ticket, StoreError> {
        in_scope(permit, replacement.proposal.section)?;
        Ok(self.writer.try_out_replacement(replacement))
    }

    /// Asks the ledger writer what an approval would do. Nothing is written.
    pub fn try_out_approval(
        &self,
        permit: &Permit<Approve>,
        approval: Approval,
    ) -> Result<Ticket, StoreError> {
        in_scope(permit, approval.proposal.section)?;
        Ok(self.writer.try_out_approval(approval))
    }

    /// The caller with the token of this hash, if it opens anything.
    pub fn caller_by_token(&self, hash: Digest) -> Result<Option<FoundCaller>, StoreError> {
        let nobody_yet = Scope::One(SectionNo::SECRETARIAT);
        let found = tx::read(&self.pools, &nobody_yet, |db| {
            diesel::sql_query(
                "SELECT token_id, person_id, section_id, kind, roles \
                 FROM identity.caller_by_token($1)",
            )
            .bind::<diesel::sql_types::Binary, _>(hash.as_bytes().to_vec())
            .get_result::<CallerRow>(db)
            .optional()
            .map_err(DatabaseError::from)
        })
        .map_err(StoreError::from)?;
        Ok(found.map(FoundCaller::try_from).transpose()?)
    }

    /// Whether the database answers, and how far its schema has come.
    pub fn ready(&self) -> Result<String, StoreError> {
        tx::read(&self.pools, &Scope::Public, |db| {
            use crate::schema::registry::installation as i;
            i::table.select(i::schema_version).first(db).map_err(DatabaseError::from)
        })
        .map_err(StoreError::from)
    }
}

/// A request leaves its section only if the permit does: the wall before the database's own.
fn in_scope<A: Act>(permit: &Permit<A>, section: SectionNo) -> Result<(), StoreError> {
    if *permit.scope() == Scope::One(section) {
        Ok(())
    } else {
        Err(StoreError::Database(rows::unreadable("permit for this section")))
    }
}

#[derive(QueryableByName)]
struct CallerRow {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    token_id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    person_id: Uuid,
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::SmallInt>)]
    section_id: Option<i16>,
    #[diesel(sql_type = diesel::sql_types::Text)]
    kind: String,
    #[diesel(sql_type = diesel::sql_types::Array<diesel::sql_types::Text>)]
    roles: Vec<String>,
}

impl TryFrom<CallerRow> for FoundCaller {
    type Error = DatabaseError;

    fn try_from(row: CallerRow) -> Result<Self, DatabaseError> {
        let section = row.section_id.map_or(Ok(SectionNo::SECRETARIAT), rows::section_no)?;
        let roles = row.roles.iter().map(|role| rows::parsed(role, "role"));
        Ok(Self {
            officer: rows::officer(row.person_id, row.token_id, &row.kind)?,
            section,
            roles: roles.collect::<Result<_, _>>()?,
        })
    }
}
