//! The tablet's shell: the surveyor's model in one signal, the interview's in the signal
//! that the respondent's views follow. An event moves the interview into the model, on, and
//! back, so that there is never a second copy of an answer.

use crate::ui::reactive::{Get as _, Memo, RwSignal, Set as _, Update as _, UpdateUntracked as _, With as _, WithUntracked as _};
use wasm_bindgen_futures::spawn_local;

use crate::app::collect::board::Kept;
use crate::app::collect::shelf::PREFIXES;
use crate::app::collect::{Effect, Event, Hold, Key, Model, Stage, handing_in, update};
use crate::app::keeping::{self, Fault, Finish, Reply, Request};
use crate::app::respond::{self, FetchFault};
use crate::app::route::Gate;
use crate::app::{Route, collect, content};
use crate::base::Lang;
use crate::platform::storage::LocalMedium;
use crate::platform::{self, fetch, hold, moment, offline, page, rows, send, tablet};
use crate::response::Correction;
use crate::seal::PublicKey;
use crate::seal::envelope::prepare;
use crate::store::journal::Durability;
use crate::store::{self, MediumFault};
use crate::ui::converting::Left;
use crate::ui::keeping::{ask, look_again};
use crate::ui::respond::Shell as Interview;
use crate::ui::sending::Sender;

/// A handle on the model that every view of the tablet gets.
#[derive(Clone, Copy)]
pub struct Shell {
    model: RwSignal<Model>,
    interview: RwSignal<respond::Model>,
    sender: Sender,
    left: Left,
}

impl Shell {
    /// A shell around an empty model.
    pub fn start() -> Self {
        Self {
            model: RwSignal::new(Model::default()),
            interview: RwSignal::new(respond::Model::default()),
            sender: Sender::start(),
            left: Left::default(),
        }
    }

    /// The handle that the respondent's views get.
    pub fn interview(self) -> Interview {
        Interview { model: self.interview, sender: self.sender, left: self.left, tablet: Some(self) }
    }

    /// A memo of part of the model.
    pub fn memo<T: PartialEq + Send + Sync + 'static>(self, part: impl Fn(&Model) -> T + Send + Sync + 'static) -> Memo<T> {
        let part: Box<dyn Fn(&Model) -> T + Send + Sync> = Box::new(part);
        Memo::new(move |_| self.model.with(&part))
    }

    /// Part of the model now, without following its changes.
    pub fn peek<T>(self, part: impl FnOnce(&Model) -> T) -> T {
        self.model.with_untracked(part)
    }

    /// The language of the page, followed.
    pub fn lang(self) -> Lang {
        self.interview().lang()
    }

    /// Sends an event and carries out what follows from it.
    pub fn send(self, event: Event) {
        let moment = moment::now();
        let mut interview = self.interview.try_update_untracked(std::mem::take).unwrap_or_default();
        let effects = self.model.try_update(|model| {
            std::mem::swap(&mut model.interview, &mut interview);
            let effects = update(model, event, moment);
            std::mem::swap(&mut model.interview, &mut interview);
            effects
        });
        self.interview.set(interview);
        for effect in effects.unwrap_or_default() {
            self.carry_out(effect);
        }
        if let Some(campaign) = self.peek(|model| model.campaign.clone()) {
            self.sender.open(&campaign);
        }
    }

    /// Records of the former format are sealed as soon as the campaign is known.
    pub fn convert(self) {
        let campaign = self.memo(|model| model.campaign.clone());
        crate::ui::dom::follow(Box::new(move || {
            let Some(campaign) = campaign.get() else { return };
            self.left.convert(campaign, move || {
                let stage = self.peek(|model| model.stage.clone());
                if stage == Stage::Preparing {
                    self.send(Event::CheckAgain);
                } else if stage == Stage::Board {
                    self.send(Event::Show(stage));
                }
            });
        }));
    }

    /// What becomes of finished forms.
    pub fn sender(self) -> Sender {
        self.sender
    }

    fn carry_out(self, effect: Effect) {
        match effect {
            Effect::Interview(respond::Effect::Finish(ending)) => {
                let head = Kept::head(&ending);
                self.interview().finish(*ending, Some(head));
            }
            Effect::Interview(effect) => self.interview().carry_out(effect),
            Effect::Hold => hold::hold(move |hold: Hold| self.send(Event::Held(hold))),
            Effect::ReadDevice => self.send(Event::DeviceRead(store::device(&mut LocalMedium))),
            Effect::KeepDevice(text, custody) => self.send(Event::DeviceKept(store::keep_device(&mut LocalMedium, &text, custody))),
            Effect::FetchList => self.fetch("campaigns/", "index".to_owned(), |_, result| Event::ListRead(result)),
            Effect::FetchCampaign(id) => self.fetch("campaigns/", id, |_, result| Event::CampaignRead(result)),
            Effect::FetchQuestionnaire(id) => self.fetch("questionnaires/", id, Event::QuestionnaireRead),
            Effect::ReadStore => ask(Request::Read(PREFIXES.map(str::to_owned).to_vec()), move |reply| {
                if let Reply::Read(contents) = reply {
                    self.send(Event::StoreRead(*contents));
                }
            }),
            Effect::LookAgain => look_again(),
            Effect::Probe => self.send(Event::Probed(store::probe(&mut LocalMedium))),
            Effect::AppendCorrection(correction) => self.correct(*correction),
            Effect::Desk(effect) => self.desk(effect),
            Effect::KeepOffline => spawn_local(async move { self.send(Event::KeptOffline(offline::keep("field").await)) }),
            Effect::ReadPower => spawn_local(async move { self.send(Event::PowerRead(tablet::power().await)) }),
            Effect::AskPersistence => spawn_local(async move {
                if let Some(kept) = tablet::persist().await {
                    self.send(Event::Persisted(kept));
                }
            }),
            Effect::Dress(hand, sunlight) => tablet::dress(hand, sunlight),
            Effect::Address => tablet::address(),
        }
    }

    /// A correction is sealed and appended as a response is.
    fn correct(self, correction: Correction) {
        let campaign = self.peek(|model| model.campaign.clone());
        let key = campaign.as_ref().and_then(|campaign| PublicKey::parse(campaign.key.as_deref()?));
        let (Some(campaign), Some(key)) = (campaign, key) else { return self.send(Event::CorrectionKept(Err(Fault::NotSealed))) };
        let (content, register) = (content::of_correction(&correction), Some(correction.encode().into_bytes()));
        let finish = Finish { campaign: campaign.id.clone(), id: correction.id, content, key, register };
        ask(Request::Finish(Box::new(finish)), move |reply| {
            if let Reply::Finished(result) = reply {
                if let Ok(finished) = &result {
                    self.sender.finished(&finished.receipt);
                }
                let kept = result.and_then(|done| {
                    if done.durability >= Durability::Journal { Ok(()) } else { Err(Fault::Medium(MediumFault::Unavailable)) }
                });
                self.send(Event::CorrectionKept(kept));
            }
        });
    }

    /// Handing in and erasing. A note is sealed as an envelope is, but is none of the store's.
    fn desk(self, effect: handing_in::Effect) {
        use handing_in::Event as Heard;
        match effect {
            handing_in::Effect::Seal(content, key) => {
                let Some((head, padded)) = prepare(&content, key) else {
                    return self.send(Event::Desk(Heard::Sealed(Err(Fault::TooLong))));
                };
                spawn_local(async move {
                    let sealing = keeping::Sealing::Envelope { key, head: head.clone(), padded };
                    let sealed = platform::keeping::seal(sealing).await;
                    self.send(Event::Desk(Heard::Sealed(sealed.map(|sealed| [head, sealed].concat()))));
                });
            }
            handing_in::Effect::Put(changes) => ask(Request::Put(changes), move |reply| {
                if let Reply::Kept(result) = reply {
                    self.send(Event::Desk(Heard::Kept(result)));
                }
            }),
            handing_in::Effect::Save(name, bytes) => {
                send::save(&name, &bytes);
                self.send(Event::Desk(Heard::Saved(true)));
            }
            handing_in::Effect::Read | handing_in::Effect::Left => {}
        }
    }

    fn fetch(self, folder: &'static str, id: String, event: fn(String, Result<String, FetchFault>) -> Event) {
        spawn_local(async move {
            let result = fetch::text(&[folder, &id, ".json"].concat()).await;
            self.send(event(id, result));
        });
    }

    /// Follows the window for as long as the page lives.
    pub fn listen(self) {
        self.interview().listen();
        tablet::every_second(move || {
            if self.peek(|model| model.stage == Stage::HandedOver) {
                self.send(Event::Tick);
            }
        });
        for touch in ["pointerdown", "keydown", "input"] {
            tablet::on(touch, move |_| {
                let now = moment::now().stamp;
                let due = |model: &Model| model.stage == Stage::HandedOver && model.is_touch_due(now);
                if self.peek(due) {
                    self.send(Event::Touched);
                }
            });
        }
        tablet::on("keydown", move |event| self.press(&event));
        tablet::on("storage", move |event| {
            if tablet::changed_key(&event).is_none_or(|key| key == "phieu.0.device") {
                self.send(Event::DeviceTouched);
            }
        });
        tablet::on("pageshow", |event| {
            if tablet::was_frozen(&event) {
                tablet::reload();
            }
        });
        tablet::on("hashchange", move |_| self.moved());
    }

    /// Another address was typed: nothing for whoever has the tablet in their hands, the
    /// page of that address otherwise. What does not begin with `#/` is a place in the page.
    fn moved(self) {
        if !page::hash().starts_with("#/") {
            return;
        }
        if self.peek(|model| model.stage == Stage::HandedOver) {
            tablet::address();
        } else if Route::parse(&page::hash()) != Route::Collect(Gate::default()) {
            tablet::reload();
        }
    }

    fn press(self, event: &web_sys::Event) {
        let Some(key) = tablet::key(event) else { return };
        if self.peek(|model| model.pad.is_some()) {
            self.press_pad(event, &key);
        } else if self.peek(|model| model.stage == Stage::Interview) && self.interview().peek(|model| model.page().is_some()) {
            self.press_page(event, &key);
        }
    }

    fn press_pad(self, event: &web_sys::Event, key: &str) {
        let pressed = match key {
            "Backspace" => Some(Key::Erase),
            "Escape" => Some(Key::Close),
            // On a key of the pad, Enter presses that key.
            "Enter" if !rows::is_pressing(event) => Some(Key::Enter),
            _ => key.parse().ok().filter(|digit| *digit < 10).map(Key::Digit),
        };
        if let Some(pressed) = pressed {
            event.prevent_default();
            self.send(Event::Key(pressed));
        }
    }

    /// 1 to 9 answer the row of the focus; Enter and the arrows turn the page.
    fn press_page(self, event: &web_sys::Event, key: &str) {
        if rows::is_writing(event) {
            return;
        }
        let turn = match key {
            "ArrowRight" => Some(respond::Event::Next),
            "Enter" if !rows::is_pressing(event) => Some(respond::Event::Next),
            "ArrowLeft" => Some(respond::Event::Back),
            _ => None,
        };
        if let Some(turn) = turn {
            event.prevent_default();
            self.send(Event::Interview(turn));
        } else if let Some(number) = page::digit(event) {
            rows::answer(event, number);
        }
    }
}

/// The stage, followed by the views.
pub fn stage(shell: Shell) -> Memo<collect::Stage> {
    shell.memo(|model| model.stage.clone())
}
