//! Underlying units, one by one.

use domain::underlying::Underlying;

/// The identifiers of all units of a run, each as it is compared with others: in capitals, without
/// zeros in front of numbers. Nothing if the two ends are no run of so many.
pub(crate) fn identifiers(run: &Underlying, quantity: u64) -> Option<Vec<(String, String)>> {
    let (first, last) = (pieces(run.first.as_str()), pieces(run.last.as_str()));
    let numbers = first.iter().filter(|piece| number(piece).is_some()).count();
    if first.len() != last.len() || numbers > 16 {
        return None;
    }
    let different: Vec<usize> = (0..first.len()).filter(|at| first[*at] != last[*at]).collect();
    let ids: Vec<Vec<String>> = match different.as_slice() {
        [] => vec![first],
        [at] => {
            let (low, high) = (number(&first[*at])?, number(&last[*at])?);
            if high < low || high - low >= quantity {
                return None;
            }
            let of = |number: u64| {
                let mut id = first.clone();
                id[*at] = number.to_string();
                id
            };
            (low..=high).map(of).collect()
        }
        _ => return None,
    };
    if u64::try_from(ids.len()) != Ok(quantity) {
        return None;
    }
    let registry = run.registry.as_str().to_uppercase();
    Some(ids.iter().map(|id| (registry.clone(), compared(id))).collect())
}

fn compared(id: &[String]) -> String {
    let plain = |piece: &String| number(piece).map(|number| number.to_string());
    id.iter().map(|piece| plain(piece).unwrap_or_else(|| piece.to_uppercase())).collect()
}

fn number(piece: &str) -> Option<u64> {
    piece.parse().ok()
}

/// Numbers, and what stands between them.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut digits = None;
    for character in text.chars() {
        if digits != Some(character.is_ascii_digit()) {
            pieces.push(String::new());
            digits = Some(character.is_ascii_digit());
        }
        if let Some(piece) = pieces.last_mut() {
            piece.push(character);
        }
    }
    pieces
}
