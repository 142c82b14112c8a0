//! The text of drafts and responses, format version 1: JSON in ASCII. Version 0, which
//! had no `version`, `fieldwork`, `seconds` and `fills`, is read for ever
//! (`tests/data/frozen/v0`). The derived `Serialize` of the types says the same format
//! behind the version; a test holds the two together.

use crate::base::Named;

use super::{Channel, Draft, Fieldwork, Fill, Header, Outcome, Response};
use crate::base::json::{self, Json, Reader, Slot, Writer, read};
use crate::base::time::Stamp;
use crate::base::{Finding, Lang};
use crate::questionnaire::MissingCode;
use crate::response::Answer;

impl Draft {
    /// The draft as text.
    pub fn encode(&self) -> String {
        Writer::document(&mut |w| {
            w.field("version").count(u64::from(VERSION));
            write_header(w.field("header"), &self.header);
            w.field("sequence").count(self.sequence);
            w.field("saved").count(self.saved.0);
            w.field("at").text(&self.at);
            w.field("furthest").text(&self.furthest);
            w.field("answers").object(&mut |w| {
                for (name, answer) in &self.answers {
                    write_answer(w.field(name), answer);
                }
            });
            write_paradata(w, &self.seconds, &self.fills);
        })
    }

    /// Reads a draft.
    ///
    /// # Errors
    /// What is wrong with the text, located.
    pub fn decode(text: &str) -> Result<Self, Vec<Finding>> {
        read(text, |r| {
            version(r);
            Self {
                header: r.required("header").object_or_blank(header),
                sequence: r.required("sequence").whole().unwrap_or_default(),
                saved: stamp(r.required("saved")),
                at: r.required("at").text(),
                furthest: r.required("furthest").text(),
                answers: r.required("answers").map(answer),
                seconds: r.optional("seconds").map(seconds),
                fills: r.optional("fills").list(|item| item.object_or_blank(fill)),
            }
        })
    }
}

impl Response {
    /// The response as text.
    pub fn encode(&self) -> String {
        Writer::document(&mut |w| {
            w.field("version").count(u64::from(VERSION));
            write_header(w.field("header"), &self.header);
            w.field("outcome").text(self.outcome.word());
            w.field("finished").count(self.finished.0);
            w.field("answers").object(&mut |w| {
                for (name, answer) in &self.answers {
                    match answer {
                        Some(answer) => write_answer(w.field(name), answer),
                        None => w.field(name).null(),
                    }
                }
            });
            write_paradata(w, &self.seconds, &self.fills);
        })
    }

    /// Reads a response.
    ///
    /// # Errors
    /// What is wrong with the text, located.
    pub fn decode(text: &str) -> Result<Self, Vec<Finding>> {
        read(text, |r| {
            version(r);
            Self {
                header: r.required("header").object_or_blank(header),
                outcome: r.required("outcome").word(&Outcome::ALL, Outcome::word).unwrap_or(Outcome::Refused),
                finished: stamp(r.required("finished")),
                answers: answers_or_none(r.required("answers")),
                seconds: r.optional("seconds").map(seconds),
                fills: r.optional("fills").list(|item| item.object_or_blank(fill)),
            }
        })
    }
}

/// The version that is written.
pub(in crate::response) const VERSION: u32 = 1;

/// Refuses the text of a later version.
pub(in crate::response) fn version(r: &mut Reader<'_>) {
    let mut slot = r.optional("version");
    if let Some(Json::Whole(given)) = slot.value()
        && !(0..=i64::from(VERSION)).contains(given)
    {
        slot.report("newer_version", given.to_string());
    }
}

fn write_paradata(w: &mut Writer, seconds: &Named<u32>, fills: &[Fill]) {
    w.field("seconds").object(&mut |w| seconds.iter().for_each(|(page, seconds)| w.field(page).count(u64::from(*seconds))));
    w.field("fills").list(&mut |w| {
        for fill in fills {
            w.object(&mut |w| {
                w.field("question").text(&fill.question);
                w.field("option").text(&fill.option);
                w.field("rows").count(u64::from(fill.rows));
            });
        }
    });
}

fn seconds(slot: Slot<'_>) -> u32 {
    slot.whole().unwrap_or_default()
}

fn fill(r: &mut Reader<'_>) -> Fill {
    Fill {
        question: r.required("question").text(),
        option: r.required("option").text(),
        rows: r.required("rows").whole().unwrap_or_default(),
    }
}

fn fieldwork(r: &mut Reader<'_>) -> Fieldwork {
    Fieldwork {
        stratum: r.required("stratum").text(),
        village: r.required("village").text(),
        entry: r.required("entry").text(),
        surveyor: r.required("surveyor").text(),
        others: r.optional("others").truth(),
    }
}

fn write_header(w: &mut Writer, header: &Header) {
    w.object(&mut |w| {
        w.field("id").text(&header.id);
        w.field("campaign").list(&mut |w| {
            w.text(&header.campaign.0);
            w.count(u64::from(header.campaign.1));
        });
        w.field("questionnaire").list(&mut |w| {
            w.text(&header.questionnaire.0);
            w.text(&header.questionnaire.1);
        });
        w.field("fingerprint").text(&header.fingerprint);
        w.field("unit").text(&header.unit);
        w.field("group").text(&header.group);
        w.field("channel").text(header.channel.word());
        w.field("language").text(header.language.tag());
        w.field("trial").truth(header.trial);
        w.field("started").count(header.started.0);
        w.field("fieldwork").object(&mut |w| {
            w.field("stratum").text(&header.fieldwork.stratum);
            w.field("village").text(&header.fieldwork.village);
            w.field("entry").text(&header.fieldwork.entry);
            w.field("surveyor").text(&header.fieldwork.surveyor);
            match header.fieldwork.others {
                Some(others) => w.field("others").truth(others),
                None => w.field("others").null(),
            }
        });
    });
}

fn header(r: &mut Reader<'_>) -> Header {
    Header {
        id: r.required("id").text(),
        campaign: r.required("campaign").pair(json::text, |edition| edition.whole().unwrap_or_default()),
        questionnaire: r.required("questionnaire").pair(json::text, json::text),
        fingerprint: r.required("fingerprint").text(),
        unit: r.required("unit").text(),
        group: r.required("group").text(),
        channel: r.required("channel").word(&Channel::ALL, Channel::word).unwrap_or(Channel::OpenLink),
        language: r.required("language").word(&Lang::ALL, Lang::tag).unwrap_or_default(),
        trial: r.required("trial").flag(),
        started: stamp(r.required("started")),
        fieldwork: r.optional("fieldwork").object(fieldwork).unwrap_or_default(),
    }
}

fn stamp(slot: Slot<'_>) -> Stamp {
    Stamp(slot.whole().unwrap_or_default())
}

fn write_answer(w: &mut Writer, answer: &Answer) {
    match answer {
        Answer::Number(number) => w.whole(*number),
        Answer::Text(text) => w.text(text),
        Answer::Set(codes) => w.list(&mut |w| codes.iter().for_each(|code| w.text(code))),
        Answer::Missing { missing } => w.object(&mut |w| w.field("missing").text(missing.word())),
    }
}

fn answer(mut slot: Slot<'_>) -> Answer {
    match slot.value() {
        Some(Json::Whole(number)) => Answer::Number(*number),
        Some(Json::List(_)) => Answer::Set(slot.texts()),
        Some(Json::Object(_)) => Answer::Missing { missing: slot.object_or_blank(missing) },
        Some(Json::Text(text)) => Answer::Text(text.clone()),
        Some(Json::Null | Json::Truth(_) | Json::Decimal(_)) | None => {
            slot.wrong_type();
            Answer::Text(String::new())
        }
    }
}

fn missing(r: &mut Reader<'_>) -> MissingCode {
    r.required("missing").word(&MissingCode::ALL, MissingCode::word).unwrap_or(MissingCode::LeftBlank)
}

/// `null` is an answer that was asked for and not given.
fn answers_or_none(slot: Slot<'_>) -> Named<Option<Answer>> {
    slot.map(|slot| if slot.value() == Some(&Json::Null) { None } else { Some(answer(slot)) })
}

#[cfg(test)]
pub(super) mod tests {
    use std::fmt::Write as _;

    use proptest::prelude::*;

    use super::*;

    fn any_answer() -> impl Strategy<Value = Answer> {
        prop_oneof![
            any::<i64>().prop_map(Answer::Number),
            any::<String>().prop_map(Answer::Text),
            prop::collection::vec(any::<String>(), 0..4).prop_map(Answer::Set),
            prop::sample::select(&MissingCode::ALL[..]).prop_map(|missing| Answer::Missing { missing }),
        ]
    }

    fn any_header() -> impl Strategy<Value = Header> {
        let texts = (any::<String>(), any::<String>(), any::<String>(), any::<String>(), any::<String>(), any::<String>(), any::<String>());
        let rest = (
            any::<u32>(),
            prop::sample::select(&Channel::ALL[..]),
            prop::sample::select(&Lang::ALL[..]),
            any::<bool>(),
            0..=i64::MAX as u64,
        );
        (texts, rest).prop_map(
            |((id, campaign, questionnaire, wording, fingerprint, unit, group), (edition, channel, language, trial, started))| Header {
                id,
                campaign: (campaign, edition),
                questionnaire: (questionnaire, wording),
                fingerprint,
                unit,
                group,
                channel,
                language,
                trial,
                started: Stamp(started),
                fieldwork: Fieldwork::default(),
            },
        )
    }

    prop_compose! {
        fn any_full_header()(
            header in any_header(),
            (stratum, village, entry, surveyor) in any::<(String, String, String, String)>(),
            others in any::<Option<bool>>(),
        ) -> Header {
            Header { fieldwork: Fieldwork { stratum, village, entry, surveyor, others }, ..header }
        }
    }

    prop_compose! {
        fn any_fill()(question: String, option: String, rows: u32) -> Fill {
            Fill { question, option, rows }
        }
    }

    prop_compose! {
        pub(in super::super) fn any_draft()(
            header in any_full_header(),
            sequence in 0..=i64::MAX as u64,
            saved in 0..=i64::MAX as u64,
            at: String,
            furthest: String,
            answers in prop::collection::btree_map(any::<String>(), any_answer(), 0..5),
            seconds in prop::collection::btree_map(any::<String>(), any::<u32>(), 0..3),
            fills in prop::collection::vec(any_fill(), 0..3),
        ) -> Draft {
            Draft { header, sequence, saved: Stamp(saved), at, furthest, answers: answers.into_iter().collect(), seconds: seconds.into_iter().collect(), fills }
        }
    }

    prop_compose! {
        fn any_response()(
            header in any_full_header(),
            outcome in prop::sample::select(&Outcome::ALL[..]),
            finished in 0..=i64::MAX as u64,
            answers in prop::collection::btree_map(any::<String>(), prop::option::of(any_answer()), 0..5),
            seconds in prop::collection::btree_map(any::<String>(), any::<u32>(), 0..3),
            fills in prop::collection::vec(any_fill(), 0..3),
        ) -> Response {
            Response { header, outcome, finished: Stamp(finished), answers: answers.into_iter().collect(), seconds: seconds.into_iter().collect(), fills }
        }
    }

    /// What the derived writer says behind the version, in ASCII.
    fn derived(value: &impl serde::Serialize) -> String {
        let mut out = String::new();
        for unit in serde_json::to_string(value).unwrap().replacen('{', "{\"version\":1,", 1).encode_utf16() {
            match u8::try_from(unit).ok().filter(u8::is_ascii) {
                Some(ascii) => out.push(char::from(ascii)),
                None => write!(out, "\\u{unit:04x}").unwrap(),
            }
        }
        out
    }

    proptest! {
        #[test]
        fn a_draft_comes_back(draft in any_draft()) {
            let text = draft.encode();
            prop_assert_eq!(&text, &derived(&draft));
            prop_assert_eq!(Draft::decode(&text), Ok(draft));
        }

        #[test]
        fn a_response_comes_back(response in any_response()) {
            let text = response.encode();
            prop_assert_eq!(&text, &derived(&response));
            prop_assert_eq!(Response::decode(&text), Ok(response));
        }

        #[test]
        fn any_text_is_refused_with_findings(text: String) {
            prop_assert!(Draft::decode(&text).is_err());
            prop_assert!(Response::decode(&text).is_err());
        }

        #[test]
        fn a_cut_draft_is_refused(draft in any_draft(), cut: prop::sample::Index) {
            let text = draft.encode();
            prop_assert!(Draft::decode(&text[..cut.index(text.len())]).is_err());
        }

        #[test]
        fn a_flipped_bit_is_no_panic(response in any_response(), place: prop::sample::Index, bit in 0_u8..7) {
            let mut bytes = response.encode().into_bytes();
            let at = place.index(bytes.len());
            bytes[at] ^= 1_u8 << bit;
            if let Ok(other) = Response::decode(&String::from_utf8(bytes).unwrap()) {
                prop_assert_eq!(Response::decode(&other.encode()), Ok(other));
            }
        }
    }

    #[test]
    fn hostile_drafts_are_refused() {
        for text in ["", "null", "[]", "{}", "0", &"[".repeat(10_000), &"{\"header\":".repeat(10_000), "{\"answers\":{\"a\":[[]]}}"] {
            assert!(Draft::decode(text).is_err(), "{text:.40}");
        }
    }
}
