//! The page of a problem type: what happened, what to do, an example.

use askama::Template;

use super::article::{Article, Block, Span};
use super::frame::Frame;

/// `/problems/{code}`.
#[derive(Template)]
#[template(path = "pages/problem.html")]
pub struct ProblemPage {
    /// The frame.
    pub frame: Frame,
    /// The code, which is never translated.
    pub code: String,
    /// The HTTP status that answers with this problem have.
    pub status: u16,
    /// The text of the page.
    pub article: Article,
}
