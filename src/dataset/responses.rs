//! Stored responses as records: what the page hands to the worker, and how many there
//! are of each outcome. A record is valid when the interview was complete and at least
//! one statement has a level; only valid ones become rows. Nothing is passed over in
//! silence: trials, other editions, unknown units and unreadable payloads are counted.

use std::collections::{BTreeMap, BTreeSet};

use super::Missing;
use crate::questionnaire::MissingCode;
use crate::response::codec::Header;
use crate::response::{Answer, Channel, Draft, Outcome, Response};

/// The header of the column with the response's id.
pub const ID: &str = "response_id";
/// The header of the column with the unit's code.
pub const UNIT: &str = "unit";

/// What is looked for: one questionnaire of one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Id of the campaign.
    pub campaign: String,
    /// Id of the questionnaire and its edition.
    pub questionnaire: (String, String),
    /// Id of the group that answers; an answer of another group is of another population.
    pub group: String,
    /// Codes of the units.
    pub units: BTreeSet<String>,
    /// Variables to break down by.
    pub profile: Vec<String>,
    /// The statements.
    pub items: Vec<String>,
    /// Ids of the questions that are grids of units. Such a form is about no single unit,
    /// and every group that answers it is counted.
    pub grids: Vec<String>,
}

/// How interviews ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// To the end.
    pub complete: u64,
    /// Begun, not finished.
    pub partial: u64,
    /// Ended politely by the questionnaire.
    pub screened_out: u64,
    /// No consent.
    pub refused: u64,
    /// Nobody was met.
    pub not_reached: u64,
    /// Not among those asked, found before the interview.
    pub ineligible: u64,
    /// Still open on this device.
    pub drafts: u64,
    /// Complete with at least one statement answered by a level.
    pub valid: u64,
    /// Of the valid ones, those through sampled channels: what estimates stand on.
    pub sampled: u64,
}

impl Tally {
    /// Every interview that was opened.
    pub fn started(&self) -> u64 {
        self.complete + self.partial + self.screened_out + self.refused + self.not_reached + self.ineligible + self.drafts
    }

    fn count(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Complete => self.complete += 1,
            Outcome::Partial => self.partial += 1,
            Outcome::ScreenedOut => self.screened_out += 1,
            Outcome::Refused => self.refused += 1,
            Outcome::NotReached => self.not_reached += 1,
            Outcome::Ineligible => self.ineligible += 1,
        }
    }
}

/// What the store has of a questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Intake {
    /// All units together.
    pub all: Tally,
    /// By unit of the campaign.
    pub by_unit: BTreeMap<String, Tally>,
    /// By group.
    pub by_group: BTreeMap<String, Tally>,
    /// Ratings in valid responses of sampled channels.
    pub ratings: Ratings,
    /// Valid responses by channel.
    pub channels: BTreeMap<Channel, u64>,
    /// Valid responses through open links: who answers there chose themselves, so they
    /// are counted and shown apart and never become rows.
    pub open: Open,
    /// Tried out; counted nowhere else.
    pub trials: u64,
    /// Responses to other editions, by edition; counted nowhere else.
    pub editions: BTreeMap<String, u64>,
    /// Responses of other groups to the same questionnaire; counted nowhere else.
    pub other_groups: BTreeMap<String, u64>,
    /// Responses about units that the campaign does not have, by code.
    pub unknown_units: BTreeMap<String, u64>,
    /// Ids of records that hold no response that this program reads.
    pub unreadable: Vec<String>,
    /// Headers of `rows`.
    pub header: Vec<String>,
    /// Valid responses of sampled channels, in the order of their ids.
    pub rows: Vec<Vec<String>>,
}

/// How units were rated in grids: by question and unit, how often each option was
/// chosen; `None` is asked and left open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Ratings(pub BTreeMap<(String, String), BTreeMap<Option<String>, u64>>);

impl Ratings {
    fn take(&mut self, response: &Response, grids: &[String]) {
        for (name, answer) in &response.answers {
            let Some((question, unit)) = name.split_once('@').filter(|(question, _)| grids.iter().any(|grid| grid == question)) else {
                continue;
            };
            let option = match answer {
                Some(Answer::Text(code)) => Some(code.clone()),
                Some(Answer::Number(_) | Answer::Set(_) | Answer::Missing { .. }) | None => None,
            };
            *self.0.entry((question.to_owned(), unit.to_owned())).or_default().entry(option).or_default() += 1;
        }
    }
}

/// Answers through open links, unweighted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Open {
    /// Valid responses.
    pub valid: u64,
    /// By statement: how many gave each level.
    pub levels: BTreeMap<String, BTreeMap<i64, u64>>,
}

impl Open {
    fn take(&mut self, response: &Response, items: &[String]) {
        self.valid += 1;
        for item in items {
            if let Some(Some(Answer::Number(level))) = response.answers.get(item) {
                *self.levels.entry(item.clone()).or_default().entry(*level).or_default() += 1;
            }
        }
    }
}

/// Reads payloads by id (`envelopes`) and drafts by campaign.
pub fn read(envelopes: &BTreeMap<String, String>, drafts: &BTreeMap<String, Vec<String>>, wanted: &Wanted) -> Intake {
    let columns = [ID, UNIT].map(str::to_owned).into_iter();
    let header = columns.chain(wanted.profile.iter().cloned()).chain(wanted.items.iter().cloned()).collect();
    let mut intake = Intake { header, ..Intake::default() };
    for (id, payload) in envelopes {
        match Response::decode(payload) {
            Ok(response) => intake.take(&response, wanted),
            Err(_) => intake.unreadable.push(id.clone()),
        }
    }
    let open = drafts.get(&wanted.campaign).into_iter().flatten().filter_map(|payload| Draft::decode(payload).ok());
    if let Some(newest) = open.max_by_key(|draft| draft.sequence)
        && intake.belongs(&newest.header, wanted)
    {
        intake.all.drafts += 1;
        intake.by_unit.entry(newest.header.unit).or_default().drafts += 1;
    }
    intake
}

impl Intake {
    /// Whether a header is of the campaign, questionnaire and a unit that it has; one
    /// that is not for a reason somebody should know is counted apart.
    fn belongs(&mut self, header: &Header, wanted: &Wanted) -> bool {
        if header.campaign.0 != wanted.campaign || header.questionnaire.0 != wanted.questionnaire.0 {
            return false;
        }
        if header.trial {
            self.trials += 1;
        } else if header.questionnaire.1 != wanted.questionnaire.1 {
            *self.editions.entry(header.questionnaire.1.clone()).or_default() += 1;
        } else if !wanted.grids.is_empty() {
            return true;
        } else if header.group != wanted.group {
            *self.other_groups.entry(header.group.clone()).or_default() += 1;
        } else if !wanted.units.contains(&header.unit) {
            *self.unknown_units.entry(header.unit.clone()).or_default() += 1;
        } else {
            return true;
        }
        false
    }

    fn take(&mut self, response: &Response, wanted: &Wanted) {
        if !self.belongs(&response.header, wanted) {
            return;
        }
        let level = |item: &String| matches!(response.answers.get(item), Some(Some(Answer::Number(_))));
        let rated = |(name, answer): (&String, &Option<Answer>)| answer.is_some() && name.contains('@');
        let said = if wanted.grids.is_empty() { wanted.items.iter().any(level) } else { response.answers.iter().any(rated) };
        let valid = response.outcome == Outcome::Complete && said;
        let unit = &response.header.unit;
        let group = self.by_group.entry(response.header.group.clone()).or_default();
        for tally in [&mut self.all, self.by_unit.entry(unit.clone()).or_default(), group] {
            tally.count(response.outcome);
            tally.valid += u64::from(valid);
            tally.sampled += u64::from(valid && response.header.channel.is_sampled());
        }
        if !valid {
            return;
        }
        *self.channels.entry(response.header.channel).or_default() += 1;
        if response.header.channel.is_sampled() {
            self.ratings.take(response, &wanted.grids);
            let ids = [response.header.id.clone(), unit.clone()].into_iter();
            let profile = wanted.profile.iter().map(|id| category(response, id));
            let items = wanted.items.iter().map(|id| code(response.answers.get(id)));
            self.rows.push(ids.chain(profile).chain(items).collect());
        } else {
            self.open.take(response, &wanted.items);
        }
    }
}

/// The code of a choice; empty for every other answer.
fn category(response: &Response, id: &str) -> String {
    match response.answers.get(id) {
        Some(Some(Answer::Text(code))) => code.clone(),
        Some(Some(Answer::Number(_) | Answer::Set(_) | Answer::Missing { .. }) | None) | None => String::new(),
    }
}

/// A statement's answer as [`Missing::default`] reads it: what was not asked, what was
/// left blank and the two codes are four things.
fn code(answer: Option<&Option<Answer>>) -> String {
    let missing = Missing::default();
    let first = |codes: &[String]| codes.first().cloned().unwrap_or_default();
    match answer {
        None => first(&missing.not_asked),
        Some(Some(Answer::Number(level))) => level.to_string(),
        Some(Some(Answer::Missing { missing: MissingCode::DontKnow })) => first(&missing.dont_know),
        Some(Some(Answer::Missing { missing: MissingCode::NotApplicable })) => first(&missing.not_applicable),
        Some(Some(Answer::Missing { missing: MissingCode::LeftBlank } | Answer::Text(_) | Answer::Set(_)) | None) => first(&missing.blank),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn payload(id: &str, outcome: &str, unit: &str, edition: &str, answers: &str) -> (String, String) {
        let header = format!(
            r#"{{"id":"{id}","campaign":["demo",1],"questionnaire":["ward","{edition}"],"fingerprint":"F","unit":"{unit}","group":"citizen","channel":"invitation","language":"vi","trial":{},"started":1}}"#,
            id.starts_with('T')
        );
        (id.to_owned(), format!(r#"{{"header":{header},"outcome":"{outcome}","finished":2,"answers":{{{answers}}}}}"#))
    }

    fn wanted() -> Wanted {
        Wanted {
            campaign: "demo".into(),
            questionnaire: ("ward".into(), "1".into()),
            group: "citizen".into(),
            units: ["X".to_owned()].into(),
            profile: vec!["sex".into()],
            grids: Vec::new(),
            items: ["s1", "s2", "s3", "s4", "s5"].map(str::to_owned).to_vec(),
        }
    }

    #[test]
    fn each_kind_of_answer_has_its_code() {
        let answers = r#""sex":"male","s1":5,"s2":null,"s3":{"missing":"dont_know"},"s4":{"missing":"not_applicable"}"#;
        let intake = read(&[payload("A", "complete", "X", "1", answers)].into(), &BTreeMap::new(), &wanted());
        assert_eq!(intake.header, ["response_id", "unit", "sex", "s1", "s2", "s3", "s4", "s5"]);
        assert_eq!(intake.rows, [["A", "X", "male", "5", "", "KB", "KAD", "KH"]]);
    }

    #[test]
    fn open_links_are_counted_apart_and_never_become_rows() {
        let (id, sampled) = payload("A", "complete", "X", "1", r#""s1":4,"s2":5"#);
        let (other, open) = payload("B", "complete", "X", "1", r#""s1":2,"s2":null"#);
        let open = open.replace("invitation", "open_link");
        let intake = read(&[(id, sampled), (other, open)].into(), &BTreeMap::new(), &wanted());
        assert_eq!(intake.rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["A"]);
        assert_eq!((intake.all.valid, intake.all.sampled, intake.open.valid), (2, 1, 1));
        assert_eq!(intake.open.levels, [("s1".to_owned(), [(2, 1)].into())].into());
        assert_eq!(intake.channels, [(Channel::OpenLink, 1), (Channel::Invitation, 1)].into());
    }

    #[test]
    fn ratings_of_a_grid_are_counted_by_criterion_and_unit_for_every_group() {
        let wanted = Wanted { grids: vec!["c".into()], ..wanted() };
        let (a, first) = payload("A", "complete", "", "1", r#""c@X":"a","c@Y":"no_info","role":"x""#);
        let (b, second) = payload("B", "complete", "", "1", r#""c@X":"a","c@Y":null"#);
        let (c, partial) = payload("C", "partial", "", "1", r#""c@X":"d""#);
        let (d, open) = payload("D", "complete", "", "1", r#""c@X":"d""#);
        let envelopes =
            [(a, first), (b, second.replace("citizen", "front")), (c, partial), (d, open.replace("invitation", "open_link"))].into();
        let intake = read(&envelopes, &BTreeMap::new(), &wanted);
        let of = |unit: &str| intake.ratings.0[&("c".to_owned(), unit.to_owned())].clone();
        assert_eq!(of("X"), [(Some("a".to_owned()), 2)].into());
        assert_eq!(of("Y"), [(None, 1), (Some("no_info".to_owned()), 1)].into());
        assert_eq!((intake.by_group["citizen"].sampled, intake.by_group["front"].sampled), (1, 1));
        assert_eq!((intake.all.valid, intake.all.sampled, intake.all.partial), (3, 2, 1));
        assert!(intake.unknown_units.is_empty());
    }

    #[test]
    fn what_is_not_valid_is_counted_and_named() {
        let one = r#""s1":4"#;
        let (id, text) = payload("H", "complete", "X", "1", one);
        let of_another_group = (id, text.replace("citizen", "firm"));
        let envelopes: BTreeMap<String, String> = [
            payload("A", "complete", "X", "1", one),
            payload("B", "complete", "X", "1", r#""s1":null"#),
            payload("C", "partial", "X", "1", one),
            payload("D", "refused", "X", "1", ""),
            payload("E", "screened_out", "X", "1", ""),
            payload("F", "complete", "X", "0", one),
            payload("G", "complete", "Y", "1", one),
            payload("T", "complete", "X", "1", one),
            of_another_group,
            ("Z".to_owned(), "{}".to_owned()),
        ]
        .into();
        let intake = read(&envelopes, &BTreeMap::new(), &wanted());
        assert_eq!(intake.all, Tally { complete: 2, partial: 1, screened_out: 1, refused: 1, valid: 1, sampled: 1, ..Tally::default() });
        assert_eq!((intake.all.started(), intake.rows.len(), intake.trials), (5, 1, 1));
        assert_eq!(intake.editions, [("0".to_owned(), 1)].into());
        assert_eq!(intake.unknown_units, [("Y".to_owned(), 1)].into());
        assert_eq!(intake.other_groups, [("firm".to_owned(), 1)].into());
        assert_eq!(intake.unreadable, ["Z"]);
    }
}
