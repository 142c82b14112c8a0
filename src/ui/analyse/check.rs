//! "Kiểm tra phiếu": how many interviews were opened, how they ended, which are valid,
//! unit by unit; and everything that was set aside, by name.

use std::sync::Arc;

use leptos::prelude::*;

use super::parts::{card, choosers, head, scroll};
use super::satisfaction::kinds_alone;
use super::shell::Sight;
use super::{Shell, corrections, findings, register};
use crate::app::analyse::{Model, Page, Place, Source, planning};
use crate::base::words::{office as words, results};
use crate::base::{Finding, Lang, number};
use crate::campaign::Campaign;
use crate::dataset::responses::{Intake, Tally};
use crate::response::Channel;

/// The page.
#[component]
pub fn Check(shell: Shell, lang: Lang) -> impl IntoView {
    // What is counted changes with group and form, and with what is said about corrections.
    let counted = shell.memo(|model| (model.group.clone(), model.questionnaire.clone(), Arc::as_ptr(&model.register) as usize));
    let sight = shell.sight();
    let about = shell.peek(|model| model.campaign.as_ref().map(|campaign| campaign.title.get(lang).to_owned()).unwrap_or_default());
    view! {
        {head(words::PAGE_CHECK.get(lang), about)}
        {choosers(shell, lang)}
        {move || sight.get().filter(|sight| sight.shown.request.source != Source::Stored).map(|sight| view! { {kinds_alone(shell, &sight, lang)} {used(&sight, lang)} })}
        {move || {
            counted.get();
            shell.peek(|model| stored(model, lang))
        }}
        {corrections::panel(shell, lang)}
        {move || {
            counted.get();
            shell.peek(|model| set_aside(model, lang))
        }}
    }
}

/// What was read and used of a file or of the demo.
fn used(sight: &Sight, lang: Lang) -> impl IntoView + use<> {
    let meta = &sight.shown.results.meta;
    let counts = [meta.rows, meta.used].map(|n| number::whole(n, lang));
    let frame = &sight.shown.request.plan.frame;
    let quota = |code: &str| frame.iter().filter(|unit| unit.code == code).filter_map(|unit| unit.quota).sum::<u64>();
    let row = |unit: &crate::analysis::UnitWeight| {
        let quota = if frame.is_empty() { "–".to_owned() } else { number::whole(quota(&unit.unit), lang) };
        view! { <tr><th scope="row">{sight.names.unit(&unit.unit)}</th><td>{quota}</td><td>{number::whole(unit.rows, lang)}</td></tr> }
    };
    let notes = super::weights::named(sight);
    let heads = [words::UNIT, words::QUOTA, words::ROWS];
    view! {
        <section class="panel"><header class="panel__head"><h2>{super::satisfaction::source_word(sight.shown.request.source).get(lang)}</h2></header>
            <p class="intro">{words::ROWS_USED.with(lang, &[("rows", &counts[0]), ("used", &counts[1])])}</p>
            {(!notes.is_empty()).then(|| findings::list(&notes, lang))}
            <details class="fold"><summary>{words::BY_UNIT.get(lang)}</summary>
                {scroll(words::BY_UNIT.get(lang).to_owned(), view! {
                    <table class="data"><caption>{words::BY_UNIT_CAPTION.get(lang)}</caption>
                        <thead><tr>{heads.map(|word| view! { <th scope="col">{word.get(lang)}</th> }).collect_view()}</tr></thead>
                        <tbody>{meta.units.iter().map(row).collect_view()}</tbody></table>
                })}
            </details>
        </section>
    }
}

/// What came in.
fn stored(model: &Model, lang: Lang) -> impl IntoView + use<> {
    let campaign = model.campaign.clone();
    let intake = model.intake().cloned().unwrap_or_default();
    let whole = |n: u64| number::whole(n, lang);
    let quota = campaign.as_ref().and_then(|campaign| quota(campaign, &model.group));
    let started = intake.all.started();
    let is_grid = model.definitions.get(&model.questionnaire).is_some_and(|definition| planning::is_grid(definition));
    let scores = (is_grid && intake.all.valid > 0).then(|| {
        let href = Place { page: Page::Scores, campaign: model.place.campaign.clone() }.hash();
        view! { <p class="acts"><a class="btn btn--quiet" href=href>{results::SEE_SCORES.get(lang)}</a></p> }
    });
    view! {
        <section class="panel">
            <header class="panel__head"><h2>{words::IN_STORE.get(lang)}</h2></header>
            {(started == 0).then(|| view! { <p>{words::STORE_EMPTY.get(lang)}</p> })}
            {(started > 0).then(|| view! {
                <div class="kpis">
                    {card(words::STARTED.get(lang), whole(started), quota.map_or_else(String::new, |quota| words::OF_QUOTA.with(lang, &[("n", &whole(quota))])))}
                    {card(words::COMPLETE.get(lang), whole(intake.all.complete), words::COMPLETE_HINT.get(lang).to_owned())}
                    {card(words::VALID_FORMS.get(lang), whole(intake.all.valid), words::VALID_RULE.get(lang).to_owned())}
                    {card(words::NOT_COMPLETE.get(lang), whole(started - intake.all.complete), rest(&intake.all, lang))}
                </div>
                <p class="how">{words::CHECK_HOW.get(lang)}</p>
            })}
            {(intake.all.valid > 0).then(|| view! { <p class="caution" role="note">{channels(&intake, lang)}" "{words::CHANNELS_HOW.get(lang)}</p> })}
            {scores}
            {(started > 0).then(|| campaign.as_ref().map(|campaign| returned(campaign, model, lang)))}
            {(started > 0 && !is_grid).then(|| campaign.as_ref().map(|campaign| scroll(words::BY_UNIT.get(lang).to_owned(), table(campaign, &intake, &model.group, lang))))}
        </section>
        {register::panel(model, lang)}
        {(intake.open.valid > 0 && !is_grid).then(|| open(model, &intake, lang))}
    }
}

/// Everything that is not counted, by name.
fn set_aside(model: &Model, lang: Lang) -> impl IntoView + use<> {
    let aside = aside(model, lang);
    view! {
        <section class="panel">
            <header class="panel__head"><h2>{words::SET_ASIDE.get(lang)}</h2></header>
            {if aside.is_empty() { view! { <p>{words::NOTHING_ASIDE.get(lang)}</p> }.into_any() } else { view! { <ul class="findings">{aside}</ul> }.into_any() }}
        </section>
    }
}

fn rest(tally: &Tally, lang: Lang) -> String {
    let screened = tally.screened_out + tally.ineligible;
    let [partial, screened, refused, not_reached] =
        [tally.partial, screened, tally.refused, tally.not_reached].map(|n| number::whole(n, lang));
    let counts = [("partial", partial), ("screened", screened), ("refused", refused), ("unmet", not_reached)];
    words::REST.with(lang, &counts.each_ref().map(|(name, count)| (*name, count.as_str())))
}

/// "Phiếu phát ra – thu về – hợp lệ" of each group that answers this form.
fn returned(campaign: &Campaign, model: &Model, lang: Lang) -> impl IntoView + use<> {
    let groups = campaign.groups.iter().filter(|group| group.questionnaires.contains(&model.questionnaire));
    let rows = groups.map(|group| {
        let quotas = || campaign.units.iter().flat_map(|unit| &unit.strata).filter(|stratum| stratum.group == group.id).filter_map(|stratum| stratum.quota);
        let sent = group.sent.map(u64::from).or_else(|| quotas().next().map(|_| quotas().map(u64::from).sum()));
        let tally = model.intakes.get(&(group.id.clone(), model.questionnaire.clone())).map(|intake| intake.all).unwrap_or_default();
        let sent = sent.map_or_else(|| "–".to_owned(), |sent| number::whole(sent, lang));
        let [returned, valid, sampled] = [tally.complete + tally.partial, tally.valid, tally.sampled].map(|n| number::whole(n, lang));
        let asked = if group.census { words::CENSUS } else { words::SAMPLE };
        view! { <tr><th scope="row">{group.title.get(lang).to_owned()}</th><td>{asked.get(lang)}</td><td>{sent}</td><td>{returned}</td><td>{valid}</td><td>{sampled}</td></tr> }
    });
    let rows = rows.collect_view();
    let heads = [words::GROUP, words::ASKED_HOW, words::SENT, words::RETURNED, words::VALID_FORMS, words::SAMPLED];
    let table = view! {
        <table class="data" id="returned"><caption>{words::RETURNED_CAPTION.get(lang)}</caption>
            <thead><tr>{heads.map(|word| view! { <th scope="col">{word.get(lang)}</th> }).collect_view()}</tr></thead><tbody>{rows}</tbody>
        </table>
    };
    view! { {scroll(words::RETURNED_CAPTION.get(lang).to_owned(), table)}<p class="how">{results::RETURNED_HOW.get(lang)}</p> }
}

/// Answers through open links: shares as they are, of whoever chose to answer.
fn open(model: &Model, intake: &Intake, lang: Lang) -> impl IntoView + use<> {
    let definition = model.definitions.get(&model.questionnaire).cloned();
    let minimum = model.campaign.as_ref().map_or(0, |campaign| u64::from(campaign.analysis.minimum));
    let rows = definition.iter().flat_map(|definition| {
        planning::statements(definition)
            .map(|statement| {
                let scale = statement.question.scale.as_ref().and_then(|scale| definition.scales.get(scale));
                let from = scale.and_then(|scale| scale.satisfied_from).map_or(i64::MAX, i64::from);
                let levels = intake.open.levels.get(&statement.row.id);
                let count = |keep: &dyn Fn(i64) -> bool| -> u64 {
                    levels.into_iter().flatten().filter(|(level, _)| keep(**level)).map(|(_, n)| n).sum()
                };
                let (valid, satisfied) = (count(&|_| true), count(&|level| level >= from));
                #[expect(clippy::cast_precision_loss, reason = "counts of forms in one browser")]
                let share = (valid >= minimum.max(1)).then(|| number::percent(satisfied as f64 / valid as f64, lang));
                let share = share.unwrap_or_else(|| words::HIDDEN_FEW.get(lang).to_owned());
                let label = [&statement.row.number, ". ", statement.row.label.get(lang)].concat();
                view! { <tr><th scope="row">{label}</th><td>{number::whole(valid, lang)}</td><td>{share}</td></tr> }
            })
            .collect::<Vec<_>>()
    });
    let rows = rows.collect_view();
    let table = view! {
        <table class="data"><caption>{words::OPEN_CAPTION.get(lang)}</caption>
            <thead><tr><th scope="col">{words::STATEMENT.get(lang)}</th><th scope="col">{words::VALID_FORMS.get(lang)}</th><th scope="col">{words::OPEN_SHARE.get(lang)}</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <section class="panel" id="open-link">
            <header class="panel__head"><h2>{words::OPEN_TITLE.get(lang)}</h2><p>{words::OPEN_HINT.with(lang, &[("n", &number::whole(intake.open.valid, lang))])}</p></header>
            {scroll(words::OPEN_TITLE.get(lang).to_owned(), table)}
        </section>
    }
}

fn channels(intake: &Intake, lang: Lang) -> String {
    let word = |channel: Channel| match channel {
        Channel::OpenLink => words::CHANNEL_OPEN_LINK,
        Channel::Invitation => words::CHANNEL_INVITATION,
        Channel::Interviewer => words::CHANNEL_INTERVIEWER,
        Channel::SelfOnTablet => words::CHANNEL_TABLET,
        Channel::Paper => words::CHANNEL_PAPER,
    };
    let one = |(channel, n): (&Channel, &u64)| [word(*channel).get(lang), ": ", &number::whole(*n, lang)].concat();
    intake.channels.iter().map(one).collect::<Vec<_>>().join("; ") + "."
}

/// The quotas of a group, all units together; none where it has none.
fn quota(campaign: &Campaign, group: &str) -> Option<u64> {
    let quotas = planning::frame(campaign, None, group, false).into_iter().filter_map(|unit| unit.quota);
    Some(quotas.sum()).filter(|sum| *sum > 0)
}

/// What is counted nowhere else, each in a sentence.
fn aside(model: &Model, lang: Lang) -> Vec<AnyView> {
    let intake = model.intake().cloned().unwrap_or_default();
    let mut out = Vec::new();
    let mut say = |text: String| out.push(view! { <li class="finding">{text}</li> }.into_any());
    if intake.trials > 0 {
        say(words::TRIALS.with(lang, &[("n", &number::whole(intake.trials, lang))]));
    }
    for (edition, n) in &intake.editions {
        say(words::OTHER_EDITION.with(lang, &[("n", &number::whole(*n, lang)), ("edition", edition)]));
    }
    for (unit, n) in &intake.unknown_units {
        say(words::UNKNOWN_UNIT.with(lang, &[("n", &number::whole(*n, lang)), ("unit", unit)]));
    }
    for (id, found) in &model.unusable {
        let reasons: Vec<String> = found.iter().map(|finding: &Finding| findings::sentence(finding, lang)).collect();
        say(words::FORM_UNUSABLE.with(lang, &[("id", id), ("why", &reasons.join("; "))]));
    }
    out
}

fn table(campaign: &Campaign, intake: &Intake, group: &str, lang: Lang) -> impl IntoView + use<> {
    let heads = [
        words::UNIT,
        words::QUOTA,
        words::STARTED,
        words::COMPLETE,
        words::VALID_FORMS,
        words::SAMPLED,
        words::PARTIAL,
        words::SCREENED_OUT,
        words::REFUSED,
        words::NOT_REACHED,
    ];
    let body = |kind: &crate::campaign::UnitKind| {
        let rows = campaign.units.iter().filter(|unit| unit.kind == kind.id).map(|unit| {
            let tally = intake.by_unit.get(&unit.code).copied().unwrap_or_default();
            let quota = unit.strata.iter().find(|stratum| stratum.group == group).and_then(|stratum| stratum.quota);
            let screened = tally.screened_out + tally.ineligible;
            let Tally { complete, valid, sampled, partial, refused, not_reached, .. } = tally;
            let counts = [tally.started(), complete, valid, sampled, partial, screened, refused, not_reached];
            let counts = counts.map(|n| view! { <td>{number::whole(n, lang)}</td> }).collect_view();
            let quota = quota.map_or_else(|| "–".to_owned(), |quota| number::whole(u64::from(quota), lang));
            view! { <tr><th scope="row">{unit.name.clone()}</th><td>{quota}</td>{counts}</tr> }
        });
        let rows = rows.collect_view();
        view! { <tbody><tr class="kind"><th scope="rowgroup" colspan="10">{kind.title.get(lang).to_owned()}</th></tr>{rows}</tbody> }
    };
    view! {
        <table class="data"><caption>{words::BY_UNIT_CAPTION.get(lang)}</caption>
            <thead><tr>{heads.map(|word| view! { <th scope="col">{word.get(lang)}</th> }).collect_view()}</tr></thead>
            {campaign.kinds.iter().map(body).collect_view()}
        </table>
    }
}
