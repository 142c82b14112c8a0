//! Responses are counted, and rows made of them, a few at a step. Each is unpacked for the
//! moment in which it is counted: 100 000 of them open at once would not fit in memory.

use std::collections::BTreeSet;

use super::desk::{Answer, Desk, Done, Held};
use super::message::Reply;
use crate::dataset::responses::{Counted, Records, Rules, Wanted, header, row};
use crate::response::codec::binary::{Unpacked, unpack};
use crate::response::{Correction, Response};

/// Responses a step.
const BATCH: usize = 256;

/// What both have: which responses, and how corrections change them.
#[derive(Debug)]
struct Walk {
    wanted: Vec<Wanted>,
    set_aside: BTreeSet<String>,
    corrections: Vec<Correction>,
    receipts: Vec<String>,
    at: usize,
}

impl Walk {
    fn new(desk: &Desk, wanted: Vec<Wanted>, set_aside: BTreeSet<String>) -> Self {
        Self { wanted, set_aside, corrections: desk.corrections(), receipts: desk.counted(), at: 0 }
    }

    /// Takes a few; false when there are no more.
    fn step(&mut self, desk: &Desk, mut take: impl FnMut(Response, &Rules<'_>)) -> bool {
        let records = Records { campaign: &desk.campaign, corrections: &self.corrections, set_aside: &self.set_aside };
        let rules = Rules::new(records, &self.wanted);
        let few: &[String] = self.receipts.get(self.at..).map_or(&[], |rest| rest.get(..BATCH).unwrap_or(rest));
        for response in few.iter().filter_map(|receipt| open(desk, receipt)) {
            take(response, &rules);
        }
        self.at += few.len();
        self.at < self.receipts.len()
    }

    fn progress(&self) -> Done {
        Done::Not(self.at as u64, self.receipts.len() as u64)
    }
}

/// A held response; that it unpacks was seen when it came in.
fn open(desk: &Desk, receipt: &str) -> Option<Response> {
    let Some(Held::Response { packed, .. }) = desk.held.get(receipt) else { return None };
    match unpack(packed, |mark| desk.books.get(mark)) {
        Unpacked::Response(response) => Some(*response),
        Unpacked::UnknownQuestionnaire(_) | Unpacked::Broken(_) => None,
    }
}

/// A count under way.
#[derive(Debug)]
pub(super) struct Counting {
    walk: Walk,
    counted: Counted,
}

impl Counting {
    pub fn new(desk: &Desk, wanted: Vec<Wanted>, set_aside: BTreeSet<String>) -> Self {
        let mut counted = Counted::default();
        counted.intakes.resize_with(wanted.len(), Default::default);
        Self { walk: Walk::new(desk, wanted, set_aside), counted }
    }

    pub fn step(&mut self, desk: &Desk) -> Done {
        let counted = &mut self.counted;
        if self.walk.step(desk, |response, rules| counted.take(response, rules)) {
            return self.walk.progress();
        }
        let Counted { register, intakes } = std::mem::take(&mut self.counted);
        let corrections = self.walk.corrections.iter().map(Correction::encode).collect();
        Done::Say(Answer { reply: Reply::Counted { register: Box::new(register), intakes, corrections }, beside: None })
    }
}

/// Rows under way.
#[derive(Debug)]
pub(super) struct Rows {
    walk: Walk,
    text: String,
}

impl Rows {
    pub fn new(desk: &Desk, wanted: Wanted, set_aside: BTreeSet<String>) -> Self {
        let text = header(&wanted);
        Self { walk: Walk::new(desk, vec![wanted], set_aside), text }
    }

    pub fn step(&mut self, desk: &Desk) -> Done {
        let text = &mut self.text;
        if self.walk.step(desk, |response, rules| text.extend(row(response, rules))) {
            return self.walk.progress();
        }
        Done::Say(Answer { reply: Reply::Rows, beside: Some(std::mem::take(&mut self.text).into_bytes()) })
    }
}
