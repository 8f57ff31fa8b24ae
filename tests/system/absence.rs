//! PostgreSQL gone: 503 with `Retry-After`, and recovery by itself.

use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::json;
use testkit::registry::Parties;

use crate::server::Server;

#[test]
fn without_its_database_the_registry_says_503_and_comes_back_by_itself() {
    let parties = Parties::new();
    let units = parties.issued(10);
    let token = parties.test.token(&parties.alorea.officers.initiator);
    let server = Server::over(&parties.test);
    let order = json!({ "order": {
        "order": "first-transfer",
        "from": parties.alorea.holding.to_string(),
        "to": parties.borvia.holding.to_string(),
        "units": units.to_string(),
    }});
    parties.test.database.shut_out();
    let answer = server.post("/v1/proposals", &token, "one", &order).send().unwrap();
    assert_eq!(answer.status().as_u16(), 503, "{}", answer.text().unwrap());
    assert!(answer.headers().contains_key("Retry-After"));
    assert_eq!(server.get("/readyz").send().unwrap().status().as_u16(), 503);
    assert!(server.get("/healthz").send().unwrap().status().is_success(), "the process is well");
    parties.test.database.let_in();
    let began = Instant::now();
    loop {
        let answer = server.post("/v1/proposals", &token, "one", &order).send().unwrap();
        if answer.status().as_u16() == 201 {
            break;
        }
        assert_eq!(answer.status().as_u16(), 503, "{}", answer.text().unwrap());
        assert!(began.elapsed() < Duration::from_secs(20), "it does not come back");
        sleep(Duration::from_millis(100));
    }
}
