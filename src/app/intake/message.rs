//! What the page asks the desk and what the desk answers, as JSON: the desk stands in a
//! worker of its own, so that the page waits for nothing. Bytes travel beside a message.
//! No answer carries a key, a code or an opened response; only counts, and the rows that
//! an estimate is asked for.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::source::Carrier;
use crate::base::time::Stamp;
use crate::base::{Finding, Lang};
use crate::dataset::responses::{Intake, Register, Wanted};
use crate::store::ledger::{Counts, HandIn};

/// What the page asks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ask {
    /// What is kept of this campaign here; before anything else.
    Open {
        /// Its id.
        campaign: String,
    },
    /// Read what is kept, with this key and these questionnaires.
    Unlock {
        /// The private key, base 32.
        key: String,
        /// Texts of the questionnaires that are known.
        forms: Vec<String>,
    },
    /// More questionnaires: what could not be read for want of them is read again.
    Forms {
        /// Their texts.
        forms: Vec<String>,
    },
    /// Take sources, all of them or none; their bytes beside it, in the same order.
    Import {
        /// When.
        made: Stamp,
        /// What they are.
        sources: Vec<Given>,
    },
    /// Undo an import.
    Undo {
        /// Its number.
        import: u32,
        /// When.
        when: Stamp,
    },
    /// Take what an undone import brought once more, as an import of its own.
    Redo {
        /// Its number.
        import: u32,
        /// When.
        when: Stamp,
    },
    /// "Khóa sổ".
    Close,
    /// Count what came in for each of these.
    Count {
        /// Groups and forms.
        wanted: Vec<Wanted>,
        /// Ids of corrections that are not applied.
        set_aside: BTreeSet<String>,
    },
    /// The rows of one group's form, beside the answer.
    Rows {
        /// Group and form.
        wanted: Wanted,
        /// Ids of corrections that are not applied.
        set_aside: BTreeSet<String>,
    },
    /// The ledger as a table, beside the answer.
    Table {
        /// In which language.
        language: Lang,
        /// Minutes east of Greenwich, for the times.
        offset: i32,
    },
    /// The list of receipts, beside the answer.
    Receipts,
    /// Stop what is under way; nothing of it is kept.
    Cancel,
}

/// A source without its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// See `Source`.
    pub name: String,
    /// See `Source`.
    pub carrier: Carrier,
}

/// What takes long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Task {
    /// Kept envelopes are opened.
    Opening,
    /// New ones are.
    Importing,
    /// The ledger is closed.
    Closing,
    /// Responses are counted.
    Counting,
    /// Rows are made.
    Rows,
}

/// Where what came in is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Keeping {
    /// In this browser, for good.
    #[default]
    Kept,
    /// In this page alone: the browser gives no store, or none that lasts.
    NoStore,
    /// In this page alone: the store is full.
    Full,
}

/// What the desk answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reply {
    /// How far it is.
    Progress {
        /// With what.
        task: Task,
        /// Steps done.
        done: u64,
        /// Steps in all.
        total: u64,
    },
    /// How the ledger stands: before the key is there as far as it is known.
    State {
        /// The ledger.
        summary: Box<Summary>,
    },
    /// Sources were taken.
    Imported {
        /// What was found in each.
        said: Vec<SourceSaid>,
        /// The ledger.
        summary: Box<Summary>,
    },
    /// What was counted.
    Counted {
        /// Every response that counts.
        register: Box<Register>,
        /// One for each that was wanted.
        intakes: Vec<Intake>,
        /// Corrections that count, as text.
        corrections: Vec<String>,
    },
    /// The rows that were asked for are beside this.
    Rows,
    /// The table is.
    Table,
    /// The list is; how many receipts.
    Receipts {
        /// How many.
        count: u64,
    },
    /// What was under way was stopped.
    Cancelled,
    /// It cannot be done.
    Refused {
        /// Why.
        why: Refusal,
    },
}

/// Why the desk refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// The key is not there yet.
    Locked,
    /// The ledger is closed.
    Closed,
    /// Another window changed the ledger; what is kept has to be read again.
    Elsewhere,
    /// The browser gives no random bytes.
    NoRandom,
    /// There is no such import, or it was undone.
    NoImport,
}

/// What was found in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceSaid {
    /// Its name.
    pub name: String,
    /// Its kind.
    pub carrier: Carrier,
    /// Its import; none where nothing was taken.
    pub import: Option<u32>,
    /// The questionnaire that it was.
    pub form: Option<String>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// How the ledger stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Summary {
    /// All envelopes.
    pub counts: Counts,
    /// The imports.
    pub imports: Vec<ImportLine>,
    /// Hand-ins of tablets.
    pub hand_ins: Vec<HandInLine>,
    /// Fingerprints of questionnaires that are not known, and how many wait for each.
    pub unknown: Vec<(String, u64)>,
    /// Whether intake is closed.
    pub closed: bool,
    /// Where it is kept.
    pub keeping: Keeping,
    /// The ledger that was kept could not be read and was made anew of the envelopes.
    pub renewed: bool,
    /// Places of what was kept that could not be read.
    pub lost: u64,
}

/// An import in a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportLine {
    /// When.
    pub made: Stamp,
    /// From what.
    pub source: String,
    /// When it was undone.
    pub undone: Option<Stamp>,
    /// Whether what it brought alone is kept aside, to be taken again.
    pub aside: bool,
    /// Places of the source that could not be read.
    pub damaged: u64,
    /// What it brought.
    pub counts: Counts,
}

/// A hand-in in a summary.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandInLine {
    /// What its note says. The token is empty where it may not be told.
    pub hand_in: HandIn,
    /// Whether everything that it is about came in.
    pub whole: bool,
}
