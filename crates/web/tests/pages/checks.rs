//! What every page must be, whatever it says.

use std::collections::BTreeSet;

use super::html::{Element, Piece, read, text_of};

/// What is wrong with a page; nothing, if it is as it must be.
pub(crate) fn faults(page: &str) -> Vec<String> {
    let pieces = read(page);
    let elements: Vec<&Element> = pieces.iter().filter_map(Piece::element).collect();
    let mut faults = Vec::new();
    faults.extend(nesting(&pieces));
    faults.extend(title(page, &elements));
    faults.extend(headings(&elements));
    faults.extend(frame(page, &elements));
    faults.extend(references(&elements));
    faults.extend(elements.iter().filter_map(|element| forbidden(element)));
    faults.extend(tables(&pieces));
    faults.extend(forms(&elements));
    faults
}

fn named<'a>(elements: &[&'a Element], name: &str) -> Vec<&'a Element> {
    elements.iter().filter(|element| element.name == name).copied().collect()
}

fn nesting(pieces: &[Piece]) -> Option<String> {
    let mut open: Vec<&str> = Vec::new();
    for piece in pieces {
        match piece {
            Piece::Open(element) if element.is_void() => {}
            Piece::Open(element) => open.push(&element.name),
            Piece::Close(name) => {
                let last = open.pop();
                if last != Some(name.as_str()) {
                    return Some(format!("</{name}> closes {last:?}"));
                }
            }
            Piece::Text(_) => {}
        }
    }
    (!open.is_empty()).then(|| format!("{open:?} have no end"))
}

fn title(page: &str, elements: &[&Element]) -> Option<String> {
    let count = named(elements, "h1").len();
    if count != 1 {
        return Some(format!("{count} h1"));
    }
    let (title, heading) = (text_of(page, "title"), text_of(page, "h1"));
    let without_error = title.strip_prefix("Error: ").unwrap_or(&title);
    let fits = !heading.is_empty() && without_error.starts_with(&heading);
    (!fits).then(|| format!("the title, {title}, does not begin with the h1, {heading}"))
}

fn headings(elements: &[&Element]) -> Option<String> {
    let levels = elements.iter().filter_map(|element| element.name.strip_prefix('h'));
    let levels: Vec<u32> = levels.filter_map(|level| level.parse().ok()).collect();
    // The heading of an error summary stands before the h1.
    let from_h1 = levels.iter().skip_while(|level| **level != 1).collect::<Vec<_>>();
    let skip = from_h1.windows(2).find(|pair| pair[1].saturating_sub(*pair[0]) > 1);
    skip.map(|pair| format!("h{} follows h{}", pair[1], pair[0]))
}

fn frame(page: &str, elements: &[&Element]) -> Vec<String> {
    let mut faults = Vec::new();
    if !page.starts_with("<!doctype html>") {
        faults.push("no doctype".to_owned());
    }
    for attribute in ["lang", "dir"] {
        let is_set = named(elements, "html").iter().any(|html| html.value(attribute).is_some());
        if !is_set {
            faults.push(format!("html has no {attribute}"));
        }
    }
    for name in ["main", "header", "footer", "title"] {
        if named(elements, name).len() != 1 {
            faults.push(format!("not one {name}"));
        }
    }
    let first_link = named(elements, "a").first().and_then(|link| link.value("href"));
    if first_link != Some("#main") {
        faults.push("the first link does not skip to the content".to_owned());
    }
    faults
}

fn references(elements: &[&Element]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut ids = BTreeSet::new();
    for id in elements.iter().filter_map(|element| element.value("id")) {
        if !ids.insert(id) {
            faults.push(format!("two elements have the id {id}"));
        }
    }
    for element in elements {
        let lists = ["for", "aria-labelledby", "aria-describedby"];
        let named = lists.iter().filter_map(|name| element.value(name));
        let within = element.value("href").and_then(|to| to.strip_prefix('#'));
        for id in named.flat_map(str::split_whitespace).chain(within) {
            if !ids.contains(id) {
                faults.push(format!("{} refers to {id}, which is not there", element.name));
            }
        }
        let has_name = element.value("aria-labelledby").or(element.value("aria-label")).is_some();
        if element.value("role") == Some("region") && !has_name {
            faults.push("a region has no name".to_owned());
        }
    }
    faults
}

fn forbidden(element: &Element) -> Option<String> {
    let Element { name, attributes } = element;
    if ["script", "style", "iframe", "object", "embed", "base", "font"].contains(&name.as_str()) {
        return Some(format!("<{name}> is not allowed"));
    }
    let inline = attributes.iter().find(|(name, _)| name == "style" || name.starts_with("on"));
    if let Some((attribute, _)) = inline {
        return Some(format!("{name} has {attribute}"));
    }
    let loaded = element.value("src").or(element.value("href").filter(|_| name == "link"));
    let elsewhere = loaded.filter(|address| !address.starts_with("/static/"));
    elsewhere.map(|address| format!("{name} loads {address}"))
}

fn tables(pieces: &[Piece]) -> Vec<String> {
    let mut faults = Vec::new();
    let mut opened = pieces.iter().filter_map(Piece::element).peekable();
    while let Some(element) = opened.next() {
        let next = opened.peek().map(|next| next.name.as_str());
        if element.name == "table" && next != Some("caption") {
            faults.push("a table has no caption".to_owned());
        }
        if element.name == "th" && element.value("scope").is_none() {
            faults.push("a th has no scope".to_owned());
        }
    }
    faults
}

fn forms(elements: &[&Element]) -> Vec<String> {
    let labels = named(elements, "label");
    let labelled: BTreeSet<_> = labels.iter().filter_map(|label| label.value("for")).collect();
    let mut faults = Vec::new();
    for input in named(elements, "input") {
        if !input.value("id").is_some_and(|id| labelled.contains(id)) {
            faults.push(format!("the input {:?} has no label", input.value("name")));
        }
    }
    for form in named(elements, "form") {
        if form.value("action").is_none() || form.value("method").is_none() {
            faults.push("a form has no action or no method".to_owned());
        }
    }
    for button in named(elements, "button") {
        if button.value("type").is_none() {
            faults.push("a button has no type".to_owned());
        }
    }
    faults
}
