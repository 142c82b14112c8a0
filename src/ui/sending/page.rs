//! `#/send/<campaign>`: every finished form of a campaign that is on this device, how it
//! stands with it, and every way to send it. It works without the campaign's file: then
//! nothing is sent by itself, but everything can be taken along.

use crate::ui::reactive::{Get as _, GetUntracked as _, Memo, RwSignal, Set as _};

use super::sender::file;
use super::{Sender, end, frame, ways};
use crate::app::respond::FetchFault;
use crate::app::sending::Sending;
use crate::base::words::{respond as form_words, sending as words};
use crate::base::{Lang, Word, number};
use crate::seal::receipt::grouped;
use crate::ui::components::qr_sequence;
use crate::ui::dom::{El, button, classed, el, follow, p, title};
use crate::ui::keeping;
use crate::ui::respond::summary::notice;

/// Most forms that are listed; what is not sent comes first.
const MOST: usize = 50;

/// Draws the page.
pub fn page(campaign: &str) {
    let unreadable = RwSignal::new(0);
    keeping::start(move |report| unreadable.set(report.unreadable));
    let sender = Sender::start();
    let about = frame::About::fetch(campaign);
    let name = campaign.to_owned();
    follow(Box::new(move || match about.read.get() {
        None => {}
        Some(Ok(campaign)) => sender.open(&campaign),
        Some(Err(_)) => sender.open_without(&name),
    }));
    let list = Memo::new(move |_| sender.follow(listed));
    let (name, shown) = (campaign.to_owned(), RwSignal::new(String::new()));
    frame::mount(move |lang| {
        classed("section", "welcome sending")
            .child(title(words::TITLE.get(lang)))
            .child(about.title(lang))
            .slot(move || about.read.get().and_then(Result::err).map(|fault| p("field-error", why(fault).get(lang))))
            .slot(move || Some(list.get().map_or_else(|| p("", form_words::LOADING.get(lang)), |list| all(sender, &list, shown, lang))))
            .slot(move || {
                let count = unreadable.get();
                (count > 0).then(|| notice(false).child(p("", &words::UNREADABLE.with(lang, &[("n", &count.to_string())]))))
            })
            .child(about.call(lang))
            .child(end::link(&["#/receipt/", &name].concat(), words::CHECK.get(lang)))
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

fn listed(sending: &Sending) -> List {
    let items = sending.items().iter().map(|item| (item.receipt.clone(), item.record.sent.is_some()));
    let (sent, open): (List, List) = items.partition(|(_, sent)| *sent);
    [open, sent].concat()
}

fn all(sender: Sender, list: &List, shown: RwSignal<String>, lang: Lang) -> El {
    if list.is_empty() {
        return el("div").child(p("lead", words::NONE.get(lang))).child(p("", words::NONE_HINT.get(lang)));
    }
    let open: Vec<String> = list.iter().filter(|(_, sent)| !sent).map(|(receipt, _)| receipt.clone()).collect();
    let count = |count: usize| number::whole(count as u64, lang);
    let counts = words::COUNT.with(lang, &[("n", &count(list.len())), ("open", &count(open.len()))]);
    let together = (open.len() > 1).then(|| {
        let heading = words::ALL.with(lang, &[("n", &count(open.len()))]);
        let card = classed("section", "card").attr("id", "together").child(classed("h2", "card__title").text(&heading));
        card.child(ways::ways(sender, open.clone(), lang)).child(seen(&open, shown, lang))
    });
    let cards = list.iter().take(MOST).map(|(receipt, sent)| card(sender, receipt, *sent, shown, lang)).collect();
    el("div")
        .child(p("lead", &counts))
        .maybe(together)
        .child(el("div").children(cards))
        .maybe((list.len() > MOST).then(|| p("hint", &["… ", &count(list.len() - MOST)].concat())))
}

fn card(sender: Sender, receipt: &str, sent: bool, shown: RwSignal<String>, lang: Lang) -> El {
    let heading = classed("h2", "card__title").text(&words::ENVELOPE.with(lang, &[("code", &grouped(receipt))]));
    let state = ways::envelope(sender, receipt, || true, lang);
    let card = classed("section", "card").child(heading).child(state.child(ways::ways(sender, vec![receipt.to_owned()], lang)));
    if sent { card } else { card.child(seen(&[receipt.to_owned()], shown, lang)) }
}

/// What a person takes along by eye or camera: the text, and the code. One at a time is
/// drawn, when it is asked for.
fn seen(receipts: &[String], shown: RwSignal<String>, lang: Lang) -> El {
    let name = receipts.join(" ");
    let (mine, receipts) = (name.clone(), receipts.to_vec());
    let toggle = button("button button--quiet", words::SEEN.get(lang), move || {
        let other = if shown.get_untracked() == mine { String::new() } else { mine.clone() };
        shown.set(other);
    });
    let mine = name.clone();
    classed("div", "seen")
        .child(classed("div", "actions").child(toggle.attr_of("aria-expanded", move || (shown.get() == mine).to_string())))
        .slot(move || (shown.get() == name).then(|| drawn(&receipts, lang)))
}

fn drawn(receipts: &[String], lang: Lang) -> El {
    let Some((_, bytes, text)) = file(receipts) else { return el("div") };
    let field = classed("textarea", "input").attr("readonly", "").attr("rows", "6").attr("aria-label", words::TEXT_LABEL.get(lang));
    el("div")
        .child(p("hint", words::QR_HINT.get(lang)))
        .child(qr_sequence(bytes, lang))
        .child(p("hint", words::TEXT_HINT.get(lang)))
        .child(field.text(&text))
}
