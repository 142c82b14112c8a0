//! "Nộp phiếu": what nobody acknowledged yet goes into a file or into codes, together with
//! a note that carries a token; the token, typed here, acknowledges exactly these
//! envelopes. The record of a hand-in is kept before anything is given out, or the token
//! would mean nothing here. Handing in changes no envelope, and may be done again.

use super::shelf::{Shelf, Standing, Whose, handed_in, sent_key};
use crate::app::content;
use crate::app::keeping::{self, Value};
use crate::app::respond::Moment;
use crate::base::time::Date;
use crate::seal::PublicKey;
use crate::store::erasure::Erasure;
use crate::store::handin::made::{self, Made};
use crate::store::handin::note::{Note, cover, typed};
use crate::store::handin::{file, parts};

/// Records that are written at once: so many, that progress is seen.
pub const BATCH: usize = 500;

/// In which form a hand-in is given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A file.
    File,
    /// Codes on the screen.
    Codes,
}

/// What a hand-in is made of, beside the envelopes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Whose envelopes.
    pub whose: Whose,
    /// Code of the surveyor.
    pub surveyor: String,
    /// Code of the unit that is settled.
    pub unit: String,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// What is due shall be handed in.
    HandIn(Form),
    /// The hand-in with this id once more.
    Again(String, Form),
    /// The note was sealed: the envelope, or why not.
    Sealed(Result<Vec<u8>, keeping::Fault>),
    /// What was to be kept is, or not.
    Kept(Result<(), keeping::Fault>),
    /// The file went to the browser, or did not.
    Saved(bool),
    /// A token was typed.
    Token(String),
    /// The codes are put away.
    PutAway,
    /// Envelopes, or all of the campaign, leave the device.
    Erase(Scope, String),
}

/// What leaves the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Envelopes that were acknowledged; what is remembered of them stays.
    Acknowledged,
    /// Everything of the campaign.
    Campaign,
}

/// What is to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Seal a content to the campaign's key; answer with `Sealed`.
    Seal(Vec<u8>, PublicKey),
    /// Keep these together; answer with `Kept`.
    Put(Vec<(String, Value)>),
    /// Give the browser a file to save: name and bytes; answer with `Saved`.
    Save(String, Vec<u8>),
    /// Read the store anew.
    Read,
    /// The campaign has left the device.
    Left,
}

/// What is under way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Work {
    /// Nothing.
    #[default]
    None,
    /// The note of this hand-in is being sealed.
    Sealing(Box<Made>, Form),
    /// The record of this hand-in is being kept.
    Keeping(Box<Made>, Form),
    /// Acknowledgements are being kept: what is left, and how many they are in all.
    Confirming(Vec<(String, Value)>, usize),
    /// The record of an erasure is being kept, then what it says is erased.
    Erasing(Box<Erasing>),
}

/// An erasure under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Erasing {
    /// What leaves.
    pub scope: Scope,
    /// Its record.
    pub record: Erasure,
    /// Keys that are still there.
    pub left: Vec<String>,
    /// How many they were.
    pub all: usize,
}

/// What the page says of the last act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Told {
    /// So many envelopes were acknowledged by a token.
    Confirmed(usize),
    /// The token is of a hand-in that was acknowledged before.
    ConfirmedBefore,
    /// Not eight digits.
    NoToken,
    /// Eight digits, but of no hand-in of this device.
    WrongToken,
    /// Everything was acknowledged; there is nothing to hand in.
    NothingDue,
    /// Too much for codes.
    TooMuch,
    /// The file with this name went to the browser.
    Saved(String),
    /// The hand-in with this file's name was given out, but this page alone knows of it.
    NotNoted(String),
    /// The browser took no file.
    NotSaved,
    /// The note could not be sealed.
    NotSealed(keeping::Fault),
    /// Something could not be kept.
    NotKept(keeping::Fault),
    /// It was erased.
    Erased(Erasure),
    /// What would be lost has to be typed as a number, and was not.
    NotCounted,
}

/// The work of handing in and of erasing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Desk {
    /// What is under way.
    pub work: Work,
    /// What was said last.
    pub told: Option<Told>,
    /// The file whose codes are shown.
    pub codes: Option<Vec<u8>>,
}

impl Desk {
    /// Whether something is under way: nothing else begins.
    pub fn is_busy(&self) -> bool {
        self.work != Work::None
    }

    /// How far the work is, where it has steps: done, and all.
    pub fn progress(&self) -> Option<(usize, usize)> {
        match &self.work {
            Work::Confirming(left, all) => Some((all - left.len(), *all)),
            Work::Erasing(erasing) => Some((erasing.all - erasing.left.len(), erasing.all)),
            Work::None | Work::Sealing(..) | Work::Keeping(..) => None,
        }
    }

    fn say(&mut self, told: Told) -> Vec<Effect> {
        self.told = Some(told);
        Vec::new()
    }
}

/// Moves the work on and says what is to be done.
pub fn update(desk: &mut Desk, shelf: &Shelf, setting: &Setting, event: Event, moment: Moment) -> Vec<Effect> {
    match event {
        Event::PutAway => {
            desk.codes = None;
            Vec::new()
        }
        Event::HandIn(_) | Event::Again(..) | Event::Token(_) | Event::Erase(..) if desk.is_busy() => Vec::new(),
        Event::HandIn(form) => hand_in(desk, shelf, setting, form, moment),
        Event::Again(id, form) => match shelf.made.iter().find(|made| made.id == id) {
            Some(made) => give_out(desk, shelf, &made.clone(), form),
            None => Vec::new(),
        },
        Event::Token(text) => token(desk, shelf, &text, moment),
        Event::Erase(scope, text) => super::erasing::erase(desk, shelf, setting, (scope, &text), moment),
        Event::Sealed(result) => sealed(desk, result),
        Event::Kept(result) => kept(desk, shelf, result),
        Event::Saved(is_saved) => {
            if !is_saved {
                desk.told = Some(Told::NotSaved);
            }
            Vec::new()
        }
    }
}

/// What is due, into a hand-in. Where the last one had exactly this, it is given out again.
fn hand_in(desk: &mut Desk, shelf: &Shelf, setting: &Setting, form: Form, moment: Moment) -> Vec<Effect> {
    desk.told = None;
    let Standing { due, .. } = shelf.standing(&setting.whose);
    let Some(key) = setting.whose.key.filter(|_| !due.is_empty()) else { return desk.say(Told::NothingDue) };
    let (erased, erasures): (Vec<String>, Vec<Erasure>) = shelf.untold().into_iter().unzip();
    let same = |made: &&Made| made.campaign == setting.whose.campaign && made.receipts == due && made.erased == erased;
    if let Some(made) = shelf.made.iter().find(same) {
        return give_out(desk, shelf, &made.clone(), form);
    }
    let (id, token, salt) = made::chance(moment.random);
    let day = Date::of_stamp(moment.stamp, moment.offset).map(String::from).unwrap_or_default();
    let note = Note {
        campaign: setting.whose.campaign.clone(),
        token: token.clone(),
        device: setting.surveyor.clone(),
        made: moment.stamp,
        count: u32::try_from(due.len()).unwrap_or(u32::MAX),
        covers: cover(due.iter().map(String::as_str)),
        erased: erasures,
    };
    let made = Made {
        id,
        campaign: note.campaign.clone(),
        made: note.made,
        name: file::name(&setting.unit, &day, due.len()),
        digest: made::digest(&token, &salt),
        salt,
        receipts: due,
        erased,
        note: Vec::new(),
    };
    desk.work = Work::Sealing(Box::new(made), form);
    vec![Effect::Seal(content::of_note(&note), key)]
}

fn sealed(desk: &mut Desk, result: Result<Vec<u8>, keeping::Fault>) -> Vec<Effect> {
    let Work::Sealing(mut made, form) = std::mem::take(&mut desk.work) else { return Vec::new() };
    match result {
        Ok(note) => {
            made.note = note;
            let put = vec![(made::key(&made.id), Value::Text(made.encode()))];
            desk.work = Work::Keeping(made, form);
            vec![Effect::Put(put)]
        }
        Err(fault) => desk.say(Told::NotSealed(fault)),
    }
}

/// Into the file, or onto the screen.
fn give_out(desk: &mut Desk, shelf: &Shelf, made: &Made, form: Form) -> Vec<Effect> {
    desk.told = None;
    let envelopes: Vec<Vec<u8>> = made.receipts.iter().filter_map(|receipt| shelf.envelope(receipt)).collect();
    let bytes = made.file(&envelopes);
    match form {
        Form::File => {
            desk.told = Some(Told::Saved(made.name.clone()));
            vec![Effect::Save(made.name.clone(), bytes)]
        }
        Form::Codes if bytes.len() > parts::LONGEST => desk.say(Told::TooMuch),
        Form::Codes => {
            desk.codes = Some(bytes);
            Vec::new()
        }
    }
}

/// What was to be kept is, or not. What is not kept is tried again by the store itself,
/// and is answered again; until then the page says so, and no work goes on or begins.
fn kept(desk: &mut Desk, shelf: &Shelf, result: Result<(), keeping::Fault>) -> Vec<Effect> {
    match (std::mem::take(&mut desk.work), result) {
        // Without room the forms must get out all the more.
        (Work::Keeping(made, form), result) => {
            let effects = give_out(desk, shelf, &made, form);
            if result.is_err() && desk.told != Some(Told::TooMuch) {
                desk.told = Some(Told::NotNoted(made.name));
            }
            [effects, vec![Effect::Read]].concat()
        }
        (Work::Confirming(left, all), Ok(())) => confirm(desk, left, all),
        (Work::Erasing(erasing), Ok(())) => super::erasing::go_on(desk, *erasing),
        (work @ (Work::Confirming(..) | Work::Erasing(_)), Err(fault)) => {
            desk.work = work;
            desk.say(Told::NotKept(fault))
        }
        (work @ (Work::None | Work::Sealing(..)), _) => {
            desk.work = work;
            Vec::new()
        }
    }
}

/// Whose token is it?
fn token(desk: &mut Desk, shelf: &Shelf, text: &str, moment: Moment) -> Vec<Effect> {
    let Some(token) = typed(text) else { return desk.say(Told::NoToken) };
    let Some(made) = shelf.made.iter().find(|made| made.is_token(&token)) else { return desk.say(Told::WrongToken) };
    let mark = |receipt: &String| (sent_key(receipt), Value::Text(handed_in(&made.id, moment.stamp)));
    let left: Vec<(String, Value)> = made.receipts.iter().filter(|receipt| !shelf.acknowledged.contains_key(*receipt)).map(mark).collect();
    if left.is_empty() {
        return desk.say(Told::ConfirmedBefore);
    }
    desk.told = None;
    let all = left.len();
    confirm(desk, left, all)
}

/// The next of what is to be acknowledged.
fn confirm(desk: &mut Desk, mut left: Vec<(String, Value)>, all: usize) -> Vec<Effect> {
    if left.is_empty() {
        desk.told = Some(Told::Confirmed(all));
        return vec![Effect::Read];
    }
    let next = left.drain(..left.len().min(BATCH)).collect();
    desk.work = Work::Confirming(left, all);
    desk.told = None;
    vec![Effect::Put(next)]
}
