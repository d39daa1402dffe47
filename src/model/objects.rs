//! The Hub's keys of repositories, `_id`: 24 hexadecimal digits in twelve bytes, anything else as it stands.

use std::borrow::Cow;

use super::{Day, Moment, Names, compact::put, day::SECONDS_A_DAY};

const BYTES: usize = 12;

/// The `_id` of each row that has one.
#[derive(Debug, Clone, Default)]
pub(super) struct ObjectIds {
    /// All zero where a row has none, or none that fits.
    packed: Vec<[u8; BYTES]>,
    /// One more than the place of another one in `texts`.
    others: Vec<u32>,
    texts: Names,
}

/// An `_id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ObjectId<'a> {
    Packed([u8; BYTES]),
    Other(&'a str),
}

/// What an `_id` says, as MongoDB makes it: the second of its day, five bytes that a process drew when it began, and
/// three that it counts up. <https://www.mongodb.com/docs/manual/reference/bson-types/#objectid>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectParts {
    /// Seconds since midnight, UTC.
    pub second: u64,
    /// Five bytes, the first one the largest.
    pub process: u64,
    /// Three bytes, the first one the largest.
    pub counter: u64,
}

impl ObjectParts {
    /// The parts of an `_id` that was made on `day`; none where it was not.
    fn of(bytes: [u8; BYTES], day: Day) -> Option<ObjectParts> {
        let number = |part: &[u8]| part.iter().fold(0, |number, &byte| number << 8 | u64::from(byte));
        let moment = Moment(number(&bytes[..4]) as i64);
        let second = u64::try_from(moment.0 - day.start().0).ok().filter(|_| moment.day() == day)?;
        Some(ObjectParts { second, process: number(&bytes[4..9]), counter: number(&bytes[9..]) })
    }

    /// The `_id` of these parts that was made on `day`, as the Hub writes it; none where there can be no such.
    pub fn text(self, day: Day) -> Option<String> {
        let second = i64::try_from(self.second).ok().filter(|second| *second < SECONDS_A_DAY)?;
        let time = u32::try_from(day.0.checked_mul(SECONDS_A_DAY)?.checked_add(second)?).ok()?;
        let sound = self.process >> 40 == 0 && self.counter >> 24 == 0;
        let bytes = u128::from(time) << 64 | u128::from(self.process) << 24 | u128::from(self.counter);
        let last = bytes.to_be_bytes();
        sound.then(|| digits(last.last_chunk().expect("sixteen bytes end in twelve")))
    }
}

impl ObjectId<'_> {
    pub fn of(text: &str) -> ObjectId<'_> {
        packed(text).map_or(ObjectId::Other(text), ObjectId::Packed)
    }

    /// The bytes it is found by.
    pub fn bytes(&self) -> &[u8] {
        match self {
            ObjectId::Packed(bytes) => bytes,
            ObjectId::Other(text) => text.as_bytes(),
        }
    }
}

impl ObjectIds {
    /// Gives a row its `_id`; it had none.
    pub fn set(&mut self, row: u32, id: ObjectId<'_>) {
        match id {
            ObjectId::Packed(bytes) => put(&mut self.packed, row as usize, bytes, [0; BYTES]),
            ObjectId::Other(text) => {
                let place = self.texts.push(text);
                put(&mut self.others, row as usize, place + 1, 0);
            }
        }
    }

    /// The `_id` of a row.
    pub fn get(&self, row: u32) -> Option<ObjectId<'_>> {
        match self.packed.get(row as usize) {
            Some(bytes) if *bytes != [0; BYTES] => Some(ObjectId::Packed(*bytes)),
            _ => {
                let place = self.others.get(row as usize)?.checked_sub(1)?;
                Some(ObjectId::Other(self.texts.get(place)))
            }
        }
    }

    /// The parts of the `_id` of a row, where it was made on `day`.
    pub fn parts(&self, row: u32, day: Day) -> Option<ObjectParts> {
        if let Some(ObjectId::Packed(bytes)) = self.get(row) { ObjectParts::of(bytes, day) } else { None }
    }

    /// The `_id` of a row, as the Hub writes it.
    pub fn text(&self, row: u32) -> Option<Cow<'_, str>> {
        Some(match self.get(row)? {
            ObjectId::Other(text) => Cow::Borrowed(text),
            ObjectId::Packed(bytes) => Cow::Owned(digits(&bytes)),
        })
    }
}

fn digits(bytes: &[u8; BYTES]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect()
}

/// The bytes of 24 digits as the Hub writes them; not of zeros alone, which stand for none.
fn packed(text: &str) -> Option<[u8; BYTES]> {
    let digits: &[u8; 2 * BYTES] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; BYTES];
    for (at, &digit) in digits.iter().enumerate() {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            _ => return None,
        };
        bytes[at / 2] = bytes[at / 2] << 4 | value;
    }
    (bytes != [0; BYTES]).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_as_it_was() {
        let texts = ["621ffdc036468d709f174338", "000000000000000000000000", "621FFDC036468D709F174338", "7", "é"];
        let mut ids = ObjectIds::default();
        for (row, text) in (1..).zip(texts) {
            ids.set(row, ObjectId::of(text));
        }
        let read: Vec<_> = (0..7).map(|row| ids.text(row)).collect();
        assert_eq!((read[0].as_deref(), read[6].as_deref()), (None, None));
        assert!(texts.iter().zip(&read[1..]).all(|(text, read)| read.as_deref() == Some(text)));
        assert_eq!((ids.packed.len(), ids.texts.len()), (2, 4));
    }

    #[test]
    fn an_id_is_its_day_and_its_parts() {
        let day = |text| Day::parse(text).unwrap();
        let parts = |text, day| ObjectParts::of(packed(text).unwrap(), day);
        // google-bert/bert-base-uncased, 2022-03-02T23:29:04Z.
        let bert = ObjectParts { second: 84_544, process: 0x36_468d_709f, counter: 0x17_4338 };
        assert_eq!(parts("621ffdc036468d709f174338", day("2022-03-02")), Some(bert));
        assert_eq!(bert.text(day("2022-03-02")).as_deref(), Some("621ffdc036468d709f174338"));
        assert_eq!(parts("621ffdc036468d709f174338", day("2022-03-03")), None);
        assert_eq!(parts("621ffdc036468d709f174338", day("2022-03-01")), None);
        // The first and the last second of a day, and of all that four bytes can say.
        for (text, at, second) in [
            ("000000000000000000000001", "1970-01-01", 0),
            ("0001517fffffffffffffffff", "1970-01-01", 86_399),
            ("00015180ffffffffff000000", "1970-01-02", 0),
            ("ffffffff0000000000000000", "2106-02-07", 23_295),
        ] {
            let parts = parts(text, day(at)).unwrap();
            assert_eq!((parts.second, parts.text(day(at)).as_deref()), (second, Some(text)));
        }
        let none = ObjectParts { second: 0, process: 0, counter: 0 };
        assert_eq!(ObjectParts { second: 86_400, ..none }.text(Day(0)), None);
        assert_eq!(ObjectParts { process: 1 << 40, ..none }.text(Day(0)), None);
        assert_eq!(ObjectParts { counter: 1 << 24, ..none }.text(Day(0)), None);
        assert_eq!(ObjectParts { second: 23_296, ..none }.text(day("2106-02-07")), None);
        assert_eq!((none.text(Day(-1)), none.text(Day(i64::MAX)), none.text(Day(i64::MIN))), (None, None, None));
        assert_eq!(ObjectParts { second: u64::MAX, ..none }.text(Day(0)), None);
    }
}
