//! Records of format 0 in this browser are sealed, once their campaign is known: the effects
//! of `app::converting` carried out, and what had to stay said on the page.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use wasm_bindgen_futures::spawn_local;

use crate::app::converting::{Converting, Effect, Event, Why};
use crate::base::words::keeping as words;
use crate::base::{Lang, Word};
use crate::campaign::Campaign;
use crate::platform::{fetch, storage::LocalMedium};
use crate::store::{self, Medium as _};
use crate::ui::dom::{El, classed, el, p};
use crate::ui::keeping;
use crate::ui::reactive::{Get as _, RwSignal, Set as _};
use crate::ui::respond::summary::notice;

type Shared = Rc<(RefCell<Converting>, Box<dyn Fn()>)>;

/// What had to stay, followed by the pages.
#[derive(Debug, Clone, Copy)]
pub struct Left(RwSignal<Vec<(Why, usize)>>);

impl Default for Left {
    fn default() -> Self {
        Self(RwSignal::new(Vec::new()))
    }
}

impl Left {
    /// Seals what there is of a campaign, and tells when that is done.
    pub fn convert(self, campaign: Arc<Campaign>, done: impl Fn() + 'static) {
        let (Ok(old), Ok(definitions)) = (store::open(&mut LocalMedium), store::old::definitions(&LocalMedium)) else { return };
        if old == store::Contents::default() {
            return;
        }
        let (converting, effects) = Converting::start(campaign, old, definitions);
        self.carry_out(&Rc::new((RefCell::new(converting), Box::new(done))), effects);
    }

    fn event(self, shared: &Shared, event: Event) {
        let effects = shared.0.borrow_mut().update(event);
        let ends = !effects.is_empty() && shared.0.borrow().is_done();
        self.carry_out(shared, effects);
        if ends {
            shared.1();
        }
    }

    fn carry_out(self, shared: &Shared, effects: Vec<Effect>) {
        self.0.set(shared.0.borrow().left.clone());
        for effect in effects {
            let shared = shared.clone();
            match effect {
                Effect::Fetch(name) => spawn_local(async move {
                    let text = fetch::text(&["questionnaires/", &name, ".json"].concat()).await.ok();
                    self.event(&shared, Event::Fetched(name, text));
                }),
                Effect::Ask(number, request) => {
                    keeping::ask(request, move |reply| self.event(&shared, Event::Answered(number, reply)));
                }
                // What cannot be removed is found again at the next start, and is sealed already.
                Effect::Remove(keys) => keys.iter().for_each(|key| LocalMedium.remove(key).unwrap_or_default()),
            }
        }
    }

    /// What had to stay, in words; nothing where everything was sealed.
    pub fn notice(self, lang: impl Fn() -> Lang + 'static) -> El {
        el("div").slot(move || {
            let left = self.0.get();
            let line = |(why, count): &(Why, usize)| {
                let lang = lang();
                p("", &words::OLD.with(lang, &[("n", &count.to_string()), ("why", reason(*why).get(lang))]))
            };
            let body = classed("div", "notice__body").children(left.iter().map(line).collect());
            (!left.is_empty()).then(|| notice(false).attr("id", "old-records").child(body))
        })
    }
}

fn reason(why: Why) -> Word {
    match why {
        Why::NoKey => words::OLD_NO_KEY,
        Why::Unknown => words::OLD_UNKNOWN,
        Why::Broken => words::OLD_BROKEN,
        Why::Later => words::OLD_LATER,
    }
}
