//! The store against a model: whatever is written, filled up, blocked or damaged in
//! whatever order, what was acknowledged is read back, and what was damaged is shown.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::BTreeMap;

use phieu::store::{self, MediumFault, MemoryMedium, StoreFault};
use proptest::prelude::*;

#[derive(Debug, Clone)]
enum Act {
    Append(u8, String),
    Save(u64, String),
    Clear,
    Limit(usize),
    Unlimit,
    Block,
    Unblock,
    Damage(usize, usize),
    Open,
}

fn payload() -> impl Strategy<Value = String> {
    "[ -~]{0,40}"
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        4 => (0..6_u8, payload()).prop_map(|(id, text)| Act::Append(id, text)),
        4 => (0..9_u64, payload()).prop_map(|(sequence, text)| Act::Save(sequence, text)),
        1 => Just(Act::Clear),
        1 => (0..600_usize).prop_map(Act::Limit),
        1 => Just(Act::Unlimit),
        1 => Just(Act::Block),
        2 => Just(Act::Unblock),
        2 => (any::<usize>(), any::<usize>()).prop_map(|(record, byte)| Act::Damage(record, byte)),
        2 => Just(Act::Open),
    ]
}

/// Puts a character that nothing writes into one record, so that no second damage can
/// undo the first; returns the record's key.
fn damage(medium: &mut MemoryMedium, record: usize, byte: usize) -> Option<String> {
    let key = medium.texts.keys().nth(record.checked_rem(medium.texts.len())?)?.clone();
    let mut bytes = medium.texts[&key].clone().into_bytes();
    let at = byte.checked_rem(bytes.len())?;
    bytes[at] = 0x7f;
    medium.texts.insert(key.clone(), String::from_utf8(bytes).unwrap());
    Some(key)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn what_was_acknowledged_is_read_back(acts in prop::collection::vec(act(), 1..60)) {
        let mut medium = MemoryMedium::default();
        let mut kept: BTreeMap<String, String> = BTreeMap::new();
        let mut draft: BTreeMap<u64, String> = BTreeMap::new();
        for act in acts {
            match act {
                Act::Append(id, text) => {
                    let id = format!("id{id}");
                    match store::append(&mut medium, &id, &text) {
                        Ok(()) => {
                            let before = kept.insert(id, text.clone());
                            prop_assert!(before.is_none_or(|before| before == text), "an envelope was overwritten");
                        }
                        Err(StoreFault::Taken(_)) => prop_assert!(kept.get(&id).is_some_and(|stored| *stored != text)),
                        Err(StoreFault::Medium(_)) => {}
                        Err(fault @ StoreFault::ReadBack(_)) => prop_assert!(false, "{fault:?}"),
                    }
                }
                Act::Save(sequence, text) => {
                    if store::save_draft(&mut medium, "c", sequence, &text).is_ok() {
                        draft.insert(sequence % 2, text);
                    }
                }
                Act::Clear => {
                    if store::clear_draft(&mut medium, "c").is_ok() {
                        draft.clear();
                    }
                }
                Act::Limit(limit) => medium.limit = Some(limit),
                Act::Unlimit => medium.limit = None,
                Act::Block => medium.blocked = true,
                Act::Unblock => medium.blocked = false,
                Act::Damage(record, byte) => {
                    if let Some(key) = damage(&mut medium, record, byte) {
                        kept.retain(|id, _| key != format!("phieu.0.envelope.{id}"));
                        draft.retain(|slot, _| key != format!("phieu.0.draft.c.{}", if *slot == 0 { "a" } else { "b" }));
                    }
                }
                Act::Open => {
                    if medium.blocked {
                        prop_assert_eq!(store::open(&mut medium), Err(StoreFault::Medium(MediumFault::Unavailable)));
                    } else {
                        check(&mut medium, &kept, &draft)?;
                    }
                }
            }
        }
        medium.blocked = false;
        check(&mut medium, &kept, &draft)?;
    }

    #[test]
    fn no_record_is_ever_dropped_by_opening(texts in prop::collection::btree_map("phieu\\.0\\.(envelope|draft)\\.[a-c]\\.[ab]", "[ -~]{0,50}", 0..6)) {
        let mut medium = MemoryMedium { texts: texts.clone(), ..MemoryMedium::default() };
        let contents = store::open(&mut medium).unwrap();
        for (key, text) in texts {
            let stays = medium.texts.get(&key) == Some(&text);
            let aside = medium.texts.get(&format!("phieu.0.broken.{key}")) == Some(&text);
            prop_assert!(stays || aside, "{key} is gone");
            prop_assert!(stays || contents.quarantined.iter().any(|record| record.text == text), "{key} is not shown");
        }
    }
}

fn check(medium: &mut MemoryMedium, kept: &BTreeMap<String, String>, draft: &BTreeMap<u64, String>) -> Result<(), TestCaseError> {
    let contents = store::open(medium).unwrap();
    prop_assert_eq!(&contents.envelopes, kept);
    let mut slots = contents.drafts.get("c").cloned().unwrap_or_default();
    let mut wanted: Vec<String> = draft.values().cloned().collect();
    slots.sort();
    wanted.sort();
    prop_assert_eq!(slots, wanted);
    Ok(())
}
