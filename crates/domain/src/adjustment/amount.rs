//! Exact amounts: of emissions, of an indicator, of adjustments.
#![expect(
    clippy::arithmetic_side_effects,
    reason = "fractions of big integers neither overflow nor round; no divisor here can be zero"
)]

use std::fmt;
use std::iter::Sum;
use std::num::NonZeroU32;
use std::str::FromStr;

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow as _, Signed as _, Zero as _};

use crate::conversion::Factor;

/// An amount in t CO2 eq, or in units of a non-GHG metric: exact, of either sign, never too large.
///
/// It is written as a decimal. One that does not end, such as an average over three years, is
/// rounded to [`Amount::ROUNDED_DIGITS`] digits after the point, halves away from zero; only what is
/// written is rounded, never what is calculated with.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Amount(BigRational);

/// The text is no amount.
#[derive(Clone, Copy, PartialEq, Eq, Debug, thiserror::Error)]
#[error("an amount is a decimal with at most 18 digits on either side, for example -1204.5")]
pub struct NotAnAmount;

const DIGITS_MAX: usize = 18;

impl Amount {
    /// Digits after the point of a decimal that does not end.
    pub const ROUNDED_DIGITS: u32 = 4;

    /// Nothing.
    pub fn zero() -> Self {
        Self(BigRational::zero())
    }

    /// So many units.
    pub fn of_units(count: u64) -> Self {
        Self(BigRational::from_integer(count.into()))
    }

    /// So many units, each of which stands for `factor`.
    pub fn converted(count: u64, factor: &Factor) -> Self {
        let one = read(&factor.to_string()).unwrap_or_else(BigRational::zero);
        Self(BigRational::from_integer(count.into()) * one)
    }

    /// The sum.
    pub fn plus(&self, other: &Self) -> Self {
        Self(&self.0 + &other.0)
    }

    /// The difference.
    pub fn minus(&self, other: &Self) -> Self {
        Self(&self.0 - &other.0)
    }

    /// An equal share of it.
    pub fn shared_by(&self, shares: NonZeroU32) -> Self {
        Self(&self.0 / BigInt::from(shares.get()))
    }

    /// Whether it is above zero.
    pub fn is_positive(&self) -> bool {
        self.0.is_positive()
    }

    /// Whether it is zero.
    pub fn is_zero(&self) -> bool {
        self.0.is_zero()
    }

    /// As a decimal with so many digits after the point, halves away from zero.
    pub fn rounded(&self, digits: u32) -> String {
        let shifted = (&self.0 * ten_to(digits)).round().to_integer();
        let sign = if shifted.is_negative() { "-" } else { "" };
        let width = usize::try_from(digits).unwrap_or(usize::MAX);
        let all = format!("{:0>1$}", shifted.magnitude(), width.saturating_add(1));
        let (whole, part) = all.split_at(all.len().saturating_sub(width));
        if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }

    /// What it is exactly, as a fraction, if its decimal does not end.
    pub fn endless(&self) -> Option<String> {
        self.digits().is_none().then(|| self.0.to_string())
    }

    /// How many digits after the point its decimal has, if it ends.
    fn digits(&self) -> Option<u32> {
        let most = u32::try_from(DIGITS_MAX.saturating_mul(2)).unwrap_or(u32::MAX);
        (0..=most).find(|digits| (&self.0 * ten_to(*digits)).is_integer())
    }
}

fn ten_to(digits: u32) -> BigRational {
    BigRational::from_integer(BigInt::from(10).pow(digits))
}

/// Reads a decimal: no exponent, no separators, no superfluous zero in front, a sign only below zero.
fn read(text: &str) -> Option<BigRational> {
    let (below_zero, plain) = match text.strip_prefix('-') {
        Some(plain) => (true, plain),
        None => (false, text),
    };
    let (whole, part) = match plain.split_once('.') {
        Some((whole, part)) => (whole, Some(part)),
        None => (plain, None),
    };
    let digits = |text: &str| {
        (1..=DIGITS_MAX).contains(&text.len()) && text.bytes().all(|it| it.is_ascii_digit())
    };
    let in_front = whole.len() > 1 && whole.starts_with('0');
    if !digits(whole) || in_front || !part.is_none_or(digits) {
        return None;
    }
    let part = part.unwrap_or_default();
    let number: BigInt = format!("{whole}{part}").parse().ok()?;
    if below_zero && number.is_zero() {
        return None;
    }
    let places = u32::try_from(part.len()).ok()?;
    let value = BigRational::from_integer(number) / ten_to(places);
    Some(if below_zero { -value } else { value })
}

impl FromStr for Amount {
    type Err = NotAnAmount;
    fn from_str(text: &str) -> Result<Self, NotAnAmount> {
        read(text).map(Self).ok_or(NotAnAmount)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.rounded(self.digits().unwrap_or(Self::ROUNDED_DIGITS)))
    }
}

crate::written_as_text!(Amount);

impl<'a> Sum<&'a Self> for Amount {
    fn sum<I: Iterator<Item = &'a Self>>(amounts: I) -> Self {
        amounts.fold(Self::zero(), |sum, amount| sum.plus(amount))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn amount(text: &str) -> Amount {
        text.parse().unwrap()
    }

    fn over(text: &str, shares: u32) -> Amount {
        amount(text).shared_by(NonZeroU32::new(shares).unwrap())
    }

    #[test]
    fn an_amount_is_a_plain_decimal_of_either_sign() {
        for fine in ["0", "1", "-1", "1204.5", "-0.000000000000000001", "999999999999999999"] {
            assert_eq!(amount(fine).to_string(), fine);
        }
        assert_eq!(amount("1.50").to_string(), "1.5");
        for wrong in
            ["", "-", "-0", "-0.0", "+1", "01", ".5", "5.", "1e3", "1,5", "1.2.3", " 1", "٣", "--1"]
        {
            assert_eq!(wrong.parse::<Amount>(), Err(NotAnAmount), "{wrong}");
        }
        assert_eq!("1234567890123456789".parse::<Amount>(), Err(NotAnAmount));
    }

    #[test]
    fn a_decimal_that_does_not_end_is_rounded_where_it_is_written_and_nowhere_else_r211() {
        let third = over("10", 3);
        assert_eq!(third.to_string(), "3.3333");
        assert_eq!(third.endless().as_deref(), Some("10/3"));
        assert_eq!(third.plus(&third).plus(&third), amount("10"));
        assert_eq!(over("20", 3).to_string(), "6.6667");
        assert_eq!(over("-20", 3).to_string(), "-6.6667");
        assert_eq!(over("30", 4).to_string(), "7.5");
        assert_eq!(over("30", 4).endless(), None);
    }

    #[test]
    fn halves_are_rounded_away_from_zero() {
        for (exact, digits, rounded) in [
            ("0.00005", 4, "0.0001"),
            ("-0.00005", 4, "-0.0001"),
            ("0.00004", 4, "0.0000"),
            ("-0.00004", 4, "0.0000"),
            ("2.5", 0, "3"),
            ("-2.5", 0, "-3"),
            ("1040", 2, "1040.00"),
        ] {
            assert_eq!(amount(exact).rounded(digits), rounded, "{exact}");
        }
    }

    #[test]
    fn amounts_beyond_any_machine_word_are_exact() {
        let most = Amount::of_units(u64::MAX);
        let sum = most.plus(&most).minus(&amount("0.000000000000000001"));
        assert_eq!(sum.to_string(), "36893488147419103229.999999999999999999");
        assert_eq!(sum.minus(&most).minus(&most), amount("-0.000000000000000001"));
    }

    #[test]
    fn units_are_converted_by_their_factor_digit_by_digit_r076() {
        let factor: Factor = "0.4571".parse().unwrap();
        assert_eq!(Amount::converted(15, &factor), amount("6.8565"));
    }
}
