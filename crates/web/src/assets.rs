//! The style sheet and the icon: embedded in the executable, named by their content.

use std::future::{Ready, ready};

use actix_web::HttpResponse;
use actix_web::http::header::{CacheControl, CacheDirective, ETag, EntityTag, IfNoneMatch};
use actix_web::web::{Header, Path};
use rust_embed::{EmbeddedFile, RustEmbed};

#[derive(RustEmbed)]
#[folder = "static/"]
struct Files;

/// One year: the name changes with the content, so a browser need never ask again.
const SECONDS_TO_KEEP: u32 = 31_536_000;

/// The style sheet of all pages.
pub const STYLE_SHEET: &str = "registry.css";

/// The icon that browsers show beside the title.
pub const ICON: &str = "icon.svg";

/// Where a file of `static/` is served: `/static/registry.0a1b2c3d4e5f6071.css`.
pub fn address(file: &str) -> String {
    match Files::get(file) {
        Some(found) => format!("/static/{}", named_by_content(file, &found)),
        None => format!("/static/{file}"),
    }
}

/// `GET /static/{name}`: a file under the name that its content gives it; under any other, 404.
pub fn serve(name: Path<String>, known: Option<Header<IfNoneMatch>>) -> Ready<HttpResponse> {
    ready(answer(&name.into_inner(), known.map(Header::into_inner)))
}

fn answer(name: &str, known: Option<IfNoneMatch>) -> HttpResponse {
    let Some((file, found)) = find(name) else {
        return HttpResponse::NotFound().finish();
    };
    let tag = EntityTag::new_strong(digest(&found));
    let keep = CacheControl(vec![
        CacheDirective::Public,
        CacheDirective::MaxAge(SECONDS_TO_KEEP),
        CacheDirective::Extension("immutable".to_owned(), None),
    ]);
    let known = match known {
        Some(IfNoneMatch::Any) => true,
        Some(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        None => false,
    };
    let mut answer = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    answer
        .insert_header(keep)
        .insert_header(ETag(tag))
        .insert_header(("X-Content-Type-Options", "nosniff"));
    if known {
        return answer.finish();
    }
    answer.content_type(content_type(&file)).body(found.data.into_owned())
}

fn find(name: &str) -> Option<(String, EmbeddedFile)> {
    let mut parts = name.split('.');
    let (stem, _digest, extension) = (parts.next()?, parts.next()?, parts.next()?);
    let file = format!("{stem}.{extension}");
    let found = Files::get(&file)?;
    (named_by_content(&file, &found) == name).then_some((file, found))
}

fn named_by_content(file: &str, found: &EmbeddedFile) -> String {
    let (stem, extension) = file.split_once('.').unwrap_or((file, ""));
    format!("{stem}.{}.{extension}", digest(found))
}

/// The first 64 bits of the SHA-256 of the content, in hexadecimal.
fn digest(found: &EmbeddedFile) -> String {
    let hash = found.metadata.sha256_hash();
    let first = hash.first_chunk().copied().map(u64::from_be_bytes).unwrap_or_default();
    format!("{first:016x}")
}

fn content_type(file: &str) -> &'static str {
    match file.rsplit_once('.') {
        Some((_, "css")) => "text/css; charset=utf-8",
        Some((_, "svg")) => "image/svg+xml",
        Some(_) | None => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use actix_web::test::{TestRequest, call_service, init_service, read_body};
    use actix_web::{App, web};

    use super::*;

    macro_rules! get {
        ($path:expr $(, $header:expr)*) => {{
            let route = web::get().to(serve);
            let app = init_service(App::new().route("/static/{name}", route)).await;
            let request = TestRequest::get().uri($path)$(.insert_header($header))*.to_request();
            call_service(&app, request).await
        }};
    }

    #[actix_web::test]
    async fn the_style_sheet_is_served_for_ever_under_the_name_of_its_content() {
        let answer = get!(&address(STYLE_SHEET));
        assert_eq!(answer.status(), 200);
        let header = |name| answer.headers().get(name).unwrap().to_str().unwrap().to_owned();
        assert_eq!(header("content-type"), "text/css; charset=utf-8");
        assert_eq!(header("cache-control"), "public, max-age=31536000, immutable");
        assert_eq!(header("x-content-type-options"), "nosniff");
        assert_eq!(read_body(answer).await, Files::get(STYLE_SHEET).unwrap().data.as_ref());
    }

    #[actix_web::test]
    async fn a_browser_that_has_the_file_is_not_sent_it_again() {
        let tag = get!(&address(ICON)).headers().get("etag").unwrap().clone();
        let answer = get!(&address(ICON), ("If-None-Match", tag));
        assert_eq!(answer.status(), 304);
        assert!(read_body(answer).await.is_empty());
        assert_eq!(get!(&address(ICON), ("If-None-Match", "\"other\"")).status(), 200);
    }

    #[actix_web::test]
    async fn no_other_name_is_served() {
        for name in ["registry.css", "registry.0000000000000000.css", "..", "x.y.z", "a.b.c.d"] {
            assert_eq!(get!(&format!("/static/{name}")).status(), 404, "{name}");
        }
    }
}
