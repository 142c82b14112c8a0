//! Two media as one store. Local storage is the first, at once and loosely; the journal is
//! the second, later and durable. What either has is kept, and each gets what it lacks:
//! nothing is deleted because the other side lacks it. An answer is acknowledged when the
//! journal has it, and never before.
//!
//! Pure: media are read and written by effects, and answer with events, late or never.
//! One write is under way on each side. Live records are written before those that say
//! that something was erased, and a medium stops at the first record that it cannot take,
//! so that nothing is erased before what replaces it is there.

pub mod record;

use crate::base::Named;

pub use record::{PREFIX, Record, may_write};

use super::MediumFault;
use crate::base::digest::fingerprint;
use crate::base::time::Stamp;

/// Most records of one write. An answer waits for the write under way, which may be one of
/// thousands of records that a side lacks: few enough that nobody notices.
const BATCH: usize = 64;
/// What local storage is too small for, or what is of no use without the journal: what the
/// device remembers of finished responses, and questionnaires of drafts.
const JOURNAL_ALONE: [&str; 4] = ["h.", "q.", "r.", "s."];

/// A medium.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// Local storage.
    First,
    /// `IndexedDB`, with strict durability.
    Journal,
}

/// What the page does for the store.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Read every record; answer with `Event::Read`.
    Read(Side),
    /// Write these in this order, each only where `may_write` allows; the journal all of
    /// the others or none. Answer with `Event::Wrote`.
    Write {
        /// Where.
        side: Side,
        /// Comes back with the answer.
        ticket: u64,
        /// What to write.
        changes: Vec<Change>,
    },
}

/// A record to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Without `PREFIX`.
    pub key: String,
    /// Sequence of what is known to stand there.
    pub known: Option<u64>,
    /// What shall stand there; nothing where it is taken away.
    pub text: String,
    /// Refused, too, where nothing stands under this key: the envelope for which a draft
    /// is erased.
    pub needs: Option<String>,
}

/// What a medium answers, and what the page asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// Every key and text.
    Read(Side, Result<Vec<(String, String)>, MediumFault>),
    /// A write came to its end.
    Wrote {
        /// Where.
        side: Side,
        /// Whose answer it is.
        ticket: u64,
        /// How many of its records were dealt with, from the first on: written, there
        /// already, or refused.
        written: usize,
        /// Keys where something else stands than was known.
        refused: Vec<String>,
        /// What stopped it.
        fault: Option<MediumFault>,
    },
    /// Try again what failed, and read again what may have changed: on a timer, on return
    /// to the page.
    Retry,
}

/// How safe a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Durability {
    /// In this page alone.
    Memory,
    /// In local storage: lost when the browser's process dies soon.
    First,
    /// In the journal: acknowledged.
    Journal,
    /// In both.
    Both,
}

/// A record that could not be read, as it was found; it is also kept aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// Where.
    pub side: Side,
    /// Under which key.
    pub key: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Reading,
    Open,
    /// No room for what is live; what was erased for good may still go and make some.
    Full,
    /// No room for anything.
    Stuffed,
    Shut(MediumFault),
}

/// Ticket of a write, and what it writes: keys, and the sequences that stand there after it.
type UnderWay = (u64, Vec<(String, Option<u64>)>);

#[derive(Debug, Clone)]
struct Medium {
    access: Access,
    was_read: bool,
    /// The write under way: its ticket, keys and sequences; none where it takes away.
    under_way: Option<UnderWay>,
}

/// What is known under a key.
#[derive(Debug, Clone)]
struct Entry {
    record: Record,
    at: [Held; 2],
}

/// What is known of a record on one side.
#[derive(Debug, Clone, Copy, Default)]
struct Held {
    /// The sequence that it has there.
    sequence: Option<u64>,
    /// Put before the side had ever been read: what it turns out to have there is
    /// earlier, whatever the clock was.
    blind: bool,
}

/// The store of one page. One map of everything: maps of maps weigh more in a page.
#[derive(Debug, Clone)]
pub struct Journal {
    entries: Named<Entry>,
    media: [Medium; 2],
    ticket: u64,
    /// What could not be read.
    pub unreadable: Vec<Unreadable>,
}

impl Journal {
    /// A store that knows nothing yet, and asks both sides.
    pub fn start() -> (Self, Vec<Effect>) {
        let medium = || Medium { access: Access::Reading, was_read: false, under_way: None };
        let journal = Self { entries: Named::new(), media: [medium(), medium()], ticket: 0, unreadable: Vec::new() };
        (journal, vec![Effect::Read(Side::First), Effect::Read(Side::Journal)])
    }

    /// Whether both sides have answered, well or not.
    pub fn is_settled(&self) -> bool {
        self.media.iter().all(|medium| medium.access != Access::Reading)
    }

    /// Why a side does not answer or has no room.
    pub fn fault(&self, side: Side) -> Option<MediumFault> {
        match self.medium(side).access {
            Access::Shut(fault) => Some(fault),
            Access::Full | Access::Stuffed => Some(MediumFault::Full),
            Access::Reading | Access::Open => None,
        }
    }

    /// What is known under a key; none where it was erased.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.entries.get(key)?.record.payload.as_deref()
    }

    /// Whether nothing is known under a key, not even that it was erased.
    pub fn is_unknown(&self, key: &str) -> bool {
        !self.entries.contains_key(key)
    }

    /// The sequence of what is known under a key: no less than the clock was.
    pub fn sequence(&self, key: &str) -> Option<u64> {
        Some(self.entries.get(key)?.record.sequence)
    }

    /// Every key that begins so, with its payload.
    pub fn under<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
        self.entries.under(prefix).filter_map(|(key, entry)| Some((key.as_str(), entry.record.payload.as_deref()?)))
    }

    /// Drafts of responses that were not finished, those set aside too. What a clock that
    /// was set back brings up again of a finished one is not among them.
    pub fn drafts(&self) -> Vec<(&str, &str)> {
        let finished: Vec<&str> = self.under("e.").filter_map(|(_, payload)| Some(payload.split_once(' ')?.0)).collect();
        let of = |key: &str| key.split('.').skip_while(|part| *part != "d").nth(2).is_some_and(|response| !finished.contains(&response));
        self.under("d.").chain(self.under("aside.d.")).filter(|(key, _)| of(key)).collect()
    }

    /// How safe is what is known under a key.
    pub fn durability(&self, key: &str) -> Durability {
        let Some(entry) = self.entries.get(key) else { return Durability::Memory };
        match (entry.is_at(Side::First), entry.is_at(Side::Journal)) {
            (false, false) => Durability::Memory,
            (true, false) => Durability::First,
            (false, true) => Durability::Journal,
            (true, true) => Durability::Both,
        }
    }

    /// Whether the journal has what is known under a key: only then "Đã lưu".
    pub fn is_acknowledged(&self, key: &str) -> bool {
        self.durability(key) >= Durability::Journal
    }

    /// Keeps payloads under their keys, and erases where none is given; together, as far
    /// as a medium can. What is there already is not written again.
    pub fn put(&mut self, now: Stamp, changes: Vec<(String, Option<String>)>) -> Vec<Effect> {
        for (key, payload) in changes {
            let known = self.entries.get(&key);
            if known.map_or(payload.is_none(), |entry| entry.record.payload == payload) {
                continue;
            }
            let sequence = if key.starts_with("e.") && known.is_none() { 0 } else { after(known, now) };
            let mut at = known.map_or([Held::default(); 2], |entry| entry.at);
            for (held, medium) in at.iter_mut().zip(&self.media) {
                held.blind |= !medium.was_read;
            }
            self.entries.insert(key, Entry { record: Record { sequence, payload }, at });
        }
        self.flush()
    }

    /// Takes an event.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Read(side, Ok(texts)) => {
                let medium = self.medium_mut(side);
                medium.access = Access::Open;
                medium.was_read = true;
                for entry in self.entries.values_mut() {
                    entry.held(side).sequence = None;
                }
                self.join(side, texts);
                for entry in self.entries.values_mut() {
                    entry.held(side).blind = false;
                }
            }
            Event::Read(side, Err(fault)) => self.medium_mut(side).access = Access::Shut(fault),
            Event::Wrote { side, ticket, written, refused, fault } => {
                self.wrote(side, ticket, (written, &refused), fault);
                if !refused.is_empty() && self.medium(side).access == Access::Open {
                    // Another page wrote. What it did is seen as a whole, or an erasure
                    // would be carried on without what it was for.
                    self.medium_mut(side).access = Access::Reading;
                    return [vec![Effect::Read(side)], self.flush()].concat();
                }
            }
            Event::Retry => return self.retry(),
        }
        self.flush()
    }

    fn wrote(&mut self, side: Side, ticket: u64, (written, refused): (usize, &[String]), fault: Option<MediumFault>) {
        let medium = self.medium_mut(side);
        let Some((_, records)) = medium.under_way.take_if(|(under_way, _)| *under_way == ticket) else { return };
        medium.access = match (medium.access, fault) {
            (Access::Full, None) => Access::Open,
            (access, None) => access,
            (Access::Full, Some(MediumFault::Full)) => Access::Stuffed,
            (_, Some(MediumFault::Full)) => Access::Full,
            (_, Some(fault)) => Access::Shut(fault),
        };
        for (key, sequence) in records.into_iter().take(written).filter(|(key, _)| !refused.contains(key)) {
            if let Some(entry) = self.entries.get_mut(&key) {
                entry.held(side).sequence = sequence;
            }
        }
    }

    /// Reads every side again that is not busy: what was closed may be open, what was
    /// full may have room, and what was there may have been cleared.
    fn retry(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        for side in [Side::First, Side::Journal] {
            let medium = self.medium_mut(side);
            if medium.under_way.is_none() && medium.access != Access::Reading {
                medium.access = Access::Reading;
                effects.push(Effect::Read(side));
            }
        }
        effects
    }

    fn join(&mut self, side: Side, texts: Vec<(String, String)>) {
        for (key, text) in texts {
            if let Some(found) = Record::decode(&key, &text) {
                self.meet(side, key, found);
                continue;
            }
            // Only ASCII is stored; rubbish may be anything.
            self.keep_aside("broken", &key, &text.escape_default().to_string());
            let unreadable = Unreadable { side, key };
            if !self.unreadable.contains(&unreadable) {
                self.unreadable.push(unreadable);
            }
        }
    }

    /// What a side has meets what is known.
    fn meet(&mut self, side: Side, key: String, found: Record) {
        let Some(entry) = self.entries.get_mut(&key) else {
            let mut entry = Entry { record: found, at: [Held::default(); 2] };
            entry.held(side).sequence = Some(entry.record.sequence);
            self.entries.insert(key, entry);
            return;
        };
        entry.held(side).sequence = Some(found.sequence);
        if entry.record.payload == found.payload {
            entry.record.sequence = entry.record.sequence.max(found.sequence);
            return;
        }
        let is_blind = found.payload.is_some() && entry.held(side).blind;
        let known_is_later = match entry.record.sequence.cmp(&found.sequence) {
            std::cmp::Ordering::Greater => true,
            std::cmp::Ordering::Equal => is_blind || side == Side::First,
            std::cmp::Ordering::Less => is_blind,
        };
        let earlier = if known_is_later { found } else { std::mem::replace(&mut entry.record, found) };
        // What the journal had was acknowledged: it is not lost because something of a
        // greater number turns up elsewhere. Nor is what no medium had yet.
        let [first, journal] = entry.at.map(|held| held.sequence == Some(earlier.sequence));
        let is_overtaken = entry.record.sequence <= earlier.sequence;
        if is_overtaken {
            entry.record.sequence = earlier.sequence.saturating_add(1);
        }
        if let (true, Some(payload)) = (is_overtaken || journal || !first, &earlier.payload) {
            self.keep_aside("aside", &key, payload);
        }
    }

    /// Kept under a key of its own, once.
    fn keep_aside(&mut self, why: &str, key: &str, payload: &str) {
        let aside = [why, ".", key, ".", &fingerprint(payload.as_bytes())].concat();
        let record = Record { sequence: 0, payload: Some(payload.to_owned()) };
        if !self.entries.contains_key(&aside) {
            self.entries.insert(aside, Entry { record, at: [Held::default(); 2] });
        }
    }

    fn flush(&mut self) -> Vec<Effect> {
        [Side::First, Side::Journal].into_iter().filter_map(|side| self.flush_side(side)).collect()
    }

    fn flush_side(&mut self, side: Side) -> Option<Effect> {
        let medium = self.medium(side);
        let has_room = match medium.access {
            Access::Open => true,
            Access::Full => false,
            Access::Reading | Access::Stuffed | Access::Shut(_) => return None,
        };
        if medium.under_way.is_some() {
            return None;
        }
        let all = || self.entries.iter().filter(|(key, _)| side.takes(key));
        let live = all().filter(|(_, entry)| has_room && entry.record.payload.is_some() && !entry.is_at(side));
        // Without room a draft stays, for its envelope may not be there.
        let gone = all().filter(|(key, entry)| entry.is_to_go(side) && (has_room || !key.starts_with("d.")));
        let batch: Vec<(&String, &Entry)> = live.chain(gone).take(BATCH).collect();
        if batch.is_empty() {
            return None;
        }
        let change = |(key, entry): &(&String, &Entry)| Change {
            key: (*key).clone(),
            known: entry.at[side.place()].sequence,
            text: if entry.is_removed(side) { String::new() } else { entry.record.encode(key) },
            needs: if entry.record.payload.is_none() { self.envelope_of(key) } else { None },
        };
        let changes = batch.iter().map(change).collect();
        let stands = |entry: &Entry| Some(entry.record.sequence).filter(|_| !entry.is_removed(side));
        let sequences = batch.iter().map(|(key, entry)| ((*key).clone(), stands(entry))).collect();
        self.ticket += 1;
        let ticket = self.ticket;
        self.medium_mut(side).under_way = Some((ticket, sequences));
        Some(Effect::Write { side, ticket, changes })
    }

    /// The envelope of the response whose draft has this key.
    fn envelope_of(&self, key: &str) -> Option<String> {
        let mark = key.strip_prefix("d.")?.rsplit('.').next()?;
        self.under("e.").find(|(_, payload)| payload.split_once(' ').is_some_and(|(of, _)| of == mark)).map(|(key, _)| key.to_owned())
    }

    fn medium(&self, side: Side) -> &Medium {
        &self.media[side.place()]
    }

    fn medium_mut(&mut self, side: Side) -> &mut Medium {
        &mut self.media[side.place()]
    }
}

impl Entry {
    fn held(&mut self, side: Side) -> &mut Held {
        &mut self.at[side.place()]
    }

    fn is_at(&self, side: Side) -> bool {
        self.at[side.place()].sequence == Some(self.record.sequence)
    }

    /// Whether a side has to hear that it was erased. The journal remembers that; local
    /// storage, where 20 000 such notes would take the room of 4 000 forms, only lets it go,
    /// once the journal does.
    fn is_to_go(&self, side: Side) -> bool {
        let is_erased = self.record.payload.is_none();
        match side {
            Side::Journal => is_erased && !self.is_at(side),
            Side::First => is_erased && self.is_at(Side::Journal) && self.at[side.place()].sequence.is_some(),
        }
    }

    /// Whether what stands there is taken away instead of written over.
    fn is_removed(&self, side: Side) -> bool {
        side == Side::First && self.record.payload.is_none()
    }
}

impl Side {
    /// Whether records with this key are written there.
    fn takes(self, key: &str) -> bool {
        self == Self::Journal || !JOURNAL_ALONE.iter().any(|prefix| key.starts_with(prefix))
    }

    fn place(self) -> usize {
        match self {
            Self::First => 0,
            Self::Journal => 1,
        }
    }
}

/// The sequence that follows: later than what is known, and than the clock was.
fn after(known: Option<&Entry>, now: Stamp) -> u64 {
    known.map_or(0, |entry| entry.record.sequence.saturating_add(1)).max(now.0)
}
