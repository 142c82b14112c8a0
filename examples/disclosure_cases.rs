//! Writes random releases with the patterns that were found for them, for an auditor
//! written apart: `cargo run --release --example disclosure_cases -- FOLDER FIRST COUNT`.
//! A file holds the release with true values, the withheld cells and our intervals.

#![allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of respondents")]
#![allow(clippy::expect_used, reason = "a tool stops at what is not there")]

#[path = "../tests/disclosure/random.rs"]
mod random;

use std::collections::BTreeMap;

use phieu::disclosure::primary::Rule;
use phieu::disclosure::suppress::{Effort, Mark, Pattern, protect};
use phieu::disclosure::table::{Release, System};

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, first, count] = arguments.as_slice() else { panic!("FOLDER FIRST COUNT") };
    let first: u64 = first.parse().expect("a first seed");
    let count: u64 = count.parse().expect("a count");
    std::fs::create_dir_all(folder).expect("a folder");
    let mut ends: BTreeMap<String, usize> = BTreeMap::new();
    for seed in first..first + count {
        let start = std::time::Instant::now();
        let end = write(folder, seed);
        let seconds = start.elapsed().as_secs_f64();
        if seconds > 5.0 {
            println!("seed {seed}: {end}, {seconds:.1} s");
        }
        *ends.entry(end).or_default() += 1;
    }
    println!("{ends:?}");
}

fn write(folder: &str, seed: u64) -> String {
    let release = random::release(seed);
    let system = System::of(&release).expect("a sound release");
    let effort = Effort { pivots: 2_000, ..Effort::default() };
    match protect(&system, &Rule::default(), effort) {
        Ok(pattern) => {
            let text = json(&release, &system, &pattern);
            std::fs::write(format!("{folder}/{seed:06}.json"), text).expect("a file");
            if pattern.audit().intervals.is_empty() { "released whole".to_owned() } else { "released".to_owned() }
        }
        Err(refusal) => format!("{refusal:?}").split(' ').next().unwrap_or_default().to_owned(),
    }
}

fn json(release: &Release, system: &System, pattern: &Pattern) -> String {
    let mut withheld = Vec::new();
    for interval in &pattern.audit().intervals {
        let mark = match pattern.marks()[interval.cell] {
            Mark::Primary(_) => "primary",
            Mark::Secondary | Mark::Follows => "secondary",
            Mark::Never => "never",
            Mark::Shown => "shown",
        };
        let from = &system.cells[interval.cell].from;
        withheld.push(serde_json::json!({ "cells": from, "mark": mark, "low": interval.low, "high": interval.high }));
    }
    serde_json::json!({ "release": release, "withheld": withheld }).to_string()
}
