//! Callers of the library: what the registry does without HTTP around it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Instant;

use anyhow::Context as _;
use app::Ticket;

use super::figures::Calls;
use super::world::{Approving, Prepared, approve, receipt};

/// Approves everything, so many callers side by side.
pub(super) fn approve_all(
    by: &Approving,
    prepared: Vec<Prepared>,
    callers: usize,
) -> anyhow::Result<Calls> {
    let by = by.clone();
    ask_all(prepared, callers, move |next| approve(&by.registry, &by.approver, next))
}

/// Asks the same of everything, so many callers side by side; each waits for its answer before its
/// next.
pub(super) fn ask_all(
    prepared: Vec<Prepared>,
    callers: usize,
    ask: impl Fn(Prepared) -> anyhow::Result<Ticket> + Clone + 'static,
) -> anyhow::Result<Calls> {
    if callers == 1 {
        return ask_alone(prepared, ask);
    }
    let calls = Rc::new(RefCell::new(Calls::default()));
    let queue = Rc::new(RefCell::new(prepared.into_iter()));
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let began = Instant::now();
    tokio::task::LocalSet::new().block_on(&runtime, async {
        let mut running = Vec::with_capacity(callers);
        for _ in 0..callers {
            let (ask, calls, queue) = (ask.clone(), Rc::clone(&calls), Rc::clone(&queue));
            running.push(tokio::task::spawn_local(async move {
                loop {
                    let next = queue.borrow_mut().next();
                    let Some(next) = next else { return anyhow::Ok(()) };
                    let asked = Instant::now();
                    receipt(&ask(next)?.await?)?;
                    calls.borrow_mut().took.push(asked.elapsed());
                }
            }));
        }
        for caller in running {
            caller.await.context("a caller stopped")??;
        }
        anyhow::Ok(())
    })?;
    let mut calls = calls.borrow().clone();
    calls.elapsed = began.elapsed();
    Ok(calls)
}

fn ask_alone(
    prepared: Vec<Prepared>,
    ask: impl Fn(Prepared) -> anyhow::Result<Ticket>,
) -> anyhow::Result<Calls> {
    let mut calls = Calls::default();
    let began = Instant::now();
    for next in prepared {
        let asked = Instant::now();
        receipt(&ask(next)?.wait()?)?;
        calls.took.push(asked.elapsed());
    }
    calls.elapsed = began.elapsed();
    Ok(calls)
}
