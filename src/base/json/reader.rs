//! Reads parsed JSON into types of ours. A reader stands on an object, a slot on one
//! value; both always give something (an empty text, a blank object), so that one
//! pass finds everything. What came out counts only if there are no findings.

use crate::base::Named;

use super::{Json, parse};
use crate::base::Finding;
use crate::base::number::plain;

/// Most findings that one text gives: a hostile file is not to fill the memory.
const MOST: usize = 100;
/// Most characters of an offending value that a finding repeats.
const SHOWN: usize = 60;
/// Most free names in one object. Ours have some hundred; putting a name in its place moves the
/// others, and a hostile file is not to take the time either.
const MOST_NAMES: usize = 10_000;

/// Reads one object, field by field. Whoever gives it out reports, in the end, the
/// fields that were not asked for.
pub struct Reader<'a> {
    place: Place<'a>,
    fields: &'a [(String, Json)],
    known: Vec<&'static str>,
    findings: &'a mut Vec<Finding>,
}

/// One value, or its absence, and where it stands.
pub struct Slot<'a> {
    value: Option<&'a Json>,
    place: Place<'a>,
    findings: &'a mut Vec<Finding>,
}

/// Where a value stands; written out only for a finding.
#[derive(Clone, Copy)]
enum Place<'a> {
    Root,
    Field(&'a Place<'a>, &'a str),
    Item(&'a Place<'a>, usize),
}

impl Place<'_> {
    fn write(&self, out: &mut String) {
        match self {
            Self::Root => {}
            Self::Field(inside, name) => {
                inside.write(out);
                if !out.is_empty() {
                    out.push('.');
                }
                out.extend(name.chars().take(SHOWN));
            }
            Self::Item(list, index) => {
                list.write(out);
                out.push('[');
                out.push_str(&index.to_string());
                out.push(']');
            }
        }
    }
}

/// Reads a text that holds one object.
///
/// # Errors
/// Every finding: `json` or `too_large`, or what is wrong with its fields.
pub fn read<T>(text: &str, read: fn(&mut Reader<'_>) -> T) -> Result<T, Vec<Finding>> {
    let json = parse(text).map_err(|finding| vec![finding])?;
    let mut findings = Vec::new();
    let value = Slot { value: Some(&json), place: Place::Root, findings: &mut findings }.object_or_blank(read);
    if findings.is_empty() { Ok(value) } else { Err(findings) }
}

/// Reads a document of ours, which says in its first fields what it is (`phieu`) and
/// in which `version`. Of another document, or a later version, nothing else is said.
///
/// # Errors
/// As `read`; `not_<kind>` or `newer_version`.
pub fn read_document<T>(text: &str, kind: &str, version: u32, read: fn(&mut Reader<'_>) -> T) -> Result<T, Vec<Finding>> {
    let json = parse(text).map_err(|finding| vec![finding])?;
    let mut findings = Vec::new();
    let mut top = Slot { value: Some(&json), place: Place::Root, findings: &mut findings };
    if let Some(fields) = top.fields() {
        is_document(fields, kind, version).map_err(|finding| vec![finding])?;
    }
    let value = Slot { value: Some(&json), place: Place::Root, findings: &mut findings }.object_or_blank(read);
    if findings.is_empty() { Ok(value) } else { Err(findings) }
}

fn is_document(fields: &[(String, Json)], kind: &str, version: u32) -> Result<(), Finding> {
    match find(fields, "phieu") {
        Some(Json::Text(given)) if given == kind => {}
        Some(other) => return Err(Finding::error(&["not_", kind].concat(), "phieu", short(other))),
        None => return Err(Finding::error(&["not_", kind].concat(), "phieu", "")),
    }
    match find(fields, "version") {
        Some(Json::Whole(given)) if !(1..=i64::from(version)).contains(given) => {
            Err(Finding::error("newer_version", "version", given.to_string()))
        }
        _ => Ok(()),
    }
}

fn find<'a>(fields: &'a [(String, Json)], name: &str) -> Option<&'a Json> {
    fields.iter().find(|(key, _)| key == name).map(|(_, value)| value)
}

/// An offending value, as short as a finding wants it.
fn short(value: &Json) -> String {
    match value {
        Json::Null => "null".to_owned(),
        Json::Truth(true) => "true".to_owned(),
        Json::Truth(false) => "false".to_owned(),
        Json::Whole(number) => number.to_string(),
        Json::Decimal(number) => plain(*number),
        Json::Text(text) => text.chars().take(SHOWN).collect(),
        Json::List(_) => "[…]".to_owned(),
        Json::Object(_) => "{…}".to_owned(),
    }
}

fn add(findings: &mut Vec<Finding>, code: &str, place: &Place<'_>, value: String) {
    if findings.len() < MOST {
        let mut at = String::new();
        place.write(&mut at);
        findings.push(Finding::error(code, at, value));
    }
}

impl Reader<'_> {
    /// The value of a field that must be there: its absence is a `missing_field`.
    pub fn required(&mut self, name: &'static str) -> Slot<'_> {
        let mut slot = self.optional(name);
        if slot.value.is_none() {
            slot.report("missing_field", String::new());
        }
        slot
    }

    /// The value of a field that may be absent; `null` is absent too.
    pub fn optional(&mut self, name: &'static str) -> Slot<'_> {
        self.known.push(name);
        let value = find(self.fields, name).filter(|value| **value != Json::Null);
        Slot { value, place: Place::Field(&self.place, name), findings: self.findings }
    }

    fn finish(&mut self) {
        for (i, (name, value)) in self.fields.iter().enumerate() {
            let place = Place::Field(&self.place, name);
            if !self.known.iter().any(|known| known == name) {
                add(self.findings, "unknown_field", &place, short(value));
            } else if self.fields.iter().take(i).any(|(other, _)| other == name) {
                add(self.findings, "repeated_field", &place, short(value));
            }
        }
    }
}

impl<'a> Slot<'a> {
    /// What is there, if anything is.
    pub fn value(&self) -> Option<&'a Json> {
        self.value
    }

    /// A finding about this value.
    pub fn report(&mut self, code: &str, value: String) {
        add(self.findings, code, &self.place, value);
    }

    /// Reports that the value is none of what is wanted here.
    pub fn wrong_type(&mut self) {
        self.report("wrong_type", self.value.map_or_else(String::new, short));
    }

    /// Text; empty where there is none.
    pub fn text(self) -> String {
        self.text_or_none().unwrap_or_default()
    }

    /// Text, if there is any.
    pub fn text_or_none(mut self) -> Option<String> {
        self.borrowed().map(str::to_owned)
    }

    fn borrowed(&mut self) -> Option<&'a str> {
        let value = self.value?;
        if let Json::Text(text) = value {
            return Some(text);
        }
        self.wrong_type();
        None
    }

    /// `true` or `false`; false where there is nothing.
    pub fn flag(self) -> bool {
        self.truth().unwrap_or(false)
    }

    /// `true` or `false`, if either is there.
    pub fn truth(mut self) -> Option<bool> {
        match self.value? {
            Json::Truth(truth) => Some(*truth),
            Json::Null | Json::Whole(_) | Json::Decimal(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => {
                self.wrong_type();
                None
            }
        }
    }

    /// A whole number that fits its type; beyond it is `out_of_range`.
    pub fn whole<T: TryFrom<i64>>(mut self) -> Option<T> {
        let number = self.integer()?;
        let fits = T::try_from(number).ok();
        if fits.is_none() {
            self.report("out_of_range", number.to_string());
        }
        fits
    }

    fn integer(&mut self) -> Option<i64> {
        let value = self.value?;
        if let Json::Whole(number) = value {
            return Some(*number);
        }
        self.wrong_type();
        None
    }

    /// Any number.
    #[expect(clippy::cast_precision_loss, reason = "decimals of ours are shares and levels")]
    pub fn decimal(mut self) -> Option<f64> {
        match self.value? {
            Json::Whole(number) => Some(*number as f64),
            Json::Decimal(number) => Some(*number),
            Json::Null | Json::Truth(_) | Json::Text(_) | Json::List(_) | Json::Object(_) => {
                self.wrong_type();
                None
            }
        }
    }

    /// One of `all`, by its word; another word is an `unknown_word`.
    pub fn word<T: Copy>(mut self, all: &[T], word: fn(T) -> &'static str) -> Option<T> {
        let given = self.borrowed()?;
        let found = all.iter().copied().find(|one| word(*one) == given);
        if found.is_none() {
            self.unknown_word();
        }
        found
    }

    /// Reports a text that is none of the words wanted here.
    pub fn unknown_word(&mut self) {
        self.report("unknown_word", self.value.map_or_else(String::new, short));
    }

    /// What `parse` makes of a text; a text that it refuses is a finding `code`.
    pub fn parsed<T>(mut self, code: &str, parse: fn(&str) -> Option<T>) -> Option<T> {
        let parsed = parse(self.borrowed()?);
        if parsed.is_none() {
            self.report(code, self.value.map_or_else(String::new, short));
        }
        parsed
    }

    /// An object, if one is there.
    pub fn object<T>(mut self, read: fn(&mut Reader<'_>) -> T) -> Option<T> {
        let fields = self.fields()?;
        Some(inside(self.place, fields, self.findings, read))
    }

    /// An object; a blank one where it is missing, which was reported already.
    pub fn object_or_blank<T>(mut self, read: fn(&mut Reader<'_>) -> T) -> T {
        match self.fields() {
            Some(fields) => inside(self.place, fields, self.findings, read),
            None => inside(Place::Root, &[], &mut Vec::new(), read),
        }
    }

    fn fields(&mut self) -> Option<&'a [(String, Json)]> {
        let value = self.value?;
        if let Json::Object(fields) = value {
            return Some(fields);
        }
        self.wrong_type();
        None
    }

    /// The items of a list; none where there is no list.
    pub fn list<T>(mut self, read: fn(Slot<'_>) -> T) -> Vec<T> {
        let mut out = Vec::new();
        for (i, item) in self.items().iter().enumerate() {
            out.push(read(Slot { value: Some(item), place: Place::Item(&self.place, i), findings: self.findings }));
        }
        out
    }

    fn items(&mut self) -> &'a [Json] {
        match self.value {
            None => &[],
            Some(Json::List(items)) => items,
            Some(_) => {
                self.wrong_type();
                &[]
            }
        }
    }

    /// A list of texts.
    pub fn texts(self) -> Vec<String> {
        self.list(text)
    }

    /// A list of exactly two.
    pub fn pair<A, B>(mut self, first: fn(Slot<'_>) -> A, second: fn(Slot<'_>) -> B) -> (A, B) {
        let mut items = self.items().iter();
        let (a, b) = (items.next(), items.next());
        if self.value.is_some() && (b.is_none() || items.next().is_some()) {
            self.wrong_type();
        }
        let a = first(Slot { value: a, place: Place::Item(&self.place, 0), findings: self.findings });
        (a, second(Slot { value: b, place: Place::Item(&self.place, 1), findings: self.findings }))
    }

    /// An object whose names are free, such as answers by variable.
    pub fn map<T>(mut self, read: fn(Slot<'_>) -> T) -> Named<T> {
        let mut out = Named::new();
        let fields = self.fields().unwrap_or_default();
        if fields.len() > MOST_NAMES {
            self.report("too_large", fields.len().to_string());
        }
        for (name, value) in fields.iter().take(MOST_NAMES) {
            let place = Place::Field(&self.place, name);
            if out.insert(name.clone(), read(Slot { value: Some(value), place, findings: self.findings })).is_some() {
                add(self.findings, "repeated_field", &place, short(value));
            }
        }
        out
    }
}

/// A slot's text, as a function that `list` and `map` take.
pub fn text(slot: Slot<'_>) -> String {
    slot.text()
}

fn inside<'a, T>(place: Place<'a>, fields: &'a [(String, Json)], findings: &'a mut Vec<Finding>, read: fn(&mut Reader<'_>) -> T) -> T {
    let mut reader = Reader { place, fields, known: Vec::new(), findings };
    let value = read(&mut reader);
    reader.finish();
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_bounded() {
        let object = |count: usize| format!("{{{}}}", (0..count).map(|n| format!("\"n{n:05}\":\"\"")).collect::<Vec<_>>().join(","));
        let of = |count: usize| read(&format!(r#"{{"of":{}}}"#, object(count)), |r| r.required("of").map(text));
        assert_eq!(of(MOST_NAMES).unwrap().len(), MOST_NAMES);
        let findings = of(MOST_NAMES + 1).unwrap_err();
        assert_eq!(findings.iter().map(|one| (one.code.as_str(), one.value.as_str())).collect::<Vec<_>>(), [("too_large", "10001")]);
    }

    #[derive(Debug, PartialEq)]
    struct Thing {
        name: String,
        count: Option<u8>,
        sign: Option<bool>,
        inner: Vec<String>,
    }

    fn thing(r: &mut Reader<'_>) -> Thing {
        Thing {
            name: r.required("name").text(),
            count: r.optional("count").whole(),
            sign: r.optional("sign").word(&[true, false], |sign| if sign { "plus" } else { "minus" }),
            inner: r.optional("inner").list(|item| item.object_or_blank(|r| r.required("name").text())),
        }
    }

    fn check(text: &str, expect: &[(&str, &str, &str)]) {
        let findings = read(text, thing).err().unwrap_or_default();
        let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.at.as_str(), f.value.as_str())).collect();
        assert_eq!(found, expect, "{text}");
    }

    #[test]
    fn what_is_right_comes_out() {
        let text = r#"{"name": "a", "count": 3, "sign": "minus", "inner": [{"name": "b"}]}"#;
        assert_eq!(read(text, thing), Ok(Thing { name: "a".into(), count: Some(3), sign: Some(false), inner: vec!["b".into()] }));
        assert_eq!(read(r#"{"name": "a", "count": null}"#, thing).unwrap().count, None);
    }

    #[test]
    fn each_fault_has_its_code_and_its_place() {
        check("{}", &[("missing_field", "name", "")]);
        check(r#"{"name": null}"#, &[("missing_field", "name", "")]);
        check(r#"{"name": 1}"#, &[("wrong_type", "name", "1")]);
        check(r#"{"name": "a", "count": 256}"#, &[("out_of_range", "count", "256")]);
        check(r#"{"name": "a", "count": 1.5}"#, &[("wrong_type", "count", "1.5")]);
        check(r#"{"name": "a", "sign": "times"}"#, &[("unknown_word", "sign", "times")]);
        check(r#"{"name": "a", "nam": "b"}"#, &[("unknown_field", "nam", "b")]);
        check(r#"{"name": "a", "name": "b"}"#, &[("repeated_field", "name", "b")]);
        check(r#"{"name": "a", "inner": {}}"#, &[("wrong_type", "inner", "{…}")]);
        check(r#"{"name": "a", "inner": [null]}"#, &[("wrong_type", "inner[0]", "null")]);
        check("[]", &[("wrong_type", "", "[…]")]);
    }

    #[test]
    fn one_pass_finds_everything() {
        check(
            r#"{"inner": [{"name": "a"}, {"nme": "b"}, {"name": true}], "more": 0}"#,
            &[
                ("missing_field", "name", ""),
                ("missing_field", "inner[1].name", ""),
                ("unknown_field", "inner[1].nme", "b"),
                ("wrong_type", "inner[2].name", "true"),
                ("unknown_field", "more", "0"),
            ],
        );
    }

    #[test]
    fn a_hostile_file_gives_few_short_findings() {
        let text = format!(r#"{{"inner": [{}"{}"]}}"#, "1,".repeat(1000), "x".repeat(1000));
        let findings = read(&text, thing).unwrap_err();
        assert_eq!(findings.len(), MOST);
        assert!(findings.iter().all(|finding| finding.value.len() <= SHOWN));
    }

    #[test]
    fn a_document_says_what_it_is() {
        let open = |text: &str| read_document(text, "thing", 1, |r| (r.required("phieu").text(), r.required("version").whole::<u32>()));
        let codes = |text: &str| open(text).unwrap_err().iter().map(|f| f.code.clone()).collect::<Vec<_>>();
        assert!(open(r#"{"phieu": "thing", "version": 1}"#).is_ok());
        assert_eq!(codes(r#"{"phieu": "other", "x": 1}"#), ["not_thing"]);
        assert_eq!(codes(r#"{"x": 1}"#), ["not_thing"]);
        assert_eq!(codes(r#"{"phieu": "thing", "version": 2, "x": 1}"#), ["newer_version"]);
        assert_eq!(codes(r#"{"phieu": "thing"}"#), ["missing_field"]);
    }
}
