//! The round on one page, for the file of the plan: what, who, how many. What is printed
//! is this and nothing else.

use leptos::prelude::*;

use super::Shell;
use crate::app::manage::Event;
use crate::app::manage::sampling::{outlook, sampled, whole};
use crate::base::words::manage as words;
use crate::base::{Lang, number};
use crate::campaign::Campaign;

/// The panel with the summary.
pub fn panel_of(shell: Shell, lang: Lang) -> AnyView {
    let state = shell.memo(move |model| {
        let campaign = model.campaign()?;
        let with_files: Vec<&str> = sampled(campaign, &model.shelf).into_iter().map(|group| group.id.as_str()).collect();
        let rows = campaign.groups.iter().map(|group| {
            let sum = with_files.contains(&group.id.as_str()).then(|| whole(&outlook(campaign, group)));
            let wanted = group.sent.map(u64::from).or(sum.as_ref().map(|sum| sum.quota));
            let margin = sum.as_ref().and_then(|sum| sum.margin);
            let units = campaign.rated(&group.id, None).len();
            (group.title.get(lang).to_owned(), group.questionnaires.join(", "), units, sum.map(|sum| sum.population), wanted, margin)
        });
        Some((head(campaign, lang), kinds(campaign, lang), rows.collect::<Vec<_>>()))
    });
    let shown = move || {
        let (head, kinds, rows) = state.get()?;
        let n = |n: Option<u64>| n.map_or_else(|| "–".to_owned(), |n| number::whole(n, lang));
        let row = |(title, forms, units, population, wanted, margin): (String, String, usize, Option<u64>, Option<u64>, Option<f64>)| {
            let margin = margin.map_or_else(|| "–".to_owned(), |margin| ["±", &number::percent(margin, lang)].concat());
            view! { <tr><th scope="row">{title}<small>{forms}</small></th><td>{number::whole(units as u64, lang)}</td><td>{n(population)}</td><td>{n(wanted)}</td><td>{margin}</td></tr> }
        };
        let line = |(name, value): (&'static str, String)| view! { <dt>{name}</dt><dd>{value}</dd> };
        Some(view! {
            <dl class="facts">{head.into_iter().map(line).collect_view()}<dt>{words::KINDS.get(lang)}</dt><dd>{filled(&kinds, lang)}</dd></dl>
            <div class="scroll" role="region" tabindex="0" aria-label=words::SUMMARY.get(lang)><table class="data data--plain">
                <thead><tr><th scope="col">{words::SUM_GROUP.get(lang)}</th><th scope="col">{words::SUM_UNITS.get(lang)}</th><th scope="col">{words::S_POPULATION.get(lang)}</th>
                    <th scope="col">{words::SUM_FORMS.get(lang)}</th><th scope="col">{words::WHOLE_MARGIN.get(lang)}</th></tr></thead>
                <tbody>{rows.into_iter().map(row).collect_view()}</tbody>
            </table></div>
        })
    };
    view! {
        <section class="panel summary">
            <header class="panel__head"><h2>{words::SUMMARY.get(lang)}</h2></header>
            {shown}
            <p class="acts"><button type="button" class="btn btn--quiet" on:click=move |_| shell.send(Event::Print)>{words::PRINT_SUMMARY.get(lang)}</button></p>
        </section>
    }
    .into_any()
}

/// A text, or that it is still missing.
fn filled(text: &str, lang: Lang) -> String {
    if text.trim().is_empty() { words::NOT_FILLED_IN.get(lang).to_owned() } else { text.to_owned() }
}

fn head(campaign: &Campaign, lang: Lang) -> Vec<(&'static str, String)> {
    let span = |from: crate::base::time::Date, to: crate::base::time::Date| [&from.to_display(), " – ", &to.to_display()].concat();
    vec![
        (words::F_TITLE.get(lang), filled(campaign.title.get(lang), lang)),
        (words::F_CONTROLLER.get(lang), filled(campaign.controller.get(lang), lang)),
        (words::SUM_PLAN.get(lang), [&filled(&campaign.plan.number, lang), ", ", &campaign.plan.date.to_display()].concat()),
        (words::F_HOTLINE.get(lang), filled(&campaign.hotline, lang)),
        (words::F_PERIOD.get(lang), span(campaign.period.from, campaign.period.to)),
        (words::F_OPEN.get(lang), span(campaign.opens, campaign.closes)),
        (words::F_MINIMUM.get(lang), campaign.analysis.minimum.to_string()),
    ]
}

fn kinds(campaign: &Campaign, lang: Lang) -> String {
    let of = |id: &str| campaign.units.iter().filter(|unit| unit.kind == id).count();
    let kinds = campaign.kinds.iter().map(|kind| (kind.title.get(lang), of(&kind.id))).filter(|(_, n)| *n > 0);
    kinds.map(|(title, n)| [title, ": ", &number::whole(n as u64, lang)].concat()).collect::<Vec<_>>().join(" · ")
}
