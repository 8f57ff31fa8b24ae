//! The books against a naive model: random orders, and after each the place of every unit.
//!
//! `ITMO_LONG=1` asks for two hundred thousand orders and more, `ITMO_SEED=…` for the same ones
//! again.

mod naive;
mod places;
mod rules;
mod run;
mod wish;
mod wishes;

use std::cell::RefCell;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};

use super::world::the;
use crate::approach::ApproachId;
use crate::party::PartyCode;
use crate::serial::{Serial, Serials};
use run::{Run, Tally};

const PARTIES: [&str; 3] = ["XAL", "XBO", "XCE"];

fn approach(number: u16) -> ApproachId {
    the(&format!("CA{number}"))
}

fn section_index(party: PartyCode) -> usize {
    PARTIES.iter().position(|it| *it == party.as_str()).unwrap()
}

fn serials(first: u64, last: u64) -> Serials {
    Serials::new(Serial::new(first).unwrap(), Serial::new(last).unwrap()).unwrap()
}

#[expect(clippy::disallowed_methods, reason = "a test may be asked to run longer, or again")]
fn asked_for(name: &str) -> Option<u64> {
    std::env::var(name).ok().map(|number| number.parse().unwrap())
}

#[test]
#[expect(clippy::print_stdout, reason = "the figures of the run")]
fn the_books_and_a_naive_model_agree_about_every_unit_r021_r143_r149_r152() {
    let long = asked_for("ITMO_LONG").is_some();
    let (cases, orders_min) = if long { (3_000, 200_000) } else { (80, 5_000) };
    let seed = asked_for("ITMO_SEED").unwrap_or_else(|| TestRunner::default().rng().next_u64());
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_be_bytes());
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let tally = RefCell::new(Tally::default());
    let result = runner.run(&vec(any::<u64>(), 60..140), |steps| {
        let mut run = Run::new();
        for step in steps {
            run.step(step)?;
        }
        run.history()?;
        tally.borrow_mut().add(&run.tally);
        Ok(())
    });
    if let Err(failure) = result {
        panic!("ITMO_SEED={seed}: {failure}");
    }
    let tally = tally.into_inner();
    println!("seed {seed}: {tally}");
    assert!(tally.orders() >= orders_min, "seed {seed}: too few orders: {tally}");
    tally.each_kind_was_accepted_and_refused();
}
