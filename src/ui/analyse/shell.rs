//! The shell around the model: one signal, one way in, and two workers: the desk, which has
//! the key and what was opened with it, and the computation. Effects are carried out here
//! and nowhere else.

use std::collections::VecDeque;
use std::sync::Arc;

use js_sys::Uint8Array;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::index::Carrier as Index;
use super::scanner::Scanner;
use super::this_machine;
use crate::analysis::job::{Job, Reply};
use crate::app::analyse::{Effect, Event, Model, Place, Shown, Work, names::Names, pulling, released, scanning, update};
use crate::app::intake::{Answer, Ask, Reply as DeskReply};
use crate::base::Lang;
use crate::base::time::Date;
use crate::disclosure::{Released, Table};
use crate::platform::worker::{Heard, Port};
use crate::platform::{download, drop_box, fetch, moment, offline, page};
use crate::ui::unlock::Carrier;

/// A handle on the model that every view of the role gets.
#[derive(Clone, Copy)]
pub struct Shell {
    model: RwSignal<Model>,
    port: StoredValue<Option<Port>, LocalStorage>,
    desk: StoredValue<Option<Port>, LocalStorage>,
    /// Jobs whose rows the desk still makes, in order.
    waiting: StoredValue<VecDeque<(u64, Job)>, LocalStorage>,
    unlocking: Carrier,
    scanner: Scanner,
    index: Index,
}

/// What pictures are drawn from: results, the table that may leave, and names.
#[derive(Clone)]
pub struct Sight(Arc<Seen>);

/// See [`Sight`].
pub struct Seen {
    /// Working results and what they are of.
    pub shown: Arc<Shown>,
    /// What may leave at the present minimum.
    pub table: Released<Table>,
    /// What codes are called.
    pub names: Names,
}

impl std::ops::Deref for Sight {
    type Target = Seen;

    fn deref(&self) -> &Seen {
        &self.0
    }
}

impl PartialEq for Sight {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Shell {
    /// A shell around an empty model.
    pub fn start() -> Self {
        let model = RwSignal::new(Model::default());
        Self {
            model,
            index: Index::new(model),
            port: StoredValue::new_local(None),
            desk: StoredValue::new_local(None),
            waiting: StoredValue::new_local(VecDeque::new()),
            unlocking: Carrier::new(),
            scanner: Scanner::new(),
        }
    }

    /// A memo of part of the model.
    pub fn memo<T: PartialEq + Send + Sync + 'static>(self, part: impl Fn(&Model) -> T + Send + Sync + 'static) -> Memo<T> {
        Memo::new(move |_| self.model.with(&part))
    }

    /// Part of the model now, without following its changes.
    pub fn peek<T>(self, part: impl FnOnce(&Model) -> T) -> T {
        self.model.with_untracked(part)
    }

    /// The language of the page.
    pub fn language(self) -> Memo<Lang> {
        self.memo(|model| model.language)
    }

    /// What is shown; made anew only when results, minimum or language are others.
    pub fn sight(self) -> Memo<Option<Sight>> {
        let key = self.memo(|model| (model.shown.as_ref().map(|shown| Arc::as_ptr(shown) as usize), model.minimum, model.language));
        Memo::new(move |_| {
            // `track` alone does not run a memo, and one that never ran hears nothing.
            key.get();
            self.peek(|model| {
                let shown = model.shown.clone()?;
                let names = Names::new(model, Some(&shown.request));
                Some(Sight(Arc::new(Seen { table: released(&shown, model.minimum), names, shown })))
            })
        })
    }

    /// Today, for the name of a file.
    pub fn today() -> Option<Date> {
        let now = moment::now();
        Date::of_stamp(now.stamp, now.offset)
    }

    /// Sends an event and carries out what follows from it.
    pub fn send(self, event: Event) {
        let effects = self.model.try_update(|model| update(model, event)).unwrap_or_default();
        for effect in effects {
            self.carry_out(effect);
        }
    }

    /// Follows the address for as long as the page lives.
    pub fn listen(self) -> bool {
        page::on_leave(move || self.peek(|model| model.index.following.is_unsaved()));
        offline::listen("hashchange", move || {
            if let Some(place) = Place::parse(&page::hash()) {
                self.send(Event::Opened(place));
            }
        })
    }

    fn carry_out(self, effect: Effect) {
        match effect {
            Effect::FetchIndex => self.fetch("campaigns/index.json".to_owned(), Event::IndexRead),
            Effect::FetchCampaign(id) => self.fetch(["campaigns/", &id, ".json"].concat(), move |result| Event::CampaignRead(id, result)),
            Effect::FetchQuestionnaire(id) => {
                self.fetch(["questionnaires/", &id, ".json"].concat(), move |result| Event::QuestionnaireRead(id, result));
            }
            Effect::Ask(ask, beside) => self.ask(&ask, &beside),
            Effect::Key(effect) => self.unlocking.carry_out(effect, move |event| self.send(Event::Key(event))),
            Effect::Pull(effect) => self.pull(effect),
            Effect::Scan(effect) => self.scan(effect),
            Effect::Index(effect) => self.index.carry_out(effect, self),
            Effect::ReadThisMachine => spawn_local(async move {
                let (sources, unread) = this_machine::read(self.peek(|model| model.language)).await;
                self.send(Event::Sources(moment::now().stamp, sources, unread));
            }),
            Effect::PostRows(id, job, ask) => {
                self.waiting.update_value(|waiting| waiting.push_back((id, *job)));
                self.ask(&ask, &[]);
            }
            Effect::Post(id, job) => self.post(id, &job, None),
            Effect::Stop => self.port.set_value(None),
            Effect::Save(name, bytes) => {
                let kind = if name.ends_with("receipts.txt") { "text/plain;charset=utf-8" } else { "text/csv;charset=utf-8" };
                self.send(Event::Saved(download::save(&name, kind, &bytes).is_some()));
            }
            Effect::KeepOffline => spawn_local(async move { self.send(Event::KeptOffline(offline::keep("office").await)) }),
            Effect::Focus(id) => page::focus(id),
            Effect::SetLanguage(language) => page::set_language(language.tag()),
        }
    }

    /// What the index says now.
    pub fn outcome(self) -> Memo<Option<super::index::Seen>> {
        self.index.outcome()
    }

    /// Photos of codes.
    pub fn photos(self, files: Vec<web_sys::File>) {
        self.scanner.photos(files, self);
    }

    fn scan(self, effect: scanning::Effect) {
        match effect {
            scanning::Effect::Deliver(sources) => self.send(Event::Sources(moment::now().stamp, sources, Vec::new())),
            scanning::Effect::Focus(id) => page::focus(id.to_owned()),
            scanning::Effect::OpenCamera => self.scanner.open(self),
            scanning::Effect::CloseCamera => self.scanner.close(),
        }
    }

    fn pull(self, effect: pulling::Effect) {
        match effect {
            pulling::Effect::Get(job, address, authorization) => spawn_local(async move {
                let answer = drop_box::get(&address, &authorization).await;
                self.send(Event::Pull(pulling::Event::Answered(job, answer)));
            }),
            pulling::Effect::Wait(job, millis) => {
                let pause = std::time::Duration::from_millis(millis);
                set_timeout(move || self.send(Event::Pull(pulling::Event::Waited(job))), pause);
            }
            pulling::Effect::Abort => drop_box::abort(),
            pulling::Effect::Deliver(sources) => self.send(Event::Sources(moment::now().stamp, sources, Vec::new())),
            pulling::Effect::Focus(id) => page::focus(id.to_owned()),
        }
    }

    fn fetch(self, path: String, event: impl FnOnce(Result<String, crate::app::respond::FetchFault>) -> Event + 'static) {
        spawn_local(async move {
            let result = fetch::text(&path).await;
            self.send(event(result));
        });
    }

    /// Asks the desk. Another campaign has another desk: with the old one go its key and
    /// everything that was opened.
    fn ask(self, ask: &Ask, beside: &[Vec<u8>]) {
        if matches!(ask, Ask::Open { .. }) {
            self.desk.set_value(None);
            self.waiting.set_value(VecDeque::new());
        }
        let asked = serde_json::to_string(ask).map_err(|error| error.to_string()).and_then(|text| {
            self.desk
                .try_update_value(|port| {
                    let port = match port {
                        Some(port) => port,
                        None => port.insert(Port::start(move |heard| self.hear_desk(heard))?),
                    };
                    port.ask(&text, beside)
                })
                .unwrap_or_else(|| Err(String::new()))
        });
        if let Err(message) = asked {
            self.desk_failed(message);
        }
    }

    fn hear_desk(self, heard: Heard) {
        match heard {
            Heard::Desk(text, beside) => match serde_json::from_str::<DeskReply>(&text) {
                Ok(DeskReply::Rows) => {
                    self.rows(beside.as_ref());
                    self.send(Event::Desk(Box::new(Answer { reply: DeskReply::Rows, beside: None }), moment::now().stamp, None));
                }
                Ok(reply) => {
                    let answer = Answer { reply, beside: beside.map(|bytes| bytes.to_vec()) };
                    self.send(Event::Desk(Box::new(answer), moment::now().stamp, Self::today()));
                }
                Err(error) => self.desk_failed(error.to_string()),
            },
            Heard::Reply(..) => {}
            Heard::Broken(message) => self.desk_failed(message),
        }
    }

    fn desk_failed(self, message: String) {
        self.desk.set_value(None);
        self.send(Event::DeskBroken(message));
    }

    /// The desk's rows go to the computation as they are, if the job is still wanted.
    fn rows(self, rows: Option<&Uint8Array>) {
        let Some((id, job)) = self.waiting.try_update_value(VecDeque::pop_front).flatten() else { return };
        let wanted = self.peek(|model| matches!(&model.work, Work::Running { id: now, .. } if *now == id));
        if wanted {
            self.post(id, &job, rows);
        }
    }

    /// Hands a job to the worker, starting one where there is none.
    fn post(self, id: u64, job: &Job, rows: Option<&Uint8Array>) {
        // A file goes beside its job as it is: made JSON, a large one would hold up the page.
        let beside = job.text().map(|text| Uint8Array::from(text.as_bytes()));
        let rows = rows.or(beside.as_ref());
        let posted = serde_json::to_string(&job.without_text()).map_err(|error| error.to_string()).and_then(|text| {
            self.port
                .try_update_value(|port| {
                    let port = match port {
                        Some(port) => port,
                        None => port.insert(Port::start(move |heard| self.hear(heard))?),
                    };
                    match rows {
                        Some(rows) => port.post_rows(id, &text, rows),
                        None => port.post(id, &text),
                    }
                })
                .unwrap_or_else(|| Err(String::new()))
        });
        if let Err(message) = posted {
            self.send(Event::Broken(message));
        }
    }

    fn hear(self, heard: Heard) {
        match heard {
            Heard::Reply(id, text) => match serde_json::from_str::<Reply>(&text) {
                Ok(reply) => self.send(Event::Replied(id, Box::new(reply))),
                Err(error) => self.send(Event::Broken(error.to_string())),
            },
            Heard::Desk(..) => {}
            Heard::Broken(message) => self.send(Event::Broken(message)),
        }
    }
}
