//! A text in a small part of Markdown: headings, paragraphs, lists, code, links, strong words.
//!
//! What else Markdown has is printed as it is written, so that a page never shows less than its file.

/// A text with a title.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Article {
    /// The first heading.
    pub title: String,
    /// What follows it.
    pub blocks: Vec<Block>,
}

/// A piece of an article.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Block {
    /// A heading of the second level.
    Heading(Vec<Span>),
    /// A heading of the third level.
    Subheading(Vec<Span>),
    /// A paragraph.
    Paragraph(Vec<Span>),
    /// A list of points.
    List(Vec<Vec<Span>>),
    /// A list of steps.
    Steps(Vec<Vec<Span>>),
    /// Lines of code.
    Code(String),
}

/// A piece of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Span {
    /// Plain words.
    Plain(String),
    /// Words that weigh more.
    Strong(String),
    /// Code within a sentence.
    Code(String),
    /// A link.
    Link {
        /// Its words.
        text: String,
        /// Where it leads: a place of ours, or an `https` address.
        to: String,
    },
}

impl Article {
    /// Reads a Markdown file.
    pub fn parse(markdown: &str) -> Self {
        let mut reader = Reader::default();
        for line in markdown.lines() {
            reader.line(line);
        }
        reader.end_block();
        reader.article
    }
}

/// What is being read: the lines of a block that is not yet complete.
#[derive(Default)]
struct Reader {
    article: Article,
    open: Open,
}

#[derive(Default)]
enum Open {
    #[default]
    Nothing,
    Paragraph(String),
    List(Vec<String>),
    Steps(Vec<String>),
    Code(String),
}

impl Reader {
    fn line(&mut self, line: &str) {
        let fence = line.trim_end().starts_with("```");
        if let Open::Code(code) = &mut self.open {
            if fence {
                self.end_block();
            } else {
                code.push_str(line);
                code.push('\n');
            }
            return;
        }
        let text = line.trim();
        if fence {
            self.begin(Open::Code(String::new()));
        } else if text.is_empty() {
            self.end_block();
        } else if let Some(title) = text.strip_prefix("# ") {
            self.end_block();
            title.clone_into(&mut self.article.title);
        } else if let Some(heading) = text.strip_prefix("## ") {
            self.end_block();
            self.article.blocks.push(Block::Heading(spans(heading)));
        } else if let Some(heading) = text.strip_prefix("### ") {
            self.end_block();
            self.article.blocks.push(Block::Subheading(spans(heading)));
        } else if let Some(point) = text.strip_prefix("- ").or_else(|| text.strip_prefix("* ")) {
            self.point(point);
        } else if let Some(step) = step(text) {
            self.step(step);
        } else {
            self.more(text);
        }
    }

    fn begin(&mut self, block: Open) {
        self.end_block();
        self.open = block;
    }

    fn point(&mut self, text: &str) {
        match &mut self.open {
            Open::List(points) => points.push(text.to_owned()),
            Open::Nothing | Open::Paragraph(_) | Open::Steps(_) | Open::Code(_) => {
                self.begin(Open::List(vec![text.to_owned()]));
            }
        }
    }

    fn step(&mut self, text: &str) {
        match &mut self.open {
            Open::Steps(steps) => steps.push(text.to_owned()),
            Open::Nothing | Open::Paragraph(_) | Open::List(_) | Open::Code(_) => {
                self.begin(Open::Steps(vec![text.to_owned()]));
            }
        }
    }

    fn more(&mut self, text: &str) {
        let unfinished = match &mut self.open {
            Open::Paragraph(paragraph) => Some(paragraph),
            Open::List(items) | Open::Steps(items) => items.last_mut(),
            Open::Nothing | Open::Code(_) => None,
        };
        match unfinished {
            Some(sentence) => {
                sentence.push(' ');
                sentence.push_str(text);
            }
            None => self.open = Open::Paragraph(text.to_owned()),
        }
    }

    fn end_block(&mut self) {
        let all = |items: Vec<String>| items.iter().map(|item| spans(item)).collect();
        let block = match std::mem::take(&mut self.open) {
            Open::Nothing => return,
            Open::Paragraph(text) => Block::Paragraph(spans(&text)),
            Open::List(points) => Block::List(all(points)),
            Open::Steps(steps) => Block::Steps(all(steps)),
            Open::Code(code) => Block::Code(code),
        };
        self.article.blocks.push(block);
    }
}

/// The text of a line such as `2. Try again.`
fn step(text: &str) -> Option<&str> {
    let (number, rest) = text.split_once(". ")?;
    let is_number = !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit());
    is_number.then_some(rest)
}

fn spans(text: &str) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some((span, after)) = marked(rest) {
            if !plain.is_empty() {
                spans.push(Span::Plain(std::mem::take(&mut plain)));
            }
            spans.push(span);
            rest = after;
        } else {
            plain.push(letter);
            rest = rest.get(letter.len_utf8()..).unwrap_or_default();
        }
    }
    if !plain.is_empty() {
        spans.push(Span::Plain(plain));
    }
    spans
}

/// The marked piece that the text begins with, and what follows it.
fn marked(text: &str) -> Option<(Span, &str)> {
    if let Some(inner) = text.strip_prefix('`') {
        let (code, after) = inner.split_once('`')?;
        return Some((Span::Code(code.to_owned()), after));
    }
    if let Some(inner) = text.strip_prefix("**") {
        let (strong, after) = inner.split_once("**")?;
        return Some((Span::Strong(strong.to_owned()), after));
    }
    let (words, after) = text.strip_prefix('[')?.split_once("](")?;
    let (to, after) = after.split_once(')')?;
    let leads_somewhere = (to.starts_with('/') && !to.starts_with("//"))
        || to.starts_with('#')
        || to.starts_with("https://");
    leads_somewhere.then(|| (Span::Link { text: words.to_owned(), to: to.to_owned() }, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plain(text: &str) -> Vec<Span> {
        vec![Span::Plain(text.to_owned())]
    }

    #[test]
    fn a_problem_page_is_read_block_by_block() {
        let article = Article::parse(
            "# The account is blocked\n\nNothing moves\nout of it.\n\n## What to do\n\n\
             1. Ask why.\n2. Wait\n   until it is over.\n\n- One\n- Two\n\n```json\n{\n  \"a\": 1\n}\n```\n",
        );
        assert_eq!(article.title, "The account is blocked");
        assert_eq!(
            article.blocks,
            [
                Block::Paragraph(plain("Nothing moves out of it.")),
                Block::Heading(plain("What to do")),
                Block::Steps(vec![plain("Ask why."), plain("Wait until it is over.")]),
                Block::List(vec![plain("One"), plain("Two")]),
                Block::Code("{\n  \"a\": 1\n}\n".to_owned()),
            ]
        );
    }

    #[test]
    fn code_strong_words_and_links_are_marked_within_a_line() {
        assert_eq!(
            spans("Send `If-Match` **once**, see [this](/problems/busy)."),
            [
                Span::Plain("Send ".to_owned()),
                Span::Code("If-Match".to_owned()),
                Span::Plain(" ".to_owned()),
                Span::Strong("once".to_owned()),
                Span::Plain(", see ".to_owned()),
                Span::Link { text: "this".to_owned(), to: "/problems/busy".to_owned() },
                Span::Plain(".".to_owned()),
            ]
        );
    }

    #[test]
    fn a_link_that_could_run_a_script_stays_text() {
        for text in ["[x](javascript:alert(1))", "[x](//elsewhere)", "[x](http://plain)", "2 * [3"]
        {
            assert_eq!(spans(text), plain(text));
        }
    }

    #[test]
    fn code_without_an_end_is_not_lost() {
        let article = Article::parse("# T\n\n```\nline\n");
        assert_eq!(article.blocks, [Block::Code("line\n".to_owned())]);
    }
}
