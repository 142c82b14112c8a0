//! What is edited, and what it was before: a campaign, and the texts in fields that are
//! no value yet (half a date, a number with a letter in it). A text is kept beside the
//! last value that could be read, so that nothing a person typed is thrown away.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::Field;
use crate::base::Finding;
use crate::campaign::{Campaign, check::check};

/// Steps that can be undone.
pub const STEPS: usize = 100;

/// A campaign on its way.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// The campaign as far as it could be read. Its edition, pins and released editions
    /// are set when it is released, not here.
    pub campaign: Campaign,
    /// Texts that are no value, by the place of their field.
    pub unread: BTreeMap<String, String>,
}

impl Document {
    /// A document of a campaign that was read.
    pub fn new(campaign: Campaign) -> Self {
        Self { campaign, unread: BTreeMap::new() }
    }

    /// Every finding: texts that are no value first, then what `check` finds.
    pub fn findings(&self) -> Vec<Finding> {
        let unread = self.unread.iter().map(|(at, text)| Finding::error(code_at(at, text), at.as_str(), text.as_str()));
        unread.chain(check(&self.campaign)).collect()
    }

    /// Takes item `index` of `list` (`units`, `groups`, …) out of the places of texts:
    /// its own go, those of later ones move up.
    pub(super) fn forget(&mut self, list: &str, index: usize) {
        let open = [list, "["].concat();
        let moved = std::mem::take(&mut self.unread).into_iter().filter_map(|(at, text)| {
            let Some((number, rest)) = at.strip_prefix(open.as_str()).and_then(|rest| rest.split_once(']')) else {
                return Some((at, text));
            };
            match number.parse::<usize>().ok()? {
                own if own == index => None,
                later if later > index => Some((format!("{open}{}]{rest}", later - 1), text)),
                earlier => Some((format!("{open}{earlier}]{rest}"), text)),
            }
        });
        self.unread = moved.collect();
    }
}

/// What is wrong with a text that is no value, by the place of its field.
fn code_at(at: &str, text: &str) -> &'static str {
    match at.rsplit('.').next().unwrap_or(at) {
        "id" | "code" if text.is_empty() => "empty",
        "id" | "code" => "name_taken",
        "date" | "from" | "to" | "opens" | "closes" | "keep_until" => "bad_date",
        "share" => "not_a_share",
        _ => "not_a_count",
    }
}

/// A document and the ways back and forward.
#[derive(Debug, Clone, PartialEq)]
pub struct History {
    now: Arc<Document>,
    past: Vec<Arc<Document>>,
    future: Vec<Arc<Document>>,
    typing: Option<Field>,
}

impl History {
    /// A document without a past.
    pub fn new(document: Arc<Document>) -> Self {
        Self { now: document, past: Vec::new(), future: Vec::new(), typing: None }
    }

    /// The document as it stands.
    pub fn now(&self) -> &Arc<Document> {
        &self.now
    }

    /// Whether there is a step to undo, and one to redo.
    pub fn ways(&self) -> (bool, bool) {
        (!self.past.is_empty(), !self.future.is_empty())
    }

    /// Another document. Letters typed one after the other into `field` are one step.
    pub(super) fn change(&mut self, document: Document, field: Option<Field>) {
        if *self.now == document {
            return;
        }
        let joins = field.is_some() && self.typing == field;
        let before = std::mem::replace(&mut self.now, Arc::new(document));
        if !joins {
            self.past.push(before);
            let over = self.past.len().saturating_sub(STEPS);
            self.past.drain(..over);
        }
        self.future.clear();
        self.typing = field;
    }

    /// The field is left: what is typed into it next is a step of its own.
    pub(super) fn rest(&mut self) {
        self.typing = None;
    }

    pub(super) fn undo(&mut self) -> bool {
        self.typing = None;
        let Some(before) = self.past.pop() else { return false };
        self.future.push(std::mem::replace(&mut self.now, before));
        true
    }

    pub(super) fn redo(&mut self) -> bool {
        self.typing = None;
        let Some(after) = self.future.pop() else { return false };
        self.past.push(std::mem::replace(&mut self.now, after));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLOSED: &str = include_str!("../../../tests/data/campaigns/closed.json");

    fn document() -> Document {
        Document::new(Campaign::read(CLOSED).unwrap())
    }

    #[test]
    fn letters_of_one_field_are_one_step() {
        let mut history = History::new(Arc::new(document()));
        for (text, field) in [("a", Field::Hotline), ("ab", Field::Hotline), ("abc", Field::Hotline), ("abcd", Field::PlanNumber)] {
            let mut next = document();
            next.campaign.hotline = text.to_owned();
            history.change(next, Some(field));
        }
        assert!(history.undo());
        assert_eq!(history.now().campaign.hotline, "abc");
        assert!(history.undo());
        assert_eq!(**history.now(), document());
        assert!(!history.undo());
        assert!(history.redo() && history.redo() && !history.redo());
        assert_eq!(history.now().campaign.hotline, "abcd");
    }

    #[test]
    fn a_change_that_changes_nothing_is_no_step() {
        let mut history = History::new(Arc::new(document()));
        history.change(document(), None);
        assert_eq!(history.ways(), (false, false));
    }

    #[test]
    fn the_past_is_bounded() {
        let mut history = History::new(Arc::new(document()));
        for n in 0..STEPS + 20 {
            let mut next = document();
            next.campaign.hotline = n.to_string();
            history.change(next, None);
        }
        let steps = (0..2 * STEPS).take_while(|_| history.undo()).count();
        assert_eq!(steps, STEPS);
    }

    #[test]
    fn texts_move_with_their_units() {
        let mut document = document();
        for at in ["units[0].a", "units[1].a", "units[12].a", "opens"] {
            document.unread.insert(at.to_owned(), at.to_owned());
        }
        document.forget("units", 1);
        let places: Vec<_> = document.unread.iter().map(|(at, text)| (at.as_str(), text.as_str())).collect();
        assert_eq!(places, [("opens", "opens"), ("units[0].a", "units[0].a"), ("units[11].a", "units[12].a")]);
    }
}
