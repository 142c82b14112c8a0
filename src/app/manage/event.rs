//! What happens to the manager's page, and what it asks of the shell.

use super::{Edit, Look, Place, importing, key, links};
use crate::app::respond::FetchFault;
use crate::app::unlocking;
use crate::base::{Finding, Lang};
use crate::seal::job::Job;
use crate::store::{Before, Found, StoreFault};

/// Which files leave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Package {
    /// Everything that has to stand beside the program, in one ZIP.
    Zip,
    /// The campaign alone.
    Json,
}

/// Where a round that is opened or copied comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// `campaigns/<id>.json` of this host.
    Host(String),
    /// A draft of this machine.
    Draft(String),
}

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The page opened at this place, or the address changed.
    Opened(Place),
    /// The list of campaigns arrived, or did not.
    IndexRead(Result<String, FetchFault>),
    /// Where pages of this host may connect.
    PoliciesRead(key::Policies),
    /// The drafts of this machine were read.
    DraftsRead(Result<Found, StoreFault>),
    /// The campaign's file arrived, or did not.
    CampaignRead(String, Result<String, FetchFault>),
    /// A questionnaire's file arrived, or did not: its name without `.json`.
    QuestionnaireRead(String, Result<String, FetchFault>),
    /// A text that was kept under this fingerprint on this machine.
    WordingRead(String, String, Result<Option<String>, StoreFault>),
    /// Another language.
    Language(Lang),
    /// "Tạo đợt điều tra".
    Create,
    /// A new round from an existing one.
    Copy(Origin),
    /// A file was chosen: its name, its bytes where the browser could read it.
    FileChosen(String, Option<Vec<u8>>),
    /// Asks before a draft is deleted.
    AskDelete(String),
    /// It is not to be deleted.
    Keep,
    /// Deletes the draft that was asked about.
    Delete,
    /// Puts the deleted draft back.
    Restore,
    /// The draft was removed from the store, or not.
    Deleted(Result<(), StoreFault>),
    /// A change.
    Edit(Edit),
    /// A field was left.
    Rest,
    /// One step back.
    Undo,
    /// One step forward.
    Redo,
    /// Another look at the units.
    Look(Look),
    /// To the field of this finding.
    Show(Finding),
    /// The time to save what was changed.
    SaveDue,
    /// The draft with this name was saved, or not.
    DraftSaved(String, Result<(), StoreFault>),
    /// Saves over what another window saved.
    SaveOver,
    /// Takes what another window saved.
    TakeOther,
    /// The units' import.
    Import(importing::Step),
    /// The key.
    Key(key::Step),
    /// Links, sheets and posters.
    Links(links::Step),
    /// "Lưu tệp đợt".
    Release(Package),
    /// The file was handed to the browser, or not.
    Saved(bool),
    /// "Làm thử": the campaign is written for the page that opens.
    TryOut,
    /// The try-out's campaign was written, or not.
    TryoutKept(Result<(), StoreFault>),
    /// The text of a questionnaire was kept, or not.
    WordingKept(Result<(), StoreFault>),
    /// "In trang này".
    Print,
    /// Read everything again.
    Retry,
}

/// What the shell must do; each answers with an event where it can fail.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Fetch `campaigns/index.json`.
    FetchIndex,
    /// Read the drafts of this machine.
    ReadDrafts,
    /// Fetch `campaigns/<id>.json`.
    FetchCampaign(String),
    /// Fetch `questionnaires/<name>.json`.
    FetchQuestionnaire(String),
    /// Read the text kept under this fingerprint: file name, fingerprint.
    ReadWording(String, String),
    /// Keep a questionnaire's text: fingerprint and text.
    KeepWording(String, String),
    /// `SaveDue` in a moment, once however often it is asked for.
    SaveSoon,
    /// Save a draft: name, record, and the record that is expected under it.
    SaveDraft(String, String, Before),
    /// Remove a draft.
    DeleteDraft(String),
    /// Write the campaign that is tried out: its id and its text.
    KeepTryout(String, String),
    /// Hand a file to the browser: name, type and bytes.
    Save(String, &'static str, Vec<u8>),
    /// Let the worker read a workbook: number of the job, bytes, and the seconds after which
    /// it is overdue.
    ReadWorkbook(u64, Vec<u8>, u32),
    /// End the worker.
    StopReader,
    /// Let a worker put a key under its passphrase: number of the job.
    Seal(u64, Box<Job>),
    /// What opening a key asks for.
    Unlock(unlocking::Effect),
    /// Put a text on the clipboard.
    Copy(String),
    /// Open the print dialogue.
    Print,
    /// Go to another place.
    Go(Place),
    /// Move the focus to the element with this id.
    Focus(String),
    /// Tell which language the page is in.
    SetLanguage(Lang),
}
