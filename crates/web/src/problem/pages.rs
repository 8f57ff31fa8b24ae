//! The pages about problems: what happened, an example, what to do. They are made from the
//! catalogue of messages and from one example of each problem.

use std::fmt::Write as _;
use std::sync::OnceLock;

use super::texts::Texts;
use super::{MEDIA_TYPE, Problem, samples};

/// A page about a problem, or the list of all.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Page {
    /// The code; for the list of all pages, `README`.
    pub code: &'static str,
    /// The status of an answer with this problem; of the list, 200.
    pub status: u16,
    /// What happened, in a line.
    pub title: String,
    /// The page, in Markdown.
    pub text: String,
}

impl Page {
    /// The name of its file in `docs/problems`.
    pub fn file(&self) -> String {
        format!("{}.md", self.code)
    }
}

/// All pages, the list of them first.
pub fn pages() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| {
        // The examples are constants; a test sees to it that they can be read.
        let problems = samples::problems().unwrap_or_default();
        let pages: Vec<Page> = problems.iter().map(about).collect();
        std::iter::once(list(&pages)).chain(pages).collect()
    })
}

/// The page about a code.
pub fn page(code: &str) -> Option<&'static Page> {
    pages().iter().find(|page| page.code == code)
}

fn about(problem: &Problem) -> Page {
    let (code, status) = (problem.code(), problem.status());
    let numbers = &problem.0.numbers;
    // In a page, a number stands by its name.
    let named: Vec<_> = numbers.iter().map(|(name, _)| (*name, format!("`{name}`"))).collect();
    let Texts { title, detail, remedy } = Texts::of(code, &named);
    let mut text = format!("# {title}\n\n- Code: `{code}`\n- HTTP status: {status}\n");
    let body = problem.body(None);
    if let Some(rule) = &body.rule {
        let _ = writeln!(text, "- Rule of the specification: {rule}");
    }
    let _ = write!(text, "\n## What happened\n\n{detail}\n");
    if !numbers.is_empty() {
        let _ = write!(text, "\nThe answer has these by themselves too, in `numbers`.\n");
    }
    let example = serde_json::to_string_pretty(&body).unwrap_or_default();
    let _ = write!(text, "\n## What to do\n\n{remedy}\n");
    let _ = write!(
        text,
        "\n## Example\n\nAn answer of the type `{MEDIA_TYPE}`. Here it lacks `instance`, the id of \
         the request.\n\n```json\n{example}\n```\n"
    );
    Page { code, status: status.as_u16(), title, text }
}

fn list(pages: &[Page]) -> Page {
    let title = "Problems".to_owned();
    let mut text = format!(
        "# {title}\n\nWhere the registry does not do what it was asked to do, it answers with the \
         type `{MEDIA_TYPE}` (RFC 9457). The member `code` says why; it never changes and is never \
         translated. Each code has a page.\n\nThese pages are generated from the catalogue of \
         messages. Edit `crates/web/locales/en/problems.ftl`, then generate them again.\n",
    );
    let mut last_status = 0;
    let mut sorted: Vec<_> = pages.iter().collect();
    sorted.sort_by_key(|page| (page.status, page.code));
    for page in sorted {
        if page.status != last_status {
            last_status = page.status;
            let _ = write!(text, "\n## Status {last_status}\n\n");
        }
        let _ = writeln!(text, "- [{0}]({0}.md): {1}", page.code, page.title);
    }
    Page { code: "README", status: 200, title, text }
}
