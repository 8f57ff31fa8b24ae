//! The same request again and again has the effect of once (T27).

use serde_json::{Value, json};

use crate::scene::{Scene, at_once, number};

#[test]
fn the_same_key_and_body_at_once_and_a_day_later_have_one_effect_t27() {
    let scene = Scene::new();
    let units = scene.parties.issued(10).to_string();
    let body = json!({ "order": scene.first_transfer(&units) });
    let send = || -> (u16, Value) {
        let token = &scene.alorea.initiator;
        let answer = scene.server.post("/v1/proposals", token, "one-key", &body).send().unwrap();
        (answer.status().as_u16(), answer.json().unwrap())
    };
    let (status, first) = send();
    assert_eq!(status, 201, "{first}");
    let statuses = at_once(20, |_| {
        let (status, answer) = send();
        assert!(status == 409 || answer == first, "{status}: {answer}");
        status
    });
    assert_eq!(number(&statuses, 200) + number(&statuses, 409), 20, "{statuses:?}");
    scene.clock_ahead(25 * 60);
    let (status, again) = send();
    assert_eq!((status, &again), (200, &first));
    let (_, all) = scene.get("/v1/proposals?state=waiting", &scene.alorea.initiator);
    assert_eq!(all["items"].as_array().unwrap().len(), 1, "{all}");
}

#[test]
fn twenty_first_times_at_once_have_one_effect_t27() {
    let scene = Scene::new();
    let units = scene.parties.issued(10).to_string();
    let body = json!({ "order": scene.first_transfer(&units) });
    let statuses = at_once(20, |_| {
        let token = &scene.alorea.initiator;
        let answer = scene.server.post("/v1/proposals", token, "one-key", &body).send().unwrap();
        answer.status().as_u16()
    });
    let answered = [200, 201, 409].map(|status| number(&statuses, status));
    assert_eq!((answered[1], answered.iter().sum::<usize>()), (1, 20), "{statuses:?}");
}
