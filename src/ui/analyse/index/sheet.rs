//! "Phiếu đơn vị": what a unit has, what cost it points and why, against the mean and the
//! best of all units. One page of paper.

use leptos::prelude::*;

use super::super::Shell;
use super::super::parts::{scroll, select};
use super::{Seen, dots, ranking, rules, send};
use crate::analysis::index::points::leaf::State;
use crate::analysis::index::scheme::Scheme;
use crate::analysis::index::sheet::{Beside, FieldLine, Loss, Sheet, sheet};
use crate::app::analyse::index::files::print;
use crate::app::analyse::index::{Step, phrase};
use crate::base::words::{index as words, office};
use crate::base::{Lang, Word};
use crate::platform::download;

/// The part.
pub fn page(shell: Shell, seen: &Seen, lang: Lang) -> impl IntoView + use<> {
    let seen = seen.clone();
    let first = seen.standings.first().map(|standing| standing.unit.clone()).or_else(|| seen.units.first().map(|(code, _)| code.clone()));
    let chosen = shell.memo(|model| model.index.unit.clone());
    let known = seen.clone();
    let unit = Memo::new(move |_| chosen.get().filter(|code| known.points(code).is_some()).or_else(|| first.clone()).unwrap_or_default());
    let options = seen.units.clone();
    view! {
        {ranking::marks(&seen, lang)}
        <div class="filters noprint">{move || select("unit", office::UNIT.get(lang), options.clone(), &unit.get(), move |code| send(shell, Step::Unit(code)))}</div>
        {move || {
            let made = sheet(&unit.get(), &seen.points, &seen.appraisal);
            made.map(|sheet| view! { {summary(&seen, &sheet, lang)}{fields(&seen, &sheet, lang)}{losses(&seen, &sheet, lang)} })
        }}
        <p class="acts noprint"><button type="button" class="btn btn--quiet" on:click=move |_| { download::print(); }>{office::PRINT.get(lang)}</button></p>
    }
}

fn summary(seen: &Seen, sheet: &Sheet, lang: Lang) -> impl IntoView + use<> {
    let scheme = &seen.scheme;
    let bounds = dots::range(seen.points(&sheet.unit).and_then(|unit| unit.interval(scheme)), lang);
    let said = match seen.standing(&sheet.unit) {
        Some(standing) => {
            let (best, worst) = standing.ranks;
            let values = [
                ("index", print(&standing.score, seen, lang)),
                ("total", rules::plain(&scheme.total, lang)),
                ("bounds", bounds),
                ("rank", standing.rank.to_string()),
                ("of", seen.standings.len().to_string()),
                ("best", best.to_string()),
                ("worst", worst.to_string()),
                ("class", ranking::class_words(scheme, standing, lang)),
            ];
            words::SHEET_SAID.with(lang, &values.each_ref().map(|(name, value)| (*name, value.as_str())))
        }
        None => words::POINTS_OPEN.get(lang).to_owned(),
    };
    let flags = seen.flags.get(&sheet.unit).into_iter().flatten().zip(&scheme.flags).filter(|(reading, _)| reading.met == Some(true));
    let flags: Vec<String> =
        flags.map(|(reading, flag)| [flag.title.get(lang), ": ", &phrase::reasons(reading, scheme, lang).join("; ")].concat()).collect();
    let extra = seen.points(&sheet.unit).filter(|unit| !unit.bonus.is_zero() || !unit.penalty.is_zero());
    let extra = extra
        .map(|unit| words::EXTRA.with(lang, &[("bonus", &print(&unit.bonus, seen, lang)), ("penalty", &print(&unit.penalty, seen, lang))]));
    view! {
        <section class="panel sheet" id="sheet" tabindex="-1">
            <header class="panel__head"><h2>{seen.name(&sheet.unit).to_owned()}</h2></header>
            <p class="intro"><b>{said}</b></p>
            {extra.map(|text| view! { <p>{text}</p> })}
            {flags.into_iter().map(|text| view! { <p class="caution" role="note"><span aria-hidden="true">"⚑ "</span>{text}</p> }).collect_view()}
        </section>
    }
}

fn mean(beside: &Beside, lang: Lang) -> String {
    beside.mean.as_ref().map_or_else(|| "–".to_owned(), |mean| mean.percent(lang))
}

/// The best share and who has it; many are counted.
fn best(seen: &Seen, beside: &Beside, lang: Lang) -> String {
    let Some((share, units)) = &beside.best else { return "–".to_owned() };
    let who = match units.as_slice() {
        [one] => seen.name(one).to_owned(),
        several => words::N_UNITS.with(lang, &[("n", &several.len().to_string())]),
    };
    [&share.percent(lang), " (", &who, ")"].concat()
}

fn fields(seen: &Seen, sheet: &Sheet, lang: Lang) -> impl IntoView + use<> {
    let row = |line: &FieldLine| {
        let title = seen.scheme.field(&line.sum.id).map_or_else(String::new, |field| field.title.get(lang).to_owned());
        let share = line.sum.share();
        let drawn = ranking::line_of(&seen.scheme, &line.sum.id);
        let under = share.as_ref().zip(drawn.as_ref()).is_some_and(|(share, line)| ranking::is_under(&seen.scheme, share, line));
        let points = [print(&line.sum.points, seen, lang), print(&line.sum.applicable, seen, lang)].join(" / ");
        let line_text = drawn.map_or_else(|| "–".to_owned(), |line| phrase::percent_plain(&line, lang));
        let mark = under.then(|| view! { <span class="hide">{words::UNDER_LINE.get(lang)}</span> });
        view! {
            <tr><th scope="row">{title}</th><td>{points}</td>
                <td class=if under { "under" } else { "" }>{under.then_some("▼ ")}{share.map(|share| share.percent(lang))}{mark}</td>
                <td>{line_text}</td><td>{mean(&line.beside, lang)}</td><td>{best(seen, &line.beside, lang)}</td></tr>
        }
    };
    let heads = [words::FIELD, words::POINTS, words::SHARE, words::LINE, words::MEAN, words::BEST];
    table(words::FIELDS, &heads, sheet.fields.iter().map(row).collect_view(), "sheet-fields", Some(words::LINE_HOW), lang)
}

fn losses(seen: &Seen, sheet: &Sheet, lang: Lang) -> impl IntoView + use<> {
    let row = |loss: &Loss| {
        let points = [print(&loss.leaf.points, seen, lang), print(&loss.leaf.max, seen, lang)].join(" / ");
        let (reason, evidence) = match &loss.row {
            Some(row) => (row.reason.clone(), row.evidence.clone()),
            None => (words::BY_SURVEY.with(lang, &[("n", &loss.leaf.judged.to_string())]), String::new()),
        };
        let reason = if reason.is_empty() { words::NO_REASON.get(lang).to_owned() } else { reason };
        view! {
            <tr><th scope="row">{titled(&seen.scheme, &loss.leaf.id, lang)}</th><td>{points}</td><td><b>{print(&loss.lost, seen, lang)}</b></td>
                <td class="prose">{reason}</td><td class="prose">{evidence}</td><td>{mean(&loss.beside, lang)}</td><td>{best(seen, &loss.beside, lang)}</td></tr>
        }
    };
    let heads = [words::CRITERION, words::POINTS, words::LOST, words::REASON, words::EVIDENCE, words::MEAN, words::BEST];
    let rows = sheet.losses.iter().map(row).collect_view();
    let without = |(id, state): &(String, State)| view! { <li>{titled(&seen.scheme, id, lang)}": "{state_word(*state).get(lang)}</li> };
    view! {
        {table(words::LOSSES, &heads, rows, "sheet-losses", None, lang)}
        {(!sheet.not_counted.is_empty()).then(|| view! {
            <section class="panel"><header class="panel__head"><h2>{words::NOT_COUNTED.get(lang)}</h2></header>
                <ul class="flagged">{sheet.not_counted.iter().map(without).collect_view()}</ul></section>
        })}
    }
}

fn table<V: IntoView + 'static>(
    title: Word,
    heads: &[Word],
    rows: V,
    id: &'static str,
    how: Option<Word>,
    lang: Lang,
) -> impl IntoView + use<V> {
    let heads = heads.iter().map(|word| view! { <th scope="col">{word.get(lang)}</th> }).collect_view();
    let table = view! {
        <table class="data sheet__table"><caption class="hide">{title.get(lang)}</caption><thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table>
    };
    view! {
        <section class="panel" id=id>
            <header class="panel__head"><h2>{title.get(lang)}</h2></header>
            {scroll(title.get(lang).to_owned(), table)}
            {how.map(|how| view! { <p class="how">{how.get(lang)}</p> })}
        </section>
    }
}

/// `1.2.1 Công khai`.
fn titled(scheme: &Scheme, id: &str, lang: Lang) -> String {
    let title = scheme.leaves().find(|leaf| leaf.leaf.id == id).map_or("", |leaf| leaf.leaf.title.get(lang));
    [id, " ", title].concat()
}

fn state_word(state: State) -> Word {
    match state {
        State::Appraised | State::Surveyed => words::STATE_COUNTED,
        State::Open => words::STATE_OPEN,
        State::NotApplicable => words::STATE_NOT_APPLICABLE,
        State::NoSurvey | State::NoSurveyNought => words::STATE_NO_SURVEY,
        State::NobodyJudged => words::STATE_NOBODY,
    }
}
