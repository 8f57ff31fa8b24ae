//! A summary as JSON, which programs of others read: what is here is a promise.

use serde_json::{Value, json};

use super::{first_transfer, inputs, summary};
use crate::adjustment::Inputs;
use crate::ndc::AdjustmentMethod::Averaging;
use crate::tests::world::{the, years};

const UNITS: &str = "CA9001-XAL01-XAL-1..10-2021";

/// Ten units by method V, so that the last year has a third.
fn written() -> Value {
    let told = Inputs {
        period: years("2021", "2023"),
        as_of: the("2023"),
        target: Some(the("1000004")),
        ..inputs("XAL", Averaging, [1000; 5])
    };
    let ours = summary(&[first_transfer(12, UNITS, "2021-06-01")], &told);
    serde_json::to_value(&ours).unwrap()
}

fn blocks() -> Value {
    json!([{ "entry": "12", "units": UNITS, "effect": "first-transferred" }])
}

#[test]
fn a_cell_has_its_amount_and_its_blocks_and_is_exact_where_it_is_rounded_r221() {
    let last = &written()["years"][2];
    let balance = json!({ "amount": "1000003.3333", "exact": "3000010/3", "blocks": blocks() });
    assert_eq!(last["row_12"], balance);
    assert_eq!(last["row_3"], json!({ "amount": "1000000", "exact": null, "blocks": [] }));
    assert_eq!(last["row_5"], json!({ "amount": "0", "exact": null, "blocks": [] }));
    assert_eq!((&last["row_1"], &last["row_4"]), (&Value::Null, &Value::Null));
    let fields: Vec<_> = last.as_object().unwrap().keys().cloned().collect();
    assert_eq!(fields.len(), 17, "{fields:?}");
}

#[test]
fn a_part_of_a_row_says_what_its_units_share_r222() {
    assert_eq!(
        written()["years"][0]["breakdown"],
        json!({
            "row_5": [{
                "approach": "CA9001",
                "oimp": null,
                "first_transferring_party": "XAL",
                "using": { "party": "XBO" },
                "vintage": "2021",
                "sector": "Energy generation",
                "activity_type": "Solar",
                "source_category": "energy",
                "amount": "10",
                "exact": null,
                "blocks": blocks(),
            }],
            "row_6": [],
            "row_7": [],
        })
    );
}

#[test]
fn a_summary_says_what_it_was_made_of_and_how_texts_were_read_r211_r161() {
    let mut json = written();
    assert_eq!(
        json["target_year"],
        json!({
            "limit": "1000004",
            "unadjusted": "1000000",
            "adjusted": "1000003.3333",
            "unadjusted_verdict": "met",
            "verdict": "met",
        })
    );
    for field in ["years", "target_year"] {
        json.as_object_mut().unwrap().remove(field);
    }
    assert_eq!(
        json,
        json!({
            "party": "XAL",
            "period": { "first": "2021", "last": "2023" },
            "method": "V",
            "metric": "GHG",
            "readings": { "elapsed": "calendar", "first_transfer_year": "strict" },
            "as_of": "2023",
            "multi_year": null,
            "left_out": [],
        })
    );
}
