//! `#/receipt/<campaign>`: is this receipt in the list of what was received?

use crate::ui::reactive::{Get as _, GetUntracked as _, RwSignal, Set as _, Update as _};
use wasm_bindgen_futures::spawn_local;

use super::frame;
use crate::app::receipts::{Effect, Event, Model, Verdict};
use crate::base::words::sending as words;
use crate::base::{Lang, number};
use crate::platform::{fetch, page};
use crate::seal::receipt::grouped;
use crate::ui::dom::{El, classed, el, p, title, typed};

/// An example of a code.
const EXAMPLE: &str = "4KQ2-M0ZX-4D7R-19WT";

/// Draws the page.
pub fn receipts(campaign: &str) {
    let model = RwSignal::new(Model::new(campaign));
    let about = frame::About::fetch(campaign);
    let text = RwSignal::new(String::new());
    let name = campaign.to_owned();
    frame::mount(move |lang| {
        let look = move || ask(model, Event::Look(text.get_untracked()));
        let field = classed("input", "input")
            .attr("id", "code")
            .attr("autocomplete", "off")
            .attr("autocapitalize", "characters")
            .attr("spellcheck", "false")
            .attr("aria-describedby", "code-hint")
            .attr("value", &text.get_untracked())
            .on("input", move |event| text.set(typed(&event)));
        let form = el("form")
            .on("submit", move |event| {
                event.prevent_default();
                look();
            })
            .child(classed("label", "field").attr("for", "code").text(words::RECEIPTS_CODE.get(lang)))
            .child(p("hint", &words::RECEIPTS_CODE_HINT.with(lang, &[("example", EXAMPLE)])).attr("id", "code-hint"))
            .child(field)
            .child(
                classed("div", "actions")
                    .child(classed("button", "button").attr("type", "submit").attr("id", "look").text(words::RECEIPTS_LOOK.get(lang))),
            );
        let own = ["#/send/", &name].concat();
        classed("section", "welcome")
            .child(title(words::RECEIPTS_TITLE.get(lang)))
            .child(about.title(lang))
            .child(p("lead", words::RECEIPTS_LEAD.get(lang)))
            .child(form)
            .child(el("div").attr("id", "verdict").attr("tabindex", "-1").attr("role", "status").slot(move || verdict(&model.get(), lang)))
            .child(about.call(lang))
            .child(el("p").child(el("a").attr("href", &own).text(words::TITLE.get(lang))))
    });
}

fn ask(model: RwSignal<Model>, event: Event) {
    let effects = model.try_update(|model| model.update(event)).unwrap_or_default();
    for Effect::FetchList(campaign) in effects {
        spawn_local(async move {
            let list = fetch::text(&["campaigns/", &campaign, ".receipts.txt"].concat()).await;
            ask(model, Event::ListRead(list));
        });
    }
    page::focus("verdict".to_owned());
}

fn verdict(model: &Model, lang: Lang) -> Option<El> {
    let code = grouped(&model.code);
    let said = |word: crate::base::Word| word.with(lang, &[("code", &code)]);
    let hint = |word: crate::base::Word| word.get(lang).to_owned();
    let (class, sentence, more) = match model.verdict {
        Verdict::Nothing => return None,
        Verdict::Looking => ("", hint(words::RECEIPTS_LOOKING), String::new()),
        Verdict::BadCode => ("field-error", hint(words::RECEIPTS_BAD), String::new()),
        Verdict::Received => ("ended__state", said(words::RECEIPTS_IN), hint(words::RECEIPTS_IN_HINT)),
        Verdict::NotReceived(count) => {
            let values = [("code", code.as_str()), ("n", &number::whole(count as u64, lang))];
            ("verdict--out", words::RECEIPTS_OUT.with(lang, &values), hint(words::RECEIPTS_OUT_HINT))
        }
        Verdict::NotPublished => ("verdict--open", hint(words::RECEIPTS_ABSENT), hint(words::RECEIPTS_ABSENT_HINT)),
        Verdict::Offline => ("field-error", hint(words::RECEIPTS_OFFLINE), String::new()),
        Verdict::Unreachable => ("field-error", hint(words::RECEIPTS_UNREACHABLE), String::new()),
        Verdict::Broken(line) => ("field-error", words::RECEIPTS_BROKEN.with(lang, &[("line", &line.to_string())]), String::new()),
    };
    Some(el("div").child(p(class, &sentence)).maybe((!more.is_empty()).then(|| p("", &more))))
}
