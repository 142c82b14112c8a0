//! One answer re-evaluates only what reads it: counted in the full form.

#![allow(clippy::unwrap_used, reason = "a form that does not compile fails its test")]

use phieu::base::Named;
use phieu::questionnaire::form::{Form, Setting};
use phieu::questionnaire::{Definition, VariableId};
use phieu::response::{Answer, Interview};

fn form() -> Form {
    let definition = Definition::read(include_str!("../public/questionnaires/sipas-citizen.json")).unwrap();
    Form::compile(definition, Setting { parameters: Named::from([("_feedback_items".to_owned(), "users".to_owned())]), units: Vec::new() })
        .unwrap()
}

fn evaluated(form: &Form, interview: &mut Interview, name: &str, answer: &str) -> u64 {
    let before = interview.evaluations();
    interview.set(form, form.find(name).unwrap(), Some(Answer::Text(answer.to_owned())));
    interview.evaluations() - before
}

#[test]
fn a_statement_that_nobody_reads_evaluates_nothing() {
    let form = form();
    let mut interview = Interview::new(&form);
    let before = interview.evaluations();
    for i in 1..=14 {
        interview.set(&form, form.find(&format!("q9_{i}")).unwrap(), Some(Answer::Number(4)));
    }
    assert_eq!(interview.evaluations(), before);
}

#[test]
fn a_filter_evaluates_its_readers_and_those_whose_asking_changed() {
    let form = form();
    let mut interview = Interview::new(&form);
    let with_relevance = form.nodes.iter().filter(|node| node.relevant.is_some()).count();
    let readers = form.readers(form.find("got_result").unwrap()).len();
    assert!(readers >= 5, "the sections of part two read it");
    let first = evaluated(&form, &mut interview, "got_result", "yes");
    assert!(first >= readers as u64 && first <= with_relevance as u64, "{first} of {with_relevance}");
    assert_eq!(evaluated(&form, &mut interview, "got_result", "yes"), 0, "the same answer again changes nothing");
    let asked = |interview: &Interview, name: &str| interview.is_asked(&form, form.find(name).unwrap());
    assert!(asked(&interview, "q9_31") && !asked(&interview, "q9_32"));
    let feedback = evaluated(&form, &mut interview, "q8_5", "yes");
    assert_eq!(feedback, form.readers(form.find("q8_5").unwrap()).len() as u64);
    assert!(asked(&interview, "q9_32") && asked(&interview, "q9_33"));
}

#[test]
fn an_answer_to_what_is_not_asked_any_more_counts_as_empty_and_comes_back() {
    let form = form();
    let mut interview = Interview::new(&form);
    evaluated(&form, &mut interview, "got_result", "yes");
    let id: VariableId = form.find("q9_15").unwrap();
    interview.set(&form, id, Some(Answer::Number(5)));
    evaluated(&form, &mut interview, "got_result", "no");
    assert_eq!(interview.effective(&form, id), None);
    evaluated(&form, &mut interview, "got_result", "yes");
    assert_eq!(interview.effective(&form, id), Some(&Answer::Number(5)));
}
