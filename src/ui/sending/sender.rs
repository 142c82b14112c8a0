//! The machine that sends, its effects carried out: one for a page. What could not be kept of
//! an envelope's way is kept by the keeper until it can be, and costs one request at most.
//! It stands outside of signals, and one of a type that the page has anyway tells that
//! something changed: a signal of its own would be a third of its weight.

use std::cell::RefCell;

use crate::ui::reactive::{Get as _, RwSignal, Update as _};
use wasm_bindgen_futures::spawn_local;

use crate::app::keeping::{Request, Value};
use crate::app::sending::{Answer, Effect, Event, Found, Given, Sending};
use crate::base::text85;
use crate::base::time::Date;
use crate::campaign::Campaign;
use crate::platform::{keeping as returning, moment, page, send};
use crate::seal::PublicKey;
use crate::store::handin::{file, text};
use crate::store::journal::record::{envelope_key, read_envelope};
use crate::ui::keeping;

/// Before the receipt of an envelope whose way it tells.
const WAY: &str = "s.";
/// Before the receipt of an envelope.
const ENVELOPE: &str = "e.";

/// The machine, address of the drop box, mark of the key that envelopes are sealed to.
type Carrier = (Sending, String, Option<[u8; 4]>);

thread_local! {
    static CARRIER: RefCell<Option<Carrier>> = const { RefCell::new(None) };
}

/// A handle on the machine.
#[derive(Clone, Copy)]
pub struct Sender {
    changed: RwSignal<bool>,
}

impl Sender {
    /// Of no campaign yet.
    pub fn start() -> Self {
        let sender = Self { changed: RwSignal::new(false) };
        send::listen(move |receipt, answer| sender.send(Event::Answered(receipt, answer)));
        returning::on_return(move || sender.look_again());
        sender
    }

    /// Begins to send what there is of a campaign; once.
    pub fn open(self, campaign: &Campaign) {
        if self.campaign() != campaign.id {
            let key = campaign.key.as_deref().and_then(PublicKey::parse);
            self.begin(&campaign.id, campaign.drop_box.clone(), key.map(PublicKey::mark));
        }
    }

    fn begin(self, campaign: &str, drop_box: Option<String>, mark: Option<[u8; 4]>) {
        let sending = Sending::new(campaign, drop_box.is_some());
        CARRIER.set(Some((sending, drop_box.unwrap_or_default(), mark)));
        keeping::ask(Request::Read(vec![WAY.to_owned()]), move |_| self.look_again());
    }

    /// Looks at the store again, for another page may have finished a form, and sends.
    pub fn look_again(self) {
        let mark = peek(|(_, _, mark)| *mark).flatten();
        let found = keeping::peek(|keeper| {
            let mut all = Vec::new();
            for (key, payload) in keeper.under(ENVELOPE) {
                let receipt = key.get(ENVELOPE.len()..).unwrap_or_default();
                let record = keeper.get(&[WAY, receipt].concat()).map(str::to_owned);
                all.push(Found { receipt: receipt.to_owned(), fits: mark.is_some() && mark_of(payload) == mark, record });
            }
            all
        });
        if let Some(found) = found {
            self.send(Event::Read(found));
            self.send(Event::Wake);
        }
    }

    /// A form was finished on this page.
    pub fn finished(self, receipt: &str) {
        self.send(Event::Read(vec![Found { receipt: receipt.to_owned(), fits: true, record: None }]));
    }

    /// Takes an event and carries out what follows from it.
    pub fn send(self, event: Event) {
        self.send_all(vec![event]);
    }

    /// Several events; what they keep is kept at once: each for itself goes over all of a
    /// store, and a full one has 20 000 envelopes.
    fn send_all(self, events: Vec<Event>) {
        let update =
            |carrier: &mut Carrier| events.into_iter().flat_map(|event| carrier.0.update(event, moment::now())).collect::<Vec<_>>();
        let effects = CARRIER.with_borrow_mut(|carrier| carrier.as_mut().map(update));
        self.changed.update(|changed| *changed = !*changed);
        let mut kept = Vec::new();
        for effect in effects.unwrap_or_default() {
            self.carry_out(effect, &mut kept);
        }
        // The keeper itself tells what it cannot keep, and tries again.
        if !kept.is_empty() {
            keeping::ask(Request::Put(kept), |_| {});
        }
    }

    fn carry_out(self, effect: Effect, kept: &mut Vec<(String, Value)>) {
        match effect {
            Effect::Put(receipt) => spawn_local(async move {
                let address = peek(|(_, address, _)| address.clone()).unwrap_or_default();
                let answer = match envelope(&receipt) {
                    Some(envelope) => send::put(&address, &receipt, &envelope).await,
                    None => Answer::Unreachable,
                };
                self.send(Event::Answered(receipt, answer));
            }),
            Effect::Keep(receipt, record) => kept.push(([WAY, &receipt].concat(), Value::Text(record))),
            Effect::Alarm(pause) => page::later(i32::try_from(pause).unwrap_or(i32::MAX), move || self.send(Event::Tick)),
        }
    }

    /// Part of the machine, followed; none before a campaign is open.
    pub fn follow<T>(self, part: impl FnOnce(&Sending) -> T) -> Option<T> {
        self.changed.get();
        peek(|(sending, ..)| part(sending))
    }

    /// Part of the machine now.
    pub fn peek<T>(self, part: impl FnOnce(&Sending) -> T) -> Option<T> {
        peek(|(sending, ..)| part(sending))
    }

    /// Id of the campaign.
    pub fn campaign(self) -> String {
        peek(|(sending, ..)| sending.campaign().to_owned()).unwrap_or_default()
    }

    /// The person took these along.
    pub fn gave(self, receipts: &[String], given: Given) {
        self.send_all(receipts.iter().map(|receipt| Event::Given(receipt.clone(), given)).collect());
    }

    /// Without the campaign's file nothing is sent by itself, and those are the campaign's
    /// of which a record says so.
    #[cfg(feature = "field")]
    pub fn open_without(self, campaign: &str) {
        self.begin(campaign, None, None);
    }
}

fn peek<T>(part: impl FnOnce(&Carrier) -> T) -> Option<T> {
    CARRIER.with_borrow(|carrier| carrier.as_ref().map(part))
}

/// The envelopes of these receipts as a file: its name, its bytes, and the same as text.
pub fn file(receipts: &[String]) -> Option<(String, Vec<u8>, String)> {
    let now = moment::now();
    let day = String::from(Date::of_stamp(now.stamp, now.offset)?);
    let envelopes: Vec<Vec<u8>> = receipts.iter().filter_map(|receipt| envelope(receipt)).collect();
    let bytes = file::encode(envelopes.iter().map(Vec::as_slice));
    let written = text::encode(&bytes);
    (!envelopes.is_empty()).then(|| (file::name("", &day, envelopes.len()), bytes, written))
}

/// The bytes of an envelope of this device.
fn envelope(receipt: &str) -> Option<Vec<u8>> {
    let key = envelope_key(receipt);
    keeping::peek(|keeper| read_envelope(&key, keeper.get(&key)?).map(|(_, envelope)| envelope)).flatten()
}

/// The mark of the key that an envelope is sealed to, off its record.
fn mark_of(payload: &str) -> Option<[u8; 4]> {
    let (_, envelope) = payload.split_once(' ')?;
    match text85::decode(envelope.get(..10)?).ok()?.as_slice() {
        [_, a, b, c, d, ..] => Some([*a, *b, *c, *d]),
        _ => None,
    }
}
