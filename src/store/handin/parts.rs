//! A hand-in in parts, for a sequence of QR codes: any so many of the parts as the data
//! fill give it back, whichever were missed (Reed–Solomon in Cauchy's form, J. Blömer and
//! others, 1995, over the field of 256 elements). The first parts are the data as they
//! are; the others are made of all of them.

use std::collections::BTreeMap;

use crate::base::digest::{base32, sha256, unbase32};
use crate::base::gf256::{inv, mul};

const VERSION: u8 = 1;
const HEAD: usize = 16;
/// Bytes of a part that a camera reads well.
pub const LARGEST: usize = 400;
/// Most parts of data; as many more may be made of them as 256 leave.
pub const MOST: usize = 200;
/// Most bytes that parts carry; more goes by file.
pub const LONGEST: usize = MOST * (LARGEST - HEAD);

/// Before a part in the text of a code.
const CODE: &str = "PHIEU1/";

/// What is wrong with a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartFault {
    /// No part of ours, or damaged.
    NoPart,
    /// Of a version that this program does not know.
    Version(u8),
    /// Of another hand-in than the parts before.
    Other,
    /// All parts are there, but do not make what was sent.
    Mismatch,
}

/// What every part of one hand-in says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Head {
    /// First 64 bits of the data's SHA-256.
    mark: [u8; 8],
    /// Bytes of the data.
    length: u32,
    /// Bytes of a part.
    size: u16,
}

impl Head {
    fn count(self) -> usize {
        (self.length as usize).div_ceil(usize::from(self.size).max(1)).max(1)
    }
}

/// The part with this number, of any number under 256; none where the data are too long.
/// A sequence shows part 0, 1, 2, … and begins again after `spare` more than needed.
pub fn part(data: &[u8], number: u8) -> Option<Vec<u8>> {
    if data.len() > LONGEST {
        return None;
    }
    let count = data.len().div_ceil(LARGEST - HEAD).max(1);
    let size = data.len().div_ceil(count);
    let head = Head { mark: *sha256(data).first_chunk()?, length: data.len().try_into().ok()?, size: size.try_into().ok()? };
    let column = |j: usize| data.get(j * size..).map_or(&[][..], |rest| rest.get(..size).unwrap_or(rest));
    let mut body = vec![0; size];
    for j in 0..head.count() {
        add(&mut body, column(j), factor(number, j, head.count()));
    }
    let mut part = vec![VERSION, number];
    part.extend(head.mark);
    part.extend(head.length.to_be_bytes().into_iter().skip(1));
    part.extend(head.size.to_be_bytes());
    part.push(0);
    part.extend(body);
    let [check, ..] = sha256(&part);
    *part.get_mut(HEAD - 1)? = check;
    Some(part)
}

/// A part as the text of a code: capitals and digits alone, which a code packs tightly and
/// every reader hands on unharmed, bytes not.
pub fn code(part: &[u8]) -> String {
    [CODE, &base32(part)].concat()
}

/// The part of a code's text; none where the code is none of ours.
pub fn read_code(text: &str) -> Option<Vec<u8>> {
    unbase32(text.trim().strip_prefix(CODE)?)
}

/// How many parts are needed at least.
pub fn needed(data: &[u8]) -> usize {
    data.len().div_ceil(LARGEST - HEAD).max(1)
}

/// The parts that were seen so far.
#[derive(Debug, Clone, Default)]
pub struct Collector {
    head: Option<Head>,
    parts: BTreeMap<u8, Vec<u8>>,
}

impl Collector {
    /// Takes a part; the same one again changes nothing. Gives the data when they are whole.
    ///
    /// # Errors
    /// See `PartFault`; what was collected stays.
    pub fn take(&mut self, part: &[u8]) -> Result<Option<Vec<u8>>, PartFault> {
        let (head, number, body) = read(part)?;
        if *self.head.get_or_insert(head) != head {
            return Err(PartFault::Other);
        }
        self.parts.entry(number).or_insert_with(|| body.to_vec());
        if self.parts.len() < head.count() {
            return Ok(None);
        }
        let mut data = solve(head, &self.parts).ok_or(PartFault::Mismatch)?;
        data.truncate(head.length as usize);
        if sha256(&data).starts_with(&head.mark) { Ok(Some(data)) } else { Err(PartFault::Mismatch) }
    }

    /// Whether a part is of the hand-in whose parts are here.
    pub fn knows(&self, part: &[u8]) -> bool {
        read(part).is_ok_and(|(head, ..)| self.head == Some(head))
    }

    /// How many there are, and how many are needed.
    pub fn progress(&self) -> (usize, usize) {
        (self.parts.len(), self.head.map_or(0, Head::count))
    }
}

fn read(part: &[u8]) -> Result<(Head, u8, &[u8]), PartFault> {
    let Some((said, body)) = part.split_first_chunk::<HEAD>() else { return Err(PartFault::NoPart) };
    if said[0] != VERSION {
        return Err(PartFault::Version(said[0]));
    }
    let mark = said[2..].first_chunk().ok_or(PartFault::NoPart)?;
    let head =
        Head { mark: *mark, length: u32::from_be_bytes([0, said[10], said[11], said[12]]), size: u16::from_be_bytes([said[13], said[14]]) };
    let mut whole = part.to_vec();
    if let Some(place) = whole.get_mut(HEAD - 1) {
        *place = 0;
    }
    let fits = usize::from(head.size) == body.len() && body.len() <= LARGEST - HEAD && head.count() <= MOST;
    if fits && sha256(&whole).first() == Some(&said[HEAD - 1]) { Ok((head, said[1], body)) } else { Err(PartFault::NoPart) }
}

/// What the column `j` of the data counts for in a part.
fn factor(number: u8, j: usize, count: usize) -> u8 {
    match u8::try_from(j) {
        Ok(j) if usize::from(number) < count => u8::from(number == j),
        Ok(j) => inv(number ^ j),
        Err(_) => 0,
    }
}

/// `to += factor · from`.
fn add(to: &mut [u8], from: &[u8], factor: u8) {
    if factor != 0 {
        for (to, from) in to.iter_mut().zip(from) {
            *to ^= mul(*from, factor);
        }
    }
}

/// The data from as many parts as there are columns: each made part less what is known
/// leaves the missing columns, which are found by elimination. Every square part of a
/// Cauchy matrix has an inverse.
fn solve(head: Head, parts: &BTreeMap<u8, Vec<u8>>) -> Option<Vec<u8>> {
    let count = head.count();
    let missing: Vec<usize> = (0..count).filter(|j| u8::try_from(*j).is_ok_and(|j| !parts.contains_key(&j))).collect();
    let made = parts.iter().filter(|(number, _)| usize::from(**number) >= count).take(missing.len());
    let mut rows: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
    for (number, body) in made {
        let mut rest = body.clone();
        for (j, known) in parts.iter().filter(|(j, _)| usize::from(**j) < count) {
            add(&mut rest, known, factor(*number, usize::from(*j), count));
        }
        rows.push((missing.iter().map(|j| factor(*number, *j, count)).collect(), rest));
    }
    for step in 0..missing.len() {
        let pivot = (step..rows.len()).find(|row| rows.get(*row).and_then(|(factors, _)| factors.get(step)).is_some_and(|f| *f != 0))?;
        rows.swap(step, pivot);
        let (mut factors, mut body) = rows.get(step)?.clone();
        let by = inv(*factors.get(step)?);
        factors.iter_mut().chain(&mut body).for_each(|value| *value = mul(*value, by));
        for (_, (other_factors, other_body)) in rows.iter_mut().enumerate().filter(|(other, _)| *other != step) {
            let by = *other_factors.get(step)?;
            add(other_factors, &factors, by);
            add(other_body, &body, by);
        }
        *rows.get_mut(step)? = (factors, body);
    }
    let mut found = missing.iter().zip(rows.iter().map(|(_, body)| body));
    let mut data = Vec::new();
    for j in 0..count {
        let known = parts.get(&u8::try_from(j).ok()?);
        data.extend_from_slice(match known {
            Some(body) => body,
            None => found.next().filter(|(missing, _)| **missing == j)?.1,
        });
    }
    Some(data)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn any_so_many_parts_give_it_back(
            data in prop::collection::vec(any::<u8>(), 0..6_000),
            order in Just((0..=255_u8).collect::<Vec<_>>()).prop_shuffle(),
        ) {
            let mut collector = Collector::default();
            for (seen, number) in order.into_iter().enumerate() {
                let part = part(&data, number).unwrap();
                prop_assert!(part.len() <= LARGEST);
                prop_assert_eq!(read_code(&code(&part)), Some(part.clone()));
                let whole = collector.take(&part).unwrap();
                prop_assert_eq!(collector.take(&part).unwrap(), whole.clone());
                if seen + 1 == needed(&data) {
                    prop_assert_eq!(whole.as_ref(), Some(&data));
                    break;
                }
                prop_assert_eq!(whole, None);
                prop_assert_eq!(collector.progress(), (seen + 1, needed(&data)));
            }
        }

        #[test]
        fn a_flipped_bit_or_any_bytes_are_no_panic(data in prop::collection::vec(any::<u8>(), 0..900), number: u8, at: prop::sample::Index, bit in 0_u8..8) {
            let mut collector = Collector::default();
            prop_assert!(collector.take(&data).is_err());
            let mut part = part(&data, number).unwrap();
            let at = at.index(part.len());
            part[at] ^= 1 << bit;
            if let Ok(Some(other)) = collector.take(&part) {
                prop_assert_eq!(other, data);
            }
        }
    }

    #[test]
    fn other_codes_are_none_of_ours() {
        for text in ["", "PHIEU1/", "PHIEU1/0", "https://a.vn/#/r/x", "PHIEU1/U", "phieu1/00"] {
            assert_eq!(read_code(text).filter(|part| !part.is_empty()), None, "{text}");
        }
    }

    #[test]
    fn the_largest_hand_in_by_code() {
        let data: Vec<u8> = (0..LONGEST).map(|i| u8::try_from((i * i / 8) % 256).unwrap()).collect();
        assert_eq!(needed(&data), MOST);
        let mut collector = Collector::default();
        let whole = (56..=255).map(|number| collector.take(&part(&data, number).unwrap()).unwrap()).last().unwrap();
        assert_eq!(whole, Some(data.clone()));
        assert_eq!(part(&[data, vec![0]].concat(), 0), None);
    }

    #[test]
    fn parts_of_another_hand_in_are_refused() {
        let mut collector = Collector::default();
        assert_eq!(collector.take(&part(&[1; 500], 0).unwrap()), Ok(None));
        assert_eq!(collector.take(&part(&[2; 500], 1).unwrap()), Err(PartFault::Other));
        assert_eq!(collector.take(&[2; 40]), Err(PartFault::Version(2)));
        assert_eq!(collector.progress(), (1, 2));
        assert!(collector.knows(&part(&[1; 500], 7).unwrap()) && !collector.knows(&part(&[2; 500], 0).unwrap()));
    }
}
