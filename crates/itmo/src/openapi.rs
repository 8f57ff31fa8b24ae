//! `itmo openapi` and `itmo problems`: what is generated from the interface itself.

use std::fs;
use std::path::Path;

use anyhow::Context as _;

use crate::console::say;

/// Prints the OpenAPI document.
pub(crate) fn run() {
    say!("{}", web::api::openapi::printed().trim_end());
}

/// Writes the page of each problem into a folder.
pub(crate) fn write_problems(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let pages = web::problem::pages();
    for page in pages {
        let file = folder.join(page.file());
        fs::write(&file, &page.text).with_context(|| format!("cannot write {}", file.display()))?;
    }
    say!("{} pages in {}", pages.len(), folder.display());
    Ok(())
}
