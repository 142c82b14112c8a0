//! The device's own record: what the surveyor settled once for the day. One checksummed
//! text in the store; it never holds an answer, and a PIN only as its digest. Its length
//! is rounded up, so that a full store still takes a counted PIN and the end of a hand-over.

use super::Pin;
use super::pin::Attempts;
use crate::base::json::{Reader, Writer, read};
use crate::base::time::Stamp;
use crate::base::{Finding, Lang};
use crate::store::Custody;

/// The version of the record.
const VERSION: u64 = 1;
/// The record's length is a multiple of this.
const STEP: usize = 512;

/// What is settled on this device; empty texts where it is not yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Device {
    /// Id of the campaign.
    pub campaign: String,
    /// The surveyor's code.
    pub surveyor: String,
    /// What ends a hand-over.
    pub pin: Option<Pin>,
    /// Wrong PINs.
    pub attempts: Attempts,
    /// Code of the evaluated unit.
    pub unit: String,
    /// Village or quarter.
    pub village: String,
    /// Respondent group.
    pub group: String,
    /// Questionnaire.
    pub questionnaire: String,
    /// When unit, village and group were last confirmed.
    pub confirmed: Stamp,
    /// Number in the list of the next interview, if any.
    pub entry: String,
    /// Whether others are present at it; none where nobody said.
    pub others: Option<bool>,
    /// Language of the page.
    pub language: Lang,
    /// The side on which the actions stand.
    pub hand: Hand,
    /// The theme for bright sun.
    pub sunlight: bool,
    /// "Làm thử": stored with the flag, never counted.
    pub trial: bool,
    /// In whose hands.
    pub handed: Handed,
}

/// The surveyor's hand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Hand {
    /// The right one.
    #[default]
    Right,
    /// The left one.
    Left,
}

/// Whether the device is in a respondent's hands: only the form is in reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Handed {
    /// The surveyor has it.
    #[default]
    No,
    /// For a form that is not done.
    Open,
    /// The form is done; a hand-over is for one form.
    Done,
}

impl Device {
    /// Whether an interview may begin: campaign, surveyor, PIN, unit and group are settled.
    pub fn is_settled(&self) -> bool {
        let texts = [&self.campaign, &self.surveyor, &self.unit, &self.group, &self.questionnaire];
        self.pin.is_some() && texts.iter().all(|text| !text.is_empty())
    }

    /// In whose hands it is.
    pub fn custody(&self) -> Custody {
        match self.handed {
            Handed::No => Custody::Surveyor,
            Handed::Open | Handed::Done => Custody::Respondent,
        }
    }

    /// The record as text.
    pub fn encode(&self) -> String {
        let short = self.written(0);
        let length = short.len().next_multiple_of(STEP);
        self.written(length - short.len())
    }

    fn written(&self, reserve: usize) -> String {
        Writer::document(&mut |w| {
            w.field("version").count(VERSION);
            w.field("campaign").text(&self.campaign);
            w.field("surveyor").text(&self.surveyor);
            if let Some(pin) = &self.pin {
                w.field("salt").text(&pin.salt);
                w.field("digest").text(&pin.digest);
            }
            w.field("wrong").count(u64::from(self.attempts.wrong));
            w.field("last").count(self.attempts.last.0);
            w.field("unit").text(&self.unit);
            w.field("village").text(&self.village);
            w.field("group").text(&self.group);
            w.field("questionnaire").text(&self.questionnaire);
            w.field("confirmed").count(self.confirmed.0);
            w.field("entry").text(&self.entry);
            if let Some(others) = self.others {
                w.field("others").truth(others);
            }
            w.field("language").text(self.language.tag());
            w.field("left_handed").truth(self.hand == Hand::Left);
            w.field("sunlight").truth(self.sunlight);
            w.field("trial").truth(self.trial);
            // The boot script looks for these very letters.
            w.field("handed_over").truth(self.handed != Handed::No);
            w.field("finished").truth(self.handed == Handed::Done);
            w.field("reserve").text(&" ".repeat(reserve));
        })
    }

    /// Reads a record.
    ///
    /// # Errors
    /// What is wrong with the text, located.
    pub fn decode(text: &str) -> Result<Self, Vec<Finding>> {
        read(text, device)
    }
}

fn device(r: &mut Reader<'_>) -> Device {
    let mut version = r.required("version");
    if version.value().is_some_and(|value| *value != crate::base::json::Json::Whole(1)) {
        version.report("out_of_range", String::new());
    }
    let (salt, digest) = (r.optional("salt").text_or_none(), r.optional("digest").text_or_none());
    if salt.is_some() != digest.is_some() {
        r.optional("digest").report("missing_field", String::new());
    }
    let (handed_over, finished) = (r.required("handed_over").flag(), r.optional("finished").flag());
    if r.optional("reserve").text().len() >= STEP {
        r.optional("reserve").report("out_of_range", String::new());
    }
    Device {
        campaign: r.required("campaign").text(),
        surveyor: r.required("surveyor").text(),
        pin: salt.zip(digest).map(|(salt, digest)| Pin { salt, digest }),
        attempts: Attempts {
            wrong: r.optional("wrong").whole().unwrap_or_default(),
            last: Stamp(r.optional("last").whole().unwrap_or_default()),
        },
        unit: r.required("unit").text(),
        village: r.required("village").text(),
        group: r.required("group").text(),
        questionnaire: r.required("questionnaire").text(),
        confirmed: Stamp(r.optional("confirmed").whole().unwrap_or_default()),
        entry: r.optional("entry").text(),
        others: r.optional("others").truth(),
        language: r.optional("language").word(&Lang::ALL, Lang::tag).unwrap_or_default(),
        hand: if r.optional("left_handed").flag() { Hand::Left } else { Hand::Right },
        sunlight: r.optional("sunlight").flag(),
        trial: r.optional("trial").flag(),
        handed: match (handed_over, finished) {
            (false, _) => Handed::No,
            (true, false) => Handed::Open,
            (true, true) => Handed::Done,
        },
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_record_comes_back(
            texts in any::<[String; 7]>(),
            pin in any::<Option<(String, String)>>(),
            flags in any::<[bool; 4]>(),
            (wrong, last, confirmed) in (any::<u32>(), 0..=i64::MAX as u64, 0..=i64::MAX as u64),
            others in any::<Option<bool>>(),
            handed in prop::sample::select(vec![Handed::No, Handed::Open, Handed::Done]),
        ) {
            let [campaign, surveyor, unit, village, group, questionnaire, entry] = texts;
            let [left, sunlight, trial, english] = flags;
            let device = Device {
                campaign, surveyor, unit, village, group, questionnaire, entry, others, sunlight, trial, handed,
                hand: if left { Hand::Left } else { Hand::Right },
                language: if english { Lang::En } else { Lang::Vi },
                pin: pin.map(|(salt, digest)| Pin { salt, digest }),
                attempts: Attempts { wrong, last: Stamp(last) },
                confirmed: Stamp(confirmed),
            };
            let text = device.encode();
            prop_assert!(text.len().is_multiple_of(STEP));
            prop_assert_eq!(Device::decode(&text), Ok(device));
        }
    }

    #[test]
    fn a_counted_pin_and_the_end_of_a_hand_over_need_no_more_room() {
        let handed = Device { handed: Handed::Open, pin: Pin::new("2468", [1; 16]), ..Device::default() };
        let counted = Device { attempts: Attempts { wrong: 3, last: Stamp(1_795_435_200_000) }, ..handed.clone() };
        let back = Device { handed: Handed::No, ..handed.clone() };
        assert_eq!([counted.encode().len(), back.encode().len()], [handed.encode().len(); 2]);
    }

    #[test]
    fn half_a_pin_another_version_or_no_word_on_the_hand_over_is_refused() {
        let text = Device::default().encode();
        assert_eq!(Device::decode(&text), Ok(Device::default()));
        assert!(Device::decode(&text.replace("\"unit\"", "\"salt\":\"A\",\"unit\"")).is_err());
        assert!(Device::decode(&text.replace("\"version\":1", "\"version\":2")).is_err());
        assert!(Device::decode(&text.replace("\"handed_over\":false,", "")).is_err());
    }

    #[test]
    fn nothing_begins_without_a_pin() {
        let text = || "x".to_owned();
        let mut device =
            Device { campaign: text(), surveyor: text(), unit: text(), group: text(), questionnaire: text(), ..Device::default() };
        assert!(!device.is_settled());
        device.pin = Pin::new("2468", [1; 16]);
        assert!(device.is_settled());
    }
}
