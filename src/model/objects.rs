//! The Hub's keys of repositories, `_id`: 24 hexadecimal digits in twelve bytes, anything else as it stands. Of one that
//! a file keeps in short the digits of its process are dots: `621ffdc0..........174338`.

use std::{borrow::Cow, ops::Range};

use hashbrown::DefaultHashBuilder;

use super::{Day, Moment, Names, compact::put, day::SECONDS_A_DAY, names::hash_of};

const BYTES: usize = 12;

/// Which of them are those of the process.
const PROCESS: Range<usize> = 4..9;

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
#[derive(Debug, Clone, Copy)]
pub(super) enum ObjectId<'a> {
    /// The process is zero where it is not known.
    Packed([u8; BYTES]),
    Other(&'a str),
}

/// What an `_id` says, as MongoDB makes it: the second of its day, five bytes that a process drew when it began, and
/// three that it counts up. <https://www.mongodb.com/docs/manual/reference/bson-types/#objectid>
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ObjectParts {
    /// Seconds since midnight, UTC.
    pub second: u64,
    /// Five bytes, the first one the largest; none where a file kept the `_id` in short.
    pub process: Option<u64>,
    /// Three bytes, the first one the largest.
    pub counter: u64,
}

impl ObjectParts {
    /// The parts of an `_id` that was made on `day`; none where it was not.
    fn of(bytes: [u8; BYTES], day: Day) -> Option<ObjectParts> {
        let moment = Moment(number(&bytes[..PROCESS.start]) as i64);
        let second = u64::try_from(moment.0 - day.start().0).ok().filter(|_| moment.day() == day)?;
        let process = Some(number(&bytes[PROCESS])).filter(|process| *process > 0);
        Some(ObjectParts { second, process, counter: number(&bytes[PROCESS.end..]) })
    }

    /// The `_id` of these parts that was made on `day`, as the Hub writes it, or in short; none where there can be no
    /// such.
    pub fn text(self, day: Day) -> Option<String> {
        let second = i64::try_from(self.second).ok().filter(|second| *second < SECONDS_A_DAY)?;
        let time = u32::try_from(day.0.checked_mul(SECONDS_A_DAY)?.checked_add(second)?).ok()?;
        let process = self.process.unwrap_or_default();
        let sound = process >> 40 == 0 && self.counter >> 24 == 0;
        let bytes = u128::from(time) << 64 | u128::from(process) << 24 | u128::from(self.counter);
        let last = bytes.to_be_bytes();
        sound.then(|| digits(last.last_chunk().expect("sixteen bytes end in twelve"), self.process.is_none()))
    }
}

impl ObjectId<'_> {
    pub fn of(text: &str) -> ObjectId<'_> {
        packed(text).map_or(ObjectId::Other(text), ObjectId::Packed)
    }

    /// Whether both are the key of one repository: an `_id` and the same one in short are.
    pub fn same(self, other: ObjectId<'_>) -> bool {
        match (self, other) {
            (ObjectId::Packed(a), ObjectId::Packed(b)) => {
                a == b || short(a) == short(b) && (is_short(a) || is_short(b))
            }
            (ObjectId::Other(a), ObjectId::Other(b)) => a == b,
            _ => false,
        }
    }

    /// The hash it is found by, which it has in short too.
    pub fn hash(self, hasher: &DefaultHashBuilder) -> u64 {
        match self {
            ObjectId::Packed(bytes) => hash_of(hasher, short(bytes)),
            ObjectId::Other(text) => hash_of(hasher, text),
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

    /// The `_id` of a row without its process, as a number; none where it has another form.
    pub fn in_short(&self, row: u32) -> Option<u64> {
        let Some(ObjectId::Packed(bytes)) = self.get(row) else { return None };
        Some(number(&bytes[..PROCESS.start]) << 24 | number(&bytes[PROCESS.end..]))
    }

    /// The `_id` of a row, as the Hub writes it, or in short.
    pub fn text(&self, row: u32) -> Option<Cow<'_, str>> {
        Some(match self.get(row)? {
            ObjectId::Other(text) => Cow::Borrowed(text),
            ObjectId::Packed(bytes) => Cow::Owned(digits(&bytes, is_short(bytes))),
        })
    }
}

/// A number of eight bytes at most, the first one the largest.
fn number(part: &[u8]) -> u64 {
    part.iter().fold(0, |number, &byte| number << 8 | u64::from(byte))
}

/// What is known of an `_id` without its process.
fn short(mut bytes: [u8; BYTES]) -> [u8; BYTES] {
    bytes[PROCESS].fill(0);
    bytes
}

fn is_short(bytes: [u8; BYTES]) -> bool {
    short(bytes) == bytes
}

/// The digits of an `_id`, with dots for those of its process where they are hidden.
fn digits(bytes: &[u8; BYTES], hidden: bool) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    let digits = digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).enumerate();
    digits.map(|(at, digit)| if hidden && PROCESS.contains(&(at / 2)) { '.' } else { digit }).collect()
}

/// The bytes of 24 digits as the Hub writes them, or of such in short; not where they would be taken for the other one
/// of these, or for none.
fn packed(text: &str) -> Option<[u8; BYTES]> {
    let digits: &[u8; 2 * BYTES] = text.as_bytes().try_into().ok()?;
    let mut bytes = [0; BYTES];
    let mut hidden = 0;
    for (at, &digit) in digits.iter().enumerate() {
        let value = match digit {
            b'0'..=b'9' => digit - b'0',
            b'a'..=b'f' => digit - b'a' + 10,
            b'.' if PROCESS.contains(&(at / 2)) => {
                hidden += 1;
                0
            }
            _ => return None,
        };
        bytes[at / 2] = bytes[at / 2] << 4 | value;
    }
    let sound = if is_short(bytes) { hidden == 2 * PROCESS.len() } else { hidden == 0 };
    (sound && bytes != [0; BYTES]).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_as_it_was() {
        let texts = [
            "621ffdc036468d709f174338",
            "621ffdc0..........174338",
            "000000000000000000000000",
            "00000000..........000000",
            "621ffdc00000000000174338",
            "621ffdc0.........0174338",
            "621FFDC036468D709F174338",
            "7",
            "é",
        ];
        let mut ids = ObjectIds::default();
        for (row, text) in (1..).zip(texts) {
            ids.set(row, ObjectId::of(text));
        }
        let read: Vec<_> = (0..11).map(|row| ids.text(row)).collect();
        assert_eq!((read[0].as_deref(), read[10].as_deref()), (None, None));
        assert!(texts.iter().zip(&read[1..]).all(|(text, read)| read.as_deref() == Some(text)));
        assert_eq!((ids.packed.len(), ids.texts.len()), (3, 7));
    }

    #[test]
    fn an_id_is_its_day_and_its_parts() {
        let day = |text| Day::parse(text).unwrap();
        let parts = |text, day| ObjectParts::of(packed(text).unwrap(), day);
        // google-bert/bert-base-uncased, 2022-03-02T23:29:04Z.
        let bert = ObjectParts { second: 84_544, process: Some(0x36_468d_709f), counter: 0x17_4338 };
        assert_eq!(parts("621ffdc036468d709f174338", day("2022-03-02")), Some(bert));
        assert_eq!(bert.text(day("2022-03-02")).as_deref(), Some("621ffdc036468d709f174338"));
        let short = ObjectParts { process: None, ..bert };
        assert_eq!(short.text(day("2022-03-02")).as_deref(), Some("621ffdc0..........174338"));
        assert_eq!(parts("621ffdc0..........174338", day("2022-03-02")), Some(short));
        assert_eq!(parts("621ffdc036468d709f174338", day("2022-03-03")), None);
        assert_eq!(parts("621ffdc036468d709f174338", day("2022-03-01")), None);
        // The first and the last second of a day, and of all that four bytes can say.
        for (text, at, second) in [
            ("000000000000000001000001", "1970-01-01", 0),
            ("0001517fffffffffffffffff", "1970-01-01", 86_399),
            ("00015180ffffffffff000000", "1970-01-02", 0),
            ("ffffffff0000000001000000", "2106-02-07", 23_295),
        ] {
            let parts = parts(text, day(at)).unwrap();
            assert_eq!((parts.second, parts.text(day(at)).as_deref()), (second, Some(text)));
        }
        let none = ObjectParts { second: 0, process: Some(0), counter: 0 };
        assert_eq!(ObjectParts { second: 86_400, ..none }.text(Day(0)), None);
        assert_eq!(ObjectParts { process: Some(1 << 40), ..none }.text(Day(0)), None);
        assert_eq!(ObjectParts { counter: 1 << 24, ..none }.text(Day(0)), None);
        assert_eq!(ObjectParts { second: 23_296, ..none }.text(day("2106-02-07")), None);
        assert_eq!((none.text(Day(-1)), none.text(Day(i64::MAX)), none.text(Day(i64::MIN))), (None, None, None));
        assert_eq!(ObjectParts { second: u64::MAX, ..none }.text(Day(0)), None);
    }
}
