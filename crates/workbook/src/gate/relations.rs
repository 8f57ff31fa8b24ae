//! What a part says it belongs together with.

use quick_xml::events::BytesStart;

use crate::refused::{Refused, shown};

/// Refuses a relationship to something outside, to macros, and to files inside.
pub(super) fn check(part: &str, relationship: &BytesStart<'_>) -> Result<(), Refused> {
    let (mut kind, mut target, mut external) = (String::new(), String::new(), false);
    for attribute in relationship.attributes() {
        let attribute = attribute
            .map_err(|why| Refused::Malformed { part: part.to_owned(), why: shown(&why) })?;
        match attribute.key.local_name().as_ref() {
            "Type" => kind = attribute.value.to_ascii_lowercase(),
            "Target" => target = attribute.value.into_owned(),
            "TargetMode" => external = !attribute.value.eq_ignore_ascii_case("internal"),
            _ => {}
        }
    }
    let at = || format!("{part}: {target}").chars().take(200).collect();
    let kind = kind.rsplit('/').next().unwrap_or_default();
    match kind {
        "vbaproject" | "wordvbadata" | "xlmacrosheet" | "xlintlmacrosheet" | "dialogsheet" => {
            Err(Refused::Macros { part: at() })
        }
        "externallink" | "externallinkpath" | "connections" | "querytable" | "attachedtemplate"
        | "webextension" => Err(Refused::External { part: at() }),
        "oleobject" | "package" | "control" | "activexcontrolbinary" | "ctrlprop" => {
            Err(Refused::Embedded { part: at() })
        }
        "hyperlink" if external && !leads_to_a_page(&target) => {
            Err(Refused::External { part: at() })
        }
        "hyperlink" => Ok(()),
        _ if external => Err(Refused::External { part: at() }),
        _ => Ok(()),
    }
}

/// Nobody follows links here, and a person who does comes to a page, not to a file or a program.
fn leads_to_a_page(target: &str) -> bool {
    let lower = target.to_ascii_lowercase();
    ["http://", "https://", "mailto:", "#"].iter().any(|it| lower.starts_with(it))
}
