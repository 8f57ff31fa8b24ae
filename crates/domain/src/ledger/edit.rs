//! What an edited proposal says otherwise than the one that it replaces.

use std::collections::BTreeSet;

use serde_json::Value;

use super::proposal::Proposal;

/// A field that two proposals do not have in common.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Edit {
    /// Where it stands in what the second person is shown: a JSON pointer (RFC 6901), for example
    /// `/orders/0/units`.
    pub field: String,
    /// What the old proposal says there, if anything.
    pub before: Option<Value>,
    /// What the new one says there, if anything.
    pub after: Option<Value>,
}

/// What `new` says otherwise than `old`, in the order of the fields' names: their orders, for which
/// entity, and when it occurred. The same two proposals always differ by the same list.
pub fn edits(old: &Proposal, new: &Proposal) -> Vec<Edit> {
    let mut found = Vec::new();
    compare(String::new(), said(old).as_ref(), said(new).as_ref(), &mut found);
    found
}

/// What a proposal says, but for what is its own: its identifier, what it replaces, and what was
/// typed to confirm it.
fn said(proposal: &Proposal) -> Option<Value> {
    let mut shown = proposal.shown();
    let members = shown.as_object_mut()?;
    for own in ["confirm_units", "proposal", "replaces", "section"] {
        members.remove(own);
    }
    Some(shown)
}

fn compare(field: String, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Edit>) {
    match (before, after) {
        (Some(Value::Object(before)), Some(Value::Object(after))) => {
            let names: BTreeSet<_> = before.keys().chain(after.keys()).collect();
            for name in names {
                // The names of our fields hold neither of the two characters that are escaped.
                compare(format!("{field}/{name}"), before.get(name), after.get(name), found);
            }
        }
        (Some(Value::Array(before)), Some(Value::Array(after))) => {
            for at in 0..before.len().max(after.len()) {
                compare(format!("{field}/{at}"), before.get(at), after.get(at), found);
            }
        }
        _ if before == after => {}
        _ => {
            let said = |value: Option<&Value>| value.filter(|it| !it.is_null()).cloned();
            let (before, after) = (said(before), said(after));
            if before != after {
                found.push(Edit { field, before, after });
            }
        }
    }
}
