//! The same request twice has the effect of once: its key, and its fingerprint.

use actix_web::HttpRequest;
use app::RequestKey;
use domain::digest::Digest;
use domain::text::Text;

use crate::problem::{Kind, Problem};

/// The header of the key.
pub(crate) const IDEMPOTENCY_KEY: &str = "Idempotency-Key";

/// The header of an answer that was given before.
pub(crate) const REPLAYED: &str = "Idempotent-Replayed";

/// The key of a request, and the hash of everything that makes it this request.
pub(crate) fn request_key(request: &HttpRequest, body: &[u8]) -> Result<RequestKey, Problem> {
    let mut headers = request.headers().get_all(IDEMPOTENCY_KEY);
    let header = headers.next().ok_or_else(|| Problem::of(Kind::KeyMissing))?;
    let malformed = || Problem::of(Kind::KeyMalformed);
    let visible = |text: &&str| text.bytes().all(|byte| byte.is_ascii_graphic());
    let key: Option<Text<200>> =
        header.to_str().ok().filter(visible).and_then(|text| text.parse().ok());
    match (key, headers.next()) {
        (Some(key), None) => Ok(RequestKey { key, fingerprint: fingerprint(request, body) }),
        _ => Err(malformed()),
    }
}

/// Method, path with query, and the exact bytes of the body. The first two have no line feed.
fn fingerprint(request: &HttpRequest, body: &[u8]) -> Digest {
    let path = request.uri().path_and_query().map_or("", |path| path.as_str());
    Digest::of(&[request.method().as_str().as_bytes(), b"\n", path.as_bytes(), b"\n", body])
}

#[cfg(test)]
mod tests {
    use actix_web::test::TestRequest;

    use super::*;

    fn with_keys(keys: &[&str]) -> HttpRequest {
        let request = TestRequest::post().uri("/v1/proposals");
        let named =
            |request: TestRequest, key: &&str| request.append_header((IDEMPOTENCY_KEY, *key));
        keys.iter().fold(request, named).to_http_request()
    }

    fn code(keys: &[&str]) -> &'static str {
        request_key(&with_keys(keys), b"{}").unwrap_err().code()
    }

    #[test]
    fn a_key_has_one_to_two_hundred_visible_characters() {
        let longest = "k".repeat(200);
        for key in ["1", "019ab6f2-4c1e-7d30", "!~", longest.as_str()] {
            assert_eq!(request_key(&with_keys(&[key]), b"").unwrap().key.as_str(), key);
        }
        assert_eq!(code(&[]), "key-missing");
        let too_long = "k".repeat(201);
        for key in ["", "two words", "tab\tinside", "caf\u{e9}", too_long.as_str()] {
            assert_eq!(code(&[key]), "key-malformed", "{key}");
        }
        assert_eq!(code(&["one", "two"]), "key-malformed");
        assert_eq!(code(&["one", "one"]), "key-malformed");
    }

    #[test]
    fn one_byte_of_body_path_query_or_method_makes_another_request_t28() {
        let print = |request: TestRequest, body: &[u8]| {
            fingerprint(&request.to_http_request(), body).to_string()
        };
        let post = |path: &str| TestRequest::post().uri(path);
        let first = print(post("/v1/proposals"), b"{\"a\":1}");
        assert_eq!(first, print(post("/v1/proposals"), b"{\"a\":1}"));
        let others = [
            print(post("/v1/proposals"), b"{\"a\":2}"),
            print(post("/v1/proposals"), b"{\"a\": 1}"),
            print(post("/v1/proposals?dry_run=false"), b"{\"a\":1}"),
            print(post("/v1/batches"), b"{\"a\":1}"),
            print(TestRequest::put().uri("/v1/proposals"), b"{\"a\":1}"),
        ];
        for other in others {
            assert_ne!(other, first);
        }
    }
}
