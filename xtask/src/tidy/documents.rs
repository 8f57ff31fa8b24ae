//! Pages that nothing links to are not read.

use std::path::{Path, PathBuf};

use super::{Finding, files_below, text_of};

/// Folders with an index of their pages.
const INDEXED: [&str; 2] = ["docs/adr", "docs/problems"];
const INDEX: &str = "README.md";

pub(super) fn check() -> Result<Vec<Finding>, String> {
    let mut findings = Vec::new();
    for folder in INDEXED {
        let folder = Path::new(folder);
        let mut pages = files_below(folder, ".md")?;
        let index_file = folder.join(INDEX);
        pages.retain(|page| *page != index_file);
        let index = if index_file.exists() { text_of(&index_file)? } else { String::new() };
        findings.extend(unlinked(folder, &pages, &index));
        findings.extend(broken(&index_file, &index));
    }
    Ok(findings)
}

fn unlinked(folder: &Path, pages: &[PathBuf], index: &str) -> Vec<Finding> {
    let linked: Vec<&str> = links(index).map(|(_, link)| link).collect();
    pages
        .iter()
        .filter(|page| {
            let name = page.strip_prefix(folder).unwrap_or(page).to_string_lossy();
            !linked.contains(&name.as_ref())
        })
        .map(|page| {
            let index = folder.join(INDEX);
            let text = format!("nothing leads to this page: link it from {}", index.display());
            Finding::new(page, 1, text)
        })
        .collect()
}

fn broken(file: &Path, index: &str) -> Vec<Finding> {
    let folder = file.parent().unwrap_or(Path::new("."));
    links(index)
        .filter(|(_, link)| !link.is_empty() && !link.contains("://"))
        .filter(|(_, link)| !folder.join(link).exists())
        .map(|(line, link)| {
            Finding::new(file, line, format!("{link} is not there: write it, or drop the link"))
        })
        .collect()
}

/// The targets of `[text](target)`, without `./` and `#section`, each with its line.
fn links(text: &str) -> impl Iterator<Item = (usize, &str)> {
    (1_usize..).zip(text.lines()).flat_map(|(number, line)| {
        line.split("](").skip(1).filter_map(move |rest| {
            let (target, _) = rest.split_once(')')?;
            let target = target.split('#').next().unwrap_or(target);
            Some((number, target.strip_prefix("./").unwrap_or(target)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_that_the_index_does_not_link_is_found() {
        let folder = Path::new("docs/adr");
        let pages = ["0001-storeys.md", "0002-acts.md"].map(|name| folder.join(name));
        let index = "- [Storeys](./0001-storeys.md#why)\n- 0002-acts.md is only mentioned\n";
        let found = unlinked(folder, &pages, index);
        assert_eq!(found.len(), 1);
        assert_eq!(
            found[0].to_string(),
            "docs/adr/0002-acts.md:1: nothing leads to this page: link it from docs/adr/README.md"
        );
    }

    #[test]
    fn a_link_to_a_page_that_is_not_there_is_found() {
        let index = "see\n[gone](no-such-page.md), [out](https://example.org/a.md)\n";
        let found = broken(Path::new("docs/adr/README.md"), index);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].line, 2);
    }
}
