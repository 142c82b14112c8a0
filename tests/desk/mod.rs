//! A manager without a browser: a host of files, a store in memory, the worker run at once,
//! and what the page would send.
#![allow(dead_code, clippy::unwrap_used, reason = "each test file uses its part; a fixture that cannot be read fails its test")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Cursor, Read as _};

use phieu::app::keeping::Contents;
use phieu::app::manage::key::{BYTES, Step};
use phieu::app::manage::{Edit, Effect, Event, Field, Model, Package, Place, UnitField, update};
use phieu::app::respond::{self, FetchFault, Moment};
use phieu::app::route::Route;
use phieu::app::unlocking;
use phieu::base::time::Stamp;
use phieu::base::{Lang, Severity};
use phieu::campaign::Campaign;
use phieu::seal::job::{self, Done, Job};
use phieu::seal::{Fresh, Passphrase};
use phieu::store::{self, MemoryMedium};

/// The passphrase of the rounds here.
pub const WORDS: &str = "lua gach vuon suong chim thuyen";

/// 24 November 2026, ten in the morning in Vietnam.
pub const NOW: u64 = 1_795_489_200_000;

pub struct Desk {
    pub model: Model,
    pub host: BTreeMap<String, String>,
    pub medium: MemoryMedium,
    pub saved: Vec<(String, Vec<u8>)>,
    pub takes: bool,
    pub clock: u64,
}

pub fn public(path: &str) -> String {
    fs::read_to_string(format!("{}/public/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

impl Desk {
    pub fn new() -> Self {
        let mut host = BTreeMap::new();
        for name in ["ward-office", "sipas-citizen", "firm", "officials-departments", "officials-communes"] {
            host.insert(format!("questionnaires/{name}.json"), public(&format!("questionnaires/{name}.json")));
        }
        host.insert("keys/demo.json".to_owned(), public("keys/demo.json"));
        for name in ["demo", "desk"] {
            host.insert(format!("campaigns/{name}.json"), public(&format!("campaigns/{name}.json")));
        }
        let listed = r#"[{"id":"demo","title":{"vi":"Đợt minh họa"}},{"id":"desk","title":{"vi":"Tại nơi trả kết quả"}}]"#;
        host.insert("campaigns/index.json".to_owned(), listed.to_owned());
        Self { model: Model::default(), host, medium: MemoryMedium::default(), saved: Vec::new(), takes: true, clock: NOW }
    }

    pub fn at(hash: &str) -> Self {
        let mut desk = Self::new();
        desk.go(hash);
        desk
    }

    pub fn go(&mut self, hash: &str) {
        self.send(Event::Opened(Place::parse(hash).unwrap()));
    }

    /// The same machine after the page was closed.
    pub fn again(&mut self, hash: &str) {
        self.model = Model::default();
        self.go(hash);
    }

    pub fn fetched(&self, path: &str) -> Result<String, FetchFault> {
        self.host.get(path).cloned().ok_or(FetchFault::Absent)
    }

    pub fn send(&mut self, event: Event) {
        self.clock += 1_000;
        let moment = Moment { stamp: Stamp(self.clock), offset: 420, random: [7; 16] };
        for effect in update(&mut self.model, event, moment) {
            match effect {
                Effect::FetchIndex => self.send(Event::IndexRead(self.fetched("campaigns/index.json"))),
                Effect::ReadDrafts => self.send(Event::DraftsRead(store::campaign_drafts(&self.medium))),
                Effect::FetchCampaign(id) => {
                    let result = self.fetched(&format!("campaigns/{id}.json"));
                    self.send(Event::CampaignRead(id, result));
                }
                Effect::FetchQuestionnaire(name) => {
                    let result = self.fetched(&format!("questionnaires/{name}.json"));
                    self.send(Event::QuestionnaireRead(name, result));
                }
                Effect::ReadWording(name, mark) => {
                    let kept = store::definition(&self.medium, &mark);
                    self.send(Event::WordingRead(name, mark, kept));
                }
                Effect::KeepWording(mark, text) => {
                    let kept = store::keep_definition(&mut self.medium, &mark, &text);
                    self.send(Event::WordingKept(kept));
                }
                Effect::SaveSoon => self.send(Event::SaveDue),
                Effect::SaveDraft(name, payload, before) => {
                    let saved = store::save_campaign_draft(&mut self.medium, &name, &payload, &before);
                    self.send(Event::DraftSaved(name, saved));
                }
                Effect::DeleteDraft(name) => {
                    let removed = store::remove_campaign_draft(&mut self.medium, &name);
                    self.send(Event::Deleted(removed));
                }
                Effect::KeepTryout(id, text) => {
                    let kept = store::keep_tryout(&mut self.medium, &id, &text);
                    self.send(Event::TryoutKept(kept));
                }
                Effect::Save(name, _, bytes) => {
                    self.saved.push((name, bytes));
                    self.send(Event::Saved(self.takes));
                }
                Effect::Seal(number, job) => match job::reply(&job::run(&job.encode())) {
                    Some(Ok(Done::Sealed(file))) => self.step(Step::Sealed(number, Ok(file))),
                    Some(Err(refused)) => self.step(Step::Sealed(number, Err(refused))),
                    other => panic!("{other:?}"),
                },
                Effect::Unlock(unlocking::Effect::Open(number, file, words)) => {
                    match job::reply(&job::run(&Job::Open { file: *file, words }.encode())) {
                        Some(Ok(Done::Opened(key))) => self.unlock(unlocking::Event::Opened(number, Ok(key))),
                        Some(Err(refused)) => self.unlock(unlocking::Event::Opened(number, Err(refused))),
                        other => panic!("{other:?}"),
                    }
                }
                Effect::Unlock(unlocking::Effect::FetchDemo) => {
                    let result = self.fetched("keys/demo.json");
                    self.unlock(unlocking::Event::DemoRead(result));
                }
                Effect::Go(place) => self.send(Event::Opened(place)),
                Effect::Unlock(unlocking::Effect::Stop | unlocking::Effect::Focus(_))
                | Effect::ReadWorkbook(..)
                | Effect::StopReader
                | Effect::Copy(_)
                | Effect::Print
                | Effect::Focus(_)
                | Effect::SetLanguage(_) => {}
            }
        }
    }

    pub fn edit(&mut self, edit: Edit) {
        self.send(Event::Edit(edit));
    }

    pub fn set(&mut self, field: Field, text: &str) {
        self.edit(Edit::Set(field, text.to_owned()));
        self.send(Event::Rest);
    }

    pub fn unit(&mut self, field: UnitField, unit: usize, text: &str) {
        self.set(Field::Unit(unit, field), text);
    }

    pub fn campaign(&self) -> &Campaign {
        self.model.campaign().unwrap()
    }

    pub fn codes(&self, severity: Severity) -> Vec<(String, String)> {
        let findings = self.model.opened.as_ref().unwrap().findings.iter();
        findings.filter(|finding| finding.severity == severity).map(|finding| (finding.code.clone(), finding.at.clone())).collect()
    }

    /// A round of three units that can be released.
    pub fn round(&mut self) {
        self.send(Event::Create);
        self.key(3);
        self.recover();
        self.set(Field::Controller(Lang::Vi), "Sở Nội vụ tỉnh Sơn Giang ");
        self.set(Field::PlanNumber, "217/KH-UBND");
        self.set(Field::Hotline, "0200 3 888 888");
        for (i, (kind, name, population)) in
            [("ward", "Phường Một", "1.279"), ("commune", "Xã Hai", "640"), ("commune", "Xã Ba", "210")].into_iter().enumerate()
        {
            self.edit(Edit::AddUnit(kind.to_owned()));
            self.unit(UnitField::Name, i, name);
            self.unit(UnitField::Population("citizen".to_owned()), i, population);
            self.unit(UnitField::Quota("citizen".to_owned()), i, "60");
        }
    }

    /// Makes a key of these bytes.
    pub fn key(&mut self, byte: u8) {
        let words = || Passphrase::new(WORDS);
        self.step(Step::Make(words(), words(), Some(Fresh::new([byte; BYTES]))));
    }

    /// "Thử khôi phục khóa", from the key file that was saved.
    pub fn recover(&mut self) {
        self.step(Step::Save);
        let (name, bytes) = self.saved.pop().unwrap();
        self.unlock(unlocking::Event::FileChosen(name, Some(bytes)));
        self.unlock(unlocking::Event::Open(Passphrase::new(WORDS)));
    }

    pub fn step(&mut self, step: Step) {
        self.send(Event::Key(step));
    }

    pub fn unlock(&mut self, event: unlocking::Event) {
        self.step(Step::Unlock(event));
    }

    pub fn release(&mut self) -> String {
        let before = self.saved.len();
        self.send(Event::Release(Package::Json));
        assert_eq!(self.saved.len(), before + 1, "{:?}", self.codes(Severity::Error));
        String::from_utf8(self.saved.last().unwrap().1.clone()).unwrap()
    }

    pub fn files(&mut self) -> BTreeMap<String, String> {
        self.send(Event::Release(Package::Zip));
        let (_, bytes) = self.saved.last().unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes.clone())).unwrap();
        let mut files = BTreeMap::new();
        for i in 0..zip.len() {
            let mut file = zip.by_index(i).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            files.insert(file.name().unwrap().into_owned(), text);
        }
        files
    }

    /// Puts the files of a ZIP on the host.
    pub fn publish(&mut self) -> BTreeMap<String, String> {
        let files = self.files();
        self.host.extend(files.clone());
        files
    }

    pub fn draft_key(&self) -> String {
        format!("phieu.0.campaign_draft.{}", self.model.opened.as_ref().unwrap().name)
    }
}

/// Opens a link as a respondent would; gives the stage.
pub fn answer(desk: &Desk, hash: &str, day: u64) -> respond::Stage {
    let Route::Respond(link) = Route::parse(hash) else { panic!("{hash}") };
    let mut model = respond::Model::default();
    let mut waiting = vec![respond::Event::Opened(link)];
    while let Some(event) = waiting.pop() {
        for effect in respond::update(&mut model, event, Moment { stamp: Stamp(day), offset: 420, random: [1; 16] }) {
            match effect {
                respond::Effect::FetchCampaign(id) => {
                    waiting.push(respond::Event::CampaignRead(desk.fetched(&format!("campaigns/{id}.json"))));
                }
                respond::Effect::FetchQuestionnaire(id) => {
                    waiting.push(respond::Event::QuestionnaireRead(id.clone(), desk.fetched(&format!("questionnaires/{id}.json"))));
                }
                respond::Effect::ReadTryout(id) => {
                    let text = desk.medium.texts.get(&format!("phieu.0.tryout.{id}")).cloned();
                    waiting.push(respond::Event::CampaignRead(text.ok_or(FetchFault::Absent)));
                }
                respond::Effect::ReadStore => waiting.push(respond::Event::StoreRead(Contents::default())),
                respond::Effect::ReadDefinition(_)
                | respond::Effect::KeepDefinition(..)
                | respond::Effect::SaveDraft { .. }
                | respond::Effect::Finish(_)
                | respond::Effect::Forget(_)
                | respond::Effect::Push(_)
                | respond::Effect::Replace(_)
                | respond::Effect::HistoryBack
                | respond::Effect::Focus(_)
                | respond::Effect::SetLanguage(_) => {}
            }
        }
    }
    model.stage
}
