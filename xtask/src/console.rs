//! What is said on standard output, to a person or into a pipe.

use std::fmt::Arguments;
use std::io::{Write as _, stdout};
use std::process;

/// What shells report of a program that a closed pipe has ended.
const PIPE_CLOSED: i32 = 141;

/// Says a line.
macro_rules! say {
    ($($words:tt)*) => {
        $crate::console::line(::std::format_args!($($words)*))
    };
}
pub(crate) use say;

/// Says a line. Whoever has closed the pipe (`| head`) has read enough: then we end without a word,
/// and with us what waits for the end of our output.
pub(crate) fn line(words: Arguments<'_>) {
    if writeln!(stdout().lock(), "{words}").is_err() {
        process::exit(PIPE_CLOSED);
    }
}
