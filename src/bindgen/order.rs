//! Which functions of a module lie beside each other, so that it packs better.
//!
//! Deflate looks back over 32 KB, and compilers scatter what is alike: the charts, the sections, the copies of a generic
//! function. The order goes from each function to the one that shares most runs of bytes with those before it.
//! It is written as names, since `wasm-opt --reorder-functions-by-name` then renumbers what has to be.

use std::collections::{HashMap, VecDeque};

use wasm_encoder::{Encode, NameMap, NameSection, Section};
use wasmparser::{BinaryReaderError, Parser, Payload, TypeRef};

/// Bytes of a run: shorter ones are everywhere, longer ones are rarely twice.
const RUN: usize = 7;

/// More functions than this share only what deflate has at hand anyway.
const COMMON: usize = 12;

/// What deflate reaches back to, less what the next function takes.
const REACH: usize = 28_000;

/// The module with a name for each of its functions that sorts it to its place.
pub fn named(module: &[u8]) -> Result<Vec<u8>, BinaryReaderError> {
    let (mut imported, mut bodies) = (0, Vec::new());
    for payload in Parser::new(0).parse_all(module) {
        match payload? {
            Payload::ImportSection(section) => {
                for import in section.into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            _ => {}
        }
    }
    let mut places = vec![0; bodies.len()];
    for (place, function) in order(&bodies).into_iter().enumerate() {
        places[function] = place;
    }
    let mut names = NameMap::new();
    for (at, place) in (imported..).zip(places) {
        names.append(at, &format!("{place:06}"));
    }
    let mut section = NameSection::new();
    section.functions(&names);
    let mut out = module.to_vec();
    out.push(section.id());
    section.encode(&mut out);
    Ok(out)
}

/// The functions, each beside those it is like.
fn order(bodies: &[&[u8]]) -> Vec<usize> {
    let shared = shared(bodies);
    let mut left: Vec<usize> = (0..bodies.len()).collect();
    let mut score = vec![0_i64; bodies.len()];
    let (mut near, mut reach) = (VecDeque::new(), 0);
    let mut order = Vec::with_capacity(bodies.len());
    loop {
        let worth = |function: usize| score[function] as f64 / ((bodies[function].len() as f64).sqrt() + 5.0);
        let better = |&a: &usize, &b: &usize| {
            let (first, second) = (left[a], left[b]);
            worth(first)
                .total_cmp(&worth(second))
                .then(bodies[first].len().cmp(&bodies[second].len()))
                .then(second.cmp(&first))
        };
        let Some(best) = (0..left.len()).max_by(better) else { return order };
        let next = left.swap_remove(best);
        order.push(next);
        near.push_back(next);
        reach += bodies[next].len();
        shared[next].iter().for_each(|&(other, runs)| score[other] += runs);
        while reach > REACH {
            let Some(far) = near.pop_front() else { break };
            reach -= bodies[far].len();
            shared[far].iter().for_each(|&(other, runs)| score[other] -= runs);
        }
    }
}

/// For each function, the others that it shares runs with, and how many.
fn shared(bodies: &[&[u8]]) -> Vec<Vec<(usize, i64)>> {
    let mut holders: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (function, body) in bodies.iter().enumerate() {
        for run in body.windows(RUN) {
            let holders = holders.entry(run).or_default();
            if holders.last() != Some(&function) {
                holders.push(function);
            }
        }
    }
    let mut counts = vec![HashMap::new(); bodies.len()];
    for holders in holders.values().filter(|holders| holders.len() <= COMMON) {
        for &one in holders {
            for &other in holders.iter().filter(|other| **other != one) {
                *counts[one].entry(other).or_default() += 1;
            }
        }
    }
    counts.into_iter().map(|counts| counts.into_iter().collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn like_lies_by_like() {
        let text = |seed: u8| -> Vec<u8> { (0..40).map(|at: u8| at.wrapping_mul(7).wrapping_add(seed)).collect() };
        let (mut a, mut b) = (text(1), text(200));
        let (first, second) = (a.clone(), b.clone());
        a.push(3);
        b.push(4);
        assert_eq!(order(&[&a, &b, &first, &second]), [0, 2, 1, 3]);
    }

    #[test]
    fn every_function_has_its_place() {
        // (module (import "a" "b" (func)) (func) (func nop))
        let module = [
            b"\0asm\x01\0\0\0".as_slice(),
            b"\x01\x04\x01\x60\0\0",
            b"\x02\x07\x01\x01a\x01b\0\0",
            b"\x03\x03\x02\0\0",
            b"\x0a\x08\x02\x02\0\x0b\x03\0\x01\x0b",
        ]
        .concat();
        let out = named(&module).unwrap();
        assert!(out.starts_with(&module));
        assert!(out.ends_with(b"\x04name\x01\x11\x02\x01\x06000001\x02\x06000000"), "{:?}", &out[module.len()..]);
        assert!(named(&module[..module.len() - 1]).is_err());
    }
}
