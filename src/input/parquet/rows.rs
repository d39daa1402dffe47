//! From pages to rows: all columns of a row group are walked in step, a page of each at a time.

use std::{borrow::Cow, ops::Range};

use super::{
    fault::{Bad, bad},
    feed::Feed,
    footer::{Chunk, Footer},
    leaf::{Pages, Place},
    nested::Row,
    schema::{Column, Shape},
    thrift::{Broken, PageHeader, PageKind, page_header},
    unpack::{LARGEST_PAGE, Unpacker},
};
use crate::{
    input::{
        Place as Where, REJECTED_KEPT, Rejected,
        json::{Gathered, Holds, Parts, Plain, scan::Cursor},
        table::{flag, literal},
    },
    model::{Builder, Day},
};

/// How many rows a step puts together.
const ROWS_A_STEP: usize = 8192;

/// How many of them at once: as many as stay in the nearest cache.
const ROWS_AT_ONCE: usize = 16;

/// How long a page header may be: its statistics hold a smallest and a largest value.
const LONGEST_HEADER: usize = 16 << 20;

/// The data of a file whose footer is known.
#[derive(Debug)]
pub(super) struct Rows {
    footer: Footer,
    feeds: Vec<Feed>,
    leaves: Vec<Pages>,
    unpacker: Unpacker,
    group: usize,
    /// How many rows of the group are done.
    done: u64,
    /// How many rows of the groups before this one there are.
    before: u64,
    /// How far the rows that are put together have taken each leaf.
    places: Vec<Place>,
    builder: Builder,
    bytes: u64,
    rejected: Vec<Rejected>,
    complaints: Vec<String>,
    /// The first damage, which is all there is to say where nothing could be read.
    damage: Option<(String, Bad)>,
}

/// What became of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// There is more to do.
    On,
    /// Bytes are missing.
    Waits,
    /// All rows were read.
    Done,
}

/// Why no page was added.
enum Stop {
    Waits,
    Bad(Bad),
}

impl From<Bad> for Stop {
    fn from(bad: Bad) -> Stop {
        Stop::Bad(bad)
    }
}

impl Rows {
    pub fn new(mut footer: Footer) -> Rows {
        let leaves: Vec<Pages> = footer.plan.leaves.drain(..).map(Pages::new).collect();
        let mut builder = Builder::default();
        footer.metadata.tell(&mut builder);
        let bytes: u64 = footer.groups.iter().flat_map(|group| &group.chunks).map(Chunk::length).sum();
        let (rows, id_bytes) = footer.room(bytes);
        builder.reserve(rows, id_bytes);
        let mut complaints = std::mem::take(&mut footer.metadata.complaints);
        complaints.append(&mut footer.plan.complaints);
        let feed =
            |leaf: usize| Feed::new(footer.groups.iter().map(|group| group.chunks[leaf].bytes.clone()).collect());
        Rows {
            feeds: (0..leaves.len()).map(feed).collect(),
            places: vec![Place::default(); leaves.len()],
            leaves,
            unpacker: Unpacker::default(),
            group: 0,
            done: 0,
            before: 0,
            builder,
            bytes,
            rejected: Vec::new(),
            complaints,
            damage: None,
            footer,
        }
    }

    /// How many bytes hold all that is read.
    pub fn bytes(&self) -> u64 {
        self.bytes
    }

    /// How many rows the file says that it has.
    pub fn all(&self) -> u64 {
        self.footer.rows
    }

    pub fn rows(&self) -> u64 {
        self.builder.rows()
    }

    /// The day of capture, where the file states it.
    pub fn captured(&self) -> Option<Day> {
        self.footer.metadata.captured
    }

    pub fn builder(&self) -> &Builder {
        &self.builder
    }

    pub fn feeds(&mut self) -> &mut [Feed] {
        &mut self.feeds
    }

    /// Puts some rows together, if their bytes are there.
    pub fn step(&mut self) -> Step {
        let Some(group) = self.footer.groups.get(self.group) else { return Step::Done };
        let left = group.rows - self.done;
        if left == 0 {
            self.next_group();
            return Step::On;
        }
        for leaf in 0..self.leaves.len() {
            match self.fill(leaf) {
                Ok(()) => {}
                Err(Stop::Waits) => return Step::Waits,
                Err(Stop::Bad(bad)) => {
                    self.give_up(leaf, bad);
                    return Step::On;
                }
            }
        }
        let ready = self.leaves.iter().map(Pages::rows).min().unwrap_or(0);
        let count = ready.min(ROWS_A_STEP).min(usize::try_from(left).unwrap_or(usize::MAX));
        self.take(count);
        Step::On
    }

    /// Reads pages of a leaf until it has a whole row.
    fn fill(&mut self, leaf: usize) -> Result<(), Stop> {
        while self.leaves[leaf].rows() == 0 {
            let feed = &mut self.feeds[leaf];
            let left = feed.left();
            if left == 0 {
                self.leaves[leaf].end();
                if self.leaves[leaf].rows() > 0 {
                    return Ok(());
                }
                return Ok(bad("the end of the column", "a value for each row of the row group")?);
            }
            let header = Rows::header(feed, left)?;
            let packed = &feed.here()[header.length..header.length + header.packed];
            let codec = self.footer.groups[self.group].chunks[leaf].codec;
            add_page(&mut self.leaves[leaf], &mut self.unpacker, codec, header, packed)?;
            feed.pass(header.length + header.packed);
        }
        Ok(())
    }

    /// The header of the next page, once all of the page is there.
    fn header(feed: &mut Feed, left: u64) -> Result<PageHeader, Stop> {
        const EXPECTED: &str = "the header of a page";
        let here = feed.here();
        let header = match page_header(here) {
            Ok(header) => header,
            Err(Broken::Short) if here.len() as u64 == left => return Ok(bad("the end of the column", EXPECTED)?),
            Err(Broken::Short) if here.len() <= LONGEST_HEADER => {
                let needed = (here.len() * 2).clamp(64, LONGEST_HEADER + 1);
                feed.need(needed.min(usize::try_from(left).unwrap_or(usize::MAX)));
                return Err(Stop::Waits);
            }
            Err(_) => return Ok(bad("bytes that are none", EXPECTED)?),
        };
        if header.packed.max(header.unpacked) > LARGEST_PAGE {
            let size = header.packed.max(header.unpacked);
            return Ok(bad(
                format!("a page of {size} bytes"),
                "one of 256 MB at most: write the file anew with smaller pages",
            )?);
        }
        let length = header.length + header.packed;
        if length as u64 > left {
            return Ok(bad(format!("a page of {length} bytes where {left} are left"), "a page within its column")?);
        }
        if here.len() < length {
            feed.need(length);
            return Err(Stop::Waits);
        }
        Ok(header)
    }

    /// Passes over the rest of a row group, and says what is lost.
    fn give_up(&mut self, leaf: usize, bad: Bad) {
        let place = format!(
            "byte {}, column `{}`, row group {}",
            self.feeds[leaf].place(),
            self.leaves[leaf].leaf.name,
            self.group + 1
        );
        let lost = self.footer.groups[self.group].rows - self.done;
        let rows = if lost == 1 { "1 row is" } else { &format!("{lost} rows are") };
        self.complaints.push(format!("{place}: found {}, expected {}; {rows} lost", bad.found, bad.expected));
        self.damage.get_or_insert((place, bad));
        self.next_group();
    }

    fn next_group(&mut self) {
        self.before += self.footer.groups[self.group].rows;
        (self.group, self.done) = (self.group + 1, 0);
        self.feeds.iter_mut().for_each(Feed::next_chunk);
        self.leaves.iter_mut().for_each(Pages::clear);
    }

    /// Puts `count` rows together, a few at a time and column by column, so that what a column is, is asked once for
    /// all of them.
    fn take(&mut self, count: usize) {
        for (place, pages) in self.places.iter_mut().zip(&self.leaves) {
            *place = pages.taken;
        }
        let mut written = Written::default();
        let mut done = 0;
        while done < count {
            let rows = (count - done).min(ROWS_AT_ONCE);
            let first = self.before + self.done + done as u64 + 1;
            self.take_few(rows, first, &mut written);
            done += rows;
        }
        for (pages, place) in self.leaves.iter_mut().zip(&self.places) {
            pages.take(count, *place);
        }
        self.done += count as u64;
    }

    fn take_few(&mut self, count: usize, first: u64, written: &mut Written) {
        let Rows { leaves, places, footer, builder, rejected, .. } = self;
        let mut rows: [Parts<'_>; ROWS_AT_ONCE] = std::array::from_fn(|_| Parts::default());
        let rows = &mut rows[..count];
        written.clear();
        for column in &footer.plan.columns {
            written.write(column, leaves, places, count);
        }
        let mut parts = written.parts.chunks_exact(count);
        for column in &footer.plan.columns {
            match &column.shape {
                Shape::Flat(leaf) if column.key.holds() != Holds::Nested => {
                    give_flat(column, &leaves[*leaf], &mut places[*leaf], rows);
                }
                Shape::Tags { leaf, known } => give_tags(&leaves[*leaf], *known, &mut places[*leaf], rows),
                _ => give_written(column, parts.next().unwrap_or_default(), &written.json, leaves, rows),
            }
        }
        for (row, number) in rows.iter_mut().zip(first..) {
            match std::mem::take(row).finish() {
                Ok(row) => builder.push(&row),
                Err((found, expected)) => {
                    builder.reject();
                    if rejected.len() < REJECTED_KEPT {
                        let (found, expected) = (found.to_owned(), expected.to_owned());
                        rejected.push(Rejected { file: None, place: Where::row(number), found, expected });
                    }
                }
            }
        }
    }

    /// What was read; an error where nothing could be.
    pub fn finish(self) -> Result<Gathered, (String, Bad)> {
        match self.damage {
            Some(damage) if self.builder.rows() == 0 => Err(damage),
            _ => Ok(Gathered { builder: self.builder, rejected: self.rejected, complaints: self.complaints }),
        }
    }
}

fn add_page(
    pages: &mut Pages,
    unpacker: &mut Unpacker,
    codec: super::unpack::Codec,
    header: PageHeader,
    packed: &[u8],
) -> super::fault::Result<()> {
    match header.kind {
        PageKind::Other => Ok(()),
        // Its levels are not packed, its values may be.
        PageKind::DataV2 { definition_bytes, repetition_bytes, packed: is_packed, .. } => {
            let levels = definition_bytes.saturating_add(repetition_bytes);
            let parts = packed.split_at_checked(levels).zip(header.unpacked.checked_sub(levels));
            let Some(((levels, values), size)) = parts else {
                return bad("levels that go beyond their page", "levels within the page");
            };
            // A page of nothing but levels has no values to unpack.
            let codec = if is_packed && size > 0 { codec } else { super::unpack::Codec::None };
            let values = if size == 0 { &[] } else { values };
            unpacker.unpack(codec, values, size)?;
            pages.add(header.kind, levels, &unpacker.unpacked)
        }
        PageKind::Dictionary { values, encoding } => {
            unpacker.unpack(codec, packed, header.unpacked)?;
            pages.add_dictionary(&unpacker.unpacked, values, encoding)
        }
        PageKind::Data { .. } => {
            unpacker.unpack(codec, packed, header.unpacked)?;
            pages.add(header.kind, &[], &unpacker.unpacked)
        }
    }
}

/// How a row's value of a column is read that may be nested.
#[derive(Debug, Clone)]
enum Part {
    Nothing,
    /// The text, or other value, as it is: the leaf and the place of the value in it.
    Value(usize, usize),
    /// The JSON that the text is.
    Json(usize, usize),
    /// The JSON that was written for it.
    Written(Range<usize>),
}

/// What nested columns hold becomes JSON, and so does the text of a column that prints lists or objects.
#[derive(Debug, Default)]
struct Written {
    json: Vec<u8>,
    /// For each such column, of each row.
    parts: Vec<Part>,
    ends: Vec<Place>,
}

impl Written {
    fn clear(&mut self) {
        self.json.clear();
        self.parts.clear();
    }

    fn write(&mut self, column: &Column, leaves: &[Pages], places: &mut [Place], count: usize) {
        match &column.shape {
            Shape::Nested(node) => {
                self.ends.resize(leaves.len(), Place::default());
                for _ in 0..count {
                    for leaf in node.first..node.end {
                        self.ends[leaf] = leaves[leaf].end_of_row(places[leaf]);
                    }
                    let start = self.json.len();
                    Row { leaves, places, ends: &self.ends }.write(node, &mut self.json);
                    self.parts.push(Part::Written(start..self.json.len()));
                    places[node.first..node.end].copy_from_slice(&self.ends[node.first..node.end]);
                }
            }
            Shape::Flat(leaf) if column.key.holds() == Holds::Nested => {
                for _ in 0..count {
                    let place = places[*leaf];
                    places[*leaf] = leaves[*leaf].end_of_row(place);
                    let is_there = places[*leaf].value > place.value;
                    let part = if is_there { self.of_text(*leaf, &leaves[*leaf], place.value) } else { Part::Nothing };
                    self.parts.push(part);
                }
            }
            _ => {}
        }
    }

    fn of_text(&mut self, leaf: usize, pages: &Pages, value: usize) -> Part {
        let Some(Plain::Text(Some(text))) = pages.value(value) else { return Part::Value(leaf, value) };
        if !text.starts_with(['[', '{', '(']) {
            return Part::Value(leaf, value);
        }
        let mut cursor = Cursor::new(text.as_bytes(), 0);
        if cursor.skip().is_ok() && cursor.at == text.len() {
            return Part::Json(leaf, value);
        }
        let start = self.json.len();
        if literal(text.as_bytes(), &mut self.json).is_none() {
            self.json.truncate(start);
            return Part::Value(leaf, value);
        }
        Part::Written(start..self.json.len())
    }
}

/// Hands the values of a column to the rows.
fn give_flat<'a>(column: &Column, pages: &'a Pages, place: &mut Place, rows: &mut [Parts<'a>]) {
    let flags = column.key.holds() == Holds::Flag;
    for row in rows {
        if pages.is_there(place.entry) {
            if let Some(value) = pages.value(place.value) {
                row.value(column.key, column.rank, if flags { of_word(value) } else { value });
            }
            place.value += 1;
        }
        place.entry += 1;
    }
}

/// A column of flags that holds words too is one of words.
fn of_word(value: Plain<'_>) -> Plain<'_> {
    match value {
        Plain::Text(Some(text)) => flag(text.as_bytes()).map_or(Plain::Text(Some(text)), Plain::flag),
        value => value,
    }
}

fn give_tags<'a>(pages: &'a Pages, known: u8, place: &mut Place, rows: &mut [Parts<'a>]) {
    for row in rows {
        let end = pages.end_of_row(*place);
        if pages.definition(place.entry).is_some_and(|level| level >= known) {
            row.has_tags();
            for code in pages.text_codes(place.value..end.value) {
                if let Some((said, text)) = pages.texts.tag(*code) {
                    row.tag(said, text);
                }
            }
        }
        *place = end;
    }
}

fn give_written<'a>(column: &Column, parts: &[Part], json: &'a [u8], leaves: &'a [Pages], rows: &mut [Parts<'a>]) {
    for (row, part) in rows.iter_mut().zip(parts) {
        match part {
            Part::Nothing => {}
            Part::Written(range) => row.json(column.key, column.rank, &json[range.clone()]),
            Part::Value(leaf, value) | Part::Json(leaf, value) => match (leaves[*leaf].value(*value), part) {
                (Some(Plain::Text(Some(Cow::Borrowed(text)))), Part::Json(..)) => {
                    row.json(column.key, column.rank, text.as_bytes());
                }
                (Some(value), _) => row.value(column.key, column.rank, value),
                (None, _) => {}
            },
        }
    }
}
