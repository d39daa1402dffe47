//! Files changed at random.

/// Words of the formats, and bytes at which readers turn.
const WORDS: [&[u8]; 44] = [
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"\"",
    b"'",
    b"\\",
    b"\n",
    b"\r\n",
    b"\t",
    b";",
    b"#",
    b" ",
    b"\0",
    b"\xff",
    b"\xef\xbb\xbf",
    b"\"id\":",
    b"\"id\":\"a/x\"",
    b"{\"id\":\"a/x\"}",
    b"\"models\":[",
    b"\"captured_at\":\"2026-04-29\"",
    b"\"tags\":[",
    b"null",
    b"NaN",
    b"true",
    b"-1.5e308",
    b"18446744073709551616",
    b"\\ud800",
    b"\\u0000",
    b"id,likes\n",
    b"a/x,1\n",
    b"\"\"",
    b"['a' 'b']",
    b"{'a': nan}",
    b"[a, b]",
    b"array(",
    b"...",
    b"\x1f\x8b\x08",
    b"\x28\xb5\x2f\xfd",
    b"\x50\x2a\x4d\x18",
    b"PAR1",
    b"\xff\xff\xff\xff",
];

/// A source of numbers that a seed repeats (xorshift64*).
pub struct Random(u64);

impl Random {
    /// The source of a seed.
    pub fn new(seed: u64) -> Random {
        Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`, which is not zero.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() >> 33) as usize % end
    }

    fn pick<'a, T>(&mut self, from: &'a [T]) -> &'a T {
        &from[self.below(from.len())]
    }
}

/// Changes one of some files, also by parts of the others.
pub struct Change<'a> {
    pub random: &'a mut Random,
    pub files: &'a [Vec<u8>],
}

impl Change<'_> {
    /// One of the files after a few changes.
    pub fn any(&mut self) -> Vec<u8> {
        let mut bytes = self.random.pick(self.files).clone();
        // Mostly few: a file that is broken in many places is refused at the first.
        let most = 1 << self.random.below(4);
        for _ in 0..=self.random.below(most) {
            self.once(&mut bytes);
        }
        bytes
    }

    fn once(&mut self, bytes: &mut Vec<u8>) {
        let at = self.random.below(bytes.len() + 1);
        let longest = 1 << self.random.below(9);
        let end = (at + 1 + self.random.below(longest)).min(bytes.len());
        match self.random.below(9) {
            0 | 1 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte ^= 1 << self.random.below(8);
                }
            }
            2 => {
                if let Some(byte) = bytes.get_mut(at) {
                    *byte = self.random.next() as u8;
                }
            }
            3 => drop(bytes.splice(at..at, self.random.pick(&WORDS).iter().copied())),
            4 => drop(bytes.splice(at..end, self.random.pick(&WORDS).iter().copied())),
            5 => drop(bytes.drain(at..end)),
            6 => {
                let piece = bytes[at..end].repeat(1 + self.random.below(4));
                drop(bytes.splice(at..at, piece));
            }
            7 => bytes.truncate(at),
            _ => {
                let other = self.random.pick(self.files);
                let from = self.random.below(other.len() + 1);
                let to = (from + self.random.below(200)).min(other.len());
                drop(bytes.splice(at..end, other[from..to].iter().copied()));
            }
        }
    }
}
