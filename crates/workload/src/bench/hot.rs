//! P9: one hot block of one hot account, from which everybody takes.

use super::Run;
use super::figures::{Calls, median};
use super::report::{Row, Wanted};
use super::transfers::{MANY, through_function, through_library};
use super::world::Spot;

/// Measures the hot spot against our own rate elsewhere, and against the function on the same spot.
pub(super) fn measure(run: &mut Run<'_>) -> anyhow::Result<Vec<Row>> {
    let (mut hot, mut anywhere, mut function) = (Vec::new(), Vec::new(), Vec::new());
    for repetition in 1..=run.repetitions {
        hot.push(rate(&through_library(run, MANY, Spot::Hot)?));
        anywhere.push(rate(&through_library(run, MANY, Spot::Anywhere)?));
        function.push(rate(&through_function(run, (32, 1_500), Spot::Hot)?));
        run.say(&format!("hot block: repetition {repetition}"));
    }
    let (hot, anywhere, function) = (median(&hot), median(&anywhere), median(&function));
    let own = "library, hot block, 32 callers, against any block";
    let same = "library, hot block, 32 callers, against plpgsql on it";
    Ok(vec![
        Row::new("P9", own, "/s", (hot, anywhere), Wanted::AtLeast(1.0)),
        Row::new("P9", same, "/s", (hot, function), Wanted::AtLeast(4.0)),
    ])
}

fn rate(calls: &Calls) -> f64 {
    calls.rate()
}
