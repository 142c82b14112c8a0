//! An analyst's page without a browser: the page's model, the desk and the computation run
//! one after the other, and a shelf keeps what the browser's store would keep.
#![allow(clippy::unwrap_used, dead_code, reason = "a fixture that cannot be read fails its test; not every test uses all of it")]

use std::collections::{BTreeMap, VecDeque};
use std::fs;
use std::ops::ControlFlow;

use phieu::analysis::job;
use phieu::app::analyse::{Effect, Event, FileRole, Model, Place, index, update};
use phieu::app::content;
use phieu::app::intake::{Answer, Ask, Carrier, Desk, Reply, ShelfFault, Source, Step, Stored, Write};
use phieu::app::respond::FetchFault;
use phieu::app::unlocking;
use phieu::base::digest::{fingerprint, sha256};
use phieu::base::time::{Date, Stamp};
use phieu::questionnaire::Definition;
use phieu::response::codec::binary::Codebook;
use phieu::response::{Correction, Response};
use phieu::seal::sheet::split;
use phieu::seal::{PrivateKey, seal};
use phieu::store::handin::file;
use phieu::store::{MemoryMedium, follow_ups, save_follow_up};

/// 2026-11-23, noon in Greenwich.
pub const NOON: Stamp = Stamp(1_795_435_200_000);

/// The key of the shipped campaigns.
pub fn key() -> PrivateKey {
    PrivateKey::from_random(b"phieu: khoa dung thu, ai cung co")
}

/// What the browser keeps, and how it refuses.
#[derive(Default, Clone)]
pub struct Shelf {
    pub kept: BTreeMap<String, Stored>,
    pub fault: Option<ShelfFault>,
    pub writes: usize,
}

impl Shelf {
    fn write(&mut self, campaign: &str, write: Write) -> Result<(), ShelfFault> {
        if let Some(fault) = self.fault {
            return Err(fault);
        }
        self.writes += 1;
        let kept = self.kept.entry(campaign.to_owned()).or_default();
        write.delete.iter().for_each(|name| drop(kept.bundles.remove(name)));
        kept.bundles.extend(write.put);
        kept.ledger = Some(write.ledger);
        Ok(())
    }
}

pub struct Office {
    pub model: Model,
    pub desk: Desk,
    pub shelf: Shelf,
    pub saved: Vec<(String, Vec<u8>)>,
    pub worker: bool,
    /// What this machine's own stores hold.
    pub machine: Vec<Vec<u8>>,
    /// What local storage holds.
    pub local: MemoryMedium,
    pending: VecDeque<(u64, job::Job)>,
    now: u64,
}

impl Office {
    /// The page of a campaign over what is kept.
    pub fn over(shelf: Shelf, id: &str) -> Self {
        let model = Model::default();
        let mut office = Self {
            model,
            desk: Desk::default(),
            shelf,
            saved: Vec::new(),
            worker: true,
            machine: Vec::new(),
            local: MemoryMedium::default(),
            pending: VecDeque::new(),
            now: 0,
        };
        office.send(Event::Opened(Place::parse(&format!("#/analyse?c={id}")).unwrap()));
        office
    }

    /// The page of a campaign with the key and these envelopes in it.
    pub fn with(id: &str, envelopes: &[Vec<u8>]) -> Self {
        let mut office = Self::over(Shelf::default(), id);
        office.unlock();
        if !envelopes.is_empty() {
            office.bring("hand-in.phieu", envelopes);
        }
        office
    }

    /// The campaign's key, by two of its recovery sheets.
    pub fn unlock(&mut self) {
        self.unlock_with(&key());
    }

    /// Another key in the place of the campaign's: what a foreign desk would have.
    pub fn unlock_with(&mut self, key: &PrivateKey) {
        let model = self.model.unlocking.get_or_insert_with(|| unlocking::Model::new(key.public()));
        *model = unlocking::Model::new(key.public());
        for (i, sheet) in split(key, &[7; 32]).iter().take(2).enumerate() {
            let groups: Vec<String> = sheet.text().split_whitespace().map(str::to_owned).collect();
            for (group, text) in groups.into_iter().enumerate() {
                self.send(Event::Key(unlocking::Event::Group(i, group, text)));
            }
        }
        self.send(Event::Key(unlocking::Event::Recover));
    }

    /// The same page after a reload, the key not there yet.
    pub fn reload(self) -> Self {
        let id = self.model.place.campaign.clone();
        Self::over(self.shelf, &id)
    }

    pub fn bring(&mut self, name: &str, envelopes: &[Vec<u8>]) {
        self.give(name, file::encode(envelopes.iter().map(Vec::as_slice)));
    }

    pub fn give(&mut self, name: &str, bytes: Vec<u8>) {
        self.now += 60_000;
        let source = Source { name: name.to_owned(), carrier: Carrier::File, bytes };
        self.send(Event::Sources(Stamp(NOON.0 + self.now), vec![source], Vec::new()));
    }

    pub fn send(&mut self, event: Event) {
        let from = |folder: &str, path: &str| fs::read_to_string(format!("{}/{folder}/{path}", env!("CARGO_MANIFEST_DIR")));
        let read = |path: String| from("public", &path).or_else(|_| from("tests/data", &path)).map_err(|_| FetchFault::Absent);
        for effect in update(&mut self.model, event) {
            match effect {
                Effect::FetchIndex => self.send(Event::IndexRead(Err(FetchFault::Absent))),
                Effect::FetchCampaign(id) => self.send(Event::CampaignRead(id.clone(), read(format!("campaigns/{id}.json")))),
                Effect::FetchQuestionnaire(id) => {
                    self.send(Event::QuestionnaireRead(id.clone(), read(format!("questionnaires/{id}.json"))));
                }
                Effect::Ask(ask, bytes) => self.ask(&ask, bytes),
                Effect::PostRows(id, job, ask) => {
                    self.pending.push_back((id, *job));
                    self.ask(&ask, Vec::new());
                }
                Effect::Post(id, job) => self.compute(id, &job, None),
                Effect::Save(name, bytes) => {
                    self.saved.push((name, bytes));
                    self.send(Event::Saved(true));
                }
                Effect::Index(effect) => self.index(effect),
                Effect::ReadThisMachine => {
                    let bytes = file::encode(self.machine.iter().map(Vec::as_slice));
                    let source = Source { name: "this machine".to_owned(), carrier: Carrier::ThisMachine, bytes };
                    self.send(Event::Sources(NOON, vec![source], Vec::new()));
                }
                Effect::Pull(_)
                | Effect::Scan(_)
                | Effect::Key(_)
                | Effect::Stop
                | Effect::KeepOffline
                | Effect::Focus(_)
                | Effect::SetLanguage(_) => {}
            }
        }
    }

    fn index(&mut self, effect: index::Effect) {
        let read =
            |path: String| fs::read_to_string(format!("{}/public/{path}", env!("CARGO_MANIFEST_DIR"))).map_err(|_| FetchFault::Absent);
        let step = match effect {
            index::Effect::FetchSchemes => index::Step::SchemesRead(read("schemes/index.json".to_owned())),
            index::Effect::FetchScheme(id) => index::Step::SchemeRead(id.clone(), read(format!("schemes/{id}.json"))),
            index::Effect::ReadWorkbook(job, bytes, _) => index::Step::Sheets(job, phieu::dataset::xlsx::read(&bytes)),
            index::Effect::StopReader => return,
            index::Effect::ReadLists(campaign) => index::Step::ListsRead(follow_ups(&self.local, &campaign)),
            index::Effect::SaveList(campaign, scheme, payload, before) => {
                let saved = save_follow_up(&mut self.local, &campaign, &scheme, &payload, &before);
                index::Step::ListSaved(scheme, saved)
            }
        };
        self.step(step);
    }

    /// A step of the index.
    pub fn step(&mut self, step: index::Step) {
        self.send(Event::Index(Box::new(step)));
    }

    fn compute(&mut self, id: u64, job: &job::Job, rows: Option<String>) {
        if self.worker {
            let json = serde_json::to_string(job).unwrap();
            let reply = job::run_beside(&json, rows, &mut |_| ControlFlow::Continue(()));
            self.send(Event::Replied(id, Box::new(serde_json::from_str(&reply).unwrap())));
        }
    }

    /// Through JSON, as between page and worker.
    fn ask(&mut self, ask: &Ask, bytes: Vec<Vec<u8>>) {
        if matches!(ask, Ask::Open { .. }) {
            self.desk = Desk::default();
            self.pending.clear();
        }
        let ask = serde_json::from_str(&serde_json::to_string(ask).unwrap()).unwrap();
        self.desk.hear(ask, bytes, Some([9; 32]));
        self.run();
    }

    fn run(&mut self) {
        let mut step = self.desk.step();
        loop {
            step = match step {
                Step::Idle => break,
                Step::Again => self.desk.step(),
                Step::Read(campaign) => {
                    let kept = self.shelf.kept.get(&campaign).cloned().unwrap_or_default();
                    let found = if self.shelf.fault == Some(ShelfFault::NoStore) { Err(ShelfFault::NoStore) } else { Ok(kept) };
                    self.desk.found(found)
                }
                Step::Write(campaign, write) => {
                    let result = self.shelf.write(&campaign, write);
                    self.desk.written(result)
                }
                Step::Say(mut answer) => {
                    answer.reply = serde_json::from_str(&serde_json::to_string(&answer.reply).unwrap()).unwrap();
                    if answer.reply == Reply::Rows {
                        self.send(Event::Desk(Box::new(Answer { reply: Reply::Rows, beside: None }), NOON, None));
                        let (id, job) = self.pending.pop_front().unwrap();
                        self.compute(id, &job, Some(String::from_utf8(answer.beside.unwrap()).unwrap()));
                    } else {
                        self.send(Event::Desk(Box::new(answer), NOON, Date::parse("2026-11-23")));
                    }
                    self.desk.step()
                }
            };
        }
    }

    pub fn file(&mut self, role: FileRole, name: &str, bytes: &[u8]) {
        self.send(Event::FileChosen(role, name.to_owned(), Some(bytes.to_vec())));
    }

    pub fn download(&mut self) -> (String, String) {
        self.send(Event::Download(Date::parse("2026-11-23").unwrap()));
        let (name, bytes) = self.saved.pop().unwrap();
        (name, String::from_utf8(bytes).unwrap())
    }

    /// Receipts of what counts, as the list that is published says.
    pub fn receipts(&mut self) -> Vec<String> {
        self.send(Event::DownloadReceipts);
        let (_, bytes) = self.saved.pop().unwrap();
        String::from_utf8(bytes).unwrap().lines().map(str::to_owned).collect()
    }
}

fn form(id: &str) -> String {
    let read = |folder: &str| fs::read_to_string(format!("{}/{folder}/questionnaires/{id}.json", env!("CARGO_MANIFEST_DIR")));
    read("public").or_else(|_| read("tests/data")).unwrap()
}

/// A response that is given as text, sealed; its fingerprint becomes the questionnaire's.
pub fn sealed(payload: &str) -> Vec<u8> {
    let mut response = Response::decode(payload).unwrap();
    let text = form(&response.header.questionnaire.0);
    response.header.fingerprint = fingerprint(text.as_bytes());
    let book = Codebook::of(&Definition::read(&text).unwrap(), &response.header.fingerprint).unwrap();
    seal(&response.pack(&book).unwrap(), key().public(), sha256(payload.as_bytes())).unwrap()
}

/// A correction, sealed.
pub fn sealed_correction(correction: &Correction) -> Vec<u8> {
    seal(&content::of_correction(correction), key().public(), sha256(correction.id.as_bytes())).unwrap()
}
