//! Every page is checked, whatever its test is about: nobody writes these tests, nobody can skip them.

#[cfg(test)]
mod checks;
#[cfg(test)]
mod fixtures;
#[cfg(test)]
mod html;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::{checks, fixtures, html};

    /// Words that name a side of the screen: pages in Arabic would need a second rule.
    const SIDES: [&str; 2] = ["left", "right"];

    fn file(name: &str) -> String {
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
    }

    #[test]
    fn every_page_passes_the_page_checks() {
        for page in fixtures::pages() {
            assert_eq!(checks::faults(&page.html), Vec::<String>::new(), "{}", page.name);
        }
    }

    #[test]
    fn no_page_weighs_more_than_45_kilobytes_even_uncompressed() {
        let shared = file("static/registry.css").len() + file("static/icon.svg").len();
        for page in fixtures::pages() {
            let weight = page.html.len() + shared;
            assert!(weight <= 45_000, "{} weighs {weight} bytes", page.name);
        }
    }

    #[test]
    fn the_checks_find_what_is_wrong() {
        let good = fixtures::pages().into_iter().find(|page| page.name == "unit-life").unwrap();
        for (from, to) in [
            ("<h1>", "<h1>x</h1><h1>"),
            ("<title>", "<title>Other "),
            ("lang=\"en\"", ""),
            ("dir=\"ltr\">\n<head>", ">\n<head>"),
            ("id=\"history\"", "id=\"facts\""),
            ("<main", "<script>1</script><main"),
            ("<main", "<main style=\"color:red\""),
            ("<main", "<main onclick=\"x()\""),
            ("<caption id=\"places\">", "<caption>"),
            ("scope=\"col\"", ""),
            ("for=\"at\"", "for=\"nothing\""),
            ("href=\"#main\"", "href=\"#nothing\""),
            ("</section>", ""),
            ("<h2 id=\"cite\">", "<h4 id=\"cite\">"),
            ("href=\"/static", "href=\"https://elsewhere.example"),
            ("type=\"submit\"", ""),
            ("action=\"/search\"", ""),
        ] {
            let bad = good.html.replacen(from, to, 1);
            assert_ne!(bad, good.html, "{from} is not on the page");
            assert_ne!(checks::faults(&bad), Vec::<String>::new(), "{from} became {to}");
        }
    }

    #[test]
    fn what_a_stranger_typed_is_shown_but_never_becomes_part_of_the_page() {
        let attack = "\"><script>alert(1)</script>";
        let page = fixtures::home_with(attack);
        assert!(!page.contains("<script"), "{page}");
        assert!(html::text_of(&page, "bdi").contains("SCRIPT"));
        assert_eq!(checks::faults(&page), Vec::<String>::new());
    }

    #[test]
    fn the_style_sheet_has_no_sides_and_loads_nothing() {
        let style = file("static/registry.css");
        let words: BTreeSet<&str> = style.split(|c: char| !c.is_ascii_alphabetic()).collect();
        for word in SIDES.into_iter().chain(["url", "import"]) {
            assert!(!words.contains(word), "the style sheet says {word}");
        }
        assert_eq!(style.matches('{').count(), style.matches('}').count());
    }

    #[test]
    fn every_class_has_a_style_and_every_style_a_class() {
        let mut used = BTreeSet::new();
        for page in fixtures::pages() {
            for element in html::read(&page.html).iter().filter_map(html::Piece::element) {
                let classes = element.value("class").unwrap_or_default();
                used.extend(classes.split_whitespace().map(str::to_owned));
            }
        }
        let style = file("static/registry.css");
        let mut styled = BTreeSet::new();
        for piece in style.split('.').skip(1) {
            let name: String =
                piece.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            // After the point of a figure, such as `.5rem`, no name follows.
            styled.extend((!name.is_empty()).then_some(name));
        }
        assert_eq!(used, styled);
    }
}
