//! Two recovery sheets, typed as they are printed: four lines of four groups. A group that
//! is complete says at once whether it is right.

use leptos::html;
use leptos::prelude::*;

use super::{fault, group_words, sheet_word};
use crate::app::unlocking::{Event, Model, group_id};
use crate::base::words::unlock as words;
use crate::base::{Lang, Word};
use crate::seal::sheet::{GROUPS, Owner};

/// The form.
pub fn form(model: Memo<Model>, send: Callback<Event>, lang: Lang) -> AnyView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send.run(Event::Recover);
    };
    view! {
        <form class="unlock" on:submit=submit>
            {fault(model, lang)}
            <p class="ask__hint" id="sheets-hint">{words::SHEETS_HINT.get(lang)}</p>
            {[0, 1].map(|i| sheet(model, send, i, lang)).collect_view()}
            <p class="acts"><button type="submit" class="btn">{words::RECOVER.get(lang)}</button></p>
        </form>
    }
    .into_any()
}

fn sheet(model: Memo<Model>, send: Callback<Event>, i: usize, lang: Lang) -> AnyView {
    let right = Memo::new(move |_| model.with(|model| model.sheets.get(i).map_or(0, crate::app::unlocking::Typing::right)));
    let faults = Memo::new(move |_| {
        let fault = |model: &Model, group| model.sheets.get(i)?.fault(group);
        model.with(|model| (0..GROUPS).filter_map(|group| Some((group, fault(model, group)?))).collect::<Vec<_>>())
    });
    let said = move |(group, fault)| {
        view! { <p class="said said--error" id=format!("{}-found", group_id(i, group))><b aria-hidden="true">"! "</b>{group_words(group, fault, lang)}</p> }
    };
    view! {
        <fieldset class="typed" aria-describedby="sheets-hint"><legend>{sheet_word(i).get(lang)}</legend>
            <div class="typed__groups">{(0..GROUPS).map(|group| field(model, send, (i, group), lang)).collect_view()}</div>
            <div aria-live="polite">
                <p class="said said--calm">{move || words::RIGHT.with(lang, &[("n", &right.get().to_string())])}</p>
                {move || faults.get().into_iter().map(said).collect_view()}
            </div>
        </fieldset>
    }
    .into_any()
}

fn field(model: Memo<Model>, send: Callback<Event>, (i, group): (usize, usize), lang: Lang) -> AnyView {
    let id = group_id(i, group);
    let text = Memo::new(move |_| model.with(|model| model.sheets.get(i).map(|typing| typing.group(group).to_owned()).unwrap_or_default()));
    let wrong = Memo::new(move |_| model.with(|model| model.sheets.get(i).is_some_and(|typing| typing.fault(group).is_some())));
    let node: NodeRef<html::Input> = NodeRef::new();
    Effect::new(move |_| {
        let now = text.get();
        if let Some(input) = node.get()
            && input.value() != now
        {
            input.set_value(&now);
        }
    });
    let n = (group + 1).to_string();
    let label = words::GROUP.with(lang, &[("sheet", sheet_word(i).get(lang)), ("n", &n)]);
    let described = format!("{id}-found");
    view! {
        <span class="typed__group"><span class="typed__number" aria-hidden="true">{n}</span>
            <input node_ref=node id=id type="text" class="typed__field" aria-label=label aria-invalid=move || wrong.get().then_some("true")
                aria-describedby=move || wrong.get().then(|| described.clone()) autocomplete="off" autocapitalize="characters" spellcheck="false"
                on:input:target=move |event| send.run(Event::Group(i, group, event.target().value())) /></span>
    }
    .into_any()
}

/// Who keeps a sheet.
pub fn owner_word(owner: Owner) -> Word {
    match owner {
        Owner::Leader => words::OWNER_LEADER,
        Owner::Clerk => words::OWNER_CLERK,
        Owner::Front => words::OWNER_FRONT,
    }
}
