//! Small numbers as runs and packed bits: the "RLE / bit-packing hybrid" of the format. A
//! run of eight or more alike is a run; what lies between is packed by eights.

/// Numbers of `bits` bits each.
pub(super) fn hybrid(values: impl IntoIterator<Item = u32>, bits: u8) -> Vec<u8> {
    let values: Vec<u32> = values.into_iter().collect();
    let mut out = Vec::new();
    let (mut at, mut loose) = (0, 0);
    while at < values.len() {
        let run = values[at..].iter().take_while(|&&value| value == values[at]).count();
        // Packed numbers stand by eights, so a run begins where those before it are so many.
        let fill = (8 - (at - loose) % 8) % 8;
        if run >= fill + 8 {
            pack(&values[loose..at + fill], bits, &mut out);
            same(values[at], run - fill, bits, &mut out);
            at += run;
            loose = at;
        } else {
            at += run;
        }
    }
    pack(&values[loose..], bits, &mut out);
    out
}

fn same(value: u32, times: usize, bits: u8, out: &mut Vec<u8>) {
    varint(u64::try_from(times).unwrap_or(u64::MAX) << 1, out);
    out.extend_from_slice(&value.to_le_bytes()[..usize::from(bits).div_ceil(8)]);
}

/// Packs by eights, the last filled up with zeros; the reader knows how many there are.
fn pack(values: &[u32], bits: u8, out: &mut Vec<u8>) {
    if values.is_empty() {
        return;
    }
    let eights = values.len().div_ceil(8);
    varint(u64::try_from(eights).unwrap_or(u64::MAX) << 1 | 1, out);
    let (mut buffer, mut held) = (0_u64, 0);
    for at in 0..eights * 8 {
        buffer |= u64::from(values.get(at).copied().unwrap_or(0)) << held;
        held += u32::from(bits);
        while held >= 8 {
            out.push(buffer.to_le_bytes()[0]);
            buffer >>= 8;
            held -= 8;
        }
    }
}

/// Seven bits a byte, the least first.
pub(super) fn varint(mut value: u64, out: &mut Vec<u8>) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Reads so many numbers back, by the format's own words.
    fn read(mut bytes: &[u8], bits: u8, count: usize) -> Vec<u32> {
        let mut out = Vec::new();
        while !bytes.is_empty() {
            let (mut head, mut shift) = (0_u64, 0);
            loop {
                let byte = bytes[0];
                bytes = &bytes[1..];
                head |= u64::from(byte & 0x7f) << shift;
                shift += 7;
                if byte < 0x80 {
                    break;
                }
            }
            let times = usize::try_from(head >> 1).unwrap();
            if head & 1 == 0 {
                let width = usize::from(bits).div_ceil(8);
                let mut value = [0; 4];
                value[..width].copy_from_slice(&bytes[..width]);
                bytes = &bytes[width..];
                out.extend(std::iter::repeat_n(u32::from_le_bytes(value), times));
            } else {
                let packed = &bytes[..times * usize::from(bits)];
                bytes = &bytes[times * usize::from(bits)..];
                for at in 0..times * 8 {
                    let bit = |bit: usize| u32::from(packed[bit / 8] >> (bit % 8) & 1);
                    out.push((0..usize::from(bits)).map(|of| bit(at * usize::from(bits) + of) << of).sum());
                }
            }
        }
        assert!(out.len() >= count && out.len() < count + 8);
        out.truncate(count);
        out
    }

    #[test]
    fn the_example_of_the_format() {
        // 0 to 7 in three bits, after the head for one eight.
        assert_eq!(hybrid(0..8, 3), [0b11, 0b1000_1000, 0b1100_0110, 0b1111_1010]);
        assert_eq!(hybrid([1; 100], 1), [200, 1, 1]);
        assert_eq!(hybrid([], 1), [0_u8; 0]);
    }

    proptest! {
        #[test]
        fn what_was_written_is_read(runs in prop::collection::vec((0_u32..1000, 1_usize..40), 0..30), bits in 10_u8..20) {
            let values: Vec<u32> = runs.iter().flat_map(|&(value, times)| std::iter::repeat_n(value, times)).collect();
            prop_assert_eq!(read(&hybrid(values.iter().copied(), bits), bits, values.len()), values);
        }
    }
}
