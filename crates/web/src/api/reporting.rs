//! What a Party files and explains, as requests have it.

use domain::filing::Claim;
use domain::ledger::{ExplainInconsistency, FileReport};

use super::fields::{Fields, Read};

/// Reads which report is filed.
pub(super) fn file_report(mut at: Fields<'_>) -> Read<FileReport> {
    let (year, version, file) = (at.need("year"), at.need("version"), at.need("file"));
    let claims = at.objects("claims", claim);
    at.end();
    Ok(FileReport { year: year?, version: version?, file: file?, claims: claims? })
}

fn claim(mut at: Fields<'_>) -> Read<Claim> {
    let (table, field, basis) = (at.need("table"), at.need("field"), at.need("basis"));
    at.end();
    Ok(Claim { table: table?, field: field?, basis: basis? })
}

/// Reads how a check is explained.
pub(super) fn explain(mut at: Fields<'_>) -> Read<ExplainInconsistency> {
    let (party, year) = (at.need("party"), at.need("year"));
    let (check, text) = (at.need("check"), at.need("text"));
    at.end();
    Ok(ExplainInconsistency { party: party?, year: year?, check: check?, text: text? })
}
