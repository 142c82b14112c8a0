//! Everything once more, before the end: each answer with a way to change it.

use leptos::prelude::*;

use super::{Shell, summary};
use crate::app::respond::Event;
use crate::base::words::respond as words;
use crate::ui::question;

/// The review page.
#[component]
pub fn Review(shell: Shell) -> impl IntoView {
    let lang = shell.language().get_untracked();
    let unit = shell.peek(|model| model.unit_name().map(str::to_owned));
    let rows = shell.peek(|model| {
        let (Some(form), Some(interview)) = (&model.form, &model.interview) else { return Vec::new() };
        let row = |id| {
            let (number, label) = question::title(form, id, lang);
            (id, number, label, interview.answer(id).map(|answer| question::answer_words(form, id, answer, lang)))
        };
        interview.asked(form).map(row).collect::<Vec<_>>()
    });
    let open = rows.iter().filter(|row| row.3.is_none()).count();
    view! {
        <p class="rated">{words::ABOUT.get(lang)} " " <b>{unit}</b></p>
        <h1 id="page-title" tabindex="-1">{words::REVIEW.get(lang)}</h1>
        <p class="lead">{if open == 0 { words::REVIEW_ALL.get(lang).to_owned() } else { words::REVIEW_OPEN.with(lang, &[("n", &open.to_string())]) }}</p>
        <summary::Trouble shell=shell />
        <dl class="review">
            {rows.into_iter().map(|(id, number, label, answer)| {
                let empty = answer.is_none();
                let change = [words::CHANGE.get(lang), ": ", &label].concat();
                view! {
                    <div class="review__row" class:review__row--empty=empty>
                        <dt>{(!number.is_empty()).then(|| view! { <span class="review__number">{number}". "</span> })}{label}</dt>
                        <dd>{answer.unwrap_or_else(|| words::NO_ANSWER.get(lang).to_owned())}
                            <button type="button" class="link" aria-label=change on:click=move |_| shell.send(Event::Show(id))>{words::CHANGE.get(lang)}</button>
                        </dd>
                    </div>
                }
            }).collect_view()}
        </dl>
    }
}
