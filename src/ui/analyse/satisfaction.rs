//! "Mức độ hài lòng": what was found, as pictures, each with its table and the sentence
//! that says how it was computed.

use leptos::prelude::*;

use super::figures::{self, Drawing};
use super::parts::{bounds, card, choosers, figure, head, nothing, select};
use super::shell::Sight;
use super::{Shell, tables, track};
use crate::analysis::Subject;
use crate::analysis::plan::IntervalRule;
use crate::app::analyse::picture::{self, Ranking};
use crate::app::analyse::{Event, Look, Shown, Source, Statistic};
use crate::base::words::office as words;
use crate::base::{Lang, number};

/// The page.
#[component]
pub fn Satisfaction(shell: Shell, lang: Lang) -> impl IntoView {
    let sight = shell.sight();
    let look = shell.memo(|model| model.look.clone());
    let about = shell.memo(move |model| about(model, lang));
    view! {
        {move || head(words::SATISFACTION_TITLE.get(lang), about.get())}
        {choosers(shell, lang)}
        {move || match sight.get() {
            None => nothing(shell, lang).into_any(),
            Some(sight) => {
                let look = look.get();
                view! {
                    <svg class="hatches" aria-hidden="true" width="0" height="0" inner_html=track::HATCHES></svg>
                    {filters(shell, &sight, &look, lang)}
                    {open_link(shell, &sight.shown, lang)}
                    {cards(&sight, &look, lang)}
                    {rankings(shell, &sight, &look, lang)}
                    <div class="two">{statements(shell, &sight, &look, lang)}{factors(shell, &sight, &look, lang)}</div>
                    {groups(shell, &sight, &look, lang)}
                }.into_any()
            }
        }}
    }
}

/// Campaign, questionnaire and source in a line.
pub fn about(model: &crate::app::analyse::Model, lang: Lang) -> String {
    let campaign = model.campaign.as_ref().map(|campaign| campaign.title.get(lang).to_owned());
    let request = model.shown.as_ref().map(|shown| &shown.request);
    let form = request.and_then(|request| request.definition.as_ref()).map(|definition| definition.title.get(lang).to_owned());
    let source = request.map(|request| source_word(request.source).get(lang).to_owned());
    let group = request.and_then(|request| Some(model.campaign.as_ref()?.group(&request.group)?.title.get(lang).to_owned()));
    campaign.into_iter().chain(group).chain(form).chain(source).collect::<Vec<_>>().join(" · ")
}

/// What a source is called.
pub fn source_word(source: Source) -> crate::base::Word {
    match source {
        Source::Stored => words::SOURCE_STORED,
        Source::Demo => words::SOURCE_DEMO,
        Source::File => words::SOURCE_FILE,
    }
}

/// Which kind of units is looked at: it holds on every page, so every page says it and
/// can change it. Nothing where there is one kind only.
pub fn kinds(shell: Shell, sight: &Sight, lang: Lang) -> impl IntoView + use<> {
    let request = &sight.shown.request;
    let names = &sight.names;
    let campaign_kinds = shell.peek(|model| {
        let campaign = model.campaign.as_ref();
        let rates = campaign.and_then(|campaign| campaign.group(&request.group)).map(|group| group.rates.clone()).unwrap_or_default();
        let kinds = campaign.into_iter().flat_map(|campaign| &campaign.kinds).map(|kind| kind.id.clone());
        kinds.filter(|kind| rates.is_empty() || rates.contains(kind)).collect::<Vec<_>>()
    });
    let mut kinds: Vec<String> = match request.source {
        Source::File => sight.shown.results.meta.units.iter().map(|unit| unit.kind.clone()).filter(|kind| !kind.is_empty()).collect(),
        Source::Stored | Source::Demo => campaign_kinds,
    };
    kinds.extend(request.kind.clone());
    let mut seen: Vec<(String, String)> = vec![(String::new(), words::ALL_KINDS.get(lang).to_owned())];
    for kind in kinds {
        if seen.iter().all(|(id, _)| *id != kind) {
            let name = names.kind(&kind);
            seen.push((kind, name));
        }
    }
    (seen.len() > 2).then(|| {
        select("f-kind", words::KIND.get(lang), seen, request.kind.as_deref().unwrap_or_default(), move |kind| {
            shell.send(Event::Kind(Some(kind).filter(|kind| !kind.is_empty())));
        })
    })
}

/// The same, standing alone above a page.
pub fn kinds_alone(shell: Shell, sight: &Sight, lang: Lang) -> impl IntoView + use<> {
    view! { <div class="filters" role="group" aria-label=words::FILTERS.get(lang)>{kinds(shell, sight, lang)}</div> }
}

fn filters(shell: Shell, sight: &Sight, look: &Look, lang: Lang) -> impl IntoView + use<> {
    let request = &sight.shown.request;
    let names = &sight.names;
    let plan = &request.plan;
    let mut subjects = vec![Subject::Overall];
    subjects.extend(plan.parts.iter().map(|part| Subject::Part { id: part.id.clone() }));
    subjects.extend(plan.factors.iter().map(|factor| Subject::Factor { id: factor.id.clone() }));
    subjects.extend(plan.data.items.iter().map(|id| Subject::Item { id: id.clone() }));
    let there = |subject: &Subject| sight.table.get().cells.iter().any(|cell| cell.subject == *subject);
    subjects.retain(there);
    let options = subjects.iter().enumerate().map(|(index, subject)| (index.to_string(), names.subject(subject))).collect();
    let chosen = subjects.iter().position(|subject| *subject == look.subject).unwrap_or(0).to_string();
    let look_of = move |change: &dyn Fn(&mut Look)| {
        let mut look = shell.peek(|model| model.look.clone());
        change(&mut look);
        shell.send(Event::Look(look));
    };
    let pick_subject = move |index: String| {
        if let Some(subject) = index.parse().ok().and_then(|index: usize| subjects.get(index)) {
            look_of(&|look| look.subject = subject.clone());
        }
    };
    let statistics = vec![("share".to_owned(), words::SHARE.get(lang).to_owned()), ("mean".to_owned(), words::MEAN.get(lang).to_owned())];
    let statistic = if look.statistic == Statistic::Share { "share" } else { "mean" };
    let rules = vec![("t".to_owned(), words::RULE_T.get(lang).to_owned()), ("normal".to_owned(), words::RULE_NORMAL.get(lang).to_owned())];
    let rule = if plan.interval.rule == IntervalRule::T { "t" } else { "normal" };
    view! {
        <div class="filters" role="group" aria-label=words::FILTERS.get(lang)>
            {kinds(shell, sight, lang)}
            {select("f-subject", words::SUBJECT.get(lang), options, &chosen, pick_subject)}
            {select("f-statistic", words::STATISTIC.get(lang), statistics, statistic, move |value| {
                let statistic = if value == "mean" { Statistic::Mean } else { Statistic::Share };
                look_of(&|look| look.statistic = statistic);
            })}
            {select("f-rule", words::RULE.get(lang), rules, rule, move |value| {
                shell.send(Event::Rule(if value == "t" { IntervalRule::T } else { IntervalRule::Normal }));
            })}
        </div>
    }
}

/// Answers through an open link are no sample; they are shown, and said to be none.
/// Which answers the estimates stand on, and which they do not.
fn open_link(shell: Shell, shown: &Shown, lang: Lang) -> impl IntoView + use<> {
    let counts = shell.peek(|model| {
        let intake = model.intake()?;
        Some([intake.all.sampled, intake.open.valid].map(|n| number::whole(n, lang)))
    });
    let [sampled, open] = counts.unwrap_or_default();
    let said = words::SAMPLED_ONLY.with(lang, &[("n", &sampled), ("open", &open)]);
    (shown.request.source == Source::Stored).then(|| view! { <p class="caution" role="note">{said}</p> })
}

fn cards(sight: &Sight, look: &Look, lang: Lang) -> impl IntoView + use<> {
    let table = sight.table.get();
    let meta = &sight.shown.results.meta;
    let whole = picture::whole(table, &look.subject, look.statistic);
    let level = number::decimal(meta.interval.level * 100.0, 0, lang);
    let (est, range, plain) = match &whole {
        Ok(point) => (
            figure(point.est, look.statistic, lang),
            words::INTERVAL_AT.with(lang, &[("level", &level), ("bounds", &bounds(point, look.statistic, lang))]),
            figure(point.unweighted, look.statistic, lang),
        ),
        Err(reason) => ("⊘".to_owned(), super::parts::why(*reason, table.minimum.get(), lang), "⊘".to_owned()),
    };
    let heaviest = meta.units.first().map_or_else(String::new, |unit| {
        words::HEAVIEST_SHORT.with(lang, &[("unit", &sight.names.unit(&unit.unit)), ("share", &number::percent(unit.share, lang))])
    });
    let (cells, hidden) = picture::hidden(table);
    let n = whole.as_ref().map_or_else(
        |_| String::new(),
        |point| {
            let [asked, answered, valid] = [point.n.asked, point.n.answered, point.n.valid].map(|n| number::whole(n, lang));
            words::DENOMINATORS.with(lang, &[("asked", &asked), ("answered", &answered), ("valid", &valid)])
        },
    );
    view! {
        <div class="kpis">
            {card(words::WEIGHTED.get(lang), est, range)}
            {card(words::FORMS_USED.get(lang), number::whole(meta.used, lang), n)}
            {card(words::UNWEIGHTED.get(lang), plain, heaviest)}
            {card(words::HIDDEN.get(lang), number::whole(hidden as u64, lang), words::HIDDEN_OF.with(lang, &[("n", &number::whole(cells as u64, lang)), ("minimum", &table.minimum.get().to_string())]))}
        </div>
    }
}

fn drawing(sight: &Sight, look: &Look, lang: Lang) -> Drawing {
    let minimum = sight.table.get().minimum.get();
    Drawing {
        statistic: look.statistic,
        minimum,
        levels: sight.shown.results.meta.levels,
        joined: false,
        narrow: false,
        target: None,
        lang,
    }
}

fn rankings(shell: Shell, sight: &Sight, look: &Look, lang: Lang) -> impl IntoView + use<> {
    let all = picture::rankings(&sight.shown, sight.table.get(), &look.subject, look.statistic, &sight.names);
    let drawing = Drawing { joined: true, ..drawing(sight, look, lang) };
    let subject = sight.names.subject(&look.subject);
    let open = Callback::new(move |unit: String| {
        let look = shell.peek(|model| Look { unit: Some(unit.clone()), ..model.look.clone() });
        shell.send(Event::Look(look));
        crate::platform::page::focus("statements".to_owned());
    });
    let panel = |ranking: &Ranking| {
        let kind = sight.names.kind(&ranking.kind);
        let caption = [&words::RANKING_TABLE.with(lang, &[("kind", &kind)]), " – ", &subject].concat();
        let class = if ranking.dots.len() > 24 { "panel panel--long" } else { "panel" };
        view! {
            <section class=class>
                <header class="panel__head"><h2>{words::RANKING.with(lang, &[("kind", &kind)])}</h2><p>{subject.clone()}</p></header>
                <p class="how">{words::RANKING_HOW.get(lang)}</p>
                {figures::dots(&ranking.dots, &drawing, Some(open))}
                {tables::folded(lang, tables::dots(&ranking.dots, words::UNIT.get(lang), &caption, look.statistic, drawing.minimum, lang), caption.clone())}
            </section>
        }
    };
    all.iter().filter(|ranking| !ranking.dots.is_empty()).map(panel).collect_view()
}

fn statements(shell: Shell, sight: &Sight, look: &Look, lang: Lang) -> impl IntoView + use<> {
    let table = sight.table.get();
    let bars = picture::bars(&sight.shown, table, look.unit.as_deref(), &sight.names);
    let labels = level_labels(sight, lang);
    let minimum = table.minimum.get();
    let whose = whose(sight, look, lang);
    let caption = [words::STATEMENTS.get(lang), " – ", &whose].concat();
    let back = look.unit.is_some().then(|| view! {
        <button type="button" class="act" on:click=move |_| shell.send(Event::Look(shell.peek(|model| Look { unit: None, ..model.look.clone() })))>{words::BACK_TO_ALL.get(lang)}</button>
    });
    view! {
        <section class="panel" id="statements" tabindex="-1">
            <header class="panel__head"><h2>{words::STATEMENTS.get(lang)}</h2><p>{whose}" "{back}</p></header>
            <p class="how">{words::STATEMENTS_HOW.get(lang)}</p>
            {figures::levels(&bars, &labels, minimum, lang)}
            {tables::folded(lang, tables::levels(&bars, &labels, &caption, minimum, lang), caption.clone())}
        </section>
    }
}

fn whose(sight: &Sight, look: &Look, lang: Lang) -> String {
    match (&look.unit, &sight.shown.request.kind) {
        (Some(unit), _) => sight.names.unit(unit),
        (None, Some(kind)) => sight.names.kind(kind),
        (None, None) => words::ALL_KINDS.get(lang).to_owned(),
    }
}

/// The questionnaire's words for the levels, or their numbers.
fn level_labels(sight: &Sight, lang: Lang) -> Vec<String> {
    let definition = sight.shown.request.definition.as_ref();
    let scale = definition.and_then(|definition| {
        let first = crate::app::analyse::planning::statements(definition).next()?;
        definition.scales.get(first.question.scale.as_deref()?)
    });
    match scale {
        Some(scale) => scale.levels.iter().map(|level| level.label.get(lang).to_owned()).collect(),
        None => (1..=sight.shown.results.meta.levels).map(|level| words::LEVEL_N.with(lang, &[("n", &level.to_string())])).collect(),
    }
}

fn factors(shell: Shell, sight: &Sight, look: &Look, lang: Lang) -> impl IntoView + use<> {
    let dots = picture::factors(&sight.shown, sight.table.get(), look.unit.as_deref(), look.statistic, &sight.names);
    if dots.is_empty() {
        return None;
    }
    let target = shell.peek(|model| model.campaign.as_ref().and_then(|campaign| campaign.analysis.target.clone()));
    let target = target.filter(|_| look.statistic == Statistic::Share && sight.shown.request.source != Source::File);
    let drawing = Drawing { narrow: true, target: target.as_ref().map(|target| target.share), ..drawing(sight, look, lang) };
    let sentence = match &target {
        Some(target) => words::TARGET.with(lang, &[("name", target.name.get(lang)), ("share", &number::percent(target.share, lang))]),
        None => words::NO_TARGET.get(lang).to_owned(),
    };
    let whose = whose(sight, look, lang);
    let caption = [words::FACTORS.get(lang), " – ", &whose].concat();
    Some(view! {
        <section class="panel">
            <header class="panel__head"><h2>{words::FACTORS.get(lang)}</h2><p>{whose}</p></header>
            <p class="how">{sentence}" "{words::FACTORS_HOW.get(lang)}</p>
            {figures::dots(&dots, &drawing, None)}
            {tables::folded(lang, tables::dots(&dots, words::FACTOR.get(lang), &caption, look.statistic, drawing.minimum, lang), caption.clone())}
        </section>
    })
}

fn groups(shell: Shell, sight: &Sight, look: &Look, lang: Lang) -> impl IntoView + use<> {
    let columns = &sight.shown.request.plan.data.profile;
    let column = look.column.as_ref().filter(|column| columns.contains(column)).or(columns.first())?.clone();
    let dots = picture::groups(sight.table.get(), &column, &look.subject, look.statistic, &sight.names);
    let drawing = drawing(sight, look, lang);
    let options = columns.iter().map(|id| (id.clone(), sight.names.column(id))).collect();
    let caption = [words::GROUPS.get(lang), " – ", &sight.names.column(&column)].concat();
    let choose = move |id: String| shell.send(Event::Look(shell.peek(|model| Look { column: Some(id.clone()), ..model.look.clone() })));
    Some(view! {
        <section class="panel">
            <header class="panel__head"><h2>{words::GROUPS.get(lang)}</h2><p>{sight.names.subject(&look.subject)}</p></header>
            {select("f-column", words::GROUP_BY.get(lang), options, &column, choose)}
            <p class="how">{words::GROUPS_HOW.get(lang)}</p>
            {figures::dots(&dots, &drawing, None)}
            {tables::folded(lang, tables::dots(&dots, words::GROUP.get(lang), &caption, look.statistic, drawing.minimum, lang), caption.clone())}
        </section>
    })
}
