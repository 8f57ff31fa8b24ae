//! Who is a Party, and when.

use domain::party::PartyCode;
use jiff::civil::{Date, date};

use super::{Act, Ledger, day, must};
use crate::answer::Code;

/// From which day on, and before which day, the one State that came and went was none. Of the real
/// Parties the simulation knows this one, and one that stays.
const WITHOUT_USA: [(Date, Date); 2] =
    [(date(2020, 11, 4), date(2021, 2, 19)), (date(2026, 1, 27), date(9999, 12, 31))];

fn has_withdrawn(party: PartyCode, day: Date) -> bool {
    party.as_str() == "USA" && WITHOUT_USA.iter().any(|(end, again)| *end <= day && day < *again)
}

/// Nothing is done by a Party that has withdrawn by the day of the act, and nothing comes to it.
pub(crate) fn still_party(act: &Act, party: PartyCode) -> Result<(), Code> {
    must(!has_withdrawn(party, day(act.occurred)), "party-withdrew")
}

/// Whether a database of this kind has room for the Party, on the day of the act.
pub(crate) fn admitted(ledger: &Ledger, act: &Act, party: PartyCode) -> bool {
    let code = party.as_str();
    let real = code == "CHE" || (code == "USA" && !has_withdrawn(party, day(act.occurred)));
    code == "QUN" || code.starts_with('X') || (!ledger.fictional_only && real)
}
