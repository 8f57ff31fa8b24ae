//! Who calls: the token of a request, and whose it is.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest};
use app::Registry;
use domain::access::Caller;

use crate::problem::{Kind, Problem};
use crate::run::Workers;

/// The longest token that is looked up.
const TOKEN_BYTES_MAX: usize = 512;

/// A caller whose token was checked. A handler that asks for one answers nobody else.
#[derive(Debug)]
pub(crate) struct Authenticated(pub(crate) Caller);

impl FromRequest for Authenticated {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _body: &mut Payload) -> Self::Future {
        let token = token(request).map(str::to_owned);
        let registry = request.app_data::<Data<Registry>>().cloned();
        let workers = request.app_data::<Data<Workers>>().cloned();
        Box::pin(async move {
            let token = token.ok_or_else(|| Problem::of(Kind::NotAuthenticated))?;
            let (Some(registry), Some(workers)) = (registry, workers) else {
                return Err(Problem::of(Kind::Ours));
            };
            if let Some(caller) = registry.recognize(&token) {
                return Ok(Self(caller));
            }
            workers.run(move || registry.authenticate(&token)).await.map(Self)
        })
    }
}

/// The token of the one header that carries it. It is a secret: it goes into no log and no answer.
fn token(request: &HttpRequest) -> Option<&str> {
    let mut headers = request.headers().get_all(AUTHORIZATION);
    let (Some(header), None) = (headers.next(), headers.next()) else { return None };
    let (scheme, token) = header.to_str().ok()?.split_once(' ')?;
    let fits = (1..=TOKEN_BYTES_MAX).contains(&token.len()) && !token.contains(' ');
    (scheme.eq_ignore_ascii_case("bearer") && fits).then_some(token)
}

#[cfg(test)]
mod tests {
    use actix_web::http::header;
    use actix_web::test::TestRequest;

    use super::*;

    fn with(headers: &[&str]) -> HttpRequest {
        let request = TestRequest::get();
        let named = |request: TestRequest, value: &&str| {
            request.append_header((header::AUTHORIZATION, (*value).to_owned()))
        };
        headers.iter().fold(request, named).to_http_request()
    }

    #[test]
    fn a_token_comes_in_one_bearer_header() {
        assert_eq!(token(&with(&["Bearer abc.DEF-123"])), Some("abc.DEF-123"));
        assert_eq!(token(&with(&["bearer abc"])), Some("abc"), "schemes have no case");
        let none: [&[&str]; 7] = [
            &[],
            &["abc"],
            &["Bearer "],
            &["Basic abc"],
            &["Bearer a b"],
            &["Bearer  a"],
            &["Bearer a", "Bearer a"],
        ];
        for headers in none {
            assert_eq!(token(&with(headers)), None, "{headers:?}");
        }
        let long = format!("Bearer {}", "x".repeat(TOKEN_BYTES_MAX + 1));
        assert_eq!(token(&with(&[&long])), None);
    }

    #[actix_web::test]
    async fn without_a_token_nobody_is_authenticated() {
        let refused = Authenticated::from_request(&with(&[]), &mut Payload::None).await;
        let problem = refused.unwrap_err();
        assert_eq!((problem.status().as_u16(), problem.code()), (401, "not-authenticated"));
        let answer = problem.answer(None);
        assert_eq!(answer.headers().get("www-authenticate").unwrap(), "Bearer");
    }
}
