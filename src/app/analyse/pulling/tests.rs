//! Pages of a drop box as a server gives them, with every fault on the way.

use proptest::prelude::*;

use super::*;
use crate::app::intake::drop_box::{envelopes, read};
use crate::app::intake::split;
use crate::base::text64;

const BOX: &str = "https://hop-thu.tinh.vn/phieu";

fn reader() -> Reader {
    Reader { name: "đọc".to_owned(), password: "bí mật:".to_owned() }
}

fn page(envelopes: &[&[u8]], last: &str, pending: &str) -> Answer {
    let one = |bytes: &&[u8]| format!(r#"{{"seq":1,"id":"R","doc":{{"_id":"R","phieu":1,"envelope":"{}"}}}}"#, text64::encode(bytes));
    let rows: Vec<String> = envelopes.iter().map(one).collect();
    Answer::Body(format!(r#"{{"results":[{}],"last_seq":{last}{pending}}}"#, rows.join(",")))
}

/// Begins, and answers requests in turn; gives what was asked for and what was delivered.
fn run(pulling: &mut Pulling, answers: Vec<Answer>) -> (Vec<String>, Vec<Source>) {
    let (mut asked, mut delivered) = (Vec::new(), Vec::new());
    let mut answers = answers.into_iter();
    let mut effects = update(pulling, Event::Begin(BOX.to_owned(), reader()));
    while !effects.is_empty() {
        let mut next = Vec::new();
        for effect in effects {
            match effect {
                Effect::Get(job, address, authorization) => {
                    assert_eq!(authorization.0, "Basic xJHhu41jOmLDrSBt4bqtdDo=");
                    asked.push(address.strip_prefix(BOX).unwrap().to_owned());
                    let Some(answer) = answers.next() else { return (asked, delivered) };
                    next.extend(update(pulling, Event::Answered(job, answer)));
                }
                Effect::Wait(job, _) => next.extend(update(pulling, Event::Waited(job))),
                Effect::Deliver(sources) => delivered.extend(sources),
                Effect::Abort | Effect::Focus(_) => {}
            }
        }
        effects = next;
    }
    (asked, delivered)
}

fn codes(pulling: &Pulling) -> Vec<(&str, &str)> {
    pulling.findings.iter().map(|finding| (finding.code.as_str(), finding.value.as_str())).collect()
}

#[test]
fn pages_follow_each_other_until_there_is_nothing_new() {
    let mut pulling = Pulling::default();
    let (a, b, c) = ([1; 160], [2; 160], [3; 256]);
    let answers = vec![page(&[&a, &b], "\"2-g1AA+/x\"", ",\"pending\":1"), page(&[&c], "\"3-z\"", ",\"pending\":0")];
    let (asked, delivered) = run(&mut pulling, answers);
    assert_eq!(asked, ["/_changes?include_docs=true&limit=500&since=0", "/_changes?include_docs=true&limit=500&since=2-g1AA%2B%2Fx"]);
    assert_eq!((pulling.stage, pulling.fetched, delivered.len()), (Stage::Done, 3, 1));
    assert_eq!(delivered[0].name, "hop-thu.tinh.vn/phieu");
    assert_eq!(split(&delivered[0].bytes).envelopes, [a.to_vec(), b.to_vec(), c.to_vec()]);
    assert!(pulling.reader == Reader::default());
}

#[test]
fn a_server_that_does_not_count_is_asked_until_a_page_is_empty() {
    let mut pulling = Pulling::default();
    let (asked, delivered) = run(&mut pulling, vec![page(&[&[1; 160]], "7", ""), page(&[], "7", "")]);
    assert_eq!((asked.len(), delivered.len(), pulling.stage), (2, 1, Stage::Done));
    let (_, delivered) = run(&mut pulling, vec![page(&[], "0", "")]);
    assert_eq!((delivered.len(), pulling.stage, pulling.fetched), (0, Stage::Done, 0));
}

#[test]
fn every_fault_is_said_and_located() {
    for (answer, code, value) in [
        (Answer::Status(401), "pull_password", "đọc"),
        (Answer::Status(403), "pull_rights", "đọc"),
        (Answer::Status(404), "pull_absent", ""),
        (Answer::Status(405), "pull_absent", ""),
        (Answer::Status(301), "pull_status", "301"),
        (Answer::Forbidden, "pull_policy", "https://hop-thu.tinh.vn"),
        (Answer::NotForUs, "pull_cors", ""),
        (Answer::Body("<!doctype html>".to_owned()), "pull_not_couch", ""),
        (Answer::Body(r#"{"results":[],"last_seq":{}}"#.to_owned()), "pull_not_couch", ""),
        (Answer::Body(r#"{"results":[{"seq":1}],"last_seq":1}"#.to_owned()), "pull_not_couch", ""),
    ] {
        let mut pulling = Pulling::default();
        assert!(run(&mut pulling, vec![answer]).1.is_empty());
        assert_eq!((codes(&pulling), pulling.stage), (vec![(code, value)], Stage::Stopped));
        assert_eq!(pulling.findings[0].at, BOX);
        assert!(pulling.reader == Reader::default());
    }
    let mut pulling = Pulling::default();
    assert!(
        !update(&mut pulling, Event::Begin("http://hop-thu.tinh.vn/phieu".to_owned(), reader()))
            .iter()
            .any(|effect| matches!(effect, Effect::Get(..)))
    );
    assert_eq!(codes(&pulling), [("pull_address", "http://hop-thu.tinh.vn/phieu")]);
}

#[test]
fn a_server_that_is_away_is_asked_again_and_what_was_fetched_stays() {
    let mut pulling = Pulling::default();
    let away = || vec![Answer::Unreachable, Answer::Status(429), Answer::Status(503)];
    let (asked, delivered) = run(&mut pulling, [away(), vec![page(&[&[1; 160]], "5", ",\"pending\":1")], away(), away()].concat());
    assert_eq!((asked.len(), delivered.len()), (9, 0));
    assert_eq!((codes(&pulling), pulling.stage, pulling.fetched), (vec![("pull_status", "429")], Stage::Stopped, 1));
    assert!(pulling.can_go_on());
    let (asked, delivered) = run(&mut pulling, vec![page(&[&[2; 160]], "6", ",\"pending\":0")]);
    assert_eq!(asked, ["/_changes?include_docs=true&limit=500&since=5"]);
    assert_eq!(split(&delivered[0].bytes).envelopes.len(), 2);
    assert_eq!(codes(&pulling), []);
}

/// A server that never comes to an end fills no memory: what one hand-in may carry is handed
/// on, and the rest waits for "go on", which begins behind it.
#[test]
fn no_more_is_held_than_a_hand_in_may_carry() {
    for room in [Room { most: 6, longest: usize::MAX }, Room { most: usize::MAX, longest: 900 }] {
        let mut pulling = Pulling { room, ..Pulling::default() };
        let pages: Vec<Answer> = (1..=5).map(|i| page(&[&[i; 160], &[i; 160]], &i.to_string(), ",\"pending\":1000000")).collect();
        let (asked, delivered) = run(&mut pulling, pages.clone());
        assert_eq!((asked.len(), pulling.stage, pulling.can_go_on()), (3, Stage::Part, true));
        assert_eq!(delivered.iter().map(|source| split(&source.bytes).envelopes.len()).sum::<usize>(), 6);
        assert_eq!((pulling.envelopes.len(), pulling.held), (0, 0));
        let (asked, _) = run(&mut pulling, pages[3..].to_vec());
        assert_eq!(asked[0], "/_changes?include_docs=true&limit=500&since=3");
        assert_eq!((pulling.fetched, pulling.envelopes.len()), (10, 4));
    }
    assert_eq!(Pulling::default().room, Room { most: file::MOST, longest: file::LONGEST });
}

#[test]
fn what_was_fetched_can_be_taken_or_left_and_a_late_answer_changes_nothing() {
    let mut pulling = Pulling::default();
    run(&mut pulling, vec![page(&[&[1; 160]], "5", ",\"pending\":9")]);
    let late = Event::Answered(pulling.job, page(&[&[2; 160]], "6", ""));
    let effects = update(&mut pulling, Event::TakeFetched);
    assert!(matches!(effects.as_slice(), [Effect::Abort, Effect::Deliver(sources)] if sources.len() == 1));
    assert_eq!(update(&mut pulling, late.clone()), []);

    run(&mut pulling, vec![page(&[&[1; 160]], "5", ",\"pending\":9")]);
    update(&mut pulling, Event::Cancel);
    assert_eq!(update(&mut pulling, late), []);
    assert_eq!((pulling.stage, pulling.fetched, pulling.address.as_str(), pulling.can_go_on()), (Stage::Idle, 0, BOX, false));
}

#[test]
fn documents_that_are_none_of_ours_are_named_and_the_others_are_read() {
    let rows = [
        r#"{"id":"_design/phieu","doc":{"_id":"_design/phieu"}}"#,
        r#"{"id":"gone","deleted":true,"doc":{"_id":"gone","_deleted":true}}"#,
        r#"{"id":"none","doc":null}"#,
        r#"{"id":"bare"}"#,
        r#"{"id":"two","doc":{"phieu":2,"envelope":"AAAA"}}"#,
        r#"{"id":"bad","doc":{"phieu":1,"envelope":"AAA"}}"#,
        r#"{"id":"list","doc":{"phieu":1,"envelope":["AAAA"]}}"#,
        r#"{"id":"good","doc":{"phieu":1,"envelope":"AAAA"}}"#,
    ];
    let mut pulling = Pulling::default();
    let (_, delivered) = run(&mut pulling, vec![Answer::Body(format!(r#"{{"results":[{}],"last_seq":8,"pending":0}}"#, rows.join(",")))]);
    let named: Vec<&str> = pulling.findings.iter().map(|finding| finding.value.as_str()).collect();
    assert_eq!(named, ["gone", "none", "bare", "two", "bad", "list"]);
    assert_eq!(split(&delivered[0].bytes).envelopes, [vec![0, 0, 0]]);

    let many: Vec<String> = (0..100).map(|i| format!(r#"{{"id":"{i}"}}"#)).collect();
    run(&mut pulling, vec![Answer::Body(format!(r#"{{"results":[{}],"last_seq":8,"pending":0}}"#, many.join(",")))]);
    assert_eq!(pulling.findings.len(), MOST_NAMED + 1);
    assert_eq!(codes(&pulling).last(), Some(&("pull_document_more", "80")));
}

#[test]
fn a_box_of_many_becomes_several_sources_that_intake_reads_whole() {
    let envelopes = vec![vec![7; 160]; MOST + 3];
    let sources = sources(BOX, &envelopes);
    let names: Vec<&str> = sources.iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, ["hop-thu.tinh.vn/phieu (1)", "hop-thu.tinh.vn/phieu (2)"]);
    let counts: Vec<usize> = sources.iter().map(|source| split(&source.bytes).envelopes.len()).collect();
    assert_eq!(counts, [MOST, 3]);
}

proptest! {
    #[test]
    fn any_page_is_no_panic(text: String, json in r#"\{"results":\[(\{"id":"[a-z]{0,3}"(,"doc":\{"phieu":1,"envelope":"[A-D=]{0,9}"\})?\},?){0,3}\],"last_seq":("[^"\\]{0,5}"|[0-9]{1,5}|\[1\])\}"#) {
        for text in [text, json] {
            if let Some(page) = read(&text) {
                let total = page.documents.len();
                let (envelopes, findings) = envelopes(page.documents);
                prop_assert!(envelopes.len() + findings.len() <= total);
                prop_assert!(page.since.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)));
            }
        }
    }
}
