//! The codes that acknowledge hand-ins of tablets: large, to be read aloud, and to be
//! copied. A hand-in of which a part is missing has none.

use std::sync::Arc;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::when;
use crate::app::intake::{HandInLine, Summary};
use crate::base::words::intake as words;
use crate::base::{Lang, number};
use crate::platform::clipboard;
use crate::store::handin::note::spoken;

/// The list, the latest first.
pub fn view(summary: &Arc<Summary>, lang: Lang) -> impl IntoView + use<> {
    let mut all: Vec<HandInLine> = summary.hand_ins.clone();
    all.sort_by_key(|line| std::cmp::Reverse(line.hand_in.made));
    let list = move || all.iter().map(|line| one(line, lang)).collect_view();
    (!summary.hand_ins.is_empty()).then(|| {
        view! {
            <section class="tokens" id="hand-ins"><h3>{words::HAND_INS.get(lang)}</h3><p class="how">{words::HAND_INS_HOW.get(lang)}</p>
                <ul class="tokens__list">{list()}</ul></section>
        }
    })
}

fn one(line: &HandInLine, lang: Lang) -> impl IntoView + use<> {
    let hand_in = &line.hand_in;
    let n = number::whole(u64::from(hand_in.count), lang);
    let of = words::HAND_IN_OF.with(lang, &[("device", &hand_in.device), ("n", &n), ("when", &when(hand_in.made))]);
    let inside = if line.whole {
        let copied = RwSignal::new(false);
        let (token, label) = (hand_in.token.clone(), [words::COPY.get(lang), " ", &spoken(&hand_in.token)].concat());
        let copy = move |_| {
            let token = token.clone();
            spawn_local(async move { copied.set(clipboard::write(&token).await) });
        };
        view! {
            <p>{words::TOKEN.get(lang)}" "<b class="tokens__code">{spoken(&hand_in.token)}</b></p>
            <p><button type="button" class="btn btn--quiet" aria-label=label on:click=copy>{words::COPY.get(lang)}</button>
                " "<span role="status">{move || copied.get().then(|| words::COPIED.get(lang))}</span></p>
        }
        .into_any()
    } else {
        view! { <p class="caution" role="note">{words::HAND_IN_PART.with(lang, &[("n", &n)])}</p> }.into_any()
    };
    view! { <li class="tokens__one"><p class="tokens__of">{of}</p>{inside}</li> }
}
