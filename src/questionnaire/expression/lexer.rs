//! Cuts an expression into signs, each with its place.

use super::Fault;
use crate::base::number::read_decimal;

/// A sign of the expression language.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sign {
    /// `${name}`.
    Reference(String),
    /// `'text'` or `"text"`.
    Text(String),
    /// `12`, `0.5`.
    Number(f64),
    /// `and`, `selected`, …
    Word(String),
    /// `=`, `!=`, `<`, `<=`, `>`, `>=`, `+`, `-`, `*`, `(`, `)`, `,`, `.`
    Mark(&'static str),
}

const MARKS: [&str; 13] = ["!=", "<=", ">=", "=", "<", ">", "+", "-", "*", "(", ")", ",", "."];

/// The signs of `source` with the character position of each.
pub(super) fn signs(source: &str) -> Result<Vec<(usize, Sign)>, Fault> {
    let chars: Vec<char> = source.chars().collect();
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        if c.is_whitespace() {
            at += 1;
            continue;
        }
        let (sign, length) = sign(&chars[at..]).map_err(|code| Fault { at, code })?;
        out.push((at, sign));
        at += length;
    }
    Ok(out)
}

fn sign(rest: &[char]) -> Result<(Sign, usize), &'static str> {
    match rest {
        ['$', '{', inner @ ..] => {
            let end = inner.iter().position(|&c| c == '}').ok_or("expression_reference")?;
            Ok((Sign::Reference(inner[..end].iter().collect()), end + 3))
        }
        [quote @ ('\'' | '"'), inner @ ..] => {
            let end = inner.iter().position(|c| c == quote).ok_or("expression_text")?;
            Ok((Sign::Text(inner[..end].iter().collect()), end + 2))
        }
        [first, ..] if first.is_ascii_digit() => number(rest),
        [first, ..] if first.is_ascii_alphabetic() => Ok(word(rest)),
        _ => mark(rest),
    }
}

fn number(rest: &[char]) -> Result<(Sign, usize), &'static str> {
    let text: String = rest.iter().take_while(|c| c.is_ascii_digit() || **c == '.').collect();
    let value = read_decimal(&text).ok_or("expression_number")?;
    Ok((Sign::Number(value), text.len()))
}

/// Letters, digits and hyphens: `count-selected` is one word, as in XPath.
fn word(rest: &[char]) -> (Sign, usize) {
    let text: String = rest.iter().take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    let length = text.len();
    (Sign::Word(text), length)
}

fn mark(rest: &[char]) -> Result<(Sign, usize), &'static str> {
    let found = MARKS.into_iter().find(|mark| mark.chars().enumerate().all(|(i, c)| rest.get(i) == Some(&c)));
    found.map(|mark| (Sign::Mark(mark), mark.len())).ok_or("expression_sign")
}
