use super::*;

#[test]
fn the_document_that_is_checked_in_is_that_of_the_handlers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../openapi/registry-v1.json");
    if std::env::var_os("ITMO_WRITE_GENERATED").is_some() {
        std::fs::write(path, openapi::printed()).unwrap();
    }
    let found = std::fs::read_to_string(path).unwrap();
    assert!(found == openapi::printed(), "run `cargo xtask generate`, and look at what changed");
}

/// Method, path template and the operation, for all operations.
fn operations() -> Vec<(String, String, &'static Value)> {
    let paths = openapi::document()["paths"].as_object().unwrap();
    let items = paths.iter().flat_map(|(path, item)| {
        let methods = item.as_object().unwrap().iter();
        methods.map(move |(method, it)| (method.to_uppercase(), path.clone(), it))
    });
    items.collect()
}

/// Whether the document says that it needs no token.
fn is_public(operation: &Value) -> bool {
    operation["security"].as_array().is_some_and(|ways| ways.contains(&json!({})))
}

#[test]
fn what_needs_no_token_only_reads_and_is_on_this_list_t01() {
    let public = operations().into_iter().filter(|(_, _, it)| is_public(it));
    let public: Vec<_> = public.map(|(method, path, _)| format!("{method} {path}")).collect();
    assert_eq!(
        public,
        [
            "GET /v1/actions",
            "GET /v1/actions/{entry}",
            "GET /v1/approaches",
            "GET /v1/approaches/{id}",
            "GET /v1/authorizations",
            "GET /v1/conversions",
            "GET /v1/reports/annual/{year}",
            "GET /v1/reports/approaches",
            "GET /v1/reports/published",
            "GET /v1/reports/published/{party}/{year}/{version}",
            "GET /v1/reports/status/{year}",
            "GET /v1/sections",
            "GET /v1/sections/{party}",
            "GET /v1/units/{units}",
            "GET /v1/units/{units}/history",
        ]
    );
}

#[actix_web::test]
async fn every_operation_of_the_document_is_served_and_refuses_strangers_t01() {
    let app = init_service(application()).await;
    assert!(!operations().is_empty());
    for (method, path, it) in operations() {
        let segments = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part });
        let uri = segments.collect::<Vec<_>>().join("/");
        let method = method.parse().unwrap();
        let answer =
            call_service(&app, TestRequest::with_uri(&uri).method(method).to_request()).await;
        if is_public(it) {
            assert!(![401, 403, 404, 405].contains(&answer.status().as_u16()), "{path}");
            continue;
        }
        assert_eq!(answer.status(), 401, "{path}");
        let body: Value = serde_json::from_slice(&read_body(answer).await).unwrap();
        assert_eq!(body["code"], "not-authenticated", "{path}");
    }
}

#[test]
fn every_handler_is_in_the_document() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/api");
    let mut written = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "rs") || path.ends_with("tests.rs")
        {
            continue;
        }
        for line in std::fs::read_to_string(path).unwrap().lines() {
            for method in ["get", "post", "put", "delete", "patch"] {
                let attribute = format!("#[{method}(\"");
                if let Some(rest) = line.strip_prefix(&attribute) {
                    let path = rest.split('"').next().unwrap();
                    written.insert((method.to_uppercase(), format!("/v1{path}")));
                }
            }
        }
    }
    let documented: BTreeSet<_> =
        operations().into_iter().map(|(method, path, _)| (method, path)).collect();
    assert_eq!(written, documented);
}

/// What is asked by a POST and changes nothing.
const ASKS: [&str; 1] = ["/v1/reports/balance/{first}/plan"];

/// What takes, or makes, a file: its bytes have the effect of once, by their hash, and need no key.
const OF_FILES: [&str; 3] =
    ["/v1/reports/check", "/v1/reports/files", "/v1/reports/files/from-ledger"];

#[test]
fn every_operation_says_what_it_does_and_gives_an_example() {
    let mut ids = BTreeSet::new();
    for (method, path, it) in operations() {
        let text = |name: &str| it[name].as_str().unwrap_or_default().to_owned();
        for name in ["summary", "description", "operationId"] {
            assert!(!text(name).is_empty(), "{method} {path} has no {name}");
        }
        assert!(ids.insert(text("operationId")), "{method} {path}");
        assert!(it["tags"].as_array().is_some_and(|tags| tags.len() == 1), "{method} {path}");
        let token = json!({ "token": [] });
        let ways = it["security"].as_array().unwrap();
        assert!(ways.iter().all(|way| *way == token || *way == json!({})), "{method} {path}");
        assert!(is_public(it) || *ways == [token], "{method} {path}");
        if method == "POST" && !OF_FILES.contains(&&*path) {
            let body = &it["requestBody"]["content"]["application/json"];
            assert!(body["example"].is_object(), "{method} {path}");
            let header = |parameter: &Value| parameter["name"] == "Idempotency-Key";
            let has_key = it["parameters"].as_array().unwrap().iter().any(header);
            assert_eq!(has_key, !ASKS.contains(&path.as_str()), "{method} {path}");
        }
        for (status, answer) in it["responses"].as_object().unwrap() {
            assert!(
                answer["description"].as_str().is_some_and(|text| !text.is_empty()),
                "{path} {status}"
            );
        }
    }
}

#[test]
fn the_examples_of_orders_can_be_read() {
    let mut found = 0;
    for (_, _, it) in operations() {
        let example = &it["requestBody"]["content"]["application/json"]["example"];
        let one = example["order"].is_object().then(|| &example["order"]);
        let several = example["orders"].as_array().into_iter().flatten();
        for order in one.into_iter().chain(several) {
            found += 1;
            if let Err(problem) = read(order) {
                panic!("{order}: {:?}", flaws(&problem));
            }
        }
    }
    assert!(found >= 3);
}

#[test]
fn every_field_of_every_shape_has_a_text_and_every_reference_leads_somewhere() {
    let document = openapi::document();
    for (name, schema) in document["components"]["schemas"].as_object().unwrap() {
        assert!(schema["description"].is_string(), "{name}");
        for (field, it) in schema["properties"].as_object().into_iter().flatten() {
            assert!(it["description"].is_string(), "{name}.{field}: {it}");
            assert!(!it.to_string().contains("\"null\""), "{name}.{field}: {it}");
        }
    }
    let text = document.to_string();
    for place in text.split("\"$ref\":\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
        assert!(document.pointer(place).is_some(), "{place}");
    }
}

#[test]
fn orders_in_the_document_say_what_kind_they_are_and_have_no_other_fields() {
    let schemas = &openapi::document()["components"]["schemas"];
    assert_eq!(schemas["Order"]["oneOf"].as_array().unwrap().len(), OrderKind::ALL.len());
    for kind in OrderKind::ALL {
        let schema = &schemas[wire::shape(kind)];
        assert_eq!(schema["properties"]["order"]["const"], kind.as_str());
        assert_eq!(schema["additionalProperties"], false);
        assert_eq!(schema["required"][0], "order");
    }
}

#[actix_web::test]
async fn the_reference_shows_every_operation_and_loads_nothing_from_elsewhere() {
    let app = init_service(application()).await;
    let index = "/developers/reference".to_owned();
    let mut subjects = BTreeMap::from([(index.clone(), operations())]);
    for operation in operations() {
        let tag = operation.2["tags"][0].as_str().unwrap().to_lowercase();
        subjects.entry(format!("{index}/{tag}")).or_default().push(operation);
    }
    for (address, operations) in subjects {
        let request = TestRequest::get().uri(&address).to_request();
        let page = call_and_read_body(&app, request).await;
        let page = String::from_utf8(page.to_vec()).unwrap();
        let writes = |(method, path, _): &(String, String, &Value)| {
            method == "POST" && !ASKS.contains(&path.as_str()) && !OF_FILES.contains(&path.as_str())
        };
        let posts = operations.iter().any(writes);
        for (method, path, it) in operations {
            let id = it["operationId"].as_str().unwrap();
            let (anchor, link) = (format!("id=\"{id}\""), format!("#{id}\""));
            assert!(page.contains(&anchor) || page.contains(&link), "{address}: {path}");
            assert!(page.contains(&method) && page.contains(&path), "{address}: {path}");
        }
        assert!(!page.contains("<script") && !page.contains("src=\"http"), "no third party");
        assert!(page.len() <= 100_000, "{address}: {} bytes", page.len());
        let links = page.contains("href=\"/problems/cap-exceeded\"");
        assert_eq!(links, posts && address != index, "{address}");
    }
    let nowhere = TestRequest::get().uri("/developers/reference/nothing").to_request();
    assert_eq!(call_service(&app, nowhere).await.status(), 404);
}
