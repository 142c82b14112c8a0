//! Every fault of the index has words in both languages: in `i18n/`, or in
//! `tests/data/index/words.json` until they are there.
#![allow(clippy::unwrap_used, reason = "a fixture that cannot be read fails its test")]

use std::collections::BTreeMap;

use phieu::analysis::index::Fault;
use phieu::base::words::finding;

type Words = BTreeMap<String, BTreeMap<String, String>>;

fn words() -> Words {
    serde_json::from_str(include_str!("data/index/words.json")).unwrap()
}

#[test]
fn every_fault_has_words() {
    let words = words();
    let codes = Fault::ALL.iter().map(|fault| fault.code()).chain(["not_scheme"]);
    let without: Vec<&str> =
        codes.filter(|code| finding::get(code).is_none() && !words.values().all(|language| language.contains_key(*code))).collect();
    assert_eq!(without, Vec::<&str>::new());
}

#[test]
fn both_languages_say_the_same_values() {
    let words = words();
    let (vi, en) = (&words["vi"], &words["en"]);
    assert!(vi.keys().eq(en.keys()));
    for (code, text) in vi {
        assert_eq!(text.contains("{value}"), en[code].contains("{value}"), "{code}");
        assert!(text.ends_with(['.', '}']) && en[code].ends_with(['.', '}']), "{code}");
    }
}
