//! What the executable says, and to whom.

use std::io::pipe;

use crate::server::itmo;

#[test]
fn a_closed_pipe_ends_it_without_a_word() {
    let (reader, writer) = pipe().unwrap();
    drop(reader);
    let ended = itmo().arg("openapi").stdout(writer).output().unwrap();
    assert_eq!(String::from_utf8_lossy(&ended.stderr), "");
    assert_eq!(ended.status.code(), Some(141), "as shells report it of any program");
}
