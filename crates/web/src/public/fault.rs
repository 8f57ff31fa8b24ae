//! Where something went wrong on our side, or the registry rests.

use askama::Template;

use super::frame::Frame;

/// A page could not be made.
#[derive(Template)]
#[template(path = "pages/fault.html")]
pub struct FaultPage {
    /// The frame.
    pub frame: Frame,
    /// What happened.
    pub fault: Fault,
}

/// Why a page could not be made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// An error of ours. Status 500.
    Ours {
        /// The id under which our logs have it.
        request: String,
    },
    /// The database is out of reach, or too many ask at once. Status 503.
    Busy,
}

impl FaultPage {
    fn title(&self) -> String {
        self.frame.text(match self.fault {
            Fault::Ours { .. } => "fault-ours-title",
            Fault::Busy => "fault-busy-title",
        })
    }

    fn explanation(&self) -> String {
        match &self.fault {
            Fault::Ours { request } => self.frame.words.say("fault-ours", &[("request", request)]),
            Fault::Busy => self.frame.text("fault-busy"),
        }
    }
}
