//! "Thông tin chung": what the round is, who asks, when, and what will be published.

use leptos::prelude::*;

use super::Shell;
use super::fields::{Kind, ask, tick};
use crate::app::manage::{Edit, Field, template::has_english};
use crate::base::words::manage as words;
use crate::base::{Lang, Word};
use crate::ui::analyse::parts::select;

/// The page.
#[component]
pub fn General(shell: Shell, lang: Lang) -> impl IntoView {
    let english = shell.memo(|model| model.english || model.campaign().is_some_and(has_english));
    view! {
        {panel(words::GENERAL_ROUND.get(lang), words::GENERAL_ROUND_HINT.get(lang), view! {
            {both(shell, lang, english, Field::Title, Kind::Text, (words::F_TITLE, words::F_TITLE_HINT))}
            {both(shell, lang, english, Field::Purpose, Kind::Long, (words::F_PURPOSE, words::F_PURPOSE_HINT))}
            {ask(shell, lang, Field::Id, Kind::Text, words::F_ID.get(lang), Some(words::F_ID_HINT))}
        }.into_any())}
        {panel(words::GENERAL_WHO.get(lang), words::GENERAL_WHO_HINT.get(lang), view! {
            {both(shell, lang, english, Field::Controller, Kind::Text, (words::F_CONTROLLER, words::F_CONTROLLER_HINT))}
            <div class="asks">
                {ask(shell, lang, Field::PlanNumber, Kind::Text, words::F_PLAN_NUMBER.get(lang), Some(words::F_PLAN_NUMBER_HINT))}
                {ask(shell, lang, Field::PlanDate, Kind::Date, words::F_PLAN_DATE.get(lang), Some(words::F_PLAN_DATE_HINT))}
                {ask(shell, lang, Field::Hotline, Kind::Text, words::F_HOTLINE.get(lang), Some(words::F_HOTLINE_HINT))}
            </div>
        }.into_any())}
        {panel(words::GENERAL_WHEN.get(lang), "", view! {
            <h3>{words::F_PERIOD.get(lang)}</h3>
            <p class="ask__hint">{words::F_PERIOD_HINT.get(lang)}</p>
            <div class="asks">
                {ask(shell, lang, Field::PeriodFrom, Kind::Date, words::F_FROM.get(lang), None)}
                {ask(shell, lang, Field::PeriodTo, Kind::Date, words::F_TO.get(lang), None)}
            </div>
            <h3>{words::F_OPEN.get(lang)}</h3>
            <p class="ask__hint">{words::F_OPEN_HINT.get(lang)}</p>
            <div class="asks">
                {ask(shell, lang, Field::Opens, Kind::Date, words::F_FROM.get(lang), None)}
                {ask(shell, lang, Field::Closes, Kind::Date, words::F_TO.get(lang), None)}
            </div>
        }.into_any())}
        {panel(words::GENERAL_PUBLISH.get(lang), words::GENERAL_PUBLISH_HINT.get(lang), view! {
            <div class="asks">
                {ask(shell, lang, Field::Minimum, Kind::Count, words::F_MINIMUM.get(lang), Some(words::F_MINIMUM_HINT))}
                {confidence(shell, lang)}
            </div>
            {both(shell, lang, english, Field::TargetName, Kind::Text, (words::F_TARGET_NAME, words::F_TARGET_NAME_HINT))}
            {ask(shell, lang, Field::TargetShare, Kind::Percent, words::F_TARGET_SHARE.get(lang), Some(words::F_TARGET_SHARE_HINT))}
        }.into_any())}
        {panel(words::GENERAL_MORE.get(lang), "", switches(shell, lang, english))}
    }
}

fn switches(shell: Shell, lang: Lang, english: Memo<bool>) -> AnyView {
    let desk = shell.memo(|model| model.campaign().is_some_and(|campaign| campaign.desk));
    let invented = shell.memo(|model| model.campaign().is_some_and(|campaign| campaign.illustrative));
    let hint = |word: Word| Some(word.get(lang).to_owned());
    view! {
        {tick("s-english".to_owned(), words::S_ENGLISH.get(lang).to_owned(), hint(words::S_ENGLISH_HINT), move || english.get(), move |on| shell.edit(Edit::English(on)))}
        {tick("s-desk".to_owned(), words::S_DESK.get(lang).to_owned(), hint(words::S_DESK_HINT), move || desk.get(), move |on| shell.edit(Edit::Desk(on)))}
        {tick("s-invented".to_owned(), words::S_INVENTED.get(lang).to_owned(), hint(words::S_INVENTED_HINT), move || invented.get(), move |on| shell.edit(Edit::Illustrative(on)))}
    }
    .into_any()
}

fn confidence(shell: Shell, lang: Lang) -> AnyView {
    const LEVELS: [(&str, f64, &str); 3] = [("0.9", 0.9, "90 %"), ("0.95", 0.95, "95 %"), ("0.99", 0.99, "99 %")];
    let level = shell.memo(|model| model.campaign().map_or(0.95, |campaign| campaign.analysis.confidence));
    let choose = move |value: String| {
        if let Some((_, level, _)) = LEVELS.iter().find(|(name, ..)| *name == value) {
            shell.edit(Edit::Confidence(*level));
        }
    };
    let options = || LEVELS.iter().map(|(value, _, text)| ((*value).to_owned(), (*text).to_owned())).collect();
    view! { {move || select("f-analysis-confidence", words::F_CONFIDENCE.get(lang), options(), &crate::base::number::plain(level.get()), choose)} }.into_any()
}

/// A text in Vietnamese, and in English where the round has English.
fn both(shell: Shell, lang: Lang, english: Memo<bool>, field: fn(Lang) -> Field, kind: Kind, (label, hint): (Word, Word)) -> AnyView {
    view! {
        {ask(shell, lang, field(Lang::Vi), kind, label.get(lang), Some(hint))}
        {move || english.get().then(|| ask(shell, lang, field(Lang::En), kind, [label.get(lang), words::IN_ENGLISH.get(lang)].concat(), None))}
    }
    .into_any()
}

/// A panel with a heading and what it is about.
pub fn panel(title: &'static str, hint: &'static str, inside: AnyView) -> AnyView {
    view! {
        <section class="panel">
            <header class="panel__head"><h2>{title}</h2>{(!hint.is_empty()).then(|| view! { <p>{hint}</p> })}</header>
            {inside}
        </section>
    }
    .into_any()
}
