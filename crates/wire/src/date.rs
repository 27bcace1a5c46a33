//! Days and times of the portal's clock.

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// A day.
///
/// ```
/// use viettel_idc_wire::Date;
///
/// let due: Date = "2026-11-30".parse()?;
/// assert!(due > "2026-11-02".parse()?);
/// assert_eq!((due.year(), due.month(), due.day()), (2026, 11, 30));
/// # Ok::<(), viettel_idc_wire::ParseDateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Date(NaiveDate);

/// A day and time by the portal's clock; the portal does not say in which zone.
///
/// ```
/// use viettel_idc_wire::DateTime;
///
/// let paid: DateTime = "2026-11-02 08:30:00".parse()?;
/// assert_eq!(paid.to_string(), "2026-11-02T08:30:00");
/// # Ok::<(), viettel_idc_wire::ParseDateError>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DateTime(NaiveDateTime);

/// A text that is no date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ParseDateError;

impl fmt::Display for ParseDateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date; write it as \"2026-11-30\" or \"2026-11-30 08:30:00\"")
    }
}

impl std::error::Error for ParseDateError {}

impl Date {
    /// A day of the calendar.
    #[must_use]
    pub fn from_ymd(year: i32, month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(year, month, day).map(Self)
    }

    /// Year.
    #[must_use]
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// Month, from 1.
    #[must_use]
    pub fn month(self) -> u32 {
        self.0.month()
    }

    /// Day of the month, from 1.
    #[must_use]
    pub fn day(self) -> u32 {
        self.0.day()
    }
}

impl DateTime {
    /// The day.
    #[must_use]
    pub fn date(self) -> Date {
        Date(self.0.date())
    }

    /// Hour, 0 to 23.
    #[must_use]
    pub fn hour(self) -> u32 {
        self.0.hour()
    }

    /// Minute.
    #[must_use]
    pub fn minute(self) -> u32 {
        self.0.minute()
    }

    /// Second.
    #[must_use]
    pub fn second(self) -> u32 {
        self.0.second()
    }
}

impl FromStr for DateTime {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        usual(text.as_bytes()).map(Self).ok_or(ParseDateError)
    }
}

/// Whether every language has such a year.
pub(crate) fn in_range(time: &NaiveDateTime) -> bool {
    (1..=9999).contains(&time.year())
}

/// The form nearly every date comes in: chrono's general way takes twenty times as long, which a page
/// of invoices feels.
pub(crate) fn usual(text: &[u8]) -> Option<NaiveDateTime> {
    let number = |from: usize, to: usize| -> Option<u32> {
        let digits = text.get(from..to)?;
        digits.iter().try_fold(0, |sum, byte| {
            Some(sum * 10 + char::from(*byte).to_digit(10)?)
        })
    };
    let is = |at: usize, wanted: &[u8]| text.get(at).is_some_and(|byte| wanted.contains(byte));
    if !is(4, b"-") || !is(7, b"-") {
        return None;
    }
    let year = i32::try_from(number(0, 4)?).ok()?;
    let day = NaiveDate::from_ymd_opt(year, number(5, 7)?, number(8, 10)?)?;
    let time = match text.len() {
        10 => Some(day.and_time(NaiveTime::MIN)),
        19 if is(10, b" T") && is(13, b":") && is(16, b":") => {
            day.and_hms_opt(number(11, 13)?, number(14, 16)?, number(17, 19)?)
        }
        _ => None,
    };
    time.filter(in_range)
}

impl FromStr for Date {
    type Err = ParseDateError;

    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        text.parse::<DateTime>().map(DateTime::date)
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, time) = (self.date(), self.0.time());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        write!(f, "{day}T{hour:02}:{minute:02}:{second:02}")
    }
}

macro_rules! through {
    ($name:ident, $inner:ty) => {
        impl From<$inner> for $name {
            fn from(value: $inner) -> Self {
                Self(value)
            }
        }

        impl From<$name> for $inner {
            fn from(value: $name) -> Self {
                value.0
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?
                    .parse()
                    .map_err(de::Error::custom)
            }
        }
    };
}

through!(Date, NaiveDate);
through!(DateTime, NaiveDateTime);
