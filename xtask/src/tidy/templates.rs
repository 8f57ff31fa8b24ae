//! Templates that no page uses are dead.

use std::path::Path;

use super::{Finding, files_below, text_of};

const TEMPLATES: &str = "crates/web/templates";
const SOURCES: &str = "crates/web/src";

pub(super) fn check() -> Result<Vec<Finding>, String> {
    let folder = Path::new(TEMPLATES);
    let mut used = Vec::new();
    for file in files_below(Path::new(SOURCES), ".rs")? {
        used.extend(named_in_source(&text_of(&file)?));
    }
    let templates = files_below(folder, "")?;
    for template in &templates {
        used.extend(named_in_template(&text_of(template)?));
    }
    Ok(templates
        .iter()
        .filter(|template| {
            let name = template.strip_prefix(folder).unwrap_or(template).to_string_lossy();
            !used.iter().any(|used| *used == name)
        })
        .map(|template| {
            let text = "no page uses this template: name it in a `path = \"…\"`, or delete it";
            Finding::new(template, 1, text.to_owned())
        })
        .collect())
}

/// `#[template(path = "pages/front.html")]`
fn named_in_source(source: &str) -> Vec<String> {
    quoted_after(source, "path = ")
}

/// `{% extends "layout.html" %}`, `include` and `import`.
fn named_in_template(template: &str) -> Vec<String> {
    ["extends ", "include ", "import "]
        .into_iter()
        .flat_map(|word| quoted_after(template, word))
        .collect()
}

fn quoted_after(text: &str, word: &str) -> Vec<String> {
    text.split(word)
        .skip(1)
        .filter_map(|rest| rest.trim_start().strip_prefix('"')?.split_once('"'))
        .map(|(name, _)| name.to_owned())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_name_templates_and_templates_name_each_other() {
        let source = "#[derive(Template)]\n#[template(path = \"pages/front.html\")]\nstruct Front;";
        assert_eq!(named_in_source(source), ["pages/front.html"]);
        let template = "{% extends \"layout/frame.html\" %}\n\
            {%- import \"components/a.html\" as a -%}\n\
            <p>include this</p>{% include \"components/b.html\" %}";
        let mut named = named_in_template(template);
        named.sort();
        assert_eq!(named, ["components/a.html", "components/b.html", "layout/frame.html"]);
    }
}
