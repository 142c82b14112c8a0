//! Which way calls may go, and what the core never names. ARCHITECTURE.md says why.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Room and the rooms that it may name; its own is always allowed.
const MAY_NAME: [(&str, &[&str]); 13] = [
    ("base", &[]),
    ("questionnaire", &["base"]),
    ("response", &["base", "questionnaire"]),
    ("campaign", &["base", "questionnaire", "response"]),
    ("seal", &["base"]),
    ("store", &["base", "seal"]),
    ("dataset", &["base", "questionnaire", "response", "campaign"]),
    ("analysis", &["base", "dataset"]),
    ("disclosure", &["base", "analysis", "dataset"]),
    ("export", &["base", "analysis", "disclosure", "dataset"]),
    ("app", &["base", "questionnaire", "response", "campaign", "seal", "store", "dataset", "analysis", "disclosure", "export"]),
    ("platform", &["base", "app", "seal", "store", "analysis"]),
    (
        "ui",
        &[
            "base",
            "questionnaire",
            "response",
            "campaign",
            "seal",
            "store",
            "dataset",
            "analysis",
            "disclosure",
            "export",
            "app",
            "platform",
        ],
    ),
];

/// What would make the core depend on a machine or a browser.
const NEVER_IN_THE_CORE: [&str; 11] = [
    "leptos",
    "web_sys",
    "js_sys",
    "wasm_bindgen",
    "gloo_storage",
    "std::fs",
    "std::time",
    "std::env",
    "std::net",
    "SystemTime",
    "Instant::now",
];

fn sources(folder: &Path, out: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            out.push(path);
        }
    }
}

/// The files of a room: its folder, and a file beside it.
fn files(room: &str) -> Vec<PathBuf> {
    let mut out = Vec::new();
    let folder = PathBuf::from(format!("src/{room}"));
    sources(&folder, &mut out);
    assert!(!out.is_empty(), "no files in {room}");
    out
}

/// The code of a file without comments and without its tests.
fn code(path: &Path) -> String {
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]").next().unwrap();
    text.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

fn rooms_named(code: &str) -> BTreeSet<String> {
    let after = code.split("crate::").skip(1);
    after.map(|rest| rest.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect()).collect()
}

#[test]
fn calls_go_one_way() {
    let mut wrong = Vec::new();
    for (room, allowed) in MAY_NAME {
        for path in files(room) {
            for named in rooms_named(&code(&path)) {
                let is_room = MAY_NAME.iter().any(|(other, _)| *other == named);
                if is_room && named != room && !allowed.contains(&named.as_str()) {
                    wrong.push(format!("{} names {named}", path.display()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn every_room_is_in_the_table() {
    let known: BTreeMap<&str, &[&str]> = MAY_NAME.into_iter().collect();
    for entry in fs::read_dir("src").unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().unwrap().to_str().unwrap().to_owned();
        assert!(["lib", "bin"].contains(&name.as_str()) || known.contains_key(name.as_str()), "{name} has no row in the table");
    }
}

#[test]
fn the_core_names_no_browser_no_clock_and_no_file() {
    let mut wrong = Vec::new();
    for (room, _) in MAY_NAME.iter().filter(|(room, _)| !["platform", "ui"].contains(room)) {
        for path in files(room) {
            let code = code(&path);
            wrong.extend(NEVER_IN_THE_CORE.iter().filter(|name| code.contains(**name)).map(|name| format!("{}: {name}", path.display())));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// `base` holds the words, `export` and `app` put them into files that leave; the rest
/// returns codes.
#[test]
fn the_core_says_no_words() {
    for (room, _) in MAY_NAME.iter().filter(|(room, _)| !["base", "export", "app", "platform", "ui"].contains(room)) {
        for path in files(room) {
            assert!(!code(&path).contains("words::"), "{} names words of i18n", path.display());
        }
    }
}

#[test]
fn only_disclosure_makes_a_released_value() {
    let mut all = Vec::new();
    sources(Path::new("src"), &mut all);
    for path in all.iter().filter(|path| !path.starts_with("src/disclosure")) {
        let code = code(path);
        assert!(!code.contains("Released {") && !code.contains("Released{"), "{} builds a Released", path.display());
    }
}

/// A figure is read elsewhere, by `match` or `let`, and shown by `disclosure` alone.
#[test]
fn only_disclosure_shows_a_figure() {
    let mut all = Vec::new();
    sources(Path::new("src"), &mut all);
    for path in all.iter().filter(|path| !path.starts_with("src/disclosure")) {
        let code = code(path);
        let makes = |line: &&str| line.contains("Figure::Shown") && !line.contains("=>") && !line.contains("let ");
        assert_eq!(code.lines().find(makes), None, "{} shows a figure", path.display());
    }
}

#[test]
fn a_file_begins_with_what_it_is() {
    let mut all = Vec::new();
    sources(Path::new("src"), &mut all);
    for path in all {
        let text = fs::read_to_string(&path).unwrap();
        assert!(text.starts_with("//!"), "{} has no //!", path.display());
    }
}
