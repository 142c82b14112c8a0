//! What is stored of an envelope's way under `s.<receipt>`: words of ASCII with spaces
//! between. `box <stamp>` and `handed <digest> <stamp>` are final; the digest is of
//! the hand-in's token and belongs to the tablet. Before that,
//! `to <campaign> <attempts> <due> <last answer> <given> <stamp>`. Anything else says
//! nothing: then the envelope is sent again, which is harmless.

use super::Answer;
use crate::base::time::Stamp;

/// Who acknowledged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// The drop box.
    Box,
    /// The analyst, for a hand-in of this device.
    Handed,
}

/// How the person took an envelope along. That it arrived is not known of any of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given {
    /// To another app, by the share sheet.
    Shared,
    /// As a file.
    Saved,
    /// As text on the clipboard.
    Copied,
}

impl Given {
    const ALL: [Self; 3] = [Self::Shared, Self::Saved, Self::Copied];

    /// What was stored so.
    pub fn of_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|given| given.word() == word)
    }

    /// As it is stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Saved => "saved",
            Self::Copied => "copied",
        }
    }
}

/// What is stored of an envelope's way.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Record {
    /// The campaign that it belongs to, where that is known: not of what was sent.
    pub campaign: Option<String>,
    /// Acknowledged by whom and when.
    pub sent: Option<(Way, Stamp)>,
    /// Attempts that failed.
    pub tries: u32,
    /// When the next one is due.
    pub due: Stamp,
    /// What came of the last one.
    pub last: Option<Answer>,
    /// How the person took it along last, and when.
    pub given: Option<(Given, Stamp)>,
}

impl Record {
    /// The record as text.
    pub fn encode(&self) -> String {
        if let Some((_, at)) = self.sent {
            return ["box ", &at.0.to_string()].concat();
        }
        let campaign = self.campaign.as_deref().unwrap_or_default();
        let last = self.last.map_or(0, Answer::code).to_string();
        let mut text = ["to ", campaign, " ", &self.tries.to_string(), " ", &self.due.0.to_string(), " ", &last].concat();
        if let Some((given, at)) = self.given {
            text.extend([" ", given.word(), " ", &at.0.to_string()]);
        }
        text
    }

    /// Reads it; none where it says nothing.
    pub fn decode(text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        match words.next()? {
            "box" => Some(Self { sent: Some((Way::Box, stamp(words.next())?)), ..Self::default() }),
            "handed" => Some(Self { sent: Some((Way::Handed, stamp(words.nth(1))?)), ..Self::default() }),
            "to" => Some(Self {
                campaign: Some(words.next()?.to_owned()),
                sent: None,
                tries: words.next()?.parse().ok()?,
                due: stamp(words.next())?,
                last: words.next()?.parse().ok().filter(|code| *code != 0).map(Answer::of_code),
                given: words.next().and_then(Given::of_word).zip(stamp(words.next())),
            }),
            _ => None,
        }
    }
}

fn stamp(word: Option<&str>) -> Option<Stamp> {
    word?.parse().ok().map(Stamp)
}
