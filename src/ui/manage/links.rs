//! "Đường dẫn, mã QR": one link and code for each unit and group, sheets and posters.

use leptos::prelude::*;

use super::{Shell, paper};
use crate::app::manage::links::{self, Form, Line, Step, What, message};
use crate::app::manage::{Event, Page, Place};
use crate::base::words::links as words;
use crate::base::{Lang, Word, number};
use crate::campaign::Group;
use crate::campaign::link::{self, is_local};
use crate::platform::page;
use crate::ui::analyse::findings;
use crate::ui::analyse::parts::select;
use crate::ui::components::{Notice, Tone};

/// The page.
#[component]
pub fn Links(shell: Shell, lang: Lang) -> impl IntoView {
    send(shell, Step::Here(page::address()));
    let printing = shell.memo(|model| model.links.print.clone());
    let released = shell.memo(|model| links::edition(model).map(|(campaign, mark)| (campaign.edition, mark.to_owned())));
    move || match (printing.get(), released.get()) {
        (Some(print), Some(_)) => paper::preview(shell, &print, lang).into_any(),
        (None, Some((edition, mark))) => list(shell, edition, mark, lang).into_any(),
        (_, None) => not_released(shell, lang).into_any(),
    }
}

/// A step of the page.
pub fn send(shell: Shell, step: Step) {
    shell.send(Event::Links(step));
}

fn not_released(shell: Shell, lang: Lang) -> impl IntoView {
    let place = shell.peek(|model| Place { page: Page::Release, draft: model.place.draft.clone() });
    view! {
        <section class="panel nothing"><h2>{words::NOT_RELEASED.get(lang)}</h2><p>{words::NOT_RELEASED_HINT.get(lang)}</p>
            <p class="acts"><a class="btn" href=place.hash()>{words::TO_RELEASE.get(lang)}</a></p></section>
    }
}

fn list(shell: Shell, edition: u32, mark: String, lang: Lang) -> impl IntoView {
    let behind = shell.memo(|model| model.opened.as_ref().is_some_and(|opened| links::is_behind(opened, model)));
    let lines = shell.memo(links::lines);
    let edition = edition.to_string();
    view! {
        <p class="intro">{words::LEAD.get(lang)}</p>
        {move || {
            let values = [("edition", edition.as_str()), ("mark", mark.as_str())];
            if behind.get() {
                let text = words::BEHIND.with(lang, &values);
                view! { <Notice tone=Tone::Note><p>{text}</p></Notice> }.into_any()
            } else {
                view! { <p class="small">{words::OF_EDITION.with(lang, &values)}</p> }.into_any()
            }
        }}
        {address(shell, lang)}
        <section class="panel panel--long" aria-labelledby="links-count">
            {filters(shell, lang)}
            {move || bar(shell, &lines.get(), lang)}
            {said(shell, lang)}
            <ul class="links">{move || lines.get().iter().map(|line| row(shell, line, lang)).collect_view()}</ul>
        </section>
    }
}

/// The address that links begin with.
fn address(shell: Shell, lang: Lang) -> impl IntoView {
    let now = shell.peek(|model| model.links.base.clone());
    let judged = shell.memo(links::base);
    view! {
        <section class="panel">
            <div class="ask"><label class="ask__label" for="links-base">{words::BASE.get(lang)}</label>
                <span class="ask__hint" id="links-base-hint">{words::BASE_HINT.get(lang)}</span>
                <input class="ask__control" type="url" id="links-base" value=now spellcheck="false" autocomplete="off" aria-describedby="links-base-hint"
                    aria-invalid=move || judged.with(Result::is_err).then_some("true")
                    on:input:target=move |event| send(shell, Step::Base(event.target().value())) /></div>
            <div role="status">{move || match judged.get() {
                Err(finding) => findings::list(&[finding], lang).into_any(),
                Ok(base) if is_local(&base) => view! { <p class="caution">{words::BASE_LOCAL.get(lang)}</p> }.into_any(),
                Ok(_) => ().into_any(),
            }}</div>
            {tablets(shell, lang)}
        </section>
    }
}

/// The address for surveyors' tablets, with the key's mark.
fn tablets(shell: Shell, lang: Lang) -> impl IntoView {
    let address = shell.memo(|model| {
        let (campaign, _) = links::edition(model)?;
        Some([links::base(model).ok()?, link::tablets(campaign)].concat())
    });
    move || {
        address.get().map(|address| view! { <p class="small">{words::TABLETS.get(lang)}" "<code id="links-tablets">{address}</code></p> })
    }
}

fn filters(shell: Shell, lang: Lang) -> impl IntoView {
    let (all, chosen) = shell.peek(|model| {
        let edition = links::edition(model);
        let chosen = edition.and_then(|(campaign, _)| links::chosen(campaign, &model.links)).unwrap_or_default().to_owned();
        let title = |group: &Group| (group.id.clone(), group.title.get(lang).to_owned());
        (edition.map(|(campaign, _)| campaign.groups.iter().map(title).collect()).unwrap_or_default(), chosen)
    });
    let forms = shell.memo(move |model| {
        let (campaign, _) = links::edition(model)?;
        let group = campaign.group(links::chosen(campaign, &model.links)?)?;
        let title = |id: &String| (id.clone(), links::form_title(model, id, lang));
        let several = group.questionnaires.len() > 1;
        several.then(|| {
            (group.questionnaires.iter().map(title).collect::<Vec<_>>(), links::questionnaire(campaign, &model.links).map(str::to_owned))
        })
    });
    let filter = shell.peek(|model| model.links.filter.clone());
    view! {
        <div class="filters">
            {select("links-group", words::GROUP.get(lang), all, &chosen, move |id| send(shell, Step::Group(id)))}
            {move || forms.get().map(|(all, chosen)| {
                select("links-form", words::FORM.get(lang), all, chosen.as_deref().unwrap_or_default(), move |id| send(shell, Step::Questionnaire(id)))
            })}
            <label class="pick" for="links-filter"><span>{words::FILTER.get(lang)}</span>
                <input type="search" id="links-filter" value=filter placeholder=words::FILTER_HINT.get(lang) on:input:target=move |event| send(shell, Step::Filter(event.target().value())) /></label>
        </div>
    }
}

/// What can be done with all that are listed.
fn bar(shell: Shell, lines: &[Line], lang: Lang) -> impl IntoView + use<> {
    let n = number::whole(lines.len() as u64, lang);
    let none = lines.is_empty();
    let count = [("n", n.as_str())];
    view! {
        <h2 id="links-count">{words::COUNT.with(lang, &count)}</h2>
        {none.then(|| view! { <p>{words::NOTHING_FOUND.get(lang)}</p> })}
        <p class="acts">
            <button type="button" class="btn" disabled=none on:click=move |_| send(shell, Step::Layout(Form::Sheet, None))>{words::SHEETS_ALL.with(lang, &count)}</button>
            <button type="button" class="btn" disabled=none on:click=move |_| send(shell, Step::Layout(Form::Poster, None))>{words::POSTERS_ALL.with(lang, &count)}</button>
            <button type="button" class="btn btn--quiet" disabled=none on:click=move |_| send(shell, Step::Copy(What::All))>{words::COPY_ALL.get(lang)}</button>
            <button type="button" class="btn btn--quiet" disabled=none on:click=move |_| send(shell, Step::Save)>{words::SAVE_ALL.get(lang)}</button>
        </p>
    }
}

/// What came of the last copy.
fn said(shell: Shell, lang: Lang) -> impl IntoView {
    let copied = shell.memo(move |model| {
        let (what, took) = model.links.copied.clone()?;
        let name = |target| links::edition(model).map(|(campaign, _)| links::name(model, campaign, target)).unwrap_or_default();
        Some(match (what, took?) {
            (_, false) => words::COPY_FAILED.get(lang).to_owned(),
            (What::Link(target), true) => words::COPIED_LINK.with(lang, &[("name", &name(&target))]),
            (What::Message(target), true) => words::COPIED_MESSAGE.with(lang, &[("name", &name(&target))]),
            (What::All, true) => words::COPIED_ALL.with(lang, &[("n", &number::whole(links::lines(model).len() as u64, lang))]),
        })
    });
    view! { <p class="said" role="status">{move || copied.get()}</p> }
}

fn row(shell: Shell, line: &Line, lang: Lang) -> impl IntoView + use<> {
    let target = line.target.clone();
    let mine = target.clone();
    let open = shell.memo(move |model| model.links.open.as_ref() == Some(&mine));
    let toggled = target.clone();
    let label = [words::SHOW_CODE.get(lang), ": ", &line.name].concat();
    let shown = line.clone();
    view! {
        <li class="links__row">
            <div class="links__name"><b>{line.name.clone()}</b>{target.unit.clone().map(|code| view! { " "<span class="links__code">{code}</span> })}</div>
            <div class="links__link">{line.link.clone()}</div>
            <div class="links__acts">
                {act(shell, line, Step::Copy(What::Link(target.clone())), words::COPY_LINK, lang)}
                {act(shell, line, Step::Copy(What::Message(target.clone())), words::COPY_MESSAGE, lang)}
                <button type="button" class="btn btn--quiet btn--small" aria-label=label aria-expanded=move || if open.get() { "true" } else { "false" }
                    on:click=move |_| send(shell, Step::Open((!open.get_untracked()).then(|| toggled.clone())))>{words::SHOW_CODE.get(lang)}</button>
            </div>
            {move || open.get().then(|| code(shell, &shown, lang))}
        </li>
    }
}

/// A button of a row; those who hear it alone are told what it is about.
fn act(shell: Shell, line: &Line, step: Step, word: Word, lang: Lang) -> impl IntoView + use<> {
    let label = [word.get(lang), ": ", &line.name].concat();
    view! { <button type="button" class="btn btn--quiet btn--small" aria-label=label on:click=move |_| send(shell, step.clone())>{word.get(lang)}</button> }
}

/// The open code of a row, with the text that goes with the link, and paper to print.
fn code(shell: Shell, line: &Line, lang: Lang) -> impl IntoView + use<> {
    let text = shell.peek(|model| links::edition(model).map(|(campaign, _)| message(campaign, line)).unwrap_or_default());
    let layout = |form| Step::Layout(form, Some(line.target.clone()));
    view! {
        <div class="links__open">
            {paper::drawn(&line.link, words::CODE_OF.with(lang, &[("name", &line.name)]), lang)}
            <div>
                <h3>{words::MESSAGE_TITLE.get(lang)}</h3>
                <p class="links__message">{text}</p>
                <div class="links__acts">
                    {act(shell, line, layout(Form::Sheet), words::SHEET_ONE, lang)}
                    {act(shell, line, layout(Form::Poster), words::POSTER_ONE, lang)}
                </div>
            </div>
        </div>
    }
}
