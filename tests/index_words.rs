//! Every fault of the index has words in both languages, which say the same values.

use phieu::analysis::index::Fault;
use phieu::base::words::finding;

fn codes() -> impl Iterator<Item = &'static str> {
    Fault::ALL.iter().map(|fault| fault.code()).chain(["not_scheme"])
}

#[test]
fn every_fault_has_words() {
    let without: Vec<&str> = codes().filter(|code| finding::get(code).is_none()).collect();
    assert_eq!(without, Vec::<&str>::new());
}

#[test]
fn both_languages_say_the_same_values() {
    for (code, word) in codes().filter_map(|code| Some((code, finding::get(code)?))) {
        assert_eq!(word.vi.contains("{value}"), word.en.contains("{value}"), "{code}");
        assert!(word.vi.ends_with(['.', '}']) && word.en.ends_with(['.', '}']), "{code}");
    }
}
