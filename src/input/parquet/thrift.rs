//! Thrift's compact protocol, as far as page headers and a look over the footer need it.
//!
//! The `parquet` crate reads page headers only from a stream that it owns, and trusts the counts of a footer before it
//! has seen what they count. Here every length is held against the bytes that are there.

/// Why reading stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Broken {
    /// The bytes end before the value does.
    Short,
    /// What stands there is no Thrift, or not what was asked for.
    Bad,
}

type Result<T> = std::result::Result<T, Broken>;

/// How deep structs and lists may nest: the footer's statistics are four deep.
const DEPTH: u32 = 16;

/// Types of the compact protocol, by their codes.
const TRUE: u8 = 1;
const FALSE: u8 = 2;
const BYTE: u8 = 3;
const I64: u8 = 6;
const DOUBLE: u8 = 7;
const BINARY: u8 = 8;
const LIST: u8 = 9;
const SET: u8 = 10;
const MAP: u8 = 11;
pub(super) const STRUCT: u8 = 12;

#[derive(Debug, Clone)]
pub(super) struct Thrift<'a> {
    bytes: &'a [u8],
    pub at: usize,
}

/// The field of a struct that comes next.
#[derive(Debug, Clone, Copy)]
pub(super) struct Field {
    pub id: i16,
    pub kind: u8,
}

impl<'a> Thrift<'a> {
    pub fn new(bytes: &'a [u8]) -> Thrift<'a> {
        Thrift { bytes, at: 0 }
    }

    fn byte(&mut self) -> Result<u8> {
        let byte = *self.bytes.get(self.at).ok_or(Broken::Short)?;
        self.at += 1;
        Ok(byte)
    }

    fn varint(&mut self) -> Result<u64> {
        let mut value = 0;
        for shift in (0..70).step_by(7) {
            let byte = self.byte()?;
            if shift == 63 && byte > 1 {
                return Err(Broken::Bad);
            }
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(Broken::Bad)
    }

    fn integer(&mut self) -> Result<i64> {
        let value = self.varint()?;
        Ok((value >> 1) as i64 ^ -((value & 1) as i64))
    }

    /// The next field of a struct whose last one had the id `last`; none at its end.
    pub fn field(&mut self, last: i16) -> Result<Option<Field>> {
        let head = self.byte()?;
        if head == 0 {
            return Ok(None);
        }
        let id = match head >> 4 {
            0 => i16::try_from(self.integer()?).map_err(|_| Broken::Bad)?,
            delta => last.checked_add(i16::from(delta)).ok_or(Broken::Bad)?,
        };
        Ok(Some(Field { id, kind: head & 15 }))
    }

    /// A whole number that fits into 32 bits.
    pub fn i32(&mut self, field: Field) -> Result<i32> {
        if !(BYTE + 1..=I64).contains(&field.kind) {
            return Err(Broken::Bad);
        }
        i32::try_from(self.integer()?).map_err(|_| Broken::Bad)
    }

    pub fn flag(&mut self, field: Field) -> Result<bool> {
        match field.kind {
            TRUE => Ok(true),
            FALSE => Ok(false),
            _ => Err(Broken::Bad),
        }
    }

    /// How many members a list has, and of which type.
    pub fn list(&mut self, field: Field) -> Result<(usize, u8)> {
        if field.kind != LIST && field.kind != SET {
            return Err(Broken::Bad);
        }
        let head = self.byte()?;
        let count = if head >> 4 == 15 { self.varint()? } else { u64::from(head >> 4) };
        let count = usize::try_from(count).map_err(|_| Broken::Bad)?;
        // A member takes a byte at least.
        if count > self.bytes.len() - self.at { Err(Broken::Short) } else { Ok((count, head & 15)) }
    }

    /// Calls `read` for each field of a struct; what it does not read, it has to skip.
    pub fn each(&mut self, mut read: impl FnMut(&mut Thrift<'a>, Field) -> Result<()>) -> Result<()> {
        let mut last = 0;
        while let Some(field) = self.field(last)? {
            last = field.id;
            read(self, field)?;
        }
        Ok(())
    }

    /// Goes past the value of a field.
    pub fn skip(&mut self, field: Field) -> Result<()> {
        match field.kind {
            // In a struct they have no bytes of their own.
            TRUE | FALSE => Ok(()),
            kind => self.skip_value(kind, DEPTH),
        }
    }

    fn skip_value(&mut self, kind: u8, depth: u32) -> Result<()> {
        let depth = depth.checked_sub(1).ok_or(Broken::Bad)?;
        match kind {
            TRUE | FALSE | BYTE => self.pass(1),
            4..=I64 => self.varint().map(drop),
            DOUBLE => self.pass(8),
            BINARY => {
                let length = self.varint()?;
                self.pass(usize::try_from(length).map_err(|_| Broken::Bad)?)
            }
            LIST | SET => {
                let (count, kind) = self.list(Field { id: 0, kind })?;
                (0..count).try_for_each(|_| self.skip_value(kind, depth))
            }
            MAP => self.skip_map(depth),
            STRUCT => self.each(|thrift, field| match field.kind {
                TRUE | FALSE => Ok(()),
                kind => thrift.skip_value(kind, depth),
            }),
            _ => Err(Broken::Bad),
        }
    }

    fn skip_map(&mut self, depth: u32) -> Result<()> {
        let count = self.varint()?;
        if count == 0 {
            return Ok(());
        }
        let kinds = self.byte()?;
        // A pair takes two bytes at least, so that a count beyond them runs short at once.
        (0..count).try_for_each(|_| {
            self.skip_value(kinds >> 4, depth)?;
            self.skip_value(kinds & 15, depth)
        })
    }

    fn pass(&mut self, length: usize) -> Result<()> {
        if length > self.bytes.len() - self.at {
            return Err(Broken::Short);
        }
        self.at += length;
        Ok(())
    }
}

/// What stands before the bytes of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct PageHeader {
    /// How many bytes it takes itself.
    pub length: usize,
    pub packed: usize,
    pub unpacked: usize,
    pub kind: PageKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum PageKind {
    Dictionary {
        values: usize,
        encoding: i32,
    },
    Data {
        values: usize,
        encoding: i32,
        /// How definition and repetition levels are written.
        levels: [i32; 2],
    },
    DataV2 {
        values: usize,
        encoding: i32,
        definition_bytes: usize,
        repetition_bytes: usize,
        packed: bool,
    },
    /// An index, or a kind that came later: passed over.
    #[default]
    Other,
}

/// Reads the header that `bytes` begin with.
pub(super) fn page_header(bytes: &[u8]) -> Result<PageHeader> {
    let mut thrift = Thrift::new(bytes);
    let (mut kind, mut sizes) = (-1, [None; 2]);
    let (mut dictionary, mut data, mut data_v2) = (None, None, None);
    thrift.each(|thrift, field| {
        match field.id {
            1 => kind = thrift.i32(field)?,
            2 | 3 => sizes[field.id as usize - 2] = Some(size(thrift.i32(field)?)?),
            5 if field.kind == STRUCT => data = Some(numbers(thrift)?),
            7 if field.kind == STRUCT => dictionary = Some(numbers(thrift)?),
            8 if field.kind == STRUCT => data_v2 = Some(numbers(thrift)?),
            _ => thrift.skip(field)?,
        }
        Ok(())
    })?;
    let [Some(unpacked), Some(packed)] = sizes else { return Err(Broken::Bad) };
    let kind = match (kind, data, dictionary, data_v2) {
        (0, Some(data), ..) => {
            PageKind::Data { values: size(data.of(1)?)?, encoding: data.of(2)?, levels: [data.of(3)?, data.of(4)?] }
        }
        (2, _, Some(dictionary), _) => {
            PageKind::Dictionary { values: size(dictionary.of(1)?)?, encoding: dictionary.of(2)? }
        }
        (3, _, _, Some(data)) => PageKind::DataV2 {
            values: size(data.of(1)?)?,
            encoding: data.of(4)?,
            definition_bytes: size(data.of(5)?)?,
            repetition_bytes: size(data.of(6)?)?,
            packed: data.packed,
        },
        (0 | 2 | 3, ..) => return Err(Broken::Bad),
        _ => PageKind::Other,
    };
    Ok(PageHeader { length: thrift.at, packed, unpacked, kind })
}

fn size(value: i32) -> Result<usize> {
    usize::try_from(value).map_err(|_| Broken::Bad)
}

/// The numbers of one of the three structs, which are fields 1 to 6, and the flag of a later data page.
struct Numbers {
    fields: [Option<i32>; 6],
    packed: bool,
}

impl Numbers {
    fn of(&self, id: usize) -> Result<i32> {
        self.fields[id - 1].ok_or(Broken::Bad)
    }
}

fn numbers(thrift: &mut Thrift<'_>) -> Result<Numbers> {
    let mut numbers = Numbers { fields: [None; 6], packed: true };
    thrift.each(|thrift, field| {
        match field.id {
            1..=6 if (BYTE + 1..=I64).contains(&field.kind) => {
                numbers.fields[field.id as usize - 1] = Some(thrift.i32(field)?);
            }
            7 if field.kind <= FALSE => numbers.packed = thrift.flag(field)?,
            _ => thrift.skip(field)?,
        }
        Ok(())
    })?;
    Ok(numbers)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A data page of 100 values as pyarrow writes it: type 0, sizes 300 and 200, PLAIN with RLE levels.
    const DATA: [u8; 21] = [
        0x15, 0x00, 0x15, 0xd8, 0x04, 0x15, 0x90, 0x03, 0x2c, 0x15, 0xc8, 0x01, 0x15, 0x00, 0x15, 0x06, 0x15, 0x06,
        0x00, 0x00, 0xff,
    ];

    #[test]
    fn a_header_says_how_long_it_and_its_page_are() {
        let header = page_header(&DATA).unwrap();
        assert_eq!((header.length, header.unpacked, header.packed), (20, 300, 200));
        assert_eq!(header.kind, PageKind::Data { values: 100, encoding: 0, levels: [3, 3] });
        for end in 0..20 {
            assert_eq!(page_header(&DATA[..end]), Err(Broken::Short), "{end}");
        }
    }

    #[test]
    fn what_cannot_be_a_header_is_told_from_one_that_is_cut_off() {
        // A negative size.
        assert_eq!(page_header(&[0x15, 0, 0x15, 1, 0x15, 1, 0]), Err(Broken::Bad));
        // No size at all.
        assert_eq!(page_header(&[0]), Err(Broken::Bad));
        // Structs in structs without an end.
        assert_eq!(page_header(&[0x1c; 200]), Err(Broken::Bad));
        // A list of 2^62 members.
        let endless = [0x49, 0xf5, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x3f, 0];
        assert_eq!(page_header(&endless), Err(Broken::Short));
        assert_eq!(page_header(&[0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]), Err(Broken::Bad));
    }
}
