//! The reference of the published interface: every operation, field and problem.

use askama::Template;

use super::frame::Frame;

/// `/developers/reference`.
#[derive(Template)]
#[template(path = "pages/reference.html")]
pub struct ReferencePage {
    /// The frame.
    pub frame: Frame,
    /// The version of the interface.
    pub version: String,
    /// Where the OpenAPI document is.
    pub document: String,
    /// The operations, by what they are about.
    pub subjects: Vec<Subject>,
}

/// `/developers/reference/{subject}`: the operations about one thing, in full.
#[derive(Template)]
#[template(path = "pages/reference_subject.html")]
pub struct SubjectPage {
    /// The frame.
    pub frame: Frame,
    /// The operations.
    pub subject: Subject,
}

/// Operations about one thing.
pub struct Subject {
    /// What they are about.
    pub name: String,
    /// The operations.
    pub operations: Vec<Operation>,
}

impl Subject {
    /// How its page is named.
    pub fn slug(&self) -> String {
        self.name.to_ascii_lowercase()
    }

    /// Where its page is.
    pub fn address(&self) -> String {
        format!("/developers/reference/{}", self.slug())
    }
}

/// One method of one path.
pub struct Operation {
    /// Its name in the document, which is also its anchor.
    pub id: String,
    /// `GET` or `POST`.
    pub method: String,
    /// The path, with `{parameters}`.
    pub path: String,
    /// What it does, in a line.
    pub summary: String,
    /// What else there is to know, by paragraph.
    pub description: Vec<String>,
    /// Parameters of path, query and header.
    pub parameters: Vec<Field>,
    /// Fields of the request's body.
    pub request: Vec<Field>,
    /// The answers, by status.
    pub answers: Vec<Answer>,
    /// The problems it can answer with.
    pub problems: Vec<ProblemLink>,
}

/// A parameter, or a field of a body.
pub struct Field {
    /// Its name.
    pub name: String,
    /// Where it stands: `path`, `query`, `header`; empty for the fields of a body.
    pub place: String,
    /// What it is: `string`, `array of Holding`.
    pub kind: String,
    /// Whether it must be there.
    pub is_required: bool,
    /// What it says.
    pub text: String,
}

/// An answer of an operation.
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// When it is given.
    pub text: String,
    /// Fields of its body.
    pub fields: Vec<Field>,
}

/// A problem that an operation can answer with.
#[derive(PartialEq, Eq)]
pub struct ProblemLink {
    /// Its code.
    pub code: String,
    /// The HTTP status.
    pub status: u16,
    /// What happened, in a line.
    pub title: String,
}

/// A captioned table of fields, on its way to the template.
struct Table<'a> {
    caption: String,
    rows: &'a [Field],
    has_places: bool,
}

impl ReferencePage {
    fn count_operations(&self) -> String {
        let count = self.subjects.iter().map(|subject| subject.operations.len()).sum::<usize>();
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        self.frame.words.count("reference-operations", count, &[])
    }
}

impl SubjectPage {
    fn title(&self) -> String {
        self.frame.words.say("reference-subject", &[("subject", &self.subject.name)])
    }

    /// What an operation is asked with.
    fn asked<'a>(&self, operation: &'a Operation) -> Vec<Table<'a>> {
        let (parameters, request) = (&operation.parameters, &operation.request);
        let caption = self.frame.text("reference-parameters");
        let parameters = Table { caption, rows: parameters, has_places: true };
        let caption = self.frame.text("reference-request");
        let request = Table { caption, rows: request, has_places: false };
        [parameters, request].into_iter().filter(|table| !table.rows.is_empty()).collect()
    }

    /// The operation that stands before it and has the same problems: they are many, and on the page
    /// once.
    fn like(&self, operation: &Operation) -> Option<&Operation> {
        let first = self.subject.operations.iter().find(|it| it.problems == operation.problems)?;
        (first.id != operation.id && !operation.problems.is_empty()).then_some(first)
    }

    /// What it answers.
    fn answered<'a>(&self, operation: &'a Operation) -> Vec<Table<'a>> {
        let with_fields = operation.answers.iter().filter(|answer| !answer.fields.is_empty());
        let table = |answer: &'a Answer| {
            let status = answer.status.to_string();
            let caption = self.frame.words.say("reference-answer", &[("status", &status)]);
            Table { caption, rows: &answer.fields, has_places: false }
        };
        with_fields.map(table).collect()
    }
}
