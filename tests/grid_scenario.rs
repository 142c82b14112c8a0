//! A headless official rates units in a grid: the column action, its undo, what is
//! stored, and an interruption. 168 units, one criterion.
#![allow(clippy::unwrap_used, clippy::wildcard_enum_match_arm, clippy::unnecessary_wraps, reason = "what is not expected fails its test")]

mod keeper;

use phieu::app::Route;
use phieu::app::keeping::{Contents, FoundDraft};
use phieu::app::respond::{Effect, Event, Model, Moment, Stage, update};
use phieu::base::time::Stamp;
use phieu::questionnaire::VariableId;
use phieu::response::{Answer, Response};

/// 2026-11-23, noon in Greenwich.
const NOON: u64 = 1_795_435_200_000;

struct Official {
    model: Model,
    clock: u64,
    draft: Vec<u8>,
    stored: Option<Response>,
}

impl Official {
    fn new() -> Self {
        let mut official = Self { model: Model::default(), clock: NOON, draft: Vec::new(), stored: None };
        official.open();
        official.send(Event::Consent);
        let first = official.model.form.as_ref().unwrap().find("first").unwrap();
        official.send(Event::Answer(first, code("yes")));
        official
    }

    /// A fresh page over the draft that was saved last.
    fn open(&mut self) {
        let Route::Respond(link) = Route::parse("#/o/communes168?q=all-kinds") else { panic!("no link") };
        let mut contents = Contents::default();
        if !self.draft.is_empty() {
            let (key, campaign, content) = (String::new(), "communes168".to_owned(), self.draft.clone());
            contents.drafts.push(FoundDraft { key, campaign, content, saved: Stamp(1), is_elsewhere: false });
        }
        let campaign = std::fs::read_to_string("tests/data/communes168.json").unwrap().replace("\"ward-office\"", "\"all-kinds\"");
        let form = std::fs::read_to_string("tests/data/questionnaires/all-kinds.json").unwrap();
        self.model = Model::default();
        self.send(Event::Opened(link));
        self.send(Event::StoreRead(contents));
        self.send(Event::CampaignRead(Ok(campaign)));
        self.send(Event::QuestionnaireRead("all-kinds".to_owned(), Ok(form)));
    }

    fn send(&mut self, event: Event) {
        self.clock += 1_000;
        let random = self.clock.to_le_bytes().repeat(2).try_into().unwrap();
        for effect in update(&mut self.model, event, Moment { stamp: Stamp(self.clock), offset: 420, random }) {
            match effect {
                Effect::SaveDraft { content, .. } => self.draft = content,
                Effect::Finish(ending) => {
                    let book = &keeper::books()[&ending.header.fingerprint];
                    self.stored = Some(Response::unpack(&ending.content, book).unwrap());
                }
                _ => {}
            }
        }
    }

    fn row(&self, unit: &str) -> VariableId {
        self.model.form.as_ref().unwrap().find(&format!("criterion@{unit}")).unwrap()
    }

    fn rate(&mut self, unit: &str, code: &str) {
        self.send(Event::Answer(self.row(unit), Some(Answer::Text(code.to_owned()))));
    }

    fn fill(&mut self, code: &str) {
        self.send(Event::Fill(self.row("P001"), code.to_owned()));
    }

    fn given(&self, unit: &str) -> Option<Answer> {
        self.model.interview.as_ref().unwrap().answer(self.row(unit)).cloned()
    }

    fn rated(&self) -> usize {
        let form = self.model.form.as_ref().unwrap();
        let units = form.variables.iter().filter(|variable| variable.name.starts_with("criterion@"));
        units.filter(|variable| self.model.interview.as_ref().unwrap().answer(form.find(&variable.name).unwrap()).is_some()).count()
    }
}

fn code(code: &str) -> Option<Answer> {
    Some(Answer::Text(code.to_owned()))
}

#[test]
fn no_column_action_before_a_row_was_touched() {
    let mut o = Official::new();
    o.fill("good");
    assert_eq!((o.rated(), o.model.fills.len(), o.model.undoable()), (0, 0, None));
}

#[test]
fn a_column_action_sets_the_empty_rows_and_no_other() {
    let mut o = Official::new();
    o.rate("P001", "poor");
    o.fill("good");
    assert_eq!((o.given("P001"), o.given("P002"), o.rated()), (code("poor"), code("good"), 168));
    assert_eq!(o.model.undoable().unwrap().rows, 167);
}

#[test]
fn a_column_action_with_an_unknown_option_does_nothing() {
    let mut o = Official::new();
    o.rate("P001", "poor");
    o.fill("excellent");
    assert_eq!((o.rated(), o.model.fills.len()), (1, 0));
}

#[test]
fn undoing_keeps_what_was_changed_since() {
    let mut o = Official::new();
    o.rate("P001", "poor");
    o.fill("good");
    o.rate("P002", "fair");
    o.send(Event::Unfill);
    assert_eq!((o.given("P001"), o.given("P002"), o.given("P003"), o.rated()), (code("poor"), code("fair"), None, 2));
    assert!(o.model.fills.is_empty());
}

#[test]
fn undoing_twice_undoes_once() {
    let mut o = Official::new();
    o.rate("P001", "poor");
    o.fill("good");
    o.send(Event::Unfill);
    o.send(Event::Unfill);
    assert_eq!(o.rated(), 1);
}

#[test]
fn the_response_carries_the_column_actions() {
    let mut o = Official::new();
    o.rate("P001", "poor");
    o.fill("no_info");
    o.send(Event::Submit);
    let stored = o.stored.unwrap();
    assert_eq!((stored.fills.len(), stored.fills[0].rows, stored.fills[0].option.as_str()), (1, 167, "no_info"));
    assert_eq!(stored.answers.get("criterion@P002"), Some(&code("no_info")));
}

#[test]
fn resuming_keeps_the_column_actions_and_offers_no_undo() {
    let mut o = Official::new();
    o.rate("P001", "poor");
    o.fill("good");
    o.open();
    assert_eq!(o.model.stage, Stage::Found);
    o.send(Event::Resume);
    assert_eq!((o.rated(), o.model.fills.len(), o.model.undoable()), (168, 1, None));
}
