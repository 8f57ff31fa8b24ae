//! Requests good and bad, as a caller sends them.

use std::io::Read;
use std::thread::sleep;
use std::time::Duration;

use reqwest::blocking::Body;
use serde_json::{Value, json};
use testkit::registry::Parties;

use crate::server::Server;

struct Scene {
    parties: Parties,
    server: Server,
    initiator: String,
    approver: String,
    range: String,
}

impl Scene {
    fn new() -> Self {
        let parties = Parties::new();
        let range = parties.issued(1000).to_string();
        let initiator = parties.test.token(&parties.alorea.officers.initiator);
        let approver = parties.test.token(&parties.alorea.officers.approver);
        let server = Server::over(&parties.test);
        Self { parties, server, initiator, approver, range }
    }

    fn transfer(&self, units: &str) -> Value {
        json!({ "order": {
            "order": "first-transfer",
            "from": self.parties.alorea.holding.to_string(),
            "to": self.parties.borvia.holding.to_string(),
            "units": units,
        }})
    }

    /// Sends a proposal, and gives status and body.
    fn propose(&self, key: &str, body: &Value) -> (u16, Value) {
        let answer = self.server.post("/v1/proposals", &self.initiator, key, body).send().unwrap();
        (answer.status().as_u16(), answer.json().unwrap())
    }

    fn approve(&self, key: &str, token: &str, proposed: &Value) -> (u16, Value) {
        self.answer("", key, token, proposed)
    }

    fn try_out(&self, key: &str, token: &str, proposed: &Value) -> (u16, Value) {
        self.answer("?dry_run=true", key, token, proposed)
    }

    fn answer(&self, query: &str, key: &str, token: &str, proposed: &Value) -> (u16, Value) {
        let id = proposed["proposal"].as_str().unwrap();
        let path = format!("/v1/proposals/{id}/approval{query}");
        let shown = json!({ "shown": proposed["digest"] });
        let answer = self.server.post(&path, token, key, &shown).send().unwrap();
        (answer.status().as_u16(), answer.json().unwrap())
    }
}

#[test]
fn two_persons_move_units_and_the_same_approval_again_gives_the_same_receipt_t27() {
    let scene = Scene::new();
    let (status, proposed) = scene.propose("p", &scene.transfer(&scene.range));
    assert_eq!(status, 201, "{proposed}");
    let (status, receipt) = scene.approve("a", &scene.approver, &proposed);
    assert_eq!(status, 201, "{receipt}");
    let (status, again) = scene.approve("a", &scene.approver, &proposed);
    assert_eq!((status, &again), (200, &receipt));
    let (status, other_key) = scene.approve("b", &scene.approver, &proposed);
    assert_eq!((status, &other_key), (200, &receipt));
}

#[test]
fn trying_an_approval_out_tells_what_it_would_do_and_keeps_no_key() {
    let scene = Scene::new();
    let (_, proposed) = scene.propose("p", &scene.transfer(&scene.range));
    let (status, told) = scene.try_out("a", &scene.approver, &proposed);
    assert_eq!((status, &told["dry_run"]), (200, &json!(true)), "{told}");
    let effect = &told["effects"][0];
    assert_eq!(effect["order"], "first-transfer");
    assert_eq!(effect["blocks"][0]["units"], scene.range);
    assert!(effect["sentences"][0].as_str().unwrap().contains("1,000 units"), "{effect}");
    let held = &told["holdings"];
    assert_eq!(held.as_array().unwrap().len(), 1, "not the receiver's: {held}");
    assert_eq!((&held[0]["before"], &held[0]["after"]), (&json!("1000"), &json!("0")), "{held}");
    let (status, problem) = scene.try_out("a", &scene.initiator, &proposed);
    assert_eq!((status, &problem["code"]), (403, &json!("own-proposal")), "{problem}");

    let (status, receipt) = scene.approve("a", &scene.approver, &proposed);
    assert_eq!(status, 201, "{receipt}");
    let (status, problem) = scene.try_out("b", &scene.approver, &proposed);
    assert_eq!((status, &problem["code"]), (409, &json!("already-decided")), "{problem}");
    assert_eq!(problem["numbers"]["entry"], receipt["first_entry"]);
}

#[test]
fn nobody_approves_their_own_proposal_t15() {
    let scene = Scene::new();
    let (_, proposed) = scene.propose("p", &scene.transfer(&scene.range));
    let (status, problem) = scene.approve("a", &scene.initiator, &proposed);
    assert_eq!(status, 403, "{problem}");
}

#[test]
fn a_key_used_again_with_other_content_is_refused_t28() {
    let scene = Scene::new();
    let (status, proposed) = scene.propose("p", &scene.transfer("CA9001-XAL01-XAL-1..10-2024"));
    assert_eq!(status, 201, "{proposed}");
    let (status, problem) = scene.propose("p", &scene.transfer("CA9001-XAL01-XAL-1..11-2024"));
    assert_eq!((status, problem["code"].as_str()), (422, Some("key-reused")), "{problem}");
}

#[test]
fn amounts_that_are_none_are_refused_with_their_place_t25() {
    let scene = Scene::new();
    let wrong = [
        "CA9001-XAL01-XAL-0-2024",
        "CA9001-XAL01-XAL-10..9-2024",
        "CA9001-XAL01-XAL-1..9223372036854775807-2024",
        "CA9001-XAL01-XAL-1.5-2024",
        "CA9001-XAL01-XAL-٣-2024",
        "CA9001-XAL01-XAL- 7-2024",
        "CA001-XAL01-XAL-1-2024",
        "CA9001-XA01-XAL-1-2024",
        "CA9001-XAL01-XAL-1-24",
    ];
    for units in wrong {
        let (status, problem) = scene.propose("w", &scene.transfer(units));
        assert_eq!(status, 422, "{units}: {problem}");
        assert_eq!(problem["errors"][0]["pointer"], "/order/units", "{units}: {problem}");
    }
}

#[test]
fn every_refusal_says_code_rule_numbers_and_remedy() {
    let scene = Scene::new();
    let (status, problem) = scene.propose("p", &scene.transfer("CA9001-XAL01-XAL-1..1001-2024"));
    assert_eq!((status, problem["code"].as_str()), (409, Some("not-held")), "{problem}");
    assert_eq!(problem["rule"], "R-152");
    assert!(problem["numbers"]["units"].is_string() && problem["remedy"].is_string(), "{problem}");
}

/// A body whose second half comes when its time has come.
struct Slow {
    halves: Vec<Vec<u8>>,
}

impl Read for Slow {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let Some(half) = self.halves.pop() else { return Ok(0) };
        if self.halves.is_empty() {
            sleep(Duration::from_secs(2));
        }
        into[..half.len()].copy_from_slice(&half);
        Ok(half.len())
    }
}

#[test]
fn a_token_that_is_revoked_while_the_body_comes_opens_nothing_c8() {
    let scene = Scene::new();
    let body = scene.transfer(&scene.range).to_string().into_bytes();
    let (first, second) = body.split_at(body.len() / 2);
    let halves = vec![second.to_vec(), first.to_vec()];
    let length = u64::try_from(body.len()).unwrap();
    let request = scene.server.post("/v1/proposals", &scene.initiator, "k", &json!({}));
    let request = request.body(Body::sized(Slow { halves }, length));
    let (status, problem) = std::thread::scope(|scope| {
        let answer = scope.spawn(|| request.send().unwrap());
        sleep(Duration::from_millis(500));
        scene.parties.test.revoke(&scene.parties.alorea.officers.initiator);
        let answer = answer.join().unwrap();
        (answer.status().as_u16(), answer.json::<Value>().unwrap())
    });
    assert_eq!((status, &problem["code"]), (401, &json!("not-authenticated")), "{problem}");
}

#[test]
fn without_a_token_nothing_is_proposed() {
    let scene = Scene::new();
    let body = scene.transfer(&scene.range);
    let answer = scene.server.post("/v1/proposals", "itmo_wrong", "k", &body).send().unwrap();
    assert_eq!(answer.status().as_u16(), 401);
}
