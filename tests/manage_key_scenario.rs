//! The key of a round without a browser: made, kept, tried, given out and never given away.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

mod desk;

use std::collections::BTreeSet;

use phieu::app::manage::key::{BYTES, Fault, Step, View, paper};
use phieu::app::manage::{Edit, Effect, Event, Field, Opened, Origin, Package, Place, UnitField, update};
use phieu::app::respond::{self, Moment};
use phieu::app::unlocking::{self, Way};
use phieu::base::time::Stamp;
use phieu::base::{Lang, Severity};
use phieu::campaign::Campaign;
use phieu::seal::key_file::{KeyFile, Refused};
use phieu::seal::sheet::{GroupFault, Sheet};
use phieu::seal::{Fresh, Passphrase, PrivateKey};

use desk::{Desk, NOW, WORDS, answer};

fn words(text: &str) -> Passphrase {
    Passphrase::new(text)
}

/// A round that lacks nothing but its key.
fn keyless() -> Desk {
    let mut desk = Desk::at("#/manage");
    desk.round();
    while desk.campaign().key.is_some() {
        desk.send(Event::Undo);
    }
    for (field, text) in [(Field::Controller(Lang::Vi), "Sở"), (Field::PlanNumber, "1"), (Field::Hotline, "1")] {
        desk.set(field, text);
    }
    desk.edit(Edit::AddUnit("ward".to_owned()));
    desk.unit(UnitField::Name, 0, "Phường Một");
    desk
}

fn opened(desk: &Desk) -> &Opened {
    desk.model.opened.as_ref().unwrap()
}

fn errors(desk: &Desk) -> Vec<String> {
    desk.codes(Severity::Error).into_iter().map(|(code, _)| code).collect()
}

/// Types a sheet group by group, as it is printed.
fn type_sheet(desk: &mut Desk, place: usize, text: &str) {
    for (group, text) in text.split_whitespace().enumerate() {
        desk.unlock(unlocking::Event::Group(place, group, text.to_owned()));
    }
}

#[test]
fn a_round_is_not_given_out_before_recovering_its_key_succeeded() {
    let mut desk = keyless();
    assert_eq!(errors(&desk), ["no_key"]);
    desk.send(Event::Release(Package::Zip));
    assert!(desk.saved.is_empty());
    desk.key(9);
    assert_eq!(errors(&desk), ["key_not_tried"]);
    desk.send(Event::Release(Package::Zip));
    assert!(desk.saved.is_empty());
    assert!(desk.model.key.is_unsaved());

    // By the file: a wrong passphrase proves nothing.
    desk.step(Step::Save);
    assert!(!desk.model.key.is_unsaved());
    let (name, bytes) = desk.saved.pop().unwrap();
    assert_eq!(name, "khoa-dot-2026.json");
    desk.unlock(unlocking::Event::FileChosen(name, Some(bytes)));
    desk.unlock(unlocking::Event::Open(words("lua gach vuon suong chim")));
    assert_eq!(desk.model.key.trial.as_ref().unwrap().fault, Some(unlocking::Fault::Passphrase));
    assert_eq!((errors(&desk), opened(&desk).tried()), (vec!["key_not_tried".to_owned()], None));
    desk.unlock(unlocking::Event::Open(words(WORDS)));
    assert_eq!(errors(&desk), Vec::<String>::new());
    let tried = opened(&desk).tried().unwrap();
    assert!(tried > Stamp(NOW));

    // It is remembered, and nothing of the private half is.
    desk.again("#/manage/key?c=dot-2026");
    assert_eq!(opened(&desk).tried(), Some(tried));
    assert!(desk.model.key.made.is_none() && desk.model.key.trial.as_ref().unwrap().key().is_none());
    let campaign = Campaign::read(&desk.release()).unwrap();
    assert_eq!(campaign.key.as_deref(), Some(PrivateKey::from_random(&[9; 32]).public().text().as_str()));
    let link = format!("#/r/dot-2026?u=DV&k={}", campaign.key_mark().unwrap());
    desk.publish();
    assert_eq!(answer(&desk, &link, NOW + 20 * 86_400_000), respond::Stage::Welcome);
}

#[test]
fn two_sheets_typed_back_prove_the_key_too() {
    let mut desk = keyless();
    desk.key(9);
    let sheets: Vec<String> = desk.model.key.set.as_ref().unwrap().sheets.iter().map(Sheet::text).collect();
    desk.unlock(unlocking::Event::Way(Way::Sheets));
    type_sheet(&mut desk, 0, &sheets[1]);
    type_sheet(&mut desk, 1, &sheets[1]);
    desk.unlock(unlocking::Event::Recover);
    assert_eq!(opened(&desk).tried(), None, "one sheet twice");
    type_sheet(&mut desk, 1, &sheets[2]);
    desk.unlock(unlocking::Event::Group(1, 3, "00000".to_owned()));
    desk.unlock(unlocking::Event::Recover);
    assert_eq!(desk.model.key.trial.as_ref().unwrap().fault, Some(unlocking::Fault::Group(1, 3, GroupFault::Typing)));
    type_sheet(&mut desk, 1, &sheets[2]);
    desk.unlock(unlocking::Event::Recover);
    assert!(opened(&desk).tried().is_some());
    assert_eq!(errors(&desk), Vec::<String>::new());
}

#[test]
fn a_changed_key_has_to_be_tried_again() {
    let mut desk = keyless();
    desk.key(9);
    desk.recover();
    let first = opened(&desk).key().unwrap();
    desk.step(Step::Anew(true));
    desk.key(10);
    assert_ne!(opened(&desk).key(), Some(first));
    assert_eq!((errors(&desk), opened(&desk).tried()), (vec!["key_not_tried".to_owned()], None));
    assert!(desk.model.key.trial.as_ref().unwrap().key().is_none(), "the key that was open is not the one that is tried");
    // Undoing gives back the key that was tried, redoing the one that was not.
    desk.send(Event::Undo);
    assert_eq!((opened(&desk).key(), errors(&desk)), (Some(first), Vec::new()));
    desk.send(Event::Redo);
    assert_eq!(errors(&desk), ["key_not_tried"]);
    // The old file does not open it.
    let old = KeyFile::seal("dot-2026", &PrivateKey::from_random(&[9; 32]), WORDS, phieu::seal::key_file::Cost::OFFICE, &[1; 28]).unwrap();
    desk.unlock(unlocking::Event::FileChosen("khoa.json".to_owned(), Some(old.encode().into_bytes())));
    assert_eq!(desk.model.key.trial.as_ref().unwrap().fault, Some(unlocking::Fault::OtherCampaign("dot-2026".to_owned())));
    desk.recover();
    assert_eq!(errors(&desk), Vec::<String>::new());
}

#[test]
fn a_key_that_was_given_out_stays() {
    let mut desk = keyless();
    desk.key(9);
    desk.recover();
    let given = opened(&desk).key();
    desk.release();
    desk.key(10);
    assert_eq!((opened(&desk).key(), desk.model.key.fault.clone()), (given, Some(Fault::GivenOut)));
    // Not by undoing either: then nothing is given out.
    while opened(&desk).key() == given {
        desk.send(Event::Undo);
    }
    assert_eq!(errors(&desk)[..1], ["released_key_changed"]);
    desk.saved.clear();
    desk.send(Event::Release(Package::Json));
    assert!(desk.saved.is_empty());
    // On another machine the edition goes on without being tried again: it was before.
    let mut other = Desk { host: desk.host.clone(), ..Desk::at("#/manage") };
    let file = opened(&desk).given.as_ref().unwrap().text.clone();
    other.send(Event::FileChosen("dot-2026.json".to_owned(), Some(file.into_bytes())));
    assert_eq!(errors(&other), Vec::<String>::new());
    other.set(Field::Hotline, "1900 0000");
    assert_eq!(Campaign::read(&other.release()).unwrap().edition, 2);
}

#[test]
fn a_round_of_before_gets_a_key_and_its_links_still_open() {
    let mut desk = Desk::at("#/manage");
    let old = std::fs::read_to_string("tests/data/frozen/campaign1/desk.json").unwrap();
    desk.host.insert("campaigns/desk.json".to_owned(), old.clone());
    desk.go("#/manage/key?c=desk");
    assert_eq!(errors(&desk), ["no_key"]);
    desk.key(9);
    desk.recover();
    desk.publish();
    let link = format!("#/r/desk?c={}", phieu::base::digest::fingerprint(old.as_bytes()));
    assert_eq!(answer(&desk, &link, NOW), respond::Stage::Welcome);
}

#[test]
fn a_weak_or_mistyped_passphrase_and_a_browser_without_chance_make_no_key() {
    let mut desk = keyless();
    let random = || Some(Fresh::new([9; BYTES]));
    for (first, again, random, fault) in [
        ("", "", random(), Fault::NoWords),
        ("matkhau 123", "matkhau 123", random(), Fault::Weak),
        (WORDS, "lua gach vuon suong chim thuyenn", random(), Fault::Differ),
        (WORDS, WORDS, None, Fault::NoRandom),
    ] {
        desk.step(Step::Make(words(first), words(again), random));
        assert_eq!((desk.model.key.fault.clone(), opened(&desk).key()), (Some(fault), None));
    }
    // The worker has no memory, or breaks, or is stopped: nothing changes.
    let moment = Moment { stamp: Stamp(NOW), offset: 420, random: [0; 16] };
    for end in [|job| Step::Sealed(job, Err(Refused::Memory)), |_| Step::Broken("unreachable".to_owned()), |_| Step::Cancel] {
        let mut model = desk.model.clone();
        let make = Step::Make(words(WORDS), words(WORDS), random());
        let effects = update(&mut model, Event::Key(make), moment);
        let [Effect::Seal(job, _)] = effects.as_slice() else { panic!("{effects:?}") };
        update(&mut model, Event::Key(Step::Sealed(job + 1, Err(Refused::Memory))), moment);
        assert!(model.key.is_making(), "the answer to another job");
        let end = end(*job);
        update(&mut model, Event::Key(end), moment);
        assert!(!model.key.is_making() && model.opened.as_ref().unwrap().key().is_none());
    }
}

#[test]
fn the_demonstrations_key_is_tried_by_one_tap_and_serves_no_real_round() {
    let mut desk = Desk::at("#/manage/key?c=desk");
    assert_eq!(opened(&desk).tried(), None);
    desk.unlock(unlocking::Event::Demo);
    assert!(opened(&desk).tried().is_some());
    desk.edit(Edit::Illustrative(false));
    assert_eq!(errors(&desk), ["demo_key"]);
    // A copy is a round of its own, with a key of its own.
    desk.send(Event::Copy(Origin::Host("desk".to_owned())));
    assert_eq!((desk.campaign().key.clone(), errors(&desk)), (None, vec!["no_key".to_owned()]));
    assert_eq!(desk.model.text(&Field::KeepUntil), "2029-01-07");
}

#[test]
fn sheets_are_printed_each_for_its_owner_and_a_new_set_says_its_time() {
    let mut desk = keyless();
    desk.key(9);
    desk.step(Step::Layout);
    assert_eq!(desk.model.key.view, View::Sheets);
    let papers = paper(desk.campaign(), desk.model.key.set.as_ref().unwrap());
    let owners: Vec<(u8, &str)> = papers.iter().map(|paper| (paper.number, paper.owner.as_str())).collect();
    assert_eq!(owners, [(1, "Lãnh đạo Sở"), (2, "Văn thư Sở"), (3, "Ủy ban Mặt trận Tổ quốc tỉnh")]);
    for paper in &papers {
        let typed = paper.lines.iter().map(|line| line.join(" ")).collect::<Vec<_>>().join("\n");
        assert_eq!(Sheet::parse(&typed).unwrap().owner.number(), paper.number);
        assert_eq!(paper.lines.iter().map(Vec::len).collect::<Vec<_>>(), [4, 4, 4, 4]);
        assert_eq!(paper.mark.replace(' ', ""), desk.campaign().key_mark().unwrap());
        assert!(paper.made.ends_with("ngày 24/11/2026"), "{}", paper.made);
        assert!(paper.keep.as_ref().is_some_and(|keep| keep.contains("07/01/2029")));
    }
    desk.step(Step::Close);
    // Another set needs the key open, and does not join with the first.
    let first = desk.model.key.set.clone().unwrap();
    desk.step(Step::Another(Some(Fresh::new([4; 32]))));
    assert_eq!(desk.model.key.set, Some(first.clone()));
    desk.recover();
    desk.step(Step::Another(Some(Fresh::new([4; 32]))));
    let second = desk.model.key.set.clone().unwrap();
    assert_ne!(second.made, first.made);
    desk.unlock(unlocking::Event::Lock);
    desk.unlock(unlocking::Event::Way(Way::Sheets));
    type_sheet(&mut desk, 0, &first.sheets[0].text());
    type_sheet(&mut desk, 1, &second.sheets[1].text());
    desk.unlock(unlocking::Event::Recover);
    assert_eq!(desk.model.key.trial.as_ref().unwrap().fault, Some(unlocking::Fault::NotTogether));
}

/// Every way to write 32 bytes that a careless serializer would take.
fn spellings(secret: &[u8; 32]) -> BTreeSet<Vec<u8>> {
    let hex = secret.map(|byte| format!("{byte:02x}")).concat();
    let list = secret.map(|byte| byte.to_string()).join(",");
    let base32 = phieu::base::digest::base32(secret);
    [secret.to_vec(), hex.to_uppercase().into_bytes(), hex.into_bytes(), list.into_bytes(), base32.into_bytes()].into()
}

#[test]
fn the_private_half_is_in_nothing_that_is_stored_or_given_out() {
    let mut desk = keyless();
    desk.key(9);
    let sheets: Vec<String> = desk.model.key.set.as_ref().unwrap().sheets.iter().map(Sheet::text).collect();
    desk.recover();
    desk.step(Step::Layout);
    desk.release();
    desk.send(Event::Release(Package::Zip));
    desk.send(Event::TryOut);
    // The bytes of the key as X25519 has them: two sheets give them, as anybody would take them.
    let share = |sheet: &str| {
        let plain: String = sheet.split_whitespace().map(|group| &group[..4]).collect();
        phieu::base::digest::unbase32(&plain).unwrap()[6..38].to_vec()
    };
    let (one, two) = (share(&sheets[0]), share(&sheets[1]));
    let secret = joined(&one, &two);
    assert_eq!(PrivateKey::from_bytes(&secret).unwrap().public(), opened(&desk).key().unwrap());

    let stored = desk.medium.texts.iter().map(|(key, text)| [key.as_str(), text].concat().into_bytes());
    let given = desk.saved.iter().filter(|(name, _)| !name.starts_with("khoa-")).map(|(_, bytes)| bytes.clone());
    let places: Vec<Vec<u8>> = stored.chain(given).collect();
    assert!(places.len() >= 4, "a draft, a try-out, a JSON and a ZIP");
    let mut secrets = spellings(&secret);
    secrets.extend(spellings(&[9; 32]));
    secrets.extend([one, two].iter().flat_map(|share| spellings(share.as_slice().try_into().unwrap())));
    secrets.extend(sheets.iter().flat_map(|sheet| sheet.lines().map(|line| line.as_bytes().to_vec()).collect::<Vec<_>>()));
    secrets.insert(WORDS.as_bytes().to_vec());
    for place in &places {
        for secret in &secrets {
            assert!(!place.windows(secret.len()).any(|part| part == secret.as_slice()), "{:?}", String::from_utf8_lossy(secret));
        }
    }
    // Nor is it shown by a debugger.
    desk.unlock(unlocking::Event::Lock);
    type_sheet(&mut desk, 0, &sheets[0]);
    let shown = format!("{:?} {:?}", desk.model.key, Step::Make(words(WORDS), words(WORDS), Some(Fresh::new([200; BYTES]))));
    assert!(!shown.contains(WORDS) && !shown.contains("200, 200"), "{shown}");
    assert!(sheets.iter().flat_map(|sheet| sheet.split_whitespace()).all(|group| !shown.contains(group)), "{shown}");
}

/// The line through the shares 1 and 2 at zero, in the field of 256 elements.
fn joined(one: &[u8], two: &[u8]) -> [u8; 32] {
    use phieu::base::gf256::{inv, mul};
    let (of_one, of_two) = (mul(2, inv(3)), mul(1, inv(3)));
    let bytes: Vec<u8> = one.iter().zip(two).map(|(a, b)| mul(*a, of_one) ^ mul(*b, of_two)).collect();
    bytes.try_into().unwrap()
}

#[test]
fn drop_box_and_retention_are_fields_with_findings_in_their_place() {
    let mut desk = keyless();
    desk.key(9);
    desk.recover();
    let warned = |desk: &Desk, code: &str, at: &str| desk.codes(Severity::Warning).contains(&(code.to_owned(), at.to_owned()));
    assert!(warned(&desk, "no_drop_box", "drop_box"));
    desk.set(Field::DropBox, " http://hop.songiang.gov.vn/phieu ");
    assert_eq!(desk.codes(Severity::Error), [("bad_drop_box".to_owned(), "drop_box".to_owned())]);
    desk.set(Field::DropBox, "https://hop.songiang.gov.vn/phieu");
    assert_eq!(errors(&desk), Vec::<String>::new());
    // It moves with the day of closing, until somebody says another one.
    desk.set(Field::Closes, "2028-02-29");
    assert_eq!(desk.model.text(&Field::KeepUntil), "2030-02-28");
    desk.set(Field::Closes, "2027-01-07");
    assert_eq!(desk.model.text(&Field::KeepUntil), "2029-01-07");
    desk.set(Field::KeepUntil, "2030-01-01");
    desk.set(Field::Closes, "2027-01-31");
    assert_eq!(desk.model.text(&Field::KeepUntil), "2030-01-01");
    desk.set(Field::KeepUntil, "2027-01-01");
    assert_eq!(errors(&desk), ["kept_too_short"]);
    desk.set(Field::KeepUntil, "");
    assert!(warned(&desk, "no_keep_until", "keep_until"));
    desk.set(Field::KeepUntil, "hai năm");
    assert_eq!(desk.codes(Severity::Error), [("bad_date".to_owned(), "keep_until".to_owned())]);
    desk.set(Field::KeepUntil, "");
    let finding = opened(&desk).findings.iter().find(|finding| finding.code == "no_keep_until").cloned().unwrap();
    desk.send(Event::Show(finding));
    assert_eq!(desk.model.place, Place::parse("#/manage/key?c=dot-2026").unwrap());
    let campaign = Campaign::read(&desk.release()).unwrap();
    assert_eq!((campaign.drop_box.as_deref(), campaign.keep_until), (Some("https://hop.songiang.gov.vn/phieu"), None));
}

/// Written by the first program whose drafts say which key was tried; never to be edited.
#[test]
fn a_draft_of_format_2_opens_with_what_was_tried() {
    let record = std::fs::read_to_string("tests/data/frozen/campaign_draft2/draft.txt").unwrap();
    let mut desk = Desk::new();
    desk.medium.texts.insert("phieu.0.campaign_draft.dot-2026".to_owned(), record.trim_end().to_owned());
    desk.go("#/manage/key?c=dot-2026");
    assert_eq!(opened(&desk).tried(), Some(Stamp(1_795_489_355_000)));
    assert_eq!(desk.campaign().key_mark(), Some(PrivateKey::from_random(&[9; 32]).public().fingerprint()));
    assert_eq!(desk.model.text(&Field::KeepUntil), "2029-01-07");
    // What it says is written again as it was.
    desk.set(Field::Hotline, "2");
    desk.set(Field::Hotline, "1");
    assert!(desk.medium.texts.values().any(|text| text.contains("\"proof\":{\"key\"")));
}
