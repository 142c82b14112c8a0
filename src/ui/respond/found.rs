//! An unfinished form was found. No answer is visible before the choice: the next
//! person at this device may be another one.

use super::{Shell, summary};
use crate::app::respond::Event;
use crate::base::time::{Date, Stamp, clock};
use crate::base::words::respond as words;
use crate::platform::moment;
use crate::ui::dom::{El, button, classed, p, title};

/// "Làm tiếp / Phiếu mới".
pub fn found(shell: Shell) -> El {
    let lang = shell.lang();
    let at = shell.peek(|model| model.found).map(when).unwrap_or_default();
    let actions = classed("div", "actions")
        .child(button("button", words::RESUME.get(lang), move || shell.send(Event::Resume)).attr("id", "resume"))
        .child(button("button button--quiet", words::START_NEW.get(lang), move || shell.send(Event::StartNew)).attr("id", "start-new"));
    classed("section", "welcome")
        .child(title(&words::FOUND.with(lang, &[("time", &at)])))
        .child(p("", words::FOUND_HINT.get(lang)))
        .child(summary::trouble(shell))
        .child(actions)
}

/// `9:15`, with the date where it is not today's.
pub(crate) fn when(stamp: Stamp) -> String {
    let now = moment::now();
    let (day, today) = (Date::of_stamp(stamp, now.offset), Date::of_stamp(now.stamp, now.offset));
    let time = clock(stamp, now.offset);
    match day.filter(|_| day != today) {
        Some(day) => [&time, ", ", &day.to_display()].concat(),
        None => time,
    }
}
