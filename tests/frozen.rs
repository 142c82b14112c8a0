//! Texts that earlier releases stored. They are read for ever; what format version 0
//! writes today is, byte for byte, what it wrote then.
#![allow(clippy::unwrap_used, reason = "a file that cannot be read fails its test")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use phieu::base::Lang;
use phieu::base::time::Stamp;
use phieu::questionnaire::MissingCode;
use phieu::response::codec::Header;
use phieu::response::{Answer, Channel, Draft, Outcome, Response};

fn frozen(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/frozen/v0").join(name)).unwrap()
}

fn header(channel: Channel, language: Lang) -> Header {
    Header {
        id: "5R2K8M0QZ7VJ3N1XB4T6WCYD9E".to_owned(),
        campaign: ("demo".to_owned(), 1),
        questionnaire: ("ward-office".to_owned(), "2026.1".to_owned()),
        fingerprint: "9Q3ZK7V1M5X0T2RB".to_owned(),
        unit: "P01".to_owned(),
        group: "citizen".to_owned(),
        channel,
        language,
        trial: false,
        started: Stamp(1_795_435_200_000),
    }
}

fn answers() -> BTreeMap<String, Answer> {
    let text = |text: &str| Answer::Text(text.to_owned());
    BTreeMap::from([
        ("age".to_owned(), Answer::Missing { missing: MissingCode::LeftBlank }),
        ("channels".to_owned(), Answer::Set(vec!["tv".to_owned(), "other".to_owned()])),
        ("got_result".to_owned(), text("yes")),
        ("remark_text".to_owned(), text("Cần “nhanh hơn”\n\tvà \\ sạch hơn 🙂\u{1}\u{7f}")),
        ("s1".to_owned(), Answer::Number(5)),
        ("s2".to_owned(), Answer::Number(-1)),
    ])
}

fn draft() -> Draft {
    Draft {
        header: header(Channel::OpenLink, Lang::Vi),
        sequence: 7,
        saved: Stamp(1_795_435_260_000),
        at: "s1".to_owned(),
        furthest: "remark_text".to_owned(),
        answers: answers(),
    }
}

fn response() -> Response {
    let mut asked: BTreeMap<String, Option<Answer>> = answers().into_iter().map(|(name, answer)| (name, Some(answer))).collect();
    asked.insert("sex".to_owned(), None);
    Response {
        header: header(Channel::SelfOnTablet, Lang::En),
        outcome: Outcome::Complete,
        finished: Stamp(1_795_435_320_000),
        answers: asked,
    }
}

#[test]
fn a_draft_of_version_0_is_read() {
    let text = frozen("draft.json");
    assert_eq!(Draft::decode(&text), Ok(draft()));
    assert_eq!(draft().encode(), text);
}

#[test]
fn a_response_of_version_0_is_read() {
    let text = frozen("response.json");
    assert_eq!(Response::decode(&text), Ok(response()));
    assert_eq!(response().encode(), text);
}
