//! What is wrong with a plan that can be read: names that nothing has, labels that a factor
//! has not, numbers out of range, choices that do not go together. Every finding has the
//! path of its field, so that a form can show it there.

use std::collections::{BTreeMap, BTreeSet};

use super::check_weights;
use super::plan::{Count, Derived, Frame, Group, Only, Plan, Recoded, StagePlan};
use crate::base::Finding;
use crate::dataset::MAX_LEVEL;

/// More than this are counted by nobody.
const MOST: usize = 100;
/// Stages of sampling; nobody has drawn so many.
const MOST_STAGES: usize = 8;

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// A statement: levels, and labels `1`, `2`, ….
    Item,
    /// Numbers.
    Number,
    /// A factor.
    Factor,
}

/// Names and what is wrong so far.
pub(super) struct Checker<'a> {
    pub plan: &'a Plan,
    names: BTreeMap<String, Kind>,
    /// The labels of factors, where the plan says them.
    labels: BTreeMap<String, BTreeSet<String>>,
    findings: Vec<Finding>,
}

/// What is wrong with a plan; empty where nothing is.
pub(super) fn check(plan: &Plan) -> Vec<Finding> {
    let mut checker = Checker { plan, names: BTreeMap::new(), labels: BTreeMap::new(), findings: Vec::new() };
    checker.columns();
    // Before variables are known: a design is made of columns alone.
    checker.design();
    checker.variables();
    checker.crossings("domains", &plan.domains);
    checker.only("only", &plan.only);
    check_weights::check(&mut checker);
    super::check_estimates::check(&mut checker);
    checker.findings
}

impl Checker<'_> {
    pub(super) fn report(&mut self, code: &str, at: impl Into<String>, value: impl Into<String>) {
        if self.findings.len() < MOST {
            self.findings.push(Finding::error(code, at, value));
        }
    }

    fn name(&mut self, at: &str, id: &str, kind: Kind) {
        if id.is_empty() {
            self.report("missing_field", at, "");
        } else if self.names.contains_key(id) {
            self.report("repeated", at, id);
        } else {
            self.names.insert(id.to_owned(), kind);
        }
    }

    fn factor(&mut self, at: &str, id: &str, labels: &[String]) {
        self.name(at, id, Kind::Factor);
        if !labels.is_empty() {
            self.labels.insert(id.to_owned(), labels.iter().cloned().collect());
        }
    }

    fn columns(&mut self) {
        let shape = &self.plan.shape;
        for (index, item) in shape.items.iter().enumerate() {
            self.name(&format!("data.items[{index}]"), item, Kind::Item);
        }
        for (index, number) in shape.numbers.iter().enumerate() {
            self.name(&format!("data.numbers[{index}]"), number, Kind::Number);
        }
        for (index, factor) in shape.factors.iter().enumerate() {
            self.factor(&format!("data.factors[{index}].id"), &factor.id, &factor.labels);
            self.distinct(&format!("data.factors[{index}].labels"), &factor.labels);
        }
        if !(2..=MAX_LEVEL).contains(&shape.levels) {
            self.report("scale_levels", "data.levels", shape.levels.to_string());
        }
        for (index, level) in self.plan.satisfied.iter().enumerate().filter(|(_, level)| !(1..=shape.levels).contains(*level)) {
            self.report("satisfied_not_a_level", format!("data.satisfied[{index}]"), level.to_string());
        }
        let missing = &shape.missing;
        let kinds = [
            ("blank", &missing.blank),
            ("dont_know", &missing.dont_know),
            ("not_applicable", &missing.not_applicable),
            ("not_asked", &missing.not_asked),
        ];
        for (name, texts) in kinds {
            let level = |text: &&String| text.parse::<u8>().is_ok_and(|level| (1..=shape.levels).contains(&level));
            if let Some(text) = texts.iter().find(level) {
                self.report("missing_code_is_level", format!("data.missing.{name}"), text);
            }
        }
    }

    fn variables(&mut self) {
        for (index, variable) in self.plan.variables.iter().enumerate() {
            let at = format!("variables[{index}]");
            let name = format!("{at}.id");
            match &variable.of {
                Derived::Satisfied { item } => self.item(&format!("{at}.item"), item),
                Derived::RowMean { items, .. } | Derived::Count { items, .. } => self.items(&format!("{at}.items"), items),
                Derived::Constant { value } => self.finite(&format!("{at}.value"), *value),
                Derived::Recode { from, groups } => {
                    self.recode(&at, from, groups);
                    let labels: Vec<String> = groups.iter().map(|group| group.label.clone()).collect();
                    self.distinct(&format!("{at}.groups"), &labels);
                    self.factor(&name, &variable.id, &labels);
                    continue;
                }
                Derived::Cut { from, at: cuts, labels } => {
                    self.cut(&at, from, cuts, labels);
                    self.factor(&name, &variable.id, labels);
                    continue;
                }
            }
            self.name(&name, &variable.id, Kind::Number);
        }
    }

    fn recode(&mut self, at: &str, from: &str, groups: &[Recoded]) {
        self.categories(&format!("{at}.from"), from);
        self.not_empty(&format!("{at}.groups"), groups.len());
        for (place, group) in groups.iter().enumerate() {
            self.labels(&format!("{at}.groups[{place}].of"), from, &group.of);
        }
        let old: Vec<String> = groups.iter().flat_map(|group| group.of.clone()).collect();
        self.distinct(&format!("{at}.groups"), &old);
    }

    fn cut(&mut self, at: &str, from: &str, cuts: &[f64], labels: &[String]) {
        self.numeric(&format!("{at}.from"), from);
        if labels.len() != cuts.len() + 1 {
            self.report("labels_do_not_match", format!("{at}.labels"), format!("{} ≠ {}", labels.len(), cuts.len() + 1));
        }
        if cuts.windows(2).any(|pair| pair[0].total_cmp(&pair[1]).is_ge()) || cuts.iter().any(|cut| !cut.is_finite()) {
            self.report("cuts_do_not_rise", format!("{at}.at"), "");
        }
        self.distinct(&format!("{at}.labels"), labels);
    }

    fn design(&mut self) {
        let design = &self.plan.design;
        if let Some(weight) = &design.weight {
            self.column("design.weight", weight, Kind::Number);
        }
        if design.stages.len() > MOST_STAGES {
            self.report("out_of_range", "design.stages", design.stages.len().to_string());
        }
        for (index, stage) in design.stages.iter().enumerate().take(MOST_STAGES) {
            self.stage(&format!("design.stages[{index}]"), stage);
        }
        let unknown = design.stages.iter().any(|stage| stage.frame == Frame::Unknown);
        if design.weight.is_none() && (design.stages.is_empty() || unknown) {
            self.report("weights_unknown", "design.weight", "");
        }
    }

    fn stage(&mut self, at: &str, stage: &StagePlan) {
        for (place, factor) in stage.strata.iter().enumerate() {
            self.column(&format!("{at}.strata[{place}]"), factor, Kind::Factor);
        }
        self.distinct(&format!("{at}.strata"), &stage.strata);
        if let Some(units) = &stage.units {
            self.column(&format!("{at}.units"), units, Kind::Factor);
        }
        match &stage.frame {
            Frame::Unknown => {}
            Frame::Sizes(column) => self.column(&format!("{at}.sizes"), column, Kind::Number),
            Frame::Fractions(column) => self.column(&format!("{at}.fractions"), column, Kind::Number),
            Frame::Counts(counts) => self.counts(&format!("{at}.counts"), &stage.strata, counts),
        }
    }

    /// A column of the file, of one kind.
    fn column(&mut self, at: &str, id: &str, kind: Kind) {
        if self.names.get(id) != Some(&kind) {
            self.report("unknown_column", at, id);
        }
    }

    fn kind(&mut self, at: &str, id: &str) -> Option<Kind> {
        let kind = self.names.get(id).copied();
        if kind.is_none() {
            self.report("unknown_name", at, id);
        }
        kind
    }

    /// A statement.
    pub(super) fn item(&mut self, at: &str, id: &str) {
        match self.kind(at, id) {
            Some(Kind::Item) | None => {}
            Some(Kind::Number | Kind::Factor) => self.report("not_a_statement", at, id),
        }
    }

    /// Statements, one at least, each once.
    pub(super) fn items(&mut self, at: &str, ids: &[String]) {
        for (index, id) in ids.iter().enumerate() {
            self.item(&format!("{at}[{index}]"), id);
        }
        self.not_empty(at, ids.len());
        self.distinct(at, ids);
    }

    /// A statement or numbers.
    pub(super) fn numeric(&mut self, at: &str, id: &str) {
        match self.kind(at, id) {
            Some(Kind::Item | Kind::Number) | None => {}
            Some(Kind::Factor) => self.report("not_numeric", at, id),
        }
    }

    /// A statement or a factor.
    pub(super) fn categories(&mut self, at: &str, id: &str) {
        match self.kind(at, id) {
            Some(Kind::Item | Kind::Factor) | None => {}
            Some(Kind::Number) => self.report("not_categories", at, id),
        }
    }

    /// Anything that has a name.
    pub(super) fn known(&mut self, at: &str, id: &str) {
        self.kind(at, id);
    }

    /// Labels of a statement or factor, where they are known.
    pub(super) fn labels(&mut self, at: &str, of: &str, labels: &[String]) {
        let levels = self.plan.shape.levels;
        let level = |label: &String| (1..=levels).any(|level| level.to_string() == *label);
        let item = self.names.get(of) == Some(&Kind::Item);
        let known = self.labels.get(of);
        let is_one = |label: &String| if item { level(label) } else { known.is_none_or(|known| known.contains(label)) };
        let wrong: Vec<usize> = (0..labels.len()).filter(|&index| !is_one(&labels[index])).take(MOST).collect();
        for index in wrong {
            self.report("unknown_label", format!("{at}[{index}]"), &labels[index]);
        }
    }

    /// Crossings of factors.
    pub(super) fn crossings(&mut self, at: &str, crossings: &[Vec<String>]) {
        for (index, by) in crossings.iter().enumerate() {
            self.crossing(&format!("{at}[{index}]"), by);
        }
    }

    /// A crossing of factors.
    pub(super) fn crossing(&mut self, at: &str, by: &[String]) {
        for (index, factor) in by.iter().enumerate() {
            self.categories(&format!("{at}[{index}]"), factor);
        }
        self.distinct(at, by);
    }

    /// Rows with one of some labels.
    pub(super) fn only(&mut self, at: &str, only: &[Only]) {
        for (index, only) in only.iter().enumerate() {
            self.one_only(&format!("{at}[{index}]"), only);
        }
    }

    pub(super) fn one_only(&mut self, at: &str, only: &Only) {
        self.categories(&format!("{at}.factor"), &only.factor);
        self.labels(&format!("{at}.labels"), &only.factor, &only.labels);
        self.not_empty(&format!("{at}.labels"), only.labels.len());
    }

    /// Counts of the cells of a crossing.
    pub(super) fn counts(&mut self, at: &str, by: &[String], counts: &[Count]) {
        self.not_empty(at, counts.len());
        let mut seen = BTreeSet::new();
        for (index, count) in counts.iter().enumerate() {
            if count.of.len() != by.len() {
                self.report("labels_do_not_match", format!("{at}[{index}].of"), format!("{} ≠ {}", count.of.len(), by.len()));
            }
            for (factor, label) in by.iter().zip(&count.of) {
                self.labels(&format!("{at}[{index}].of"), factor, std::slice::from_ref(label));
            }
            if !seen.insert(&count.of) {
                self.report("repeated", format!("{at}[{index}].of"), count.of.join(", "));
            }
            if !count.count.is_finite() || count.count < 0.0 {
                self.report("margin_not_a_total", format!("{at}[{index}].count"), count.count.to_string());
            }
        }
    }

    /// Groups of statements.
    pub(super) fn groups(&mut self, at: &str, groups: &[Group]) {
        self.not_empty(at, groups.len());
        for (index, group) in groups.iter().enumerate() {
            self.items(&format!("{at}[{index}].items"), &group.items);
            if !group.weight.is_finite() || group.weight < 0.0 {
                self.report("not_a_weight", format!("{at}[{index}].weight"), group.weight.to_string());
            }
        }
    }

    pub(super) fn finite(&mut self, at: &str, value: f64) {
        if !value.is_finite() {
            self.report("not_a_number", at, value.to_string());
        }
    }

    /// A number between two, both left out.
    pub(super) fn between(&mut self, code: &str, at: &str, value: f64, (low, high): (f64, f64)) {
        if value.is_nan() || value <= low || value >= high {
            self.report(code, at, value.to_string());
        }
    }

    pub(super) fn not_empty(&mut self, at: &str, length: usize) {
        if length == 0 {
            self.report("list_empty", at, "");
        }
    }

    pub(super) fn distinct(&mut self, at: &str, names: &[String]) {
        let mut seen = BTreeSet::new();
        for (index, name) in names.iter().enumerate() {
            if !seen.insert(name) {
                self.report("repeated", format!("{at}[{index}]"), name);
            }
        }
    }
}
