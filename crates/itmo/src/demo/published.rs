//! The published transfers: real cases, run in a throw-away registry with its clock set to their
//! days.

use std::collections::BTreeMap;

use anyhow::{Context as _, ensure};
use app::Followed;
use domain::access::Role;
use jiff::SignedDuration;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Deserialize;
use serde_json::{Value, json};
use store::installation::set_clock_ahead;
use store::logins::Login;

use super::callers::{self, Caller, Wanted};
use super::check::{list, sum_of, text, verified};
use super::stand::Stand;
use super::steps::Steps;
use super::{orders, plan};
use crate::environment;

/// What was published, and what had to be invented to run it.
const DATA: &str = include_str!("../../../../tests/data/published-transfers.json");

#[derive(Deserialize)]
struct Published {
    transfers: Vec<Transfer>,
    parties: Vec<Party>,
    held_afterwards: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct Party {
    code: String,
    name: String,
}

#[derive(Deserialize)]
struct Transfer {
    no: u8,
    from: String,
    to: String,
    day: Date,
    quantity: String,
    activity: String,
    sector: String,
    activity_type: String,
    approach: String,
    authorization: String,
    blocks: Vec<Block>,
}

#[derive(Deserialize)]
struct Block {
    vintage: String,
    quantity: String,
}

/// Runs them all, and looks at what both sides have afterwards.
pub(crate) fn walk(steps: &mut Steps, stand: &Stand) {
    let Some(published) = steps.take("the published transfers are read", read) else { return };
    let Some(office) =
        steps.take("five real Parties get sections, in the first days of 2021", || {
            set_clock(stand, "2021-03-01".parse()?)?;
            open(stand, &published)
        })
    else {
        return;
    };
    for transfer in &published.transfers {
        let Transfer { no, from, to, day, quantity, .. } = transfer;
        let says = format!("no. {no}: {from} to {to}, {quantity}, with the clock at {day}");
        steps.take(&says, || office.run(stand, transfer));
    }
    steps.take("the clock is back in the present", || {
        let url = stand.database.addresses().url(Login::Migrate);
        Ok(set_clock_ahead(&url, SignedDuration::ZERO)?)
    });
    for (party, wanted) in &published.held_afterwards {
        steps.take(&format!("{party} holds {wanted}"), || {
            let held = office.held(stand, party, "")?;
            ensure!(held.to_string() == *wanted, "it holds {held}");
            Ok(())
        });
    }
    steps.take("at the end of 2023, CHE held 1916", || {
        let held = office.held(stand, "CHE", "?at=2023-12-31")?;
        ensure!(held == 1916, "it held {held}");
        Ok(())
    });
    steps.take("both sides of each transfer show the same acts", || {
        published.transfers.iter().try_for_each(|transfer| office.same_acts(stand, transfer))
    });
    steps.take("itmo verify decides every entry again, and finds everything so", || {
        verified(stand).map(|_units| ())
    });
}

fn read() -> anyhow::Result<Published> {
    serde_json::from_str(DATA).context("tests/data/published-transfers.json")
}

/// Sets the registry's clock to the noon of a day.
fn set_clock(stand: &Stand, day: Date) -> anyhow::Result<()> {
    let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC)?.timestamp();
    let ahead = noon.duration_since(environment::now());
    set_clock_ahead(&stand.database.addresses().url(Login::Migrate), ahead)?;
    // Nobody acts before the clock has ended the years that were passed over.
    stand.registry.let_time_pass(&mut Followed::default())?;
    Ok(())
}

/// Who acts: two at each desk.
struct Office {
    callers: Vec<Caller>,
}

fn open(stand: &Stand, published: &Published) -> anyhow::Result<Office> {
    let callers = callers::make(&stand.registry, &plan::secretariat())?;
    let mut office = Office { callers };
    let opened: Vec<Value> =
        published.parties.iter().map(|it| orders::open_section(&it.code, &it.name)).collect();
    office.act(stand, "secretariat", "sections", &opened)?;
    for Party { code, name: _ } in &published.parties {
        let wanted = |name, person, roles| Wanted { name, person, desk: code.clone(), roles };
        let pair = [
            wanted("initiator", "First Officer", &[Role::PartyAdministrator, Role::PartyInitiator]),
            wanted("approver", "Second Officer", &[Role::PartyApprover]),
        ];
        office.callers.extend(callers::make(&stand.registry, &pair)?);
        let key = format!("participation-of-{code}");
        office.act(stand, code, &key, &orders::participation("2021-02-26"))?;
        office.act(
            stand,
            code,
            &format!("accounts of {code}").replace(' ', "-"),
            &orders::accounts(),
        )?;
    }
    Ok(office)
}

impl Office {
    fn pair(&self, desk: &str) -> anyhow::Result<(&str, &str)> {
        let mut tokens = self.callers.iter().filter(|it| it.desk == desk).map(|it| &it.token);
        let pair = tokens.next().zip(tokens.next());
        pair.map(|(first, second)| (first.as_str(), second.as_str()))
            .with_context(|| format!("nobody works at {desk}"))
    }

    /// Proposes and approves; gives the first entry that came of it.
    fn act(
        &self,
        stand: &Stand,
        desk: &str,
        key: &str,
        orders: &[Value],
    ) -> anyhow::Result<String> {
        let (first, second) = self.pair(desk)?;
        let proposed = stand.client.propose_all(first, key, orders)?;
        Ok(stand.client.approve(second, key, &proposed)?.first_entry)
    }

    /// Authorized and issued in the morning, transferred at noon of the day that was published.
    fn run(&self, stand: &Stand, transfer: &Transfer) -> anyhow::Result<()> {
        let Transfer { no, from, to, day, quantity, .. } = transfer;
        set_clock(stand, *day)?;
        self.act(
            stand,
            from,
            &format!("transfer-{no}-begun"),
            &[
                orders::approach(&transfer.approach, &transfer.activity, &[from, to]),
                transfer.authorization(),
            ],
        )?;
        let issue: Vec<Value> = transfer.blocks.iter().map(|it| transfer.issue(it)).collect();
        let entry = self.act(stand, from, &format!("transfer-{no}-issued"), &issue)?;
        let mut units = Vec::new();
        for (entry, _) in (entry.parse::<u64>()?..).zip(&transfer.blocks) {
            let action = stand.client.get(None, &format!("/v1/actions/{entry}"))?;
            units.push(text(&action, "/blocks/0/units").to_owned());
        }
        let reference = format!("published transfer no. {no}");
        let orders: Vec<Value> =
            units.iter().map(|units| orders::first_transfer(from, to, units, &reference)).collect();
        self.act(stand, from, &format!("transfer-{no}"), &orders)?;
        let actions = stand.client.all(None, "/v1/actions?act=first-transfer")?;
        let done =
            actions.iter().filter(|act| text(act, "/occurred").starts_with(&day.to_string()));
        let moved = done.map(|act| sum_of(list(act, "blocks")?)).sum::<anyhow::Result<u64>>()?;
        ensure!(moved.to_string() == *quantity, "{moved} were transferred on that day");
        Ok(())
    }

    fn held(&self, stand: &Stand, party: &str, at: &str) -> anyhow::Result<u64> {
        let (token, _) = self.pair(party)?;
        sum_of(&stand.client.all(Some(token), &format!("/v1/holdings{at}"))?)
    }

    /// The transfer's entries, as each side has them in its own list: the same facts.
    fn same_acts(&self, stand: &Stand, transfer: &Transfer) -> anyhow::Result<()> {
        let Transfer { no, from, to, day, quantity, .. } = transfer;
        let of = |party: &str| -> anyhow::Result<Vec<Value>> {
            let (token, _) = self.pair(party)?;
            let own = stand.client.all(Some(token), "/v1/actions?own=true&act=first-transfer")?;
            let day = day.to_string();
            let on_the_day = own.iter().filter(|act| text(act, "/occurred").starts_with(&day));
            Ok(on_the_day.map(common).collect())
        };
        let (sent, received) = (of(from)?, of(to)?);
        ensure!(sent == received, "no. {no}: {from} has {sent:?}, {to} has {received:?}");
        let sum =
            sent.iter().map(|act| sum_of(list(act, "blocks")?)).sum::<anyhow::Result<u64>>()?;
        ensure!(sum.to_string() == *quantity, "no. {no}: the acts move {sum}");
        Ok(())
    }
}

/// What both sides may know of an act.
fn common(act: &Value) -> Value {
    let names =
        ["entry", "log_index", "act", "party", "other_party", "occurred", "recorded", "blocks"];
    names
        .into_iter()
        .map(|name| (name.to_owned(), act.get(name).cloned().unwrap_or_default()))
        .collect()
}

impl Transfer {
    fn authorization(&self) -> Value {
        json!({
            "order": "authorize", "id": self.authorization, "version": 1,
            "date": self.day.to_string(), "approach": self.approach, "purposes": "NDC",
            "parties": [self.to], "quantity": self.quantity, "metric": "GHG",
            "sectors": [self.sector], "activity_types": [self.activity_type],
        })
    }

    fn issue(&self, block: &Block) -> Value {
        json!({
            "order": "issue", "into": orders::holding(&self.from), "approach": self.approach,
            "vintage": block.vintage, "quantity": block.quantity, "metric": "GHG",
            "mitigation_type": "Emission reductions", "sector": self.sector,
            "activity_type": self.activity_type, "authorization": self.authorization,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_add_up_to_what_was_published_and_receivers_to_what_they_hold() {
        let published = read().unwrap();
        let mut held: BTreeMap<String, u64> = BTreeMap::new();
        for transfer in &published.transfers {
            let sum: u64 =
                transfer.blocks.iter().map(|it| it.quantity.parse::<u64>().unwrap()).sum();
            assert_eq!(sum.to_string(), transfer.quantity, "no. {}", transfer.no);
            *held.entry(transfer.to.clone()).or_default() += sum;
        }
        let held: BTreeMap<_, _> =
            held.into_iter().map(|(to, sum)| (to, sum.to_string())).collect();
        assert_eq!(held, published.held_afterwards);
        let days = published.transfers.iter().map(|transfer| transfer.day);
        assert!(days.is_sorted(), "a clock that goes forward runs them in order");
    }
}
