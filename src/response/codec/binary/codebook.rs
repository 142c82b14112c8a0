//! The places that a questionnaire has for answers, in its own order, and how an answer is
//! a number there. Made of the definition alone: which units a grid rates is said by each
//! response, so that no later edition of a campaign changes how an earlier one is read.

use crate::questionnaire::definition::{Definition, Question, Scale, Tag};
use crate::response::Answer;

/// A questionnaire, ready to pack and to unpack by.
#[derive(Debug, Clone, PartialEq)]
pub struct Codebook {
    /// Fingerprint of the questionnaire's text: 80 bits.
    pub(super) fingerprint: [u8; 10],
    /// Id and edition.
    pub(super) questionnaire: (String, String),
    /// Everything but grids of units.
    pub(super) slots: Vec<Slot>,
    /// Grids of units: a slot stands for all its rows.
    pub(super) grids: Vec<Slot>,
}

/// A place for one answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Slot {
    /// Name of the variable.
    pub name: String,
    /// Section and question, counted over the questionnaire.
    pub of: (usize, usize),
    /// What an answer is.
    pub kind: Kind,
}

/// What an answer is in its place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// One of these codes.
    Code(Vec<String>),
    /// One of these levels, in a grid of statements.
    Level(Vec<i64>),
    /// Yes or no, in a grid.
    YesNo,
    /// Any of these codes, in this order.
    Codes(Vec<String>),
    /// A whole number.
    Whole,
    /// Text.
    Text,
    /// What "other" is: of the slot before it, where this code is chosen.
    Specify(String),
}

impl Codebook {
    /// The codebook of a questionnaire whose text has this fingerprint; none where it is
    /// no fingerprint.
    pub fn of(definition: &Definition, fingerprint: &str) -> Option<Self> {
        let mut book = Self {
            fingerprint: crate::base::digest::unbase32(fingerprint)?.try_into().ok()?,
            questionnaire: (definition.id.clone(), definition.edition.clone()),
            slots: Vec::new(),
            grids: Vec::new(),
        };
        for (s, section) in definition.sections.iter().enumerate() {
            for (q, question) in section.questions.iter().enumerate() {
                let scale = question.scale.as_ref().and_then(|scale| definition.scales.get(scale));
                book.question((s, q), question, scale);
            }
        }
        Some(book)
    }

    fn question(&mut self, of: (usize, usize), question: &Question, scale: Option<&Scale>) {
        let codes = || question.options.iter().map(|choice| choice.code.clone()).collect();
        let whole = |kind| vec![Slot { name: question.id.clone(), of, kind }];
        let rows = |kind: Kind| question.rows.iter().map(|row| Slot { name: row.id.clone(), of, kind: kind.clone() }).collect();
        self.slots.extend(match question.tag {
            Tag::Single => whole(Kind::Code(codes())),
            Tag::Multiple => whole(Kind::Codes(codes())),
            Tag::Integer => whole(Kind::Whole),
            Tag::Text => whole(Kind::Text),
            Tag::YesNo => rows(Kind::YesNo),
            Tag::Likert => {
                rows(Kind::Level(scale.map(|scale| scale.levels.iter().map(|level| i64::from(level.value)).collect()).unwrap_or_default()))
            }
            Tag::UnitOption => {
                self.grids.extend(whole(Kind::Code(codes())));
                Vec::new()
            }
            Tag::Note => Vec::new(),
        });
        let specify = question.options.iter().find(|choice| choice.specify && matches!(question.tag, Tag::Single | Tag::Multiple));
        if let Some(choice) = specify {
            self.slots.push(Slot { name: [&question.id, "_other"].concat(), of, kind: Kind::Specify(choice.code.clone()) });
        }
    }
}

impl Kind {
    /// The radices of the numbers that an answer is, texts and whole numbers apart.
    pub fn radices(&self) -> Vec<u64> {
        match self {
            Self::Code(codes) => vec![codes.len() as u64],
            Self::Level(levels) => vec![levels.len() as u64],
            Self::YesNo => vec![2],
            Self::Codes(codes) => vec![2; codes.len()],
            Self::Whole | Self::Text | Self::Specify(_) => Vec::new(),
        }
    }

    /// The answer as numbers; none where it is not one of this kind.
    pub fn symbols(&self, answer: &Answer) -> Option<Vec<u64>> {
        match (self, answer) {
            (Self::Code(codes), Answer::Text(code)) => Some(vec![place(codes, code)?]),
            (Self::Level(levels), Answer::Number(level)) => Some(vec![place(levels, level)?]),
            (Self::YesNo, Answer::Text(code)) => Some(vec![place(&YES_NO.map(str::to_owned), code)?]),
            (Self::Codes(codes), Answer::Set(chosen)) => {
                let in_order: Vec<&String> = codes.iter().filter(|code| chosen.contains(code)).collect();
                let same = chosen.iter().eq(in_order);
                same.then(|| codes.iter().map(|code| u64::from(chosen.contains(code))).collect())
            }
            (Self::Whole, Answer::Number(_)) | (Self::Text | Self::Specify(_), Answer::Text(_)) => Some(Vec::new()),
            (Self::Code(_) | Self::Level(_) | Self::YesNo | Self::Codes(_) | Self::Whole | Self::Text | Self::Specify(_), _) => None,
        }
    }

    /// The answer that these numbers are; none for texts and whole numbers.
    pub fn answer(&self, symbols: &[u64]) -> Option<Answer> {
        let first = || usize::try_from(*symbols.first()?).ok();
        match self {
            Self::Code(codes) => Some(Answer::Text(codes.get(first()?)?.clone())),
            Self::Level(levels) => Some(Answer::Number(*levels.get(first()?)?)),
            Self::YesNo => Some(Answer::Text((*YES_NO.get(first()?)?).to_owned())),
            Self::Codes(codes) => {
                let chosen = codes.iter().zip(symbols).filter(|(_, symbol)| **symbol == 1);
                Some(Answer::Set(chosen.map(|(code, _)| code.clone()).collect()))
            }
            Self::Whole | Self::Text | Self::Specify(_) => None,
        }
    }

    /// Whether the answer says that there is something to specify.
    pub fn opens(&self, answer: Option<&Answer>) -> bool {
        match (self, answer) {
            (Self::Specify(code), Some(Answer::Text(chosen))) => chosen == code,
            (Self::Specify(code), Some(Answer::Set(chosen))) => chosen.contains(code),
            (Self::Specify(_) | Self::Code(_) | Self::Level(_) | Self::YesNo | Self::Codes(_) | Self::Whole | Self::Text, _) => false,
        }
    }
}

const YES_NO: [&str; 2] = ["yes", "no"];

fn place<T: PartialEq>(all: &[T], one: &T) -> Option<u64> {
    all.iter().position(|other| other == one).map(|place| place as u64)
}
