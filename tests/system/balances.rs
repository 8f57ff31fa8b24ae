//! The structured summary and plans over the network: what its section tells, nobody else reads.

use serde_json::{Value, json};

use crate::scene::{Scene, text};

const PATH: &str = "/v1/reports/balance/2021";

fn period() -> Value {
    json!({ "order": "set-ndc-period", "first": "2021", "last": "2030", "method": "M", "metric": "GHG" })
}

fn told(year: &str, covered: &str) -> Value {
    json!({ "order": "record-inventory-year", "year": year, "covered": covered,
        "source": "the inventory of a ministry" })
}

fn row<'a>(answer: &'a Value, year: &str, row: &str) -> &'a Value {
    let years = answer["years"].as_array().unwrap();
    let year = years.iter().find(|it| it["year"] == year).unwrap();
    year["rows"].as_array().unwrap().iter().find(|it| it["row"] == row).unwrap()
}

#[test]
fn a_summary_says_what_is_known_what_is_missing_and_what_does_not_apply_r208_r221() {
    let scene = Scene::new();
    let token = &scene.alorea.initiator;
    let (status, problem) = scene.get(PATH, token);
    assert_eq!((status, text(&problem["code"])), (409, "method-not-told"), "{problem}");
    let (status, problem) = scene.get("/v1/reports/balance/2022", token);
    assert_eq!((status, text(&problem["code"])), (422, "period-unknown"), "{problem}");
    scene.act(&scene.alorea, &period());
    scene.act(&scene.alorea, &told("2024", "1030000.5"));
    scene.parties.issued(100);
    scene.act(&scene.alorea, &scene.first_transfer("CA9001-XAL01-XAL-1..100-2024"));
    let (status, answer) = scene.get(&format!("{PATH}?blocks=true"), token);
    assert_eq!(status, 200, "{answer}");
    assert_eq!(row(&answer, "2024", "12")["amount"], "1030100.5");
    let block = &row(&answer, "2024", "10")["blocks"][0];
    assert_eq!(block["units"], "CA9001-XAL01-XAL-1..100-2024");
    assert_eq!(row(&answer, "2023", "12")["none"], "missing");
    assert_eq!(row(&answer, "2023", "9")["none"], "not-applicable");
    let (_, answer) = scene.get(&format!("{PATH}?as_of=2024&since=2023"), token);
    assert_eq!(answer["as_of"], "2024");
    assert_eq!(answer["restated"], json!([]));
    assert!(row(&answer, "2024", "10").get("blocks").is_none());
    let (status, problem) = scene.get(&format!("{PATH}?as_of=2999"), token);
    assert_eq!((status, text(&problem["code"])), (409, "year-not-begun"));
}

#[test]
fn no_other_section_and_no_stranger_reads_what_a_section_tells_of_its_years_r281() {
    let scene = Scene::new();
    for by in [&scene.alorea, &scene.borvia] {
        scene.act(by, &period());
    }
    scene.act(&scene.alorea, &told("2024", "1030777"));
    let (_, answer) = scene.get(PATH, &scene.borvia.initiator);
    assert_eq!(row(&answer, "2024", "3")["none"], "missing", "{answer}");
    assert_eq!(scene.get(PATH, &scene.desk.initiator).0, 403);
    assert_eq!(scene.server.get(PATH).send().unwrap().status().as_u16(), 401);
    for path in ["/v1/actions?act=record-inventory-year", "/v1/actions", "/v1/sections/XAL"] {
        let shown = scene.server.get(path).send().unwrap().text().unwrap();
        assert!(!shown.contains("1030777") && !shown.contains("of a ministry"), "{shown}");
    }
    let (status, table) = scene.get("/v1/desk/no-net-increase", &scene.desk.initiator);
    assert_eq!((status, &table["increases"]), (200, &json!(false)), "{table}");
    assert_eq!(scene.get("/v1/desk/no-net-increase", &scene.alorea.initiator).0, 403);
}

#[test]
fn a_plan_needs_no_key_and_says_where_it_makes_no_sense_r203() {
    let scene = Scene::new();
    scene.act(&scene.alorea, &period());
    scene.act(&scene.alorea, &told("2024", "1000"));
    let ask = |plan: &Value| {
        let path = format!("{PATH}/plan");
        let answer = scene.server.ask(&path, &scene.alorea.initiator, plan).send().unwrap();
        (answer.status().as_u16(), answer.json::<Value>().unwrap())
    };
    let act = |host: &str, year: &str| {
        json!({ "act": "first-transfer", "authorization": "A-1", "host": host, "approach": "CA9001",
            "vintage": "2024", "quantity": "40", "sector": "Energy generation",
            "activity_type": "Solar", "purposes": "NDC", "year": year })
    };
    let (status, plan) = ask(&json!({ "acts": [act("XAL", "2025")] }));
    assert_eq!(status, 200, "{plan}");
    let balance = |outlook: &Value| {
        let years = outlook["balances"].as_array().unwrap();
        years.iter().find(|it| it["year"] == "2024").unwrap()["balance"].clone()
    };
    assert_eq!((balance(&plan["before"]), balance(&plan["after"])), (json!("1000"), json!("1040")));
    let code = |plan: Value| {
        let (status, problem) = ask(&plan);
        (status, text(&problem["code"]).to_owned())
    };
    let other = json!({ "acts": [act("XBO", "2025")] });
    assert_eq!(code(other), (422, "plan-of-another-host".to_owned()));
    let mut use_ = act("XBO", "2031");
    use_["act"] = json!("use");
    use_.as_object_mut().unwrap().remove("authorization");
    assert_eq!(code(json!({ "acts": [use_] })), (409, "outside-ndc-period".to_owned()));
    let mut unknown = act("XAL", "2025");
    unknown["authorization"] = json!("A-99");
    assert_eq!(code(json!({ "acts": [unknown] })), (409, "authorization-unknown".to_owned()));
    assert_eq!(code(json!({ "acts": [{ "act": "wish" }] })), (422, "request-invalid".to_owned()));
    assert_eq!(balance(&ask(&json!({})).1["after"]), json!("1000"), "nothing was recorded");
}
