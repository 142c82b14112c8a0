//! The board of a surveyor's tablet, read off a store: what it and the done-list say after
//! outcomes, a trial and corrections; the device's record on a damaged or full medium.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use phieu::app::collect::{Board, Device, Handed, Kept, Pin};
use phieu::app::keeping::{Contents, FoundDraft};
use phieu::base::Lang;
use phieu::base::Named;
use phieu::base::time::Stamp;
use phieu::campaign::Campaign;
use phieu::response::codec::{Fieldwork, Header};
use phieu::response::{Change, Channel, Correction, Draft, Outcome, Response};
use phieu::store::{self, Custody, MediumFault, MemoryMedium, StoreFault};

const CAMPAIGN: &str = include_str!("data/campaigns/closed.json");

fn header(id: &str, unit: &str) -> Header {
    Header {
        id: id.into(),
        campaign: ("closed".into(), 1),
        questionnaire: ("ward-office".into(), "1".into()),
        fingerprint: "F".into(),
        unit: unit.into(),
        group: "citizen".into(),
        channel: Channel::Interviewer,
        language: Lang::Vi,
        trial: false,
        started: Stamp(1),
        fieldwork: Fieldwork { surveyor: "D07".into(), ..Fieldwork::default() },
    }
}

fn finish(kept: &mut Kept, header: Header, outcome: Outcome, at: u64) {
    let (answers, seconds) = (Named::new(), Named::new());
    let response = Response { header, outcome, finished: Stamp(at), answers, seconds, fills: Vec::new() };
    kept.finished.push((response.header.id.clone(), response));
}

fn correct(kept: &mut Kept, id: &str, of: &str, change: Change, at: u64) {
    let (id, of, campaign) = (id.to_owned(), of.to_owned(), "closed".to_owned());
    let made = Correction { id, of, campaign, change, reason: "chọn nhầm".into(), surveyor: "D07".into(), made: Stamp(at) };
    kept.corrections.push((String::new(), made));
}

fn board(kept: &Kept) -> Board {
    Board::read(&Campaign::read(CAMPAIGN).unwrap(), kept)
}

/// Done, in progress and wanted at both units.
fn counts(kept: &Kept) -> [(usize, usize, Option<u32>); 2] {
    let rows = board(kept).rows;
    [0, 1].map(|at: usize| (rows[at].done, rows[at].open, rows[at].wanted))
}

#[test]
fn only_complete_responses_count() {
    let mut kept = Kept::default();
    for (at, outcome) in (1..).zip(Outcome::ALL) {
        finish(&mut kept, header(outcome.word(), "P01"), outcome, at);
    }
    finish(&mut kept, Header { trial: true, ..header("trial", "P01") }, Outcome::Complete, 9);
    finish(&mut kept, Header { campaign: ("other".into(), 1), ..header("other", "P01") }, Outcome::Complete, 9);
    for channel in [Channel::OpenLink, Channel::Invitation] {
        finish(&mut kept, Header { channel, ..header(channel.word(), "P01") }, Outcome::Complete, 9);
    }
    assert_eq!(counts(&kept), [(1, 0, Some(60)), (0, 0, Some(60))]);
    assert_eq!(board(&kept).done.len(), 7, "every outcome and the trial; not another campaign, not what came by a link");
    assert_eq!(board(&kept).done[0].id, "trial", "the latest first");
}

#[test]
fn corrections_move_cancel_and_undo() {
    let mut kept = Kept::default();
    finish(&mut kept, header("A", "P01"), Outcome::Complete, 1);
    correct(&mut kept, "Z", "A", Change::Unit("P02".into()), 2);
    assert_eq!(counts(&kept).map(|row| row.0), [0, 1]);
    correct(&mut kept, "Y", "A", Change::Cancel, 3);
    assert_eq!(counts(&kept).map(|row| row.0), [0, 0]);
    assert!(board(&kept).done[0].cancelled);
    correct(&mut kept, "X", "A", Change::Unit("P01".into()), 4);
    assert_eq!(counts(&kept).map(|row| row.0), [1, 0], "by time, not by id");
}

#[test]
fn an_open_interview_is_in_progress() {
    let mut kept = Kept::default();
    let draft = |saved, unit: &str, campaign: &str| Draft {
        header: Header { campaign: (campaign.into(), 1), ..header("A", unit) },
        sequence: 1,
        saved: Stamp(saved),
        at: String::new(),
        furthest: String::new(),
        answers: Named::new(),
        seconds: Named::new(),
        fills: Vec::new(),
    };
    kept.drafts = vec![draft(4, "P02", "closed"), draft(3, "P01", "closed"), draft(5, "P01", "other")];
    assert_eq!(counts(&kept).map(|row| row.1), [0, 1], "the latest one of this campaign");
}

#[test]
fn what_cannot_be_read_is_named() {
    let records = vec![("r.BAD".to_owned(), b"{}".to_vec()), ("r.WORSE".to_owned(), vec![0xff])];
    let draft = FoundDraft { key: "d.x.Y".into(), campaign: "x".into(), content: vec![9], saved: Stamp(1), is_elsewhere: false };
    let kept = Kept::read(&Contents { drafts: vec![draft], records });
    assert_eq!(board(&kept).unreadable, ["r.BAD", "r.WORSE", "d.x.Y"]);
}

#[test]
fn the_device_comes_back_and_never_holds_the_pin() {
    let mut medium = MemoryMedium::default();
    assert_eq!(store::device(&mut medium), Ok(None));
    let device = Device { handed: Handed::Open, pin: Pin::new("80246135", [3; 16]), ..Device::default() };
    store::keep_device(&mut medium, &device.encode(), device.custody()).unwrap();
    assert_eq!(Device::decode(&store::device(&mut medium).unwrap().unwrap()), Ok(device));
    assert!(medium.texts.values().all(|text| !text.contains("80246135")));
}

#[test]
fn a_damaged_device_is_set_aside_and_told() {
    let mut medium = MemoryMedium::default();
    store::keep_device(&mut medium, &Device::default().encode(), Custody::Surveyor).unwrap();
    medium.texts.get_mut("phieu.0.device").unwrap().push('x');
    assert!(matches!(store::device(&mut medium), Err(StoreFault::ReadBack(_))));
    assert_eq!(store::open(&mut medium).unwrap().quarantined.len(), 1);
    assert!(store::device(&mut medium).is_err(), "and it stays unknown until a new record is kept");
    store::keep_device(&mut medium, &Device::default().encode(), Custody::Surveyor).unwrap();
    assert!(store::device(&mut medium).unwrap().is_some());
}

#[test]
fn a_record_that_vanishes_from_a_respondents_hands_is_missed() {
    let mut medium = MemoryMedium::default();
    let device = Device { handed: Handed::Open, ..Device::default() };
    store::keep_device(&mut medium, &device.encode(), device.custody()).unwrap();
    medium.texts.remove("phieu.0.device");
    assert!(matches!(store::device(&mut medium), Err(StoreFault::ReadBack(_))));
    let back = Device::default();
    store::keep_device(&mut medium, &back.encode(), back.custody()).unwrap();
    medium.texts.remove("phieu.0.device");
    assert_eq!(store::device(&mut medium), Ok(None), "in the surveyor's hands a new device is a new device");
}

#[test]
fn the_store_is_measured_in_units_of_utf16() {
    let mut medium = MemoryMedium::default();
    medium.texts.insert("foreign".into(), "đ€𝄞".into());
    assert_eq!(store::probe(&mut medium), Ok(7 + 4));
    medium.limit = Some(12);
    assert_eq!(store::probe(&mut medium), Err(StoreFault::Medium(MediumFault::Full)));
}

#[test]
fn a_full_device_keeps_the_old_record_and_says_so() {
    let mut medium = MemoryMedium::default();
    store::keep_device(&mut medium, &Device::default().encode(), Custody::Surveyor).unwrap();
    medium.limit = Some(medium.texts.iter().map(|(key, text)| key.len() + text.len()).sum());
    let longer = Device { village: "Thôn Đông".repeat(99), ..Device::default() };
    assert_eq!(store::keep_device(&mut medium, &longer.encode(), Custody::Surveyor), Err(StoreFault::Medium(MediumFault::Full)));
    assert_eq!(Device::decode(&store::device(&mut medium).unwrap().unwrap()), Ok(Device::default()));
}
