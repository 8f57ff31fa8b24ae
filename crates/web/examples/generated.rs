//! Writes the files that are made from the handlers and the catalogue: the pages of problems, and
//! the OpenAPI document.

use std::fs;
use std::io;

fn main() -> io::Result<()> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    for page in web::problem::pages() {
        fs::write(format!("{root}/docs/problems/{}", page.file()), &page.text)?;
    }
    fs::write(format!("{root}/openapi/registry-v1.json"), web::api::openapi::printed())
}
