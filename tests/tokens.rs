//! The colours of `public/styles/tokens.css`: every pair of ink and paper that is
//! used has the contrast it needs, in each theme. Formula: WCAG 2.2, relative
//! luminance and contrast ratio.
#![allow(clippy::unwrap_used, reason = "a stylesheet that cannot be read fails its test")]

use std::collections::BTreeMap;

type Tokens = BTreeMap<String, String>;

/// The declarations of a block, after those of the theme that it builds on.
fn tokens(base: &Tokens, block: &str) -> Tokens {
    let mut out = base.clone();
    for declaration in block.split(';') {
        if let Some((name, value)) = declaration.split_once(':')
            && let Some(name) = name.trim().strip_prefix("--")
        {
            out.insert(name.to_owned(), value.trim().to_owned());
        }
    }
    out
}

fn block<'a>(css: &'a str, selector: &str, after: &str) -> &'a str {
    let css = &css[css.find(after).unwrap_or_else(|| panic!("no {after}"))..];
    let start = css.find(selector).unwrap_or_else(|| panic!("no {selector}")) + selector.len();
    let end = start + css[start..].find('}').unwrap();
    &css[start..end]
}

fn without_comments(css: &str) -> String {
    let mut out = String::new();
    for (i, piece) in css.split("/*").enumerate() {
        out.push_str(if i == 0 { piece } else { piece.split_once("*/").unwrap().1 });
    }
    out
}

fn themes() -> Vec<(&'static str, Tokens)> {
    let css = without_comments(&std::fs::read_to_string("public/styles/tokens.css").unwrap());
    let light = tokens(&Tokens::new(), block(&css, ":root {", ":root {"));
    let dark = tokens(&light, block(&css, ":root {", "prefers-color-scheme: dark"));
    let sunlight = tokens(&light, block(&css, ":root.sunlight {", ":root.sunlight {"));
    vec![("light", light), ("dark", dark), ("sunlight", sunlight)]
}

fn luminance(colour: &str) -> f64 {
    let hex = colour.strip_prefix('#').unwrap_or_else(|| panic!("not a colour: {colour}"));
    assert_eq!(hex.len(), 6, "{colour}");
    let channel = |i: usize| {
        let c = f64::from(u8::from_str_radix(&hex[i..i + 2], 16).unwrap()) / 255.0;
        if c <= 0.040_45 { c / 12.92 } else { libm::pow((c + 0.055) / 1.055, 2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(2) + 0.0722 * channel(4)
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn check(inks: &[&str], papers: &[&str], least: f64) {
    let mut low = Vec::new();
    for (theme, tokens) in themes() {
        for ink in inks {
            for paper in papers {
                let ratio = contrast(&tokens[*ink], &tokens[*paper]);
                if ratio < least {
                    low.push(format!("{theme}: --{ink} on --{paper} is {ratio:.2}, wanted {least}"));
                }
            }
        }
    }
    assert!(low.is_empty(), "{low:#?}");
}

#[test]
fn the_formula_is_that_of_the_guidelines() {
    assert!((contrast("#000000", "#ffffff") - 21.0).abs() < 1e-9);
    assert!((contrast("#777777", "#ffffff") - 4.478).abs() < 1e-3);
}

#[test]
fn words_that_a_respondent_reads_are_aaa() {
    check(&["ink", "ink-2", "ink-3", "action", "danger", "warn", "ok"], &["paper", "surface"], 7.0);
    check(&["ink", "ink-2"], &["sunken", "action-soft", "danger-soft", "warn-soft", "ok-soft"], 7.0);
    check(&["on-action"], &["action", "action-hover"], 7.0);
}

#[test]
fn words_on_soft_grounds_are_aa() {
    check(&["danger"], &["danger-soft"], 4.5);
    check(&["warn"], &["warn-soft"], 4.5);
    check(&["ok"], &["ok-soft"], 4.5);
    check(&["action", "ink-3"], &["action-soft", "sunken"], 4.5);
}

#[test]
fn edges_of_controls_and_the_focus_are_seen() {
    check(&["line-strong", "action", "focus"], &["paper", "surface", "sunken"], 3.0);
}

#[test]
fn numbers_inside_the_five_levels_are_aa() {
    for level in 1..=5 {
        check(&[&format!("on-level-{level}")], &[&format!("level-{level}")], 4.5);
    }
}

/// 1 and 5, and 2 and 4, are told apart without hue only by their pattern; so the
/// stylesheet must give one of each pair a pattern of its own.
#[test]
fn neighbouring_levels_differ_in_lightness() {
    for (theme, tokens) in themes() {
        for level in 1..5 {
            let ratio = contrast(&tokens[&format!("level-{level}")], &tokens[&format!("level-{}", level + 1)]);
            assert!(ratio >= 1.3, "{theme}: levels {level} and {} differ by {ratio:.2}", level + 1);
        }
    }
}
