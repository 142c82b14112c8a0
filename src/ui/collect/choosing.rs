//! Which campaign: the ones that lie on the host.

use super::Shell;
use crate::app::collect::Event;
use crate::base::Text;
use crate::base::words::collect as words;
use crate::ui::dom::{El, button, classed, el, p, title};

/// The list.
pub fn choosing(shell: Shell) -> El {
    let lang = shell.lang();
    let listed = shell.peek(|model| model.listed.clone());
    let item = |(id, name): &(String, Text)| {
        let chosen = id.clone();
        let choose = button("units__unit", "", move || shell.send(Event::Campaign(chosen.clone())));
        el("li").child(choose.child(el("b").text(name.get(lang))).child(el("span").text(id)))
    };
    let items: Vec<El> = listed.iter().map(item).collect();
    classed("section", "welcome")
        .child(title(words::CHOOSE_CAMPAIGN.get(lang)))
        .maybe(items.is_empty().then(|| p("lead", words::NO_CAMPAIGN.get(lang))))
        .child(classed("ul", "units").children(items))
}
