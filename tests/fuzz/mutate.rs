//! Changes to an input, blind to coverage but not to structure: bits, cuts, copies from
//! other inputs, numbers at their limits, signs that formats are made of. One seed gives
//! one sequence of inputs.

/// No input grows beyond this by mutation.
const LONGEST: usize = 1 << 20;

const BYTES: [u8; 12] = [0, 1, 2, 0x0a, 0x1e, 0x20, 0x22, 0x7f, 0x80, 0xc3, 0xfe, 0xff];

const WORDS: [&[u8]; 40] = [
    b"\x89PHIEU1\n",
    b"\x1e>P\x01",
    b"\x1e>P\x01\x00\x00\x00",
    b"PHIEU1(",
    b")",
    b"(",
    b"phieu-ledger 1",
    b"check ",
    b"~",
    b"%",
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b",",
    b":",
    b"null",
    b"true",
    b"-1",
    b"1e999",
    b"0.1",
    b"\\u0000",
    b"\\ud800",
    b"\xef\xbb\xbf",
    "ế".as_bytes(),
    "🙂".as_bytes(),
    b"\xff\xff\xff\xff",
    b"\0\0\0\0",
    b"\r\n",
    b";",
    b"\t",
    b"PK\x03\x04",
    b"PK\x01\x02",
    b"PK\x05\x06",
    b"<row r=\"",
    b"&#x0;",
    b"../",
    b"__proto__",
    b"NaN",
];

const NUMBERS: [&[u8]; 12] = [
    b"0",
    b"1",
    b"-1",
    b"255",
    b"256",
    b"65535",
    b"65536",
    b"4294967295",
    b"9007199254740993",
    b"9223372036854775807",
    b"18446744073709551615",
    b"99999999999999999999999999",
];

/// Numbers from a seed (Steele and others, `SplitMix`, 2014).
pub struct Random(pub u64);

impl Random {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`; 0 where there is none.
    pub fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit.max(1) as u64)).unwrap_or_default()
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// Mostly a short length, sometimes a long one.
    fn length(&mut self, most: usize) -> usize {
        let limit = [4, 16, 64, most][self.below(4)];
        1 + self.below(limit.min(most))
    }

    fn range(&mut self, length: usize) -> std::ops::Range<usize> {
        let from = self.below(length);
        from..(from + self.length(length)).min(length)
    }
}

/// An input made of one of `corpus`.
pub fn input(corpus: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut bytes = random.pick(corpus).clone();
    for _ in 0..=random.below(6) {
        change(&mut bytes, corpus, random);
    }
    bytes.truncate(LONGEST);
    bytes
}

fn change(bytes: &mut Vec<u8>, corpus: &[Vec<u8>], random: &mut Random) {
    let at = random.below(bytes.len() + 1);
    match random.below(12) {
        0 if !bytes.is_empty() => bytes[at.saturating_sub(1)] ^= 1 << random.below(8),
        1 if !bytes.is_empty() => bytes[at.saturating_sub(1)] = *random.pick(&BYTES),
        2 => bytes.truncate(at),
        3 | 4 if !bytes.is_empty() => drop(bytes.drain(random.range(bytes.len()))),
        5 => insert(bytes, at, &repeat(random.pick::<&[u8]>(&WORDS), random)),
        6 => number(bytes, random),
        7 if !bytes.is_empty() => {
            let part = bytes[random.range(bytes.len())].to_vec();
            insert(bytes, at, &repeat(&part, random));
        }
        8 => {
            let other = random.pick(corpus);
            let part = other[random.range(other.len()).start.min(other.len())..].to_vec();
            let length = random.length(part.len().max(1)).min(part.len());
            insert(bytes, at, &part[..length]);
        }
        9 => {
            let other = random.pick(corpus);
            bytes.truncate(at);
            bytes.extend(&other[random.below(other.len() + 1)..]);
        }
        10 => {
            let some: Vec<u8> = (0..random.length(40)).map(|_| random.next().to_le_bytes()[0]).collect();
            insert(bytes, at, &some);
        }
        _ => insert(bytes, at, random.pick::<&[u8]>(&WORDS)),
    }
}

fn insert(bytes: &mut Vec<u8>, at: usize, part: &[u8]) {
    if bytes.len() + part.len() <= LONGEST {
        bytes.splice(at..at, part.iter().copied());
    }
}

/// Mostly once, sometimes very often.
fn repeat(part: &[u8], random: &mut Random) -> Vec<u8> {
    let times = [1, 1, 1, 2, 16, 300, 20_000][random.below(7)];
    part.repeat(times.min(200_000 / part.len().max(1)).max(1))
}

/// Another number in the place of one that is there.
fn number(bytes: &mut Vec<u8>, random: &mut Random) {
    let start = random.below(bytes.len());
    let Some(from) = bytes.iter().skip(start).position(u8::is_ascii_digit).map(|place| start + place) else { return };
    let to = bytes[from..].iter().position(|byte| !byte.is_ascii_digit()).map_or(bytes.len(), |length| from + length);
    bytes.splice(from..to, random.pick::<&[u8]>(&NUMBERS).iter().copied());
}
