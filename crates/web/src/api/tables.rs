//! Rows of the agreed electronic format as JSON. Their keys, and what the OpenAPI document says of
//! them, come from the field rules.

use domain::aef::{Flag, RawRow, Rules, TableId};
use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};
use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

/// The fields of a row: technical names and texts, in the order of the table.
fn written<S: Serializer>(table: TableId, row: &RawRow, to: S) -> Result<S::Ok, S::Error> {
    let fields = Rules::newest().and_then(|it| it.table(table)).map(|it| it.fields.as_slice());
    let fields = fields.unwrap_or_default();
    let mut map = to.serialize_map(Some(fields.len()))?;
    for field in fields {
        map.serialize_entry(&field.tech, row.cell(field.number))?;
    }
    map.end()
}

/// What the OpenAPI document says of a table: each field with its label and its rule.
fn described(table: TableId, what: &str) -> RefOr<Schema> {
    let mut object = ObjectBuilder::new().description(Some(what));
    let layout = Rules::newest().and_then(|it| it.table(table));
    for field in layout.map(|it| it.fields.as_slice()).unwrap_or_default() {
        let flag = match field.flag {
            Flag::Mandatory => "Mandatory",
            Flag::Optional => "Optional",
            Flag::Conditional => "Mandatory under a condition",
            Flag::Platform => "Set by the platform",
        };
        let description = format!("{}. {flag}: {}.", field.label, field.rule);
        let text = ObjectBuilder::new().schema_type(Type::String).description(Some(description));
        object = object.property(&field.tech, text).required(&field.tech);
    }
    object.into()
}

/// A row of each table, by its own name in the OpenAPI document.
macro_rules! rows {
    ($( $name:ident = $table:ident, $schema:literal, $what:literal; )*) => { $(
        #[doc = $what]
        #[derive(Debug)]
        pub(super) struct $name(RawRow);

        impl $name {
            /// The fields of this row.
            pub(super) fn of(row: &RawRow) -> Self {
                Self(row.clone())
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                written(TableId::$table, &self.0, to)
            }
        }

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                described(TableId::$table, $what)
            }
        }

        impl ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                $schema.into()
            }
        }
    )* };
}

rows! {
    SubmissionFields = Submission, "AefSubmission", "Table 1 of the agreed electronic format.";
    AuthorizationFields =
        Authorizations, "AefAuthorization", "A row of Table 2 of the agreed electronic format.";
    ActionFields = Actions, "AefAction", "A row of Table 3 of the agreed electronic format.";
    HoldingFields = Holdings, "AefHolding", "A row of Table 4 of the agreed electronic format.";
    EntityFields =
        AuthorizedEntities, "AefEntity", "A row of Table 5 of the agreed electronic format.";
}
