//! The list of approaches for the CARP.

use super::document::{Document, Section};
use super::party::joined;
use crate::approach::ApproachId;
use crate::party::PartyCode;
use crate::vintage::Year;

/// An approach, and what was done under it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ListedApproach {
    /// Its id.
    pub id: ApproachId,
    /// What it is called.
    pub title: String,
    /// The Parties that take part.
    pub parties: Vec<PartyCode>,
    /// Documents of authorizations under it.
    pub documents: Vec<String>,
    /// The first year of which a report has something to say about it.
    pub first_year: Option<Year>,
}

/// The list. Review reports are not known here.
pub fn approaches(list: &[ListedApproach]) -> Document {
    let columns = ["approach", "title", "Parties", "documents", "first year reported"];
    let rows = list.iter().map(|it| {
        vec![
            it.id.to_string(),
            it.title.clone(),
            joined(&it.parties),
            joined(&it.documents),
            it.first_year.map(|year| year.to_string()).unwrap_or_default(),
        ]
    });
    let section = Section::new("1", "Approaches on record")
        .table("35", "Approaches", &columns, rows.collect())
        .by_hand("35", "Authorized entities of each approach: Table 5 of what Parties hand in")
        .by_hand("35", "Technical expert review reports of each approach");
    let title = "Cooperative approaches, for the centralized accounting and reporting platform";
    let (party, year) = (None, None);
    Document { report: "approaches", title: title.to_owned(), party, year, sections: vec![section] }
}
