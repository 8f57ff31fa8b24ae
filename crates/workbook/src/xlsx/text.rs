//! Cells of sheets as texts.

use std::borrow::Cow;

use calamine::{DataRef, ExcelDateTime};

/// The text of a cell.
pub(super) fn of<'c>(value: &'c DataRef<'_>) -> Cow<'c, str> {
    match value {
        DataRef::Empty => Cow::Borrowed(""),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            Cow::Borrowed(text)
        }
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(number_text(*number)),
        DataRef::Bool(true) => Cow::Borrowed("TRUE"),
        DataRef::Bool(false) => Cow::Borrowed("FALSE"),
        DataRef::DateTime(when) => Cow::Owned(date(*when)),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
    }
}

/// A number in plain digits, without an exponent. Sheets keep 15 digits, and what stands behind them
/// is an artefact of binary fractions.
fn number_text(number: f64) -> String {
    let is_whole = number.fract() == 0.0;
    let rounded = if is_whole { None } else { format!("{number:.14e}").parse::<f64>().ok() };
    let number = rounded.unwrap_or(number);
    // Minus zero is zero.
    if number == 0.0 { "0".to_owned() } else { number.to_string() }
}

/// A true date, and its time if it has one.
fn date(when: ExcelDateTime) -> String {
    if when.is_duration() {
        return number_text(when.as_f64());
    }
    let (year, month, day, hour, minute, second, milli) = when.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    if (hour, minute, second, milli) == (0, 0, 0, 0) {
        date
    } else {
        format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}")
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType;

    use super::*;

    #[test]
    fn numbers_are_plain_digits_without_artefacts_r242() {
        for (number, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (2024.0, "2024"),
            (12.5, "12.5"),
            (0.1 + 0.2, "0.3"),
            (1_234.100_000_000_000_1, "1234.1"),
            (1e15, "1000000000000000"),
            (9_007_199_254_740_991.0, "9007199254740991"),
            (1e21, "1000000000000000000000"),
            (1e-7, "0.0000001"),
            (-5.25, "-5.25"),
        ] {
            assert_eq!(number_text(number), text);
        }
    }

    #[test]
    fn true_dates_are_written_as_in_iso_8601_r242() {
        let cell = |days| ExcelDateTime::new(days, ExcelDateTimeType::DateTime, false);
        assert_eq!(date(cell(45_762.0)), "2025-04-15");
        assert_eq!(date(cell(45_762.5)), "2025-04-15T12:00:00.000");
        assert_eq!(date(cell(45_762.999_999_988_43)), "2025-04-15T23:59:59.999");
    }
}
