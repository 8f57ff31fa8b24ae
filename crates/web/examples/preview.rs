//! Writes every page to `target/preview/`, with the style sheet beside it, to look at in a browser.

#[path = "../tests/pages/fixtures.rs"]
mod fixtures;

use std::fs;
use std::path::Path;

fn main() -> std::io::Result<()> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = here.join("../../target/preview");
    fs::create_dir_all(&folder)?;
    for file in [web::assets::STYLE_SHEET, web::assets::ICON] {
        fs::copy(here.join("static").join(file), folder.join(file))?;
    }
    for page in fixtures::pages() {
        let mut html = page.html;
        for file in [web::assets::STYLE_SHEET, web::assets::ICON] {
            html = html.replace(&web::assets::address(file), file);
        }
        fs::write(folder.join(page.name).with_extension("html"), html)?;
    }
    Ok(())
}
