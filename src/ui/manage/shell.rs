//! The shell around the model: one signal, one way in. Effects are carried out here and
//! nowhere else.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::app::manage::{Edit, Effect, Event, Model, Place, Saving, importing, key, links, update};
use crate::app::respond::FetchFault;
use crate::base::Lang;
use crate::platform::storage::LocalMedium;
use crate::platform::worker::{Heard, Port};
use crate::platform::{clipboard, download, drop_box, fetch, moment, offline, page};
use crate::seal::job::Done;
use crate::store;
use crate::ui::unlock::{Answer, Carrier};

/// How long typing may pause before the draft is saved, in milliseconds.
const PAUSE: i32 = 400;

/// A handle on the model that every view of the role gets.
#[derive(Clone, Copy)]
pub struct Shell {
    model: RwSignal<Model>,
    due: StoredValue<bool>,
    reader: StoredValue<Option<Port>, LocalStorage>,
    keys: Carrier,
}

impl Shell {
    /// A shell around an empty model.
    pub fn start() -> Self {
        Self {
            model: RwSignal::new(Model::default()),
            due: StoredValue::new(false),
            reader: StoredValue::new_local(None),
            keys: Carrier::new(),
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

    /// Changes the document.
    pub fn edit(self, edit: Edit) {
        self.send(Event::Edit(edit));
    }

    /// Sends an event and carries out what follows from it.
    pub fn send(self, event: Event) {
        let moment = moment::now();
        let effects = self.model.try_update(|model| update(model, event, moment)).unwrap_or_default();
        for effect in effects {
            self.carry_out(effect);
        }
    }

    /// Follows the address, saves what waits when the page is left, and undoes by keyboard,
    /// for as long as the page lives.
    pub fn listen(self) {
        spawn_local(async move { self.send(Event::PoliciesRead(drop_box::policies().await)) });
        offline::listen("hashchange", move || {
            if let Some(place) = Place::parse(&page::hash()) {
                self.send(Event::Opened(place));
            }
        });
        for left in ["pagehide", "blur"] {
            offline::listen(left, move || self.send(Event::SaveDue));
        }
        page::on_leave(move || {
            self.peek(|model| {
                model.key.is_unsaved() || matches!(model.opened.as_ref().map(|opened| &opened.saving), Some(Saving::Failed(_)))
            })
        });
        page::on_undo(move |way| {
            let edits = Place::parse(&page::hash()).is_some_and(|place| place.draft.is_some());
            if edits {
                self.send(match way {
                    page::Way::Back => Event::Undo,
                    page::Way::Forward => Event::Redo,
                });
            }
            edits
        });
    }

    fn carry_out(self, effect: Effect) {
        match effect {
            Effect::FetchIndex => self.fetch("campaigns/index.json".to_owned(), Event::IndexRead),
            Effect::ReadDrafts => self.send(Event::DraftsRead(store::campaign_drafts(&LocalMedium))),
            Effect::FetchCampaign(id) => self.fetch(["campaigns/", &id, ".json"].concat(), move |result| Event::CampaignRead(id, result)),
            Effect::FetchQuestionnaire(name) => {
                self.fetch(["questionnaires/", &name, ".json"].concat(), move |result| Event::QuestionnaireRead(name, result));
            }
            Effect::ReadWording(name, mark) => {
                let kept = store::definition(&LocalMedium, &mark);
                self.send(Event::WordingRead(name, mark, kept));
            }
            Effect::KeepWording(mark, text) => self.send(Event::WordingKept(store::keep_definition(&mut LocalMedium, &mark, &text))),
            Effect::SaveSoon => self.save_soon(),
            Effect::SaveDraft(name, payload, before) => {
                let saved = store::save_campaign_draft(&mut LocalMedium, &name, &payload, &before);
                self.send(Event::DraftSaved(name, saved));
            }
            Effect::DeleteDraft(name) => self.send(Event::Deleted(store::remove_campaign_draft(&mut LocalMedium, &name))),
            Effect::KeepTryout(id, text) => self.send(Event::TryoutKept(store::keep_tryout(&mut LocalMedium, &id, &text))),
            Effect::Save(name, kind, bytes) => self.send(Event::Saved(download::save(&name, kind, &bytes).is_some())),
            Effect::ReadWorkbook(job, bytes, seconds) => self.read_workbook(job, &bytes, seconds),
            Effect::StopReader => self.reader.set_value(None),
            Effect::Seal(number, job) => self.keys.run(number, &job, move |heard| self.send(Event::Key(sealed(heard)))),
            Effect::Unlock(effect) => {
                self.keys.carry_out(effect, move |event| self.send(Event::Key(key::Step::Unlock(event))));
            }
            Effect::Copy(text) => spawn_local(async move {
                let taken = clipboard::write(&text).await;
                self.send(Event::Links(links::Step::Copied(taken)));
            }),
            Effect::Print => drop(download::print()),
            Effect::Go(place) => drop(page::go(&place.hash())),
            Effect::Focus(id) => page::focus(id),
            Effect::SetLanguage(language) => page::set_language(language.tag()),
        }
    }

    /// Hands a workbook to the worker, starting one where there is none, and asks after it
    /// when its time is over.
    fn read_workbook(self, job: u64, bytes: &[u8], seconds: u32) {
        let read = self.reader.try_update_value(|reader| {
            let port = match reader {
                Some(port) => port,
                None => reader.insert(Port::start(move |heard| self.hear(heard))?),
            };
            port.post_workbook(job, bytes)
        });
        if let Err(message) = read.unwrap_or_else(|| Err(String::new())) {
            self.import(importing::Step::Broken(message));
        }
        let milliseconds = i32::try_from(seconds).unwrap_or(i32::MAX).saturating_mul(1_000);
        page::later(milliseconds, move || self.import(importing::Step::Overdue(job)));
    }

    fn hear(self, heard: Heard) {
        self.import(match heard {
            Heard::Reply(job, text) => match serde_json::from_str(&text) {
                Ok(sheets) => importing::Step::Sheets(job, sheets),
                Err(error) => importing::Step::Broken(error.to_string()),
            },
            Heard::Desk(..) => return,
            Heard::Broken(message) => importing::Step::Broken(message),
        });
    }

    fn import(self, step: importing::Step) {
        self.send(Event::Import(step));
    }

    /// One save for letters typed one after the other.
    fn save_soon(self) {
        if self.due.get_value() {
            return;
        }
        self.due.set_value(true);
        page::later(PAUSE, move || {
            self.due.set_value(false);
            self.send(Event::SaveDue);
        });
    }

    fn fetch(self, path: String, event: impl FnOnce(Result<String, FetchFault>) -> Event + 'static) {
        spawn_local(async move {
            let result = fetch::text(&path).await;
            self.send(event(result));
        });
    }
}

/// What the worker says of a key file that it makes.
fn sealed(heard: Answer) -> key::Step {
    match heard {
        Answer::Done(number, Ok(Done::Sealed(file))) => key::Step::Sealed(number, Ok(file)),
        Answer::Done(number, Err(refused)) => key::Step::Sealed(number, Err(refused)),
        Answer::Done(_, Ok(Done::Opened(_))) => key::Step::Broken("reply".to_owned()),
        Answer::Broken(message) => key::Step::Broken(message),
    }
}
