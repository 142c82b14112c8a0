//! A headless respondent plays whole interviews against the model, with the store in
//! memory: from the link to the receipt, interrupted, refused, screened out, with a
//! store that is full or blocked.
#![allow(clippy::unwrap_used, clippy::wildcard_enum_match_arm, reason = "what is not expected fails its test")]

mod keeper;

use std::collections::BTreeMap;

use keeper::{Disk, Page, respond_event};
use phieu::app::Route;
use phieu::app::keeping;
use phieu::app::respond::{Effect, Event, FetchFault, Model, Moment, Problem, Saving, Setup, Stage, Step, update};
use phieu::base::time::Stamp;
use phieu::campaign::{Campaign, Refusal};
use phieu::questionnaire::VariableId;
use phieu::response::codec::Fieldwork;
use phieu::response::{Answer, Channel, Outcome, Response};
use phieu::seal::{PrivateKey, PublicKey};
use phieu::store::journal::Durability;

/// 2026-11-23, noon in Greenwich.
const NOON: u64 = 1_795_435_200_000;

struct Scenario {
    model: Model,
    disk: Disk,
    page: Page,
    tryout: Option<String>,
    files: BTreeMap<String, String>,
    clock: u64,
    history: Vec<Step>,
}

impl Scenario {
    fn new() -> Self {
        let mut files = BTreeMap::new();
        for folder in ["campaigns", "questionnaires"] {
            for entry in std::fs::read_dir(format!("public/{folder}")).unwrap() {
                let path = entry.unwrap().path();
                let name = format!("{folder}/{}", path.file_stem().unwrap().to_str().unwrap());
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
        for name in ["closed", "notyet", "broken"] {
            files.insert(format!("campaigns/{name}"), std::fs::read_to_string(format!("tests/data/campaigns/{name}.json")).unwrap());
        }
        let mut disk = Disk::new();
        disk.clock = NOON;
        let page = disk.page();
        Self { model: Model::default(), disk, page, tryout: None, files, clock: NOON, history: Vec::new() }
    }

    fn open(hash: &str) -> Self {
        let mut scenario = Self::new();
        scenario.load(hash);
        scenario
    }

    /// Opens a link in a fresh page over the same store.
    fn load(&mut self, hash: &str) {
        self.model = Model::default();
        self.page = self.disk.page();
        self.history.clear();
        match Route::parse(hash) {
            Route::Respond(link) => self.send(Event::Opened(link)),
            other => panic!("{other:?}"),
        }
    }

    fn send(&mut self, event: Event) {
        self.clock += 1_000;
        self.disk.clock = self.clock;
        let random = self.clock.to_le_bytes().repeat(2).try_into().unwrap();
        let moment = Moment { stamp: Stamp(self.clock), offset: 420, random };
        for effect in update(&mut self.model, event, moment) {
            self.page.respond(&mut self.disk, &effect, false);
            if let Some(answer) = self.carry_out(effect) {
                self.send(answer);
            }
            self.hear();
        }
    }

    /// What the store answered.
    fn hear(&mut self) {
        while let Some(report) = self.page.hear_report() {
            self.send(Event::Reported(report));
        }
        while let Some((asked, reply)) = self.page.hear() {
            self.send(respond_event(asked, reply));
        }
    }

    /// Time goes by, and what failed is tried again.
    fn wake(&mut self) {
        self.page.event(&mut self.disk, keeping::Event::Woke);
        self.hear();
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        let file = |name: String| self.files.get(&name).cloned().ok_or(FetchFault::Absent);
        match effect {
            Effect::FetchCampaign(id) => Some(Event::CampaignRead(file(format!("campaigns/{id}")))),
            Effect::FetchQuestionnaire(id) => Some(Event::QuestionnaireRead(id.clone(), file(format!("questionnaires/{id}")))),
            Effect::Push(step) => {
                self.history.push(step);
                None
            }
            Effect::Replace(step) => {
                self.history.pop();
                self.history.push(step);
                None
            }
            Effect::HistoryBack => {
                self.history.pop();
                Some(Event::Popped(self.history.last().copied()))
            }
            Effect::ReadTryout(_) => Some(Event::CampaignRead(self.tryout.clone().ok_or(FetchFault::Absent))),
            Effect::ReadStore
            | Effect::ReadDefinition(_)
            | Effect::KeepDefinition(..)
            | Effect::SaveDraft { .. }
            | Effect::Finish(_)
            | Effect::Forget(_)
            | Effect::Focus(_)
            | Effect::SetLanguage(_) => None,
        }
    }

    fn find(&self, name: &str) -> VariableId {
        self.model.form.as_ref().unwrap().find(name).unwrap_or_else(|| panic!("no variable {name}"))
    }

    fn answer(&mut self, name: &str, answer: Answer) {
        let id = self.find(name);
        self.send(Event::Answer(id, Some(answer)));
    }

    fn code(&mut self, name: &str, code: &str) {
        self.answer(name, Answer::Text(code.to_owned()));
    }

    /// Answers everything on the open page: the second level, the first option.
    fn fill(&mut self) {
        let form = self.model.form.clone().unwrap();
        let ids: Vec<VariableId> = self.model.page().unwrap().variables().collect();
        for id in ids {
            let question = form.question(id);
            let code = question.options.first().map(|choice| choice.code.clone());
            let answer = match (form.scale(id), code) {
                (Some(_), _) => Answer::Number(2),
                (None, Some(code)) if form.variable(id).kind == phieu::questionnaire::Kind::Multiple => Answer::Set(vec![code]),
                (None, Some(code)) => Answer::Text(code),
                (None, None) => Answer::Text("yes".to_owned()),
            };
            self.send(Event::Answer(id, Some(answer)));
        }
    }

    /// Fills and turns pages until the review.
    fn fill_to_review(&mut self) {
        for _ in 0..60 {
            if self.model.stage == Stage::Review {
                return;
            }
            self.fill();
            self.send(Event::Next);
        }
        panic!("no review after 60 pages: {:?}", self.model.stage);
    }

    fn responses(&self) -> Vec<Response> {
        self.disk.responses()
    }

    fn only_response(&self) -> Response {
        let mut all = self.responses();
        assert_eq!(all.len(), 1);
        all.remove(0)
    }

    fn drafts(&self) -> usize {
        self.disk.drafts()
    }
}

#[test]
fn the_short_form_from_link_to_receipt() {
    let mut s = Scenario::open("#/r/demo?u=X01&fbclid=abc");
    assert_eq!(s.model.stage, Stage::Welcome);
    s.send(Event::Consent);
    assert_eq!(s.model.saving, Saving::Saved);
    s.fill_to_review();
    s.send(Event::Submit);
    assert_eq!(s.model.stage, Stage::Ended(Outcome::Complete));
    assert_eq!(s.model.receipt.as_ref().unwrap().len(), 19);
    let response = s.only_response();
    assert_eq!(response.outcome, Outcome::Complete);
    assert_eq!(response.header.unit, "X01");
    for i in 1..=9 {
        assert_eq!(response.answers[&format!("s{i}")], Some(Answer::Number(2)), "s{i}");
    }
    assert_eq!(s.drafts(), 0, "the draft is removed once its response is stored");
}

#[test]
fn the_long_form_asks_33_statements_of_who_had_a_result() {
    let mut s = Scenario::open("#/r/demo?u=X01&q=sipas-citizen");
    s.send(Event::Consent);
    s.fill_to_review();
    s.send(Event::Submit);
    let statements = s.only_response().answers.keys().filter(|name| name.starts_with("q9_")).count();
    assert_eq!(statements, 33);
}

#[test]
fn without_a_result_part_two_is_not_asked_and_not_missing() {
    let mut s = Scenario::open("#/r/demo?u=X01&q=sipas-citizen");
    s.send(Event::Consent);
    for _ in 0..60 {
        if s.model.stage == Stage::Review {
            break;
        }
        s.fill();
        if s.model.page().is_some_and(|page| page.has(s.find("got_result"))) {
            s.code("got_result", "no");
        }
        s.send(Event::Next);
    }
    s.send(Event::Submit);
    let response = s.only_response();
    assert_eq!(response.outcome, Outcome::Complete);
    assert!(response.answers.contains_key("q9_14"));
    assert!(!response.answers.contains_key("q9_15"), "not asked is no entry, not an empty one");
}

#[test]
fn a_desk_campaign_ends_politely_without_a_result() {
    let mut s = Scenario::open("#/r/desk");
    s.send(Event::Consent);
    s.code("got_result", "no");
    s.send(Event::Next);
    assert_eq!(s.model.stage, Stage::Ended(Outcome::ScreenedOut));
    assert_eq!(s.only_response().outcome, Outcome::ScreenedOut);
}

#[test]
fn statements_of_feedback_handling_follow_the_campaigns_switch() {
    let asked = |campaign: &str, gave: &str| {
        let mut s = Scenario::open(&format!("#/r/{campaign}?u={}", if campaign == "demo" { "X01" } else { "" }));
        s.send(Event::Consent);
        for _ in 0..30 {
            if s.model.stage == Stage::Review {
                break;
            }
            s.fill();
            if s.model.page().is_some_and(|page| page.has(s.find("gave_feedback"))) {
                s.code("gave_feedback", gave);
            }
            s.send(Event::Next);
        }
        s.send(Event::Submit);
        let answers = s.only_response().answers;
        (answers.contains_key("s6"), answers.contains_key("s7"))
    };
    assert_eq!(asked("demo", "no"), (true, true));
    assert_eq!(asked("desk", "no"), (true, false));
    assert_eq!(asked("desk", "yes"), (true, true));
}

#[test]
fn declining_stores_a_refusal_and_no_answer() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Decline);
    let response = s.only_response();
    assert_eq!((response.outcome, response.answers.len()), (Outcome::Refused, 0));
}

#[test]
fn a_link_opens_only_the_edition_it_was_made_for() {
    let s = Scenario::new();
    let current = phieu::base::digest::fingerprint(s.files["campaigns/demo"].as_bytes());
    let stage = |mark: &str, file: &str| {
        let mut s = Scenario::new();
        s.files.insert("campaigns/demo".to_owned(), file.to_owned());
        s.load(&format!("#/r/demo?u=X01&c={mark}"));
        s.model.stage
    };
    let file = &s.files["campaigns/demo"];
    assert_eq!(stage(&current, file), Stage::Welcome);
    assert_eq!(stage("0000000000000000", file), Stage::Problem(Problem::Refused(Refusal::OtherEdition)));
    let changed = file.replace("\"edition\": 1", "\"edition\": 2");
    assert_eq!(stage(&current, &changed), Stage::Problem(Problem::Refused(Refusal::OtherEdition)));
    let released = format!("\"released\": [{{\"edition\": 1, \"fingerprint\": \"{current}\"}}], \"edition\": 2");
    assert_eq!(stage(&current, &file.replace("\"edition\": 1", &released)), Stage::Welcome, "an edition that was given out before");
}

#[test]
fn a_link_opens_only_the_key_it_was_made_for_and_no_campaign_without_one() {
    let key = Campaign::read(&Scenario::new().files["campaigns/demo"]).unwrap().key.unwrap();
    let mark = PublicKey::parse(&key).unwrap().fingerprint();
    let stage = |hash: &str, file: &dyn Fn(&str) -> String| {
        let mut s = Scenario::new();
        let file = file(&s.files["campaigns/demo"]);
        s.files.insert("campaigns/demo".to_owned(), file);
        s.load(hash);
        (s.model.stage, s.disk.first.len() + s.disk.journal.len())
    };
    let other = PrivateKey::from_random(&[9; 32]).public().text();
    let as_it_is = |file: &str| file.to_owned();
    let with_other = |file: &str| file.replace(&key, &other);
    let without = |file: &str| file.replace(&format!("\"key\": \"{key}\","), "");
    let refused = Stage::Problem(Problem::Refused(Refusal::OtherKey));
    let link = format!("#/r/demo?u=X01&k={mark}");
    assert_eq!(stage(&link, &as_it_is), (Stage::Welcome, 0));
    assert_eq!(stage(&link, &with_other), (refused.clone(), 0));
    assert_eq!(stage(&link, &without), (refused.clone(), 0));
    assert_eq!(stage("#/r/demo?u=X01&k=0", &as_it_is), (refused, 0));
    assert_eq!(stage("#/r/demo?u=X01", &with_other), (Stage::Welcome, 0));
    assert_eq!(stage("#/r/demo?u=X01", &without), (Stage::Problem(Problem::NoKey), 0));
    // A file of format 1 has no key: it is read, and not answered.
    let old = |_: &str| std::fs::read_to_string("tests/data/frozen/campaign1/desk.json").unwrap();
    assert_eq!(stage("#/r/desk", &as_it_is), (Stage::Welcome, 0));
    assert_eq!(stage("#/r/demo", &old), (Stage::Problem(Problem::NoKey), 0));
    // A bad key is a fault of the file, found before anything is asked.
    let bad = |file: &str| file.replace(&key, "7KQ2");
    assert!(matches!(stage("#/r/demo?u=X01", &bad).0, Stage::Problem(Problem::Broken(findings)) if findings[0].at == "key"));
}

#[test]
fn the_released_questionnaire_is_found_beside_a_changed_one() {
    let mut s = Scenario::new();
    let old = s.files["questionnaires/ward-office"].clone();
    let mark = phieu::base::digest::fingerprint(old.as_bytes());
    let pins = format!("\"pins\": {{\"ward-office\": \"{mark}\"}}, \"edition\": 1");
    let campaign = s.files["campaigns/demo"].replace("\"edition\": 1", &pins);
    s.files.insert("campaigns/demo".to_owned(), campaign);
    s.files.insert("questionnaires/ward-office".to_owned(), old.replace("\"minutes\": 3", "\"minutes\": 4"));
    s.load("#/r/demo?u=X01");
    assert_eq!(s.model.stage, Stage::Problem(Problem::Unreachable(FetchFault::Absent)), "neither of the two is the released one");
    s.files.insert(format!("questionnaires/ward-office-{mark}"), old);
    s.load("#/r/demo?u=X01");
    assert_eq!(s.model.stage, Stage::Welcome);
    s.send(Event::Consent);
    s.fill_to_review();
    s.send(Event::Submit);
    assert_eq!(s.only_response().header.fingerprint, mark);
}

#[test]
fn a_list_entry_makes_an_invitation_and_is_carried() {
    let through = |link: &str| {
        let mut s = Scenario::open(link);
        s.send(Event::Consent);
        s.fill_to_review();
        s.send(Event::Submit);
        s.only_response()
    };
    let open = through("#/r/demo?u=X01");
    assert_eq!((open.header.channel, open.header.fieldwork.entry.as_str()), (Channel::OpenLink, ""));
    let invited = through("#/r/demo?u=X01&i=0147");
    assert_eq!((invited.header.channel, invited.header.fieldwork.entry.as_str()), (Channel::Invitation, "0147"));
    assert_eq!(invited.header.fieldwork.stratum, "X01 | citizen");
    let seconds: u32 = invited.seconds.values().sum();
    assert!(seconds > 20, "a second an event: {seconds}");
    assert!(invited.seconds.contains_key("s1"), "{:?}", invited.seconds.keys());
}

#[test]
fn a_try_out_walks_to_the_end_and_stores_nothing() {
    let mut s = Scenario::new();
    let text = s.files.remove("campaigns/demo").unwrap();
    s.tryout = Some(text);
    s.load("#/r/demo?u=X01&try=1");
    assert_eq!(s.model.stage, Stage::Welcome);
    s.send(Event::Consent);
    s.fill_to_review();
    s.send(Event::Submit);
    assert_eq!(s.model.stage, Stage::Ended(Outcome::Complete));
    assert!(s.disk.first.is_empty() && s.disk.journal.is_empty());
}

#[test]
fn a_surveyors_interview_carries_the_field_and_fewer_pages() {
    let mut s = Scenario::new();
    let Route::Respond(link) = Route::parse("#/r/demo?u=X01&q=sipas-citizen") else { panic!() };
    let fieldwork = Fieldwork { village: "Thôn Đoài".into(), surveyor: "DTV07".into(), others: Some(false), ..Fieldwork::default() };
    let setup = Setup { channel: Channel::Interviewer, fieldwork, trial: true };
    s.send(Event::Begun(link.clone(), setup.clone()));
    s.send(Event::Consent);
    let most = s.model.pages.iter().map(|page| page.variables().count()).max();
    assert_eq!(most, Some(5), "ten needs are two pages, not three");
    s.fill();
    s.send(Event::BrokenOff);
    assert_eq!(s.model.stage, Stage::Ended(Outcome::Partial));
    let response = s.only_response();
    assert_eq!((response.header.channel, response.header.trial), (Channel::Interviewer, true));
    assert_eq!((response.header.fieldwork.village.as_str(), response.header.fieldwork.stratum.as_str()), ("Thôn Đoài", "X01 | citizen"));
    for outcome in [Outcome::NotReached, Outcome::Ineligible, Outcome::Refused] {
        s.send(Event::Begun(link.clone(), setup.clone()));
        s.send(Event::NotBegun(outcome));
        let response = s.responses().pop().unwrap();
        assert_eq!((response.outcome, response.answers.len()), (outcome, 0));
    }
}

#[test]
fn a_reload_resumes_at_the_same_page_with_every_answer() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.fill();
    s.send(Event::Next);
    let first = s.model.page().unwrap().variables().next().unwrap();
    s.send(Event::Answer(first, Some(Answer::Number(4))));
    let page = s.model.stage.clone();
    s.load("#/r/demo?u=X01");
    assert_eq!(s.model.stage, Stage::Found);
    assert!(s.model.interview.is_none(), "no answer is visible before the choice");
    s.send(Event::Resume);
    assert_eq!(s.model.stage, page);
    assert_eq!(s.model.interview.as_ref().unwrap().answer(first), Some(&Answer::Number(4)));
}

#[test]
fn a_new_form_keeps_the_begun_one_as_partial() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.code("got_result", "yes");
    s.load("#/r/demo?u=X01");
    s.send(Event::StartNew);
    assert_eq!(s.model.stage, Stage::Welcome);
    let response = s.only_response();
    assert_eq!(response.outcome, Outcome::Partial);
    assert_eq!(response.answers.len(), 1, "what was not reached was not asked");
    assert_eq!(s.drafts(), 0);
}

#[test]
fn the_browsers_back_is_the_page_before_and_loses_nothing() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.fill();
    s.send(Event::Next);
    s.fill();
    s.send(Event::Next);
    assert_eq!(s.model.stage, Stage::Asking(2));
    s.send(Event::Back);
    assert_eq!(s.model.stage, Stage::Asking(1));
    s.send(Event::Popped(Some(Step { page: 0, depth: 1 })));
    assert_eq!(s.model.stage, Stage::Asking(0));
    s.send(Event::Popped(Some(Step { page: 2, depth: 3 })));
    assert_eq!(s.model.stage, Stage::Asking(2), "forward");
    s.send(Event::Popped(None));
    assert_eq!(s.model.stage, Stage::Found);
    s.send(Event::Resume);
    assert!(s.model.interview.as_ref().unwrap().answer(s.find("s1")).is_some());
}

#[test]
fn nobody_steps_over_pages_that_were_not_reached() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.send(Event::Popped(Some(Step { page: 5, depth: 6 })));
    assert_eq!(s.model.stage, Stage::Asking(0));
}

#[test]
fn a_finished_form_is_not_opened_again_by_back() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.fill_to_review();
    s.send(Event::Submit);
    s.send(Event::Popped(Some(Step { page: 1, depth: 2 })));
    assert_eq!(s.model.stage, Stage::Ended(Outcome::Complete));
    assert!(s.model.interview.is_none());
}

#[test]
fn what_must_be_answered_stops_and_what_should_be_is_named_once() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.send(Event::Next);
    s.send(Event::Next);
    assert_eq!(s.model.stage, Stage::Asking(0), "a hard question holds");
    assert_eq!(s.model.faults.len(), 1);
    s.code("got_result", "yes");
    assert!(s.model.faults.is_empty(), "an answered question is no fault any more");
    s.send(Event::Next);
    s.send(Event::Next);
    assert_eq!(s.model.stage, Stage::Asking(1), "a soft one is named");
    assert!(!s.model.faults.is_empty());
    s.send(Event::Next);
    assert_eq!(s.model.stage, Stage::Asking(2), "and lets go");
}

#[test]
fn each_reason_not_to_open_is_told_apart() {
    let stage = |hash: &str| Scenario::open(hash).model.stage;
    assert_eq!(stage("#/r/nowhere"), Stage::Problem(Problem::UnknownCampaign("nowhere".to_owned())));
    assert!(matches!(stage("#/r/broken"), Stage::Problem(Problem::Broken(_))));
    assert!(matches!(stage("#/r/closed"), Stage::Problem(Problem::Refused(Refusal::Closed(_)))));
    assert!(matches!(stage("#/r/notyet"), Stage::Problem(Problem::Refused(Refusal::NotYetOpen(_)))));
    assert_eq!(stage("#/r/demo?u=ZZZ"), Stage::Problem(Problem::Refused(Refusal::UnknownUnit("ZZZ".to_owned()))));
    assert!(matches!(stage("#/r/demo?q=nothing"), Stage::Problem(Problem::Refused(Refusal::UnknownQuestionnaire(_)))));
}

#[test]
fn a_link_without_a_unit_asks_for_it_before_the_first_question() {
    let mut s = Scenario::open("#/r/demo");
    s.send(Event::Consent);
    assert_eq!(s.model.stage, Stage::Choosing);
    s.send(Event::Choose("X02".to_owned()));
    assert_eq!(s.model.stage, Stage::Asking(0), "who consented is not asked to again");
}

#[test]
fn with_a_full_store_the_end_says_so_and_stays_in_the_page_until_there_is_room() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.fill_to_review();
    s.disk.fill(true);
    s.send(Event::Submit);
    assert_eq!((s.model.stage.clone(), s.model.safety), (Stage::Ended(Outcome::Complete), Durability::Memory));
    assert_eq!(s.responses().len(), 0);
    assert!(s.model.report.unsaved > 0);
    s.disk.fill(false);
    s.wake();
    assert_eq!((s.model.safety, s.model.report.unsaved), (Durability::Both, 0));
    assert_eq!(s.responses().len(), 1);
}

#[test]
fn an_answer_that_is_not_kept_is_said_and_kept_as_soon_as_there_is_room() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.disk.fill(true);
    s.code("got_result", "yes");
    assert!(matches!(s.model.saving, Saving::Failed(_)));
    s.disk.fill(false);
    s.wake();
    assert_eq!(s.model.saving, Saving::Saved);
}

#[test]
fn blocked_storage_is_said_and_the_interview_goes_on() {
    let mut s = Scenario::new();
    s.disk.block();
    s.load("#/r/demo?u=X01");
    assert!(!s.model.report.keeps_drafts(), "before the first question");
    s.send(Event::Consent);
    assert!(matches!(s.model.saving, Saving::Failed(_)));
    assert_eq!(s.model.stage, Stage::Asking(0));
    s.fill_to_review();
    s.send(Event::Submit);
    assert_eq!((s.model.stage.clone(), s.model.safety), (Stage::Ended(Outcome::Complete), Durability::Memory));
    assert_eq!(s.page.opened().len(), 1, "it can be sent from the page");
}

#[test]
fn a_browser_that_cannot_seal_ends_nothing() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.fill_to_review();
    s.disk.can_seal = false;
    s.send(Event::Submit);
    assert_eq!((s.model.stage.clone(), s.model.trouble), (Stage::Review, Some(keeping::Fault::NotSealed)));
    s.disk.can_seal = true;
    s.send(Event::Retry);
    assert_eq!(s.model.stage, Stage::Ended(Outcome::Complete));
    assert_eq!(s.responses().len(), 1);
}

#[test]
fn a_draft_whose_key_is_gone_is_told_and_forgotten_only_on_request() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.disk.wipe_journal();
    s.disk.key = Some(2);
    s.load("#/r/demo?u=X01");
    assert_eq!((s.model.stage.clone(), s.model.report.lost.len()), (Stage::Welcome, 1));
    s.send(Event::Forget);
    assert_eq!(s.model.report.lost.len(), 0);
    s.load("#/r/demo?u=X01");
    assert_eq!(s.model.report.lost.len(), 0);
}

#[test]
fn a_form_that_another_page_has_open_is_not_opened_here() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.disk.held = s.disk.journal.keys().filter(|key| key.starts_with("d.")).cloned().collect();
    s.load("#/r/demo?u=X01");
    assert_eq!((s.model.stage.clone(), s.model.is_elsewhere), (Stage::Welcome, true));
    s.send(Event::Consent);
    assert_eq!((s.model.saving.clone(), s.drafts()), (Saving::Saved, 2));
}

#[test]
fn a_draft_is_finished_with_the_questionnaire_it_was_begun_with() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    s.code("got_result", "yes");
    let text = s.files["questionnaires/ward-office"].replace("2026.1", "2026.2");
    s.files.insert("questionnaires/ward-office".to_owned(), text);
    s.load("#/r/demo?u=X01");
    assert_eq!(s.model.stage, Stage::Found);
    s.send(Event::Resume);
    assert_eq!(s.model.form.as_ref().unwrap().definition.edition, "2026.1");
    s.fill_to_review();
    s.send(Event::Submit);
    assert_eq!(s.only_response().header.questionnaire.1, "2026.1");
}

#[test]
fn a_draft_that_one_medium_damaged_is_found_in_the_other_and_the_damage_is_shown() {
    for is_journal in [false, true] {
        let mut s = Scenario::open("#/r/demo?u=X01");
        s.send(Event::Consent);
        s.code("got_result", "yes");
        let medium = if is_journal { &mut s.disk.journal } else { &mut s.disk.first };
        let (key, text) = medium.iter_mut().find(|(key, _)| key.starts_with("d.")).unwrap();
        text.push('x');
        let key = key.clone();
        s.load("#/r/demo?u=X01");
        assert_eq!((s.model.stage.clone(), s.model.report.unreadable), (Stage::Found, 1));
        assert!(s.disk.journal.keys().any(|other| other.starts_with(&format!("broken.{key}."))), "set aside, not dropped");
    }
}

#[test]
fn choosing_another_unit_comes_back_to_the_page_that_was_open() {
    let mut s = Scenario::open("#/r/demo?u=X01");
    s.send(Event::Consent);
    for _ in 0..2 {
        s.fill();
        s.send(Event::Next);
    }
    s.send(Event::Back);
    assert_eq!(s.model.stage, Stage::Asking(1));
    s.send(Event::OpenChooser);
    s.send(Event::Choose("X02".to_owned()));
    assert_eq!(s.model.stage, Stage::Asking(1));
    assert_eq!(s.model.unit_name(), Some("UBND xã Thạch Đồng"));
}
