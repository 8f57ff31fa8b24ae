//! A registry over a database of its own, with officers who can propose and approve.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use app::outside::{Ids, RealIds};
use app::reporting::DisputedUnits;
use app::{Desk, Draft, Registry, RequestKey};
use diesel::prelude::*;
use domain::access::{Caller, Role};
use domain::account::{AccountKind, AccountNumber};
use domain::digest::Digest;
use domain::id::{Id, Proposed, Token};
use domain::ledger::{Order, Receipt, Refused};
use domain::party::PartyCode;
use domain::section::Installation;
use domain::unit::UnitRange;
use domain::vintage::Year;
use store::logins::Login;
use store::pools::{PoolSettings, Pools};
use store::{Answer, CarryOutError, LedgerWriter, Store};
use uuid::Uuid;

use crate::database::TestDatabase;
use crate::orders;
use crate::people::{appoint, revoke};

/// A registry in this process, over a database that goes with it.
pub struct TestRegistry {
    /// The registry.
    pub registry: Arc<Registry>,
    /// Its database.
    pub database: TestDatabase,
    keys: AtomicU64,
    secrets: Mutex<BTreeMap<Id<Token>, String>>,
}

/// Two officers of a section (or of the secretariat): one proposes, the other approves.
#[derive(Clone, Debug)]
pub struct Officers {
    /// Who proposes.
    pub initiator: Caller,
    /// Who approves.
    pub approver: Caller,
}

/// The tokens by which two officers call over the network.
#[derive(Clone, Debug)]
pub struct Tokens {
    /// Of who proposes.
    pub initiator: String,
    /// Of who approves.
    pub approver: String,
}

impl TestRegistry {
    /// A registry with nothing in it.
    ///
    /// # Panics
    ///
    /// Without a database.
    pub fn new() -> Self {
        let database = TestDatabase::new();
        let registry = registry_over(&database);
        Self { registry, database, keys: AtomicU64::new(0), secrets: Mutex::default() }
    }

    /// The registry of another process over the same database, with a ledger writer of its own.
    pub fn of_another_process(&self) -> Arc<Registry> {
        registry_over(&self.database)
    }

    /// Another process, in which no section hands in more bytes of files within a day.
    pub fn with_bytes_of_a_day(&self, most: u64) -> Arc<Registry> {
        Arc::new(plain(&self.database).with_bytes_of_a_day(most))
    }

    /// Another process, which treats disputed units so.
    pub fn with_disputed_units(&self, disputed_units: DisputedUnits) -> Arc<Registry> {
        Arc::new(plain(&self.database).with_disputed_units(disputed_units))
    }

    /// Two officers with all the roles of their section.
    pub fn officers(&self, desk: Desk) -> Officers {
        let (initiator, approver): (&[Role], &[Role]) = match desk {
            Desk::Secretariat => (&[Role::RegistryAdministrator], &[Role::RegistryAdministrator]),
            Desk::Party(_) => {
                (&[Role::PartyAdministrator, Role::PartyInitiator], &[Role::PartyApprover])
            }
        };
        Officers { initiator: self.person(desk, initiator), approver: self.person(desk, approver) }
    }

    /// Two officers of the secretariat's desk.
    pub fn secretariat(&self) -> Officers {
        self.officers(Desk::Secretariat)
    }

    /// Somebody with these roles and a token.
    pub fn person(&self, desk: Desk, roles: &[Role]) -> Caller {
        let (caller, secret) = appoint(&self.registry, desk, roles);
        let token = caller.officer().token;
        self.secrets.lock().unwrap_or_else(PoisonError::into_inner).insert(token, secret);
        caller
    }

    /// Somebody with a token who represents an entity that the Party has authorized, and has no other
    /// role.
    pub fn representative(&self, desk: Desk, entity: &str) -> Caller {
        self.person(desk, &[Role::EntityRepresentative(orders::read(entity))])
    }

    /// Revokes the token of a caller.
    ///
    /// # Panics
    ///
    /// If it was revoked before.
    pub fn revoke(&self, caller: &Caller) {
        revoke(&self.registry, caller);
    }

    /// The token by which somebody who was made [here](Self::person) calls over the network.
    ///
    /// # Panics
    ///
    /// For anybody else.
    #[expect(clippy::panic, reason = "a test whose caller has no token stops here")]
    pub fn token(&self, caller: &Caller) -> String {
        let secrets = self.secrets.lock().unwrap_or_else(PoisonError::into_inner);
        let secret = secrets.get(&caller.officer().token);
        secret.cloned().unwrap_or_else(|| panic!("nobody knows the token of {caller:?}"))
    }

    /// The [tokens](Self::token) of two officers.
    pub fn tokens(&self, officers: &Officers) -> Tokens {
        let Officers { initiator, approver } = officers;
        Tokens { initiator: self.token(initiator), approver: self.token(approver) }
    }

    /// The number that a query gives as `number`, asked as a superuser.
    ///
    /// # Panics
    ///
    /// Where there is none.
    #[expect(clippy::panic, reason = "a test without its number stops here, and says why")]
    pub fn number(&self, sql: &str) -> u64 {
        let row: Result<NumberRow, String> =
            PgConnection::establish(&self.database.superuser_url())
                .map_err(|error| error.to_string())
                .and_then(|mut db| {
                    diesel::sql_query(sql).get_result(&mut db).map_err(|error| error.to_string())
                });
        let number = row.and_then(|row| u64::try_from(row.number).map_err(|it| it.to_string()));
        number.unwrap_or_else(|error| panic!("{error}: {sql}"))
    }

    /// Runs SQL as no login of the registry may.
    ///
    /// # Panics
    ///
    /// Where PostgreSQL refuses it.
    #[expect(clippy::panic, reason = "a test whose SQL is wrong stops here, and says why")]
    pub fn as_superuser(&self, sql: &str) {
        use diesel::connection::SimpleConnection as _;
        PgConnection::establish(&self.database.superuser_url())
            .map_err(|error| error.to_string())
            .and_then(|mut db| db.batch_execute(sql).map_err(|error| error.to_string()))
            .unwrap_or_else(|error| panic!("{error}: {sql}"));
    }

    /// Lets the database's clock stand at noon of a day, in UTC.
    ///
    /// # Panics
    ///
    /// Where that is no day.
    pub fn clock_at(&self, day: &str) {
        self.as_superuser(&format!(
            "UPDATE registry.clock_offset SET ahead = '{day} 12:00:00Z' - clock_timestamp()"
        ));
    }

    /// An idempotency key that was not used before, for a request that is like no other.
    pub fn key(&self) -> RequestKey {
        let number = self.keys.fetch_add(1, Ordering::Relaxed).to_string();
        RequestKey { key: orders::read(&number), fingerprint: Digest::of(&[number.as_bytes()]) }
    }

    /// Proposes, and gives the proposal.
    pub fn propose(
        &self,
        officers: &Officers,
        orders: Vec<Order>,
    ) -> Result<Id<Proposed>, CarryOutError> {
        let draft = Draft::confirmed(orders);
        let ticket = self.registry.propose(&officers.initiator, draft, self.key());
        receipt(&allowed(ticket).wait()?).map(|receipt| receipt.proposal)
    }

    /// Approves what the initiator proposed, as it is on record.
    pub fn approve(
        &self,
        officers: &Officers,
        proposal: Id<Proposed>,
    ) -> Result<Receipt, CarryOutError> {
        let shown = self.shown(&officers.approver, proposal);
        let ticket = self.registry.approve(&officers.approver, proposal, shown, self.key());
        receipt(&allowed(ticket).wait()?)
    }

    /// The digest of what an approver is shown.
    pub fn shown(&self, caller: &Caller, proposal: Id<Proposed>) -> Digest {
        let shown = self.registry.digest_of(caller, proposal);
        allowed(shown)
    }

    /// Proposes and approves.
    pub fn act(&self, officers: &Officers, orders: Vec<Order>) -> Result<Receipt, CarryOutError> {
        let proposal = self.propose(officers, orders)?;
        self.approve(officers, proposal)
    }

    /// Proposes and approves what must succeed.
    ///
    /// # Panics
    ///
    /// If it is refused.
    pub fn must(&self, officers: &Officers, order: Order) -> Receipt {
        self.must_all(officers, vec![order])
    }

    /// Proposes and approves at once what must succeed.
    ///
    /// # Panics
    ///
    /// If it is refused.
    #[expect(clippy::panic, reason = "what must succeed and does not ends the test")]
    pub fn must_all(&self, officers: &Officers, orders: Vec<Order>) -> Receipt {
        self.act(officers, orders).unwrap_or_else(|error| panic!("{error:?}"))
    }
}

/// A registry over a database.
fn registry_over(database: &TestDatabase) -> Arc<Registry> {
    Arc::new(plain(database))
}

fn plain(database: &TestDatabase) -> Registry {
    Registry::new(store_over(database, Installation::Test), Arc::new(RealIds))
}

/// A store over a database, with a ledger writer of its own.
///
/// # Panics
///
/// Where the writer does not start.
#[expect(clippy::panic, reason = "a test without its registry stops here, and says why")]
pub fn store_over(database: &TestDatabase, installation: Installation) -> Store {
    let pools = Pools::open(&PoolSettings {
        section_url: database.url(Login::Section),
        secretariat_url: database.url(Login::Secretariat),
        public_url: database.url(Login::Public),
        size: 4,
    });
    let writer = LedgerWriter::start(database.url(Login::Ledger), installation)
        .unwrap_or_else(|error| panic!("no ledger writer: {error}"));
    Store::new(pools, writer, installation)
}

impl Default for TestRegistry {
    fn default() -> Self {
        Self::new()
    }
}

/// What the policy must allow.
#[expect(clippy::panic, reason = "what must be allowed and is not ends the test")]
fn allowed<T, E: std::fmt::Debug>(result: Result<T, E>) -> T {
    result.unwrap_or_else(|error| panic!("{error:?}"))
}

/// The receipt of something that was carried out.
fn receipt(answer: &Answer) -> Result<Receipt, CarryOutError> {
    match answer {
        Answer::Done(receipt) | Answer::Repeated(receipt) => Ok(*receipt),
        Answer::Preview(_) => Err(CarryOutError::KeyRunning),
    }
}

/// The refusal in an answer.
pub fn refusal<T>(answer: Result<T, CarryOutError>) -> Option<Refused> {
    match answer {
        Err(CarryOutError::Refused(refused)) => Some(refused),
        _ => None,
    }
}

/// A Party with a section, two officers, and an account to hold units in.
#[derive(Clone, Debug)]
pub struct Section {
    /// The Party.
    pub party: PartyCode,
    /// Its officers.
    pub officers: Officers,
    /// Its first holding account.
    pub holding: AccountNumber,
    /// Its account for use towards the NDC in 2026.
    pub used: AccountNumber,
    /// Its account for voluntary cancellation.
    pub cancelled: AccountNumber,
}

/// The three fictional Parties with sections, an approach, and an authorization for NDC use.
pub struct Parties {
    /// The registry.
    pub test: TestRegistry,
    /// Alorea, the host.
    pub alorea: Section,
    /// Borvia.
    pub borvia: Section,
    /// Cendria.
    pub cendria: Section,
}

impl Parties {
    /// Sections for all three, approach CA9001, and Alorea's authorization `A-1` without a cap.
    pub fn new() -> Self {
        let test = TestRegistry::new();
        let secretariat = test.secretariat();
        let open = |party: &str, name: &str| {
            test.must(&secretariat, orders::open_section(party, name));
        };
        open("XAL", "Alorea");
        open("XBO", "Borvia");
        open("XCE", "Cendria");
        let section = |party: &str| {
            let party = orders::read(party);
            let officers = test.officers(Desk::Party(party));
            let declared = vec![orders::record_participation(), orders::record_initial_report()];
            test.must_all(&officers, declared);
            let year: Year = orders::read("2026");
            let kinds = [
                (AccountKind::Holding, None),
                (AccountKind::UseTowardsNdc, Some(year)),
                (AccountKind::VoluntaryCancellation, None),
            ];
            for (kind, year) in kinds {
                test.must(&officers, orders::open_account(kind, year));
            }
            Section {
                party,
                officers,
                holding: AccountNumber::new(party, AccountKind::Holding, 1),
                used: AccountNumber::new(party, AccountKind::UseTowardsNdc, 2),
                cancelled: AccountNumber::new(party, AccountKind::VoluntaryCancellation, 3),
            }
        };
        let (alorea, borvia, cendria) = (section("XAL"), section("XBO"), section("XCE"));
        let approach = orders::record_approach("CA9001", &["XAL", "XBO", "XCE"]);
        test.must(&alorea.officers, approach);
        test.must(&alorea.officers, Order::Authorize(orders::terms("A-1", "CA9001")));
        Self { test, alorea, borvia, cendria }
    }

    /// Issues so many units to Alorea, and gives their range.
    pub fn issued(&self, quantity: u64) -> UnitRange {
        let issue = orders::issue(self.alorea.holding, "CA9001", quantity, "A-1");
        let receipt = self.test.must(&self.alorea.officers, issue);
        self.test.range_of(receipt.first_entry)
    }
}

impl Default for Parties {
    fn default() -> Self {
        Self::new()
    }
}

#[derive(diesel::QueryableByName)]
struct NumberRow {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    number: i64,
}

#[derive(diesel::QueryableByName)]
struct TextRow {
    #[diesel(sql_type = diesel::sql_types::Text)]
    text: String,
}

impl TestRegistry {
    /// The text that a query gives as `text`, asked as a superuser.
    ///
    /// # Panics
    ///
    /// Where there is none.
    #[expect(clippy::panic, reason = "a test without its text stops here, and says why")]
    pub fn text(&self, sql: &str) -> String {
        let row: Result<TextRow, String> = PgConnection::establish(&self.database.superuser_url())
            .map_err(|error| error.to_string())
            .and_then(|mut db| {
                diesel::sql_query(sql).get_result(&mut db).map_err(|error| error.to_string())
            });
        row.unwrap_or_else(|error| panic!("{error}: {sql}")).text
    }

    /// The units that an entry's leaf names first.
    ///
    /// # Panics
    ///
    /// If it names none.
    pub fn range_of(&self, entry: i64) -> UnitRange {
        let sql = format!(
            "SELECT leaf::jsonb -> 'blocks' -> 0 ->> 'units' AS text \
             FROM transparency.log_leaf WHERE entry_no = {entry}"
        );
        orders::read(&self.text(&sql))
    }
}

/// A UUID that no other test has.
pub fn uuid() -> Uuid {
    RealIds.uuid()
}
