//! The keeper against a model: whatever fails at any of its awaits, is killed, wiped, filled
//! up or cannot be sealed for a while, an answer that was acknowledged is found again, in a
//! draft or in the one envelope of its form. `PROPTEST_CASES` sets how many cases.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod keeper;

use std::collections::{BTreeMap, BTreeSet};

use keeper::{Disk, Page};
use phieu::app::keeping::{Effect, Event, Finished, Reply, Request, Ticket, Value};
use phieu::base::digest::base32;
use phieu::base::time::Stamp;
use phieu::store::MediumFault;
use phieu::store::journal::record::draft_key;
use phieu::store::journal::{self, Durability};
use proptest::prelude::*;

const RESPONSES: u8 = 8;
const TABS: usize = 2;

#[derive(Debug, Clone)]
enum Act {
    /// Another answer of a form, in the tab that has it.
    Answer(u8),
    /// The form ends.
    Finish(u8),
    /// A tab carries out its next effect, with this luck.
    Step(usize, Luck),
    /// A tab carries out all that it has.
    Run(usize),
    /// The browser's process dies: local storage has what reached the disk.
    Kill,
    /// Local storage reaches the disk.
    Settle,
    /// The timer of a tab, or a person who comes back to it.
    Wake(usize, bool),
    /// Local storage is cleared.
    WipeFirst,
    /// `IndexedDB` is cleared, with the device's key; where local storage has every form
    /// that was finished.
    WipeJournal,
    /// Local storage takes no more characters than this.
    Quota(Option<usize>),
}

/// What becomes of an effect.
#[derive(Debug, Clone, Copy)]
enum Luck {
    Good,
    /// The medium, or the key, cannot be had.
    Unavailable,
    /// The medium is full.
    Full,
    /// Everything is done, and then it is said that it failed.
    Afterwards,
    /// Nothing can be sealed.
    Unsealed,
}

struct World {
    disk: Disk,
    /// Local storage as the disk has it.
    settled: BTreeMap<String, String>,
    tabs: Vec<Page>,
    /// Of each tab: tickets, the response, and what was asked: an answer's number, or the end.
    asked: Vec<Vec<(Ticket, u8, Option<usize>)>>,
    heard: Vec<usize>,
    /// Of each tab: which responses are open in it; none before the store was read there.
    open: Vec<Option<BTreeSet<u8>>>,
    /// Responses that somebody began.
    begun: BTreeSet<u8>,
    answers: usize,
    /// The latest answer of a response that was acknowledged.
    saved: BTreeMap<u8, usize>,
    /// Responses whose end was acknowledged.
    ended: BTreeMap<u8, String>,
}

impl World {
    fn new() -> Self {
        let mut world = Self {
            disk: Disk::new(),
            settled: BTreeMap::new(),
            tabs: Vec::new(),
            asked: Vec::new(),
            heard: Vec::new(),
            open: Vec::new(),
            begun: BTreeSet::new(),
            answers: 0,
            saved: BTreeMap::new(),
            ended: BTreeMap::new(),
        };
        world.open();
        world
    }

    fn open(&mut self) {
        self.tabs = (0..TABS).map(|_| Disk::opening()).collect();
        self.asked = vec![Vec::new(); TABS];
        self.heard = vec![0; TABS];
        self.open = vec![None; TABS];
        for page in &mut self.tabs {
            page.ask(&mut self.disk, Request::Read(Vec::new()));
        }
    }

    /// A tab goes on with what it was offered, or begins what nobody began.
    fn is_open(&mut self, response: u8) -> bool {
        let Some(open) = &mut self.open[tab(response)] else { return false };
        if self.begun.insert(response) {
            open.insert(response);
        }
        open.contains(&response)
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Answer(response) if self.is_open(*response) => {
                self.answers += 1;
                let (tab, text) = (tab(*response), format!("{} {}", response, self.answers));
                let ticket = self.tabs[tab].put(&mut self.disk, &draft(*response), Value::Own(text.into_bytes()));
                self.asked[tab].push((ticket, *response, Some(self.answers)));
            }
            Act::Finish(response) if self.is_open(*response) => {
                let tab = tab(*response);
                let ticket = self.tabs[tab].finish(&mut self.disk, &id(*response), &[1, *response]);
                self.asked[tab].push((ticket, *response, None));
            }
            Act::Step(tab, luck) => self.step(*tab, *luck),
            Act::Run(tab) => while self.tabs[*tab].step(&mut self.disk) {},
            Act::Kill => {
                self.disk.first.clone_from(&self.settled);
                self.open();
            }
            Act::Settle => self.settled.clone_from(&self.disk.first),
            Act::Wake(tab, timer) => {
                let event = if *timer { Event::Woke } else { Event::Returned };
                self.tabs[*tab].event(&mut self.disk, event);
            }
            Act::WipeFirst if self.has_all(&self.disk.journal, true) => {
                self.disk.first.clear();
                self.settled.clear();
            }
            Act::WipeJournal if self.has_all(&self.settled, false) => {
                self.disk.wipe_journal();
                // The key goes: drafts are reported, and cannot be read.
                self.saved.clear();
                self.disk.key = Some(u8::try_from(self.answers % 250).unwrap() + 2);
                self.disk.first.clone_from(&self.settled);
                self.open();
            }
            Act::Answer(_) | Act::Finish(_) | Act::WipeFirst | Act::WipeJournal => {}
            Act::Quota(quota) => self.disk.quota = *quota,
        }
        self.disk.clock += 1;
        self.listen();
    }

    fn step(&mut self, tab: usize, luck: Luck) {
        let (page, disk) = (&mut self.tabs[tab], &mut self.disk);
        match luck {
            Luck::Good => {}
            Luck::Unavailable => disk.block(),
            Luck::Full => {
                disk.first_fault = Some(MediumFault::Full);
                disk.journal_fault = Some(MediumFault::Full);
            }
            Luck::Unsealed => disk.can_seal = false,
            Luck::Afterwards => {
                if let Some(Effect::Store(journal::Effect::Write { side, ticket, .. })) = page.effects.front() {
                    let (side, ticket) = (*side, *ticket);
                    if let Some(Effect::Store(effect)) = page.effects.pop_front() {
                        disk.store(effect);
                    }
                    let fault = Some(MediumFault::Unavailable);
                    let event = Event::Store(journal::Event::Wrote { side, ticket, written: 0, refused: Vec::new(), fault });
                    let effects = page.keeper.update(event, Stamp(disk.clock));
                    page.effects.extend(effects);
                    return;
                }
            }
        }
        page.step(disk);
        (disk.first_fault, disk.journal_fault, disk.can_seal) = (None, None, true);
    }

    /// What the pages were told meanwhile.
    fn listen(&mut self) {
        for (tab, page) in self.tabs.iter().enumerate() {
            for (ticket, reply) in &page.answers[self.heard[tab]..] {
                if let Reply::Read(contents) = reply {
                    let offered = contents.drafts.iter().filter(|draft| !draft.is_elsewhere);
                    let response = |content: &[u8]| std::str::from_utf8(content).ok()?.split_once(' ')?.0.parse().ok();
                    self.open[tab] =
                        Some(offered.filter_map(|draft| response(&draft.content)).filter(|response| self::tab(*response) == tab).collect());
                }
                let Some((_, response, what)) = self.asked[tab].iter().find(|(other, ..)| other == ticket) else { continue };
                match (reply, what) {
                    (Reply::Kept(Ok(())), Some(answer)) => {
                        let latest = self.saved.entry(*response).or_default();
                        *latest = (*answer).max(*latest);
                    }
                    (Reply::Finished(Ok(Finished { receipt, durability })), None) if *durability >= Durability::Journal => {
                        self.ended.insert(*response, receipt.clone());
                    }
                    _ => {}
                }
            }
            self.heard[tab] = page.answers.len();
        }
    }

    /// Whether a medium has every form that ended, and every draft where asked for.
    fn has_all(&self, medium: &BTreeMap<String, String>, drafts: bool) -> bool {
        let has_end = self.ended.values().all(|receipt| medium.contains_key(&format!("e.{receipt}")));
        has_end && (!drafts || self.saved.keys().all(|response| medium.contains_key(&draft(*response))))
    }

    fn check(&mut self) -> Result<(), TestCaseError> {
        self.disk.quota = None;
        let mut page = self.disk.page();
        for _ in 0..20 {
            page.event(&mut self.disk, Event::Returned);
        }
        let drafts = page.contents(&mut self.disk, &[]).drafts;
        let contents = page.opened();
        for response in 0..RESPONSES {
            let envelopes = contents.iter().filter(|content| content.as_slice() == [1, response]).count();
            prop_assert!(envelopes <= 1, "{response} has {envelopes} envelopes");
            let offered: Vec<usize> = drafts
                .iter()
                .filter_map(|draft| std::str::from_utf8(&draft.content).ok()?.split_once(' '))
                .filter(|(of, _)| *of == response.to_string())
                .map(|(_, number)| number.parse().unwrap())
                .collect();
            prop_assert!(envelopes == 0 || offered.is_empty(), "{response} is finished and offered");
            if self.ended.contains_key(&response) {
                prop_assert_eq!(envelopes, 1, "{} ended and has no envelope", response);
            } else if let Some(saved) = self.saved.get(&response) {
                let stands = envelopes == 1 || offered.iter().any(|number| number >= saved);
                prop_assert!(stands, "of {response} answer {saved} was saved, and {offered:?} is there");
            }
        }
        let same =
            self.disk.first.iter().filter(|(key, _)| key.starts_with("e.")).all(|(key, text)| self.disk.journal.get(key) == Some(text));
        prop_assert!(same, "the media differ");
        Ok(())
    }
}

/// A form is open in one tab: the locks see to that.
fn tab(response: u8) -> usize {
    usize::from(response) % TABS
}

fn id(response: u8) -> String {
    base32(&[response; 16])
}

fn draft(response: u8) -> String {
    draft_key("demo", &id(response))
}

fn luck() -> impl Strategy<Value = Luck> {
    prop_oneof![
        8 => Just(Luck::Good),
        1 => Just(Luck::Unavailable),
        1 => Just(Luck::Full),
        1 => Just(Luck::Afterwards),
        1 => Just(Luck::Unsealed),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    let tab = 0..TABS;
    prop_oneof![
        6 => (0..RESPONSES).prop_map(Act::Answer),
        2 => (0..RESPONSES).prop_map(Act::Finish),
        16 => (tab.clone(), luck()).prop_map(|(tab, luck)| Act::Step(tab, luck)),
        3 => tab.clone().prop_map(Act::Run),
        1 => Just(Act::Kill),
        2 => Just(Act::Settle),
        2 => (tab, any::<bool>()).prop_map(|(tab, timer)| Act::Wake(tab, timer)),
        1 => Just(Act::WipeFirst),
        1 => Just(Act::WipeJournal),
        1 => prop::option::of(0..900_usize).prop_map(Act::Quota),
    ]
}

/// So many cases, or as many as `PROPTEST_CASES` says.
fn cases(usual: u32) -> u32 {
    std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(1_000), max_shrink_iters: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn no_acknowledged_answer_is_lost(acts in prop::collection::vec(act(), 1..140)) {
        let mut world = World::new();
        for act in &acts {
            world.act(act);
        }
        world.check()?;
    }
}
