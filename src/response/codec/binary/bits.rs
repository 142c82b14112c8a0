//! Bits, most significant first, and numbers of mixed radix in blocks of at most 63 bits:
//! a scale of five levels costs 2.32 bits, not three. A count is groups of three bits with
//! one that says whether another follows. The reader never believes a length: each item
//! of a list costs at least one bit that must be there.

use super::{Fault, Flaw};

/// Writes.
#[derive(Debug, Default)]
pub struct Writer {
    bytes: Vec<u8>,
    used: usize,
}

impl Writer {
    /// The bytes; the last one is filled up with zeros.
    pub fn finish(self) -> Vec<u8> {
        self.bytes
    }

    /// One bit.
    pub fn flag(&mut self, flag: bool) {
        if self.used.is_multiple_of(8) {
            self.bytes.push(0);
        }
        if let (true, Some(last)) = (flag, self.bytes.last_mut()) {
            *last |= 0x80 >> (self.used % 8);
        }
        self.used += 1;
    }

    /// The lowest `width` bits of `value`.
    pub fn bits(&mut self, value: u64, width: u32) {
        (0..width).rev().for_each(|place| self.flag(value >> place & 1 == 1));
    }

    /// Whole bytes.
    pub fn bytes(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.bits(u64::from(*byte), 8);
        }
    }

    /// A number that is small most of the time.
    pub fn count(&mut self, mut value: u64) {
        while value > 7 {
            self.bits(value & 7 | 8, 4);
            value >>= 3;
        }
        self.bits(value, 4);
    }

    /// How many there are; none costs one bit.
    pub fn length(&mut self, length: usize) {
        self.flag(length > 0);
        if length > 0 {
            self.count(length as u64 - 1);
        }
    }

    /// A number with a sign; near zero is short.
    pub fn whole(&mut self, value: i64) {
        self.count((value << 1 ^ value >> 63).cast_unsigned());
    }

    /// Symbols with their radices; each symbol is under its radix.
    pub fn symbols(&mut self, symbols: &[(u64, u64)]) {
        let mut rest = symbols;
        while !rest.is_empty() {
            let (length, product) = block(rest.iter().map(|(_, radix)| *radix));
            let (block, later) = rest.split_at(length);
            self.bits(block.iter().fold(0, |sum, (symbol, radix)| sum * radix + symbol), width(product));
            rest = later;
        }
    }
}

/// Reads.
#[derive(Debug)]
pub struct Reader<'a> {
    bytes: &'a [u8],
    used: usize,
}

impl<'a> Reader<'a> {
    /// From the first bit.
    pub fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, used: 0 }
    }

    /// A fault at the byte that is read now.
    pub fn fault(&self, flaw: Flaw) -> Fault {
        Fault { flaw, byte: self.used / 8 }
    }

    /// One bit.
    pub fn flag(&mut self) -> Result<bool, Fault> {
        let Some(byte) = self.bytes.get(self.used / 8) else { return Err(self.fault(Flaw::Cut)) };
        let flag = byte << (self.used % 8) & 0x80 != 0;
        self.used += 1;
        Ok(flag)
    }

    /// `width` bits, at most 64.
    pub fn bits(&mut self, width: u32) -> Result<u64, Fault> {
        let mut value = 0;
        for _ in 0..width {
            value = value << 1 | u64::from(self.flag()?);
        }
        Ok(value)
    }

    /// Whole bytes.
    pub fn bytes(&mut self, length: usize) -> Result<Vec<u8>, Fault> {
        if length > self.left() / 8 {
            return Err(Fault { flaw: Flaw::Cut, byte: self.bytes.len() });
        }
        let mut out = Vec::with_capacity(length);
        for _ in 0..length {
            out.push(u8::try_from(self.bits(8)?).unwrap_or_default());
        }
        Ok(out)
    }

    /// As `Writer::count`.
    pub fn count(&mut self) -> Result<u64, Fault> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(3) {
            let group = self.bits(4)?;
            let part = group & 7;
            if part << shift >> shift != part {
                return Err(self.fault(Flaw::Value));
            }
            value |= part << shift;
            if group & 8 == 0 {
                return Ok(value);
            }
        }
        Err(self.fault(Flaw::Value))
    }

    /// How many there are; no more than bits are left.
    pub fn length(&mut self) -> Result<usize, Fault> {
        if !self.flag()? {
            return Ok(0);
        }
        self.more()
    }

    /// How many there are where one there is.
    pub fn more(&mut self) -> Result<usize, Fault> {
        let length = usize::try_from(self.count()?).ok().and_then(|length| length.checked_add(1));
        length.filter(|length| *length <= self.left()).ok_or_else(|| self.fault(Flaw::Value))
    }

    /// As `Writer::whole`.
    pub fn whole(&mut self) -> Result<i64, Fault> {
        let folded = self.count()?;
        Ok((folded >> 1).cast_signed() ^ -(folded & 1).cast_signed())
    }

    /// A number under a limit that fits an enumeration.
    pub fn one_of<T: Copy>(&mut self, all: &[T], width: u32) -> Result<T, Fault> {
        let place = usize::try_from(self.bits(width)?).ok();
        place.and_then(|place| all.get(place)).copied().ok_or_else(|| self.fault(Flaw::Value))
    }

    /// Symbols of these radices.
    pub fn symbols(&mut self, radices: &[u64]) -> Result<Vec<u64>, Fault> {
        let mut out = Vec::with_capacity(radices.len());
        let mut rest = radices;
        while !rest.is_empty() {
            let (length, product) = block(rest.iter().copied());
            let mut value = self.bits(width(product))?;
            if value >= product {
                return Err(self.fault(Flaw::Value));
            }
            let (block, later) = rest.split_at(length);
            let from = out.len();
            for radix in block.iter().rev() {
                out.push(value % (*radix).max(1));
                value /= (*radix).max(1);
            }
            if let Some(block) = out.get_mut(from..) {
                block.reverse();
            }
            rest = later;
        }
        Ok(out)
    }

    /// Nothing may follow but the zeros that fill the last byte.
    pub fn end(mut self) -> Result<(), Fault> {
        while !self.used.is_multiple_of(8) {
            if self.flag()? {
                return Err(self.fault(Flaw::Excess));
            }
        }
        if self.left() == 0 { Ok(()) } else { Err(self.fault(Flaw::Excess)) }
    }

    fn left(&self) -> usize {
        self.bytes.len() * 8 - self.used
    }
}

/// How many of the radices, the first at least, share a block, and their product.
fn block(radices: impl Iterator<Item = u64>) -> (usize, u64) {
    let (mut length, mut product) = (0, 1_u64);
    for radix in radices {
        match product.checked_mul(radix.max(1)).filter(|next| *next <= 1 << 63 || length == 0) {
            Some(next) => product = next,
            None => break,
        }
        length += 1;
    }
    (length, product)
}

/// Bits for a number under `product`.
fn width(product: u64) -> u32 {
    64 - product.saturating_sub(1).leading_zeros()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn numbers_come_back(counts in prop::collection::vec(any::<u64>(), 0..9), wholes in prop::collection::vec(any::<i64>(), 0..9)) {
            let mut w = Writer::default();
            for count in &counts {
                w.count(*count);
            }
            for whole in &wholes {
                w.whole(*whole);
            }
            let bytes = w.finish();
            let mut r = Reader::new(&bytes);
            for count in counts {
                prop_assert_eq!(r.count(), Ok(count));
            }
            for whole in wholes {
                prop_assert_eq!(r.whole(), Ok(whole));
            }
            prop_assert_eq!(r.end(), Ok(()));
        }

        #[test]
        fn symbols_come_back(symbols in prop::collection::vec((1..300_u64).prop_flat_map(|radix| (0..radix, Just(radix))), 0..80)) {
            let mut w = Writer::default();
            w.symbols(&symbols);
            let bytes = w.finish();
            let radices: Vec<u64> = symbols.iter().map(|(_, radix)| *radix).collect();
            let mut r = Reader::new(&bytes);
            prop_assert_eq!(r.symbols(&radices), Ok(symbols.iter().map(|(symbol, _)| *symbol).collect::<Vec<_>>()));
            prop_assert_eq!(r.end(), Ok(()));
        }
    }

    #[test]
    fn five_levels_cost_less_than_three_bits() {
        let mut w = Writer::default();
        w.symbols(&[(4, 5); 27]);
        assert_eq!(w.finish().len(), 8);
    }

    #[test]
    fn a_fault_says_at_which_byte() {
        assert_eq!(Reader::new(&[0xff, 0xff]).count(), Err(Fault { flaw: Flaw::Cut, byte: 2 }));
        assert_eq!(Reader::new(&[0xff; 20]).count().map_err(|fault| fault.flaw), Err(Flaw::Value));
        assert_eq!(Reader::new(&[0xb8]).length().map_err(|fault| fault.flaw), Err(Flaw::Value));
        assert_eq!(Reader::new(&[0, 1]).end(), Err(Fault { flaw: Flaw::Excess, byte: 0 }));
    }
}
