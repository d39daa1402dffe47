//! Days and moments in UTC, as the Hub writes them. No clock: every value comes from data.

use std::fmt;

/// Leap seconds do not count.
pub(super) const SECONDS_A_DAY: i64 = 86_400;

/// A moment, in seconds since 1970-01-01T00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

/// A calendar day, in days since 1970-01-01, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(pub i64);

impl Moment {
    /// 2022-03-03T00:00Z. What was created before it existed before the Hub began to record dates
    /// (the recorded floor is 2022-03-02T23:29:04Z, back-filled in one batch).
    pub const RECORDS_BEGIN: Moment = Moment(1_646_265_600);

    /// Reads ISO 8601: `2026-04-29`, `2026-04-29T10:11:12(.345)(Z|+02:00)`, a space for the `T`;
    /// without a zone it is UTC. `None` where the text is no such time.
    pub fn parse(text: &str) -> Option<Moment> {
        let bytes = text.trim().as_bytes();
        separators(bytes, &[(4, b'-'), (7, b'-')])?;
        let field = |range| bytes.get(range).and_then(number);
        let day = Day::from_civil(field(0..4)?, field(5..7)?, field(8..10)?)?;
        if bytes.len() == 10 {
            return Some(day.start());
        }
        if !matches!(bytes.get(10)?, b'T' | b't' | b' ') {
            return None;
        }
        let (hour, minute) = (field(11..13)?, field(14..16)?);
        separators(bytes, &[(13, b':')])?;
        let mut at = 16;
        let mut second = 0;
        if bytes.get(at) == Some(&b':') {
            second = field(17..19)?;
            at = 19;
            if bytes.get(at) == Some(&b'.') {
                at += 1 + bytes[at + 1..].iter().take_while(|b| b.is_ascii_digit()).count();
            }
        }
        if hour > 23 || minute > 59 || second > 60 {
            return None;
        }
        let offset = zone(&bytes[at..])?;
        Some(Moment(day.0 * SECONDS_A_DAY + hour * 3600 + minute * 60 + second - offset))
    }

    /// Reads a count of seconds (below 10¹¹) or of milliseconds since 1970.
    pub fn from_number(value: i64) -> Moment {
        if value.abs() < 100_000_000_000 { Moment(value) } else { Moment(value.div_euclid(1000)) }
    }

    /// The day it falls on, UTC.
    pub fn day(self) -> Day {
        // As for the year: four bytes are enough for nearly all.
        Day(u32::try_from(self.0)
            .map_or_else(|_| self.0.div_euclid(SECONDS_A_DAY), |seconds| i64::from(seconds / SECONDS_A_DAY as u32)))
    }

    /// Whether the Hub had not yet begun to record dates.
    pub fn before_records(self) -> bool {
        self < Moment::RECORDS_BEGIN
    }
}

#[inline(always)]
fn separators(bytes: &[u8], places: &[(usize, u8)]) -> Option<()> {
    places.iter().all(|&(at, byte)| bytes.get(at) == Some(&byte)).then_some(())
}

#[inline(always)]
fn number(digits: &[u8]) -> Option<i64> {
    let mut sum = 0;
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        sum = sum * 10 + i64::from(digit);
    }
    Some(sum)
}

fn zone(text: &[u8]) -> Option<i64> {
    let (sign, rest) = match text {
        [] | [b'Z' | b'z'] => return Some(0),
        [b'+', rest @ ..] => (1, rest),
        [b'-', rest @ ..] => (-1, rest),
        _ => return None,
    };
    let (hours, minutes) = match rest.len() {
        2 => (number(rest)?, 0),
        4 => (number(&rest[..2])?, number(&rest[2..])?),
        5 if rest[2] == b':' => (number(&rest[..2])?, number(&rest[3..])?),
        _ => return None,
    };
    (hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

impl Day {
    /// The day of a proleptic Gregorian date; `None` where there is no such date.
    /// Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", days_from_civil.
    pub fn from_civil(year: i64, month: i64, day: i64) -> Option<Day> {
        if !(1..=12).contains(&month) || day < 1 || day > days_in(year, month) {
            return None;
        }
        let y = if month <= 2 { year - 1 } else { year };
        let era = y.div_euclid(400);
        let year_of_era = y.rem_euclid(400);
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
        let day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
        Some(Day(era * 146_097 + day_of_era - 719_468))
    }

    /// Year, month and day; the inverse of [`Day::from_civil`].
    pub fn civil(self) -> (i64, i64, i64) {
        let z = self.0 + 719_468;
        let era = z.div_euclid(146_097);
        let day_of_era = z.rem_euclid(146_097);
        let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let mp = (5 * day_of_year + 2) / 153;
        let month = if mp < 10 { mp + 3 } else { mp - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        (year, month, day_of_year - (153 * mp + 2) / 5 + 1)
    }

    /// The calendar year.
    pub fn year(self) -> i64 {
        /// 2100-01-01: since 1970 every fourth year was a leap year.
        const REGULAR: i64 = 47_482;
        // In four bytes, where division by a constant is a multiplication also in WebAssembly.
        if (0..REGULAR).contains(&self.0) { 1970 + i64::from((4 * self.0 as u32 + 2) / 1461) } else { self.civil().0 }
    }

    /// Its first moment.
    pub fn start(self) -> Moment {
        Moment(self.0 * SECONDS_A_DAY)
    }

    /// Reads `2026-04-29`.
    pub fn parse(text: &str) -> Option<Day> {
        (text.len() == 10).then(|| Moment::parse(text))?.map(Moment::day)
    }
}

fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = self.civil();
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_the_hub_and_catalogues_write_them() {
        let at = |text| Moment::parse(text).map(|m| m.0);
        assert_eq!(at("1970-01-02"), Some(86_400));
        assert_eq!(at("2022-03-02T23:29:04.000Z"), Some(1_646_263_744));
        assert_eq!(at("2022-03-02 23:29:04"), at("2022-03-02T23:29:04Z"));
        assert_eq!(at("2022-03-03T01:29:04+02:00"), at("2022-03-02T23:29:04Z"));
        assert_eq!(at("2024-02-29T12:00"), Some(1_709_208_000));
        for wrong in
            ["", "2023-02-29", "2023-13-01", "yesterday", "2023-01-01X", "2023-01-01T25:00", "2023", "é023-01-01"]
        {
            assert_eq!(at(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn a_day_survives_the_round_trip() {
        for day in [-719_468, -1, 0, 59, 60, 19_053, 20_572, 100_000] {
            let (y, m, d) = Day(day).civil();
            assert_eq!(Day::from_civil(y, m, d), Some(Day(day)));
        }
        assert_eq!(Day::parse("2026-04-29").map(|d| d.to_string()), Some("2026-04-29".into()));
    }

    #[test]
    fn seconds_and_milliseconds_are_told_apart_by_size() {
        assert_eq!(Moment::from_number(1_646_263_744), Moment::from_number(1_646_263_744_000));
    }
}
