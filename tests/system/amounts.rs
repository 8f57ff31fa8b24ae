//! Amounts that are unusual, and amounts that are none (T19, T25). There are no pages and no sheets to
//! try the same by yet.

use serde_json::{Value, json};

use crate::scene::{Scene, text};

fn transfer(scene: &Scene, first: u64, last: u64) -> Value {
    scene.first_transfer(&format!("CA9001-XAL01-XAL-{first}..{last}-2024"))
}

fn typing(scene: &Scene, order: &Value, units: &str, query: &str) -> (u16, Value) {
    let body = json!({ "order": order, "confirm_units": units });
    scene.post(&format!("/v1/proposals{query}"), &scene.alorea.initiator, &body)
}

#[test]
fn ten_times_the_largest_so_far_is_typed_and_the_approver_is_warned_t19() {
    let scene = Scene::new();
    scene.parties.issued(1000);
    scene.act(&scene.alorea, &transfer(&scene, 1, 10));
    scene.act(&scene.alorea, &transfer(&scene, 11, 109));
    let large = transfer(&scene, 110, 1000);
    let (status, done) = scene.propose(&scene.alorea, &large);
    assert_eq!(status, 201, "891 is nine times 99: {done}");
    scene.end(&done, "withdrawal", &scene.alorea.initiator);
    scene.parties.issued(1000);
    let large = transfer(&scene, 1001, 1990);
    let path = "/v1/proposals?dry_run=true";
    let (status, tried) = scene.post(path, &scene.alorea.initiator, &json!({ "order": large }));
    let warned = &tried["effects"][0]["warnings"][0];
    assert_eq!((status, text(&warned["code"])), (200, "unusual-amount"), "{tried}");
    assert_eq!(warned["numbers"], json!({ "units": "990", "largest": "99" }));
    assert!(text(&warned["detail"]).contains("990 units"), "{warned}");
    let (status, refused) = scene.propose(&scene.alorea, &large);
    assert_eq!((status, text(&refused["code"])), (422, "amount-not-confirmed"), "{refused}");
    assert_eq!(refused["numbers"]["units"], "990");
    let (status, refused) = typing(&scene, &large, "99", "");
    assert_eq!((status, text(&refused["code"])), (422, "amount-not-confirmed"), "{refused}");
    let (status, refused) = typing(&scene, &large, "990.0", "");
    assert_eq!((status, text(&refused["errors"][0]["code"])), (422, "quantity"), "{refused}");
    let (status, proposed) = typing(&scene, &large, "990", "");
    assert_eq!((status, text(&proposed["warnings"][0]["code"])), (201, "unusual-amount"));
    let path = format!("/v1/proposals/{}", text(&proposed["proposal"]));
    let (_, shown) = scene.get(&path, &scene.alorea.approver);
    assert_eq!(shown["document"]["confirm_units"], "990");
    assert_eq!(text(&shown["warnings"][0]["code"]), "unusual-amount");
    let (status, approved) = scene.approve(&scene.alorea, &proposed);
    assert_eq!((status, text(&approved["warnings"][0]["code"])), (201, "unusual-amount"));
}

#[test]
fn a_quantity_that_is_none_is_refused_with_its_place_t25() {
    let scene = Scene::new();
    let into = scene.parties.alorea.holding.to_string();
    let issue = |quantity: &Value| {
        json!({ "order": "issue", "into": into, "approach": "CA9001", "vintage": "2024",
            "quantity": quantity, "metric": "GHG", "mitigation_type": "reduction", "sector": "1",
            "activity_type": "1" })
    };
    let wrong = [
        json!("0"),
        json!("-1"),
        json!("1.5"),
        json!("1e309"),
        json!("9223372036854775808"),
        json!("\u{663}"),
        json!(" 7"),
        json!(7),
        json!(1.5),
        json!(null),
    ];
    for quantity in wrong {
        let (status, refused) = scene.propose(&scene.alorea, &issue(&quantity));
        assert_eq!(status, 422, "{quantity}: {refused}");
        let errors = refused["errors"].as_array().unwrap();
        let named = errors.iter().any(|it| it["pointer"] == "/order/quantity");
        assert!(named, "{quantity}: {refused}");
    }
}
