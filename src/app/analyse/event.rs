//! What happens to an analyst's page, and what it asks of the shell.

use super::{FileRole, Look, Place, Source, index, pulling, scanning};
use crate::analysis::job::{Job, Reply};
use crate::analysis::plan::IntervalRule;
use crate::app::intake::{Answer, Ask, Source as Given, SourceSaid};
use crate::app::respond::FetchFault;
use crate::app::unlocking;
use crate::base::Lang;
use crate::base::time::{Date, Stamp};
use crate::dataset::Mapping;
use crate::export::csv::Dialect;

/// What happened.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// The page opened at this place, or the address changed.
    Opened(Place),
    /// The list of campaigns arrived, or did not.
    IndexRead(Result<String, FetchFault>),
    /// The campaign's file arrived, or did not.
    CampaignRead(String, Result<String, FetchFault>),
    /// A questionnaire's file arrived, or did not.
    QuestionnaireRead(String, Result<String, FetchFault>),
    /// Something about the campaign's key.
    Key(unlocking::Event),
    /// Files, texts and the like were given, and what could not even be read of others.
    Sources(Stamp, Vec<Given>, Vec<SourceSaid>),
    /// Something happened to the fetching of the drop box.
    Pull(pulling::Event),
    /// Something happened to the reading of codes.
    Scan(scanning::Event),
    /// Something about the index of units.
    Index(Box<index::Step>),
    /// Leave what waits for the key.
    DropWaiting,
    /// "Phiếu đang nằm trên máy này".
    ReadThisMachine,
    /// Undo the import with this number.
    UndoImport(u32, Stamp),
    /// Take what an undone import brought once more.
    RedoImport(u32, Stamp),
    /// "Khóa sổ": what was typed to confirm it.
    CloseIntake(String),
    /// Stop what the desk does.
    CancelIntake,
    /// The ledger as a table, times at this offset.
    DownloadLedger(i32),
    /// The list of receipts.
    DownloadReceipts,
    /// The desk answers; the time, and the day for a file's name.
    Desk(Box<Answer>, Stamp, Option<Date>),
    /// The desk's worker failed.
    DeskBroken(String),
    /// Another language.
    Language(Lang),
    /// Another source.
    Use(Source),
    /// Another group of respondents.
    Group(String),
    /// The correction with this id is not to be applied.
    SetAside(String),
    /// It is applied again.
    TakeBack(String),
    /// How many people the chosen group has; none where it is not known.
    People(Option<u64>),
    /// "Tải tệp CSV" of option scores, on this day.
    DownloadScores(Date),
    /// Another questionnaire.
    Questionnaire(String),
    /// Another kind of units; none is all of them.
    Kind(Option<String>),
    /// Another interval.
    Rule(IntervalRule),
    /// Another look at what is shown.
    Look(Look),
    /// A file was chosen: what for, its name, its bytes where the browser could read it.
    FileChosen(FileRole, String, Option<Vec<u8>>),
    /// A file was chosen that is too large to be read: its role, name and bytes.
    FileTooLarge(FileRole, String, String),
    /// The analyst corrects the mapping.
    Mapped(Box<Mapping>),
    /// "Kiểm tra và tiếp nhận".
    Try,
    /// Take what can be used of a file that has rows that cannot.
    TakeAnyway,
    /// Leave a file that was chosen, or units that were imported.
    Drop(FileRole),
    /// The worker says something about a job.
    Replied(u64, Box<Reply>),
    /// The worker failed.
    Broken(String),
    /// Stop the job.
    Cancel,
    /// The least number of respondents of a published cell.
    Minimum(u32),
    /// How the file is written.
    Dialect(Dialect),
    /// "Tải tệp CSV", on this day.
    Download(Date),
    /// The file was handed to the browser, or not.
    Saved(bool),
    /// "Dùng không mạng".
    KeepOffline,
    /// The role's files are kept, or why not.
    KeptOffline(Result<(), String>),
    /// Read everything again.
    Retry,
}

/// What the shell must do; each answers with an event.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Fetch `campaigns/index.json`.
    FetchIndex,
    /// Fetch `campaigns/<id>.json`.
    FetchCampaign(String),
    /// Fetch `questionnaires/<id>.json`.
    FetchQuestionnaire(String),
    /// Ask the desk; bytes beside it. `Ask::Open` begins with a new one.
    Ask(Box<Ask>, Vec<Vec<u8>>),
    /// What opening the key asks for.
    Key(unlocking::Effect),
    /// Fetch from a drop box.
    Pull(pulling::Effect),
    /// Read codes.
    Scan(scanning::Effect),
    /// What the index asks for.
    Index(index::Effect),
    /// Read the envelopes of this browser's own stores.
    ReadThisMachine,
    /// Ask the desk for rows, then hand them to the worker with the job.
    PostRows(u64, Box<Job>, Box<Ask>),
    /// Hand a job to the worker, ending what it does now.
    Post(u64, Box<Job>),
    /// End the worker.
    Stop,
    /// Hand a file to the browser: name and bytes.
    Save(String, Vec<u8>),
    /// Keep the role's files on this machine.
    KeepOffline,
    /// Move the focus to the element with this id.
    Focus(String),
    /// Tell which language the page is in.
    SetLanguage(Lang),
}
