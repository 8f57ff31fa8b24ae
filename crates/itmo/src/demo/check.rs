//! `itmo demo --check`: the demonstration and the main job, walked through HTTPS, step by step.

use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};
use store::installation::DatabaseKind;
use store::logins::Login;

use super::callers::Remembered;
use super::calls::Proposed;
use super::place::Place;
use super::plan::{self, Act};
use super::stand::{Stand, tell_to_stop};
use super::steps::Steps;
use super::{Arguments, orders, play, published};
use crate::certificates::LocalCa;
use crate::client::{CallError, Client, code};
use crate::console::line_if_heard;
use crate::{environment, logging, serve};

/// The databases of a check, on a server that somebody else runs.
const DATABASE: &str = "itmo_demo_check";
const PUBLISHED: &str = "itmo_demo_check_published";

/// Walks, says what became of each step, and leaves nothing behind.
pub(crate) fn run(arguments: &Arguments) -> anyhow::Result<bool> {
    let folder = std::env::temp_dir().join(format!("itmo-demo-check-{}", std::process::id()));
    let place = Place::at(folder)?;
    logging::start_in(&place.log(), "info")?;
    let mut steps = Steps::default();
    let began = Instant::now();
    let stood = set_up(&mut steps, arguments, &place);
    let ready = began.elapsed();
    if let Some((stand, certificate, known)) = stood {
        walk(&mut steps, &stand, &known);
        let published = set_up_published(&mut steps, &stand, &certificate);
        if let Some(stand) = &published {
            published::walk(&mut steps, stand);
        }
        stop(&mut steps, stand, published);
    }
    let well = steps.all_well();
    if well {
        steps.take("the throw-away folder is removed", || place.remove());
    } else {
        line_if_heard(format_args!(
            "the folder {} is kept, with the logs",
            place.folder().display()
        ));
    }
    steps.finish(ready);
    Ok(steps.all_well())
}

/// What `itmo demo` does before it greets: a database, a server, the demonstration played.
fn set_up(
    steps: &mut Steps,
    arguments: &Arguments,
    place: &Place,
) -> Option<(Stand, LocalCa, Remembered)> {
    let server = environment::addresses().database_url;
    let database = steps.take("a PostgreSQL server answers, and a database is made", || {
        let Some(server) = &server else {
            return place.database(None, arguments.postgres_bin.as_deref(), false);
        };
        let database = crate::state::Database::on_server(server, DATABASE)?;
        database.start_anew(DATABASE).map(|()| database)
    })?;
    steps.take("the database is migrated", || database.migrate(Some(DatabaseKind::Test)))?;
    let certificate = steps.take("a CA and a certificate are made", || {
        LocalCa::in_folder(&place.tls(), &serve::hosts("https://localhost"))
    })?;
    let stand = steps.take("the registry answers over HTTPS on a free port", || {
        Stand::start(database, super::listen(0)?, &certificate)
    })?;
    let played = steps.take("three Parties act: the demonstration is played", || {
        play::play(&stand.registry, &stand.client, &place.tokens(), |_says| {})
    });
    let Some(known) = played else {
        stop(steps, stand, None);
        return None;
    };
    Some((stand, certificate, known))
}

/// A second registry beside the first: real Parties and fictional ones never meet in the same one.
fn set_up_published(steps: &mut Steps, stand: &Stand, certificate: &LocalCa) -> Option<Stand> {
    steps.take("a registry of its own stands for the published transfers", || {
        let database = stand.database.beside(PUBLISHED)?;
        database.start_anew(PUBLISHED)?;
        database.migrate(Some(DatabaseKind::Test))?;
        Stand::start(database, super::listen(0)?, certificate)
    })
}

fn stop(steps: &mut Steps, stand: Stand, published: Option<Stand>) {
    steps.take("told to stop, everything ends in good order", || {
        tell_to_stop()?;
        if let Some(database) = published.map(Stand::wait).transpose()?.flatten() {
            database.discard(PUBLISHED)?;
        }
        match stand.wait()? {
            Some(database) => database.discard(DATABASE),
            None => Ok(()),
        }
    });
}

/// The main job: authorized, issued, first transferred, acquired, used, and in one place always.
fn walk(steps: &mut Steps, stand: &Stand, known: &Remembered) {
    let walk = Walk { stand, known };
    let authorize = Act {
        name: "check-authorization".to_owned(),
        says: "Alorea authorizes".to_owned(),
        desk: "XAL",
        orders: vec![authorization()],
    };
    steps.take("Alorea authorizes 1,000 units for NDCs; a second officer approves", || {
        play::carry_out(&stand.client, known, &authorize)
    });
    let Some(units) = steps.take("Alorea issues 1,000 units, and 500 more", || walk.issue()) else {
        return;
    };
    steps.take("a dry run says in words what a first transfer would do", || walk.try_out(&units));
    let sold = units.part(0, 399);
    let Some(proposed) = steps.take("400 are proposed to Borvia, and reserved", || {
        let order = orders::first_transfer("XAL", "XBO", &sold, "Check 1");
        let proposed = walk.propose("XAL", "check-sale", &order)?;
        let again = walk.propose("XAL", "check-sale", &order)?;
        ensure!(again == proposed, "the same request twice got two proposals");
        ensure!(walk.reserved("XAL", &sold)? == 400, "the units are not reserved");
        Ok(proposed)
    }) else {
        return;
    };
    steps.take("refused: approving one's own proposal", || {
        let own = walk.token(plan::pair("XAL").0)?;
        refused("own-proposal", &stand.client.approve(own, "check-own", &proposed))
    });
    let entry = steps.take("the first transfer is approved and carried out", || {
        let second = walk.token(plan::pair("XAL").1)?;
        Ok(stand.client.approve(second, "check-sale", &proposed)?.first_entry)
    });
    if let Some(entry) = entry {
        steps.take("Borvia finds the acquisition in the same entry, and holds the units", || {
            walk.acquired(&entry, &sold)
        });
    }
    refusals(steps, &walk, &units);
    steps.take("Borvia uses 150 towards its NDC", || {
        let used = orders::use_towards_ndc("XBO", &units.part(0, 149));
        let (name, says) = ("check-use".to_owned(), "Borvia uses".to_owned());
        let act = Act { name, says, desk: "XBO", orders: vec![used] };
        play::carry_out(&stand.client, known, &act)
    });
    steps.take("refused: moving what was used", || {
        let used = orders::account("XBO", domain::account::AccountKind::UseTowardsNdc);
        let order = json!({
            "order": "transfer", "from": used, "to": orders::holding("XCE"),
            "units": units.part(0, 9),
        });
        refused("terminal-account", &walk.propose("XBO", "check-again", &order))
    });
    in_one_place(steps, &walk, &units);
}

fn refusals(steps: &mut Steps, walk: &Walk<'_>, units: &Issued) {
    steps.take("refused: a second first transfer", || {
        let again = orders::first_transfer("XBO", "XCE", &units.part(0, 9), "Check 2");
        refused("already-first-transferred", &walk.propose("XBO", "check-second", &again))
    });
    steps.take("refused: more than was authorized", || {
        let more = orders::first_transfer("XAL", "XBO", &units.part(400, 1000), "Check 3");
        refused("cap-exceeded", &walk.propose("XAL", "check-more", &more))
    });
    steps.take("refused: a key used again with another request", || {
        let other = orders::first_transfer("XAL", "XBO", &units.part(400, 409), "Check 4");
        refused("key-reused", &walk.propose("XAL", "check-sale", &other))
    });
}

/// Provably in one place.
fn in_one_place(steps: &mut Steps, walk: &Walk<'_>, units: &Issued) {
    let client = &walk.stand.client;
    steps.take("by their identifiers: 150 used, 250 at Borvia, 600 at Alorea", || {
        let found = client.get(None, &format!("/v1/units/{}", units.all()))?;
        let pieces: Vec<(&str, &str)> = list(&found, "blocks")?
            .iter()
            .map(|piece| (text(piece, "/party"), text(piece, "/quantity")))
            .collect();
        ensure!(pieces == [("XBO", "150"), ("XBO", "250"), ("XAL", "600")], "found {found}");
        Ok(())
    });
    steps.take("their page says the same to everybody", || {
        let page = client.page(&format!("/itmo/{}", units.all()))?;
        for part in [units.all().as_str(), "Alorea", "Borvia"] {
            ensure!(page.contains(part), "the page does not say {part}");
        }
        Ok(())
    });
    let held = steps.take("what all sections hold is what was ever issued", || {
        let held = ["XAL", "XBO", "XCE"]
            .iter()
            .try_fold(0_u64, |sum, party| anyhow::Ok(sum.saturating_add(walk.held(party)?)))?;
        let issued = issued(client)?;
        ensure!(held == issued, "held {held}, issued {issued}");
        Ok(held)
    });
    steps.take("itmo verify decides every entry again, and finds everything so", || {
        let units = verified(walk.stand)?;
        ensure!(held.is_none_or(|held| units == u128::from(held)), "it counts {units} units");
        Ok(())
    });
}

/// Verifies a registry, and gives the units that it counts.
pub(crate) fn verified(stand: &Stand) -> anyhow::Result<u128> {
    let url = stand.database.addresses().url(Login::Checker);
    let report = store::verify::verify(&url, &mut |_entries| {})?;
    match report.findings.first() {
        None => Ok(report.units),
        Some(finding) => bail!("{}: {}", finding.place, finding.what),
    }
}

/// All that was ever issued, as everybody can add it up.
fn issued(client: &Client) -> anyhow::Result<u64> {
    let mut sum = 0_u64;
    for action in client.all(None, "/v1/actions?act=issue")? {
        for block in list(&action, "blocks")? {
            sum = sum.saturating_add(text(block, "/quantity").parse()?);
        }
    }
    Ok(sum)
}

/// A registry, and who calls it.
struct Walk<'a> {
    stand: &'a Stand,
    known: &'a Remembered,
}

impl Walk<'_> {
    fn token(&self, name: &str) -> anyhow::Result<&str> {
        self.known.token(name)
    }

    fn propose(&self, party: &str, key: &str, order: &Value) -> Result<Proposed, CallError> {
        // Without the caller the registry says that nobody has this token.
        let token = self.token(plan::pair(party).0).unwrap_or("nobody");
        self.stand.client.propose(token, key, order)
    }

    fn issue(&self) -> anyhow::Result<Issued> {
        let lot = |quantity| orders::issue("XAL", "CA9001", "AL-2026-03", ("2025", quantity));
        let (first, second) = plan::pair("XAL");
        let (first, second) = (self.token(first)?, self.token(second)?);
        let lots = [lot("1000"), lot("500")];
        let proposed = self.stand.client.propose_all(first, "check-issue", &lots)?;
        let carried = self.stand.client.approve(second, "check-issue", &proposed)?;
        let action =
            self.stand.client.get(None, &format!("/v1/actions/{}", carried.first_entry))?;
        Issued::read(text(&action, "/blocks/0/units"))
    }

    fn try_out(&self, units: &Issued) -> anyhow::Result<()> {
        let order = orders::first_transfer("XAL", "XBO", &units.part(0, 399), "Check 0");
        let tried = self.stand.client.try_out(self.token(plan::pair("XAL").0)?, &order)?;
        let said = text(&tried, "/effects/0/sentences/0");
        ensure!(said.contains("400 units"), "it says {tried}");
        ensure!(self.reserved("XAL", &units.all())? == 0, "it reserved units");
        Ok(())
    }

    /// What of these units is reserved in a section.
    fn reserved(&self, party: &str, units: &str) -> anyhow::Result<u64> {
        let first: domain::unit::UnitRange = units.parse()?;
        let mut sum = 0_u64;
        for holding in self.holdings(party)? {
            let held: domain::unit::UnitRange = text(&holding, "/units").parse()?;
            let same = held.series == first.series && held.serials.overlap(first.serials).is_some();
            if same {
                sum = sum.saturating_add(text(&holding, "/reserved").parse()?);
            }
        }
        Ok(sum)
    }

    fn holdings(&self, party: &str) -> anyhow::Result<Vec<Value>> {
        let token = self.token(plan::pair(party).0)?;
        Ok(self.stand.client.all(Some(token), "/v1/holdings")?)
    }

    /// What lies in a section, used and cancelled included.
    fn held(&self, party: &str) -> anyhow::Result<u64> {
        let blocks = self.holdings(party)?;
        sum_of(&blocks)
    }

    fn acquired(&self, entry: &str, units: &str) -> anyhow::Result<()> {
        let token = self.token(plan::pair("XBO").0)?;
        let acts = self.stand.client.get(Some(token), "/v1/actions?own=true&limit=5")?;
        let acquired = list(&acts, "items")?.iter().find(|act| text(act, "/entry") == entry);
        let act = acquired.context("Borvia's actions do not have the entry")?;
        ensure!(text(act, "/other_party") == "XBO", "the other side is {act}");
        ensure!(text(act, "/blocks/0/units") == units, "other units: {act}");
        let there = |holding: &Value| text(holding, "/units") == units;
        ensure!(self.holdings("XBO")?.iter().any(there), "Borvia does not hold {units}");
        Ok(())
    }
}

/// Units that were issued together.
struct Issued {
    range: domain::unit::UnitRange,
    first: u64,
}

impl Issued {
    fn read(units: &str) -> anyhow::Result<Self> {
        let range: domain::unit::UnitRange =
            units.parse().with_context(|| format!("the action names the units {units:?}"))?;
        Ok(Self { range, first: range.serials.first().number() })
    }

    fn all(&self) -> String {
        self.range.to_string()
    }

    /// From the one to the other, counted from 0.
    fn part(&self, from: u64, to: u64) -> String {
        let series = self.range.series;
        let (from, to) = (self.first.saturating_add(from), self.first.saturating_add(to));
        format!(
            "{}-{}-{}-{from}..{to}-{}",
            series.approach, series.registry, series.party, series.vintage
        )
    }
}

fn authorization() -> Value {
    let mut order = orders::solar_authorization();
    if let Value::Object(order) = &mut order {
        order.insert("id".to_owned(), "AL-2026-03".into());
        order.insert("quantity".to_owned(), "1000".into());
    }
    order
}

/// The sum of the quantities of some blocks.
pub(crate) fn sum_of(blocks: &[Value]) -> anyhow::Result<u64> {
    blocks.iter().try_fold(0_u64, |sum, block| {
        let quantity: u64 = text(block, "/quantity").parse().context("a quantity")?;
        Ok(sum.saturating_add(quantity))
    })
}

/// A text in an answer; empty, if it is not there.
pub(crate) fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_default()
}

/// A list in an answer.
pub(crate) fn list<'a>(value: &'a Value, name: &str) -> anyhow::Result<&'a [Value]> {
    let list = value.get(name).and_then(Value::as_array);
    list.map(Vec::as_slice).with_context(|| format!("the answer has no {name}: {value}"))
}

/// That an answer is this refusal.
fn refused<T>(wanted: &str, answer: &Result<T, CallError>) -> anyhow::Result<()> {
    match (answer, code(answer)) {
        (_, Some(code)) if code == wanted => Ok(()),
        (Ok(_), _) => bail!("it was done, instead of refused as {wanted}"),
        (Err(error), _) => bail!("not refused as {wanted}, but: {error}"),
    }
}
