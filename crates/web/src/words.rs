//! The catalogue of messages: one place for every word that a person reads.

use fluent_templates::fluent_bundle::FluentValue;
use fluent_templates::{LanguageIdentifier, Loader};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use self::catalogue::CATALOGUE;

#[expect(clippy::disallowed_types, reason = "fluent keeps its messages in maps of its own choice")]
mod catalogue {
    fluent_templates::static_loader! {
        pub(super) static CATALOGUE = {
            locales: "./locales",
            fallback_language: "en",
            // Left-to-right pages need no marks around arguments, and marks would be copied with
            // the text. Identifiers are isolated by `<bdi>`.
            customise: |bundle| bundle.set_use_isolating(false),
        };
    }
}

/// A language in which pages are written, and how its readers write figures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Language {
    /// The code of BCP 47, for `lang`.
    pub code: &'static str,
    /// The direction of its script, `ltr` or `rtl`, for `dir`.
    pub direction: &'static str,
    /// What its readers call it.
    pub own_name: &'static str,
    /// What stands between groups of three digits.
    pub thousands: &'static str,
}

impl Language {
    /// English.
    pub const ENGLISH: Self =
        Self { code: "en", direction: "ltr", own_name: "English", thousands: "," };

    /// The languages whose catalogue is complete: only these are offered to readers.
    pub const COMPLETE: &'static [Self] = &[Self::ENGLISH];

    /// Whether its lines run from right to left.
    pub fn is_right_to_left(&self) -> bool {
        self.direction == "rtl"
    }
}

/// What stands in for `$name` in a message: the name, and the text.
pub type Argument<'a> = (&'static str, &'a str);

/// The messages in one language.
#[derive(Clone, Debug)]
pub struct Words {
    language: Language,
    id: LanguageIdentifier,
}

impl Words {
    /// The messages in this language; a message it lacks is given in English.
    pub fn new(language: Language) -> Self {
        Self { language, id: language.code.parse().unwrap_or_default() }
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.language
    }

    /// A message without arguments.
    pub fn text(&self, key: &'static str) -> String {
        self.say(key, &[])
    }

    /// A message with its arguments.
    pub fn say(&self, key: &'static str, arguments: &[Argument<'_>]) -> String {
        self.look_up(key, arguments, None)
    }

    /// A message about a number of things: `$count` chooses the plural form, `$figure` is the number
    /// as it is printed. (Fluent calculates in floating point, so it must not print a quantity.)
    pub fn count(&self, key: &'static str, count: u64, arguments: &[Argument<'_>]) -> String {
        let figure = self.figure(count);
        let mut all = vec![("figure", figure.as_str())];
        all.extend_from_slice(arguments);
        self.look_up(key, &all, Some(count))
    }

    /// A whole number in full, with separators between groups of three digits.
    pub fn figure(&self, number: u64) -> String {
        let digits = number.to_string();
        let groups: Vec<&str> = digits
            .as_bytes()
            .rchunks(3)
            .rev()
            .map(|group| std::str::from_utf8(group).unwrap_or_default())
            .collect();
        groups.join(self.language.thousands)
    }

    /// A day: `22 Nov 2026`.
    pub fn day(&self, date: Date) -> String {
        let (day, year) = (date.day().to_string(), date.year().to_string());
        let month = self.text(month(date));
        self.say("day", &[("day", &day), ("month", &month), ("year", &year)])
    }

    /// A moment, to the minute, in UTC: `22 Nov 2026 14:05 UTC`.
    pub fn moment(&self, moment: Timestamp) -> String {
        let utc = moment.to_zoned(TimeZone::UTC);
        let time = format!("{:02}:{:02}", utc.hour(), utc.minute());
        self.say("moment", &[("day", &self.day(utc.date())), ("time", &time)])
    }

    fn look_up(&self, key: &'static str, with: &[Argument<'_>], count: Option<u64>) -> String {
        let named = with.iter().map(|(name, text)| ((*name).into(), FluentValue::from(*text)));
        let counted = count.map(|count| ("count".into(), FluentValue::from(count)));
        let all = named.chain(counted).collect();
        // A test reads all sources, so that a key without a message never gets this far.
        CATALOGUE.try_lookup_complete(&self.id, key, Some(&all)).unwrap_or_else(|| key.to_owned())
    }
}

fn month(date: Date) -> &'static str {
    match date.month() {
        1 => "month-jan",
        2 => "month-feb",
        3 => "month-mar",
        4 => "month-apr",
        5 => "month-may",
        6 => "month-jun",
        7 => "month-jul",
        8 => "month-aug",
        9 => "month-sep",
        10 => "month-oct",
        11 => "month-nov",
        _ => "month-dec",
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn figures_are_printed_in_full_and_exactly() {
        let words = Words::new(Language::ENGLISH);
        let printed = [0, 999, 1000, 1_204_501, 9_223_372_036_854_775_806].map(|n| words.figure(n));
        assert_eq!(printed, ["0", "999", "1,000", "1,204,501", "9,223,372,036,854,775,806"]);
    }

    #[test]
    fn a_moment_is_printed_in_utc_with_the_month_in_words() {
        let words = Words::new(Language::ENGLISH);
        let moment = "2026-11-22T15:05:59+01:00".parse().unwrap();
        assert_eq!(words.moment(moment), "22 Nov 2026 14:05 UTC");
        assert_eq!(words.day(date(2027, 4, 5)), "5 Apr 2027");
    }

    #[test]
    fn a_counted_message_has_the_right_plural_and_the_exact_figure() {
        let words = Words::new(Language::ENGLISH);
        assert_eq!(words.count("units", 1, &[]), "1 unit");
        assert_eq!(words.count("units", 9_007_199_254_740_993, &[]), "9,007,199,254,740,993 units");
    }
}
