//! "Phiếu đã được nhận chưa?": a receipt code against the list that the analyst published.
//! Pure; the list is read anew for every question, so that an old copy never says "no". A
//! list that is damaged anywhere answers nothing: a "no" out of half a list would be false.

use super::respond::FetchFault;
use crate::seal::receipt::{Receipts, typed};

/// What the page says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Verdict {
    /// Nothing was asked yet.
    #[default]
    Nothing,
    /// What was typed cannot be a receipt code.
    BadCode,
    /// The list is on its way.
    Looking,
    /// It is in the list.
    Received,
    /// It is not among so many.
    NotReceived(usize),
    /// There is no list yet.
    NotPublished,
    /// No network.
    Offline,
    /// The host does not give the list.
    Unreachable,
    /// The list is damaged at this line, counted from 1; at 0 it is too long.
    Broken(usize),
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// "Tra mã", with what was typed.
    Look(String),
    /// The list arrived, or did not.
    ListRead(Result<String, FetchFault>),
}

/// What the page does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Fetch `campaigns/<id>.receipts.txt`; answer with `Event::ListRead`.
    FetchList(String),
}

/// The model of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Model {
    campaign: String,
    /// The code that is looked up, 16 characters.
    pub code: String,
    /// What is known of it.
    pub verdict: Verdict,
}

impl Model {
    /// For this campaign.
    pub fn new(campaign: &str) -> Self {
        Self { campaign: campaign.to_owned(), ..Self::default() }
    }

    /// Takes an event.
    pub fn update(&mut self, event: Event) -> Vec<Effect> {
        match event {
            Event::Look(text) => {
                let code = typed(&text);
                self.verdict = if code.is_some() { Verdict::Looking } else { Verdict::BadCode };
                self.code = code.unwrap_or_default();
                let fetch = Effect::FetchList(self.campaign.clone());
                if self.code.is_empty() { Vec::new() } else { vec![fetch] }
            }
            Event::ListRead(result) => {
                if self.verdict == Verdict::Looking {
                    self.verdict = self.judge(result);
                }
                Vec::new()
            }
        }
    }

    fn judge(&self, result: Result<String, FetchFault>) -> Verdict {
        match result {
            // A host that answers every unknown address with its page.
            Ok(text) if text.trim_start().starts_with('<') => Verdict::NotPublished,
            Ok(text) => match Receipts::decode(&text) {
                Ok(list) if list.has(&self.code) => Verdict::Received,
                Ok(list) => Verdict::NotReceived(list.count()),
                Err(line) => Verdict::Broken(line),
            },
            Err(FetchFault::Absent) => Verdict::NotPublished,
            Err(FetchFault::Offline) => Verdict::Offline,
            Err(FetchFault::Status(_)) => Verdict::Unreachable,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "4KQ2-M0ZX-4D7R-19WT\n5R2K-8M0Q-Z7VJ-3N1X\n";

    fn look(text: &str, list: Result<&str, FetchFault>) -> Verdict {
        let mut model = Model::new("demo");
        if model.update(Event::Look(text.to_owned())) != [Effect::FetchList("demo".to_owned())] {
            return model.verdict;
        }
        assert_eq!(model.verdict, Verdict::Looking);
        model.update(Event::ListRead(list.map(str::to_owned)));
        model.verdict
    }

    #[test]
    fn a_code_is_in_the_list_or_not_however_it_is_typed() {
        for code in ["4KQ2-M0ZX-4D7R-19WT", "4kq2m0zx4d7r19wt", " 4kq2 mozx 4d7r i9wt "] {
            assert_eq!(look(code, Ok(LIST)), Verdict::Received, "{code}");
        }
        assert_eq!(look("4KQ2-M0ZX-4D7R-19WA", Ok(LIST)), Verdict::NotReceived(2));
        assert_eq!(look("4KQ2-M0ZX-4D7R", Ok(LIST)), Verdict::BadCode);
        assert_eq!(look("", Ok(LIST)), Verdict::BadCode);
    }

    #[test]
    fn what_is_not_known_is_never_a_no() {
        let code = "4KQ2-M0ZX-4D7R-19WA";
        assert_eq!(look(code, Err(FetchFault::Absent)), Verdict::NotPublished);
        assert_eq!(look(code, Ok("<!doctype html>")), Verdict::NotPublished);
        assert_eq!(look(code, Err(FetchFault::Offline)), Verdict::Offline);
        assert_eq!(look(code, Err(FetchFault::Status(503))), Verdict::Unreachable);
        assert_eq!(look(code, Ok("4KQ2-M0ZX-4D7R-19WT\n5R2K-8M0")), Verdict::Broken(2));
    }

    #[test]
    fn a_list_that_nobody_waits_for_says_nothing() {
        let mut model = Model::new("demo");
        model.update(Event::ListRead(Ok(LIST.to_owned())));
        assert_eq!(model.verdict, Verdict::Nothing);
    }
}
