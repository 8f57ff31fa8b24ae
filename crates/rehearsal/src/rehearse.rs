//! A run: one world of the simulation, and a registry that is asked the same.

use std::fmt;
use std::time::{Duration, Instant};

use domain::ledger::{Refused, Request, Step};
use domain::vintage::Year;
use simulation::tally::Tally;
use simulation::{Answer, Asked, World};
use store::verify::Finding;

use crate::server::{Said, Server, ServerError};

/// After so many orders everything in memory is looked at.
const WHOLE_EVERY: u64 = 1_000;

/// An approval is tried out once in so many.
const TRIED_EVERY: u64 = 4;

/// What a rehearsal came to.
#[derive(Debug)]
pub struct Rehearsed {
    /// What was asked and answered.
    pub tally: Tally,
    /// Requests that nobody may bring before the ledger.
    pub denied: u64,
    /// The first thing that was wrong.
    pub wrong: Option<String>,
    /// What verification found afterwards.
    pub findings: Vec<Finding>,
    took: Duration,
}

/// Asks so many orders of a seed.
pub fn rehearse(
    seed: u64,
    orders: u64,
    progress: &mut dyn FnMut(&str),
) -> Result<Rehearsed, ServerError> {
    let start = Instant::now();
    let mut world = World::among_real_people(seed);
    let mut server = Server::at(world.now());
    let (mut tally, mut denied, mut wrong) = (Tally::default(), 0, None);
    while tally.orders() < orders && wrong.is_none() {
        let appointments = world.appointments();
        server.appoint(&world, &appointments)?;
        let (request, moment) = world.next_request();
        server.wait_until(moment);
        if let Some(year) = world.year_to_end(server.clock.now()) {
            wrong = year_ended(&server, &mut world, year, &mut tally)?;
            if wrong.is_some() {
                break;
            }
        }
        let tried = trial(&server, &request, tally.orders())?;
        let Some(said) = server.ask(&request)? else {
            denied += 1;
            continue;
        };
        let asked = world.ask(request, said.now, WHOLE_EVERY);
        tally.count(&asked.request, asked.books);
        let number = tally.orders();
        if number.is_multiple_of(1_000) {
            progress(&format!("{number} of {orders} orders"));
        }
        let differs = difference(&said, &asked).or_else(|| difference_of_trial(tried, &asked));
        wrong = asked.wrong.clone().or(differs).map(|wrong| {
            let (step, now) = (&asked.request.step, asked.now);
            format!("order {number} at {now}: {wrong}\n  order: {step:?}")
        });
    }
    let wrong = wrong.or_else(|| world.finish().err());
    let findings = server.verify()?.findings;
    Ok(Rehearsed { tally, denied, wrong, findings, took: start.elapsed() })
}

/// Lets both end a year; what is wrong, if anything.
fn year_ended(
    server: &Server,
    world: &mut World,
    year: Year,
    tally: &mut Tally,
) -> Result<Option<String>, ServerError> {
    let (said, now) = server.end_year(year)?;
    let asked = world.end_year(year, now);
    tally.ended(asked.books);
    let differs =
        (said != asked.books).then(|| format!("the server: {said}; the books: {}", asked.books));
    Ok(asked.wrong.or(differs).map(|wrong| format!("the end of {year} at {now}: {wrong}")))
}

fn trial(
    server: &Server,
    request: &Request,
    number: u64,
) -> Result<Option<Result<(), Refused>>, ServerError> {
    if let Step::Approve(approval) = &request.step
        && number.is_multiple_of(TRIED_EVERY)
    {
        return server.try_out(approval);
    }
    Ok(None)
}

/// How the server's answer is another than that of the books in memory.
fn difference(said: &Said, asked: &Asked) -> Option<String> {
    let server = Answer::of(&said.answer);
    if server != asked.books {
        return Some(format!("the server: {server}; the books: {}", asked.books));
    }
    match (&said.answer, &asked.refused) {
        // It names the moment at which it was asked, to the microsecond.
        (Err(server), Some(books)) if books.why.code() != "occurred-in-future" => {
            let same = server == books;
            (!same).then(|| format!("the server: {server}; the books: {books}"))
        }
        _ => None,
    }
}

/// What is tried out and told to be refused is refused, and what is not is done or was done.
fn difference_of_trial(tried: Option<Result<(), Refused>>, asked: &Asked) -> Option<String> {
    let refused = match tried? {
        Ok(()) => None,
        // To the same person too: nothing more would happen.
        Err(refused) if matches!(asked.books, Answer::Repeated(_)) => {
            let decided = ["already-decided", "already-approved"].contains(&refused.why.code());
            return (!decided).then(|| format!("tried out: {refused}, and it was done before"));
        }
        Err(refused) => Some(refused),
    };
    // The key of a request is not tried out.
    let of_key = asked.refused.as_ref().is_some_and(|it| it.why.code() == "key-reused");
    let same = of_key || refused == asked.refused;
    (!same).then(|| format!("tried out: {refused:?}; asked: {:?}", asked.refused))
}

impl Rehearsed {
    /// Whether nothing is wrong.
    pub fn is_good(&self) -> bool {
        self.wrong.is_none() && self.findings.is_empty()
    }
}

impl fmt::Display for Rehearsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(wrong) = &self.wrong {
            writeln!(f, "violation: {wrong}")?;
        }
        for finding in &self.findings {
            writeln!(f, "verify: {}: {}", finding.place, finding.what)?;
        }
        writeln!(f, "denied before they came to the ledger: {}", self.denied)?;
        let orders = u128::from(self.tally.orders());
        write!(
            f,
            "orders {}, accepted {}, refused {} in {} kinds, years ended {}, violations {}, \
             {} orders/s, \
             verify: {} findings",
            orders,
            self.tally.accepted(),
            self.tally.refused,
            self.tally.refusals.len(),
            self.tally.years_ended(),
            u8::from(self.wrong.is_some()),
            orders * 1_000 / self.took.as_millis().max(1),
            self.findings.len()
        )
    }
}
