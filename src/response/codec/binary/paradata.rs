//! Seconds on each page, and column actions. Which pages there were mostly follows from
//! what was asked: statements in even pages of four, or of six where a surveyor asks, other
//! questions in threes. That rule is the format's own (`response/page.rs` may change); what
//! does not follow it is written out.

use crate::base::Named;

use super::answers::Answers;
use super::bits::{Reader, Writer};
use super::codebook::{Codebook, Kind, Slot};
use super::{Fault, Flaw, texts, units};
use crate::response::codec::Fill;

const ROWS: [usize; 2] = [4, 6];
const QUESTIONS: usize = 3;
/// More ones than this, and the number follows as it is.
const LONGEST: u32 = 12;

/// Writes the seconds.
pub fn write_seconds(w: &mut Writer, book: &Codebook, answers: &Answers, seconds: &Named<u32>) {
    let first_unit = seconds.keys().find_map(|page| units::of_row(book, page)).unwrap_or_default();
    for (mode, rows) in (0..).zip(ROWS) {
        let pages = pages(book, answers, (rows, first_unit));
        if let Some(opened) = pages.get(..seconds.len())
            && opened.iter().all(|page| seconds.contains_key(page))
        {
            w.bits(mode, 2);
            if !book.grids.is_empty() {
                texts::write(w, first_unit);
            }
            w.length(pages.len() - opened.len());
            return write_numbers(w, &opened.iter().filter_map(|page| seconds.get(page).copied()).collect::<Vec<_>>());
        }
    }
    w.bits(2, 2);
    w.length(seconds.len());
    for page in seconds.keys() {
        texts::write(w, page);
    }
    write_numbers(w, &seconds.values().copied().collect::<Vec<_>>());
}

/// Reads the seconds.
pub fn read_seconds(r: &mut Reader<'_>, book: &Codebook, answers: &Answers) -> Result<Named<u32>, Fault> {
    let mode = usize::try_from(r.bits(2)?).unwrap_or(usize::MAX);
    let opened = match ROWS.get(mode) {
        Some(rows) => {
            let first_unit = if book.grids.is_empty() { String::new() } else { texts::read(r)? };
            let mut pages = pages(book, answers, (*rows, &first_unit));
            let opened = pages.len().checked_sub(r.length()?).ok_or_else(|| r.fault(Flaw::Value))?;
            pages.truncate(opened);
            pages
        }
        None if mode == 2 => (0..r.length()?).map(|_| texts::read(r)).collect::<Result<_, _>>()?,
        None => return Err(r.fault(Flaw::Value)),
    };
    let numbers = read_numbers(r, opened.len())?;
    Ok(opened.into_iter().zip(numbers).collect())
}

/// Writes the column actions.
pub fn write_fills(w: &mut Writer, fills: &[Fill]) {
    w.length(fills.len());
    for fill in fills {
        texts::write(w, &fill.question);
        texts::write(w, &fill.option);
        w.count(u64::from(fill.rows));
    }
}

/// Reads the column actions.
pub fn read_fills(r: &mut Reader<'_>) -> Result<Vec<Fill>, Fault> {
    let mut fills = Vec::new();
    for _ in 0..r.length()? {
        let (question, option) = (texts::read(r)?, texts::read(r)?);
        fills.push(Fill { question, option, rows: u32::try_from(r.count()?).map_err(|_| r.fault(Flaw::Value))? });
    }
    Ok(fills)
}

/// The first variable of each page; a grid of units is one page, and its first row is of
/// the unit that stands first in the campaign.
fn pages(book: &Codebook, answers: &Answers, (rows, first_unit): (usize, &str)) -> Vec<String> {
    let asked = |slot: &&Slot| answers.contains_key(&slot.name);
    let mut pages: Vec<((usize, usize), String)> = Vec::new();
    let (mut before, mut open) = ((usize::MAX, 0), 0);
    for question in book.slots.chunk_by(|one, next| one.of == next.of) {
        let asked: Vec<&Slot> = question.iter().filter(asked).collect();
        let Some(first) = asked.first() else { continue };
        let is_grid = matches!(first.kind, Kind::Level(_) | Kind::YesNo);
        let is_parted = first.of.0 != before.0 || book.grids.iter().any(|grid| before < grid.of && grid.of < first.of);
        if is_grid || is_parted || open == QUESTIONS {
            open = 0;
        }
        if is_grid {
            pages.extend(even(&asked, rows).map(|slot| (slot.of, slot.name.clone())));
        } else {
            if open == 0 {
                pages.push((first.of, first.name.clone()));
            }
            open += 1;
        }
        before = first.of;
    }
    for grid in &book.grids {
        let name = [&grid.name, "@", first_unit].concat();
        if answers.contains_key(&name) {
            let at = pages.iter().position(|(of, _)| grid.of < *of).unwrap_or(pages.len());
            pages.insert(at, (grid.of, name));
        }
    }
    pages.into_iter().map(|(_, name)| name).collect()
}

/// The first of each chunk of at most `most`, the sizes differing by one at the most.
fn even<'a>(asked: &[&'a Slot], most: usize) -> impl Iterator<Item = &'a Slot> {
    let (length, count) = (asked.len(), asked.len().div_ceil(most));
    // The longer chunks come first.
    let start = move |chunk: usize| chunk * (length / count) + chunk.min(length % count);
    (0..count).filter_map(move |chunk| asked.get(start(chunk)).copied())
}

/// Rice's code: the quotient in ones, the rest in `shift` bits; the shift that is shortest.
fn write_numbers(w: &mut Writer, numbers: &[u32]) {
    if numbers.is_empty() {
        return;
    }
    let cost = |shift: u32| numbers.iter().map(|number| u64::from((number >> shift).min(LONGEST + 32) + shift)).sum::<u64>();
    let shift = (0..16).min_by_key(|shift| cost(*shift)).unwrap_or(0);
    w.bits(u64::from(shift), 4);
    for number in numbers {
        let ones = (number >> shift).min(LONGEST);
        (0..ones).for_each(|_| w.flag(true));
        if ones == LONGEST {
            w.bits(u64::from(*number), 32);
        } else {
            w.flag(false);
            w.bits(u64::from(*number), shift);
        }
    }
}

fn read_numbers(r: &mut Reader<'_>, length: usize) -> Result<Vec<u32>, Fault> {
    if length == 0 {
        return Ok(Vec::new());
    }
    let shift = u32::try_from(r.bits(4)?).unwrap_or_default();
    let mut out = Vec::new();
    for _ in 0..length {
        let mut ones = 0_u64;
        while ones < u64::from(LONGEST) && r.flag()? {
            ones += 1;
        }
        let number = if ones == u64::from(LONGEST) { r.bits(32)? } else { ones << shift | r.bits(shift)? };
        out.push(u32::try_from(number).map_err(|_| r.fault(Flaw::Value))?);
    }
    Ok(out)
}
