//! What every response carries beside its answers: whose, about what, how it ended and
//! when. The fingerprint comes first, so that the questionnaire can be looked for before
//! anything else is read.

use crate::base::Named;

use super::bits::{Reader, Writer};
use super::codebook::Codebook;
use super::{Fault, Flaw, texts};
use crate::base::Lang;
use crate::base::digest::{base32, unbase32};
use crate::base::time::Stamp;
use crate::response::codec::{Fieldwork, Header};
use crate::response::{Channel, Outcome};

/// 2020-01-01: with 40 bits of milliseconds, until 2054.
const EPOCH: u64 = 1_577_836_800_000;
const OTHERS: [Option<bool>; 3] = [None, Some(false), Some(true)];
const OUTCOMES: [Outcome; 6] =
    [Outcome::Complete, Outcome::Partial, Outcome::ScreenedOut, Outcome::Refused, Outcome::NotReached, Outcome::Ineligible];
const CHANNELS: [Channel; 5] = [Channel::OpenLink, Channel::Invitation, Channel::Interviewer, Channel::SelfOnTablet, Channel::Paper];
const LANGUAGES: [Lang; 2] = [Lang::Vi, Lang::En];

/// Writes everything but the end, answers and paradata.
pub fn write(w: &mut Writer, header: &Header, outcome: Outcome, book: &Codebook) {
    let usual = is_usual(header, book);
    w.flag(usual);
    if usual {
        w.bytes(&unbase32(&header.id).unwrap_or_default());
        w.bits(header.started.0 - EPOCH, 40);
    } else {
        texts::write(w, &header.id);
        w.bits(header.started.0, 64);
        texts::write(w, &header.questionnaire.0);
        texts::write(w, &header.questionnaire.1);
        texts::write(w, &header.fieldwork.stratum);
    }
    w.symbols(&[
        place(&OUTCOMES, &outcome),
        place(&CHANNELS, &header.channel),
        place(&LANGUAGES, &header.language),
        place(&[false, true], &header.trial),
        place(&OTHERS, &header.fieldwork.others),
    ]);
    texts::write(w, &header.campaign.0);
    w.count(u64::from(header.campaign.1));
    for text in [&header.unit, &header.group, &header.fieldwork.village, &header.fieldwork.entry, &header.fieldwork.surveyor] {
        texts::write(w, text);
    }
}

/// Reads the same.
pub fn read(r: &mut Reader<'_>, book: &Codebook) -> Result<(Header, Outcome), Fault> {
    let usual = r.flag()?;
    let id = if usual { base32(&r.bytes(16)?) } else { texts::read(r)? };
    let started = if usual { EPOCH + r.bits(40)? } else { r.bits(64)? };
    let started = stamp(r, started)?;
    let questionnaire = if usual { book.questionnaire.clone() } else { (texts::read(r)?, texts::read(r)?) };
    let own_stratum = if usual { None } else { Some(texts::read(r)?) };
    let at = r.fault(Flaw::Value);
    let symbols = r.symbols(&[6, 5, 2, 2, 3])?;
    let [outcome, channel, language, trial, others] = symbols[..] else { return Err(at) };
    let campaign = (texts::read(r)?, u32::try_from(r.count()?).map_err(|_| r.fault(Flaw::Value))?);
    let (unit, group) = (texts::read(r)?, texts::read(r)?);
    let fieldwork = Fieldwork {
        stratum: own_stratum.unwrap_or_else(|| stratum(&unit, &group)),
        village: texts::read(r)?,
        entry: texts::read(r)?,
        surveyor: texts::read(r)?,
        others: of(&OTHERS, others, at)?,
    };
    let header = Header {
        id,
        campaign,
        questionnaire,
        fingerprint: base32(&book.fingerprint),
        unit,
        group,
        channel: of(&CHANNELS, channel, at)?,
        language: of(&LANGUAGES, language, at)?,
        trial: trial == 1,
        started,
        fieldwork,
    };
    Ok((header, of(&OUTCOMES, outcome, at)?))
}

/// Whether id, start, questionnaire and stratum are as this program makes them, and so
/// need fewer words.
fn is_usual(header: &Header, book: &Codebook) -> bool {
    unbase32(&header.id).is_some_and(|id| id.len() == 16)
        && header.started.0.checked_sub(EPOCH).is_some_and(|since| since < 1 << 40)
        && header.questionnaire == book.questionnaire
        && header.fieldwork.stratum == stratum(&header.unit, &header.group)
}

fn place<T: PartialEq>(all: &[T], one: &T) -> (u64, u64) {
    (all.iter().position(|other| other == one).unwrap_or(0) as u64, all.len() as u64)
}

fn of<T: Copy>(all: &[T], symbol: u64, at: Fault) -> Result<T, Fault> {
    usize::try_from(symbol).ok().and_then(|place| all.get(place)).copied().ok_or(at)
}

/// The stratum that a unit and a group name, where the frame says nothing else.
fn stratum(unit: &str, group: &str) -> String {
    if unit.is_empty() { group.to_owned() } else { [unit, " | ", group].concat() }
}

/// Writes the end: mostly the start and the seconds on the pages, and a little more.
pub fn write_end(w: &mut Writer, finished: Stamp, expected: u64) {
    w.whole(finished.0.wrapping_sub(expected).cast_signed());
}

/// Reads the end.
pub fn read_end(r: &mut Reader<'_>, expected: u64) -> Result<Stamp, Fault> {
    let end = expected.wrapping_add_signed(r.whole()?);
    stamp(r, end)
}

/// A time that the text of a response can say too: below 2⁶³.
fn stamp(r: &Reader<'_>, time: u64) -> Result<Stamp, Fault> {
    if i64::try_from(time).is_ok() { Ok(Stamp(time)) } else { Err(r.fault(Flaw::Value)) }
}

/// When it ends if nothing but its pages took time.
pub fn expected_end(started: Stamp, seconds: &Named<u32>) -> u64 {
    seconds.values().fold(started.0, |end, seconds| end.wrapping_add(u64::from(*seconds) * 1_000))
}
