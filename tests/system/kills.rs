//! Killed at any moment: each request happened once or not, and its key tells which.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::thread::{self, sleep};
use std::time::Duration;

use serde_json::{Value, json};
use store::logins::Login;
use store::verify::verify;
use testkit::registry::Parties;

use crate::server::Server;

const KILLS: u32 = 50;
const CALLERS: u64 = 4;

#[test]
fn fifty_kills_under_load_lose_and_double_nothing() {
    let parties = Parties::new();
    let units = parties.issued(100_000);
    let first = units.serials.first().number();
    let initiator = parties.test.token(&parties.alorea.officers.initiator);
    let approver = parties.test.token(&parties.alorea.officers.approver);
    let server = Server::over(&parties.test);
    let (next, stop) = (AtomicU64::new(first), AtomicBool::new(false));
    thread::scope(|scope| {
        for _ in 0..CALLERS {
            scope.spawn(|| {
                while !stop.load(Ordering::Relaxed) {
                    let serial = next.fetch_add(1, Ordering::Relaxed);
                    transfer_one(&server, &parties, serial, [&initiator, &approver]);
                }
            });
        }
        for kill in 0..KILLS {
            sleep(Duration::from_millis(u64::from(50 + kill * 7 % 200)));
            server.kill();
            server.start();
        }
        stop.store(true, Ordering::Relaxed);
    });
    let asked = next.load(Ordering::Relaxed) - first;
    let holdings = held_by_borvia(&parties);
    assert_eq!(holdings, asked, "each unit that was asked for moved, and no other did");
    let report = verify(&parties.test.database.url(Login::Checker), &mut |_| {}).unwrap();
    assert_eq!(report.findings, []);
    assert!(asked > u64::from(KILLS), "too few requests to mean anything: {asked}");
}

fn transfer_one(server: &Server, parties: &Parties, serial: u64, tokens: [&str; 2]) {
    let order = json!({ "order": {
        "order": "first-transfer",
        "from": parties.alorea.holding.to_string(),
        "to": parties.borvia.holding.to_string(),
        "units": format!("CA9001-XAL01-XAL-{serial}-2024"),
    }});
    let answer = server.insist("/v1/proposals", tokens[0], &format!("propose-{serial}"), &order);
    assert!(answer.status().is_success(), "{}", answer.text().unwrap());
    let proposed: Value = answer.json().unwrap();
    let path = format!("/v1/proposals/{}/approval", proposed["proposal"].as_str().unwrap());
    let shown = json!({ "shown": proposed["digest"] });
    let answer = server.insist(&path, tokens[1], &format!("approve-{serial}"), &shown);
    assert!(answer.status().is_success(), "{}", answer.text().unwrap());
}

fn held_by_borvia(parties: &Parties) -> u64 {
    parties.test.number(
        "SELECT coalesce(sum(last_serial - first_serial + 1), 0)::bigint AS number \
         FROM registry.unit_block WHERE section_id = 2",
    )
}
