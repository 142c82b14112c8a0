//! What an answer of the box leads to, case by case; `tests/sending_properties.rs` plays
//! whole lives of a device.

use proptest::prelude::*;

use super::*;

const NOW: u64 = 1_795_435_200_000;
const MINE: &str = "4KQ2M0ZX4D7R19WT";

fn moment(at: u64) -> Moment {
    Moment { stamp: Stamp(NOW + at), offset: 420, random: [0; 16] }
}

fn found(receipt: &str, record: Option<&str>) -> Found {
    Found { receipt: receipt.to_owned(), fits: true, record: record.map(str::to_owned) }
}

/// A machine that sends one envelope.
fn sending() -> Sending {
    let mut sending = Sending::new("demo", true);
    let effects = sending.update(Event::Read(vec![found(MINE, None)]), moment(0));
    assert_eq!(effects, [Effect::Keep(MINE.to_owned(), "to demo 0 0 0".to_owned()), Effect::Put(MINE.to_owned())]);
    assert_eq!(sending.state(MINE), Some(State::Sending));
    sending
}

fn answer(sending: &mut Sending, answer: Answer, at: u64) -> Vec<Effect> {
    sending.update(Event::Answered(MINE.to_owned(), answer), moment(at))
}

#[test]
fn what_the_box_has_is_sent_for_ever() {
    for status in [201, 202, 409] {
        let mut sending = sending();
        let effects = answer(&mut sending, Answer::Status(status), 700);
        assert_eq!(effects, [Effect::Keep(MINE.to_owned(), format!("box {}", NOW + 700))]);
        let sent = Some(State::Sent(Way::Box, Stamp(NOW + 700)));
        assert_eq!(sending.state(MINE), sent);
        for event in [Event::Wake, Event::Again, Event::Tick, Event::Given(MINE.to_owned(), Given::Saved)] {
            assert_eq!(sending.update(event, moment(900)), []);
        }
        assert_eq!(answer(&mut sending, Answer::Status(403), 900), []);
        assert_eq!((sending.state(MINE), sending.open()), (sent, 0));
    }
}

#[test]
fn what_is_refused_is_said_as_it_is_and_tried_when_somebody_asks() {
    for refusal in [Answer::Status(400), Answer::Status(403), Answer::Status(413), Answer::Forbidden] {
        let mut sending = sending();
        answer(&mut sending, refusal, 0);
        assert_eq!(sending.state(MINE), Some(State::Refused(refusal)));
        for event in [Event::Tick, Event::Wake] {
            assert_eq!(sending.update(event, moment(LONGEST)), []);
        }
        assert_eq!(sending.update(Event::Again, moment(LONGEST)), [Effect::Put(MINE.to_owned())]);
    }
}

#[test]
fn what_did_not_arrive_is_tried_again_after_a_pause() {
    for fault in [Answer::Offline, Answer::Unreachable, Answer::Status(503), Answer::Status(200), Answer::Status(404)] {
        let mut sending = sending();
        let effects = answer(&mut sending, fault, 0);
        assert_eq!(effects, [Effect::Keep(MINE.to_owned(), format!("to demo 1 {} {}", NOW + 1_000, fault.code())), Effect::Alarm(1_000)]);
        assert_eq!(sending.state(MINE), Some(State::Waiting(Some(fault))));
        assert_eq!(sending.update(Event::Tick, moment(1_000)), [Effect::Put(MINE.to_owned())]);
        answer(&mut sending, fault, 2_000);
        let wakes = sending.update(Event::Wake, moment(2_001)).contains(&Effect::Put(MINE.to_owned()));
        assert_eq!(wakes, fault.is_network(), "a box that answers is left its pause: {fault:?}");
    }
}

#[test]
fn pauses_double_up_to_an_hour_and_differ_by_chance() {
    let pause = |tries, chance| after(Moment { random: [chance; 16], ..moment(0) }, tries).0 - NOW;
    assert_eq!([0, 1, 2, 10].map(|tries| pause(tries, 0)), [1_000, 2_000, 4_000, 1_024_000]);
    assert_eq!([11, 12, u32::MAX].map(|tries| pause(tries, 0)), [LONGEST / 2; 3]);
    assert_eq!([0, 5, u32::MAX].map(|tries| pause(tries, 255)), [2_000, 64_000, LONGEST]);
}

#[test]
fn without_a_box_nothing_is_sent_and_nothing_is_said_to_be() {
    let mut sending = Sending::new("demo", false);
    sending.update(Event::Read(vec![found(MINE, None)]), moment(0));
    assert_eq!(sending.update(Event::Wake, moment(1)), []);
    let effects = sending.update(Event::Given(MINE.to_owned(), Given::Shared), moment(2));
    assert_eq!(effects, [Effect::Keep(MINE.to_owned(), format!("to demo 0 0 0 shared {}", NOW + 2))]);
    assert_eq!((sending.state(MINE), sending.open()), (Some(State::Unsent), 1));
}

#[test]
fn records_of_other_campaigns_and_of_the_tablet_are_read() {
    let mut sending = Sending::new("demo", true);
    let read =
        [found("A", Some("to desk 0 0 0")), found("B", Some("handed 7KQ2 1795435200000")), Found { fits: false, ..found("C", None) }];
    assert_eq!(sending.update(Event::Read(read.to_vec()), moment(0)), []);
    assert_eq!(sending.state("A"), None);
    assert_eq!(sending.state("B"), Some(State::Sent(Way::Handed, Stamp(NOW))));
    assert_eq!(sending.state("C"), None);
    // Damage says nothing: sent again, which is harmless.
    let effects = sending.update(Event::Read(vec![found("D", Some("box soon"))]), moment(0));
    assert_eq!(effects, [Effect::Keep("D".to_owned(), "to demo 0 0 0".to_owned()), Effect::Put("D".to_owned())]);
}

#[test]
fn another_page_that_sends_is_waited_for_and_believed() {
    let mut sending = sending();
    assert_eq!(answer(&mut sending, Answer::Busy, 0), [Effect::Alarm(1_000)]);
    assert_eq!(sending.state(MINE), Some(State::Waiting(None)));
    answer(&mut sending, Answer::Status(201), 500);
    assert_eq!(sending.state(MINE), Some(State::Sent(Way::Box, Stamp(NOW + 500))));
}

#[test]
fn many_are_sent_a_few_at_once() {
    let mut sending = Sending::new("demo", true);
    let all: Vec<Found> = (0..100).map(|i| found(&format!("R{i:03}"), Some("to demo 0 0 0"))).collect();
    let mut puts = sending.update(Event::Read(all), moment(0));
    let mut sent = 0;
    while let Some(effect) = puts.pop() {
        assert!(puts.len() < AT_ONCE);
        let Effect::Put(receipt) = effect else { continue };
        sent += 1;
        let more = sending.update(Event::Answered(receipt, Answer::Status(201)), moment(sent));
        puts.extend(more.into_iter().filter(|effect| matches!(effect, Effect::Put(_))));
    }
    assert_eq!((sent, sending.open()), (100, 0));
}

fn any_record() -> impl Strategy<Value = Record> {
    let given = prop::sample::select(&[Given::Shared, Given::Saved, Given::Copied][..]);
    let sent = prop::option::of(any::<u64>());
    let last = prop::option::of(prop_oneof![Just(-1), Just(-2), Just(-3), 1..1_000_i32]);
    ("[a-z0-9_-]{1,20}", any::<u32>(), any::<u64>(), last, prop::option::of((given, any::<u64>())), sent).prop_map(
        |(campaign, tries, due, last, given, sent)| {
            if let Some(at) = sent {
                return Record { sent: Some((Way::Box, Stamp(at))), ..Record::default() };
            }
            let given = given.map(|(given, at)| (given, Stamp(at)));
            Record { campaign: Some(campaign), sent: None, tries, due: Stamp(due), last: last.map(Answer::of_code), given }
        },
    )
}

proptest! {
    #[test]
    fn a_record_comes_back(record in any_record()) {
        let text = record.encode();
        prop_assert!(text.is_ascii() && text.len() < 120);
        prop_assert_eq!(Record::decode(&text), Some(record));
    }

    #[test]
    fn any_text_is_no_panic(text: String, words in "(to|box|handed)( [a-z0-9-]{0,20}){0,8}") {
        Record::decode(&text);
        Record::decode(&words);
    }

    #[test]
    fn codes_come_back(code in -4..1_000_i32) {
        prop_assume!(code != 0);
        prop_assert_eq!(Answer::of_code(code).code(), code);
    }
}
