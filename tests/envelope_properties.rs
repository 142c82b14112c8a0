//! Packed responses: what was packed comes back, in few bytes; nothing that comes from
//! outside panics, and what is wrong is located.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod common;

use common::{FORMS, SIPAS, any_interview, book, complete};
use phieu::base::Named;
use phieu::questionnaire::MissingCode;
use phieu::response::codec::Fill;
use phieu::response::codec::binary::{Fault, Flaw, Unpacked, fingerprint, unpack};
use phieu::response::{Answer, Response};
use proptest::prelude::*;

fn any_answer() -> impl Strategy<Value = Option<Answer>> {
    let code = prop_oneof![any::<String>(), Just("yes".to_owned()), Just("other".to_owned()), Just("good".to_owned())];
    prop::option::of(prop_oneof![
        any::<i64>().prop_map(Answer::Number),
        (1..6_i64).prop_map(Answer::Number),
        code.clone().prop_map(Answer::Text),
        prop::collection::vec(code, 0..4).prop_map(Answer::Set),
        prop::sample::select(&MissingCode::ALL[..]).prop_map(|missing| Answer::Missing { missing }),
    ])
}

fn any_name() -> impl Strategy<Value = String> {
    const KNOWN: [&str; 11] =
        ["q2", "q2_other", "sex", "s1", "q1_1", "first", "channels", "channels_other", "criterion@X01", "criterion@X02", "criterion@"];
    prop_oneof![any::<String>(), prop::sample::select(&KNOWN[..]).prop_map(str::to_owned)]
}

prop_compose! {
    /// A response whose answers, pages and texts are anything at all.
    fn anything()(
        (path, response) in any_interview(),
        answers in prop::collection::btree_map(any_name(), any_answer(), 0..12),
        seconds in prop::collection::btree_map(any_name(), any::<u32>(), 0..5),
        texts in any::<[String; 7]>(),
        edition: u32,
    ) -> (&'static str, Response) {
        let [id, campaign, questionnaire, wording, unit, group, stratum] = texts;
        let mut response = Response { seconds: seconds.into_iter().collect(), ..response };
        response.answers.extend(answers);
        response.header.id = id;
        response.header.campaign = (campaign, edition);
        response.header.questionnaire = (questionnaire, wording);
        response.header.unit = unit;
        response.header.group = group;
        response.header.fieldwork.stratum = stratum;
        (path, response)
    }
}

proptest! {
    #[test]
    fn a_response_comes_back((path, response) in any_interview()) {
        let book = book(path);
        let bytes = response.pack(&book).unwrap();
        prop_assert_eq!(Response::unpack(&bytes, &book), Ok(response));
    }

    #[test]
    fn whatever_it_says_comes_back((path, response) in anything()) {
        let book = book(path);
        let bytes = response.pack(&book).unwrap();
        prop_assert_eq!(Response::unpack(&bytes, &book), Ok(response));
    }

    #[test]
    fn a_flipped_bit_is_another_response_or_located((path, response) in any_interview(), place: prop::sample::Index) {
        let book = book(path);
        let mut bytes = response.pack(&book).unwrap();
        let bit = place.index(bytes.len() * 8);
        bytes[bit / 8] ^= 0x80 >> (bit % 8);
        match Response::unpack(&bytes, &book) {
            Ok(other) => prop_assert_ne!(other, response),
            Err(fault) => prop_assert!(fault.byte <= bytes.len()),
        }
    }

    #[test]
    fn a_cut_or_lengthened_packing_is_refused((path, response) in any_interview(), cut: prop::sample::Index, more in 0..3_u8) {
        let book = book(path);
        let mut bytes = response.pack(&book).unwrap();
        prop_assert!(Response::unpack(&bytes[..cut.index(bytes.len())], &book).is_err());
        bytes.push(more);
        prop_assert!(Response::unpack(&bytes, &book).is_err());
    }

    #[test]
    fn arbitrary_bytes_are_no_panic(path in prop::sample::select(&FORMS[..]), mut bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        let book = book(path);
        let own = complete(path).pack(&book).unwrap();
        for head in [0, 11, 30] {
            let head = head.min(bytes.len());
            bytes[..head].copy_from_slice(&own[..head]);
            match Response::unpack(&bytes, &book) {
                Ok(response) => prop_assert_eq!(response.pack(&book), Some(bytes.clone())),
                Err(fault) => prop_assert!(fault.byte <= bytes.len()),
            }
        }
    }
}

#[test]
fn the_long_form_takes_at_most_100_bytes() {
    let response = complete(SIPAS);
    let given = response.answers.values().flatten().count();
    let bytes = response.pack(&book(SIPAS)).unwrap();
    println!("{given} answers, {} pages, {} bytes", response.seconds.len(), bytes.len());
    assert_eq!((given, response.seconds.len()), (72, 28));
    assert!(bytes.len() <= 100, "{} bytes", bytes.len());
}

#[test]
fn an_officials_grid_costs_its_choices() {
    let response = complete(FORMS[1]);
    let bytes = response.pack(&book(FORMS[1])).unwrap();
    println!("{} answers, {} bytes", response.answers.len(), bytes.len());
    assert!(response.answers.len() > 360);
    assert!(bytes.len() < 200, "{} bytes", bytes.len());
}

#[test]
fn an_unknown_questionnaire_or_version_is_a_verdict() {
    let (book, response) = (book(SIPAS), complete(SIPAS));
    let mut bytes = response.pack(&book).unwrap();
    assert_eq!(fingerprint(&bytes), Ok(response.header.fingerprint.clone()));
    assert_eq!(unpack(&bytes, |_| None), Unpacked::UnknownQuestionnaire(response.header.fingerprint.clone()));
    assert_eq!(unpack(&bytes, |_| Some(&book)), Unpacked::Response(Box::new(response)));
    assert_eq!(Response::unpack(&bytes, &common::book(FORMS[0])), Err(Fault { flaw: Flaw::Questionnaire, byte: 1 }));
    bytes[0] = 2;
    assert_eq!(unpack(&bytes, |_| Some(&book)), Unpacked::Broken(Fault { flaw: Flaw::Version(2), byte: 0 }));
    assert_eq!(Response::unpack(&vec![1; 70_000], &book), Err(Fault { flaw: Flaw::TooLong, byte: 65_536 }));
    assert_eq!(Response::unpack(&[], &book), Err(Fault { flaw: Flaw::Cut, byte: 0 }));
}

#[test]
fn a_response_of_another_questionnaire_is_not_packed() {
    assert_eq!(complete(SIPAS).pack(&book(FORMS[0])), None);
}

#[test]
fn nothing_answered_is_short() {
    let response = Response { answers: Named::new(), seconds: Named::new(), fills: Vec::<Fill>::new(), ..complete(SIPAS) };
    assert!(response.pack(&book(SIPAS)).unwrap().len() < 65);
}
