//! The bytes of one leaf: which of its parts to ask for, and what of them is there.
//!
//! Its chunks, one of each row group, are one stream here. No more of it is held than a window and the page that is
//! being read, whatever the size of a chunk, and the next part is asked for before this one is used up.

use std::{collections::VecDeque, ops::Range};

/// The stream of one leaf.
#[derive(Debug)]
pub(super) struct Feed {
    /// Where its chunks lie in the file, one after the other.
    chunks: Vec<Range<u64>>,
    /// The chunk to ask of next, and where in it.
    asking: (usize, u64),
    asked: VecDeque<Asked>,
    /// What is there, and how much of it was used.
    bytes: Vec<u8>,
    used: usize,
    /// The chunk that is being used, and how much of it was.
    chunk: usize,
    passed: u64,
    /// How many bytes it takes to go on.
    needed: usize,
}

/// A part that was asked for, and its bytes if they came before their turn.
#[derive(Debug)]
struct Asked {
    place: Range<u64>,
    bytes: Option<Vec<u8>>,
}

impl Feed {
    pub fn new(chunks: Vec<Range<u64>>) -> Feed {
        let asking = (0, chunks.first().map_or(0, |chunk| chunk.start));
        Feed { chunks, asking, asked: VecDeque::new(), bytes: Vec::new(), used: 0, chunk: 0, passed: 0, needed: 0 }
    }

    /// How many bytes its chunks have.
    pub fn size(&self) -> u64 {
        self.chunks.iter().map(|chunk| chunk.end - chunk.start).sum()
    }

    /// What is there of the chunk that is being used.
    pub fn here(&self) -> &[u8] {
        let here = &self.bytes[self.used..];
        &here[..here.len().min(usize::try_from(self.left()).unwrap_or(usize::MAX))]
    }

    /// How many bytes of the chunk were not used yet, here or not.
    pub fn left(&self) -> u64 {
        self.chunks.get(self.chunk).map_or(0, |chunk| chunk.end - chunk.start - self.passed)
    }

    /// Where in the file the next byte lies.
    pub fn place(&self) -> u64 {
        self.chunks.get(self.chunk).map_or(0, |chunk| chunk.start + self.passed)
    }

    /// Uses bytes that are here.
    pub fn pass(&mut self, length: usize) {
        self.used += length;
        self.passed += length as u64;
        self.needed = 0;
        // Moved together only when most of it is used, so that each byte is moved once at most.
        if self.used * 2 > self.bytes.len() {
            self.bytes.drain(..self.used);
            self.used = 0;
        }
    }

    /// Says that it takes so many bytes to go on.
    pub fn need(&mut self, length: usize) {
        self.needed = length;
    }

    /// Goes to the next chunk, whatever is left of this one. What was asked for of it and has not come is waited for,
    /// and let go.
    pub fn next_chunk(&mut self) {
        let left = self.left();
        let here = (self.here().len() as u64).min(left);
        self.pass(here as usize);
        let Some(chunk) = self.chunks.get(self.chunk) else { return };
        let missing = chunk.end.min(if self.asking.0 == self.chunk { self.asking.1 } else { chunk.end }) - self.place();
        if self.asking.0 == self.chunk {
            self.begin_asking(self.chunk + 1);
        }
        self.skip_asked(missing);
        (self.chunk, self.passed) = (self.chunk + 1, 0);
    }

    /// Lets go of parts that are no longer wanted, as far as they were asked for.
    fn skip_asked(&mut self, mut missing: u64) {
        while let Some(asked) = self.asked.front() {
            let length = asked.place.end - asked.place.start;
            if missing < length {
                break;
            }
            missing -= length;
            self.asked.pop_front();
        }
        debug_assert_eq!(missing, 0, "no part spans two chunks");
        self.settle();
    }

    fn begin_asking(&mut self, chunk: usize) {
        self.asking = (chunk, self.chunks.get(chunk).map_or(0, |chunk| chunk.start));
    }

    /// What to ask for next, so that about `window` bytes are here or under way.
    pub fn wants(&mut self, window: usize, wants: &mut Vec<Range<u64>>) {
        let here = (self.bytes.len() - self.used) as u64;
        let mut ahead = here + self.asked.iter().map(|asked| asked.place.end - asked.place.start).sum::<u64>();
        let least = window.max(self.needed) as u64;
        // A part is asked for when half of the window is used, and then a whole one.
        if ahead * 2 > least && ahead >= self.needed as u64 {
            return;
        }
        while ahead < least {
            let Some(chunk) = self.chunks.get(self.asking.0).cloned() else { return };
            let end = chunk.end.min(self.asking.1.saturating_add(least - ahead));
            if end > self.asking.1 {
                let place = self.asking.1..end;
                ahead += end - self.asking.1;
                wants.push(place.clone());
                self.asked.push_back(Asked { place, bytes: None });
            }
            self.asking.1 = end;
            if end == chunk.end {
                self.begin_asking(self.asking.0 + 1);
            }
        }
    }

    /// Takes what lies at `start`, as far as it was asked for.
    pub fn give(&mut self, start: u64, bytes: &[u8]) {
        let end = start + bytes.len() as u64;
        for asked in &mut self.asked {
            if asked.bytes.is_none() && start <= asked.place.start && asked.place.end <= end {
                let part = (asked.place.start - start) as usize..(asked.place.end - start) as usize;
                asked.bytes = Some(bytes[part].to_vec());
            }
        }
        self.settle();
    }

    /// Puts the parts whose turn it is behind what is here.
    fn settle(&mut self) {
        while let Some(Asked { bytes: Some(_), .. }) = self.asked.front() {
            let bytes = self.asked.pop_front().and_then(|asked| asked.bytes).unwrap_or_default();
            if self.bytes.is_empty() { self.bytes = bytes } else { self.bytes.extend_from_slice(&bytes) }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn wants(feed: &mut Feed, window: usize) -> Vec<(u64, u64)> {
        let mut wants = Vec::new();
        feed.wants(window, &mut wants);
        wants.into_iter().map(|want| (want.start, want.end)).collect()
    }

    #[test]
    fn a_window_is_asked_for_and_the_next_before_it_is_used_up() {
        let mut feed = Feed::new(vec![100..200, 500..530]);
        assert_eq!(wants(&mut feed, 60), [(100, 160)]);
        assert_eq!(wants(&mut feed, 60), []);
        feed.give(100, &[7; 60]);
        assert_eq!((feed.here().len(), feed.left(), feed.place()), (60, 100, 100));
        feed.pass(20);
        assert_eq!(wants(&mut feed, 60), []);
        feed.pass(15);
        assert_eq!(wants(&mut feed, 60), [(160, 195)]);
        feed.need(70);
        assert_eq!(wants(&mut feed, 60), [(195, 200), (500, 505)]);
        // They may come in any order.
        feed.give(500, &[9; 5]);
        feed.give(195, &[8; 5]);
        assert_eq!(feed.here().len(), 25);
        feed.give(160, &[8; 35]);
        assert_eq!((feed.here().len(), feed.left()), (65, 65));
        feed.pass(65);
        assert_eq!((feed.here().len(), feed.left()), (0, 0));
        feed.next_chunk();
        assert_eq!((feed.here(), feed.left(), feed.place()), (&[9; 5][..], 30, 500));
    }

    #[test]
    fn what_is_left_of_a_chunk_is_passed_over() {
        let mut feed = Feed::new(vec![100..200, 500..530]);
        assert_eq!(wants(&mut feed, 60), [(100, 160)]);
        feed.next_chunk();
        assert_eq!(wants(&mut feed, 60), [(500, 530)]);
        feed.give(100, &[1; 60]);
        assert_eq!(feed.here().len(), 0);
        feed.give(500, &[9; 30]);
        assert_eq!(feed.here().len(), 30);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(500) })]

        /// Whatever is asked for and however it is used, the stream is the chunks one after the other.
        #[test]
        fn the_stream_is_its_chunks(
            lengths in prop::collection::vec(0u64..50, 1..5), window in 1usize..40, steps in prop::collection::vec(0usize..30, 200),
            skip in 0usize..5
        ) {
            let file: Vec<u8> = (0..300).map(|at| at as u8).collect();
            let mut at = 3;
            let chunks: Vec<Range<u64>> = lengths.iter().map(|length| { at += length + 2; at - length - 2..at - 2 }).collect();
            let mut feed = Feed::new(chunks.clone());
            let mut read: Vec<Vec<u8>> = vec![Vec::new()];
            let mut steps = steps.into_iter();
            let mut pending: Vec<(u64, u64)> = Vec::new();
            while read.len() <= chunks.len() {
                let Some(step) = steps.next() else { break };
                pending.extend(wants(&mut feed, window));
                if feed.left() == 0 || (read.len() == skip && step > 20) {
                    feed.next_chunk();
                    read.push(Vec::new());
                    continue;
                }
                if let Some((start, end)) = pending.pop() {
                    feed.give(start, &file[start as usize..end as usize]);
                }
                let length = step.min(feed.here().len());
                read.last_mut().unwrap().extend_from_slice(&feed.here()[..length]);
                feed.pass(length);
            }
            for (chunk, read) in chunks.iter().zip(&read) {
                prop_assert!(file[chunk.start as usize..chunk.end as usize].starts_with(read));
            }
        }
    }
}
