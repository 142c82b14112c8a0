//! A scheme from its file: shape only, `check` judges it.

use super::{
    Across, Boundary, Class, Combine, Condition, Criterion, Due, Duty, Extra, Field, Flag, GroupRule, Invented, Item, Join, JudgedOn,
    Measure, MonthDay, NoSurvey, Rating, Scheme, Shares, Source, Ties, VERSION, Who,
};
use crate::analysis::index::exact::Exact;
use crate::analysis::index::fault::Fault;
use crate::base::json::{Reader, Slot, read_document};
use crate::base::{Finding, Text};

impl Scheme {
    /// Reads a scheme.
    ///
    /// # Errors
    /// `json` with line and column, `not_scheme` or `newer_version`, each alone; or every
    /// field that is missing, unknown, of a wrong type or out of range.
    pub fn read(text: &str) -> Result<Self, Vec<Finding>> {
        read_document(text, "scheme", VERSION, scheme)
    }
}

fn scheme(r: &mut Reader<'_>) -> Scheme {
    Scheme {
        phieu: r.required("phieu").text(),
        version: r.required("version").whole().unwrap_or_default(),
        id: r.required("id").text(),
        edition: r.required("edition").whole().unwrap_or_default(),
        title: text(r.required("title")),
        source: text(r.optional("source")),
        illustrative: r.optional("illustrative").flag(),
        kinds: r.required("kinds").texts(),
        total: Exact::read_or_none(r.optional("total")).unwrap_or_else(|| Exact::whole(100)),
        decimals: r.optional("decimals").whole().unwrap_or(2),
        judged_on: r.optional("judged_on").word(&[JudgedOn::Printed, JudgedOn::Exact], JudgedOn::word).unwrap_or_default(),
        ties: r.optional("ties").word(&[Ties::Skip, Ties::Dense], Ties::word).unwrap_or_default(),
        confidence: r.optional("confidence").decimal().unwrap_or(0.95),
        no_survey: r.optional("no_survey").word(&[NoSurvey::Rescale, NoSurvey::Nought], NoSurvey::word).unwrap_or_default(),
        extra: r.optional("extra").word(&[Extra::Apart, Extra::Added], Extra::word).unwrap_or_default(),
        groups: r.optional("groups").object(combine).unwrap_or_default(),
        scales: r.optional("scales").map(shares).into_iter().collect(),
        fields: r.required("fields").list(|item| item.object_or_blank(field)),
        bonus: r.optional("bonus").list(|entry| entry.object_or_blank(item)),
        penalty: r.optional("penalty").list(|entry| entry.object_or_blank(item)),
        classes: r.required("classes").list(|item| item.object_or_blank(class)),
        boundary: r.optional("boundary").word(&[Boundary::AtLeast, Boundary::Above], Boundary::word).unwrap_or_default(),
        ratings: r.optional("ratings").list(|item| item.object_or_blank(rating)),
        flags: r.optional("flags").list(|item| item.object_or_blank(flag)),
        duties: r.optional("duties").list(|item| item.object_or_blank(duty)),
    }
}

fn text(slot: Slot<'_>) -> Text {
    slot.object_or_blank(Text::read)
}

fn shares(slot: Slot<'_>) -> Shares {
    slot.map(Exact::read).into_iter().collect()
}

fn combine(r: &mut Reader<'_>) -> Combine {
    Combine {
        rule: r.required("rule").word(&[GroupRule::Pooled, GroupRule::Fixed], GroupRule::word).unwrap_or_default(),
        weights: r.optional("weights").map(Exact::read).into_iter().collect(),
    }
}

fn invented(slot: Slot<'_>) -> Vec<Invented> {
    slot.list(|item| item.word(&[Invented::All, Invented::Title, Invented::Points, Invented::Survey], Invented::word))
        .into_iter()
        .flatten()
        .collect()
}

fn field(r: &mut Reader<'_>) -> Field {
    Field {
        id: r.required("id").text(),
        title: text(r.required("title")),
        max: Exact::read(r.required("max")),
        invented: invented(r.optional("invented")),
        criteria: r.required("criteria").list(|item| item.object_or_blank(criterion)),
    }
}

fn criterion(r: &mut Reader<'_>) -> Criterion {
    let parts = r.optional("parts").list(|item| item.object_or_blank(part));
    Criterion { parts, ..part(r) }
}

fn part(r: &mut Reader<'_>) -> Criterion {
    Criterion {
        id: r.required("id").text(),
        title: text(r.required("title")),
        max: Exact::read(r.required("max")),
        invented: invented(r.optional("invented")),
        parts: Vec::new(),
        survey: r.optional("survey").object(measure),
    }
}

fn measure(r: &mut Reader<'_>) -> Measure {
    Measure {
        sources: r.required("sources").list(|item| item.object_or_blank(source)),
        across: r.optional("across").word(&[Across::Pooled, Across::Mean], Across::word).unwrap_or_default(),
        groups: r.optional("groups").object(combine),
    }
}

fn source(r: &mut Reader<'_>) -> Source {
    Source {
        question: r.optional("question").text(),
        factor: r.optional("factor").text(),
        scale: r.optional("scale").text(),
        shares: shares(r.optional("shares")),
    }
}

fn item(r: &mut Reader<'_>) -> Item {
    Item {
        id: r.required("id").text(),
        title: text(r.required("title")),
        max: Exact::read(r.required("max")),
        invented: invented(r.optional("invented")),
    }
}

fn class(r: &mut Reader<'_>) -> Class {
    Class {
        id: r.required("id").text(),
        title: text(r.required("title")),
        from: Exact::read(r.required("from")),
        invented: invented(r.optional("invented")),
    }
}

fn rating(r: &mut Reader<'_>) -> Rating {
    Rating { id: r.required("id").text(), title: text(r.required("title")) }
}

fn flag(r: &mut Reader<'_>) -> Flag {
    Flag { id: r.required("id").text(), title: text(r.required("title")), when: r.required("when").object_or_blank(condition) }
}

/// `{"field", "below"}`, `{"head"}` or `{"join", "of"}`; anything else is unclear.
fn condition(r: &mut Reader<'_>) -> Condition {
    let (field, below) = (r.optional("field").text_or_none(), Exact::read_or_none(r.optional("below")));
    let head = r.optional("head").texts();
    let join = r.optional("join").word(&[Join::Any, Join::All], Join::word).unwrap_or_default();
    let of = r.optional("of").list(|item| item.object_or_blank(condition));
    match (field, below, head.is_empty(), of.is_empty()) {
        (Some(field), Some(share), true, true) => Condition::FieldBelow { field, share },
        (None, None, false, true) => Condition::HeadRated(head),
        (None, None, true, false) => Condition::Of(join, of),
        (None | Some(_), None | Some(_), false | true, false | true) => Condition::Unclear,
    }
}

fn duty(r: &mut Reader<'_>) -> Duty {
    Duty {
        id: r.required("id").text(),
        title: text(r.required("title")),
        basis: text(r.required("basis")),
        who: r.required("who").word(&[Who::Every, Who::LostPoints, Who::Flagged], Who::word).unwrap_or_default(),
        flag: r.optional("flag").text(),
        due: r.required("due").object(due).unwrap_or_default(),
        invented: invented(r.optional("invented")),
    }
}

fn due(r: &mut Reader<'_>) -> Due {
    Due {
        before: r.optional("before").parsed(Fault::BadDay.code(), MonthDay::parse),
        by: r.optional("by").parsed(Fault::BadDay.code(), MonthDay::parse),
        days_after_conference: r.optional("days_after_conference").whole(),
    }
}

/// The words of enums in documents, one list each.
macro_rules! words {
    ($($type:ident: $($variant:ident = $word:literal),+;)*) => {
        $(impl $type {
            /// Its word in a document.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)+
                }
            }
        })*
    };
}

words! {
    JudgedOn: Printed = "printed", Exact = "exact";
    Ties: Skip = "skip", Dense = "dense";
    NoSurvey: Rescale = "rescale", Nought = "nought";
    Extra: Apart = "apart", Added = "added";
    GroupRule: Pooled = "pooled", Fixed = "fixed";
    Invented: All = "all", Title = "title", Points = "points", Survey = "survey";
    Across: Pooled = "pooled", Mean = "mean";
    Boundary: AtLeast = "at_least", Above = "above";
    Join: Any = "any", All = "all";
    Who: Every = "every", LostPoints = "lost_points", Flagged = "flagged";
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::index::tests::SMALL;

    #[test]
    fn what_is_written_is_what_was_read() {
        let scheme = Scheme::read(SMALL).unwrap();
        let written = serde_json::to_string(&scheme).unwrap();
        assert_eq!(Scheme::read(&written), Ok(scheme));
    }

    #[test]
    fn each_fault_has_its_place() {
        let check = |old: &str, new: &str, expect: &[(&str, &str, &str)]| {
            assert!(SMALL.contains(old), "{old}");
            let findings = Scheme::read(&SMALL.replacen(old, new, 1)).unwrap_err();
            let found: Vec<_> = findings.iter().map(|f| (f.code.as_str(), f.at.as_str(), f.value.as_str())).collect();
            assert_eq!(found, expect, "{new}");
        };
        check("\"scheme\"", "\"plan\"", &[("not_scheme", "phieu", "plan")]);
        check("\"version\": 1", "\"version\": 2", &[("newer_version", "version", "2")]);
        check("\"max\": 60", "\"max\": \"60\"", &[("wrong_type", "fields[0].max", "60")]);
        check(
            "\"max\": 20",
            "\"maxi\": 20",
            &[("missing_field", "fields[0].criteria[0].parts[0].max", ""), ("unknown_field", "fields[0].criteria[0].parts[0].maxi", "20")],
        );
        check("\"04-01\"", "\"1/4\"", &[("index_bad_day", "duties[0].due.before", "1/4")]);
        check("\"who\": \"flagged\"", "\"who\": \"some\"", &[("unknown_word", "duties[0].who", "some")]);
    }

    #[test]
    fn a_condition_is_one_of_three_shapes() {
        for wrong in [r#"{"field": "a"}"#, r#"{"head": []}"#, "{}", r#"{"head": ["x"], "field": "a", "below": 0.5}"#] {
            let text = SMALL.replacen(r#"{"head": ["completed"]}"#, wrong, 1);
            let scheme = Scheme::read(&text).unwrap();
            assert!(format!("{:?}", scheme.flags[0].when).contains("Unclear"), "{wrong}");
        }
    }
}
