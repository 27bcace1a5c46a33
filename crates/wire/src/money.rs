//! Exact amounts.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// An exact decimal: an amount of money, a rate, a percentage. Never a float.
///
/// It holds 28 digits. An amount the portal sends is below 10^18, else it is a loss: `+`, `-` and `sum`
/// over ten billion of them cannot overflow. With amounts from elsewhere they panic beyond 28 digits,
/// and round decimals that do not fit; [`Money::checked_add`] and its kin say so instead.
///
/// ```
/// use viettel_idc_wire::Money;
///
/// let total: Money = ["9.99", "0.01"].iter().map(|text| text.parse::<Money>()).sum::<Result<_, _>>()?;
/// assert_eq!(total.to_string(), "10.00");
/// assert_eq!(total, Money::from(10));
/// # Ok::<(), viettel_idc_wire::ParseMoneyError>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Money(Decimal);

impl Money {
    /// Nothing.
    pub const ZERO: Money = Money(Decimal::ZERO);

    /// An amount.
    #[must_use]
    pub const fn new(amount: Decimal) -> Self {
        Self(amount)
    }

    /// The amount.
    #[must_use]
    pub const fn amount(self) -> Decimal {
        self.0
    }

    /// Whether it is nothing.
    #[must_use]
    pub fn is_zero(self) -> bool {
        self.0.is_zero()
    }

    /// The exact sum; `None` when 28 digits do not hold it.
    #[must_use]
    pub fn checked_add(self, other: Money) -> Option<Money> {
        let sum = self.0.checked_add(other.0)?;
        // What does not fit is rounded, which takes decimals away.
        let exact =
            self.is_zero() || other.is_zero() || sum.scale() >= self.0.scale().max(other.0.scale());
        exact.then_some(Money(sum))
    }

    /// The exact difference; `None` when 28 digits do not hold it.
    #[must_use]
    pub fn checked_sub(self, other: Money) -> Option<Money> {
        self.checked_add(-other)
    }

    /// The product, rounded to 28 digits; `None` when it is too large.
    #[must_use]
    pub fn checked_mul(self, factor: Decimal) -> Option<Money> {
        self.0.checked_mul(factor).map(Money)
    }

    /// The exact sum of all; `None` when 28 digits do not hold it.
    ///
    /// ```
    /// use viettel_idc_wire::{Decimal, Money};
    ///
    /// let items = [Money::from(150_000), Money::from(-20_000)];
    /// assert_eq!(Money::checked_sum(items), Some(Money::from(130_000)));
    /// assert_eq!(Money::checked_sum([Decimal::MAX.into(), Money::from(1)]), None);
    /// ```
    #[must_use]
    pub fn checked_sum(amounts: impl IntoIterator<Item = Money>) -> Option<Money> {
        amounts
            .into_iter()
            .try_fold(Money::ZERO, Money::checked_add)
    }
}

/// A text that is no exact decimal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseMoneyError;

impl fmt::Display for ParseMoneyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an exact decimal; write it as \"580000.00\", with at most 28 digits")
    }
}

impl std::error::Error for ParseMoneyError {}

impl std::str::FromStr for Money {
    type Err = ParseMoneyError;

    fn from_str(text: &str) -> Result<Self, ParseMoneyError> {
        exact(text.trim()).map(Self).ok_or(ParseMoneyError)
    }
}

fn exact(text: &str) -> Option<Decimal> {
    let Some((digits, power)) = text.split_once(['e', 'E']) else {
        // `from_str_exact` refuses what it would have to round, but takes `1_000`.
        return Decimal::from_str_exact(text)
            .ok()
            .filter(|_| !text.contains('_'));
    };
    let number = exact(digits).filter(|_| !digits.contains(['e', 'E']))?;
    let power: i64 = power.parse().ok()?;
    let scale = i64::from(number.scale()) - power;
    if number.is_zero() {
        return Some(Decimal::ZERO);
    }
    match u32::try_from(scale) {
        Ok(scale @ 0..=28) => Decimal::try_from_i128_with_scale(number.mantissa(), scale).ok(),
        Ok(_) => None,
        Err(_) if scale >= -28 => {
            let tens = 10_i128.checked_pow(u32::try_from(-scale).ok()?)?;
            Decimal::try_from_i128_with_scale(number.mantissa().checked_mul(tens)?, 0).ok()
        }
        Err(_) => None,
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<Money> for Decimal {
    fn from(money: Money) -> Self {
        money.0
    }
}

macro_rules! from_number {
    ($($source:ty),+) => {$(
        impl From<$source> for Money {
            fn from(amount: $source) -> Self {
                Self(amount.into())
            }
        }
    )+};
}

from_number!(Decimal, i32, i64, u32, u64);

impl Add for Money {
    type Output = Money;

    fn add(self, other: Money) -> Money {
        Money(self.0 + other.0)
    }
}

impl AddAssign for Money {
    fn add_assign(&mut self, other: Money) {
        self.0 += other.0;
    }
}

impl Sub for Money {
    type Output = Money;

    fn sub(self, other: Money) -> Money {
        Money(self.0 - other.0)
    }
}

impl SubAssign for Money {
    fn sub_assign(&mut self, other: Money) {
        self.0 -= other.0;
    }
}

impl Neg for Money {
    type Output = Money;

    fn neg(self) -> Money {
        Money(-self.0)
    }
}

impl Sum for Money {
    fn sum<I: Iterator<Item = Money>>(amounts: I) -> Money {
        amounts.fold(Money::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Money> for Money {
    fn sum<I: Iterator<Item = &'a Money>>(amounts: I) -> Money {
        amounts.copied().sum()
    }
}

impl Serialize for Money {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Money {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Visitor;

        impl de::Visitor<'_> for Visitor {
            type Value = Money;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a decimal as text or number")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Money, E> {
                text.parse().map_err(E::custom)
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Money, E> {
                Ok(Money::from(number))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Money, E> {
                Ok(Money::from(number))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Money, E> {
                // The shortest text that gives this float is what the portal wrote, up to 15 digits.
                number.to_string().parse().map_err(E::custom)
            }
        }

        deserializer.deserialize_any(Visitor)
    }
}
