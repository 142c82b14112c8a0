//! "Xếp hạng": the units in order, with what their places are worth; flags with their
//! sentence; the file that may leave.

use std::cmp::Ordering;

use leptos::prelude::*;

use super::super::Shell;
use super::super::parts::{card, scroll};
use super::{Seen, dots, rules, send};
use crate::analysis::index::Exact;
use crate::analysis::index::points::UnitPoints;
use crate::analysis::index::ranking::Standing;
use crate::analysis::index::scheme::{Condition, Scheme};
use crate::app::analyse::index::files::{Kind, print, released};
use crate::app::analyse::index::{Step, phrase};
use crate::base::words::{index as words, office};
use crate::base::{Lang, number};
use crate::disclosure::Withheld;
use crate::platform::download;

/// The column by which rows stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Rank,
    Name,
    Index,
    Field(usize),
}

/// The part.
pub fn page(shell: Shell, seen: &Seen, lang: Lang) -> impl IntoView + use<> {
    let open: Vec<String> = seen.points.iter().filter(|unit| !unit.complete).map(|unit| seen.name(&unit.unit).to_owned()).collect();
    let said = words::OPEN_UNITS.with(lang, &[("n", &open.len().to_string()), ("units", &open.join(", "))]);
    view! {
        {marks(seen, lang)}
        {cards(seen, lang)}
        {(!open.is_empty()).then(|| view! { <details class="fold caution"><summary>{words::OPEN_TITLE.with(lang, &[("n", &open.len().to_string())])}</summary><p>{said}</p></details> })}
        {if seen.standings.is_empty() {
            view! { <section class="panel nothing"><h2>{words::NO_RANK.get(lang)}</h2><p>{words::NO_RANK_HINT.get(lang)}</p></section> }.into_any()
        } else {
            view! {
                <section class="panel noprint" id="plot">
                    <header class="panel__head"><h2>{words::PLOT.get(lang)}</h2></header>
                    <p class="how">{words::PLOT_HOW.with(lang, &[("level", &number::decimal(seen.scheme.confidence * 100.0, 0, lang))])}</p>
                    {dots::plot(shell, seen, lang)}
                </section>
                {ranks(shell, seen, lang)}
            }.into_any()
        }}
        {flags(seen, lang)}
        {file(shell, seen, lang)}
    }
}

/// What must not be overlooked: invented points, points that are not the council's.
pub fn marks(seen: &Seen, lang: Lang) -> impl IntoView + use<> {
    let council = seen.stage == crate::analysis::index::appraisal::Stage::Council;
    view! {
        {seen.scheme.illustrative.then(|| view! { <p class="banner banner--demo"><span aria-hidden="true">"◆ "</span>{words::ILLUSTRATIVE.get(lang)}</p> })}
        {(!council).then(|| view! { <p class="banner banner--demo">{words::NOT_COUNCILS.get(lang)}</p> })}
    }
}

fn cards(seen: &Seen, lang: Lang) -> impl IntoView + use<> {
    let n = |n: usize| number::whole(n as u64, lang);
    let flagged = seen.units.iter().filter(|(code, _)| !seen.raised(code).is_empty()).count();
    let alike = seen.standings.iter().filter(|standing| !standing.alike.is_empty()).count();
    let surveyed = seen.points.iter().filter(|unit| unit.surveyed).count();
    view! {
        <div class="kpis">
            {card(words::KPI_RANKED.get(lang), n(seen.standings.len()), words::OF_N.with(lang, &[("n", &n(seen.units.len()))]))}
            {card(words::KPI_ALIKE.get(lang), n(alike), words::KPI_ALIKE_HINT.get(lang).to_owned())}
            {card(words::KPI_FLAGGED.get(lang), n(flagged), words::OF_N.with(lang, &[("n", &n(seen.units.len()))]))}
            {card(words::KPI_SURVEYED.get(lang), n(surveyed), words::OF_N.with(lang, &[("n", &n(seen.units.len()))]))}
        </div>
    }
}

fn order(seen: &Seen, column: Column, one: &Standing, other: &Standing) -> Ordering {
    let field = |standing: &Standing, at: usize| seen.points(&standing.unit).and_then(|unit| unit.fields.get(at)?.share());
    match column {
        Column::Rank => one.rank.cmp(&other.rank),
        Column::Name => crate::campaign::fold(seen.name(&one.unit)).cmp(&crate::campaign::fold(seen.name(&other.unit))),
        Column::Index => other.score.cmp(&one.score),
        Column::Field(at) => field(other, at).cmp(&field(one, at)),
    }
}

fn ranks(shell: Shell, seen: &Seen, lang: Lang) -> impl IntoView + use<> {
    let sorted = RwSignal::new((Column::Rank, false));
    let head = move |column: Column, text: String, below: String| {
        let state = move || match sorted.get() {
            (now, false) if now == column => Some("ascending"),
            (now, true) if now == column => Some("descending"),
            (_, _) => None,
        };
        let sort = move |_| sorted.update(|(now, turned)| (*now, *turned) = (column, *now == column && !*turned));
        view! { <th scope="col" aria-sort=state><button type="button" class="sort" on:click=sort>{text}</button>{(!below.is_empty()).then(|| view! { <small>{below}</small> })}</th> }
    };
    let scheme = seen.scheme.clone();
    let fields = scheme.fields.iter().enumerate().map(|(at, field)| {
        head(Column::Field(at), field.title.get(lang).to_owned(), words::OF_MAX.with(lang, &[("max", &rules::plain(&field.max, lang))]))
    });
    let fields = fields.collect_view();
    let rows = {
        let seen = seen.clone();
        move || {
            let (column, turned) = sorted.get();
            let mut all: Vec<&Standing> = seen.standings.iter().collect();
            all.sort_by(|one, other| order(&seen, column, one, other));
            if turned {
                all.reverse();
            }
            all.into_iter().map(|standing| row(shell, &seen, standing, lang)).collect_view()
        }
    };
    let total = words::OF_MAX.with(lang, &[("max", &rules::plain(&scheme.total, lang))]);
    let caption = words::RANKS_CAPTION.get(lang);
    let table = view! {
        <table class="data ranks"><caption>{caption}</caption>
            <thead><tr>
                {head(Column::Rank, words::RANK.get(lang).to_owned(), String::new())}
                {head(Column::Name, office::UNIT.get(lang).to_owned(), String::new())}
                {head(Column::Index, words::INDEX.get(lang).to_owned(), total)}
                <th scope="col">{words::CLASS.get(lang)}</th>{fields}
                <th scope="col">{words::ALIKE.get(lang)}</th><th scope="col">{words::FLAGS.get(lang)}</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    view! {
        <section class="panel wide-print" id="ranks">
            <header class="panel__head"><h2>{words::RANKS.get(lang)}</h2><p>{rules::classes(&scheme, lang)}</p></header>
            {scroll(caption.to_owned(), table)}
            <p class="how">{words::RANKS_HOW.get(lang)}" "{words::LINE_HOW.get(lang)}</p>
            <p class="acts noprint"><button type="button" class="btn btn--quiet" on:click=move |_| { download::print(); }>{office::PRINT.get(lang)}</button></p>
        </section>
    }
}

fn row(shell: Shell, seen: &Seen, standing: &Standing, lang: Lang) -> impl IntoView + use<> {
    let scheme = &seen.scheme;
    let (code, name) = (standing.unit.clone(), seen.name(&standing.unit).to_owned());
    let (best, worst) = standing.ranks;
    let range = (best != worst)
        .then(|| view! { <small>{words::COULD_BE.with(lang, &[("best", &best.to_string()), ("worst", &worst.to_string())])}</small> });
    let points = seen.points(&standing.unit);
    let bounds = dots::range(points.and_then(|unit| unit.interval(scheme)), lang);
    let fields = points.map(|unit| field_cells(seen, unit, lang));
    let alike = standing.alike.iter().map(|unit| seen.name(unit)).collect::<Vec<_>>().join(", ");
    let flags = seen.raised(&standing.unit).into_iter().filter_map(|at| scheme.flags.get(at)).map(|flag| flag.title.get(lang).to_owned());
    let flags = flags.map(|title| view! { <span class="flag"><span aria-hidden="true">"⚑ "</span>{title}</span> }).collect_view();
    view! {
        <tr>
            <td class="ranks__place"><b>{standing.rank}</b>{range}</td>
            <th scope="row"><button type="button" class="act" on:click=move |_| dots::open(shell, &code)>{name}</button></th>
            <td><b>{print(&standing.score, seen, lang)}</b><small>{bounds}</small></td>
            <td>{class_words(scheme, standing, lang)}</td>{fields}
            <td class="ranks__alike">{alike}</td><td class="ranks__flags">{flags}</td>
        </tr>
    }
}

/// A class, and between which classes it could be.
pub fn class_words(scheme: &Scheme, standing: &Standing, lang: Lang) -> String {
    let title = |id: &Option<String>| {
        let class = scheme.classes.iter().find(|class| Some(&class.id) == id.as_ref());
        class.map_or_else(|| "–".to_owned(), |class| class.title.get(lang).to_owned())
    };
    let (low, high) = &standing.classes;
    if low == high {
        return title(&standing.class);
    }
    words::CLASS_COULD_BE.with(lang, &[("class", &title(&standing.class)), ("low", &title(low)), ("high", &title(high))])
}

/// The line that flags draw on a field, if any does.
pub fn line_of(scheme: &Scheme, field: &str) -> Option<Exact> {
    fn inside(condition: &Condition, wanted: &str) -> Option<Exact> {
        match condition {
            Condition::FieldBelow { field, share } => (field == wanted).then(|| share.clone()),
            Condition::Of(_, of) => of.iter().find_map(|one| inside(one, wanted)),
            Condition::HeadRated(_) | Condition::Unclear => None,
        }
    }
    scheme.flags.iter().find_map(|flag| inside(&flag.when, field))
}

/// Whether a field's share, as it is judged, is under the line.
pub fn is_under(scheme: &Scheme, share: &Exact, line: &Exact) -> bool {
    let places = usize::from(scheme.decimals) + 2;
    match scheme.judged_on {
        crate::analysis::index::scheme::JudgedOn::Printed => share.rounded(places) < *line,
        crate::analysis::index::scheme::JudgedOn::Exact => share < line,
    }
}

fn field_cells(seen: &Seen, unit: &UnitPoints, lang: Lang) -> impl IntoView + use<> {
    let cell = |sum: &crate::analysis::index::points::Sum| {
        let share = sum.share();
        let line = line_of(&seen.scheme, &sum.id);
        let under = share.as_ref().zip(line.as_ref()).is_some_and(|(share, line)| is_under(&seen.scheme, share, line));
        let points = if sum.applicable.is_zero() { "–".to_owned() } else { print(&sum.points, seen, lang) };
        let percent = share.map(|share| share.percent(lang));
        let below = under.then(|| view! { <span class="hide">{words::UNDER_LINE.get(lang)}</span> });
        view! { <td class=if under { "under" } else { "" }>{under.then_some("▼ ")}{points}<small>{percent}{below}</small></td> }
    };
    unit.fields.iter().map(cell).collect_view()
}

fn flags(seen: &Seen, lang: Lang) -> impl IntoView + use<> {
    let scheme = &seen.scheme;
    let one = |(at, flag): (usize, &crate::analysis::index::scheme::Flag)| {
        let units = seen.units.iter().filter_map(|(code, name)| {
            let reading = seen.flags.get(code)?.get(at)?;
            (reading.met == Some(true)).then(|| {
                let why = phrase::reasons(reading, scheme, lang).join("; ");
                let near = reading.within_error.then(|| words::WITHIN_ERROR.get(lang));
                view! { <li><b>{name.clone()}</b>": "{why}{near.map(|text| [" ", text].concat())}</li> }
            })
        });
        let units: Vec<_> = units.collect();
        let unknown = seen.flags.values().filter(|all| all.get(at).is_some_and(|reading| reading.met.is_none())).count();
        let said = words::FLAG_SAID.with(lang, &[("n", &units.len().to_string()), ("unknown", &unknown.to_string())]);
        view! {
            <section class="panel" id=["flag-", &flag.id].concat()>
                <header class="panel__head"><h2>{flag.title.get(lang).to_owned()}</h2></header>
                <p class="intro">{rules::flag_sentence(flag, scheme, lang)}</p>
                <p role="status">{said}</p>
                <ul class="flagged">{units.into_iter().collect_view()}</ul>
                <p class="how">{words::LINE_HOW.get(lang)}</p>
            </section>
        }
    };
    scheme.flags.iter().enumerate().map(one).collect_view()
}

fn file(shell: Shell, seen: &Seen, lang: Lang) -> impl IntoView + use<> {
    let saved = shell.memo(|model| model.saved.clone());
    let minimum = shell.memo(|model| model.minimum);
    let withheld = {
        let seen = seen.clone();
        move || {
            let minimum = minimum.get().get().to_string();
            let units = shell.peek(|model| {
                let released = released(model, &seen);
                let few = released.get().rows.iter().filter(|row| row.fields == Err(Withheld::Few));
                few.map(|row| seen.name(&row.unit).to_owned()).collect::<Vec<_>>()
            });
            let text = words::WITHHELD.with(lang, &[("n", &minimum), ("units", &units.join(", "))]);
            (!units.is_empty()).then(|| view! { <p class="caution" role="note">{text}</p> })
        }
    };
    view! {
        <section class="panel noprint" id="file">
            <header class="panel__head"><h2>{office::FILE.get(lang)}</h2><p>{words::FILE_HINT.get(lang)}</p></header>
            {withheld}
            <p class="acts"><button type="button" class="btn" on:click=move |_| if let Some(day) = Shell::today() { send(shell, Step::Download(Kind::Ranking, day)) }>{office::DOWNLOAD.get(lang)}</button></p>
            {saved_line(saved, lang)}
        </section>
    }
}

/// Whether the browser took the last file.
pub fn saved_line(saved: Memo<Option<(String, Option<bool>)>>, lang: Lang) -> impl IntoView {
    view! {
        <p role="status">{move || saved.get().and_then(|(name, taken)| Some(if taken? { office::SAVED.with(lang, &[("name", &name)]) } else { office::NOT_SAVED.get(lang).to_owned() }))}</p>
    }
}
