//! From pages to rows: all columns of a row group are walked in step, a page of each at a time.

use std::{borrow::Cow, ops::Range};

use super::{
    fault::{Bad, bad},
    feed::Feed,
    footer::Footer,
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
    model::Builder,
};

/// How many rows a step puts together.
const ROWS_A_STEP: usize = 8192;

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
    places: Vec<Place>,
    ends: Vec<Place>,
    builder: Builder,
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
        let feed =
            |leaf: usize| Feed::new(footer.groups.iter().map(|group| group.chunks[leaf].bytes.clone()).collect());
        Rows {
            feeds: (0..leaves.len()).map(feed).collect(),
            places: vec![Place::default(); leaves.len()],
            ends: vec![Place::default(); leaves.len()],
            leaves,
            unpacker: Unpacker::default(),
            group: 0,
            done: 0,
            before: 0,
            builder: Builder::default(),
            rejected: Vec::new(),
            complaints: std::mem::take(&mut footer.plan.complaints),
            damage: None,
            footer,
        }
    }

    /// How many bytes hold all that is read.
    pub fn bytes(&self) -> u64 {
        let chunks = self.footer.groups.iter().flat_map(|group| &group.chunks);
        chunks.map(|chunk| chunk.bytes.end - chunk.bytes.start).sum()
    }

    /// How many rows the file says that it has.
    pub fn all(&self) -> u64 {
        self.footer.rows
    }

    pub fn rows(&self) -> u64 {
        self.builder.rows()
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

    /// Puts `count` rows together.
    fn take(&mut self, count: usize) {
        let Rows { leaves, places, ends, footer, builder, rejected, .. } = self;
        for (place, pages) in places.iter_mut().zip(&*leaves) {
            *place = pages.taken;
        }
        let mut json = Vec::new();
        let mut parts = Vec::new();
        for at in 0..count as u64 {
            for ((end, place), pages) in ends.iter_mut().zip(&*places).zip(&*leaves) {
                *end = pages.end_of_row(*place);
            }
            json.clear();
            parts.clear();
            for column in &footer.plan.columns {
                parts.push(Part::write(column, leaves, places, ends, &mut json));
            }
            let mut row = Parts::default();
            for (column, part) in footer.plan.columns.iter().zip(&parts) {
                give(&mut row, column, part, leaves, places, ends, &json);
            }
            match row.finish() {
                Ok(row) => builder.push(&row),
                Err((found, expected)) => {
                    builder.reject();
                    if rejected.len() < REJECTED_KEPT {
                        let place = Where::row(self.before + self.done + at + 1);
                        rejected.push(Rejected { file: None, place, found: found.into(), expected: expected.into() });
                    }
                }
            }
            places.copy_from_slice(ends);
        }
        for (pages, place) in leaves.iter_mut().zip(&*places) {
            pages.take(count, *place);
        }
        self.done += count as u64;
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

/// How a column of a row is read.
enum Part {
    /// As the value that it is.
    Value,
    /// As the JSON that its text is.
    Json,
    /// As what was written for it.
    Written(Range<usize>),
}

impl Part {
    /// What nested columns hold becomes JSON, and so does the text of a column that prints lists or objects.
    fn write(column: &Column, leaves: &[Pages], places: &mut [Place], ends: &[Place], json: &mut Vec<u8>) -> Part {
        let start = json.len();
        match &column.shape {
            Shape::Nested(node) => Row { leaves, places, ends }.write(node, json),
            Shape::Flat(leaf) if column.key.holds() == Holds::Nested => {
                let value = (ends[*leaf].value > places[*leaf].value).then(|| leaves[*leaf].value(places[*leaf].value));
                let Some(Some(Plain::Text(Some(text)))) = value else { return Part::Value };
                if !text.starts_with(['[', '{', '(']) {
                    return Part::Value;
                }
                let mut cursor = Cursor::new(text.as_bytes(), 0);
                if cursor.skip().is_ok() && cursor.at == text.len() {
                    return Part::Json;
                }
                if literal(text.as_bytes(), json).is_none() {
                    json.truncate(start);
                    return Part::Value;
                }
            }
            _ => return Part::Value,
        }
        Part::Written(start..json.len())
    }
}

/// Hands what a column holds to the row.
fn give<'a>(
    row: &mut Parts<'a>,
    column: &Column,
    part: &Part,
    leaves: &'a [Pages],
    places: &[Place],
    ends: &[Place],
    json: &'a [u8],
) {
    match (&column.shape, part) {
        (_, Part::Written(range)) => row.json(column.key, column.rank, &json[range.clone()]),
        (Shape::Flat(leaf), part) => {
            // The end lies one value further where there is one.
            let (place, pages) = (places[*leaf], &leaves[*leaf]);
            if ends[*leaf].value > place.value
                && let Some(value) = pages.value(place.value)
            {
                flat(row, column, part, value);
            }
        }
        (Shape::Tags { leaf, known }, _) => {
            let (place, end, pages) = (places[*leaf], ends[*leaf], &leaves[*leaf]);
            if pages.definition(place.entry).is_some_and(|level| level >= *known) {
                row.has_tags();
                for code in pages.text_codes(place.value..end.value) {
                    if let Some((said, text)) = pages.texts.tag(*code) {
                        row.tag(said, text);
                    }
                }
            }
        }
        (Shape::Nested(_), _) => {}
    }
}

fn flat<'a>(row: &mut Parts<'a>, column: &Column, part: &Part, value: Plain<'a>) {
    let value = match (value, part) {
        (Plain::Text(Some(Cow::Borrowed(text))), Part::Json) => {
            return row.json(column.key, column.rank, text.as_bytes());
        }
        // A column of flags that holds words too is one of words.
        (Plain::Text(Some(text)), _) if column.key.holds() == Holds::Flag => {
            flag(text.as_bytes()).map_or(Plain::Text(Some(text)), Plain::flag)
        }
        (value, _) => value,
    };
    row.value(column.key, column.rank, value);
}
