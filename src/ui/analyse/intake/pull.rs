//! "Lấy từ hộp thư": where it is, who reads it, how far it is, and what went wrong. The
//! password is read off its field when the form is sent and is kept nowhere.

use leptos::html;
use leptos::prelude::*;

use super::Shell;
use crate::app::analyse::Event;
use crate::app::analyse::pulling::{Event as Pull, Pulling, Reader, Stage};
use crate::base::words::pulling as words;
use crate::base::{Lang, Word, number};
use crate::ui::analyse::findings;

/// The part of the step.
pub fn view(shell: Shell, lang: Lang) -> impl IntoView {
    let open = shell
        .peek(|model| model.pulling.stage != Stage::Idle || model.campaign.as_ref().is_some_and(|campaign| campaign.drop_box.is_some()));
    view! {
        <details class="fold" id="pull" tabindex="-1" open=open><summary>{words::TITLE.get(lang)}</summary>
            <p class="how">{words::LEAD.get(lang)}</p>
            {state(shell, lang)}
            {form(shell, lang)}
        </details>
    }
}

fn form(shell: Shell, lang: Lang) -> impl IntoView {
    let (address, name, password): (NodeRef<html::Input>, NodeRef<html::Input>, NodeRef<html::Input>) =
        (NodeRef::new(), NodeRef::new(), NodeRef::new());
    let first = shell.peek(|model| {
        let campaigns = model.campaign.as_ref().and_then(|campaign| campaign.drop_box.clone());
        if model.pulling.address.is_empty() { campaigns.unwrap_or_default() } else { model.pulling.address.clone() }
    });
    let running = shell.memo(|model| model.pulling.is_running());
    let goes_on = shell.memo(|model| model.pulling.can_go_on());
    let text = |node: NodeRef<html::Input>| node.get_untracked().map(|input| input.value()).unwrap_or_default();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !running.get_untracked() {
            let reader = Reader { name: text(name), password: text(password) };
            shell.send(Event::Pull(Pull::Begin(text(address), reader)));
        }
    };
    let field = |id: &'static str, node: NodeRef<html::Input>, label: Word, hint: Option<Word>, of: &'static str, value: String| {
        let hint_id = [id, "-hint"].concat();
        let described = hint.map(|_| hint_id.clone());
        view! {
            <div class="ask"><label class="ask__label" for=id>{label.get(lang)}</label>
                {hint.map(|hint| view! { <span class="ask__hint" id=hint_id>{hint.get(lang)}</span> })}
                <input node_ref=node class="ask__control" id=id type=of value=value aria-describedby=described autocomplete="off" autocapitalize="off" spellcheck="false" /></div>
        }
    };
    let act = move || if goes_on.get() { words::GO_ON } else { words::BEGIN }.get(lang);
    view! {
        <form class="pull" on:submit=submit>
            {field("pull-address", address, words::ADDRESS, Some(words::ADDRESS_HINT), "text", first)}
            {field("pull-name", name, words::NAME, None, "text", String::new())}
            {field("pull-password", password, words::PASSWORD, Some(words::PASSWORD_HINT), "password", String::new())}
            <p class="acts"><button type="submit" class="btn" id="pull-begin" disabled=move || running.get()>{act}</button></p>
        </form>
    }
}

/// How it stands, and what can be done about it.
fn state(shell: Shell, lang: Lang) -> impl IntoView {
    let pulling = shell.memo(|model| {
        let Pulling { stage, fetched, pending, findings, .. } = &model.pulling;
        (*stage, *fetched as u64, *pending, findings.clone())
    });
    let whole = move |n: u64| number::whole(n, lang);
    move || {
        let (stage, fetched, pending, found) = pulling.get();
        let count = whole(fetched);
        let n = &[("n", count.as_str())][..];
        let said = match (stage, pending) {
            (Stage::Idle, _) => String::new(),
            (Stage::Asking, Some(rest)) => words::ASKING_OF.with(lang, &[("n", &whole(fetched)), ("rest", &whole(rest))]),
            (Stage::Asking, None) => words::ASKING.with(lang, n),
            (Stage::Pausing, _) => words::PAUSING.with(lang, n),
            (Stage::Stopped, _) if fetched == 0 => words::STOPPED.get(lang).to_owned(),
            (Stage::Stopped, _) => words::STOPPED_WITH.with(lang, n),
            (Stage::Part, _) => words::PART.with(lang, n),
            (Stage::Done, _) if fetched == 0 => words::DONE_EMPTY.get(lang).to_owned(),
            (Stage::Done, _) => words::DONE.with(lang, n),
        };
        let bar = matches!(stage, Stage::Asking | Stage::Pausing).then(|| {
            let total = pending.map(|rest| (fetched + rest).max(1).to_string());
            view! { <progress max=total value=pending.map(|_| fetched.to_string()) aria-label=words::TITLE.get(lang)></progress> }
        });
        let wrong = (!found.is_empty()).then(|| findings::list(&found, lang));
        let inside = view! { <p>{said}</p>{bar}{wrong} };
        let panel = match stage {
            Stage::Stopped => view! { <div class="alert" role="alert">{inside}</div> }.into_any(),
            Stage::Idle => ().into_any(),
            Stage::Asking | Stage::Pausing | Stage::Part | Stage::Done => view! { <div class="busy">{inside}</div> }.into_any(),
        };
        view! { <div role="status" id="pull-state">{panel}</div>{acts(shell, stage, fetched, lang)} }
    }
}

fn acts(shell: Shell, stage: Stage, fetched: u64, lang: Lang) -> impl IntoView {
    let send = move |event: Pull| shell.send(Event::Pull(event));
    let under_way = matches!(stage, Stage::Asking | Stage::Pausing | Stage::Stopped);
    let take = (under_way && fetched > 0).then(|| {
        let label = words::TAKE_FETCHED.with(lang, &[("n", &number::whole(fetched, lang))]);
        view! { <button type="button" class="btn btn--quiet" id="pull-take" on:click=move |_| send(Pull::TakeFetched)>{label}</button> }
    });
    let cancel = (matches!(stage, Stage::Asking | Stage::Pausing) || (stage == Stage::Stopped && fetched > 0)).then(|| {
        view! { <button type="button" class="btn btn--quiet" id="pull-cancel" on:click=move |_| send(Pull::Cancel)>{words::CANCEL.get(lang)}</button> }
    });
    (take.is_some() || cancel.is_some()).then(|| view! { <p class="acts">{take}{cancel}</p> })
}
