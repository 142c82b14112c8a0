//! Opening a key: each way, each failure by its name, and answers that nobody waits for.

use super::*;
use crate::seal::job::{self, Done, Job};
use crate::seal::key_file::Cost;
use crate::seal::sheet::split;

const CHEAP: Cost = Cost { memory: 8_192, passes: 1 };

fn key() -> PrivateKey {
    PrivateKey::from_random(&[7; 32])
}

fn file(of: &PrivateKey) -> String {
    KeyFile::seal("dot-2026", of, "sáu từ bí mật", CHEAP, &[1; 28]).unwrap().encode()
}

fn model() -> Model {
    Model::new(key().public())
}

/// Plays the shell: the worker is run at once.
fn send(model: &mut Model, event: Event) -> Vec<Effect> {
    let effects = update(model, event);
    for effect in &effects {
        if let Effect::Open(number, file, words) = effect {
            let job = Job::Open { file: (**file).clone(), words: words.clone() };
            let result = match job::reply(&job::run(&job.encode())) {
                Some(Ok(Done::Opened(key))) => Ok(key),
                Some(Err(refused)) => Err(refused),
                other => panic!("{other:?}"),
            };
            return send(model, Event::Opened(*number, result));
        }
    }
    effects
}

fn choose(model: &mut Model, text: &str) -> Option<Fault> {
    send(model, Event::FileChosen("khoa.json".to_owned(), Some(text.as_bytes().to_vec())));
    model.fault.clone()
}

#[test]
fn a_key_file_opens_by_its_passphrase_and_each_failure_is_named() {
    let mut model = model();
    send(&mut model, Event::Open(Passphrase::new("x")));
    assert_eq!(model.fault, Some(Fault::NoFile));
    send(&mut model, Event::FileChosen("khoa.json".to_owned(), None));
    assert_eq!(model.fault, Some(Fault::Unreadable));
    for other in ["", "{}", "xin chào", "{\"phieu\":\"campaign\",\"version\":1}", "PK\u{3}\u{4}"] {
        assert!(matches!(choose(&mut model, other), Some(Fault::NotKey | Fault::Damaged(_))), "{other}");
    }
    assert_eq!(choose(&mut model, "{\"phieu\":\"campaign\"}"), Some(Fault::NotKey));
    let whole = file(&key());
    let damaged = whole.replace("dot-2026", "dot-2027");
    assert!(matches!(choose(&mut model, &damaged), Some(Fault::Damaged(found)) if found[0].code == "damaged_key"));
    assert_eq!(choose(&mut model, &file(&PrivateKey::from_random(&[8; 32]))), Some(Fault::OtherCampaign("dot-2026".to_owned())));
    assert_eq!(choose(&mut model, &["\u{feff}", &whole, "\r\n"].concat()), None);
    send(&mut model, Event::Open(Passphrase::new("  ")));
    assert_eq!(model.fault, Some(Fault::NoPassphrase));
    let effects = send(&mut model, Event::Open(Passphrase::new("sai")));
    assert_eq!((model.fault.clone(), effects.last()), (Some(Fault::Passphrase), Some(&Effect::Stop)));
    assert!(model.file.is_some(), "the file stays for another try");
    send(&mut model, Event::Open(Passphrase::new("sáu từ bí mật")));
    assert_eq!((model.key(), model.fault.clone()), (Some(&key()), None));
    send(&mut model, Event::Lock);
    assert_eq!((model.key(), model.file.is_none()), (None, true));
}

#[test]
fn an_answer_that_is_not_waited_for_opens_nothing() {
    let mut model = model();
    choose(&mut model, &file(&key()));
    let effects = update(&mut model, Event::Open(Passphrase::new("sáu từ bí mật")));
    assert!(matches!(effects.as_slice(), [Effect::Open(1, ..)]));
    assert_eq!(update(&mut model, Event::Cancel)[0], Effect::Stop);
    update(&mut model, Event::Opened(1, Ok(key())));
    assert_eq!(model.key(), None);
    update(&mut model, Event::Open(Passphrase::new("sáu từ bí mật")));
    update(&mut model, Event::Opened(1, Ok(key())));
    assert_eq!(model.stage, Stage::Opening, "the answer to the job before");
    update(&mut model, Event::Opened(2, Err(Refused::Memory)));
    assert_eq!((model.stage.clone(), model.fault.clone()), (Stage::Locked, Some(Fault::Memory)));
    update(&mut model, Event::Open(Passphrase::new("x")));
    update(&mut model, Event::Broken("unreachable".to_owned()));
    assert_eq!(model.fault, Some(Fault::Worker("unreachable".to_owned())));
    update(&mut model, Event::Open(Passphrase::new("x")));
    update(&mut model, Event::Opened(4, Ok(PrivateKey::from_random(&[9; 32]))));
    assert!(matches!(model.fault, Some(Fault::OtherCampaign(_))), "a key that is not the wanted one");
}

#[test]
fn two_sheets_give_the_key_and_an_error_is_located_at_its_group() {
    let sheets = split(&key(), &[5; 32]).map(|sheet| sheet.text());
    let again = split(&key(), &[6; 32])[2].text();
    let foreign = split(&PrivateKey::from_random(&[8; 32]), &[5; 32])[2].text();
    let mut model = model();
    send(&mut model, Event::Way(Way::Sheets));
    send(&mut model, Event::Recover);
    assert_eq!(model.fault, Some(Fault::Group(0, 0, GroupFault::Length(0))));
    send(&mut model, Event::Group(0, 0, sheets[0].clone()));
    send(&mut model, Event::Group(1, 0, sheets[0].clone()));
    send(&mut model, Event::Recover);
    assert_eq!(model.fault, Some(Fault::Same(Owner::Leader)));
    send(&mut model, Event::Group(1, 0, foreign));
    send(&mut model, Event::Recover);
    assert_eq!(model.fault, Some(Fault::OtherKey(1)));
    send(&mut model, Event::Group(1, 0, again));
    send(&mut model, Event::Recover);
    assert_eq!(model.fault, Some(Fault::NotTogether));
    send(&mut model, Event::Group(1, 0, sheets[2].clone()));
    let right = model.sheets[1].group(6).to_owned();
    send(&mut model, Event::Group(1, 6, "00000".to_owned()));
    let effects = send(&mut model, Event::Recover);
    assert_eq!(model.fault, Some(Fault::Group(1, 6, GroupFault::Typing)));
    assert_eq!(effects, [Effect::Focus("sheet-1-6".to_owned())]);
    assert_eq!(send(&mut model, Event::Group(1, 6, right)), [Effect::Focus("sheet-1-7".to_owned())]);
    send(&mut model, Event::Recover);
    assert_eq!(model.key(), Some(&key()));
    assert_eq!(model.sheets[0].right(), 0, "what was typed is gone");
}

#[test]
fn the_demonstration_opens_by_one_tap_and_nothing_else_does() {
    let mut other = model();
    assert_eq!(update(&mut other, Event::Demo), []);
    let mut model = Model::new(PublicKey::parse(DEMO).unwrap());
    assert_eq!(update(&mut model, Event::Demo), [Effect::FetchDemo]);
    update(&mut model, Event::DemoRead(Err(FetchFault::Offline)));
    assert_eq!(model.fault, Some(Fault::Fetch(FetchFault::Offline)));
    update(&mut model, Event::Demo);
    send(&mut model, Event::DemoRead(Ok(include_str!("../../../public/keys/demo.json").to_owned())));
    assert_eq!(model.key().map(PrivateKey::public), PublicKey::parse(DEMO));
}
