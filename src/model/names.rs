//! Strings kept once: a name becomes a small code, and rows hold codes.

use std::hash::BuildHasher;

use hashbrown::{DefaultHashBuilder, HashTable};

/// An append-only table of distinct names in one text arena.
#[derive(Debug, Clone, Default)]
pub struct Names {
    text: String,
    ends: Vec<u32>,
    table: HashTable<u32>,
    hasher: DefaultHashBuilder,
}

impl Names {
    /// The code of `name`, which is added where it is new.
    pub fn intern(&mut self, name: &str) -> u32 {
        let hash = hash_of(&self.hasher, name);
        if let Some(&code) = self.table.find(hash, |&code| self.get(code) == name) {
            return code;
        }
        let code = self.push(name);
        let Names { text, ends, table, hasher } = self;
        insert(table, hash, code, 0, &|code| hash_of(hasher, slice(text, ends, code)));
        code
    }

    /// Makes room for so many names of so many bytes together.
    pub fn reserve(&mut self, names: usize, bytes: usize) {
        self.text.reserve_exact(bytes);
        self.ends.reserve_exact(names);
    }

    /// Gives back what was made room for in vain.
    pub(super) fn shrink(&mut self) {
        self.text.shrink_to_fit();
    }

    /// Adds `name` without looking for an equal one; such an entry is not found by name.
    pub fn push(&mut self, name: &str) -> u32 {
        let code = self.ends.len() as u32;
        self.text.push_str(name);
        self.ends.push(self.text.len() as u32);
        code
    }

    /// The name of a code; empty where no such code was given out.
    pub fn get(&self, code: u32) -> &str {
        slice(&self.text, &self.ends, code)
    }

    /// The code of a name that is already there.
    pub fn code(&self, name: &str) -> Option<u32> {
        self.table.find(hash_of(&self.hasher, name), |&code| self.get(code) == name).copied()
    }

    /// How many names there are; codes run from 0 to one less.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// All names in the order of their codes.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len() as u32).map(|code| self.get(code))
    }
}

/// The hash of a text or of the bytes that stand for one.
pub(super) fn hash_of(hasher: &DefaultHashBuilder, text: impl AsRef<[u8]>) -> u64 {
    hasher.hash_one(text.as_ref())
}

/// Puts a code into a table, which grows to `expected` at first: the one compiled way to do so.
#[inline(never)]
pub(super) fn insert(table: &mut HashTable<u32>, hash: u64, code: u32, expected: usize, of: &dyn Fn(u32) -> u64) {
    if table.is_empty() {
        table.reserve(expected, |&code| of(code));
    }
    table.insert_unique(hash, code, |&code| of(code));
}

fn slice<'a>(text: &'a str, ends: &[u32], code: u32) -> &'a str {
    let Some(&end) = ends.get(code as usize) else { return "" };
    let start = code.checked_sub(1).map_or(0, |before| ends[before as usize]);
    &text[start as usize..end as usize]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_code() {
        let mut names = Names::default();
        assert_eq!((names.intern("Qwen"), names.intern(""), names.intern("Qwen")), (0, 1, 0));
        assert_eq!((names.get(0), names.get(1), names.get(9)), ("Qwen", "", ""));
        assert_eq!(names.code("qwen"), None);
    }
}
