//! What the registry warns of: it stops nothing, and nobody may overlook it.

use serde_json::Value;

use super::noun::{at, list};
use super::plain::plain;

/// The warnings in the list at a JSON pointer, a line each.
pub(super) fn lines(thing: &Value, pointer: &str) -> Vec<String> {
    list(thing, pointer).iter().map(line).collect()
}

/// The same, below an empty line if there are any.
pub(super) fn below(thing: &Value, pointer: &str) -> Vec<String> {
    let warnings = lines(thing, pointer);
    let gap = if warnings.is_empty() { None } else { Some(String::new()) };
    gap.into_iter().chain(warnings).collect()
}

fn line(warning: &Value) -> String {
    // People count from 1.
    let order = warning.get("order").and_then(Value::as_u64);
    let order = order.map(|it| format!(" of order {}", it.saturating_add(1))).unwrap_or_default();
    let blocking = if at(warning, "/blocking") == "true" {
        "; somebody must look into it before reports are made"
    } else {
        ""
    };
    let (detail, rule, code) = (at(warning, "/detail"), at(warning, "/rule"), at(warning, "/code"));
    plain(&format!("Warning{order}: {detail} ({rule}, {code}{blocking})"))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_warning_names_its_order_and_says_whether_somebody_must_look_into_it() {
        let warning = |blocking| {
            json!({ "order": 0, "code": "cap-nearly-reached", "rule": "R-114",
                "blocking": blocking, "detail": "Nearly all is first transferred.", "numbers": {} })
        };
        let receipt = json!({ "warnings": [warning(false), warning(true)] });
        assert_eq!(
            lines(&receipt, "/warnings"),
            [
                "Warning of order 1: Nearly all is first transferred. (R-114, cap-nearly-reached)",
                "Warning of order 1: Nearly all is first transferred. (R-114, cap-nearly-reached; \
                 somebody must look into it before reports are made)",
            ]
        );
        assert_eq!(below(&receipt, "/warnings").len(), 3);
        assert!(below(&json!({}), "/warnings").is_empty());
    }
}
