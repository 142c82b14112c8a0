//! The list itself: a row a unit and duty, with what can be typed. A row is drawn once and
//! follows its own values, so that nobody loses the place in which they type; which rows
//! are shown is decided when the filter is chosen, and a row that was dealt with stays
//! until then.

use leptos::prelude::*;

use super::super::Shell;
use super::super::parts::{scroll, select};
use super::follow::state_of;
use super::{day, send};
use crate::analysis::index::follow_up::{Obligation, State};
use crate::app::analyse::Model;
use crate::app::analyse::index::Step;
use crate::app::analyse::index::following::{self, Step as Follow};
use crate::base::Lang;
use crate::base::time::Date;
use crate::base::words::{index as words, office};

/// Which rows are looked at: pure view state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Show {
    All,
    Missing,
    Overdue,
}

/// A row: its place in the list, unit and duty.
type Place = (usize, String, String);

/// The panel.
pub fn panel(shell: Shell, lang: Lang) -> impl IntoView {
    let show = RwSignal::new(Show::All);
    // The names of rows are the same while only their values change.
    let all = shell.memo(|model| {
        let list = following::list(model).map(|list| list.kept.now().rows.iter().enumerate());
        let place = |(at, row): (usize, &Obligation)| (at, row.unit.clone(), row.duty.clone());
        list.map(|rows| rows.map(place).collect::<Vec<Place>>()).unwrap_or_default()
    });
    let shown = Memo::new(move |_| {
        let (show, today) = (show.get(), Shell::today());
        let wanted = |row: &Obligation| match (show, today.map(|today| row.state(today))) {
            (Show::All, _) | (_, None) => true,
            (Show::Missing, _) => row.received.is_none(),
            (Show::Overdue, Some(state)) => matches!(state, State::Overdue(_)),
        };
        let places = all.get();
        shell.peek(|model| places.into_iter().filter(|place| find(model, place).is_some_and(|row| wanted(&row))).collect::<Vec<_>>())
    });
    let options = [("all", words::SHOW_ALL), ("missing", words::SHOW_MISSING), ("overdue", words::SHOW_OVERDUE)];
    let options = options.map(|(id, word)| (id.to_owned(), word.get(lang).to_owned())).to_vec();
    let heads = [office::UNIT, words::DUTY, words::DUE, words::RECEIVED, words::STATE, words::NOTE]
        .map(|word| view! { <th scope="col">{word.get(lang)}</th> });
    let caption = words::LIST.get(lang);
    let table = view! {
        <table class="data data--text duties"><caption class="hide">{caption}</caption><thead><tr>{heads.into_iter().collect_view()}</tr></thead>
            <tbody><For each=move || shown.get() key=Clone::clone children=move |place| row(shell, place, lang) /></tbody></table>
    };
    view! {
        <section class="panel" id="list" tabindex="-1">
            <header class="panel__head"><h2>{caption}</h2></header>
            <div class="filters noprint">{select("show", words::SHOW.get(lang), options, "all", move |id| show.set(match id.as_str() {
                "missing" => Show::Missing,
                "overdue" => Show::Overdue,
                _ => Show::All,
            }))}</div>
            {scroll(caption.to_owned(), table)}
        </section>
    }
}

fn find(model: &Model, (at, unit, duty): &Place) -> Option<Obligation> {
    let row = following::list(model)?.kept.now().rows.get(*at)?;
    (row.unit == *unit && row.duty == *duty).then(|| row.clone())
}

fn row(shell: Shell, place: Place, lang: Lang) -> impl IntoView {
    let (name, title, basis, fields) = shell.peek(|model| {
        let kept = following::list(model).map(|list| list.kept.now());
        let name = kept.and_then(|kept| kept.names.get(&place.1)).unwrap_or(&place.1).clone();
        let title = kept.and_then(|kept| kept.duties.get(&place.2)).map_or_else(|| place.2.clone(), |text| text.get(lang).to_owned());
        let row = find(model, &place);
        let field = |id: &String| kept.and_then(|kept| kept.fields.get(id)).map_or_else(|| id.clone(), |text| text.get(lang).to_owned());
        let fields = row.iter().flat_map(|row| &row.fields).map(field).collect::<Vec<_>>().join(", ");
        (name, title, row.map(|row| row.basis).unwrap_or_default(), fields)
    });
    let (_, unit, duty) = place.clone();
    let value = shell.memo(move |model| find(model, &place));
    let text = move |of: fn(&Obligation) -> String| move || value.with(|row| row.as_ref().map(of).unwrap_or_default());
    let of = [&name, ", ", &title].concat();
    let label = |word: crate::base::Word| [word.get(lang), ": ", &of].concat();
    let (due, received, note) = (label(words::DUE), label(words::RECEIVED), label(words::NOTE));
    let key = StoredValue::new((unit, duty));
    let change = move |step: fn(String, String, Option<Date>) -> Follow, date: Option<Date>| {
        let (unit, duty) = key.get_value();
        send(shell, Step::Follow(step(unit, duty, date)));
    };
    let noted = move |text: String| {
        let (unit, duty) = key.get_value();
        send(shell, Step::Follow(Follow::Note(unit, duty, text)));
    };
    let class = move || {
        let today = Shell::today();
        let late = value.with(|row| row.as_ref().zip(today).is_some_and(|(row, today)| matches!(row.state(today), State::Overdue(_))));
        if late { "duties__state wrong" } else { "duties__state" }
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{title}<small>{basis}</small>{(!fields.is_empty()).then(|| view! { <small>{words::FIELD.get(lang)}": "{fields}</small> })}</td>
            <td>{day::field(None, due, lang, move || value.with(|row| row.as_ref()?.due), move |date| change(Follow::Due, date))}</td>
            <td>{day::field(None, received, lang, move || value.with(|row| row.as_ref()?.received), move |date| change(Follow::Received, date))}</td>
            <td class=class>{move || value.with(|row| row.as_ref().map(|row| state_of(row, lang)))}</td>
            <td><input type="text" aria-label=note maxlength="400" prop:value=text(|row| row.note.clone()) on:change:target=move |event| noted(event.target().value()) /></td>
        </tr>
    }
}
