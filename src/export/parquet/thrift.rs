//! As much of Thrift's compact protocol as a footer needs: fields by number, ascending;
//! numbers in zigzag; structures within structures.

use super::levels::varint;

/// Types of elements of a list.
pub(super) const I32: u8 = 5;
pub(super) const BINARY: u8 = 8;
pub(super) const STRUCT: u8 = 12;
const I64: u8 = 6;
const LIST: u8 = 9;

/// A structure that is being written, and those that it stands in.
pub(super) struct Thrift {
    bytes: Vec<u8>,
    /// The last field of each open structure.
    last: Vec<u8>,
}

impl Thrift {
    /// An empty structure.
    pub(super) fn new() -> Self {
        Self { bytes: Vec::new(), last: vec![0] }
    }

    fn field(&mut self, id: u8, kind: u8) {
        let last = self.last.last_mut();
        let before = last.map_or(0, |last| std::mem::replace(last, id));
        // All fields here are within fifteen of the one before.
        self.bytes.push(id.saturating_sub(before) << 4 | kind);
    }

    fn zigzag(&mut self, value: i64) {
        let folded = (value << 1) ^ (value >> 63);
        varint(u64::from_le_bytes(folded.to_le_bytes()), &mut self.bytes);
    }

    fn counted(&mut self, text: &str) {
        varint(u64::try_from(text.len()).unwrap_or(u64::MAX), &mut self.bytes);
        self.bytes.extend_from_slice(text.as_bytes());
    }

    /// A number of 32 bits.
    pub(super) fn i32(&mut self, id: u8, value: i32) -> &mut Self {
        self.field(id, I32);
        self.zigzag(value.into());
        self
    }

    /// A number of 64 bits.
    pub(super) fn i64(&mut self, id: u8, value: i64) -> &mut Self {
        self.field(id, I64);
        self.zigzag(value);
        self
    }

    /// A text.
    pub(super) fn text(&mut self, id: u8, text: &str) -> &mut Self {
        self.field(id, BINARY);
        self.counted(text);
        self
    }

    /// Begins a structure in a field.
    pub(super) fn begin(&mut self, id: u8) -> &mut Self {
        self.field(id, STRUCT);
        self.element()
    }

    /// Begins a structure that is an element of a list.
    pub(super) fn element(&mut self) -> &mut Self {
        self.last.push(0);
        self
    }

    /// Ends a structure.
    pub(super) fn end(&mut self) -> &mut Self {
        self.bytes.push(0);
        self.last.pop();
        self
    }

    /// Begins a list; its elements follow.
    pub(super) fn list(&mut self, id: u8, len: usize, kind: u8) {
        self.field(id, LIST);
        match u8::try_from(len) {
            Ok(len) if len < 15 => self.bytes.push(len << 4 | kind),
            Ok(_) | Err(_) => {
                self.bytes.push(0xf0 | kind);
                varint(u64::try_from(len).unwrap_or(u64::MAX), &mut self.bytes);
            }
        }
    }

    /// Numbers of a list.
    pub(super) fn items(&mut self, values: &[i32]) {
        for &value in values {
            self.zigzag(value.into());
        }
    }

    /// A text of a list.
    pub(super) fn item(&mut self, text: &str) {
        self.counted(text);
    }

    /// The bytes of the outermost structure.
    pub(super) fn finish(mut self) -> Vec<u8> {
        self.bytes.push(0);
        self.bytes
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_say_how_far_they_are_from_the_one_before() {
        let mut of = Thrift::new();
        of.i32(1, -1).i64(3, 300).begin(4).text(1, "ạ").end();
        of.list(5, 2, I32);
        of.items(&[1, -2]);
        assert_eq!(of.finish(), [0x15, 1, 0x26, 0xd8, 4, 0x1c, 0x18, 3, 0xe1, 0xba, 0xa1, 0, 0x19, 0x25, 2, 3, 0]);
    }
}
