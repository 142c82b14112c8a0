//! The hand-in file `.phieu`, format version 1: eight bytes of mark, then records, one an
//! envelope, each with its own check. Nothing counts the records, so that one may be
//! appended; a record that is damaged is located at its byte, and reading goes on at the
//! next one.

use crate::base::digest::sha256;

/// Begins a file; the first byte is no text, the last one would be changed on its way
/// through a mail that thinks that it is.
const MARK: [u8; 8] = *b"\x89PHIEU1\n";
/// Begins a record: found again after damage.
const RECORD: [u8; 4] = *b"\x1e>P\x01";
const HEAD: usize = 7;
const CHECK: usize = 4;

/// Most bytes that are read.
pub const LONGEST: usize = 64 << 20;
/// Most records of a file.
pub const MOST: usize = 200_000;
/// Most damaged places that are looked behind.
pub(super) const MOST_DAMAGED: usize = 1_000;
/// Longest envelope.
const LONGEST_RECORD: usize = 65_536;

/// What came out of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Contents {
    /// Envelopes with the byte at which each stands.
    pub envelopes: Vec<(usize, Vec<u8>)>,
    /// What could not be read, in order.
    pub damaged: Vec<Damage>,
}

/// A place of a file that could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Damage {
    /// What.
    pub flaw: Flaw,
    /// From this byte, counted from 0.
    pub from: usize,
    /// Up to this byte.
    pub to: usize,
}

/// What can be wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flaw {
    /// Not a hand-in file.
    Mark,
    /// Of a version that this program does not know.
    Version(u8),
    /// Bytes that are no record, or a record that was changed.
    Record,
    /// It ends within a record.
    Cut,
    /// Longer than any hand-in; the rest was not read.
    TooLong,
}

/// A file of these envelopes. Leaves out what is longer than an envelope can be.
pub fn encode<'a>(envelopes: impl IntoIterator<Item = &'a [u8]>) -> Vec<u8> {
    let mut out = MARK.to_vec();
    envelopes.into_iter().for_each(|envelope| append(&mut out, envelope));
    out
}

/// Appends an envelope to a file.
pub fn append(file: &mut Vec<u8>, envelope: &[u8]) {
    let [_, a, b, c] = u32::try_from(envelope.len()).unwrap_or(u32::MAX).to_be_bytes();
    if envelope.len() > LONGEST_RECORD {
        return;
    }
    file.extend(RECORD);
    file.extend([a, b, c]);
    file.extend(envelope);
    file.extend(check(envelope));
}

/// Reads a file; whatever it is, what is whole in it comes out.
pub fn decode(file: &[u8]) -> Contents {
    let mut contents = Contents::default();
    let mut at = match begin(file) {
        Ok(at) => at,
        Err(flaw) => {
            contents.damaged.push(Damage { flaw, from: 0, to: file.len() });
            return contents;
        }
    };
    while at < file.len() {
        if contents.envelopes.len() == MOST || contents.damaged.len() == MOST_DAMAGED {
            contents.damaged.push(Damage { flaw: Flaw::TooLong, from: at, to: file.len() });
            break;
        }
        match record(file, at) {
            Ok(envelope) => {
                contents.envelopes.push((at, envelope.to_vec()));
                at += HEAD + envelope.len() + CHECK;
            }
            Err(flaw) => {
                let next = next_record(file, at + 1);
                let flaw = if next == file.len() { flaw } else { Flaw::Record };
                contents.damaged.push(Damage { flaw, from: at, to: next });
                at = next;
            }
        }
    }
    contents
}

/// The name of a hand-in file: unit, day and count, in letters that every system keeps.
pub fn name(unit: &str, date: &str, count: usize) -> String {
    let plain = |text: &str| text.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).take(40).collect::<String>();
    let unit = if unit.is_empty() { "chung".to_owned() } else { plain(unit) };
    [&unit, "_", &plain(date), "_", &count.to_string(), "-phieu.phieu"].concat()
}

/// Where the first record stands.
fn begin(file: &[u8]) -> Result<usize, Flaw> {
    match file.split_first_chunk::<8>() {
        _ if file.len() > LONGEST => Err(Flaw::TooLong),
        Some((mark, _)) if *mark == MARK => Ok(MARK.len()),
        Some(([m @ .., version, end], _)) if m[..] == MARK[..6] && *end == MARK[7] => Err(Flaw::Version(*version)),
        Some(_) | None => Err(Flaw::Mark),
    }
}

/// The envelope of the record at a byte.
fn record(file: &[u8], at: usize) -> Result<&[u8], Flaw> {
    let rest = file.get(at..).unwrap_or_default();
    let Some((head, rest)) = rest.split_first_chunk::<HEAD>() else { return Err(Flaw::Cut) };
    let [mark @ .., a, b, c] = *head;
    let length = usize::try_from(u32::from_be_bytes([0, a, b, c])).unwrap_or(usize::MAX);
    if mark != RECORD || length > LONGEST_RECORD {
        return Err(Flaw::Record);
    }
    let (envelope, rest) = rest.split_at_checked(length).ok_or(Flaw::Cut)?;
    let found = rest.first_chunk::<CHECK>().ok_or(Flaw::Cut)?;
    if *found == check(envelope) { Ok(envelope) } else { Err(Flaw::Record) }
}

fn next_record(file: &[u8], from: usize) -> usize {
    let rest = file.get(from..).unwrap_or_default();
    rest.windows(RECORD.len()).position(|window| window == RECORD).map_or(file.len(), |place| from + place)
}

fn check(envelope: &[u8]) -> [u8; CHECK] {
    let [a, b, c, d, ..] = sha256(envelope);
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn envelopes() -> impl Strategy<Value = Vec<Vec<u8>>> {
        prop::collection::vec(prop::collection::vec(any::<u8>(), 0..60), 0..12)
    }

    fn file(envelopes: &[Vec<u8>]) -> Vec<u8> {
        encode(envelopes.iter().map(Vec::as_slice))
    }

    fn read(contents: &Contents) -> Vec<Vec<u8>> {
        contents.envelopes.iter().map(|(_, envelope)| envelope.clone()).collect()
    }

    proptest! {
        #[test]
        fn envelopes_come_back(envelopes in envelopes()) {
            let contents = decode(&file(&envelopes));
            prop_assert_eq!(read(&contents), envelopes);
            prop_assert_eq!(contents.damaged, []);
        }

        #[test]
        fn one_damaged_byte_costs_one_envelope(envelopes in envelopes(), at: prop::sample::Index, bit in 0_u8..8) {
            let mut bytes = file(&envelopes);
            prop_assume!(bytes.len() > MARK.len());
            let at = MARK.len() + at.index(bytes.len() - MARK.len());
            bytes[at] ^= 1 << bit;
            let contents = decode(&bytes);
            prop_assert_eq!(contents.envelopes.len() + 1, envelopes.len());
            prop_assert!(contents.damaged.iter().any(|damage| (damage.from..damage.to).contains(&at)));
            let read = read(&contents);
            prop_assert!(read.iter().all(|envelope| envelopes.contains(envelope)));
        }

        #[test]
        fn a_cut_file_loses_its_end_alone(envelopes in envelopes(), cut: prop::sample::Index) {
            let bytes = file(&envelopes);
            let cut = cut.index(bytes.len() + 1);
            let contents = decode(&bytes[..cut]);
            let read = read(&contents);
            prop_assert_eq!(&read[..], &envelopes[..read.len()]);
            let whole = read.len() == envelopes.len() || bytes.len() == cut || contents.damaged.len() == 1 || cut == MARK.len()
                || envelopes[..read.len()].iter().map(|envelope| envelope.len() + HEAD + CHECK).sum::<usize>() + MARK.len() == cut;
            prop_assert!(whole, "{:?}", contents.damaged);
        }

        #[test]
        fn arbitrary_bytes_are_no_panic(bytes in prop::collection::vec(any::<u8>(), 0..200), envelopes in envelopes(), at: prop::sample::Index) {
            prop_assert!(decode(&bytes).envelopes.is_empty());
            let mut file = file(&envelopes);
            let at = MARK.len() + at.index(file.len() - MARK.len() + 1);
            file.splice(at..at, bytes);
            prop_assert!(decode(&file).envelopes.len() + 1 >= envelopes.len());
        }
    }

    #[test]
    fn bombs_are_refused_or_end_early() {
        assert_eq!(decode(&vec![0; LONGEST + 1]).damaged, [Damage { flaw: Flaw::TooLong, from: 0, to: LONGEST + 1 }]);
        let tiny = encode(std::iter::repeat_n(&[][..], MOST + 5));
        let contents = decode(&tiny);
        assert_eq!((contents.envelopes.len(), contents.damaged.len()), (MOST, 1));
        let marks = [&MARK[..], &RECORD.repeat(100_000)].concat();
        assert_eq!(decode(&marks).damaged.last().map(|damage| damage.flaw), Some(Flaw::TooLong));
    }

    #[test]
    fn what_is_no_file_of_ours_is_said() {
        assert_eq!(decode(b"%PDF-1.7 ...").damaged[0].flaw, Flaw::Mark);
        assert_eq!(decode(b"").damaged[0].flaw, Flaw::Mark);
        assert_eq!(decode(b"\x89PHIEU2\n").damaged[0].flaw, Flaw::Version(b'2'));
    }

    #[test]
    fn the_name_says_unit_day_and_count() {
        assert_eq!(name("X05", "2026-10-14", 37), "X05_2026-10-14_37-phieu.phieu");
        assert_eq!(name("", "2026-10-14", 1), "chung_2026-10-14_1-phieu.phieu");
        assert_eq!(name("../X", "2026-10-14", 1), "---X_2026-10-14_1-phieu.phieu");
    }
}
