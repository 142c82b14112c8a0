//! What a page keeps, over two media that fail, lie full, are wiped and are shared: saved is
//! what the journal has, a form's end comes after its answers, and nothing counts twice.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod keeper;

use keeper::Disk;
use phieu::app::keeping::{Event, Fault, Finished, Reply, Value};
use phieu::base::digest::base32;
use phieu::store::MediumFault;
use phieu::store::journal::Durability;
use phieu::store::journal::record::draft_key;

fn id(n: u8) -> String {
    base32(&[n; 16])
}

fn draft(n: u8) -> String {
    draft_key("demo", &id(n))
}

fn own(text: &str) -> Value {
    Value::Own(text.as_bytes().to_vec())
}

fn finished(reply: &Reply) -> (String, Durability) {
    match reply {
        Reply::Finished(Ok(Finished { receipt, durability })) => (receipt.clone(), *durability),
        other @ (Reply::Finished(Err(_)) | Reply::Kept(_) | Reply::Read(_)) => panic!("{other:?}"),
    }
}

const SAVED: [Reply; 1] = [Reply::Kept(Ok(()))];

#[test]
fn a_draft_is_saved_sealed_and_found_by_the_next_page() {
    let mut disk = Disk::new();
    let mut page = disk.page();
    let ticket = page.put(&mut disk, &draft(1), own("answers 1"));
    assert_eq!(page.answers(ticket), SAVED);
    assert!(!page.keeper.is_open(ticket));
    for medium in [&disk.first, &disk.journal] {
        assert_eq!(medium.len(), 1);
        assert!(medium.values().all(|text| text.contains(" own ") && !text.contains("answers")));
    }
    let found = disk.page().contents(&mut disk, &[]);
    assert_eq!(found.drafts.len(), 1);
    let draft = &found.drafts[0];
    assert_eq!((draft.campaign.as_str(), &draft.content[..], draft.is_elsewhere), ("demo", &b"answers 1"[..], false));
    assert_eq!(draft.saved.0, disk.clock - 1_000);
}

#[test]
fn nothing_is_saved_before_the_journal_says_so() {
    let mut disk = Disk::new();
    let mut page = disk.page();
    page.stopped = true;
    let ticket = page.put(&mut disk, "s.X", Value::Text("box 1".into()));
    // Local storage, then the journal.
    while disk.journal.is_empty() {
        assert_eq!(page.answers(ticket), []);
        assert!(page.step(&mut disk));
    }
    page.stopped = false;
    page.run(&mut disk);
    assert_eq!(page.answers(ticket), SAVED);
}

#[test]
fn a_form_ends_after_its_answers_and_its_draft_goes() {
    let mut disk = Disk::new();
    let mut page = disk.page();
    page.stopped = true;
    let drafts: Vec<_> = (0..4).map(|n| page.put(&mut disk, &draft(1), own(&format!("answers {n}")))).collect();
    let end = page.finish(&mut disk, &id(1), b"\x01all");
    let late = page.put(&mut disk, &draft(1), own("too late"));
    page.stopped = false;
    page.run(&mut disk);
    for ticket in drafts {
        assert_eq!(page.answers(ticket), SAVED);
    }
    assert_eq!(page.answers(late), [Reply::Kept(Err(Fault::AlreadyFinished))]);
    let (receipt, durability) = finished(&page.answers(end)[0]);
    assert!(durability >= Durability::Journal);
    assert_eq!(page.opened(), [b"\x01all"]);
    let mut next = disk.page();
    let found = next.contents(&mut disk, &["r."]);
    assert_eq!(found.drafts, []);
    assert_eq!(found.records, [(format!("r.{receipt}"), b"register".to_vec())]);
    assert!(!disk.first.contains_key(&format!("r.{receipt}")), "what the device remembers is in the journal alone");
    assert!(disk.first.keys().eq([&format!("e.{receipt}")]), "local storage has the envelope and nothing else");
}

#[test]
fn a_form_is_not_finished_twice() {
    let mut disk = Disk::new();
    let mut page = disk.page();
    let first = page.finish(&mut disk, &id(1), b"\x01all");
    let again = page.finish(&mut disk, &id(1), b"\x01all");
    assert_eq!(finished(&page.answers(first)[0]), finished(&page.answers(again)[0]));
    assert_eq!(page.opened().len(), 1);
}

#[test]
fn a_blocked_journal_is_told_and_the_end_goes_to_local_storage() {
    let mut disk = Disk::new();
    disk.journal_fault = Some(MediumFault::Unavailable);
    let mut page = disk.page();
    page.contents(&mut disk, &[]);
    assert!(!page.report.keeps_drafts());
    let ticket = page.put(&mut disk, &draft(1), own("answers"));
    assert_eq!(page.answers(ticket), [Reply::Kept(Err(Fault::NoDeviceKey))]);
    let end = page.finish(&mut disk, &id(1), b"\x01all");
    assert_eq!(finished(&page.answers(end)[0]).1, Durability::First);
    assert!(disk.first.keys().all(|key| key.starts_with("e.")), "an answer is nowhere in clear");
    assert!(page.report.unsaved > 0 && !page.waits.is_empty());
    // It opens again while the page is there: what waited goes, and is told.
    disk.journal_fault = None;
    page.event(&mut disk, Event::Woke);
    assert_eq!(finished(&page.answers(end)[1]).1, Durability::Both);
    assert_eq!(page.report.unsaved, 0);
}

#[test]
fn answers_that_could_not_be_sealed_are_sealed_as_soon_as_they_can() {
    let mut disk = Disk::new();
    disk.key = None;
    let mut page = disk.page();
    let early = page.put(&mut disk, &draft(1), own("answers 1"));
    let later = page.put(&mut disk, &draft(1), own("answers 2"));
    assert_eq!(page.answers(early), [Reply::Kept(Err(Fault::NoDeviceKey)), Reply::Kept(Err(Fault::NoDeviceKey))]);
    disk.key = Some(2);
    page.event(&mut disk, Event::Returned);
    for ticket in [early, later] {
        assert_eq!(page.answers(ticket).last(), Some(&Reply::Kept(Ok(()))));
    }
    assert_eq!(disk.page().contents(&mut disk, &[]).drafts[0].content, b"answers 2");
}

#[test]
fn without_its_key_a_draft_is_reported_with_its_time_and_stays() {
    let mut disk = Disk::new();
    let mut page = disk.page();
    page.put(&mut disk, &draft(1), own("answers"));
    let saved = disk.clock;
    disk.wipe_journal();
    disk.key = Some(2);
    let mut page = disk.page();
    assert_eq!(page.contents(&mut disk, &[]).drafts, []);
    assert_eq!((page.report.lost.clone(), page.report.lost_at.0), (vec![draft(1)], saved));
    assert!(disk.journal.contains_key(&draft(1)), "the journal heals from local storage");
    let ticket = page.put(&mut disk, &draft(1), Value::Gone);
    assert_eq!(page.answers(ticket), SAVED);
    assert_eq!(page.report.lost, Vec::<String>::new());
}

#[test]
fn a_full_local_storage_stops_nothing_and_is_told() {
    let mut disk = Disk::new();
    disk.quota = Some(300);
    let mut page = disk.page();
    let ends: Vec<_> = (1..4).map(|n| page.finish(&mut disk, &id(n), &[1, n])).collect();
    for end in ends {
        assert!(finished(&page.answers(end)[0]).1 >= Durability::Journal);
    }
    assert_eq!(page.report.first, Some(MediumFault::Full));
    assert_eq!(disk.page().opened().len(), 3);
}

#[test]
fn with_both_media_full_the_end_stays_in_the_page_until_there_is_room() {
    let mut disk = Disk::new();
    let mut page = disk.page();
    disk.quota = Some(10);
    disk.journal_fault = Some(MediumFault::Full);
    let end = page.finish(&mut disk, &id(1), b"\x01all");
    assert_eq!(finished(&page.answers(end)[0]).1, Durability::Memory);
    assert_eq!(page.opened(), [b"\x01all"], "it can be handed in from the page");
    disk.quota = None;
    disk.journal_fault = None;
    page.event(&mut disk, Event::Woke);
    assert_eq!(finished(page.answers(end).last().unwrap()).1, Durability::Both);
}

#[test]
fn of_two_pages_with_one_draft_both_texts_are_kept() {
    let mut disk = Disk::new();
    let (mut one, mut other) = (disk.page(), disk.page());
    let ticket = one.put(&mut disk, &draft(1), own("from one"));
    assert_eq!(one.answers(ticket), SAVED);
    let ticket = other.put(&mut disk, &draft(1), own("from the other"));
    assert_eq!(other.answers(ticket), SAVED);
    let mut page = disk.page();
    let found = page.contents(&mut disk, &[]);
    let mut texts: Vec<_> = found.drafts.iter().map(|draft| String::from_utf8(draft.content.clone()).unwrap()).collect();
    texts.sort();
    assert_eq!(texts, ["from one", "from the other"]);
    assert!(found.drafts.iter().all(|draft| draft.campaign == "demo"));
    // Finishing it ends both.
    page.finish(&mut disk, &id(1), b"\x01all");
    assert_eq!(disk.page().contents(&mut disk, &[]).drafts, []);
    assert!(disk.journal.iter().all(|(key, text)| key.starts_with("e.") || key.starts_with("r.") || text.split(' ').count() == 2));
}

#[test]
fn a_draft_that_another_page_holds_is_said_to_be_there() {
    let mut disk = Disk::new();
    disk.page().put(&mut disk, &draft(1), own("answers"));
    disk.held.insert(draft(1));
    assert!(disk.page().contents(&mut disk, &[]).drafts[0].is_elsewhere);
}

#[test]
fn killed_between_any_two_steps_there_is_a_draft_or_an_envelope_and_never_both() {
    for steps in 0..40 {
        let mut disk = Disk::new();
        let mut page = disk.page();
        page.put(&mut disk, &draft(1), own("answers"));
        page.stopped = true;
        let end = page.finish(&mut disk, &id(1), b"\x01all");
        for _ in 0..steps {
            page.step(&mut disk);
        }
        let was_told = !page.answers(end).is_empty();
        drop(page);
        let mut next = disk.page();
        let drafts = next.contents(&mut disk, &[]).drafts.len();
        let envelopes = next.keeper.envelopes().len();
        assert_eq!(drafts + envelopes, 1, "after {steps} steps");
        assert!(!was_told || envelopes == 1, "after {steps} steps");
    }
}

#[test]
fn without_a_way_to_seal_the_draft_stays() {
    let mut disk = Disk::new();
    let mut page = disk.page();
    page.put(&mut disk, &draft(1), own("answers"));
    disk.can_seal = false;
    let end = page.finish(&mut disk, &id(1), b"\x01all");
    assert_eq!(page.answers(end), [Reply::Finished(Err(Fault::NotSealed))]);
    assert_eq!(disk.page().contents(&mut disk, &[]).drafts.len(), 1);
    let end = page.finish(&mut disk, &id(1), &vec![1; 70_000]);
    assert_eq!(page.answers(end), [Reply::Finished(Err(Fault::TooLong))]);
}

/// What was held back goes behind what is being sealed: or each would get the other's bytes.
#[test]
fn what_is_tried_again_does_not_take_the_place_of_what_is_being_sealed() {
    let mut disk = Disk::new();
    let mut page = disk.page();
    disk.key = None;
    let early = page.put(&mut disk, &draft(1), own("answers 1"));
    disk.key = Some(1);
    page.stopped = true;
    let end = page.finish(&mut disk, &id(2), b"\x01all");
    page.event(&mut disk, Event::Returned);
    page.stopped = false;
    page.run(&mut disk);
    assert_eq!(page.answers(early).last(), Some(&Reply::Kept(Ok(()))));
    assert!(finished(&page.answers(end)[0]).1 >= Durability::Journal);
    assert_eq!(page.opened(), [b"\x01all"]);
    assert_eq!(disk.page().contents(&mut disk, &[]).drafts[0].content, b"answers 1");
}

#[test]
fn an_answer_that_could_not_be_sealed_does_not_come_back_over_a_later_one() {
    let mut disk = Disk::new();
    let mut page = disk.page();
    page.stopped = true;
    let early = page.put(&mut disk, &draft(1), own("answers 1"));
    let late = page.put(&mut disk, &draft(1), own("answers 2"));
    disk.key = None;
    page.step(&mut disk);
    disk.key = Some(1);
    page.stopped = false;
    page.run(&mut disk);
    page.event(&mut disk, Event::Returned);
    for ticket in [early, late] {
        assert_eq!(page.answers(ticket).last(), Some(&Reply::Kept(Ok(()))));
    }
    assert_eq!(disk.page().contents(&mut disk, &[]).drafts[0].content, b"answers 2");
}
