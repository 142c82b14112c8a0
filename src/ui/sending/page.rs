//! `#/send/<campaign>`: every finished form of a campaign that is on this device, how it
//! stands with it, and every way to send it. It works without the campaign's file: then
//! nothing is sent by itself, but everything can be taken along.

use crate::ui::reactive::{Get as _, Memo};

use super::{Sender, frame, state, ways};
use crate::app::respond::FetchFault;
use crate::app::sending::{Event, Item};
use crate::base::words::{respond as form_words, sending as words};
use crate::base::{Lang, Word, number};
use crate::seal::receipt::grouped;
use crate::ui::dom::{El, button, classed, el, follow, p, title};

/// Most forms that are listed; what is not sent comes first.
const MOST: usize = 50;

/// Draws the page.
pub fn page(campaign: &str) {
    let sender = Sender::start();
    let about = frame::About::fetch(campaign);
    let name = campaign.to_owned();
    follow(Box::new(move || match about.read.get() {
        None => {}
        Some(Ok(campaign)) => sender.open(&campaign),
        Some(Err(_)) => sender.open_without(&name),
    }));
    let listed = sender.memo(|sending| listed(sending.items()));
    let list = Memo::new(move |_| sender.is_read().then(|| listed.get()));
    frame::mount(move |lang| {
        let check = ["#/receipt/", &sender.campaign()].concat();
        classed("section", "welcome sending")
            .child(title(words::TITLE.get(lang)))
            .child(about.title(lang))
            .slot(move || about.read.get().and_then(Result::err).map(|fault| p("field-error", why(fault).get(lang))))
            .slot(move || Some(list.get().map_or_else(|| p("", form_words::LOADING.get(lang)), |list| all(sender, &list, lang))))
            .child(about.call(lang))
            .child(el("p").child(el("a").attr("href", &check).text(words::CHECK.get(lang))))
    });
}

fn why(fault: FetchFault) -> Word {
    match fault {
        FetchFault::Offline => form_words::OFFLINE,
        FetchFault::Absent => form_words::UNKNOWN_CAMPAIGN,
        FetchFault::Status(_) => form_words::UNREACHABLE,
    }
}

/// Receipts with whether each is sent, in the order in which they are shown.
type List = Vec<(String, bool)>;

fn listed(items: &[Item]) -> List {
    let list =
        |sent: bool| items.iter().filter(move |item| item.record.sent.is_some() == sent).map(move |item| (item.receipt.clone(), sent));
    list(false).chain(list(true)).collect()
}

fn all(sender: Sender, list: &List, lang: Lang) -> El {
    if list.is_empty() {
        return el("div").child(p("lead", words::NONE.get(lang))).child(p("", words::NONE_HINT.get(lang)));
    }
    let open: Vec<String> = list.iter().filter(|(_, sent)| !sent).map(|(receipt, _)| receipt.clone()).collect();
    let count = |count: usize| number::whole(count as u64, lang);
    let counts = words::COUNT.with(lang, &[("n", &count(list.len())), ("open", &count(open.len()))]);
    let several = (open.len() > 1).then(|| {
        let heading = words::ALL.with(lang, &[("n", &count(open.len()))]);
        classed("section", "card").child(classed("h2", "card__title").text(&heading)).child(taken(sender, &open, lang))
    });
    let again = (!open.is_empty() && sender.has_box())
        .then(|| button("button", words::AGAIN.get(lang), move || sender.send(Event::Again)).attr("id", "again"));
    let alone = open.len() == 1;
    let cards = list.iter().take(MOST).map(|(receipt, sent)| card(sender, receipt, *sent, alone, lang)).collect();
    el("div")
        .child(p("lead", &counts))
        .maybe(again.map(|again| classed("div", "actions").child(again)))
        .maybe((!open.is_empty()).then(|| p("", words::BY_HAND.get(lang))))
        .maybe(several)
        .child(el("div").children(cards))
        .maybe((list.len() > MOST).then(|| p("hint", &["… ", &count(list.len() - MOST)].concat())))
}

fn card(sender: Sender, receipt: &str, sent: bool, alone: bool, lang: Lang) -> El {
    let name = receipt.to_owned();
    let stands = sender.memo(move |sending| sending.state(&name));
    let ways = (!sent).then(|| {
        let inner = taken(sender, &[receipt.to_owned()], lang);
        let folded = |inner| classed("details", "welcome__more").child(el("summary").text(words::MORE.get(lang))).child(inner);
        if alone { inner } else { folded(inner) }
    });
    classed("section", "card")
        .child(classed("h2", "card__title").text(&words::ENVELOPE.with(lang, &[("code", &grouped(receipt))])))
        .slot(move || stands.get().map(|stands| state::state(stands, lang)))
        .maybe(ways)
}

/// Share, file, text; the text to see; QR.
fn taken(sender: Sender, receipts: &[String], lang: Lang) -> El {
    let text = sender.file(receipts).map(|(_, _, text)| text).unwrap_or_default();
    el("div").child(ways::ways(sender, receipts, lang)).child(
        classed("details", "welcome__more")
            .child(el("summary").text(words::TEXT_LABEL.get(lang)))
            .child(p("hint", words::TEXT_HINT.get(lang)))
            .child(ways::field(&text, lang)),
    )
}
