//! "Cỡ mẫu": what the quotas will be worth, before anybody is asked, and quotas for many
//! units in one act.

use std::collections::BTreeSet;

use leptos::prelude::*;

use super::Shell;
use crate::app::manage::sampling::{Consequence, Outlook, Rule, Whole, error_of, outlook, quotas, sampled, whole};
use crate::app::manage::{Edit, count};
use crate::base::words::{manage as words, office};
use crate::base::{Lang, number};
use crate::ui::analyse::parts::{card, scroll};

/// What the page shows of a group.
#[derive(Debug, Clone, PartialEq)]
struct Seen {
    id: String,
    title: String,
    rows: Vec<(Outlook, String)>,
    whole: Whole,
}

/// The page.
#[component]
pub fn Sample(shell: Shell, lang: Lang) -> impl IntoView {
    let groups = shell.memo(move |model| {
        let Some(campaign) = model.campaign() else { return Vec::new() };
        let seen = |group: &crate::campaign::Group| {
            let rows = outlook(campaign, group);
            let whole = whole(&rows);
            let name = |row: &Outlook| campaign.units.get(row.unit).map(|unit| unit.name.clone()).unwrap_or_default();
            let rows = rows
                .into_iter()
                .map(|row| {
                    let name = name(&row);
                    (row, name)
                })
                .collect();
            Seen { id: group.id.clone(), title: group.title.get(lang).to_owned(), rows, whole }
        };
        sampled(campaign, &model.shelf).into_iter().map(seen).collect::<Vec<_>>()
    });
    let ids = Memo::new(move |_| groups.with(|groups| groups.iter().map(|group| group.id.clone()).collect::<Vec<_>>()));
    let terms =
        shell.memo(|model| model.campaign().map_or((10, 0.95), |campaign| (campaign.analysis.minimum, campaign.analysis.confidence)));
    let lead = move || {
        let (minimum, level) = terms.get();
        words::SAMPLE_LEAD.with(lang, &[("minimum", &minimum.to_string()), ("level", &number::decimal(level * 100.0, 0, lang))])
    };
    view! {
        <p class="intro">{lead}</p>
        {move || ids.with(Vec::is_empty).then(|| view! { <p class="caution">{words::SAMPLE_NO_GROUP.get(lang)}</p> })}
        {move || ids.get().into_iter().map(|id| {
            let own = id.clone();
            let seen = Memo::new(move |_| groups.with(|groups| groups.iter().find(|group| group.id == own).cloned()));
            view! { <Of shell=shell lang=lang id=id seen=seen /> }
        }).collect_view()}
        <p class="how">{words::SAMPLE_HOW.get(lang)}</p>
    }
}

#[component]
fn Of(shell: Shell, lang: Lang, id: String, seen: Memo<Option<Seen>>) -> impl IntoView {
    let chosen: RwSignal<BTreeSet<usize>> = RwSignal::new(BTreeSet::new());
    let title = Memo::new(move |_| seen.with(|seen| seen.as_ref().map(|seen| seen.title.clone()).unwrap_or_default()));
    view! {
        <section class="panel">
            <header class="panel__head"><h2>{title}</h2></header>
            {move || seen.get().map(|seen| cards(&seen.whole, lang))}
            {setter(shell, lang, &id, seen, chosen)}
            {move || seen.get().map(|seen| table(lang, seen, chosen))}
        </section>
    }
}

fn cards(whole: &Whole, lang: Lang) -> AnyView {
    let margin = whole.margin.map_or_else(|| "–".to_owned(), |margin| ["±", &number::percent(margin, lang)].concat());
    let below = if whole.margin.is_some() { words::WHOLE_MARGIN_HINT } else { words::WHOLE_NO_MARGIN };
    let warnings = if whole.warnings == 0 { words::WHOLE_FINE } else { words::WHOLE_LOOK };
    view! {
        <div class="kpis">
            {card(words::WHOLE_QUOTA.get(lang), number::whole(whole.quota, lang), words::WHOLE_QUOTA_HINT.with(lang, &[("n", &number::whole(whole.units as u64, lang))]))}
            {card(words::WHOLE_POPULATION.get(lang), number::whole(whole.population, lang), words::WHOLE_POPULATION_HINT.get(lang).to_owned())}
            {card(words::WHOLE_MARGIN.get(lang), margin, below.get(lang).to_owned())}
            {card(words::WHOLE_WARNINGS.get(lang), number::whole(whole.warnings as u64, lang), warnings.get(lang).to_owned())}
        </div>
    }
    .into_any()
}

/// Quotas by a rule, for all units of the group or for the chosen ones.
fn setter(shell: Shell, lang: Lang, id: &str, seen: Memo<Option<Seen>>, chosen: RwSignal<BTreeSet<usize>>) -> AnyView {
    let (fixed, error) = (RwSignal::new("60".to_owned()), RwSignal::new("5".to_owned()));
    let faulty: RwSignal<Option<&'static str>> = RwSignal::new(None);
    let (of, fixed_id, error_id, fault_id) = (id.to_owned(), format!("fixed-{id}"), format!("error-{id}"), format!("fault-{id}"));
    let apply = move |rule: Option<Rule>, fault: &'static str| {
        faulty.set(rule.is_none().then_some(fault));
        let (Some(rule), Some(seen)) = (rule, seen.get_untracked()) else { return };
        let only = chosen.get_untracked();
        let rows: Vec<Outlook> =
            seen.rows.into_iter().map(|(row, _)| row).filter(|row| only.is_empty() || only.contains(&row.unit)).collect();
        shell.edit(Edit::Quotas(of.clone(), quotas(rule, &rows)));
    };
    let by_error = apply.clone();
    let whom = move || match chosen.with(BTreeSet::len) {
        0 => words::FOR_ALL.get(lang).to_owned(),
        n => words::FOR_CHOSEN.with(lang, &[("n", &n.to_string())]),
    };
    view! {
        <fieldset class="set setter">
            <legend>{words::SET_QUOTAS.get(lang)}" "<span>{whom}</span></legend>
            <div class="setter__one">
                <label class="pick" for=fixed_id><span>{words::FIXED.get(lang)}</span>
                    <input id=fixed_id.clone() type="text" inputmode="numeric" autocomplete="off" aria-describedby=fault_id.clone() prop:value=move || fixed.get() on:input:target=move |event| fixed.set(event.target().value()) /></label>
                <button type="button" class="btn btn--quiet" on:click=move |_| apply(count(&fixed.get_untracked()).map(Rule::Fixed), words::FIXED_FAULT.get(lang))>{words::APPLY.get(lang)}<span class="hide">" – "{words::FIXED.get(lang)}</span></button>
            </div>
            <div class="setter__one">
                <label class="pick" for=error_id><span>{words::BY_ERROR.get(lang)}</span>
                    <input id=error_id.clone() type="text" inputmode="decimal" autocomplete="off" aria-describedby=fault_id.clone() prop:value=move || error.get() on:input:target=move |event| error.set(event.target().value()) /></label>
                <button type="button" class="btn btn--quiet" on:click=move |_| by_error(error_of(&error.get_untracked()).map(Rule::Error), words::ERROR_FAULT.get(lang))>{words::APPLY.get(lang)}<span class="hide">" – "{words::BY_ERROR.get(lang)}</span></button>
            </div>
            <div id=fault_id class="ask__found" role="status">{move || faulty.get().map(|fault| view! { <p class="said said--error"><b>{office::SEVERITY_ERROR.get(lang)}": "</b>{fault}</p> })}</div>
        </fieldset>
    }
    .into_any()
}

fn table(lang: Lang, seen: Seen, chosen: RwSignal<BTreeSet<usize>>) -> AnyView {
    let all: BTreeSet<usize> = seen.rows.iter().map(|(row, _)| row.unit).collect();
    let (caption, empty) = (words::SAMPLE_CAPTION.with(lang, &[("group", &seen.title)]), seen.rows.is_empty());
    let number = |n: Option<u32>| n.map_or_else(|| "–".to_owned(), |n| number::whole(u64::from(n), lang));
    let row = |(row, name): (Outlook, String)| {
        let unit = row.unit;
        let margin = row.margin.map_or_else(|| "–".to_owned(), |margin| ["±", &number::percent(margin, lang)].concat());
        let said = row.consequence.map(|consequence| {
            let class = if consequence.is_warning() { "said" } else { "said said--calm" };
            view! { <span class=class>{consequence.is_warning().then(|| view! { <b>{office::SEVERITY_WARNING.get(lang)}": "</b> })}{consequence_word(consequence, lang)}</span> }
        });
        let label = [words::CHOOSE.get(lang), " ", &name].concat();
        view! {
            <tr>
                <td class="pickcell"><label><input type="checkbox" aria-label=label prop:checked=move || chosen.with(|chosen| chosen.contains(&unit))
                    on:change:target=move |event| chosen.update(|chosen| if event.target().checked() { chosen.insert(unit); } else { chosen.remove(&unit); }) /></label></td>
                <th scope="row">{name}</th><td>{number(row.population)}</td><td>{number(row.quota)}</td><td>{margin}</td><td class="none">{said}</td>
            </tr>
        }
    };
    let body = seen.rows.into_iter().map(row).collect_view();
    let every = all.clone();
    if empty {
        return view! { <p>{words::SAMPLE_NO_UNITS.get(lang)}</p> }.into_any();
    }
    scroll(caption.clone(), view! {
        <table class="data data--sample">
            <caption>{caption}</caption>
            <thead><tr>
                <th class="pickcell"><label><input type="checkbox" aria-label=words::CHOOSE_ALL.get(lang) prop:checked=move || chosen.with(|chosen| !all.is_empty() && *chosen == all)
                    on:change:target=move |event| chosen.set(if event.target().checked() { every.clone() } else { BTreeSet::new() }) /></label></th>
                <th scope="col">{office::UNIT.get(lang)}</th><th scope="col">{words::S_POPULATION.get(lang)}</th><th scope="col">{words::S_QUOTA.get(lang)}</th>
                <th scope="col">{words::S_MARGIN.get(lang)}</th><th scope="col" class="none">{words::S_CONSEQUENCE.get(lang)}</th>
            </tr></thead>
            <tbody>{body}</tbody>
        </table>
    })
    .into_any()
}

fn consequence_word(consequence: Consequence, lang: Lang) -> &'static str {
    match consequence {
        Consequence::OverPopulation => words::C_OVER,
        Consequence::NoPopulation => words::C_NO_POPULATION,
        Consequence::NoFiles => words::C_NO_FILES,
        Consequence::NoQuota => words::C_NO_QUOTA,
        Consequence::UnderMinimum => words::C_UNDER_MINIMUM,
        Consequence::TooFewFiles => words::C_TOO_FEW,
        Consequence::Census => words::C_CENSUS,
    }
    .get(lang)
}
