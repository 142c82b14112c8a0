//! "Sổ phiếu": every record of the store in one column of one group, adding up both ways.

use leptos::prelude::*;

use super::parts::scroll;
use crate::app::analyse::Model;
use crate::base::words::results as words;
use crate::base::{Lang, Word, number};
use crate::dataset::responses::Place;

fn place_word(place: Place) -> Word {
    match place {
        Place::Sampled => words::PLACE_SAMPLED,
        Place::OpenLink => words::PLACE_OPEN_LINK,
        Place::Empty => words::PLACE_EMPTY,
        Place::Partial => words::PLACE_PARTIAL,
        Place::ScreenedOut => words::PLACE_SCREENED_OUT,
        Place::Refused => words::PLACE_REFUSED,
        Place::NotReached => words::PLACE_NOT_REACHED,
        Place::Ineligible => words::PLACE_INELIGIBLE,
        Place::Cancelled => words::PLACE_CANCELLED,
        Place::Trial => words::PLACE_TRIAL,
        Place::OtherForm => words::PLACE_OTHER_FORM,
        Place::UnknownUnit => words::PLACE_UNKNOWN_UNIT,
    }
}

/// The register as a panel; nothing where the store is empty.
pub fn panel(model: &Model, lang: Lang) -> Option<impl IntoView + use<>> {
    let register = &model.register;
    let whole = |n: u64| number::whole(n, lang);
    let cells = |at: &dyn Fn(Place) -> u64, total: u64| {
        let counts = Place::ALL.map(at).into_iter().map(|n| view! { <td>{whole(n)}</td> }).collect_view();
        view! { {counts}<td><b>{whole(total)}</b></td> }
    };
    let title = |id: &str| {
        let group = model.campaign.as_ref().and_then(|campaign| campaign.group(id));
        group.map_or_else(|| id.to_owned(), |group| group.title.get(lang).to_owned())
    };
    let row = |(id, line): (&String, &crate::dataset::responses::Line)| {
        view! { <tr><th scope="row">{title(id)}</th>{cells(&|place| line.at(place), line.total())}</tr> }
    };
    let rows = register.groups.iter().map(row).collect_view();
    let groups = register.groups.values().map(crate::dataset::responses::Line::total).sum::<u64>();
    let foot = cells(&|place| register.at(place), groups);
    let heads = Place::ALL.map(|place| view! { <th scope="col">{place_word(place).get(lang)}</th> }).collect_view();
    let outside = words::RECORDS.with(lang, &[("n", &whole(register.total()))]);
    let table = view! {
        <table class="data" id="register"><caption>{words::REGISTER_CAPTION.get(lang)}</caption>
            <thead><tr><th scope="col">{words::GROUP.get(lang)}</th>{heads}<th scope="col">{words::TOTAL.get(lang)}</th></tr></thead>
            <tbody>{rows}</tbody>
            <tfoot><tr><th scope="row">{words::TOTAL.get(lang)}</th>{foot}</tr></tfoot>
        </table>
    };
    (register.total() > 0).then(|| {
        view! {
            <section class="panel">
                <header class="panel__head"><h2>{words::REGISTER.get(lang)}</h2></header>
                <p class="how">{words::REGISTER_HOW.get(lang)}</p>
                {scroll(words::REGISTER_CAPTION.get(lang).to_owned(), table)}
                <p id="register-all">{outside}</p>
            </section>
        }
    })
}
