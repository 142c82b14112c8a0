//! The carrier: the one keeper of this page, its effects carried out, its answers brought to
//! whoever asked. The shells of all roles share it, so that two of them in one page never
//! have two stores.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;

use crate::app::keeping::{Effect, Event, Keeper, Reply, Report, Request, Ticket};
use crate::platform::{keeping as platform, moment, page};

type Answer = Rc<dyn Fn(Reply)>;

struct Carrier {
    keeper: Keeper,
    answers: Vec<(Ticket, Answer)>,
    tell: Rc<dyn Fn(Report)>,
}

thread_local! {
    static CARRIER: RefCell<Option<Carrier>> = const { RefCell::new(None) };
}

/// Begins to read the store. `tell` hears of every change in what is known of it.
pub fn start(tell: impl Fn(Report) + 'static) {
    let (keeper, effects) = Keeper::start();
    CARRIER.set(Some(Carrier { keeper, answers: Vec::new(), tell: Rc::new(tell) }));
    carry_out(effects);
    platform::on_return(look_again);
}

/// Asks for something; the answer may come more than once (`keeping::Reply`).
pub fn ask(request: Request, answer: impl Fn(Reply) + 'static) {
    let effects = with(|carrier| {
        let (ticket, effects) = carrier.keeper.ask(request, moment::now().stamp);
        carrier.answers.push((ticket, Rc::new(answer)));
        effects
    });
    carry_out(effects.unwrap_or_default());
}

/// Reads both media again, and tries again what failed.
pub fn look_again() {
    event(Event::Returned);
}

/// Something of the store, as it is known now.
pub fn peek<T>(part: impl FnOnce(&Keeper) -> T) -> Option<T> {
    with(|carrier| part(&carrier.keeper))
}

fn with<T>(act: impl FnOnce(&mut Carrier) -> T) -> Option<T> {
    CARRIER.with_borrow_mut(|carrier| carrier.as_mut().map(act))
}

fn event(event: Event) {
    let effects = with(|carrier| carrier.keeper.update(event, moment::now().stamp));
    carry_out(effects.unwrap_or_default());
}

fn carry_out(effects: Vec<Effect>) {
    for effect in effects {
        match effect {
            Effect::Answer(ticket, reply) => {
                if let Some(answer) = with(|carrier| carrier.take(ticket)).flatten() {
                    answer(reply);
                }
            }
            Effect::Tell(report) => {
                if let Some(tell) = with(|carrier| carrier.tell.clone()) {
                    tell(report);
                }
            }
            Effect::Wait(milliseconds) => page::later(i32::try_from(milliseconds).unwrap_or(i32::MAX), || event(Event::Woke)),
            other @ (Effect::Store(_) | Effect::Seal(_) | Effect::Open(_) | Effect::Hold(_) | Effect::Measure) => spawn_local(async move {
                if let Some(answer) = platform::carry_out(other).await {
                    event(answer);
                }
            }),
        }
    }
}

impl Carrier {
    /// Who waits for this answer; kept while another one may follow.
    fn take(&mut self, ticket: Ticket) -> Option<Answer> {
        let place = self.answers.iter().position(|(other, _)| *other == ticket)?;
        if self.keeper.is_open(ticket) {
            self.answers.get(place).map(|(_, answer)| answer.clone())
        } else {
            Some(self.answers.swap_remove(place).1)
        }
    }
}
