//! Why a verb ends early, and the exit status that says so.

/// Why a verb ends early. `why` is empty where everything has been said already.
#[derive(Debug)]
pub(crate) struct Stop {
    pub(crate) status: u8,
    pub(crate) why: String,
}

impl Stop {
    /// Something was tried and did not work.
    pub(crate) fn failed(why: &str) -> Self {
        Self { status: 1, why: why.to_owned() }
    }

    /// Something was not tried: it was asked for wrongly, or a person must do something first.
    pub(crate) fn misused(why: &str) -> Self {
        Self { status: 2, why: why.to_owned() }
    }

    /// The failure stands above.
    pub(crate) fn said() -> Self {
        Self { status: 1, why: String::new() }
    }
}
