//! Stored responses as records: what the page hands to the worker, and how many there
//! are of each outcome. One pass over the store serves every group and form of the
//! campaign; corrections are applied on the way, the records stay as they are. A record
//! is valid when the interview was complete and at least one statement has a level; only
//! valid ones become rows. Nothing is passed over in silence: `Register` has a place for
//! every record.

mod ratings;
mod register;

use std::collections::{BTreeMap, BTreeSet};

use super::Missing;
use crate::questionnaire::MissingCode;
use crate::response::codec::Header;
use crate::response::correction::standing;
use crate::response::{Answer, Channel, Correction, Draft, Outcome, Response};
pub use ratings::{Criterion, Given, Ratings, Sums};
pub use register::{Line, Original, Place, Register};

/// The header of the column with the response's id.
pub const ID: &str = "response_id";
/// The header of the column with the unit's code.
pub const UNIT: &str = "unit";

/// What the store has, and what the analyst says about its corrections.
#[derive(Debug, Clone, Copy)]
pub struct Records<'a> {
    /// Id of the campaign.
    pub campaign: &'a str,
    /// Payloads of responses by id.
    pub envelopes: &'a BTreeMap<String, String>,
    /// Payloads of drafts by campaign.
    pub drafts: &'a BTreeMap<String, Vec<String>>,
    /// Corrections of this campaign's responses.
    pub corrections: &'a [Correction],
    /// Ids of corrections that are set aside.
    pub set_aside: &'a BTreeSet<String>,
    /// Records of responses that were set aside as broken before their payload was read.
    pub broken: u64,
}

/// What is looked for: one questionnaire of one group.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
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
    /// The questions that are grids of units. Such a form is about no single unit.
    pub grids: Vec<Criterion>,
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

/// What the store has of a group's questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Intake {
    /// All units together.
    pub all: Tally,
    /// By unit of the campaign.
    pub by_unit: BTreeMap<String, Tally>,
    /// Ratings in valid responses of sampled channels.
    pub ratings: Ratings,
    /// Valid responses by channel.
    pub channels: BTreeMap<Channel, u64>,
    /// Valid responses through open links: who answers there chose themselves, so they
    /// are counted and shown apart and never become rows.
    pub open: Open,
    /// Tried out; counted nowhere else.
    pub trials: u64,
    /// Cancelled by a correction; counted nowhere else.
    pub cancelled: u64,
    /// Responses to other editions, by edition; counted nowhere else.
    pub editions: BTreeMap<String, u64>,
    /// Responses about units that the campaign does not have, by code.
    pub unknown_units: BTreeMap<String, u64>,
    /// Headers of `rows`.
    pub header: Vec<String>,
    /// Valid responses of sampled channels, in the order of their ids.
    pub rows: Vec<Vec<String>>,
}

/// Answers through open links, unweighted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Open {
    /// Valid responses.
    pub valid: u64,
    /// By statement: how many gave each level.
    pub levels: BTreeMap<String, BTreeMap<i64, u64>>,
    /// Ratings of units.
    pub ratings: Ratings,
}

impl Open {
    fn take(&mut self, response: &Response, wanted: &Wanted) {
        self.valid += 1;
        self.ratings.take(response, &wanted.grids);
        for item in &wanted.items {
            if let Some(Some(Answer::Number(level))) = response.answers.get(item) {
                *self.levels.entry(item.clone()).or_default().entry(*level).or_default() += 1;
            }
        }
    }
}

/// Reads the store: the register of all records, and one intake for each of `wanted`.
pub fn read(records: &Records<'_>, wanted: &[Wanted]) -> (Register, Vec<Intake>) {
    let mut register = Register { broken: records.broken, ..Register::default() };
    let mut intakes: Vec<Intake> = wanted.iter().map(Intake::of).collect();
    let corrected = standing(records.corrections.iter().filter(|correction| !records.set_aside.contains(&correction.id)));
    let named: BTreeSet<&str> = records.corrections.iter().map(|correction| correction.of.as_str()).collect();
    for (id, payload) in records.envelopes {
        let Ok(mut response) = Response::decode(payload) else {
            register.unreadable.push(id.clone());
            continue;
        };
        let header = &mut response.header;
        if named.contains(header.id.as_str()) {
            let [campaign, unit, group] = [&header.campaign.0, &header.unit, &header.group].map(Clone::clone);
            register.originals.insert(header.id.clone(), Original { campaign, unit, group });
        }
        if header.campaign.0 != records.campaign {
            register.elsewhere += 1;
            continue;
        }
        let standing = corrected.get(header.id.as_str());
        if let Some(standing) = standing {
            standing.apply(header);
        }
        let cancelled = standing.is_some_and(|standing| standing.cancelled);
        let place = match intakes.iter_mut().zip(wanted).find(|(_, wanted)| wanted.asks(header)) {
            Some((intake, wanted)) => intake.place(&response, wanted, cancelled),
            None if response.header.trial => Place::Trial,
            None if cancelled => Place::Cancelled,
            None => Place::OtherForm,
        };
        register.groups.entry(response.header.group).or_default().put(place);
    }
    draft(records, wanted, &mut intakes);
    (register, intakes)
}

/// The form that is open on this device, unless its response was already appended.
fn draft(records: &Records<'_>, wanted: &[Wanted], intakes: &mut [Intake]) {
    let drafts = records.drafts.get(records.campaign).into_iter().flatten().filter_map(|payload| Draft::decode(payload).ok());
    let newest = drafts.max_by_key(|draft| draft.sequence).map(|draft| draft.header);
    let Some(header) = newest.filter(|header| !records.envelopes.contains_key(&header.id)) else { return };
    for (intake, wanted) in intakes.iter_mut().zip(wanted) {
        if wanted.asks(&header) && !header.trial && wanted.edition_and_unit(&header).is_none() {
            intake.all.drafts += 1;
            intake.by_unit.entry(header.unit.clone()).or_default().drafts += 1;
        }
    }
}

impl Wanted {
    fn asks(&self, header: &Header) -> bool {
        header.group == self.group && header.questionnaire.0 == self.questionnaire.0
    }

    /// Why a response to this form is not counted, where edition or unit are others.
    fn edition_and_unit(&self, header: &Header) -> Option<Place> {
        if header.questionnaire.1 == self.questionnaire.1 {
            (self.grids.is_empty() && !self.units.contains(&header.unit)).then_some(Place::UnknownUnit)
        } else {
            Some(Place::OtherForm)
        }
    }

    /// Whether anything was rated.
    fn is_rated(&self, response: &Response) -> bool {
        let level = |item: &String| matches!(response.answers.get(item), Some(Some(Answer::Number(_))));
        let rated = |(name, answer): (&String, &Option<Answer>)| answer.is_some() && name.contains('@');
        if self.grids.is_empty() { self.items.iter().any(level) } else { response.answers.iter().any(rated) }
    }
}

impl Intake {
    fn of(wanted: &Wanted) -> Self {
        let columns = [ID, UNIT].map(str::to_owned).into_iter();
        let header = columns.chain(wanted.profile.iter().cloned()).chain(wanted.items.iter().cloned()).collect();
        Self { header, ..Self::default() }
    }

    /// Counts a response to this form, and tells where it stands.
    fn place(&mut self, response: &Response, wanted: &Wanted, cancelled: bool) -> Place {
        let header = &response.header;
        if header.trial {
            self.trials += 1;
            return Place::Trial;
        }
        if cancelled {
            self.cancelled += 1;
            return Place::Cancelled;
        }
        if let Some(place) = wanted.edition_and_unit(header) {
            let unknown = place == Place::UnknownUnit;
            let (aside, by) = if unknown { (&mut self.unknown_units, &header.unit) } else { (&mut self.editions, &header.questionnaire.1) };
            *aside.entry(by.clone()).or_default() += 1;
            return place;
        }
        let valid = response.outcome == Outcome::Complete && wanted.is_rated(response);
        let sampled = header.channel.is_sampled();
        for tally in [&mut self.all, self.by_unit.entry(header.unit.clone()).or_default()] {
            tally.count(response.outcome);
            tally.valid += u64::from(valid);
            tally.sampled += u64::from(valid && sampled);
        }
        if !valid {
            return Place::unfinished(response.outcome).unwrap_or(Place::Empty);
        }
        *self.channels.entry(header.channel).or_default() += 1;
        if !sampled {
            self.open.take(response, wanted);
            return Place::OpenLink;
        }
        self.ratings.take(response, &wanted.grids);
        let ids = [header.id.clone(), header.unit.clone()].into_iter();
        let profile = wanted.profile.iter().map(|id| category(response, id));
        let items = wanted.items.iter().map(|id| code(response.answers.get(id)));
        self.rows.push(ids.chain(profile).chain(items).collect());
        Place::Sampled
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
    use crate::base::time::Stamp;
    use crate::response::Change;

    fn payload(id: &str, outcome: &str, unit: &str, edition: &str, answers: &str) -> (String, String) {
        let header = format!(
            r#"{{"id":"{id}","campaign":["demo",1],"questionnaire":["ward","{edition}"],"fingerprint":"F","unit":"{unit}","group":"citizen","channel":"invitation","language":"vi","trial":{},"started":1}}"#,
            id.starts_with('T')
        );
        (id.to_owned(), format!(r#"{{"header":{header},"outcome":"{outcome}","finished":2,"answers":{{{answers}}}}}"#))
    }

    fn wanted() -> Wanted {
        Wanted {
            questionnaire: ("ward".into(), "1".into()),
            group: "citizen".into(),
            units: ["X", "Y"].map(str::to_owned).into(),
            profile: vec!["sex".into()],
            grids: Vec::new(),
            items: ["s1", "s2", "s3", "s4", "s5"].map(str::to_owned).to_vec(),
        }
    }

    fn read_all(
        envelopes: &BTreeMap<String, String>,
        corrections: &[Correction],
        set_aside: &[&str],
        wanted: Wanted,
    ) -> (Register, Intake) {
        let set_aside = set_aside.iter().map(|id| (*id).to_owned()).collect();
        let records = Records { campaign: "demo", envelopes, drafts: &BTreeMap::new(), corrections, set_aside: &set_aside, broken: 0 };
        let (register, mut intakes) = read(&records, &[wanted]);
        assert_eq!(register.total(), envelopes.len() as u64);
        (register, intakes.remove(0))
    }

    fn intake(envelopes: impl IntoIterator<Item = (String, String)>) -> Intake {
        read_all(&envelopes.into_iter().collect(), &[], &[], wanted()).1
    }

    #[test]
    fn each_kind_of_answer_has_its_code() {
        let answers = r#""sex":"male","s1":5,"s2":null,"s3":{"missing":"dont_know"},"s4":{"missing":"not_applicable"}"#;
        let intake = intake([payload("A", "complete", "X", "1", answers)]);
        assert_eq!(intake.header, ["response_id", "unit", "sex", "s1", "s2", "s3", "s4", "s5"]);
        assert_eq!(intake.rows, [["A", "X", "male", "5", "", "KB", "KAD", "KH"]]);
    }

    #[test]
    fn open_links_are_counted_apart_and_never_become_rows() {
        let (other, open) = payload("B", "complete", "X", "1", r#""s1":2,"s2":null"#);
        let intake = intake([payload("A", "complete", "X", "1", r#""s1":4,"s2":5"#), (other, open.replace("invitation", "open_link"))]);
        assert_eq!(intake.rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["A"]);
        assert_eq!((intake.all.valid, intake.all.sampled, intake.open.valid), (2, 1, 1));
        assert_eq!(intake.open.levels, [("s1".to_owned(), [(2, 1)].into())].into());
        assert_eq!(intake.channels, [(Channel::OpenLink, 1), (Channel::Invitation, 1)].into());
    }

    #[test]
    fn ratings_of_a_grid_are_counted_by_criterion_and_unit_for_one_group() {
        let options = [("a", Some(100)), ("d", Some(0)), ("no_info", None)].map(|(code, points)| (code.to_owned(), points)).to_vec();
        let grids = ["c", "k"].map(|id| Criterion { id: id.to_owned(), options: options.clone() }).to_vec();
        let wanted = Wanted { grids, ..wanted() };
        let (a, first) = payload("A", "complete", "", "1", r#""c@X":"a","c@Y":"no_info","k@X":"d","role":"x""#);
        let (b, second) = payload("B", "complete", "", "1", r#""c@X":"a","c@Y":null"#);
        let (c, partial) = payload("C", "partial", "", "1", r#""c@X":"d""#);
        let (d, open) = payload("D", "complete", "", "1", r#""c@X":"d""#);
        let (e, other) = payload("E", "complete", "", "1", r#""c@X":"d""#);
        let envelopes =
            [(a, first), (b, second), (c, partial), (d, open.replace("invitation", "open_link")), (e, other.replace("citizen", "front"))]
                .into();
        let (register, intake) = read_all(&envelopes, &[], &[], wanted);
        let of = |unit: &str| intake.ratings.given[&("c".to_owned(), unit.to_owned())].clone();
        assert_eq!(of("X"), [(Some("a".to_owned()), 2)].into());
        assert_eq!(of("Y"), [(None, 1), (Some("no_info".to_owned()), 1)].into());
        // A gave X 100 and 0, B 100 once: x = 100, 100 and d = 2, 1. Nobody judged Y.
        assert_eq!(intake.ratings.pooled, [("X".to_owned(), Sums { respondents: 2, x: 200, d: 3, xx: 20_000, xd: 300, dd: 5 })].into());
        assert_eq!((intake.ratings.respondents, intake.open.ratings.respondents), (2, 1));
        assert_eq!((intake.all.valid, intake.all.sampled, intake.all.partial), (3, 2, 1));
        assert!(intake.unknown_units.is_empty());
        assert_eq!(register.groups["front"].at(Place::OtherForm), 1, "another group is another population");
    }

    #[test]
    fn what_is_not_valid_is_counted_and_named() {
        let one = r#""s1":4"#;
        let (id, text) = payload("H", "complete", "X", "1", one);
        let (elsewhere, other) = payload("I", "complete", "X", "1", one);
        let envelopes: BTreeMap<String, String> = [
            payload("A", "complete", "X", "1", one),
            payload("B", "complete", "X", "1", r#""s1":null"#),
            payload("C", "partial", "X", "1", one),
            payload("D", "refused", "X", "1", ""),
            payload("E", "screened_out", "X", "1", ""),
            payload("F", "complete", "X", "0", one),
            payload("G", "complete", "Z", "1", one),
            payload("T", "complete", "X", "1", one),
            (id, text.replace("citizen", "firm")),
            (elsewhere, other.replace("\"demo\"", "\"desk\"")),
            ("Z".to_owned(), "{}".to_owned()),
        ]
        .into();
        let (register, intake) = read_all(&envelopes, &[], &[], wanted());
        assert_eq!(intake.all, Tally { complete: 2, partial: 1, screened_out: 1, refused: 1, valid: 1, sampled: 1, ..Tally::default() });
        assert_eq!((intake.all.started(), intake.rows.len(), intake.trials), (5, 1, 1));
        assert_eq!(intake.editions, [("0".to_owned(), 1)].into());
        assert_eq!(intake.unknown_units, [("Z".to_owned(), 1)].into());
        assert_eq!((register.unreadable.as_slice(), register.elsewhere), (&["Z".to_owned()][..], 1));
        let line = &register.groups["citizen"];
        assert_eq!((line.total(), line.returned(), line.valid()), (8, 3, 1));
    }

    #[test]
    fn corrections_move_and_cancel_until_they_are_set_aside() {
        let correction = |id: &str, of: &str, made: u64, change: Change| Correction {
            id: id.to_owned(),
            of: of.to_owned(),
            campaign: "demo".to_owned(),
            change,
            reason: "chọn nhầm".to_owned(),
            surveyor: "D07".to_owned(),
            made: Stamp(made),
        };
        let envelopes = ["A", "B", "T"].map(|id| payload(id, "complete", "X", "1", r#""s1":4"#)).into();
        let corrections = [
            correction("k", "A", 5, Change::Unit("Y".to_owned())),
            correction("l", "B", 6, Change::Cancel),
            correction("m", "T", 7, Change::Cancel),
            correction("n", "gone", 8, Change::Cancel),
        ];
        let (register, intake) = read_all(&envelopes, &corrections, &[], wanted());
        assert_eq!(intake.rows, [["A", "Y", "", "4", "KH", "KH", "KH", "KH"]]);
        assert_eq!((intake.by_unit["Y"].sampled, intake.cancelled, intake.trials), (1, 1, 1));
        assert_eq!(register.at(Place::Cancelled), 1);
        let original = |id: &str| register.originals.get(id).map(|original| original.unit.as_str());
        assert_eq!((original("A"), original("B"), original("gone")), (Some("X"), Some("X"), None));
        let (_, intake) = read_all(&envelopes, &corrections, &["k", "l"], wanted());
        assert_eq!(intake.rows.iter().map(|row| row[1].as_str()).collect::<Vec<_>>(), ["X", "X"]);
        assert_eq!(intake.cancelled, 0);
    }
}
