//! Delimited text that comes piece by piece, as the records that [`super::delimited`] finds
//! in the whole: the same cells, the same lines, the same faults, with no more of it in
//! memory than a record and a buffer. Invariant: what was read but not yet passed by a
//! record is kept, so that a record's line can be counted.

use std::cell::RefCell;
use std::io::{self, Read};
use std::rc::Rc;

use super::Finding;
use super::delimited::{Record, blank, line_ends, reader};

/// What was seen of a stream so far.
#[derive(Debug, Default)]
struct Seen {
    /// Bytes that no record has passed, and the place of the first of them.
    kept: Vec<u8>,
    from: usize,
    /// Bytes of `kept` that records have passed.
    passed: usize,
    line: u64,
    quotes: u64,
    /// Line feeds before what was found to be no UTF-8, and a letter's bytes at the end.
    feeds: u64,
    open: Vec<u8>,
    fault: Option<Finding>,
}

impl Seen {
    /// Takes in the next bytes.
    fn take(&mut self, bytes: &[u8]) -> bool {
        self.quotes += bytes.iter().map(|byte| u64::from(*byte == b'"')).sum::<u64>();
        // Room is made seldom, so that most records cost nothing.
        if self.passed > self.kept.len() / 2 {
            self.kept.drain(..self.passed);
            self.from += self.passed;
            self.passed = 0;
        }
        self.kept.extend_from_slice(bytes);
        self.is_text(bytes)
    }

    fn is_text(&mut self, bytes: &[u8]) -> bool {
        let joined;
        let text = if self.open.is_empty() {
            bytes
        } else {
            joined = [&self.open, bytes].concat();
            &joined[..]
        };
        let (valid, broken) = match std::str::from_utf8(text) {
            Ok(_) => (text.len(), false),
            Err(error) => (error.valid_up_to(), error.error_len().is_some()),
        };
        self.feeds += text[..valid].iter().map(|byte| u64::from(*byte == b'\n')).sum::<u64>();
        let rest = text[valid..].to_vec();
        self.open = rest;
        if broken {
            self.not_text();
        }
        !broken
    }

    fn not_text(&mut self) {
        let value = self.open.first().map_or_else(String::new, |byte| format!("0x{byte:02x}"));
        self.fault = Some(Finding::error("not_utf8", format!("row {}", self.feeds + 1), value));
    }

    /// The line of a record for which the reader began to look at `at`.
    fn line(&mut self, at: usize) -> u64 {
        let at = at.saturating_sub(self.from).max(self.passed);
        let start = at + blank(self.kept.iter().skip(at));
        self.line += line_ends(self.kept.get(self.passed..start).unwrap_or_default());
        self.passed = start;
        self.line
    }
}

/// A source that remembers what it gave.
struct Noted<R> {
    source: R,
    seen: Rc<RefCell<Seen>>,
}

impl<R: Read> Read for Noted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut seen = self.seen.borrow_mut();
        if seen.fault.is_some() {
            return Ok(0);
        }
        let n = loop {
            match self.source.read(buffer) {
                Ok(n) => break n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => {
                    seen.fault = Some(Finding::error("file_not_read", "", error.to_string()));
                    return Ok(0);
                }
            }
        };
        if n == 0 && !seen.open.is_empty() {
            seen.not_text();
        }
        // After a fault nothing more is given: what came before it does not count either.
        Ok(if seen.take(&buffer[..n]) { n } else { 0 })
    }
}

/// The records of a stream.
pub struct Records<R> {
    records: csv::StringRecordsIntoIter<Noted<R>>,
    seen: Rc<RefCell<Seen>>,
}

impl<R: Read> Records<R> {
    /// Reads `source`, which has no byte order mark.
    pub fn new(source: R, delimiter: u8) -> Self {
        let seen = Rc::new(RefCell::new(Seen { line: 1, ..Seen::default() }));
        let noted = Noted { source, seen: Rc::clone(&seen) };
        Self { records: reader(delimiter).buffer_capacity(1 << 16).from_reader(noted).into_records(), seen }
    }

    /// What broke it off: no UTF-8, or a source that failed.
    pub fn fault(&self) -> Option<Finding> {
        self.seen.borrow().fault.clone()
    }

    /// Whether the number of quotes was odd: one was not closed.
    pub fn has_open_quote(&self) -> bool {
        self.seen.borrow().quotes % 2 == 1
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        let cells = self.records.by_ref().find_map(Result::ok)?;
        let at = cells.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
        let line = self.seen.borrow_mut().line(at);
        Some(Record { line, cells })
    }
}
