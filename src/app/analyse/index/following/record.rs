//! A list as it is kept: a document that says what its codes are called, so that it can
//! be read years later without the scheme. Format 1; a change of it is a new version with
//! a reader for this one.

use std::collections::BTreeMap;

use crate::analysis::index::follow_up::Obligation;
use crate::base::json::{Reader, Slot, Writer, read_document, text};
use crate::base::time::Date;
use crate::base::{Finding, Text};

/// The version that is written.
pub const VERSION: u32 = 1;

/// A list of what is due.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Kept {
    /// Name of the scheme.
    pub scheme: String,
    /// Its title.
    pub title: Text,
    /// The year of publication.
    pub year: u16,
    /// The results conference, once it has a date.
    pub conference: Option<Date>,
    /// What units are called.
    pub names: BTreeMap<String, String>,
    /// What duties are called.
    pub duties: BTreeMap<String, Text>,
    /// What fields are called.
    pub fields: BTreeMap<String, Text>,
    /// The rows.
    pub rows: Vec<Obligation>,
}

impl Kept {
    /// The document.
    pub fn write(&self) -> String {
        Writer::document(&mut |w| {
            w.field("phieu").text("follow_up");
            w.field("version").count(VERSION.into());
            w.field("scheme").text(&self.scheme);
            w.field("title");
            write_text(w, &self.title);
            w.field("year").count(self.year.into());
            w.field("conference").text(&date(self.conference));
            w.field("names").object(&mut |w| self.names.iter().for_each(|(code, name)| w.field(code).text(name)));
            w.field("duties");
            texts(w, &self.duties);
            w.field("fields");
            texts(w, &self.fields);
            w.field("rows").list(&mut |w| self.rows.iter().for_each(|row| write_row(w, row)));
        })
    }

    /// Reads a document.
    ///
    /// # Errors
    /// `json`, `not_follow_up`, `newer_version`, or every field that is missing, unknown or
    /// of a wrong type.
    pub fn read(text: &str) -> Result<Self, Vec<Finding>> {
        read_document(text, "follow_up", VERSION, kept)
    }
}

fn date(date: Option<Date>) -> String {
    date.map_or_else(String::new, String::from)
}

fn write_text(w: &mut Writer, text: &Text) {
    w.object(&mut |w| {
        w.field("vi").text(&text.vi);
        w.field("en").text(&text.en);
    });
}

fn texts(w: &mut Writer, all: &BTreeMap<String, Text>) {
    w.object(&mut |w| all.iter().for_each(|(id, text)| write_text(w.field(id), text)));
}

fn write_row(w: &mut Writer, row: &Obligation) {
    w.object(&mut |w| {
        w.field("unit").text(&row.unit);
        w.field("duty").text(&row.duty);
        w.field("basis").text(&row.basis);
        w.field("fields").list(&mut |w| row.fields.iter().for_each(|field| w.text(field)));
        w.field("due").text(&date(row.due));
        w.field("received").text(&date(row.received));
        w.field("note").text(&row.note);
    });
}

fn kept(r: &mut Reader<'_>) -> Kept {
    // Looked at already; named, so that they are no unknown fields.
    r.required("phieu");
    r.required("version");
    Kept {
        scheme: r.required("scheme").text(),
        title: r.required("title").object_or_blank(Text::read),
        year: r.required("year").whole().unwrap_or_default(),
        conference: day(r.required("conference")),
        names: r.required("names").map(text).into_iter().collect(),
        duties: titles(r.required("duties")),
        fields: titles(r.required("fields")),
        rows: r.required("rows").list(|slot| slot.object_or_blank(row)),
    }
}

fn titles(slot: Slot<'_>) -> BTreeMap<String, Text> {
    slot.map(|slot| slot.object_or_blank(Text::read)).into_iter().collect()
}

fn row(r: &mut Reader<'_>) -> Obligation {
    Obligation {
        unit: r.required("unit").text(),
        duty: r.required("duty").text(),
        basis: r.required("basis").text(),
        fields: r.required("fields").texts(),
        due: day(r.required("due")),
        received: day(r.required("received")),
        note: r.required("note").text(),
    }
}

/// A date; none where the text is empty. Another text is named.
fn day(slot: Slot<'_>) -> Option<Date> {
    slot.parsed("bad_date", |text| if text.is_empty() { Some(None) } else { Date::parse(text).map(Some) }).flatten()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn kept_of(rows: Vec<Obligation>) -> Kept {
        let text = |vi: &str| Text { vi: vi.to_owned(), en: String::new() };
        Kept {
            scheme: "departments".into(),
            title: text("Bộ tiêu chí"),
            year: 2027,
            conference: Date::parse("2027-01-20"),
            names: [("STP".to_owned(), "Sở Tư pháp".to_owned())].into(),
            duties: [("review".to_owned(), text("Báo cáo"))].into(),
            fields: [("digital".to_owned(), text("Số"))].into(),
            rows,
        }
    }

    #[test]
    fn a_record_of_the_first_version_is_read() {
        let text = r#"{"phieu":"follow_up","version":1,"scheme":"departments","title":{"vi":"Bộ tiêu chí","en":""},"year":2027,"conference":"2027-01-20","names":{"STP":"Sở Tư pháp"},"duties":{"review":{"vi":"Báo cáo","en":""}},"fields":{"digital":{"vi":"Số","en":""}},"rows":[{"unit":"STP","duty":"review","basis":"Chỉ thị","fields":["digital"],"due":"2027-03-31","received":"","note":"đã nhắc"}]}"#;
        let row = Obligation {
            unit: "STP".into(),
            duty: "review".into(),
            basis: "Chỉ thị".into(),
            fields: vec!["digital".into()],
            due: Date::parse("2027-03-31"),
            received: None,
            note: "đã nhắc".into(),
        };
        assert_eq!(Kept::read(text), Ok(kept_of(vec![row])));
    }

    #[test]
    fn what_is_no_list_says_where() {
        let at = |text: &str| Kept::read(text).unwrap_err().iter().map(|f| (f.code.clone(), f.at.clone())).collect::<Vec<_>>();
        assert_eq!(at("{")[0].0, "json");
        assert_eq!(at(r#"{"phieu":"follow_up","version":9}"#)[0].0, "newer_version");
        let text = kept_of(Vec::new()).write().replace("2027-01-20", "hôm qua");
        assert_eq!(at(&text), [("bad_date".to_owned(), "conference".to_owned())]);
    }

    proptest! {
        #[test]
        fn it_comes_back(rows in prop::collection::vec(("[A-Z]{1,4}", ".{0,12}", prop::collection::vec("[a-z]{1,5}", 0..3), 0_u64..20_000), 0..8)) {
            let rows = rows.into_iter().map(|(unit, text, fields, day)| Obligation {
                unit,
                duty: "d".into(),
                basis: text.clone(),
                fields,
                due: Date::of_stamp(crate::base::time::Stamp(day * 86_400_000), 0),
                received: None,
                note: text,
            });
            let kept = kept_of(rows.collect());
            prop_assert_eq!(Kept::read(&kept.write()), Ok(kept));
        }
    }
}
