//! The rows of a grid of units. One row is built, all others are copies of it with their
//! own name and ids: copying is one call where building is dozens. A row is made once and
//! kept, so that a filter that takes it away and gives it back costs an insertion; one
//! effect marks what changed instead of a memo for each of 840 cells. Invariant: a row
//! that is away shows the right mark when it comes back.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use crate::ui::reactive::{Get as _, Memo, Set as _, With as _, WithUntracked as _};
use web_sys::Element;

use super::{Look, unit_name};
use crate::base::Lang;
use crate::platform::page as document;
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::Question;
use crate::ui::dom::{El, classed, el, follow};
use crate::ui::question::element;
use crate::ui::respond::Shell;

/// Rows in the first frame, which has the whole page to lay out besides.
pub(super) const FIRST: usize = 4;
/// Rows in a frame, at least and at most.
const FEW: usize = 2;
const MANY: usize = 12;

/// By variable: the place of its answer among the options.
pub(super) type Chosen = Memo<BTreeMap<usize, Option<usize>>>;

/// What makes rows and keeps them.
#[derive(Clone)]
pub(super) struct Rows {
    shell: Shell,
    chosen: Chosen,
    pattern: El,
    made: Rc<RefCell<BTreeMap<usize, Made>>>,
}

/// A row with the option that is marked in it.
struct Made {
    row: El,
    marked: Option<usize>,
}

impl Rows {
    /// The rows of a question; they follow the answers from now on.
    pub(super) fn new(shell: Shell, question: &Question, chosen: Chosen, lang: Lang) -> Self {
        let cells = question.options.iter().enumerate().map(|(i, choice)| cell(i, choice.label.get(lang))).collect();
        let title = classed("div", "row__title").child(classed("span", "row__label"));
        let pattern = classed("div", "card row").attr("tabindex", "-1").attr("role", "radiogroup").child(title).children(cells);
        let rows = Self { shell, chosen, pattern, made: Rc::default() };
        let own = rows.clone();
        follow(Box::new(move || own.chosen.with(|chosen| own.mark(chosen))));
        rows
    }

    /// The row of a variable.
    pub(super) fn row(&self, id: VariableId) -> El {
        if let Some(made) = self.made.borrow().get(&id.0) {
            return made.row.clone();
        }
        let row = self.pattern.copy().attr("id", &element(id, "")).attr("aria-labelledby", &element(id, "-title"));
        if let Some(own) = row.element() {
            name(&own, id, &unit_name(self.shell, id));
        }
        self.made.borrow_mut().insert(id.0, Made { row: row.clone(), marked: None });
        self.chosen.with_untracked(|chosen| self.mark_one(id.0, chosen));
        row
    }

    fn mark(&self, chosen: &BTreeMap<usize, Option<usize>>) {
        let ids: Vec<usize> = self.made.borrow().keys().copied().collect();
        for id in ids {
            self.mark_one(id, chosen);
        }
    }

    /// Marks the chosen option of a row, where it is another one than before.
    fn mark_one(&self, id: usize, chosen: &BTreeMap<usize, Option<usize>>) {
        let chosen = chosen.get(&id).copied().flatten();
        let mut made = self.made.borrow_mut();
        let Some(made) = made.get_mut(&id).filter(|made| made.marked != chosen) else { return };
        let cells = made.row.element().map(|row| row.children());
        for (place, on) in made.marked.iter().map(|i| (*i, false)).chain(chosen.iter().map(|i| (*i, true))) {
            // The title is the first child.
            let at = u32::try_from(place + 1).unwrap_or(u32::MAX);
            if let Some(cell) = cells.as_ref().and_then(|cells| cells.item(at)) {
                document::mark_choice(&cell, on);
            }
        }
        made.marked = chosen;
    }
}

fn cell(i: usize, label: &str) -> El {
    let input = el("input").attr("type", "radio").attr("value", &i.to_string());
    classed("label", "choice").child(input).child(classed("span", "choice__label").text(label))
}

/// Gives a copy its unit: the title's words and id, the group of its radio buttons.
fn name(row: &Element, id: VariableId, unit: &str) {
    let Some(title) = row.first_element_child() else { return };
    if let Some(label) = title.first_element_child() {
        label.set_id(&element(id, "-title"));
        label.set_text_content(Some(unit));
    }
    let group = element(id, "");
    let mut next = title.next_element_sibling();
    while let Some(cell) = next {
        if let Some(input) = cell.first_element_child() {
            drop(input.set_attribute("name", &group));
        }
        next = cell.next_element_sibling();
    }
}

/// Some rows more with every frame until all are there: fewer after a frame that was
/// late, more after one that was in time. None in the frame of the page itself.
pub(super) fn draw_on(look: Look, shown: Memo<Vec<VariableId>>) {
    let pace: Rc<Cell<Option<(f64, usize)>>> = Rc::default();
    follow(Box::new(move || {
        let (drawn, pace) = (look.drawn.get(), pace.clone());
        if look.wide.get() && drawn < shown.with(Vec::len) {
            document::next_frame(move |now| match pace.get() {
                None => {
                    pace.set(Some((now, FEW)));
                    document::next_frame(move |_| look.drawn.set(drawn + FEW));
                }
                Some((before, rows)) => {
                    let rows = paced(rows, now - before);
                    pace.set(Some((now, rows)));
                    look.drawn.set(drawn + rows);
                }
            });
        }
    }));
}

/// How many rows to draw after a frame that took so many milliseconds.
fn paced(rows: usize, took: f64) -> usize {
    if took > 34.0 { (rows / 2).max(FEW) } else { (rows + 1).min(MANY) }
}
