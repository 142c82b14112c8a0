//! A headless tablet: the surveyor's model over a store in memory, its files beside it.
#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::wildcard_enum_match_arm,
    reason = "each test file uses its part; what is not expected fails its test"
)]

#[path = "../keeper/mod.rs"]
mod keeper;

use std::collections::BTreeMap;

use keeper::{Asked as For, Disk, Page, respond_event};
#[allow(unused_imports, reason = "each test file uses its part")]
pub use keeper::{books, demo_key};
use phieu::app::Route;
use phieu::app::collect::shelf::PREFIXES;
use phieu::app::collect::{Board, Device, Effect, Event, Hold, Kept, Key, Model, Place, Power, Stage, handing_in, update};
use phieu::app::content;
use phieu::app::keeping::{self, Finish, Reply, Request};
use phieu::app::respond::{self, FetchFault, Moment, Stage as Asked, Step};
use phieu::app::route::Gate;
use phieu::base::digest::sha256;
use phieu::base::time::{Date, Stamp};
use phieu::campaign::Campaign;
use phieu::questionnaire::Kind;
use phieu::response::{Answer, Correction, Response};
use phieu::seal::seal;
use phieu::store::journal::Durability;
use phieu::store::{self, MediumFault, MemoryMedium};

/// 2026-11-24, 7:00 in Hà Nội.
pub const MORNING: u64 = 1_795_478_400_000;
pub const PIN: &str = "2468";

pub struct Tablet {
    pub model: Model,
    /// The device's own record, of format 0.
    pub medium: MemoryMedium,
    pub disk: Disk,
    pub page: Page,
    pub files: BTreeMap<String, String>,
    pub clock: u64,
    pub history: Vec<Step>,
    pub focus: String,
    pub addressed: usize,
    pub files_saved: Vec<(String, Vec<u8>)>,
}

impl Tablet {
    pub fn new() -> Self {
        let mut files = BTreeMap::new();
        for folder in ["public/campaigns", "public/questionnaires", "tests/data/tablet/campaigns", "tests/data/tablet/questionnaires"] {
            for entry in std::fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                let name = format!("{}/{}", folder.rsplit('/').next().unwrap(), path.file_stem().unwrap().to_str().unwrap());
                files.insert(name, std::fs::read_to_string(&path).unwrap());
            }
        }
        let list = r#"[{"id":"demo","title":{"vi":"Một"}},{"id":"tablet","title":{"vi":"Hai","en":"Two"}}]"#;
        files.insert("campaigns/index".into(), list.into());
        let mut disk = Disk::new();
        let page = disk.page();
        Self {
            model: Model::default(),
            medium: MemoryMedium::default(),
            disk,
            page,
            files,
            clock: MORNING,
            history: Vec::new(),
            focus: String::new(),
            addressed: 0,
            files_saved: Vec::new(),
        }
    }

    /// On the board of a tablet that was set up this morning.
    pub fn ready() -> Self {
        let mut tablet = Self::new();
        tablet.open(Some("tablet"));
        tablet.settle();
        tablet
    }

    /// A fresh page over the same store.
    pub fn open(&mut self, route: Option<&str>) {
        self.model = Model::default();
        self.page = self.disk.page();
        self.history.clear();
        self.send(Event::Opened(Gate { campaign: route.map(str::to_owned), key: None }));
    }

    /// A fresh page at this address.
    pub fn open_at(&mut self, hash: &str) {
        self.model = Model::default();
        match Route::parse(hash) {
            Route::Collect(gate) => self.send(Event::Opened(gate)),
            other => panic!("{other:?}"),
        }
    }

    pub fn settle(&mut self) {
        assert_eq!(self.model.stage, Stage::Preparing);
        assert!(self.model.is_ready(), "{:?}", phieu::app::collect::lines(&self.model));
        self.send(Event::Show(Stage::Setting));
        self.send(Event::Settle("DTV07".into(), PIN.into(), PIN.into()));
        self.send(Event::Confirm(place("P01")));
        assert_eq!(self.model.stage, Stage::Board);
    }

    /// The place once more, on a device whose surveyor and PIN are known.
    pub fn settle_again(&mut self) {
        assert_eq!(self.model.stage, Stage::Preparing);
        self.send(Event::Show(Stage::Placing));
        self.send(Event::Confirm(place("P01")));
        assert_eq!(self.model.stage, Stage::Board);
    }

    /// The campaign says until when forms are kept.
    pub fn keep_until(&mut self, date: &str) {
        let mut campaign = Campaign::clone(self.model.campaign.as_ref().unwrap());
        campaign.keep_until = Date::parse(date);
        self.model.campaign = Some(std::sync::Arc::new(campaign));
    }

    pub fn send(&mut self, event: Event) {
        self.clock += 1_000;
        self.at_once(event);
    }

    /// Without the second that lies between two acts.
    pub fn at_once(&mut self, event: Event) {
        let random = self.clock.to_le_bytes().repeat(2).try_into().unwrap();
        let moment = Moment { stamp: Stamp(self.clock), offset: 420, random };
        self.disk.clock = self.clock;
        for effect in update(&mut self.model, event, moment) {
            if let Some(answer) = self.carry_out(effect) {
                self.clock += 1;
                self.at_once(answer);
            }
            self.hear();
        }
    }

    /// What the store answered.
    fn hear(&mut self) {
        while let Some(report) = self.page.hear_report() {
            self.clock += 1;
            self.at_once(Event::Interview(respond::Event::Reported(report)));
        }
        while let Some((asked, reply)) = self.page.hear() {
            self.clock += 1;
            self.at_once(match (asked, reply) {
                (For::Board, Reply::Read(contents)) => Event::StoreRead(*contents),
                (For::Desk, Reply::Kept(result)) => Event::Desk(handing_in::Event::Kept(result)),
                (For::Correction, Reply::Finished(result)) => {
                    let fault = keeping::Fault::Medium(MediumFault::Full);
                    Event::CorrectionKept(result.and_then(|done| if done.durability >= Durability::Journal { Ok(()) } else { Err(fault) }))
                }
                (asked, reply) => Event::Interview(respond_event(asked, reply)),
            });
        }
    }

    /// No room anywhere, or room again.
    pub fn full(&mut self, full: bool) {
        self.medium.limit = full.then_some(10);
        self.disk.fill(full);
    }

    /// Time goes by, and what failed is tried again.
    pub fn wake(&mut self) {
        self.page.event(&mut self.disk, keeping::Event::Woke);
        self.hear();
    }

    pub fn ask(&mut self, event: respond::Event) {
        self.send(Event::Interview(event));
    }

    fn file(&self, name: &str) -> Result<String, FetchFault> {
        self.files.get(name).cloned().ok_or(FetchFault::Absent)
    }

    fn carry_out(&mut self, effect: Effect) -> Option<Event> {
        Some(match effect {
            Effect::Interview(effect) => return self.carry_out_asked(effect).map(Event::Interview),
            Effect::Hold => Event::Held(Hold::Ours),
            Effect::ReadDevice => Event::DeviceRead(store::device(&mut self.medium)),
            Effect::KeepDevice(text, custody) => Event::DeviceKept(store::keep_device(&mut self.medium, &text, custody)),
            Effect::FetchList => Event::ListRead(self.file("campaigns/index")),
            Effect::FetchCampaign(id) => Event::CampaignRead(self.file(&format!("campaigns/{id}"))),
            Effect::FetchQuestionnaire(id) => Event::QuestionnaireRead(id.clone(), self.file(&format!("questionnaires/{id}"))),
            Effect::ReadStore => {
                self.page.asks(&mut self.disk, Request::Read(PREFIXES.map(str::to_owned).to_vec()), For::Board);
                return None;
            }
            Effect::LookAgain => {
                self.page.event(&mut self.disk, keeping::Event::Returned);
                return None;
            }
            Effect::Probe => Event::Probed(store::probe(&mut self.medium)),
            Effect::KeepOffline => Event::KeptOffline(Ok(())),
            Effect::ReadPower => Event::PowerRead(Some(Power { percent: 80, charging: false })),
            Effect::AppendCorrection(correction) => {
                let content = content::of_correction(&correction);
                let (campaign, key) = (correction.campaign.clone(), demo_key().public());
                let finish = Finish { campaign, id: correction.id.clone(), content, key, register: Some(correction.encode().into_bytes()) };
                self.page.asks(&mut self.disk, Request::Finish(Box::new(finish)), For::Correction);
                return None;
            }
            Effect::Desk(effect) => return self.carry_out_desk(effect),
            Effect::Address => {
                self.addressed += 1;
                return None;
            }
            // Some browsers never answer; nobody waits for it.
            Effect::AskPersistence | Effect::Dress(..) => return None,
        })
    }

    fn carry_out_desk(&mut self, effect: handing_in::Effect) -> Option<Event> {
        match effect {
            handing_in::Effect::Seal(content, key) => {
                let sealed = if self.disk.can_seal { seal(&content, key, sha256(&self.clock.to_le_bytes())) } else { None };
                Some(Event::Desk(handing_in::Event::Sealed(sealed.ok_or(keeping::Fault::NotSealed))))
            }
            handing_in::Effect::Put(changes) => {
                self.page.asks(&mut self.disk, Request::Put(changes), For::Desk);
                None
            }
            handing_in::Effect::Save(name, bytes) => {
                self.files_saved.push((name, bytes));
                Some(Event::Desk(handing_in::Event::Saved(true)))
            }
            other @ (handing_in::Effect::Read | handing_in::Effect::Left) => panic!("{other:?}"),
        }
    }

    fn carry_out_asked(&mut self, effect: respond::Effect) -> Option<respond::Event> {
        use respond::Effect as E;
        self.page.respond(&mut self.disk, &effect, true);
        Some(match effect {
            E::HistoryBack => {
                self.history.pop();
                respond::Event::Popped(self.history.last().copied())
            }
            E::Push(step) => {
                self.history.push(step);
                return None;
            }
            E::Replace(step) => {
                self.history.pop();
                self.history.push(step);
                return None;
            }
            E::Focus(id) => {
                self.focus = id;
                return None;
            }
            E::SetLanguage(_)
            | E::ReadStore
            | E::ReadDefinition(_)
            | E::KeepDefinition(..)
            | E::SaveDraft { .. }
            | E::Finish(_)
            | E::Forget(_) => return None,
            other @ (E::FetchCampaign(_) | E::FetchQuestionnaire(_) | E::ReadTryout(_)) => {
                panic!("an interview asks the network for nothing: {other:?}")
            }
        })
    }

    /// Answers everything on the open page with the second choice.
    pub fn fill(&mut self) {
        let form = self.model.interview.form.clone().unwrap();
        let ids: Vec<_> = self.model.interview.page().unwrap().variables().collect();
        for id in ids {
            let code = form.question(id).options.first().map(|choice| choice.code.clone());
            let answer = match (form.scale(id), code) {
                (Some(_), _) => Answer::Number(2),
                (None, Some(code)) if form.variable(id).kind == Kind::Multiple => Answer::Set(vec![code]),
                (None, Some(code)) => Answer::Text(code),
                (None, None) => Answer::Text("secret remark".into()),
            };
            self.ask(respond::Event::Answer(id, Some(answer)));
        }
    }

    /// From the trust screen to the end.
    pub fn answer_all(&mut self) {
        assert_eq!(self.model.interview.stage, Asked::Welcome);
        self.ask(respond::Event::Consent);
        for _ in 0..20 {
            if self.model.interview.stage == Asked::Review {
                break;
            }
            self.fill();
            self.ask(respond::Event::Next);
        }
        self.ask(respond::Event::Submit);
    }

    pub fn interview(&mut self) {
        self.send(Event::Next);
        self.answer_all();
        assert!(matches!(self.model.interview.stage, Asked::Ended(_)), "{:?}", self.model.interview.stage);
        self.send(Event::Leave);
    }

    pub fn pin(&mut self, digits: &str) {
        self.send(Event::Key(Key::Open));
        for digit in digits.bytes() {
            self.send(Event::Key(Key::Digit(digit - b'0')));
        }
        self.send(Event::Key(Key::Enter));
    }

    pub fn take_back(&mut self) {
        self.pin(PIN);
        assert_eq!(self.model.stage, Stage::Board);
    }

    /// Seconds go by, untouched.
    pub fn wait(&mut self, seconds: u64) {
        for _ in 0..seconds {
            self.send(Event::Tick);
        }
    }

    pub fn responses(&mut self) -> Vec<Response> {
        self.disk.responses()
    }

    pub fn corrections(&mut self) -> Vec<Correction> {
        self.disk.corrections()
    }

    pub fn drafts(&mut self) -> usize {
        self.disk.drafts()
    }

    pub fn device(&mut self) -> Device {
        Device::decode(&store::device(&mut self.medium).unwrap().unwrap()).unwrap()
    }

    /// The board as it is read off the store now.
    pub fn recount(&mut self) -> Board {
        let campaign = Campaign::read(&self.files["campaigns/tablet"]).unwrap();
        let contents = self.disk.page().contents(&mut self.disk, &["r."]);
        Board::read(&campaign, &Kept::read(&contents))
    }

    /// Done, in progress and wanted at the settled place.
    pub fn row(&self) -> (usize, usize, Option<u32>) {
        let row = self.model.row().unwrap();
        (row.done, row.open, row.wanted)
    }
}

pub fn place(unit: &str) -> Place {
    Place { unit: unit.into(), village: " Thôn Đoài ".into(), group: "citizen".into(), questionnaire: "six".into() }
}
