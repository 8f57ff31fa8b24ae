//! A Party names its focal point: its section and the secretariat read it, and nobody else.

use serde_json::json;

use crate::scene::{Scene, text};

#[test]
fn it_is_named_by_two_and_read_by_the_section_and_the_secretariat_r005() {
    let scene = Scene::new();
    let path = "/v1/sections/XAL/focal-point";
    assert_eq!(scene.get(path, &scene.alorea.initiator).0, 404, "nobody is named yet");
    let named = json!({ "office": "Climate Change Directorate", "email": "article6@al.example" });
    let mut order = named.clone();
    order["order"] = json!("set-focal-point");
    scene.act(&scene.alorea, &order);
    for token in [&scene.alorea.initiator, &scene.alorea.approver, &scene.desk.initiator] {
        assert_eq!(scene.get(path, token), (200, named.clone()));
    }
    assert_eq!(scene.get(path, &scene.borvia.initiator).0, 404);
    assert_eq!(scene.server.get(path).send().unwrap().status().as_u16(), 401);
    let public = scene.server.get("/v1/sections/XAL").send().unwrap().text().unwrap();
    assert!(!public.contains("Directorate"), "{public}");
    let actions = scene.server.get("/v1/actions?act=set-focal-point").send().unwrap();
    assert!(!actions.text().unwrap().contains("focal_point"), "it is no public act");
    order["email"] = json!("nobody");
    let (status, refused) = scene.propose(&scene.alorea, &order);
    assert_eq!((status, text(&refused["errors"][0]["code"])), (422, "email"), "{refused}");
}
