//! Comparing with the reference, so that nothing is skipped: a row knows which of its
//! fields were looked at, and ends by failing on those that were not.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::sync::Arc;

use serde_json::Value;

/// Relative tolerances of issue and README: R stops loosely in places.
#[derive(Clone, Copy, PartialEq)]
pub enum Kind {
    /// 1e-9.
    Plain,
    /// 1e-7: iterated to R's default stop.
    Iterated,
    /// 1e-6: likelihood and saddlepoint.
    Searched,
}

impl Kind {
    pub fn tolerance(self) -> f64 {
        match self {
            Self::Plain => 1e-9,
            Self::Iterated => 1e-7,
            Self::Searched => 1e-6,
        }
    }
}

/// What is below this is 0 up to rounding: compared absolutely.
pub const ZERO: f64 = 1e-12;

/// What one section came to.
#[derive(Clone, Default)]
pub struct Outcome {
    pub id: String,
    pub rows: usize,
    pub values: usize,
    pub worst: f64,
    /// Rows that R answers with an error or with no number.
    pub answered: usize,
    pub faults: Vec<String>,
}

/// The file and the outcomes of the sections compared so far.
pub struct Golden {
    pub file: Arc<Value>,
    pub outcomes: Vec<Outcome>,
}

/// Not data: how R was called and what it said.
const NOT_COMPARED: [&str; 4] = ["def", "call", "note", "warning"];

impl Golden {
    pub fn read() -> Self {
        let file = serde_json::from_slice(include_bytes!("../data/setA/golden.json")).expect("golden.json");
        Self { file: Arc::new(file), outcomes: Vec::new() }
    }

    pub fn empty(&self) -> Self {
        Self { file: Arc::clone(&self.file), outcomes: Vec::new() }
    }

    /// Compares each row of a section by `each`.
    pub fn section(&mut self, id: &str, mut each: impl FnMut(&Row<'_>)) {
        let file = Arc::clone(&self.file);
        let sections = file["sections"].as_array().expect("sections");
        let section = sections.iter().find(|section| section["id"] == id).unwrap_or_else(|| panic!("no section {id}"));
        let mut outcome = Outcome { id: id.to_owned(), ..Outcome::default() };
        for value in section["rows"].as_array().expect("rows") {
            let row = Row {
                value,
                seen: RefCell::default(),
                values: Cell::new(0),
                worst: Cell::new(0.0),
                answered: Cell::new(false),
                faults: RefCell::default(),
            };
            each(&row);
            row.end(&mut outcome);
        }
        self.outcomes.push(outcome);
    }
}

/// A row of a section.
pub struct Row<'a> {
    value: &'a Value,
    seen: RefCell<BTreeSet<String>>,
    values: Cell<usize>,
    worst: Cell<f64>,
    answered: Cell<bool>,
    faults: RefCell<Vec<String>>,
}

impl<'a> Row<'a> {
    fn end(&self, outcome: &mut Outcome) {
        let seen = self.seen.borrow();
        let fields = self.value.as_object().expect("an object").keys();
        for field in fields.filter(|field| !NOT_COMPARED.contains(&field.as_str()) && !seen.contains(*field)) {
            self.fault(format!("{field} was not compared"));
        }
        outcome.rows += 1;
        outcome.values += self.values.get();
        outcome.worst = outcome.worst.max(self.worst.get());
        outcome.answered += usize::from(self.answered.get());
        outcome.faults.extend(self.faults.borrow().iter().map(|fault| format!("{fault} in {}", self.value)));
    }

    fn fault(&self, fault: String) {
        self.faults.borrow_mut().push(fault);
    }

    fn field(&self, key: &str) -> &'a Value {
        self.seen.borrow_mut().insert(key.to_owned());
        &self.value[key]
    }

    /// A field that says which row this is.
    pub fn text(&self, key: &str) -> &'a str {
        self.field(key).as_str().unwrap_or_else(|| panic!("{key} of {}", self.value))
    }

    /// How R was called.
    pub fn call(&self) -> &'a str {
        self.value["call"].as_str().expect("a call")
    }

    /// Labels that are not compared.
    pub fn label(&self, key: &str) {
        self.field(key);
    }

    /// A field that says which row this is, where it may be absent.
    pub fn maybe(&self, key: &str) -> Option<&'a str> {
        self.field(key).as_str()
    }

    /// Whether a field says so.
    pub fn is(&self, key: &str) -> bool {
        self.field(key).as_bool().unwrap_or_else(|| panic!("{key} of {}", self.value))
    }

    /// Numbers that say which row this is.
    pub fn given(&self, key: &str) -> Vec<f64> {
        list(self.field(key)).iter().map(|cell| cell.as_f64().expect("a number")).collect()
    }

    pub fn has(&self, key: &str) -> bool {
        self.value.get(key).is_some()
    }

    /// What R says, without comparing.
    pub fn theirs(&self, key: &str) -> Option<f64> {
        self.value[key].as_f64()
    }

    /// Compares a number.
    pub fn number(&self, key: &str, ours: f64) {
        self.within(Kind::Plain, key, ours);
    }

    /// Compares a number by a tolerance.
    pub fn within(&self, kind: Kind, key: &str, ours: f64) {
        self.near(kind, self.field(key), ours, key, 0.0);
    }

    /// Compares a number that belongs to the row but is kept elsewhere.
    pub fn extra(&self, what: &str, theirs: f64, ours: f64) {
        self.near(Kind::Plain, &Value::from(theirs), ours, what, 0.0);
    }

    /// Compares a probability, relatively however small it is.
    pub fn probability(&self, kind: Kind, key: &str, ours: f64) {
        self.within(kind, key, ours);
        let theirs = self.theirs(key).unwrap_or(f64::NAN);
        if theirs > 0.0 && (ours / theirs - 1.0).abs() > kind.tolerance() {
            self.fault(format!("{key}: {ours:e} is not {theirs:e}"));
        }
    }

    /// Compares numbers.
    pub fn numbers(&self, key: &str, ours: &[f64]) {
        self.numbers_within(Kind::Plain, key, ours, 0.0);
    }

    /// Compares numbers of which those far below `scale` are 0 up to rounding.
    pub fn numbers_within(&self, kind: Kind, key: &str, ours: &[f64], scale: f64) {
        let theirs = list(self.field(key));
        if theirs.len() != ours.len() {
            return self.fault(format!("{key}: {} values, not {}", ours.len(), theirs.len()));
        }
        for (theirs, ours) in theirs.iter().zip(ours) {
            self.near(kind, theirs, *ours, key, scale);
        }
    }

    /// Compares numbers; where R has none, ours must be one.
    pub fn numbers_or_answered(&self, key: &str, ours: &[f64]) {
        let theirs = self.field(key).as_array().expect("a list");
        for (theirs, ours) in theirs.iter().zip(ours) {
            if theirs.is_number() {
                self.near(Kind::Plain, theirs, *ours, key, 0.0);
            } else {
                self.answered(key, *ours);
            }
        }
    }

    /// Compares a table row by row.
    pub fn table(&self, key: &str, scale: f64, ours: impl Fn(usize, usize) -> f64) {
        let rows = self.field(key).as_array().expect("a table");
        for (i, row) in rows.iter().enumerate() {
            for (j, theirs) in row.as_array().expect("a row").iter().enumerate() {
                self.near(Kind::Plain, theirs, ours(i, j), key, scale);
            }
        }
    }

    /// Compares a standard error, absolutely where it is 0 up to rounding, and gives back
    /// whether it is: nothing varies then, and a design effect is noise over noise.
    pub fn se(&self, ours: f64) -> bool {
        let theirs = self.theirs("se");
        let scale = self.theirs("est").unwrap_or(1.0).abs().max(1.0);
        let none = theirs.is_some_and(|se| se <= ZERO * scale);
        if none {
            self.field("se");
            self.values.set(self.values.get() + 1);
            if ours.is_nan() || ours > ZERO * scale {
                self.fault(format!("se: {ours:e} where nothing varies"));
            }
        } else {
            self.number("se", ours);
        }
        none
    }

    /// Compares a design effect; where nothing varies ours must not be a number above noise.
    pub fn effect(&self, key: &str, ours: Option<f64>, nothing_varies: bool) {
        if nothing_varies {
            self.field(key);
            self.values.set(self.values.get() + 1);
            if self.theirs(key).is_none() {
                self.answered.set(true);
            }
        } else {
            self.number(key, ours.unwrap_or(f64::NAN));
        }
    }

    /// R answers with an error: `ours` is our answer to the same question.
    pub fn error(&self, ours: &str) {
        if self.field("error").as_str().is_none() || ours.is_empty() {
            self.fault("no error".to_owned());
        }
        self.answered.set(true);
        self.values.set(self.values.get() + 1);
    }

    /// R has no number here, by its method; ours is another rule's, which must be one.
    pub fn answered(&self, key: &str, ours: f64) {
        self.field(key);
        self.answered.set(true);
        self.values.set(self.values.get() + 1);
        if !ours.is_finite() {
            self.fault(format!("{key}: {ours} is no answer"));
        }
    }

    fn near(&self, kind: Kind, theirs: &Value, ours: f64, key: &str, scale: f64) {
        self.values.set(self.values.get() + 1);
        let Some(number) = theirs.as_f64() else {
            self.answered.set(true);
            let same = match theirs.as_str() {
                Some("NaN") => ours.is_nan(),
                Some("Inf") => ours == f64::INFINITY,
                // R has no number; ours is one.
                Some("NA") => ours.is_finite(),
                Some(_) | None => false,
            };
            if !same {
                self.fault(format!("{key}: {ours:e} is not {theirs}"));
            }
            return;
        };
        let gap = (ours - number).abs();
        let floor = if number.abs() <= ZERO { 1.0 } else { number.abs() };
        let absolute = gap <= ZERO * scale || (number.abs() <= ZERO && gap <= ZERO);
        let relative = gap / floor;
        if !absolute && relative > self.worst.get() {
            self.worst.set(relative);
        }
        if !absolute && (relative.is_nan() || relative > kind.tolerance()) {
            self.fault(format!("{key}: {ours:e} is not {number:e}, off by {relative:.1e}"));
        }
    }
}

/// A list, or one value as a list: R writes a vector of one as a number.
fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice)
}
