use super::*;

/// One order of each kind, with every field that it can have.
fn complete_order(kind: OrderKind) -> Value {
    let all: Vec<Value> = serde_json::from_str(include_str!("orders.json")).unwrap();
    all.into_iter().find(|order| order["order"] == kind.as_str()).unwrap()
}

#[test]
fn an_order_of_each_kind_is_read_with_all_its_fields() {
    for kind in OrderKind::ALL {
        let order = complete_order(kind);
        let read = read(&order).unwrap_or_else(|problem| panic!("{kind:?}: {:?}", flaws(&problem)));
        assert_eq!(read.kind(), kind);
        let mut written = serde_json::to_value(read).unwrap();
        if matches!(kind, OrderKind::OpenAccount | OrderKind::SetStop) {
            let id = written.as_object_mut().unwrap().remove("id");
            assert_eq!(id, Some("00000000-0000-0000-0000-000000000009".into()), "made at the edge");
        }
        assert_eq!(written, order, "what the second person is shown is what was asked");
    }
}

#[test]
fn the_document_names_the_fields_that_are_read_and_no_others() {
    let all: BTreeSet<String> = OrderKind::ALL.into_iter().flat_map(names).collect();
    for kind in OrderKind::ALL {
        let complete = complete_order(kind);
        let complete: BTreeSet<String> = complete.as_object().unwrap().keys().cloned().collect();
        assert_eq!(names(kind), complete, "{kind:?}");
        for other in all.difference(&names(kind)) {
            let mut order = complete_order(kind);
            order[other] = "x".into();
            let found = flaws(&read(&order).unwrap_err());
            assert_eq!(found[&format!("/order/{other}")], "unknown-field", "{kind:?}");
        }
        let empty = read(&json!({ "order": kind.as_str() })).unwrap_err();
        let missing: BTreeSet<String> =
            flaws(&empty).keys().map(|pointer| pointer.replace("/order/", "")).collect();
        assert_eq!(required(kind), missing, "{kind:?}");
    }
}

fn schema(kind: OrderKind) -> &'static Value {
    &openapi::document()["components"]["schemas"][wire::shape(kind)]
}

fn names(kind: OrderKind) -> BTreeSet<String> {
    schema(kind)["properties"].as_object().unwrap().keys().cloned().collect()
}

fn required(kind: OrderKind) -> BTreeSet<String> {
    let required = schema(kind)["required"].as_array().unwrap().iter();
    required.map(|name| name.as_str().unwrap().to_owned()).filter(|name| name != "order").collect()
}

#[test]
fn the_nested_shapes_of_the_document_are_those_that_are_read() {
    let nested = [
        ("authorize", "occurred", "Years", &["first", "last"][..]),
        ("issue", "underlying", "Underlying", &["registry", "first", "last", "immobilized"]),
        ("cancel", "beneficiary", "Beneficiary", &["name"]),
        ("open-account", "holder", "Holder", &["kind"]),
        ("set-stop", "target", "StopTarget", &["target"]),
        ("transfer", "units", "Ends", &["first", "last"]),
    ];
    let schemas = &openapi::document()["components"]["schemas"];
    for (order, field, shape, needed) in nested {
        let required: BTreeSet<&str> = schemas[shape]["required"]
            .as_array()
            .unwrap()
            .iter()
            .map(|it| it.as_str().unwrap())
            .collect();
        assert_eq!(required, needed.iter().copied().collect(), "{shape}");
        assert_eq!(schemas[shape]["additionalProperties"], false, "{shape}");
        let kind = OrderKind::ALL.into_iter().find(|kind| kind.as_str() == order).unwrap();
        let mut order = complete_order(kind);
        order[field] = json!({ "surplus": "x" });
        let found = flaws(&read(&order).unwrap_err());
        for name in needed {
            assert_eq!(found[&format!("/order/{field}/{name}")], "missing", "{shape}");
        }
        // What else they may have depends on what they need.
        if !["Holder", "StopTarget"].contains(&shape) {
            assert_eq!(found[&format!("/order/{field}/surplus")], "unknown-field", "{shape}");
        }
    }
}

#[test]
fn one_answer_names_all_flaws_of_a_request() {
    let order = json!({
        "order": "use-towards-ndc", "from": "XAL-100-0001-00", "into": 7,
        "units": "CA9042-XAL01-XAL-9..1-2024",
        "yaer": "2026",
    });
    let problem = read(&order).unwrap_err();
    assert_eq!((problem.status().as_u16(), problem.code()), (422, "request-invalid"));
    let expected = [
        ("/order/from", "account-check-digits"),
        ("/order/into", "wrong-type"),
        ("/order/units", "units-reversed"),
        ("/order/year", "missing"),
        ("/order/yaer", "unknown-field"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    assert_eq!(flaws(&problem), BTreeMap::from(expected));
}

#[test]
fn amounts_that_are_no_whole_numbers_of_units_are_refused_t25() {
    let strange = [
        json!("0"),
        json!("-1"),
        json!("1.5"),
        json!("1e309"),
        json!("9223372036854775808"),
        json!("٣"),
        json!(" 7"),
        json!("7 "),
        json!("+7"),
        json!("007"),
        json!("1,000"),
        json!(""),
        json!(7),
        json!(-1),
        json!(1.5),
        json!(null),
        json!(["7"]),
        json!({}),
        json!(true),
    ];
    for amount in strange {
        let mut order = complete_order(OrderKind::Issue);
        order["quantity"] = amount.clone();
        let found = flaws(&read(&order).unwrap_err());
        let code = if amount.is_string() { "quantity" } else { "wrong-type" };
        assert_eq!(
            found,
            BTreeMap::from([("/order/quantity".to_owned(), code.to_owned())]),
            "{amount}"
        );
    }
    let mut order = complete_order(OrderKind::Issue);
    order["quantity"] = "9223372036854775807".into();
    assert!(read(&order).is_ok());
}

#[test]
fn ranges_that_name_no_units_are_refused_with_the_part_that_is_wrong_t25() {
    let wrong = [
        ("CA9042-XAL01-XAL-100..1-2024", "units-reversed"),
        ("CA9042-XAL01-XAL-0..10-2024", "serial-zero"),
        ("CA9042-XAL01-XAL-0-2024", "serial-zero"),
        ("CA9042-XAL01-XAL-1..9223372036854775807-2024", "serial-too-high"),
        ("CA9042-XAL01-XAL-1..-2024", "serial"),
        ("CA9042-XAL01-XAL-one-2024", "serial"),
        ("CA942-XAL01-XAL-1..10-2024", "approach"),
        ("CA9042-XAL1-XAL-1..10-2024", "registry"),
        ("CA9042-XAL01-xal-1..10-2024", "party"),
        ("CA9042-XAL01-XAL-1..10-24", "year"),
        ("CA9042-XAL01-XAL-1..10", "units-parts"),
        ("", "units-parts"),
    ];
    for (units, code) in wrong {
        let mut order = complete_order(OrderKind::Transfer);
        order["units"] = units.into();
        let found = flaws(&read(&order).unwrap_err());
        assert_eq!(
            found,
            BTreeMap::from([("/order/units".to_owned(), code.to_owned())]),
            "{units}"
        );
    }
}

#[test]
fn a_range_is_one_string_or_its_two_ends_r045() {
    let whole = complete_order(OrderKind::Transfer);
    let mut ends = whole.clone();
    let unit = |serial: &str| format!("CA9042-XAL01-XAL-{serial}-2024");
    ends["units"] = json!({ "first": unit("1205701"), "last": unit("1209500") });
    assert_eq!(read(&ends).unwrap(), read(&whole).unwrap());

    let flawed = |first: &str, last: &str| {
        let mut order = whole.clone();
        order["units"] = json!({ "first": first, "last": last });
        flaws(&read(&order).unwrap_err())
    };
    let one = |pointer: &str, code: &str| BTreeMap::from([(pointer.to_owned(), code.to_owned())]);
    assert_eq!(flawed(&unit("9"), &unit("1")), one("/order/units", "units-reversed"));
    let other = "CA9042-XAL01-XAL-9-2025";
    assert_eq!(flawed(&unit("1"), other), one("/order/units", "units-two-series"));
    assert_eq!(flawed(&unit("1..5"), &unit("9")), one("/order/units/first", "one-unit"));
    assert_eq!(flawed(&unit("1"), "x"), one("/order/units/last", "units-parts"));
}

#[test]
fn what_lists_say_is_compared_exactly_r070() {
    let mut order = complete_order(OrderKind::Authorize);
    order["sectors"] = json!(["Energy generation", "Energy", 3]);
    order["activity_types"] = json!("Solar");
    let found = flaws(&read(&order).unwrap_err());
    let expected = [
        ("/order/sectors/1", "not-in-list"),
        ("/order/sectors/2", "wrong-type"),
        ("/order/activity_types", "wrong-type"),
    ];
    let expected = expected.map(|(pointer, code)| (pointer.to_owned(), code.to_owned()));
    assert_eq!(found, BTreeMap::from(expected));
}

#[test]
fn words_that_no_list_knows_are_refused_field_by_field() {
    let wrong = [
        (OrderKind::Cancel, "reason", "by mistake", "cancellation-reason"),
        (OrderKind::UseForOimp, "purpose", "NDC", "purpose"),
        (OrderKind::Authorize, "purposes", "ndc", "purposes"),
        (OrderKind::Authorize, "first_transfer", "Use", "first-transfer-definition"),
        (OrderKind::Authorize, "date", "2026-02-30", "date"),
        (OrderKind::Authorize, "date", "2026-02-02T10:00", "date"),
        (OrderKind::OpenAccount, "kind", "110", "account-kind"),
        (OrderKind::OpenAccount, "metric", "non-GHG", "metric"),
        (OrderKind::OpenAccount, "name", "a\u{7}b", "text"),
        (OrderKind::OpenAccount, "year_of_use", "26", "year"),
        (OrderKind::Transfer, "from", "XAL-100-1", "account-form"),
        (OrderKind::AuthorizeEntity, "entity", "é", "entity"),
        (OrderKind::AuthorizeUnits, "authorization", "A*17", "authorization"),
    ];
    for (kind, field, value, code) in wrong {
        let mut order = complete_order(kind);
        order[field] = value.into();
        let found = flaws(&read(&order).unwrap_err());
        assert_eq!(
            found,
            BTreeMap::from([(format!("/order/{field}"), code.to_owned())]),
            "{value}"
        );
    }
    for version in [json!(0), json!(-1), json!(65536), json!(1.5), json!("1"), json!(null)] {
        let mut order = complete_order(OrderKind::Authorize);
        order["version"] = version.clone();
        let found = flaws(&read(&order).unwrap_err());
        assert_eq!(found["/order/version"], "version", "{version}");
    }
}

#[test]
fn an_order_of_no_known_kind_is_told_which_kinds_there_are() {
    let order = json!({ "order": "reverse", "units": "all of them" });
    let problem = read(&order).unwrap_err();
    assert_eq!(
        flaws(&problem),
        BTreeMap::from([("/order/order".to_owned(), "order-kind".to_owned())])
    );
    let said = &problem.body(None).errors[0].detail;
    assert!(OrderKind::ALL.into_iter().all(|kind| said.contains(kind.as_str())), "{said}");
}

#[test]
fn the_name_of_an_unknown_field_is_escaped_in_its_pointer() {
    let mut order = complete_order(OrderKind::Transfer);
    order["a/b~c"] = "x".into();
    assert_eq!(flaws(&read(&order).unwrap_err())["/order/a~1b~0c"], "unknown-field");
}
