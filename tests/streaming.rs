//! A file that is read piece by piece gives the dataset and the findings of the whole,
//! whatever is in it and wherever the pieces end.

#![allow(clippy::unwrap_used, reason = "a test stops at what is not there")]

use std::io::{self, Read};

use phieu::analysis::{Plan, plan_check};
use phieu::dataset::csv;
use proptest::prelude::*;

fn plan() -> Plan {
    let json = br#"{"phieu":"plan","version":1,"data":{"id":"id","unit":"unit","population":"N","profile":["sex"],"items":["q1","q2"]}}"#;
    plan_check::read(json).0.unwrap()
}

/// Gives at most so many bytes at a time.
struct Drip<'a>(&'a [u8], usize);

impl Read for Drip<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.1.min(self.0.len()).min(buffer.len());
        buffer[..n].copy_from_slice(&self.0[..n]);
        self.0 = &self.0[n..];
        Ok(n)
    }
}

fn same(bytes: &[u8], drip: usize) -> Result<(), TestCaseError> {
    let plan = plan();
    let whole = csv::read(bytes, &plan.data, &plan.frame, plan.scale.levels);
    let pieces = csv::read_from(Drip(bytes, drip), &plan.data, &plan.frame, plan.scale.levels);
    if pieces.1.iter().any(|finding| finding.code == "column_missing") {
        // What is refused by its header is not read on: later faults are not seen.
        prop_assert!(whole.0.is_none() && pieces.0.is_none());
        return Ok(());
    }
    prop_assert_eq!(whole, pieces);
    Ok(())
}

fn piece() -> impl Strategy<Value = String> {
    let any = prop::sample::select(vec![
        "1,A,90,m,4,5\n",
        "2,\"A\nB\",90,f,3,\r\n",
        "\n",
        "\r",
        ",",
        ";",
        "\"",
        "x",
        "đ",
        "KB",
        "3,Xã Kim Đàm,1e3,,9,KB\n",
        "4,A,91,m,1,1\n",
        "\r\n",
    ]);
    prop::collection::vec(any, 0..14).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn pieces_are_the_whole(head in prop::bool::weighted(0.8), bom: bool, text in piece(), broken in prop::option::weighted(0.2, 0..200_usize), drip in 1..40_usize) {
        let header = if head { "id,unit,N,sex,q1,q2\n" } else { "" };
        let mut bytes = [if bom { "\u{feff}" } else { "" }, header, &text].concat().into_bytes();
        if let Some(at) = broken {
            bytes.insert(at.min(bytes.len()), 0xd0);
        }
        same(&bytes, drip)?;
    }
}

#[test]
fn a_long_file_is_read_through_many_buffers() {
    use std::fmt::Write as _;
    let mut text = "id,unit,N,sex,q1,q2\n".to_owned();
    for row in 0..40_000 {
        // Now and then a row that is to be named with its line.
        let unit = if row % 9_000 == 8_999 { "" } else { "\"đơn vị\n1\"" };
        writeln!(text, "{row},{unit},90000,m,{},5", 1 + row % 5).unwrap();
    }
    same(text.as_bytes(), usize::MAX).unwrap();
    same(text.as_bytes(), 1_000).unwrap();
}

#[test]
fn a_source_that_fails_is_named() {
    struct Torn(bool);
    impl Read for Torn {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            if std::mem::replace(&mut self.0, true) {
                return Err(io::Error::other("torn"));
            }
            buffer[..6].copy_from_slice(b"id,q1\n");
            Ok(6)
        }
    }
    let plan = plan();
    let (data, findings) = csv::read_from(Torn(false), &plan.data, &plan.frame, 5);
    assert!(data.is_none());
    assert_eq!((findings[0].code.as_str(), findings[0].value.as_str()), ("file_not_read", "torn"));
}
