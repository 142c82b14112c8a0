//! Evaluated units × options: one criterion, a row a unit, up to 170 of them. A grid
//! from 560 px, one unit at a time on a phone; `rows` draws them. Invariant: what is
//! filtered away keeps its answer, and a row that was just rated stays where it is until
//! the filter is used again.

mod rows;

use std::collections::BTreeMap;

use crate::ui::reactive::{Get as _, GetUntracked as _, Memo, RwSignal, Set as _, Update as _, With as _, on_cleanup};

use rows::Rows;

use super::choosable;
use crate::app::respond::{Event, Model};
use crate::base::Lang;
use crate::base::words::respond as words;
use crate::campaign::fold;
use crate::platform::page as document;
use crate::questionnaire::VariableId;
use crate::questionnaire::definition::{Question, Tag};
use crate::questionnaire::form::Place;
use crate::response::Answer;
use crate::ui::dom::{El, button, classed, el, p, typed};
use crate::ui::respond::Shell;

/// What the person looks at: pure view state.
#[derive(Clone, Copy)]
struct Look {
    /// Folded words of the search.
    query: RwSignal<String>,
    /// The units that were unrated when the filter was switched on.
    only: RwSignal<Option<Vec<VariableId>>>,
    /// Rows drawn so far.
    drawn: RwSignal<usize>,
    /// Place of the unit that a phone shows.
    at: RwSignal<usize>,
    /// Whether there is room for a grid.
    wide: RwSignal<bool>,
}

/// The rows of one criterion, with the tools for many of them.
pub(super) fn unit_option(shell: Shell, question: &Question, variables: Memo<Vec<VariableId>>) -> El {
    let lang = shell.peek(|model| model.language);
    let look = Look {
        query: RwSignal::new(String::new()),
        only: RwSignal::new(None),
        drawn: RwSignal::new(rows::FIRST),
        at: RwSignal::new(first_open(shell, &variables.get_untracked())),
        wide: RwSignal::new(document::is_wide(560)),
    };
    document::on_resize(move || look.wide.set(document::is_wide(560)));
    // On a low screen everything around the grid makes room for it.
    document::toggle_root_class("rating", true);
    on_cleanup(|| document::toggle_root_class("rating", false));
    let codes: Vec<String> = question.options.iter().map(|choice| choice.code.clone()).collect();
    let (all, listed) = (variables.get_untracked(), codes.clone());
    let chosen =
        shell.memo(move |model| all.iter().map(|id| (id.0, place(model, *id, &listed))).collect::<BTreeMap<usize, Option<usize>>>());
    let rated = Memo::new(move |_| chosen.with(|rows| rows.values().flatten().count()));
    let rows = Rows::new(shell, question, chosen, lang);
    let shown = Memo::new(move |_| shown(shell, look, &variables.get()));
    rows::draw_on(look, shown);
    let heads: Vec<String> = question.options.iter().map(|choice| choice.label.get(lang).to_owned()).collect();
    classed("div", "unit-option")
        .child(navigator(shell, lang))
        .child(p("grid__label", question.label.get(lang)))
        .maybe(question.hint.as_ref().map(|hint| p("hint", hint.get(lang))))
        .child(tools(shell, look, variables, rated, lang))
        .child(column(shell, question, variables, rated, lang))
        .slot(move || {
            let rows = rows.clone();
            Some(if look.wide.get() { table(rows, &heads, look, shown) } else { single(shell, rows, look, shown, lang) })
        })
        .on("change", move |event| {
            if let Some((row, option)) = document::chosen_cell(&event)
                && let Some(code) = codes.get(option)
            {
                shell.send(Event::Answer(VariableId(row), Some(Answer::Text(code.clone()))));
            }
        })
}

/// The place of a row's answer among the options.
fn place(model: &Model, id: VariableId, codes: &[String]) -> Option<usize> {
    let Some(Answer::Text(code)) = model.interview.as_ref()?.answer(id) else { return None };
    codes.iter().position(|other| other == code)
}

fn is_rated(model: &Model, id: VariableId) -> bool {
    model.interview.as_ref().is_some_and(|interview| interview.answer(id).is_some())
}

fn first_open(shell: Shell, all: &[VariableId]) -> usize {
    shell.peek(|model| all.iter().position(|id| !is_rated(model, *id)).unwrap_or(0))
}

/// The rows that search and filter let through.
fn shown(shell: Shell, look: Look, all: &[VariableId]) -> Vec<VariableId> {
    let (query, only) = (look.query.get(), look.only.get());
    let matches = |id: &VariableId| query.is_empty() || fold(&unit_name(shell, *id)).contains(query.as_str());
    let open = |id: &VariableId| only.as_ref().is_none_or(|open| open.contains(id));
    all.iter().copied().filter(|id| open(id) && matches(id)).collect()
}

fn unit_name(shell: Shell, id: VariableId) -> String {
    shell
        .peek(|model| {
            let form = model.form.as_ref()?;
            let Place::Unit(code) = &form.variable(id).place else { return None };
            Some(form.unit(code).map_or(code.as_str(), |unit| unit.name.as_str()).to_owned())
        })
        .unwrap_or_default()
}

/// "Tiêu chí 3 trên 7", each with its mark, each a way to it.
fn navigator(shell: Shell, lang: Lang) -> El {
    let pages = shell.peek(|model| {
        let form = model.form.as_ref()?;
        let grids = model.pages.iter().filter_map(|page| page.variables().next());
        Some(grids.filter(|id| form.question(*id).tag == Tag::UnitOption).collect::<Vec<VariableId>>())
    });
    let pages = pages.unwrap_or_default();
    let items = pages.iter().enumerate().map(|(i, first)| criterion(shell, i, *first, lang)).collect();
    classed("nav", "criteria-nav").attr("aria-label", words::GRID_CRITERIA.get(lang)).child(classed("ol", "criteria").children(items))
}

fn criterion(shell: Shell, i: usize, first: VariableId, lang: Lang) -> El {
    let state = shell.memo(move |model| {
        let page = model.pages.iter().position(|page| page.has(first))?;
        let open = model.pages[page].variables().filter(|id| !is_rated(model, *id)).count();
        Some((model.page().is_some_and(|page| page.has(first)), open))
    });
    let title = shell.peek(|model| Some(model.form.as_ref()?.section(first).title.get(lang).to_owned())).unwrap_or_default();
    let name = move || {
        let rest = match state.get() {
            Some((_, 0)) => words::GRID_DONE.get(lang).to_owned(),
            other => words::GRID_OPEN.with(lang, &[("n", &other.map_or(0, |(_, open)| open).to_string())]),
        };
        [&(i + 1).to_string(), ". ", &title, " – ", &rest].concat()
    };
    let mark = move || match state.get() {
        Some((_, 0)) => [&(i + 1).to_string(), " ✓"].concat(),
        _ => (i + 1).to_string(),
    };
    let go = button("criteria__one", "", move || shell.send(Event::Show(first)))
        .attr_of("aria-label", name)
        .attr_of("aria-current", move || if state.get().is_some_and(|(here, _)| here) { "step" } else { "false" }.to_owned())
        .text_of(mark);
    el("li").child(go)
}

/// How far; the search; only what is open.
fn tools(shell: Shell, look: Look, variables: Memo<Vec<VariableId>>, rated: Memo<usize>, lang: Lang) -> El {
    let count = move || {
        let of = variables.with(Vec::len);
        words::GRID_PROGRESS.with(lang, &[("n", &rated.get().to_string()), ("of", &of.to_string())])
    };
    let search = classed("input", "input")
        .attr("id", "grid-search")
        .attr("type", "search")
        .attr("autocomplete", "off")
        .attr("placeholder", words::GRID_SEARCH.get(lang))
        .attr("aria-label", words::GRID_SEARCH.get(lang))
        .on("input", move |event| {
            look.query.set(fold(&typed(&event)));
            look.at.set(0);
        });
    let filter = button("button button--quiet", words::GRID_ONLY_OPEN.get(lang), move || {
        let open = variables.get_untracked().into_iter().filter(|id| shell.peek(|model| !is_rated(model, *id))).collect();
        look.only.update(|only| *only = if only.is_some() { None } else { Some(open) });
        look.at.set(0);
    })
    .attr("id", "grid-open")
    .attr_of("aria-pressed", move || look.only.get().is_some().to_string());
    classed("div", "grid-tools").child(p("grid-tools__count", "").attr("role", "status").text_of(count)).child(search).child(filter)
}

/// "The same answer for all rows": only after one row was touched, with its number of
/// rows, and with a way back.
fn column(shell: Shell, question: &Question, variables: Memo<Vec<VariableId>>, rated: Memo<usize>, lang: Lang) -> El {
    let options: Vec<(String, String)> =
        question.options.iter().map(|choice| (choice.code.clone(), choice.label.get(lang).to_owned())).collect();
    let (of_question, labels) = (question.id.clone(), options.clone());
    let latest = shell.memo(move |model| model.undoable().filter(|fill| fill.question == of_question).cloned());
    let offered = move || {
        let (rated, of) = (rated.get(), variables.with(Vec::len));
        let open = of - rated.min(of);
        (rated > 0 && open > 0).then(|| fill_all(shell, &options, open, variables, lang))
    };
    let undo = move || {
        let fill = latest.get()?;
        let label = labels.iter().find(|(code, _)| *code == fill.option).map_or("", |(_, label)| label);
        let said = words::GRID_FILLED.with(lang, &[("n", &fill.rows.to_string()), ("option", label)]);
        let back = button("button button--quiet", words::GRID_UNDO.get(lang), move || shell.send(Event::Unfill)).attr("id", "grid-undo");
        Some(classed("div", "grid-fill").attr("role", "status").child(p("", &said)).child(back))
    };
    classed("div", "unit-option__fill").slot(undo).slot(offered)
}

fn fill_all(shell: Shell, options: &[(String, String)], open: usize, variables: Memo<Vec<VariableId>>, lang: Lang) -> El {
    let first = variables.get_untracked().first().copied();
    let choice = |(code, label): &(String, String)| {
        let code = code.clone();
        button("button button--quiet grid-fill__option", label, move || {
            if let Some(first) = first {
                shell.send(Event::Fill(first, code.clone()));
            }
        })
    };
    classed("details", "grid-fill")
        .attr("id", "grid-fill")
        .child(el("summary").text(&words::GRID_FILL.with(lang, &[("n", &open.to_string())])))
        .child(p("hint", words::GRID_FILL_HINT.get(lang)))
        .children(options.iter().map(choice).collect())
}

/// The grid: heads that stay in view, a row a unit, keys 1 to 9.
fn table(rows: Rows, heads: &[String], look: Look, shown: Memo<Vec<VariableId>>) -> El {
    let class = ["grid grid--units grid--", &heads.len().min(7).to_string()].concat();
    let heads = heads.iter().map(|label| el("span").text(label)).collect();
    let head = classed("div", "grid__head").attr("aria-hidden", "true").child(el("span")).children(heads);
    let keys = move || shown.with(|ids: &Vec<VariableId>| ids.iter().take(look.drawn.get()).map(|id| id.0).collect());
    classed("div", &class).child(head).keyed(keys, move |id| rows.row(VariableId(id))).on("keydown", |event| {
        if let Some(digit) = document::digit(&event) {
            document::choose_in_row(&event, digit);
        }
    })
}

/// One unit at a time, and on to the next that is open after a choice.
fn single(shell: Shell, rows: Rows, look: Look, shown: Memo<Vec<VariableId>>, lang: Lang) -> El {
    let here = Memo::new(move |_| shown.with(|ids: &Vec<VariableId>| ids.get(look.at.get().min(ids.len().saturating_sub(1))).copied()));
    let place = move || {
        let of = shown.with(Vec::len);
        words::GRID_UNIT_OF.with(lang, &[("n", &(look.at.get() + 1).min(of).to_string()), ("of", &of.to_string())])
    };
    let step = move |by: isize| {
        look.at.update(|at| *at = at.saturating_add_signed(by).min(shown.with(Vec::len).saturating_sub(1)));
        document::focus("grid-unit".to_owned());
    };
    let keys = move || here.get().map(|id| id.0).into_iter().collect();
    let on = move || {
        let ids = shown.get_untracked();
        let at = look.at.get_untracked();
        let open = |i: &usize| ids.get(*i).is_some_and(|id| shell.peek(|model| !is_rated(model, *id)));
        let next = (at + 1..ids.len()).chain(0..at).find(open).unwrap_or((at + 1).min(ids.len().saturating_sub(1)));
        document::later(350, move || {
            look.at.set(next);
            document::focus("grid-unit".to_owned());
        });
    };
    el("div")
        .child(p("grid-place", "").attr("role", "status").text_of(place))
        .child(
            classed("div", "grid-unit").attr("id", "grid-unit").keyed(keys, move |id| rows.row(VariableId(id))).on("change", move |_| on()),
        )
        .child(
            classed("div", "grid-steps")
                .child(button("button button--quiet", words::GRID_BACK.get(lang), move || step(-1)).attr("id", "grid-back"))
                .child(button("button button--quiet", words::GRID_ON.get(lang), move || step(1)).attr("id", "grid-on")),
        )
        .slot(move || here.get().is_none().then(|| p("hint", words::GRID_NONE.get(lang))))
}

/// How a criterion was rated, for the review: each option with its number of units.
pub fn tally(model: &Model, question: &Question, variables: &[VariableId], lang: Lang) -> String {
    let (Some(form), Some(interview)) = (&model.form, &model.interview) else { return String::new() };
    let mut parts = Vec::new();
    if let Some(first) = variables.first() {
        for choice in choosable(form, *first, lang) {
            let count = variables.iter().filter(|id| interview.answer(**id) == Some(&choice.answer)).count();
            if count > 0 {
                parts.push([&choice.label, ": ", &count.to_string()].concat());
            }
        }
    }
    let open = variables.iter().filter(|id| interview.answer(**id).is_none()).count();
    if open > 0 {
        parts.push(words::GRID_OPEN.with(lang, &[("n", &open.to_string())]));
    }
    debug_assert!(question.tag == Tag::UnitOption);
    parts.join(" · ")
}
