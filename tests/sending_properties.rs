//! Whole lives of a device that sends: envelopes appear, networks come and go, the box
//! answers anything or nothing, pages are closed between any two steps, two are open at
//! once, the clock is set back. Whatever the order: nothing is sent twice at a time,
//! nothing counts as sent that the box does not have, and once it takes what comes,
//! everything arrives.
#![allow(clippy::unwrap_used, reason = "what is not expected fails its test")]

use std::collections::{BTreeMap, BTreeSet};

use phieu::app::respond::Moment;
use phieu::app::sending::{Answer, Effect, Event, Found, Given, Sending, State};
use phieu::base::time::Stamp;
use proptest::prelude::*;

const NOON: u64 = 1_795_435_200_000;
const HOUR: u64 = 3_600_000;

#[derive(Debug, Clone)]
enum Step {
    /// An interview ends on this page.
    Finish(usize),
    /// A request under way ends so; `arrived` tells whether the box got it all the same.
    Answer {
        page: usize,
        which: usize,
        answer: Answer,
        arrived: bool,
    },
    /// This page is closed and opened again; what was under way is never heard of.
    Restart(usize),
    Event(usize, Event),
    /// The clock goes on, or is set back.
    Clock(i64),
}

/// One page: its machine, and what it waits for.
struct Page {
    sending: Sending,
    under_way: BTreeSet<String>,
    alarm: Option<u64>,
}

/// The device, its pages, and the box.
struct World {
    clock: u64,
    count: u32,
    envelopes: BTreeSet<String>,
    records: BTreeMap<String, String>,
    the_box: BTreeSet<String>,
    pages: [Page; 2],
}

impl World {
    fn new() -> Self {
        let page = || Page { sending: Sending::new("demo", true), under_way: BTreeSet::new(), alarm: None };
        let mut world = Self {
            clock: NOON,
            count: 0,
            envelopes: BTreeSet::new(),
            records: BTreeMap::new(),
            the_box: BTreeSet::new(),
            pages: [page(), page()],
        };
        world.open(0);
        world.open(1);
        world
    }

    fn open(&mut self, page: usize) {
        self.pages[page] = Page { sending: Sending::new("demo", true), under_way: BTreeSet::new(), alarm: None };
        let found = |receipt: &String| Found { receipt: receipt.clone(), fits: true, record: self.records.get(receipt).cloned() };
        let all = self.envelopes.iter().map(found).collect();
        self.send(page, Event::Read(all));
        self.send(page, Event::Wake);
    }

    fn send(&mut self, page: usize, event: Event) {
        self.count += 1;
        let chance = u8::try_from(self.count * 37 % 256).unwrap();
        let moment = Moment { stamp: Stamp(self.clock), offset: 420, random: [chance; 16] };
        let effects = self.pages[page].sending.update(event, moment);
        for effect in effects {
            match effect {
                Effect::Put(receipt) => {
                    assert!(self.pages[page].under_way.insert(receipt), "two requests for one envelope");
                }
                Effect::Keep(receipt, record) => {
                    assert!(!self.is_said_sent(&receipt) || record.starts_with("box "), "a record that says sent is final");
                    self.records.insert(receipt, record);
                }
                Effect::Alarm(pause) => {
                    assert!((1..=HOUR).contains(&pause), "{pause}");
                    self.pages[page].alarm = Some(self.clock + pause);
                }
            }
        }
    }

    fn is_said_sent(&self, receipt: &str) -> bool {
        self.records.get(receipt).is_some_and(|record| record.starts_with("box "))
    }

    fn step(&mut self, step: Step) {
        match step {
            Step::Finish(page) => {
                let receipt = format!("R{:03}", self.envelopes.len() * 7 % 100);
                self.envelopes.insert(receipt.clone());
                self.send(page, Event::Read(vec![Found { receipt, fits: true, record: None }]));
            }
            Step::Answer { page, which, answer, arrived } => {
                let Some(receipt) = self.pages[page].under_way.iter().nth(which).cloned() else { return };
                self.pages[page].under_way.remove(&receipt);
                let is_taken = matches!(answer, Answer::Status(201 | 202 | 409));
                if is_taken || arrived {
                    self.the_box.insert(receipt.clone());
                }
                self.send(page, Event::Answered(receipt.clone(), answer));
                if is_taken {
                    // The other page hears of it.
                    self.send(1 - page, Event::Answered(receipt, answer));
                }
            }
            Step::Restart(page) => self.open(page),
            Step::Event(page, event) => self.send(page, event),
            Step::Clock(by) => self.clock = self.clock.saturating_add_signed(by),
        }
        self.check();
    }

    fn check(&self) {
        for page in &self.pages {
            for item in page.sending.items() {
                match page.sending.state_of(item) {
                    State::Sent(..) => assert!(self.the_box.contains(&item.receipt), "said to be sent and is not"),
                    State::Sending => {}
                    State::Waiting(_) | State::Refused(_) => assert!(!is_lost(page, &item.receipt)),
                    State::Unsent => panic!("there is a box"),
                }
            }
        }
        for receipt in self.records.keys().filter(|receipt| self.is_said_sent(receipt)) {
            assert!(self.the_box.contains(receipt), "recorded as sent and is not");
        }
    }

    /// The network is there, the box takes everything, and one page stays open: alarms
    /// go off and requests are answered until nothing is left to do.
    fn calm(&mut self) {
        self.open(0);
        for _ in 0..2_000 {
            if let Some(receipt) = self.pages[0].under_way.first().cloned() {
                self.pages[0].under_way.remove(&receipt);
                let status = if self.the_box.insert(receipt.clone()) { 201 } else { 409 };
                self.send(0, Event::Answered(receipt, Answer::Status(status)));
            } else if let Some(alarm) = self.pages[0].alarm.take() {
                self.clock = self.clock.max(alarm);
                self.send(0, Event::Tick);
            } else {
                return;
            }
        }
        panic!("no rest");
    }
}

fn answer() -> impl Strategy<Value = Answer> {
    let status = prop::sample::select(&[200, 201, 202, 400, 401, 403, 404, 409, 413, 429, 500, 503][..]);
    let other = prop::sample::select(&[Answer::Offline, Answer::Unreachable, Answer::Forbidden, Answer::Busy][..]);
    prop_oneof![status.prop_map(Answer::Status), other]
}

fn event() -> impl Strategy<Value = Event> {
    let given = prop::sample::select(&[Given::Shared, Given::Saved, Given::Copied][..]);
    prop_oneof![
        Just(Event::Wake),
        Just(Event::Again),
        Just(Event::Tick),
        (0..100_usize, given).prop_map(|(i, given)| Event::Given(format!("R{i:03}"), given)),
        // Of a page that is gone, or of an envelope that nobody knows.
        (0..100_usize, prop::sample::select(&[Answer::Offline, Answer::Status(500), Answer::Busy][..]))
            .prop_map(|(i, answer)| Event::Answered(format!("X{i:03}"), answer)),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => (0..2_usize).prop_map(Step::Finish),
        6 => (0..2_usize, 0..3_usize, answer(), any::<bool>()).prop_map(|(page, which, answer, arrived)| Step::Answer { page, which, answer, arrived }),
        1 => (0..2_usize).prop_map(Step::Restart),
        3 => (0..2_usize, event()).prop_map(|(page, event)| Step::Event(page, event)),
        2 => prop_oneof![0..20_000_i64, -200_000_000_000..0_i64, 0..10_000_000_i64].prop_map(Step::Clock),
    ]
}

/// A page that neither works on an envelope nor has an alarm for it, though it waits.
fn is_lost(page: &Page, receipt: &str) -> bool {
    let waits = matches!(page.sending.state(receipt), Some(State::Waiting(_)));
    waits && page.under_way.len() < 3 && page.alarm.is_none()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn everything_arrives_and_nothing_is_said_that_is_not(steps in prop::collection::vec(step(), 0..80)) {
        let mut world = World::new();
        for step in steps {
            world.step(step);
        }
        world.calm();
        world.check();
        prop_assert_eq!(&world.the_box, &world.envelopes);
        prop_assert_eq!(world.pages[0].sending.open(), 0);
        prop_assert!(world.envelopes.iter().all(|receipt| world.is_said_sent(receipt)));
    }

    /// A box that is down for long is asked less and less, however often the page is opened.
    #[test]
    fn a_box_that_is_down_is_left_alone(restarts in 0..20_usize) {
        let mut world = World::new();
        world.step(Step::Finish(0));
        let (mut requests, end) = (0, NOON + 24 * HOUR);
        while world.clock < end {
            if world.pages[0].under_way.is_empty() {
                world.clock = world.pages[0].alarm.take().unwrap();
                world.send(0, Event::Tick);
                continue;
            }
            requests += 1;
            world.step(Step::Answer { page: 0, which: 0, answer: Answer::Status(503), arrived: false });
            if requests <= restarts {
                world.open(0);
            }
        }
        prop_assert!((24..=62).contains(&requests), "{} requests in a day", requests);
    }
}

#[test]
fn sent_before_the_page_is_closed_and_known_after_it_is_opened() {
    let mut world = World::new();
    world.step(Step::Finish(0));
    world.step(Step::Answer { page: 0, which: 0, answer: Answer::Offline, arrived: false });
    assert_eq!(world.records["R000"], format!("to demo 1 {} -1", NOON + 1_000 + 1_000 * 222 / 255));
    // Opened again without waiting: what had no network is tried at once.
    world.step(Step::Restart(0));
    assert_eq!(world.pages[0].sending.state("R000"), Some(State::Sending));
    world.step(Step::Answer { page: 0, which: 0, answer: Answer::Status(202), arrived: false });
    world.step(Step::Restart(0));
    assert!(matches!(world.pages[0].sending.state("R000"), Some(State::Sent(..))));
    assert!(world.pages[0].under_way.is_empty());
}
