//! The shell around the model: one signal, one way in. Effects are carried out here
//! and nowhere else.

use crate::ui::reactive::{Get as _, Memo, RwSignal, Update as _, With as _, WithUntracked as _};
#[cfg(not(feature = "field"))]
use crate::ui::reactive::{GetUntracked as _, Set as _};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::PopStateEvent;

use crate::app::keeping::{Contents, Fault, Finish, Reply, Request, Value};
use crate::app::respond::{Effect, Ending, Event, FetchFault, Model, update};
use crate::base::Lang;
#[cfg(not(feature = "field"))]
use crate::base::text::learn;
use crate::base::text85;
use crate::platform::storage::LocalMedium;
use crate::platform::{fetch, history, moment, page};
use crate::store::journal::record::draft_key;
use crate::store::{Medium as _, TRYOUT};
use crate::ui::keeping;
use crate::ui::sending::Sender;

/// Before the fingerprint of a questionnaire that a draft was begun with.
const KEPT: &str = "q.";

/// The questionnaire that was asked for.
fn definition(contents: &Contents) -> Option<String> {
    let (_, kept) = contents.records.first()?;
    String::from_utf8(text85::decode(std::str::from_utf8(kept).ok()?).ok()?).ok()
}

/// A handle on the model that every view of the role gets.
#[derive(Clone, Copy)]
pub struct Shell {
    pub(crate) model: RwSignal<Model>,
    /// What becomes of finished forms.
    pub(crate) sender: Sender,
    /// English was fetched.
    #[cfg(not(feature = "field"))]
    learned: RwSignal<bool>,
    /// Records of the former format that had to stay.
    #[cfg(feature = "field")]
    pub(crate) left: crate::ui::converting::Left,
    /// The tablet that this interview is part of: its events are the tablet's.
    #[cfg(feature = "field")]
    pub(crate) tablet: Option<crate::ui::collect::Shell>,
}

impl Shell {
    /// A shell around an empty model.
    pub fn start() -> Self {
        Self {
            model: RwSignal::new(Model::default()),
            sender: Sender::start(),
            #[cfg(not(feature = "field"))]
            learned: RwSignal::new(false),
            #[cfg(feature = "field")]
            left: crate::ui::converting::Left::default(),
            #[cfg(feature = "field")]
            tablet: None,
        }
    }

    /// A memo of part of the model.
    pub fn memo<T: PartialEq + Send + Sync + 'static>(self, part: impl Fn(&Model) -> T + Send + Sync + 'static) -> Memo<T> {
        // Boxed, so that one memo a type is compiled and not one a use.
        let part: Box<dyn Fn(&Model) -> T + Send + Sync> = Box::new(part);
        Memo::new(move |_| self.model.with(&part))
    }

    /// Part of the model now, without following its changes.
    pub fn peek<T>(self, part: impl FnOnce(&Model) -> T) -> T {
        self.model.with_untracked(part)
    }

    /// The language of the page, followed.
    pub fn lang(self) -> Lang {
        #[cfg(not(feature = "field"))]
        self.learned.get();
        self.memo(|model| model.language).get()
    }

    /// Whether it is on a surveyor's tablet: the form then has no way out but its ends.
    #[cfg(feature = "field")]
    pub fn is_on_tablet(self) -> bool {
        self.tablet.is_some()
    }

    /// Whether a surveyor asks.
    #[cfg(feature = "field")]
    pub fn is_asked_aloud(self) -> bool {
        let aloud = |model: &Model| model.setup.as_ref().is_some_and(|setup| setup.channel == crate::response::Channel::Interviewer);
        self.peek(aloud)
    }

    /// A citizen's own device is no tablet.
    #[cfg(not(feature = "field"))]
    pub const fn is_on_tablet(self) -> bool {
        false
    }

    /// A citizen's own device is read in silence.
    #[cfg(not(feature = "field"))]
    pub const fn is_asked_aloud(self) -> bool {
        false
    }

    /// Fetches the English words when they are first asked for. Without a network the page
    /// keeps its Vietnamese ones, and asks again the next time.
    #[cfg(not(feature = "field"))]
    fn learn(self, language: Lang) {
        if language == Lang::En && !self.learned.get_untracked() {
            spawn_local(async move {
                let file = fetch::text(&page::english()).await;
                self.learned.set(file.is_ok_and(|file| learn(&file).is_ok()));
            });
        }
    }

    /// A grid of units is not in a citizen's program: the same link behind `#/o/`, which
    /// the boot script opens with the program that has it.
    #[cfg(not(feature = "field"))]
    pub fn leave_for_grid(self) {
        let grid = self.memo(|model| model.form.as_ref().is_some_and(|form| form.is_grid()));
        crate::ui::dom::follow(Box::new(move || {
            if let (true, Some(rest)) = (grid.get(), page::hash().strip_prefix("#/r/")) {
                page::go(&["#/o/", rest].concat());
            }
        }));
    }

    /// Sends an event and carries out what follows from it.
    pub fn send(self, event: Event) {
        #[cfg(feature = "field")]
        if let Some(tablet) = self.tablet {
            tablet.send(crate::app::collect::Event::Interview(event));
            return;
        }
        let moment = moment::now();
        let effects = self.model.try_update(|model| update(model, event, moment)).unwrap_or_default();
        for effect in effects {
            self.carry_out(effect);
        }
        // A try-out has nothing to send, and leaves alone what is there.
        if let Some(campaign) = self.peek(|model| model.campaign.clone().filter(|_| !model.link.tryout)) {
            self.sender.open(&campaign);
        }
    }

    /// Follows the browser's back and forward for as long as the page lives.
    pub fn listen(self) {
        let popped =
            Closure::<dyn Fn(PopStateEvent)>::new(move |event: PopStateEvent| self.send(Event::Popped(history::step(&event.state()))));
        if let Some(window) = web_sys::window() {
            window.set_onpopstate(Some(popped.as_ref().unchecked_ref()));
        }
        popped.forget();
    }

    /// Carries out one effect; what it brings is an event again.
    pub(crate) fn carry_out(self, effect: Effect) {
        match effect {
            Effect::FetchCampaign(id) => self.fetch("campaigns/", id, |_, result| Event::CampaignRead(result)),
            Effect::FetchQuestionnaire(id) => self.fetch("questionnaires/", id, Event::QuestionnaireRead),
            Effect::ReadTryout(id) => {
                let text = LocalMedium.read(&[TRYOUT, &id].concat());
                self.send(Event::CampaignRead(text.ok().flatten().ok_or(FetchFault::Absent)));
            }
            Effect::ReadStore => self.read("", Event::StoreRead),
            Effect::ReadDefinition(mark) => self.read(&[KEPT, &mark].concat(), |contents| Event::DefinitionRead(definition(&contents))),
            Effect::KeepDefinition(mark, text) => {
                let kept = Value::Text(text85::encode(text.as_bytes()));
                self.put(vec![([KEPT, &mark].concat(), kept)], Event::Tidied);
            }
            Effect::SaveDraft { campaign, id, sequence, content } => {
                self.put(vec![(draft_key(&campaign, &id), Value::Own(content))], move |result| Event::Saved(sequence, result));
            }
            Effect::Finish(ending) => self.finish(*ending, None),
            Effect::Forget(keys) => self.put(keys.into_iter().map(|key| (key, Value::Gone)).collect(), Event::Tidied),
            Effect::Push(step) => history::push(step),
            Effect::Replace(step) => history::replace(step),
            Effect::HistoryBack => history::back(),
            Effect::Focus(id) => page::focus(id),
            Effect::SetLanguage(language) => {
                page::set_language(language.tag());
                #[cfg(not(feature = "field"))]
                self.learn(language);
            }
        }
    }

    fn read(self, prefix: &str, event: fn(Contents) -> Event) {
        let prefixes = Some(prefix.to_owned()).filter(|prefix| !prefix.is_empty());
        keeping::ask(Request::Read(prefixes.into_iter().collect()), move |reply| {
            if let Reply::Read(contents) = reply {
                self.send(event(*contents));
            }
        });
    }

    fn put(self, changes: Vec<(String, Value)>, event: impl Fn(Result<(), Fault>) -> Event + 'static) {
        keeping::ask(Request::Put(changes), move |reply| {
            if let Reply::Kept(result) = reply {
                self.send(event(result));
            }
        });
    }

    /// Seals and appends a response, and remembers of it what it is told.
    pub(crate) fn finish(self, ending: Ending, register: Option<Vec<u8>>) {
        let Ending { header, content, key, .. } = ending;
        let Some(key) = key else { return self.send(Event::Finished(Err(Fault::NotSealed))) };
        let finish = Finish { campaign: header.campaign.0, id: header.id, content, key, register };
        keeping::ask(Request::Finish(Box::new(finish)), move |reply| {
            if let Reply::Finished(result) = reply {
                if let Ok(finished) = &result {
                    self.sender.finished(&finished.receipt);
                }
                self.send(Event::Finished(result));
            }
        });
    }

    fn fetch(self, folder: &'static str, id: String, event: fn(String, Result<String, FetchFault>) -> Event) {
        spawn_local(async move {
            let result = fetch::text(&[folder, &id, ".json"].concat()).await;
            self.send(event(id, result));
        });
    }
}
