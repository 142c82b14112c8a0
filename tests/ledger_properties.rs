//! The ledger of intake: what counts depends on what came, never on how often or in which
//! order it came.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};

use phieu::base::digest::fingerprint;
use phieu::base::time::Stamp;
use phieu::store::handin::note::cover;
use phieu::store::ledger::{Content, Damaged, HandIn, Ledger, LedgerFault, Verdict};
use proptest::prelude::*;

type Envelope = (String, Content);

fn envelope() -> impl Strategy<Value = Envelope> {
    let response = (0..12_u8, 0..8_u8, 0..3_u8).prop_map(|(id, code, sealed)| {
        let code = if code < 3 { String::new() } else { format!("MÃ {code}\n") };
        (fingerprint(format!("{id} {code} {sealed}").as_bytes()), Content::Response { id: format!("id{id}"), code })
    });
    let apart = prop_oneof![
        Just(Content::Trial),
        Just(Content::OtherKey),
        any::<String>().prop_map(Content::OtherRound),
        any::<u8>().prop_map(Content::UnknownVersion),
        any::<usize>().prop_map(Content::Damaged),
        any::<String>().prop_map(Content::UnknownQuestionnaire),
        any::<(String, String, u64, u32, String)>().prop_map(|(token, device, made, count, covers)| Content::HandIn(HandIn {
            token,
            device,
            made: Stamp(made),
            count,
            covers
        })),
    ];
    let correction = (0..6_u8, 0..3_u8)
        .prop_map(|(id, sealed)| (fingerprint(format!("correction {id} {sealed}").as_bytes()), Content::Correction(id.to_string())));
    // A receipt is of one envelope, and one envelope says one thing.
    prop_oneof![4 => response, 1 => correction, 1 => apart.prop_map(|content| (fingerprint(format!("{content:?}").as_bytes()), content))]
}

fn imports() -> impl Strategy<Value = Vec<Vec<Envelope>>> {
    prop::collection::vec(prop::collection::vec(envelope(), 0..12), 0..6)
}

fn bring(ledger: &mut Ledger, envelopes: &[Envelope]) -> u32 {
    let import = ledger.begin(Stamp(7), "X05 2026-10-14.phieu").unwrap();
    for (receipt, content) in envelopes {
        ledger.take(import, receipt, content.clone()).unwrap();
    }
    import
}

fn ledger(imports: &[Vec<Envelope>]) -> Ledger {
    let mut ledger = Ledger::new("demo");
    for envelopes in imports {
        bring(&mut ledger, envelopes);
    }
    ledger
}

/// What counts, found another way: every response and every code once, and nothing could
/// be added that is lower than what stands in its way.
fn check(imports: &[Vec<Envelope>], accepted: &BTreeSet<String>) -> Result<(), TestCaseError> {
    let all: BTreeMap<&String, &Content> = imports.iter().flatten().map(|(receipt, content)| (receipt, content)).collect();
    let parts = |receipt: &String| match all[receipt] {
        Content::Response { id, code } => Some((id, code)),
        Content::Correction(_)
        | Content::HandIn(_)
        | Content::Trial
        | Content::OtherRound(_)
        | Content::OtherKey
        | Content::UnknownQuestionnaire(_)
        | Content::UnknownVersion(_)
        | Content::Damaged(_) => None,
    };
    let clash = |one: &String, other: &String| {
        let ((id, code), (other_id, other_code)) = (parts(one).unwrap(), parts(other).unwrap());
        id == other_id || (code == other_code && !code.is_empty())
    };
    for receipt in all.keys() {
        let stands = accepted.contains(*receipt);
        let lower = accepted.iter().filter(|other| *other < *receipt && parts(receipt).is_some() && clash(receipt, other)).count();
        prop_assert_eq!(stands, parts(receipt).is_some() && lower == 0, "{}", receipt);
    }
    Ok(())
}

proptest! {
    #[test]
    fn order_and_repetition_change_nothing(imports in imports(), seed in any::<u64>()) {
        let accepted = ledger(&imports).accepted();
        check(&imports, &accepted)?;
        // Every envelope in an import of its own, twice, in another order.
        let mut single: Vec<Vec<Envelope>> = imports.iter().flatten().map(|envelope| vec![envelope.clone()]).collect();
        single.extend(single.clone());
        single.sort_by_key(|import| fingerprint(format!("{seed}{import:?}").as_bytes()));
        prop_assert_eq!(ledger(&single).accepted(), accepted.clone());
        let mut again = ledger(&imports);
        for envelopes in &imports {
            bring(&mut again, envelopes);
        }
        prop_assert_eq!(again.accepted(), accepted);
    }

    #[test]
    fn a_correction_counts_once_whatever_the_order(imports in imports()) {
        let mut lowest = BTreeMap::new();
        for (receipt, content) in imports.iter().flatten() {
            if let Content::Correction(id) = content {
                let entry = lowest.entry(id.clone()).or_insert(receipt);
                *entry = (*entry).min(receipt);
            }
        }
        let back: Vec<Vec<Envelope>> = imports.iter().rev().cloned().collect();
        for imports in [&imports, &back] {
            prop_assert_eq!(ledger(imports).corrections(), lowest.values().map(|receipt| (*receipt).clone()).collect());
        }
    }

    /// A token is told only where one import brought all that its note is about, and nothing else.
    #[test]
    fn a_part_of_a_hand_in_acknowledges_nothing(envelopes in prop::collection::vec(envelope(), 1..12), before in imports(), left_out: prop::sample::Index) {
        let envelopes: Vec<Envelope> = envelopes.into_iter().filter(|(_, content)| !matches!(content, Content::HandIn(_))).collect();
        prop_assume!(!envelopes.is_empty());
        let covers = cover(envelopes.iter().map(|(receipt, _)| receipt.as_str()));
        let note = HandIn { token: "48291306".to_owned(), device: "DTV07".to_owned(), made: Stamp(1), count: 3, covers };
        let with_note = |some: &[Envelope]| [some, &[("NOTE".to_owned(), Content::HandIn(note.clone()))]].concat();
        let mut ledger = ledger(&before);
        let cut: Vec<Envelope> = envelopes.iter().filter(|(receipt, _)| *receipt != envelopes[left_out.index(envelopes.len())].0).cloned().collect();
        bring(&mut ledger, &with_note(&cut));
        prop_assert_eq!(&ledger.verdicts()["NOTE"], &Verdict::HandInCut);
        let import = bring(&mut ledger, &with_note(&envelopes));
        prop_assert_eq!(&ledger.verdicts()["NOTE"], &Verdict::HandIn);
        prop_assert_eq!(ledger.hand_ins()["NOTE"], &note);
        let mut closed = ledger.clone();
        closed.close();
        prop_assert_eq!(&Ledger::decode(&closed.encode()).unwrap().verdicts()["NOTE"], &Verdict::HandIn);
        ledger.undo(import, Stamp(2)).unwrap();
        prop_assert_eq!(&ledger.verdicts()["NOTE"], &Verdict::HandInCut);
    }

    #[test]
    fn an_undone_import_never_was(imports in imports(), extra in prop::collection::vec(envelope(), 0..12), at in 0..6_usize) {
        let at = at.min(imports.len());
        let mut ledger_with = ledger(&imports[..at]);
        let import = bring(&mut ledger_with, &extra);
        for envelopes in &imports[at..] {
            bring(&mut ledger_with, envelopes);
        }
        ledger_with.undo(import, Stamp(9)).unwrap();
        prop_assert_eq!(ledger_with.verdicts(), ledger(&imports).verdicts());
        prop_assert_eq!(ledger_with.imports()[import as usize].undone, Some(Stamp(9)));
        prop_assert_eq!(ledger_with.undo(import, Stamp(9)), Err(LedgerFault::NoImport));
        prop_assert_eq!(ledger_with.take(import, "x", Content::Trial), Err(LedgerFault::NoImport));
    }

    #[test]
    fn closing_settles_and_forgets_every_code(imports in imports()) {
        let mut ledger = ledger(&imports);
        let verdicts = ledger.verdicts();
        ledger.close();
        prop_assert_eq!(ledger.verdicts(), verdicts.clone());
        prop_assert_eq!(ledger.begin(Stamp(1), ""), Err(LedgerFault::Closed));
        prop_assert_eq!(ledger.undo(0, Stamp(1)), Err(LedgerFault::Closed));
        let text = ledger.encode();
        prop_assert!(!text.contains("M%c3%83"), "{}", text);
        let read = Ledger::decode(&text).unwrap();
        prop_assert_eq!(&read, &ledger);
        prop_assert_eq!(read.verdicts(), verdicts);
    }

    #[test]
    fn a_ledger_comes_back(imports in imports(), source: String, damaged in prop::collection::vec(any::<usize>(), 0..3), campaign: String) {
        let mut ledger = Ledger::new(&campaign);
        let import = ledger.begin(Stamp(u64::MAX), &source).unwrap();
        for byte in &damaged {
            ledger.note_damage(import, *byte).unwrap();
        }
        for envelopes in &imports {
            bring(&mut ledger, envelopes);
        }
        prop_assert_eq!(Ledger::decode(&ledger.encode()), Ok(ledger));
    }

    #[test]
    fn a_changed_ledger_is_found(imports in imports(), at: prop::sample::Index, bit in 0_u8..7) {
        let text = ledger(&imports).encode();
        let mut bytes = text.clone().into_bytes();
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        prop_assert!(Ledger::decode(&String::from_utf8(bytes).unwrap()).is_err());
        prop_assert!(Ledger::decode(&text[..at]).is_err());
    }

    /// Lines that were made up, with a check that fits.
    #[test]
    fn any_lines_are_no_panic(lines in prop::collection::vec("(import|envelope|settled|)( [0-9~,a-z%_]{0,6}){0,5}", 0..5), open: bool) {
        let text = format!("phieu-ledger 1 demo {}\n{}\n", if open { "open" } else { "closed" }, lines.join("\n"));
        let text = format!("{text}check {}\n", fingerprint(text.as_bytes()));
        if let Err(Damaged(line)) = Ledger::decode(&text) {
            prop_assert!((1..=lines.len() + 2).contains(&line));
        }
    }
}

#[test]
fn a_report_tells_what_an_import_brought() {
    let response = |id: &str, code: &str| Content::Response { id: id.to_owned(), code: code.to_owned() };
    let mut ledger = Ledger::new("demo");
    let first = bring(&mut ledger, &[("B".to_owned(), response("1", "k")), ("C".to_owned(), response("2", ""))]);
    let second = bring(
        &mut ledger,
        &[
            ("C".to_owned(), response("2", "")),
            ("D".to_owned(), response("3", "k")),
            ("E".to_owned(), response("2", "")),
            ("F".to_owned(), Content::OtherKey),
        ],
    );
    let verdicts = |pairs: &[(&str, Verdict)]| pairs.iter().map(|(r, v)| ((*r).to_owned(), v.clone())).collect::<BTreeMap<_, _>>();
    assert_eq!(ledger.report(first), verdicts(&[("B", Verdict::New), ("C", Verdict::New)]));
    assert_eq!(
        ledger.report(second),
        verdicts(&[
            ("C", Verdict::Duplicate),
            ("D", Verdict::CodeUsed),
            ("E", Verdict::SameResponse),
            ("F", Verdict::Apart(Content::OtherKey))
        ])
    );
    let third = bring(&mut ledger, &[("A".to_owned(), response("4", "k"))]);
    assert_eq!(ledger.report(third), verdicts(&[("A", Verdict::New)]));
    assert_eq!(ledger.verdicts()["B"], Verdict::CodeUsed, "the lower one counts, whichever came first");
    ledger.undo(third, Stamp(1)).unwrap();
    assert_eq!(ledger.verdicts()["B"], Verdict::New);
}

#[test]
fn what_becomes_readable_counts_from_then_on() {
    let mut ledger = Ledger::new("demo");
    let unknown = Content::UnknownQuestionnaire("9Q3ZK7V1M5X0T2RB".to_owned());
    bring(&mut ledger, &[("B".to_owned(), unknown.clone())]);
    assert_eq!(ledger.verdicts()["B"], Verdict::Apart(unknown.clone()));
    bring(&mut ledger, &[("B".to_owned(), Content::Response { id: "1".to_owned(), code: String::new() })]);
    bring(&mut ledger, &[("B".to_owned(), unknown)]);
    assert_eq!(ledger.verdicts()["B"], Verdict::New);
}

#[test]
fn a_hundred_thousand_envelopes_are_no_trouble() {
    let mut ledger = Ledger::new("demo");
    let import = ledger.begin(Stamp(0), "all").unwrap();
    for i in 0..100_000_u32 {
        let content = Content::Response { id: i.to_string(), code: (i / 2).to_string() };
        ledger.take(import, &fingerprint(&i.to_be_bytes()), content).unwrap();
    }
    assert_eq!(ledger.accepted().len(), 50_000);
    assert_eq!(Ledger::decode(&ledger.encode()), Ok(ledger));
}
