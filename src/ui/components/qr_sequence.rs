//! A hand-in as codes on the screen: one where it fits into one, else a sequence that runs,
//! stops, and goes by hand. Any so many codes as the data fill give them back, whichever
//! were missed, so that nobody waits for one that was not read. Where the person wants less
//! motion it stands until somebody lets it run.

use crate::ui::reactive::{Get as _, GetUntracked as _, RwSignal, Set as _, Update as _};

use crate::base::words::hand_in as words;
use crate::base::{Lang, Word, number};
use crate::campaign::qr;
use crate::platform::page;
use crate::store::handin::parts;
use crate::ui::dom::{El, button, classed, follow, p, svg};

/// Milliseconds a code, from slow to fast; never more than two and a half a second.
const PACES: [i32; 5] = [2_500, 1_600, 1_000, 700, 400];
/// Where it begins.
const PACE: usize = 2;

/// The codes of a hand-in file; nothing where it is too long for codes.
pub fn qr_sequence(file: Vec<u8>, lang: Lang) -> El {
    let needed = parts::needed(&file);
    if file.len() > parts::LONGEST {
        return p("field-error", words::CODES_TOO_MUCH.get(lang));
    }
    if needed == 1 {
        return classed("div", "sequence")
            .maybe(drawn(&file, 0, words::CODE_SINGLE.get(lang)))
            .child(p("hint", words::CODE_HINT_SINGLE.get(lang)));
    }
    sequence(file, needed, lang)
}

/// How many different codes are shown before the first one comes again.
fn round(needed: usize) -> usize {
    (needed + (needed / 4).max(2)).min(256)
}

fn drawn(file: &[u8], number: usize, label: &str) -> Option<El> {
    let part = parts::part(file, u8::try_from(number).ok()?)?;
    let code = qr::on_screen(&parts::code(&part))?;
    let side = code.side.to_string();
    let frame = ["0 0 ", &side, " ", &side].concat();
    Some(
        svg("svg")
            .attr("class", "qr")
            .attr("role", "img")
            .attr("aria-label", label)
            .attr("viewBox", &frame)
            .attr("shape-rendering", "crispEdges")
            .child(svg("rect").attr("class", "qr__paper").attr("width", &side).attr("height", &side))
            .child(svg("path").attr("class", "qr__ink").attr("d", &code.path)),
    )
}

fn sequence(file: Vec<u8>, needed: usize, lang: Lang) -> El {
    let all = round(needed);
    let (at, pace) = (RwSignal::new(0), RwSignal::new(PACE));
    let runs = RwSignal::new(!page::wants_less_motion());
    follow(Box::new(move || {
        let now = at.get();
        let pace = PACES.get(pace.get()).copied().unwrap_or(1_000);
        if runs.get() {
            // Put away, stopped or moved by hand meanwhile: then it is another code's turn.
            let is_due = move || runs.try_get_untracked() == Some(true) && at.try_get_untracked() == Some(now);
            page::later(pace, move || {
                if is_due() {
                    at.set((now + 1) % all);
                }
            });
        }
    }));
    let numbers = move |word: Word| {
        let whole = |count: usize| number::whole(u64::try_from(count).unwrap_or(u64::MAX), lang);
        word.with(lang, &[("n", &whole(at.get() + 1)), ("m", &whole(all))])
    };
    let step = move |by: usize| {
        runs.set(false);
        at.update(|at| *at = (*at + by) % all);
    };
    let file = std::rc::Rc::new(file);
    let hint = words::CODE_HINT.with(lang, &[("k", &number::whole(u64::try_from(needed).unwrap_or(u64::MAX), lang))]);
    let running = button("button button--quiet sequence__runs", "", move || runs.update(|runs| *runs = !*runs))
        .text_of(move || if runs.get() { words::PAUSE } else { words::PLAY }.get(lang).to_owned());
    let keys = classed("div", "sequence__keys")
        .child(key(words::CODE_BEFORE, lang, "sequence__before", move || step(all - 1)))
        .child(running)
        .child(key(words::CODE_NEXT, lang, "sequence__next", move || step(1)))
        .child(key(words::SLOWER, lang, "sequence__slower", move || pace.update(|pace| *pace = pace.saturating_sub(1))))
        .child(classed("span", "sequence__pace").text_of(move || said(pace.get(), lang)))
        .child(key(words::FASTER, lang, "sequence__faster", move || pace.update(|pace| *pace = (*pace + 1).min(PACES.len() - 1))));
    classed("div", "sequence")
        .child(classed("div", "sequence__code").slot(move || drawn(&file, at.get(), &numbers(words::CODE_LABEL))))
        .child(
            classed("div", "sequence__side")
                .child(p("sequence__at", "").text_of(move || numbers(words::CODE_OF)))
                .child(keys)
                .child(p("hint", &hint)),
        )
}

fn said(pace: usize, lang: Lang) -> String {
    let seconds = f64::from(PACES.get(pace).copied().unwrap_or(1_000)) / 1_000.0;
    words::SPEED.with(lang, &[("s", &number::decimal(seconds, 1, lang))])
}

fn key(word: Word, lang: Lang, class: &str, act: impl Fn() + 'static) -> El {
    button(&["button button--quiet ", class].concat(), word.get(lang), act)
}
