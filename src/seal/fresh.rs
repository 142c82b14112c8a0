//! Random bytes on their way from the browser's `crypto` to what they make. They come in
//! with the event that needs them, and no debugger shows them.

/// Fresh random bytes.
#[derive(Clone, PartialEq, Eq)]
pub struct Fresh<const N: usize>([u8; N]);

impl<const N: usize> Fresh<N> {
    /// Of these bytes, which nobody else has.
    pub fn new(bytes: [u8; N]) -> Self {
        Self(bytes)
    }

    /// The bytes.
    pub fn bytes(&self) -> &[u8; N] {
        &self.0
    }
}

impl<const N: usize> std::fmt::Debug for Fresh<N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{N} random bytes")
    }
}
