//! What codes are called: units, kinds, statements, factors, profile values. A code
//! without a name stands for itself, so an imported file is never without labels.

use std::collections::BTreeMap;

use super::{Model, Request, planning};
use crate::analysis::Subject;
use crate::base::words::office as words;
use crate::base::{Lang, Text};
use crate::export::csv;

/// Names in one language.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Names {
    lang: Lang,
    units: BTreeMap<String, String>,
    kinds: BTreeMap<String, String>,
    items: BTreeMap<String, (String, String)>,
    factors: BTreeMap<String, String>,
    parts: BTreeMap<String, String>,
    columns: BTreeMap<String, String>,
    values: BTreeMap<(String, String), String>,
}

impl Names {
    /// Names for what is shown, from the campaign, the units file and the questionnaire.
    pub fn new(model: &Model, request: Option<&Request>) -> Self {
        let lang = model.language;
        let text = |text: &Text| text.get(lang).to_owned();
        let mut names = Self { lang, ..Self::default() };
        if let Some(campaign) = &model.campaign {
            names.units = campaign.units.iter().map(|unit| (unit.code.clone(), unit.name.clone())).collect();
            names.kinds = campaign.kinds.iter().map(|kind| (kind.id.clone(), text(&kind.title))).collect();
        }
        for unit in model.units.iter().flat_map(|units| &units.units).filter(|unit| !unit.name.is_empty()) {
            names.units.entry(unit.code.clone()).or_insert_with(|| unit.name.clone());
        }
        let definition = match request {
            Some(request) => request.definition.as_ref(),
            None => model.definitions.get(&model.questionnaire),
        };
        if let Some(definition) = definition {
            let item =
                |statement: planning::Statement| (statement.row.id.clone(), (statement.row.number.clone(), text(&statement.row.label)));
            names.items = planning::statements(definition).map(item).collect();
            names.factors = definition.factors.iter().map(|factor| (factor.id.clone(), text(&factor.title))).collect();
            names.parts = definition.parts.iter().map(|part| (part.id.clone(), text(&part.title))).collect();
            for question in planning::profile(definition) {
                names.columns.insert(question.id.clone(), text(&question.label));
                let values = question.options.iter().map(|choice| ((question.id.clone(), choice.code.clone()), text(&choice.label)));
                names.values.extend(values);
            }
        }
        names
    }

    /// The language.
    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// A unit.
    pub fn unit(&self, code: &str) -> String {
        self.units.get(code).cloned().unwrap_or_else(|| code.to_owned())
    }

    /// A kind of units; the empty one is "khác".
    pub fn kind(&self, id: &str) -> String {
        let other = || if id.is_empty() { words::KIND_UNKNOWN.get(self.lang).to_owned() } else { id.to_owned() };
        self.kinds.get(id).cloned().unwrap_or_else(other)
    }

    /// The printed number of a statement and its text.
    pub fn item(&self, id: &str) -> (String, String) {
        self.items.get(id).cloned().unwrap_or_else(|| (String::new(), id.to_owned()))
    }

    /// A profile column.
    pub fn column(&self, id: &str) -> String {
        let known = match id {
            "sex" | "gioi_tinh" => Some(words::COLUMN_SEX),
            "age" | "nhom_tuoi" => Some(words::COLUMN_AGE),
            "ethnic" | "dan_toc" => Some(words::COLUMN_ETHNIC),
            "schooling" | "education" | "hoc_van" => Some(words::COLUMN_SCHOOLING),
            "occupation" | "nghe_nghiep" => Some(words::COLUMN_OCCUPATION),
            "area" | "khu_vuc" => Some(words::COLUMN_AREA),
            "terrain" | "dia_hinh" => Some(words::COLUMN_TERRAIN),
            _ => None,
        };
        match known {
            Some(word) => word.get(self.lang).to_owned(),
            None => self.columns.get(id).cloned().unwrap_or_else(|| id.to_owned()),
        }
    }

    /// A value of a profile column.
    pub fn value(&self, column: &str, value: &str) -> String {
        self.values.get(&(column.to_owned(), value.to_owned())).cloned().unwrap_or_else(|| value.to_owned())
    }

    /// What is estimated.
    pub fn subject(&self, subject: &Subject) -> String {
        let named = |names: &BTreeMap<String, String>, id: &String| names.get(id).cloned().unwrap_or_else(|| id.clone());
        match subject {
            Subject::Item { id } => match self.item(id) {
                (number, label) if number.is_empty() => label,
                (number, label) => [&number, ". ", &label].concat(),
            },
            Subject::Factor { id } => named(&self.factors, id),
            Subject::Part { id } => named(&self.parts, id),
            Subject::Overall => words::OVERALL.get(self.lang).to_owned(),
            Subject::RowMean => words::ROW_MEAN.get(self.lang).to_owned(),
            Subject::Number { id } => id.clone(),
        }
    }

    /// Names for the file that leaves.
    pub fn for_export(&self, note: String) -> csv::Names {
        let items = self.items.iter().map(|(id, (_, label))| (id.clone(), label.clone()));
        let subjects = items.chain(self.factors.clone()).chain(self.parts.clone()).collect();
        csv::Names { units: self.units.clone(), subjects, note }
    }
}
