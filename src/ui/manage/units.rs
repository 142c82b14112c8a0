//! "Đơn vị": the kinds, the table of units, and what a unit has besides its numbers. The
//! table shows a part of the units at a time; below 700 px each is a card.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::Shell;
use super::fields::{Kind, ask, cell, found_at, tick};
use super::general::panel;
use super::import::Import;
use crate::app::manage::sampling::sampled;
use crate::app::manage::{Edit, Event, Field, KindField, Look, Model, ROWS, UnitField, sheet};
use crate::base::words::manage as words;
use crate::base::{Lang, number};
use crate::campaign::{Campaign, fold};
use crate::ui::analyse::parts::select;

/// The page.
#[component]
pub fn Units(shell: Shell, lang: Lang) -> impl IntoView {
    view! {
        <Import shell=shell lang=lang />
        {panel(words::UNITS_TABLE.get(lang), words::UNITS_TABLE_HINT.get(lang), view! { <Table shell=shell lang=lang /> }.into_any())}
        {kinds(shell, lang)}
    }
}

#[component]
fn Table(shell: Shell, lang: Lang) -> impl IntoView {
    let chosen: RwSignal<BTreeSet<usize>> = RwSignal::new(BTreeSet::new());
    let groups = shell.memo(move |model| {
        let Some(campaign) = model.campaign() else { return Vec::new() };
        sampled(campaign, &model.shelf).into_iter().map(|group| (group.id.clone(), group.title.get(lang).to_owned())).collect::<Vec<_>>()
    });
    let look = shell.memo(|model| model.look.clone());
    let seen = shell.memo(Model::seen);
    // Rows are drawn anew when units come, go or change places, not for each letter.
    let rows = shell.memo(|model| {
        let seen = model.seen();
        let from = model.look.from.min(seen.len().saturating_sub(1)) / ROWS * ROWS;
        let codes = |i: &usize| model.campaign().and_then(|campaign| campaign.units.get(*i)).map(|unit| (*i, unit.code.clone()));
        seen.iter().skip(from).take(ROWS).filter_map(codes).collect::<Vec<_>>()
    });
    let open = Memo::new(move |_| look.get().open);
    let class = move || if groups.with(|groups| groups.len() > 1) { "units units--many" } else { "units" };
    view! {
        {tools(shell, lang, look)}
        {found_at(shell, lang, "units".to_owned())}
        {move || chosen_bar(shell, lang, chosen)}
        {move || (seen.with(Vec::is_empty)).then(|| nothing(shell, lang))}
        <ul class=class>{move || {
            let groups = groups.get();
            let rows = rows.get();
            let head = (!rows.is_empty()).then(|| header(lang, &groups));
            let rows = rows.into_iter().map(|(i, _)| row(shell, lang, i, &groups, chosen, open)).collect_view();
            view! { {head}{rows} }
        }}</ul>
        {move || pages(shell, lang, seen.with(Vec::len), look.get())}
        <p class="acts"><button type="button" class="btn" on:click=move |_| add(shell)>{words::ADD_UNIT.get(lang)}</button></p>
    }
}

/// Another unit, of the kind that is looked at, and on to its fields.
fn add(shell: Shell) {
    let (kind, count) = shell.peek(|model| {
        let kinds = model.campaign().map(|campaign| campaign.kinds.as_slice()).unwrap_or_default();
        let last = model.campaign().and_then(|campaign| campaign.units.last()).map(|unit| unit.kind.clone());
        let kind = Some(model.look.kind.clone()).filter(|kind| !kind.is_empty()).or(last);
        (
            kind.or_else(|| kinds.first().map(|kind| kind.id.clone())).unwrap_or_default(),
            model.campaign().map_or(0, |campaign| campaign.units.len()),
        )
    });
    shell.edit(Edit::AddUnit(kind));
    shell.send(Event::Look(Look { from: count / ROWS * ROWS, open: Some(count), ..Look::default() }));
    crate::platform::page::focus(crate::app::manage::anchor(&format!("units[{count}].name")));
}

fn nothing(shell: Shell, lang: Lang) -> AnyView {
    let any = shell.peek(|model| model.campaign().is_some_and(|campaign| !campaign.units.is_empty()));
    let word = if any { words::UNITS_NONE_SEEN } else { words::UNITS_NONE };
    view! { <p class="nothing nothing--small">{word.get(lang)}</p> }.into_any()
}

/// Search, kind, order.
fn tools(shell: Shell, lang: Lang, look: Memo<Look>) -> AnyView {
    let kinds = shell.memo(move |model| {
        let kinds = model.campaign().map(|campaign| campaign.kinds.as_slice()).unwrap_or_default();
        kinds.iter().map(|kind| (kind.id.clone(), kind.title.get(lang).to_owned())).collect::<Vec<_>>()
    });
    let kind_options = move || {
        let mut all = vec![(String::new(), words::ALL_KINDS.get(lang).to_owned())];
        all.extend(kinds.get());
        all
    };
    let orders = move || {
        let all = [("", words::ORDER_AS_IS), ("code", words::ORDER_CODE), ("name", words::ORDER_NAME), ("kind", words::ORDER_KIND)];
        all.into_iter().map(|(value, word)| (value.to_owned(), word.get(lang).to_owned())).collect()
    };
    let here = move || look.get_untracked();
    view! {
        <div class="filters filters--units">
            <label class="pick" for="unit-search"><span>{words::UNIT_SEARCH.get(lang)}</span>
                <input id="unit-search" type="search" autocomplete="off" prop:value=move || look.get().words
                    on:input:target=move |event| shell.send(Event::Look(Look { words: event.target().value(), from: 0, open: None, ..here() })) /></label>
            {move || select("unit-kind", words::UNIT_KIND.get(lang), kind_options(), &look.get().kind, move |kind| shell.send(Event::Look(Look { kind, from: 0, open: None, ..here() })))}
            {select("unit-order", words::UNIT_ORDER.get(lang), orders(), "", move |by| order(shell, &by))}
        </div>
    }
    .into_any()
}

/// Puts the units in another order, for good: it is also the order of the respondents' list.
fn order(shell: Shell, by: &str) {
    let order = shell.peek(|model| {
        let campaign: &Campaign = model.campaign()?;
        let kind = |id: &str| campaign.kinds.iter().position(|kind| kind.id == id);
        let mut order: Vec<usize> = (0..campaign.units.len()).collect();
        match by {
            "code" => order.sort_by_key(|i| campaign.units.get(*i).map(|unit| unit.code.clone())),
            "name" => order.sort_by_key(|i| campaign.units.get(*i).map(|unit| fold(&unit.name))),
            "kind" => order.sort_by_key(|i| campaign.units.get(*i).map(|unit| kind(&unit.kind))),
            _ => return None,
        }
        Some(order)
    });
    if let Some(order) = order {
        shell.edit(Edit::Order(order));
        shell.send(Event::Look(Look { from: 0, open: None, ..shell.peek(|model| model.look.clone()) }));
    }
}

fn chosen_bar(shell: Shell, lang: Lang, chosen: RwSignal<BTreeSet<usize>>) -> Option<AnyView> {
    let n = chosen.with(BTreeSet::len);
    let remove = move |_| {
        shell.edit(Edit::RemoveUnits(chosen.get_untracked().into_iter().collect()));
        chosen.set(BTreeSet::new());
    };
    (n > 0).then(|| {
        view! {
            <p class="acts chosen" role="status"><span>{words::CHOSEN.with(lang, &[("n", &n.to_string())])}</span>
                <button type="button" class="btn btn--quiet" on:click=remove>{words::REMOVE_CHOSEN.get(lang)}</button>
                <button type="button" class="btn btn--quiet" on:click=move |_| chosen.set(BTreeSet::new())>{words::CHOOSE_NONE.get(lang)}</button></p>
        }
        .into_any()
    })
}

/// What the columns are, once, where there is room for columns.
fn header(lang: Lang, groups: &[(String, String)]) -> AnyView {
    let numbers =
        groups.iter().flat_map(|(_, title)| [words::U_POPULATION, words::U_QUOTA].map(|word| word.with(lang, &[("group", title)])));
    view! {
        <li class="units__head" aria-hidden="true"><span></span>
            <span class="units__code">{words::U_CODE.get(lang)}</span><span class="units__name">{words::U_NAME.get(lang)}</span><span class="units__kind">{words::U_KIND.get(lang)}</span>
            {numbers.map(|text| view! { <span class="units__number">{text}</span> }).collect_view()}<span></span></li>
    }
    .into_any()
}

fn row(
    shell: Shell,
    lang: Lang,
    i: usize,
    groups: &[(String, String)],
    chosen: RwSignal<BTreeSet<usize>>,
    open: Memo<Option<usize>>,
) -> AnyView {
    let name = shell.memo(move |model| model.text(&Field::Unit(i, UnitField::Name)));
    let named = move |word: &str| [word, " – ", &name.get_untracked()].concat();
    let is_open = move || open.get() == Some(i);
    let toggle = move |_| {
        let look = shell.peek(|model| model.look.clone());
        let open = if look.open == Some(i) { None } else { Some(i) };
        shell.send(Event::Look(Look { open, ..look }));
    };
    let field = |label: String, view: AnyView, class: &'static str| view! { <div class=class><span class="units__label" aria-hidden="true">{label}</span>{view}</div> };
    let numbers = groups.iter().map(|(id, title)| {
        let (population, quota) = (Field::Unit(i, UnitField::Population(id.clone())), Field::Unit(i, UnitField::Quota(id.clone())));
        let labels = [words::U_POPULATION, words::U_QUOTA].map(|word| word.with(lang, &[("group", title)]));
        let [of_population, of_quota] = labels;
        view! {
            {field(of_population.clone(), cell(shell, lang, population, Kind::Count, named(&of_population)), "units__number")}
            {field(of_quota.clone(), cell(shell, lang, quota, Kind::Count, named(&of_quota)), "units__number")}
        }
    });
    view! {
        <li class="units__row">
            <div class="units__line">
                <label class="units__pick"><input type="checkbox" prop:checked=move || chosen.with(|chosen| chosen.contains(&i)) aria-label=move || [words::CHOOSE.get(lang), " ", &name.get()].concat()
                    on:change:target=move |event| chosen.update(|chosen| if event.target().checked() { chosen.insert(i); } else { chosen.remove(&i); }) /></label>
                {field(words::U_CODE.get(lang).to_owned(), cell(shell, lang, Field::Unit(i, UnitField::Code), Kind::Name, named(words::U_CODE.get(lang))), "units__code")}
                {field(words::U_NAME.get(lang).to_owned(), cell(shell, lang, Field::Unit(i, UnitField::Name), Kind::Text, named(words::U_NAME.get(lang))), "units__name")}
                {field(words::U_KIND.get(lang).to_owned(), kind_of(shell, lang, i, named(words::U_KIND.get(lang))), "units__kind")}
                <div class="units__numbers">{numbers.collect_view()}</div>
                <button type="button" class="btn btn--quiet btn--small" aria-expanded=move || if is_open() { "true" } else { "false" } on:click=toggle>
                    {words::U_MORE.get(lang)}<span class="hide">{move || [" – ", &name.get()].concat()}</span></button>
            </div>
            {move || is_open().then(|| details(shell, lang, i))}
        </li>
    }
    .into_any()
}

fn kind_of(shell: Shell, lang: Lang, i: usize, label: String) -> AnyView {
    let id = crate::app::manage::anchor(&format!("units[{i}].kind"));
    let state = shell.memo(move |model| {
        let campaign = model.campaign()?;
        let kinds: Vec<_> = campaign.kinds.iter().map(|kind| (kind.id.clone(), kind.title.get(lang).to_owned())).collect();
        Some((campaign.units.get(i)?.kind.clone(), kinds))
    });
    let options = move || {
        let (here, kinds) = state.get().unwrap_or_default();
        let unknown = !kinds.iter().any(|(id, _)| *id == here);
        let option = |(id, title): (String, String)| view! { <option value=id.clone() selected=id == here>{title}</option> };
        view! { {unknown.then(|| view! { <option value=here.clone() selected=true>{here.clone()}</option> })}{kinds.into_iter().map(option).collect_view()} }
    };
    let found = shell.memo(move |model| model.findings_of(&Field::Unit(i, UnitField::Kind)));
    view! {
        <select id=id class="ask__control" aria-label=label on:change:target=move |event| shell.edit(Edit::Set(Field::Unit(i, UnitField::Kind), event.target().value()))>{options}</select>
        <div class="ask__found">{move || found.get().into_iter().map(|finding| super::fields::said(&finding, lang)).collect_view()}</div>
    }
    .into_any()
}

fn details(shell: Shell, lang: Lang, i: usize) -> AnyView {
    let of = |field: UnitField| Field::Unit(i, field);
    view! {
        <div class="units__details">
            <div class="asks">
                {ask(shell, lang, of(UnitField::OldNames), Kind::Lines, words::U_OLD_NAMES.get(lang), Some(words::U_OLD_NAMES_HINT))}
                {ask(shell, lang, of(UnitField::Villages), Kind::Lines, words::U_VILLAGES.get(lang), Some(words::U_VILLAGES_HINT))}
                {ask(shell, lang, of(UnitField::Parent), Kind::Text, words::U_PARENT.get(lang), Some(words::U_PARENT_HINT))}
            </div>
            <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| shell.edit(Edit::RemoveUnits(vec![i]))>{words::REMOVE_UNIT.get(lang)}</button></p>
        </div>
    }
    .into_any()
}

fn pages(shell: Shell, lang: Lang, seen: usize, look: Look) -> Option<AnyView> {
    let from = look.from.min(seen.saturating_sub(1)) / ROWS * ROWS;
    let to = (from + ROWS).min(seen);
    let counts = [from + 1, to, seen].map(|n| number::whole(n as u64, lang));
    let go = move |from: usize| {
        let look = look.clone();
        move |_| shell.send(Event::Look(Look { from, open: None, ..look.clone() }))
    };
    (seen > 0).then(|| {
        view! {
            <p class="acts pages">
                <span>{words::UNITS_SEEN.with(lang, &[("from", &counts[0]), ("to", &counts[1]), ("all", &counts[2])])}</span>
                {(seen > ROWS).then(|| view! {
                    <button type="button" class="btn btn--quiet" disabled=from == 0 on:click=go(from.saturating_sub(ROWS))>{words::PREVIOUS.get(lang)}</button>
                    <button type="button" class="btn btn--quiet" disabled=to == seen on:click=go(from + ROWS)>{words::NEXT.get(lang)}</button>
                })}
            </p>
        }
        .into_any()
    })
}

/// Kinds of units, and which parts of the questionnaires count for them.
fn kinds(shell: Shell, lang: Lang) -> AnyView {
    let kinds = shell.memo(|model| {
        model.campaign().map(|campaign| campaign.kinds.iter().map(|kind| kind.id.clone()).collect::<Vec<_>>()).unwrap_or_default()
    });
    let inside = view! {
        {move || kinds.get().into_iter().enumerate().map(|(i, id)| kind(shell, lang, i, &id)).collect_view()}
        <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| shell.edit(Edit::AddKind)>{words::ADD_KIND.get(lang)}</button></p>
    };
    panel(words::KINDS.get(lang), words::KINDS_HINT.get(lang), inside.into_any())
}

fn kind(shell: Shell, lang: Lang, i: usize, id: &str) -> AnyView {
    let (of, english) = (id.to_owned(), shell.memo(|model| model.english));
    let units = shell.memo(move |model| {
        model
            .campaign()
            .map_or(0, |campaign| campaign.kinds.get(i).map_or(0, |kind| campaign.units.iter().filter(|unit| unit.kind == kind.id).count()))
    });
    let parts = shell.memo(move |model| {
        let Some(campaign) = model.campaign() else { return Vec::new() };
        let counted = campaign.kinds.get(i).map(|kind| kind.parts.as_slice()).unwrap_or_default();
        let mut all: Vec<(String, String, bool)> = Vec::new();
        for part in campaign.questionnaires().iter().filter_map(|id| sheet(&model.shelf, id)).flat_map(|sheet| &sheet.definition.parts) {
            if !all.iter().any(|(id, ..)| *id == part.id) {
                all.push((part.id.clone(), part.title.get(lang).to_owned(), counted.contains(&part.id)));
            }
        }
        all
    });
    let ticks =
        move || {
            let parts = parts.get();
            (parts.len() > 1).then(|| view! {
            <fieldset class="set"><legend>{words::K_PARTS.get(lang)}</legend><p class="ask__hint">{words::K_PARTS_HINT.get(lang)}</p>
                <div class="ticks ticks--wide">{parts.into_iter().map(|(part, title, on)| {
                    let label = [&part, " – ", &title].concat();
                    tick(format!("k-{of}-{part}"), label, None, move || on, move |on| shell.edit(Edit::KindPart(i, part.clone(), on)))
                }).collect_view()}</div></fieldset>
        })
        };
    let count = move || words::K_UNITS.with(lang, &[("n", &number::whole(units.get() as u64, lang))]);
    view! {
        <div class="kind">
            <div class="asks">
                {ask(shell, lang, Field::Kind(i, KindField::Title(Lang::Vi)), Kind::Text, words::K_TITLE.get(lang), None)}
                {move || english.get().then(|| ask(shell, lang, Field::Kind(i, KindField::Title(Lang::En)), Kind::Text, [words::K_TITLE.get(lang), words::IN_ENGLISH.get(lang)].concat(), None))}
                {ask(shell, lang, Field::Kind(i, KindField::Id), Kind::Name, words::K_ID.get(lang), None)}
            </div>
            {ticks}
            <p class="small">{count}" "{move || (units.get() == 0).then(|| view! { <button type="button" class="act" on:click=move |_| shell.edit(Edit::RemoveKind(i))>{words::REMOVE_KIND.get(lang)}</button> })}</p>
        </div>
    }
    .into_any()
}
