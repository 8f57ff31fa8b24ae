//! Where nothing is, or nothing that may be shown: the two look the same.

use askama::Template;

use super::frame::Frame;
use super::identifier::Identifier;

/// No page has this address. Status 404.
#[derive(Template)]
#[template(path = "pages/not_found.html")]
pub struct NotFoundPage {
    /// The frame.
    pub frame: Frame,
}

/// No such units are published, because there are none or because they may not be shown. Status 404.
#[derive(Template)]
#[template(path = "pages/never_issued.html")]
pub struct NeverIssuedPage {
    /// The frame.
    pub frame: Frame,
    /// The units that were asked for.
    pub units: Identifier,
}
