//! The consistency checks of a submission: inside it, and against all others.
//!
//! One rule, one file, one number. A check never changes what a Party has handed in; it says
//! which rows disagree, on which units, with what of whom. What cannot be judged yet, because the
//! other side has not reported, is undetermined, and no fault.

mod amounts;
mod corpus;
mod disputed;
mod failure;
mod id;
mod ii01;
mod ii02;
mod ii03;
mod ii04;
mod ii05;
mod ii06;
mod ii07;
mod isc01;
mod look;
mod report;
mod runs;
mod stc01;
mod stc02;
mod stc03;
mod stc04;
mod together;
mod x01;
mod x02;
mod x03;
mod x04;
mod x05;
mod x06;
mod x07;
mod x08;
mod x09;

pub use amounts::ReportedAmounts;
pub use corpus::{Corpus, Filing};
pub use disputed::{Disputed, OpenInconsistency};
pub use failure::{Failure, OtherSide, Verdict};
pub use id::{CheckId, NotACheck};
pub use report::{Outcome, Report, examine};
pub(crate) use stc02::{Purposeful, wanted};
pub use together::{
    Examined, SubmissionKey, examine_against, examine_all, fails_alone, named_by_others,
};
