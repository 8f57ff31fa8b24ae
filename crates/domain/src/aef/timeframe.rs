//! The authorized time frame, in either published form.

use std::fmt;
use std::str::FromStr;

use jiff::civil::Date;

use super::dialect::Dialect;

/// When outcomes may have occurred, and when they may be used.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Timeframe {
    /// Two years, which do not say of what.
    Years {
        /// The first.
        first: i16,
        /// The last.
        last: i16,
    },
    /// What is said of occurrence, of use, or of both.
    Parts {
        /// When outcomes may have occurred.
        occurred: Option<Span>,
        /// When they may be used.
        used: Option<Span>,
    },
}

/// From one end to the other, both included.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Span {
    /// The first.
    pub first: End,
    /// The last.
    pub last: End,
}

/// An end of a span, as exactly as it is given.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum End {
    /// A year.
    Year(i16),
    /// A month.
    Month(i16, i8),
    /// A day.
    Day(Date),
}

/// The text is no time frame.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "a time frame is `2021 - 2030`, or `Occurred: from 2021 to 2030. Use: from 01/01/2021 to 31/12/2030`, \
     or one of these two parts"
)]
pub struct NotATimeframe;

impl End {
    /// Its first day, as year, month and day.
    fn first_day(self) -> (i16, i8, i8) {
        match self {
            Self::Year(year) => (year, 1, 1),
            Self::Month(year, month) => (year, month, 1),
            Self::Day(day) => (day.year(), day.month(), day.day()),
        }
    }

    /// Its last day, or one after it: no day of a later month or year.
    fn last_day(self) -> (i16, i8, i8) {
        match self {
            Self::Year(year) => (year, 12, 31),
            Self::Month(year, month) => (year, month, 31),
            Self::Day(day) => (day.year(), day.month(), day.day()),
        }
    }

    /// The year it lies in.
    pub fn year(self) -> i16 {
        match self {
            Self::Year(year) | Self::Month(year, _) => year,
            Self::Day(day) => day.year(),
        }
    }
}

impl FromStr for End {
    type Err = NotATimeframe;

    fn from_str(text: &str) -> Result<Self, NotATimeframe> {
        let number = |digits: &str, length: usize| {
            let plain = digits.len() == length && digits.bytes().all(|it| it.is_ascii_digit());
            if plain {
                digits.parse::<i16>().map_err(|_never| NotATimeframe)
            } else {
                Err(NotATimeframe)
            }
        };
        let parts: Vec<&str> = text.split('/').collect();
        match parts.as_slice() {
            [year] => number(year, 4).map(Self::Year),
            [month, year] => {
                let (month, year) = (number(month, 2)?, number(year, 4)?);
                let month = i8::try_from(month).ok().filter(|it| (1..=12).contains(it));
                Ok(Self::Month(year, month.ok_or(NotATimeframe)?))
            }
            [_, _, _] => super::when::day(text).map(Self::Day).map_err(|_not_a_day| NotATimeframe),
            _ => Err(NotATimeframe),
        }
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Year(year) => write!(f, "{year:04}"),
            Self::Month(year, month) => write!(f, "{month:02}/{year:04}"),
            Self::Day(day) => f.write_str(&super::when::written_day(*day, Dialect::Template)),
        }
    }
}

impl Span {
    /// Whole years.
    pub(super) fn of_years(years: crate::vintage::Years) -> Self {
        let end = |year: crate::vintage::Year| End::Year(year.number());
        Self { first: end(years.first), last: end(years.last) }
    }
}

impl FromStr for Span {
    type Err = NotATimeframe;

    fn from_str(text: &str) -> Result<Self, NotATimeframe> {
        let rest = text.strip_prefix("from ").ok_or(NotATimeframe)?;
        let (first, last) = rest.split_once(" to ").ok_or(NotATimeframe)?;
        let span = Self { first: first.trim().parse()?, last: last.trim().parse()? };
        if span.first.first_day() <= span.last.last_day() { Ok(span) } else { Err(NotATimeframe) }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "from {} to {}", self.first, self.last)
    }
}

impl FromStr for Timeframe {
    type Err = NotATimeframe;

    fn from_str(text: &str) -> Result<Self, NotATimeframe> {
        if let Some((first, last)) = text.split_once(" - ") {
            return match (first.trim().parse()?, last.trim().parse()?) {
                (End::Year(first), End::Year(last)) if first <= last => {
                    Ok(Self::Years { first, last })
                }
                _ => Err(NotATimeframe),
            };
        }
        let span = |text: &str| text.trim().trim_end_matches('.').trim_end().parse::<Span>();
        if let Some(rest) = text.strip_prefix("Occurred:") {
            let (occurred, used) = match rest.split_once("Use:") {
                Some((occurred, used)) => (occurred, Some(span(used)?)),
                None => (rest, None),
            };
            return Ok(Self::Parts { occurred: Some(span(occurred)?), used });
        }
        let used = text.strip_prefix("Use:").ok_or(NotATimeframe)?;
        Ok(Self::Parts { occurred: None, used: Some(span(used)?) })
    }
}

impl Timeframe {
    /// As a dialect writes it. Phrases are the only way to say when outcomes may be used, and the
    /// only way to say less than a year.
    pub fn written(self, dialect: Dialect) -> String {
        match self {
            Self::Years { first, last } => format!("{first:04} - {last:04}"),
            Self::Parts { occurred: Some(occurred), used: Some(used) } => {
                format!("Occurred: {occurred}. Use: {used}")
            }
            Self::Parts { occurred: Some(span), used: None } => {
                match (dialect, span.first, span.last) {
                    (Dialect::Nomenclature, End::Year(first), End::Year(last)) => {
                        format!("{first:04} - {last:04}")
                    }
                    _ => format!("Occurred: {span}"),
                }
            }
            Self::Parts { occurred: None, used: Some(used) } => format!("Use: {used}"),
            Self::Parts { occurred: None, used: None } => String::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_published_form_of_a_time_frame_is_read_and_written_back_r243() {
        for text in [
            "2021 - 2030",
            "Occurred: from 2021 to 2030",
            "Use: from 2022 to 2030",
            "Occurred: from 2021 to 2025. Use: from 2022 to 2030",
            "Occurred: from 01/2021 to 12/2025. Use: from 01/01/2022 to 31/12/2030",
        ] {
            let frame: Timeframe = text.parse().unwrap();
            assert_eq!(frame.written(Dialect::Template), text);
        }
        for wrong in [
            "",
            "2021",
            "2030 - 2021",
            "2021-2030",
            "from 2021 to 2030",
            "Use: 2022",
            "Occurred: from 13/2021 to 2025",
            "Use: from 12/2025 to 01/2025",
        ] {
            assert_eq!(wrong.parse::<Timeframe>(), Err(NotATimeframe), "{wrong}");
        }
    }

    #[test]
    fn the_nomenclature_writes_occurrence_alone_as_two_years_r243() {
        let frame: Timeframe = "Occurred: from 2021 to 2030".parse().unwrap();
        assert_eq!(frame.written(Dialect::Nomenclature), "2021 - 2030");
        let both: Timeframe =
            "Occurred: from 2021 to 2025. Use: from 2022 to 2030".parse().unwrap();
        assert_eq!(
            both.written(Dialect::Nomenclature),
            "Occurred: from 2021 to 2025. Use: from 2022 to 2030"
        );
    }
}
