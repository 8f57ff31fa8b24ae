//! Two Parties at a server over the real database, and what their officers do there.

use std::thread;
use std::time::{Duration, Instant};

use jiff::SignedDuration;
use serde_json::{Value, json};
use testkit::registry::{Parties, Tokens};

use crate::server::Server;

/// Two Parties and the secretariat's desk, at a server.
pub(crate) struct Scene {
    pub(crate) parties: Parties,
    pub(crate) server: Server,
    pub(crate) alorea: Tokens,
    pub(crate) borvia: Tokens,
    pub(crate) desk: Tokens,
}

impl Scene {
    pub(crate) fn new() -> Self {
        let parties = Parties::new();
        let test = &parties.test;
        let alorea = test.tokens(&parties.alorea.officers);
        let borvia = test.tokens(&parties.borvia.officers);
        let desk = test.tokens(&test.secretariat());
        let server = Server::over(test);
        Self { parties, server, alorea, borvia, desk }
    }

    pub(crate) fn post(&self, path: &str, token: &str, body: &Value) -> (u16, Value) {
        let key = testkit::registry::uuid().to_string();
        let answer = self.server.post(path, token, &key, body).send().unwrap();
        (answer.status().as_u16(), answer.json().unwrap())
    }

    pub(crate) fn get(&self, path: &str, token: &str) -> (u16, Value) {
        let answer = self.server.get(path).bearer_auth(token).send().unwrap();
        (answer.status().as_u16(), answer.json().unwrap())
    }

    pub(crate) fn propose(&self, by: &Tokens, order: &Value) -> (u16, Value) {
        self.post("/v1/proposals", &by.initiator, &json!({ "order": order }))
    }

    pub(crate) fn approve(&self, by: &Tokens, proposed: &Value) -> (u16, Value) {
        let path = format!("/v1/proposals/{}/approval", text(&proposed["proposal"]));
        self.post(&path, &by.approver, &json!({ "shown": proposed["digest"] }))
    }

    /// Both persons; it must be done.
    pub(crate) fn act(&self, by: &Tokens, order: &Value) -> Value {
        let (status, proposed) = self.propose(by, order);
        assert_eq!(status, 201, "{proposed}");
        let (status, approved) = self.approve(by, &proposed);
        assert_eq!(status, 201, "{approved}");
        proposed
    }

    pub(crate) fn first_transfer(&self, units: &str) -> Value {
        let (from, to) = (self.parties.alorea.holding, self.parties.borvia.holding);
        json!({ "order": "first-transfer", "from": from.to_string(), "to": to.to_string(),
            "units": units })
    }

    pub(crate) fn end(&self, proposed: &Value, how: &str, token: &str) -> (u16, Value) {
        let path = format!("/v1/proposals/{}/{how}", text(&proposed["proposal"]));
        self.post(&path, token, &json!({ "reason": "not what the contract says" }))
    }

    pub(crate) fn state(&self, proposed: &Value) -> String {
        let path = format!("/v1/proposals/{}", text(&proposed["proposal"]));
        text(&self.get(&path, &self.alorea.initiator).1["state"]).to_owned()
    }

    pub(crate) fn clock_ahead(&self, minutes: i64) {
        self.parties.test.database.set_clock_ahead(SignedDuration::from_mins(minutes));
    }

    /// Waits until the server's own clock has brought the proposal to this state.
    pub(crate) fn comes_to(&self, proposed: &Value, state: &str) {
        let began = Instant::now();
        while self.state(proposed) != state {
            assert!(began.elapsed() < Duration::from_secs(20), "it stays {}", self.state(proposed));
            thread::sleep(Duration::from_millis(100));
        }
    }
}

pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// Runs so many at once, and gives their statuses.
pub(crate) fn at_once(count: usize, one: impl Fn(usize) -> u16 + Sync) -> Vec<u16> {
    thread::scope(|scope| {
        let one = &one;
        let running: Vec<_> = (0..count).map(|at| scope.spawn(move || one(at))).collect();
        running.into_iter().map(|it| it.join().unwrap()).collect()
    })
}

pub(crate) fn number(statuses: &[u16], status: u16) -> usize {
    statuses.iter().filter(|it| **it == status).count()
}
