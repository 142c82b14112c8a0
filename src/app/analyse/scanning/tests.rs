//! Codes as a camera and photos give them: mixed, repeated, damaged, foreign.

use proptest::prelude::*;

use super::*;
use crate::app::intake::split;
use crate::store::handin::{file, text};

/// A hand-in of so many envelopes, and the codes of its parts.
fn hand_in(mark: u8, count: usize) -> (Vec<u8>, Vec<String>) {
    let envelopes: Vec<Vec<u8>> = (0..count).map(|i| vec![mark.wrapping_add(u8::try_from(i).unwrap()); 160]).collect();
    let bytes = file::encode(envelopes.iter().map(Vec::as_slice));
    let codes = (0..=255).map(|number| parts::code(&parts::part(&bytes, number).unwrap())).collect();
    (bytes, codes)
}

fn camera() -> Scanning {
    let mut scanning = Scanning::default();
    assert_eq!(update(&mut scanning, Event::OpenCamera), [Effect::OpenCamera]);
    update(&mut scanning, Event::CameraOpened(Ok(())));
    scanning
}

fn delivered(effects: Vec<Effect>) -> Vec<Source> {
    let sources = |effect| match effect {
        Effect::Deliver(sources) => sources,
        Effect::OpenCamera | Effect::CloseCamera | Effect::Focus(_) => Vec::new(),
    };
    effects.into_iter().flat_map(sources).collect()
}

fn show(scanning: &mut Scanning, codes: &[&String]) -> Vec<Source> {
    delivered(update(scanning, Event::Seen(codes.iter().map(|code| (*code).clone()).collect())))
}

fn codes(scanning: &Scanning) -> Vec<(&str, &str)> {
    scanning.findings.iter().map(|finding| (finding.code.as_str(), finding.at.as_str())).collect()
}

#[test]
fn a_sequence_before_the_camera_is_whole_after_any_parts_and_goes_on_once() {
    let mut scanning = camera();
    let (bytes, all) = hand_in(1, 5);
    assert_eq!(show(&mut scanning, &[&all[9]]), []);
    assert_eq!(scanning.open(), [Progress { read: 1, needed: 3 }]);
    assert_eq!(show(&mut scanning, &[&all[9], &all[2]]), []);
    let sources = show(&mut scanning, &[&all[0]]);
    assert_eq!((sources.len(), &sources[0].bytes, sources[0].carrier), (1, &bytes, Carrier::Camera));
    assert!(sources[0].name.starts_with("QR "));
    // The tablet goes on showing.
    assert_eq!(show(&mut scanning, &[&all[1], &all[200]]), []);
    assert_eq!((scanning.whole, scanning.open(), scanning.findings.len()), (1, vec![], 0));
}

#[test]
fn codes_of_several_hand_ins_may_come_mixed() {
    let mut scanning = camera();
    let ((one, a), (two, b)) = (hand_in(1, 5), hand_in(50, 4));
    assert_eq!(show(&mut scanning, &[&a[0], &b[1], &a[7]]), []);
    assert_eq!(scanning.open(), [Progress { read: 2, needed: 3 }, Progress { read: 1, needed: 2 }]);
    let sources = show(&mut scanning, &[&b[2], &a[1]]);
    assert_eq!(sources.into_iter().map(|source| source.bytes).collect::<Vec<_>>(), [two, one]);
    assert_eq!((scanning.whole, scanning.open()), (2, vec![]));
}

#[test]
fn photos_chosen_together_go_together_and_what_is_missing_is_said() {
    let mut scanning = Scanning::default();
    let ((one, a), (_, b)) = (hand_in(1, 1), hand_in(9, 6));
    let photo = |name: &str, codes: &[&String]| Event::PhotoRead(name.to_owned(), Ok(codes.iter().map(|code| (*code).clone()).collect()));
    update(&mut scanning, Event::PhotosChosen(3));
    assert_eq!(update(&mut scanning, photo("a.jpg", &[&a[0]])), []);
    assert_eq!(update(&mut scanning, photo("b.jpg", &[&b[0], &b[1]])), []);
    let sources = delivered(update(&mut scanning, photo("c.jpg", &[])));
    assert_eq!((sources.len(), sources[0].name.as_str(), &sources[0].bytes, sources[0].carrier), (1, "a.jpg", &one, Carrier::Photo));
    assert_eq!(scanning.open(), [Progress { read: 2, needed: 3 }]);
    assert_eq!(codes(&scanning), [("scan_no_code", "c.jpg")]);
    update(&mut scanning, Event::PhotosChosen(1));
    assert_eq!(delivered(update(&mut scanning, photo("d.jpg", &[&b[99]]))).len(), 1);
    assert_eq!((scanning.open(), scanning.findings.len()), (vec![], 0));
}

#[test]
fn a_text_in_a_code_is_a_hand_in_too_and_other_codes_are_named() {
    let mut scanning = camera();
    let bytes = file::encode([&[7; 160][..]]);
    let words = text::encode(&bytes);
    let sources = show(&mut scanning, &[&words, &words]);
    assert_eq!(split(&sources[0].bytes).envelopes, [vec![7; 160]]);
    assert_eq!((sources.len(), show(&mut scanning, &[&words]).len(), scanning.whole), (1, 0, 1));
    let link = "https://khao-sat.tinh.vn/#/r/demo?u=X01".to_owned();
    assert_eq!(show(&mut scanning, &[&link, &link]), []);
    assert_eq!(codes(&scanning), [("scan_foreign", "")]);
    assert_eq!(scanning.findings[0].value, link);
}

#[test]
fn damaged_parts_and_newer_versions_are_said() {
    let mut scanning = Scanning::default();
    let (bytes, _) = hand_in(1, 1);
    let part = parts::part(&bytes, 0).unwrap();
    let changed = |at: usize, by: u8| {
        let mut part = part.clone();
        part[at] ^= by;
        parts::code(&part)
    };
    update(&mut scanning, Event::PhotosChosen(1));
    update(
        &mut scanning,
        Event::PhotoRead("a.jpg".to_owned(), Ok(vec![changed(0, 3), changed(60, 1), "PHIEU1/".to_owned(), "PHIEU1/U".to_owned()])),
    );
    assert_eq!(codes(&scanning), [("scan_version", "a.jpg"), ("scan_damaged", "a.jpg"), ("scan_foreign", "a.jpg")]);
    assert_eq!(scanning.findings[0].value, "2");
    update(&mut scanning, Event::PhotosChosen(2));
    update(&mut scanning, Event::PhotoRead("b.heic".to_owned(), Err(PhotoFault::Format)));
    update(&mut scanning, Event::PhotoRead("c.jpg".to_owned(), Err(PhotoFault::Broken("x".to_owned()))));
    assert_eq!(codes(&scanning), [("scan_format", "b.heic"), ("scan_broken", "c.jpg")]);
}

#[test]
fn a_camera_that_does_not_open_is_said_and_one_that_opens_too_late_is_closed() {
    let mut scanning = Scanning::default();
    for fault in
        [CameraFault::Denied, CameraFault::Missing, CameraFault::Busy, CameraFault::Unsupported, CameraFault::Other("x".to_owned())]
    {
        update(&mut scanning, Event::OpenCamera);
        assert_eq!(update(&mut scanning, Event::CameraOpened(Err(fault.clone()))), [Effect::Focus("scan")]);
        assert_eq!(scanning.camera, Camera::Failed(fault));
    }
    update(&mut scanning, Event::OpenCamera);
    update(&mut scanning, Event::CloseCamera);
    assert_eq!(update(&mut scanning, Event::CameraOpened(Ok(()))), [Effect::CloseCamera]);
    assert_eq!(update(&mut scanning, Event::CameraOpened(Err(CameraFault::Denied))), []);
    assert_eq!(scanning.camera, Camera::Off);
    let (_, all) = hand_in(1, 1);
    assert_eq!(show(&mut scanning, &[&all[0]]), []);
}

#[test]
fn too_many_open_hand_ins_are_refused_and_can_be_left() {
    let mut scanning = camera();
    for mark in 0..=u8::try_from(MOST).unwrap() {
        let (_, all) = hand_in(mark, 4);
        assert_eq!(show(&mut scanning, &[&all[3]]), []);
    }
    assert_eq!((scanning.open().len(), codes(&scanning)), (MOST, vec![("scan_many", "")]));
    update(&mut scanning, Event::Forget);
    assert_eq!((scanning.open().len(), scanning.findings.len()), (0, 0));
}

proptest! {
    #[test]
    fn any_codes_are_no_panic(codes in prop::collection::vec(prop_oneof![any::<String>(), "PHIEU1/[0-9A-Z]{0,80}", "PHIEU1\\([0-9A-Z]{0,40}\\)"], 0..8)) {
        let mut scanning = camera();
        let sources = delivered(update(&mut scanning, Event::Seen(codes)));
        prop_assert_eq!(scanning.whole, sources.len());
    }
}
