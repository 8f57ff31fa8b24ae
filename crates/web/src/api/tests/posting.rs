use super::super::posted::Posted;
use super::*;

/// Says what it got: stands for a handler, with all layers around it but the caller.
async fn echo(posted: Posted) -> Json<Value> {
    let key = posted.key.key.as_str().to_owned();
    Json(json!({ "key": key, "dry_run": posted.dry_run, "body": posted.body }))
}

async fn post(request: TestRequest) -> (u16, Value) {
    let app = App::new()
        .app_data(PayloadConfig::new(BODY_BYTES_MAX))
        .route("/v1/echo", web::post().to(echo));
    let app = init_service(app).await;
    let answer = call_service(&app, request.to_request()).await;
    let status = answer.status().as_u16();
    (status, serde_json::from_slice(&read_body(answer).await).unwrap())
}

fn to(uri: &str) -> TestRequest {
    TestRequest::post()
        .uri(uri)
        .insert_header(ContentType::json())
        .insert_header(("Idempotency-Key", "k-1"))
        .set_payload("{}")
}

async fn code(request: TestRequest) -> (u16, String) {
    let (status, body) = post(request).await;
    (status, body["code"].as_str().unwrap_or_default().to_owned())
}

fn problem(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

#[actix_web::test]
async fn a_request_is_read_with_its_key_and_whether_it_only_tries() {
    let (status, body) = post(to("/v1/echo").set_payload(r#"{"a": "b"}"#)).await;
    assert_eq!(
        (status, &body),
        (200, &json!({ "key": "k-1", "dry_run": false, "body": { "a": "b" } }))
    );
    let (_, body) = post(to("/v1/echo?dry_run=true")).await;
    assert_eq!(body["dry_run"], true);
    let utf8 = to("/v1/echo").insert_header(("Content-Type", "application/json; charset=utf-8"));
    assert_eq!(post(utf8).await.0, 200);
}

#[actix_web::test]
async fn parameters_that_are_unknown_twice_there_or_neither_true_nor_false_are_refused() {
    for query in ["dry_run=yes", "dry_run", "dry_run=true&dry_run=true", "dryrun=true", "x=1"] {
        let answer = code(to(&format!("/v1/echo?{query}"))).await;
        assert_eq!(answer, problem(400, "query-invalid"), "{query}");
    }
    let (_, body) = post(to("/v1/echo?dryrun=true")).await;
    assert_eq!(body["errors"][0]["parameter"], "dryrun");
    assert_eq!(body["errors"][0]["code"], "unknown-parameter");
}

#[actix_web::test]
async fn a_post_without_a_key_is_refused() {
    let bare = TestRequest::post().uri("/v1/echo").insert_header(ContentType::json());
    assert_eq!(code(bare.set_payload("{}")).await, problem(400, "key-missing"));
    let malformed = to("/v1/echo").insert_header(("Idempotency-Key", "two words"));
    assert_eq!(code(malformed).await, problem(400, "key-malformed"));
}

#[actix_web::test]
async fn a_body_of_another_type_is_refused() {
    for media_type in ["text/plain", "application/xml", "application/json-seq", ""] {
        let request = to("/v1/echo").insert_header(("Content-Type", media_type));
        assert_eq!(code(request).await, problem(415, "wrong-media-type"), "{media_type}");
    }
    let compressed = to("/v1/echo").insert_header(("Content-Encoding", "gzip"));
    assert_eq!(code(compressed).await, problem(415, "wrong-media-type"));
}

#[actix_web::test]
async fn a_body_above_four_mebibytes_is_refused_and_one_below_is_read_t35() {
    let body = |bytes: usize| format!("{{\"a\":\"{}\"}}", "x".repeat(bytes.saturating_sub(8)));
    let fits = body(BODY_BYTES_MAX);
    assert_eq!(fits.len(), BODY_BYTES_MAX);
    assert_eq!(post(to("/v1/echo").set_payload(fits)).await.0, 200);
    let too_large = to("/v1/echo").set_payload(body(BODY_BYTES_MAX + 1));
    assert_eq!(code(too_large).await, problem(413, "body-too-large"));
}

#[actix_web::test]
async fn a_body_that_is_no_json_or_too_deep_is_refused_t35() {
    assert_eq!(code(to("/v1/echo").set_payload("{")).await, problem(400, "body-malformed"));
    assert_eq!(code(to("/v1/echo").set_payload("")).await, problem(400, "body-malformed"));
    let deep = to("/v1/echo").set_payload("[".repeat(10_000));
    assert_eq!(code(deep).await, problem(400, "body-too-deep"));
}

#[actix_web::test]
async fn addresses_under_v1_answer_with_problems_whatever_is_asked() {
    let app = init_service(application()).await;
    let asked = [
        (TestRequest::get().uri("/v1/nowhere"), 404, "not-found"),
        (TestRequest::get().uri("/v1"), 404, "not-found"),
        (TestRequest::get().uri("/v1/proposals/a/b/c"), 404, "not-found"),
        (TestRequest::put().uri("/v1/batches"), 405, "method-not-allowed"),
        (TestRequest::delete().uri("/v1/proposals"), 405, "method-not-allowed"),
        (TestRequest::post().uri("/v1/proposals"), 401, "not-authenticated"),
    ];
    for (request, status, code) in asked {
        let request = request.to_request();
        let path = request.path().to_owned();
        let answer = call_service(&app, request).await;
        assert_eq!(answer.status(), status, "{path}");
        let header = |name| answer.headers().get(name).map(HeaderValue::to_str).map(Result::unwrap);
        assert_eq!(header("content-type"), Some("application/problem+json"), "{path}");
        assert_eq!(header("x-content-type-options"), Some("nosniff"), "{path}");
        let id = header("x-request-id").unwrap().to_owned();
        if status == 405 {
            assert!(header("allow").is_some_and(|methods| methods.contains("POST")), "{path}");
        }
        let body: Value = serde_json::from_slice(&read_body(answer).await).unwrap();
        assert_eq!(body["code"], code, "{path}");
        assert_eq!(body["status"], status, "{path}");
        assert_eq!(body["instance"], format!("urn:uuid:{id}"), "{path}");
    }
}

#[actix_web::test]
async fn an_error_of_the_framework_becomes_a_problem_too() {
    let broken = || async { Err::<HttpResponse, _>(actix_web::error::ErrorBadGateway("secret")) };
    let finish = actix_web::middleware::from_fn(crate::answer::finish);
    let app = App::new().route("/v1/broken", web::get().to(broken)).wrap(finish);
    let app = init_service(app).await;
    let request = TestRequest::get().uri("/v1/broken").to_request();
    let body = call_and_read_body(&app, request).await;
    let text = String::from_utf8(body.to_vec()).unwrap();
    assert!(text.contains("internal-error") && !text.contains("secret"), "{text}");
}

#[actix_web::test]
async fn the_pages_of_problems_are_served_and_listed() {
    let app = init_service(application()).await;
    for page in crate::problem::pages().iter().filter(|page| page.code != "README") {
        let request = TestRequest::get().uri(&format!("/problems/{}", page.code)).to_request();
        let answer = call_service(&app, request).await;
        assert_eq!(answer.status(), 200, "{}", page.code);
        let text = String::from_utf8(read_body(answer).await.to_vec()).unwrap();
        assert!(text.contains(&format!("<h1>{}</h1>", page.title)), "{}", page.code);
    }
    let list = call_and_read_body(&app, TestRequest::get().uri("/problems").to_request()).await;
    let list = String::from_utf8(list.to_vec()).unwrap();
    for page in crate::problem::pages().iter().filter(|page| page.code != "README") {
        assert!(list.contains(&format!("href=\"/problems/{}\"", page.code)), "{}", page.code);
    }
    for unknown in ["/problems/nothing", "/problems/README"] {
        let answer = call_service(&app, TestRequest::get().uri(unknown).to_request()).await;
        assert_eq!(answer.status(), 404, "{unknown}");
    }
}
