//! Around the pages of a campaign that are no interview: its name and hotline, language and
//! size of letters.

use std::sync::Arc;

use crate::ui::reactive::{Get as _, RwSignal, Set as _, Update as _};
use wasm_bindgen_futures::spawn_local;

use super::end::phone;
use crate::app::respond::FetchFault;
use crate::base::Lang;
use crate::base::words::{respond as form_words, sending as words};
use crate::campaign::Campaign;
use crate::platform::{fetch, page};
use crate::ui::dom::{self, El, button, classed, el, follow, p};
use crate::ui::respond::frame::other;

/// What the campaign's file says; the pages work without it.
#[derive(Clone, Copy)]
pub struct About {
    /// The campaign once it is read, or why it is not.
    pub read: RwSignal<Option<Result<Arc<Campaign>, FetchFault>>>,
}

impl About {
    /// Asks for the file.
    pub fn fetch(campaign: &str) -> Self {
        let read = RwSignal::new(None);
        let path = ["campaigns/", campaign, ".json"].concat();
        spawn_local(async move {
            let result = fetch::text(&path).await;
            // A file that cannot be used says as little as one that is not there.
            read.set(Some(result.and_then(|text| Campaign::read(&text).map(Arc::new).map_err(|_| FetchFault::Absent))));
        });
        Self { read }
    }

    fn part<T>(self, part: impl Fn(&Campaign) -> T) -> Option<T> {
        self.read.get().and_then(Result::ok).map(|campaign| part(&campaign))
    }

    /// The campaign's title.
    pub fn title(self, lang: Lang) -> El {
        el("div").slot(move || self.part(|campaign| p("rated", "").child(el("b").text(campaign.title.get(lang)))))
    }

    /// Whom to call.
    pub fn call(self, lang: Lang) -> El {
        el("div").slot(move || self.part(|campaign| p("", words::CALL.get(lang)).text(" ").child(phone(&campaign.hotline))))
    }
}

/// Puts a page into the body; it is drawn anew in another language.
pub fn mount(view: impl Fn(Lang) -> El + 'static) {
    let (lang, large) = (RwSignal::new(Lang::Vi), RwSignal::new(false));
    follow(Box::new(move || page::toggle_root_class("large", large.get())));
    follow(Box::new(move || page::set_language(lang.get().tag())));
    let larger = button("tool", "A+", move || large.update(|on| *on = !*on))
        .attr_of("aria-pressed", move || large.get().to_string())
        .attr_of("aria-label", move || form_words::LARGER.get(lang.get()).to_owned());
    let language = button("tool", "", move || lang.update(|lang| *lang = other(*lang)))
        .attr_of("lang", move || other(lang.get()).tag().to_owned())
        .attr_of("aria-label", move || form_words::OTHER_LANGUAGE.get(lang.get()).to_owned())
        .text_of(move || other(lang.get()).tag().to_ascii_uppercase());
    let row =
        classed("div", "top__row").child(classed("span", "top__where")).child(classed("span", "top__tools").child(larger).child(language));
    dom::mount(&classed("header", "top").child(row));
    dom::mount(&classed("main", "respond").attr("id", "main").slot(move || Some(view(lang.get()))));
}
