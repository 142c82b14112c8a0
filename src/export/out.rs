//! Where a file's bytes go: in pieces, with progress, to be stopped between any two of
//! them. A writer holds one piece and what its format needs, never the file, so a million
//! rows take no more memory than a thousand.

use std::ops::ControlFlow;

use crate::analysis::Progress;
use crate::base::Finding;

/// Bytes of a piece, about: a write to disk or a message is worth making for so many.
const PIECE: usize = 1 << 16;

/// A piece of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What comes next.
    pub bytes: Vec<u8>,
    /// How much is done.
    pub progress: Progress,
}

/// Why there is no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Whoever takes the bytes wants no more.
    Stopped,
    /// The format cannot hold it. Words of these codes stand in `export`.
    Found(Vec<Finding>),
}

/// The end of a file that takes pieces.
pub struct Out<'a> {
    piece: Vec<u8>,
    progress: Progress,
    sink: &'a mut dyn FnMut(Piece) -> ControlFlow<()>,
}

impl<'a> Out<'a> {
    /// A file of so many steps, whose pieces `sink` takes.
    pub fn new(steps: usize, sink: &'a mut dyn FnMut(Piece) -> ControlFlow<()>) -> Self {
        let total = u32::try_from(steps).unwrap_or(u32::MAX);
        Self { piece: Vec::with_capacity(PIECE), progress: Progress { done: 0, total }, sink }
    }

    /// Adds bytes.
    ///
    /// # Errors
    /// [`Fault::Stopped`] when nobody takes them.
    pub fn put(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.piece.extend_from_slice(bytes);
        if self.piece.len() >= PIECE { self.hand_over() } else { Ok(()) }
    }

    /// One step is done.
    pub fn step(&mut self) {
        self.progress.done = self.progress.total.min(self.progress.done.saturating_add(1));
    }

    /// Hands over what is left.
    ///
    /// # Errors
    /// [`Fault::Stopped`] when nobody takes it.
    pub fn finish(mut self) -> Result<(), Fault> {
        self.progress.done = self.progress.total;
        self.hand_over()
    }

    fn hand_over(&mut self) -> Result<(), Fault> {
        let bytes = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        match (self.sink)(Piece { bytes, progress: self.progress }) {
            ControlFlow::Continue(()) => Ok(()),
            ControlFlow::Break(()) => Err(Fault::Stopped),
        }
    }
}

/// For writers of other people's that know `Write`: a stop is an error there.
impl std::io::Write for Out<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.put(bytes).map_err(|_| std::io::Error::other("stopped"))?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// The whole file, for what is small.
///
/// # Errors
/// What the writer says.
pub fn whole<T>(steps: usize, write: impl FnOnce(&mut Out<'_>) -> Result<T, Fault>) -> Result<(Vec<u8>, T), Fault> {
    let mut all = Vec::new();
    let mut sink = |piece: Piece| {
        all.extend(piece.bytes);
        ControlFlow::Continue(())
    };
    let mut out = Out::new(steps, &mut sink);
    let said = write(&mut out)?;
    out.finish()?;
    Ok((all, said))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_bounded_and_make_the_file() {
        let mut sizes = Vec::new();
        let mut sink = |piece: Piece| {
            sizes.push((piece.bytes.len(), piece.progress.done));
            ControlFlow::Continue(())
        };
        let mut out = Out::new(3, &mut sink);
        for _ in 0..3 {
            out.put(&vec![7; 50_000]).unwrap();
            out.step();
        }
        out.finish().unwrap();
        assert_eq!(sizes, [(100_000, 1), (50_000, 3)]);
    }

    #[test]
    fn whoever_takes_no_more_stops_the_writer() {
        let mut sink = |_| ControlFlow::Break(());
        let mut out = Out::new(1, &mut sink);
        assert_eq!(out.put(&[0; 10]), Ok(()));
        assert_eq!(out.put(&vec![0; PIECE]), Err(Fault::Stopped));
    }
}
