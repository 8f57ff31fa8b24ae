//! The modules of `store::schema`, written from the database's own catalogue.

use std::fmt::Write as _;
use std::path::Path;

use diesel::prelude::*;
use diesel::sql_types::Text;
use serde::Deserialize;
use testkit::database::{TestDatabase, writes_generated_files};

/// Tables with their columns, as one JSON document. A view has the key and the obligatory columns
/// of the table of its name.
const CATALOGUE: &str = "
    SELECT coalesce(jsonb_agg(jsonb_build_object(
        'name', class.relname,
        'says', obj_description(class.oid),
        'key', (SELECT jsonb_agg(attname ORDER BY place) FROM pg_constraint,
            unnest(conkey) WITH ORDINALITY AS part (number, place)
            JOIN pg_attribute ON attnum = number
            WHERE conrelid = base.oid AND attrelid = base.oid AND contype = 'p'),
        'columns', (SELECT jsonb_agg(jsonb_build_object(
                'name', mine.attname,
                'says', col_description(class.oid, mine.attnum),
                'type', format_type(mine.atttypid, mine.atttypmod),
                'obliged', coalesce(theirs.attnotnull, mine.attname = 'account_kind'))
                ORDER BY mine.attnum)
            FROM pg_attribute AS mine
            LEFT JOIN pg_attribute AS theirs
                ON theirs.attrelid = base.oid AND theirs.attname = mine.attname
            WHERE mine.attrelid = class.oid AND mine.attnum > 0 AND NOT mine.attisdropped)
    ) ORDER BY class.relname), '[]')::text AS line
    FROM pg_class AS class
    JOIN pg_class AS base ON base.relname = class.relname AND base.relkind = 'r'
        AND base.relnamespace IN
            ('registry'::regnamespace, 'identity'::regnamespace, 'transparency'::regnamespace,
                'reporting'::regnamespace)
    WHERE class.relnamespace = $1::regnamespace AND class.relkind IN ('r', 'v')
        AND class.relname <> 'clock_offset'";

#[derive(Deserialize)]
struct Table {
    name: String,
    says: Option<String>,
    key: Vec<String>,
    columns: Vec<Column>,
}

#[derive(Deserialize)]
struct Column {
    name: String,
    says: Option<String>,
    r#type: String,
    obliged: bool,
}

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = Text)]
    line: String,
}

#[test]
fn generated_modules_say_what_the_database_says() {
    let database = TestDatabase::new();
    let mut db = PgConnection::establish(&database.superuser_url()).unwrap();
    for schema in ["identity", "published", "registry", "reporting", "transparency"] {
        let Document { line } =
            diesel::sql_query(CATALOGUE).bind::<Text, _>(schema).get_result(&mut db).unwrap();
        let text = module(schema, &serde_json::from_str::<Vec<Table>>(&line).unwrap());
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("src/schema/{schema}.rs"));
        if writes_generated_files() {
            std::fs::write(&file, &text).unwrap();
        }
        let written = std::fs::read_to_string(&file).unwrap();
        assert!(written == text, "{} is not what the database says", file.display());
    }
}

fn module(schema: &str, tables: &[Table]) -> String {
    let mut text = format!("//! Generated from the schema `{schema}` of the database.\n\n");
    for table in tables {
        text.push_str("diesel::table! {\n");
        doc(&mut text, 4, table.says.as_deref());
        writeln!(text, "    {schema}.{} ({}) {{", table.name, table.key.join(", ")).unwrap();
        for column in &table.columns {
            doc(&mut text, 8, column.says.as_deref());
            writeln!(text, "        {} -> {},", column.name, rust_type(column)).unwrap();
        }
        text.push_str("    }\n}\n\n");
    }
    let names: Vec<&str> = tables.iter().map(|table| table.name.as_str()).collect();
    // Braces: rustfmt leaves what stands between them alone.
    text.push_str("diesel::allow_tables_to_appear_in_same_query! {\n");
    for name in names {
        writeln!(text, "    {name},").unwrap();
    }
    text.push_str("}\n");
    text
}

fn rust_type(column: &Column) -> String {
    let name = match column.r#type.as_str() {
        "bigint" => "Int8",
        "bigint[]" => "Array<Int8>",
        "boolean" => "Bool",
        "bytea" => "Bytea",
        "date" => "Date",
        "integer" => "Int4",
        "jsonb" => "Jsonb",
        "smallint" => "Int2",
        "text" => "Text",
        "text[]" => "Array<Text>",
        "timestamp with time zone" => "Timestamptz",
        "uuid" => "Uuid",
        other => panic!("no type for {other}"),
    };
    if column.obliged { name.to_owned() } else { format!("Nullable<{name}>") }
}

/// The comment as doc comment, broken before the hundredth column.
fn doc(text: &mut String, indent: usize, says: Option<&str>) {
    let margin = format!("{}///", " ".repeat(indent));
    let mut line = margin.clone();
    for word in says.unwrap_or_default().split_whitespace() {
        if line.len().saturating_add(word.len()) > 97 {
            writeln!(text, "{line}").unwrap();
            line.clone_from(&margin);
        }
        write!(line, " {word}").unwrap();
    }
    writeln!(text, "{line}").unwrap();
}
