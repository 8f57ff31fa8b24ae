//! The headers that tell a browser what our pages may do: as little as possible.

use actix_web::middleware::DefaultHeaders;

/// What a page may load and do: its own style sheet and pictures, forms to ourselves, no script.
pub const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; style-src 'self'; \
    img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const PERMISSIONS_POLICY: &str = "accelerometer=(), camera=(), display-capture=(), \
    geolocation=(), gyroscope=(), magnetometer=(), microphone=(), midi=(), payment=(), usb=()";

/// The security headers of every answer. A handler that needs other ones sets them itself.
pub fn security_headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("Content-Security-Policy", CONTENT_SECURITY_POLICY))
        .add(("Strict-Transport-Security", "max-age=63072000; includeSubDomains"))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "no-referrer"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
        .add(("Permissions-Policy", PERMISSIONS_POLICY))
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service};
    use actix_web::{App, HttpResponse, web};

    use super::*;

    #[actix_web::test]
    async fn every_answer_carries_the_security_headers() {
        let page = web::get().to(HttpResponse::Ok);
        let app = init_service(App::new().wrap(security_headers()).route("/", page)).await;
        for path in ["/", "/nowhere"] {
            let request = TestRequest::get().uri(path).to_request();
            let answer = call_service(&app, request).await;
            let header = |name| answer.headers().get(name).map(|value| value.to_str().unwrap());
            assert_eq!(
                header("content-security-policy"),
                Some(
                    "default-src 'none'; style-src 'self'; img-src 'self' data:; \
                     form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
                )
            );
            assert_eq!(header("x-content-type-options"), Some("nosniff"));
            assert_eq!(header("referrer-policy"), Some("no-referrer"));
            assert_eq!(header("cross-origin-opener-policy"), Some("same-origin"));
            assert_eq!(header("cross-origin-resource-policy"), Some("same-origin"));
            assert!(header("strict-transport-security").is_some_and(|v| v.contains("max-age=63")));
            assert!(header("permissions-policy").is_some_and(|v| v.contains("camera=()")));
        }
    }
}
