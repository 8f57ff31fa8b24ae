//! Converting a non-GHG metric to t CO2 eq.

use std::fmt;
use std::str::FromStr;

use crate::aef::Amount;
use crate::approach::ApproachId;
use crate::metric::Metric;
use crate::section::SectionNo;
use crate::text::Text;

/// How many t CO2 eq one unit of a metric stands for: a decimal that is kept as it was written, since
/// its digits say how exact it is.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Factor(String);

/// The text is no factor.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error(
    "a factor is a decimal above zero with at most 18 digits on either side, for example 0.4571"
)]
pub struct NotAFactor;

const DIGITS_MAX: usize = 18;

impl FromStr for Factor {
    type Err = NotAFactor;

    /// No sign, no exponent, no separators, no superfluous zero in front.
    fn from_str(text: &str) -> Result<Self, NotAFactor> {
        let (whole, part) = match text.split_once('.') {
            Some((whole, part)) => (whole, Some(part)),
            None => (text, None),
        };
        let digits = |text: &str| {
            (1..=DIGITS_MAX).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
        };
        let plain = digits(whole) && part.is_none_or(digits);
        let in_front = whole.len() > 1 && whole.starts_with('0');
        let zero = text.bytes().all(|it| matches!(it, b'0' | b'.'));
        if plain && !in_front && !zero { Ok(Self(text.to_owned())) } else { Err(NotAFactor) }
    }
}

impl Factor {
    /// What so many units of the metric are in t CO2 eq, exactly.
    pub fn times(&self, count: u64) -> Amount {
        const SCALE: u128 = 1_000_000_000_000_000_000;
        let (whole, part) = self.0.split_once('.').unwrap_or((&self.0, ""));
        // At most 18 digits each, times at most 19: both products are below 2^127.
        let count = u128::from(count);
        let digits = |digits: &str| digits.parse::<u128>().unwrap_or(0);
        let part = digits(&format!("{part:0<DIGITS_MAX$}")).saturating_mul(count);
        let carried = part.checked_div(SCALE).unwrap_or(0);
        let whole = digits(whole).saturating_mul(count).saturating_add(carried);
        let rest = part.checked_rem(SCALE).unwrap_or(0);
        Amount::of(whole, &format!("{rest:0>DIGITS_MAX$}"))
    }
}

impl fmt::Display for Factor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::written_as_text!(Factor);

/// What a conversion is for: a Party, an approach, and a metric.
pub type ConversionKey = (SectionNo, ApproachId, Metric);

/// A version of how a Party converts a metric under an approach.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Conversion {
    /// The method, in words.
    pub method: Text<2000>,
    /// The factor.
    pub factor: Factor,
    /// The entry that recorded it.
    pub recorded: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_factor_times_units_is_exact_to_the_last_digit_r076() {
        for (factor, count, tonnes) in [
            ("0.4571", 1_000, "457.1"),
            ("0.5", 3, "1.5"),
            ("12", 7, "84"),
            ("0.000000000000000001", 1, "0.000000000000000001"),
            (
                "999999999999999999.999999999999999999",
                u64::MAX,
                "18446744073709551614999999999999999981.553255926290448385",
            ),
        ] {
            let factor: Factor = factor.parse().unwrap();
            assert_eq!(factor.times(count).to_string(), tonnes);
        }
    }

    #[test]
    fn a_factor_is_a_plain_decimal_above_zero_and_keeps_its_digits_r076() {
        for fine in ["1", "0.4571", "0.50", "12", "1000.000001", "0.000000000000000001"] {
            assert_eq!(fine.parse::<Factor>().unwrap().to_string(), fine);
        }
        for wrong in [
            "",
            "0",
            "0.0",
            ".5",
            "5.",
            "-1",
            "+1",
            "1e3",
            "01",
            "1,5",
            "1.2.3",
            "0.5 ",
            "٣",
            "NaN",
            "0.0000000000000000001",
        ] {
            assert_eq!(wrong.parse::<Factor>(), Err(NotAFactor), "{wrong}");
        }
    }
}
