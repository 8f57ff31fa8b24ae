//! A registry over a database of its own, which is asked what the simulation asks.

use std::sync::Arc;

use app::outside::{Ids as _, RealIds};
use app::{Answer, CarryOutError, Desk, Registry, StoreError, Ticket};
use domain::access::{
    Accept, Approve, Caller, KeepFile, LetTimePass, Object, Permit, Propose, Proposing, ReadSection,
};
use domain::digest::Digest;
use domain::event::Event;
use domain::ledger::{Approval, Order, Outcome, Refused, Request, Step};
use domain::section::{Installation, SectionNo};
use domain::vintage::Year;
use jiff::Timestamp;
use simulation::{Appointment, Entries, No, World, report_files};
use store::files::FileFacts;
use store::logins::Login;
use store::verify::{Report, verify};
use store::{EndYearError, Store};
use testkit::database::TestDatabase;
use testkit::registry::store_over;

use crate::clock::Clock;
use crate::outside::ChosenIds;
use crate::people::{People, PeopleError};

/// The registry, its ledger, its clock and its people.
pub(crate) struct Server {
    database: TestDatabase,
    registry: Registry,
    store: Store,
    ids: Arc<ChosenIds>,
    pub(crate) clock: Clock,
    people: People,
}

/// What the server said to a request, and when.
pub(crate) struct Said {
    pub(crate) answer: Result<Outcome, Refused>,
    pub(crate) now: Timestamp,
}

/// Why the server said nothing.
#[derive(Debug, thiserror::Error)]
pub enum ServerError {
    /// An officer could not be given their roles.
    #[error(transparent)]
    People(#[from] PeopleError),
    /// It did not decide.
    #[error(transparent)]
    Undecided(CarryOutError),
    /// It could not take the request.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// What it has recorded could not be verified.
    #[error("nothing was verified: {0}")]
    Unverified(String),
}

impl Server {
    /// A registry in which nothing has happened, at this moment.
    pub(crate) fn at(moment: Timestamp) -> Self {
        let database = TestDatabase::new();
        let clock = Clock::at(&database, moment);
        let ids = Arc::new(ChosenIds::default());
        let store = || store_over(&database, Installation::Test);
        let registry = Registry::new(store(), Arc::<ChosenIds>::clone(&ids));
        let (store, people) = (store(), People::default());
        Self { database, registry, store, ids, clock, people }
    }

    /// Gives the officers of a world the roles that they have there from now on.
    pub(crate) fn appoint(
        &mut self,
        world: &World,
        appointments: &[Appointment],
    ) -> Result<(), ServerError> {
        for (officer, section, roles) in appointments {
            let Some(desk) = desk(world, *section) else { continue };
            let registry = (&self.registry, &*self.ids);
            self.people.appoint(registry, (*officer, *section, desk), roles)?;
        }
        Ok(())
    }

    pub(crate) fn wait_until(&mut self, moment: Timestamp) {
        if self.clock.go_on_to(&self.database, moment) {
            // A writer takes the time that it was told last for good for a second.
            self.store = store_over(&self.database, Installation::Test);
        }
    }

    /// What the ledger says to a request; nothing, if nobody can bring it before the ledger.
    pub(crate) fn ask(&self, request: &Request) -> Result<Option<Said>, ServerError> {
        let Some(ticket) = self.carried_out(request)? else { return Ok(None) };
        let answer = match ticket.wait() {
            Ok(Answer::Done(receipt)) => Ok(Outcome::Done(receipt)),
            Ok(Answer::Repeated(receipt)) => Ok(Outcome::Repeated(receipt)),
            Err(CarryOutError::Refused(refused)) => Err(refused),
            Ok(Answer::Preview(_)) => return Ok(None),
            Err(error) => return Err(ServerError::Undecided(error)),
        };
        let now = match &answer {
            Ok(Outcome::Done(receipt)) => receipt.recorded,
            Ok(Outcome::Repeated(_)) | Err(_) => self.clock.now(),
        };
        Ok(Some(Said { answer, now }))
    }

    /// What the ledger says to the end of a year, and when.
    pub(crate) fn end_year(
        &self,
        year: Year,
    ) -> Result<(simulation::Answer, Timestamp), ServerError> {
        let permit = Permit::<LetTimePass>::for_the_clock();
        match self.store.end_year(&permit, year) {
            Ok(ended) => {
                Ok((simulation::Answer::Done(Entries(ended.entry, ended.entry)), ended.recorded))
            }
            Err(EndYearError::Refused(why)) => {
                let no = No { order: None, code: why.code() };
                Ok((simulation::Answer::Refused(no), self.clock.now()))
            }
            Err(EndYearError::Store(error)) => Err(error.into()),
        }
    }

    /// What the ledger says of an approval that is only tried out.
    pub(crate) fn try_out(
        &self,
        approval: &Approval,
    ) -> Result<Option<Result<(), Refused>>, ServerError> {
        let caller = self.people.caller(approval.by);
        let caller = caller.filter(|it| it.section() == approval.proposal.section);
        let permit = caller.and_then(|it| it.permit::<Approve>(approval.proposal.id).ok());
        let Some(permit) = permit else { return Ok(None) };
        match self.store.try_out_approval(&permit, approval.clone())?.wait() {
            Ok(_) => Ok(Some(Ok(()))),
            Err(CarryOutError::Refused(refused)) => Ok(Some(Err(refused))),
            Err(error) => Err(ServerError::Undecided(error)),
        }
    }

    /// Verifies all that was recorded.
    pub(crate) fn verify(&self) -> Result<Report, ServerError> {
        let url = self.database.url(Login::Checker);
        verify(&url, &mut |_| {}).map_err(|error| ServerError::Unverified(format!("{error:?}")))
    }

    fn carried_out(&self, request: &Request) -> Result<Option<Ticket>, ServerError> {
        let Some(by) = request.officer() else {
            let permit = Permit::<LetTimePass>::for_the_clock();
            return Ok(Some(self.store.let_time_pass(&permit, request.clone())));
        };
        let caller = self.people.caller(by).filter(|it| it.section() == request.section());
        match caller {
            Some(caller) => self.asked_by(&caller, request),
            None => Ok(None),
        }
    }

    /// Hands in the files that are to be filed, as whoever files reports has to before.
    fn hand_in(&self, caller: &Caller, orders: &[Order]) -> Result<(), ServerError> {
        let section = caller.section();
        for order in orders {
            let Order::FileReport(order) = order else { continue };
            let mut files = report_files(order.year, order.version).into_iter();
            let bytes = files.find(|it| Digest::of(&[it]) == order.file);
            let permits = (caller.permit::<KeepFile>(section), caller.permit(section));
            let (Some(bytes), (Ok(permit), Ok(read))) = (bytes, permits) else { continue };
            let read: Permit<ReadSection> = read;
            if self.store.read(&read, |tx| tx.kept_file(order.file))?.is_some() {
                continue;
            }
            let (sha256, year, version) = (order.file, order.year, order.version);
            let file = FileFacts { sha256, format: "csv".to_owned(), year, version };
            let event = Event::FileKept { section, file: sha256 };
            let salt = RealIds.random();
            self.store.write(&permit, |tx| -> Result<_, StoreError> {
                tx.keep_file(&file, &bytes)?;
                tx.record(&event, salt, ())
            })?;
        }
        Ok(())
    }

    fn asked_by(&self, caller: &Caller, request: &Request) -> Result<Option<Ticket>, ServerError> {
        let (proposal, again) = (request.proposal(), request.clone());
        let ticket = match &request.step {
            Step::Propose(_) | Step::Replace(_) => {
                self.hand_in(caller, &proposal.orders)?;
                let kinds = proposal.orders.iter().map(domain::ledger::Order::kind).collect();
                let proposing = Proposing { section: proposal.section, kinds };
                let permit = caller.permit::<Propose>(proposing).ok();
                permit.map(|permit| self.store.carry_out(&permit, again))
            }
            Step::Approve(_) => {
                let permit = caller.permit::<Approve>(proposal.id).ok();
                permit.map(|permit| self.store.carry_out(&permit, again))
            }
            Step::Accept(_) | Step::Decline(_) => {
                let permit = caller.permit::<Accept>(proposal.id).ok();
                permit.map(|permit| self.store.carry_out(&permit, again))
            }
            Step::Reject(_) | Step::Withdraw(_) => {
                let permit = caller.permit::<Object>(proposal.id).ok();
                permit.map(|permit| self.store.carry_out(&permit, again))
            }
            Step::Elapse(_) => None,
        };
        Ok(ticket.transpose()?)
    }
}

/// Where the officers of a section work.
fn desk(world: &World, section: SectionNo) -> Option<Desk> {
    if section == SectionNo::SECRETARIAT {
        return Some(Desk::Secretariat);
    }
    world.party(section).map(Desk::Party)
}
