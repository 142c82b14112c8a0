//! The two media against a model: whatever is killed, refused, wiped, damaged or filled up
//! between any two steps, an acknowledged answer is found again. Run with more cases by
//! `PROPTEST_CASES`.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use phieu::base::time::Stamp;
use phieu::store::MediumFault;
use phieu::store::journal::record::{draft_key, envelope_key, envelope_payload};
use phieu::store::journal::{Change, Durability, Effect, Event, Journal, Record, Side, may_write};
use proptest::prelude::*;

const RESPONSES: u8 = 4;
const TABS: usize = 2;

#[derive(Debug, Clone)]
enum Act {
    /// An answer in a tab: the response's draft grows.
    Answer(usize, u8),
    /// The response of a draft is finished and its draft erased.
    Finish(usize, u8),
    /// The next effect of a tab is done, with this luck.
    Deliver(usize, Luck),
    /// A tab's process dies; of what local storage took lately this share is left.
    Kill(usize, u8),
    /// A tab tries again.
    Retry(usize),
    /// Time passes: local storage reaches the disk.
    Settle,
    /// Somebody clears one side, where the other has everything that was acknowledged.
    Wipe(Side),
    /// A record of one side is damaged, on the same condition.
    Damage(Side, prop::sample::Index, prop::sample::Index),
    /// Local storage takes no more characters than this.
    Quota(Option<usize>),
    /// The clock is set, forwards or back.
    Clock(u64),
}

/// What becomes of an effect.
#[derive(Debug, Clone, Copy)]
enum Luck {
    Good,
    /// It fails, and nothing was done.
    Fails,
    /// It fails after all it was asked for was done.
    FailsAfterwards,
    /// It fails after so many records (local storage alone).
    FailsAfter(usize),
    /// The process dies before it answers; done or not.
    Dies(bool),
}

#[derive(Default)]
struct World {
    /// Local storage: what the disk has, and what was done since.
    disk: BTreeMap<String, String>,
    lately: Vec<(String, String)>,
    journal: BTreeMap<String, String>,
    quota: Option<usize>,
    clock: u64,
    /// Which page holds the lock of a response; none where the engine has no locks.
    locks: Option<BTreeMap<u8, usize>>,
    tabs: Vec<Tab>,
    /// Every payload that was put under a key, in order.
    put: BTreeMap<String, Vec<Option<String>>>,
    /// The latest of them that was acknowledged.
    acknowledged: BTreeMap<String, usize>,
    /// Keys under which something was acknowledged that was no erasure.
    answered: BTreeSet<String>,
    count: usize,
}

struct Tab {
    journal: Journal,
    effects: VecDeque<Effect>,
}

impl World {
    fn new() -> Self {
        let mut world = Self { clock: 1_000, ..Self::default() };
        world.tabs = (0..TABS).map(|_| open()).collect();
        world
    }

    fn first(&self) -> BTreeMap<String, String> {
        let mut all = self.disk.clone();
        apply(&mut all, self.lately.iter().cloned());
        all
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Answer(tab, response) => self.answer(*tab, *response),
            Act::Finish(tab, response) => self.finish(*tab, *response),
            Act::Deliver(tab, luck) => self.deliver(*tab, *luck),
            Act::Kill(tab, share) => self.kill(*tab, *share),
            Act::Retry(tab) => self.event(*tab, Event::Retry),
            Act::Settle => apply(&mut self.disk, self.lately.drain(..)),
            Act::Wipe(Side::First) if self.is_safe(&self.journal) => {
                self.disk.clear();
                self.lately.clear();
            }
            Act::Wipe(Side::Journal) if self.is_safe(&self.disk) => self.journal.clear(),
            Act::Damage(Side::First, key, at) if self.is_safe(&self.journal) => damage(&mut self.disk, &self.journal, *key, *at),
            Act::Damage(Side::Journal, key, at) if self.is_safe(&self.disk) => damage(&mut self.journal, &self.disk, *key, *at),
            Act::Wipe(_) | Act::Damage(..) => {}
            Act::Quota(quota) => self.quota = *quota,
            // Two pages that write one draft without locks are told apart by the clock alone.
            Act::Clock(clock) if self.locks.is_some() => self.clock = *clock,
            Act::Clock(clock) => self.clock = self.clock.max(*clock),
        }
        self.clock += 1;
        self.note_acknowledged();
    }

    /// A tab that knows a response as finished asks nothing more about it.
    fn answer(&mut self, tab: usize, response: u8) {
        let is_open = self.tabs[tab].journal.is_settled() && self.tabs[tab].journal.get(&envelope(response).0).is_none();
        if is_open && self.has_lock(tab, response) {
            self.count += 1;
            self.put(tab, vec![(draft(response), Some(format!("answers {}", self.count)))]);
        }
    }

    fn finish(&mut self, tab: usize, response: u8) {
        if self.tabs[tab].journal.get(&draft(response)).is_some() && self.has_lock(tab, response) {
            let (key, payload) = envelope(response);
            self.put(tab, vec![(key, Some(payload)), (draft(response), None)]);
        }
    }

    /// The first page that asks has the lock until it dies.
    fn has_lock(&mut self, tab: usize, response: u8) -> bool {
        self.locks.as_mut().is_none_or(|locks| *locks.entry(response).or_insert(tab) == tab)
    }

    fn put(&mut self, tab: usize, changes: Vec<(String, Option<String>)>) {
        for (key, payload) in &changes {
            self.put.entry(key.clone()).or_default().push(payload.clone());
        }
        let effects = self.tabs[tab].journal.put(Stamp(self.clock), changes);
        self.tabs[tab].effects.extend(effects);
    }

    fn event(&mut self, tab: usize, event: Event) {
        let effects = self.tabs[tab].journal.update(event);
        self.tabs[tab].effects.extend(effects);
    }

    fn deliver(&mut self, tab: usize, luck: Luck) {
        let Some(effect) = self.tabs[tab].effects.pop_front() else { return };
        match effect {
            Effect::Read(side) => match luck {
                Luck::Good => {
                    let all = if side == Side::First { self.first() } else { self.journal.clone() };
                    self.event(tab, Event::Read(side, Ok(all.into_iter().collect())));
                }
                Luck::Fails | Luck::FailsAfterwards | Luck::FailsAfter(_) => {
                    self.event(tab, Event::Read(side, Err(MediumFault::Unavailable)));
                }
                Luck::Dies(_) => self.kill(tab, 128),
            },
            Effect::Write { side, ticket, changes } => self.write(tab, (side, ticket), &changes, luck),
        }
    }

    fn write(&mut self, tab: usize, (side, ticket): (Side, u64), changes: &[Change], luck: Luck) {
        let most = match (luck, side) {
            (Luck::Good | Luck::FailsAfterwards | Luck::Dies(true), _) => changes.len(),
            (Luck::FailsAfter(most), Side::First) => most.min(changes.len()),
            (Luck::Fails | Luck::Dies(false), _) | (Luck::FailsAfter(_), Side::Journal) => 0,
        };
        let (mut written, mut refused, mut full) = (0, Vec::new(), false);
        for Change { key, known, text, needs } in &changes[..most] {
            let all = if side == Side::First { self.first() } else { self.journal.clone() };
            let (stored, lacks) = (all.get(key).cloned(), needs.as_ref().is_some_and(|needs| !all.contains_key(needs)));
            match stored {
                stored if lacks || !may_write(key, stored.as_deref(), *known, text) => refused.push(key.clone()),
                _ if side == Side::Journal => {
                    self.journal.insert(key.clone(), text.clone());
                }
                _ if self.has_room(key, text) => self.lately.push((key.clone(), text.clone())),
                _ => {
                    full = true;
                    break;
                }
            }
            written += 1;
        }
        let failed = !matches!(luck, Luck::Good) || most < changes.len();
        let fault = if full { Some(MediumFault::Full) } else { Some(MediumFault::Unavailable).filter(|_| failed) };
        match luck {
            Luck::Dies(_) => self.kill(tab, 200),
            // A transaction that reports a fault is not known to be there.
            Luck::FailsAfterwards => self.event(tab, Event::Wrote { side, ticket, written: 0, refused: Vec::new(), fault }),
            Luck::Good | Luck::Fails | Luck::FailsAfter(_) => self.event(tab, Event::Wrote { side, ticket, written, refused, fault }),
        }
    }

    fn has_room(&self, key: &str, text: &str) -> bool {
        let mut all = self.first();
        all.insert(key.to_owned(), text.to_owned());
        text.is_empty() || self.quota.is_none_or(|quota| all.iter().map(|(key, text)| key.len() + text.len()).sum::<usize>() <= quota)
    }

    /// The first of the latest writes are left, as a log on the disk has them.
    fn kill(&mut self, tab: usize, share: u8) {
        let left = self.lately.len() * usize::from(share) / 255;
        self.lately.truncate(left);
        apply(&mut self.disk, self.lately.drain(..));
        self.tabs[tab] = open();
        if let Some(locks) = &mut self.locks {
            locks.retain(|_, holder| *holder != tab);
        }
    }

    fn note_acknowledged(&mut self) {
        for tab in &self.tabs {
            for (key, put) in &self.put {
                let known = tab.journal.get(key);
                // Answers are told apart by their number; of erasures the first one is meant.
                let place = put.iter().position(|payload| payload.as_deref() == known);
                if let Some(place) = place.filter(|_| tab.journal.is_acknowledged(key)) {
                    let latest = self.acknowledged.entry(key.clone()).or_insert(place);
                    *latest = place.max(*latest);
                    self.answered.extend(known.map(|_| key.clone()));
                }
            }
        }
    }

    /// Whether a medium has everything that was acknowledged, in what the disk has.
    fn is_safe(&self, medium: &BTreeMap<String, String>) -> bool {
        let find = |key: &str| medium.get(key).and_then(|text| Record::decode(key, text)).map(|record| record.payload);
        // Local storage says that a draft was erased by having none; either way its envelope is there.
        let is_finished =
            |key: &str| (0..RESPONSES).filter(|response| draft(*response) == key).any(|response| find(&envelope(response).0).is_some());
        let stands = |key: &str, latest: usize| match find(key) {
            Some(Some(payload)) => self.put[key][latest..].contains(&Some(payload)),
            Some(None) => self.put[key][latest..].contains(&None) && is_finished(key),
            None => self.put[key][latest].is_none() && !medium.contains_key(key) && is_finished(key),
        };
        self.acknowledged.iter().all(|(key, latest)| stands(key, *latest))
            // What was set aside was acknowledged, too.
            && self.journal.keys().chain(self.disk.keys()).filter(|key| key.starts_with("aside.")).all(|key| find(key).is_some())
    }

    /// A new page in which everything goes well: what it finds.
    fn recover(&mut self) -> Journal {
        self.quota = None;
        apply(&mut self.disk, std::mem::take(&mut self.lately));
        self.tabs = vec![open()];
        for _ in 0..60 {
            while !self.tabs[0].effects.is_empty() {
                self.deliver(0, Luck::Good);
            }
            self.event(0, Event::Retry);
        }
        self.tabs.remove(0).journal
    }

    fn has_envelope(key: &str, found: &Journal) -> bool {
        (0..RESPONSES).any(|response| draft(response) == key && found.get(&envelope(response).0).is_some())
    }

    fn check(&mut self) -> Result<(), TestCaseError> {
        let found = self.recover();
        for (key, latest) in &self.acknowledged {
            let (put, current) = (&self.put[key], found.get(key).map(str::to_owned));
            let aside = |payload: &String| found.under(&format!("aside.{key}.")).any(|(_, other)| other == payload);
            let stands = put[*latest..].contains(&current) || put[*latest..].iter().flatten().any(aside);
            // An erasure is for an envelope, and a draft with an envelope is none.
            let is_finished = put[*latest..].contains(&None) && Self::has_envelope(key, &found);
            prop_assert!(stands || is_finished, "{} was acknowledged as {:?} and is {:?}", key, put[*latest], current);
            // An erased draft was erased for its envelope.
            let is_gone = current.is_none() && key.starts_with("d.") && self.answered.contains(key);
            prop_assert!(!is_gone || Self::has_envelope(key, &found), "{} is gone without an envelope", key);
            let is_offered = found.drafts().iter().any(|(other, _)| other.contains(key.as_str()));
            prop_assert!(!is_offered || !Self::has_envelope(key, &found), "{} is offered though it is finished", key);
        }
        for (key, _) in found.under("") {
            prop_assert_eq!(found.durability(key), Durability::Both, "{} is not healed", key);
        }
        let readable = |all: &BTreeMap<String, String>| {
            all.iter()
                .filter(|(key, text)| Record::decode(key, text).is_some_and(|record| record.payload.is_some()))
                .map(|(key, text)| (key.clone(), text.clone()))
                .collect::<Vec<_>>()
        };
        prop_assert_eq!(readable(&self.first()), readable(&self.journal));
        Ok(())
    }
}

/// What was written; nothing takes away.
fn apply(medium: &mut BTreeMap<String, String>, writes: impl IntoIterator<Item = (String, String)>) {
    for (key, text) in writes {
        if text.is_empty() {
            medium.remove(&key);
        } else {
            medium.insert(key, text);
        }
    }
}

fn open() -> Tab {
    let (journal, effects) = Journal::start();
    Tab { journal, effects: effects.into() }
}

fn draft(response: u8) -> String {
    draft_key("demo", &id(response))
}

fn id(response: u8) -> String {
    phieu::base::digest::base32(&[response; 16])
}

fn envelope(response: u8) -> (String, String) {
    let sealed = [response; 8];
    (envelope_key(&phieu::base::digest::fingerprint(&sealed)), envelope_payload(&id(response), &sealed))
}

/// A byte that nothing writes, so that no second damage undoes the first. An envelope is
/// damaged where the other side has it, too.
fn damage(medium: &mut BTreeMap<String, String>, other: &BTreeMap<String, String>, key: prop::sample::Index, at: prop::sample::Index) {
    if medium.is_empty() {
        return;
    }
    let place = key.index(medium.len());
    let (key, text) = medium.iter_mut().nth(place).unwrap();
    if key.starts_with("e.") && other.get(key) != Some(text) {
        return;
    }
    let mut bytes = std::mem::take(text).into_bytes();
    let at = at.index(bytes.len());
    bytes[at] = 0x7f;
    *text = String::from_utf8(bytes).unwrap();
}

fn luck() -> impl Strategy<Value = Luck> {
    prop_oneof![
        6 => Just(Luck::Good),
        1 => Just(Luck::Fails),
        1 => Just(Luck::FailsAfterwards),
        1 => (0..4_usize).prop_map(Luck::FailsAfter),
        1 => any::<bool>().prop_map(Luck::Dies),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let tab = 0..TABS;
    let side = prop::sample::select(&[Side::First, Side::Journal][..]);
    prop_oneof![
        6 => (tab.clone(), 0..RESPONSES).prop_map(|(tab, response)| Act::Answer(tab, response)),
        2 => (tab.clone(), 0..RESPONSES).prop_map(|(tab, response)| Act::Finish(tab, response)),
        16 => (tab.clone(), luck()).prop_map(|(tab, luck)| Act::Deliver(tab, luck)),
        1 => (tab.clone(), any::<u8>()).prop_map(|(tab, share)| Act::Kill(tab, share)),
        2 => tab.prop_map(Act::Retry),
        2 => Just(Act::Settle),
        1 => side.clone().prop_map(Act::Wipe),
        1 => (side, any::<prop::sample::Index>(), any::<prop::sample::Index>()).prop_map(|(side, key, at)| Act::Damage(side, key, at)),
        1 => prop::option::of(0..600_usize).prop_map(Act::Quota),
        1 => (0..5_000_u64).prop_map(Act::Clock),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(1_000), max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn no_acknowledged_answer_is_lost(acts in prop::collection::vec(act(), 1..120), has_locks: bool) {
        let mut world = World::new();
        world.locks = has_locks.then(BTreeMap::new);
        for act in &acts {
            world.act(act);
        }
        world.check()?;
    }
}

/// So many cases, or as many as `PROPTEST_CASES` says.
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

#[test]
fn an_answer_is_acknowledged_when_the_journal_has_it_and_not_before() {
    let mut world = World::new();
    world.deliver(0, Luck::Good);
    world.deliver(0, Luck::Good);
    world.answer(0, 1);
    let key = draft(1);
    assert_eq!(world.tabs[0].journal.durability(&key), Durability::Memory);
    world.deliver(0, Luck::Good);
    assert_eq!(world.tabs[0].journal.durability(&key), Durability::First);
    assert!(!world.tabs[0].journal.is_acknowledged(&key));
    world.deliver(0, Luck::Good);
    assert!(world.tabs[0].journal.is_acknowledged(&key));
    assert_eq!(world.tabs[0].journal.durability(&key), Durability::Both);
}

#[test]
fn without_a_journal_nothing_is_acknowledged_and_nothing_is_lost() {
    let mut world = World::new();
    world.deliver(0, Luck::Good);
    world.deliver(0, Luck::Fails);
    world.answer(0, 1);
    world.deliver(0, Luck::Good);
    assert_eq!(world.tabs[0].journal.fault(Side::Journal), Some(MediumFault::Unavailable));
    assert_eq!(world.tabs[0].journal.durability(&draft(1)), Durability::First);
    world.event(0, Event::Retry);
    while !world.tabs[0].effects.is_empty() {
        world.deliver(0, Luck::Good);
    }
    assert_eq!(world.tabs[0].journal.durability(&draft(1)), Durability::Both);
}

#[test]
fn what_does_not_fit_the_first_side_is_in_the_journal() {
    let mut world = World::new();
    world.quota = Some(10);
    world.act(&Act::Deliver(0, Luck::Good));
    world.act(&Act::Deliver(0, Luck::Good));
    world.answer(0, 1);
    world.deliver(0, Luck::Good);
    world.deliver(0, Luck::Good);
    assert_eq!(world.tabs[0].journal.fault(Side::First), Some(MediumFault::Full));
    assert_eq!(world.tabs[0].journal.durability(&draft(1)), Durability::Journal);
}

#[test]
fn what_cannot_be_read_is_kept_and_named() {
    let mut world = World::new();
    world.disk.insert("d.9".to_owned(), "rubbish ế".to_owned());
    let found = world.recover();
    assert_eq!(found.unreadable.iter().map(|unreadable| unreadable.key.as_str()).collect::<Vec<_>>(), ["d.9"]);
    assert_eq!(found.under("broken.d.9.").map(|(_, text)| text).collect::<Vec<_>>(), ["rubbish \\u{1ebf}"]);
    assert_eq!(world.disk.get("d.9").map(String::as_str), Some("rubbish ế"));
}
