//! Reading what somebody typed or pasted as an identifier, and saying which part of it is wrong.

use domain::approach::ApproachId;
use domain::party::PartyCode;
use domain::registry::RegistryId;
use domain::serial::{NotASerial, Serial};
use domain::unit::{NotUnits, UnitRange};
use domain::vintage::Vintage;

use crate::words::Words;

/// The five parts of an identifier, in their order.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// The cooperative approach.
    Approach,
    /// The registry that allotted the serials.
    Registry,
    /// The first transferring Party.
    Party,
    /// The serial, or the first and the last.
    Serials,
    /// The year of the mitigation.
    Vintage,
}

impl Part {
    /// All, in their order.
    pub const ALL: [Self; 5] =
        [Self::Approach, Self::Registry, Self::Party, Self::Serials, Self::Vintage];

    /// What the part is called.
    pub fn name(self, words: &Words) -> String {
        words.text(match self {
            Self::Approach => "part-approach",
            Self::Registry => "part-registry",
            Self::Party => "part-party",
            Self::Serials => "part-serials",
            Self::Vintage => "part-vintage",
        })
    }

    /// What it looks like, and what it says.
    pub fn meaning(self, words: &Words) -> String {
        words.text(match self {
            Self::Approach => "part-approach-meaning",
            Self::Registry => "part-registry-meaning",
            Self::Party => "part-party-meaning",
            Self::Serials => "part-serials-meaning",
            Self::Vintage => "part-vintage-meaning",
        })
    }

    fn is_right(self, text: &str) -> bool {
        match self {
            Self::Approach => text.parse::<ApproachId>().is_ok(),
            Self::Registry => text.parse::<RegistryId>().is_ok(),
            Self::Party => text.parse::<PartyCode>().is_ok(),
            Self::Vintage => text.parse::<Vintage>().is_ok(),
            Self::Serials => {
                let (first, last) = text.split_once("..").unwrap_or((text, text));
                match (first.parse::<Serial>(), last.parse::<Serial>()) {
                    (Ok(first), Ok(last)) => first <= last,
                    (Ok(_) | Err(_), _) => false,
                }
            }
        }
    }
}

/// What somebody entered that names no units, and why.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrongId {
    /// As it was entered.
    pub entered: String,
    /// As it was read, part by part. A missing part is empty.
    pub parts: Vec<PartRead>,
    why: NotUnits,
}

/// One part of what was entered.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct PartRead {
    /// Which part.
    pub part: Part,
    /// What stands there.
    pub text: String,
    /// Whether it has the form it needs.
    pub is_right: bool,
}

impl WrongId {
    /// What is wrong, and how to mend it, in a sentence or two.
    pub fn sentence(&self, words: &Words) -> String {
        match self.why {
            NotUnits::Parts => words.text("wrong-parts"),
            NotUnits::Approach(_) => words.text("wrong-approach"),
            NotUnits::Registry(_) => words.text("wrong-registry"),
            NotUnits::Party(_) => words.text("wrong-party"),
            NotUnits::Serial(NotASerial::NotANumber) => words.text("wrong-serial"),
            NotUnits::Serial(NotASerial::Zero) => words.text("wrong-serial-zero"),
            NotUnits::Serial(NotASerial::TooHigh) => {
                words.say("wrong-serial-too-high", &[("highest", &words.figure(Serial::MAX))])
            }
            NotUnits::Vintage(_) => words.text("wrong-vintage"),
            NotUnits::Reversed { first, last } => {
                let (first, last) = (words.figure(first.number()), words.figure(last.number()));
                words.say("wrong-reversed", &[("first", &first), ("last", &last)])
            }
            NotUnits::TwoSeries => words.text("wrong-two-series"),
        }
    }
}

/// The units that the text names. Spaces, lower case, thousands separators and the dashes of word
/// processors do no harm; a first and a last identifier, as tables have them, name a range.
pub fn read(entered: &str) -> Result<UnitRange, WrongId> {
    let text: String = entered.replace('…', "..").chars().filter_map(plain).collect();
    let result = match two_identifiers(&text) {
        Some((first, last)) => UnitRange::between(&first, &last),
        None => without_spaces(&text).parse(),
    };
    result.map_err(|why| WrongId { entered: entered.to_owned(), parts: parts(&text), why })
}

fn plain(letter: char) -> Option<char> {
    match letter {
        '\u{2010}'..='\u{2015}' | '\u{2212}' => Some('-'),
        // Marks of direction and width come along unseen when text is copied.
        '\u{200B}'..='\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2066}'..='\u{2069}'
        | '\u{FEFF}' => None,
        other => Some(other.to_ascii_uppercase()),
    }
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|letter| !letter.is_whitespace()).collect()
}

/// The two halves, where each begins like an identifier of its own.
fn two_identifiers(text: &str) -> Option<(String, String)> {
    let second = text.match_indices("CA").nth(1).map(|(at, _)| at)?;
    let (first, last) = text.split_at_checked(second)?;
    let first = without_spaces(first);
    let first = first.trim_end_matches(['.', '-', ',', ';']);
    Some((first.to_owned(), without_spaces(last)))
}

fn parts(text: &str) -> Vec<PartRead> {
    let text = without_spaces(text);
    let mut texts = text.splitn(5, '-');
    let read = |part: Part| {
        let text = texts.next().unwrap_or_default().to_owned();
        PartRead { part, is_right: part.is_right(&text), text }
    };
    Part::ALL.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Language;

    #[test]
    fn what_people_paste_is_read() {
        let whole = "CA9042-XAL01-XAL-1204501..1209500-2024";
        for text in [
            whole,
            "  ca9042-xal01-xal-1204501..1209500-2024\n",
            "CA9042 - XAL01 - XAL - 1,204,501 .. 1,209,500 - 2024",
            "CA9042–XAL01–XAL–1204501…1209500–2024",
            "\u{2066}CA9042-XAL01-XAL-1204501..1209500-2024\u{2069}",
            "CA9042-XAL01-XAL-1204501-2024\tCA9042-XAL01-XAL-1209500-2024",
            "CA9042-XAL01-XAL-1,204,501-2024 … CA9042-XAL01-XAL-1,209,500-2024",
            "CA9042-XAL01-XAL-1204501-2024..CA9042-XAL01-XAL-1209500-2024",
        ] {
            assert_eq!(read(text).map(|units| units.to_string()), Ok(whole.to_owned()), "{text}");
        }
    }

    #[test]
    fn the_part_that_is_wrong_is_named() {
        let words = Words::new(Language::ENGLISH);
        for (text, wrong, key) in [
            ("CA942-XAL01-XAL-1-2024", vec![Part::Approach], "wrong-approach"),
            ("CA9042-XAL1-XAL-1-2024", vec![Part::Registry], "wrong-registry"),
            ("CA9042-XAL01-XA-1-2024", vec![Part::Party], "wrong-party"),
            ("CA9042-XAL01-XAL-one-2024", vec![Part::Serials], "wrong-serial"),
            ("CA9042-XAL01-XAL-0-2024", vec![Part::Serials], "wrong-serial-zero"),
            ("CA9042-XAL01-XAL-1-24", vec![Part::Vintage], "wrong-vintage"),
            ("CA9042-XAL01-XAL", vec![Part::Serials, Part::Vintage], "wrong-parts"),
            ("", Part::ALL.to_vec(), "wrong-parts"),
        ] {
            let error = read(text).unwrap_err();
            let named: Vec<Part> =
                error.parts.iter().filter(|part| !part.is_right).map(|part| part.part).collect();
            assert_eq!(named, wrong, "{text}");
            assert_eq!(error.sentence(&words), words.text(key), "{text}");
            assert_eq!(error.entered, text);
        }
    }

    #[test]
    fn a_reversed_range_is_refused_with_its_numbers_r045() {
        let words = Words::new(Language::ENGLISH);
        let error = read("CA9042-XAL01-XAL-1209500..1204501-2024").unwrap_err();
        let sentence = error.sentence(&words);
        assert!(sentence.contains("1,209,500") && sentence.contains("1,204,501"), "{sentence}");
    }

    #[test]
    fn two_ends_of_different_vintage_are_no_range_r045() {
        let words = Words::new(Language::ENGLISH);
        let error = read("CA9042-XAL01-XAL-1-2024 CA9042-XAL01-XAL-5-2025").unwrap_err();
        assert_eq!(error.sentence(&words), words.text("wrong-two-series"));
    }
}
