//! Documents as Markdown, for people to go on writing in.

use std::fmt::Write as _;

use super::document::{Document, Field, Section, Table, Told};

impl Document {
    /// The document as Markdown. What is missing stands in it in brackets, and in a list at its end.
    pub fn to_markdown(&self) -> String {
        let mut text = format!("# {}\n", inline(&self.title));
        for section in &self.sections {
            write_section(&mut text, section);
        }
        let missing = self.missing();
        text.push_str("\n## What is missing\n\n");
        if missing.is_empty() {
            text.push_str("Nothing.\n");
        }
        for it in missing {
            let (section, label) = (inline(&it.section), inline(&it.label));
            // Writing to a string cannot fail.
            let _written =
                writeln!(text, "- {section}, {label} ({}): {}", it.asked_by, inline(&it.what));
        }
        text
    }
}

fn write_section(text: &mut String, section: &Section) {
    let _written = write!(text, "\n## {} {}\n", inline(&section.number), inline(&section.title));
    for field in &section.fields {
        write_field(text, field);
    }
    for table in &section.tables {
        write_table(text, table);
    }
}

fn write_field(text: &mut String, field: &Field) {
    let told = match &field.told {
        Told::Text(text) => inline(text),
        Told::Missing(what) => format!("[missing: {}]", inline(what)),
    };
    let _written = write!(text, "\n**{}** ({}): {told}\n", inline(&field.label), field.asked_by);
}

fn write_table(text: &mut String, table: &Table) {
    let _written = write!(text, "\n{} ({})\n\n", inline(&table.title), table.asked_by);
    if table.rows.is_empty() {
        text.push_str("None.\n");
        return;
    }
    let line = |cells: Vec<String>| format!("| {} |\n", cells.join(" | "));
    text.push_str(&line(table.columns.iter().map(|it| cell(it)).collect()));
    text.push_str(&line(table.columns.iter().map(|_| "---".to_owned()).collect()));
    for row in &table.rows {
        text.push_str(&line(row.iter().map(|it| cell(it)).collect()));
    }
}

/// Text of others on one line, in which nothing is taken for a mark.
fn inline(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '!' => {
                safe.push('\\');
                safe.push(character);
            }
            character if character.is_control() => safe.push(' '),
            character => safe.push(character),
        }
    }
    safe
}

fn cell(text: &str) -> String {
    if text.is_empty() { "-".to_owned() } else { inline(text) }
}
