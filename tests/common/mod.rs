//! Forms and responses that several tests share.
#![allow(clippy::unwrap_used, dead_code, reason = "a fixture that cannot be read fails its test; not every test uses all of it")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use phieu::base::Lang;
use phieu::base::digest::{base32, fingerprint};
use phieu::base::time::Stamp;
use phieu::questionnaire::form::{Place, RatedUnit, Setting};
use phieu::questionnaire::{Definition, Form, Kind, MissingCode, VariableId};
use phieu::response::codec::binary::Codebook;
use phieu::response::codec::{Fieldwork, Fill, Header, asked};
use phieu::response::{Answer, Channel, Interview, Outcome, Response, page};
use proptest::prelude::*;

/// Every shipped questionnaire, and one with every type of question.
pub const FORMS: [&str; 6] = [
    "public/questionnaires/firm.json",
    "public/questionnaires/officials-communes.json",
    "public/questionnaires/officials-departments.json",
    "public/questionnaires/sipas-citizen.json",
    "public/questionnaires/ward-office.json",
    "tests/data/questionnaires/all-kinds.json",
];
pub const SIPAS: &str = FORMS[3];

pub fn text(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

pub fn form(path: &str) -> Form {
    let unit = |i: usize| {
        let (code, kind) = if i < 40 { (format!("X{:02}", i + 1), "commune") } else { (format!("P{:02}", i - 39), "ward") };
        RatedUnit { code, kind: kind.to_owned(), name: String::new() }
    };
    let departments =
        ["SNV", "STC", "SYT"].map(|code| RatedUnit { code: code.to_owned(), kind: "department".to_owned(), name: String::new() });
    let setting = Setting { units: (0..52).map(unit).chain(departments).collect(), ..Setting::default() };
    Form::compile(Definition::read(&text(path)).unwrap(), setting).unwrap()
}

pub fn book(path: &str) -> Codebook {
    let text = text(path);
    Codebook::of(&Definition::read(&text).unwrap(), &fingerprint(text.as_bytes())).unwrap()
}

/// An answer that `pick` chooses: one of the answers, a missing code, or none.
pub fn choose(form: &Form, id: VariableId, pick: u32) -> Option<Answer> {
    let (variable, question) = (form.variable(id), form.question(id));
    let n = (pick >> 4) as usize;
    let option = || Some(Answer::Text(question.options[n % question.options.len()].code.clone()));
    if pick.is_multiple_of(16) {
        return None;
    }
    if pick % 16 == 1 {
        let missing = Answer::Missing { missing: MissingCode::ALL[n % 3] };
        return Some(missing).filter(|answer| answer.fits(form, id));
    }
    if variable.place == Place::Specify {
        return Some(Answer::Text(["cán bộ hưu trí", "", "Tày"][n % 3].to_owned()));
    }
    match variable.kind {
        Kind::Single | Kind::UnitOption => option(),
        Kind::Likert => Some(Answer::Number(i64::from(form.scale(id)?.levels[n % form.scale(id)?.levels.len()].value))),
        Kind::YesNo => Some(Answer::Text(["yes", "no"][n % 2].to_owned())),
        Kind::Multiple => {
            let chosen = question.options.iter().enumerate().filter(|(i, _)| n >> i & 1 == 1);
            Some(Answer::Set(chosen.map(|(_, choice)| choice.code.clone()).collect()))
        }
        Kind::Integer => Some(Answer::Number(i64::from(pick >> 4) - 5)),
        Kind::Text => Some(Answer::Text("Nên nhanh hơn 🙂".chars().cycle().take(n % 70).collect())),
        Kind::Note => None,
    }
}

pub fn interview(form: &Form, picks: &[u32]) -> Interview {
    let mut interview = Interview::new(form);
    for i in 0..form.variables.len() {
        let id = VariableId(i);
        interview.set(form, id, choose(form, id, picks[i % picks.len()]));
    }
    interview
}

pub fn header(path: &str) -> Header {
    let form = Definition::read(&text(path)).unwrap();
    Header {
        id: base32(&[0xa5; 16]),
        campaign: ("demo".to_owned(), 1),
        questionnaire: (form.id, form.edition),
        fingerprint: fingerprint(text(path).as_bytes()),
        unit: "P01".to_owned(),
        group: "citizen".to_owned(),
        channel: Channel::Invitation,
        language: Lang::Vi,
        trial: false,
        started: Stamp(1_795_435_200_123),
        fieldwork: Fieldwork { stratum: "P01 | citizen".to_owned(), entry: "7KQ2M0ZX4D".to_owned(), ..Fieldwork::default() },
    }
}

/// What an interview leaves when `count` of its pages took 26 seconds, more or less.
pub fn response(path: &str, form: &Form, interview: &Interview, count: usize) -> Response {
    let pages = page::pages(form, interview, page::STATEMENTS);
    let firsts = pages.iter().filter_map(|page| page.variables().next()).take(count);
    let seconds: BTreeMap<String, u32> = (0..).zip(firsts).map(|(i, id)| (form.variable(id).name.clone(), 9 + i * 37 % 35)).collect();
    let finished = Stamp(1_795_435_200_123 + u64::from(seconds.values().sum::<u32>()) * 1_000 + 641);
    Response {
        header: header(path),
        outcome: Outcome::Complete,
        finished,
        answers: asked(form, interview, None),
        seconds: seconds.into_iter().collect(),
        fills: Vec::new(),
    }
}

/// A form answered to its end without open text.
pub fn complete(path: &str) -> Response {
    let form = form(path);
    let mut interview = Interview::new(&form);
    for i in 0..form.variables.len() {
        let (id, pick) = (VariableId(i), u32::try_from(i * 16 * 7 + 2).unwrap());
        let is_text = form.variable(id).kind == Kind::Text;
        let hard = form.variable(id).name == "got_result";
        interview.set(&form, id, if is_text { None } else { choose(&form, id, if hard { 2 } else { pick }) });
    }
    response(path, &form, &interview, usize::MAX)
}

prop_compose! {
    /// A random response of a random form; its path.
    pub fn any_interview()(
        path in prop::sample::select(&FORMS[..]),
        picks in prop::collection::vec(any::<u32>(), 1..200),
        count in 0..40_usize,
        outcome in prop::sample::select(&Outcome::ALL[..]),
        channel in prop::sample::select(&Channel::ALL[..]),
        (village, surveyor, trial, others) in any::<(String, String, bool, Option<bool>)>(),
        (started, finished) in (0..=i64::MAX as u64, 0..=i64::MAX as u64),
        last in prop::option::of(any::<prop::sample::Index>()),
        rows in 0..300_u32,
    ) -> (&'static str, Response) {
        let form = form(path);
        let interview = interview(&form, &picks);
        let mut response = response(path, &form, &interview, count);
        response.answers = asked(&form, &interview, last.map(|last| VariableId(last.index(form.variables.len()))));
        response.outcome = outcome;
        response.finished = Stamp(finished);
        response.header.channel = channel;
        response.header.trial = trial;
        response.header.started = Stamp(started);
        response.header.fieldwork.others = others;
        response.header.fieldwork.village = village;
        response.header.fieldwork.surveyor = surveyor;
        response.fills = vec![Fill { question: "c1".to_owned(), option: "fair".to_owned(), rows }];
        (path, response)
    }
}
