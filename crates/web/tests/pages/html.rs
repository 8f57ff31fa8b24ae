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
    while let Some(start) = rest.find('<') {
        let (text, tag) = rest.split_at(start);
        pieces.push(Piece::Text(text.to_owned()));
        let end = end_of_tag(tag);
        let inside = &tag[1..end];
        match inside.strip_prefix('/') {
            Some(name) => pieces.push(Piece::Close(name.trim().to_owned())),
            None if inside.starts_with('!') => {}
            None => pieces.push(Piece::Open(element(inside))),
        }
        rest = &tag[end + 1..];
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
            Piece::Open(element) if element.name == name => depth += 1,
            Piece::Close(closed) if closed == name => depth = depth.saturating_sub(1),
            Piece::Text(text) if depth > 0 => all.push_str(&text),
            Piece::Open(_) | Piece::Close(_) | Piece::Text(_) => {}
        }
    }
    all.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn end_of_tag(tag: &str) -> usize {
    let mut quoted = false;
    for (at, letter) in tag.char_indices() {
        match letter {
            '"' => quoted = !quoted,
            '>' if !quoted => return at,
            _ => {}
        }
    }
    panic!("a tag has no end: {tag}")
}

fn element(inside: &str) -> Element {
    let (name, mut rest) = inside.split_once(char::is_whitespace).unwrap_or((inside, ""));
    let mut attributes = Vec::new();
    loop {
        rest = rest.trim_start();
        let Some(first) = rest.split(char::is_whitespace).next().filter(|word| !word.is_empty())
        else {
            break;
        };
        match rest.split_once("=\"").filter(|(name, _)| !name.contains(char::is_whitespace)) {
            Some((name, after)) => {
                let (value, after) = after.split_once('"').expect("a value has an end");
                attributes.push((name.to_owned(), value.to_owned()));
                rest = after;
            }
            None => {
                attributes.push((first.to_owned(), String::new()));
                rest = &rest[first.len()..];
            }
        }
    }
    Element { name: name.to_owned(), attributes }
}
