//! Playing the demonstration, through the registry's own interface.

use std::path::Path;

use anyhow::{Context as _, bail};
use app::Registry;

use super::callers::{self, Remembered, Waiting};
use super::plan::{self, Act, LEFT_WAITING};
use crate::client::Client;

/// Plays what was not played yet, tells of each act, and gives what there is to know afterwards.
pub(crate) fn play(
    registry: &Registry,
    client: &Client,
    tokens: &Path,
    tell: impl Fn(&str),
) -> anyhow::Result<Remembered> {
    let is_new = client.all(None, "/v1/sections")?.is_empty();
    let mut known = match (Remembered::read(tokens)?, is_new) {
        (Some(known), false) if known.played => {
            tell("it was played before, and goes on with its data");
            return Ok(known);
        }
        (Some(known), false) => known,
        (_, true) => Remembered::default(),
        (None, false) => bail!(
            "the registry has sections, and {} with their officers' tokens is gone: start anew with \
             --fresh",
            tokens.display()
        ),
    };
    if known.callers.is_empty() {
        known.callers = callers::make(registry, &plan::secretariat())?;
        known.write(tokens)?;
    }
    for act in plan::sections() {
        carry_out(client, &known, &act)?;
        tell(&act.says);
    }
    if known.token(plan::pair("XAL").0).is_err() {
        known.callers.extend(callers::make(registry, &plan::officers())?);
        known.write(tokens)?;
    }
    for act in plan::acts() {
        carry_out(client, &known, &act)?;
        tell(&act.says);
    }
    let (officer, _) = plan::pair("XAL");
    let proposed = client.propose(known.token(officer)?, LEFT_WAITING, &plan::waiting())?;
    tell("A proposal of Alorea is left waiting, for you to approve");
    known.waiting = Some(Waiting { proposal: proposed.proposal, digest: proposed.digest });
    known.played = true;
    known.write(tokens)?;
    Ok(known)
}

/// One officer proposes, another approves. Done a second time, it has no second effect.
pub(crate) fn carry_out(client: &Client, known: &Remembered, act: &Act) -> anyhow::Result<()> {
    let Act { name, says, desk, orders } = act;
    let (first, second) = plan::pair(desk);
    let (first, second) = (known.token(first)?, known.token(second)?);
    let proposed = match orders.as_slice() {
        [order] => client.propose(first, name, order),
        orders => client.propose_all(first, name, orders),
    };
    let proposed = proposed.with_context(|| format!("{says}: the proposal"))?;
    client.approve(second, name, &proposed).with_context(|| format!("{says}: the approval"))?;
    Ok(())
}
