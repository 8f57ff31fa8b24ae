//! Just enough reading of HTML to check our own pages, which are written strictly.

/// A tag or a text.
#[derive(Debug)]
pub(crate) enum Piece {
    Open(Element),
    Close(String),
    Text(String),
}

#[derive(Debug)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    pub(crate) fn value(&self, name: &str) -> Option<&str> {
        let mut all = self.attributes.iter();
        all.find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Elements that have no end tag.
    pub(crate) fn is_void(&self) -> bool {
        ["meta", "link", "input", "br", "wbr", "img", "hr", "col"].contains(&self.name.as_str())
    }
}

impl Piece {
    pub(crate) fn element(&self) -> Option<&Element> {
        match self {
            Self::Open(element) => Some(element),
            Self::Close(_) | Self::Text(_) => None,
        }
    }
}

/// The page, piece by piece.
pub(crate) fn read(page: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = page;
    while let Some((text, tag)) = rest.split_once('<') {
        pieces.push(Piece::Text(text.to_owned()));
        let (inside, after) = tag.split_at(end_of_tag(tag));
        match inside.strip_prefix('/') {
            Some(name) => pieces.push(Piece::Close(name.trim().to_owned())),
            None if inside.starts_with('!') => {}
            None => pieces.push(Piece::Open(element(inside))),
        }
        rest = after.strip_prefix('>').expect("a tag has an end");
    }
    pieces.push(Piece::Text(rest.to_owned()));
    pieces
}

/// All texts within elements of this name, with single spaces.
pub(crate) fn text_of(page: &str, name: &str) -> String {
    let mut depth = 0_usize;
    let mut all = String::new();
    for piece in read(page) {
        match piece {
            Piece::Open(element) if element.name == name => depth = depth.saturating_add(1),
            Piece::Close(closed) if closed == name => depth = depth.saturating_sub(1),
            Piece::Text(text) if depth > 0 => all.push_str(&text),
            Piece::Open(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn end_of_tag(tag: &str) -> usize {
    let mut quoted = false;
    let end = tag.find(|letter| {
        quoted ^= letter == '"';
        letter == '>' && !quoted
    });
    end.expect("a tag has an end")
}

fn element(inside: &str) -> Element {
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (attribute, after) = rest.split_at(end);
        if attribute.is_empty() {
            break;
        }
        let quoted = after.strip_prefix("=\"").map(|value| value.split_once('"'));
        let (value, after) = quoted.map_or(("", after), |value| value.expect("a value has an end"));
        attributes.push((attribute.to_owned(), value.to_owned()));
        rest = after;
    }
    Element { name: name.to_owned(), attributes }
}
