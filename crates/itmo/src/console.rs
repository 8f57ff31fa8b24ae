//! What is said on standard output and beside it, to a person or into a pipe.

use std::fmt::Arguments;
use std::io::{self, Write as _, stderr, stdout};
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

/// Says a line. Whoever has closed the pipe (`| head`) has read enough: then this process ends
/// without a word, and a private database with it.
pub(crate) fn line(words: Arguments<'_>) {
    if write(words).is_err() {
        process::exit(PIPE_CLOSED);
    }
}

/// Says a line if anybody listens: for what is finished, and tidied up, all the same.
pub(crate) fn line_if_heard(words: Arguments<'_>) {
    drop(write(words));
}

/// Says a line on standard error: what is beside the result.
pub(crate) fn note(words: Arguments<'_>) {
    // Whoever has closed it does not want to know.
    drop(writeln!(stderr().lock(), "{words}"));
}

fn write(words: Arguments<'_>) -> io::Result<()> {
    writeln!(stdout().lock(), "{words}")
}
