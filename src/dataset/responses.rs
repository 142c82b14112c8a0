//! Responses that came in as records: how many there are of each outcome, and the rows
//! that estimates stand on. One pass over them serves every group and form of the
//! campaign, one response at a time, so that 100 000 need no room at once; corrections are
//! applied on the way, the responses stay as they are. One is valid when the interview was
//! complete and at least one statement has a level; only valid ones become rows. Nothing
//! is passed over in silence: `Register` has a place for every response.

mod ratings;
mod register;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::Missing;
use crate::base::delimited;
use crate::questionnaire::MissingCode;
use crate::response::codec::Header;
use crate::response::correction::{Standing, standing};
use crate::response::{Answer, Channel, Correction, Outcome, Response};
pub use ratings::{Criterion, Given, Ratings, Sums};
pub use register::{Line, Original, Place, Register};

/// The header of the column with the response's id.
pub const ID: &str = "response_id";
/// The header of the column with the unit's code.
pub const UNIT: &str = "unit";

/// What is counted: for which campaign, with which corrections.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Records<'a> {
    /// Id of the campaign.
    pub campaign: &'a str,
    /// Corrections of this campaign's responses.
    pub corrections: &'a [Correction],
    /// Ids of corrections that are set aside.
    pub set_aside: &'a BTreeSet<String>,
}

/// What is looked for: one questionnaire of one group.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
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
    /// Complete with at least one statement answered by a level.
    pub valid: u64,
    /// Of the valid ones, those through sampled channels: what estimates stand on.
    pub sampled: u64,
}

impl Tally {
    /// Every interview that was opened.
    pub fn started(&self) -> u64 {
        self.complete + self.partial + self.screened_out + self.refused + self.not_reached + self.ineligible
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

/// What came in of a group's questionnaire.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
}

/// Answers through open links, unweighted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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

/// How responses are counted: what was wanted, and what the corrections come to. Cheap to
/// make, so that a count may go on whenever there is time.
#[derive(Debug, Clone)]
pub struct Rules<'a> {
    campaign: &'a str,
    wanted: &'a [Wanted],
    corrected: BTreeMap<&'a str, Standing<'a>>,
    named: BTreeSet<&'a str>,
}

impl<'a> Rules<'a> {
    /// For these records and forms.
    pub fn new(records: Records<'a>, wanted: &'a [Wanted]) -> Self {
        Self {
            campaign: records.campaign,
            wanted,
            corrected: standing(records.corrections.iter().filter(|correction| !records.set_aside.contains(&correction.id))),
            named: records.corrections.iter().map(|correction| correction.of.as_str()).collect(),
        }
    }

    /// A response as it counts, and whether it was cancelled.
    fn correct(&self, response: &mut Response) -> bool {
        let standing = self.corrected.get(response.header.id.as_str());
        if let Some(standing) = standing {
            standing.apply(&mut response.header);
        }
        standing.is_some_and(|standing| standing.cancelled)
    }
}

/// A count under way: each response is taken once, in any order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counted {
    /// Every response.
    pub register: Register,
    /// One for each form that was wanted.
    pub intakes: Vec<Intake>,
}

impl Counted {
    /// Counts a response.
    pub fn take(&mut self, mut response: Response, rules: &Rules<'_>) {
        self.intakes.resize(rules.wanted.len(), Intake::default());
        let header = &response.header;
        if rules.named.contains(header.id.as_str()) {
            let [campaign, unit, group] = [&header.campaign.0, &header.unit, &header.group].map(Clone::clone);
            self.register.originals.insert(header.id.clone(), Original { campaign, unit, group });
        }
        if header.campaign.0 != rules.campaign {
            self.register.elsewhere += 1;
            return;
        }
        let cancelled = rules.correct(&mut response);
        let place = match self.intakes.iter_mut().zip(rules.wanted).find(|(_, wanted)| wanted.asks(&response.header)) {
            Some((intake, wanted)) => intake.place(&response, wanted, cancelled),
            None if response.header.trial => Place::Trial,
            None if cancelled => Place::Cancelled,
            None => Place::OtherForm,
        };
        self.register.groups.entry(response.header.group).or_default().put(place);
    }
}

/// Counts responses: the register of all of them, and an intake for each of `wanted`.
pub fn read(records: Records<'_>, responses: impl IntoIterator<Item = Response>, wanted: &[Wanted]) -> Counted {
    let (rules, mut counted) = (Rules::new(records, wanted), Counted::default());
    counted.intakes.resize(wanted.len(), Intake::default());
    responses.into_iter().for_each(|response| counted.take(response, &rules));
    counted
}

/// The header of the rows of a group's form, as delimited text.
pub fn header(wanted: &Wanted) -> String {
    let columns = wanted.profile.iter().chain(&wanted.items).map(String::as_str);
    delimited::exact([ID, UNIT].into_iter().chain(columns))
}

/// The row of a response, as delimited text: what the computation reads. None where it is
/// no valid one of a sampled channel, or answers another form than the first one wanted.
pub fn row(mut response: Response, rules: &Rules<'_>) -> Option<String> {
    let cancelled = rules.correct(&mut response);
    let (header, wanted) = (&response.header, rules.wanted.first()?);
    let counts = header.campaign.0 == rules.campaign
        && wanted.asks(header)
        && !header.trial
        && !cancelled
        && wanted.edition_and_unit(header).is_none()
        && wanted.is_valid(&response)
        && header.channel.is_sampled();
    counts.then(|| {
        let profile = wanted.profile.iter().map(|id| category(&response, id));
        let cells: Vec<String> = profile.chain(wanted.items.iter().map(|id| code(response.answers.get(id)))).collect();
        let ids = [header.id.as_str(), header.unit.as_str()].into_iter();
        delimited::exact(ids.chain(cells.iter().map(String::as_str)))
    })
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

    fn is_valid(&self, response: &Response) -> bool {
        response.outcome == Outcome::Complete && self.is_rated(response)
    }

    /// Whether anything was rated.
    fn is_rated(&self, response: &Response) -> bool {
        let level = |item: &String| matches!(response.answers.get(item), Some(Some(Answer::Number(_))));
        let rated = |(name, answer): (&String, &Option<Answer>)| answer.is_some() && name.contains('@');
        if self.grids.is_empty() { self.items.iter().any(level) } else { response.answers.iter().any(rated) }
    }
}

impl Intake {
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
        let valid = wanted.is_valid(response);
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

    fn responses(envelopes: &BTreeMap<String, String>) -> Vec<Response> {
        envelopes.values().map(|payload| Response::decode(payload).unwrap()).collect()
    }

    fn read_all(
        envelopes: &BTreeMap<String, String>,
        corrections: &[Correction],
        set_aside: &[&str],
        wanted: Wanted,
    ) -> (Register, Intake) {
        let set_aside = set_aside.iter().map(|id| (*id).to_owned()).collect();
        let records = Records { campaign: "demo", corrections, set_aside: &set_aside };
        let Counted { register, mut intakes } = read(records, responses(envelopes), &[wanted]);
        assert_eq!(register.total(), envelopes.len() as u64);
        (register, intakes.remove(0))
    }

    /// The rows below the header.
    fn rows(envelopes: &BTreeMap<String, String>, corrections: &[Correction], set_aside: &[&str]) -> Vec<String> {
        let set_aside = set_aside.iter().map(|id| (*id).to_owned()).collect();
        let wanted = [wanted()];
        let rules = Rules::new(Records { campaign: "demo", corrections, set_aside: &set_aside }, &wanted);
        assert_eq!(header(&wanted[0]), "response_id,unit,sex,s1,s2,s3,s4,s5\n");
        responses(envelopes).into_iter().filter_map(|response| row(response, &rules)).map(|row| row.trim_end().to_owned()).collect()
    }

    fn intake(envelopes: impl IntoIterator<Item = (String, String)>) -> Intake {
        read_all(&envelopes.into_iter().collect(), &[], &[], wanted()).1
    }

    #[test]
    fn each_kind_of_answer_has_its_code() {
        let answers = r#""sex":"male","s1":5,"s2":null,"s3":{"missing":"dont_know"},"s4":{"missing":"not_applicable"}"#;
        assert_eq!(rows(&[payload("A", "complete", "X", "1", answers)].into(), &[], &[]), ["A,X,male,5,,KB,KAD,KH"]);
    }

    #[test]
    fn open_links_are_counted_apart_and_never_become_rows() {
        let (other, open) = payload("B", "complete", "X", "1", r#""s1":2,"s2":null"#);
        let both = [payload("A", "complete", "X", "1", r#""s1":4,"s2":5"#), (other, open.replace("invitation", "open_link"))];
        assert_eq!(rows(&both.clone().into(), &[], &[]), ["A,X,,4,5,KH,KH,KH"]);
        let intake = intake(both);
        assert_eq!((intake.all.valid, intake.all.sampled, intake.open.valid), (2, 1, 1));
        assert_eq!(intake.open.levels, [("s1".to_owned(), [(2, 1)].into())].into());
        assert_eq!(intake.channels, [(Channel::OpenLink, 1), (Channel::Invitation, 1)].into());
    }

    #[test]
    fn ratings_of_a_grid_are_counted_by_criterion_and_unit_for_one_group() {
        let options = [("a", Some(100)), ("d", Some(0)), ("no_info", None)].map(|(code, points)| (code.to_owned(), points)).to_vec();
        let grids = ["c", "k"].map(|id| Criterion { id: id.to_owned(), options: options.clone() }).to_vec();
        let wanted = Wanted { grids, ..wanted() };
        let complete = |id: &str, answers: &str| payload(id, "complete", "", "1", answers);
        let instead = |(id, text): (String, String), of: &str, by: &str| (id, text.replace(of, by));
        let envelopes = BTreeMap::from([
            complete("A", r#""c@X":"a","c@Y":"no_info","k@X":"d","role":"x""#),
            complete("B", r#""c@X":"a","c@Y":null"#),
            payload("C", "partial", "", "1", r#""c@X":"d""#),
            instead(complete("D", r#""c@X":"d""#), "invitation", "open_link"),
            instead(complete("E", r#""c@X":"d""#), "citizen", "front"),
        ]);
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
        ]
        .into();
        let (register, intake) = read_all(&envelopes, &[], &[], wanted());
        assert_eq!(intake.all, Tally { complete: 2, partial: 1, screened_out: 1, refused: 1, valid: 1, sampled: 1, ..Tally::default() });
        assert_eq!((intake.all.started(), rows(&envelopes, &[], &[]).len(), intake.trials), (5, 1, 1));
        assert_eq!(intake.editions, [("0".to_owned(), 1)].into());
        assert_eq!(intake.unknown_units, [("Z".to_owned(), 1)].into());
        assert_eq!(register.elsewhere, 1);
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
        assert_eq!(rows(&envelopes, &corrections, &[]), ["A,Y,,4,KH,KH,KH,KH"]);
        assert_eq!((intake.by_unit["Y"].sampled, intake.cancelled, intake.trials), (1, 1, 1));
        assert_eq!(register.at(Place::Cancelled), 1);
        let original = |id: &str| register.originals.get(id).map(|original| original.unit.as_str());
        assert_eq!((original("A"), original("B"), original("gone")), (Some("X"), Some("X"), None));
        let (_, intake) = read_all(&envelopes, &corrections, &["k", "l"], wanted());
        assert_eq!(rows(&envelopes, &corrections, &["k", "l"]), ["A,X,,4,KH,KH,KH,KH", "B,X,,4,KH,KH,KH,KH"]);
        assert_eq!(intake.cancelled, 0);
    }
}
