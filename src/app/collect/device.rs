//! The device's own record: what the surveyor settled once for the day. One checksummed
//! text in the store; it never holds an answer, and a PIN only as its digest.

use super::Pin;
use crate::base::Finding;
use crate::base::json::{Reader, Writer, read};

/// The version of the record.
const VERSION: u64 = 1;

/// What is settled on this device; empty texts where it is not yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Device {
    /// Id of the campaign.
    pub campaign: String,
    /// The surveyor's code.
    pub surveyor: String,
    /// What ends a hand-over.
    pub pin: Option<Pin>,
    /// Code of the evaluated unit.
    pub unit: String,
    /// Village or quarter.
    pub village: String,
    /// Respondent group.
    pub group: String,
    /// Questionnaire.
    pub questionnaire: String,
    /// The side on which the actions stand.
    pub hand: Hand,
    /// The theme for bright sun.
    pub sunlight: bool,
    /// "Làm thử": stored with the flag, never counted.
    pub trial: bool,
    /// In the respondent's hands: only the form is in reach.
    pub handed_over: bool,
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

impl Device {
    /// Whether an interview may begin: campaign, surveyor, PIN, unit and group are settled.
    pub fn is_settled(&self) -> bool {
        let texts = [&self.campaign, &self.surveyor, &self.unit, &self.group, &self.questionnaire];
        self.pin.is_some() && texts.iter().all(|text| !text.is_empty())
    }

    /// The record as text.
    pub fn encode(&self) -> String {
        Writer::document(&mut |w| {
            w.field("version").count(VERSION);
            w.field("campaign").text(&self.campaign);
            w.field("surveyor").text(&self.surveyor);
            if let Some(pin) = &self.pin {
                w.field("salt").text(&pin.salt);
                w.field("digest").text(&pin.digest);
            }
            w.field("unit").text(&self.unit);
            w.field("village").text(&self.village);
            w.field("group").text(&self.group);
            w.field("questionnaire").text(&self.questionnaire);
            w.field("left_handed").truth(self.hand == Hand::Left);
            w.field("sunlight").truth(self.sunlight);
            w.field("trial").truth(self.trial);
            w.field("handed_over").truth(self.handed_over);
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
    Device {
        campaign: r.required("campaign").text(),
        surveyor: r.required("surveyor").text(),
        pin: salt.zip(digest).map(|(salt, digest)| Pin { salt, digest }),
        unit: r.required("unit").text(),
        village: r.required("village").text(),
        group: r.required("group").text(),
        questionnaire: r.required("questionnaire").text(),
        hand: if r.optional("left_handed").flag() { Hand::Left } else { Hand::Right },
        sunlight: r.optional("sunlight").flag(),
        trial: r.optional("trial").flag(),
        handed_over: r.optional("handed_over").flag(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_record_comes_back(texts in any::<[String; 6]>(), pin in any::<Option<(String, String)>>(), flags in any::<[bool; 4]>()) {
            let [campaign, surveyor, unit, village, group, questionnaire] = texts;
            let [left, sunlight, trial, handed_over] = flags;
            let hand = if left { Hand::Left } else { Hand::Right };
            let pin = pin.map(|(salt, digest)| Pin { salt, digest });
            let device = Device { campaign, surveyor, pin, unit, village, group, questionnaire, hand, sunlight, trial, handed_over };
            prop_assert_eq!(Device::decode(&device.encode()), Ok(device));
        }
    }

    #[test]
    fn half_a_pin_or_another_version_is_refused() {
        let text = Device::default().encode();
        assert_eq!(Device::decode(&text), Ok(Device::default()));
        assert!(Device::decode(&text.replace("\"unit\"", "\"salt\":\"A\",\"unit\"")).is_err());
        assert!(Device::decode(&text.replace("\"version\":1", "\"version\":2")).is_err());
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
