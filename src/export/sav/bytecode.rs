//! The packing of a system file's rows: a row is elements of eight bytes; a command byte
//! says a small whole number, spaces, nothing, or that the eight bytes follow. Eight
//! commands stand together before what follows them.

use super::super::release::Value;
use super::layout::Shape;

/// What is taken off a command to have its number.
pub(super) const BIAS: f64 = 100.0;
const FOLLOWS: u8 = 253;
const SPACES: u8 = 254;
const NOTHING: u8 = 255;
/// Bytes of text in an element, and in a segment of a long text.
const ELEMENT: usize = 8;
const SEGMENT: usize = 255;

/// A value as commands with the bytes that follow them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Packed(Vec<(u8, [u8; ELEMENT])>);

impl Packed {
    /// A value in a variable of this shape.
    pub(super) fn of(value: Value<'_>, shape: Shape) -> Self {
        match (shape, value) {
            (Shape::Number { .. }, Value::Number(number)) => Self(vec![command(number)]),
            (Shape::Number { .. }, Value::None | Value::Text(_)) => Self(vec![(NOTHING, [0; ELEMENT])]),
            (Shape::Text { .. }, Value::Text(text)) => Self(elements(text, shape)),
            (Shape::Text { .. }, Value::None | Value::Number(_)) => Self(elements("", shape)),
        }
    }
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a whole number from 1 to 251")]
fn command(number: f64) -> (u8, [u8; ELEMENT]) {
    let biased = number + BIAS;
    let fits = (1.0..=251.0).contains(&biased) && biased.fract() == 0.0;
    if fits { (biased as u8, [0; ELEMENT]) } else { (FOLLOWS, number.to_le_bytes()) }
}

/// The text in its segments, each filled up with spaces to whole elements.
fn elements(text: &str, shape: Shape) -> Vec<(u8, [u8; ELEMENT])> {
    // Readers stop at NUL.
    let text = text.replace('\0', " ");
    let mut rest = text.as_bytes();
    let mut out = Vec::new();
    for width in shape.segments() {
        // A segment of 255 bytes is 32 elements of which the last has seven.
        let (here, after) = rest.split_at(rest.len().min(width.min(SEGMENT)));
        rest = after;
        for at in 0..width.div_ceil(ELEMENT) {
            let mut element = [b' '; ELEMENT];
            let bytes = here.get(at * ELEMENT..).unwrap_or_default();
            element.iter_mut().zip(bytes).for_each(|(to, from)| *to = *from);
            out.push((if element == [b' '; ELEMENT] { SPACES } else { FOLLOWS }, element));
        }
    }
    out
}

/// Puts commands together by eight.
#[derive(Debug, Default)]
pub(super) struct Packer {
    commands: Vec<u8>,
    follow: Vec<u8>,
    done: Vec<u8>,
}

impl Packer {
    /// Adds a value.
    pub(super) fn put(&mut self, packed: &Packed) {
        for (command, element) in &packed.0 {
            self.commands.push(*command);
            if *command == FOLLOWS {
                self.follow.extend_from_slice(element);
            }
            if self.commands.len() == 8 {
                self.close();
            }
        }
    }

    /// What is done so far.
    pub(super) fn take(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.done)
    }

    /// The rest; commands that are not there are 0, which says nothing.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if !self.commands.is_empty() {
            self.commands.resize(8, 0);
            self.close();
        }
        self.done
    }

    fn close(&mut self) {
        self.done.append(&mut self.commands);
        self.done.append(&mut self.follow);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_whole_numbers_are_one_byte() {
        let number = Shape::Number { decimals: 0 };
        assert_eq!(Packed::of(Value::Number(5.0), number).0, [(105, [0; 8])]);
        assert_eq!(Packed::of(Value::Number(-99.0), number).0, [(1, [0; 8])]);
        assert_eq!(Packed::of(Value::Number(152.0), number).0, [(FOLLOWS, 152.0_f64.to_le_bytes())]);
        assert_eq!(Packed::of(Value::Number(0.5), number).0, [(FOLLOWS, 0.5_f64.to_le_bytes())]);
        assert_eq!(Packed::of(Value::None, number).0, [(NOTHING, [0; 8])]);
    }

    #[test]
    fn commands_stand_by_eight_before_what_follows() {
        let mut packer = Packer::default();
        let text = Packed::of(Value::Text("Xã Ầ"), Shape::Text { bytes: 9 });
        packer.put(&text);
        assert!(packer.take().is_empty());
        let bytes = packer.finish();
        assert_eq!(bytes[..8], [FOLLOWS, SPACES, 0, 0, 0, 0, 0, 0]);
        assert_eq!(bytes[8..], *"Xã Ầ ".as_bytes());
    }

    #[test]
    fn a_long_text_is_cut_into_segments() {
        let text = "a".repeat(300);
        let packed = Packed::of(Value::Text(&text), Shape::Text { bytes: 300 });
        // 255 bytes in 32 elements, 45 in 6.
        assert_eq!(packed.0.len(), 38);
        assert_eq!(packed.0[31].1, *b"aaaaaaa ");
        assert_eq!(packed.0[37].1, *b"aaaaa   ");
    }
}
