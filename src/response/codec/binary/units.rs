//! The units that a response rates in its grids, by their codes, each said once. Codes
//! usually count on (`X01`, `X02`, …), which costs one bit a unit.

use super::answers::Answers;
use super::bits::{Reader, Writer};
use super::codebook::Codebook;
use super::{Fault, Flaw, texts};

/// More units than any grid has rows; a bomb has more.
const MOST: usize = 4_096;

/// The unit in the name of a row of a grid.
pub fn of_row<'a>(book: &Codebook, name: &'a str) -> Option<&'a str> {
    let (name, unit) = name.split_once('@')?;
    book.grids.iter().any(|grid| grid.name == name).then_some(unit)
}

/// The units that the answers name, in order of their codes.
pub fn of(book: &Codebook, answers: &Answers) -> Vec<String> {
    let mut units: Vec<String> = Vec::new();
    for unit in answers.keys().filter_map(|name| of_row(book, name)) {
        let at = units.partition_point(|other| other.as_str() < unit);
        if units.get(at).is_none_or(|other| other != unit) && units.len() < MOST {
            units.insert(at, unit.to_owned());
        }
    }
    units
}

/// Writes them; nothing at all where the questionnaire has no grid.
pub fn write(w: &mut Writer, units: &[String], book: &Codebook) {
    if book.grids.is_empty() {
        return;
    }
    w.length(units.len());
    let mut before = String::new();
    for unit in units {
        let counts_on = next(&before).as_ref() == Some(unit);
        w.flag(counts_on);
        if !counts_on {
            texts::write(w, unit);
        }
        before.clone_from(unit);
    }
}

/// Reads them.
pub fn read(r: &mut Reader<'_>, book: &Codebook) -> Result<Vec<String>, Fault> {
    if book.grids.is_empty() {
        return Ok(Vec::new());
    }
    let length = r.length()?;
    if length > MOST {
        return Err(r.fault(Flaw::Value));
    }
    let mut units: Vec<String> = Vec::new();
    for _ in 0..length {
        let unit = match units.last().and_then(|before| next(before)) {
            Some(next) if r.flag()? => next,
            None if r.flag()? => return Err(r.fault(Flaw::Value)),
            Some(_) | None => texts::read(r)?,
        };
        units.push(unit);
    }
    Ok(units)
}

/// The code that follows when its last digits count on, with as many digits.
fn next(code: &str) -> Option<String> {
    let digits = code.len() - code.bytes().rev().take_while(u8::is_ascii_digit).count();
    let (name, number) = code.split_at_checked(digits)?;
    let width = number.len();
    let next = number.parse::<u32>().ok()?.checked_add(1)?.to_string();
    (next.len() <= width).then(|| [name, &"0".repeat(width - next.len()), &next].concat())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_count_on() {
        assert_eq!(next("X01").as_deref(), Some("X02"));
        assert_eq!(next("X09").as_deref(), Some("X10"));
        assert_eq!(next("9"), None);
        assert_eq!(next("SNV"), None);
        assert_eq!(next("Tổ 3").as_deref(), Some("Tổ 4"));
    }
}
