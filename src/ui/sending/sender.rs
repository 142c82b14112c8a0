//! The machine that sends, its effects carried out: one for a page. What could not be kept of
//! an envelope's way is kept by the keeper until it can be, and costs one request at most.

#[cfg(feature = "field")]
use crate::ui::reactive::Get as _;
use crate::ui::reactive::{Memo, RwSignal, Set as _, Update as _, With as _, WithUntracked as _};
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

/// A handle on the machine.
#[derive(Clone, Copy)]
pub struct Sender {
    sending: RwSignal<Sending>,
    /// Address of the drop box, and the mark of the key that envelopes are sealed to.
    target: RwSignal<(String, Option<[u8; 4]>)>,
    is_read: RwSignal<bool>,
}

impl Sender {
    /// Of no campaign yet.
    pub fn start() -> Self {
        let sender = Self { sending: RwSignal::new(Sending::default()), target: RwSignal::default(), is_read: RwSignal::new(false) };
        send::listen(move |receipt, answer| sender.send(Event::Answered(receipt, answer)));
        returning::on_return(move || {
            sender.refresh();
            sender.send(Event::Wake);
        });
        sender
    }

    /// Begins to send what there is of a campaign; once.
    pub fn open(self, campaign: &Campaign) {
        let key = campaign.key.as_deref().and_then(PublicKey::parse);
        self.begin(&campaign.id, campaign.drop_box.as_deref(), key.map(PublicKey::mark));
    }

    fn begin(self, campaign: &str, drop_box: Option<&str>, mark: Option<[u8; 4]>) {
        if self.sending.with_untracked(|sending| sending.campaign() == campaign) {
            return;
        }
        self.target.set((drop_box.unwrap_or_default().to_owned(), mark));
        self.sending.set(Sending::new(campaign, drop_box.is_some()));
        keeping::ask(Request::Read(vec![WAY.to_owned()]), move |_| {
            self.refresh();
            self.is_read.set(true);
            self.send(Event::Wake);
        });
    }

    /// Looks at the store again: another page may have finished a form.
    pub fn refresh(self) {
        let mark = self.target.with_untracked(|(_, mark)| *mark);
        let found = |receipt: &str, payload: &str, record: Option<&str>| Found {
            receipt: receipt.to_owned(),
            fits: mark.is_some() && mark_of(payload) == mark,
            record: record.map(str::to_owned),
        };
        let all = keeping::peek(|keeper| {
            let way = |receipt: &str| keeper.get(&[WAY, receipt].concat());
            let envelopes = keeper.under(ENVELOPE).filter_map(|(key, payload)| Some((key.strip_prefix(ENVELOPE)?, payload)));
            envelopes.map(|(receipt, payload)| found(receipt, payload, way(receipt))).collect()
        });
        self.send(Event::Read(all.unwrap_or_default()));
    }

    /// A form was finished on this page.
    pub fn finished(self, receipt: &str) {
        self.send(Event::Read(vec![Found { receipt: receipt.to_owned(), fits: true, record: None }]));
    }

    /// The person took these along.
    pub fn gave(self, receipts: &[String], given: Given) {
        for receipt in receipts {
            self.send(Event::Given(receipt.clone(), given));
        }
    }

    /// The envelopes of these receipts as a file: its name, its bytes, and the same as text.
    pub fn file(self, receipts: &[String]) -> Option<(String, Vec<u8>, String)> {
        let envelopes: Vec<Vec<u8>> = receipts.iter().filter_map(|receipt| envelope(receipt)).collect();
        let now = moment::now();
        let day = String::from(Date::of_stamp(now.stamp, now.offset)?);
        let bytes = file::encode(envelopes.iter().map(Vec::as_slice));
        let written = text::encode(&bytes);
        (!envelopes.is_empty()).then(|| (file::name("", &day, envelopes.len()), bytes, written))
    }

    /// Part of the machine, followed.
    pub fn memo<T: PartialEq + Send + Sync + 'static>(self, part: impl Fn(&Sending) -> T + Send + Sync + 'static) -> Memo<T> {
        let part: Box<dyn Fn(&Sending) -> T + Send + Sync> = Box::new(part);
        Memo::new(move |_| self.sending.with(&part))
    }

    /// Id of the campaign.
    pub fn campaign(self) -> String {
        self.sending.with_untracked(|sending| sending.campaign().to_owned())
    }

    /// Takes an event and carries out what follows from it.
    pub fn send(self, event: Event) {
        let effects = self.sending.try_update(|sending| sending.update(event, moment::now()));
        for effect in effects.unwrap_or_default() {
            self.carry_out(effect);
        }
    }

    fn carry_out(self, effect: Effect) {
        match effect {
            Effect::Put(receipt) => {
                let address = self.target.with_untracked(|(address, _)| address.clone());
                spawn_local(async move {
                    let answer = match envelope(&receipt) {
                        Some(envelope) => send::put(&address, &receipt, &envelope).await,
                        None => Answer::Unreachable,
                    };
                    self.send(Event::Answered(receipt, answer));
                });
            }
            // The keeper itself tells what it cannot keep, and tries again.
            Effect::Keep(receipt, record) => keeping::ask(Request::Put(vec![([WAY, &receipt].concat(), Value::Text(record))]), |_| {}),
            Effect::Alarm(pause) => page::later(i32::try_from(pause).unwrap_or(i32::MAX), move || self.send(Event::Tick)),
        }
    }
}

#[cfg(feature = "field")]
impl Sender {
    /// Without the campaign's file nothing is sent by itself, and those are the campaign's
    /// of which a record says so.
    pub fn open_without(self, campaign: &str) {
        self.begin(campaign, None, None);
    }

    /// Whether the store was read, followed.
    pub fn is_read(self) -> bool {
        self.is_read.get()
    }

    /// Whether there is a drop box.
    pub fn has_box(self) -> bool {
        self.sending.with_untracked(Sending::has_box)
    }
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
