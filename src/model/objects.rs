//! The Hub's keys of repositories, `_id`: 24 hexadecimal digits in twelve bytes, anything else as it stands.

use std::borrow::Cow;

use super::{Names, compact::put};

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

    /// The `_id` of a row, as the Hub writes it.
    pub fn text(&self, row: u32) -> Option<Cow<'_, str>> {
        Some(match self.get(row)? {
            ObjectId::Other(text) => Cow::Borrowed(text),
            ObjectId::Packed(bytes) => {
                let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
                Cow::Owned(digits.filter_map(|digit| char::from_digit(u32::from(digit), 16)).collect())
            }
        })
    }
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
}
