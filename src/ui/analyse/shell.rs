//! The shell around the model: one signal, one way in, and the worker. Effects are
//! carried out here and nowhere else.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::analysis::job::{Job, Reply};
use crate::app::analyse::{Effect, Event, Model, Place, Shown, names::Names, released, update};
use crate::base::Lang;
use crate::base::time::Date;
use crate::disclosure::{Released, Table};
use crate::platform::storage::LocalMedium;
use crate::platform::worker::{Heard, Port};
use crate::platform::{download, fetch, moment, offline, page};
use crate::store;

/// A handle on the model that every view of the role gets.
#[derive(Clone, Copy)]
pub struct Shell {
    model: RwSignal<Model>,
    port: StoredValue<Option<Port>, LocalStorage>,
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
        Self { model: RwSignal::new(Model::default()), port: StoredValue::new_local(None) }
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
            Effect::ReadStore => self.send(Event::StoreRead(store::open(&mut LocalMedium))),
            Effect::Post(id, job) => self.post(id, &job),
            Effect::Stop => self.port.set_value(None),
            Effect::Save(name, bytes) => self.send(Event::Saved(download::save(&name, "text/csv;charset=utf-8", &bytes).is_some())),
            Effect::KeepOffline => spawn_local(async move { self.send(Event::KeptOffline(offline::keep("office").await)) }),
            Effect::Focus(id) => page::focus(id),
            Effect::SetLanguage(language) => page::set_language(language.tag()),
        }
    }

    fn fetch(self, path: String, event: impl FnOnce(Result<String, crate::app::respond::FetchFault>) -> Event + 'static) {
        spawn_local(async move {
            let result = fetch::text(&path).await;
            self.send(event(result));
        });
    }

    /// Hands a job to the worker, starting one where there is none.
    fn post(self, id: u64, job: &Job) {
        let posted = serde_json::to_string(job).map_err(|error| error.to_string()).and_then(|text| {
            self.port
                .try_update_value(|port| {
                    let port = match port {
                        Some(port) => port,
                        None => port.insert(Port::start(move |heard| self.hear(heard))?),
                    };
                    port.post(id, &text)
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
            Heard::Broken(message) => self.send(Event::Broken(message)),
        }
    }
}
